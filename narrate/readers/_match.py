"""Tells which of a page's blocks an extraction took, by their words in order."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable

_WORD = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]|[^\W\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]+")
_SHINGLE = 4  # words: shorter runs turn up by chance
_ENOUGH = 0.6  # share of a block's shingles: extractions drop inline widgets and links from a paragraph


def words(text: str) -> list[str]:
    """The words of a text in lower case; each Chinese, Japanese or Thai character is one."""
    return _WORD.findall(text.lower())


class Extract:
    """An extracted text that can be asked which blocks it holds."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._shingles: set[tuple[str, ...]] = set()
        self._lines: dict[tuple[str, ...], list[int]] = defaultdict(list)
        for number, line in enumerate(lines):
            found = words(line)
            self._lines[tuple(found)].append(number)
            self._shingles.update(_shingles(found))

    def holds(self, text: str) -> bool:
        """Whether the text, or nearly all of it, was extracted."""
        found = words(text)
        if not found:
            return False
        if len(found) < _SHINGLE:
            return tuple(found) in self._lines
        own = _shingles(found)
        return sum(shingle in self._shingles for shingle in own) >= _ENOUGH * len(own)


def _shingles(found: list[str]) -> list[tuple[str, ...]]:
    return [tuple(found[start : start + _SHINGLE]) for start in range(len(found) - _SHINGLE + 1)]
