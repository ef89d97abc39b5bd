"""Path, address or standard input -> bytes with their type. The only place that opens a source."""

from __future__ import annotations

import sys
import zipfile
import zlib
from pathlib import Path
from urllib.parse import urljoin, urlsplit

from narrate.errors import SourceError
from narrate.fetch.polite import Polite
from narrate.fetch.web import MOST, TIMEOUT, Answer, Known, Web, limited
from narrate.model import STANDARD_INPUT, Document
from narrate.pictures import kind_of

__all__ = ["MOST", "TIMEOUT", "Answer", "Known", "Polite", "Web", "fetch", "is_address", "picture"]


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


def picture(where: str, source: str, *, trusted: bool = True) -> bytes | None:
    """The cover that an article names, if it can be had: a file beside a saved page or in a book, or a picture on the
    web.

    The web is asked only when the article itself came from there, and a private network only where the article is on
    the very host, which the user named (`trusted`). None for what is neither JPEG nor PNG.
    """
    if not where or (is_address(where) and not is_address(source)):
        return None
    try:
        if is_address(source):
            address = urljoin(source, where)
            own = urlsplit(address).netloc.lower() == urlsplit(source).netloc.lower()
            data = _from_address(address, trusted=trusted and own).data if is_address(address) else b""
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
    return limited(data, place, MOST)


def _web() -> Web:
    return Web(timeout=TIMEOUT, most=MOST)


def _from_address(address: str, *, trusted: bool = True) -> Document:
    document = _web().get(address, trusted=trusted).document
    if document is None:
        raise SourceError("the server sent nothing", place=address)
    return document
