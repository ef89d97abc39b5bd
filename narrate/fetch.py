"""Path, address or standard input -> bytes with their type. The only place that opens a source."""

from __future__ import annotations

import sys
import urllib.error
import urllib.request
import zipfile
import zlib
from http.client import HTTPException, IncompleteRead
from pathlib import Path
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

from narrate.errors import SourceError
from narrate.model import STANDARD_INPUT, Document
from narrate.pictures import kind_of

MOST = 64 * 1024**2
"""Bytes: longer than any book's text; what is larger was named by mistake."""
TIMEOUT = 30.0
"""Seconds without an answer."""
AGENT = "Mozilla/5.0 (compatible; narrate-articles)"


def is_address(where: str) -> bool:
    return where.lower().startswith(("http://", "https://"))


def fetch(where: str) -> Document:
    """Read a whole source; raises `SourceError` that says what to do."""
    if where == STANDARD_INPUT:
        if sys.stdin is None:
            raise SourceError("standard input is closed", hint="name a file, or pass the article with | or <")
        return Document(data=_limited(sys.stdin.buffer.read(MOST + 1), "standard input"), source=STANDARD_INPUT)
    return _from_address(where) if is_address(where) else _from_file(Path(where))


def _from_file(path: Path) -> Document:
    try:
        if path.is_dir():
            raise SourceError("this is a folder, not an article", place=str(path), hint="name the files in it")
        with path.open("rb") as file:
            data = file.read(MOST + 1)
    except FileNotFoundError as error:
        raise SourceError("there is no such file", place=str(path), hint=_near(path)) from error
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise SourceError(f"the file can't be read: {reason}", place=str(path)) from error
    return Document(data=_limited(data, str(path)), source=str(path))


def picture(where: str, source: str) -> bytes | None:
    """The cover that an article names, if it can be had: a file beside a saved page or in a book, or a picture on the
    web.

    The web is asked only when the article itself came from there. None for what is neither JPEG nor PNG.
    """
    if not where or (is_address(where) and not is_address(source)):
        return None
    try:
        if is_address(source):
            address = urljoin(source, where)
            data = _from_address(address).data if is_address(address) else b""
        elif zipfile.is_zipfile(source):
            data = _inside(where, source)
        else:
            data = _from_file(_beside(where, source)).data
    except SourceError:
        return None
    return data if kind_of(data) else None


def _inside(where: str, book: str) -> bytes:
    """A file that a book names in itself; nothing for one that is broken or too large."""
    try:
        with zipfile.ZipFile(book) as archive, archive.open(where) as file:
            data = file.read(MOST + 1)
    except (OSError, KeyError, ValueError, RuntimeError, zipfile.BadZipFile, zlib.error):
        return b""
    return data if len(data) <= MOST else b""


def _beside(where: str, source: str) -> Path:
    """A file that a saved page names; raises `SourceError` for one outside of the page's folder, no business of its."""
    folder = Path(source).parent
    path = folder / where
    try:
        if source and not path.resolve().is_relative_to(folder.resolve()):
            raise SourceError("the page names a file of another folder", place=where)
    except (OSError, ValueError) as error:
        raise SourceError("this is no name of a file", place=where) from error
    return path


def _near(path: Path) -> str:
    from difflib import get_close_matches

    try:
        names = [entry.name for entry in path.parent.iterdir()]
    except OSError:
        return f"the folder {path.parent} can't be read either"
    close = get_close_matches(path.name, names, 1)
    return f"did you mean “{path.parent / close[0]}”?" if close else "check the name and the folder"


def _limited(data: bytes, place: str) -> bytes:
    if len(data) > MOST:
        raise SourceError(
            f"larger than {MOST // 1024**2} MB", place=place, hint="give the article, not an archive of many"
        )
    return data


def _from_address(address: str) -> Document:
    try:
        headers = {"User-Agent": AGENT, "Accept": "text/html,*/*;q=0.8"}
        request = urllib.request.Request(_escaped(address), headers=headers)
        with urllib.request.urlopen(request, timeout=TIMEOUT) as answer:
            data = answer.read(MOST + 1)
            told, final = answer.headers, answer.url
        _check_whole(data, told["Content-Length"])
    except urllib.error.HTTPError as error:
        hint = "save the page in a browser and give the file" if error.code in (401, 402, 403, 429) else ""
        error.close()
        raise SourceError(f"the server answered {error.code} {error.reason}", place=address, hint=hint) from error
    except IncompleteRead as error:
        raise SourceError(f"the page can't be fetched: {_broken(error)}", place=address, hint="try again") from error
    except (OSError, ValueError, HTTPException) as error:
        reason = getattr(error, "reason", None) or str(error) or type(error).__name__
        raise SourceError(f"the page can't be fetched: {reason}", place=address, hint="check the address") from error
    return Document(
        data=_limited(data, address),
        source=final,
        media_type=told.get_content_type() if "Content-Type" in told else "",
        charset=told.get_content_charset() or "",
    )


def _escaped(address: str) -> str:
    """The address as the protocol wants it; browsers show and copy it with letters of any script."""
    parts = urlsplit(address)
    host = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode()
    path, query = (quote(part, safe="%/:=&?~+!$,;'@()*[]|") for part in (parts.path, parts.query))
    return urlunsplit((parts.scheme, host, path, query, ""))


def _check_whole(data: bytes, length: str | None) -> None:
    """Raise `IncompleteRead` when the connection ended early, which reading a part at most does not tell."""
    if length and length.isdecimal() and len(data) < min(int(length), MOST):
        raise IncompleteRead(data, int(length) - len(data))


def _broken(error: IncompleteRead) -> str:
    had = len(error.partial)
    return f"it broke off after {had} of {had + error.expected} bytes" if error.expected else "it broke off"
