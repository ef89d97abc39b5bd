"""Waits for what is to come about, however busy the machine is, instead of guessing how long it takes."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

PATIENCE = 30.0
"""Seconds after which a test that waits has hung; none waits this long when all is well."""


def until(condition: Callable[[], object], seconds: float = PATIENCE) -> None:
    """Wait till `condition` holds; fails when it does not within so many seconds."""
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "this never came about"
        time.sleep(0.001)


def when_it_waits(over: threading.Event, act: Callable[[], object]) -> None:
    """Do something on another thread once somebody waits for `over`."""
    waiting, wait = threading.Event(), over.wait

    def told(timeout: float | None = None) -> bool:
        waiting.set()
        return wait(timeout)

    over.wait = told  # type: ignore[method-assign]
    as_soon_as(waiting.is_set, act)


def as_soon_as(condition: Callable[[], object], act: Callable[[], object]) -> threading.Thread:
    """Do something on another thread once `condition` holds; the thread is running."""

    def wait() -> None:
        until(condition)
        act()

    thread = threading.Thread(target=wait, daemon=True)
    thread.start()
    return thread
