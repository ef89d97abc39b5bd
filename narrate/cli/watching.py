"""`narrate podcast --watch`: again whenever files change, and now and then for what is on the web."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from narrate.cli.words import say_error
from narrate.errors import NarrateError, OutputError
from narrate.sources import listed

LOOK = 2.0
"""Seconds between looks at files. What changed is narrated once it has stayed the same from one look to the next:
a file may still be being written."""


def watch(places: Sequence[str], minutes: float, run: Callable[[], Sequence[str]]) -> int:
    """Run now, and then whenever there is reason to; ends only by being interrupted, or by an error of the first run.

    A library that can't be written, such as one that another run is at work on, is told and tried again; so is, once
    there was a run, a plan that can't be.

    Args:
        places: sources, and files besides; only those on this machine are looked at, and the web is never asked.
        run: does it, and returns what is to be looked at from then on.
    """
    ran = False
    while True:
        known = _look(places)  # before the run: what comes while it is at work is not in it
        try:
            places = run()
            ran = True
        except NarrateError as error:
            if not ran and not isinstance(error, OutputError):
                raise
            say_error(error)
        _wait(places, known, minutes * 60.0)


def _wait(places: Sequence[str], known: object, seconds: float) -> None:
    """Until the web is to be asked again, or files are no longer as they are known, and have come to rest."""
    until = time.monotonic() + seconds
    last = _look(places)
    while time.monotonic() < until:
        time.sleep(min(LOOK, max(0.0, until - time.monotonic())))
        now = _look(places)
        if now != known and now == last:
            return
        last = now


def _look(places: Sequence[str]) -> object:
    """What tells that something has changed: a folder's articles, any other file's size and time."""
    return [_signs(where) for where in places]


def _signs(where: str) -> object:
    try:
        path = Path(where)
        if path.is_dir():
            return [(entry.key, entry.signature) for entry in listed(where).entries]
        told = path.stat()
    except (OSError, ValueError):  # nothing that lies on this machine, or not now
        return None
    return told.st_size, told.st_mtime_ns
