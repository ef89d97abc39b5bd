"""OPML, sitemaps and XSPF: XML that names pages and other lists."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from narrate.errors import SourceError
from narrate.fetch import is_address
from narrate.model import Document
from narrate.sources._addresses import canonical
from narrate.sources._choice import moment
from narrate.sources._kinds import Further, Named
from narrate.sources._text import flat, joined, page_address
from narrate.sources._values import Entry
from narrate.sources._whole import digest

NEWS = "http://www.google.com/schemas/sitemap-news/0.9"


def root_of(data: bytes, where: str) -> Any:
    """The root element: no entity is resolved, nothing is loaded; raises `SourceError` where there is none."""
    from lxml import etree

    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, recover=True, remove_comments=True
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise SourceError(f"the list is broken: {flat(str(error))}", place=where, retry=True) from error
    if root is None:
        raise SourceError("the list is broken: there is nothing in it", place=where, retry=True)
    return root


def local(element: Any) -> str:
    """The name without its namespace; nothing for a comment or an instruction."""
    return element.tag.rpartition("}")[2].lower() if isinstance(element.tag, str) else ""


def inside(element: Any) -> dict[str, str]:
    """The texts of the elements in one, by their names."""
    return {local(child): flat(child.text or "") for child in element}


def opml(document: Document, where: str) -> Named:
    """Outlines name feeds (`xmlUrl`) or pages (`type="link"`, `url`), however deep they are nested: opml.org/spec2."""
    root = root_of(document.data, where)
    base = document.source if is_address(document.source) else ""
    feeds: dict[str, Further] = {}
    pages: list[Entry] = []
    for element in root.iter():
        if local(element) != "outline":
            continue
        told = {name.lower(): flat(value) for name, value in element.attrib.items()}
        title = told.get("title") or told.get("text", "")
        address = joined(base, _plain(told.get("xmlurl", "")))
        other = joined(base, told.get("url", ""))
        if address:
            feeds.setdefault(canonical(address), Further(where=address, title=title))
        elif other and told.get("type", "").lower() == "include":
            feeds.setdefault(canonical(other), Further(where=other, title=title))
        elif other:
            pages.append(Entry(key=canonical(other), where=other, origin="", title=title))
    head = next((child for child in root if local(child) == "head"), None)
    title = inside(head).get("title", "") if head is not None else ""
    return Named(
        kind="an OPML list", entries=tuple(pages), further=tuple(feeds.values()), title=title, whole=True, own=True
    )


def _plain(address: str) -> str:
    """Some readers write `feed:` before a feed's address."""
    if address.lower().startswith("feed:"):
        rest = address[5:].removeprefix("//")
        return rest if is_address(rest) else f"http://{rest}"
    return address


def sitemap(document: Document, where: str) -> Named:
    """A sitemap (sitemaps.org), with Google's news extension; that holds the news of two days only."""
    root = root_of(document.data, where)
    found = []
    news = False
    for element in root:
        if local(element) != "url":
            continue
        told = inside(element)
        address = joined(where, told.get("loc", ""))
        if not address:
            continue
        about = next((child for child in element if child.tag == f"{{{NEWS}}}news"), None)
        fresh = inside(about) if about is not None else {}
        news = news or about is not None
        changed = told.get("lastmod", "")
        published = fresh.get("publication_date", "")
        found.append(
            Entry(
                key=canonical(address),
                where=address,
                origin="",
                signature=digest(address, changed) if changed else "",
                title=fresh.get("title", ""),
                published=published if moment(published) is not None else "",
                changed=moment(changed) or 0.0,
                language=_language(about),
            )
        )
    return Named(kind="a sitemap", entries=tuple(found), whole=not news)


def _language(news: Any) -> str:
    if news is None:
        return ""
    return next((flat(one.text or "") for one in news.iter() if local(one) == "language"), "")


def sitemap_index(document: Document, where: str) -> Named:
    root = root_of(document.data, where)
    return Named(kind="an index of sitemaps", further=tuple(_sitemaps(root, where)), whole=True)


def _sitemaps(root: Any, where: str) -> Iterator[Further]:
    for element in root:
        told = inside(element)
        address = joined(where, told.get("loc", ""))
        if address:
            yield Further(where=address, changed=moment(told.get("lastmod", "")) or 0.0)


def xspf(document: Document, where: str) -> Named:
    """A playlist of pages (xspf.org): each track's location, or else the page about it."""
    root = root_of(document.data, where)
    found = []
    for element in root.iter():
        if local(element) == "track":
            told = inside(element)
            address = page_address(told.get("location")) or page_address(told.get("info"))
            if address:
                creator = told.get("creator", "")
                found.append(
                    Entry(
                        key=canonical(address),
                        where=address,
                        origin="",
                        title=told.get("title", ""),
                        authors=(creator,) if creator else (),
                    )
                )
    return Named(kind="a playlist", entries=tuple(found), title=inside(root).get("title", ""), whole=True, own=True)
