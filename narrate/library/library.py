"""The library of a podcast: its folder or address, its index, its lock."""

from __future__ import annotations

import hashlib
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from narrate.errors import OutputError, UsageError
from narrate.library import index, lock, public, strays
from narrate.library.index import Index
from narrate.podcast.show import FEED
from narrate.store import Store, open_store

STATE = ".narrate"
"""Folder of what is nobody's business but ours, in that of the podcast; never published."""
WORK = "work"
"""Folder of what is being made; when there is one as a run begins, the run before has died."""


class Library:
    """An open library. `reading` and `writing` make one."""

    def __init__(self, place: str, state: Path) -> None:
        self.place, self.state = place, state
        self.store: Store = open_store(place)
        self.index = Index(state / index.NAME)
        self.work = state / WORK / secrets.token_hex(8)
        """This run's own: a worker that outlives a killed run by a moment can't write into what the next one makes."""

    @property
    def died(self) -> bool:
        """Whether the last run was killed, when none is at work."""
        return (self.state / WORK).exists()


def state_of(place: str) -> Path:
    """Where the index of a podcast lies: in its folder, or on this machine when the podcast lies elsewhere."""
    if "://" not in place:
        return Path(place) / STATE
    from platformdirs import user_data_path

    name = hashlib.sha256(place.rstrip("/").encode()).hexdigest()[:16]
    return user_data_path("narrate", appauthor=False) / "libraries" / name


@contextmanager
def writing(place: str) -> Iterator[Library]:
    """The library at a folder or address, made if there is none, for one run at a time; raises `OutputError`."""
    state = state_of(place)
    with lock.locked(state):
        if not (state / index.NAME).exists() and open_store(place).stat(FEED) is not None:
            raise _lost(place)
        library = Library(place, state)
        work = state / WORK
        try:
            if knows_nothing(library):
                raise _lost(place)
            if library.died:
                strays.clear(library)
                shutil.rmtree(work, ignore_errors=True)
            _prepare(work)
            yield library
            if any(work.iterdir()):
                library.store.sweep()  # a worker may have died as it wrote
        finally:
            library.index.close()
            shutil.rmtree(work, ignore_errors=True)


@contextmanager
def trying(place: str) -> Iterator[Library]:
    """The library as a run would find it, on a copy of its index: nothing stays. Needs no lock, makes no folder."""
    state = state_of(place)
    with TemporaryDirectory(prefix="narrate-") as folder:
        copy = Path(folder)
        if (state / index.NAME).is_file():
            with Index(state / index.NAME) as known:
                known.copy(copy / index.NAME)
        library = Library(place, copy)
        try:
            if knows_nothing(library):
                raise _lost(place)
            yield library
        finally:
            library.index.close()


def knows_nothing(library: Library) -> bool:
    """Whether there is a podcast of which an empty index knows nothing: its ids would be lost."""
    index = library.index
    return not index.note(public.TOLD) and not index.items() and library.store.stat(FEED) is not None


def _lost(place: str) -> OutputError:
    hint = "`narrate library repair` makes it anew, or choose another folder if this podcast is not Narrate's"
    return OutputError("there is a podcast here, but not its library's index", place=place, hint=hint)


def _prepare(work: Path) -> None:
    try:
        work.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"the folder can't be made: {error.strerror}", place=str(work)) from error


@contextmanager
def reading(place: str) -> Iterator[Library]:
    """The library that is there, also while a run is at work on it; raises `UsageError` when there is none."""
    state = state_of(place)
    if not (state / index.NAME).is_file():
        if open_store(place).stat(FEED) is not None:
            raise _lost(place)
        raise UsageError("there is no library here", place=place, hint="`narrate podcast SOURCE --out DIR` makes one")
    library = Library(place, state)
    try:
        yield library
    finally:
        library.index.close()
