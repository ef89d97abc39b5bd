"""What speaks for and against a line of pasted page text being article text, and the weighing of it.

Pasted text has lost all markup: what is left is the shape of a line, that of the lines around it, and a few words.
The weights (`lines.json`) were learned by `benchmarks/learn_lines.py` from web pages whose article is known, with
their markup thrown away; two passes of logistic regression, the second knowing what the first thought of the
neighbours.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import repeat
from math import exp
from pathlib import Path

from narrate.model import Block
from narrate.text.body import folded, is_label, is_prose, span, words
from narrate.text.labels import AGENCIES, ASKS, BYLINES, CREDITS, POINTERS

Weights = tuple[Mapping[str, float], Mapping[str, float]]

_END = re.compile(r"[.!?…。！？؟।][\"'’”»“)\]]*\s*$")
_INNER = re.compile(r"[.!?…。！？؟।][\"'’”»)]*\s+\S")
_DATE = re.compile(r"\b\d{1,2}[:.]\d{2}\b|\b(?:19|20)\d\d\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b")
_ADDRESS = re.compile(r"https?://|www\.|\S@\w+\.\w")
_PARTED = re.compile(r"\s[|•·›»/]\s|\s{2,}\S")
_BUCKETS = (1, 3, 7, 12, 20, 35, 60)
_WINDOWS = (3, 8, 20)
# On 20 pasted pages that taught nothing: F1 .941, none under .79. Moved by up to a half, `LEAST`, `AMID` and `PROSE`
# each gave .933 to .941.
LEAST = -0.5
TINY = 3  # words
SHORT = 20  # words
MENU = 5
"""So many tiny lines in a row are a menu; an address has fewer, a poem longer ones."""
AMID = -1.0
"""Between lines that are surely prose a line must be worse to go: paragraphs are lost there, little else stands."""
PROSE = 0.7
"""A lost sentence is worse than one too many: lines of sentences may be so much less likely."""


@dataclass(slots=True)
class Lines:
    """The lines of a page with what is measured of them once."""

    blocks: Sequence[Block]
    counts: list[int] = field(default_factory=list)
    prose: list[bool] = field(default_factory=list)
    seen: Counter[str] = field(default_factory=Counter)
    mass: list[float] = field(default_factory=list)
    """Share of the page's prose that stands before each line."""
    within: tuple[int, int] = (0, 0)
    """The stretch that the sums of `body` find."""

    def __post_init__(self) -> None:
        self.counts = [words(block.text) for block in self.blocks]
        self.prose = [is_prose(block.text) for block in self.blocks]
        self.seen = Counter(folded(block.text) for block in self.blocks)
        self.within = span(self.blocks)
        total = sum(count for count, prose in zip(self.counts, self.prose, strict=True) if prose) or 1
        done = 0
        for count, prose in zip(self.counts, self.prose, strict=True):
            self.mass.append(done / total)
            done += count if prose else 0


def furnished(blocks: Sequence[Block]) -> bool:
    """Whether a text has anything of a page's furniture: a label, a request to the reader, a menu.

    What has not is an article by itself, a letter or a poem, of which nothing may be lost; every one of 20 pasted
    pages has.
    """
    tiny = 0
    for block in blocks:
        count = words(block.text)
        tiny = tiny + 1 if count <= TINY and block.kind != "break" else 0
        if tiny >= MENU:
            return True
        if count <= SHORT and (is_label(block.text) and any(map(str.isalpha, block.text))):
            return True
        if count <= SHORT and (POINTERS.match(block.text) or ASKS.search(block.text.lower())):
            return True
    return False


def chosen(blocks: Sequence[Block], weights: Weights | None = None) -> list[bool]:
    """For each line whether it is article text."""
    first, second = weights or _weights()
    lines = Lines(blocks)
    own = signs(lines)
    alone = [_sum(first, found) for found in own]
    scores = [_sum(second, found) for found in context_signs(lines, own, alone)]
    sure = [n for n, score in enumerate(scores) if score > 0 and lines.prose[n]]
    if not sure:
        return [score > LEAST for score in scores]
    kept = []
    for place, score in enumerate(scores):
        amid = sure[0] <= place <= sure[-1]
        kept.append(score > (AMID if amid else LEAST) - (PROSE if lines.prose[place] else 0.0))
    return kept


def signs(lines: Lines) -> list[list[str]]:
    """The signs of each line."""
    short = _runs([not prose for prose in lines.prose])
    long = _runs(lines.prose)
    found = []
    for place in range(len(lines.blocks)):
        state = "prose" if lines.prose[place] else "short"
        own = [*_shape(lines, place, state), *_around(lines, place, state)]
        own.append(f"run {state} {min(5, (long if lines.prose[place] else short)[place].bit_length())}")
        found.append(own)
    return found


def _shape(lines: Lines, place: int, state: str) -> Iterator[str]:
    block, count = lines.blocks[place], lines.counts[place]
    text = block.text
    size = sum(count > edge for edge in _BUCKETS)
    end = "ends" if _END.search(text) else "colon" if text.endswith((":", "：")) else "open"
    yield "all"
    yield state
    yield f"words {size} {end}"
    yield f"kind {block.kind} {min(size, 5)}"
    if _INNER.search(text):
        yield f"inner {min(size, 5)}"
    if text[:1].islower():
        yield f"small start {state}"
    for name, holds in _worded(text, count):
        if holds:
            yield name
            yield f"{name} {min(size, 6)}"
    if lines.seen[folded(text)] > 1:
        yield f"repeated {state}"


def _worded(text: str, count: int) -> Iterator[tuple[str, bool]]:
    short = count <= 40
    yield "label", short and is_label(text)
    yield "pointer", short and bool(POINTERS.match(text))
    yield "credit", short and bool(CREDITS.match(text) or AGENCIES.search(text))
    yield "byline", count < 12 and bool(BYLINES.match(text))
    yield "asks", count <= 60 and bool(ASKS.search(text.lower()))
    yield "date", count < 14 and bool(_DATE.search(text))
    yield "address", bool(_ADDRESS.search(text))
    yield "parted", bool(_PARTED.search(text))
    yield "asked", "?" in text[-2:]
    yield "cut", text.rstrip().endswith(("…", "..."))
    yield "capitals", len(text) > 3 and text.isupper()
    yield "figures", 3 * sum(map(str.isdigit, text)) > len(text)
    yield "quoted", text[:1] in "\"“„«‘'"
    capitals = sum(word[:1].isupper() for word in text.split())
    yield "names", count >= 3 and capitals > 0.7 * len(text.split())


def _around(lines: Lines, place: int, state: str) -> Iterator[str]:
    size = len(lines.blocks)
    for step in (-2, -1, 1, 2):
        near = place + step
        if not 0 <= near < size:
            yield f"at {step} edge"
            continue
        other = "prose" if lines.prose[near] else "short"
        length = sum(lines.counts[near] > edge for edge in _BUCKETS)
        yield f"at {step} {other} {length} {state}"
        if abs(step) == 1 and lines.counts[near] <= 40 and ASKS.search(lines.blocks[near].text.lower()):
            yield f"at {step} asks {state}"
    for width in _WINDOWS:
        for name, some in (("before", lines.prose[max(0, place - width) : place]),
                           ("after", lines.prose[place + 1 : place + 1 + width])):  # fmt: skip
            yield f"window {width} {name} {_fifth(sum(some) / width)} {state}"
    yield f"mass {min(9, int(lines.mass[place] * 10))}"
    yield f"mass {min(4, int(lines.mass[place] * 5))} {state}"
    first, behind = lines.within
    if first <= place < behind:
        yield f"within {state}"
    elif place < first:
        yield f"above {min(6, (first - place).bit_length())} {state}"
    else:
        yield f"below {min(6, (place - behind + 1).bit_length())} {state}"


def context_signs(lines: Lines, own: Sequence[Sequence[str]], scores: Sequence[float]) -> list[list[str]]:
    """The signs of each line once the first weights have judged all of them."""
    chance = [1 / (1 + exp(-max(-30.0, min(30.0, score)))) for score in scores]
    size = len(chance)
    likely = [n for n in range(size) if chance[n] > 0.5 and lines.prose[n]]
    first, last = (likely[0], likely[-1]) if likely else (size, -1)
    found = []
    for place in range(size):
        state = "prose" if lines.prose[place] else "short"
        more = [*own[place], f"score {max(-5, min(5, round(scores[place])))}"]
        for step in (-3, -2, -1, 1, 2, 3):
            near = place + step
            more.append(f"chance {step} {_fifth(chance[near]) if 0 <= near < size else 'edge'}")
        for width in (5, 15):
            for name, some in (("before", chance[max(0, place - width) : place]),
                               ("after", chance[place + 1 : place + 1 + width])):  # fmt: skip
                more.append(f"mean {width} {name} {_fifth(sum(some) / width)} {state}")
        more.append(f"between {first <= place <= last} {state}")
        found.append(more)
    return found


def _runs(flags: Sequence[bool]) -> list[int]:
    """For each place the length of the run of true flags it stands in."""
    lengths = [0] * len(flags)
    start = 0
    for place in range(len(flags) + 1):
        if place == len(flags) or not flags[place]:
            lengths[start:place] = [place - start] * (place - start)
            start = place + 1
    return lengths


def _fifth(share: float) -> int:
    return min(4, int(share * 5))


def _sum(weights: Mapping[str, float], found: Sequence[str]) -> float:
    return sum(map(weights.get, found, repeat(0.0)))


@cache
def _weights() -> Weights:
    told = json.loads((Path(__file__).parent / "lines.json").read_text(encoding="utf-8"))
    return told["alone"], told["among others"]
