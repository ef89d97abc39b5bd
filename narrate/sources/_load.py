"""One list after another: what a source names, and what the lists name that it names."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from hashlib import sha256
from pathlib import Path

from narrate.ahead import ordered
from narrate.errors import SourceError
from narrate.fetch import Known, Web, fetch, is_address
from narrate.model import STANDARD_INPUT, Document
from narrate.sources._addresses import canonical
from narrate.sources._folder import file
from narrate.sources._kinds import ARTICLE, Further, Named
from narrate.sources._page import article, of_feed, of_site
from narrate.sources._remember import pack, unpack
from narrate.sources._same import same
from narrate.sources._sniff import HEAD, may_be_list, named
from narrate.sources._values import Heard, Limits, Listing, Memory

ROLES = ("feed", "site")


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """A source or list that is to be had."""

    where: str
    role: str = ""
    depth: int = 0
    trusted: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Loaded:
    """What it names."""

    named: Named
    trusted: bool
    """Whether what it names may lead anywhere."""
    known: Known | None = None
    """What to remember of it."""


@dataclass(slots=True, kw_only=True)
class Loader:
    """Follows the lists of one source."""

    origin: str
    memory: Memory
    web: Web
    limits: Limits
    heard: Heard | None = None
    since: float = 0.0
    """Seconds since 1970: lists that tell that nothing in them has changed since need not be had."""
    loaded: list[tuple[Task, Loaded]] = field(default_factory=list)
    troubles: list[SourceError] = field(default_factory=list)
    seen: set[str] = field(default_factory=set)
    skipped: bool = False

    def listing(self) -> Listing:
        """All that the source names."""
        first_task = _task(self.origin)
        self.seen.add(first_task.role or canonical(first_task.where))
        level = [first_task]
        while level:
            level = self._next(level)
        entries = tuple(
            replace(one, origin=self.origin, via=task.where if task.depth else "", trusted=loaded.trusted)
            for task, loaded in self.loaded
            for one in loaded.named.entries
        )
        if len(entries) > self.limits.entries:
            self.troubles.append(
                SourceError(
                    f"it names more than {self.limits.entries:,} articles; the rest is left out", place=self.origin
                )
            )
        first = self.loaded[0][1].named if self.loaded else None
        return Listing(
            origin=self.origin,
            entries=same(entries[: self.limits.entries]),
            troubles=tuple(self.troubles),
            whole=not self.troubles and not self.skipped and all(loaded.named.whole for _task, loaded in self.loaded),
            kind=first.kind if first else "",
            title=first.title if first else "",
        )

    def _next(self, level: list[Task]) -> list[Task]:
        """Have the lists of a level; returns those that they name."""
        found: list[Task] = []
        work = ordered(self._recalled(level), self._had, workers=max(1, min(self.limits.jobs, len(level))), ahead=64)
        for (task, _known), had in work:
            if isinstance(had, SourceError):
                self.troubles.append(had)
                continue
            if had.known:
                self.memory.keep(_name(task), had.known)
            self.loaded.append((task, had))
            for fault in had.named.faults:
                self.troubles.append(SourceError(fault.message, place=fault.place or task.where, hint=fault.hint))
            found += self._further(task, had)
        return found

    def _recalled(self, level: list[Task]) -> Iterator[tuple[Task, Known | None]]:
        for task in level:
            if self.heard and task.depth:
                self.heard(task.where)
            yield task, self.memory.recall(_name(task))

    def _further(self, task: Task, had: Loaded) -> Iterator[Task]:
        """The lists that one names, each once."""
        for further in had.named.further:
            name = canonical(further.where)
            if name in self.seen:
                continue
            if further.changed and further.changed < self.since:
                self.skipped = True
                continue
            if task.depth >= self.limits.depth:
                self.troubles.append(SourceError("lists in lists, too deep to follow", place=further.where))
                return
            if len(self.seen) >= self.limits.lists:
                self.troubles.append(
                    SourceError(f"more than {self.limits.lists:,} lists; the rest is left out", place=self.origin)
                )
                return
            self.seen.add(name)
            yield _further(further, task, had)

    def _had(self, item: tuple[Task, Known | None]) -> Loaded | SourceError:
        """Have one; runs on threads of its own."""
        task, known = item
        try:
            if is_address(task.where):
                return self._from_web(task, known)
            return _from_disk(task, known)
        except SourceError as error:
            error.place = error.place or task.where
            return error

    def _from_web(self, task: Task, known: Known | None) -> Loaded:
        if task.role == "site":
            found, private = of_site(task.where, self.web, task.trusted)
            return Loaded(named=found, trusted=private)
        held = unpack(known.held) if known else None
        answer = self.web.get(task.where, known=known if held else None, trusted=task.trusted)
        if answer.document is None and held:
            found = held
        elif answer.document is None:
            raise SourceError("the server sent nothing", place=task.where)
        else:
            found = _what(task, answer.document, answer.known.digest)
        is_article = found.kind == ARTICLE
        trusted = answer.private or (is_article and task.trusted)
        return Loaded(named=found, trusted=trusted, known=replace(answer.known, held=pack(found, bare=is_article)))


def _what(task: Task, document: Document, digest: str) -> Named:
    found = named(document, task.where)
    if found:
        return found
    return of_feed(document) if task.role == "feed" else article(document, task.where, digest)


def _from_disk(task: Task, known: Known | None) -> Loaded:
    """A file, or standard input."""
    if task.where == STANDARD_INPUT:
        document = fetch(task.where)
        found = named(document, "") or article(document, task.where, sha256(document.data).hexdigest())
        return Loaded(named=found, trusted=True)
    path = Path(task.where)
    try:
        one = file(path, "")
        with path.open("rb") as opened:
            head = opened.read(HEAD)
    except (OSError, ValueError) as error:
        fetch(task.where)  # says what is wrong with it
        raise SourceError(f"the file can't be used: {error}", place=task.where) from error
    held = unpack(known.held) if known and known.etag == one.signature else None
    if held:
        return Loaded(named=held, trusted=held.own)
    found_list = named(fetch(task.where), task.where) if may_be_list(head, task.where) else None
    if found_list is None:
        return Loaded(named=Named(kind=ARTICLE, entries=(one,), whole=True), trusted=True)
    return Loaded(named=found_list, trusted=found_list.own, known=Known(etag=one.signature, held=pack(found_list)))


def _task(where: str) -> Task:
    """The source, and what is said before it: `feed:https://...`, `feed://...`, `site:example.org`."""
    role, _, rest = where.partition(":")
    if role.lower() not in ROLES:
        return Task(where=where)
    rest = rest.removeprefix("//")
    return Task(where=rest if is_address(rest) else f"https://{rest}", role=role.lower())


def _further(further: Further, task: Task, had: Loaded) -> Task:
    inner = _task(further.where)
    return replace(inner, depth=task.depth + 1, trusted=had.trusted)


def _name(task: Task) -> str:
    return f"{task.role}:{task.where}"
