"""From eSpeak's events to one mark a word.

Its events are incomplete: one for "in the", none for some words, several for "well-known" or an emoji. So each word of
the text takes the time of the first event in it; words without one share the time of the word before them. Writing that
has no blanks is taken in the pieces that are highlighted: Chinese by its characters.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from narrate.model import Mark
from narrate.words import PIECE, core

WORD, END = 1, 5  # espeak_EVENT_TYPE
UNKNOWN = -1
SHARED = "shared by letters"

Event = tuple[int, int, int]
"""Kind, character of the text, sample."""
Span = tuple[int, int]


def marks(text: str, events: Iterable[Event], length: int) -> tuple[Mark, ...]:
    """A mark for each word, ascending, inside the `length` samples."""
    known = list(events)
    spans = [piece.span() for piece in PIECE.finditer(text)]
    begins = _begins(spans, sorted((at, sample) for kind, at, sample in known if kind == WORD))
    ends = sorted(sample for kind, _, sample in known if kind == END)
    found: list[Mark] = []
    first = last = 0
    while first < len(spans):
        after = next((later for later in range(first + 1, len(spans)) if begins[later] != UNKNOWN), len(spans))
        begin = min(max(begins[first], last), length)
        finish = begins[after] if after < len(spans) else length
        last = max(begin, min([finish, length, *(end for end in ends if begin < end)]))
        found += shared([core(text, *span) for span in spans[first:after]], begin, last)
        first = after
    return tuple(found)


def _begins(spans: Sequence[Span], events: Sequence[tuple[int, int]]) -> list[int]:
    """The sample at which each piece of the text begins, where an event tells."""
    begins = [UNKNOWN] * len(spans)
    piece = 0
    for at, sample in events:
        while piece < len(spans) and spans[piece][1] <= at:
            piece += 1
        if piece == len(spans):
            break
        if begins[piece] == UNKNOWN:
            begins[piece] = sample
    return begins


def shared(words: Sequence[Span], begin: int, finish: int) -> list[Mark]:
    """`begin:finish` parted among the words in proportion to their letters; an emoji has none and gets no mark."""
    spoken = [(start, end) for start, end in words if start < end]
    letters = sum(end - start for start, end in spoken)
    found: list[Mark] = []
    said = 0
    for start, end in spoken:
        since = begin + (finish - begin) * said // letters
        said += end - start
        until = begin + (finish - begin) * said // letters
        found.append(Mark(start=start, end=end, begin=since, finish=until, estimated=SHARED if len(spoken) > 1 else ""))
    return found
