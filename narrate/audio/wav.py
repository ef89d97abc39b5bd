"""WAV with an ID3 tag in a chunk behind the samples.

The older LIST chunk tells no encoding (MediaInfo shows Russian as Latin letters), nor chapters, nor a cover.
"""

from __future__ import annotations

from pathlib import Path
from typing import IO, TYPE_CHECKING

from narrate.audio.codec import FFmpegEncoder, writing
from narrate.audio.id3 import id3

if TYPE_CHECKING:
    from narrate.audio.tags import Tags
    from narrate.model import Timeline

RIFF_SIZE, LONG_RIFF_SIZE = 4, 20
"""Where a file tells its size: in 32 bits, and in 64 where it is an RF64 (EBU Tech 3306)."""


class WavEncoder(FFmpegEncoder):
    """`words` is one of `id3.LYRICS`."""

    words: str = "none"

    def finish(self, target: Path, tags: Tags, timeline: Timeline, cover: bytes | None) -> None:
        super().finish(target, tags, timeline, cover)
        with writing(target), target.open("r+b") as file:
            append(file, b"id3 ", id3(tags, timeline, cover, self.words))


def append(file: IO[bytes], name: bytes, data: bytes) -> None:
    """Add a chunk to a RIFF or RF64 file, open for reading and writing."""
    file.seek(0, 2)
    file.write(bytes(file.tell() % 2) + name + len(data).to_bytes(4, "little") + data + bytes(len(data) % 2))
    size = file.tell() - 8
    file.seek(0)
    is_long = file.read(4) == b"RF64"
    file.seek(LONG_RIFF_SIZE if is_long else RIFF_SIZE)
    file.write(size.to_bytes(8 if is_long else 4, "little"))
