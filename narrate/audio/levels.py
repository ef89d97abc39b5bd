"""One loudness for a programme: a gain for each voice, found by listening ahead, then held."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from narrate.audio.loudness import SILENT, amplitude, integrated, limited

if TYPE_CHECKING:
    from narrate.model import Samples, Target

LISTEN = 120.0
"""Seconds of sound heard before the gain is set: 11 MB at 24 kHz; longer programmes stay within 0.4 LU of it."""
MOST = 30.0
"""dB of gain at most: what is quieter is noise."""
CEILING_BELOW = 0.8
"""dB that the limiter stays under the allowed true peak, for what encoders add to peaks."""


class Levels:
    """Brings clips to a target loudness.

    `correction` (dB) is given beyond the target, for what encoders take; `lower` (dB) is what an earlier pass over the
    same clips found too much, behind the encoder, in peaks.
    """

    def __init__(self, target: Target, rate: int, *, correction: float = 0.0, lower: float = 0.0) -> None:
        self._goal = target.integrated + correction
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
        level = integrated(clips, self._rate)
        gain = min(MOST, self._goal - level) if level > SILENT else 0.0
        self._gains[voice] = amplitude(gain)
        held = integrated([self._levelled(voice, pcm) for pcm in clips], self._rate)
        if held > SILENT:  # what the limiter takes from the peaks is given to the whole
            self._gains[voice] = amplitude(min(MOST, gain + self._goal - held))

    def _levelled(self, voice: str, pcm: Samples) -> Samples:
        return self.held(pcm * self._gains[voice])

    def held(self, pcm: Samples) -> Samples:
        """Sound that is at its level already, its peaks held."""
        return limited(pcm, self._ceiling, self._rate)
