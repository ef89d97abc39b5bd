"""Progress of a batch with the time left, on stderr: what is done, what is being narrated, what failed."""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, TextIO

from narrate.cli.progress import REDRAW, REPEAT, SHOW_AFTER
from narrate.cli.words import duration, printable
from narrate.model import passwordless

if TYPE_CHECKING:
    from narrate.library.batch import State

KNOWN_FROM = 0.01
"""Share of the work that must be done to foretell how long the rest will take."""
USUAL_WIDTH = 80
"""Columns, where the terminal does not tell."""


class Overall:
    """Draws `State` values on one line; a context manager that leaves a clean line behind."""

    def __init__(
        self,
        *,
        quiet: bool = False,
        stream: TextIO | None = None,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._quiet, self._clock = quiet, clock
        self._stream = stream or sys.stderr
        self._live = self._stream.isatty()
        self._begun = self._drawn = clock()
        self._length = 0

    def heard(self, where: str) -> None:
        """A source's list is being fetched."""
        self._draw(f"listing {passwordless(where)}")

    def __call__(self, state: State) -> None:
        self._draw(self.line(state, self._clock() - self._begun))

    def line(self, state: State, elapsed: float) -> str:
        left = duration(elapsed / state.share - elapsed) if state.share >= KNOWN_FROM else "?"
        failed = f", {state.failed} failed" if state.failed else ""
        current = f": {', '.join(' '.join(name.split()) for name in state.current)}" if state.current else ""
        return f"{state.done}/{state.total} articles, {state.share:.0%}, {left} left{failed}{current}"

    def _draw(self, line: str) -> None:
        now = self._clock()
        wait = REDRAW if self._live else REPEAT
        if self._quiet or now - self._begun < SHOW_AFTER or now - self._drawn < wait:
            return
        self._drawn = now
        line = printable(line)
        if self._live:
            line = line[: shutil.get_terminal_size((USUAL_WIDTH, 1)).columns - 1]
            self._stream.write(f"\r{line.ljust(self._length)}")
            self._length = len(line)
        else:
            self._stream.write(line + "\n")
        self._stream.flush()

    def __enter__(self) -> Overall:
        return self

    def __exit__(self, *_: object) -> None:
        if self._length:
            self._stream.write("\r" + " " * self._length + "\r")
            self._stream.flush()
