"""A programme's sentences cut into captions that can be read: short lines, broken where phrases end.

For each block the cheapest of all ways to cut it is found; see `breaks` for what a break costs. The captions together
are the text, blanks aside, and never stand while a later one does.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate, groupby, pairwise
from typing import TYPE_CHECKING

from narrate.captions.checks import check
from narrate.captions.pieces import Piece, pieces

if TYPE_CHECKING:
    from narrate.model import CaptionLimits, Timeline

EACH = 10.0
"""What a further caption costs, and what one costs that holds nearly nothing, at most."""
CROSSED = 40.0
"""A caption that holds the end of a sentence and the begin of the next: only where one of them is too short."""
HURRIED = 30.0
"""For each column a second over the rate."""
BRIEF = 60.0
"""For each second that is lacking, and `CROSSED` besides."""
OVERLONG = 250.0
"""For each second too long, and for the first moment as much again."""
GONE = 1.5
"""A break counts so much more where the caption goes off than between its lines: its words are no longer there."""
UNEVEN = 10.0
"""Lines of one caption: nothing over all the rest of a line."""
OTHER_VOICE = 400.0
UNSAID = 2000.0
"""A caption of signs only, which take no time."""
GAP = 0.5
"""Seconds: a shorter gap to the next caption is closed, for a picture that goes off and on is a flicker."""

Line = tuple[Piece, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Caption:
    """Lines that stand together, from sample `begin` to `finish` of the programme."""

    begin: int
    finish: int
    lines: tuple[Line, ...]

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(joined(line) for line in self.lines)


def joined(line: Sequence[Piece]) -> str:
    """The text of pieces side by side."""
    return "".join(" " * (piece.spaced and number > 0) + piece.text for number, piece in enumerate(line)).strip()


def captions(timeline: Timeline, limits: CaptionLimits) -> tuple[Caption, ...]:
    """All captions of a programme, in order; raises `OutputError` for times that can't be."""
    check(timeline)
    cut: list[tuple[Line, ...]] = []
    blocks = [list(group) for _, group in groupby(timeline.cues, key=lambda cue: cue.sentence.block)]
    begins = [group[0].begin for group in blocks]
    for group, until in zip(blocks, [*begins[1:], timeline.length], strict=False):
        parts: list[Piece] = []
        voices: list[str] = []
        last = 0
        for cue in group:
            own = pieces(cue, limits.line)
            parts += (
                replace(piece, spaced=cue.sentence.start > last) if not n else piece for n, piece in enumerate(own)
            )
            voices += [cue.sentence.voice] * len(own)
            last = cue.sentence.end
        if parts:
            cut += _Block(parts, voices, until, timeline.rate, limits).cut()
    return tuple(_standing(cut, timeline, limits))


def _standing(cut: Sequence[tuple[Line, ...]], timeline: Timeline, limits: CaptionLimits) -> Iterator[Caption]:
    """Captions with their times: they stay in a following silence as long as they need to be read."""
    begins = [lines[0][0].begin for lines in cut]
    least = -(-timeline.rate // 1000)
    for number in reversed(range(len(begins))):  # signs that nobody says have no time of their own: here they get one
        following = begins[number + 1] if number + 1 < len(begins) else timeline.length
        begins[number] = min(begins[number], following - least)
    for lines, (begin, following) in zip(cut, pairwise([*begins, timeline.length]), strict=True):
        columns = sum(piece.width + piece.spaced for line in lines for piece in line)
        wanted = max(limits.shortest, columns / limits.rate) + 0.002  # formats round times down to a millisecond
        spoken = lines[-1][-1].finish
        finish = min(following, max(spoken, begin + round(min(wanted, limits.longest) * timeline.rate)))
        if lines is not cut[-1] and following - finish < GAP * timeline.rate:
            finish = min(following, max(finish, begin + round(limits.longest * timeline.rate)))
        yield Caption(begin=begin, finish=finish, lines=lines)


@dataclass(slots=True)
class _Block:
    """The pieces of one block on their way into captions."""

    parts: list[Piece]
    voices: list[str]
    until: int
    """When the next block begins, in samples."""
    rate: int
    limits: CaptionLimits
    reach: list[int] = field(init=False)
    """Columns of all pieces before each, blanks included."""

    def __post_init__(self) -> None:
        self.reach = [0, *accumulate(piece.width + piece.spaced for piece in self.parts)]

    def columns(self, start: int, end: int) -> int:
        """How wide pieces are side by side."""
        return self.reach[end] - self.reach[start] - self.parts[start].spaced

    def cut(self) -> list[tuple[Line, ...]]:
        """The cheapest way."""
        count = len(self.parts)
        best = [0.0] + [float("inf")] * count
        chosen: list[tuple[int, tuple[int, ...]]] = [(0, ())] * (count + 1)
        for start in range(count):
            for end, ends, price in self._candidates(start):
                total = best[start] + price
                if total < best[end]:
                    best[end], chosen[end] = total, (start, ends)
        found: list[tuple[Line, ...]] = []
        end = count
        while end:
            start, ends = chosen[end]
            edges = [start, *ends]
            found.append(tuple(tuple(self.parts[one:other]) for one, other in pairwise(edges)))
            end = start
        return found[::-1]

    def _candidates(self, start: int) -> Iterator[tuple[int, tuple[int, ...], float]]:
        """Captions that may begin with a piece: the piece behind them, where their lines end, and what they cost."""
        limits, crossed = self.limits, 0.0
        for end in range(start + 1, len(self.parts) + 1):
            columns = self.columns(start, end)
            if end - 1 > start and self.parts[end - 2].last:
                crossed += CROSSED if self.voices[end - 1] == self.voices[end - 2] else OTHER_VOICE
            laid = self._laid(start, end, limits.lines)
            if laid is None:
                if columns > limits.line * limits.lines:
                    return
                continue
            ends, unevenness = laid
            room = 1 - columns / (limits.line * limits.lines)
            behind = GONE * self.parts[end - 1].cost if end < len(self.parts) else 0.0
            price = EACH + EACH * room * room + crossed + unevenness + behind
            yield end, ends, price + self._haste(start, end, columns)

    def _haste(self, start: int, end: int, columns: int) -> float:
        """What it costs that a caption stands too short or too long."""
        limits = self.limits
        begin = self.parts[start].begin
        following = self.parts[end].begin if end < len(self.parts) else self.until
        stands = min((following - begin) / self.rate, limits.longest)
        price = HURRIED * max(0.0, columns / max(stands, 0.001) - limits.rate) if columns > limits.rate / 2 else 0.0
        if stands <= 0:
            return UNSAID
        if stands < limits.shortest:
            price += CROSSED + BRIEF * (limits.shortest - stands)
        excess = (self.parts[end - 1].finish - begin) / self.rate - limits.longest
        return price + OVERLONG * (1 + excess) if excess > 0 else price

    def _laid(self, start: int, end: int, lines: int) -> tuple[tuple[int, ...], float] | None:
        """Where the lines of a caption end, and what that costs; one line where it fits, None where nothing does."""
        line = self.limits.line
        if self.columns(start, end) <= line:
            return (end,), 0.0
        if lines == 1:
            return None
        best: tuple[tuple[int, ...], float] | None = None
        least = self.reach[end] - (line + 1) * (lines - 1)
        for middle in range(bisect_left(self.reach, least, start + 1, end), end):
            columns = self.columns(start, middle)
            if columns > line:
                break
            rest = self._laid(middle, end, lines - 1)
            if rest is None:
                continue
            uneven = UNEVEN * ((columns - self.columns(middle, rest[0][0])) / line) ** 2
            price = rest[1] + self.parts[middle - 1].cost + uneven
            if best is None or price < best[1]:
                best = (middle, *rest[0]), price
        return best
