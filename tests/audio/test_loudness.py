"""Loudness and peaks, against another meter and against signals that are known."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np
import pyloudnorm
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.signal import resample, resample_poly

from narrate.audio import loudness
from narrate.audio.loudness import (
    SILENT,
    TAPS,
    Meter,
    amplitude,
    decibels,
    integrated,
    limited,
    true_peak,
)
from narrate.model import SILENCE, Clip, Loudness
from tests.helpers import sine

if TYPE_CHECKING:
    from narrate.model import Samples

RATE = 24_000


def measured(pcm: Samples, rate: int = RATE, step: int = 10_000) -> Loudness:
    meter = Meter(rate)
    for start in range(0, len(pcm), step):
        meter.feed(pcm[start : start + step])
    return meter.result()


@pytest.fixture(scope="module")
def programme(speech: tuple[Clip, ...]) -> Samples:
    """Sentences with pauses, as a narration has them."""
    pause = np.zeros(RATE // 2, np.float32)
    return np.concatenate([piece for clip in speech for piece in (clip.pcm, pause)])


@pytest.mark.parametrize("level", [1.0, 0.25, 0.02])
def test_speech_is_as_loud_as_another_meter_says(programme: Samples, level: float) -> None:
    pcm = programme * np.float32(level)
    other = pyloudnorm.Meter(RATE).integrated_loudness(pcm.astype(np.float64))
    assert measured(pcm).integrated == pytest.approx(other, abs=0.2)


def test_clips_in_a_row_are_as_loud_as_another_meter_says(speech: tuple[Clip, ...]) -> None:
    clips = [clip.pcm for clip in speech]
    other = pyloudnorm.Meter(RATE).integrated_loudness(np.concatenate(clips).astype(np.float64))
    assert integrated(clips, RATE) == pytest.approx(other, abs=0.2)


@pytest.mark.parametrize("rate", [16_000, 24_000, 44_100, 48_000])
def test_the_sine_of_the_standard_has_its_level(rate: int) -> None:
    """A 997 Hz sine at full scale in one channel is -3.01 LKFS (BS.1770-4)."""
    pcm = sine(997, 5, level=1.0, rate=rate)
    assert measured(pcm, rate).integrated == pytest.approx(-3.01, abs=0.1)


def test_pauses_do_not_count(programme: Samples) -> None:
    rest = np.zeros(20 * RATE, np.float32)
    assert measured(np.concatenate([programme, rest])).integrated == pytest.approx(
        measured(programme).integrated, abs=0.1
    )


def test_silence_has_no_loudness() -> None:
    assert measured(np.zeros(RATE, np.float32)) == Loudness(integrated=SILENT, true_peak=SILENCE)
    assert Meter(RATE).result() == Loudness(integrated=SILENT, true_peak=SILENCE)
    assert integrated([], RATE) == SILENT


def test_a_short_word_has_a_loudness_too() -> None:
    assert integrated([sine(997, 0.2, level=0.5)], RATE) > -30


@pytest.mark.parametrize("step", [1, 977, 48_000, 10**9])
def test_it_does_not_matter_in_what_pieces_sound_is_fed(speech: tuple[Clip, ...], step: int) -> None:
    pcm = speech[0].pcm[: RATE if step == 1 else None]
    whole = measured(pcm, step=10**9)
    found = measured(pcm, step=step)
    assert found.integrated == pytest.approx(whole.integrated, abs=0.01)
    assert found.true_peak == pytest.approx(whole.true_peak, abs=0.01)


@pytest.mark.parametrize("step", [1, 5, 7000, 47_990, 48_060])
def test_a_block_that_ends_within_a_wave_makes_no_peak_of_its_own(step: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """What is not known yet behind a block's end is no silence."""
    monkeypatch.setattr(loudness, "BLOCK", step)
    pcm = sine(100, 4 if step > 1000 else 0.2, level=0.9)
    rise = np.minimum(1, np.minimum(np.arange(len(pcm)), np.arange(len(pcm))[::-1]) / 600).astype(np.float32)
    assert measured(pcm * rise, step=step).true_peak == pytest.approx(decibels(0.9), abs=0.02)


def test_a_sound_that_ends_at_once_rises_above_its_last_sample() -> None:
    found = measured(np.full(500, 0.9, np.float32)).true_peak
    assert decibels(0.9) + 0.3 < found < decibels(0.9) + 1.5


# -- True peak -------------------------------------------------------------------------------------------------------


def test_a_wave_between_samples_rises_above_them() -> None:
    """A quarter of the sample rate at 45 degrees: all samples are 0.707, the wave reaches 1."""
    pcm = np.sin(np.pi / 2 * np.arange(2400) + np.pi / 4).astype(np.float32)
    assert np.abs(pcm).max() == pytest.approx(math.sqrt(0.5), abs=1e-6)
    edges = np.hanning(2400).astype(np.float32) ** 0.01  # no step at its ends
    assert true_peak(pcm * edges) == pytest.approx(1.0, abs=0.01)


@given(st.floats(20, 0.42 * RATE), st.floats(0, 2 * math.pi), st.floats(0.01, 1.0))
def test_the_true_peak_of_any_tone_is_its_amplitude(pitch: float, phase: float, level: float) -> None:
    at = np.arange(3000)
    rise = np.minimum(1, np.minimum(at, at[::-1]) / 600)  # soft ends, which have no overshoot
    pcm = (level * np.sin(2 * np.pi * pitch / RATE * at + phase) * rise).astype(np.float32)
    assert decibels(true_peak(pcm)) == pytest.approx(decibels(level), abs=0.35), "BS.1770-4 allows 0.69 dB at 4 times"


def test_the_true_peak_of_speech_is_what_another_meter_says(programme: Samples) -> None:
    for level in (0.3, 1.0, 3.0):
        pcm = programme * np.float32(level)
        other = float(np.abs(resample_poly(pcm.astype(np.float64), 16, 1)).max())
        assert decibels(true_peak(pcm)) == pytest.approx(decibels(other), abs=0.15)


def upsampled(pcm: Samples) -> float:
    """The highest point of the wave, by all that the samples say."""
    return float(np.abs(resample(pcm.astype(np.float64), 16 * len(pcm))).max())


def test_an_s_rises_far_above_its_samples() -> None:
    """Samples of a narrated "s": two of them stand beside a point that is 2.4 dB higher than any."""
    s = [0.103, 0.253, -0.446, 0.523, -0.705, 0.513, -0.109, -0.501, 0.667, -0.677, 0.447, -0.237, -0.085, 0.114]
    pcm = np.zeros(400, np.float32)
    pcm[200:214] = s
    assert decibels(upsampled(pcm)) > decibels(0.705) + 2
    assert decibels(true_peak(pcm)) == pytest.approx(decibels(upsampled(pcm)), abs=0.45)


@pytest.mark.parametrize("seed", range(10))
def test_the_true_peak_of_hisses_is_what_another_meter_says(seed: int) -> None:
    random = np.random.default_rng(seed)
    spectrum = np.zeros(2001, complex)
    spectrum[1200:1800] = random.normal(size=600) + 1j * random.normal(size=600)  # up to 0.45 of the rate
    pcm = np.fft.irfft(spectrum).astype(np.float32)
    pcm *= np.hanning(len(pcm)).astype(np.float32) / np.abs(pcm).max()
    assert decibels(true_peak(pcm)) == pytest.approx(decibels(upsampled(pcm)), abs=0.35)
    assert decibels(upsampled(limited(pcm, 0.5, RATE))) <= decibels(0.5) + 0.4


def test_a_floor_is_kept() -> None:
    assert true_peak(np.zeros(0, np.float32), 0.3) == 0.3
    assert true_peak(np.zeros(99, np.float32), 0.3) == pytest.approx(0.3)
    assert true_peak(np.zeros(99, np.float32)) == 0


# -- The limiter -----------------------------------------------------------------------------------------------------


@st.composite
def bursts(draw: st.DrawFn) -> Samples:
    """Quiet sound with loud clicks, tones and noise anywhere in it."""
    random = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    pcm = random.normal(0, 0.01, draw(st.integers(1, 6000)))
    for _ in range(draw(st.integers(0, 6))):
        start, length = draw(st.integers(0, len(pcm) - 1)), draw(st.integers(1, 800))
        level, pitch = draw(st.floats(0.1, 4)), draw(st.floats(20, 11_000))
        piece = pcm[start : start + length]
        wave = np.sin(2 * np.pi * pitch / RATE * np.arange(len(piece)))
        piece += level * (wave if draw(st.booleans()) else random.uniform(-1, 1, len(piece)))
    return pcm.astype(np.float32)


@settings(max_examples=150)
@given(bursts(), st.floats(0.1, 1.0))
def test_limited_sound_never_rises_above_the_ceiling(pcm: Samples, ceiling: float) -> None:
    result = limited(pcm, ceiling, RATE)
    assert len(result) == len(pcm)
    assert true_peak(result) <= ceiling * 1.01, "0.1 dB more, where the gain changes within a wave"
    assert np.all(np.abs(result) <= np.abs(pcm) + 1e-6), "nothing is made louder"
    assert np.all(result * pcm >= 0), "nothing is turned over"


@given(bursts(), st.floats(0.1, 1.0))
def test_sound_far_from_peaks_is_untouched(pcm: Samples, ceiling: float) -> None:
    result = limited(pcm, ceiling, RATE)
    near = np.abs(pcm) > 0.5 * ceiling
    reach = 2 * round(0.004 * RATE) + TAPS
    touched = np.flatnonzero(result != pcm)
    loud = np.flatnonzero(near)
    assert all(np.abs(loud - place).min() <= reach for place in touched[:: max(1, len(touched) // 50)])


def test_sound_below_the_ceiling_is_the_same() -> None:
    pcm = sine(440, 0.5, level=0.5)
    assert limited(pcm, 0.9, RATE) is pcm
    assert np.array_equal(limited(pcm, 0.51, RATE), pcm)


def test_limited_speech_stays_below_the_ceiling_by_another_meter(programme: Samples) -> None:
    result = limited(programme * np.float32(3), 0.85, RATE)
    other = float(np.abs(resample_poly(result.astype(np.float64), 16, 1)).max())
    assert decibels(other) <= decibels(0.85) + 0.15


def test_a_peak_is_bent_down_without_corners() -> None:
    pcm = sine(200, 0.5, level=0.3)
    pcm[6000:6060] *= 4
    result = limited(pcm, 0.6, RATE)
    gain = result[5800:6300] / np.where(pcm[5800:6300] == 0, 1, pcm[5800:6300])
    gain = gain[pcm[5800:6300] != 0]
    assert np.abs(np.diff(gain)).max() < 0.02
    assert true_peak(result) > 0.5, "no lower than it must be"


def test_levels_and_amplitudes_are_inverse() -> None:
    assert decibels(1.0) == 0
    assert decibels(0) == -math.inf
    assert amplitude(decibels(0.3)) == pytest.approx(0.3)
