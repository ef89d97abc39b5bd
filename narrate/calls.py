"""What one call of an engine is given of a text, and one clip of what came of several."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from narrate.contracts import EngineInfo
from narrate.model import Clip, Mark, without_phonemes
from narrate.words import annotated_places

JOIN = 0.12
"""Seconds between the parts of a text that was too long for one call."""


def sayable(text: str, info: EngineInfo) -> str:
    """What the engine is given: words with their phonemes only if it takes them, and the text needs no cutting."""
    takes = "phonemes" in info.accepts and len(text) <= info.max_chars
    return text if takes else without_phonemes(text)


def read_back(clip: Clip, spoken: str, info: EngineInfo) -> Clip:
    """The clip with marks whose places are those of `spoken`, not of what the engine was given."""
    if not clip.marks or sayable(spoken, info) == spoken:
        return clip
    places = annotated_places(spoken)
    marks = (replace(mark, start=places[mark.start], end=places[mark.end]) for mark in clip.marks)
    return replace(clip, marks=tuple(marks))


def joined(clips: list[tuple[int, Clip]], rate: int) -> Clip:
    if len(clips) == 1:
        return clips[0][1]
    import numpy as np

    gap = np.zeros(round(JOIN * rate), np.float32)
    pieces, at = [], 0
    marks: list[Mark] = []
    for start, clip in clips:
        marks += (
            replace(m, start=m.start + start, end=m.end + start, begin=m.begin + at, finish=m.finish + at)
            for m in clip.marks
        )
        pieces += [clip.pcm, gap]
        at += len(clip.pcm) + len(gap)
    return Clip(pcm=np.concatenate(pieces[:-1]), rate=rate, marks=tuple(marks))


# Where a text may be cut, best first: behind a sentence, behind a clause, between words.
CUTS = (
    re.compile(r"(?<=[.!?…。！？])[\"'”’»)\]]*\s+|(?<=[。！？])"),
    re.compile(r"(?<=[,;:—–、，；：])\s*"),
    re.compile(r"\s+"),
)


def cut(text: str, most: int) -> Iterator[str]:
    """Parts of at most `most` characters, at the latest good place each; joined they are `text`."""
    start = 0
    while len(text) - start > most:
        end = start + most
        for place in CUTS:
            ends = [match.end() for match in place.finditer(text, start, end) if match.end() > start]
            if ends and ends[-1] - start >= most // 4:
                end = ends[-1]
                break
        yield text[start:end]
        start = end
    yield text[start:]
