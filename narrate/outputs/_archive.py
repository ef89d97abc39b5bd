"""ZIP files written front to back: the same content gives the same bytes, and nothing is held in memory."""

from __future__ import annotations

import shutil
import zipfile
from contextlib import AbstractContextManager
from datetime import date
from pathlib import Path
from types import TracebackType
from typing import IO

Moment = tuple[int, int, int, int, int, int]
EARLIEST: Moment = (1980, 1, 1, 0, 0, 0)
"""The first that a ZIP file can tell."""
LATEST_YEAR = 2107
BLOCK = 1 << 20
"""Bytes copied at once."""


def day_of(published: str) -> date | None:
    """The day of an ISO 8601 date; None when there is none."""
    try:
        return date.fromisoformat(published[:10])
    except ValueError:
        return None


def moment(published: str) -> Moment:
    """When the files in an archive were made: midnight of an ISO date, or the earliest there is."""
    day = day_of(published)
    return (day.year, day.month, day.day, 0, 0, 0) if day and 1980 <= day.year <= LATEST_YEAR else EARLIEST


class Archive(AbstractContextManager["Archive"]):
    """A ZIP file in the making; its entries stand in the order in which they are put."""

    def __init__(self, path: Path, made: Moment = EARLIEST) -> None:
        self._zip = zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED)
        self._made = made

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    def put(self, name: str, data: bytes | str, *, stored: bool = False) -> None:
        """Write an entry, compressed unless it is to be `stored`."""
        self._zip.writestr(self._entry(name, stored), data)

    def copy(self, name: str, source: IO[bytes], *, head: bytes = b"", stored: bool = True) -> None:
        """Write an entry from an open file, and what stands before it; sound and pictures are compressed already."""
        with self._zip.open(self._entry(name, stored), "w", force_zip64=False) as entry:
            entry.write(head)
            shutil.copyfileobj(source, entry, BLOCK)

    def same(self, other: zipfile.ZipFile, entry: zipfile.ZipInfo) -> None:
        """Write an entry as another archive has it, with its date."""
        made = self._entry(entry.filename, entry.compress_type == zipfile.ZIP_STORED)
        made.date_time = entry.date_time
        with other.open(entry) as source, self._zip.open(made, "w") as file:
            shutil.copyfileobj(source, file, BLOCK)

    def _entry(self, name: str, stored: bool) -> zipfile.ZipInfo:
        entry = zipfile.ZipInfo(name, self._made)
        entry.compress_type = zipfile.ZIP_STORED if stored else zipfile.ZIP_DEFLATED
        entry.create_system = 3  # the same on every system
        entry.external_attr = 0o644 << 16
        return entry
