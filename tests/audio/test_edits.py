"""Clip edges, and clips that can't be the speech of their text."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate import plugins, voices
from narrate.audio.edits import fault, loud_span, trimmed
from narrate.engines import tone
from narrate.model import Clip, Mark
from tests.conftest import SPEECH
from tests.helpers import sine

RATES = (8_000, 16_000, 22_050, 24_000, 48_000)


def padded(pcm: np.ndarray, before: float, after: float, rate: int = 24_000) -> np.ndarray:
    return np.pad(pcm, (round(before * rate), round(after * rate)))


@pytest.mark.parametrize("rate", RATES)
def test_silent_edges_go_and_the_sound_stays(rate: int) -> None:
    sound = sine(300, 0.5, rate=rate)
    clip = trimmed(Clip(pcm=padded(sound, 0.4, 0.7, rate), rate=rate))
    seconds = len(clip.pcm) / rate
    assert 0.5 <= seconds <= 0.5 + 0.015 + 0.050 + 0.011, "a little is left for soft onsets and decays"
    inner = clip.pcm[round(0.03 * rate) : round(0.45 * rate)]
    windows = np.lib.stride_tricks.sliding_window_view(sound, len(inner))
    assert np.abs(windows - inner).max(axis=1).min() == 0, "what is inside is untouched"


def test_hiss_at_the_edges_is_silence_and_a_soft_s_is_not() -> None:
    noise = np.random.default_rng(1).uniform(-1, 1, 12_000).astype(np.float32)
    sound = sine(300, 0.5)
    begin, finish = loud_span(np.concatenate([0.001 * noise, sound, 0.02 * noise]), 24_000)
    assert abs(begin - 12_000) <= 120
    assert abs(finish - 36_000) <= 120


def test_edges_are_faded_to_nothing() -> None:
    clip = trimmed(Clip(pcm=np.full(24_000, 0.5, np.float32), rate=24_000))
    assert clip.pcm[0] == clip.pcm[-1] == 0
    step = np.abs(np.diff(clip.pcm)).max()
    assert step < 0.5 * np.pi / 2 / 96 + 1e-4, "no steeper than half a cosine over 4 ms"


@given(st.integers(0, 4000), st.integers(0, 30_000), st.integers(0, 4000), st.sampled_from(RATES), st.data())
def test_marks_move_with_the_sound_and_stay_inside(
    before: int, length: int, after: int, rate: int, data: st.DataObject
) -> None:
    pcm = np.pad(sine(200, length / rate, rate=rate)[:length], (before, after))
    places = sorted(data.draw(st.lists(st.integers(0, len(pcm)), min_size=4, max_size=4)))
    marks = tuple(
        Mark(start=number, end=number + 1, begin=begin, finish=finish)
        for number, (begin, finish) in enumerate(pairwise(places))
    )
    result = trimmed(Clip(pcm=pcm, rate=rate, marks=marks))
    assert len(result.pcm) <= len(pcm)
    begin, _ = loud_span(pcm, rate)
    shift = max(0, begin - round(0.015 * rate))
    for old, new in zip(marks, result.marks, strict=True):
        assert 0 <= new.begin <= new.finish <= len(result.pcm)
        assert (new.start, new.end) == (old.start, old.end)
        assert new.begin in (old.begin - shift, 0, len(result.pcm))


@pytest.mark.parametrize("length", [0, 1, 2, 5, 100])
def test_the_shortest_clips_are_edited_too(length: int) -> None:
    clip = trimmed(Clip(pcm=np.full(length, 0.5, np.float32), rate=24_000))
    assert len(clip.pcm) <= length
    assert np.isfinite(clip.pcm).all()


def test_the_original_is_left_alone() -> None:
    pcm = np.full(1000, 0.5, np.float32)
    trimmed(Clip(pcm=pcm, rate=24_000))
    assert (pcm == 0.5).all()


# -- Judgement -------------------------------------------------------------------------------------------------------

TEXT = "The harbour was quiet that morning, and the boats lay still."


def spoken(text: str = TEXT, speed: float = 1.0) -> Clip:
    return tone.open_speaker(tone.voices()[0]).say(text, "en", speed)


def test_real_speech_is_no_fault(speech: tuple[Clip, ...]) -> None:
    assert [fault(clip, text) for clip, text in zip(speech, SPEECH, strict=True)] == [""] * len(SPEECH)


@pytest.mark.parametrize("speed", [0.5, 1.0, 2.0])
def test_fast_and_slow_speech_is_no_fault(speed: float) -> None:
    assert fault(spoken(speed=speed), TEXT, speed) == ""


def test_silence_is_no_speech() -> None:
    for level in (0.0, 1e-5):
        pcm = np.full(48_000, level, np.float32)
        assert fault(Clip(pcm=pcm, rate=24_000), TEXT) == "there is only silence"
    assert fault(Clip(pcm=np.zeros(0, np.float32), rate=24_000), TEXT) == "there is only silence"


def test_a_text_without_letters_may_be_silent() -> None:
    assert fault(Clip(pcm=np.zeros(2400, np.float32), rate=24_000), "* * *") == ""


@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf])
def test_values_that_are_no_numbers_are_no_sound(value: float) -> None:
    pcm = spoken().pcm.copy()
    pcm[5000] = value
    assert fault(Clip(pcm=pcm, rate=24_000), TEXT) == "the sound holds values that are no numbers"


def test_a_clip_that_breaks_off_is_too_short() -> None:
    cut = Clip(pcm=spoken().pcm[: 24_000 // 2], rate=24_000)
    assert fault(cut, TEXT) == "0.5 s of sound are too short for 48 letters"
    silence_after = Clip(pcm=np.pad(cut.pcm, (0, 96_000)), rate=24_000)
    assert "too short" in fault(silence_after, TEXT)


def test_a_clip_that_babbles_is_too_long() -> None:
    babble = Clip(pcm=np.tile(spoken().pcm, 12), rate=24_000)
    assert "too long for 48 letters" in fault(babble, TEXT)


def test_the_shortest_texts_are_not_judged_by_length() -> None:
    assert fault(Clip(pcm=sine(300, 0.1), rate=24_000), "Yes.") == ""


@pytest.mark.parametrize(
    ("damaged", "words"),
    [
        (lambda pcm: np.clip(12 * pcm, -1, 1), "its peaks are cut off"),
        (lambda pcm: 0.1 * np.random.default_rng(1).standard_normal(len(pcm)).astype(np.float32), "steady noise"),
        (lambda pcm: np.insert(pcm, len(pcm) // 2, np.zeros(36_000, np.float32)), "s of silence inside it"),
    ],
    ids=["clipped", "noise", "silenced"],
)
def test_damaged_speech_is_a_fault(
    damaged: Callable[[np.ndarray], np.ndarray], words: str, speech: tuple[Clip, ...]
) -> None:
    for clip, text in zip(speech, SPEECH, strict=True):
        assert words in fault(replace(clip, pcm=damaged(clip.pcm)), text)


@pytest.mark.skipif("espeak" not in plugins.names("engines"), reason="eSpeak is not installed")
@pytest.mark.parametrize("speed", [0.5, 2.0])
@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", "Taxi, Taxi! Bitte, warten Sie … warten Sie doch – gleich hier."),
        ("ru", "Ах, это вы; проходите: садитесь, пейте чай."),
        ("en-US", "A – B: 1999 … no; no!"),
    ],
)
def test_the_speech_of_other_voices_is_no_fault_at_any_speed(language: str, text: str, speed: float) -> None:
    speaker = voices.open_speaker(voices.find(f"espeak:{language}"))
    clip = speaker.say(text, language, speed)
    speaker.close()
    assert fault(clip, text, speed) == ""
