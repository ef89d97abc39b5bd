"""What the driver gives to workers besides jobs: terms, and the bytes of files that they can't see."""

from __future__ import annotations

import os
import secrets
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

from narrate import __version__, settings
from narrate.cluster.errand import Errand, Terms, Wanted, named, sight, sights
from narrate.cluster.needs import engines
from narrate.errors import OutputError, UsageError
from narrate.fetch import Web, picture
from narrate.library.jobs import Job
from narrate.library.library import STATE
from narrate.library.work import fetched
from narrate.store import Store, open_store


class Supply:
    """All that workers ask the driver for, made of a run's first job: the others have the same settings and store.

    Raises `UsageError` for a file of the settings that is not there, and `OutputError` when the store can't be written.
    """

    def __init__(self, job: Job, threads: int) -> None:
        self.root = Path.cwd()
        self._store: Store = open_store(job.store)
        self._web = Web()
        self._blind: set[str] = set()
        """Machines that once did not see a file of the driver's: they get all of them sent."""
        self._kept: dict[int, Any] = {}
        self._job = job
        self._cover: Any = None
        if self._store.local is None and self._store.where.startswith("memory:"):
            hint = "name s3://BUCKET/PATH, or a folder that all machines share"
            raise OutputError("workers have no part in this machine's memory", place=self._store.where, hint=hint)
        self.terms = Terms(
            version=__version__,
            store=str(self._store.local or job.store),
            probe=f"{STATE}/probe-{secrets.token_hex(8)}",
            token=secrets.token_hex(16).encode(),
            root=str(self.root),
            engines=engines(job.settings),
            files=tuple(_found(name, self.root) for name in named(job.settings)),
            voice_folder=str(settings.voice_folder("any").parent),
            jobs=threads,
        )
        self._store.write(self.terms.probe, self.terms.token)

    def close(self) -> None:
        """Leave nothing in the store but the podcast."""
        with suppress(OutputError):
            self._store.remove(self.terms.probe)

    @property
    def cover(self) -> Any:
        """A reference to the podcast's picture."""
        import ray

        if self._cover is None:
            self._cover = ray.put(self._job.cover)
        return self._cover

    def files(self, numbers: Iterable[int]) -> list[Any]:
        """References to the bytes of `Terms.files`, which are kept in the cluster once for all who want them."""
        import ray

        for number in numbers:
            if number not in self._kept:
                self._kept[number] = ray.put(Path(self.terms.files[number].path).read_bytes())
        return [self._kept[number] for number in numbers]

    def errand(self, job: Job) -> Errand:
        """A job as it is sent first; the podcast's picture is with the workers already."""
        return Errand(job=replace(job, cover=None), sights=sights(job, self.root))

    def fitting(self, errand: Errand, node: str) -> Errand:
        """The errand for a machine: with its files, if that machine is known not to see them."""
        return self._with_files(errand, {one.where for one in errand.sights}) if node in self._blind else errand

    def brought(self, errand: Errand, wanted: Wanted, node: str) -> Errand:
        """The errand with what a worker asked for."""
        if wanted.files:
            self._blind.add(node)
            errand = self._with_files(errand, set(wanted.files))
        found = {(where, source): self._picture(errand, where, source) for where, source in wanted.pictures}
        return replace(errand, pictures={**errand.pictures, **found})

    def _with_files(self, errand: Errand, names: set[str]) -> Errand:
        """A part whose file can't be read says so, as it does where the driver is the worker."""
        parts = tuple(fetched(part, self._web) if part.where in names else part for part in errand.job.parts)
        sights = tuple(one for one in errand.sights if one.where not in names)
        return replace(errand, job=replace(errand.job, parts=parts), sights=sights)

    def _picture(self, errand: Errand, where: str, source: str) -> bytes | None:
        trusted = all(part.trusted for part in errand.job.parts)
        return picture(where, source, trusted=trusted)


def _found(name: str, root: Path) -> Any:
    one = sight(name, root)
    if one is None or not os.access(one.path, os.R_OK):
        raise UsageError("a file that the settings name can't be read", place=name)
    return one
