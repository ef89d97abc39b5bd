"""Files of voices from the net, a mirror or a folder: all of them whole and with the right hash, or none in place.

What has come is kept aside between runs (`.NAME.HASH.part`, with the server's tag for that version of the file in
`.tag`), so that a transfer that broke off goes on where it stopped, from whatever source.
"""

from __future__ import annotations

import contextlib
import hashlib
import shutil
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPException, HTTPResponse
from pathlib import Path
from urllib.parse import unquote, urlsplit

from narrate.errors import DownloadError, OutputError
from narrate.model import Download, Progress

AGENT = "narrate-articles"
BLOCK = 1 << 16
SPARE = 16 * 1024**2
"""Bytes that stay free on the disk."""
FOR_A_WHILE = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Answers of servers that may be others soon."""
OUT_OF_RANGE = 416
Listener = Callable[[Progress], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long a server is waited for; times in seconds."""

    timeout: float = 30.0
    """Without a byte."""
    tries: int = 4
    """In a row that bring nothing new."""
    first_wait: float = 1.0
    """Before the second try, twice as long before each further one."""
    longest_wait: float = 30.0


class _Refused(Exception):
    """A source does not have the file, and will not have it soon."""


class _Broken(Exception):
    """A transfer broke off; `wait` is for how many seconds the server wants to be left alone."""

    def __init__(self, reason: str, wait: float = 0.0) -> None:
        super().__init__(reason)
        self.wait = wait


def fetch(
    files: Sequence[Download],
    folder: Path,
    *,
    mirror: str = "",
    local: Path | None = None,
    listen: Listener | None = None,
    patience: Patience | None = None,
) -> tuple[Path, ...]:
    """Put all `files` into `folder`, those that are there already aside; their paths.

    With `mirror`, an address or a folder, all are taken from there instead of from their own hosts; with `local` from
    that folder, by their names. Raises `DownloadError`, and `OutputError` where the folder can't be written or the disk
    is full.
    """
    missing = [file for file in files if not intact(folder / file.name, file)]
    parts = [_Part(folder, file) for file in missing]
    with _writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
        _check_space(folder, parts)
        for part in parts:
            others = sum(file.size for file in files) - sum(other.file.size for other in parts)
            others += sum(other.size for other in parts if other is not part)
            tell = _teller(listen, others, sum(file.size for file in files))
            with part.alone():
                _bring(part, sources(part.file, mirror, local), patience or Patience(), tell)
        for part in parts:
            part.put_in_place()
    return tuple(folder / file.name for file in files)


def intact(path: Path, file: Download) -> bool:
    """Whether a file has the size and the hash that it should have."""
    try:
        if not path.is_file() or (file.size and path.stat().st_size != file.size):
            return False
        with path.open("rb") as stream:
            digest = hashlib.file_digest(stream, "sha256" if file.sha256 else _md5)
    except OSError:
        return False
    return digest.hexdigest() == (file.sha256 or file.md5).lower()


def remove(files: Sequence[Download], folder: Path) -> int:
    """Delete files, and what has come of them so far; how many bytes that freed. Raises `OutputError`."""
    freed = 0
    with _writing(folder):
        for file in files:
            part = _Part(folder, file)
            for path in (folder / file.name, part.path, part.tag_path):
                if path.is_file():
                    freed += path.stat().st_size
                    path.unlink()
    return freed


def sources(file: Download, mirror: str = "", local: Path | None = None) -> tuple[str, ...]:
    """Addresses and paths at which a file is looked for, in order."""
    if local is not None:
        return (str(_within(local, file.name)),)
    addresses = (file.url, *file.others)
    return tuple(_mirrored(address, mirror) for address in addresses) if mirror else addresses


def _mirrored(address: str, mirror: str) -> str:
    """The same path at another host, or below a folder."""
    path = urlsplit(address).path.lstrip("/")
    if mirror.lower().startswith(("http://", "https://")):
        return f"{mirror.rstrip('/')}/{path}"
    return str(Path(mirror).expanduser() / unquote(path))


def _within(folder: Path, name: str) -> Path:
    """A file by its name in a folder, or else the first in the folders below it."""
    if (folder / name).is_file():
        return folder / name
    return min((path for path in folder.rglob(name) if path.is_file()), default=folder / name)


class _Part:
    """What has come of a file, kept aside until it is whole."""

    def __init__(self, folder: Path, file: Download) -> None:
        self.file = file
        self.target = folder / file.name
        self.path = folder / f".{file.name}.{(file.sha256 or file.md5)[:12]}.part"
        self.tag_path = self.path.with_suffix(".tag")

    @property
    def size(self) -> int:
        return self.path.stat().st_size if self.path.is_file() else 0

    def tag(self, address: str) -> str:
        """That server's name for the version of the file that these bytes are of; empty when it gave none."""
        said = self.tag_path.read_text("utf-8") if self.tag_path.is_file() else ""
        known, _, tag = said.partition(" ")
        return tag if known == address else ""

    def restart(self, address: str = "", tag: str = "") -> None:
        self.path.write_bytes(b"")
        self.tag_path.write_text(f"{address} {tag}", "utf-8")

    def put_in_place(self) -> None:
        self.path.replace(self.target)
        self.tag_path.unlink(missing_ok=True)

    def drop(self) -> None:
        self.path.unlink(missing_ok=True)
        self.tag_path.unlink(missing_ok=True)

    @contextlib.contextmanager
    def alone(self) -> Iterator[None]:
        """Keep other runs off this file, where the system can do that; the lock goes with the process."""
        if sys.platform == "win32":
            yield
            return
        import fcntl

        with self.path.open("ab") as stream:
            try:
                fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise DownloadError(
                    "another run is downloading this file", place=str(self.target), hint="wait until it has ended"
                ) from None
            yield


def _bring(part: _Part, places: Sequence[str], patience: Patience, tell: Callable[[int], None]) -> None:
    """Have the whole file aside, from the first source that has it; raises `DownloadError`."""
    reasons: list[str] = []
    wrong = False
    for place in places:
        resumed = part.size > 0
        while True:
            try:
                _from(place, part, patience, tell)
            except (_Refused, _Broken) as error:
                reasons.append(f"{place}: {error}")
                break
            if intact(part.path, part.file):
                return
            part.drop()
            if not resumed:
                wrong = True
                reasons.append(f"{place}: the file there is not the one wanted, its hash is another")
                break
            resumed = False  # the bytes of an earlier run may be to blame: once more, from the start
    if not part.size:
        part.drop()
    hint = (
        "it has changed there or on the way, and nothing of it was kept; try another source with --from or `mirror`"
        if wrong
        else "the same command goes on where it stopped; --from FOLDER takes files that you have"
    )
    raise DownloadError(f"{part.file.name} can't be had: {'; '.join(reasons)}", hint=hint, retry=not wrong)


def _from(place: str, part: _Part, patience: Patience, tell: Callable[[int], None]) -> None:
    """Have all bytes of one source aside; raises `_Refused` or `_Broken`."""
    if not place.lower().startswith(("http://", "https://")):
        _copy(Path(place), part, tell)
        return
    tries, wait = 0, patience.first_wait
    while not part.file.size or part.size < part.file.size:
        before = part.size
        try:
            _pull(place, part, patience.timeout, tell)
        except _Broken as broken:
            came = part.size > before
            tries, wait = (0, patience.first_wait) if came else (tries + 1, wait)
            if tries >= patience.tries:
                raise
            time.sleep(min(max(wait, broken.wait), patience.longest_wait))
            wait *= 2
        else:
            return


def _copy(path: Path, part: _Part, tell: Callable[[int], None]) -> None:
    if not path.is_file():
        raise _Refused("there is no such file")
    try:
        source = path.open("rb")
    except OSError as error:
        raise _Refused(f"it can't be read: {error.strerror}") from error
    part.restart()
    with source, part.path.open("ab") as target:
        while data := source.read(BLOCK):
            target.write(data)
            tell(target.tell())


def _pull(address: str, part: _Part, timeout: float, tell: Callable[[int], None]) -> None:
    """One request for what is missing; raises `_Refused` or `_Broken`."""
    have = part.size
    headers = {"User-Agent": AGENT, "Accept-Encoding": "identity"}
    if have:
        headers["Range"] = f"bytes={have}-"
        if tag := part.tag(address):
            headers["If-Range"] = tag
    try:
        request = urllib.request.Request(address, headers=headers)
        with urllib.request.urlopen(request, timeout=timeout) as answer:
            if answer.status != 206:
                part.restart(address, _strong_tag(answer.headers))
            elif not str(answer.headers["Content-Range"]).startswith(f"bytes {have}-"):
                part.restart()
                raise _Broken("the server sent another part than it was asked for")
            _keep(answer, part, tell)
    except urllib.error.HTTPError as error:
        error.close()
        if error.code == OUT_OF_RANGE and have:
            part.restart()
            raise _Broken("the server has fewer bytes than came before") from error
        reason = f"the server answered {error.code} {error.reason}"
        if error.code in FOR_A_WHILE:
            raise _Broken(reason, _asked_wait(error.headers)) from error
        raise _Refused(reason) from error
    except ValueError as error:
        raise _Refused(f"this is no address: {error}") from error
    except (urllib.error.URLError, HTTPException, ConnectionError, TimeoutError) as error:
        raise _Broken(str(getattr(error, "reason", None) or error) or type(error).__name__) from error


def _keep(answer: HTTPResponse, part: _Part, tell: Callable[[int], None]) -> None:
    """Write down what comes; bytes that came before a fault stay."""
    size = part.file.size
    with part.path.open("ab") as target:
        while data := _piece(answer):
            target.write(data)
            tell(target.tell())
            if size and target.tell() > size:
                break  # too many: the hash will be wrong, and the rest is not worth waiting for
        came = target.tell()
    if came < size:
        raise _Broken(f"it broke off after {came} of {size} bytes")


def _piece(answer: HTTPResponse) -> bytes:
    """The next bytes, as soon as there are some. What the net says is told apart from what the disk says."""
    try:
        return answer.read1(BLOCK)
    except OSError as error:
        raise _Broken(str(error) or type(error).__name__) from error


def _strong_tag(headers: Message) -> str:
    """A tag that stands for these very bytes, which a weak one does not."""
    tag = headers["ETag"] or ""
    return tag if tag.startswith('"') else ""


def _asked_wait(headers: Message) -> float:
    asked = str(headers["Retry-After"] or "")
    return float(asked) if asked.isdecimal() else 0.0


def _check_space(folder: Path, parts: Sequence[_Part]) -> None:
    needed = sum(max(0, part.file.size - part.size) for part in parts)
    free = shutil.disk_usage(folder).free
    if parts and free < needed + SPARE:
        raise OutputError(
            f"{needed / 1e6:.0f} MB are needed, but only {free / 1e6:.0f} MB are free",
            place=str(folder),
            hint="make room, or choose another folder",
        )


def _teller(listen: Listener | None, others: int, total: int) -> Callable[[int], None]:
    """Tells how much of all files is there, from how much of one is."""

    def tell(came: int) -> None:
        if listen:
            listen(Progress(stage="downloading", done=others + came, total=total))

    return tell


@contextlib.contextmanager
def _writing(folder: Path) -> Iterator[None]:
    """Turn what the system says of the folder into an `OutputError`."""
    try:
        yield
    except OSError as error:
        raise OutputError(
            f"the voice's files can't be written: {error.strerror or error}",
            place=str(error.filename or folder),
            hint="check the folder, its rights and its free space",
        ) from error


def _md5() -> hashlib._Hash:
    return hashlib.md5(usedforsecurity=False)
