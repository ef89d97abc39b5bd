"""M4B: an audiobook with chapters, for Apple Books and audiobook players."""

from __future__ import annotations

from pathlib import Path

from narrate.outputs import Chosen, Encoder, OutputInfo, _aac

INFO = OutputInfo(
    name="m4b",
    summary="M4B audiobook (AAC) with chapters",
    suffix=".m4b",
    media_type="audio/mp4",
    audio=True,
    loss=_aac.LOSS,
    settings=_aac.SETTINGS,
)


def encoder(path: Path, rate: int, chosen: Chosen) -> Encoder:
    return _aac.encoder(path, rate, chosen, "M4B ")
