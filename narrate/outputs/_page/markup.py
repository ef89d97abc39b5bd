"""Text as markup: what a page may hold, attributes, words as elements, the cells of a table's row."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from html import escape
from typing import TYPE_CHECKING

from narrate.contracts import CELL

if TYPE_CHECKING:
    from narrate.model import Sentence, Word

LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
CONTROLS = dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(127, 160), *range(0xD800, 0xE000)), " ")
"""Controls and halves of characters: of no use in a page, and some of them faults in it."""


def plain(text: str) -> str:
    """The text without characters that no page may hold."""
    return text.translate(CONTROLS)


def shown(text: str) -> str:
    return escape(plain(text), quote=False)


def attribute(name: str, value: str) -> str:
    """An attribute with a blank before it; nothing when it is empty, or no language tag where one is due."""
    if not value or (name == "lang" and not LANGUAGE.fullmatch(value)):
        return ""
    return f' {name}="{escape(plain(value))}"'


def direction(texts: Iterable[str]) -> str:
    """`rtl` or `ltr`, as most letters go."""
    kinds = [unicodedata.bidirectional(letter) for text in texts for letter in text]
    right = sum(kind in ("R", "AL") for kind in kinds)
    return "rtl" if right > kinds.count("L") else "ltr"


def absolute(sentence: Sentence, timed: Iterable[Word]) -> list[tuple[int, int]]:
    return [(sentence.start + word.start, sentence.start + word.end) for word in timed]


def marked(text: str, start: int, end: int, spans: Iterable[tuple[int, int]]) -> str:
    """`text[start:end]` with an element around each span."""
    pieces: list[str] = []
    last = start
    for begin, finish in spans:
        pieces += shown(text[last:begin]), f"<span>{shown(text[begin:finish])}</span>"
        last = finish
    return "".join([*pieces, shown(text[last:end])])


def cells_of(line: str) -> Iterator[tuple[int, int]]:
    at = 0
    for cell in line.split(CELL):
        yield at, at + len(cell)
        at += len(cell) + len(CELL)


def in_cells(timed: Iterable[Word], at: int, cells: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """Start, end and begin of each word, of a sentence that begins `at` a place of the row, within one cell.

    A column's name that is said between cells counts as the next word.
    """
    before: int | None = None
    for word in timed:
        pieces = ((max(at + word.start, start), min(at + word.end, end)) for start, end in cells)
        start, end = max(pieces, key=lambda piece: piece[1] - piece[0], default=(0, 0))
        if start < end:
            yield start, end, word.begin if before is None else before
            before = None
        elif before is None:
            before = word.begin
