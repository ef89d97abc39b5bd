"""Sentences with when they sound, and in whose voice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from narrate.model import Cue, Narration, Sentence, Timeline


class Said(NamedTuple):
    """A sentence, and when it sounds: its cue with the number that this has in the timeline, if it was not skipped."""

    sentence: Sentence
    cue: Cue | None = None
    number: int = -1


def spoken(narration: Narration) -> Iterator[Said]:
    """Each sentence of the script with its cue; both stand in the same order, and skipped sentences have none."""
    waiting = enumerate(narration.timeline.cues)
    number, cue = next(waiting, (-1, None))
    for sentence in narration.script.sentences:
        if cue is not None and _same(cue.sentence, sentence):
            yield Said(sentence, cue, number)
            number, cue = next(waiting, (-1, None))
        else:
            yield Said(sentence)


def voices(timeline: Timeline) -> tuple[str, ...]:
    """Those that are heard, `engine:name` each, in the order in which they are first."""
    return tuple(dict.fromkeys(cue.sentence.voice for cue in timeline.cues if cue.sentence.voice))


def _same(one: Sentence, other: Sentence) -> bool:
    """Whether they are the same words in the same place, in whatever voice."""
    return (one.start, one.end) == (other.start, other.end) and one.block == other.block
