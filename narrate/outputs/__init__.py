"""Narration -> file. Each module carries `INFO` and either `encoder` (sound) or `write` (all else).

Sound is encoded while it is assembled, so an audio output opens an `Encoder` first and completes the file when the
timeline is known; every other output gets the finished `Narration`.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from narrate import plugins
from narrate.errors import UsageError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from narrate.audio.tags import Tags
    from narrate.model import Loudness, Narration, Timeline


Chosen = Mapping[str, int | str]
"""What holds for an output: each of its settings and a value."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A setting of an output."""

    what: str
    values: tuple[int | str, ...]
    usual: int | str


RATE = Choice(
    what="Hz; 0 is the programme's own, 24,000", values=(0, 16_000, 22_050, 24_000, 32_000, 44_100, 48_000), usual=0
)
MP3_LOSS = 0.45
"""LU by which speech comes out of MP3 quieter than it went in (`OutputInfo.loss`); measured on several voices."""
LYRICS = Choice(what="the words in the tag", values=("none", "text"), usual="text")


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
    pages: bool = False
    """Whether it keeps the pages of a book: then all that they show is read, unless the listener wants it otherwise."""
    folder: str = ""
    """For an output that is a folder: the file in it by which it is known to be ours."""
    words: tuple[str, str] | None = None
    """The setting and its value with which a sound file tells when words sound: this is then looked for where an engine
    does not tell. For other outputs it always is."""
    loss: float = 0.0
    """LU by which speech comes out of the encoder quieter than it went in; measured on several voices."""
    headroom: float = 0.0
    """dB that all peaks are lowered beforehand, for what the encoder makes of them; see `opus`."""
    settings: Mapping[str, Choice] = field(default_factory=lambda: MappingProxyType({}))
    """What a listener may set for it (table `formats` of the settings)."""
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
        """Open a bare file for samples at `rate`.

        One whose INFO names settings also takes those that hold: `encoder(path, rate, chosen)`.
        """


@runtime_checkable
class TextOutput(Protocol):
    """A module that makes any other file, or a folder, which is there and empty when `write` is called."""

    INFO: OutputInfo

    def write(self, narration: Narration, target: Path) -> None:
        """Write all of it; raises `OutputError`."""


def opened(output: Any, path: Path, rate: int, chosen: Mapping[str, Any] = MappingProxyType({})) -> Encoder:
    """A sound output's encoder, by its usual settings where none are `chosen`; raises `OutputError`."""
    settings = output.INFO.settings
    values = {name: _value(choice, chosen.get(name, choice.usual)) for name, choice in settings.items()}
    encoder: Encoder = output.encoder(path, rate, values) if settings else output.encoder(path, rate)
    return encoder


def tells_words(output: Any, chosen: Mapping[str, Any]) -> bool:
    """Whether an output tells when words sound, as its settings are chosen."""
    info: OutputInfo = output.INFO
    if info.words is None:
        return not info.audio
    setting, value = info.words
    return bool(chosen.get(setting, info.settings[setting].usual) == value)


def checked(formats: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
    """Settings by output, if there are such outputs and each has such settings; raises `UsageError`."""
    for name, chosen in plugins.checked("outputs", formats).items():
        settings = plugins.load("outputs", name).INFO.settings
        for key, value in chosen.items():
            if _value(settings[key], value) is None:
                known = ", ".join(map(str, settings[key].values))
                raise UsageError(f"{key} of {name} can't be {value}", hint=f"it can be {known}")
    return formats


def _value(choice: Choice, said: Any) -> Any:
    """The value that is meant: what comes from the environment is text; None when it can't be."""
    return next((value for value in choice.values if str(value) == str(said)), None)
