"""When words begin, by PocketSphinx's forced alignment: a judge that is not ours.

Its own limits: frames of 10 ms, an acoustic model of telephone and broadcast speech (en-us 5.2), and a dictionary of
134,000 words; sentences with others are passed over.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from narrate.words import words

if TYPE_CHECKING:
    from narrate.model import Samples

RATE = 16_000
SHIFT, WINDOW = 160, 410
"""Samples from frame to frame, and those that a frame looks at (its defaults: 100 a second, 0.025625 s)."""
CENTRE = (WINDOW - SHIFT) / 2
"""Samples from a frame's first one to the middle between its centre and that of the frame before: where one that begins
with it begins."""
PAD = RATE // 5
"""Samples of silence before and behind: its search wants some."""


@cache
def _decoder() -> Any:
    from pocketsphinx import Decoder

    return Decoder(lm=None, samprate=float(RATE), loglevel="FATAL", beam=1e-80, wbeam=1e-60, pbeam=1e-80)


def spelled(text: str) -> list[tuple[int, int, list[str]]] | None:
    """Each word of a text with the words that the dictionary has for it; None if it lacks one."""
    found = []
    for start, end in words(text):
        parts = re.findall(r"[a-z']+", text[start:end].lower().replace("’", "'"))
        parts = [part for part in parts if part.strip("'")]
        if not parts or any(not _decoder().lookup_word(part) for part in parts) or not text[start:end].isascii():
            return None
        found.append((start, end, parts))
    return found


def begins(pcm: Samples, text: str) -> list[tuple[int, float, float]] | None:
    """Place in `text`, begin and end in seconds of each word; None where it can't align. `pcm` is at `RATE`."""
    spelling = spelled(text)
    if not spelling:
        return None
    decoder = _decoder()
    noise = np.random.default_rng(0).normal(0, 3, len(pcm) + 2 * PAD)  # digital silence has no logarithm
    noise[PAD : PAD + len(pcm)] += 32_000 * np.asarray(pcm)
    data = np.clip(noise, -32_768, 32_767).astype("<i2").tobytes()
    decoder.set_align_text(" ".join(part for *_, parts in spelling for part in parts))
    decoder.start_utt()
    decoder.process_raw(data, full_utt=True)
    decoder.end_utt()
    found = [one for one in decoder.seg() or () if not one.word.startswith(("<", "["))]
    if len(found) != sum(len(parts) for *_, parts in spelling):
        return None
    times, at = [], 0
    for start, _, parts in spelling:
        first, last = found[at], found[at + len(parts) - 1]
        times.append((start, _seconds(first.start_frame), _seconds(last.end_frame + 1)))
        at += len(parts)
    return times


def _seconds(frame: int) -> float:
    return (frame * SHIFT + CENTRE - PAD) / RATE


def levelled(pcm: Samples) -> NDArray[np.float32]:
    """As loud as speech usually is on disk."""
    return (0.5 / max(1e-6, float(np.abs(pcm).max())) * pcm).astype(np.float32)
