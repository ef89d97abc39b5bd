"""What speaks for and against a block of a page being article text, as named signs.

Each sign is a plain yes, so that a weight for each (see `_weights`) makes a model one can read. What a sign measures
holds for any page and language; none knows a site.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import exp

from narrate.readers._match import Extract, words
from narrate.readers._page import Visible
from narrate.text.body import is_label, is_prose
from narrate.text.labels import ASKS, BYLINES, CREDITS, POINTERS

_END = re.compile(r"[.!?…。！？؟।][\"'’”»“)\]]*\s*$")
_DATE = re.compile(r"\b\d{1,2}[:.]\d{2}\b|\b(?:19|20)\d\d\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b")
_ADDRESS = re.compile(r"https?://|www\.|\S@\w+\.\w")
_BUCKETS = (3, 7, 15, 30, 60)
LONG = 60  # words: longer blocks weigh no more in a mean


@dataclass(slots=True)
class Page:
    """A page's blocks with what is measured of them once."""

    blocks: Sequence[Visible]
    taken: Extract
    """What the extraction library took."""
    told: Extract | None
    """The article as the page's own metadata tell it, if they do."""
    counts: list[int] = field(default_factory=list)
    prose: list[bool] = field(default_factory=list)
    held: list[bool] = field(default_factory=list)
    said: list[bool] = field(default_factory=list)
    again: list[bool] = field(default_factory=list)
    mass: dict[int, float] = field(default_factory=dict)
    """Words of prose by the element that holds them."""
    linked: dict[int, float] = field(default_factory=dict)
    total: dict[int, float] = field(default_factory=dict)
    seen: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        mass: dict[int, float] = defaultdict(float)
        linked: dict[int, float] = defaultdict(float)
        total: dict[int, float] = defaultdict(float)
        for one in self.blocks:
            found = words(one.text)
            prose = is_prose(one.text) and one.linked < 0.5 * len(one.text)
            self.counts.append(len(found))
            self.prose.append(prose)
            self.held.append(self.taken.holds(one.text))
            self.said.append(self.told is not None and self.told.holds(one.text))
            self.again.append(len(found) > 7 and self.seen[one.text] > 0)
            self.seen[one.text] += 1
            for holder in one.holders:
                mass[holder] += len(found) if prose else 0
                total[holder] += len(one.text)
                linked[holder] += one.linked
        held_words = sum(n for n, held, prose in zip(self.counts, self.held, self.prose, strict=True) if held and prose)
        both = zip(self.counts, self.held, self.prose, self.said, strict=True)
        if sum(n for n, held, prose, said in both if held and prose and said) < 0.5 * held_words:
            self.told = None
        self.mass, self.linked, self.total = mass, linked, total


def signs(page: Page) -> list[list[str]]:
    """The signs of each block."""
    own = [list(_own(page, place)) for place in range(len(page.blocks))]
    first = next((n for n, held in enumerate(page.held) if held and page.prose[n]), len(own))
    last = next((n for n in range(len(own) - 1, -1, -1) if page.held[n] and page.prose[n]), -1)
    best = max(page.mass.values(), default=0.0) or 1.0
    for place, found in enumerate(own):
        found += _around(page, place, first, last)
        found += _held_by(page, place, best)
    return own


def _bucket(count: int) -> int:
    return sum(count > edge for edge in _BUCKETS)


def _own(page: Page, place: int) -> Iterator[str]:
    one, count = page.blocks[place], page.counts[place]
    text = one.text
    share = one.linked / len(text)
    link = 3 if share >= 0.8 else 2 if share >= 0.3 else 1 if share > 0 else 0
    kind = f"{one.kind}{min(one.level, 5) if one.kind == 'heading' else ''}"
    held = "in" if page.held[place] else "out"
    yield "all"
    yield f"kind {kind}"
    yield f"kind {kind} {held}"
    yield f"tag {one.tag if one.tag in _TAGS else 'other'}"
    yield f"words {_bucket(count)}"
    yield f"words {_bucket(count)} link {link}"
    yield f"link {link} {held}"
    yield f"words {_bucket(count)} {held}"
    if one.place:
        yield f"place {one.place}"
        yield f"place {one.place} {held}"
    for letter in one.inside:
        yield f"inside {letter}"
        yield f"inside {letter} {held}"
    if page.prose[place]:
        yield "prose"
        yield f"prose {held}"
    if _END.search(text):
        yield f"ends {min(_bucket(count), 2)}"
    elif text.endswith((":", "：")):
        yield "colon"
    if text[:1].islower():
        yield "small start"
    yield from _looks(page, place, count)


def _looks(page: Page, place: int, count: int) -> Iterator[str]:
    """Signs by how a block is set, told of elsewhere, and repeated."""
    one, text = page.blocks[place], page.blocks[place].text
    if page.told is not None:
        held = "in" if page.held[place] else "out"
        yield f"told {page.said[place]} {held} {min(_bucket(count), 2)}"
    if one.styled > 0.8 * len(text):
        yield f"styled {min(_bucket(count), 3)}"
    if one.pictured:
        yield f"pictured {min(_bucket(count), 3)} {'ends' if _END.search(text) else 'open'}"
    if page.again[place]:
        yield "again"
    if page.seen[text] > 1:
        yield f"repeated {min(_bucket(count), 3)}"
    if count < 40:
        yield from _worded(text, count)


_TAGS = frozenset(str.split("p div span li td h1 h2 h3 h4 h5 h6 blockquote pre section article dd dt figcaption table"))


def _worded(text: str, count: int) -> Iterator[str]:
    """Signs of short blocks by their words."""
    if is_label(text):
        yield "label"
    if POINTERS.match(text):
        yield "pointer"
    if CREDITS.match(text):
        yield "credit"
    if BYLINES.match(text) and count < 10:
        yield "byline"
    if ASKS.search(text.lower()):
        yield f"asks {min(_bucket(count), 3)}"
    if _DATE.search(text) and count < 12:
        yield "date"
    if _ADDRESS.search(text):
        yield "address"
    if text.isupper() and len(text) > 3:
        yield "capitals"
    if "?" in text[-2:]:
        yield "asked"


def _around(page: Page, place: int, first: int, last: int) -> Iterator[str]:
    """Signs of a block's neighbours and of its place among what the library took."""
    size = len(page.blocks)
    for name, step in (("before", -1), ("after", 1)):
        near = place + step
        if not 0 <= near < size:
            yield f"{name} edge"
            continue
        other = page.blocks[near]
        same = "same" if other.holders[1:2] == page.blocks[place].holders[1:2] else "else"
        state = "in" if page.held[near] else "out"
        yield f"{name} {state} {'prose' if page.prose[near] else 'short'} {same}"
        yield f"{name} kind {other.kind} {state}"
        yield f"{name} link {other.linked > 0.5 * len(other.text)}"
    held = "in" if page.held[place] else "out"
    if last < 0:
        yield "no body"
    elif first <= place <= last:
        yield f"between {held}"
    else:
        far = first - place if place < first else place - last
        side = "above" if place < first else "below"
        yield f"{side} {min(6, far.bit_length())}"
        yield f"{side} {held}"
    near_held = sum(page.held[max(0, place - 4) : place + 5]) - page.held[place]
    yield f"near {near_held // 2} {held}"


def _held_by(page: Page, place: int, best: float) -> Iterator[str]:
    """Signs of the elements around a block: how much of the page's prose they hold, and how many links."""
    one = page.blocks[place]
    for depth, holder in enumerate(one.holders[1:4]):
        share = page.mass[holder] / best
        level = 4 if share > 0.9 else 3 if share > 0.5 else 2 if share > 0.15 else 1 if share > 0.03 else 0
        yield f"holder {depth} prose {level}"
        density = page.linked[holder] / page.total[holder] if page.total[holder] else 0.0
        yield f"holder {depth} links {3 if density > 0.7 else 2 if density > 0.35 else 1 if density > 0.1 else 0}"


def context_signs(page: Page, own: Sequence[Sequence[str]], scores: Sequence[float]) -> list[list[str]]:
    """The signs of each block once the first weights have judged all of them: its own and its neighbours' scores."""
    chance = [1 / (1 + exp(-max(-30.0, min(30.0, score)))) for score in scores]
    size = len(chance)
    likely = [n for n in range(size) if chance[n] > 0.5 and page.prose[n]]
    first, last = (likely[0], likely[-1]) if likely else (size, -1)
    means = _means(page, chance)
    found: list[list[str]] = []
    for place, one in enumerate(page.blocks):
        signs = [*own[place], f"score {max(-6, min(6, round(scores[place])))}"]
        for name, near in (("one before", place - 1), ("one after", place + 1), ("two before", place - 2),
                           ("two after", place + 2)):  # fmt: skip
            signs.append(f"{name} {_fifth(chance[near]) if 0 <= near < size else 'edge'}")
        for name, some in (("before", chance[max(0, place - 5) : place]), ("after", chance[place + 1 : place + 6])):
            signs.append(f"five {name} {_fifth(sum(some) / len(some)) if some else 'edge'}")
        signs += [f"holder {depth} score {_fifth(means[holder])}" for depth, holder in enumerate(one.holders[1:4])]
        within = first <= place <= last
        signs += [f"within {within}", f"within {within} {one.kind} {min(3, _bucket(page.counts[place]))}"]
        found.append(signs)
    return found


def _means(page: Page, chance: Sequence[float]) -> dict[int, float]:
    """The mean chance of the blocks in each element, long blocks counting more."""
    sums: dict[int, float] = defaultdict(float)
    counts: dict[int, int] = defaultdict(int)
    for one, share, count in zip(page.blocks, chance, page.counts, strict=True):
        for holder in one.holders[1:4]:
            sums[holder] += share * min(count, LONG)
            counts[holder] += min(count, LONG)
    return {holder: sums[holder] / counts[holder] if counts[holder] else 0.0 for holder in sums}


def _fifth(share: float) -> int:
    return min(4, int(share * 5))
