"""What was written."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "title", "byline", "date", "heading", "paragraph", "quote", "item", "code", "table", "caption", "figure", "note",
    "break",
]  # fmt: skip


STANDARD_INPUT = "-"
"""What is written for it instead of a file's name."""


_PASSWORD = re.compile(r"(://[^/?#\s:@]*):[^/?#\s]*@")


def shown(source: str) -> str:
    """A source as it is told to the listener."""
    return "standard input" if source == STANDARD_INPUT else passwordless(source)


def passwordless(source: str) -> str:
    """A source without the password in its address: messages and reports are read by more people than may know it."""
    return _PASSWORD.sub(r"\1@", source)


@dataclass(frozen=True, slots=True, kw_only=True)
class Anchor:
    """Where something stood: a file or address, a part of it, a line or element in that part."""

    source: str
    part: str = ""
    ref: str = ""

    def __str__(self) -> str:
        return ", ".join(piece for piece in (shown(self.source), self.part, self.ref) if piece)


@dataclass(frozen=True, slots=True, kw_only=True)
class Block:
    """One piece of an article, its text as written."""

    kind: Kind
    text: str
    anchor: Anchor
    level: int = 0
    """Depth of a heading (1 is the outermost) or of a list item; 1 for a table whose first row names its columns."""
    marker: str = ""
    """What stands before an item without being in its text: "3." where a page numbers its list; empty for bullets."""
    language: str = ""
    hint: str = ""
    """A reader's evidence that this is no part of the article ("outside the main text"); cleaning decides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Removed:
    """A block that is not spoken, the rule that left it out, and why in plain words."""

    block: Block
    rule: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Article:
    """What was written."""

    blocks: tuple[Block, ...]
    source: str
    title: str = ""
    authors: tuple[str, ...] = ()
    language: str = ""
    published: str = ""
    """ISO 8601 date, or date and time."""
    site: str = ""
    cover: str = ""
    """Path or address of a picture."""
    cast: tuple[tuple[str, str], ...] = ()
    """Voices that the author wishes: a role (see `casting`; "" is the whole article) and a voice's name each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """Bytes with what is known of them: what a reader gets."""

    data: bytes
    source: str
    """Path or final address; "-" for standard input."""
    media_type: str = ""
    charset: str = ""
