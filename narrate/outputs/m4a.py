"""M4A: the same file as M4B, for players of music."""

from __future__ import annotations

from pathlib import Path

from narrate.outputs import Chosen, Encoder, OutputInfo, _aac

INFO = OutputInfo(
    name="m4a",
    summary="M4A (AAC) with chapters",
    suffix=".m4a",
    media_type="audio/mp4",
    audio=True,
    loss=_aac.LOSS,
    settings=_aac.SETTINGS,
)


def encoder(path: Path, rate: int, chosen: Chosen) -> Encoder:
    return _aac.encoder(path, rate, chosen, "M4A ")
