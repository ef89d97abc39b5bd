"""Pages: articles, and pages that tell where a site's feeds and sitemaps are."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import urljoin

from narrate.errors import SourceError
from narrate.fetch import Web, is_address
from narrate.model import Document
from narrate.sources import _lines
from narrate.sources._addresses import canonical, is_front
from narrate.sources._kinds import ARTICLE, Further, Named
from narrate.sources._sniff import named
from narrate.sources._text import flat, html_root, joined, text_of
from narrate.sources._values import Entry

HEAD = 1 << 18
"""Characters: what a page tells of itself stands before them."""
FEEDS = frozenset(("application/rss+xml", "application/atom+xml", "application/feed+json", "application/rdf+xml"))


@dataclass(slots=True)
class Told:
    """What a page tells of itself."""

    feeds: list[str] = field(default_factory=list)
    """Addresses, those of comments last."""
    canonical: str = ""


def told_by(document: Document) -> Told:
    """What a page tells of itself; nothing for what is no HTML."""
    told = Told()
    root = html_root(text_of(document)[:HEAD])
    base = document.source
    comments: list[str] = []
    for element in root.iter("base", "link") if root is not None else ():
        href = flat(element.get("href"))
        if element.tag == "base":
            base = joined(base, href) or base
            continue
        relations = flat(element.get("rel")).lower().split()
        address = joined(base, href)
        if "alternate" in relations and flat(element.get("type")).lower() in FEEDS and address:
            is_comments = "comment" in (flat(element.get("title")) + address).lower()
            (comments if is_comments else told.feeds).append(address)
        elif "canonical" in relations and address:
            told.canonical = told.canonical or address
    told.feeds += comments
    return told


def article(document: Document, where: str, digest: str) -> Named:
    """A page itself; a front page that announces a feed names that."""
    if not is_address(where):
        return Named(kind=ARTICLE, entries=(Entry(key=digest, where=where, origin="", document=document),), whole=True)
    told = told_by(document)
    if told.feeds and is_front(where) and is_front(document.source):
        return Named(kind="a site with a feed", further=(Further(where=told.feeds[0]),))
    names = [canonical(where), canonical(document.source)]
    if told.canonical and not is_front(told.canonical):
        names.append(canonical(told.canonical))
    key, *also = dict.fromkeys(names)
    one = Entry(key=key, also=tuple(also), where=where, origin="", signature=digest, document=document)
    return Named(kind=ARTICLE, entries=(one,), whole=True)


def of_feed(document: Document) -> Named:
    """The feed that a page announces; raises `SourceError` where it announces none."""
    feeds = told_by(document).feeds
    if not feeds:
        raise SourceError(
            "the page is no feed and announces none", place=document.source, hint="give the address of the feed itself"
        )
    return Named(kind="a site with a feed", further=(Further(where=feeds[0]),))


def of_site(where: str, web: Web, trusted: bool) -> tuple[Named, bool]:
    """The sitemaps of a site, or else its feed, and whether the site is in a private network.

    Raises:
        SourceError: it has neither, or can't be reached.
    """
    front = web.get(where, trusted=trusted)
    root = urljoin(front.document.source if front.document else where, "/")
    try:
        lines = web.get(f"{root}robots.txt", trusted=trusted).document
        found = _lines.robots(text_of(lines), root) if lines else None
        if found and found.further:
            return Named(kind="a site", further=found.further, whole=True), front.private
    except SourceError:
        pass  # most small sites have none
    try:
        map_ = web.get(f"{root}sitemap.xml", trusted=trusted).document
        if map_ and named(map_, map_.source):
            return Named(kind="a site", further=(Further(where=map_.source),), whole=True), front.private
    except SourceError:
        pass
    feeds = told_by(front.document).feeds if front.document else []
    if not feeds:
        raise SourceError(
            "the site has no sitemap and announces no feed", place=where, hint="name its articles one by one"
        )
    return Named(kind="a site with a feed", further=(Further(where=feeds[0]),)), front.private
