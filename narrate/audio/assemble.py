"""Clips -> one programme: joins them with pauses, counts samples while it writes, holds a few clips at most."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from narrate.audio.edits import WINDOW
from narrate.model import Chapter, Clip, Cue, Mark, Sentence, Timeline, Utterance
from narrate.samples import quantised

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from narrate.audio.levels import Levels
    from narrate.model import Samples

RATE = 24_000
"""Hz of every programme: what the neural voices speak at, and a rate of MP3, AAC and Opus."""
LEAD_IN, LEAD_OUT = 0.20, 0.60
"""Seconds of silence before the first and after the last word: players swallow the start, and an end wants rest."""
GAP = 0.4
"""Seconds between music and speech."""
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
    *,
    opening: Samples | None = None,
    closing: Samples | None = None,
) -> Timeline:
    """Write the programme, sample by sample in order, and tell when each sentence sounds.

    Clips are at `RATE`, their edges trimmed and faded. Each is followed by the pause of its last sentence. Music, at
    `RATE` and its own level, may open and close it.
    """
    cues: list[Cue] = []
    at = _music(write, levels, opening)
    at += _silence(write, LEAD_IN if opening is None else GAP)
    pause = 0.0
    for utterance, clip, pcm in _levelled(spoken, levels):
        at += _silence(write, pause)
        write(quantised(pcm))
        cues += _cues(utterance, clip, at)
        at += len(pcm)
        pause = utterance.sentences[-1].pause
    at += _silence(write, LEAD_OUT if closing is None else GAP)
    at += _music(write, levels, closing)
    return Timeline(rate=RATE, length=at, cues=tuple(cues), chapters=_chapters(cues, at))


def _levelled(spoken: Iterable[tuple[Utterance, Clip]], levels: Levels) -> Iterator[tuple[Utterance, Clip, Samples]]:
    waiting: deque[tuple[Utterance, Clip]] = deque()

    def clips() -> Iterator[tuple[str, Samples]]:
        for utterance, clip in spoken:
            waiting.append((utterance, clip))
            yield utterance.sentences[0].voice, clip.pcm

    for pcm in levels.even(clips()):
        yield *waiting.popleft(), pcm


def _music(write: Callable[[NDArray[np.int16]], None], levels: Levels, pcm: Samples | None) -> int:
    if pcm is None:
        return 0
    write(quantised(levels.held(pcm)))
    return len(pcm)


def _silence(write: Callable[[NDArray[np.int16]], None], seconds: float) -> int:
    length = round(seconds * RATE)
    if length:
        write(np.zeros(length, np.int16))
    return length


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


def _chapters(cues: list[Cue], length: int) -> tuple[Chapter, ...]:
    """A chapter from each heading to the next; the opening has the article's title. None without headings."""
    starts: list[tuple[str, int]] = []
    block = None
    for cue in cues:
        sentence: Sentence = cue.sentence
        if sentence.block is not block and (sentence.block.kind == "heading" or not starts):
            starts.append((" ".join(sentence.block.text.split()), cue.begin if starts else 0))
        block = sentence.block
    if len(starts) < 2:
        return ()
    finishes = [begin for _, begin in starts[1:]] + [length]
    return tuple(Chapter(title=t, begin=b, finish=f) for (t, b), f in zip(starts, finishes, strict=True))
