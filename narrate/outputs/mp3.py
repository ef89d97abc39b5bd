"""MP3: plays everywhere."""

from __future__ import annotations

from pathlib import Path

from narrate.outputs import LYRICS, MP3_LOSS, RATE, Choice, Chosen, Encoder, OutputInfo

BIT_RATES = (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320)
INFO = OutputInfo(
    name="mp3",
    summary="MP3, mono, 64 kbit/s: plays everywhere",
    suffix=".mp3",
    media_type="audio/mpeg",
    audio=True,
    words=("lyrics", "words"),
    loss=MP3_LOSS,
    settings={
        "bit_rate": Choice(what="kbit/s", values=BIT_RATES, usual=64),
        "vbr": Choice(
            what="quality of a varying bit rate, 0 the best, 9 the smallest", values=("off", *range(10)), usual="off"
        ),
        "rate": RATE,
        "lyrics": Choice(
            what="the words in the tag, with times of", values=(*LYRICS.values, "sentences", "words"), usual="sentences"
        ),
    },
)


def encoder(path: Path, rate: int, chosen: Chosen) -> Encoder:
    from narrate.audio.mp3 import Mp3Encoder

    return Mp3Encoder(
        path,
        rate,
        bit_rate=int(chosen["bit_rate"]),
        quality=None if chosen["vbr"] == "off" else int(chosen["vbr"]),
        wanted=int(chosen["rate"]),
        words=str(chosen["lyrics"]),
    )
