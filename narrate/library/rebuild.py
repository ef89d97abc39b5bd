"""A lost or damaged index is made anew: of what can be read of it, and of the feed and the files that are there.

What must not be lost are the ids: an app that has heard an episode would fetch it again under another one. An episode
known only by the feed keeps its id under a key of its own until its article is met again (`identity.LOST`).
"""

from __future__ import annotations

import re
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import replace
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from narrate import plugins
from narrate.errors import OutputError
from narrate.library import identity, public, strays
from narrate.library.check import digest, episode_name, feeds
from narrate.library.items import Facts, Kept
from narrate.podcast import config
from narrate.podcast.feed import SPACES
from narrate.podcast.show import EPISODES, FEED

if TYPE_CHECKING:
    from narrate.library.items import Item
    from narrate.library.library import Library

TABLES = ("articles", "files", "names", "leftovers", "notes", "pages")
_ESCAPED = re.compile(r"&(lt|amp);")
Node = Any
"""An element of lxml's, which has no types."""
Groups = dict[str, dict[str, int]]
"""Sizes of the episodes' files by their names, by what these have before the suffix, which all of an episode share."""


def rebuild(library: Library, damaged: Path | None) -> list[str]:
    """Fill an empty index; returns what was done, in words."""
    read = _salvaged(library, damaged) if damaged else 0
    channels = [channel for name in feeds(library.store) if (channel := _channel(library, name)) is not None]
    had = {item.guid: item for item in library.index.items()}
    named = {(node.findtext("guid") or "").strip(): node for channel in channels for node in channel.iter("item")}
    there: Groups = {}
    for name, size in library.store.names(f"{EPISODES}/"):
        there.setdefault(name.partition(".")[0], {})[name] = size
    new = 0
    for guid, node in named.items():
        if guid and guid not in had:
            new += 1
            _add(library, node, guid, there)
        elif guid and not had[guid].files and not had[guid].removed:
            _complete(library, node, had[guid], there)
    if channels:
        _note(library, channels[0])
    with library.index.changing():
        library.index.set_note(strays.REBUILT, "1")
    return [f"the index was made anew: {read} articles of what was readable of it, {new} of the feed"]


def _salvaged(library: Library, damaged: Path) -> int:
    """Take over what can be read; returns the number of articles."""
    with tempfile.TemporaryDirectory(prefix="narrate-") as folder:
        copy = Path(folder) / damaged.name
        for ending in ("", "-wal"):
            with suppress(OSError):
                shutil.copyfile(damaged.with_name(damaged.name + ending), copy.with_name(copy.name + ending))
        with closing(sqlite3.connect(copy)) as old:
            old.row_factory = sqlite3.Row
            for table in TABLES:
                library.index.adopt(table, _rows(old, table))
    library.index.drop_unreadable()
    return len(library.index.items())


def _rows(old: sqlite3.Connection, table: str) -> list[dict[str, Any]]:
    """Rows from both ends, as far as the damage."""
    found: dict[int, dict[str, Any]] = {}
    for order in ("ASC", "DESC"):
        with suppress(sqlite3.Error, UnicodeError):
            for row in old.execute(f"SELECT rowid AS place, * FROM {table} ORDER BY rowid {order}"):
                values = dict(row)
                found.setdefault(values.pop("place"), values)
    return [found[place] for place in sorted(found)]


def _channel(library: Library, name: str) -> Node | None:
    from lxml import etree

    parser = etree.XMLParser(recover=True, resolve_entities=False, no_network=True)
    try:
        root = etree.fromstring(library.store.read(name), parser)
    except (etree.XMLSyntaxError, OutputError):
        return None
    return root.find("channel") if root is not None else None


def _note(library: Library, channel: Node) -> None:
    """What the feed tells of the podcast itself, where the index does not know it."""
    notes = {
        public.GUID: channel.findtext("podcast:guid", "", SPACES),
        public.TITLE: channel.findtext("title", ""),
    }
    with library.index.changing():
        for name, value in notes.items():
            if value and not library.index.note(name):
                library.index.set_note(name, value)
    if public.told(library) is None:
        plan = config.load(library.store.local or Path())
        own = [link.get("href", "") for link in channel.iterfind("atom:link[@rel='self']", SPACES)]
        base = next((link.removesuffix(FEED) for link in own if link.endswith(f"/{FEED}")), plan.show.base)
        show = replace(public.named(library, plan.show), base=base)
        with library.index.changing():
            library.index.set_note(public.TOLD, public.telling(show, hidden=plan.gone != "keep"))


def _add(library: Library, node: Node, guid: str, there: Groups) -> None:
    """An episode of the feed as an article whose source is not known yet."""
    from narrate.sources import canonical

    facts = _facts(node)
    files = _files(library, node, there)
    with library.index.changing():
        first = public.when(facts.published).timestamp()
        key = identity.LOST + guid
        number = library.index.add(key=key, guid=guid, origin="", where=facts.link or key, first=first)
        library.index.name(number, [key, *([canonical(facts.link)] if facts.link else [])])
        library.index.change(number, facts=facts, state="made" if files else "new")
        library.index.replace_files(number, files)


def _complete(library: Library, node: Node, item: Item, there: Groups) -> None:
    """Give an article its files again, of which the damaged index could not tell."""
    with library.index.changing():
        library.index.change(item.number, facts=item.facts or _facts(node))
        library.index.replace_files(item.number, _files(library, node, there))


def _facts(node: Node) -> Facts:
    published = ""
    with suppress(ValueError, TypeError, IndexError):
        published = parsedate_to_datetime(node.findtext("pubDate", "")).isoformat()
    seconds = node.findtext("itunes:duration", "0", SPACES)
    spoken = [one.get("language", "") for one in node.iterfind("podcast:transcript", SPACES)]
    return Facts(
        title=node.findtext("title", ""),
        seconds=float(seconds) if seconds.isdecimal() else 0.0,
        published=published,
        authors=tuple(one.text or "" for one in node.iterfind("dc:creator", SPACES)),
        language=next(iter(spoken), ""),
        summary=_ESCAPED.sub(lambda found: {"lt": "<", "amp": "&"}[found[1]], node.findtext("description", "")),
        link=node.findtext("link", ""),
        sources=tuple(_sources(node)),
    )


def _sources(node: Node) -> Iterator[tuple[str, str]]:
    """The articles of a digest, from the notes."""
    from lxml import html

    notes = node.findtext("content:encoded", "", SPACES)
    if "<ul>" in notes:
        for one in html.fromstring(f"<div>{notes}</div>").iter("li"):
            link = one.find("a")
            yield one.text_content(), link.get("href", "") if link is not None else ""


def _files(library: Library, node: Node, groups: Groups) -> list[Kept]:
    """The episode's files that are there; none where its sound has not its true length."""
    enclosure = node.find("enclosure")
    if enclosure is None:
        return []
    known = {module.INFO.suffix: module.INFO for module in plugins.every("outputs")}
    sound = episode_name(enclosure.get("url", ""))
    suffix = max((one for one in known if sound.endswith(one)), key=len, default="")
    stem = sound.removesuffix(suffix)
    if not suffix or not stem.startswith(f"{EPISODES}/"):
        return []
    there = groups.get(stem, {})
    if str(there.get(sound)) != enclosure.get("length"):
        return []
    named = [episode_name(one.get("url", "") or one.get("uri", "")) for one in node.iter() if isinstance(one.tag, str)]
    names = dict.fromkeys([*filter(None, named), *there])
    kinds = {name: known[name.removeprefix(stem)] for name in names if name in there and name[len(stem) :] in known}
    return [
        Kept(format=info.name, name=name, size=there[name], sha256=digest(library.store, name),
             media_type=info.media_type)
        for name, info in kinds.items()
    ]  # fmt: skip
