"""WAV: plain samples, for editing."""

from __future__ import annotations

from pathlib import Path

from narrate.outputs import Encoder, OutputInfo

INFO = OutputInfo(
    name="wav", summary="WAV, 16 bit: plain samples, for editing", suffix=".wav", media_type="audio/wav", audio=True
)


def encoder(path: Path, rate: int) -> Encoder:
    from narrate.audio.codec import FFmpegEncoder

    return FFmpegEncoder(path, rate, bare="wav", final="wav", codec="pcm_s16le", final_options={"rf64": "auto"})
