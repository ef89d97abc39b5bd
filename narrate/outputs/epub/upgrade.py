"""A book of EPUB 2 as one of EPUB 3: package, contents from its NCX, landmarks from its guide, pages in today's markup.

The package's rules are those of https://www.w3.org/TR/epub-33/#sec-package-doc; what an EPUB 2 may hold:
https://idpf.org/epub/20/spec/OPF_2.0_final_spec.html.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from typing import Any

from narrate.epubs import NCX, Epub, resolved
from narrate.outputs._archive import day_of
from narrate.outputs.epub.kept_package import OPF, link
from narrate.outputs.epub.landmarks import mended_ncx, navigation
from narrate.outputs.epub.markup import UNKNOWN, tag
from narrate.outputs.epub.xhtml import XHTML, XML, Page, renewed

DC = "{http://purl.org/dc/elements/1.1/}"
XHTML_TYPE = "application/xhtml+xml"
PAGES = frozenset((XHTML_TYPE, "text/html", "text/x-oeb1-document"))
TYPES = {**dict.fromkeys(PAGES, XHTML_TYPE), "image/jpg": "image/jpeg", "text/x-oeb1-css": "text/css"}
"""Media types that became others."""
DROPPED = ("required-namespace", "required-modules", "fallback-style")
EARLIEST = "1980-01-01"
_DATE = re.compile(r"\d{4}(?:-\d\d(?:-\d\d(?:T\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d))?)?)?")
"""https://www.w3.org/TR/NOTE-datetime"""


def can_be_upgraded(book: Epub) -> bool:
    """Whether all that is read of an EPUB 2 are pages; books of DTBook or pictures are written anew."""
    told = book.publication
    return book.xml(told.opf).tag == f"{OPF}package" and all(item.media_type in PAGES for item in told.spine)


def upgrade(book: Epub) -> None:
    """Make an open EPUB 2 an EPUB 3; raises `SourceError` for pages that can't be read."""
    told = book.publication
    contents = book.contents() if book.has(told.ncx) else []
    labels = {name: label for label, name, _ in reversed(contents)}
    language = tag(told.language) if tag(told.language) != UNKNOWN else ""
    pages = {
        item.name: renewed(book, item.name, labels.get(item.name) or told.title or "—", language)
        for item in told.items
        if item.media_type in PAGES and book.has(item.name)
    }
    base = posixpath.dirname(told.opf)
    names = (posixpath.join(base, f"contents{number or ''}.xhtml") for number in range(1000))
    nav = next(name for name in names if not book.has(name))
    files = {name: page.data for name, page in pages.items()}
    ids = {name: page.ids for name, page in pages.items()}
    files[nav] = navigation(book, nav, ids).encode("utf-8", "replace")
    links = book.parsed(files[nav], nav).iter(f"{XHTML}a")
    files[told.opf] = _package(book, nav, pages, {resolved(nav, one.get("href"))[0] for one in links})
    book.change(files)
    if ncx := mended_ncx(book, ids):
        book.change({told.ncx: ncx})


def _package(book: Epub, nav: str, pages: Mapping[str, Page], reached: set[str]) -> bytes:
    from lxml import etree

    name = book.publication.opf
    root = book.xml(name)
    root.set("version", "3.0")
    if tag(book.publication.language) != UNKNOWN:
        root.set(f"{XML}lang", root.get(f"{XML}lang") or book.publication.language)
    for tours in list(root.iter(f"{OPF}tours")):
        tours.getparent().remove(tours)
    metadata = root.find(f"{OPF}metadata")
    if metadata is None:
        metadata = etree.Element(f"{OPF}metadata")
        root.insert(0, metadata)
    _metadata(book, root, metadata)
    manifest = root.find(f"{OPF}manifest")
    for item in list(manifest.iter(f"{OPF}item")):
        _item(book, item, pages)
    for reference in list(root.iter(f"{OPF}reference")):
        _reference(book, reference, pages)
    for guide in [one for one in root.iter(f"{OPF}guide") if not len(one)]:
        guide.getparent().remove(guide)
    taken = {node.get("id") for node in root.iter(etree.Element)}
    item = etree.SubElement(manifest, f"{OPF}item")
    item.set("id", _free("contents", taken))
    item.set("href", link(name, nav))
    item.set("media-type", XHTML_TYPE)
    item.set("properties", "nav")
    spine = root.find(f"{OPF}spine")
    spine.attrib.pop("page-map", None)
    _spine(book, spine, {one.get("id"): one for one in manifest.iter(f"{OPF}item")}, reached)
    return _unprefixed(bytes(etree.tostring(root, encoding="utf-8", xml_declaration=True)), root)


def _unprefixed(data: bytes, root: Any) -> bytes:
    """The package without the prefix that only attributes needed: some reading systems know no `opf:meta`."""
    space = OPF[1:-1]
    if root.prefix is not None:
        return data
    for prefix in {name for node in root.iter() for name, uri in node.nsmap.items() if name and uri == space}:
        data = re.sub(rb"<(/?)%s:" % prefix.encode(), rb"<\1", data)
        data = data.replace(f' xmlns:{prefix}="{space}"'.encode(), b"")
    return data


def _free(wanted: str, taken: set[str | None]) -> str:
    while wanted in taken:
        wanted += "x"
    taken.add(wanted)
    return wanted


def _item(book: Epub, item: Any, pages: Mapping[str, Page]) -> None:
    for attribute in DROPPED:
        item.attrib.pop(attribute, None)
    path, _ = resolved(book.publication.opf, item.get("href") or "")
    if path and not book.has(path):
        item.getparent().remove(item)
        return
    kind = (item.get("media-type") or "").lower()
    item.set("media-type", TYPES.get(kind, kind))
    properties = list(pages[path].properties) if path in pages else []
    if path == book.publication.cover and kind.startswith("image/"):
        properties.append("cover-image")
    if properties:
        item.set("properties", " ".join(properties))


def _reference(book: Epub, reference: Any, pages: Mapping[str, Page]) -> None:
    """A line of the guide, without an id that is not there; one that leads to no page goes."""
    href = reference.get("href") or ""
    path, fragment = resolved(book.publication.opf, href)
    if path not in pages:
        reference.getparent().remove(reference)
    elif fragment not in pages[path].ids:
        reference.set("href", href.partition("#")[0])


def _spine(book: Epub, spine: Any, items: Mapping[str | None, Any], reached: set[str]) -> None:
    """Each document once; one that the navigation does not lead to is in the order like all others."""
    if not any(item.get("media-type") == NCX for item in items.values()):
        spine.attrib.pop("toc", None)
    seen: set[str | None] = set()
    for ref in list(spine):
        if not isinstance(ref.tag, str):
            continue
        item = items.get(ref.get("idref"))
        if item is None or ref.get("idref") in seen:
            spine.remove(ref)
            continue
        seen.add(ref.get("idref"))
        if resolved(book.publication.opf, item.get("href") or "")[0] not in reached:
            ref.attrib.pop("linear", None)


def _metadata(book: Epub, root: Any, metadata: Any) -> None:
    from lxml import etree

    for outer in [node for node in metadata if node.tag in (f"{OPF}dc-metadata", f"{OPF}x-metadata")]:
        metadata.extend(list(outer))
        metadata.remove(outer)
    taken = {node.get("id") for node in root.iter(etree.Element)}
    modified = _dates(metadata)
    for node in list(metadata.iter(etree.Element)):
        if node.tag.startswith(DC):
            _described(metadata, node, taken)
    _required(book, root, metadata, taken)
    _meta(metadata, "dcterms:modified", f"{modified}T00:00:00Z")


def _dates(metadata: Any) -> str:
    """Leave the date of publication, else the first; the day of the last change, of publication, or 1980."""
    found: dict[str, str] = {}
    nodes = list(metadata.iter(f"{DC}date"))
    for node in nodes:
        event = next((value for name, value in node.attrib.items() if name.endswith("}event")), "")
        found.setdefault(event, (node.text or "").strip())
        metadata.remove(node)
    kept = next((found[event] for event in ("publication", "", *found) if _DATE.fullmatch(found.get(event, ""))), "")
    if kept:
        _element(metadata, f"{DC}date", kept)
    days = (day_of(found.get(event, "")) for event in ("modification", "publication", ""))
    return str(next(filter(None, days), EARLIEST))


def _described(metadata: Any, node: Any, taken: set[str | None]) -> None:
    """A statement of the Dublin Core; what attributes said of it are statements of their own."""
    node.text = "".join(node.itertext()).strip()
    told = {name.rpartition("}")[2]: value for name, value in node.attrib.items() if name.startswith(OPF)}
    for name in [name for name in node.attrib if name.startswith(OPF)]:
        del node.attrib[name]
    if not node.text:
        metadata.remove(node)
        return
    if node.tag == f"{DC}language":
        node.text = tag(node.text.replace("_", "-"))
    if node.tag not in (f"{DC}creator", f"{DC}contributor", f"{DC}title"):
        return
    for name, value in told.items():
        if name in ("role", "file-as") and value.strip():
            if not node.get("id"):
                node.set("id", _free("about", taken))
            meta = _meta(metadata, name, value.strip(), refines=f"#{node.get('id')}")
            if name == "role":
                meta.set("scheme", "marc:relators")


def _required(book: Epub, root: Any, metadata: Any, taken: set[str | None]) -> None:
    """Identifier, title and language, which every book must have."""
    ids = list(metadata.iter(f"{DC}identifier"))
    if not any(node.get("id") and node.get("id") == root.get("unique-identifier") for node in ids):
        first = ids[0] if ids else _element(metadata, f"{DC}identifier", _name_of(book))
        if not first.get("id"):
            first.set("id", _free("identifier", taken))
        root.set("unique-identifier", first.get("id"))
    for name, text in (("title", book.publication.title or "—"), ("language", UNKNOWN)):
        if metadata.find(f"{DC}{name}") is None:
            _element(metadata, f"{DC}{name}", text)


def _name_of(book: Epub) -> str:
    """An identifier that is the same for the same book."""
    import uuid

    from narrate.outputs.epub.package import NAMESPACE

    told = book.publication
    return f"urn:uuid:{uuid.uuid5(NAMESPACE, ' '.join((told.title, *told.authors, told.published)))}"


def _element(outer: Any, name: str, text: str) -> Any:
    from lxml import etree

    node = etree.SubElement(outer, name)
    node.text, node.tail = text, "\n"
    return node


def _meta(metadata: Any, name: str, text: str, refines: str = "") -> Any:
    node = _element(metadata, f"{OPF}meta", text)
    node.set("property", name)
    if refines:
        node.set("refines", refines)
    return node
