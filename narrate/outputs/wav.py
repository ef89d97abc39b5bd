"""WAV: plain samples, for editing."""

from __future__ import annotations

from pathlib import Path

from narrate.outputs import LYRICS, RATE, Chosen, Encoder, OutputInfo

INFO = OutputInfo(
    name="wav",
    summary="WAV, 16 bit: plain samples, for editing",
    suffix=".wav",
    media_type="audio/wav",
    audio=True,
    settings={"rate": RATE, "lyrics": LYRICS},
)


def encoder(path: Path, rate: int, chosen: Chosen) -> Encoder:
    from narrate.audio.container import Form
    from narrate.audio.wav import WavEncoder

    options = {"rf64": "auto", "fflags": "+bitexact"}  # without the LIST chunk that names the encoder
    form = Form(name="wav", options=options, tags=False, chapters=False)
    encoder = WavEncoder(path, rate, bare="wav", codec="pcm_s16le", wanted=int(chosen["rate"]), form=form)
    encoder.words = str(chosen["lyrics"])
    return encoder
