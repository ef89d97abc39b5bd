"""Clips -> one programme: joins them with pauses, counts samples while it writes, holds a few clips at most."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np

from narrate.audio.around import NOTHING, Around, Bed
from narrate.audio.chapters import chapters
from narrate.audio.edits import WINDOW, loud_span
from narrate.model import Clip, Cue, Mark, Timeline, Utterance
from narrate.samples import quantised

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from narrate.audio.levels import Levels
    from narrate.model import Samples

    _Piece = tuple[Utterance, Clip, Samples]

RATE = 24_000
"""Hz of every programme: what the neural voices speak at, and a rate of MP3, AAC and Opus."""
LEAD_IN, LEAD_OUT = 0.20, 0.60
"""Seconds of silence before the first and after the last word: players swallow the start, and an end wants rest."""
GAP = 0.4
"""Seconds between music and speech."""
ANNOUNCED = ("title", "byline", "date")
"""Kinds of blocks that a bed lies under, at the start."""
BED_BEFORE, BED_BEHIND = 2.0, 2.0
"""Seconds of a bed alone before them, and behind them while it fades out."""
SEARCH = 0.25
"""Share of a sentence's estimated length in which a better place for its end is looked for."""
REST = 6
"""Letters that the pause behind a sentence is as long as: with none, 44 of 252 ends of eSpeak's sentences, many of them
short, were missed by more than 0.15 s; with 4 or 8, 2 and 6."""
QUIETEST = "quietest place"
"""How an end inside one call's sound was come by: between the marks beside it, or near its share of the letters."""


def assemble(
    spoken: Iterable[tuple[Utterance, Clip]],
    levels: Levels,
    write: Callable[[NDArray[np.int16]], None],
    around: Around = NOTHING,
    *,
    head: float = LEAD_IN,
    tail: float = LEAD_OUT,
) -> Timeline:
    """Write the programme, sample by sample in order, and tell when each sentence sounds.

    Clips are at `RATE`, their edges trimmed and faded. Each is followed by the pause of its last sentence; what
    is silent at the clips' edges is a part of it: else hibari's would be heard 65 ms longer than planned. `head` and
    `tail` are seconds of silence before and after it all; where music opens or closes, it takes their usual part.
    """
    track = _Track(write, levels)
    if around.opening is None:
        track.silence(head)
    else:
        track.silence(head - LEAD_IN)
        track.sound(levels.held(around.opening))
        track.silence(GAP)
    pieces = _levelled(spoken, levels)
    for piece in _announced(pieces, track, around.bed) if around.bed else pieces:
        track.say(*piece)
    if around.closing is None:
        track.silence(max(tail, len(track.under) / RATE))
    else:
        track.silence(max(GAP, len(track.under) / RATE))
        track.sound(levels.held(around.closing))
        track.silence(tail - LEAD_OUT)
    cues = tuple(track.cues)
    return Timeline(rate=RATE, length=track.at, cues=cues, chapters=chapters(cues, track.at, RATE))


@dataclass(slots=True)
class _Track:
    """Writes what sounds, mixed with what is still to sound under it, and counts."""

    write: Callable[[NDArray[np.int16]], None]
    levels: Levels
    at: int = 0
    cues: list[Cue] = field(default_factory=list)
    pause: float = 0.0
    """Seconds before the next utterance."""
    quiet: int = 0
    """Samples at the end of the last one in which nothing is heard."""
    under: Samples = field(default_factory=lambda: np.zeros(0, np.float32))

    def say(self, utterance: Utterance, clip: Clip, pcm: Samples) -> None:
        begin, finish = loud_span(pcm, RATE)
        self.silence(self.pause - (self.quiet + begin) / RATE)
        self.cues += _cues(utterance, clip, self.at)
        self.sound(pcm)
        self.pause, self.quiet = utterance.sentences[-1].pause, len(pcm) - finish

    def silence(self, seconds: float) -> None:
        length = round(seconds * RATE)
        if length > 0:
            self.sound(np.zeros(length, np.float32))

    def sound(self, pcm: Samples) -> None:
        self.at += len(pcm)
        part, self.under = self.under[: len(pcm)], self.under[len(pcm) :]
        if len(part):
            pcm = self.levels.held(pcm + np.pad(part, (0, len(pcm) - len(part))))
        self.write(quantised(pcm))


def _announced(pieces: Iterator[_Piece], track: _Track, bed: Bed) -> Iterator[_Piece]:
    """Say the announcement on its bed, and give the rest."""
    said: list[_Piece] = []
    for piece in pieces:
        if piece[0].sentences[0].block.kind not in ANNOUNCED:
            pieces = chain([piece], pieces)
            break
        said.append(piece)
    if said:
        lasts = sum(len(pcm) / RATE for _, _, pcm in said)
        lasts += sum(utterance.sentences[-1].pause for utterance, _, _ in said[:-1])
        track.under = bed(BED_BEFORE, lasts, BED_BEHIND)
        track.silence(BED_BEFORE)
        for piece in said:
            track.say(*piece)
        track.pause = max(track.pause, BED_BEHIND)
    yield from pieces


def _levelled(spoken: Iterable[tuple[Utterance, Clip]], levels: Levels) -> Iterator[_Piece]:
    waiting: deque[tuple[Utterance, Clip]] = deque()

    def clips() -> Iterator[tuple[str, Samples]]:
        for utterance, clip in spoken:
            waiting.append((utterance, clip))
            yield utterance.sentences[0].voice, clip.pcm

    for pcm in levels.even(clips()):
        yield *waiting.popleft(), pcm


def _cues(utterance: Utterance, clip: Clip, at: int) -> Iterator[Cue]:
    """A cue for each sentence; where one call spoke several, their ends are looked for in the sound."""
    if len(utterance.sentences) == 1:
        yield Cue(sentence=utterance.sentences[0], begin=at, finish=at + len(clip.pcm), marks=clip.marks)
        return
    marks = list(_parted(utterance, clip.marks))
    begin = 0
    ends = [*_inner_ends(utterance, clip, marks), len(clip.pcm)]
    for sentence, own, end in zip(utterance.sentences, marks, ends, strict=True):
        inside = tuple(_within(mark, begin, end) for mark in own)
        yield Cue(sentence=sentence, begin=at + begin, finish=at + end, estimated=QUIETEST, marks=inside)
        begin = end


def _parted(utterance: Utterance, marks: Iterable[Mark]) -> Iterator[list[Mark]]:
    """Each sentence's own marks, their places counted from its start; their samples still from the clip's."""
    start = 0
    for sentence in utterance.sentences:
        end = start + len(sentence.spoken)
        own = [mark for mark in marks if start <= mark.start < end]
        yield [replace(mark, start=mark.start - start, end=min(mark.end, end) - start) for mark in own]
        start = end + 1


def _within(mark: Mark, begin: int, end: int) -> Mark:
    first = min(max(mark.begin, begin), end)
    return replace(mark, begin=first - begin, finish=min(max(mark.finish, first), end) - begin)


def _inner_ends(utterance: Utterance, clip: Clip, marks: list[list[Mark]]) -> Iterator[int]:
    """Where each sentence but the last ends: the quietest place between marks, or near its share of the letters."""
    lengths = [len(sentence.spoken) + REST for sentence in utterance.sentences]
    size = max(1, round(WINDOW * clip.rate))
    windows = clip.pcm[: len(clip.pcm) // size * size].reshape(-1, size)
    levels = np.convolve(np.abs(windows).mean(axis=1), np.ones(20) / 20, mode="same") if len(windows) else windows
    last = 0
    for number, length in enumerate(lengths[:-1]):
        remaining = len(clip.pcm) - last
        share = remaining * length / (sum(lengths[number:]) - REST)
        reach = SEARCH * min(share, remaining - share)
        low, high, at = last + share - reach, last + share + reach, int(last + share)
        if marks[number] and marks[number + 1]:
            low, high = marks[number][-1].finish, max(marks[number][-1].finish, marks[number + 1][0].begin)
            at = int(high)
        near = levels[int(low // size) : int(high // size) + 1]
        found = (int(low // size) + int(near.argmin())) * size if len(near) else at
        last = min(max(last, found), len(clip.pcm))
        yield last
