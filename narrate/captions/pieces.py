"""A sentence in the smallest pieces that a caption may end behind, each with its time and what a break there costs."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TYPE_CHECKING

from narrate.captions.breaks import cost
from narrate.words import UNSPACED, Span, timed

if TYPE_CHECKING:
    from narrate.model import Cue, Word

BLANKS = re.compile(r"[\u00a0\u2007\u202f]*[^\S\u00a0\u2007\u202f]\s*")
"""White space at which a line may end; blanks of Unicode that hold words together, with no other beside, are none."""
_CUTS = re.compile(r"(?<=\w[—…])(?=\w)")
_SOFT_CUTS = re.compile(r"(?<=[\u00a0\u2007\u202f])|(?<=[-/_&?=.,;:|~])(?=\w)")
_WIDE = "WF"
_NO_WIDTH = frozenset(("Mn", "Me", "Cf", "Cc"))
_THAI_LEADING = "เแโใไເແໂໃໄ"
_JOINERS = "\u200d\u2060\ufe0e\ufe0f"


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """A word with its punctuation, or a character of writing without blanks; times in samples of the programme."""

    text: str
    begin: int
    finish: int
    timed: bool
    """Whether a word's own time begins here; otherwise it is reckoned from its neighbours'."""
    spaced: bool
    """Whether a blank stands before it."""
    width: int
    cost: float
    """Of ending a line behind it; 0 is the best place."""
    last: bool = False
    """Whether it ends a sentence."""


def plain(text: str) -> str:
    """The text, character by character, with blanks for controls and `�` for what is no character at all."""
    return "".join(map(_plain, text))


def _plain(letter: str) -> str:
    kind = unicodedata.category(letter)
    if kind == "Cs" or ord(letter) & 0xFFFE == 0xFFFE:
        return "\ufffd"
    return " " if kind == "Cc" else letter


def width(text: str) -> int:
    """Columns that a text takes: two for the characters of East Asian writing and emoji, none for marks on others."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(letter: str) -> int:
    if unicodedata.category(letter) in _NO_WIDTH:
        return 0
    return 2 if unicodedata.east_asian_width(letter) in _WIDE else 1


def pieces(cue: Cue, line: int) -> list[Piece]:
    """The pieces of a sentence in order, none wider than a line; together they are its text, blanks aside."""
    sentence = cue.sentence
    text = plain(sentence.text)
    places = [span for chunk in _chunks(text) for span in _parted(text, chunk, line)]
    if not any(unicodedata.category(letter)[0] not in "ZC" for letter in text):
        return []
    times = _times(cue, places)
    edits = [(edit.start, edit.end) for edit in sentence.edits if edit.start < edit.end]
    made: list[Piece] = []
    for number, ((start, end), (begin, finish, own)) in enumerate(zip(places, times, strict=True)):
        following = text[places[number + 1][0] : places[number + 1][1]] if number + 1 < len(places) else ""
        spaced = bool(number) and start > places[number - 1][1]
        joined = bool(following) and places[number + 1][0] == end
        inside = any(first < end < last for first, last in edits)
        price = cost(
            text[start:end], following, sentence.language,
            before=made[-1].text if made else "", joined=joined, inside=inside,
        )  # fmt: skip
        piece = Piece(
            text=text[start:end], begin=begin, finish=finish, timed=own, spaced=spaced, width=width(text[start:end]),
            cost=price, last=not following,
        )  # fmt: skip
        made.append(piece)
    made[0] = replace(made[0], begin=cue.begin)
    made[-1] = replace(made[-1], finish=cue.finish)
    return made


def _chunks(text: str) -> Iterator[Span]:
    """What stands between blanks, or dashes with none around them."""
    at = 0
    for gap in [*BLANKS.finditer(text), None]:
        end = gap.start() if gap else len(text)
        cuts = [at, *(cut.start() for cut in _CUTS.finditer(text, at, end)), end]
        for start, stop in pairwise(cuts):
            if start < stop:
                yield start, stop
        at = gap.end() if gap else end


def _parted(text: str, chunk: Span, line: int) -> Iterator[Span]:
    """A chunk in pieces that fit a line: at the characters of writing without blanks, else where it hurts least."""
    start, end = chunk
    cuts = [start, *sorted(_between_characters(text, chunk)), end]
    for first, last in pairwise(cuts):
        while width(text[first:last]) > line:
            cut = _fitting(text, first, last, line)
            yield first, cut
            first = cut
        yield first, last


def _between_characters(text: str, chunk: Span) -> set[int]:
    """Places before and behind each run of `words.UNSPACED`, unless a cluster is torn there."""
    found: set[int] = set()
    for run in UNSPACED.finditer(text, *chunk):
        found |= {place for place in run.span() if chunk[0] < place < chunk[1] and _whole(text, place)}
    return found


def _whole(text: str, place: int) -> bool:
    """Whether no character with its marks, and no emoji, is torn at a place."""
    before, after = text[place - 1], text[place]
    if unicodedata.category(after) in ("Mn", "Mc", "Me") or after in _JOINERS or before == "\u200d":
        return False
    return before not in _THAI_LEADING and not ("\U0001f3fb" <= after <= "\U0001f3ff")


def _fitting(text: str, start: int, end: int, line: int) -> int:
    """Where to cut a piece that is wider than a line: the last good place in it, else the last that tears nothing."""
    full = start
    columns = 0
    while full < end and columns + _columns(text[full]) <= line:
        columns += _columns(text[full])
        full += 1
    full = max(full, start + 1)
    soft = [
        cut.start()
        for cut in _SOFT_CUTS.finditer(text, start + 1, end)
        if cut.start() <= full and text[start : cut.start()].strip()
    ]
    if soft:
        return soft[-1]
    return next((place for place in range(full, start, -1) if place < end and _whole(text, place)), full)


def _times(cue: Cue, places: Sequence[Span]) -> Iterator[tuple[int, int, bool]]:
    """Begin and end of each place, and whether a word begins in it; ascending, inside the cue."""
    words = timed(cue)
    starts = [word.start for word in words]
    length = max(1, len(cue.sentence.text))
    at = cue.begin
    for start, end in places:
        number = bisect_right(starts, start) - 1
        inside = number >= 0 and words[number].end > start
        first = number if inside else number + 1
        if not words:
            begin = cue.begin + (cue.finish - cue.begin) * start // length
            finish = cue.begin + (cue.finish - cue.begin) * end // length
        elif first < len(words) and words[first].start < end:
            last = bisect_right(starts, end - 1) - 1
            begin, finish = _moment(words[first], start), _moment(words[last], end)
        else:
            begin = finish = at
        begin = max(begin, at)
        at = max(begin, finish)
        yield begin, at, first < len(words) and start <= words[first].start < end


def _moment(word: Word, place: int) -> int:
    """When a place within a word sounds, by its share of the characters; its begin or end for places outside."""
    share = min(max(place - word.start, 0), word.end - word.start) / (word.end - word.start)
    return word.begin + round(share * (word.finish - word.begin))
