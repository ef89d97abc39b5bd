"""AAC in MP4: what M4A and M4B share."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from narrate.outputs import LYRICS, RATE, Choice, Chosen, Encoder

LOSS = 0.05
SETTINGS: Mapping[str, Choice] = MappingProxyType(
    {
        "bit_rate": Choice(what="kbit/s", values=(32, 40, 48, 56, 64, 80, 96, 112, 128), usual=64),
        "rate": RATE,
        "lyrics": LYRICS,
    }
)


def encoder(path: Path, rate: int, chosen: Chosen, brand: str) -> Encoder:
    """`brand` is the four letters by which players know the kind of MP4."""
    from narrate.audio.mp4 import Mp4Encoder

    return Mp4Encoder(
        path,
        rate,
        brand=brand,
        bit_rate=int(chosen["bit_rate"]),
        wanted=int(chosen["rate"]),
        words=chosen["lyrics"] != "none",
    )
