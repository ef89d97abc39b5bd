"""Files of voices from the net, a mirror or a folder: all of them whole and with the right hash, or none in place.

What has come is kept aside between runs (`.NAME.HASH.part`, with the server's tag for that version of the file in
`.tag`), so that a transfer that broke off goes on where it stopped, from whatever source.
"""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from urllib.parse import unquote, urlsplit

from narrate.downloads.parts import Part, intact
from narrate.downloads.transfer import Broken, Patience, Refused, bring
from narrate.errors import DownloadError, OutputError
from narrate.homes import at_home
from narrate.model import Download, Progress

__all__ = ["Listener", "Patience", "fetch", "intact", "remove", "sources"]

SPARE = 16 * 1024**2
"""Bytes that stay free on the disk."""
Listener = Callable[[Progress], None]


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
    parts = [Part(folder, file) for file in missing]
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


def remove(files: Sequence[Download], folder: Path) -> int:
    """Delete files, and what has come of them so far; how many bytes that freed. Raises `OutputError`."""
    freed = 0
    with _writing(folder):
        for file in files:
            part = Part(folder, file)
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
    return str(at_home(mirror) / unquote(path))


def _within(folder: Path, name: str) -> Path:
    """A file by its name in a folder, or else the first in the folders below it."""
    if (folder / name).is_file():
        return folder / name
    return min((path for path in folder.rglob(name) if path.is_file()), default=folder / name)


def _bring(part: Part, places: Sequence[str], patience: Patience, tell: Callable[[int], None]) -> None:
    """Have the whole file aside, from the first source that has it; raises `DownloadError`."""
    reasons: list[str] = []
    wrong = False
    for place in places:
        resumed = part.size > 0
        while True:
            try:
                bring(place, part, patience, tell)
            except (Refused, Broken) as error:
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


def _check_space(folder: Path, parts: Sequence[Part]) -> None:
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
