"""Sounds before and after the speech: cut, faded and edited with pydub, levelled like everything else."""

from __future__ import annotations

import warnings
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from narrate.audio.codec import decoded
from narrate.audio.loudness import SILENT, integrated
from narrate.errors import SourceError
from narrate.samples import floating, quantised

if TYPE_CHECKING:
    from pydub import AudioSegment

    from narrate.audio.around import Bed
    from narrate.model import Samples

LONGEST = 60.0
"""Seconds: what is longer is cut, faded out; a programme is no concert, and memory has an end."""
SILENCE = -50.0
"""dBFS under which the ends of a jingle are cut away."""
FADE_IN, FADE_OUT, CROSSFADE = 20, 1200, 100
"""Milliseconds."""
UNDER_SPEECH = 3.0
"""LU: music as loud as speech seems louder."""
DUCKED, HALF_UP = 17.0, 6.0
"""dB that a bed sinks while somebody speaks, to 20 LU below the speech (what WCAG 2.2, 1.4.7 asks for), and by which it
stays lower afterwards, while it fades out."""
DUCKING = 500
"""Milliseconds that it takes to sink and to rise."""


def jingle(path: Path, rate: int, loudness: float | None) -> Samples:
    """A sound file as a mono clip at `rate`, `UNDER_SPEECH` below `loudness` (LUFS); raises `SourceError`.

    Where there is no loudness it is as loud as in its file.
    """
    segment = _segment(path, rate)
    edited = _samples(segment.fade_in(FADE_IN).fade_out(min(FADE_OUT, len(segment) // 3)))
    return edited * _gain(edited, rate, loudness)


def bed(path: Path, rate: int, loudness: float | None) -> Bed:
    """A sound file that lies under speech of `loudness` (LUFS), from the start again where it is too short.

    Raises `SourceError`.
    """
    segment = _segment(path, rate)
    gain = _gain(_samples(segment), rate, loudness)

    def laid(before: float, speech: float, behind: float) -> Samples:
        begin, finish = round(before * 1000), round((before + speech) * 1000)
        total = finish + round(behind * 1000)
        long = segment
        while len(long) < total:
            long = long.append(segment, crossfade=min(CROSSFADE, len(segment) // 2))
        long = long[:total].fade_in(FADE_IN)
        ducked = long.fade(to_gain=-DUCKED, end=begin, duration=min(DUCKING, begin))
        back = ducked.fade(to_gain=DUCKED - HALF_UP, start=finish, duration=min(DUCKING, total - finish))
        return _samples(back.fade_out(total - finish)) * gain

    return laid


def _segment(path: Path, rate: int) -> AudioSegment:
    """The first minute of a sound file, without its silent ends."""
    with warnings.catch_warnings(action="ignore"):  # it looks for ffmpeg, which we do not use it for
        from pydub import AudioSegment, silence

    pcm = np.concatenate([*_first(path, rate), np.zeros(0, np.float32)])
    if not len(pcm) or integrated([pcm], rate) <= SILENT:
        raise SourceError("there is no sound in it", place=str(path))
    segment = AudioSegment(data=quantised(pcm).tobytes(), sample_width=2, frame_rate=rate, channels=1)
    begin = silence.detect_leading_silence(segment, SILENCE)
    finish = len(segment) - silence.detect_leading_silence(segment.reverse(), SILENCE)
    return segment[begin:finish]


def _samples(segment: AudioSegment) -> Samples:
    return floating(np.frombuffer(segment.raw_data, dtype=np.int16))


def _gain(pcm: Samples, rate: int, loudness: float | None) -> np.float32:
    if loudness is None:
        return np.float32(1)
    return np.float32(10 ** ((loudness - UNDER_SPEECH - integrated([pcm], rate)) / 20))


def _first(path: Path, rate: int) -> list[Samples]:
    blocks, length = [], 0
    for block in decoded(path, rate):
        blocks.append(block)
        length += len(block)
        if length >= LONGEST * rate:
            blocks[-1] = block[: len(block) - round(length - LONGEST * rate)]
            break
    return blocks
