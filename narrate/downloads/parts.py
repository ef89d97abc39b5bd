"""What has come of a file, kept aside until it is whole and has the right hash."""

from __future__ import annotations

import contextlib
import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path

from narrate.errors import DownloadError
from narrate.model import Download


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


class Part:
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


def _md5() -> hashlib._Hash:
    return hashlib.md5(usedforsecurity=False)
