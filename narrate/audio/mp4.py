"""AAC in an MP4 that is written in constant memory, however long.

FFmpeg's muxer holds the index of all packets until the end. Here packets are kept in ADTS (ISO/IEC 14496-3, 1.A.2),
where each tells its own size; the finished file is laid out first and its tables are then read from there while they
are written, before the sound: a player can begin before it has the whole file. Boxes: `mp4_boxes`, `mp4_tags`.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any

from narrate.audio import lyrics
from narrate.audio import mp4_boxes as boxes
from narrate.audio.chapters import check
from narrate.audio.codec import FFmpegEncoder, writing
from narrate.audio.container import Form
from narrate.audio.mp4_tags import encoded, user_data
from narrate.errors import OutputError

if TYPE_CHECKING:
    from narrate.audio.tags import Tags
    from narrate.model import Timeline

FRAME = 1024
"""Samples of a packet."""
HEAD = 7
"""Bytes before a packet in ADTS."""
CHUNK = 24
"""Packets to whose begin the file tells the way: a second of 24 kHz."""
BLOCK = 1 << 16
"""Bytes read at once."""
ROOM = 1 << 28
"""Bytes: more than all that stands before the sound."""
SOUND, CHAPTERS = 1, 2
"""Numbers of the tracks."""
LONGEST = 0xFFFF
"""Bytes of a chapter's title."""
UTF_8 = struct.pack(">I4sI", 12, b"encd", 0x100)
"""Stands behind a chapter's title and tells how it is encoded (QuickTime File Format, "Text Sample Data")."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """Packets and what is known of them when all are there."""

    bare: Path
    rate: int
    packets: int
    samples: int
    """All that they hold, at `rate`; the last one may hold fewer than `FRAME`."""
    delay: int
    """Samples at the begin that the encoder put there; players cut them."""
    config: bytes
    """The AudioSpecificConfig of ISO/IEC 14496-3."""
    bit_rate: int
    """Bit/s that the encoder was to keep to."""

    @property
    def size(self) -> int:
        """Bytes of all packets."""
        return self.bare.stat().st_size - HEAD * self.packets

    @property
    def played(self) -> int:
        """Samples."""
        return self.samples - self.delay


class Mp4Encoder(FFmpegEncoder):
    """Encodes mono 16-bit samples as AAC; see `outputs.Encoder`.

    `brand` is the four letters by which players know the kind of MP4; `bit_rate` is in kbit/s; `wanted` is the file's
    sample rate where it is not that of the samples; `words` tells whether they go in.
    """

    def __init__(self, path: Path, rate: int, *, brand: str, bit_rate: int, wanted: int, words: bool) -> None:
        options = {"aac_coder": "fast"}  # a third of the time; speech came out 0.09 nepers further off in the spectrum
        form = Form(name="adts", tags=False, chapters=False)
        super().__init__(
            path, rate, bare="adts", codec="aac", form=form, bit_rate=bit_rate, wanted=wanted, options=options
        )
        self._brand, self._bit_rate, self._words = brand, bit_rate * 1000, words
        self._packets = self._samples = self._delay = 0
        self._config = b""

    def _mux(self, packets: Iterable[Any]) -> None:
        super()._mux(self._counted(packets))

    def _counted(self, packets: Iterable[Any]) -> Iterator[Any]:
        for packet in packets:
            if not self._packets:
                self._delay = -packet.pts
                self._config = bytes(self._stream.codec_context.extradata)
            self._packets += 1
            self._samples += packet.duration
            yield packet

    def finish(self, target: Path, tags: Tags, timeline: Timeline, cover: bytes | None) -> None:
        check(timeline)
        sound = Sound(
            bare=self._path,
            rate=self._wanted,
            packets=self._packets,
            samples=self._samples,
            delay=self._delay,
            config=self._config,
            bit_rate=self._bit_rate,
        )
        words = lyrics.whole(timeline) if self._words else ""
        with writing(target):
            write(target, self._brand, sound, tags, timeline, words, cover)


def write(
    target: Path, brand: str, sound: Sound, tags: Tags, timeline: Timeline, words: str, cover: bytes | None
) -> None:
    """Write the finished file; raises the system's errors, and `OutputError` where the packets are damaged."""
    said = user_data(tags, timeline, words, cover)
    texts = [_text(chapter.title) for chapter in timeline.chapters]
    kind = boxes.box(b"ftyp", struct.pack(">4sI4s4s4s", brand.encode(), 0x200, brand.encode(), b"iso2", b"mp41"))
    length = sum(map(len, texts)) + sound.size
    heading = boxes.data_heading(length)

    def movie(begin: int) -> boxes.Pieces:
        heard = _heard(sound, tags.language, begin + sum(map(len, texts)), chapters=bool(texts))
        listed = _listed(timeline, sound, tags.language, texts, begin) if texts else ()
        return boxes.box(b"moov", boxes.movie_heading(sound.rate, sound.played, CHAPTERS), heard, listed, said)

    begin = boxes.size(kind) + boxes.size(movie(0)) + len(heading)
    with target.open("wb") as file:
        boxes.write(file, (*kind, *movie(begin), heading, *texts))
        file.writelines(b"".join(packets) for packets in _packets(sound.bare))


def _heard(sound: Sound, language: str, begin: int, *, chapters: bool) -> boxes.Pieces:
    """The track of sound, whose first packet is at byte `begin` of the file."""
    what = boxes.Track(
        number=SOUND,
        kind=b"soun",
        flags=boxes.ENABLED | boxes.IN_MOVIE,
        volume=256,
        language=language,
        scale=sound.rate,
        duration=sound.samples,
        shown=sound.played,
        edits=[(sound.played, sound.delay)],
        heading=boxes.sound_heading(),
    )
    usual = round(sound.size * 8 * sound.rate / max(1, sound.samples))
    whole = max(0, sound.packets - 1)
    wide = sound.size + ROOM > boxes.WIDEST
    packets = boxes.box(
        b"stbl",
        boxes.sound_description(sound.rate, sound.config, usual, max(usual, sound.bit_rate)),
        boxes.durations([(whole, FRAME), (sound.packets - whole, sound.samples - whole * FRAME)]),
        boxes.chunks(sound.packets, CHUNK),
        boxes.sizes(sound.packets, _sizes(sound.bare)),
        boxes.offsets(-(-sound.packets // CHUNK), _offsets(sound.bare, begin, wide=wide), wide=wide),
        boxes.run_up(sound.packets),
    )
    return boxes.track(what, packets, CHAPTERS if chapters else 0)


def _listed(timeline: Timeline, sound: Sound, language: str, texts: list[bytes], begin: int) -> boxes.Pieces:
    """The track of the chapters' titles, each shown until the next; the first one is at byte `begin` of the file."""
    edges = [*(chapter.begin for chapter in timeline.chapters), timeline.chapters[-1].finish]
    before, until = (edge * sound.rate // timeline.rate for edge in (edges[0], edges[-1]))
    what = boxes.Track(
        number=CHAPTERS,
        kind=b"text",
        flags=boxes.IN_MOVIE,
        volume=0,
        language=language,
        scale=timeline.rate,
        duration=edges[-1] - edges[0],
        shown=until,
        edits=[*([(before, -1)] if before else []), (until - before, 0)],
        heading=boxes.text_heading(),
    )
    packets = boxes.box(
        b"stbl",
        boxes.text_description(),
        boxes.durations((1, following - edge) for edge, following in pairwise(edges)),
        boxes.chunks(len(texts), len(texts)),
        boxes.sizes(len(texts), [struct.pack(">I", len(text)) for text in texts]),
        boxes.offsets(1, [struct.pack(">I", begin)], wide=False),
    )
    return boxes.track(what, packets)


def _text(title: str) -> bytes:
    text = encoded(title, LONGEST)
    return struct.pack(">H", len(text)) + text + UTF_8


def _sizes(bare: Path) -> Iterator[bytes]:
    for packets in _packets(bare):
        yield struct.pack(f">{len(packets)}I", *map(len, packets))


def _offsets(bare: Path, begin: int, *, wide: bool) -> Iterator[bytes]:
    """Where the chunks begin, if the first does at `begin`."""
    number = 0
    for packets in _packets(bare):
        found = []
        for packet in packets:
            if number % CHUNK == 0:
                found.append(begin)
            number += 1
            begin += len(packet)
        yield struct.pack(f">{len(found)}{'Q' if wide else 'I'}", *found)


def _packets(bare: Path) -> Iterator[list[bytes]]:
    """The packets of a file in ADTS, some hundreds at once; raises `OutputError` for one that is damaged."""
    data = b""
    with bare.open("rb") as file:
        while block := file.read(BLOCK):
            data += block
            at, found = 0, []
            while at + HEAD <= len(data):
                length = (data[at + 3] & 0b11) << 11 | data[at + 4] << 3 | data[at + 5] >> 5
                if data[at] != 0xFF or length < HEAD:
                    raise OutputError("the encoded sound is damaged", place=str(bare), hint="make it again")
                if at + length > len(data):
                    break
                found.append(data[at + HEAD : at + length])
                at += length
            data = data[at:]
            yield found
    if data:
        raise OutputError("the encoded sound ends within a packet", place=str(bare), hint="make it again")
