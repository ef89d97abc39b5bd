"""Clips -> encoded programme, again until it is as loud, behind the encoder, as asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from narrate.audio.around import NOTHING, Around
from narrate.encoding import spread
from narrate.errors import EngineError
from narrate.model import Clip, Narration, Script, Skipped, TakenOver, Target

if TYPE_CHECKING:
    from narrate.model import Loudness, Timeline, Utterance
    from narrate.outputs import Encoder
    from narrate.synthesis import Spoken

SILENT = -70.0
"""LUFS under which there is nothing to level."""
INSIDE = 0.5
"""dB within the ends of a range of powers, so that another meter finds the file within it too."""
MOST_LOWER = 2.0
"""dB that all peaks are lowered at most for what encoders add: Opus makes some sounds 5 dB higher, however low they
come in, and the whole programme is not to sink for a thousandth of a second."""


@dataclass(slots=True, kw_only=True)
class Take:
    """Passes over the clips until the encoded sound is as loud as asked for."""

    target: Target
    around: Around = field(default_factory=lambda: NOTHING)
    """The sounds before, behind and under the speech."""
    correction: float = 0.0
    lower: float = 0.0
    """dB; begins as the headroom of the encoders."""
    skipped: tuple[Skipped, ...] = ()
    taken_over: tuple[TakenOver, ...] = ()
    loudness: dict[str, Loudness] = field(default_factory=dict)
    timeline: Timeline | None = None

    def record(self, spoken: Iterator[tuple[Utterance, Spoken]], encoders: dict[str, Encoder]) -> None:
        """Assemble once, each encoder on a thread of its own."""
        from narrate.audio.assemble import RATE, assemble
        from narrate.audio.levels import Levels

        levels = Levels(self.target, RATE, correction=self.correction, lower=self.lower)
        heard = self._heard(spoken)
        with spread(encoders) as write:
            self.timeline = assemble(heard, levels, write, self.around, head=self.target.head, tail=self.target.tail)
        self.loudness = {name: encoder.stop() for name, encoder in encoders.items()}

    def _heard(self, spoken: Iterator[tuple[Utterance, Spoken]]) -> Iterator[tuple[Utterance, Clip]]:
        skipped: list[Skipped] = []
        taken_over: list[TakenOver] = []
        heard = 0
        for utterance, result in spoken:
            if result.clip is None:
                skipped += (Skipped(sentence=sentence, reason=result.reason) for sentence in utterance.sentences)
                continue
            heard += 1
            taken_over += result.taken_over
            yield utterance, result.clip
        self.skipped, self.taken_over = tuple(skipped), tuple(taken_over)
        if not heard:
            first = skipped[0]
            raise EngineError(f"not one sentence could be spoken: {first.reason}", place=first.sentence.block.anchor)

    def good_enough(self, names: Collection[str]) -> bool:
        """Whether these files meet the target; notes what to change if not."""
        sounding = [measure for name, measure in self.loudness.items() if name in names and measure.integrated > SILENT]
        if not sounding:
            return True
        off = [self._missing(measure) for measure in sounding]
        tolerance = self._tolerance()
        above = max(measure.true_peak for measure in sounding) - self.target.true_peak
        held = above <= 0 or self.lower >= MOST_LOWER
        good = max(map(abs, off)) <= tolerance and held
        self.correction += (max(off) + min(off)) / 2 if max(map(abs, off)) > tolerance else 0.0
        self.lower = min(MOST_LOWER, self.lower + above + 0.1) if above > 0 else self.lower
        return good

    def _missing(self, measure: Loudness) -> float:
        """dB by which a file is too quiet."""
        target = self.target
        if target.rms is not None:
            return sum(target.rms) / 2 - measure.rms
        return 0.0 if target.integrated is None else target.integrated - measure.integrated

    def _tolerance(self) -> float:
        if self.target.rms is None:
            return self.target.tolerance
        least, most = self.target.rms
        return (most - least) / 2 - INSIDE

    def narration(self, script: Script, paths: Mapping[str, Path]) -> Narration:
        assert self.timeline is not None
        loudness = tuple((paths[name], measure) for name, measure in self.loudness.items() if name in paths)
        return Narration(
            script=script,
            timeline=self.timeline,
            skipped=self.skipped,
            taken_over=self.taken_over,
            loudness=loudness,
        )
