"""Where a podcast's files lie: a folder, or any address that fsspec knows. Every file is whole or not there."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Protocol

from narrate.store.folder import Folder
from narrate.store.trouble import Unreachable

__all__ = ["Store", "Unreachable", "open_store"]

ADDRESS = re.compile(r"[a-z][a-z0-9+.:-]+://", re.IGNORECASE)


class Store(Protocol):
    """Files by their names, with slashes, below one place; may be used from several threads at once.

    A name that leads elsewhere, or that some system can't have, is refused. What goes wrong is an `OutputError` with
    its place and a hint; an `Unreachable` where trying again may help.
    """

    where: str
    """The place, as told to the user."""

    @property
    def local(self) -> Path | None:
        """The folder, if this is one."""

    def put(
        self, path: Path, name: str, *, move: bool = False, copy: bool = False, media_type: str = "", cache: str = ""
    ) -> None:
        """Have a file's bytes under a name, whole or not at all, replacing what is there.

        In a folder on the same disk the two names are then links to one file, that must never be changed in place, but
        with `copy` two files. With `move` the file is given away. `media_type` and `cache` are what a store of objects
        is to tell in `Content-Type` and `Cache-Control`.
        """

    def write(self, name: str, data: bytes, *, media_type: str = "", cache: str = "") -> bool:
        """Have bytes under a name, whole or not at all; False, and nothing touched, when they are there already."""

    def stat(self, name: str) -> tuple[int, float] | None:
        """Bytes, and when they were last changed in seconds since 1970; None where no file has that name."""

    def names(self, prefix: str = "") -> Iterator[tuple[str, int]]:
        """All files whose names begin so, in order, with their sizes; what is being written is left out."""

    def read(self, name: str) -> bytes:
        """A file's bytes; raises `OutputError` where there is none."""

    def remove(self, name: str) -> None:
        """Delete a file; one that is not there is no error."""

    def sweep(self) -> None:
        """Delete what killed runs left aside."""

    def close(self) -> None:
        """Let go of connections; the next use opens them again."""


def open_store(where: str | Path, options: Mapping[str, Any] | None = None) -> Store:
    """The store at a folder, or at an address such as `s3://bucket/path` or `sftp://user@host/path`.

    `options` are handed to fsspec's class for the address. Raises `MissingExtra`, and `UsageError` for an address that
    nothing knows and for options that hold what is to be kept secret. Nothing is written yet.
    """
    address = str(where)
    if isinstance(where, Path) or not ADDRESS.match(address):
        return Folder(Path(where))
    if address.lower().startswith("file://"):
        from urllib.parse import urlsplit
        from urllib.request import url2pathname

        return Folder(Path(url2pathname(urlsplit(address).path)))
    from narrate.store.remote import Remote

    return Remote(address, options)
