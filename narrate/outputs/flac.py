"""FLAC: lossless, half the size of WAV."""

from __future__ import annotations

from pathlib import Path

from narrate.outputs import Encoder, OutputInfo

INFO = OutputInfo(name="flac", summary="FLAC: lossless", suffix=".flac", media_type="audio/flac", audio=True)


def encoder(path: Path, rate: int) -> Encoder:
    from narrate.audio.codec import FFmpegEncoder

    return FFmpegEncoder(path, rate, bare="flac", final="flac", codec="flac")
