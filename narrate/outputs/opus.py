"""Opus: the smallest file for the same sound."""

from __future__ import annotations

from pathlib import Path

from narrate.outputs import LYRICS, Choice, Chosen, Encoder, OutputInfo

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
    settings={
        "bit_rate": Choice(what="kbit/s", values=(12, 16, 20, 24, 32, 40, 48, 64, 96, 128), usual=32),
        "lyrics": LYRICS,
    },
)


def encoder(path: Path, rate: int, chosen: Chosen) -> Encoder:
    from narrate.audio.codec import FFmpegEncoder
    from narrate.audio.container import Form

    return FFmpegEncoder(
        path,
        rate,
        bare="ogg",
        codec="libopus",
        decoder="opus",  # FFmpeg's own decodes to peaks up to 0.4 dB higher than libopus does
        bit_rate=int(chosen["bit_rate"]),
        form=Form(
            name="opus",
            options={"fflags": "+bitexact"},  # no random serial number: the same programme is the same file
            cover="comment",
            lyrics=chosen["lyrics"] != "none",
        ),
    )
