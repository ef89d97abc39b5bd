"""MP3 by LAME (`lameenc`): four times as fast here as through FFmpeg, and with its Info header written by us."""

from __future__ import annotations

import shutil
from contextlib import suppress
from typing import TYPE_CHECKING

import numpy as np

from narrate.audio.codec import Listener, id3, writing
from narrate.audio.loudness import Meter

if TYPE_CHECKING:
    from pathlib import Path

    from numpy.typing import NDArray

    from narrate.audio.tags import Tags
    from narrate.model import Loudness, Timeline

BIT_RATE = 64
"""kbit/s, constant: players then seek in a long file without an index. Mono speech at 24 kHz has room in it."""
QUALITY = 7
"""LAME's search effort: 1.3 ms of CPU a second of sound, against 2.3 at 5 and 5.0 at 2."""
ENCODER_DELAY = 576
"""Samples LAME puts before the sound (ENCDELAY in its encoder.h); players add 529 of their own and cut both."""
TOC_STEPS = 100

# Layer III of MPEG-1 and MPEG-2: kbit/s by index, Hz by index, samples a frame (ISO/IEC 11172-3, 13818-3).
BIT_RATES = {
    1: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
RATES = {1: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000)}
FRAME = {1: 1152, 2: 576}
SIDE_INFO_MONO = {1: 17, 2: 9}


class Mp3Encoder:
    """Encodes mono 16-bit samples; see `outputs.Encoder`."""

    def __init__(self, path: Path, rate: int, *, heard: bool = True) -> None:
        """`heard` tells whether the loudness is measured: that takes longer than the encoding."""
        import lameenc

        self._path, self._rate = path, rate
        self._version = 1 if rate >= 32_000 else 2
        self._samples = self._bytes = 0
        self._listener = Listener("mp3float", rate) if heard else None
        self._encoder = lameenc.Encoder()
        self._encoder.silence()
        self._encoder.set_channels(1)
        self._encoder.set_in_sample_rate(rate)
        self._encoder.set_bit_rate(BIT_RATE)
        self._encoder.set_quality(QUALITY)
        with writing(path):
            self._file = path.open("wb")

    def write(self, pcm: NDArray[np.int16]) -> None:
        self._samples += len(pcm)
        self._put(bytes(self._encoder.encode(pcm.tobytes())))

    def _put(self, data: bytes) -> None:
        if data:
            with writing(self._path):
                self._file.write(data)
            self._bytes += len(data)
            if self._listener:
                self._listener.hear_stream(data)

    def stop(self) -> Loudness:
        if self._samples:
            self._put(bytes(self._encoder.flush()))
        with writing(self._path):
            self._file.close()
        if self._listener is None:
            return Meter(self._rate).result()
        self._listener.hear_stream(None)
        return self._listener.result()

    def finish(self, target: Path, tags: Tags, timeline: Timeline, cover: bytes | None) -> None:
        with writing(target), target.open("wb") as final, self._path.open("rb") as bare:
            final.write(id3(tags, timeline, cover))
            final.write(self.info())
            shutil.copyfileobj(bare, final, 1 << 20)

    def abandon(self) -> None:
        with suppress(OSError):  # what could not be written can't be closed well either
            self._file.close()

    def info(self) -> bytes:
        """The first frame: silence that tells the number of frames and bytes, where to seek, and what to cut off.

        Layout: the Info header (as the Xing one, for constant bit rates) and LAME's tag behind it, as its
        VbrTag.c writes them.
        """
        version = self._version
        index = BIT_RATES[version].index(BIT_RATE)
        size = FRAME[version] // 8 * BIT_RATE * 1000 // self._rate
        head = 0xFFE00000 | (0b11 if version == 1 else 0b10) << 19 | 0b01 << 17 | 1 << 16  # layer III, no checksum
        head |= index << 12 | RATES[version].index(self._rate) << 10 | 0b11 << 6  # mono
        frames = self._bytes // size  # padding slots make some a byte longer: fewer than one in all
        total = -(-(self._samples + ENCODER_DELAY + 529) // FRAME[version])
        frames = max(frames, total)
        padding = frames * FRAME[version] - ENCODER_DELAY - self._samples
        body = b"Info" + (0x0F).to_bytes(4, "big")
        body += frames.to_bytes(4, "big") + (self._bytes + size).to_bytes(4, "big")
        body += bytes(step * 256 // TOC_STEPS for step in range(TOC_STEPS)) + (100 - 10 * QUALITY).to_bytes(4, "big")
        body += b"LAME3.100" + bytes([1]) + bytes(10)  # method: constant bit rate; no gain fields
        body += bytes([BIT_RATE]) + ((ENCODER_DELAY << 12) | min(padding, 0xFFF)).to_bytes(3, "big")
        body += bytes(4) + (self._bytes + size).to_bytes(4, "big") + bytes(2)
        frame = head.to_bytes(4, "big") + bytes(SIDE_INFO_MONO[version]) + body
        frame += _crc16(frame).to_bytes(2, "big")
        return frame.ljust(size, b"\0")


def _crc16(data: bytes) -> int:
    """CRC-16/ARC, as LAME's tag ends with."""
    value = 0
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ (0xA001 if value & 1 else 0)
    return value
