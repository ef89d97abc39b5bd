"""Plain text: an article, or a whole page as somebody pasted it. Lines become paragraphs, headings and items."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from narrate.contracts import ReaderInfo
from narrate.model import Anchor, Article, Block, Document, Kind
from narrate.readers._decode import decoded

INFO = ReaderInfo(
    name="text",
    summary="Plain text and pasted pages",
    suffixes=(".txt", ".text"),
    media_types=("text/plain",),
)

_BULLET = re.compile(r"(?:[*+•‣⁃◦▪●○■□►▶–-]|o(?=\s[^\W\d_])|\d{1,3}[.)])\s+(?=\S)")
_HASHES = re.compile(r"#{1,6} (?=\S)")  # Markdown's headings turn up in text that is none else
_LINK_MARK = re.compile(r"(?<![\w\]])\[(\d{1,4})\](?=[^\W\d_]|[\"“„«‘'])")
LINKS = 4
"""So many numbers before words that count up are links."""
_RULE = re.compile(r"\W{3,}|_{3,}")
_LIST_INDENT = 2
# Text wrapped by a program has its lines end within a word of the margin. Margins found in the wild: 65 (mail)
# to 100 (terminals); longer lines are paragraphs.
_MARGINS = range(50, 121)
_NEAR_MARGIN = 16  # characters: longer than nearly every word


@dataclass(frozen=True, slots=True)
class _Line:
    number: int
    text: str
    indent: int
    bullet: bool
    gap: bool
    """Whether a blank line stands before it."""

    @property
    def reach(self) -> int:
        """The column where it ends."""
        return self.indent + len(self.text)


def read(document: Document) -> Article:
    """Every line of the text in a block; wrapped lines are rejoined. Raises `SourceError` for binary data."""
    return Article(blocks=tuple(blocks(decoded(document), document.source)), source=document.source)


def blocks(text: str, source: str) -> Iterator[Block]:
    """The blocks of a plain text, with the numbers of their first lines as anchors."""
    text = _without_link_marks(text)
    lines = list(_lines(text))
    margin = margin_of(lines)
    words = _hyphenated(text) if margin else Counter[str]()
    group: list[_Line] = []
    for line in lines:
        if group and not (margin and _continues(group, line, margin)):
            yield _block(group, source, words)
            group = []
        group.append(line)
    if group:
        yield _block(group, source, words)


def _without_link_marks(text: str) -> str:
    """The text without the numbers that text browsers set before links ("[34]the minister"), where it has them.

    They stand before a word and count up; a reference mark stands behind one.
    """
    numbers = [int(found.group(1)) for found in _LINK_MARK.finditer(text)]
    rising = sum(one < other for one, other in pairwise(numbers))
    return _LINK_MARK.sub("", text) if rising >= max(LINKS, 0.8 * (len(numbers) - 1)) else text


def margin_of(lines: Sequence[_Line]) -> int:
    """The column at which a text was wrapped, 0 if it was not.

    It was when next to no line passes that column, and lines that nearly reach it go on in the next line: with a
    small letter in at least a third of the cases, which menus and headlines of similar length do not.
    """
    prose = sorted(line.reach for line in lines if line.reach >= _MARGINS.start - _NEAR_MARGIN)
    if len(prose) < 3:
        return 0
    margin = prose[min(len(prose) - 1, int(len(prose) * 0.98))]  # a few unbreakable addresses stick out
    if margin not in _MARGINS:
        return 0
    near = [
        following
        for line, following in pairwise(lines)
        if margin - _NEAR_MARGIN <= line.reach <= margin and not following.gap
    ]
    small = sum(following.text[0].islower() or _caseless(following.text) for following in near)
    return margin if len(near) >= 3 and 3 * small >= len(near) else 0


def _caseless(text: str) -> bool:
    """Whether a line starts in a script without small letters, where the test for them says nothing."""
    return text[0].isalpha() and text[0].lower() == text[0].upper()


def _lines(text: str) -> Iterator[_Line]:
    gap = False
    for number, raw in enumerate(text.expandtabs(4).split("\n"), 1):
        body = raw.strip()
        if not body:
            gap = True
            continue
        indent = len(raw) - len(raw.lstrip())
        yield _Line(number, body, indent, bool(_BULLET.match(body)), gap)
        gap = False


def _continues(group: list[_Line], line: _Line, margin: int) -> bool:
    """Whether a line goes on with the paragraph: the line before was full, so its break was not the author's."""
    last = group[-1]
    if line.gap or line.bullet or _RULE.fullmatch(line.text) or line.text.startswith("(BUTTON)"):
        return False
    hanging = group[0].bullet and 0 < line.indent - group[0].indent <= 8
    if line.indent != last.indent and not hanging and len(group) > 1:
        return False
    reach = last.reach
    if last.text.endswith(("-", "\u00ad")) and reach > margin - _NEAR_MARGIN:
        return True
    # One column of grace: editors differ in whether the last column may be used.
    return reach + 1 + len(line.text.split(None, 1)[0]) >= margin


def _block(group: list[_Line], source: str, words: Counter[str]) -> Block:
    first = group[0]
    kind: Kind = "item" if first.bullet else "paragraph"
    text = first.text
    for line in group[1:]:
        text = _joined(text, line.text, words)
    anchor = Anchor(source=source, ref=f"line {first.number}")
    if _RULE.fullmatch(text):
        return Block(kind="break", text=text, anchor=anchor)
    marks = _HASHES.match(text)
    if marks:
        return Block(kind="heading", text=text[marks.end() :], anchor=anchor, level=marks.group().count("#"))
    if kind == "item":
        text = _BULLET.sub("", text, count=1) if not text[0].isdigit() else text
        return Block(kind=kind, text=text, anchor=anchor, level=1 + first.indent // (2 * _LIST_INDENT))
    return Block(kind=kind, text=text, anchor=anchor)


def _joined(text: str, more: str, words: Counter[str]) -> str:
    """Two lines as one; a hyphen that only parted a word at the margin goes."""
    if text.endswith("\u00ad"):
        return text[:-1] + more
    if len(text) > 1 and text.endswith("-") and text[-2].isalpha() and more[:1].islower():
        tail, head = text[:-1].split()[-1], more.split()[0]
        keep = words[f"{tail}-{head}".strip(".,;:!?").lower()] > 0
        return (text if keep else text[:-1]) + more
    return f"{text} {more}"


def _hyphenated(text: str) -> Counter[str]:
    """The words that the text itself writes with a hyphen inside a line."""
    return Counter(word.lower() for word in re.findall(r"[^\W\d_]+(?:-[^\W\d_]+)+", text))
