"""A podcast's feed: RSS 2.0 with what Apple's and Podcasting 2.0's apps read besides, and archives of older episodes.

    rss(show, episodes) -> {"feed-1.xml": bytes, ..., "feed.xml": bytes}
    guid(base) -> str    the podcast's own number, for `Show.guid`: call it once and keep what it gave

https://www.rssboard.org/rss-specification, https://help.apple.com/itc/podcasts_connect/#/itcb54353390,
https://github.com/Podcastindex-org/podcast-namespace, https://www.rfc-editor.org/rfc/rfc5005.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime
from functools import cache
from typing import TYPE_CHECKING, Any

from narrate.podcast import addresses, notes
from narrate.podcast.show import FEED, PAGE

if TYPE_CHECKING:
    from narrate.podcast.show import Episode, File, Show

SPACES = {
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "podcast": "https://podcastindex.org/namespace/1.0",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "atom": "http://www.w3.org/2005/Atom",
    "dc": "http://purl.org/dc/elements/1.1/",
    "fh": "http://purl.org/syndication/history/1.0",
}
NUMBERS = "ead4c236-bf58-58c6-a2c6-a6b28d128cb6"
"""The namespace of podcasts' own numbers: Podcasting 2.0, tag `guid`."""
TRANSCRIPTS = ("vtt", "srt", "json", "txt")
CAPTIONS = ("vtt", "srt")
"""Formats that are a transcript, and those with times that can be shown as captions."""
Node = Any
"""An element of lxml's, which has no types."""


def guid(base: str) -> str:
    """The number that Podcasting 2.0 gives to the feed that lies under an address: always the same for the same one."""
    from uuid import UUID, uuid5

    address = addresses.of(base, FEED).partition("://")[2]
    return str(uuid5(UUID(NUMBERS), address))


def rss(show: Show, episodes: Sequence[Episode]) -> dict[str, bytes]:
    """The archives and behind them the feed by name, to be written in this order; newest episodes first, the same bytes
    for the same values.

    An archive holds `show.newest` episodes, the first one the oldest, and none is begun before it is full: it never
    changes again but for the link to the one behind it, as long as no older episodes come in.
    """
    ordered = notes.newest_first(episodes)
    numbers = {one.guid: number for number, one in enumerate(reversed(ordered), 1)} if show.serial else {}
    size = show.newest or len(ordered)
    archives = max(0, -(-(len(ordered) - size) // size)) if size else 0
    made = {}
    for number in range(1, archives + 1):
        end = len(ordered) - (number - 1) * size
        name = archive(number)
        made[name] = _document(show, ordered[end - size : end], numbers, name, number, archives)
    made[FEED] = _document(show, ordered[:size], numbers, FEED, 0, archives)
    return made


def archive(number: int) -> str:
    """The name of an archive; 1 is that of the oldest episodes."""
    return FEED.replace(".", f"-{number}.")


def _document(
    show: Show, episodes: Sequence[Episode], numbers: dict[str, int], name: str, number: int, archives: int
) -> bytes:
    from lxml import etree

    root = etree.Element("rss", {"version": "2.0"}, nsmap=SPACES)
    channel = etree.SubElement(root, "channel")
    _channel(channel, show, episodes)
    _links(channel, show, name, number, archives)
    words = notes.labels(show.language)
    for episode in episodes:
        _item(_add(channel, "item"), show, episode, words, numbers.get(episode.guid, 0))
    etree.indent(root, space=" ")
    data: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return data + b"\n"


def _channel(channel: Node, show: Show, episodes: Sequence[Episode]) -> None:
    title, language = notes.line(show.title), notes.line(show.language)
    link = addresses.web(show.link) or addresses.of(show.base, PAGE)
    cover = addresses.of(show.base, show.cover)
    _add(channel, "title", title)
    _add(channel, "link", link)
    _add(channel, "description", notes.harmless(notes.about(show)))
    _add(channel, "language", language)
    if show.copyright:
        _add(channel, "copyright", notes.line(show.copyright))
    if last := notes.changed(episodes):
        _add(channel, "lastBuildDate", _date(last))
    _add(channel, "generator", "Narrate")
    image = _add(channel, "image")
    for name, value in (("url", cover), ("title", title), ("link", link)):
        _add(image, name, value)
    _add(channel, "itunes:author", notes.line(show.author) or title)
    if show.email:
        owner = _add(channel, "itunes:owner")
        _add(owner, "itunes:name", notes.line(show.owner or show.author) or title)
        _add(owner, "itunes:email", notes.line(show.email))
    _add(channel, "itunes:image", href=cover)
    for names in show.categories:
        within = channel
        for name in names:
            within = _add(within, "itunes:category", text=name)
    _add(channel, "itunes:explicit", _word(show.explicit))
    _add(channel, "itunes:type", "serial" if show.serial else "episodic")
    if moved := addresses.web(show.moved_to):
        _add(channel, "itunes:new-feed-url", moved)
    _add(channel, "podcast:guid", show.guid or guid(show.base))
    _add(channel, "podcast:medium", "podcast")
    _add(channel, "podcast:locked", "yes" if show.locked else "no", owner=notes.line(show.email))
    for where, said in show.funding:
        _add(channel, "podcast:funding", notes.line(said), url=addresses.web(where))
        _add(channel, "atom:link", href=addresses.web(where), rel="payment", title=notes.line(said), type="text/html")


def _links(channel: Node, show: Show, name: str, number: int, archives: int) -> None:
    """Where this document is, and the archives beside it; `number` is this one's, 0 that of the feed itself."""

    def link(relation: str, to: str) -> None:
        _add(channel, "atom:link", href=addresses.of(show.base, to), rel=relation, type="application/rss+xml")

    link("self", name)
    older = number - 1 if number else archives
    if older:
        link("prev-archive", archive(older))
    if number:
        if number < archives:
            link("next-archive", archive(number + 1))
        link("current", FEED)
        _add(channel, "fh:archive")


def _item(item: Node, show: Show, episode: Episode, words: dict[str, str], number: int) -> None:
    _add(item, "title", notes.title(episode))
    if link := addresses.web(episode.link):
        _add(item, "link", link)
    _add(item, "guid", notes.line(episode.guid), isPermaLink="false")
    _add(item, "pubDate", _date(episode.published))
    if episode.updated:
        _add(item, "atom:updated", notes.universal(episode.updated).isoformat(timespec="seconds"))
    _add(item, "description", notes.harmless(notes.described(episode)))
    _add(item, "content:encoded", notes.html(episode, words))
    sound = episode.sound
    where = addresses.of(show.base, sound.name)
    _add(item, "enclosure", url=where, length=str(sound.size), type=sound.media_type)
    _add(item, "itunes:duration", str(max(1, round(episode.seconds))))
    _add(item, "itunes:explicit", _word(show.explicit))
    _add(item, "itunes:episodeType", "full")
    if number:
        _add(item, "itunes:episode", str(number))
    if episode.cover:
        _add(item, "itunes:image", href=addresses.of(show.base, episode.cover.name))
    authors = [name for name in map(notes.line, episode.authors) if name]
    if authors:
        _add(item, "itunes:author", ", ".join(authors))
    for name in authors:
        _add(item, "dc:creator", name)
        _add(item, "podcast:person", name, role="author", group="writing")
    for kind, file in episode.also:
        _beside(item, show, episode, kind, file)


def _beside(item: Node, show: Show, episode: Episode, kind: str, file: File) -> None:
    """What an app may fetch besides the sound: a transcript, chapters, the same sound in another format."""
    where = addresses.of(show.base, file.name)
    if kind in TRANSCRIPTS:
        language = notes.line(episode.language or show.language)
        captions = "captions" if kind in CAPTIONS else ""
        _add(item, "podcast:transcript", url=where, type=file.media_type, language=language, rel=captions)
    elif kind == "chapters":
        _add(item, "podcast:chapters", url=where, type=file.media_type)
    elif file.media_type.startswith("audio/"):
        rate = str(round(file.size * 8 / max(1.0, episode.seconds)))
        other = _add(
            item, "podcast:alternateEnclosure", type=file.media_type, length=str(file.size), bitrate=rate, title=kind
        )
        _add(other, "podcast:source", uri=where)
        if file.sha256:
            _add(other, "podcast:integrity", type="sri", value=_integrity(file.sha256))


def _integrity(sha256: str) -> str:
    """A digest as browsers write it."""
    from base64 import b64encode

    return f"sha256-{b64encode(bytes.fromhex(sha256)).decode()}"


def _add(parent: Node, name: str, content: str = "", **attributes: str) -> Node:
    """A new element behind the others; attributes that are empty are left out."""
    from lxml import etree

    node = etree.SubElement(parent, _qualified(name), {key: value for key, value in attributes.items() if value})
    if content:
        node.text = content
    return node


@cache
def _qualified(name: str) -> str:
    prefix, _, local = name.rpartition(":")
    return f"{{{SPACES[prefix]}}}{local}" if prefix else local


def _word(truth: bool) -> str:
    return "true" if truth else "false"


def _date(moment: datetime) -> str:
    return format_datetime(notes.universal(moment))
