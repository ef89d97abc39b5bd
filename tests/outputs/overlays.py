"""Reads books with media overlays, and says what is wrong with their times. EPUBCheck never listens to the sound."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from lxml import etree

from narrate.audio.codec import decoded

OPF = "{http://www.idpf.org/2007/opf}"
SMIL = "{http://www.w3.org/ns/SMIL}"
HTML = "{http://www.w3.org/1999/xhtml}"
OPS = "{http://www.idpf.org/2007/ops}"
CONTAINER = "{urn:oasis:names:tc:opendocument:xmlns:container}"
CLOCK = re.compile(r"(\d+):([0-5]\d):([0-5]\d)\.(\d{3})")
NEXT = 1
"""Milliseconds by which durations may be off."""


def milliseconds(clock: str) -> int:
    match = CLOCK.fullmatch(clock)
    assert match, clock
    hours, minutes, seconds, rest = map(int, match.groups())
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


@dataclass(frozen=True)
class Par:
    """A clip as the book has it; times in milliseconds."""

    page: str
    ref: str
    sound: str
    begin: int
    finish: int


class Book:
    """An EPUB that was written."""

    def __init__(self, path: Path) -> None:
        self.zip = zipfile.ZipFile(path)
        self._ids: dict[str, dict[str, int]] = {}
        root = etree.fromstring(self.zip.read("META-INF/container.xml"))
        self.opf_name = root.find(f".//{CONTAINER}rootfile").get("full-path")
        self.opf = etree.fromstring(self.zip.read(self.opf_name))
        self.items = {item.get("id"): item for item in self.opf.iter(f"{OPF}item")}
        self.spine = [self.items[ref.get("idref")] for ref in self.opf.iter(f"{OPF}itemref")]

    def name(self, item: Any) -> str:
        return beside(self.opf_name, item.get("href"))

    def meta(self, name: str, refines: str = "") -> list[str]:
        return [
            meta.text
            for meta in self.opf.iter(f"{OPF}meta")
            if meta.get("property") == name and meta.get("refines", "") == (f"#{refines}" if refines else "")
        ]

    def text(self, name: str) -> str:
        return self.zip.read(name).decode()

    def page(self, name: str) -> Any:
        return etree.fromstring(self.zip.read(name), etree.XMLParser(resolve_entities=False))

    def ids(self, name: str) -> dict[str, int]:
        """The place of each element of a page that has an id."""
        if name not in self._ids:
            self._ids[name] = ids(self.page(name))
        return self._ids[name]

    @cached_property
    def overlays(self) -> dict[str, list[Par]]:
        """The clips of each page that is spoken, by the id of the overlay."""
        found = {}
        for item in self.items.values():
            if item.get("media-type") == "application/smil+xml":
                name = self.name(item)
                found[item.get("id")] = list(self._pars(name, etree.fromstring(self.zip.read(name))))
        return found

    def _pars(self, name: str, root: Any) -> Iterator[Par]:
        for par in root.iter(f"{SMIL}par"):
            page, _, ref = par.find(f"{SMIL}text").get("src").partition("#")
            audio = par.find(f"{SMIL}audio")
            if audio is None:
                continue  # a reading system's own voice says it
            yield Par(
                beside(name, page), ref, beside(name, audio.get("src")),
                milliseconds(audio.get("clipBegin")), milliseconds(audio.get("clipEnd")),
            )  # fmt: skip

    @property
    def read(self) -> Iterator[tuple[Any, list[Par]]]:
        """The pages of the reading order that are spoken, with their clips; the contents have those of other pages."""
        for item in self.spine:
            if item.get("media-overlay") and "nav" not in (item.get("properties") or "").split():
                yield item, self.overlays[item.get("media-overlay")]

    @cached_property
    def lengths(self) -> dict[str, float]:
        """Milliseconds of each sound file, as a player decodes it."""
        names = {par.sound for pars in self.overlays.values() for par in pars}
        return {name: sum(map(len, decoded(self.zip.read(name), 24_000))) / 24 for name in names}


def beside(name: str, href: str) -> str:
    return posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(href)))


def ids(page: Any) -> dict[str, int]:
    """The place of each element that has an id, in document order."""
    found: dict[str, int] = {}
    for place, element in enumerate(page.iter(etree.Element)):
        if element.get("id"):
            assert element.get("id") not in found, f"id {element.get('id')} twice"
            found[element.get("id")] = place
    return found


def faults(book: Book) -> Iterator[str]:
    """All that is wrong with a book's overlays, in words."""
    total = 0
    for name, pars in book.overlays.items():
        length = sum(par.finish - par.begin for par in pars)
        total += length
        (told,) = book.meta("media:duration", name)
        if abs(milliseconds(told) - length) > NEXT:
            yield f"{name}: {told} is told, {length} ms are in it"
        for par in pars:
            if not 0 <= par.begin < par.finish <= book.lengths[par.sound] + NEXT:
                yield f"{par} is not in the sound, which has {book.lengths[par.sound]} ms"
            if par.ref not in book.ids(par.page):
                yield f"{par} is on no page"
    (told,) = book.meta("media:duration")
    if abs(milliseconds(told) - total) > NEXT:
        yield f"{told} is told, {total} ms are in the book"
    for item, pars in book.read:
        places = book.ids(book.name(item))
        for one, other in pairwise(pars):
            if places[one.ref] >= places[other.ref]:
                yield f"{other.ref} is spoken behind {one.ref}, and stands before it"
            if one.finish > other.begin:
                yield f"{one.ref} and {other.ref} overlap"
        sound = book.lengths[pars[0].sound]
        length = sum(par.finish - par.begin for par in pars)
        if abs(sound - length) > NEXT:
            yield f"{item.get('href')}: the sound has {sound} ms, {length} are spoken"


def letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def narrated_share(book: Book) -> float:
    """The share of the letters and figures on the pages of the reading order that is in an element with a clip."""
    spoken = whole = 0
    for item in book.spine:
        page = book.page(book.name(item))
        body = page.find(f"{HTML}body")
        whole += letters("".join(body.itertext()))
        refs = {par.ref for par in book.overlays.get(item.get("media-overlay"), ())}
        spoken += sum(letters("".join(element.itertext())) for element in body.iter() if element.get("id") in refs)
    return spoken / whole
