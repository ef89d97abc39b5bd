"""`narrate podcast --watch`: again whenever a folder changes, and now and then for what is on the web."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from narrate.cli.words import say_error
from narrate.errors import NarrateError, OutputError
from narrate.fetch import is_address
from narrate.sources import listed

LOOK = 2.0
"""Seconds between looks at folders. What changed is narrated once it has stayed the same from one look to the next:
a file may still be being written."""


def watch(sources: Sequence[str], minutes: float, run: Callable[[], int]) -> int:
    """Run now, and then whenever there is reason to; ends only by being interrupted, or by an error of its own.

    A library that can't be written, such as one that another run is at work on, is told and tried again.
    """
    local = [where for where in sources if not is_address(where)]
    while True:
        known = _look(local)  # before the run: what comes while it is at work is not in it
        try:
            run()
        except OutputError as error:
            say_error(error)
        _wait(local, known, minutes * 60.0, look=_look)


def _wait(local: Sequence[str], known: object, seconds: float, look: Callable[[Sequence[str]], object]) -> None:
    """Until the web is to be asked again, or local articles are no longer as they are known, and have come to rest."""
    until = time.monotonic() + seconds
    last = look(local)
    while time.monotonic() < until:
        time.sleep(min(LOOK, max(0.0, until - time.monotonic())))
        now = look(local)
        if now != known and now == last:
            return
        last = now


def _look(local: Sequence[str]) -> object:
    """What tells that local sources have changed."""
    try:
        return [[(entry.key, entry.signature) for entry in listed(where).entries] for where in local]
    except NarrateError:
        return None
