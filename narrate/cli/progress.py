"""Progress with the time left, on stderr: one line redrawn on a terminal, a line now and then elsewhere."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import TextIO

from narrate.cli.words import duration
from narrate.model import Progress

SHOW_AFTER = 1.0
"""Seconds: what ends sooner needs no progress."""
REDRAW, REPEAT = 0.1, 10.0
"""Seconds between two drawings, on a terminal and elsewhere."""
WIDTH = 24


class Bar:
    """Draws `Progress` values; a context manager that leaves a clean line behind."""

    def __init__(
        self,
        title: str,
        *,
        quiet: bool = False,
        stream: TextIO | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._title, self._quiet = title, quiet
        self._stream = stream or sys.stderr
        self._clock = clock
        self._live = self._stream.isatty()
        self._begun = self._drawn = clock()
        self._stage = ""
        self._length = 0

    def __call__(self, progress: Progress) -> None:
        now = self._clock()
        if progress.stage != self._stage:
            self._stage, self._begun = progress.stage, now
        wait = REDRAW if self._live else REPEAT
        if self._quiet or now - self._begun < SHOW_AFTER or now - self._drawn < wait:
            return
        self._drawn = now
        line = self.line(progress, now - self._begun)
        if self._live:
            self._stream.write(f"\r{line.ljust(self._length)}")
            self._length = len(line)
        else:
            self._stream.write(line + "\n")
        self._stream.flush()

    def line(self, progress: Progress, elapsed: float) -> str:
        share = progress.done / max(1, progress.total)
        filled = round(share * WIDTH)
        left = duration(elapsed / share - elapsed) if share > 0 else "?"
        return f"{self._title}: {progress.stage} [{'#' * filled}{'.' * (WIDTH - filled)}] {share:4.0%}, {left} left"

    def __enter__(self) -> Bar:
        return self

    def __exit__(self, *_: object) -> None:
        if self._length:
            self._stream.write("\r" + " " * self._length + "\r")
            self._stream.flush()
