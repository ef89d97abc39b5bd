"""What is inside an EPUB: container, package, reading order, contents. Opened as what it is, a stranger's archive."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from html.entities import html5
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from narrate.errors import SourceError
from narrate.model import Anchor

CONTAINER = "META-INF/container.xml"
ENCRYPTION = "META-INF/encryption.xml"
FONTS = frozenset(("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"))
"""Ways to obfuscate fonts, which lock nothing."""
MOST_ENTRIES = 20_000
MOST_BYTES = 48 * 1024**2
"""Of one document; the longest novels have three million letters."""
MOST_TOTAL = 400 * 1024**2
"""Bytes unpacked in all."""
NCX = "application/x-dtbncx+xml"
OPS = "{http://www.idpf.org/2007/ops}"
_XML = frozenset(("amp", "lt", "gt", "quot", "apos"))
_ENTITY = re.compile(rb"&([A-Za-z][A-Za-z0-9]{1,31});")
AGAIN = "download or export the book once more"


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A file of the manifest."""

    id: str
    name: str
    """Its path in the archive."""
    media_type: str
    properties: frozenset[str] = frozenset()
    linear: bool = True
    """False for one that the reading order names as no part of the text's run."""
    overlay: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Publication:
    """What a package document tells."""

    opf: str
    """Its path in the archive."""
    version: str
    items: tuple[Item, ...]
    spine: tuple[Item, ...]
    title: str = ""
    authors: tuple[str, ...] = ()
    language: str = ""
    published: str = ""
    cover: str = ""
    """Path in the archive of a picture."""
    nav: str = ""
    ncx: str = ""
    guide: Mapping[str, str] = field(default_factory=dict)
    """What EPUB 2 says documents are: path to type."""


class Epub:
    """An EPUB, open for reading. All raise `SourceError` with the place and, where there is one, a way out."""

    def __init__(self, source: bytes | Path, place: str) -> None:
        self.place = place
        self.changed: dict[str, bytes] = {}
        """Files that are others than in the archive."""
        self._left = MOST_TOTAL
        try:
            self.zip = zipfile.ZipFile(io.BytesIO(source) if isinstance(source, bytes) else source)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise self._error(f"this EPUB is damaged: {error}", hint=AGAIN) from error
        if len(self.zip.namelist()) > MOST_ENTRIES:
            raise self._error(f"there are more than {MOST_ENTRIES} files in it", hint="give one book")
        self._check_open()
        self.publication = self._publication()

    def _error(self, message: str, part: str = "", hint: str = "") -> SourceError:
        return SourceError(message, place=Anchor(source=self.place, part=part), hint=hint)

    def read(self, name: str) -> bytes:
        """A file's bytes, at most `MOST_BYTES`."""
        if name in self.changed:
            return self.changed[name]
        most = min(MOST_BYTES, self._left)
        try:
            with self.zip.open(name) as file:
                data = file.read(most + 1)
        except KeyError as error:
            raise self._error("the book names this file, but does not have it", name, AGAIN) from error
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
            raise self._error(f"this file of the book is damaged: {error}", name, AGAIN) from error
        if len(data) > most:
            raise self._error(f"this file unpacks to more than {most // 1024**2} MB", name)
        self._left -= len(data)
        return data

    def change(self, files: Mapping[str, bytes]) -> None:
        """Have these files from now on, new or instead of those of the archive."""
        self.changed |= files
        self.publication = self._publication()

    def xml(self, name: str) -> Any:
        """A file's root element; no entity is ever resolved, nothing is fetched."""
        return self.parsed(self.read(name), name)

    def parsed(self, data: bytes, name: str) -> Any:
        """The same for bytes that are those of a file, nearly."""
        from lxml import etree

        parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
        try:
            root = etree.fromstring(data, parser)
        except (etree.XMLSyntaxError, ValueError) as error:
            raise self._error(f"this file of the book can't be parsed: {error}", name, AGAIN) from error
        if root is None:
            raise self._error("this file of the book is empty", name, AGAIN)
        etree.strip_elements(root, etree.Entity, with_tail=False)
        return root

    def has(self, name: str) -> bool:
        return name in self.changed or name in self.zip.NameToInfo

    def _check_open(self) -> None:
        """Raise `SourceError` for a book whose text is encrypted."""
        locked = any(entry.flag_bits & 1 for entry in self.zip.infolist())
        if self.has(ENCRYPTION):
            methods = [node.get("Algorithm") for node in _named(self.xml(ENCRYPTION), "EncryptionMethod")
                       if local(node.getparent()) == "EncryptedData"]  # fmt: skip
            locked = locked or any(method not in FONTS for method in methods)
        if locked:
            raise self._error(
                "the book is locked (DRM), so its text can't be read", ENCRYPTION, "get it without the lock"
            )

    def _publication(self) -> Publication:
        name = self._package_name()
        root = self.xml(name)
        items = {item.id: item for item in _items(root, name)}
        refs = [(node.get("idref"), node.get("linear") != "no") for node in _named(root, "itemref")]
        spine = [_with(items[ref], linear) for ref, linear in refs if ref in items]
        if not spine:
            raise self._error("the book's package names no documents to read", name, AGAIN)
        by_id = {node.get("id"): node.get("content") for node in _named(root, "meta") if node.get("name") == "cover"}
        old_cover = next((items[ref].name for ref in by_id.values() if ref in items), "")
        toc = next((node.get("toc") for node in _named(root, "spine")), None)
        ncx = next((item.name for item in items.values() if item.id == toc or item.media_type == NCX), "")
        return Publication(
            opf=name,
            version=root.get("version") or "2.0",
            items=tuple(items.values()),
            spine=tuple(spine),
            title=_title(root),
            authors=tuple(_authors(root)),
            language=next(_texts(root, "language"), "").replace("_", "-"),
            published=_published(root),
            cover=next((item.name for item in items.values() if "cover-image" in item.properties), old_cover),
            nav=next((item.name for item in items.values() if "nav" in item.properties), ""),
            ncx=ncx,
            guide={resolved(name, node.get("href") or "")[0]: node.get("type") or ""
                   for node in _named(root, "reference")},
        )  # fmt: skip

    def _package_name(self) -> str:
        if not self.has(CONTAINER):
            hint = "this is another kind of archive" if not self.has("mimetype") else AGAIN
            raise self._error("this is no EPUB: it does not say where its package is", CONTAINER, hint)
        names = [node.get("full-path") or "" for node in _named(self.xml(CONTAINER), "rootfile")]
        name = next((posixpath.normpath(name) for name in names if name), "")
        if not self.has(name):
            raise self._error(f"the book's package “{name}” is missing", CONTAINER, AGAIN)
        return name

    def contents(self) -> list[tuple[str, str, str]]:
        """The table of contents: a label, the path of a document, and an id in it or ""."""
        told = self.publication
        found: list[tuple[str, str, str]] = []
        if told.nav:
            navs = [node for node in _named(self.xml(told.nav), "nav") if (node.get(f"{OPS}type") or "toc") == "toc"]
            links = _named(navs[0], "a") if navs else ()
            found = [(_flat(link), *resolved(told.nav, link.get("href") or "")) for link in links]
        elif told.ncx:
            for point in _named(self.xml(told.ncx), "navPoint"):
                label = next((_flat(node) for node in point if local(node) == "navLabel"), "")
                address = next((node.get("src") or "" for node in point if local(node) == "content"), "")
                found.append((label, *resolved(told.ncx, address)))
        return [one for one in found if one[0] and one[1]]


def numbered(data: bytes) -> bytes:
    """A document with HTML's named characters (`&nbsp;`), which XML does not know, as numbers."""
    return _ENTITY.sub(_number, data)


def _number(match: re.Match[bytes]) -> bytes:
    name = match[1].decode()
    known = "" if name in _XML else html5.get(f"{name};", "")
    return "".join(f"&#{ord(sign)};" for sign in known).encode() or match[0]


def resolved(name: str, href: str) -> tuple[str, str]:
    """The path and the fragment that a link in the file `name` leads to; both "" for one out of the book."""
    path, _, fragment = href.partition("#")
    if ":" in path.partition("/")[0]:
        return "", ""
    whole = posixpath.normpath(posixpath.join(posixpath.dirname(name), unquote(path))) if path else name
    return whole, unquote(fragment)


def _with(item: Item, linear: bool) -> Item:
    return replace(item, linear=linear)


def local(node: Any) -> str:
    """An element's name without its namespace; empty for what is no element."""
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def _named(root: Any, name: str) -> Iterator[Any]:
    """The elements of a name in any namespace."""
    return (node for node in root.iter() if local(node) == name)


def _flat(node: Any) -> str:
    return " ".join("".join(node.itertext()).split())


def _texts(root: Any, name: str) -> Iterator[str]:
    return (text for node in _named(root, name) if (text := _flat(node)))


def _items(root: Any, name: str) -> Iterator[Item]:
    for node in _named(root, "item"):
        path, _ = resolved(name, node.get("href") or "")
        if path:
            yield Item(
                id=node.get("id") or path, name=path, media_type=(node.get("media-type") or "").lower(),
                properties=frozenset((node.get("properties") or "").split()), overlay=node.get("media-overlay") or "",
            )  # fmt: skip


def _refined(root: Any, name: str) -> dict[str, str]:
    """What EPUB 3 adds to elements by their id."""
    return {
        (node.get("refines") or "").lstrip("#"): _flat(node)
        for node in _named(root, "meta")
        if node.get("property") == name
    }


def _title(root: Any) -> str:
    kinds = _refined(root, "title-type")
    titles = [node for node in _named(root, "title") if _flat(node)]
    main = [node for node in titles if kinds.get(node.get("id") or "") == "main"]
    return _flat((main or titles)[0]) if titles else ""


def _authors(root: Any) -> Iterator[str]:
    roles = _refined(root, "role")
    for node in _named(root, "creator"):
        old = next((value for key, value in node.attrib.items() if key.endswith("}role")), "")
        if (roles.get(node.get("id") or "") or old or "aut") == "aut" and _flat(node):
            yield _flat(node)


def _published(root: Any) -> str:
    dates = list(_named(root, "date"))
    told = [node for node in dates if any(value == "publication" for value in node.attrib.values())]
    return next((_flat(node) for node in (*told, *dates)), "")
