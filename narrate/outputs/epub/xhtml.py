"""A page of an EPUB 2, XHTML 1.1 or older, as one of an EPUB 3: the same text and looks in today's markup.

What HTML has no more becomes what it has instead (https://html.spec.whatwg.org/multipage/obsolete.html), attributes of
looks become styles. All else stays.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from narrate.epubs import Epub, numbered

SPACE = "http://www.w3.org/1999/xhtml"
XHTML, XML = f"{{{SPACE}}}", "{http://www.w3.org/XML/1998/namespace}"
ELEMENTS = {
    "acronym": ("abbr", ""), "big": ("span", "font-size: larger"), "tt": ("span", "font-family: monospace"),
    "center": ("div", "text-align: center"), "font": ("span", ""), "strike": ("s", ""), "dir": ("ul", ""),
    "nobr": ("span", "white-space: nowrap"),
}  # fmt: skip
"""Elements that HTML has no more: the one in their place, and its style."""
GONE = frozenset(("basefont", "bgsound"))
ALIGNED = {"left": "float: left", "right": "float: right", "center": "margin-left: auto; margin-right: auto"}
"""Of pictures and tables; other elements align their text."""
STYLES = {
    "valign": "vertical-align: {}", "bgcolor": "background-color: {}", "color": "color: {}", "face": "font-family: {}",
    "text": "color: {}", "hspace": "margin-left: {0}px; margin-right: {0}px",
    "vspace": "margin-top: {0}px; margin-bottom: {0}px", "cellspacing": "border-spacing: {}px",
}  # fmt: skip
SIZES = {"1": "x-small", "2": "small", "3": "medium", "4": "large", "5": "x-large", "6": "xx-large", "7": "xx-large"}
OBSOLETE: dict[str, frozenset[str]] = {
    name: frozenset(attributes.split())
    for name, attributes in {
        "*": f"xml:space clear compact noshade nowrap {' '.join(STYLES)}",
        "html": "version", "head": "profile", "body": "link vlink alink background", "meta": "scheme",
        "a": "name charset rev shape coords", "link": "charset rev", "img": "name longdesc border align",
        "table": "summary rules frame cellpadding width height border align", "td": "axis abbr scope", "th": "axis",
        "ul": "type", "li": "type", "hr": "size", "font": "size", "script": "language", "pre": "width", "br": "clear",
        "object": "classid codebase codetype archive standby declare align border", "param": "type valuetype",
    }.items()
}  # fmt: skip
"""Attributes that HTML has no more, by element; those with looks are taken down first."""
CELLS = ("td", "th", "tr", "thead", "tbody", "tfoot", "col", "colgroup", "caption", "hr")
_NUMBER = re.compile(r"\s*(\d+)\s*(?:px)?\s*")
_ROOT = re.compile(rb"<html(?![^>]*\sxmlns\s*=)(?=[\s>])", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """A document of the new kind."""

    data: bytes
    ids: frozenset[str]
    properties: tuple[str, ...]
    """What its item has to say: "svg", "mathml", "scripted"."""


def renewed(book: Epub, name: str, title: str, language: str) -> Page:
    """A document anew; `title` is for one that has none. Raises `SourceError` for what is no markup at all."""
    from lxml import etree

    root = book.parsed(_ROOT.sub(f'<html xmlns="{SPACE}"'.encode(), numbered(book.read(name)), count=1), name)
    taken = {node.get("id") for node in root.iter(etree.Element)}
    for node in list(root.iter(etree.Element)):
        if node.tag.startswith(XHTML):
            _renew(node, taken)
    _head(root, title)
    if language and not root.get(f"{XML}lang"):
        root.set(f"{XML}lang", language)
    used = {node.tag.rpartition("}")[2] for node in root.iter(etree.Element)}
    told = {"svg": "svg", "math": "mathml", "script": "scripted"}
    return Page(
        data=bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True, doctype="<!DOCTYPE html>")),
        ids=frozenset(filter(None, (node.get("id") for node in root.iter(etree.Element)))),
        properties=tuple(name for element, name in told.items() if element in used),
    )


def _renew(node: Any, taken: set[str]) -> None:
    name = node.tag.removeprefix(XHTML).lower()
    if name in GONE:
        _unwrap(node)
        return
    _named(node, name, taken)
    if node.get(f"{XML}lang") and node.get("lang"):
        node.set("lang", node.get(f"{XML}lang"))
    other, own = ELEMENTS.get(name, (name, ""))
    style = "; ".join([*filter(None, (own, *_looks(node, name))), *filter(None, (node.get("style"),))])
    for attribute in OBSOLETE["*"] | OBSOLETE.get(name, frozenset()):
        node.attrib.pop(attribute.replace("xml:", XML), None)
    if name == "li" and node.getparent().tag != f"{XHTML}ol":
        node.attrib.pop("value", None)
    node.tag = XHTML + other
    if style:
        node.set("style", style)


def _unwrap(node: Any) -> None:
    """Take an empty element out; what stands behind it stays."""
    outer, before = node.getparent(), node.getprevious()
    if before is not None:
        before.tail = (before.tail or "") + (node.tail or "")
    else:
        outer.text = (outer.text or "") + (node.tail or "")
    outer.remove(node)


def _named(node: Any, name: str, taken: set[str]) -> None:
    """An anchor's name as its id."""
    told = node.get("name") if name in ("a", "img") else None
    if told and not node.get("id") and told not in taken and not re.search(r"\s", told):
        node.set("id", told)
        taken.add(told)


def _looks(node: Any, name: str) -> Iterator[str]:
    """What attributes say of an element's looks, as styles."""
    for attribute, style in STYLES.items():
        if value := _plain(node.get(attribute)):
            yield style.format(value)
    if name == "font" and node.get("size") in SIZES:
        yield f"font-size: {SIZES[node.get('size')]}"
    if _plain(node.get("clear")):
        yield "clear: " + ("both" if node.get("clear") == "all" else _plain(node.get("clear")))
    if "nowrap" in node.attrib:
        yield "white-space: nowrap"
    if (width := _NUMBER.fullmatch(node.get("border") or "")) and name in ("img", "table"):
        yield f"border: {width[1]}px solid" if int(width[1]) else "border: 0"
    if value := _plain(node.attrib.pop("align", None)):
        placed = name in ("img", "table", "object")
        yield (ALIGNED.get(value, f"vertical-align: {value}") if placed else f"text-align: {value}")
    if (value := _plain(node.get("type"))) and name in ("ul", "li"):
        yield f"list-style-type: {value}"
    yield from _size(node, name)


def _size(node: Any, name: str) -> Iterator[str]:
    """Width and height where only a style may tell them, or in another form than whole pixels."""
    for side in ("width", "height"):
        value = node.get(side)
        whole = _NUMBER.fullmatch(value or "")
        if value is None or name in ("svg", "image"):
            continue
        if name in (*CELLS, "table", "pre") or not whole:
            del node.attrib[side]
            if whole or re.fullmatch(r"\s*[\d.]+\s*(?:%|em|ex|pt|rem)\s*", value):
                yield f"{side}: {whole[1]}px" if whole else f"{side}: {value.strip()}"
        else:
            node.set(side, whole[1])


def _plain(value: str | None) -> str:
    """A value that may stand in a style; "" for others."""
    found = (value or "").strip().lower()
    return found if re.fullmatch(r"[#\w ,.%-]+", found) else ""


def _head(root: Any, title: str) -> None:
    """A head with a title, without what only servers would say."""
    from lxml import etree

    head = next(root.iter(f"{XHTML}head"), None)
    if head is None:
        head = etree.Element(f"{XHTML}head")
        root.insert(0, head)
    for meta in list(head.iter(f"{XHTML}meta")):
        if meta.get("http-equiv"):
            _unwrap(meta)
    told = next(head.iter(f"{XHTML}title"), None)
    if told is None:
        told = etree.SubElement(head, f"{XHTML}title")
    if not "".join(told.itertext()).strip():
        told.text = title
