"""The library of a podcast: its folder or address, its index, its lock."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from narrate.errors import UsageError
from narrate.library import index, lock
from narrate.library.index import Index
from narrate.store import Store, open_store

STATE = ".narrate"
"""Folder of what is nobody's business but ours, in that of the podcast; never published."""
WORK = "work"
"""Folder of what is being made; whatever is in it when a run begins was left by one that died."""


class Library:
    """An open library. `reading` and `writing` make one."""

    def __init__(self, place: str, state: Path) -> None:
        self.place, self.state = place, state
        self.store: Store = open_store(place)
        self.index = Index(state / index.NAME)

    @property
    def work(self) -> Path:
        return self.state / WORK


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
        library = Library(place, state)
        try:
            shutil.rmtree(library.work, ignore_errors=True)
            yield library
        finally:
            library.index.close()
            shutil.rmtree(library.work, ignore_errors=True)


@contextmanager
def reading(place: str) -> Iterator[Library]:
    """The library that is there, also while a run is at work on it; raises `UsageError` when there is none."""
    state = state_of(place)
    if not (state / index.NAME).is_file():
        raise UsageError("there is no library here", place=place, hint="`narrate podcast SOURCE --out DIR` makes one")
    library = Library(place, state)
    try:
        yield library
    finally:
        library.index.close()
