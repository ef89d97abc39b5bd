"""Opus: the smallest file for the same sound."""

from __future__ import annotations

from pathlib import Path

from narrate.outputs import Encoder, OutputInfo

LOSS = 0.4
"""LU: hibari's speech loses 0.25, eSpeak's up to 0.6."""
HEADROOM = 1.2
"""dB. Of 14 narrations of 1 to 2 minutes, by hibari and by eSpeak in five languages, the peaks of 5 came out above -1
dBTP without it (+0.4 at worst), of 3 with it (+0.2), the others 0.2 to 1.2 dB below: Opus makes a click of some sounds,
however low they come in. FFmpeg's `ebur128` told the same peaks to 0.1 dB."""

INFO = OutputInfo(
    name="opus",
    summary="Opus, 32 kbit/s: the smallest file",
    suffix=".opus",
    media_type="audio/ogg",
    audio=True,
    loss=LOSS,
    headroom=HEADROOM,
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
