"""Index -> the podcast's public files: feed, pages, cover. Only those are written whose bytes differ."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from narrate.errors import located
from narrate.library.items import Item
from narrate.podcast import config
from narrate.podcast.keys import BASE
from narrate.podcast.show import COVER, Episode, File, Show

if TYPE_CHECKING:
    from narrate.library.library import Library

AHEAD = 24 * 3600.0
"""Seconds by which an article may be dated after the moment when it was first listed. What is further ahead is a
mistake: apps would show it above all others for years, or not at all."""
RELEASED = datetime(2026, 1, 1, tzinfo=UTC).timestamp()
"""Seconds since 1970: a clock that told less, for want of a battery, said nothing of when something came."""
SOUND_FIRST = ("mp3", "m4a", "m4b", "opus", "flac", "wav")
"""The episode's own sound is in the first of these that there is; podcast players know them in this order."""
WRITTEN = "public files"
"""The note of which there are."""
TITLE = "title"
"""The note of the podcast's title, where it is made of its folder's name."""
TOLD = "show"
"""The note of how they were written last; set before, so that whoever finds a feed without it has lost an index."""
SHOWN = "cover"
"""The note of the cover: its SHA-256, and what it says if it was drawn."""
GUID = "podcast guid"
"""The note of the podcast's own id."""


def write(library: Library, show: Show, picture: bytes, *, hidden: bool = False) -> list[str]:
    """Bring the public files up to date; returns the names of those that changed.

    `hidden` leaves out the articles that are gone from their source. What no episode has any more is removed when the
    feed does not name it: whoever reads the feed meanwhile finds every file of it.
    """
    index, store = library.index, library.store
    show = replace(show, guid=podcast_guid(library, show))
    files = {show.cover: picture} | made(library, show, hidden=hidden)
    before = json.loads(index.note(WRITTEN) or "[]")
    names = sorted(files)
    _note(library, {TOLD: telling(show, hidden=hidden), WRITTEN: json.dumps(sorted({*before, *names}))})
    changed = [name for name, data in files.items() if store.write(name, data)]
    leftovers = index.leftovers()
    for name in [*(set(before) - set(names)), *leftovers]:
        store.remove(name)
    if names != before or leftovers:
        with index.changing():
            index.set_note(WRITTEN, json.dumps(names))
            index.removed()
    return changed


def made(library: Library, show: Show, *, hidden: bool) -> dict[str, bytes]:
    """Catalogue, pages and feed by name, as the index has it; the feed comes last."""
    from narrate.podcast import feed, opds, page

    episodes = [episode(item) for item in library.index.items() if item.public and not (hidden and item.gone)]
    return opds.catalogue(show, episodes) | page.page(show, episodes) | feed.rss(show, episodes)


def told(library: Library) -> tuple[Show, bool] | None:
    """How the public files were written last: of which podcast, and whether without what is gone."""
    found = library.index.note(TOLD)
    if not found:
        return None
    values = json.loads(found)
    hidden = values.pop("hidden")
    values |= {name: tuple(map(tuple, values[name])) for name in ("categories", "funding")}
    return Show(**values), hidden


def telling(show: Show, *, hidden: bool) -> str:
    """The note of how the public files are written."""
    return json.dumps({**asdict(show), "hidden": hidden}, ensure_ascii=False, sort_keys=True)


def _note(library: Library, notes: dict[str, str]) -> None:
    """Keep these notes; nothing is written when they say so already."""
    new = {name: value for name, value in notes.items() if library.index.note(name) != value}
    if new:
        with library.index.changing():
            for name, value in new.items():
                library.index.set_note(name, value)


def names(library: Library, *, hidden: bool = False) -> dict[str, str]:
    """The SHA-256 of every public file by its name; of the episodes' as they were made, without reading them again."""
    found = {
        kept.name: kept.sha256 for item in library.index.items() if not (hidden and item.gone) for kept in item.files
    }
    own = json.loads(library.index.note(WRITTEN) or "[]")
    return found | {name: hashlib.sha256(library.store.read(name)).hexdigest() for name in own}


def cover(library: Library, show: Show, own: Path | None) -> bytes:
    """The podcast's picture: the user's own, or one that is drawn with its title, anew only for another title.

    Raises `UsageError` for one that directories would not take; a picture is looked at once.
    """
    from narrate.podcast import cover

    given = own.read_bytes() if own is not None else b""
    words = "" if given else f"{show.title}\n{show.author}"
    digest, _, said = library.index.note(SHOWN).partition("\n")
    if given or (said == words and library.store.stat(COVER) is not None):
        there = given or library.store.read(COVER)
        if hashlib.sha256(there).hexdigest() == digest:
            return there
    if own is not None:
        with located(str(own)):
            cover.checked(given)
    picture = given or cover.cover(show.title, show.author)
    _note(library, {SHOWN: f"{hashlib.sha256(picture).hexdigest()}\n{words}"})
    return picture


def named(library: Library, show: Show) -> Show:
    """The podcast by the name that its folder gave it first, where nothing else says one: folders are moved."""
    local = library.store.local
    if local is None or show.title != config.title_of(local):
        return show
    known = library.index.note(TITLE)
    if not known:
        with library.index.changing():
            library.index.set_note(TITLE, show.title)
    return replace(show, title=known or show.title)


def podcast_guid(library: Library, show: Show) -> str:
    """The podcast's own id: what was assigned when it was first written, whatever its address is by now.

    But not for the usual address, this computer's: that one everybody's podcast has before it is published.
    """
    from narrate.podcast import feed

    known = library.index.note(GUID)
    if not known or (show.base != BASE and known == feed.guid(BASE)):
        known = show.guid or feed.guid(show.base)
        with library.index.changing():
            library.index.set_note(GUID, known)
    return show.guid or known


def episode(item: Item) -> Episode:
    """An article that was narrated, as the feed tells it."""
    facts = item.facts
    assert facts is not None
    files = {kept.format: File(name=kept.name, size=kept.size, media_type=kept.media_type, sha256=kept.sha256)
             for kept in item.files}  # fmt: skip
    sound = next((name for name in SOUND_FIRST if name in files), next(iter(files)))
    return Episode(
        guid=item.guid,
        title=facts.title,
        published=appeared(item),
        seconds=facts.seconds,
        sound=files[sound],
        also=tuple((name, file) for name, file in files.items() if name != sound),
        link=facts.link,
        authors=facts.authors,
        summary=facts.summary,
        language=facts.language,
        sources=facts.sources,
    )


def appeared(item: Item) -> datetime:
    """When an article appeared, as far as that can be believed."""
    told = when(item.facts.published if item.facts else "", item.changed, item.first)
    return when("", item.first) if RELEASED < item.first < told.timestamp() - AHEAD else told


def when(published: str, *otherwise: float) -> datetime:
    """When an article appeared: as it says itself, else the first of these times (seconds since 1970) that is known."""
    try:
        if len(published) == len("2026-11-24"):
            return datetime.combine(date.fromisoformat(published), time(), UTC)
        moment = datetime.fromisoformat(published)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    except ValueError:
        known = next(filter(None, otherwise), 0.0)
        return datetime.fromtimestamp(int(known), UTC)


def newest_first(items: Iterable[Item]) -> list[Item]:
    """By the date of their episodes."""
    return sorted(items, key=appeared, reverse=True)
