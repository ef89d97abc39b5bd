"""A batch: what sources list is compared with the library, and what is new or changed is narrated.

Each article stands for itself: one that fails is told, and tried again in a later run. Its episode is in the index as
soon as it is finished, so that a run that dies, however it dies, has lost only what its workers were at.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from narrate.errors import OutputError
from narrate.fetch import Web, is_address
from narrate.library import identity
from narrate.library.crew import Crew, Told
from narrate.library.items import Problem
from narrate.library.jobs import Done, Job, Part
from narrate.library.work import fetched
from narrate.model import passwordless

if TYPE_CHECKING:
    from narrate.library.items import Item
    from narrate.library.library import Library

FETCHERS = 8
"""Articles fetched at once."""
WAITING = 32
"""Articles that may wait for a worker with their bytes in memory."""
POLL = 0.1
"""Seconds between looks at whether something was fetched."""
KNOWN = "article "
"""How names begin by which is kept what servers told of articles."""
PUBLISHED_EVERY = 30.0
"""Seconds between updates of the feed while a batch goes on, at least."""
PUBLISHED_SHARE = 0.05
"""Most of a batch's time that goes into these: those of an archive of 100,000 episodes take most of a minute each."""
WAITS = (0.0, 3600.0, 4 * 3600.0, 24 * 3600.0, 3 * 24 * 3600.0, 7 * 24 * 3600.0)
"""Seconds before an article that failed is tried again, by how often it did; the first time the next run does."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """An article of the index that is to be narrated now."""

    item: Item
    job: Job
    signature: str
    """What its source tells of it now; kept when it is done."""
    weight: float = 1.0
    """How long it is about, to foretell when all will be done: bytes of its file."""


@dataclass(slots=True)
class Report:
    """What came of a batch."""

    made: list[int] = field(default_factory=list)
    """Numbers of the articles that have a new episode."""
    unchanged: int = 0
    failed: dict[int, tuple[Problem, ...]] = field(default_factory=dict)
    partly: dict[int, tuple[Problem, ...]] = field(default_factory=dict)
    """Those with an episode in which something is missing."""
    waiting: dict[int, float] = field(default_factory=dict)
    """Those that failed before and are not tried again yet, and when they are."""
    sources: list[Problem] = field(default_factory=list)
    """Sources that could not be listed."""
    gone: list[int] = field(default_factory=list)
    kept_back: int = 0
    """Articles whose removal looked like an accident."""
    characters: int = 0
    """Spoken by an engine in this run."""
    cpu: float = 0.0
    """Seconds that the workers took."""

    @property
    def whole(self) -> bool:
        """Whether nothing went wrong."""
        return not (self.failed or self.partly or self.waiting or self.sources)


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """How far a batch has come."""

    done: int
    total: int
    share: float
    """Of the work, between 0 and 1."""
    failed: int
    current: tuple[str, ...]
    """Titles or addresses of what is being narrated."""


Listener = Callable[[State], None]


class Batch:
    """Tasks on their way through a crew."""

    def __init__(
        self,
        library: Library,
        crew: Crew,
        web: Web,
        report: Report,
        *,
        publish: Callable[[], object],
        listen: Listener | None,
    ) -> None:
        self._library, self._crew, self._web, self._report = library, crew, web, report
        self._publish, self._listen = publish, listen
        self._running: dict[int, Task] = {}
        self._shares: dict[int, float] = {}
        self._ready: list[Task] = []
        self._fetching: dict[Future[tuple[Part, ...]], Task] = {}
        self._done_weight, self._done = 0.0, 0
        self._publish_at = time.monotonic() + PUBLISHED_EVERY

    def run(self, tasks: list[Task]) -> None:
        """Do all of them; raises `OutputError` when the library itself can't be written."""
        self._total, self._weight = len(tasks), sum(task.weight for task in tasks) or 1.0
        coming = iter(tasks)
        with ThreadPoolExecutor(FETCHERS, thread_name_prefix="narrate-fetch") as pool:
            try:
                while self._step(coming, pool):
                    pass
            except BaseException:
                for future in self._fetching:
                    future.cancel()
                raise

    def _step(self, coming: Iterator[Task], pool: ThreadPoolExecutor) -> bool:
        """One event; returns whether there is more to come."""
        more = self._feed(coming, pool)
        for future in [future for future in self._fetching if future.done()]:
            self._fetched(self._fetching.pop(future), future)
        self._give()
        if not (self._running or self._ready or self._fetching):
            return more
        if not self._ready and not self._fetching and not more and self._crew.free() > 0:
            self._crew.idle()
        event = self._crew.next(POLL)
        if isinstance(event, Told):
            told = event.progress
            self._shares[event.number] = told.done / told.total if told.total and told.stage == "speaking" else 1.0
            self._tell()
        elif event is not None and event.number in self._running:
            task = self._running.pop(event.number)
            self._give()  # before all else: the worker is not to wait for the index
            self._finished(task, event)
        return True

    def _give(self) -> None:
        """Have every free worker at work, as long as there is any."""
        while self._ready and self._crew.free() > 0:
            task = self._ready.pop(0)
            self._running[task.item.number] = task
            self._crew.give(task.job)
            self._tell()

    def _feed(self, coming: Iterator[Task], pool: ThreadPoolExecutor) -> bool:
        """Take tasks as long as there is room for them, and fetch what is on the web; whether there may be more."""
        while len(self._ready) + len(self._fetching) < WAITING:
            task = next(coming, None)
            if task is None:
                return False
            if any(part.document is None and is_address(part.where) for part in task.job.parts):
                self._fetching[pool.submit(_fetched, task.job.parts, self._web)] = task
            else:
                self._ready.append(task)
        return True

    def _fetched(self, task: Task, future: Future[tuple[Part, ...]]) -> None:
        self._ready.append(replace(task, job=replace(task.job, parts=future.result())))

    def _finished(self, task: Task, done: Done) -> None:
        """Keep what came of a task."""
        self._done += 1
        self._done_weight += task.weight
        self._shares.pop(task.item.number, None)
        self._report.characters += done.fresh
        self._report.cpu += done.seconds
        if done.fatal:  # nothing of it is the article's fault: it does not count as a failure
            (why,) = done.problems
            raise OutputError(why.error, hint=why.hint)
        record(self._library, task, done, self._report)
        with suppress(OSError):
            for path in task.job.folder.glob("*"):
                path.unlink()
            task.job.folder.rmdir()
        if done.facts is not None and (begun := time.monotonic()) > self._publish_at:
            self._publish()
            ended = time.monotonic()
            self._publish_at = ended + max(PUBLISHED_EVERY, (ended - begun) / PUBLISHED_SHARE)
        self._tell()

    def _tell(self) -> None:
        if self._listen is None:
            return
        running = sum(task.weight * self._shares.get(number, 0.0) for number, task in self._running.items())
        current = tuple(_name(task) for task in self._running.values())
        share = min(1.0, (self._done_weight + running) / self._weight)
        self._listen(State(done=self._done, total=self._total, share=share, failed=len(self._report.failed),
                           current=current))  # fmt: skip


def _name(task: Task) -> str:
    facts = task.item.facts
    return (
        task.job.title
        or task.job.parts[0].title
        or (facts.title if facts else "")
        or passwordless(task.job.parts[0].where)
    )


def _fetched(parts: tuple[Part, ...], web: Web) -> tuple[Part, ...]:
    """The parts with their documents, or with what stands in the way."""
    return tuple(fetched(part, web) if is_address(part.where) else part for part in parts)


def record(library: Library, task: Task, done: Done, report: Report, now: float | None = None) -> None:
    """Put what came of a task into the index and the report."""
    now = time.time() if now is None else now
    index = library.index
    with index.changing():
        number = identity.settled(index, task.item, done.outline, done.facts.title if done.facts else "")
        known: dict[str, Any] = {"signature": task.signature, "checked": now}
        if done.facts is not None:
            index.change(number, facts=done.facts, outline=done.outline, state="made")
            index.replace_files(number, done.files)
            if index.item(number).removed:  # moved and changed, it was known again only now
                index.replace_files(number, ())
        elif done.link and task.item.facts is not None and task.item.facts.link != done.link:
            index.change(number, facts=replace(task.item.facts, link=done.link))
        if not done.problems:
            known |= {"outline": done.outline} if done.outline else {}
            known |= {"content": done.content, "recipe": done.recipe}
            index.change(number, problems=(), tries=0, due=0.0, **known)
            if done.known is not None:
                index.keep(KNOWN + task.item.key, done.known)
        else:
            tries = task.item.tries + 1
            wait = max(WAITS[min(tries, len(WAITS)) - 1], done.retry_after)
            failed = {} if done.facts is not None or task.item.public else {"state": "failed"}
            index.change(number, content="", recipe="", problems=done.problems, tries=tries,
                         due=now + wait if wait else 0.0, **known, **failed)  # fmt: skip
    if done.facts is not None:
        report.made.append(number)
        if done.problems:
            report.partly[number] = done.problems
    elif done.problems:
        report.failed[number] = done.problems
    else:
        report.unchanged += 1


def waits(item: Item, now: float) -> bool:
    """Whether an article that failed is not to be tried yet.

    A clock that was set back must not keep it waiting for years: nothing waits longer than it ever would have.
    """
    return bool(item.problems) and now < item.due <= now + WAITS[-1]
