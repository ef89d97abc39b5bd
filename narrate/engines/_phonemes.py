"""Phonemes and the words that they belong to, in the alphabet that Kokoro's and hibari's voices share."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from narrate.model import ANCHOR, SEPARATOR, TERMINATOR

MOST_PHONEMES = 400  # hibari.tts.MAX_PHONEMES, and Kokoro takes 510: longer ones are spoken in parts
NO_WORD = -1
STOPS = frozenset(';:,.!?—…"()“” ')
CLAUSE_END = re.compile(r"[;:,.!?—…][”)\"]* ")
CHUNK = re.compile(rf"(?:{ANCHOR}[^{TERMINATOR}]*{TERMINATOR}|\S)+")
ANNOTATED = re.compile(rf"{ANCHOR}[^{SEPARATOR}]*{SEPARATOR}([^{TERMINATOR}]*){TERMINATOR}")
"""A word or words with their pronunciation in IPA; see `model.with_phonemes`."""


class Phonemes(NamedTuple):
    """A stretch of phonemes that is spoken at once, and for each the number of its word, or -1."""

    symbols: str
    owners: list[int]


def audible(symbols: str) -> bool:
    """Whether there is more than punctuation."""
    return any(symbol not in STOPS for symbol in symbols)


def parts(symbols: str, owners: list[int]) -> Iterator[Phonemes]:
    """Cut at the last clause that fits, else at the last word, else wherever it must be."""
    begin = 0
    while begin < len(symbols):
        end = begin + MOST_PHONEMES
        if end < len(symbols):
            ends = [match.end() for match in CLAUSE_END.finditer(symbols, begin, end)]
            blank = symbols.rfind(" ", begin, end) + 1
            end = ends[-1] if ends else blank if blank > begin else end
        part = symbols[begin:end]
        left = len(part) - len(part.lstrip(" "))
        right = len(part.rstrip(" "))
        if audible(part):
            yield Phonemes(part[left:right], owners[begin + left : begin + right])
        begin = end
