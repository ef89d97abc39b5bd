"""The visible text blocks of a web page, in order, with what their place in the page tells about them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from narrate.contracts import CELL
from narrate.model import Kind
from narrate.readers._context import STYLED, Context, context_of
from narrate.readers._late import put_in_place
from narrate.readers._marks import formula, is_data, is_headed, list_markers, reference_sign, table_rows
from narrate.readers._names import hidden
from narrate.readers._pictures import description, pictures

# Elements whose text nobody sees, or that is no text.
_UNSEEN = frozenset(
    str.split(
        "script style template noscript svg head iframe object embed canvas audio video map meter progress "
        "select option optgroup datalist textarea input img picture source track link meta base param area dialog "
        "rt rp rtc"
    )
)
_INLINE = frozenset(
    str.split(
        "a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd label mark math q ruby s samp "
        "small span strike strong sub sup time tt u var wbr br nobr"
    )
)
_PICTURES = frozenset(("img", "picture", "video", "iframe", "svg", "object", "embed", "canvas"))
# What links say to screen readers, where the page's own names do not tell that it is not shown.
_NEW_WINDOW = re.compile(
    r"(?:link )?opens? (?:in )?(?:a )?new (?:tab|window)(?: or tab)?|"
    r"(?:wird )?(?:in|im) neue[mn] (?:fenster|tab) geöffnet|öffnet (?:in|im) neue[mn] (?:fenster|tab)|"
    r"(?:s['’])?ouvre dans une? (?:nouvelle fenêtre|nouvel onglet)|nouvelle fenêtre|"
    r"se abre en (?:una )?(?:ventana nueva|nueva ventana|pestaña nueva|nueva pestaña)|"
    r"откро?ет?ся в новом окне|abre (?:em )?(?:uma )?nova (?:janela|aba)|si apre in una nuova (?:finestra|scheda)"
)
LONGEST_ASIDE = 60
HOLDERS = 5
LOOKS = 3
PROSE = 100  # characters
MOST = 0.4  # of a page's prose
LITTLE = 1500  # characters: pages whose text waits for scripts showed 0 to 900, short news items show more


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
    headed: bool = False
    """Whether the first row of a table names its columns."""
    marker: str = ""
    """The number or letter that the page shows before it as the first block of a list's item: "3."."""
    note: bool = False
    """Whether it stands among footnotes."""
    looks: tuple[str, ...] = ()
    """Tag and class of the elements around it that are no inline ones, the nearest first: what a style sheet sees."""


@dataclass(slots=True)
class _Run:
    """The text of the block being collected."""

    pieces: list[str] = field(default_factory=list)
    linked: int = 0
    styled: int = 0
    context: Context = field(default_factory=Context)


def _noted(found: list[Visible]) -> list[Visible]:
    """Make notes of what stands among footnotes, unless that is much of the page's prose: then the names mislead."""
    prose = [one for one in found if len(one.text) >= PROSE and one.kind != "figure"]
    if sum(len(one.text) for one in prose if one.note) <= MOST * sum(len(one.text) for one in prose):
        for one in found:
            if one.note and one.kind != "figure":
                one.kind, one.level, one.marker = "note", 0, ""
    return found


def _unplace(found: list[Visible]) -> list[Visible]:
    """Take back what a place says where it holds much of the page's prose: no article is a "promo" all through."""
    mass: dict[int, int] = defaultdict(int)
    for one in found:
        if len(one.text) >= PROSE and one.linked < 0.5 * len(one.text) and one.kind != "figure":
            mass[one.placed] += len(one.text)
    total = sum(mass.values())
    wrong = {number for number, size in mass.items() if number and size > MOST * total}
    for one in found:
        if one.placed in wrong:
            one.place, one.placed = "", 0
    return found


def visible_blocks(root: Any) -> list[Visible]:
    """The blocks below an lxml element, in document order, pictures that say what they show among them ("figure").

    Iterative: depth costs no stack.

    A page that shows next to nothing but hides far more waits for its scripts: then what it hides counts as shown.
    """
    put_in_place(root)
    found = list(_Walk(root).blocks())
    shown = _letters(found)
    if shown < LITTLE:
        unhidden = list(_Walk(root, hides=False).blocks())
        if _letters(unhidden) > 2 * shown + 200:
            found = unhidden
    return _noted(_unplace(found))


def _letters(found: list[Visible]) -> int:
    return sum(len(one.text) for one in found if one.kind != "figure")


class _Walk:
    """Goes through a page once, collecting text until something ends the block."""

    def __init__(self, root: Any, hides: bool = True) -> None:
        self.hides = hides
        self.stack: list[tuple[Any, Context, bool]] = [(root, Context(), False)]
        self.run = _Run()
        self.count = 0
        self.pictured = False
        self.root = root
        self.figures: list[Visible] = []
        """Pictures amid the text that is being collected."""
        self.markers: dict[Any, str] = {}
        self.marker = ""

    @cached_property
    def ids(self) -> dict[str, Any]:
        return {element.get("id"): element for element in self.root.iter() if element.get("id")}

    def blocks(self) -> Iterator[Visible]:
        while self.stack:
            element, context, closing = self.stack.pop()
            if closing:
                yield from self.close(element, context)
                continue
            yield from self.open(element, context)
        yield from self.flush()

    def open(self, element: Any, outer: Context) -> Iterator[Visible]:
        tag = element.tag
        if not isinstance(tag, str) or tag in _UNSEEN or (self.hides and hidden(element)):
            self.pictured = self.pictured or tag in _PICTURES
            yield from self.picture(element, outer)
            # A formula is shown as signs or as a picture, and told to screen readers where nobody sees it.
            for math in element.iter("math") if tag == "span" else ():
                self.add(formula(math), outer)
            self.add(element.tail, outer)
            return
        if tag == "br":
            yield from self.line_break(outer)
            self.add(element.tail, outer)
            return
        inline = _is_inline(tag)
        # Most elements are bare inline ones, which tell nothing that their surroundings do not.
        bare = inline and tag != "a" and tag not in STYLED and not element.attrib
        context = outer if bare else context_of(element, tag, outer)
        if context.place and not outer.place:
            context.placed = self.count + 1
        if not inline:
            self.count += 1
            context.tag = tag
            context.holders = (self.count, *outer.holders[: HOLDERS - 1])
            context.looks = (f"{tag} {element.get('class') or ''}", *outer.looks[: LOOKS - 1])
            yield from self.flush()
        if (yield from self.whole(element, tag, context)):
            self.add(element.tail, outer)
            return
        self.stack.append((element, outer, True))
        self.add(element.text, context)
        for child in reversed(element):
            self.stack.append((child, context, False))

    def whole(self, element: Any, tag: str, context: Context) -> Generator[Visible, None, bool]:
        """Take what is no running text in one piece; says whether it did."""
        if tag == "ol":
            self.markers |= list_markers(element)
        elif tag == "li":
            self.marker = self.markers.pop(element, "")
        elif tag == "table" and is_data(element):
            yield from self.table(element, context)
            return True
        elif tag == "math":
            self.add(formula(element), context)
            return True
        elif tag == "a" and (element.get("href") or "").startswith("#"):
            sign = reference_sign(element, self.ids)
            self.add(sign, context)
            return bool(sign)
        return False

    def picture(self, element: Any, context: Context) -> Iterator[Visible]:
        """What pictures show, before the block that begins behind them; amid a block's text, behind it."""
        for shown in pictures(element):
            if text := description(shown):
                one = _visible("figure", text, context, len(text) if context.link else 0)
                one.ref = f"#{shown.get('id')}" if shown.get("id") else context.ref
                self.figures.append(one)
        if not any(map(str.strip, self.run.pieces)):
            yield from self.figured()

    def figured(self) -> Iterator[Visible]:
        figures, self.figures = self.figures, []
        yield from figures

    def close(self, element: Any, outer: Context) -> Iterator[Visible]:
        if not _is_inline(element.tag):
            yield from self.flush()
        self.add(element.tail, outer)

    def add(self, text: str | None, context: Context) -> None:
        if not text or (len(text) < LONGEST_ASIDE and _NEW_WINDOW.fullmatch(text.strip(" ,;()[]\n").lower())):
            return
        if not self.run.pieces or not any(map(str.strip, self.run.pieces)):
            self.run.context = context
        self.run.pieces.append(text if context.pre else text.replace("\n", " "))
        if context.link:
            self.run.linked += len(text.strip())
        if context.styled:
            self.run.styled += len(text.strip())

    def line_break(self, context: Context) -> Iterator[Visible]:
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
            one = _visible(around.kind, text, around, run.linked, run.styled, self.pictured)
            if self.marker and not text.startswith(self.marker):
                one.marker = self.marker
            yield one
            self.pictured, self.marker = False, ""
        yield from self.figured()

    def table(self, element: Any, context: Context) -> Iterator[Visible]:
        for caption in element.iterchildren("caption"):
            if text := " ".join("".join(caption.itertext()).split()):
                yield _visible("caption", text, context, 0)
        text = "\n".join(map(CELL.join, table_rows(element, _UNSEEN)))
        if text:
            found = _visible("table", text, context, sum(len("".join(link.itertext())) for link in element.iter("a")))
            found.headed = is_headed(element)
            yield found


def _visible(kind: Kind, text: str, around: Context, linked: int, styled: int = 0, pictured: bool = False) -> Visible:
    level = around.level if kind not in ("table", "figure") else 0
    return Visible(
        kind=kind, text=text, level=level, language=around.language, ref=around.ref, place=around.place, linked=linked,
        styled=styled, pictured=pictured, tag=around.tag, inside=around.inside, holders=around.holders,
        placed=around.placed, note=around.note, looks=around.looks,
    )  # fmt: skip


def _is_inline(tag: str) -> bool:
    return tag in _INLINE or tag.startswith("mjx-")  # a formula drawn by MathJax


def _tidy(text: str, pre: bool) -> str:
    if pre:
        return text.strip("\n").rstrip()
    return "\n".join(line for part in text.split("\n") if (line := " ".join(part.split())))
