"""Texts in pieces that a service takes, and whether a sound can be all of a text."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from narrate.engines._words import plain, speakable, wordless

BREAKS = (re.compile(r"[.!?…。！？]['”’)»]*\s"), re.compile(r"[,;:—、，；：]\s?"), re.compile(r"\s"))
FASTEST = 40.0  # letters a second: more than twice as fast as any voice, so the sound is not all of the text
FASTEST_WIDE = 12.0  # the same for Chinese, Japanese and Korean, whose letters are syllables
WIDE = re.compile(r"[\u1100-\u11ff\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff]")


def asked_for(text: str, most: int, size: Callable[[str], int] = len) -> list[tuple[int, str]]:
    """The pieces of a text that hold a word, and where each begins in it; raises `EngineError` when none does."""
    found = [(start, part) for start, part in parts(plain(text), most, size) if speakable(part)]
    if not found:
        raise wordless(text)
    return found


def parts(text: str, most: int, size: Callable[[str], int] = len) -> Iterator[tuple[int, str]]:
    """Pieces of at most `most`, as `size` tells, and where each begins in `text`.

    Cut after a sentence if one ends in the second half, else a clause, a word; no piece begins or ends with blanks.
    """
    start, end = 0, len(text)
    while start < end:
        if text[start].isspace():
            start += 1
            continue
        stop = _cut(text, start, most, size)
        yield start, text[start:stop].rstrip()
        start = stop


def _cut(text: str, start: int, most: int, size: Callable[[str], int]) -> int:
    stop = min(len(text), start + most)
    while size(text[start:stop].rstrip()) > most:
        stop = start + max(1, (stop - start) * most // (size(text[start:stop]) + 1))
    if stop == len(text):
        return stop
    room = stop - start
    for least, pattern in zip((room // 2, room // 3, 0), BREAKS, strict=True):
        ends = [found.end() for found in pattern.finditer(text, start, stop + 1)]
        ends = [end for end in ends if end > start + least and (end <= stop or text[stop].isspace())]
        if ends:
            return ends[-1]
    return stop


def hurried(text: str, seconds: float) -> bool:
    """Whether nobody could say `text` in that time: what sounds is only part of it."""
    wide = len(WIDE.findall(text))
    letters = sum(map(str.isalnum, text)) - wide
    return seconds < letters / FASTEST + wide / FASTEST_WIDE
