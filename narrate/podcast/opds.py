"""A catalogue of the episodes' books, for reading apps: OPDS 1.2, which is Atom with links to what can be fetched.

    catalogue(show, episodes) -> {"opds-1.xml": bytes, ..., "opds.xml": bytes}; nothing where no episode has a book

https://specs.opds.io/opds-1.2
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from narrate.podcast import addresses, feed, notes
from narrate.podcast.show import CATALOGUE, PAGE

if TYPE_CHECKING:
    from narrate.podcast.show import Episode, File, Show

ATOM, TERMS = "http://www.w3.org/2005/Atom", "http://purl.org/dc/terms/"
TYPE = "application/atom+xml;profile=opds-catalog;kind=acquisition"
FETCH, IMAGE = "http://opds-spec.org/acquisition/open-access", "http://opds-spec.org/image"
SIZE = 100
"""Books of an older page; the first one has up to twice as many."""
Node = Any


def catalogue(show: Show, episodes: Sequence[Episode]) -> dict[str, bytes]:
    """The pages of the catalogue by name, newest books first, to be written in this order."""
    books = [one for one in notes.newest_first(episodes) if notes.book(one)]
    pages = notes.paged(books, SIZE) if books else []
    older = len(pages) - 1
    return {_name(number): _document(show, told, number, older) for number, told in pages}


def _name(number: int) -> str:
    """What the page of a number is called; 0 is the newest."""
    return CATALOGUE.replace(".", f"-{number}.") if number else CATALOGUE


def _document(show: Show, episodes: Sequence[Episode], number: int, older: int) -> bytes:
    from lxml import etree

    root = etree.Element(f"{{{ATOM}}}feed", nsmap={None: ATOM, "dc": TERMS})
    _add(root, "id", f"urn:uuid:{show.guid or feed.guid(show.base)}")
    _add(root, "title", notes.line(show.title))
    _add(root, "updated", _moment(max(map(notes.latest, episodes))))
    _add(_add(root, "author"), "name", notes.line(show.author) or notes.line(show.title))
    _add(root, "icon", addresses.of(show.base, show.cover))
    behind = number - 1 if number else older
    ahead = (number + 1 if number < older else 0) if number else None
    for relation, to in (("self", number), ("start", 0), ("next", behind or None), ("previous", ahead)):
        if to is not None:
            _link(root, relation, addresses.of(show.base, _name(to)), TYPE)
    _link(root, "alternate", addresses.of(show.base, PAGE), "text/html")
    for episode in episodes:
        _entry(_add(root, "entry"), show, episode)
    etree.indent(root, space=" ")
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return data + b"\n"


def _entry(entry: Node, show: Show, episode: Episode) -> None:
    from uuid import NAMESPACE_URL, uuid5

    guid = notes.line(episode.guid)
    _add(entry, "id", f"urn:uuid:{uuid5(NAMESPACE_URL, guid)}")
    _add(entry, "title", notes.title(episode))
    _add(entry, "updated", _moment(notes.latest(episode)))
    _add(entry, "published", _moment(notes.universal(episode.published)))
    for name in filter(None, map(notes.line, episode.authors)):
        _add(_add(entry, "author"), "name", name)
    _add(entry, f"{{{TERMS}}}language", notes.line(episode.language or show.language))
    _add(entry, f"{{{TERMS}}}issued", f"{notes.universal(episode.published):%Y-%m-%d}")
    _add(entry, "summary", notes.described(episode), type="text")
    cover = episode.cover.name if episode.cover else show.cover
    kind = "image/jpeg" if cover.lower().endswith((".jpg", ".jpeg")) else "image/png"
    _link(entry, IMAGE, addresses.of(show.base, cover), episode.cover.media_type if episode.cover else kind)
    book: File | None = notes.book(episode)
    if book:
        _link(entry, FETCH, addresses.of(show.base, book.name), book.media_type, length=str(book.size))
    if link := addresses.web(episode.link):
        _link(entry, "alternate", link, "text/html")


def _link(parent: Node, relation: str, where: str, kind: str, **more: str) -> None:
    _add(parent, "link", rel=relation, href=where, type=kind, **more)


def _add(parent: Node, name: str, content: str = "", **attributes: str) -> Node:
    from lxml import etree

    node = etree.SubElement(parent, name if name.startswith("{") else f"{{{ATOM}}}{name}", attributes)
    if content:
        node.text = content
    return node


def _moment(moment: Any) -> str:
    return f"{moment.replace(tzinfo=None).isoformat(timespec='seconds')}Z"
