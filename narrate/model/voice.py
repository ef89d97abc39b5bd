"""Who says it, and how it sounds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Samples = NDArray[np.float32]


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A voice of an engine, written `engine:name`."""

    engine: str
    name: str
    """Empty for any voice of an engine that is not here to tell them."""
    language: str
    label: str = ""
    licence: str = ""
    rate: int = 0
    """Sample rate in Hz; 0 where only the sound tells."""

    def __str__(self) -> str:
        return f"{self.engine}:{self.name}" if self.name else self.engine


@dataclass(frozen=True, slots=True, kw_only=True)
class Download:
    """A file that a voice needs, and where it can be had."""

    url: str
    size: int
    """Bytes."""
    sha256: str
    """64 hexadecimal digits; empty when only `md5` is known."""
    md5: str = ""
    """For files whose publisher tells no better hash: holds against accidents, not against forgers."""
    others: tuple[str, ...] = ()
    """Further addresses of the same bytes, asked in this order after `url`."""
    save_as: str = ""
    """The file's name in the voice's folder; empty is that of `url`."""

    @property
    def name(self) -> str:
        return self.save_as or self.url.rpartition("/")[2]


REST = "_"
"""Stands for a rest in `Mark.sounds`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """The characters `start:end` of the text that was said sound during samples `begin:finish` of the clip."""

    start: int
    end: int
    begin: int
    finish: int
    estimated: str = ""
    """How the time was come by, where the engine did not give it; empty when it did."""
    sounds: str = ""
    """What sounds one after another and each one's share of the time, "h:2 ɛ:3", in the engine's phonemes or
    `REST`; empty where it does not tell."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Clip:
    """Sound of one utterance: mono float32 in [-1, 1]. Compared by identity."""

    pcm: Samples
    rate: int
    marks: tuple[Mark, ...] = ()
