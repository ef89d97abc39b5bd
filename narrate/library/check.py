"""Whether a podcast is whole: its index, every file's size and digest, its feed and pages.

checked(library, ...) -> Check    reads only; works while a batch does
damaged(library, ...) -> what is wrong with the files of which article
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from narrate.digests import file_digest
from narrate.errors import OutputError
from narrate.library import lock, public, strays
from narrate.library.crew import cores
from narrate.library.library import knows_nothing
from narrate.podcast.show import EPISODES, FEED

if TYPE_CHECKING:
    from narrate.library.items import Item, Kept
    from narrate.library.library import Library
    from narrate.store import Store

FEEDS = re.compile(rf"{FEED.removesuffix('.xml')}(-\d+)?\.xml")
Mender = Literal["run", "repair", ""]
"""Who mends it: the next `narrate podcast`, `narrate library repair`, nobody as it may be meant so."""
Wrong = Literal["missing", "size", "digest"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something that is not as it should be."""

    name: str
    """The file."""
    what: str
    mender: Mender
    article: int = 0
    """Its number, where it is one article's."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """What was looked at, and what is wrong."""

    articles: int
    files: int
    bytes: int
    faults: tuple[Fault, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing has to be mended."""
        return not any(fault.mender for fault in self.faults)


def checked(library: Library, *, fast: bool = False) -> Check:
    """Look at everything; with `fast`, sizes are believed and no file of an episode is read."""
    busy = lock.held(library.state)
    if verdict := library.index.sound():
        fault = Fault(name=str(library.index.path), what=f"the index is damaged: {verdict}", mender="repair")
        return Check(articles=0, files=0, bytes=0, faults=(fault,))
    if knows_nothing(library):
        fault = Fault(
            name=str(library.index.path), what="it knows nothing of the podcast that is here", mender="repair"
        )
        return Check(articles=0, files=0, bytes=0, faults=(fault,))
    items = library.index.items()
    faults = [_file_fault(item, kept, wrong) for item, kept, wrong in damaged(library, items, fast=fast)]
    if not busy:  # in the middle of a run, files are there before the index knows, and the index is ahead of the feed
        faults += [*_strays(library), *_public(library)]
    faults += _feeds(library, {fault.name for fault in faults}, busy=busy)
    kept = [one for item in items for one in item.files]
    return Check(articles=len(items), files=len(kept), bytes=sum(one.size for one in kept), faults=tuple(faults))


def damaged(library: Library, items: list[Item], *, fast: bool = False) -> list[tuple[Item, Kept, Wrong]]:
    """The files that are not as they were written."""
    every = [(item, kept) for item in items for kept in item.files]
    sizes = dict(library.store.names(f"{EPISODES}/"))

    def look(one: tuple[Item, Kept]) -> Wrong | None:
        kept = one[1]
        if kept.name not in sizes:
            return "missing"
        if sizes[kept.name] != kept.size:
            return "size"
        return None if fast or digest(library.store, kept.name) == kept.sha256 else "digest"

    with ThreadPoolExecutor(cores() if library.store.local else 8, thread_name_prefix="narrate-check") as pool:
        return [(*one, wrong) for one, wrong in zip(every, pool.map(look, every), strict=True) if wrong]


def digest(store: Store, name: str) -> str:
    """SHA-256 of a file; empty when it can't be read."""
    try:
        if store.local is None:
            return hashlib.sha256(store.read(name)).hexdigest()
        return file_digest(store.local / name)
    except (OSError, OutputError):
        return ""


def _file_fault(item: Item, kept: Kept, wrong: Wrong) -> Fault:
    words = {
        "missing": "it is missing",
        "size": f"it has not the {kept.size} bytes that it was written with",
        "digest": "its bytes are not those that were written",
    }[wrong]
    mender: Mender = "repair" if wrong == "digest" or item.gone else "run"
    return Fault(name=kept.name, what=words, mender=mender, article=item.number)


def _strays(library: Library) -> Iterator[Fault]:
    ours, others = strays.strays(library)
    mender: Mender = "run" if library.died else "repair"
    yield from (Fault(name=name, what="a run that was ended left it", mender=mender) for name in ours)
    yield from (Fault(name=name, what="it is no episode's; it stays", mender="") for name in others)


def _public(library: Library) -> Iterator[Fault]:
    """Feed and pages against what the index says."""
    told = public.told(library)
    if told is None:
        return
    show, hidden = told
    for name, data in public.made(library, show, hidden=hidden).items():
        if library.store.stat(name) is None:
            yield Fault(name=name, what="it is missing", mender="run")
        elif library.store.read(name) != data:
            yield Fault(name=name, what="it is not what the index says", mender="run")
    if library.store.stat(show.cover) is None:
        yield Fault(name=show.cover, what="it is missing", mender="run")


def _feeds(library: Library, known: set[str], *, busy: bool) -> Iterator[Fault]:
    """What the feed and its archives name, as it lies there, whatever the index says."""
    from lxml import etree

    for name in feeds(library.store):
        try:
            root = etree.fromstring(library.store.read(name), etree.XMLParser(resolve_entities=False, no_network=True))
        except (etree.XMLSyntaxError, OutputError):
            if name not in known and not busy:
                yield Fault(name=name, what="it is no XML", mender="run")
            continue
        for enclosure in root.iter("enclosure"):
            named = episode_name(enclosure.get("url", ""))
            found = library.store.stat(named) if named else None
            if named not in known and (found is None or str(found[0]) != enclosure.get("length")):
                words = "is not there" if found is None else "has another length"
                yield Fault(name=name, what=f"{named or enclosure.get('url')}, which it names, {words}", mender="run")


def feeds(store: Store) -> list[str]:
    """The feed and its archives, the newest episodes first."""
    names = [name for name, _ in store.names(FEED.removesuffix(".xml")) if FEEDS.fullmatch(name)]
    return sorted(names, key=lambda name: (name != FEED, -int((FEEDS.fullmatch(name) or ("", "0"))[1] or 0)))


def episode_name(address: str) -> str:
    """The file of the podcast that an address in its feed means; empty for another's."""
    from urllib.parse import unquote

    found = re.search(rf"/({EPISODES}/[^/?#]+)$", address)
    return unquote(found[1]) if found else ""
