"""What a source names, and what of it could not be listed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from narrate.errors import SourceError
from narrate.fetch import Known
from narrate.model import Document


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An article that a source names; it may not have been read yet."""

    key: str
    """What tells the article from all others, the same in every run and wherever the source is: a feed's own id for it,
    a canonical address, or a path under the folder that was named, with slashes."""
    where: str
    """Path or address to fetch it from; see `fetch`."""
    origin: str
    """The source as the user named it."""
    also: tuple[str, ...] = ()
    """Other names of the same article, each as telling as `key`: the canonical address of an entry of a feed, the full
    path of a file. An article is known if any of its names is; see `same`."""
    via: str = ""
    """The feed or list that names it, where that is not the source itself."""
    signature: str = ""
    """Equal as long as the article has surely not changed (size and time of a file, hash of what a feed holds); empty
    where only fetching tells."""
    document: Document | None = None
    """The article itself, where the source holds all of it."""
    title: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""
    """ISO 8601, as the source tells it; for a file its time of modification is no more than `changed`."""
    changed: float = 0.0
    """Seconds since 1970: when the article itself was last changed, if that is known."""
    added: float = 0.0
    """Seconds since 1970: when it was put on the list, where a list of somebody's own tells that."""
    labels: tuple[str, ...] = ()
    """What a list of somebody's own files it under: folders, tags, "unread"."""
    language: str = ""
    cover: str = ""
    trusted: bool = True
    """Whether the user named it; what a feed names may not lead into a private network."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """What a source names."""

    origin: str
    entries: tuple[Entry, ...] = ()
    """No two of them with a name in common, in the source's own order: files by their paths, feeds newest first."""
    troubles: tuple[SourceError, ...] = ()
    """What could not be listed, each with its place: the source itself, a folder in it, a feed of a list."""
    whole: bool = False
    """Whether all articles of the source are named, so that one that is missing has been removed. False for feeds,
    which hold their newest only, where something was filtered out by date or number, and where there is trouble."""
    kind: str = ""
    """What the source turned out to be, in words: "a folder", "an RSS feed"; empty where it could not be had."""
    title: str = ""
    """The source's own name for itself."""


class Memory(Protocol):
    """What is remembered of feeds and lists between runs. It only saves time and traffic: a listing is the same
    without. Asked only by the thread that called `listed`, and may forget anything."""

    def recall(self, name: str) -> Known | None:
        """What was kept by this name."""

    def keep(self, name: str, known: Known) -> None:
        """Keep it, in place of what there was."""


class Forgetful:
    """Remembers nothing."""

    def recall(self, name: str) -> Known | None:
        return None

    def keep(self, name: str, known: Known) -> None:
        pass


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """Which of a source's articles are wanted."""

    since: str = ""
    """ISO 8601 date, or date and time: none older. Articles without a known date are kept."""
    most: int = 0
    """So many, the newest; those without a date come behind all others. 0 is all."""
    match: tuple[str, ...] = ()
    """Patterns (`*`, `?`, `[...]`, in any case) of paths, addresses and labels (`label:...`), one of which must fit;
    see `_choice`."""
    exclude: tuple[str, ...] = ()
    """Patterns none of which may fit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """How far lists of lists are followed."""

    depth: int = 4
    """A list in a list in a list: an index of sitemaps in `robots.txt` of a site in a list takes four."""
    lists: int = 5_000
    """Feeds, sitemaps and the like, in all."""
    entries: int = 1_000_000
    jobs: int = 8
    """Feeds fetched at once."""


Heard = Callable[[str], None]
"""Called with each feed or list that is about to be asked."""
