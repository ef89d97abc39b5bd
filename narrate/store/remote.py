"""Any place that fsspec knows: object stores, servers, memory."""

from __future__ import annotations

import os
import re
import secrets
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from threading import Lock
from typing import Any
from urllib.parse import unquote, urlsplit

from narrate.errors import MissingExtra, UsageError
from narrate.staging import ASIDE
from narrate.store.names import checked
from narrate.store.trouble import Unreachable, told

WHOLE = {"s3", "s3a", "gs", "gcs", "az", "abfs", "abfss", "adl", "oss", "oci", "memory"}
"""Protocols by which a file appears when it has come whole; by all others it is sent aside and renamed."""
READ_ONLY = {
    "http",
    "https",
    "data",
    "github",
    "git",
    "zip",
    "tar",
    "libarchive",
    "reference",
    "blockcache",
    "filecache",
}
EXTRAS = {"s3": ("s3fs", "s3"), "s3a": ("s3fs", "s3"), "sftp": ("sshfs", "sftp"), "ssh": ("sshfs", "sftp")}
"""The package that a protocol needs and the extra of ours that brings it."""
SECRET = re.compile(
    r"secret|password|passwd|passphrase|token|credential|^key$|access_?key|account_?key|^sas|api_?key", re.IGNORECASE
)
"""Names of options that are not to stand in a file that others may see."""
ALIVE = {"connect_timeout": 30, "keepalive_interval": 15, "keepalive_count_max": 4}
"""Seconds after which a server that is gone is noticed, as asyncssh names them."""
FORGOTTEN = 24 * 3600.0
"""Seconds after which a file aside was surely left by a run that was killed."""


class Remote:
    """Files below an address. The connection is opened when it is first needed, and again after it broke."""

    local = None

    def __init__(self, address: str, options: Mapping[str, Any] | None = None) -> None:
        parts = urlsplit(address)
        self._protocol = parts.scheme.lower()
        self._options = dict(options or {})
        self._check(address, parts.password)
        self._host, self._user, self._port = parts.hostname or "", unquote(parts.username or ""), parts.port
        self._root = self._below(parts.netloc, parts.path)
        self.where = address.rstrip("/")
        self._lock = Lock()
        self._opened: Any = None

    def _check(self, address: str, password: str | None) -> None:
        if password is not None:
            hint = "keys are taken from where ssh and the cloud's own tools keep them"
            raise UsageError("an address may not hold a password", place=_without_password(address), hint=hint)
        if secret := next((name for name in _all_names(self._options) if SECRET.search(name)), ""):
            hint = "set it in the environment, or where the service's own tools keep it"
            raise UsageError(f"options may not hold what is secret: {secret}", place=address, hint=hint)
        if any(mark in address for mark in ("::", "?", "#")) or self._protocol in READ_ONLY:
            hint = "name a folder, s3://BUCKET/PATH, sftp://USER@HOST/PATH or another address that fsspec writes to"
            raise UsageError("nothing can be written there", place=address, hint=hint)
        self._class(address)  # what is missing is told at once, and not when all has been spoken

    def _below(self, host: str, path: str) -> str:
        """The path that fsspec is to have for the place itself, without a slash at its end."""
        if self._ssh:
            path = unquote(path).rstrip("/")
            return path.replace("/~", ".", 1) if path == "/~" or path.startswith("/~/") else path
        return f"{host}{path}".strip("/")

    @property
    def _ssh(self) -> bool:
        return self._protocol in ("sftp", "ssh")

    def __reduce__(self) -> tuple[type[Remote], tuple[str, Mapping[str, Any]]]:
        return Remote, (self.where, self._options)  # other processes open connections of their own

    def put(
        self, path: Path, name: str, *, move: bool = False, copy: bool = False, media_type: str = "", cache: str = ""
    ) -> None:
        """Have a file's bytes under a name, whole or not at all; see `Store`."""
        target = self._path(name)
        with self._using(name) as disk:
            if self._protocol in WHOLE:
                disk.put_file(str(path), target, **self._headers(name, media_type, cache))
            else:
                self._rename_into_place(disk, path, target)
            if move:
                path.unlink(missing_ok=True)

    def write(self, name: str, data: bytes, *, media_type: str = "", cache: str = "") -> bool:
        """Have `data` under a name; False, and nothing touched, when it is there already."""
        there = self.stat(name)
        if there and there[0] == len(data) and self.read(name) == data:
            return False
        with tempfile.TemporaryDirectory(prefix="narrate-") as folder:
            path = Path(folder, "data")
            path.write_bytes(data)
            self.put(path, name, media_type=media_type, cache=cache)
        return True

    def stat(self, name: str) -> tuple[int, float] | None:
        """Bytes, and when they were last changed in seconds since 1970; None where no file has that name."""
        target = self._path(name)
        with self._using(name) as disk:
            try:
                found = disk.info(target)
            except FileNotFoundError:
                return None
        return (int(found["size"]), _time(found)) if found["type"] == "file" else None

    def names(self, prefix: str = "") -> Iterator[tuple[str, int]]:
        """All files whose names begin so, in order, with their sizes; what is being written is left out."""
        for name, found in self._found(prefix):
            if name.startswith(prefix) and not ASIDE.fullmatch(name.rpartition("/")[2]):
                yield name, int(found["size"])

    def read(self, name: str) -> bytes:
        """A file's bytes; raises `OutputError` where there is none."""
        target = self._path(name)
        with self._using(name) as disk:
            return bytes(disk.cat_file(target))

    def remove(self, name: str) -> None:
        """Delete a file; one that is not there is no error."""
        target = self._path(name)
        with self._using(name) as disk, suppress(FileNotFoundError):
            disk.rm_file(target)

    def sweep(self) -> None:
        """Delete what runs that were killed a day ago left aside."""
        if self._protocol in WHOLE:
            return
        for name, found in self._found(""):
            if ASIDE.fullmatch(name.rpartition("/")[2]) and time.time() - _time(found) > FORGOTTEN:
                self.remove(name)

    def close(self) -> None:
        """Let go of the connection; the next use opens it again."""
        with self._lock:
            self._opened = None

    @staticmethod
    def _rename_into_place(disk: Any, path: Path, target: str) -> None:
        folder, _, last = target.rpartition("/")
        aside = f"{folder}/.{last[:60]}.{secrets.token_hex(8)}.{os.getpid()}.part"
        try:
            if folder.strip("./"):
                disk.makedirs(folder, exist_ok=True)
            size = path.stat().st_size
            disk.put_file(str(path), aside)
            sent = disk.info(aside)["size"]
            if sent != size:
                raise ConnectionError(f"{sent} of {size} bytes arrived")
            disk.mv(aside, target)
        except BaseException:
            with suppress(Exception):
                disk.rm_file(aside)
            raise

    def _found(self, prefix: str) -> list[tuple[str, Mapping[str, Any]]]:
        """Names and facts of all files below the folder part of a prefix, in order."""
        start = prefix.rpartition("/")[0]
        folder = self._path(start) if start else self._root
        with self._using(start) as disk:
            try:
                found = disk.find(folder, detail=True)
            except FileNotFoundError:
                return []
        cut = len(self._root.strip("/")) + 1 if self._root.strip("/") else 0
        files = ((path.strip("/")[cut:], facts) for path, facts in found.items() if facts["type"] == "file")
        return sorted((name, facts) for name, facts in files if name)

    def _headers(self, name: str, media_type: str, cache: str) -> dict[str, str]:
        if not self._protocol.startswith("s3"):
            return {}
        return {key: value for key, value in (("ContentType", media_type), ("CacheControl", cache)) if value}

    def _path(self, name: str) -> str:
        return f"{self._root}/{checked(name)}"

    def _class(self, address: str) -> Any:
        package, extra = EXTRAS.get(self._protocol, ("", ""))
        if package:
            try:
                brought = import_module(package)
            except ImportError as error:
                raise MissingExtra(f"{package}, which writes to {self._protocol}://", extra) from error
            return brought.SSHFileSystem if self._ssh else brought.S3FileSystem
        from fsspec import get_filesystem_class

        try:
            return get_filesystem_class(self._protocol)
        except ImportError as error:
            raise UsageError(f"{self._protocol}:// needs a package: {error}", place=address) from error
        except ValueError as error:
            hint = "name a folder, s3://BUCKET/PATH or sftp://USER@HOST/PATH"
            raise UsageError(f"there is no way to write to {self._protocol}://", place=address, hint=hint) from error

    @contextmanager
    def _using(self, name: str) -> Iterator[Any]:
        """What fsspec calls a file system, opened; one that did not answer is not used again."""
        disk = None
        try:
            with told(f"{self.where}/{name}" if name else self.where, remote=True):
                with self._lock:
                    disk = self._opened = self._opened or self._open()
                yield disk
        except Unreachable:
            with self._lock:
                self._opened = None if self._opened is disk else self._opened
            raise

    def _open(self) -> Any:
        made = self._class(self.where)
        if self._protocol == "memory":
            return made()
        if not self._ssh:
            options = made._get_kwargs_from_urls(self.where)
            return made(**{**options, "use_listings_cache": False, **self._options}, skip_instance_cache=True)
        named = {key: value for key, value in (("username", self._user), ("port", self._port)) if value}
        # sshfs trusts every server unless told otherwise; () is what ~/.ssh/known_hosts says
        return made(self._host, skip_instance_cache=True, **{"known_hosts": (), **ALIVE, **named, **self._options})


def _time(found: Mapping[str, Any]) -> float:
    """When a file was last changed, by whatever name its protocol has for that; 0 where it does not tell."""
    for key in ("LastModified", "mtime", "modified", "last_modified", "updated", "created"):
        value = found.get(key)
        if isinstance(value, datetime):
            return (value if value.tzinfo else value.replace(tzinfo=UTC)).timestamp()
        if isinstance(value, int | float):
            return float(value)
    return 0.0


def _all_names(options: Mapping[str, Any]) -> Iterator[str]:
    """The names of options, and of those in tables among them."""
    for name, value in options.items():
        yield name
        if isinstance(value, Mapping):
            yield from _all_names(value)


def _without_password(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.username or ''}@{parts.hostname or ''}{parts.path}"
