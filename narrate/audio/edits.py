"""Edits on single clips: edges, judgement, peaks.

Done on samples with numpy rather than with pydub, whose grain is a millisecond and whose search for silence steps
through ten of them: cues count samples, and these run for every sentence.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from narrate.model import Clip, Mark

if TYPE_CHECKING:
    from narrate.model import Samples

SILENCE_BELOW_PEAK = 10 ** (-46 / 20)
"""Edges this far under the clip's peak are silence: breath and hiss of the engines lie under it, a final s above."""
SILENCE = 10 ** (-72 / 20)
"""A clip that never rises above this holds no speech; nor does an edge below it."""
WINDOW = 0.005
"""Seconds over which an edge's level is looked at."""
KEEP_BEFORE, KEEP_AFTER = 0.015, 0.050
"""Seconds left before the first and after the last sound, for soft onsets and decays."""
FADE_IN, FADE_OUT = 0.004, 0.012
"""Seconds of raised-cosine fade, within what is kept: no step in the waveform where silence is joined."""

SHORTEST = 0.018
"""Seconds a letter: engines at double speed need 0.025 and more; shorter speech was cut off."""
LONGEST = 0.60
"""Seconds a letter, plus a second: ten times the usual; longer ones babble or hang."""
LONG_ENOUGH = 12
"""Letters from which on a clip's length says something about its text."""

# Of 154 sentences by hibari and by eSpeak in four languages, none rested longer than 0.54 s, had more than 0.00005 of
# its samples at its peak, or more than 0.04 of its loud frames' power in its quiet ones; white noise has 0.9.
LONGEST_REST = 1.4
"""Seconds of silence inside a clip, at the voice's own pace."""
FULL, MOST_AT_PEAK = 0.98, 0.01
"""Full scale, nearly, and the share of samples that may be there: speech that was cut off at full scale has more."""
FRAME, FRAMES = 0.02, 25
"""Seconds of the frames whose power is compared, and the fewest of them that tell anything."""
STEADY, ALIKE = 0.25, 0.5
"""Power of the quiet frames against the loud ones, and likeness of neighbouring samples: noise is steady and unlike,
tones are steady and alike, speech is not steady."""


def loud_span(pcm: Samples, rate: int) -> tuple[int, int]:
    """Begin and finish of what is not silence, in samples; (0, 0) when all is."""
    return _loud(_levels(pcm, rate), len(pcm), rate)


def _window(rate: int) -> int:
    return max(1, round(WINDOW * rate))


def _levels(pcm: Samples, rate: int) -> Samples:
    """The largest magnitude in each window; it is no number where a sample is none."""
    size = _window(rate)
    count = -(-len(pcm) // size)
    padded = np.zeros(count * size, np.float32)
    np.abs(pcm, out=padded[: len(pcm)])
    largest: Samples = padded.reshape(count, size).max(axis=1)
    return largest


def _loud(levels: Samples, length: int, rate: int) -> tuple[int, int]:
    size = _window(rate)
    if not len(levels):
        return 0, 0
    loud = np.flatnonzero(levels > max(SILENCE, SILENCE_BELOW_PEAK * float(levels.max())))
    if not len(loud):
        return 0, 0
    return int(loud[0]) * size, min(length, (int(loud[-1]) + 1) * size)


def trimmed(clip: Clip) -> Clip:
    """The clip without silent edges, its ends faded; marks move along."""
    begin, finish = loud_span(clip.pcm, clip.rate)
    begin = max(0, begin - round(KEEP_BEFORE * clip.rate))
    finish = min(len(clip.pcm), finish + round(KEEP_AFTER * clip.rate))
    pcm = clip.pcm[begin:finish].copy()
    for samples, edge in ((round(FADE_IN * clip.rate), pcm), (round(FADE_OUT * clip.rate), pcm[::-1])):
        length = min(samples, len(pcm) // 2)
        edge[:length] *= 0.5 - 0.5 * np.cos(np.pi * np.arange(length, dtype=np.float32) / max(1, length))
    marks = tuple(_moved(mark, begin, len(pcm)) for mark in clip.marks)
    return replace(clip, pcm=pcm, marks=marks)


def _moved(mark: Mark, shift: int, length: int) -> Mark:
    begin = min(max(0, mark.begin - shift), length)
    finish = min(max(begin, mark.finish - shift), length)
    return replace(mark, begin=begin, finish=finish)


def fault(clip: Clip, text: str, speed: float = 1.0) -> str:
    """Why this clip can't be the speech of `text`, in plain words; empty when it may be."""
    levels = _levels(clip.pcm, clip.rate)
    if not np.isfinite(levels).all():
        return "the sound holds values that are no numbers"
    letters = sum(map(str.isalnum, text))
    begin, finish = _loud(levels, len(clip.pcm), clip.rate)
    if finish == begin:
        return "there is only silence" if letters else ""
    seconds = (finish - begin) / clip.rate * speed
    if letters >= LONG_ENOUGH and seconds < SHORTEST * letters:
        return f"{seconds:.1f} s of sound are too short for {letters} letters"
    if seconds > LONGEST * len(text) + 1:
        return f"{seconds:.1f} s of sound are too long for {letters} letters"
    size = _window(clip.rate)
    return _broken(clip.pcm[begin:finish], levels[begin // size : -(-finish // size)], clip.rate, speed)


def _broken(pcm: Samples, levels: Samples, rate: int, speed: float) -> str:
    """What is wrong with the waveform, whatever its text; empty when nothing is. `levels` are those of its windows."""
    rest = _rest(pcm, levels, rate) * speed
    if rest > LONGEST_REST:
        return f"there are {rest:.1f} s of silence inside it"
    if levels.max() >= FULL and float((np.abs(pcm) >= FULL).mean()) > MOST_AT_PEAK:
        return "its peaks are cut off"
    size = round(FRAME * rate)
    frames = pcm[: len(pcm) // size * size].reshape(-1, size)
    power = np.einsum("ij,ij->i", frames, frames)
    if len(power) >= FRAMES:
        low, high = np.quantile(power, (0.1, 0.9))
        alike = float(np.dot(pcm[1:], pcm[:-1])) / float(np.dot(pcm, pcm))
        if low > STEADY * high and alike < ALIKE:
            return "it is steady noise"
    return ""


def _rest(pcm: Samples, levels: Samples, rate: int) -> float:
    """Seconds between the two neighbouring loud samples that are farthest apart.

    Only windows are looked at while these show that no rest is too long, at double speed either: a tenth of the time.
    """
    windows = np.diff(np.flatnonzero(levels > SILENCE)).max(initial=0) + 1
    most = float(windows) * _window(rate) / rate
    if most < LONGEST_REST / 2:
        return most
    return int(np.diff(np.flatnonzero(np.abs(pcm) > SILENCE)).max(initial=0)) / rate
