"""What eSpeak NG remembers of the sentences before, found in its library so that it can be set back.

`Flutter_ix` tells how far its table of small changes of pitch has been gone through, `cycle_count` counts pitch
periods, of which a creaky voice weakens every so many, `agc` is what a sound too loud has left of the volume,
`wave_flag` whether a recorded sound came last, and of `phoneme_list` it reads a little more than it has just written.
No call sets them back, nor does `espeak_Terminate`. What else it keeps could not be heard in any voice. Linux libraries
tell where such variables are, in their table of symbols (System V ABI, "Object Files"), unless that was stripped off.
"""

from __future__ import annotations

import ctypes
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

NAMES = ("Flutter_ix", "cycle_count", "agc", "wave_flag", "phoneme_list")
KNOWN = "espeak_Initialize"  # exported, so its place in memory is known too
HEAD = b"\x7fELF\x02\x01"  # of 64 bits, little-endian
SECTIONS_AT, SECTION_COUNT_AT = 0x28, 0x3C
SECTION = struct.Struct("<IIQQQQIIQQ")
SYMBOL = struct.Struct("<IBBHQQ")
SYMBOL_TABLE = 2  # SHT_SYMTAB


class Memory(NamedTuple):
    """A stretch of the library's memory and what it holds at first."""

    address: int
    content: bytes

    def set_back(self) -> None:
        ctypes.memmove(self.address, self.content, len(self.content))


def memories(library: ctypes.CDLL, path: Path) -> list[Memory]:
    """All that `library` would remember, loaded from `path` and not yet used; nothing if a part of it is not found."""
    try:
        symbols = list(_symbols(path.read_bytes()))
    except (OSError, struct.error, IndexError, ValueError):
        return []
    known = {place for name, place, _ in symbols if name == KNOWN}
    found = [(name, place, size) for name, place, size in symbols if name in NAMES]
    if len(known) != 1 or sorted(name for name, _, _ in found) != sorted(NAMES):
        return []
    start = (ctypes.cast(getattr(library, KNOWN), ctypes.c_void_p).value or 0) - known.pop()
    return [Memory(start + place, ctypes.string_at(start + place, size)) for _, place, size in found]


def _symbols(data: bytes) -> Iterator[tuple[str, int, int]]:
    """Name, place and size of each symbol; compilers add a number to the names of variables inside functions."""
    if not data.startswith(HEAD):
        return
    (at,) = struct.unpack_from("<Q", data, SECTIONS_AT)
    (count,) = struct.unpack_from("<H", data, SECTION_COUNT_AT)
    sections = [SECTION.unpack_from(data, at + number * SECTION.size) for number in range(count)]
    for _, kind, _, _, begin, size, link, *_ in sections:
        if kind == SYMBOL_TABLE:
            names = sections[link][4]
            for name, _, _, _, place, length in SYMBOL.iter_unpack(data[begin : begin + size]):
                start = names + name
                yield data[start : data.index(b"\0", start)].decode("ascii", "replace").partition(".")[0], place, length
