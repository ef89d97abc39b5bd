"""Sound at another rate: as long, as loud and as clean as before."""

from __future__ import annotations

import numpy as np
import pytest

from narrate.audio.codec import resampled
from tests.helpers import sine

RATES = [(22_050, 24_000), (24_000, 16_000), (16_000, 24_000), (48_000, 24_000), (44_100, 24_000), (8_000, 24_000)]


@pytest.mark.parametrize(("rate", "wanted"), [*RATES, (11_025, 24_000), (23_999, 24_000)])
@pytest.mark.parametrize("pitch", [60, 1000, 0.8])
def test_a_tone_stays_the_same_tone(rate: int, wanted: int, pitch: float) -> None:
    pitch = pitch * min(rate, wanted) / 2 if pitch < 1 else pitch
    turned = resampled(sine(pitch, 1.0, rate=rate), rate, wanted)
    assert len(turned) == wanted
    assert turned.dtype == np.float32
    inner = slice(wanted // 10, -wanted // 10)
    assert np.abs(turned - sine(pitch, 1.0, rate=wanted))[inner].max() < 0.5 * 10 ** (-50 / 20)


@pytest.mark.parametrize(("rate", "wanted"), [(48_000, 24_000), (24_000, 16_000)])
def test_what_the_lower_rate_cannot_hold_is_gone(rate: int, wanted: int) -> None:
    turned = resampled(sine(0.57 * wanted, 1.0, rate=rate), rate, wanted)
    assert np.abs(turned[wanted // 10 : -wanted // 10]).max() < 0.5 * 10 ** (-60 / 20), "or it would sound lower"


@pytest.mark.parametrize(("rate", "wanted"), RATES)
@pytest.mark.parametrize("length", [0, 1, 2, 146, 147, 148, 5000])
def test_any_length_comes_out_at_the_nearest_one(rate: int, wanted: int, length: int) -> None:
    turned = resampled(np.full(length, 0.5, np.float32), rate, wanted)
    assert len(turned) == round(length * wanted / rate)
    assert np.isfinite(turned).all()
    assert np.abs(turned).max(initial=0) <= 0.7


@pytest.mark.parametrize(("rate", "wanted"), RATES)
def test_a_click_stays_where_it_was(rate: int, wanted: int) -> None:
    pcm = np.zeros(rate, np.float32)
    pcm[rate * 2 // 5] = 1
    assert abs(int(np.abs(resampled(pcm, rate, wanted)).argmax()) - wanted * 2 // 5) <= 1
