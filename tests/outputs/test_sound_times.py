"""What sounds at a sample of the programme sounds then in every file: at its begin, its end and after a seek."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from numpy.typing import NDArray

from narrate import plugins
from narrate.audio.codec import resampled
from narrate.audio.tags import Tags
from narrate.model import Clip, Timeline
from narrate.outputs import opened
from narrate.samples import floating, quantised
from tests.helpers import heard

RATE = 24_000
LENGTH = 2 * RATE
"""Samples that are compared at each place."""
MOST = 1.0
"""Samples, 42 µs, by which sound may move."""
AFTER_SEEK = RATE // 4
"""Samples until a decoder has found its way again."""
TRAILING = {".m4a": 1023, ".m4b": 1023}
"""Samples of silence that may be left behind the end, where FFmpeg does not cut AAC's last frame as the file asks."""
KINDS = [
    *((name, {}) for name in plugins.names("outputs") if plugins.load("outputs", name).INFO.audio),
    ("mp3", {"vbr": 2}),
    ("mp3", {"rate": 44_100}),
    ("mp3", {"rate": 22_050}),
    ("m4b", {"rate": 44_100}),
]
Floats = NDArray[np.float32]


def moved(before: Floats, after: Floats) -> float:
    """Samples by which sound comes later `after`, by the peak of their correlation."""
    size = 1 << (len(before) + len(after)).bit_length()
    spectra = np.fft.rfft(after, size) * np.conj(np.fft.rfft(before, size))
    likeness = np.fft.fftshift(np.fft.irfft(spectra, size))
    peak = int(likeness.argmax())
    left, middle, right = likeness[peak - 1 : peak + 2]
    return float(peak - size // 2 + 0.5 * (left - right) / (left - 2 * middle + right))


def written(folder: Path, name: str, chosen: dict[str, Any], pcm: NDArray[np.int16]) -> Path:
    output = plugins.load("outputs", name)
    encoder = opened(output, folder / "bare", RATE, chosen)
    for start in range(0, len(pcm), 9_999):
        encoder.write(pcm[start : start + 9_999])
    encoder.stop()
    path = folder / f"file{output.INFO.suffix}"
    encoder.finish(path, Tags(title="Times"), Timeline(rate=RATE, length=len(pcm)), None)
    return path


def programme(speech: tuple[Clip, ...]) -> NDArray[np.int16]:
    rest = np.zeros(7_013, np.float32)
    return quantised(np.concatenate([piece for clip in speech for piece in (clip.pcm, rest)]))


@pytest.fixture(scope="module", params=KINDS, ids=lambda kind: " ".join([kind[0], *map(str, kind[1].values())]))
def made(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, speech: tuple[Clip, ...]
) -> tuple[Path, Floats]:
    pcm = programme(speech)
    return written(tmp_path_factory.mktemp("file"), *request.param, pcm), floating(pcm)


def test_nothing_moves_from_begin_to_end(made: tuple[Path, Floats]) -> None:
    path, before = made
    after = heard(path, RATE)
    for at in (0, len(before) // 2, len(before) - LENGTH):
        assert abs(moved(before[at : at + LENGTH], after[at : at + LENGTH])) <= MOST


def test_the_sound_is_as_long_as_the_programme(made: tuple[Path, Floats]) -> None:
    path, before = made
    after = heard(path, RATE)
    more = len(after) - len(before)
    assert 0 <= more <= TRAILING.get(path.suffix, 1)
    assert np.abs(after[len(before) :]).max(initial=0) < 0.01


@pytest.mark.parametrize("part", [0.2, 0.55])
def test_after_a_seek_the_sound_is_where_the_file_says(made: tuple[Path, Floats], part: float) -> None:
    path, before = made
    pieces: list[Floats] = []
    with av.open(str(path)) as container:
        stream = container.streams.audio[0]
        assert stream.time_base is not None
        container.seek(int(len(before) * part / RATE / stream.time_base), stream=stream)
        turn = av.AudioResampler(format="flt", layout="mono")
        begin = None
        for frame in container.decode(stream):
            assert frame.pts is not None
            begin = frame.pts - (stream.start_time or 0) if begin is None else begin
            pieces += (piece.to_ndarray().ravel() for piece in turn.resample(frame))
        assert begin is not None
        at = round(float(begin * stream.time_base) * RATE)
        after = resampled(np.concatenate(pieces).astype(np.float32), stream.rate, RATE)
    assert abs(at - len(before) * part) < RATE
    here = slice(AFTER_SEEK, AFTER_SEEK + LENGTH)
    assert abs(moved(before[at:][here], after[here])) <= MOST
