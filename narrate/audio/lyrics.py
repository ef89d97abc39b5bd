"""The words of a programme as players show them: whole, or each with the time at which it sounds."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING

from narrate.words import timed

if TYPE_CHECKING:
    from narrate.model import Cue, Timeline


def whole(timeline: Timeline) -> str:
    """What is said, as written: a line for each block."""
    lines: list[str] = []
    block = None
    for cue in timeline.cues:
        if cue.sentence.block is block:
            lines[-1] += f" {_flat(cue.sentence.text)}"
        else:
            lines.append(_flat(cue.sentence.text))
        block = cue.sentence.block
    return "\n".join(lines)


def by_sentences(timeline: Timeline) -> Iterator[tuple[str, int]]:
    """Each sentence and the sample of the programme at which it begins, ascending."""
    for number, cue in enumerate(timeline.cues):
        yield ("\n" if number else "") + _flat(cue.sentence.text), cue.begin


def by_words(timeline: Timeline) -> Iterator[tuple[str, int]]:
    """Each word with what stands behind it, and the sample at which it begins; a line break begins a sentence."""
    for number, cue in enumerate(timeline.cues):
        first = "\n" if number else ""
        for text, at in _words(cue):
            yield first + text, at
            first = ""


def _words(cue: Cue) -> Iterator[tuple[str, int]]:
    """Words with the marks around them: what stands before a word without a blank between is its own."""
    text, words = cue.sentence.text, timed(cue)
    starts = [0]
    for word, following in pairwise(words):
        start = following.start
        while start > word.end and not text[start - 1].isspace():
            start -= 1
        starts.append(start)
    for word, start, end in zip(words, starts, [*starts[1:], len(text)], strict=bool(words)):
        blank = " " if end < len(text) and text[end - 1].isspace() else ""
        yield _flat(text[start:end]) + blank, word.begin
    if not words:
        yield _flat(text), cue.begin


def _flat(text: str) -> str:
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())
