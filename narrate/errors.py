"""What can go wrong, and the exit code of each kind.

    NarrateError          1  anything else of ours
      UsageError          2  an option or setting that can't be
      SourceError         3  the article can't be had or read
      EngineError         4  the engine failed to speak
        VoiceError        2  no such voice
        DownloadError     4  a voice's files can't be had
      MissingExtra        5  an optional part is not installed
      OutputError         6  the target can't be written

Exit code 7 (partly skipped) is a report, not an error; 130 is an interrupt.
Each carries a place, a quote of the text concerned and a hint where they are known.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from narrate.model import Anchor, shown

PARTLY_SKIPPED = 7
INTERRUPTED = 130
QUOTE_LENGTH = 60


class NarrateError(Exception):
    """Base of all errors meant for the user: one sentence, a place, a quote, a hint."""

    exit_code = 1

    def __init__(self, message: str, *, hint: str = "", place: Anchor | str = "", quote: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.place = place
        self.quote = quote

    def __str__(self) -> str:
        place = f"{shown(str(self.place))}: " if self.place else ""
        quote = f" (at “{_shortened(self.quote)}”)" if self.quote else ""
        return f"{place}{self.message}{quote}"


class UsageError(NarrateError):
    """An option or setting that can't be."""

    exit_code = 2


class SourceError(NarrateError):
    """The article can't be had, or there is nothing in it to read.

    `retry` tells whether another try may help; `retry_after` how many seconds the server wants to be left alone before.
    """

    exit_code = 3

    def __init__(
        self,
        message: str,
        *,
        hint: str = "",
        place: Anchor | str = "",
        quote: str = "",
        retry: bool = False,
        retry_after: float = 0.0,
    ) -> None:
        super().__init__(message, hint=hint, place=place, quote=quote)
        self.retry = retry
        self.retry_after = retry_after


class EngineError(NarrateError):
    """The engine could not speak. `retry` tells whether another try may help."""

    exit_code = 4

    def __init__(
        self, message: str, *, hint: str = "", place: Anchor | str = "", quote: str = "", retry: bool = False
    ) -> None:
        super().__init__(message, hint=hint, place=place, quote=quote)
        self.retry = retry


class VoiceError(EngineError):
    """There is no such voice."""

    exit_code = 2


class DownloadError(EngineError):
    """A voice's files can't be had, whole and unchanged."""


class MissingExtra(NarrateError):
    """An optional part is not installed; the hint names the command that brings it."""

    exit_code = 5

    def __init__(self, what: str, extra: str) -> None:
        package = f"narrate-articles[{extra}]" if extra else "narrate-articles"
        super().__init__(f"{what} is not installed", hint=f"pip install '{package}'")
        self.extra = extra


class OutputError(NarrateError):
    """The target can't be written."""

    exit_code = 6


@contextmanager
def located(place: Anchor | str, quote: str = "") -> Iterator[None]:
    """Fill in where an error happened, unless the raiser knew better."""
    try:
        yield
    except NarrateError as error:
        error.place = error.place or place
        error.quote = error.quote or quote
        raise


def as_dict(source: str, error: NarrateError) -> dict[str, str | int]:
    """What a report tells of an article that failed."""
    return {"source": source, "error": str(error), "hint": error.hint, "exit_code": error.exit_code}


def _shortened(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= QUOTE_LENGTH else flat[: QUOTE_LENGTH - 1].rstrip() + "…"
