"""Index -> the podcast's public files: feed, pages, cover. Only those are written whose bytes differ."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import TYPE_CHECKING

from narrate.errors import located
from narrate.library.items import Item
from narrate.podcast import config
from narrate.podcast.show import COVER, Episode, File, Show

if TYPE_CHECKING:
    from narrate.library.library import Library

SOUND_FIRST = ("mp3", "m4a", "m4b", "opus", "flac", "wav")
"""The episode's own sound is in the first of these that there is; podcast players know them in this order."""
WRITTEN = "public files"
"""The note of which there are."""
TITLE = "title"
"""The note of the podcast's title, where it is made of its folder's name."""
SHOWN = "cover"
"""The note of what the cover says that was drawn, or of the picture that was given."""
GUID = "podcast guid"
"""The note of the podcast's own id."""


def write(library: Library, show: Show, picture: bytes, *, hidden: bool = False) -> list[str]:
    """Bring the public files up to date; returns the names of those that changed.

    `hidden` leaves out the articles that are gone from their source. What no episode has any more is removed when the
    feed does not name it: whoever reads the feed meanwhile finds every file of it.
    """
    from narrate.podcast import feed, opds, page

    index, store = library.index, library.store
    show = replace(show, guid=podcast_guid(library, show))
    episodes = [episode(item) for item in index.items() if item.public and not (hidden and item.gone)]
    files: dict[str, bytes] = {show.cover: picture}
    files |= opds.catalogue(show, episodes)
    files |= page.page(show, episodes)
    files |= feed.rss(show, episodes)
    changed = [name for name, data in files.items() if store.write(name, data)]
    before = set(json.loads(index.note(WRITTEN) or "[]"))
    names = sorted(files)
    for name in [*(before - set(names)), *index.leftovers()]:
        store.remove(name)
    if names != sorted(before) or index.leftovers():
        with index.changing():
            index.set_note(WRITTEN, json.dumps(names))
            index.removed()
    return changed


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

    index, store = library.index, library.store
    given = own.read_bytes() if own is not None else b""
    shows = f"own {hashlib.sha256(given).hexdigest()}" if given else f"{show.title}\n{show.author}"
    if index.note(SHOWN) == shows and (given or store.stat(COVER) is not None):
        return given or store.read(COVER)
    if own is not None:
        with located(str(own)):
            cover.checked(given)
    with index.changing():
        index.set_note(SHOWN, shows)
    return given or cover.cover(show.title, show.author)


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
    """The podcast's own id: what was assigned when it was first written, whatever its address is by now."""
    from narrate.podcast import feed

    known = library.index.note(GUID)
    if not known:
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
        published=when(facts.published, item.changed, item.first),
        seconds=facts.seconds,
        sound=files[sound],
        also=tuple((name, file) for name, file in files.items() if name != sound),
        link=facts.link,
        authors=facts.authors,
        summary=facts.summary,
        language=facts.language,
        sources=facts.sources,
    )


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
    return sorted(items, key=lambda item: when(item.facts.published if item.facts else "", item.changed, item.first),
                  reverse=True)  # fmt: skip
