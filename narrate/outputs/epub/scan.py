"""A book's document, byte by byte: where each sign that is shown stands, and in which elements."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.entities import html5
from itertools import pairwise
from typing import Any
from xml.parsers import expat

INLINE = frozenset(
    str.split(
        "a abbr acronym b bdi bdo big br cite code del dfn em font i img ins kbd label mark math q ruby rb rt rtc rp s "
        "samp small span strike strong sub sup svg time tt u var wbr"
    )
)
"""What may stand within a span."""
_UNREAD = frozenset(
    ("head", "script", "style", "svg", "math", "rt", "rtc", "rp", "audio", "video", "object", "template")
)
_PICTURES = frozenset(("img", "svg"))
_TAG = re.compile(rb"""<[^>"']*(?:"[^"]*"[^>"']*|'[^']*'[^>"']*)*>""")
_STRUCTURES = {"table": "table", "ul": "list", "ol": "list", "figure": "figure"}
_SKIPPABLE = ("footnote", "endnote", "rearnote", "footnotes", "endnotes", "rearnotes", "sidebar", "practice")


@dataclass(slots=True, eq=False)
class Element:
    """An element and its bytes: `begin` its start tag, `inner` what is in it, `close` its end tag, `end` all that."""

    name: str
    """As it is written, with its prefix."""
    parent: Element | None
    depth: int
    begin: int
    inner: int
    id: str
    type: str
    """Its `epub:type` if a listener may skip or leave it."""
    href: str
    is_contents: bool
    silent: bool
    told: str = ""
    """What a picture says that it shows."""
    close: int = 0
    end: int = 0
    first: int = 0
    """Its first sign, counted in the document."""
    last: int = 0
    """Behind its last sign."""
    inline: bool = True
    """Whether it and all in it may stand within a span."""

    @property
    def local(self) -> str:
        return self.name.rpartition(":")[2]

    @property
    def prefix(self) -> str:
        return self.name[: -len(self.local)]


@dataclass(slots=True)
class Scan:
    """A document's bytes, UTF-8, and its signs: all that is shown but white space."""

    data: bytes
    signs: list[str] = field(default_factory=list)
    begins: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    owners: list[Element] = field(default_factory=list)
    elements: list[Element] = field(default_factory=list)
    edges: set[int] = field(default_factory=set)
    """Signs before which a block begins or ends."""
    gaps: set[int] = field(default_factory=set)
    """Signs before which an empty block stands, which no span may hold."""
    pictures: list[Element] = field(default_factory=list)
    """Those that say what they show."""


def scanned(data: bytes) -> Scan:
    """Scan a document; raises `ValueError` for what is no well-formed XML in UTF-8."""
    try:
        return _Walk(data).scan()
    except (expat.ExpatError, UnicodeError) as error:
        raise ValueError(str(error)) from error


class _Walk:
    """Follows the parser's events."""

    def __init__(self, data: bytes) -> None:
        self.made = Scan(data)
        self.now: Element | None = None
        self.cdata: tuple[int, int] | None = None
        parser = expat.ParserCreate("UTF-8")
        parser.buffer_text = False
        parser.UseForeignDTD(True)  # so that HTML's entities are only unknown, and told to us
        parser.ExternalEntityRefHandler = lambda *_: 1  # nothing is fetched
        parser.StartElementHandler = self.start
        parser.EndElementHandler = self.close
        parser.CharacterDataHandler = self.text
        parser.SkippedEntityHandler = self.entity
        parser.StartCdataSectionHandler = self.start_cdata
        parser.EndCdataSectionHandler = self.end_cdata
        self.parser = parser

    def scan(self) -> Scan:
        self.made.data.decode()
        self.parser.Parse(self.made.data, True)
        return self.made

    def start(self, name: str, told: dict[str, str]) -> None:
        at = self.parser.CurrentByteIndex
        tag = _TAG.match(self.made.data, at)
        if tag is None:
            raise UnicodeError(f"no tag at byte {at}")
        outer, local = self.now, name.rpartition(":")[2]
        types = next((value for key, value in told.items() if key.endswith(":type")), "").split()
        element = Element(
            name=name, parent=outer, depth=outer.depth + 1 if outer else 0, begin=at, inner=tag.end(),
            id=told.get("id", ""), href=told.get("href", ""),
            type=next((kind for kind in _SKIPPABLE if kind in types), _STRUCTURES.get(local, "")),
            is_contents="toc" in types,
            silent=(outer is not None and outer.silent) or local in _UNREAD or "pagebreak" in types
            or told.get("role") == "doc-pagebreak" or "hidden" in told,
            first=len(self.made.signs),
        )  # fmt: skip
        self.made.elements.append(element)
        if local in _PICTURES and not (outer is not None and outer.silent):
            element.told = told.get("alt") or told.get("aria-label") or ""
            self.made.pictures += [element] if element.told else []
        if local not in INLINE or local == "br":
            self.made.edges.add(len(self.made.signs))
        self.now = element

    def close(self, _name: str) -> None:
        element = self.now
        assert element is not None
        empty = self.made.data[element.inner - 2 : element.inner] == b"/>"
        element.close = element.inner if empty else self.parser.CurrentByteIndex
        element.end = element.inner if empty else self.made.data.index(b">", element.close) + 1
        element.last = len(self.made.signs)
        element.inline = element.inline and element.local in INLINE
        if element.local not in INLINE:
            self.made.edges.add(element.last)
            if element.first == element.last:
                self.made.gaps.add(element.last)
        if element.parent and not element.inline:
            element.parent.inline = False
        self.now = element.parent

    def start_cdata(self) -> None:
        begin = self.parser.CurrentByteIndex
        self.cdata = begin, self.made.data.index(b"]]>", begin) + 3

    def end_cdata(self) -> None:
        self.cdata = None

    def text(self, data: str) -> None:
        at, raw = self.parser.CurrentByteIndex, self.made.data
        if self.cdata:
            self.put(data, [self.cdata] * len(data))
        elif raw[at : at + 1] == b"&":
            self.put(data, [(at, raw.index(b";", at) + 1)] * len(data))
        else:
            places = [at]
            for sign in data:
                places.append(places[-1] + len(sign.encode()))
            self.put(data, list(pairwise(places)))

    def entity(self, name: str, is_parameter: bool) -> None:
        at = self.parser.CurrentByteIndex
        data = html5.get(f"{name};", "")
        if data and not is_parameter:
            self.put(data, [(at, at + len(name.encode()) + 2)] * len(data))

    def put(self, data: str, places: list[tuple[int, int]]) -> None:
        if self.now is None or self.now.silent:
            return
        made: Any = self.made
        for sign, (begin, end) in zip(data, places, strict=True):
            if not sign.isspace():
                made.signs.append(sign)
                made.begins.append(begin)
                made.ends.append(end)
                made.owners.append(self.now)
