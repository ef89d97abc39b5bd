"""Clips on disk, keyed by everything that changes their sound.

A clip is kept as 16-bit samples behind a header with a digest of both; a damaged one is forgotten and spoken again.
Files are written aside and renamed, so a killed run leaves only whole clips. A folder that cannot be written is no
reason to fail: the cache then holds nothing, and says so once in `problem`.
"""

from __future__ import annotations

import hashlib
import json
import os
import struct
import tempfile
import time
from contextlib import suppress
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING

from narrate.model import Clip, Mark
from narrate.samples import floating, quantised

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

MAGIC = b"NRT1"
DIGEST_SIZE = 16
HEADER = struct.Struct(f"<4s{DIGEST_SIZE}s")  # magic, digest of all that follows
LENGTH = struct.Struct("<I")  # of the JSON behind it
MARK = tuple(field.name for field in fields(Mark))
DEFAULT_LIMIT = 4 * 1024**3
"""Bytes; about 24 hours of speech at 24 kHz."""
RECENT = 24 * 3600.0
"""Seconds in which a used clip is never dropped: a run must find what it made itself."""


def key(*, fingerprint: str, text: str, language: str, speed: float) -> str:
    """What tells one clip from another, as 40 hexadecimal digits."""
    parts = (MAGIC.decode(), fingerprint, language, repr(float(speed)), text)
    joined = "\0".join(parts).encode("utf-8", "surrogatepass")
    return hashlib.blake2b(joined, digest_size=20).hexdigest()


class ClipCache:
    """A folder of clips; safe for several threads and processes at once."""

    def __init__(self, folder: Path, limit: int = DEFAULT_LIMIT) -> None:
        self.folder = folder
        self.limit = limit
        self.problem = ""

    def path(self, name: str) -> Path:
        return self.folder / name[:2] / f"{name[2:]}.clip"

    def get(self, name: str) -> Clip | None:
        """The clip of that key, or None; a damaged file is removed."""
        path = self.path(name)
        try:
            data = path.read_bytes()
        except OSError:
            return None
        clip = _unpacked(data)
        if clip is None:
            with suppress(OSError):
                path.unlink()
        else:
            with suppress(OSError):
                os.utime(path)
        return clip

    def put(self, name: str, clip: Clip) -> Clip:
        """Keep a clip; returns it as `get` will, so that a first and a second run sound the same."""
        samples = quantised(clip.pcm)
        data = _packed(clip, samples)
        path = self.path(name)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            handle, aside = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
            try:
                with os.fdopen(handle, "wb") as file:
                    file.writelines(data)
                Path(aside).replace(path)
            except BaseException:
                Path(aside).unlink(missing_ok=True)
                raise
        except OSError as error:
            self.problem = f"clips can't be kept in {self.folder}: {error.strerror or error}"
        return replace(clip, pcm=floating(samples))

    def prune(self) -> int:
        """Drop the clips unused for longest until the folder is within its limit; returns the bytes freed."""
        files = []
        for path in self.folder.glob("??/*"):
            with suppress(OSError):
                status = path.stat()
                files.append((status.st_mtime, status.st_size, path))
        total, freed, now = sum(size for _, size, _ in files), 0, time.time()
        for used, size, path in sorted(files):
            stale = path.suffix == ".part" and now - used > RECENT
            if not stale and (total - freed <= self.limit or now - used < RECENT):
                continue
            with suppress(OSError):
                path.unlink()
                freed += size
        return freed


def _packed(clip: Clip, samples: NDArray[np.int16]) -> tuple[bytes, ...]:
    """A clip's file, in pieces; `samples` are the clip's."""
    marks = [{name: getattr(mark, name) for name in MARK} for mark in clip.marks]
    head = json.dumps({"rate": clip.rate, "marks": marks}).encode()
    rest = (LENGTH.pack(len(head)), head, samples.astype("<i2", copy=False).tobytes())
    digest = hashlib.blake2b(digest_size=DIGEST_SIZE)
    for piece in rest:
        digest.update(piece)
    return HEADER.pack(MAGIC, digest.digest()), *rest


def _unpacked(data: bytes) -> Clip | None:
    import numpy as np

    if len(data) < HEADER.size:
        return None
    magic, digest = HEADER.unpack_from(data)
    rest = memoryview(data)[HEADER.size :]
    if magic != MAGIC or hashlib.blake2b(rest, digest_size=DIGEST_SIZE).digest() != digest:
        return None
    body = LENGTH.size + LENGTH.unpack_from(rest)[0]
    head = json.loads(bytes(rest[LENGTH.size : body]))
    pcm = floating(np.frombuffer(rest[body:], dtype="<i2"))
    return Clip(pcm=pcm, rate=head["rate"], marks=tuple(Mark(**mark) for mark in head["marks"]))
