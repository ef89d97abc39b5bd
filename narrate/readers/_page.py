"""The visible text blocks of a web page, in order, with what their place in the page tells about them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from narrate.model import Kind
from narrate.readers._names import INSIDE_TAGS, NOTHING, Names, hidden, place, said

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
_PICTURES = frozenset(("img", "picture", "video", "iframe", "svg", "object", "embed", "canvas"))
_STYLED = frozenset(("b", "strong", "i", "em"))
HOLDERS = 5
PROSE = 100  # characters
MOST = 0.4  # of a page's prose
LITTLE = 1500  # characters: pages whose text waits for scripts showed 0 to 900, short news items show more
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
    styled: int = 0
    """How many of the characters are bold or slanted."""
    pictured: bool = False
    """Whether nothing but a picture, a film or a frame stands between it and the text before."""
    tag: str = ""
    """The nearest element that is no inline one."""
    inside: str = ""
    """Letters for what it stands in: a(rticle), m(ain), h(eader), f(igure), d(etails), by name b(ody) or c(ard)."""
    holders: tuple[int, ...] = ()
    """Numbers of the elements around it that are no inline ones, the nearest first."""
    placed: int = 0
    """Which element `place` was told by, as its number."""


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
    styled: bool = False
    tag: str = ""
    inside: str = ""
    holders: tuple[int, ...] = ()
    placed: int = 0


@dataclass(slots=True)
class _Run:
    """The text of the block being collected."""

    pieces: list[str] = field(default_factory=list)
    linked: int = 0
    styled: int = 0
    context: _Context = field(default_factory=_Context)


def _unplace(found: list[Visible]) -> list[Visible]:
    """Take back what a place says where it holds much of the page's prose: no article is a "promo" all through."""
    mass: dict[int, int] = defaultdict(int)
    for one in found:
        if len(one.text) >= PROSE and one.linked < 0.5 * len(one.text):
            mass[one.placed] += len(one.text)
    total = sum(mass.values())
    wrong = {number for number, size in mass.items() if number and size > MOST * total}
    for one in found:
        if one.placed in wrong:
            one.place, one.placed = "", 0
    return found


def visible_blocks(root: Any) -> list[Visible]:
    """The blocks below an lxml element, in document order. Iterative: depth costs no stack.

    A page that shows next to nothing but hides far more waits for its scripts: then what it hides counts as shown.
    """
    _put_in_place(root)
    found = list(_Walk(root).blocks())
    shown = sum(len(one.text) for one in found)
    if shown < LITTLE:
        unhidden = list(_Walk(root, hides=False).blocks())
        if sum(len(one.text) for one in unhidden) > 2 * shown + 200:
            found = unhidden
    return _unplace(found)


def _put_in_place(root: Any) -> None:
    """Move what a server streamed behind the page ("S:1", hidden) to where its place was kept ("B:1")."""
    late = {element.get("id"): element for element in root.iter("div") if element.get("id", "").startswith("S:")}
    if not late:
        return
    for mark in list(root.iter("template")):
        element = late.pop("S" + mark.get("id", "")[1:], None)
        if element is not None and mark not in element.iter("template"):
            mark.addnext(element)
            element.attrib.pop("hidden", None)
    for element in late.values():
        element.attrib.pop("hidden", None)


class _Walk:
    def __init__(self, root: Any, hides: bool = True) -> None:
        self.hides = hides
        self.stack: list[tuple[Any, _Context, bool]] = [(root, _Context(), False)]
        self.run = _Run()
        self.count = 0
        self.pictured = False

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
        if not isinstance(tag, str) or tag in _UNSEEN or (self.hides and hidden(element)):
            self.pictured = self.pictured or tag in _PICTURES
            self.add(element.tail, outer)
            return
        if tag == "br":
            yield from self.line_break(outer)
            self.add(element.tail, outer)
            return
        inline = tag in _INLINE
        # Most elements are bare inline ones, which tell nothing that their surroundings do not.
        bare = inline and tag != "a" and tag not in _STYLED and not element.attrib
        context = outer if bare else _context(element, tag, outer)
        if context.place and not outer.place:
            context.placed = self.count + 1
        if not inline:
            self.count += 1
            context.tag = tag
            context.holders = (self.count, *outer.holders[: HOLDERS - 1])
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
        if context.styled:
            self.run.styled += len(text.strip())

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
            yield _visible(around.kind, text, around, run.linked, run.styled, self.pictured)
            self.pictured = False

    def table(self, element: Any, context: _Context) -> Iterator[Visible]:
        rows = []
        for row in element.iter("tr"):
            cells = (" ".join("".join(_texts(cell)).split()) for cell in row if cell.tag in ("td", "th"))
            rows.append(" | ".join(cells))
        text = "\n".join(row for row in rows if row.strip(" |"))
        if text:
            yield _visible("table", text, context, sum(len("".join(link.itertext())) for link in element.iter("a")))


def _visible(kind: Kind, text: str, around: _Context, linked: int, styled: int = 0, pictured: bool = False) -> Visible:
    level = around.level if kind != "table" else 0
    return Visible(
        kind=kind, text=text, level=level, language=around.language, ref=around.ref, place=around.place, linked=linked,
        styled=styled, pictured=pictured, tag=around.tag, inside=around.inside, holders=around.holders,
        placed=around.placed,
    )  # fmt: skip


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
        link=outer.link or tag == "a", pre=outer.pre or tag == "pre", styled=outer.styled or tag in _STYLED,
        tag=outer.tag, inside=outer.inside, holders=outer.holders, placed=outer.placed,
    )  # fmt: skip
    if element.attrib:
        if element.get("id"):
            inner.ref = f"#{element.get('id')}"
        language = element.get("lang") or ""
        if language and tag not in ("html", "body"):
            inner.language = language
    told = said(names) if names else NOTHING
    if not inner.place:
        inner.place = place(element, tag, told.place)
    letters = INSIDE_TAGS.get(tag, "") + ("" if tag in ("html", "body") else told.inside)
    if letters:
        inner.inside = "".join(sorted({*inner.inside, *letters}))
    _set_kind(inner, tag, told)
    return inner


def _set_kind(inner: _Context, tag: str, told: Names) -> None:
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
    elif tag == "figcaption" or (told.kind == "caption" and tag != "body"):
        inner.kind, inner.level = "caption", 0
    elif told.kind == "note":
        inner.kind, inner.level = "note", 0
    elif told.kind == "byline" and inner.kind == "paragraph" and tag not in ("body", "html", "main", "article"):
        inner.kind = "byline"
