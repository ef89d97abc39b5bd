"""What a web server answers to a request for one of a podcast's files (RFC 9110), before anything is sent."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import stat
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from email.utils import formatdate, parsedate_to_datetime
from http import HTTPStatus
from io import BytesIO
from pathlib import Path
from typing import BinaryIO
from urllib.parse import quote, unquote, urlsplit

from narrate.errors import OutputError
from narrate.podcast.media import HEAD, keeping, media_type
from narrate.podcast.ranges import wanted
from narrate.podcast.rebase import own_base, rebased
from narrate.podcast.show import PAGE, PLAN
from narrate.store.names import checked

Headers = Mapping[str, str]
"""Of a request, by their names in lower case."""
METHODS = ("GET", "HEAD", "OPTIONS")
HOST = re.compile(r"(?:[a-z0-9_-]+(?:\.[a-z0-9_-]+)*\.?|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?", re.IGNORECASE)
WRITTEN = (
    "application/rss+xml",
    "application/atom+xml",
    "application/xml",
    "text/html",
    "text/x-opml",
    "application/json",
    "application/json+chapters",
)
"""Media types of files that tell the podcast's own address."""
LARGEST = 64 * 1024**2
"""Bytes of a file in which addresses are replaced."""
KEPT = 32
"""Files with replaced addresses that are kept ready."""
ALWAYS = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Accept-Ranges, Content-Length, Content-Range, Date, ETag, Last-Modified",
    "Cross-Origin-Resource-Policy": "cross-origin",
    "X-Content-Type-Options": "nosniff",
}
"""Players on other sites may read everything: it is public."""
ASKED_FIRST = {
    "Allow": ", ".join(METHODS),
    "Access-Control-Allow-Methods": ", ".join(METHODS),
    "Access-Control-Allow-Headers": "Accept, If-Match, If-Modified-Since, If-None-Match, If-Range, Range",
    "Access-Control-Max-Age": "86400",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Status, headers and what follows them: parts of a file, each behind some bytes, and bytes behind them all."""

    status: HTTPStatus
    headers: Mapping[str, str]
    file: BinaryIO | None = None
    parts: tuple[tuple[bytes, int, int], ...] = ()
    tail: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Found:
    file: BinaryIO
    size: int
    tag: str
    modified: int
    media_type: str
    name: str


class Answers:
    """Finds what is asked for in a folder, and nothing outside it or hidden."""

    def __init__(self, folder: Path, base: str = "") -> None:
        self._folder, self._base = folder, base
        self._ready: dict[tuple[str, str, int, int], bytes] = {}
        self._lock = threading.Lock()

    def answer(self, method: str, target: str, headers: Headers, address: str) -> Answer:
        """`address` is the server's own `HOST:PORT`, for clients that name none. The answer's file is to be closed."""
        host = urlsplit(target).netloc if target.lower().startswith("http://") else headers.get("host", address)
        if not HOST.fullmatch(host):
            return plain(HTTPStatus.BAD_REQUEST)
        if method == "OPTIONS":
            return Answer(status=HTTPStatus.NO_CONTENT, headers={**ALWAYS, **ASKED_FIRST})
        if method not in METHODS:
            return plain(HTTPStatus.METHOD_NOT_ALLOWED, {"Allow": ASKED_FIRST["Allow"]})
        names = _names(target)
        path = self._path(names) if names is not None else None
        if path is None or names is None:
            return plain(HTTPStatus.NOT_FOUND)
        if path.is_dir():
            if not (path / PAGE).is_file():
                return plain(HTTPStatus.NOT_FOUND)  # no lists of what is in a folder
            if names and names[-1]:
                location = "".join(f"/{quote(name)}" for name in names)
                return plain(HTTPStatus.MOVED_PERMANENTLY, {"Location": f"{location}/"})
            path /= PAGE
        elif names and not names[-1]:
            return plain(HTTPStatus.NOT_FOUND)
        scheme = "https" if headers.get("x-forwarded-proto", "").lower() == "https" else "http"
        found = self._open(path, f"{scheme}://{host}/")
        return _sent(found, method, headers) if found else plain(HTTPStatus.NOT_FOUND)

    def _path(self, names: list[str]) -> Path | None:
        """The file or folder of these names, if it lies in the folder, and its links lead nowhere else."""
        if any(name.startswith(".") for name in names) or "" in names[:-1]:
            return None
        with suppress(OutputError, OSError, ValueError, RuntimeError):
            name = "/".join(names).rstrip("/")
            path = (self._folder / checked(name) if name else self._folder).resolve(strict=True)
            inside = path.relative_to(self._folder)  # ValueError where it is not
            private = inside.as_posix() == PLAN or any(part.startswith(".") for part in inside.parts)
            return None if private else path
        return None

    def _open(self, path: Path, here: str) -> _Found | None:
        name = path.relative_to(self._folder).as_posix()
        try:
            if not stat.S_ISREG(path.stat().st_mode):
                return None
            file = path.open("rb")
        except OSError:
            return None
        try:
            status, head = os.fstat(file.fileno()), file.read(HEAD)
            file.seek(0)
            found = _Found(
                file=file,
                size=status.st_size,
                tag=f'"{status.st_mtime_ns:x}-{status.st_size:x}"',
                modified=int(status.st_mtime),
                media_type=media_type(name, head),
                name=name,
            )
            return self._moved_here(found, status.st_mtime_ns, here)
        except OSError:
            file.close()
            return None

    def _moved_here(self, found: _Found, changed: int, here: str) -> _Found:
        """The same with the podcast's address replaced by the one asked for, where it is a file that tells it."""
        if found.media_type.partition(";")[0] not in WRITTEN or found.size > LARGEST:
            return found
        base = self._base or own_base(self._folder)
        if not base or base == here:
            return found
        key = (found.name, f"{base} {here}", changed, found.size)
        with self._lock:
            data = self._ready.get(key)
        if data is None:
            text = found.file.read(LARGEST).decode("utf-8", "surrogateescape")
            data = rebased(text, base, here, self._folder).encode("utf-8", "surrogateescape")
            with self._lock:
                self._ready[key] = data
                for old in tuple(self._ready)[:-KEPT]:
                    del self._ready[old]
        found.file.close()
        tag = f'"{hashlib.sha256(data).hexdigest()[:24]}"'
        return _Found(
            file=BytesIO(data),
            size=len(data),
            tag=tag,
            modified=found.modified,
            media_type=found.media_type,
            name=found.name,
        )


def plain(status: HTTPStatus, headers: Mapping[str, str] | None = None) -> Answer:
    """An answer that says no more than its status."""
    body = f"{status.value} {status.phrase}\n".encode()
    about = {"Content-Type": "text/plain; charset=utf-8", "Content-Length": str(len(body)), "Cache-Control": "no-cache"}
    return Answer(status=status, headers={**ALWAYS, **about, **(headers or {})}, tail=body)


def _names(target: str) -> list[str] | None:
    """The parts of a request's path; None where it is no path of a file."""
    try:
        path = (
            urlsplit(target).path if "://" in target.partition("?")[0] else target.partition("?")[0].partition("#")[0]
        )
        names = unquote(path, errors="strict").split("/")
    except (ValueError, UnicodeDecodeError):
        return None
    return names[1:] if names[0] == "" and "\\" not in path else None


def _sent(found: _Found, method: str, headers: Headers) -> Answer:
    about = {
        **ALWAYS,
        "Accept-Ranges": "bytes",
        "Cache-Control": keeping(found.name),
        "ETag": found.tag,
        "Last-Modified": formatdate(found.modified, usegmt=True),
    }
    if not _matches(found, headers):
        found.file.close()
        return plain(HTTPStatus.PRECONDITION_FAILED)
    if _unchanged(found, headers):
        found.file.close()
        return Answer(status=HTTPStatus.NOT_MODIFIED, headers=about)
    about["Content-Type"] = found.media_type
    parts = wanted(headers["range"], found.size) if method == "GET" and _may_be_parted(found, headers) else None
    if parts == ():
        found.file.close()
        return plain(HTTPStatus(416), {"Content-Range": f"bytes */{found.size}"})
    if parts is None:
        whole = {**about, "Content-Length": str(found.size)}
        return Answer(status=HTTPStatus.OK, headers=whole, file=found.file, parts=((b"", 0, found.size),))
    if len(parts) == 1:
        (begin, end) = parts[0]
        one = {"Content-Range": f"bytes {begin}-{end - 1}/{found.size}", "Content-Length": str(end - begin)}
        return Answer(
            status=HTTPStatus.PARTIAL_CONTENT, headers={**about, **one}, file=found.file, parts=((b"", begin, end),)
        )
    return _several(found, about, parts)


def _several(found: _Found, about: dict[str, str], parts: tuple[tuple[int, int], ...]) -> Answer:
    boundary = secrets.token_hex(16)
    heads = [
        f"\r\n--{boundary}\r\nContent-Type: {found.media_type}\r\n"
        f"Content-Range: bytes {begin}-{end - 1}/{found.size}\r\n\r\n".encode()
        for begin, end in parts
    ]
    tail = f"\r\n--{boundary}--\r\n".encode()
    length = sum(map(len, heads)) + sum(end - begin for begin, end in parts) + len(tail)
    kind = {"Content-Type": f"multipart/byteranges; boundary={boundary}", "Content-Length": str(length)}
    pieces = tuple((head, begin, end) for head, (begin, end) in zip(heads, parts, strict=True))
    return Answer(
        status=HTTPStatus.PARTIAL_CONTENT, headers={**about, **kind}, file=found.file, parts=pieces, tail=tail
    )


def _matches(found: _Found, headers: Headers) -> bool:
    """Whether the file is one that the client has in mind, if it says so."""
    if "if-match" in headers:
        return headers["if-match"].strip() == "*" or found.tag in _tags(headers["if-match"])
    since = _time(headers.get("if-unmodified-since", ""))
    return since is None or found.modified <= since


def _unchanged(found: _Found, headers: Headers) -> bool:
    """Whether the client has the file already."""
    if "if-none-match" in headers:
        tags = [tag.removeprefix("W/") for tag in _tags(headers["if-none-match"])]
        return headers["if-none-match"].strip() == "*" or found.tag in tags
    since = _time(headers.get("if-modified-since", ""))
    return since is not None and found.modified <= since


def _may_be_parted(found: _Found, headers: Headers) -> bool:
    """Whether parts are asked for, of this very file."""
    if "range" not in headers:
        return False
    known = headers.get("if-range", "").strip()
    return not known or known == found.tag or _time(known) == found.modified


def _tags(header: str) -> list[str]:
    return [tag.strip() for tag in header.split(",")]


def _time(header: str) -> int | None:
    """Seconds since 1970 of a date as HTTP writes it; None for anything else."""
    if not header or header.startswith(('"', "W/")):
        return None
    try:
        return int(parsedate_to_datetime(header).timestamp())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
