"""One loudness for a programme, whatever its voices bring."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest

from narrate import plugins, voices
from narrate.audio import levels as audio_levels
from narrate.audio.codec import resampled
from narrate.audio.levels import Levels
from narrate.audio.loudness import amplitude, decibels, integrated, true_peak
from narrate.model import Clip, Target
from tests.helpers import likeness, sine

RATE = 24_000
TARGET = Target()
GOAL = TARGET.integrated


def test_a_programme_reaches_its_target(speech: tuple[Clip, ...]) -> None:
    for factor in (0.1, 0.3, 0.7):
        clips = [("a", np.float32(factor) * clip.pcm) for clip in speech]
        assert integrated(list(Levels(TARGET, RATE).even(clips)), RATE) == pytest.approx(GOAL, abs=0.5)


@pytest.mark.skipif("espeak" not in plugins.names("engines"), reason="eSpeak is not installed")
@pytest.mark.parametrize("lower", [0.0, 1.2])
def test_so_does_a_voice_whose_peaks_are_all_held(lower: float) -> None:
    speaker = voices.open_speaker(voices.find("espeak:ru"))
    said = [speaker.say(text, "ru", 1.0) for text in ("Ветер стих.", "В порту стояли пустые лодки, и было тихо.")]
    speaker.close()
    clips = [("a", resampled(clip.pcm, clip.rate, RATE)) for clip in said]
    even = list(Levels(TARGET, RATE, lower=lower).even(clips))
    assert integrated(even, RATE) == pytest.approx(GOAL, abs=0.35)
    assert max(decibels(true_peak(pcm)) for pcm in even) <= TARGET.true_peak - lower


def test_voices_that_are_far_apart_come_out_alike(speech: tuple[Clip, ...]) -> None:
    names = ["a", "b", "a", "b", "a"]
    factors = {"a": np.float32(1.0), "b": np.float32(amplitude(-12))}
    clips = [(voice, factors[voice] * clip.pcm) for voice, clip in zip(names, speech, strict=True)]
    even = list(Levels(TARGET, RATE).even(clips))
    loudness = {
        voice: integrated([pcm for its, pcm in zip(names, even, strict=True) if its == voice], RATE)
        for voice in ("a", "b")
    }
    assert loudness["a"] == pytest.approx(loudness["b"], abs=1.0)
    assert loudness["a"] == pytest.approx(GOAL, abs=1.0)


def test_a_voice_heard_late_is_levelled_too(speech: tuple[Clip, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audio_levels, "LISTEN", 2.0)
    clips = [("a", speech[0].pcm), ("a", speech[1].pcm), ("late", np.float32(0.1) * speech[3].pcm)]
    late = list(Levels(TARGET, RATE).even(clips))[-1]
    assert integrated([late], RATE) == pytest.approx(GOAL, abs=1.0)


def test_sentences_of_a_voice_keep_their_proportions(speech: tuple[Clip, ...]) -> None:
    even = list(Levels(TARGET, RATE).even([("a", clip.pcm) for clip in speech]))
    gains = [np.abs(pcm).mean() / np.abs(clip.pcm).mean() for pcm, clip in zip(even, speech, strict=True)]
    assert max(gains) == pytest.approx(min(gains), rel=0.05)
    assert all(likeness(pcm, clip.pcm) > 0.995 for pcm, clip in zip(even, speech, strict=True))


def test_no_peak_rises_above_the_target(speech: tuple[Clip, ...]) -> None:
    clicks = [clip.pcm.copy() for clip in speech]
    for pcm in clicks:
        pcm[5000:5004] = 1.0
    even = list(Levels(TARGET, RATE).even([("a", pcm) for pcm in clicks]))
    assert max(decibels(true_peak(pcm)) for pcm in even) <= TARGET.true_peak
    lower = list(Levels(TARGET, RATE, lower=2.0).even([("a", pcm) for pcm in clicks]))
    assert max(decibels(true_peak(pcm)) for pcm in lower) <= TARGET.true_peak - 2


def test_a_correction_is_added(speech: tuple[Clip, ...]) -> None:
    clips = [("a", clip.pcm) for clip in speech]
    plain, more = (integrated(list(Levels(TARGET, RATE, correction=c).even(clips)), RATE) for c in (0.0, 1.5))
    assert more - plain == pytest.approx(1.5, abs=0.2)


def test_silence_is_not_made_loud() -> None:
    (quiet,) = Levels(TARGET, RATE).even([("a", np.zeros(RATE, np.float32))])
    assert not quiet.any()
    (hiss,) = Levels(TARGET, RATE).even([("a", sine(1000, 2, level=amplitude(-66)))])
    assert decibels(float(np.abs(hiss).max())) == pytest.approx(-66 + audio_levels.MOST, abs=0.1)


def test_clips_are_handed_on_in_order_and_few_are_held_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(audio_levels, "LISTEN", 1.0)
    taken = 0

    def clips() -> Iterator[tuple[str, np.ndarray]]:
        nonlocal taken
        for number in range(50):
            taken += 1
            yield "a", sine(200 + 10 * number, 0.2)

    had = []
    for pcm in Levels(TARGET, RATE).even(clips()):
        had.append(pcm)
        assert taken <= max(5, len(had))
    assert [likeness(pcm, sine(200 + 10 * number, 0.2)) > 0.99 for number, pcm in enumerate(had)] == [True] * 50


def test_nothing_comes_of_nothing() -> None:
    assert list(Levels(TARGET, RATE).even([])) == []
