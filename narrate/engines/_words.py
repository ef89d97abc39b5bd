"""The words of a text that is said, as every engine counts them for its marks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

CHUNK = re.compile(r"\S+")
OUTSIDE = frozenset("PSZC")  # first letters of the Unicode categories of punctuation, symbols, separators, controls


def chunks(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each piece between white space."""
    for chunk in CHUNK.finditer(text):
        yield chunk.start(), chunk.end()


def core(text: str, start: int, end: int) -> tuple[int, int]:
    """`start:end` without the punctuation and symbols around it; empty when there is nothing else."""
    while start < end and unicodedata.category(text[start])[0] in OUTSIDE:
        start += 1
    while start < end and unicodedata.category(text[end - 1])[0] in OUTSIDE:
        end -= 1
    return start, end


def words(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each word, without the punctuation around it."""
    for start, end in chunks(text):
        start, end = core(text, start, end)
        if start < end:
            yield start, end


def speakable(text: str) -> bool:
    """Whether there is a letter or digit in it."""
    return any(map(str.isalnum, text))
