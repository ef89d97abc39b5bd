"""Text for the benchmarks: as long as wanted, no sentence twice (the cache would answer), of a real article's words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice, product
from pathlib import Path

SAMPLE = Path(__file__).parent.parent / "samples" / "iz-kremlin-belarus.txt"
PARAGRAPH = 5
"""Sentences."""
WORDS_AN_HOUR = 9_000
"""That the default voice speaks, pauses included."""


def sentences() -> Iterator[str]:
    """Thirds of the sample's sentences, joined anew: 30 words or so each, like the sample's own."""
    text = SAMPLE.read_text(encoding="utf-8")
    whole = [s.split() for s in re.split(r"(?<=[.])\s+", text) if 12 <= len(s.split()) and '"' not in s]
    thirds = [
        [words[: len(words) // 3], words[len(words) // 3 : -(len(words) // 3)], words[-(len(words) // 3) :]]
        for words in whole
    ]
    order = sorted(product(range(len(whole)), repeat=3), key=lambda c: (c[0] * 7 + c[1] * 31 + c[2] * 101) % 997)
    for first, second, third in order:
        words = thirds[first][0] + thirds[second][1] + thirds[third][2]
        yield " ".join([words[0].capitalize(), *words[1:]])


def article(hours: float) -> str:
    """A Markdown article of about that length when spoken."""
    wanted, found = hours * WORDS_AN_HOUR, 0
    chosen = []
    for sentence in sentences():
        chosen.append(sentence)
        found += len(sentence.split())
        if found >= wanted:
            break
    paragraphs = [" ".join(islice(chosen, start, start + PARAGRAPH)) for start in range(0, len(chosen), PARAGRAPH)]
    return "# A benchmark article\n\n" + "\n\n".join(paragraphs) + "\n"
