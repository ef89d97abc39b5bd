"""The visible text blocks of a web page, in order, with what their place in the page tells about them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from narrate.model import Kind

# Elements whose text nobody sees, or that is no text.
_UNSEEN = frozenset(
    str.split(
        "script style template noscript svg math head iframe object embed canvas audio video map meter progress "
        "select option optgroup datalist textarea input img picture source track link meta base param area dialog"
    )
)
_INLINE = frozenset(
    str.split(
        "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark q rp rt ruby s samp "
        "small span strike strong sub sup time tt u var wbr br nobr"
    )
)
_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HIDDEN_CLASS = re.compile(
    r"(?:^|\s)(?:sr-only|visually-?hidden|screen-?reader(?:-text)?|u-hidden|is-hidden|hidden|assistive-text)(?:\s|$)",
    re.IGNORECASE,
)
_BYLINE = re.compile(r"\b(?:by-?line|author(?:s|-?name|-info)?|contributor|writer)\b", re.IGNORECASE)
_CAPTION = re.compile(
    r"caption|photo-?credit|image-?credit|img-?credit|copyright-?holder|media-?credit|picture-?credit", re.IGNORECASE
)
_NOTE = re.compile(r"\bfootnotes?\b|\bendnotes?\b|\breflist\b", re.IGNORECASE)

# What an ancestor says about the text in it, and in which words the cleaning tells so.
_PLACES: tuple[tuple[re.Pattern[str], str], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), words)
    for pattern, words in (
        (r"\bcookies?\b|consent|gdpr|cmp-|onetrust|didomi", "in a cookie notice"),
        (r"newsletter|subscri(?:be|ption)|sign-?up|paywall|regwall", "in a subscription box"),
        (
            r"\b(?:related|recommend\w*|read-?(?:more|also|next)|see-?also|more-(?:on|from|stories)|"
            r"most-?(?:read|popular)|trending|teasers?|taboola|outbrain|recirc\w*|further-reading)\b",
            "among links to other articles",
        ),
        (r"\b(?:ads?|advert\w*|sponsor\w*|promo\w*|dfp|adslot|ad-(?:slot|unit|container))\b", "in an advertisement"),
        (r"\b(?:share|sharing|social|follow-us|sharedaddy|addtoany)\b", "in a bar of share buttons"),
        (r"\b(?:comments?|disqus|respond)\b", "among readers' comments"),
        (r"\b(?:breadcrumbs?|pagination|pager|tags?|tag-list|topics)\b", "in navigation"),
    )
)
_TAG_PLACES = {"nav": "in navigation", "footer": "in the page's footer", "aside": "in an aside", "button": "a button",
               "form": "in a form", "menu": "in a menu"}  # fmt: skip
_ROLE_PLACES = {"navigation": "in navigation", "banner": "in the page's header", "contentinfo": "in the page's footer",
                "complementary": "in an aside", "search": "in a form", "button": "a button",
                "dialog": "in a dialogue box",
                "alertdialog": "in a dialogue box", "menu": "in a menu", "menubar": "in a menu"}  # fmt: skip
MAX_DEPTH = 2_000
CELL = 300  # characters: a table with a longer cell lays out a page instead of showing data


@dataclass(slots=True)
class Visible:
    """A block as the page shows it."""

    kind: Kind
    text: str
    level: int = 0
    language: str = ""
    ref: str = ""
    """The nearest element with an id, as "#id"."""
    place: str = ""
    """What the surroundings are, in words; empty inside ordinary text."""
    linked: int = 0
    """How many of the characters are links."""


@dataclass(slots=True)
class _Context:
    """What holds for an element from all that encloses it."""

    kind: Kind = "paragraph"
    level: int = 0
    lists: int = 0
    language: str = ""
    ref: str = ""
    place: str = ""
    link: bool = False
    pre: bool = False


@dataclass(slots=True)
class _Run:
    """The text of the block being collected."""

    pieces: list[str] = field(default_factory=list)
    linked: int = 0
    context: _Context = field(default_factory=_Context)


def visible_blocks(root: Any) -> list[Visible]:
    """The blocks below an lxml element, in document order. Iterative: depth costs no stack."""
    return list(_Walk(root).blocks())


class _Walk:
    def __init__(self, root: Any) -> None:
        self.stack: list[tuple[Any, _Context, bool]] = [(root, _Context(), False)]
        self.run = _Run()

    def blocks(self) -> Iterator[Visible]:
        while self.stack:
            element, context, closing = self.stack.pop()
            if closing:
                yield from self.close(element, context)
                continue
            yield from self.open(element, context)
        yield from self.flush()

    def open(self, element: Any, outer: _Context) -> Iterator[Visible]:
        tag = element.tag
        if not isinstance(tag, str) or tag in _UNSEEN or _hidden(element):
            self.add(element.tail, outer)
            return
        if tag == "br":
            yield from self.line_break(outer)
            self.add(element.tail, outer)
            return
        inline = tag in _INLINE
        context = _context(element, tag, outer)
        if not inline:
            yield from self.flush()
        if tag == "table" and _is_data(element):
            yield from self.table(element, context)
            self.add(element.tail, outer)
            return
        self.stack.append((element, outer, True))
        self.add(element.text, context)
        for child in reversed(element):
            self.stack.append((child, context, False))

    def close(self, element: Any, outer: _Context) -> Iterator[Visible]:
        if element.tag not in _INLINE:
            yield from self.flush()
        self.add(element.tail, outer)

    def add(self, text: str | None, context: _Context) -> None:
        if not text:
            return
        if not self.run.pieces or not any(map(str.strip, self.run.pieces)):
            self.run.context = context
        self.run.pieces.append(text if context.pre else text.replace("\n", " "))
        if context.link:
            self.run.linked += len(text.strip())

    def line_break(self, context: _Context) -> Iterator[Visible]:
        """One <br> breaks the line, two end the paragraph."""
        for piece in reversed(self.run.pieces):
            if piece == "\n":
                yield from self.flush()
                return
            if piece.strip():
                break
        if self.run.pieces:
            self.run.pieces.append("\n")

    def flush(self) -> Iterator[Visible]:
        run, self.run = self.run, _Run()
        text = _tidy("".join(run.pieces), run.context.pre)
        if text:
            around = run.context
            yield Visible(around.kind, text, around.level, around.language, around.ref, around.place, run.linked)

    def table(self, element: Any, context: _Context) -> Iterator[Visible]:
        rows = []
        for row in element.iter("tr"):
            cells = (" ".join("".join(_texts(cell)).split()) for cell in row if cell.tag in ("td", "th"))
            rows.append(" | ".join(cells))
        text = "\n".join(row for row in rows if row.strip(" |"))
        if text:
            yield Visible("table", text, 0, context.language, context.ref, context.place)


def _tidy(text: str, pre: bool) -> str:
    if pre:
        return text.strip("\n").rstrip()
    return "\n".join(line for part in text.split("\n") if (line := " ".join(part.split())))


def _texts(element: Any) -> Iterator[str]:
    for node in element.iter():
        if isinstance(node.tag, str) and node.tag not in _UNSEEN:
            yield node.text or ""
        if node is not element:
            yield " " + (node.tail or "")


def _hidden(element: Any) -> bool:
    if not element.attrib:
        return False
    get = element.get
    if get("hidden") is not None or (
        get("aria-hidden") == "true" and element.tag not in ("p", "div", "section", "article")
    ):
        return True
    style = get("style")
    if style and _HIDDEN_STYLE.search(style):
        return True
    names = get("class")
    return bool(names and _HIDDEN_CLASS.search(names))


def _is_data(table: Any) -> bool:
    """Whether a table shows data rather than lays out a page."""
    rows = columns = 0
    for node in table.iter("tr", "td", "th", "table", "p", "h1", "h2", "h3", "ul", "div"):
        if node.tag == "tr":
            rows += 1
            columns = max(columns, sum(cell.tag in ("td", "th") for cell in node))
        elif node.tag in ("td", "th"):
            if sum(len(text) for text in node.itertext()) > CELL:
                return False
        elif node is not table and node.tag in ("table", "h1", "h2", "h3"):
            return False
    return rows >= 2 and columns >= 2


def _context(element: Any, tag: str, outer: _Context) -> _Context:
    names = (
        " ".join(
            filter(None, (element.get("class"), element.get("id"), element.get("itemprop"), element.get("data-testid")))
        )
        if element.attrib
        else ""
    )
    inner = _Context(
        kind=outer.kind, level=outer.level, lists=outer.lists, language=outer.language, ref=outer.ref,
        place=outer.place,
        link=outer.link or tag == "a", pre=outer.pre or tag == "pre",
    )  # fmt: skip
    if element.attrib:
        if element.get("id"):
            inner.ref = f"#{element.get('id')}"
        language = element.get("lang") or ""
        if language and tag not in ("html", "body"):
            inner.language = language
    if not inner.place:
        inner.place = _place(element, tag, names)
    _set_kind(inner, tag, names)
    return inner


def _place(element: Any, tag: str, names: str) -> str:
    if tag in _TAG_PLACES:
        return _TAG_PLACES[tag]
    role = element.get("role") if element.attrib else None
    if role in _ROLE_PLACES:
        return _ROLE_PLACES[role]
    if names and tag not in ("html", "body", "main", "article"):
        for pattern, words in _PLACES:
            if pattern.search(names):
                return words
    return ""


def _set_kind(inner: _Context, tag: str, names: str) -> None:
    if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
        inner.kind, inner.level = "heading", int(tag[1])
    elif tag in ("ul", "ol"):
        inner.lists += 1
    elif tag in ("li", "dt", "dd"):
        inner.kind, inner.level = "item", max(1, inner.lists)
    elif tag == "blockquote":
        inner.kind, inner.level = "quote", 0
    elif tag == "pre":
        inner.kind, inner.level = "code", 0
    elif tag == "figcaption" or (names and tag != "body" and _CAPTION.search(names)):
        inner.kind, inner.level = "caption", 0
    elif names and _NOTE.search(names):
        inner.kind, inner.level = "note", 0
    elif (
        names and inner.kind == "paragraph" and tag not in ("body", "html", "main", "article") and _BYLINE.search(names)
    ):
        inner.kind = "byline"
