"""What a book's own package document says besides, once the book speaks."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from typing import Any, NamedTuple
from urllib.parse import quote

from narrate.epubs import Epub, numbered
from narrate.epubs import resolved as resolved
from narrate.model import Narration
from narrate.outputs._said import voices
from narrate.outputs.epub.kept_access import Access
from narrate.outputs.epub.overlay import SMIL_TYPE as SMIL_TYPE
from narrate.outputs.epub.overlay import clock
from narrate.outputs.epub.package import ACTIVE, PLAYING
from narrate.outputs.epub.package import HIGHLIGHT_STYLE as HIGHLIGHT_STYLE

OPF = "{http://www.idpf.org/2007/opf}"


class Added(NamedTuple):
    """A file that is new in the book; an overlay with the document that it makes sound, and its milliseconds."""

    name: str
    media_type: str
    speaks: str = ""
    length: int = 0


def spoken(root: Any, opf: str, added: list[Added], narration: Narration, there: Access) -> bytes:
    """The package document with the new files, the overlays and what a reader should know of them."""
    from lxml import etree

    manifest, metadata = root.find(f"{OPF}manifest"), root.find(f"{OPF}metadata")
    taken = {node.get("id") for node in root.iter() if isinstance(node.tag, str)}
    prefix = "narration"
    while any(name and name.startswith(prefix) for name in taken):
        prefix += "x"
    facts = list(_accessible(root, there))
    for number, one in enumerate(added, 1):
        ref = f"{prefix}{number}"
        href = quote(posixpath.relpath(one.name, posixpath.dirname(opf) or "."))
        item = etree.SubElement(manifest, f"{OPF}item")
        item.set("id", ref)
        item.set("href", href)
        item.set("media-type", one.media_type)
        item.tail = "\n"
        if one.speaks:
            document = next(node for node in manifest if node.get("id") == one.speaks)
            document.set("media-overlay", ref)
            facts.append(("media:duration", clock(one.length), f"#{ref}"))
    facts.append(("media:duration", clock(sum(one.length for one in added)), ""))
    facts += [("media:active-class", ACTIVE, ""), ("media:playback-active-class", PLAYING, "")]
    facts += [("media:narrator", voice, "") for voice in voices(narration.timeline)]
    for name, text, refines in facts:
        meta = etree.SubElement(metadata, f"{OPF}meta")
        meta.set("property", name)
        if refines:
            meta.set("refines", refines)
        meta.text, meta.tail = text, "\n"
    return bytes(etree.tostring(root.getroottree(), encoding="utf-8", xml_declaration=True))


def _accessible(root: Any, there: Access) -> Iterator[tuple[str, str, str]]:
    """What the book does not say yet; what its makers said of modes and hazards, they know better."""
    told: dict[str, set[str]] = {}
    for node in root.iter(f"{OPF}meta"):
        told.setdefault(node.get("property") or "", set()).add((node.text or "").strip())
    modes = ["auditory"] if told.get("schema:accessMode") else there.modes
    sufficient = [] if told.get("schema:accessModeSufficient") else there.sufficient
    for name, values in (("accessMode", modes), ("accessModeSufficient", sufficient),
                         ("accessibilityFeature", there.features)):  # fmt: skip
        for value in values:
            if value not in told.get(f"schema:{name}", ()):
                yield f"schema:{name}", value, ""
    if not told.get("schema:accessibilityHazard"):
        yield "schema:accessibilityHazard", "unknown", ""
    if not told.get("schema:accessibilitySummary"):
        summary = "The text is spoken by a synthetic voice and highlighted meanwhile."
        yield "schema:accessibilitySummary", summary, ""


def link(source: str, target: str) -> str:
    """The address of a file of the book, as another one names it."""
    return quote(posixpath.relpath(target, posixpath.dirname(source) or "."))


def mended(book: Epub, name: str) -> bytes:
    """A document that is no well-formed UTF-8 XML, written again as far as it can be read."""
    from lxml import etree

    root = book.parsed(numbered(book.read(name)), name)
    return bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True, doctype="<!DOCTYPE html>"))
