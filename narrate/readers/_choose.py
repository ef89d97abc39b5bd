"""Which of a page's blocks are the article: weighs the measures of `_evidence` with many small trees.

Each tree asks a few questions of a block ("how much of the element around it did the library take?") and adds its
answer to the block's score, the log odds of being article text. The trees are in `_weights.json`, learned by
`benchmarks/learn_body.py`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from narrate.readers._evidence import Page, measures

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy as np
    from numpy.typing import NDArray

LEAST = -0.4
SHARE = 0.6
"""Where the trees would leave less than this share of what the library took, they met a page unlike all they know:
then what it took counts for more, by `BENEFIT`."""
BENEFIT = 2.0
BARE, FEW = 0.97, 12
"""Of a page with next to nothing but the article all is kept that the library took: it has no furniture to weigh, but
for this share of the words or so many of them. Few pages on the web are so, but many that people write themselves."""
LEAVES = 16
"""At most, in a tree: a bit each."""
PART = 1000
"""So many blocks are weighed at a time, in some 30 MB."""


@dataclass(frozen=True, slots=True)
class Trees:
    """Trees as arrays, a row a tree and a column a question, so that a page's blocks go through all of them at once.

    A question's bits are the leaves that are out of reach where its answer is no; the leaf that is reached is the
    first that no question put out of reach.
    """

    fields: tuple[str, ...]
    asks: NDArray[np.intp]
    """Which field each question asks, as its number."""
    most: NDArray[np.float64]
    """The most that field may be for a yes."""
    reach: NDArray[np.uint16]
    """The leaves that a no leaves in reach."""
    values: NDArray[np.float64]
    """What each leaf adds to the score."""

    @classmethod
    def of(cls, told: Mapping[str, Any]) -> Trees:
        """From JSON: `fields`, and `trees` with `asks`, `most`, `out` and `values` each."""
        import numpy as np

        trees = told["trees"]
        width = max(len(tree["asks"]) for tree in trees)

        def rows(name: str, spare: float, size: int, kind: Any) -> Any:
            return np.array([[*tree[name], *[spare] * (size - len(tree[name]))] for tree in trees], dtype=kind)

        out = rows("out", 0, width, np.uint16)
        return cls(
            fields=tuple(told["fields"]),
            asks=rows("asks", 0, width, np.intp),
            most=rows("most", 0.0, width, np.float64),
            reach=~out,
            values=rows("values", 0.0, LEAVES, np.float64),
        )

    def scores(self, page: Page) -> list[float]:
        """How likely each block is article text, as log odds."""
        import numpy as np

        if not page.blocks:
            return []
        found = measures(page)
        columns = np.stack([found[name] for name in self.fields])
        score: list[float] = []
        for begin in range(0, len(page.blocks), PART):
            some = columns[:, begin : begin + PART]
            yes = some[self.asks] <= self.most[:, :, None]
            left = np.bitwise_and.reduce(np.where(yes, np.uint16(0xFFFF), self.reach[:, :, None]), axis=1)
            lowest = np.log2(left & (~left + np.uint16(1))).astype(np.intp)
            score += np.take_along_axis(self.values, lowest, axis=1).sum(axis=0).tolist()
        return score


def chosen(page: Page, trees: Trees | None = None) -> list[bool]:
    """For each block whether it is article text."""
    found = (trees or _trees()).scores(page)
    took = sum(count for count, held in zip(page.counts, page.held, strict=True) if held)
    if took > min(BARE * sum(page.counts), sum(page.counts) - FEW):
        return [held or score > LEAST for score, held in zip(found, page.held, strict=True)]
    both = zip(found, page.counts, page.held, strict=True)
    kept = sum(count for score, count, held in both if held and score > LEAST)
    if took and kept < SHARE * took:
        found = [score + BENEFIT if held else score for score, held in zip(found, page.held, strict=True)]
    return [score > LEAST for score in _lists_whole(page, found)]


def _lists_whole(page: Page, found: list[float]) -> list[float]:
    """The scores with each item's the mean of its list: a list is read whole or not at all."""
    lists: dict[int, list[int]] = defaultdict(list)
    for place, one in enumerate(page.blocks):
        if one.kind == "item" and len(one.holders) > 1:
            lists[one.holders[1]].append(place)
    evened = list(found)
    for places in lists.values():
        mean = sum(found[place] for place in places) / len(places)
        for place in places:
            evened[place] = mean
    return evened


@cache
def _trees() -> Trees:
    return Trees.of(json.loads((Path(__file__).parent / "_weights.json").read_text(encoding="utf-8")))
