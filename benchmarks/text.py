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
    """Quarters of the sample's sentences, joined anew: as long as the sample's own, some 14,000 of them."""
    paragraphs = [part for part in SAMPLE.read_text(encoding="utf-8").split("\n\n") if part.endswith(".")]
    found = [sentence for part in paragraphs for sentence in re.split(r"(?<=[.])\s+", part)]
    whole = [sentence.split() for sentence in found if len(sentence.split()) >= 12 and '"' not in sentence]
    quarters = [[words[len(words) * k // 4 : len(words) * (k + 1) // 4] for k in range(4)] for words in whole]
    order = product(range(len(whole)), repeat=4)
    for choice in sorted(order, key=lambda c: (c[0] * 7 + c[1] * 31 + c[2] * 101 + c[3] * 211) % 997):
        words = [word for place, number in enumerate(choice) for word in quarters[number][place]]
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
