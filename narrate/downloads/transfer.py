"""Bytes of one source, in as many requests as it takes."""

from __future__ import annotations

import time
import urllib.error
import urllib.request
from collections.abc import Callable
from dataclasses import dataclass
from email.message import Message
from http.client import HTTPException, HTTPResponse
from pathlib import Path

from narrate.downloads.parts import Part

AGENT = "narrate-articles"
BLOCK = 1 << 16
FOR_A_WHILE = frozenset({408, 425, 429, 500, 502, 503, 504})
"""Answers of servers that may be others soon."""
OUT_OF_RANGE = 416


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


class Refused(Exception):
    """A source does not have the file, and will not have it soon."""


class Broken(Exception):
    """A transfer broke off; `wait` is for how many seconds the server wants to be left alone."""

    def __init__(self, reason: str, wait: float = 0.0) -> None:
        super().__init__(reason)
        self.wait = wait


def bring(place: str, part: Part, patience: Patience, tell: Callable[[int], None]) -> None:
    """Have all bytes of one source aside; raises `Refused` or `Broken`."""
    if not place.lower().startswith(("http://", "https://")):
        _copy(Path(place), part, tell)
        return
    tries, wait = 0, patience.first_wait
    while not part.file.size or part.size < part.file.size:
        before = part.size
        try:
            _pull(place, part, patience.timeout, tell)
        except Broken as broken:
            came = part.size > before
            tries, wait = (0, patience.first_wait) if came else (tries + 1, wait)
            if tries >= patience.tries:
                raise
            time.sleep(min(max(wait, broken.wait), patience.longest_wait))
            wait *= 2
        else:
            return


def _copy(path: Path, part: Part, tell: Callable[[int], None]) -> None:
    if not path.is_file():
        raise Refused("there is no such file")
    try:
        source = path.open("rb")
    except OSError as error:
        raise Refused(f"it can't be read: {error.strerror}") from error
    part.restart()
    with source, part.path.open("ab") as target:
        while data := source.read(BLOCK):
            target.write(data)
            tell(target.tell())


def _pull(address: str, part: Part, timeout: float, tell: Callable[[int], None]) -> None:
    """One request for what is missing; raises `Refused` or `Broken`."""
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
                raise Broken("the server sent another part than it was asked for")
            _keep(answer, part, tell)
    except urllib.error.HTTPError as error:
        error.close()
        if error.code == OUT_OF_RANGE and have:
            part.restart()
            raise Broken("the server has fewer bytes than came before") from error
        reason = f"the server answered {error.code} {error.reason}"
        if error.code in FOR_A_WHILE:
            raise Broken(reason, _asked_wait(error.headers)) from error
        raise Refused(reason) from error
    except ValueError as error:
        raise Refused(f"this is no address: {error}") from error
    except (urllib.error.URLError, HTTPException, ConnectionError, TimeoutError) as error:
        raise Broken(str(getattr(error, "reason", None) or error) or type(error).__name__) from error


def _keep(answer: HTTPResponse, part: Part, tell: Callable[[int], None]) -> None:
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
        raise Broken(f"it broke off after {came} of {size} bytes")


def _piece(answer: HTTPResponse) -> bytes:
    """The next bytes, as soon as there are some. What the net says is told apart from what the disk says."""
    try:
        return answer.read1(BLOCK)
    except OSError as error:
        raise Broken(str(error) or type(error).__name__) from error


def _strong_tag(headers: Message) -> str:
    """A tag that stands for these very bytes, which a weak one does not."""
    tag = headers["ETag"] or ""
    return tag if tag.startswith('"') else ""


def _asked_wait(headers: Message) -> float:
    asked = str(headers["Retry-After"] or "")
    return float(asked) if asked.isdecimal() else 0.0
