"""Items of feeds, whatever their format, as entries."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from narrate.fetch import is_address
from narrate.sources._addresses import canonical, is_front
from narrate.sources._choice import moment
from narrate.sources._kinds import Fault
from narrate.sources._values import Entry
from narrate.sources._whole import digest, is_whole, page

_GLOBAL = re.compile(r"(?:tag|urn|doi|ark|info|ni|uuid):\S+", re.IGNORECASE)
"""Schemes of ids that are the only ones of their kind in the world."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """What a feed tells of an article."""

    ident: str = ""
    """The feed's own id for it."""
    link: str = ""
    title: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""
    updated: str = ""
    """Both ISO 8601."""
    language: str = ""
    cover: str = ""
    markup: tuple[str, ...] = ()
    """HTML of it, the fullest first."""


def entries(items: Sequence[Item], feed: str) -> tuple[tuple[Entry, ...], tuple[Fault, ...]]:
    """The articles that a feed (its address) names, and what is wrong with the others."""
    links = Counter(canonical(item.link) for item in items if item.link)
    shared = {link for link, times in links.items() if times > 1} | _ids_of_several(items)
    found = [_entry(item, feed, shared) for item in items]
    bare = sum(1 for one in found if one is None)
    what = "1 entry of the feed has" if bare == 1 else f"{bare} entries of the feed have"
    faults = (Fault(message=f"{what} neither a link to a page nor a text"),) if bare else ()
    return tuple(one for one in found if one), faults


def _ids_of_several(items: Sequence[Item]) -> set[str]:
    """Ids that a feed gives to more than one article by mistake: these have other titles, and other links if any."""
    titles: dict[str, set[str]] = {}
    links: dict[str, set[str]] = {}
    for item in items:
        titles.setdefault(item.ident, set()).add(item.title)
        links.setdefault(item.ident, set()).add(canonical(item.link) if item.link else "")
    return {
        one for one, said in titles.items() if one and len(said) > 1 and (len(links[one]) > 1 or links[one] == {""})
    }


def _entry(item: Item, feed: str, shared: set[str]) -> Entry | None:
    markup = next((one for one in item.markup if is_whole(one) or (not item.link and one.strip())), "")
    if not item.link and not markup:
        return None
    document = None
    if markup:
        document = page(
            markup,
            item.link or feed,
            title=item.title,
            authors=item.authors,
            published=item.published,
            language=item.language,
        )
    signature = digest(document.data) if document else item.updated and digest(item.link, item.title, item.updated)
    key, also = names(item, feed, shared)
    return Entry(
        key=key,
        also=also,
        where=item.link or feed,
        origin="",
        signature=signature,
        document=document,
        title=item.title,
        authors=item.authors,
        published=item.published or item.updated,
        changed=moment(item.updated) or 0.0,
        language=item.language,
        cover=item.cover,
    )


def names(item: Item, feed: str, shared: set[str]) -> tuple[str, tuple[str, ...]]:
    """What an item is known by: its id, which is the feed's own matter unless it is a world's; then its link.

    `shared` are links and ids that are not one item's alone.

    A link that several items of the feed have (a page of news, a log of changes) tells none of them from the others,
    nor does one to a front page.
    """
    link = canonical(item.link) if item.link else ""
    told = link and link not in shared and not is_front(link)
    if item.ident and item.ident not in shared:
        if is_address(item.ident):
            key = canonical(item.ident) if canonical(item.ident) not in shared else item.ident
        else:
            key = item.ident if _GLOBAL.fullmatch(item.ident) else f"{canonical(feed)}#{item.ident}"
        return key, (link,) if told and link != key else ()
    if told:
        return link, ()
    return f"{canonical(feed)}#{digest(item.title, item.published, link)[:32]}", ()
