"""The programme's sound without loss, cut into MP3 files: constant bit rate, cut at whole milliseconds."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, NamedTuple

import numpy as np

from narrate.outputs._master import samples

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from narrate.model import Narration

SILENCE = 24_000
"""Samples of silence handed on at once."""


class Sound(NamedTuple):
    """A finished MP3: the frame that tells its length, then all others."""

    head: bytes
    frames: IO[bytes]


class Programme:
    """A narration's sound, read once from its beginning to its end."""

    def __init__(self, narration: Narration, target: Path) -> None:
        """Raises `OutputError` when the narration has no sound; `target` is what is to be made of it."""
        self._rate = narration.timeline.rate
        self._blocks = samples(narration, target)
        self._rest: NDArray[np.int16] = np.zeros(0, np.int16)
        self._at = 0
        self._aside = target.with_suffix(".bare")  # swept by `staging` if this run is killed

    @contextmanager
    def mp3(self, begin: int, finish: int) -> Iterator[Sound]:
        """An MP3 of the milliseconds `begin:finish`, which lie behind those of the call before."""
        from narrate.audio.mp3 import Mp3Encoder

        for _ in self._upto(self._sample(begin)):
            pass
        encoder = Mp3Encoder(self._aside, self._rate, heard=False)
        try:
            for pcm in self._upto(self._sample(finish)):
                encoder.write(pcm)
            encoder.stop()
            with self._aside.open("rb") as frames:
                yield Sound(encoder.info(), frames)
        finally:
            encoder.abandon()
            self._aside.unlink(missing_ok=True)

    def _sample(self, millisecond: int) -> int:
        return -(-millisecond * self._rate // 1000)

    def _upto(self, end: int) -> Iterator[NDArray[np.int16]]:
        """The samples before `end` that were not read yet; silence where the sound is over."""
        while self._at < end:
            if not len(self._rest):
                self._rest = next(self._blocks, np.zeros(min(SILENCE, end - self._at), np.int16))
            piece, self._rest = self._rest[: end - self._at], self._rest[end - self._at :]
            self._at += len(piece)
            yield piece
