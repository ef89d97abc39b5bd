"""What is given to a worker, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from narrate.errors import NarrateError
from narrate.library.items import Facts, Kept, Problem
from narrate.model import Document, passwordless

if TYPE_CHECKING:
    from narrate.fetch import Known
    from narrate.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """An article to fetch and read, with what its source says of it."""

    where: str
    document: Document | None = None
    title: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""
    language: str = ""
    cover: str = ""
    trusted: bool = True
    known: Known | None = None
    """What is remembered of its address; given only where word that nothing changed is enough."""
    unchanged: bool = False
    """Whether it is as it is known, and was not sent again."""
    problem: Problem | None = None
    """Why it can't be had."""
    retry_after: float = 0.0
    """Seconds that its server asks to wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is to be narrated, and how."""

    number: int
    """The article's in the index."""
    parts: tuple[Part, ...]
    settings: Settings
    formats: tuple[str, ...]
    folder: Path
    """On the worker's machine: where files are made before they go to the store; the worker's own to empty."""
    store: str
    """Path or address."""
    cache: Path
    show: str = ""
    """The podcast's title."""
    cover: bytes | None = None
    """The podcast's picture, for articles that have none of their own."""
    title: str = ""
    """Of a digest."""
    important: float = 0.0
    jobs: int = 1
    manner: str = ""
    """Digest of the settings: see `manner`."""
    content: str = ""
    recipe: str = ""
    """Those of the episode that is there already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What came of a job: an episode, or word that nothing changed (no `facts`), or problems."""

    number: int
    content: str = ""
    recipe: str = ""
    outline: frozenset[str] = frozenset()
    facts: Facts | None = None
    files: tuple[Kept, ...] = ()
    problems: tuple[Problem, ...] = ()
    known: Known | None = None
    """What its server told of it."""
    link: str = ""
    """Its address, where it was read and nothing else is new of it."""
    fresh: int = 0
    """Characters that an engine spoke for it now."""
    retry_after: float = 0.0
    """Seconds that a server asks to wait."""
    seconds: float = 0.0
    """CPU time that it took."""
    fatal: bool = False
    """Whether it can't go better with another article: the disk is full, or can't be written to."""


def problem(error: NarrateError) -> Problem:
    """An error as the index keeps it."""
    return Problem(
        error=str(error), hint=error.hint, place=passwordless(str(error.place or "")), exit_code=error.exit_code
    )
