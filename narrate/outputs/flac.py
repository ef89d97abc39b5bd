"""FLAC: lossless, half the size of WAV."""

from __future__ import annotations

from pathlib import Path

from narrate.outputs import LYRICS, RATE, Chosen, Encoder, OutputInfo

INFO = OutputInfo(
    name="flac",
    summary="FLAC: lossless",
    suffix=".flac",
    media_type="audio/flac",
    audio=True,
    settings={"rate": RATE, "lyrics": LYRICS},
)


def encoder(path: Path, rate: int, chosen: Chosen) -> Encoder:
    from narrate.audio.codec import FFmpegEncoder
    from narrate.audio.container import Form

    form = Form(name="flac", cover="stream", lyrics=chosen["lyrics"] != "none")
    return FFmpegEncoder(path, rate, bare="flac", codec="flac", wanted=int(chosen["rate"]), form=form)
