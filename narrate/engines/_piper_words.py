"""Which word each phoneme of a Piper voice belongs to.

eSpeak, which reads for most voices, runs some words together ("in the" is one piece) and takes others apart, and tells
nothing of it. So each word is read alone too, and the pieces between blanks are laid against the words in the way that
leaves the fewest phonemes without a match.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

JOINED, PARTED = 4, 6
"""Most words that are run together, and most pieces of one word."""
ODD = 0.6
"""What it costs to join or to part, in phonemes: less than one, so that it only decides between equals."""
BAND = 8
"""How far pieces may lag behind or run ahead of their words, in pieces."""


STOPS = frozenset(',;:.!?…—–"“”«»()¡¿')
"""Punctuation, which lasts too: as a pause around a word."""


class Share(NamedTuple):
    """The phonemes `begin:finish` of the whole belong to a word."""

    word: int
    begin: int
    finish: int
    shared: bool
    """Whether they were parted among several words by how long each is alone."""


Piece = tuple[int, int]
"""Begin and end of a run of sounds, in phonemes of the whole."""


def pieces(phonemes: Sequence[str]) -> list[Piece]:
    """The runs between blanks that hold a sound."""
    found: list[Piece] = []
    begin = 0
    for at, phoneme in enumerate((*phonemes, " ")):
        if phoneme == " ":
            sounding = [place for place in range(begin, at) if phonemes[place] not in STOPS]
            if any(_sounds(phonemes[place]) for place in sounding):
                found.append((sounding[0], sounding[-1] + 1))
            begin = at + 1
    return found


def shares(phonemes: Sequence[str], alone: Sequence[Sequence[str]]) -> list[Share]:
    """Which of `phonemes` belong to each word; `alone` is how each one sounds by itself. Silent words get nothing."""
    runs = pieces(phonemes)
    heard = [Counter(filter(_sounds, phonemes[begin:end])) for begin, end in runs]
    wanted = [Counter(filter(_sounds, word)) for word in alone]
    found: list[Share] = []
    for words, taken in _laid(wanted, heard):
        if taken[0] == taken[1]:
            continue
        begin, finish = runs[taken[0]][0], runs[taken[1] - 1][1]
        if words[0] == words[1]:  # a piece of no word: the one before it lasts longer
            if found:
                found[-1] = found[-1]._replace(finish=finish)
            continue
        found += _parted(range(*words), [sum(wanted[word].values()) for word in range(*words)], begin, finish)
    return found


def _parted(words: Sequence[int], weights: Sequence[int], begin: int, finish: int) -> list[Share]:
    """`begin:finish` among words, in proportion to the phonemes of each."""
    whole = max(1, sum(weights))
    found: list[Share] = []
    said = 0
    for word, weight in zip(words, weights, strict=True):
        since = begin + round((finish - begin) * said / whole)
        said += weight
        until = begin + round((finish - begin) * said / whole)
        if since < until:
            found.append(Share(word, since, until, len(words) > 1))
    return found


def _laid(
    wanted: Sequence[Counter[str]], heard: Sequence[Counter[str]]
) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    """Pairs of a range of words and a range of pieces, at the least cost, in order."""
    if wanted == heard or (len(wanted) == len(heard) and all(map(_alike, wanted, heard))):
        return [((at, at + 1), (at, at + 1)) for at in range(len(wanted))]
    steps = (
        [(1, 1), (1, 0), (0, 1)]
        + [(words, 1) for words in range(2, JOINED + 1)]
        + [(1, n) for n in range(2, PARTED + 1)]
    )
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]] = {(0, 0): (0.0, (0, 0))}

    @cache
    def joined(side: int, begin: int, end: int) -> Counter[str]:
        return sum((heard if side else wanted)[begin:end], Counter())

    for i in range(len(wanted) + 1):
        middle = i * len(heard) // max(1, len(wanted))
        spread = BAND + abs(len(heard) - len(wanted))
        for j in range(max(0, middle - spread), min(len(heard), middle + spread) + 1):
            if (i, j) not in best:
                continue
            for words, parts in steps:
                if i + words > len(wanted) or j + parts > len(heard):
                    continue
                one, other = joined(0, i, i + words), joined(1, j, j + parts)
                cost = best[i, j][0] + _difference(one, other) + ODD * (words + parts != 2)
                after = (i + words, j + parts)
                if after not in best or cost < best[after][0]:
                    best[after] = (cost, (words, parts))
    return _path(best, (len(wanted), len(heard)))


def _path(
    best: dict[tuple[int, int], tuple[float, tuple[int, int]]], end: tuple[int, int]
) -> list[tuple[tuple[int, int], tuple[int, int]]]:
    found: list[tuple[tuple[int, int], tuple[int, int]]] = []
    i, j = end
    while (i, j) != (0, 0):
        if (i, j) not in best:
            return []
        words, parts = best[i, j][1]
        found.append(((i - words, i), (j - parts, j)))
        i, j = i - words, j - parts
    return found[::-1]


def _alike(one: Counter[str], other: Counter[str]) -> bool:
    """Whether at least half of the sounds are the same."""
    return 2 * (one & other).total() >= max(one.total(), other.total())


def _difference(one: Counter[str], other: Counter[str]) -> int:
    return one.total() + other.total() - 2 * (one & other).total()


def _sounds(phoneme: str) -> bool:
    """Whether a phoneme is a sound: no stress or length mark, no punctuation."""
    return phoneme.isalpha() and phoneme not in "ˈˌː"
