"""Which of a page's blocks are the article: weighs the signs of `_evidence`.

Two passes of one simple model (logistic regression): the first judges each block by itself, the second knows what
the first thought of its neighbours. The weights are in `_weights.json`, learned by `benchmarks/learn_body.py`.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import cache
from itertools import repeat
from pathlib import Path

from narrate.readers._evidence import Page, context_signs, signs

# A lost paragraph is worse than a line too many, and cross-validation agrees: at -0.6 F1 was .972 on news and blogs
# and .939 on guides, at 0 it was .967 and .936; on fundus both gave .961.
LEAST = -0.6
# Where the weights would leave less than this share of what the library took, they met a page unlike all they know:
# then what it took stays. Without this 6 of 471 pages lost most of their text.
SHARE = 0.6
BENEFIT = 2.0
# A page with next to nothing but the article has no furniture to weigh: 11 of 471 pages on the web are so, but many
# that people write or save themselves.
BARE = 0.97


Weights = tuple[Mapping[str, float], Mapping[str, float]]


def scores(page: Page, weights: Weights | None = None) -> list[float]:
    """How likely each block is article text, as log odds."""
    first, second = weights or _weights()
    own = signs(page)
    alone = [_sum(first, found) for found in own]
    return [_sum(second, found) for found in context_signs(page, own, alone)]


def chosen(page: Page, weights: Weights | None = None) -> list[bool]:
    """For each block whether it is article text."""
    found = scores(page, weights)
    took = sum(count for count, held in zip(page.counts, page.held, strict=True) if held)
    if took > BARE * sum(page.counts):
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


def _sum(weights: Mapping[str, float], found: Sequence[str]) -> float:
    return sum(map(weights.get, found, repeat(0.0)))


@cache
def _weights() -> Weights:
    told = json.loads((Path(__file__).parent / "_weights.json").read_text(encoding="utf-8"))
    return told["alone"], told["among others"]
