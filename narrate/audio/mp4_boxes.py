"""Boxes of an MP4, each as the pieces that it is written of.

Layouts as in ISO/IEC 14496-12 (all that is not named otherwise), 14496-14 and 14496-1 (`sound_description`), and the
QuickTime File Format (`text_description`, `text_heading`). Whole numbers are big-endian and unsigned; a duration that
32 bits can't hold makes its box one of version 1.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import IO

from narrate.errors import OutputError

WIDEST = 0xFFFFFFFF
"""What 32 bits hold."""
MATRIX = struct.pack(">9I", 1 << 16, 0, 0, 0, 1 << 16, 0, 0, 0, 1 << 30)
"""A picture is shown as it is."""
ENABLED, IN_MOVIE = 1, 2
"""Flags of a track."""
SELF_CONTAINED = 1
"""Flag of a data reference: the data is in this file."""
AAC, AUDIO_STREAM, FOR_MP4 = 0x40, 0x15, 2
"""ISO/IEC 14496-1: MPEG-4 audio, an audio stream going down, and the header of packets that MP4 asks for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """Rows too many to be held: they are made when they are written. Together they are `size` bytes."""

    size: int
    rows: Iterable[bytes]


Pieces = tuple[bytes | Table, ...]


def size(pieces: Pieces) -> int:
    """In bytes."""
    return sum(piece.size if isinstance(piece, Table) else len(piece) for piece in pieces)


def write(file: IO[bytes], pieces: Pieces) -> None:
    """Raises the system's errors, and `OutputError` for a table that is not as long as it was said to be."""
    for piece in pieces:
        if isinstance(piece, bytes):
            file.write(piece)
        elif (written := sum(map(file.write, piece.rows))) != piece.size:
            raise OutputError(f"a table of the file came out {written} bytes long instead of {piece.size}")


def box(kind: bytes, *content: bytes | Pieces) -> Pieces:
    """`kind` has four letters."""
    pieces = tuple(piece for part in content for piece in ((part,) if isinstance(part, bytes) else part))
    return (struct.pack(">I", 8 + size(pieces)) + kind, *pieces)


def full(kind: bytes, *content: bytes | Pieces, version: int = 0, flags: int = 0) -> Pieces:
    """A box that tells its version."""
    return box(kind, struct.pack(">I", version << 24 | flags), *content)


def data_heading(length: int) -> bytes:
    """What stands before `length` bytes of sound and text; its size has 64 bits where it must."""
    if 8 + length <= WIDEST:
        return struct.pack(">I4s", 8 + length, b"mdat")
    return struct.pack(">I4sQ", 1, b"mdat", 16 + length)


def movie_heading(scale: int, duration: int, tracks: int) -> Pieces:
    """`duration` in `scale`-ths of a second."""
    wide = duration > WIDEST
    times = struct.pack(">QQIQ" if wide else ">4I", 0, 0, scale, duration)
    rest = struct.pack(">IH10x", 1 << 16, 1 << 8) + MATRIX + bytes(24) + struct.pack(">I", tracks + 1)
    return full(b"mvhd", times, rest, version=int(wide))


@dataclass(frozen=True, slots=True, kw_only=True)
class Track:
    """What is said of a track besides its packets."""

    number: int
    kind: bytes
    """Four letters: the handler of its media."""
    flags: int
    volume: int
    """256 is that of the sound itself."""
    language: str
    """ISO 639-2."""
    scale: int
    """Units a second of its media."""
    duration: int
    """Of its media, in that."""
    shown: int
    """What is played of it, in the movie's units."""
    edits: Sequence[tuple[int, int]]
    """How long, in the movie's units, and from where in the media on; -1 is a rest."""
    heading: Pieces
    """Of its media."""


def track(what: Track, packets: Pieces, chapters: int = 0) -> Pieces:
    """`packets` is their table (`stbl`), `chapters` the number of the track that has this one's."""
    wide = max(what.duration, what.shown) > WIDEST
    identity = struct.pack(">QQIIQ" if wide else ">5I", 0, 0, what.number, 0, what.shown)
    identity += struct.pack(">12xHxx", what.volume) + MATRIX + bytes(8)
    edits = b"".join(struct.pack(">QqI" if wide else ">IiI", *edit, 1 << 16) for edit in what.edits)
    times = struct.pack(">QQIQ" if wide else ">4I", 0, 0, what.scale, what.duration)
    source = full(b"dref", struct.pack(">I", 1), full(b"url ", flags=SELF_CONTAINED))
    return box(
        b"trak",
        full(b"tkhd", identity, version=int(wide), flags=what.flags),
        box(b"edts", full(b"elst", struct.pack(">I", len(what.edits)), edits, version=int(wide))),
        box(b"tref", box(b"chap", struct.pack(">I", chapters))) if chapters else (),
        box(
            b"mdia",
            full(b"mdhd", times, struct.pack(">Hxx", _packed(what.language)), version=int(wide)),
            full(b"hdlr", struct.pack(">4x4s13x", what.kind)),  # without a name
            box(b"minf", what.heading, box(b"dinf", source), packets),
        ),
    )


def _packed(language: str) -> int:
    """Three letters in 15 bits."""
    first, second, third = (ord(letter) - 0x60 for letter in language)
    return first << 10 | second << 5 | third


def sound_heading() -> Pieces:
    return full(b"smhd", bytes(4))


def text_heading() -> Pieces:
    graphics = full(b"gmin", struct.pack(">H3H4x", 0x40, 0x8000, 0x8000, 0x8000))  # a plain copy, in grey
    return box(b"gmhd", graphics, box(b"text", MATRIX))


def durations(runs: Iterable[tuple[int, int]]) -> Pieces:
    """How many packets last how long, in the media's units."""
    rows = [struct.pack(">II", *run) for run in runs if run[0]]
    return full(b"stts", struct.pack(">I", len(rows)), *rows)


def chunks(packets: int, each: int) -> Pieces:
    """`each` packets a chunk, the rest in the last."""
    whole, rest = divmod(packets, each)
    runs = [(1, each)] * bool(whole) + [(whole + 1, rest)] * bool(rest)
    return full(b"stsc", struct.pack(">I", len(runs)), *(struct.pack(">III", first, many, 1) for first, many in runs))


def sizes(count: int, rows: Iterable[bytes]) -> Pieces:
    """`count` packets, each in four bytes of `rows`."""
    return full(b"stsz", struct.pack(">4xI", count), (Table(size=4 * count, rows=rows),))


def offsets(count: int, rows: Iterable[bytes], *, wide: bool) -> Pieces:
    """Where in the file each of `count` chunks begins, in four bytes or eight of `rows`."""
    table = Table(size=(8 if wide else 4) * count, rows=rows)
    return full(b"co64" if wide else b"stco", struct.pack(">I", count), (table,))


def run_up(packets: int) -> Pieces:
    """After a seek a decoder needs the packet before, too: each is in the one group that says so."""
    group = full(b"sgpd", b"roll", struct.pack(">IIh", 2, 1, -1), version=1)
    return (*group, *full(b"sbgp", b"roll", struct.pack(">III", 1, packets, 1)))


def sound_description(rate: int, config: bytes, usual: int, most: int) -> Pieces:
    """Mono AAC; `config` is its AudioSpecificConfig, the bit rates are in bit/s."""
    decoder = struct.pack(">BB3xII", AAC, AUDIO_STREAM, most, usual) + _descriptor(5, config)
    stream = bytes(3) + _descriptor(4, decoder) + _descriptor(6, bytes([FOR_MP4]))
    form = struct.pack(">6xH8xHH4xI", 1, 1, 16, rate << 16)  # the first source; channels, bits a sample
    entry = box(b"mp4a", form, full(b"esds", _descriptor(3, stream)))
    return full(b"stsd", struct.pack(">I", 1), entry)


def _descriptor(tag: int, content: bytes) -> bytes:
    assert len(content) < 0x80, "one byte tells its size"
    return bytes([tag, len(content)]) + content


def text_description() -> Pieces:
    """Text in the player's own look."""
    form = struct.pack(">6xH", 1) + bytes(8 + 6 + 8 + 8 + 2 + 2 + 1 + 2 + 6)  # the first source; look, box, font
    return full(b"stsd", struct.pack(">I", 1), box(b"text", form + b"\0"))
