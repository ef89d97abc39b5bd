"""A folder on this machine, or one that is mounted."""

from __future__ import annotations

import errno
import os
import re
import secrets
import shutil
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import partial
from pathlib import Path
from zlib import crc32

from narrate.errors import OutputError
from narrate.homes import at_home
from narrate.staging import ASIDE, runs
from narrate.store.names import checked
from narrate.store.trouble import told

HOST = f"{crc32(socket.gethostname().encode()):08x}"
"""Whose process the number in the name of a file aside is."""
OURS = re.compile(r".+\.(?P<host>[0-9a-f]{8})[0-9a-f]{8}")
FORGOTTEN = 24 * 3600.0
"""Seconds after which a file aside that another machine left was surely left by one that is gone."""


class Folder:
    """Files under a folder; written aside, synced to the disk and renamed, so that each is whole or not there."""

    def __init__(self, folder: Path) -> None:
        self._folder = at_home(folder).absolute()
        self.where = str(self._folder)
        with told(self.where):
            if self._folder.exists() and not self._folder.is_dir():
                raise OutputError("this is no folder", place=self.where, hint="name a folder")
            self._disk = self._folder.stat().st_dev if self._folder.exists() else None

    @property
    def local(self) -> Path | None:
        return self._folder

    def put(
        self, path: Path, name: str, *, move: bool = False, copy: bool = False, media_type: str = "", cache: str = ""
    ) -> None:
        """Have a file's bytes under a name: by a link where the file is on the same disk, else by a copy.

        With `copy` never by a link; with `move` the file is given away. A folder keeps no media types.
        """
        target = self._folder / checked(name)
        with told(self._place(name)):
            source = path.resolve(strict=True)
            if source.is_dir():
                raise OutputError("a folder can't be put under a name", place=str(path))
            self._prepare(target)
            if not (move and _moved(source, target)):
                self._replace(target, partial(_have, source, link=not copy))
                if move and source != target:
                    source.unlink()

    def write(self, name: str, data: bytes, *, media_type: str = "", cache: str = "") -> bool:
        """Have `data` under a name; False, and nothing touched, when it is there already."""
        target = self._folder / checked(name)
        with told(self._place(name)):
            if target.is_file() and target.stat().st_size == len(data) and target.read_bytes() == data:
                return False
            self._prepare(target)
            self._replace(target, lambda aside: aside.write_bytes(data))
        return True

    def stat(self, name: str) -> tuple[int, float] | None:
        """Bytes, and when they were last changed in seconds since 1970; None where no file has that name."""
        path = self._folder / checked(name)
        with told(self._place(name)):
            if not path.is_file():
                return None
            found = path.stat()
        return found.st_size, found.st_mtime

    def names(self, prefix: str = "") -> Iterator[tuple[str, int]]:
        """All files whose names begin so, in order, with their sizes; what is being written is left out."""
        start = prefix.rpartition("/")[0]
        if start:
            checked(start)
        with told(self._place(start)):
            yield from ((name, size) for name, size in self._walk(start) if name.startswith(prefix))

    def read(self, name: str) -> bytes:
        """A file's bytes; raises `OutputError` where there is none."""
        with told(self._place(name)):
            return (self._folder / checked(name)).read_bytes()

    def remove(self, name: str) -> None:
        """Delete a file; one that is not there is no error."""
        target = self._folder / checked(name)
        with told(self._place(name)):
            if self._disk is not None:
                self._check_disk()
                target.unlink(missing_ok=True)

    def sweep(self) -> None:
        """Delete what killed runs left aside."""
        with told(self.where):
            for folder, _folders, files in os.walk(self._folder):
                for path in (Path(folder, name) for name in files if ASIDE.fullmatch(name)):
                    if _left_over(path):
                        path.unlink(missing_ok=True)

    def close(self) -> None:
        """Nothing is held open."""

    def _prepare(self, target: Path) -> None:
        self._check_disk()
        target.parent.mkdir(parents=True, exist_ok=True)

    @staticmethod
    def _replace(target: Path, make: Callable[[Path], object]) -> None:
        """Have `make` write a file aside, and rename it."""
        aside = target.with_name(f".{target.name[:60]}.{HOST}{secrets.token_hex(4)}.{os.getpid()}.part")
        try:
            make(aside)
            _sync(aside)
            aside.replace(target)
        finally:
            with suppress(OSError):
                aside.unlink(missing_ok=True)  # a rename between two links to one file does nothing, says POSIX
        _sync_names(target.parent)

    def _check_disk(self) -> None:
        """Raise `OutputError` when the folder is no longer the one that was opened: a disk was taken off."""
        if self._disk is None:
            self._folder.mkdir(parents=True, exist_ok=True)
            self._disk = self._folder.stat().st_dev
        elif not self._folder.is_dir() or self._folder.stat().st_dev != self._disk:
            hint = "check that its disk is still mounted"
            raise OutputError("the folder is gone since this run began", place=self.where, hint=hint)

    def _walk(self, start: str) -> Iterator[tuple[str, int]]:
        folder = self._folder / start
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name + ("/" if entry.is_dir() else ""))
        except (FileNotFoundError, NotADirectoryError):
            return
        for entry in entries:
            name = f"{start}/{entry.name}" if start else entry.name
            if entry.is_dir(follow_symlinks=False):
                yield from self._walk(name)
            elif entry.is_file() and not ASIDE.fullmatch(entry.name):
                yield name, entry.stat().st_size

    def _place(self, name: str) -> str:
        return str(self._folder / name)


def _moved(source: Path, target: Path) -> bool:
    _sync(source)
    try:
        source.replace(target)
    except OSError as error:
        if error.errno != errno.EXDEV:
            raise
        return False  # on another disk
    _sync_names(target.parent)
    return True


def _have(source: Path, aside: Path, *, link: bool) -> None:
    if not (link and _linked(source, aside)):
        shutil.copyfile(source, aside)


def _linked(source: Path, aside: Path) -> bool:
    try:
        os.link(source, aside)
    except (OSError, NotImplementedError):
        return False  # on another disk, or one that has no links
    return True


def _sync(path: Path) -> None:
    """Have the disk hold all of a file before anything else is done."""
    handle = os.open(path, os.O_RDONLY if os.name != "nt" else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _sync_names(folder: Path) -> None:
    """Have the disk hold the names in a folder, where systems can do that."""
    if os.name != "nt":
        with suppress(OSError):
            _sync(folder)


def _left_over(aside: Path) -> bool:
    match = ASIDE.fullmatch(aside.name)
    if match is None:
        return False
    ours = OURS.fullmatch(match["name"])
    if ours and ours["host"] != HOST:
        with suppress(OSError):
            return time.time() - aside.stat().st_mtime > FORGOTTEN
        return False
    return not runs(int(match["pid"]))
