"""The words of a text that is said, as every engine counts them for its marks."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

CHUNK = re.compile(r"\S+")
NOTHING = frozenset(("Cc", "Cs", "Co", "Cn", "Zl", "Zp"))  # controls, surrogates, unassigned, line separators
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


def plain(text: str) -> str:
    """`text` with a blank for each control, surrogate and unassigned character; offsets stay."""
    return "".join(" " if unicodedata.category(letter) in NOTHING else letter for letter in text)


class Broken:
    """A text whose longest words are broken up by blanks, for engines that cut them short.

    A word of more than `digits` digits is broken after each, so that they are read one by one; one of more than
    `letters` letters after so many.
    """

    def __init__(self, text: str, letters: int, digits: int) -> None:
        pieces: list[str] = []
        self._origins: list[int] = []
        last = 0
        for start, end in chunks(text):
            if end - start <= min(letters, digits):
                continue
            many = sum(map(str.isdigit, text[start:end])) > digits
            size = 1 if many else letters
            for at in range(start + size, end, size):
                pieces += text[last:at], " "
                self._origins += [*range(last, at), at]
                last = at
        self.text = "".join([*pieces, text[last:]])
        self._origins += range(last, len(text) + 1)

    def origin(self, at: int) -> int:
        """The offset in the text as it was, of an offset in the broken one."""
        return self._origins[min(max(at, 0), len(self._origins) - 1)]
