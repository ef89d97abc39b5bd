"""The navigation of a book that had only an NCX and a guide: contents, list of pages, landmarks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from narrate.epubs import Epub, local, resolved
from narrate.outputs.epub.kept_package import link
from narrate.outputs.epub.markup import attribute, content, direction, tag

LANDMARKS = {
    "cover": "cover", "title-page": "titlepage", "toc": "toc", "index": "index", "glossary": "glossary",
    "acknowledgements": "acknowledgments", "bibliography": "bibliography", "colophon": "colophon",
    "copyright-page": "copyright-page", "dedication": "dedication", "epigraph": "epigraph", "foreword": "foreword",
    "loi": "loi", "lot": "lot", "notes": "endnotes", "preface": "preface", "text": "bodymatter", "start": "bodymatter",
}  # fmt: skip
"""What the guide of EPUB 2 calls parts of a book, and what EPUB 3 does (https://www.w3.org/TR/epub-ssv-11/)."""
TOC, PAGES, PARTS = "toc", "page-list", "landmarks"
DEEPEST = 40

Ids = Mapping[str, frozenset[str]]
"""The ids of each document."""


def navigation(book: Epub, name: str, ids: Ids) -> str:
    """The navigation document `name`."""
    told = book.publication
    title, language = told.title or "—", tag(told.language)
    root = book.xml(told.ncx) if told.ncx and book.has(told.ncx) else None
    places = _Places(book, name, ids)
    lines = "".join(_lines(_within(root, "navMap"), places)) if root is not None else ""
    if not lines:
        first = next(item for item in told.spine if item.name in ids)
        lines = f'<li><a href="{attribute(link(name, first.name))}">{content(title)}</a></li>\n'
    pages = "".join(_lines(_within(root, "pageList"), places)) if root is not None else ""
    parts = "".join(_parts(book, places))
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n<html xmlns="http://www.w3.org/1999/xhtml" '
        f'xmlns:epub="http://www.idpf.org/2007/ops" xml:lang="{language}" lang="{language}" '
        f'dir="{direction(told.language)}">\n<head>\n<title>{content(title)}</title>\n</head>\n<body>\n'
        f'<nav epub:type="{TOC}" role="doc-toc" id="toc">\n<h1>{content(title)}</h1>\n<ol>\n{lines}</ol>\n</nav>\n'
        + "".join(
            f'<nav epub:type="{kind}" hidden="hidden">\n<ol>\n{found}</ol>\n</nav>\n'
            for kind, found in ((PAGES, pages), (PARTS, parts))
            if found
        )
        + "</body>\n</html>\n"
    )


class _Places:
    """Addresses as the navigation names them."""

    def __init__(self, book: Epub, name: str, ids: Ids) -> None:
        self.spine = {item.name for item in book.publication.spine}
        self.name, self.ids, self.ncx = name, ids, book.publication.ncx

    def address(self, source: str, href: str) -> str:
        """Where a link in `source` leads to; without an id that is not there, "" for nowhere in the reading order."""
        path, fragment = resolved(source, href)
        if path not in self.spine or path not in self.ids:
            return ""
        return link(self.name, path) + (f"#{fragment}" if fragment in self.ids[path] else "")


def mended_ncx(book: Epub, ids: Ids) -> bytes | None:
    """The NCX, which stays for older reading systems, with the package's identifier and no ids that are not there.

    None when nothing is wrong with it, or there is none.
    """
    from lxml import etree

    name = book.publication.ncx
    if not name or not book.has(name):
        return None
    root, changed = book.xml(name), False
    wanted = identifier(book.xml(book.publication.opf))
    for node in root.iter(etree.Element):
        if local(node) == "content":
            path, fragment = resolved(name, node.get("src") or "")
            if fragment and path in ids and fragment not in ids[path]:
                node.set("src", (node.get("src") or "").partition("#")[0])
                changed = True
        elif wanted and node.get("name") == "dtb:uid" and (node.get("content") or "").strip() != wanted:
            node.set("content", wanted)
            changed = True
    if not changed:
        return None
    _renumber(root)
    return bytes(etree.tostring(root.getroottree(), encoding="utf-8", xml_declaration=True))


def _renumber(root: Any) -> None:
    """Count the points of an NCX in their order; those that lead to the same place have the same number."""
    numbers: dict[str, int] = {}
    for point in root.iter():
        if local(point) in ("navPoint", "navTarget", "pageTarget"):
            place = next((node.get("src") or "" for node in point if local(node) == "content"), "")
            point.set("playOrder", str(numbers.setdefault(place, len(numbers) + 1)))


def identifier(package: Any) -> str:
    """The text of the identifier that a package is known by."""
    named = (node for node in package.iter() if node.get("id") == package.get("unique-identifier"))
    return next(("".join(node.itertext()).strip() for node in named), "")


def _within(root: Any, name: str) -> Any:
    return next((node for node in root.iter() if local(node) == name), ())


def _lines(points: Any, places: _Places, depth: int = 0) -> Iterator[str]:
    """The points of an NCX as items of a list; those without a label or a place give way to what is in them."""
    for point in points:
        if local(point) not in ("navPoint", "pageTarget") or depth > DEEPEST:
            continue
        label = next((" ".join("".join(node.itertext()).split()) for node in point if local(node) == "navLabel"), "")
        href = next((node.get("src") or "" for node in point if local(node) == "content"), "")
        address, inner = places.address(places.ncx, href), "".join(_lines(point, places, depth + 1))
        below = f"\n<ol>\n{inner}</ol>\n" if inner else ""
        if label and address:
            yield f'<li><a href="{attribute(address)}">{content(label)}</a>{below}</li>\n'
        elif label and inner:
            yield f"<li><span>{content(label)}</span>{below}</li>\n"
        else:
            yield inner


def _parts(book: Epub, places: _Places) -> Iterator[str]:
    opf = book.publication.opf
    seen: set[tuple[str, str]] = set()
    for node in book.xml(opf).iter():
        told = node.get("type") or "" if local(node) == "reference" else ""
        kind, address = LANDMARKS.get(told.lower(), ""), places.address(opf, node.get("href") or "")
        if kind and address and (kind, address) not in seen:
            seen.add((kind, address))
            label = (node.get("title") or "").strip() or told
            yield f'<li><a epub:type="{kind}" href="{attribute(address)}">{content(label)}</a></li>\n'
