"""What an engine and a reader are: their data (`INFO`) and the calls they answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Literal, Protocol, runtime_checkable

from narrate.model import Article, Clip, Document, Voice

CELL = " | "
"""What readers put between the cells of a table's row; rows are lines."""
Unit = Literal["sentence", "paragraph"]
Parallel = Literal["threads", "processes", "requests"]
Marks = Literal["exact", "estimated", "none"]


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineInfo:
    """What an engine can do, readable without its heavy imports."""

    name: str
    summary: str
    languages: tuple[str, ...] = ("*",)
    extra: str = ""
    """The extra of ours that brings it; empty when the plain install has it."""
    requires: tuple[str, ...] = ()
    """Importable module names it needs."""
    offline: bool = True
    host: str = ""
    """Where an online service is reached, on port 443; empty where the listener names it."""
    unit: Unit = "sentence"
    parallel: Parallel = "threads"
    """What several workers are: threads on one loaded voice, processes of the engine's own, or requests."""
    workers: int = 0
    """Most calls of `say` at once; 0 means one a core."""
    repeatable: bool = True
    """Same input gives the same samples."""
    max_chars: int = 500
    """Longest text for one call; longer ones are cut at clauses."""
    marks: Marks = "none"
    reference: bool = False
    """Quick, with exact marks: clips of engines that tell no times of words are laid against its speech."""
    accepts: tuple[str, ...] = ("text",)
    settings: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    """What a listener may set for it (table `engines` of the settings), and what each is."""
    silent: bool = False
    """True for test engines, never chosen by themselves."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What a service takes, in US dollars."""

    per_million: float = 0.0
    """For a million characters."""
    per_minute: float = 0.0
    """Of sound."""
    as_of: str = ""
    """When it was looked up; empty when nothing has to be paid to anybody."""


@runtime_checkable
class Speaker(Protocol):
    """An open voice. `say` may be called from as many threads at once as the engine's workers allow.

    One that waits for a service may also have `hurry()`: the run is over, so calls that still wait are to fail.
    """

    rate: int
    fingerprint: str
    """All that changes the sound besides `say`'s arguments: engine, version, model hash, settings."""

    def say(self, text: str, language: str, speed: float) -> Clip:
        """Speak `text`; `speed` 1.0 is the voice's own pace, 2.0 twice as fast. Raises `EngineError`."""

    def close(self) -> None:
        """Let go of models and processes; the speaker is not used again."""


@runtime_checkable
class Engine(Protocol):
    """A module in `engines/`, or an object of another package's entry point."""

    INFO: EngineInfo

    def voices(self) -> Sequence[Voice]:
        """The voices that can be opened now, without a download; may raise `MissingExtra`."""

    def open_speaker(self, voice: Voice) -> Speaker:
        """Load a voice; raises `EngineError`, `VoiceError` or `MissingExtra`."""

    # It may also have:
    #   voice(name) -> Voice                   for names that it does not list, such as NAME#SPEAKER
    #   unsure(voice, text) -> Sequence[str]   the words of a text that the voice can only guess at
    #   price(voice, settings) -> Price|None   what its service takes
    #   offered() -> Sequence[Voice]           voices that can be installed
    #   files(voice) -> Sequence[Download]     what they need, where no file in `voices/` tells; may raise `EngineError`
    #   on_card() -> bool                      whether it would speak on a graphics card, if there were one
    #   folder() -> Path                       where that belongs, if not in `settings.voice_folder(name)`
    # One whose INFO names settings also takes those that were chosen: `open_speaker(voice, settings)`.


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderInfo:
    """What a reader reads, readable without its heavy imports."""

    name: str
    summary: str
    suffixes: tuple[str, ...]
    """With the dot, lower case."""
    media_types: tuple[str, ...]
    extra: str = ""
    requires: tuple[str, ...] = ()


@runtime_checkable
class Reader(Protocol):
    """A module in `readers/`, or an object of another package's entry point."""

    INFO: ReaderInfo

    def read(self, document: Document) -> Article:
        """Parse a document into typed blocks, all of its visible text among them. Pure; raises `SourceError`."""
