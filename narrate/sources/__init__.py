"""Folders, files, addresses, feeds, sitemaps, lists -> the articles they name, each with what tells it from others."""

from __future__ import annotations

from dataclasses import dataclass

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
    language: str = ""
    cover: str = ""
    trusted: bool = True
    """Whether the user named it; what a feed names may not lead into a private network."""
