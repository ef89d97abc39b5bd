"""What is said of a block beyond its sentences: its number or label, an announcement instead, a table row by row."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from narrate.contracts import CELL
from narrate.model import Block, Edit
from narrate.text.phrases import phrases
from narrate.text.policy import Reading
from narrate.text.spoken import in_words

Worded = Callable[[str, str], tuple[Edit, ...]]
"""A text and its language to what is said differently in it."""
Piece = tuple[int, int, tuple[Edit, ...]]
"""Start and end in the block's text, and the edits counted from that start."""

_LABEL = re.compile(r"\s*(?:\[\^?(?P<name>[^\]\s]{1,20})\]:?|(?P<number>\d{1,3})\.?(?=\s+\D)|[\^↑↩†*]+)\s*")
_MARKER = re.compile(r"[\W_]*(\w+)[\W_]*")


def announced(block: Block, reading: Reading, language: str) -> str:
    """What is said instead of a block that is only announced; "" for other blocks, and without words for it."""
    words = phrases(language)
    if reading[block.kind] != "announce" or words is None:
        return ""
    if block.kind == "table":
        return in_words(words.table.format(len(_rows(block.text))), language)
    return words.code


def opening(block: Block, authors: tuple[str, ...], reading: Reading, language: str) -> tuple[Edit, ...]:
    """What is said before and in the first words of a block, although it is not in its text."""
    words = phrases(language)
    if block.kind == "item" and block.marker and reading["item"] == "read":
        found = _MARKER.fullmatch(block.marker)
        number = in_words(found[1], language) if found else ""
        return (_insert(f"{number}. ", "list number"),) if number else ()
    if words is None:
        return ()
    if block.kind == "figure":
        return (_insert(words.picture, "picture"),)
    if block.kind == "note":
        label = _LABEL.match(block.text)
        name = (label["name"] or label["number"] or "") if label else ""
        said = words.numbered_note.format(in_words(name, language)) if name.isdigit() else words.note
        return (Edit(start=0, end=label.end() if label else 0, spoken=said, rule="note"),)
    if block.kind == "byline" and authors and block.text == ", ".join(authors):
        return tuple(_byline(authors, language))
    return ()


def _byline(authors: tuple[str, ...], language: str) -> Iterator[Edit]:
    words = phrases(language)
    if words is None:
        return
    yield _insert((words.by_several if len(authors) > 1 else words.by).partition("{}")[0], "byline")
    if len(authors) > 1:
        at = len(", ".join(authors[:-1]))
        yield Edit(start=at, end=at + 2, spoken=words.joined, rule="byline")


def rows(block: Block, language: str, worded: Worded) -> tuple[Piece, ...]:
    """A table as a sentence a row: "Paris, Population: two million", names of columns from the second cell on.

    A first row without figures above rows with some, or of a table whose reader saw a header, names the columns.
    """
    found = _rows(block.text)
    names = _names(block, found)
    pieces = []
    for number, (start, line) in enumerate(found):
        if not any(map(str.isalnum, line)):
            continue  # dashes for want of figures
        edits: list[Edit] = []
        at = 0
        for column, cell in enumerate(line.split(CELL)):
            label = names[column] if names and number and 0 < column < len(names) and len(names) > 2 else ""
            if column:
                label = f"{in_words(label, language)}: " if label else ""
                spoken = f", {label}" if any(map(str.isalnum, cell)) else ""
                edits.append(Edit(start=at - len(CELL), end=at, spoken=spoken, rule="table"))
            edits += (
                Edit(start=at + edit.start, end=at + edit.end, spoken=edit.spoken, rule=edit.rule)
                for edit in worded(cell, language)
            )
            at += len(cell) + len(CELL)
        pieces.append((start, start + len(line), _stopped(line, edits)))
    return tuple(pieces)


def _stopped(line: str, edits: list[Edit]) -> tuple[Edit, ...]:
    """The edits and a full stop behind the row, for engines to end it."""
    if line.rstrip()[-1:] in ".!?…。":
        return tuple(edits)
    return (*edits, Edit(start=len(line), end=len(line), spoken=".", rule="table"))


def _rows(text: str) -> list[tuple[int, str]]:
    found, at = [], 0
    for line in text.split("\n"):
        if line.strip(" |"):
            found.append((at, line))
        at += len(line) + 1
    return found


def _names(block: Block, found: list[tuple[int, str]]) -> list[str]:
    if len(found) < 2:
        return []
    first, others = found[0][1], "".join(line for _, line in found[1:])
    plain = not any(map(str.isdigit, first)) and any(map(str.isdigit, others))
    return [cell.strip() for cell in first.split(CELL)] if block.level or plain else []


def _insert(spoken: str, rule: str) -> Edit:
    return Edit(start=0, end=0, spoken=spoken, rule=rule)
