"""What is heard in the end, and when."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from narrate.model.script import Script, Sentence
from narrate.model.voice import Mark


@dataclass(frozen=True, slots=True, kw_only=True)
class Cue:
    """When a sentence sounds, in samples of the programme."""

    sentence: Sentence
    begin: int
    finish: int
    estimated: str = ""
    """How the inner boundary was come by when several sentences were spoken in one call."""
    marks: tuple[Mark, ...] = ()
    """What is known of its words: places in `sentence.spoken`, samples from `begin`; `words.timed` reads them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Word:
    """When a written word sounds: `sentence.text[start:end]`, in samples of the programme."""

    start: int
    end: int
    begin: int
    finish: int
    estimated: str = ""
    """How the time was come by; empty when the engine itself told it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """A titled stretch of the programme, in samples; chapters tile it."""

    title: str
    begin: int
    finish: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Timeline:
    """The only source of times for captions, chapters, overlays and player."""

    rate: int
    length: int
    cues: tuple[Cue, ...] = ()
    chapters: tuple[Chapter, ...] = ()

    def seconds(self, samples: int) -> float:
        return samples / self.rate


SILENCE = -120.0
"""dBFS that stand for minus infinity, which JSON has no word for."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loudness:
    """Measured on an encoded file as a player decodes it; no level is below `SILENCE`."""

    integrated: float
    """LUFS, ITU-R BS.1770-4 gated."""
    true_peak: float
    """dBTP."""
    rms: float = SILENCE
    """dBFS, of the whole file with its pauses."""
    noise_floor: float = SILENCE
    """dBFS, of the quietest half second."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """How loud a finished file is to be."""

    integrated: float | None = -16.0
    """LUFS: what podcast directories ask for. None leaves every voice as loud as it is."""
    true_peak: float = -1.0
    """dBTP, at most."""
    tolerance: float = 0.7
    """LU off the target at which a programme is levelled again."""
    rms: tuple[float, float] | None = None
    """dBFS, least and most. Where it is named it decides, and `integrated` is only where levelling begins."""
    noise_floor: float | None = None
    """dBFS, at most."""
    head: float = 0.20
    tail: float = 0.60
    """Seconds of silence before the first and after the last word: players swallow the start, an end wants rest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaptionLimits:
    """What captions keep to: broadcasters' usual limits. `captions.limits.chosen` reads them from the settings."""

    line: int = 42
    """Columns a line at most; characters of East Asian writing and emoji take two."""
    lines: int = 2
    longest: float = 7.0
    shortest: float = 5 / 6
    """Seconds that a caption stands, where the speech allows."""
    rate: float = 20.0
    """Columns to be read in a second at most, where the speech allows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Skipped:
    """A sentence that could not be spoken, and why."""

    sentence: Sentence
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class TakenOver:
    """A voice failed at a sentence, and another one spoke it, or all of the article that the first was to speak."""

    sentence: Sentence
    voice: str
    """`engine:name` of the one that failed."""
    by: str
    reason: str
    whole: bool
    """Whether the other one spoke everything."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A sentence that did not come over when the finished sound was listened to."""

    sentence: Sentence
    fault: Literal["not heard", "heard twice"]
    heard: str
    """What was heard where it should be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Narration:
    """A finished programme; what outputs receive."""

    script: Script
    timeline: Timeline
    skipped: tuple[Skipped, ...] = ()
    taken_over: tuple[TakenOver, ...] = ()
    doubts: tuple[Doubt, ...] = ()
    """Only known when it was listened to."""
    loudness: tuple[tuple[Path, Loudness], ...] = ()
    """Per audio file, as measured after encoding."""
    master: Path | None = None
    """The programme without loss, mono FLAC at `timeline.rate`; only there for outputs that ask for it, while they
    write."""
    cover: bytes | None = None
    """JPEG or PNG."""
    captions: CaptionLimits = CaptionLimits()


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """How far a narration has come, in spoken characters, or a download, in bytes."""

    stage: str
    done: int
    total: int
    fresh: int = field(default=0)
    """Characters spoken by an engine in this run, not found in the cache."""
