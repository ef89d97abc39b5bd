"""Sources' entries against the index: what is new, changed, moved or gone, and so what is to be done."""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from narrate import settings as all_settings
from narrate.errors import SourceError
from narrate.fetch import fetch, is_address
from narrate.library import identity
from narrate.library.batch import KNOWN, Report, Task, waits
from narrate.library.items import Item
from narrate.library.jobs import Job, Part
from narrate.library.recipes import contents, manner
from narrate.sources import Entry, canonical, same

if TYPE_CHECKING:
    from narrate.library.index import Index
    from narrate.library.library import Library
    from narrate.settings import Settings

Gone = Literal["keep", "hide", "delete"]
ACCIDENT, MANY = 0.5, 5
"""Share and number of a source's articles above which their being gone at once looks like an accident; so does a source
in which nothing is left of several: a disk that is not there is an empty folder."""
IN_ORDER = 3600
"""Articles without a date that keep the order in which their source names them, each a second older than the last."""
USUAL_BYTES = 30_000
"""What an article weighs whose size is not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """How a batch is to be done."""

    settings: Settings
    formats: tuple[str, ...]
    show: str
    """The podcast's title."""
    podcast: str
    """Its id, of which those of its episodes are made."""
    cover: bytes | None = None
    """Its picture."""
    important: float = 0.0
    gone: Gone = "keep"
    removals: bool = False
    """Whether articles may go however many they are."""
    recheck: float = 24 * 3600.0
    """Seconds after which an address is asked again whether its article has changed."""
    again: bool = False
    """Whether those that failed are tried whatever they wait for."""
    afresh: bool = False
    """Whether all is narrated again."""


def tasks(
    library: Library, wishes: Wishes, entries: Sequence[Entry], whole: Iterable[str], report: Report
) -> list[Task]:
    """What is to be narrated, newest first; the index then knows every entry.

    `whole` are the origins whose articles are all among the entries: what the index has besides is gone there.
    """
    now = time.time()
    how = how_narrated(wishes)
    with library.index.changing():
        listed = _matched(library, wishes, entries, set(whole), how, now)
        _mark_gone(library, wishes, listed, set(whole), report)
    items = {item.number: item for item in library.index.items()}
    found = []
    for number, entry in listed.items():
        item = items[number]
        signature = f"{entry.signature}|{how}"
        if item.removed:
            continue
        if not wishes.afresh:
            if waits(item, now) and signature == item.signature and not wishes.again:
                report.waiting[number] = item.due
                continue
            if _fresh(library, item, entry, signature, wishes, now):
                report.unchanged += 1
                continue
        job = job_of(library, wishes, item, (part_of(entry),), how)
        if not item.checked:
            job = replace(job, content="")
        elif job.recipe and item.signature.endswith(how):
            known = library.index.recall(KNOWN + entry.key)
            job = replace(job, parts=(replace(job.parts[0], known=known),))
        found.append(Task(item=item, job=job, signature=signature, weight=_weight(entry)))
    return sorted(found, key=lambda task: _newest(listed[task.item.number]), reverse=True)


def how_narrated(wishes: Wishes) -> str:
    """A digest of all that holds for every article; raises `UsageError`."""
    return manner(wishes.settings, wishes.formats, wishes.show, wishes.important)


def _newest(entry: Entry) -> tuple[str, float, str]:
    return entry.published, _dated(entry), entry.key


def _dated(entry: Entry) -> float:
    """What tells the date of an article that has none: its last change, or when somebody put it on a list."""
    return entry.changed or entry.added


def _fresh(library: Library, item: Item, entry: Entry, signature: str, wishes: Wishes, now: float) -> bool:
    """Whether an article surely has its episode, and the episode its files."""
    if item.state != "made" or item.problems or signature != item.signature or not item.files:
        return False
    if not item.checked or (not entry.signature and not item.checked <= now < item.checked + wishes.recheck):
        return False
    return there(library, item)


def _there(path: Path, size: int) -> bool:
    try:
        return path.stat().st_size == size
    except OSError:
        return False


def _matched(
    library: Library, wishes: Wishes, entries: Sequence[Entry], whole: set[str], how: str, now: float
) -> dict[int, Entry]:
    """Each entry by the number of its article, which is made for a new one.

    A new one with the bytes of one that is gone is that one, elsewhere.
    """
    index = library.index
    items = {item.key: item for item in index.items()}
    keys = {item.number: key for key, item in items.items()}
    known = {name: keys[number] for name, number in index.names().items()}
    listed: dict[int, Entry] = {}
    new: list[Entry] = []
    for entry in same(entries, known):
        if entry.key in items:
            listed[items[entry.key].number] = entry
            _follow(index, items[entry.key], entry, known)
        else:
            new.append(entry)
    away = {
        item.content: item
        for item in items.values()
        if item.number not in listed and item.content and (item.gone or item.origin in whole)
    }
    taken = {item.guid for item in items.values()}
    lost = {item.guid: item for item in items.values() if item.key.startswith(identity.LOST)}
    for place, entry in enumerate(new):
        names = (entry.key, *entry.also)
        moved = lost.pop(identity.guid(wishes.podcast, entry.key, ()), None) if lost else None
        if moved is None and away:
            moved = away.pop(_contents(entry, how), None)
        if moved is not None:
            number = moved.number
            identity.moved(index, moved, names, key=entry.key, origin=entry.origin, where=entry.where)
        else:
            guid = identity.guid(wishes.podcast, entry.key, taken)
            taken.add(guid)
            first = now - min(place, IN_ORDER)
            number = index.add(key=entry.key, guid=guid, origin=entry.origin, where=entry.where, first=first)
            index.name(number, names)
        index.change(number, changed=_dated(entry))
        listed[number] = entry
    return listed


def _follow(index: Index, item: Item, entry: Entry, known: dict[str, str]) -> None:
    """Keep up with where an article is listed and what it is called there."""
    if any(name not in known for name in entry.also):
        index.name(item.number, entry.also)
    told = {"origin": entry.origin, "where": entry.where, "changed": _dated(entry), "gone": False}
    if all(map(is_address, (item.where, entry.where))) and canonical(item.where) != canonical(entry.where):
        told["checked"] = 0.0  # what was known of the old address tells nothing of the new one
    if any(getattr(item, name) != value for name, value in told.items()):
        index.change(item.number, **told)


def _contents(entry: Entry, how: str) -> str:
    """The digest of an entry's bytes, if they can be had here and now."""
    if entry.document is None and is_address(entry.where):
        return ""
    try:
        return contents(how, (replace(part_of(entry), document=entry.document or fetch(entry.where)),))
    except SourceError:
        return ""


def _mark_gone(library: Library, wishes: Wishes, listed: dict[int, Entry], whole: set[str], report: Report) -> None:
    """Note which articles their sources do not name any more, unless that looks like an accident."""
    index = library.index
    items = index.items()
    for origin in whole:
        own = [item for item in items if item.origin == origin]
        away = [item for item in own if item.number not in listed and not item.gone]
        many = len(away) >= MANY and len(away) > ACCIDENT * len(own)
        empty = len(away) > 1 and not any(entry.origin == origin for entry in listed.values())
        if wishes.gone != "keep" and not wishes.removals and (many or empty):
            report.kept_back += len(away)
            continue
        for item in away:
            index.change(item.number, gone=True)
            report.gone.append(item.number)
    if wishes.gone == "delete":
        for item in index.gone():
            if item.files:
                index.replace_files(item.number, ())
                index.change(item.number, state="new", content="", recipe="", signature="")


def part_of(entry: Entry) -> Part:
    """An entry as a worker gets it."""
    return Part(
        where=entry.where, document=entry.document, title=entry.title, authors=entry.authors,
        published=entry.published, language=entry.language, cover=entry.cover, trusted=entry.trusted,
    )  # fmt: skip


def job_of(library: Library, wishes: Wishes, item: Item, parts: tuple[Part, ...], how: str) -> Job:
    """What a worker is told of an article."""
    whole = bool(item.files) and not wishes.afresh and there(library, item)
    return Job(
        number=item.number, parts=parts, settings=wishes.settings, formats=wishes.formats,
        folder=library.work / str(item.number), store=library.place, important=wishes.important,
        cache=all_settings.cache_folder(wishes.settings), show=wishes.show, cover=wishes.cover, manner=how,
        content=item.content if whole else "", recipe=item.recipe if whole else "",
    )  # fmt: skip


def there(library: Library, item: Item) -> bool:
    """Whether an episode's files are where they should be, as far as a look at a folder tells."""
    local = library.store.local
    return bool(item.files) and (local is None or all(_there(local / kept.name, kept.size) for kept in item.files))


def _weight(entry: Entry) -> float:
    if entry.document is not None:
        return float(len(entry.document.data))
    try:
        return float(USUAL_BYTES if is_address(entry.where) else Path(entry.where).stat().st_size)
    except OSError:
        return 1.0
