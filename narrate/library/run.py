"""One run over a podcast: list the sources, narrate what is new or changed, bring the public files up to date."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from narrate.fetch import Web
from narrate.library import digest, plan, public
from narrate.library.batch import Batch, Listener, Report, Task
from narrate.library.crew import Crew, Processes
from narrate.library.jobs import problem
from narrate.library.library import Library, trying, writing
from narrate.sources import Choice, Entry, Limits, listed
from narrate.text.important import DEFAULT_SHARE

if TYPE_CHECKING:
    from narrate.podcast.config import Plan
    from narrate.settings import Settings


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """What a run is to do, besides what `podcast.toml` says."""

    settings: Settings
    choice: Choice = Choice()
    limits: Limits = field(default_factory=Limits)
    web: Web = field(default_factory=Web)
    removals: bool = False
    again: bool = False
    afresh: bool = False
    dry: bool = False
    """Whether to tell only what would be narrated: nothing at all is kept of it."""


Hire = Callable[[int], Crew]
"""Makes a crew for so many jobs at most."""


@dataclass(slots=True)
class Outcome:
    """What a run did."""

    report: Report
    tasks: list[Task]
    """What was to be narrated."""
    changed: list[str] = field(default_factory=list)
    """The public files that were written."""
    episodes: int = 0
    void: bool = False
    """Whether there is nothing to make a podcast of, as no source could be had; nothing public was written then."""


def run(
    place: str,
    chosen: Plan,
    sources: Sequence[str],
    order: Order,
    *,
    hire: Hire | None = None,
    listen: Listener | None = None,
    heard: Callable[[str], None] | None = None,
) -> Outcome:
    """Do it all; raises `OutputError` when the library can't be written, and `UsageError` for settings that can't be.

    What is wrong with a source or an article is in the report.
    """
    report = Report()
    with (trying if order.dry else writing)(place) as library:
        chosen = replace(chosen, show=public.named(library, chosen.show))
        cover = public.cover(library, chosen.show, chosen.cover)
        entries, whole = _listed(library, sources, order, report, heard)
        tasks = _tasks(library, chosen, cover, entries, whole, order, report)
        outcome = Outcome(report=report, tasks=tasks, void=not library.index.items() and bool(report.sources))
        if order.dry or outcome.void:
            return outcome
        hidden = chosen.gone != "keep"

        def publish() -> None:
            written = public.write(library, chosen.show, cover, hidden=hidden)
            outcome.changed = list(dict.fromkeys([*outcome.changed, *written]))

        try:
            if tasks:
                _narrated(library, _shared_out(tasks, order.settings.jobs), order, report, hire, publish, listen)
        finally:  # what is finished is in the feed, also when the rest was interrupted
            publish()
        outcome.episodes = sum(item.public and not (hidden and item.gone) for item in library.index.items())
    return outcome


def _narrated(
    library: Library,
    tasks: list[Task],
    order: Order,
    report: Report,
    hire: Hire | None,
    publish: Callable[[], object],
    listen: Listener | None,
) -> None:
    """Have a crew do the tasks."""
    jobs = order.settings.jobs
    crew = (hire or Processes)(min(len(tasks), jobs) if jobs else 0)
    try:
        Batch(library, crew, order.web, report, publish=publish, listen=listen).run(tasks)
    finally:
        crew.close()


def _listed(
    library: Library,
    sources: Iterable[str],
    order: Order,
    report: Report,
    heard: Callable[[str], None] | None,
) -> tuple[list[Entry], set[str]]:
    """The entries of all sources, and which sources' articles are all among them."""
    entries: list[Entry] = []
    whole: set[str] = set()
    for where in sources:
        listing = listed(
            where, memory=library.index, web=order.web, choice=order.choice, limits=order.limits, heard=heard
        )
        entries += listing.entries
        report.sources += map(problem, listing.troubles)
        if listing.whole:
            whole.add(listing.origin)
    return entries, whole


def _tasks(
    library: Library,
    chosen: Plan,
    cover: bytes,
    entries: list[Entry],
    whole: set[str],
    order: Order,
    report: Report,
) -> list[Task]:
    wishes = plan.Wishes(
        settings=order.settings,
        formats=chosen.formats,
        show=chosen.show.title,
        podcast=public.podcast_guid(library, chosen.show),
        cover=cover,
        important=DEFAULT_SHARE if chosen.important else 0.0,
        gone=chosen.gone,
        removals=order.removals,
        recheck=chosen.recheck * 3600.0,
        again=order.again,
        afresh=order.afresh,
    )
    alone, joined = digest.parted(library, entries, joining=bool(chosen.digest))
    found = plan.tasks(library, wishes, alone, whole, report)
    if joined:
        found = digest.tasks(library, wishes, joined, chosen.digest or "daily", report) + found
    return found


def _shared_out(tasks: list[Task], jobs: int) -> list[Task]:
    """The tasks with as many voices each as there are cores for it: few articles share them all."""
    from narrate.library.crew import cores

    each = max(1, (jobs or cores()) // len(tasks))
    return [replace(task, job=replace(task.job, jobs=each)) for task in tasks]
