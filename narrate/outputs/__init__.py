"""Narration -> file. Each module carries `INFO` and either `encoder` (sound) or `write` (all else).

Sound is encoded while it is assembled, so an audio output opens an `Encoder` first and completes the file when the
timeline is known; every other output gets the finished `Narration`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, runtime_checkable

from narrate import plugins

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from narrate.audio.tags import Tags
    from narrate.model import Loudness, Narration, Timeline


@dataclass(frozen=True, slots=True, kw_only=True)
class OutputInfo:
    """What an output makes, readable without its heavy imports."""

    name: str
    summary: str
    suffix: str
    media_type: str
    audio: bool = False
    master: bool = False
    """Whether it is no sound file itself but needs the programme's sound: `Narration.master`."""
    folder: str = ""
    """For an output that is a folder: the file in it by which it is known to be ours."""
    loss: float = 0.0
    """LU by which speech comes out of the encoder quieter than it went in; measured on several voices."""
    headroom: float = 0.0
    """dB that all peaks are lowered beforehand, for what the encoder makes of them; see `opus`."""
    extra: str = ""
    requires: tuple[str, ...] = ()


def folders(names: Iterable[str]) -> dict[str, str]:
    """Those of the outputs that make folders, each with the file by which it is known."""
    known = {name: plugins.load("outputs", name).INFO.folder for name in names}
    return {name: file for name, file in known.items() if file}


class Encoder(Protocol):
    """Turns samples into a bare file as they come, then into a finished one. All raise `OutputError`."""

    def write(self, pcm: NDArray[np.int16]) -> None:
        """Encode the next mono samples."""

    def stop(self) -> Loudness:
        """All samples are in; tells how loud the encoded sound is when decoded."""

    def finish(self, target: Path, tags: Tags, timeline: Timeline, cover: bytes | None) -> None:
        """Write the finished file, with tags, chapters and a picture (JPEG or PNG)."""

    def abandon(self) -> None:
        """Close what is open, after an error."""


@runtime_checkable
class AudioOutput(Protocol):
    """A module that makes sound files."""

    INFO: OutputInfo

    def encoder(self, path: Path, rate: int) -> Encoder:
        """Open a bare file for samples at `rate`."""


@runtime_checkable
class TextOutput(Protocol):
    """A module that makes any other file, or a folder, which is there and empty when `write` is called."""

    INFO: OutputInfo

    def write(self, narration: Narration, target: Path) -> None:
        """Write all of it; raises `OutputError`."""
