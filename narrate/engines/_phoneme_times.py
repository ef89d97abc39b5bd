"""When words sound, from how long a network's phonemes last: Kokoro's and hibari's, which is made after it.

Their sound runs ahead of their durations. Held against PocketSphinx's forced alignment, a word begins with the blank
before it and not behind it: where that lasts one, two or three frames, the word's first phoneme came 52, 77 and 107 ms
late (Kokoro 57, 77, 97). One more frame is left over; `KPipeline.join_timestamps` of Kokoro, which looks at phonemes
only, takes off three for both.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from narrate.engines._phonemes import Phonemes
    from narrate.model import Samples

RATE = 24_000
FRAME = RATE // 40
"""Samples of a unit of the networks' durations, 25 ms."""
LEAD = FRAME
"""Samples by which the sound runs ahead of the durations."""
QUIET = 0.01
"""Of full scale: what follows a word's last louder sample is a pause, which the network counts to the word before."""

Span = tuple[int, int]


def note(
    times: dict[int, Span],
    sounds: dict[int, str],
    part: Phonemes,
    lengths: NDArray[np.int64],
    pcm: Samples,
    at: int,
) -> None:
    """Write down when each word of `part` sounds, which begins at sample `at`, and what sounds in it (`Mark.sounds`).

    `pcm` is the part's sound; `lengths` are the samples of its phonemes, a pad before and behind them among these.
    """
    finishes = lengths.cumsum() - LEAD
    begins = finishes - lengths
    found: dict[int, Span] = {}
    for place, owner in enumerate(part.owners):
        if owner < 0:
            continue
        first = place  # of the blanks before a word, which sound like it
        while first > 0 and owner not in found and part.symbols[first - 1] == " ":
            first -= 1
        share = int(lengths[first + 1 : place + 2].sum())
        sound = f"{part.symbols[place]}:{share}"
        sounds[owner] = f"{sounds[owner]} {sound}" if owner in sounds else sound
        begin = found[owner][0] if owner in found else max(0, int(begins[first + 1]))
        found[owner] = begin, max(begin, int(finishes[place + 1]))
    for owner, (begin, finish) in found.items():
        begin, finish = _heard(pcm, begin, finish)
        times[owner] = times.get(owner, (at + begin,))[0], at + finish


def _heard(pcm: Samples, begin: int, finish: int) -> Span:
    """A word's time without the pause after it."""
    loud = np.flatnonzero(np.abs(pcm[begin:finish]) > QUIET)
    return begin, begin + int(loud[-1]) + 1 if len(loud) else max(begin, finish)
