"""Samples as numbers and as 16-bit integers."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from narrate.samples import FULL_SCALE, floating, quantised

FLOATS = arrays(np.float32, st.integers(0, 50), elements=st.floats(-4, 4, width=32))


def test_every_16_bit_value_but_the_lowest_survives_the_round_trip() -> None:
    values = np.arange(-FULL_SCALE, FULL_SCALE + 1, dtype=np.int16)
    assert np.array_equal(quantised(floating(values)), values)
    assert np.abs(floating(values)).max() <= 1.0


@given(FLOATS)
def test_quantising_takes_the_nearest_and_clips_the_rest(pcm: np.ndarray) -> None:
    result = quantised(pcm)
    assert result.dtype == np.int16
    error = floating(result) - np.clip(pcm, -1, 1)
    assert np.all(np.abs(error) <= 0.5 / FULL_SCALE + 1e-7)


@given(FLOATS)
def test_quantising_twice_changes_nothing(pcm: np.ndarray) -> None:
    once = floating(quantised(pcm))
    assert np.array_equal(floating(quantised(once)), once)
    assert once.dtype == np.float32
