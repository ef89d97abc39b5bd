"""A worker on a machine of the cluster: it holds loaded voices, and narrates one article after the other.

An actor of Ray's with two groups of calls, so that it answers how far it is while it narrates. What it makes lies in a
folder of its own until it is in the podcast's store; nothing else of it is kept but clips in the machine's cache.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from contextlib import suppress
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import ray

from narrate import __version__, plugins, settings
from narrate.cluster.errand import Errand, Greeting, Picture, Terms, Wanted, named
from narrate.errors import NarrateError
from narrate.fetch import fetch, is_address
from narrate.fetch import picture as fetched_picture
from narrate.homes import at_home
from narrate.library.jobs import Done, Job, Part
from narrate.library.recipes import SOUNDS
from narrate.library.tools import Tools
from narrate.library.work import work
from narrate.model import Progress
from narrate.settings import Settings
from narrate.staging import runs

FOLDER = "narrate-worker-"
"""How the folders of workers begin; behind it stands the number of their process."""
TALK = "talk"
"""The group of calls that an actor answers while it narrates."""


class NotHere(BaseException):
    """A cover must be sent first. No fault of the article's: derived so that nothing on the way takes it for one."""

    def __init__(self, picture: Picture) -> None:
        super().__init__(picture)
        self.picture = picture


class Worker:
    """What the driver calls; see `crew.Workers`."""

    def __init__(self, terms: Terms, cover: bytes | None) -> None:
        self._terms, self._cover = terms, cover
        self._folder: Path | None = None
        self._moved: dict[str, str] = {}
        """Files that settings name, and where they are here."""
        self._tools = Tools()
        self._told: tuple[int, Progress] | None = None

    def greet(self) -> Greeting:
        """Who it is, and what stands in the way of its working."""
        import socket

        sweep()
        self._folder = Path(tempfile.mkdtemp(prefix=f"{FOLDER}{os.getpid()}-"))
        node, host = ray.get_runtime_context().get_node_id(), socket.gethostname()
        problem, hint = self._unfit()
        files = self._terms.files
        self._moved = {one.where: one.path for one in files if one.here}
        missing = tuple(number for number, one in enumerate(files) if one.where not in self._moved)
        return Greeting(node=node, host=host, problem=problem, hint=hint, missing=missing)

    def take(self, numbers: tuple[int, ...], *data: bytes) -> None:
        """Keep the files of `Terms.files` that it did not see."""
        for number, one in zip(numbers, data, strict=True):
            name = self._terms.files[number].where
            folder = self._own(f"setting-{number}")
            path = folder / Path(name).name
            path.write_bytes(one)
            self._moved[name] = str(path)

    def narrate(self, errand: Errand) -> Done | Wanted:
        """Do a job, or tell what must be sent first."""
        self._told = None
        parts, absent = self._parts(errand)
        if absent:
            return Wanted(files=absent)
        folder = self._own(str(errand.job.number))
        self._tools.picture = self._pictures(errand)
        try:
            return work(self._local(errand.job, parts, folder), self._tools, self._listener(errand.job.number))
        except NotHere as lacking:
            return Wanted(pictures=(lacking.picture,))
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    @ray.method(concurrency_group=TALK)  # type: ignore[untyped-decorator]  # Ray's client takes groups only from here
    def told(self) -> tuple[int, Progress] | None:
        """How far it is with which job."""
        return self._told

    def process(self) -> int:
        """Its process's number."""
        return os.getpid()

    def leave(self) -> None:
        """Close all voices, and leave nothing behind."""
        self._tools.close()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _own(self, name: str) -> Path:
        assert self._folder is not None
        folder = self._folder / name
        folder.mkdir(parents=True, exist_ok=True)
        return folder

    def _unfit(self) -> tuple[str, str]:
        """Why it can't work here, and what helps."""
        terms = self._terms
        if terms.version != __version__:
            return (
                f"it has Narrate {__version__}, and the driver {terms.version}",
                "install the same version everywhere",
            )
        lacking = [
            name
            for engine in terms.engines
            if engine in plugins.names("engines")
            for name in plugins.load("engines", engine).INFO.requires
            if find_spec(name) is None
        ]
        if lacking:
            return f"{', '.join(lacking)} is not installed there", "install the same extras on all machines"
        self._find_voices()
        return _reach(terms)

    def _find_voices(self) -> None:
        """Use the driver's folder of voices where this machine sees it and has not been given one of its own."""
        own = settings.load({}).voice_folder
        if not own and self._terms.voice_folder and Path(self._terms.voice_folder).is_dir():
            os.environ["NARRATE_VOICE_FOLDER"] = self._terms.voice_folder

    def _parts(self, errand: Errand) -> tuple[tuple[Part, ...], tuple[str, ...]]:
        """The job's parts with the files that are seen here, and the names of those that are not."""
        seen = {one.where: one for one in errand.sights}
        parts: list[Part] = []
        absent: list[str] = []
        for part in errand.job.parts:
            one = seen.get(part.where) if part.document is None else None
            if one is None:
                parts.append(part)
                continue
            try:
                document = fetch(one.path) if one.here else None
            except NarrateError:
                document = None  # the driver finds out what is wrong with it
            if document is None:
                absent.append(part.where)
            else:
                parts.append(replace(part, document=replace(document, source=part.where)))
        return tuple(parts), tuple(absent)

    def _pictures(self, errand: Errand) -> Any:
        """How covers are found for a job: on the web, beside files that are seen, among what was sent, or not yet."""
        seen = {one.where: one.path for one in errand.sights}

        def picture(where: str, source: str, *, trusted: bool) -> bytes | None:
            if not where or is_address(source):
                return fetched_picture(where, source, trusted=trusted)
            if source in seen:
                return fetched_picture(where, seen[source], trusted=trusted)
            if (where, source) not in errand.pictures:
                raise NotHere((where, source))
            return errand.pictures[where, source]

        return picture

    def _local(self, job: Job, parts: tuple[Part, ...], folder: Path) -> Job:
        """The job with this machine's folders."""
        chosen = self._settings(job.settings)
        return replace(
            job,
            parts=parts,
            settings=chosen,
            folder=folder,
            store=self._terms.store,
            cache=settings.cache_folder(replace(chosen, cache=chosen.cache or settings.load({}).cache)),
            cover=self._cover,
            jobs=self._terms.jobs,
        )

    def _settings(self, chosen: Settings) -> Settings:
        """The settings with this machine's files."""
        moved = {name: self._moved.get(name, name) for name in named(chosen)}
        files: dict[str, Any] = {name: moved.get(getattr(chosen, name).strip(), "") for name in SOUNDS}
        lexicon = ",".join(moved[name.strip()] for name in chosen.lexicon.split(",") if name.strip())
        cache = str(Path(self._terms.root) / at_home(chosen.cache)) if chosen.cache else ""
        return replace(chosen, **files, lexicon=lexicon, cache=cache)

    def _listener(self, number: int) -> Any:
        def listen(progress: Progress) -> None:
            self._told = (number, progress)

        return listen


def _reach(terms: Terms) -> tuple[str, str]:
    """Why the podcast's store can't be had here, and what helps."""
    from narrate.store import open_store

    try:
        store = open_store(terms.store)
        if store.stat(terms.probe) is not None and store.read(terms.probe) == terms.token:
            return "", ""
    except NarrateError as error:
        return f"it can't reach the podcast's place: {error}", error.hint
    hint = "name an address that all machines reach, such as s3://BUCKET/PATH, or a folder that all of them share"
    return f"it does not see the podcast's folder {terms.store}", hint


def sweep() -> None:
    """Delete what workers that were killed left on this machine."""
    for path in Path(tempfile.gettempdir()).glob(f"{FOLDER}*"):
        number = path.name.removeprefix(FOLDER).partition("-")[0]
        with suppress(OSError):
            if number.isdigit() and not runs(int(number)):
                shutil.rmtree(path)
