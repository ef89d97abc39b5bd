"""Articles in folders, by their names alone: nothing is read."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import quote

from narrate.errors import SourceError
from narrate.plugins import every
from narrate.sources._values import Entry

PRIVATE = ".narrate"
"""The folder that tells a library's own folder: nothing in there is a source."""
OURS = frozenset(("episodes", "index.html"))
"""What of ours lies in a library's folder and looks like articles; all of it, should articles lie there too."""
MADE = (".transcript", ".words", ".read")
"""How names of what we made of an article end, before the suffix."""
BOOK = ".epub"
"""What we make too, under the article's own name: beside an article of the same name it is that article again."""


@dataclass(slots=True)
class Found:
    entries: list[Entry] = field(default_factory=list)
    troubles: list[SourceError] = field(default_factory=list)


def is_folder(where: str) -> bool:
    try:
        return Path(where).is_dir()
    except (OSError, ValueError):  # a name that can't be one
        return False


@cache
def suffixes() -> tuple[str, ...]:
    """Of files that a reader knows; lower case."""
    return tuple(sorted({suffix for module in every("readers") for suffix in module.INFO.suffixes}))


def folder(path: Path, origin: str) -> Found:
    """All articles in a folder and those below, by their paths; what can't be opened is in `troubles`.

    Left out are hidden files and folders, libraries, what we made of articles ourselves, and files that no reader
    knows. Links are followed, but no folder is entered twice.
    """
    found = Found()
    seen: set[tuple[int, int]] = set()
    waiting = [(str(path), "")]
    links: list[tuple[str, str]] = []  # after all else, so that a folder is known by its own path
    while waiting or links:
        place, under = (waiting or links).pop()
        try:
            for link, inner, name in reversed(_entered(place, under, seen, origin, found)):
                (links if link else waiting).append((inner, name))
        except OSError as error:
            reason = error.strerror or str(error)
            found.troubles.append(SourceError(f"the folder can't be read: {reason}", place=place, retry=True))
    found.entries.sort(key=lambda entry: entry.key.split("/"))
    return found


def _entered(
    place: str, under: str, seen: set[tuple[int, int]], origin: str, found: Found
) -> list[tuple[bool, str, str]]:
    """Note a folder's articles; returns the folders in it: whether each is a link, its path, and that in the source."""
    told = Path(place).stat()
    if (told.st_dev, told.st_ino) in seen:
        return []
    seen.add((told.st_dev, told.st_ino))
    with os.scandir(place) as inside:
        members = sorted(inside, key=lambda member: member.name)
    library = any(member.name == PRIVATE for member in members)
    if library and under:
        return []
    folders: list[tuple[bool, str, str]] = []
    base = Path(place).resolve().as_uri().rstrip("/")
    articles = {stem for stem, suffix in map(_parted, members) if suffix != BOOK and suffix in suffixes()}
    for member in members:
        stem, suffix = _parted(member)
        if not _is_ours(member.name, library) and (suffix != BOOK or stem not in articles):
            key = under + member.name
            with suppress(OSError):  # a link that leads nowhere, or a file removed meanwhile
                if member.is_dir():
                    folders.append((member.is_symlink(), member.path, f"{key}/"))
                elif suffix in suffixes() and member.is_file():
                    _file(member, key, origin, base, found)
    return folders


def _parted(member: os.DirEntry[str]) -> tuple[str, str]:
    stem, dot, suffix = member.name.rpartition(".")
    return (stem, f".{suffix.lower()}") if dot else (member.name, "")


def _is_ours(name: str, library: bool) -> bool:
    stem, _, suffix = name.lower().rpartition(".")
    made = stem.endswith(MADE) or f".{suffix}" in MADE
    return name.startswith((".", "~$")) or made or (library and name in OURS)


def _file(member: os.DirEntry[str], key: str, origin: str, base: str, found: Found) -> None:
    try:
        uri = Path(member.path).resolve().as_uri() if member.is_symlink() else f"{base}/{quote(member.name)}"
        found.entries.append(_entry(member.path, key, origin, uri, member.stat()))
    except UnicodeError:
        place = os.fsencode(member.path).decode("utf-8", "backslashreplace")
        found.troubles.append(SourceError("the file's name is no text", place=place, hint="rename it"))


def file(path: Path, origin: str) -> Entry:
    """A single file; raises `OSError`, or `ValueError` for a name that can't be one or is no text."""
    return _entry(str(path), path.name, origin, path.resolve().as_uri(), path.stat())


def _entry(path: str, key: str, origin: str, uri: str, told: os.stat_result) -> Entry:
    path.encode()
    return Entry(
        key=key,
        where=path,
        origin=origin,
        also=(uri,),
        signature=f"{told.st_size}-{told.st_mtime_ns}",
        changed=told.st_mtime,
    )
