"""The first frame of an MP3: silence that tells how long the rest is, where to seek in it, and what to cut off.

Layout: Xing's header, called Info where the bit rate is constant, and LAME's tag behind it, as its VbrTag.c has them.
"""

from __future__ import annotations

import mmap
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ENCODER_DELAY, DECODER_DELAY = 576, 529
"""Samples LAME puts before the sound (ENCDELAY in its encoder.h), and those that players add; players cut both."""
TOC_STEPS = 100

# Layer III of MPEG-1 and MPEG-2: kbit/s by index, Hz by index, samples a frame (ISO/IEC 11172-3, 13818-3).
BIT_RATES = {
    1: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
RATES = {1: (44_100, 48_000, 32_000), 2: (22_050, 24_000, 16_000)}
FRAME = {1: 1152, 2: 576}
SIDE_INFO_MONO = {1: 17, 2: 9}
CONSTANT, VARIABLE = 1, 4
"""Methods of choosing bit rates, as LAME's tag counts them; the second is that of its `vbr_mtrh`."""
ROOM = 64
"""kbit/s of this frame where the bit rate varies: the least whose frame has room for it at every rate."""


def version(rate: int) -> int:
    """Of MPEG: 2 has the lower sample rates."""
    return 1 if rate >= 32_000 else 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Sound:
    """What is known of an MP3's frames when all are written."""

    rate: int
    samples: int
    """Of the programme, at `rate`."""
    bytes: int
    bit_rate: int
    """kbit/s."""
    quality: int
    """LAME's search effort, 0 to 9, or its quality where the bit rate varies."""
    variable: bool = False


def header(sound: Sound, bare: Path) -> bytes:
    """The frame to put before those in `bare`, which is only read where the bit rate varies."""
    size = len(_frame(sound, b""))
    if sound.variable:
        frames, contents = _surveyed(bare, size + sound.bytes, size)
    else:
        frames = round(sound.bytes * 8 * sound.rate / (FRAME[version(sound.rate)] * sound.bit_rate * 1000))
        contents = bytes(step * 256 // TOC_STEPS for step in range(TOC_STEPS))
    length = FRAME[version(sound.rate)]
    frames = max(frames, -(-(sound.samples + ENCODER_DELAY + DECODER_DELAY) // length))
    padding = frames * length - ENCODER_DELAY - sound.samples
    body = b"Xing" if sound.variable else b"Info"
    body += (0x0F).to_bytes(4, "big") + frames.to_bytes(4, "big") + (sound.bytes + size).to_bytes(4, "big")
    body += contents + (100 - 10 * sound.quality).to_bytes(4, "big")
    body += b"LAME3.100" + bytes([VARIABLE if sound.variable else CONSTANT]) + bytes(10)  # no gain fields
    body += bytes([min(255, sound.bit_rate)]) + ((ENCODER_DELAY << 12) | min(padding, 0xFFF)).to_bytes(3, "big")
    body += bytes(4) + (sound.bytes + size).to_bytes(4, "big") + bytes(2)
    return _frame(sound, body)


def _frame(sound: Sound, body: bytes) -> bytes:
    mpeg = version(sound.rate)
    kilobits = ROOM if sound.variable else sound.bit_rate
    head = 0xFFE00000 | (0b11 if mpeg == 1 else 0b10) << 19 | 0b01 << 17 | 1 << 16  # layer III, no checksum
    head |= BIT_RATES[mpeg].index(kilobits) << 12 | RATES[mpeg].index(sound.rate) << 10 | 0b11 << 6  # mono
    frame = head.to_bytes(4, "big") + bytes(SIDE_INFO_MONO[mpeg]) + body
    frame += _crc16(frame).to_bytes(2, "big")
    return frame.ljust(FRAME[mpeg] // 8 * kilobits * 1000 // sound.rate, b"\0")


def _surveyed(bare: Path, total: int, before: int) -> tuple[int, bytes]:
    """How many frames there are, and where in the file, in 256ths, each hundredth of them begins."""
    with bare.open("rb") as file:
        if not file.seek(0, 2):
            return 0, bytes(TOC_STEPS)
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            frames = sum(1 for _ in places(data))
            wanted = [step * frames // TOC_STEPS for step in range(TOC_STEPS)]
            contents: list[int] = []
            for number, place in enumerate(places(data)):
                while len(contents) < TOC_STEPS and wanted[len(contents)] == number:
                    contents.append(min(255, (before + place) * 256 // total))
    return frames, bytes(contents).ljust(TOC_STEPS, b"\xff")


def places(data: mmap.mmap | bytes) -> Iterator[int]:
    """Where each frame begins."""
    at, end = 0, len(data)
    while at + 4 <= end:
        second, third = data[at + 1], data[at + 2]
        if data[at] != 0xFF or second & 0xE0 != 0xE0:
            return
        mpeg = 1 if second >> 3 & 0b11 == 0b11 else 2
        yield at
        kilobits, rate = BIT_RATES[mpeg][third >> 4], RATES[mpeg][third >> 2 & 0b11]
        at += FRAME[mpeg] // 8 * kilobits * 1000 // rate + (third >> 1 & 1)


def _crc16(data: bytes) -> int:
    """CRC-16/ARC, as LAME's tag ends with."""
    value = 0
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ (0xA001 if value & 1 else 0)
    return value
