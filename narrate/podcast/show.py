"""What a podcast and its episodes are, as its feed and its pages tell it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

FEED, COVER, PAGE, CATALOGUE = "feed.xml", "cover.png", "index.html", "opds.xml"
"""Names of the podcast's own files; the episodes' lie in the folder `EPISODES`."""
EPISODES = "episodes"
PLAN = "podcast.toml"
"""What the podcast is to be: in its folder, but nobody else's matter."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Show:
    """A podcast, as `podcast.toml` says it."""

    title: str
    base: str
    """Address that all files lie under, with a slash at its end."""
    description: str = ""
    """Plain text; empty is a sentence made of the title."""
    language: str = "en"
    link: str = ""
    """Web page of the podcast; empty is its own page under `base`."""
    author: str = ""
    owner: str = ""
    email: str = ""
    """Whom directories write to; told in the feed only if set."""
    categories: tuple[tuple[str, ...], ...] = (("News",),)
    """Apple's, each with a subcategory or none: `("Society & Culture", "Documentary")`."""
    explicit: bool = False
    serial: bool = False
    """Whether it is to be heard from its first episode on."""
    copyright: str = ""
    guid: str = ""
    """`podcast:guid`; assigned once, and then kept whatever becomes of the address."""
    locked: bool = False
    """Whether other hosts are asked not to import it (`podcast:locked`)."""
    funding: tuple[tuple[str, str], ...] = ()
    """Addresses where it may be supported, and the words for each."""
    cover: str = COVER
    """Name of the picture under `base`."""
    newest: int = 0
    """Episodes that the feed holds; older ones are in archive feeds (RFC 5005). 0 is all."""
    moved_to: str = ""
    """The feed's new address, when it has moved (`itunes:new-feed-url`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file of the podcast."""

    name: str
    """With slashes, under the podcast's folder and address."""
    size: int
    """Bytes."""
    media_type: str
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """A narrated article, or several as one."""

    guid: str
    """Never changes, whatever becomes of the article."""
    title: str
    published: datetime
    """With its time zone."""
    seconds: float
    """How long its sound is."""
    sound: File
    also: tuple[tuple[str, File], ...] = ()
    """Files made besides, by the name of their format: `vtt`, `json`, `chapters`, `epub`…"""
    updated: datetime | None = None
    link: str = ""
    """Address of the article; empty for one that is on no page."""
    authors: tuple[str, ...] = ()
    summary: str = ""
    """Plain text: what it is about, in its own first sentences."""
    language: str = ""
    cover: File | None = None
    sources: tuple[tuple[str, str], ...] = ()
    """Titles and addresses of the articles of a digest."""
