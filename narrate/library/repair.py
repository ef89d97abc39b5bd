"""Mend a podcast: mark what is damaged so that the next run makes it again, and have feed and pages tell the truth."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from narrate.errors import NarrateError, OutputError, UsageError
from narrate.library import index, lock, public, rebuild, strays
from narrate.library.check import Wrong, damaged
from narrate.library.library import WORK, Library, knows_nothing, state_of
from narrate.podcast import config
from narrate.podcast.show import FEED
from narrate.store import open_store

if TYPE_CHECKING:
    from narrate.library.items import Item, Kept

ASIDE = "aside"
"""Folder beside the index of what is damaged or not known any more: nothing of it is deleted."""


def repair(place: str) -> list[str]:
    """Mend all that can be mended; returns what was done, in words. Raises `UsageError` where there is no podcast."""
    state = state_of(place)
    if not (state / index.NAME).exists() and open_store(place).stat(FEED) is None:
        raise UsageError("there is no podcast here", place=place)
    done: list[str] = []
    with lock.locked(state), _opened(place, state, done) as library:
        _mend(library, done)
        _clear(library, done)
        done += [f"{name}: written anew" for name in _published(library)]
        shutil.rmtree(state / WORK, ignore_errors=True)
    return done


@contextmanager
def _opened(place: str, state: Path, done: list[str]) -> Iterator[Library]:
    """The library, with a new index where the old one is damaged or lost."""
    library = _sound(place, state)
    if library is None:
        kept = _put_aside(state)
        if kept:
            done.append(f"{index.NAME}: damaged; it is kept as {kept}")
        library = Library(place, state)
        done += rebuild.rebuild(library, kept)
    try:
        yield library
    finally:
        library.index.close()


def _sound(place: str, state: Path) -> Library | None:
    """The library, if its index is whole and knows of the podcast that is there."""
    if not (state / index.NAME).exists():
        return None
    try:
        library = Library(place, state)
    except OutputError as error:
        if not index.is_damage(error):
            raise  # a newer program's, or one that can't be read at all: that is not ours to mend
        return None
    try:
        if not library.index.sound() and not knows_nothing(library):
            return library
    except (NarrateError, ValueError, TypeError):  # not what we wrote
        pass
    library.index.close()
    return None


def _put_aside(state: Path) -> Path | None:
    """Move the index away, with what SQLite keeps beside it; None where there is none."""
    if not (state / index.NAME).exists():
        return None
    target = _free(state / ASIDE / index.NAME)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        for ending in ("-wal", "-shm", ""):
            path = state / f"{index.NAME}{ending}"
            if path.exists():
                path.replace(target.with_name(target.name + ending))
    except OSError as error:
        raise OutputError(f"the damaged index can't be put aside: {error.strerror}", place=str(target)) from error
    return target


def _free(path: Path) -> Path:
    """The path, or one with a number where there is something."""
    number = 1
    free = path
    while free.exists():
        number += 1
        free = path.with_name(f"{path.stem}-{number}{path.suffix}")
    return free


def _mend(library: Library, done: list[str]) -> None:
    """Mark the articles with damaged files; what has not its true length any more is named by no feed."""
    found: dict[int, list[tuple[Kept, Wrong]]] = {}
    items: dict[int, Item] = {}
    for item, kept, wrong in damaged(library, library.index.items()):
        found.setdefault(item.number, []).append((kept, wrong))
        items[item.number] = item
    for number, wrongs in found.items():
        item = items[number]
        for kept, wrong in wrongs:
            if wrong == "size":
                _keep_aside(library, kept.name)
        gone = {kept.name for kept, wrong in wrongs if wrong != "digest"}
        left = [kept for kept in item.files if kept.name not in gone]
        if not any(kept.media_type.startswith("audio/") for kept in left):
            left = []
        with library.index.changing():
            library.index.replace_files(number, left)
            library.index.change(number, content="", recipe="", signature="")
        then = "its article is gone: it can't be made again" if item.gone else "the next run makes it again"
        done += [f"{kept.name}: damaged; {then}" for kept, _ in wrongs]


def _clear(library: Library, done: list[str]) -> None:
    """Remove what killed runs left; after a loss of the index it is only put aside, as it may have been an episode."""
    done += [f"{name}: left by a run that was ended; removed" for name in strays.clear(library)]
    for name in strays.strays(library)[0]:
        _keep_aside(library, name)
        done.append(f"{name}: no episode's as far as is known; put into {library.state / ASIDE}")


def _keep_aside(library: Library, name: str) -> None:
    target = _free(library.state / ASIDE / name.rpartition("/")[2])
    data = library.store.read(name)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(data)
    except OSError as error:
        raise OutputError(f"the file can't be put aside: {error.strerror}", place=str(target)) from error
    library.store.remove(name)


def _published(library: Library) -> list[str]:
    """Write the public files as they were last, or as the plan says; returns the names of those that changed."""
    plan = config.load(library.store.local or Path())
    show, hidden = public.told(library) or (public.named(library, plan.show), plan.gone != "keep")
    drawn = bool(library.index.note(public.SHOWN).partition("\n")[2])
    own = not drawn and library.store.stat(show.cover) is not None
    picture = library.store.read(show.cover) if own else public.cover(library, show, None if drawn else plan.cover)
    return public.write(library, show, picture, hidden=hidden)


def remove(library: Library, items: list[Item]) -> None:
    """Take articles out of the feed, now and for good: they are not narrated again while they are marked."""
    for item in items:
        with library.index.changing():
            library.index.replace_files(item.number, ())
            library.index.change(item.number, removed=True, problems=(), tries=0, due=0.0)
    if public.told(library):
        _published(library)


def restore(library: Library, items: list[Item]) -> None:
    """Have the next run narrate them again; their ids are the same."""
    for item in items:
        with library.index.changing():
            library.index.change(item.number, removed=False, state="new", content="", recipe="", signature="")
