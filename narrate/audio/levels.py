"""One loudness for a programme: a gain for each voice, found by listening ahead, then held."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

import numpy as np

from narrate.audio.loudness import SILENT, amplitude, integrated, limited

if TYPE_CHECKING:
    from narrate.model import Samples, Target

LISTEN = 120.0
"""Seconds of sound heard before the gain is set: 11 MB at 24 kHz; longer programmes stay within 0.4 LU of it."""
MOST = 30.0
"""dB of gain at most: what is quieter is noise."""
PAUSE = 0.5
"""Seconds between clips while their level is measured, about as in the programme."""
ROUNDS, NEAR, PUSH = 3, 0.1, 1.5
"""Times at most that a voice's gain is corrected for what its limited peaks take, LU off that are near enough, and how
much more is given than is missing, since part of it goes to the limiter again (half, of eSpeak's Russian)."""
CEILING_BELOW = 0.8
"""dB that the limiter stays under the allowed true peak, for what encoders add to peaks."""


class Levels:
    """Brings clips to a target loudness.

    `correction` (dB) is given beyond the target, for what encoders take; `lower` (dB) is what an earlier pass over the
    same clips found too much, behind the encoder, in peaks.
    """

    def __init__(self, target: Target, rate: int, *, correction: float = 0.0, lower: float = 0.0) -> None:
        self._goal = None if target.integrated is None else target.integrated + correction
        self._ceiling = amplitude(target.true_peak - CEILING_BELOW - lower)
        self._rate = rate
        self._gains: dict[str, float] = {}

    def even(self, clips: Iterable[tuple[str, Samples]]) -> Iterator[Samples]:
        """Yield each (voice, clip) at its level, in order; holds `LISTEN` seconds back at the start."""
        waiting: list[tuple[str, Samples]] = []
        heard = 0
        source = iter(clips)
        for voice, pcm in source:
            waiting.append((voice, pcm))
            heard += len(pcm)
            if heard >= LISTEN * self._rate:
                break
        for voice in dict.fromkeys(voice for voice, _ in waiting):
            self._learn(voice, [pcm for its, pcm in waiting if its == voice])
        for voice, pcm in waiting:
            yield self._levelled(voice, pcm)
        waiting.clear()
        for voice, pcm in source:
            if voice not in self._gains:
                self._learn(voice, [pcm])
            yield self._levelled(voice, pcm)

    def _learn(self, voice: str, clips: list[Samples]) -> None:
        self._gains[voice] = 1.0
        if self._goal is None:
            return
        level = self._loudness(clips)
        gain = min(MOST, self._goal - level) if level > SILENT else 0.0
        self._gains[voice] = amplitude(gain)
        for _ in range(ROUNDS):  # what the limiter takes from the peaks is given to the whole
            held = self._loudness(self._levelled(voice, pcm) for pcm in clips)
            if held <= SILENT or abs(self._goal - held) < NEAR or gain == MOST:
                break
            gain = min(MOST, gain + PUSH * (self._goal - held))
            self._gains[voice] = amplitude(gain)

    def _loudness(self, clips: Iterable[Samples]) -> float:
        """LUFS of clips with pauses between them, which take 0.04 LU from hibari's and 0.2 from eSpeak's."""
        pause = np.zeros(round(PAUSE * self._rate), np.float32)
        return integrated([piece for pcm in clips for piece in (pcm, pause)], self._rate)

    def _levelled(self, voice: str, pcm: Samples) -> Samples:
        return self.held(pcm * self._gains[voice])

    def held(self, pcm: Samples) -> Samples:
        """Sound that is at its level already, its peaks held."""
        return limited(pcm, self._ceiling, self._rate)
