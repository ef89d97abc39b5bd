"""Find the article among the blocks of a whole page that was pasted, by structure and in any language.

Prose earns points, furniture costs some, and the stretch with the largest sum is the body: a heading or two
between paragraphs do not break it, a menu does.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from narrate.model import Block
from narrate.text.labels import BYLINES, CAPTIONS, CREDITS, LABELS, POINTERS

_SENTENCE_END = re.compile(r"[.!?…。！？؟।:;]['\"’”»“›)\]]*(?:\[\d+\])*\s*$")
_INNER_END = re.compile(r"[.!?…。！？؟।]['\"’”»)]*\s")
_WORD = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]|[^\W\u0e00-\u0e7f\u3040-\u30ff\u3400-\u9fff]+")
_DATE = re.compile(
    r"\b\d{1,2}[:.]\d{2}\b|\b(?:19|20)\d\d\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b|"
    r"\b\d+\s*(?:min|mins|minutes?|hours?|days?|мин|час)\b", re.IGNORECASE
)  # fmt: skip

PROSE_WORDS = 8
"""A line with this many words that ends like a sentence is prose; most teasers and headlines end without a mark."""
CAP = 45.0
"""No paragraph counts for more: one long legal notice must not outweigh a run of paragraphs."""
SHORT = -5.0
"""A short line. Two subheadings in a row do not undo one paragraph, ten menu lines undo two."""
LABEL = -9.0
"""A line that is a label in one of our lists, or stands more than once."""


@lru_cache(maxsize=1024)
def words(text: str) -> int:
    """How many words a text has; each Chinese, Japanese or Thai character counts half. Every test of a block asks."""
    if text.isascii():
        return len(_WORD.findall(text))
    return sum(0.5 if len(word) == 1 and word > "\u0e00" else 1 for word in _WORD.findall(text)).__ceil__()


def is_prose(text: str) -> bool:
    """Whether a block reads like sentences rather than like a label, a headline or a caption."""
    count = words(text)
    if _SENTENCE_END.search(text):
        return count >= PROSE_WORDS
    return count >= 30 or (count >= 16 and bool(_INNER_END.search(text)))


def folded(text: str) -> str:
    """A line for comparison: lower case, without what stands around its words."""
    return " ".join(text.lower().replace("’", "'").split()).strip(" .:;,!?|>»«›…→–—-*•©\"'()[]")


def is_label(text: str) -> bool:
    """Whether a line is furniture by itself: a known label, a counter, a lone sign."""
    line = folded(text)
    return not line or line in LABELS or bool(re.fullmatch(r"[\d\s.,/:%+|x×–-]+[kmк]?", line))


def scores(blocks: Sequence[Block]) -> list[float]:
    """What each block says for (above zero) or against its being article text."""
    seen = Counter(folded(block.text) for block in blocks)
    return [_score(block, seen) for block in blocks]


def _score(block: Block, seen: Counter[str]) -> float:
    text = block.text
    if block.kind in ("code", "table", "break", "figure"):
        return 0.0
    prose = is_prose(text)
    if seen[folded(text)] > 1:
        return LABEL
    if prose:
        return min(CAP, float(words(text)))
    if is_label(text) or POINTERS.match(text):
        return LABEL
    if block.kind == "heading":
        return SHORT / 2
    return SHORT


def span(blocks: Sequence[Block]) -> tuple[int, int]:
    """The stretch of blocks that is the body: (first, behind last); (0, 0) if there is no prose at all."""
    best = (0.0, 0, 0)
    start, total = 0, 0.0
    for place, value in enumerate(scores(blocks)):
        if total <= 0:
            start, total = place, 0.0
        total += value
        if total > best[0]:
            best = (total, start, place + 1)
    return best[1], best[2]


def title_of(blocks: Sequence[Block], kept: Sequence[bool], title: str = "") -> int | None:
    """Which block is the title of the body that `kept` marks, None if none looks like one.

    It stands in front of the body or opens it, is a phrase rather than a sentence, no label, credit, byline or date,
    and its words turn up in the body: menus and teasers speak of other things.
    """
    first = kept.index(True)
    body = Counter(_stems(" ".join(block.text for block, keep in zip(blocks, kept, strict=True) if keep)))
    best: tuple[float, int] | None = None
    for place in range(max(0, first - ABOVE), min(len(blocks), first + 3)):
        text = blocks[place].text
        count = words(text)
        if blocks[place].kind == "item" or not 2 <= count <= 40 or is_label(text) or _is_other(text):
            continue
        own = set(_stems(text))
        spare = Counter(own) if kept[place] else Counter[str]()
        shared = sum((body - spare)[stem] > 0 for stem in own) / len(own) if own else 0.0
        score = 8 * shared + min(count, 10) / 2 - 0.2 * abs(first - 1 - place)
        score += 6 if blocks[place].kind == "heading" or folded(text) == folded(title) else 0
        sentence = is_prose(text) and not text.rstrip().endswith(("?", "!"))
        score -= 8 if sentence or text.rstrip().endswith((".", "。", ":", ")")) or count > 25 else 0
        score -= 5 if _DATE.search(text) and count < 8 else 0
        if best is None or score > best[0]:
            best = (score, place)
    return best[1] if best is not None and best[0] > LEAST else None


ABOVE = 40
"""So many lines above the body are searched for a title: pages put sharing bars and credits between."""
LEAST = 4.0


def _is_other(text: str) -> bool:
    """Whether a short line is a credit, a caption, a byline or a pointer."""
    return bool(CREDITS.match(text) or CAPTIONS.search(text) or BYLINES.match(text) or POINTERS.match(text))


def _stems(text: str) -> list[str]:
    """Words by their beginnings, so that endings do not part them; short ones say nothing."""
    found = _WORD.findall(text.lower())
    return [word[:5] for word in found if len(word) >= 4 or word > "\u0e00"]
