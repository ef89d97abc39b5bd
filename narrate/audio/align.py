"""When words sound in a clip whose engine does not tell: laid against speech of the same words whose times are known.

Both are looked at in frames of 10 ms, as mel cepstra without each voice's mean, with how they change. Dynamic time
warping lays every frame of the clip on one of the reference, whose frames are as many: neighbours may share one, and
one or two may be left out, each at a price, so that the reference's durations hold where the sounds do not tell
otherwise. Rests are cut short before, and those of the clip may lie between any two words.
What was tried, with figures, stands in `docs/times.md`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from numpy.typing import NDArray

from narrate.audio.codec import resampled
from narrate.audio.edits import loud_span
from narrate.model import Mark

if TYPE_CHECKING:
    from narrate.model import Clip, Samples

    Floats = NDArray[np.float32]

RATE = 16_000
HOP, WINDOW, SIZE = 160, 400, 512
"""Samples from frame to frame, in each (25 ms), and of its Fourier transform."""
BANDS, LOWEST, HIGHEST = 40, 60.0, 7_600.0
"""Of the mel filters; Hz."""
CEPSTRA = 13
EMPHASIS = 0.97
"""How much of the sample before is taken off each, as recognisers have it: speech falls by 6 dB an octave."""
FLOOR = 6 * np.log(10)
"""Below the clip's highest band; what is quieter, 60 dB, is hiss of one engine and digital silence of another."""
STAY, LEAP = 0.3, (0.0, 0.3, 0.8)
"""Price, in usual distances of two frames, of staying on a frame of the reference, and of going on by 1, 2 or 3."""
EDGE, EDGE_PRICE = 5, 0.5
"""Frames that the clip may lack at either end of the reference, and the price of each."""
BAND, LEAST_BAND = 0.15, 200
"""How far from the diagonal frames are compared, in parts of all, and at least."""
QUIET, REST, NEAR = -7.0, 8, 6
"""A rest is this far below the loud frames (natural logarithm of power: 30 dB) for so many frames; a word that would
begin in one, or so few frames before it, begins behind it."""
MOST_UNLIKE = 3.0
"""How many times as long as the reference a clip may be, or as short: what is farther off is not the same words."""
LEFT = 2
"""Frames that are left of a rest at either end of it while sounds are compared."""
CLOSE, REST_PRICE = 2, 0.3
"""What is left of a rest may lie so many frames from where a word of the reference begins or ends, at this price a
frame, however unlike they are: voices rest between words, and not all between the same ones."""
BLOCK = 512
"""Frames that are transformed at once."""


class _Spoken(NamedTuple):
    """A sound whose rests are cut short, and the way between its samples and those of the whole one."""

    pcm: Samples
    rests: list[tuple[int, int]]
    """First frame of each rest in the whole sound, and the first one behind it."""
    edges: tuple[list[int], list[int]]
    """Samples of the whole sound, and those of the shortened one; between two of them both run alike."""

    def shortened(self, sample: float) -> float:
        return float(np.interp(sample, self.edges[0], self.edges[1]))

    def lengthened(self, sample: float) -> float:
        return float(np.interp(sample, self.edges[1], self.edges[0]))


def aligned(clip: Clip, reference: Clip, way: str) -> tuple[Mark, ...]:
    """The reference's marks, with the clip's times and `way` as how these were come by; () where that can't be."""
    begin, finish = loud_span(clip.pcm, clip.rate)
    start, end = loud_span(reference.pcm, reference.rate)
    if begin == finish or start == end or not reference.marks:
        return ()
    sound = resampled(clip.pcm[begin:finish], clip.rate, RATE)
    other = resampled(reference.pcm[start:end], reference.rate, RATE)
    if not 1 / MOST_UNLIKE <= len(sound) / len(other) <= MOST_UNLIKE:
        return ()
    spoken, known = _spoken(sound), _spoken(other)
    count = len(spoken.pcm) // HOP
    if count < 2:
        return ()

    def there(sample: int) -> float:
        """The frame of the shortened reference in which one of its samples sounds."""
        return known.shortened((sample - start) * RATE / reference.rate) * count / len(known.pcm)

    path = _path(
        _features(spoken.pcm, count),
        _features(known.pcm, count),
        _resting(spoken, count),
        _between([there(place) for mark in reference.marks for place in (mark.begin, mark.finish)], count),
    )

    def when(sample: int) -> float:
        """The frame of the clip in which a sample of the reference sounds."""
        at = there(sample)
        return spoken.lengthened(_mapped(path, at) * len(spoken.pcm) / count) / HOP

    found: list[Mark] = []
    last = 0
    for mark in reference.marks:
        first = _out(when(mark.begin), spoken.rests)
        after = _back(when(mark.finish), spoken.rests, first)
        samples = [begin + round(frame * HOP * clip.rate / RATE) for frame in (first, max(first, after))]
        last = min(max(last, samples[0]), finish)
        until = min(max(last, samples[1]), finish)
        found.append(Mark(start=mark.start, end=mark.end, begin=last, finish=until, estimated=way, sounds=mark.sounds))
    return tuple(found)


def _spoken(pcm: Samples) -> _Spoken:
    """Voices rest where they like: what is left of each rest is as long in all of them."""
    rests = _rests(_loudness(pcm))
    pieces, whole, short = [], [0], [0]
    for begin, end in [*rests, (len(pcm), 0)]:
        until = min(len(pcm), (begin + LEFT) * HOP)
        pieces.append(pcm[whole[-1] : until])
        short.append(short[-1] + until - whole[-1])
        whole.append(until)
        if end:
            whole.append((end - LEFT) * HOP)
            short.append(short[-1])
    return _Spoken(np.concatenate(pieces), rests, (whole, short))


def _resting(spoken: _Spoken, count: int) -> NDArray[np.bool_]:
    """For each of `count` frames of the shortened sound whether it is what is left of a rest."""
    resting = np.zeros(count, bool)
    for begin, _ in spoken.rests:
        at = round(spoken.shortened((begin + LEFT) * HOP) * count / len(spoken.pcm))
        resting[max(0, at - LEFT) : at + LEFT] = True
    return resting


def _between(places: list[float], count: int) -> NDArray[np.bool_]:
    """For each of `count` frames whether it is close to where a word begins or ends."""
    between = np.zeros(count, bool)
    for place in places:
        between[max(0, round(place) - CLOSE) : round(place) + CLOSE + 1] = True
    return between


def _bright(pcm: Samples) -> Samples:
    bright: Samples = np.append(pcm[:1], pcm[1:] - np.float32(EMPHASIS) * pcm[:-1])
    return bright


def _loudness(pcm: Samples) -> Floats:
    """Of each frame, as the natural logarithm of its power; 0 is that of the loud ones."""
    count = max(1, len(pcm) // HOP)
    padded = np.pad(_bright(pcm) ** 2, (WINDOW // 2, WINDOW))
    sums = np.concatenate([[0.0], padded.cumsum(dtype=np.float64)])
    at = HOP * np.arange(count) + HOP // 2
    loudness = np.log((sums[at + WINDOW] - sums[at]) / WINDOW + 1e-10)
    loud: Floats = loudness - np.quantile(loudness, 0.95)
    return loud


def _features(pcm: Samples, count: int) -> Floats:
    """`count` frames, evenly over the sound: [count, 2 * CEPSTRA]."""
    padded = np.pad(_bright(pcm), (WINDOW // 2, WINDOW))
    middles = ((np.arange(count) + 0.5) * len(pcm) / count).astype(int)
    bands = np.empty((count, BANDS), np.float32)
    window = np.hanning(WINDOW).astype(np.float32)
    for at in range(0, count, BLOCK):
        frames = padded[middles[at : at + BLOCK, None] + np.arange(WINDOW)] * window
        bands[at : at + BLOCK] = np.abs(np.fft.rfft(frames, SIZE)) ** 2 @ _filters().T
    loudness = np.log(bands.mean(axis=1) + 1e-10)
    logs = np.log(bands + 1e-10)
    cepstra = np.maximum(logs, logs.max() - FLOOR) @ _cosines().T
    cepstra -= cepstra[loudness > np.quantile(loudness, 0.95) + QUIET - 1].mean(axis=0)
    near = np.pad(cepstra, ((3, 3), (0, 0)), mode="edge")
    change = sum(step * (near[3 + step : 3 + step + count] - near[3 - step : 3 - step + count]) for step in (1, 2, 3))
    change /= np.std(change, axis=0) + 1e-3
    features: Floats = np.concatenate([cepstra, change], axis=1).astype(np.float32)
    return features


@cache
def _filters() -> Floats:
    """Triangles on the mel scale, each of the same weight: [BANDS, SIZE // 2 + 1]."""
    low, high = (2595 * np.log10(1 + frequency / 700) for frequency in (LOWEST, HIGHEST))
    edges = 700 * (10 ** (np.linspace(low, high, BANDS + 2) / 2595) - 1)
    at = np.arange(SIZE // 2 + 1) * RATE / SIZE
    rising = (at - edges[:-2, None]) / (edges[1:-1] - edges[:-2])[:, None]
    falling = (edges[2:, None] - at) / (edges[2:] - edges[1:-1])[:, None]
    filters = np.maximum(0, np.minimum(rising, falling))
    even: Floats = (filters / np.maximum(filters.sum(axis=1, keepdims=True), 1e-9)).astype(np.float32)
    return even


@cache
def _cosines() -> Floats:
    """The cosine transform's first rows: [CEPSTRA, BANDS]."""
    angles = np.pi * np.arange(CEPSTRA)[:, None] * (np.arange(BANDS) + 0.5) / BANDS
    rows: Floats = (np.cos(angles) * np.sqrt(2 / BANDS)).astype(np.float32)
    return rows


def _path(heard: Floats, known: Floats, resting: NDArray[np.bool_], between: NDArray[np.bool_]) -> NDArray[np.intp]:
    """For each frame of the one the frame of the other on which it lies; never falls. Both are of the same number.

    Where the one is `resting`, it may stay `between` words of the other, whether that rests there or not.
    """
    count = len(heard)
    width = min(count, 2 * max(LEAST_BAND, round(BAND * count)) + 1)
    lows = np.clip(np.arange(count) - width // 2, 0, count - width)
    prices = np.array([STAY, *LEAP], np.float32)
    steps = np.empty((count, width), np.int8)
    places = np.arange(width)
    edge = np.where(places < EDGE, EDGE_PRICE * places, np.inf).astype(np.float32)
    room = np.full(width + 2 * len(prices), np.inf, np.float32)
    ways = np.empty((len(prices), width), np.float32)
    total = edge
    for row, distances in enumerate(_distances(heard, known, lows, width)):
        if row:
            room[len(prices) : len(prices) + width] = total
            moved = len(prices) + lows[row] - lows[row - 1]
            for step, price in enumerate(prices):
                free = resting[row] and not step
                np.add(room[moved - step : moved - step + width], 0 if free else price, out=ways[step])
            steps[row] = ways.argmin(axis=0)
            total = ways[steps[row], places]
        if resting[row]:
            here = between[lows[row] : lows[row] + width]
            distances = np.where(here, np.minimum(distances, REST_PRICE), distances)
        total = total + distances
    at = int(np.argmin(total + edge[::-1]))
    path = np.empty(count, np.intp)
    for row in range(count - 1, -1, -1):
        path[row] = lows[row] + at
        if row:
            at += int(lows[row] - lows[row - 1]) - int(steps[row, at])
    return path


def _distances(heard: Floats, known: Floats, lows: NDArray[np.intp], width: int) -> Iterator[Floats]:
    """For each frame of `heard` how far it is from `width` frames of `known`, in usual distances of the two."""
    powers = np.einsum("ij,ij->i", known, known)
    usual = _usual(heard, known)
    for at in range(0, len(heard), BLOCK // 8):
        some = heard[at : at + BLOCK // 8]
        low = int(lows[at])
        window = slice(low, int(lows[at + len(some) - 1]) + width)
        squares = np.einsum("ij,ij->i", some, some)[:, None] + powers[window] - 2 * (some @ known[window].T)
        far = np.sqrt(np.maximum(squares, 0)) / np.float32(usual)
        for row, distances in enumerate(far):
            begin = int(lows[at + row]) - low
            yield distances[begin : begin + width]


def _usual(heard: Floats, known: Floats) -> float:
    """The middle of the distances between frames of the two, told from some of them."""
    some = heard[:: max(1, len(heard) // 50)]
    others = known[:: max(1, len(known) // 200)]
    return float(np.median(np.linalg.norm(some[:, None] - others[None], axis=2))) or 1.0


def _mapped(path: NDArray[np.intp], place: float) -> float:
    """Where a place in the reference, in frames from its begin, is in the clip."""
    after = int(np.searchsorted(path + 0.5, place))
    if not 0 < after < len(path):
        return float(after)
    one, other = path[after - 1] + 0.5, path[after] + 0.5
    share = (place - one) / (other - one) if other > one else 0.5
    return float(after - 0.5 + share)


def _rests(loudness: Floats) -> list[tuple[int, int]]:
    """First frame of each rest, and the first one behind it."""
    quiet = np.concatenate([[False], loudness < QUIET, [False]])
    turns = np.flatnonzero(quiet[1:] != quiet[:-1]).reshape(-1, 2)
    return [(int(begin), int(end)) for begin, end in turns if end - begin >= REST]


def _out(frame: float, rests: list[tuple[int, int]]) -> float:
    """Where a word begins that would begin in a rest, or just before it."""
    for begin, end in rests:
        if begin - NEAR <= frame < end - 1:
            return float(end - 1)
    return frame


def _back(frame: float, rests: list[tuple[int, int]], first: float) -> float:
    """Where a word that began at `first` ends that would end in a rest, or just behind it."""
    for begin, end in rests:
        if first < begin < frame <= end + NEAR:
            return float(begin)
    return frame
