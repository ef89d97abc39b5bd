"""Markdown (CommonMark with tables), with the front matter that site generators put before it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import unescape
from typing import TYPE_CHECKING

from narrate.contracts import CELL, ReaderInfo
from narrate.model import Anchor, Article, Block, Document, Kind
from narrate.readers._decode import decoded

if TYPE_CHECKING:
    from markdown_it.token import Token

INFO = ReaderInfo(
    name="markdown",
    summary="Markdown, with front matter",
    suffixes=(".md", ".markdown", ".mdown", ".mkd"),
    media_types=("text/markdown", "text/x-markdown"),
)

_FRONT = re.compile(r"\A\ufeff?---[ \t]*\n(?P<yaml>.*?\n)(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL)
_FIELD = re.compile(r"(?P<name>[A-Za-z][\w-]*)[ \t]*:[ \t]*(?P<value>.*)")
QUOTES = "\"'"
_TAG = re.compile(r"<[^<>]{0,2000}>")
_HIDDEN = re.compile(r"<(script|style|template)\b.*?</\1\s*>|<!--.*?-->", re.IGNORECASE | re.DOTALL)
_NOTE = re.compile(r"^\[\^[^\]\s]{1,40}\]:\s")
_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)


def read(document: Document) -> Article:
    """The blocks of a Markdown text; the first heading of the first level is the title unless the front names one."""
    from markdown_it import MarkdownIt

    text = decoded(document)
    front, skipped = _front_matter(text)
    body = "\n" * skipped + text.split("\n", skipped)[skipped] if skipped else text
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    blocks = list(_Walk(document.source).blocks(parser.parse(body)))
    title = front.get("title", "")
    blocks = _titled(blocks, title, document.source)
    return Article(
        blocks=tuple(blocks),
        source=document.source,
        title=next((block.text for block in blocks if block.kind == "title"), title),
        authors=_authors(front),
        language=front.get("lang", front.get("language", "")).replace("_", "-"),
        published=front.get("date", front.get("published", "")),
        cover=front.get("cover", front.get("image", "")),
        cast=_cast(front),
    )


def _front_matter(text: str) -> tuple[Mapping[str, str], int]:
    """The fields of a front matter and how many lines it takes. Only the plain part of YAML: `name: value`, lists, and
    one mapping inside another as `name=value, name=value`."""
    match = _FRONT.match(text)
    if match is None:
        return {}, 0
    fields: dict[str, str] = {}
    name = ""
    for line in match["yaml"].split("\n"):
        field = _FIELD.match(line)
        if field:
            name = field["name"].lower()
            fields[name] = field["value"].strip().strip("\"'")
        elif name and line.strip().startswith("- "):
            fields[name] = ", ".join(filter(None, (fields[name], line.strip()[2:].strip("\"' "))))
        elif name and line.startswith((" ", "\t")) and (inner := _FIELD.match(line.strip())):
            pair = f"{inner['name']}={inner['value'].strip().strip(QUOTES)}"
            fields[name] = ", ".join(filter(None, (fields[name], pair)))
        elif line.strip() and not line.startswith((" ", "#", "\t")):
            return {}, 0  # not a front matter but a text between two rules
    return fields, match.group().count("\n")


def _cast(front: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    pairs = (pair.partition("=") for pair in front.get("cast", "").strip("{}").split(","))
    roles = tuple((role.strip(), voice.strip()) for role, _, voice in pairs if role.strip() and voice.strip())
    return (("", front["voice"]), *roles) if front.get("voice") else roles


def _authors(front: Mapping[str, str]) -> tuple[str, ...]:
    named = front.get("authors", front.get("author", "")).strip("[]")
    return tuple(name.strip("\"' ") for name in named.split(",") if name.strip("\"' "))


def _titled(blocks: list[Block], title: str, source: str) -> list[Block]:
    """The blocks with the title once and first."""
    place = next((n for n, block in enumerate(blocks) if block.kind == "heading"), None)
    if title:
        head = Block(kind="title", text=title, anchor=Anchor(source=source, ref="front matter"))
        same = place is not None and _folded(blocks[place].text) == _folded(title)
        return [head, *(block for n, block in enumerate(blocks) if not (same and n == place))]
    if place is None or blocks[place].level != min(block.level for block in blocks if block.kind == "heading"):
        return blocks
    first = blocks[place]
    alone = sum(block.kind == "heading" and block.level == first.level for block in blocks) == 1
    if first.level > 1 and not alone:
        return blocks
    head = Block(kind="title", text=first.text, anchor=first.anchor, language=first.language)
    return [head if block is first else block for block in blocks]


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))


class _Walk:
    """Goes through a document's tokens and remembers what they opened."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.quotes = 0
        self.lists = 0
        self.heading = 0
        self.number = ""
        """The number of an ordered list's item, until its first text has it."""
        self.cells: list[str] | None = None
        self.rows: list[str] = []
        self.anchor = Anchor(source=source)

    def blocks(self, tokens: list[Token]) -> Iterator[Block]:
        for token in tokens:
            if token.map:
                self.anchor = Anchor(source=self.source, ref=f"line {token.map[0] + 1}")
            if token.type == "inline":
                yield from self.inline(token)
            elif token.type in ("fence", "code_block"):
                yield Block(kind="code", text=token.content.rstrip("\n"), anchor=self.anchor)
            elif token.type == "hr":
                yield Block(kind="break", text="* * *", anchor=self.anchor)
            elif token.type == "html_block":
                yield from _html(token.content, self.anchor)
            elif token.type == "table_close":
                yield Block(kind="table", text="\n".join(self.rows), anchor=self.anchor, level=1)
                self.rows = []
            else:
                self.move(token)

    def move(self, token: Token) -> None:
        """Note what a token opens or closes."""
        match token.type:
            case "blockquote_open" | "blockquote_close":
                self.quotes += token.nesting
            case "bullet_list_open" | "ordered_list_open" | "bullet_list_close" | "ordered_list_close":
                self.lists += token.nesting
            case "list_item_open":
                self.number = f"{token.info}{token.markup} " if token.info else ""
            case "heading_open":
                self.heading = int(token.tag[1:])
            case "heading_close":
                self.heading = 0
            case "tr_open":
                self.cells = []
            case "tr_close":
                self.rows.append(CELL.join(self.cells or ()))
                self.cells = None

    def inline(self, token: Token) -> Iterator[Block]:
        text = _plain(token)
        if self.cells is not None or self.heading:
            text = " ".join(text.split())
        if self.cells is not None:
            self.cells.append(text)
            return
        for child in token.children or ():
            if child.type == "image" and child.content.strip():
                yield Block(kind="figure", text=child.content.strip(), anchor=self.anchor)
        if text:
            kind, level = self.kind(text)
            number, self.number = self.number, ""
            yield Block(kind=kind, text=number + text, anchor=self.anchor, level=level)

    def kind(self, text: str) -> tuple[Kind, int]:
        if self.heading:
            return "heading", self.heading
        if _NOTE.match(text):
            return "note", 0
        if self.lists:
            return "item", self.lists
        return ("quote" if self.quotes else "paragraph"), 0


def _plain(token: Token) -> str:
    """The words of an inline token, in the lines of a poem: no marks, links by their text, pictures left to `figure`
    blocks."""
    pieces = []
    for child in token.children or ():
        if child.type in ("text", "code_inline"):
            pieces.append(child.content)
        elif child.type == "softbreak":
            pieces.append(" ")
        elif child.type == "hardbreak":
            pieces.append("\n")
        elif child.type == "html_inline":
            pieces.append("\n" if _BREAK.match(child.content) else "")
    return "\n".join(line for part in "".join(pieces).split("\n") if (line := " ".join(part.split())))


def _html(content: str, anchor: Anchor) -> Iterator[Block]:
    """The visible words of a block of HTML inside Markdown, a paragraph for each blank line or block tag."""
    visible = _HIDDEN.sub("", content)
    for piece in re.split(r"\n\s*\n|</(?:p|div|li|h[1-6]|tr|figcaption|summary)\s*>", visible, flags=re.IGNORECASE):
        text = " ".join(unescape(_TAG.sub(" ", piece)).split())
        if text:
            yield Block(kind="caption" if "<figcaption" in piece.lower() else "paragraph", text=text, anchor=anchor)
