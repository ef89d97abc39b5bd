"""Loudness and peaks: measured by ITU-R BS.1770-4 (FFmpeg's `ebur128`), held by gain and a limiter."""

from __future__ import annotations

import math
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np

from narrate.model import SILENCE, Loudness

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from narrate.model import Samples

SILENT = -70.0
"""LUFS; the absolute gate of BS.1770-4: below it nothing counts."""
PHASES, TAPS = 8, 24
"""True peaks are read from eight points a sample, by 24 taps each: hissing sounds reach up to half of 24 kHz, where the
four points and 12 taps that BS.1770-4 asks for at 48 kHz saw 1.4 dB too little."""
KAISER = 4.0
"""Shape of the taps' window."""
BETWEEN = 0.5
"""How much lower than a true peak the samples beside it are at the least: of a hiss, 6 dB."""
LOOK_AROUND = 0.004
"""Seconds over which the limiter bends the gain before and after a peak: under a pitch period of low voices the
waveform itself would be shaped, much above it whole syllables sink."""
_EDGE = np.zeros(TAPS, np.float32)
BLOCK = 48_000
"""Samples gathered before they go to the filter: small frames cost more in calls than in filtering."""


class Meter:
    """Integrated loudness and true peak of what is fed in, in constant memory. Not for several threads at once."""

    def __init__(self, rate: int, *, peaks: bool = True) -> None:
        """Without `peaks`, powers are not measured either."""
        import av
        from av.filter import Graph

        self._rate, self._peaks = rate, peaks
        self._graph = Graph()
        source = self._graph.add_abuffer(
            sample_rate=rate,
            format="fltp",
            layout="mono",
            time_base=f"1/{rate}",  # type: ignore[arg-type]
        )
        meter = self._graph.add("ebur128", "metadata=1:framelog=quiet")
        sink = self._graph.add("abuffersink")
        source.link_to(meter)
        meter.link_to(sink)
        self._graph.configure()
        self._source, self._sink = source, sink
        self._nothing = (av.error.BlockingIOError, av.error.EOFError)
        self._waiting: list[Samples] = []
        self._count = 0
        self._fed = 0
        self._last: Any = None  # each frame carries the measure of all before it
        self._peak = 0.0
        self._tail = _EDGE
        self._powers = Powers(rate)

    def feed(self, pcm: Samples) -> None:
        self._waiting.append(pcm)
        self._count += len(pcm)
        if self._count >= BLOCK:
            self._flush()

    def _flush(self) -> None:
        import av

        if not self._count:
            return
        pcm = np.concatenate(self._waiting) if len(self._waiting) > 1 else self._waiting[0]
        self._waiting, self._count = [], 0
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(pcm[None, :]), format="fltp", layout="mono")
        frame.sample_rate, frame.pts = self._rate, self._fed
        self._source.push(frame)
        self._fed += len(pcm)
        self._pull()
        if not self._peaks:
            return
        self._powers.feed(pcm)
        joined = np.concatenate([self._tail, pcm])
        self._peak = true_peak(joined, self._peak, TAPS // 2)
        self._tail = joined[-TAPS:]  # its second half waits for what comes behind it

    def _pull(self) -> None:
        while True:
            try:
                self._last = self._sink.pull()
            except self._nothing:
                return

    def result(self) -> Loudness:
        """What was heard so far; shorter than 0.4 s counts as silent."""
        self._flush()
        metadata = self._last.metadata if self._last else {}
        peak = true_peak(np.concatenate([self._tail, _EDGE]), self._peak, TAPS // 2)
        return Loudness(
            integrated=float(metadata.get("lavfi.r128.I", SILENT)),
            true_peak=max(SILENCE, decibels(peak)),
            rms=max(SILENCE, self._powers.whole()),
            noise_floor=max(SILENCE, self._powers.quietest()),
        )


class Powers:
    """Power of what is fed in: of all of it, and of its quietest half second (of windows that meet, not slide)."""

    def __init__(self, rate: int) -> None:
        self._size = max(1, rate // 2)
        self._rest = np.zeros(0, np.float32)
        self._count, self._sum, self._least = 0, 0.0, math.inf

    def feed(self, pcm: Samples) -> None:
        joined = np.concatenate([self._rest, pcm])
        whole = len(joined) // self._size * self._size
        windows = joined[:whole].reshape(-1, self._size)
        sums = np.einsum("ij,ij->i", windows, windows, dtype=np.float64)
        self._count, self._sum = self._count + whole, self._sum + float(sums.sum())
        self._least = min(self._least, float(sums.min(initial=math.inf)) / self._size)
        self._rest = joined[whole:]

    def whole(self) -> float:
        """dBFS."""
        count = self._count + len(self._rest)
        return decibels(math.sqrt((self._sum + float(np.dot(self._rest, self._rest))) / count)) if count else -math.inf

    def quietest(self) -> float:
        """dBFS; minus infinity for silence, and for what is shorter than a window."""
        return decibels(math.sqrt(self._least)) if self._least < math.inf else -math.inf


def integrated(clips: Sequence[Samples], rate: int) -> float:
    """LUFS of clips played one after the other; `SILENT` when there is nothing to hear."""
    meter = Meter(rate, peaks=False)
    for pcm in clips:
        meter.feed(pcm)
    meter.feed(np.zeros(rate // 2, np.float32))  # the last 0.4 s window has to close
    return meter.result().integrated


def decibels(amplitude: float) -> float:
    return 20 * math.log10(amplitude) if amplitude > 0 else -math.inf


def amplitude(level: float) -> float:
    return float(10 ** (level / 20))


@cache
def _interpolator() -> NDArray[np.float32]:
    """Windowed-sinc taps for the points between two samples: [PHASES - 1, TAPS]."""
    at = np.arange(TAPS)[None, :] - (TAPS / 2 - 1) - np.arange(1, PHASES)[:, None] / PHASES
    window = np.i0(KAISER * np.sqrt(np.clip(1 - (at / (TAPS / 2)) ** 2, 0, 1)))
    taps = np.sinc(at) * window
    return np.asarray(taps / taps.sum(axis=1, keepdims=True), dtype=np.float32)


def _beside(pcm: Samples, at: NDArray[np.intp]) -> Samples:
    """Largest magnitude between each of these samples and its two neighbours."""
    windows = np.lib.stride_tricks.sliding_window_view(np.concatenate([_EDGE, pcm, _EDGE]), TAPS)
    wanted = np.zeros(len(pcm) + 1, bool)  # the gap before each sample, and the one behind the last
    wanted[at] = wanted[at + 1] = True
    gaps = np.flatnonzero(wanted)
    magnitude = np.zeros(len(pcm) + 1, np.float32)
    magnitude[gaps] = np.abs(windows[gaps + TAPS // 2] @ _interpolator().T).max(axis=1)
    beside: Samples = np.maximum(magnitude[at], magnitude[at + 1])
    return beside


def _turning(pcm: Samples, at: NDArray[np.intp]) -> NDArray[np.intp]:
    """Those of these samples at which the sound turns: between others it rises no higher than beside them."""
    before, here, behind = (pcm[np.clip(at + step, 0, len(pcm) - 1)] for step in (-1, 0, 1))
    return at[(here - before) * (behind - here) <= 0]


def true_peak(pcm: Samples, floor: float = 0.0, edge: int = 0) -> float:
    """Largest magnitude of the waveform, between the samples included, or `floor` if that is larger.

    1.0 is full scale. Looks between samples only near those within 6 dB of the largest so far, and not at the first
    and last `edge` samples, where only the whole sound tells how the wave goes on.
    """
    if not len(pcm):
        return floor
    magnitude = np.abs(pcm)
    highest = max(floor, float(magnitude.max()))
    near = np.flatnonzero(magnitude[edge : len(pcm) - edge] >= BETWEEN * highest) + edge
    near = _turning(pcm, near) if highest else near[:0]
    return max(highest, float(_beside(pcm, near).max())) if len(near) else highest


def limited(pcm: Samples, ceiling: float, rate: int) -> Samples:
    """The clip with no true peak above `ceiling` (an amplitude), bent smoothly around each that was."""
    magnitude = np.abs(pcm)
    high = np.union1d(_turning(pcm, np.flatnonzero(magnitude > BETWEEN * ceiling)), np.flatnonzero(magnitude > ceiling))
    if not len(high):
        return pcm
    height = np.maximum(magnitude[high], _beside(pcm, high))
    over = height > ceiling
    if not over.any():
        return pcm
    high, least = high[over], (ceiling / height[over]).astype(np.float32)
    reach = max(1, round(LOOK_AROUND * rate))
    result = pcm.copy()
    parts = np.flatnonzero(np.diff(high) > 4 * reach) + 1
    for at, wanted in zip(np.split(high, parts), np.split(least, parts), strict=True):
        begin, finish = int(at[0]) - 2 * reach, int(at[-1]) + 2 * reach + 1
        gain = _gain(at - begin, wanted, finish - begin, reach)
        inside = slice(max(0, begin), min(len(pcm), finish))
        result[inside] *= gain[inside.start - begin : inside.stop - begin]
    return result


def _gain(at: NDArray[np.intp], wanted: Samples, length: int, reach: int) -> Samples:
    """Gain for each sample: the least that any peak within `reach` asks for, averaged over the same span.

    So it is never higher than a peak allows, has no corners, and is 1 at the edges.
    """
    gain = np.ones(length + 4 * reach, np.float32)
    gain[at + 2 * reach] = wanted
    width = 2 * reach + 1
    lowest = _sliding_minimum(gain, width)
    summed = np.cumsum(np.concatenate([[0.0], lowest.astype(np.float64)]))
    return np.asarray((summed[width:] - summed[:-width]) / width, dtype=np.float32)


def _sliding_minimum(values: Samples, width: int) -> Samples:
    """Minimum of every `width` neighbours, by doubling spans: log2(width) passes."""
    result, span = values, 1
    while span < width:
        step = min(span, width - span)
        result = np.minimum(result[:-step], result[step:])
        span += step
    return result
