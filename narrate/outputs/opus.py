"""Opus: the smallest file for the same sound."""

from __future__ import annotations

from pathlib import Path

from narrate.outputs import Encoder, OutputInfo

INFO = OutputInfo(
    name="opus",
    summary="Opus, 32 kbit/s: the smallest file",
    suffix=".opus",
    media_type="audio/ogg",
    audio=True,
    loss=0.25,
)
BIT_RATE = 32_000


def encoder(path: Path, rate: int) -> Encoder:
    from narrate.audio.codec import FFmpegEncoder

    return FFmpegEncoder(
        path,
        rate,
        bare="ogg",
        final="opus",
        codec="libopus",
        decoder="opus",  # FFmpeg's own decodes to peaks up to 0.4 dB higher than libopus does
        bit_rate=BIT_RATE,
        final_options={"fflags": "+bitexact"},  # no random serial number: the same programme is the same file
    )
