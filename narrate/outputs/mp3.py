"""MP3: plays everywhere."""

from __future__ import annotations

from pathlib import Path

from narrate.outputs import Encoder, OutputInfo

INFO = OutputInfo(
    name="mp3",
    summary="MP3, mono, 64 kbit/s: plays everywhere",
    suffix=".mp3",
    media_type="audio/mpeg",
    audio=True,
    loss=0.45,
)


def encoder(path: Path, rate: int) -> Encoder:
    from narrate.audio.mp3 import Mp3Encoder

    return Mp3Encoder(path, rate)
