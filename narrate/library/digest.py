"""Several articles as one episode: those of a day or a week, behind a table of contents that is spoken first."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import TYPE_CHECKING, Literal

from narrate.library import identity, public
from narrate.library.batch import Report, Task, waits
from narrate.library.plan import USUAL_BYTES, Wishes, how_narrated, job_of, part_of, there
from narrate.sources import Entry, same

if TYPE_CHECKING:
    from narrate.library.library import Library

Period = Literal["daily", "weekly"]
KEY = "digest:"
"""How the keys of digests begin; the day or week follows."""
WEEK = re.compile(r"(\d+)-W(\d\d)")
"""A week as ISO 8601 writes it."""


def parted(library: Library, entries: Sequence[Entry], *, joining: bool) -> tuple[list[Entry], list[Entry]]:
    """The articles that have episodes of their own, and those of digests, new ones by what is wanted now.

    Whatever is wanted now, an episode stays what it is: nobody who has heard it is to have it again as another.
    """
    digests = {item.number for item in library.index.lost(KEY)}
    if not (joining or digests):
        return list(entries), []
    names = library.index.names()
    alone: list[Entry] = []
    joined: list[Entry] = []
    for entry in same(entries):
        number = next((names[name] for name in (entry.key, *entry.also) if name in names), None)
        (joined if (joining if number is None else number in digests) else alone).append(entry)
    return alone, joined


def tasks(library: Library, wishes: Wishes, entries: Sequence[Entry], period: Period, report: Report) -> list[Task]:
    """The digests that are to be made, newest first. Every entry belongs to one, and stays in it.

    A digest is known by the names of all its articles. One of which the sources do not name all any more, as feeds do
    not after a while, stays as it is: what comes after, and what failed in it, is in another one, so that no article is
    lost. What comes late for a day whose digest is made is in that of the day on which it came: whoever heard the first
    would never hear of it.
    """
    now = time.time()
    how = how_narrated(wishes)
    with library.index.changing():
        members = _matched(library, wishes, entries, period, now)
    parted = _parted(library.index.names(), entries)
    items = {item.number: item for item in library.index.items()}
    found = []
    for number, own in members.items():
        item = items[number]
        if item.removed:
            continue
        signature = f"{_signature(own)}|{how}"
        if not wishes.afresh:
            if item.files and number in parted:
                report.unchanged += 1
                continue
            if waits(item, now) and signature == item.signature and not wishes.again:
                report.waiting[number] = item.due
                continue
            known = all(entry.signature for entry in own) or item.checked <= now < item.checked + wishes.recheck
            if (
                item.state == "made"
                and not item.problems
                and signature == item.signature
                and known
                and there(library, item)
            ):
                report.unchanged += 1
                continue
        parts = tuple(part_of(entry) for entry in sorted(own, key=_when))
        title = f"{wishes.show}, {_days(item.key.removeprefix(KEY))}"
        job = replace(job_of(library, wishes, item, parts, how), title=title)
        found.append(Task(item=item, job=job, signature=signature, weight=USUAL_BYTES * float(len(parts))))
    return sorted(found, key=lambda task: task.item.key, reverse=True)


def _matched(
    library: Library, wishes: Wishes, entries: Sequence[Entry], period: Period, now: float
) -> dict[int, list[Entry]]:
    """The entries of each digest by its number; new ones get theirs."""
    index = library.index
    numbers, items = index.names(), {item.key: item for item in index.items()}
    taken = {item.guid for item in items.values()}
    today = KEY + _span(now, period)
    parted = _parted(numbers, entries)
    closed = {key for key, item in items.items() if item.removed or (item.files and item.number in parted)}
    failed = {(items[key].number, one.place): key for key in closed for one in items[key].problems}
    members: dict[int, list[Entry]] = {}
    for entry in same(entries):
        names = (entry.key, *entry.also)
        number = next((numbers[name] for name in names if name in numbers), None)
        if number is None or (number, entry.where) in failed:
            begun = _begun(entry, now)
            key = KEY + _span(begun, period)
            if key in closed or (key in items and items[key].files and key != today):
                key = _open(today, closed)
            if key not in items:
                guid = identity.guid(wishes.podcast, key, taken)
                taken.add(guid)
                items[key] = index.item(index.add(key=key, guid=guid, origin=KEY, where=key, first=begun))
                index.change(items[key].number, changed=begun)
            number = items[key].number
        index.name(number, names)
        numbers |= dict.fromkeys(names, number)
        members.setdefault(number, []).append(entry)
    return members


def _parted(numbers: Mapping[str, int], entries: Iterable[Entry]) -> set[int]:
    """The digests of whose articles' names some are not listed any more."""
    listed = {name for entry in entries for name in (entry.key, *entry.also)}
    return {number for name, number in numbers.items() if name not in listed}


def _open(key: str, closed: Collection[str]) -> str:
    """The first digest of a day that can still take articles."""
    number, found = 1, key
    while found in closed:
        number += 1
        found = f"{key} ({number})"
    return found


def _when(entry: Entry) -> float:
    return public.when(entry.published, entry.changed).timestamp()


def _begun(entry: Entry, now: float) -> float:
    """When an article appeared, or now where it does not tell, or nothing that can be believed."""
    told = _when(entry)
    return told if told and told <= now + public.AHEAD else now


def _span(when: float, period: Period) -> str:
    """The day or the week of a moment, where this machine is."""
    day = datetime.fromtimestamp(when).astimezone().date()
    if period == "daily":
        return day.isoformat()
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def _days(span: str) -> str:
    """A digest's day or week as dates, which every language can say; a week's number is for keys only."""
    found = WEEK.match(span)
    if not found:
        return span
    first, last = (date.fromisocalendar(int(found[1]), int(found[2]), day) for day in (1, 7))
    return f"{first} – {last}{span[found.end() :]}"


def _signature(entries: Sequence[Entry]) -> str:
    told = sorted(f"{entry.key} {entry.signature}" for entry in entries)
    return hashlib.sha256("\n".join(told).encode("utf-8", "surrogatepass")).hexdigest()
