"""Finds the blocks that were read again in the document that they came from: by their letters, in order."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import SequenceMatcher

from narrate.model import Block
from narrate.outputs.epub.scan import Element, Scan

MOST = 20_000
"""Letters of a block that is looked for where it is not found as it stands: comparing takes their square."""
LEAST = 0.7
"""Share of a block's letters that must be found for it to be that block."""
AROUND = 400
"""Letters beyond a block's own number among which it is looked for."""


@dataclass(slots=True)
class Matcher:
    """Looks for blocks one after another."""

    scan: Scan
    letters: str = field(init=False)
    places: list[int] = field(init=False)
    """The sign that each letter is."""
    edges: set[int] = field(init=False)
    """Letters before which a block begins or ends."""
    at: int = 0
    pictures: int = 0
    """How many pictures were passed by."""
    _found: dict[Block, Found | Element | None] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.places = [n for n, sign in enumerate(self.scan.signs) if sign.isalnum()]
        self.letters = "".join(self.scan.signs[n] for n in self.places)
        ends, self.edges, number = sorted(self.scan.edges), {len(self.places)}, 0
        for edge in ends:
            while number < len(self.places) and self.places[number] < edge:
                number += 1
            self.edges.add(number)

    def place(self, block: Block) -> Found | Element | None:
        """Where a block stands, the same for each of its sentences: a picture's description at the picture."""
        if block not in self._found:
            self._found[block] = self.picture(block.text) if block.kind == "figure" else self.block(block.text)
        return self._found[block]

    def block(self, text: str) -> Found | None:
        """Where a block stands; None when it is not in the document."""
        offsets = [n for n, sign in enumerate(text) if sign.isalnum()]
        wanted = "".join(text[n] for n in offsets)
        if not wanted:
            return None
        begin = self._whole(wanted, self.at)
        begin = begin if begin >= 0 else self._whole(wanted, 0)
        if begin >= 0:
            self.at = begin + len(wanted)
            return Found(self.scan, text, {n: self.places[begin + k] for k, n in enumerate(offsets)})
        return self._nearly(text, offsets, wanted)

    def picture(self, text: str) -> Element | None:
        """The next picture that says this; None where there is none."""
        wanted = _letters(text)
        for number in range(self.pictures, len(self.scan.pictures)):
            if _letters(self.scan.pictures[number].told) == wanted:
                self.pictures = number + 1
                return self.scan.pictures[number]
        return None

    def _whole(self, wanted: str, start: int) -> int:
        """The letters' place where they are a block, else where they stand at all; -1 for nowhere."""
        first = begin = self.letters.find(wanted, start)
        while begin >= 0:
            if begin in self.edges and begin + len(wanted) in self.edges:
                return begin
            begin = self.letters.find(wanted, begin + 1)
        return first

    def _nearly(self, text: str, offsets: list[int], wanted: str) -> Found | None:
        """The same for a block with signs that the document does not show so, such as a formula."""
        if len(wanted) > MOST:
            return None
        near = self.letters[self.at : self.at + len(wanted) + AROUND]
        same = SequenceMatcher(None, near, wanted, autojunk=False).get_matching_blocks()
        found = {
            offsets[one.b + k]: self.places[self.at + one.a + k]
            for one in same
            for k in range(one.size)
            if one.size > 2
        }
        if len(found) < LEAST * len(wanted):
            return None
        last = max(one.a + one.size for one in same)
        self.at += last
        return Found(self.scan, text, found)


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text))


@dataclass(frozen=True, slots=True)
class Found:
    """A block in its document."""

    scan: Scan
    text: str
    signs: dict[int, int]
    """The sign of the document that each letter of the text is."""

    def stretch(self, start: int, end: int) -> tuple[int, int] | None:
        """The signs of `text[start:end]`: from its first letter to its last, with the marks beside them."""
        own = [n for n in range(start, end) if n in self.signs]
        if not own:
            return None
        first, last = self.signs[own[0]], self.signs[own[-1]] + 1
        if first >= last:
            return None
        before = [sign for sign in self.text[start : own[0]] if not sign.isspace()]
        while before and first and self.scan.signs[first - 1] == before[-1]:
            before.pop()
            first -= 1
        behind = [sign for sign in self.text[own[-1] + 1 : end] if not sign.isspace()]
        while behind and last < len(self.scan.signs) and self.scan.signs[last] == behind[0]:
            behind.pop(0)
            last += 1
        return first, last
