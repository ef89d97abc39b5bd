"""How a mouth looks while sentences are said: Amazon Polly's visemes, from the phonemes whose times an engine tells.

https://docs.aws.amazon.com/polly/latest/dg/ph-table-english-us.html and the tables of other languages beside it.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

from narrate.model import REST

if TYPE_CHECKING:
    from narrate.model import Cue, Mark

SILENCE = "sil"
CLOSES = 0.05
"""Seconds without a sound in which the mouth closes."""
STRESS = ("ˈ", "ˌ")
_LIKE = {
    "p": "p b m ɓ ʙ ʘ",
    "t": "t d n l ɾ ɖ ʈ ɳ ɭ ɗ ɫ ɬ ɺ ɮ ʟ ǀ ǁ ǂ ǃ T",  # T: the flap of Kokoro's and hibari's alphabet
    "S": "ʃ ʒ tʃ dʒ tɕ dʑ tʂ dʐ ʧ ʤ ɕ ʑ ʂ ʐ ʨ ʥ ɧ ꭧ",
    "T": "θ ð",
    "f": "f v ʋ ⱱ ɱ",
    "k": "k ɡ g ŋ h x ɣ χ ħ ʕ ʔ ɦ q ɢ ɴ ç ʝ c ɟ ɠ ʄ ʛ ɰ ʜ ʡ ʢ X N",
    "i": "i ɪ j ᵻ ɨ",
    "r": "r ɹ ʁ ʀ ɻ ɽ",
    "s": "s z ts dz ʦ ʣ S",  # S: two of them
    "u": "u ʊ w y ʏ ʍ ɥ ɯ ʉ",
    "@": "ə ɚ ɐ ᵊ ɘ Q",  # Q: əʊ
    "a": "a æ ɑ ɒ ʌ I W",  # I: aɪ, W: aʊ
    "e": "e A",  # A: eɪ
    "E": "ɛ ɜ ɝ ɞ œ ɶ ε",
    "o": "o ø ɵ ɤ O",  # O: oʊ
    "O": "ɔ Y",  # Y: ɔɪ
    "J": "ɲ ʎ",
    "B": "β ɸ",
}
VISEMES = {sound: viseme for viseme, sounds in _LIKE.items() for sound in sounds.split()}
"""By phoneme of IPA, or how it begins, or of the alphabet that Kokoro and hibari share."""


class Viseme(NamedTuple):
    """A shape of the mouth, and the samples of the programme in which it is seen."""

    shape: str
    begin: int
    finish: int
    estimated: str


def visemes(cue: Cue, rate: int) -> Iterator[Viseme]:
    """Those of a sentence, one after another, the closed mouth at its end; none where the engine tells no phonemes."""
    before: Viseme | None = None
    for one in _each(cue, rate):
        if before and before.shape == one.shape == SILENCE:
            before = before._replace(finish=one.finish)
            continue
        if before:
            yield before
        before = one
    if before:
        yield before


def _each(cue: Cue, rate: int) -> Iterator[Viseme]:
    """The same, where a rest may be told twice."""
    marks = [mark for mark in cue.marks if mark.sounds and mark.begin < mark.finish]
    length = cue.finish - cue.begin
    edges = [(mark.finish, after.begin) for mark, after in pairwise(marks)]
    for mark, (finish, begin) in zip(marks, [*edges, (marks[-1].finish, length)] if marks else (), strict=True):
        yield from _of(mark, cue.begin, CLOSES * rate, last=mark is marks[-1])
        if begin - finish > CLOSES * rate or (begin == length and finish < length):
            yield Viseme(SILENCE, cue.begin + finish, cue.begin + begin, "")


def _of(mark: Mark, shift: int, rest: float, *, last: bool) -> Iterator[Viseme]:
    """A word's; the mouth closes when it rests for more than `rest` samples, and at the end of the `last` one.

    Signs of no sound have shares too: stress is part of the sound behind it, length of that before.
    """
    sounds = [(symbol, int(share)) for symbol, _, share in (one.rpartition(":") for one in mark.sounds.split())]
    length, total = mark.finish - mark.begin, max(1, sum(share for _, share in sounds))
    shapes: list[str] = []
    ends: list[int] = []
    told = 0
    for number, (symbol, share) in enumerate(sounds, 1):
        told += share
        closed = symbol == REST and (length * share > rest * total or (last and number == len(sounds)))
        shape = SILENCE if closed else _shape(symbol)
        if shape:
            shapes.append(shape)
            ends.append(told)
        elif ends and symbol not in STRESS:
            ends[-1] = told
    ends[-1:] = [total] if ends else []
    at = mark.begin
    for shape, end in zip(shapes, ends, strict=True):
        until = mark.begin + length * end // total
        if until > at:
            yield Viseme(shape, shift + at, shift + until, mark.estimated)
        at = until


def _shape(symbol: str) -> str:
    letters = unicodedata.normalize("NFD", symbol)
    return VISEMES.get(letters[:2]) or VISEMES.get(letters[:1], "")
