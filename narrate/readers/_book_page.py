"""A document of a book: its markup as the walk over web pages wants it, without the menus that web pages have."""

from __future__ import annotations

import re
from collections.abc import Iterator
from html.entities import html5
from typing import Any

from narrate.epubs import OPS

NOTES = frozenset(("footnote", "footnotes", "endnote", "endnotes", "rearnote", "rearnotes", "note"))
NOTE_ROLES = {"doc-footnote": "footnote", "doc-endnote": "endnote", "doc-endnotes": "endnotes"}
APPARATUS = {
    "cover": "the cover",
    "doc-cover": "the cover",
    "toc": "the table of contents",
    "doc-toc": "the table of contents",
    "landmarks": "the table of contents",
    "page-list": "a list of pages",
    "loi": "a list of illustrations",
    "lot": "a list of tables",
    "index": "the index",
    "doc-index": "the index",
    "copyright-page": "the copyright page",
    "imprint": "the imprint",
    "colophon": "the colophon",
    "doc-colophon": "the colophon",
}
"""What is no part of the text, by `epub:type`, role, or EPUB 2's guide, and what it is called."""
BY_NAVIGATION = "in navigation"
"""How the walk tells what stands in an element of the role "navigation"."""
_XML = frozenset(("amp", "lt", "gt", "quot", "apos"))
_ENTITY = re.compile(r"&([A-Za-z][A-Za-z0-9]{1,31});")
_PROLOGUE = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*(?:<!DOCTYPE[^<>\[]*(?:\[.*?\]\s*)?>)?", re.DOTALL | re.IGNORECASE
)
_SIGN = re.compile(r"[\[(]?(\w{1,4}|[*†‡§¶]{1,3})[\])]?")


def parsed(text: str) -> Any:
    """The root of a document, its names without namespaces; None when there is no markup in it."""
    from lxml import etree

    plain = _ENTITY.sub(_character, text[_PROLOGUE.match(text).end() :])  # type: ignore[union-attr]
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    try:
        root = etree.fromstring(plain.encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root is None:
        return None
    for node in root.iter():
        if isinstance(node.tag, str) and "}" in node.tag:
            node.tag = node.tag.rpartition("}")[2]
    return root


def _character(match: re.Match[str]) -> str:
    name = match[1]
    return match[0] if name in _XML else html5.get(f"{name};", match[0])


def types(node: Any) -> frozenset[str]:
    """What an element is, by its `epub:type` and its role."""
    return frozenset(((node.get(f"{OPS}type") or "") + " " + (node.get("role") or "")).lower().split())


def whole(root: Any, body: Any) -> frozenset[str]:
    """What a document is as a whole: by itself, its body, and the only element in that."""
    found = types(root) | types(body)
    while len(inner := [child for child in body if isinstance(child.tag, str)]) == 1:
        body = inner[0]
        found |= types(body)
    return found


def apparatus(told: frozenset[str]) -> str:
    """What a document or element is when it is no part of the text; else ""."""
    return next((APPARATUS[kind] for kind in sorted(told) if kind in APPARATUS), "")


def prepare(body: Any) -> None:
    """Tell the walk in its own terms what a book says of its elements, and give each a name by its place."""
    for node in body.iter():
        if not isinstance(node.tag, str) or not node.attrib:
            continue
        language = node.get("{http://www.w3.org/XML/1998/namespace}lang")
        if language and not node.get("lang"):
            node.set("lang", language)
        told = types(node)
        if node is body or not told:
            continue
        if "pagebreak" in told or "doc-pagebreak" in told:
            node.set("hidden", "hidden")
        elif told & NOTES or told & NOTE_ROLES.keys():
            node.set("role", "doc-footnote")
        elif apparatus(told):
            node.set("role", "navigation")
    for link in list(body.iter("a")):
        _number(link)
    for node, path in _places(body):
        if not node.get("id"):
            node.set("id", path)


def _number(link: Any) -> None:
    """Put the number of a note that stands elsewhere in brackets, as that of one on the same page."""
    href = link.get("href") or ""
    parent = link.getparent()
    raised = (parent is not None and parent.tag == "sup") or any(child.tag == "sup" for child in link)
    told = types(link)
    if "#" not in href or not (told & {"noteref", "doc-noteref"} or (raised and not href.startswith("#"))):
        return
    sign = _SIGN.fullmatch("".join(link.itertext()).strip())
    if sign:
        for child in list(link):
            link.remove(child)
        link.text = f"[{sign[1]}]"
        del link.attrib["href"]


def _places(body: Any) -> Iterator[tuple[Any, str]]:
    """Each element with its place: "/2/6" is the third child of the first one, counted as EPUB's fragments do."""
    waiting = [(body, "")]
    while waiting:
        node, path = waiting.pop()
        children = (child for child in node if isinstance(child.tag, str))
        for number, child in enumerate(children, 1):
            place = f"{path}/{2 * number}"
            yield child, place
            waiting.append((child, place))
