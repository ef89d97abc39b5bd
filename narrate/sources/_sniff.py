"""What a document is, by its bytes: a list of articles of some kind, or an article."""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from dataclasses import replace

from narrate.errors import SourceError
from narrate.fetch import MOST
from narrate.fetch.body import GZIP, inflated
from narrate.model import Document
from narrate.sources import _feeds, _lines, _saved, _xml
from narrate.sources._kinds import Named
from narrate.sources._text import text_of

HEAD = 1 << 16
"""Bytes by which a list is told from an article."""
GZIPPED, ZIPPED = b"\x1f\x8b", b"PK\x03\x04"
MEMBERS = re.compile(r"(?:.*/)?(?:part_\d+\.csv|metadata_\w+\.json|ril_export\.html|.*\.opml)", re.IGNORECASE)
"""Files of exports that come as archives: Pocket's, Omnivore's, and OPML of some readers."""
MOST_MEMBERS = 1_000
_BEFORE = (
    ("<?", re.compile(r".*?\?>", re.DOTALL)),
    ("<!--", re.compile(r".*?-->", re.DOTALL)),
    ("<!", re.compile(r"[^\[>]*(?:\[[^\]]*\]\s*)?>")),
)
"""What may stand before the root element of XML, and how it ends."""
_SPACE = re.compile(r"\s*")
_NAME = re.compile(r"<(?:[\w.-]+:)?([A-Za-z]+)\b")
_BOOKMARKS = re.compile(r"<!DOCTYPE\s+NETSCAPE-Bookmark-file-1|<title>\s*Pocket Export\s*</title>", re.IGNORECASE)
_JSON_FEED = re.compile(r'"version"\s*:\s*"https?:\\?/\\?/(?:www\.)?jsonfeed\.org', re.IGNORECASE)
_JSON_LIST = re.compile(r'\s*\[\s*\{.{0,60000}?"(?:url|given_url|link)"\s*:\s*"https?:', re.DOTALL | re.IGNORECASE)
ROOTS = {
    "rss": "feed",
    "feed": "feed",
    "rdf": "feed",
    "opml": "opml",
    "urlset": "sitemap",
    "sitemapindex": "index",
    "playlist": "xspf",
}


def named(document: Document, where: str) -> Named | None:
    """What a document names, if it is a list; `where` is its path or address. None for an article.

    Raises:
        SourceError: it is a list, but can't be read.
    """
    if document.data.startswith(GZIPPED):
        return named(_opened(document, where), where)
    if document.data.startswith(ZIPPED):
        return _zipped(document, where) if where.lower().endswith(".zip") else None
    kind = _kind(document.data[:HEAD], where, document)
    if kind in _READ_BYTES:
        return _READ_BYTES[kind](document, where)
    return _read_text(kind, text_of(document), where) if kind else None


_READ_BYTES = {
    "feed": _feeds.xml_feed,
    "json-feed": _feeds.json_feed,
    "opml": _xml.opml,
    "sitemap": _xml.sitemap,
    "index": _xml.sitemap_index,
    "xspf": _xml.xspf,
}


def _read_text(kind: str, text: str, where: str) -> Named:
    if kind == "bookmarks":
        return _saved.bookmarks(text)
    if kind == "table":
        return _saved.table(text, where)
    if kind == "records":
        return _saved.records(text, where)
    if kind == "robots":
        return _lines.robots(text, where)
    if kind == "m3u":
        return _lines.m3u(text)
    return _lines.pls(text) if kind == "pls" else _lines.addresses(text)


def may_be_list(head: bytes, where: str) -> bool:
    """Whether a file that begins so may be a list, and is to be read whole."""
    if head.startswith((GZIPPED, ZIPPED)):
        return where.lower().endswith((".gz", ".zip"))
    return bool(_kind(head, where, Document(data=head, source=where)))


def _kind(head: bytes, where: str, document: Document) -> str:
    """The kind of list that begins so, or nothing."""
    text = text_of(replace(document, data=head)).lstrip("\ufeff \t\r\n\0")
    if len(document.data) >= HEAD:
        text = text.rpartition("\n")[0] or text  # the last line may be cut
    if _BOOKMARKS.search(text[:2000]):
        return "bookmarks"
    if text.startswith("<"):
        return ROOTS.get(_root(text), "")
    if text.startswith(("{", "[")) and not text.lower().startswith("[playlist]"):
        if text.startswith("{") and _JSON_FEED.search(text):
            return "json-feed"
        return "records" if _JSON_LIST.match(text) else ""
    if text[:10].lower() == "[playlist]":
        return "pls"
    if (text.startswith("#EXTM3U") or where.lower().endswith((".m3u", ".m3u8"))) and "#EXT-X-" not in text:
        return "m3u"
    if _lines.is_robots(text, where):
        return "robots"
    if _saved.header(text.partition("\n")[0].strip()):
        return "table"
    return "addresses" if _lines.is_addresses(text) else ""


def _root(text: str) -> str:
    """The name of the root element of XML without its prefix, in small letters; nothing where none begins."""
    place = 0
    while True:
        place = _SPACE.match(text, place).end()  # type: ignore[union-attr]
        ending = next((end for start, end in _BEFORE if text.startswith(start, place)), None)
        if ending is None:
            name = _NAME.match(text, place)
            return name[1].lower() if name else ""
        found = ending.match(text, place + 2)
        if found is None:
            return ""
        place = found.end()


def _opened(document: Document, where: str) -> Document:
    """What is in a gzip file; raises `SourceError` for one that is broken, too large, or holds another."""
    try:
        data = inflated(document.data, GZIP, MOST)
    except SourceError as error:
        error.place = where
        raise
    if len(data) > MOST or data.startswith(GZIPPED):
        raise SourceError(f"larger than {MOST // 1024**2} MB when it is unpacked", place=where)
    return replace(document, data=data, charset="")


def _zipped(document: Document, where: str) -> Named | None:
    """All lists of an export that came as an archive; None for an archive without any."""
    parts: list[Named] = []
    left = MOST
    try:
        with zipfile.ZipFile(io.BytesIO(document.data)) as archive:
            wanted = sorted(one.filename for one in archive.infolist() if MEMBERS.fullmatch(one.filename))
            for name in wanted[:MOST_MEMBERS]:
                with archive.open(name) as member:
                    data = member.read(left + 1)
                left -= len(data)
                if left < 0:
                    raise SourceError(f"larger than {MOST // 1024**2} MB when it is unpacked", place=where)
                found = named(Document(data=data, source=name), name) if not data.startswith(ZIPPED) else None
                parts += [found] if found else []
    except (zipfile.BadZipFile, zlib.error, OSError, RuntimeError, NotImplementedError, EOFError) as error:
        raise SourceError(f"the archive is broken: {error}", place=where) from error
    if not parts:
        return None
    return Named(
        kind="an export of saved articles",
        entries=tuple(one for part in parts for one in part.entries),
        further=tuple(one for part in parts for one in part.further),
        faults=tuple(one for part in parts for one in part.faults),
        whole=all(part.whole for part in parts),
        own=True,
    )
