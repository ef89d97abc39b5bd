"""Pages: articles, and pages that tell where a site's feeds and sitemaps are."""

from __future__ import annotations

from narrate.errors import SourceError
from narrate.fetch import Web, is_address
from narrate.model import Document
from narrate.sources._addresses import canonical
from narrate.sources._kinds import ARTICLE, Named
from narrate.sources._values import Entry


def article(document: Document, where: str, digest: str) -> Named:
    """A page itself; a front page that announces a feed names that."""
    if not is_address(where):
        return Named(kind=ARTICLE, entries=(Entry(key=digest, where=where, origin="", document=document),))
    names = [canonical(where), canonical(document.source)]
    key, *also = dict.fromkeys(names)
    one = Entry(key=key, also=tuple(also), where=where, origin="", signature=digest, document=document)
    return Named(kind=ARTICLE, entries=(one,), whole=True)


def of_feed(document: Document) -> Named:
    """The feed that a page announces; raises `SourceError` where it announces none."""
    raise SourceError("the page announces no feed", place=document.source)


def of_site(where: str, web: Web, trusted: bool) -> Named:
    """The sitemaps of a site, or else its feed; raises `SourceError` where it has neither."""
    raise SourceError("the site has no sitemap and announces no feed", place=where)
