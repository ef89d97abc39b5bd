"""Actors and the jobs they have, as the driver knows them, and what is told of those that fail."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from narrate.cluster.errand import Errand
from narrate.errors import NarrateError
from narrate.library.crew import LAST_WORDS
from narrate.library.jobs import Done, problem


@dataclass(slots=True)
class Given:
    """A job, and what became of it so far."""

    errand: Errand
    tries: int = 0
    losses: int = 0


@dataclass(slots=True, eq=False)
class Hand:
    """An actor."""

    actor: Any
    node: str = ""
    host: str = ""
    ready: bool = False
    given: Given | None = None
    asked: bool = False
    """Whether it was asked how far it is, and has not answered yet."""


def given_up(given: Given, words: str, hint: str = "") -> Done:
    job = given.errand.job
    error = NarrateError(words, hint=hint, place=job.title or job.parts[0].where)
    return Done(number=job.number, problems=(problem(error),))


def last_line(error: Exception) -> str:
    """What a traceback of Ray's ends with."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return lines[-1] if lines else type(error).__name__


def why(error: Exception) -> str:
    """Why Ray believes that an actor died, in one sentence."""
    text = " ".join(str(error).split())
    return "its process was killed, or ran out of memory" if "worker process has died" in text else text[-LAST_WORDS:]
