"""From eSpeak's events to one mark a word.

Its events are incomplete: one for "in the", none for some words, several for "well-known" or an emoji. So each word of
the text takes the time of the first event in it; words without one share the time of the word before them. Writing that
has no blanks is taken in the pieces that are highlighted: Chinese by its characters. Phonemes have times of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from narrate.model import REST, Mark
from narrate.words import PIECE, core

WORD, END = 1, 5  # espeak_EVENT_TYPE
UNKNOWN = -1
SHARED = "shared by letters"

Event = tuple[int, int, int]
"""Kind, character of the text, sample."""
Span = tuple[int, int]
Phoneme = tuple[int, str]
"""First sample, IPA; without letters for a rest."""
STRESS = "ˈˌ"


def marks(text: str, events: Iterable[Event], length: int, phonemes: Sequence[Phoneme] = ()) -> tuple[Mark, ...]:
    """A mark for each word, ascending, inside the `length` samples, with its phonemes."""
    known = list(events)
    spans = [piece.span() for piece in PIECE.finditer(text)]
    begins = _begins(spans, sorted((at, sample) for kind, at, sample in known if kind == WORD))
    ends = sorted(sample for kind, _, sample in known if kind == END)
    sounds = _Sounds(phonemes)
    found: list[Mark] = []
    first = last = 0
    while first < len(spans):
        after = next((later for later in range(first + 1, len(spans)) if begins[later] != UNKNOWN), len(spans))
        begin = min(max(begins[first], last), length)
        finish = begins[after] if after < len(spans) else length
        last = max(begin, min([finish, length, *(end for end in ends if begin < end)]))
        found += shared([core(text, *span) for span in spans[first:after]], begin, last, sounds)
        first = after
    return tuple(found)


class _Sounds:
    """Phonemes by the words in which they begin, asked for in order."""

    def __init__(self, phonemes: Sequence[Phoneme]) -> None:
        self._phonemes = phonemes
        self._at = 0

    def between(self, begin: int, finish: int) -> str:
        """What `Mark.sounds` tells, samples as shares; the first one has the time from the begin on: the closed mouth
        before a "p"."""
        while self._at < len(self._phonemes) and self._phonemes[self._at][0] < begin:
            self._at += 1
        found: list[str] = []
        since, name = begin, ""
        while self._at < len(self._phonemes) and self._phonemes[self._at][0] < finish:
            sample, following = self._phonemes[self._at]
            if name and sample > since:
                found.append(f"{name}:{sample - since}")
                since = sample
            name = following.strip(STRESS) or REST
            self._at += 1
        if name and finish > since:
            found.append(f"{name}:{finish - since}")
        return " ".join(found)


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


def shared(words: Sequence[Span], begin: int, finish: int, sounds: _Sounds | None = None) -> list[Mark]:
    """`begin:finish` parted among the words in proportion to their letters; an emoji has none and gets no mark."""
    spoken = [(start, end) for start, end in words if start < end]
    letters = sum(end - start for start, end in spoken)
    found: list[Mark] = []
    said = 0
    for start, end in spoken:
        since = begin + (finish - begin) * said // letters
        said += end - start
        until = begin + (finish - begin) * said // letters
        way = SHARED if len(spoken) > 1 else ""
        told = sounds.between(since, until) if sounds else ""
        found.append(Mark(start=start, end=end, begin=since, finish=until, estimated=way, sounds=told))
    return found
