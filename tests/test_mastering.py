"""Passes until the encoded sound is as loud as asked for."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from narrate.errors import EngineError
from narrate.mastering import Take
from narrate.model import Clip, Loudness, Skipped, Target
from narrate.synthesis import Spoken
from tests.helpers import script, sine, utterance

TARGET = Target(integrated=-16.0, true_peak=-1.0, tolerance=0.5)


def judged(*measures: tuple[float, float]) -> tuple[bool, float, float]:
    take = Take(target=TARGET)
    take.loudness = {str(n): Loudness(integrated=level, true_peak=peak) for n, (level, peak) in enumerate(measures)}
    return take.good_enough(take.loudness), round(take.correction, 3), round(take.lower, 3)


@pytest.mark.parametrize(
    ("measures", "good", "correction", "lower"),
    [
        ([(-16.0, -2.0)], True, 0.0, 0.0),
        ([(-16.5, -1.0)], True, 0.0, 0.0),
        ([(-16.6, -2.0)], False, 0.6, 0.0),
        ([(-15.0, -2.0)], False, -1.0, 0.0),
        ([(-16.0, -0.7)], False, 0.0, 0.4),
        ([(-17.0, 0.0)], False, 1.0, 1.1),
        ([(-17.0, -2.0), (-16.8, -2.0)], False, 0.9, 0.0),
        ([(-16.9, -2.0), (-15.9, -0.5)], False, 0.4, 0.6),
        ([(-16.0, 4.0)], False, 0.0, 2.0),
        ([(-70.0, -90.0)], True, 0.0, 0.0),
        ([], True, 0.0, 0.0),
    ],
)
def test_what_was_missed_is_made_good_in_the_next_pass(
    measures: list[tuple[float, float]], good: bool, correction: float, lower: float
) -> None:
    assert judged(*measures) == (good, correction, lower)


def test_a_peak_that_the_encoder_makes_of_itself_does_not_sink_the_programme() -> None:
    take = Take(target=TARGET)
    take.loudness = {"opus": Loudness(integrated=-16.0, true_peak=4.0), "wav": Loudness(integrated=-16.0, true_peak=-2)}
    assert not take.good_enough(take.loudness)
    assert take.good_enough(take.loudness), "lowering more would not help"
    assert take.lower == 2.0


@pytest.mark.parametrize(
    ("rms", "good", "correction"), [(-22.4, True, 0.0), (-18.6, True, 0.0), (-22.8, False, 2.3), (-18.0, False, -2.5)]
)
def test_where_the_power_is_asked_for_it_decides(rms: float, good: bool, correction: float) -> None:
    take = Take(target=Target(integrated=-19.5, true_peak=-3.0, rms=(-23.0, -18.0)))
    take.loudness = {"mp3": Loudness(integrated=-16.0, true_peak=-4.0, rms=rms)}
    assert (take.good_enough(["mp3"]), round(take.correction, 3)) == (good, correction)


def test_what_is_left_as_it_is_is_only_kept_from_clipping() -> None:
    take = Take(target=Target(integrated=None))
    take.loudness = {"mp3": Loudness(integrated=-30.0, true_peak=-4.0)}
    assert (take.good_enough(["mp3"]), take.correction) == (True, 0.0)
    take.loudness = {"mp3": Loudness(integrated=-30.0, true_peak=0.4)}
    assert not take.good_enough(["mp3"])
    assert (take.correction, round(take.lower, 3)) == (0.0, 1.5)


class Deaf:
    """An encoder that fails at its n-th write, or counts what it gets."""

    def __init__(self, fails_at: int = 10**9) -> None:
        self.count, self.samples, self._fails_at = 0, 0, fails_at

    def write(self, pcm: np.ndarray) -> None:
        self.count += 1
        self.samples += len(pcm)
        if self.count == self._fails_at:
            raise OSError(28, "No space left on device")

    def stop(self) -> Loudness:
        return Loudness(integrated=-16.0, true_peak=-3.0)


def spoken(count: int, without: tuple[int, ...] = ()) -> list[tuple]:
    made = []
    for number in range(count):
        clip = None if number in without else Clip(pcm=sine(300, 0.2), rate=24_000)
        made.append((utterance(f"Sentence {number}."), Spoken(clip=clip, reason="" if clip else "it would not")))
    return made


def test_every_encoder_gets_every_sample() -> None:
    take, encoders = Take(target=TARGET), {"a": Deaf(), "b": Deaf()}
    take.record(iter(spoken(5)), encoders)  # type: ignore[arg-type]
    assert take.timeline is not None
    assert encoders["a"].samples == encoders["b"].samples == take.timeline.length


@pytest.mark.parametrize("place", [1, 2, 5, 11])
def test_an_encoder_s_failure_stops_the_work(place: int) -> None:
    take = Take(target=TARGET)
    encoders = {"a": Deaf(), "b": Deaf(fails_at=place)}
    with pytest.raises(OSError, match="No space left"):
        take.record(iter(spoken(5)), encoders)  # type: ignore[arg-type]


def test_what_could_not_be_spoken_is_named_and_left_out() -> None:
    take = Take(target=TARGET)
    take.record(iter(spoken(4, without=(1, 3))), {"a": Deaf()})  # type: ignore[dict-item]
    assert [(s.sentence.text, s.reason) for s in take.skipped] == [
        ("Sentence 1.", "it would not"),
        ("Sentence 3.", "it would not"),
    ]
    assert all(isinstance(one, Skipped) for one in take.skipped)
    assert take.timeline is not None
    assert [cue.sentence.text for cue in take.timeline.cues] == ["Sentence 0.", "Sentence 2."]


def test_when_nothing_could_be_spoken_there_is_no_file() -> None:
    with pytest.raises(EngineError, match=r"story\.txt, line 1: not one sentence could be spoken: it would not"):
        Take(target=TARGET).record(iter(spoken(2, without=(0, 1))), {"a": Deaf()})  # type: ignore[dict-item]


def test_a_narration_tells_of_each_file(tmp_path: Path) -> None:
    take = Take(target=TARGET)
    take.record(iter(spoken(1)), {"wav": Deaf()})  # type: ignore[dict-item]
    narration = take.narration(script(), {"wav": tmp_path / "a.wav"})
    assert narration.loudness == ((tmp_path / "a.wav", Loudness(integrated=-16.0, true_peak=-3.0)),)
    assert narration.timeline is take.timeline
