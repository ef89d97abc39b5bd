"""Sound at another rate.

22.05 kHz to 24 kHz is 147 samples to 160: each such stretch is one row times one matrix, by numpy's matrix product. As
the matrix has values along its diagonal only, it is parted in bands. Five seconds take 0.3 ms; FFmpeg's resampler, that
computes its filter anew each time, took 4.6.
"""

from __future__ import annotations

from functools import lru_cache
from math import gcd
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from narrate.model import Samples

TAPS = 64
"""Samples, of the lower rate, that each new one is made from."""
BETA, CUTOFF = 9.0, 0.95
"""Kaiser's window, whose side lobes are 90 dB down, and where the passband ends, in parts of the lower rate's half."""
STRETCH, MOST = 100, 1000
"""Samples of a row, at least, so that most of it is not the neighbours'; and at most."""
BAND = 32
"""Columns of a band: 20 to 80 are within a quarter, all 160 take twice as long."""


class _Band(NamedTuple):
    """The new samples from `column` on are made from a row's samples from `row` on."""

    column: int
    row: int
    weights: NDArray[np.float32]


class _Turner(NamedTuple):
    """`step` samples become `columns`; rows are `width` long and begin `before` samples before them."""

    step: int
    columns: int
    before: int
    width: int
    bands: tuple[_Band, ...]


def turns(rate: int, wanted: int) -> bool:
    """Whether the ratio of two rates is plain enough for it."""
    return max(rate, wanted) // gcd(rate, wanted) <= MOST


def turned(pcm: Samples, rate: int, wanted: int) -> Samples:
    """The same sound at another rate, of the nearest length."""
    turner = _turner(rate, wanted)
    length = round(len(pcm) * wanted / rate)
    rows = max(1, -(-length // turner.columns))
    padded = np.zeros((rows - 1) * turner.step + turner.width, np.float32)
    kept = min(len(pcm), len(padded) - turner.before)
    padded[turner.before : turner.before + kept] = pcm[:kept]
    windows = np.lib.stride_tricks.sliding_window_view(padded, turner.width)[:: turner.step]
    sound = np.empty((rows, turner.columns), np.float32)
    for column, row, weights in turner.bands:
        height, width = weights.shape
        np.matmul(windows[:, row : row + height], weights, out=sound[:, column : column + width])
    return sound.reshape(-1)[:length]


@lru_cache(8)
def _turner(rate: int, wanted: int) -> _Turner:
    """Weights of a windowed sinc, a column for each new sample."""
    shared = gcd(rate, wanted)
    times = max(1, -(-STRETCH * shared // rate))
    step, columns = rate // shared * times, wanted // shared * times
    narrow = min(1.0, wanted / rate)
    reach = TAPS / 2 / narrow
    before = int(np.ceil(reach))
    distance = (np.arange(step + 2 * before) - before)[:, None] - np.arange(columns)[None] * rate / wanted
    window = np.i0(BETA * np.sqrt(np.clip(1 - (distance / reach) ** 2, 0, None))) / np.i0(BETA)
    weights = np.where(np.abs(distance) < reach, np.sinc(CUTOFF * narrow * distance) * window, 0)
    weights = (weights / weights.sum(axis=0)).astype(np.float32)
    bands = tuple(_band(weights, column) for column in range(0, columns, BAND))
    return _Turner(step, columns, before, len(weights), bands)


def _band(weights: NDArray[np.float32], column: int) -> _Band:
    part = weights[:, column : column + BAND]
    rows = np.flatnonzero(part.any(axis=1))
    return _Band(column, int(rows[0]), np.ascontiguousarray(part[rows[0] : rows[-1] + 1]))
