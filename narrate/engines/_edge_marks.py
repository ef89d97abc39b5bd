"""From the words that Microsoft's service announces to one mark a word.

It announces each with the piece of the text as it was sent, and with times from the beginning of the sound in ticks of
100 ns. Some pieces are two words of ours, some half of one; times may lie outside the sound (they are known to
overflow in long texts), so none is believed that does not fit between its neighbours and the sound's end.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from narrate.engines._espeak_marks import END, WORD, Event, marks
from narrate.model import Mark
from narrate.words import PIECE

TICKS = 10_000_000
"""In a second."""
FAR = 80
"""Characters ahead at which a piece is looked for: further on it is another of the same letters."""
LATE = 1_200
"""Samples at 24 kHz, at most, by which a decoded MP3 lags behind the times announced: a coder and a decoder add 1,105
between them (LAME's 576 and 529), which the first loud sample tells."""


OVERFLOWN = 2**31 / TICKS
"""Seconds; a time beyond is none, as no piece of text is that long."""
SLACK = 0.1
"""Seconds by which an announced word may begin after the end."""


class Announced(NamedTuple):
    """A word as the service tells of it; times in seconds of the sound."""

    text: str
    begin: float
    finish: float


def cut_off(told: Iterable[Announced], seconds: float) -> bool:
    """Whether a word was announced for later than the end of the sound."""
    return any(seconds + SLACK < one.begin < OVERFLOWN for one in told)


def aligned(text: str, told: Iterable[Announced], onset: int, length: int, rate: int) -> tuple[Mark, ...]:
    """A mark for each word of `text`, inside `length` samples, of which `onset` is the first loud one."""
    found: list[Event] = []
    pieces = {piece.start() for piece in PIECE.finditer(text)}
    cursor = last = 0
    shift = -1
    for one in told:
        at = text.find(one.text, cursor, cursor + FAR + len(one.text))
        begin, finish = round(one.begin * rate), round(one.finish * rate)
        if not one.text or at < 0 or not last <= begin < finish or begin >= length:
            continue
        shift = min(max(0, onset - begin), LATE) if shift < 0 else shift
        if found and at not in pieces and not any(map(str.isspace, text[cursor:at])):
            found[-1] = (END, at, finish + shift)  # half of a word: it goes on
        else:
            found += [(WORD, at, begin + shift), (END, at, finish + shift)]
        cursor, last = at + len(one.text), begin
    return marks(text, found, length)
