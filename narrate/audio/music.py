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
    from narrate.model import Samples

LONGEST = 60.0
"""Seconds: what is longer is cut, faded out; a programme is no concert, and memory has an end."""
SILENCE = -50.0
"""dBFS under which the ends of a jingle are cut away."""
FADE_IN, FADE_OUT = 20, 1200
"""Milliseconds."""
UNDER_SPEECH = 3.0
"""LU: music as loud as speech seems louder."""


def jingle(path: Path, rate: int, loudness: float) -> Samples:
    """A sound file as a mono clip at `rate`, `UNDER_SPEECH` below `loudness` (LUFS); raises `SourceError`."""
    with warnings.catch_warnings(action="ignore"):  # it looks for ffmpeg, which we do not use it for
        from pydub import AudioSegment, silence

    pcm = np.concatenate([*_first(path, rate), np.zeros(0, np.float32)])
    if not len(pcm) or integrated([pcm], rate) <= SILENT:
        raise SourceError("there is no sound in it", place=str(path))
    segment = AudioSegment(data=quantised(pcm).tobytes(), sample_width=2, frame_rate=rate, channels=1)
    begin = silence.detect_leading_silence(segment, SILENCE)
    finish = len(segment) - silence.detect_leading_silence(segment.reverse(), SILENCE)
    segment = segment[begin:finish].fade_in(FADE_IN).fade_out(min(FADE_OUT, (finish - begin) // 3))
    edited = floating(np.frombuffer(segment.raw_data, dtype=np.int16))
    gain = 10 ** ((loudness - UNDER_SPEECH - integrated([edited], rate)) / 20)
    return np.asarray(edited * gain, dtype=np.float32)


def _first(path: Path, rate: int) -> list[Samples]:
    blocks, length = [], 0
    for block in decoded(path, rate):
        blocks.append(block)
        length += len(block)
        if length >= LONGEST * rate:
            blocks[-1] = block[: len(block) - round(length - LONGEST * rate)]
            break
    return blocks
