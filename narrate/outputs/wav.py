"""WAV: plain samples, for editing."""

from __future__ import annotations

from pathlib import Path

from narrate.outputs import RATE, Chosen, Encoder, OutputInfo

INFO = OutputInfo(
    name="wav",
    summary="WAV, 16 bit: plain samples, for editing",
    suffix=".wav",
    media_type="audio/wav",
    audio=True,
    settings={"rate": RATE},
)


def encoder(path: Path, rate: int, chosen: Chosen) -> Encoder:
    from narrate.audio.codec import FFmpegEncoder
    from narrate.audio.container import Form

    form = Form(name="wav", options={"rf64": "auto"}, chapters="")
    return FFmpegEncoder(path, rate, bare="wav", codec="pcm_s16le", wanted=int(chosen["rate"]), form=form)
