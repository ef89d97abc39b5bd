"""A page's blocks with what is measured of them once, and the measures by which they are judged, as columns.

What is measured holds for any page and language; nothing knows a site. Shares lie between 0 and 1, -1 is "there is
none"; counts of words go in as their logarithm, for ten words more mean much to a short line and nothing to a long one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from narrate.readers._around import Sizes, holders, kin, neighbours, windows
from narrate.readers._match import Extract, words
from narrate.readers._page import Visible
from narrate.text.body import is_label, is_prose
from narrate.text.labels import AGENCIES, ASKS, BYLINES, CAPTIONS, CREDITS, POINTERS

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Column = NDArray[np.float64]

_END = re.compile(r"[.!?…。！？؟।][\"'’”»“)\]]*\s*$")
_SENTENCE = re.compile(r"[.!?…。！？][\"'’”»)\]]*(?:\s|$)")
_DATE = re.compile(r"\b\d{1,2}[:.]\d{2}\b|\b(?:19|20)\d\d\b|\b\d{1,2}[./]\d{1,2}[./]\d{2,4}\b")
_ADDRESS = re.compile(r"https?://|www\.|\S@\w+\.\w")
_DIGIT = re.compile(r"\d")
_KINDS = {kind: n for n, kind in enumerate(str.split("paragraph heading item quote code table caption byline note"))}
_TAGS = {
    tag: n + 1
    for n, tag in enumerate(
        str.split("p div span li td h1 h2 h3 h4 h5 h6 blockquote pre section article dd dt figcaption table main body")
    )
}
_INSIDE = "amhfdbc"
_PLACES = {
    place: n + 1
    for n, place in enumerate(
        (
            "in a cookie notice", "in a subscription box", "among links to other articles", "in an advertisement",
            "in a bar of share buttons", "among readers' comments", "in navigation", "in the page's footer",
            "in an aside", "a button", "in a form", "in a menu", "in the page's header", "in a dialogue box",
        )
    )
}  # fmt: skip
SHORT = 40  # words: longer blocks are no labels
MEDIUM = 60  # words: longer blocks want nothing of the reader
FAR = 30  # blocks: further away is all the same
NOWHERE = 99.0


@dataclass(slots=True)
class Page:
    """A page's blocks with what is measured of them once."""

    blocks: Sequence[Visible]
    taken: Extract
    """What the extraction library took."""
    told: Extract | None
    """The article as the page's own metadata tell it, if they do."""
    title: str = ""
    counts: list[int] = field(default_factory=list)
    prose: list[bool] = field(default_factory=list)
    held: list[bool] = field(default_factory=list)
    said: list[bool] = field(default_factory=list)
    again: list[bool] = field(default_factory=list)
    mass: dict[int, float] = field(default_factory=dict)
    """Words of prose by the element that holds them."""
    seen: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        mass: dict[int, float] = defaultdict(float)
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
        held_words = sum(n for n, held, prose in zip(self.counts, self.held, self.prose, strict=True) if held and prose)
        both = zip(self.counts, self.held, self.prose, self.said, strict=True)
        if sum(n for n, held, prose, said in both if held and prose and said) < 0.5 * held_words:
            self.told = None
        self.mass = mass


def measures(page: Page) -> dict[str, Column]:
    """Every measure by its name: a column with a figure for each block, in order."""
    import numpy as np

    if not page.blocks:
        return {}
    title = set(words(page.title))
    own = np.array([_own(page, place, title) for place in range(len(page.blocks))], dtype=np.float64)
    found = dict(zip(_OWN, own.T, strict=True))
    sizes = Sizes(page)
    found |= _standing(page, sizes, found)
    found |= neighbours(page, found)
    found |= windows(sizes)
    for depth in (0, 1):
        found |= kin(f"look {depth}", [one.looks[depth : depth + 2] for one in page.blocks], sizes)
    return found | holders(page, sizes)


_OWN = (
    *str.split(
        "kind level tag place linked styled prose held told ends colon small pictured again seen capitals asked"
    ),
    *str.split("quoted bar lines digits names sentences commas letters"),
    *(f"inside {letter}" for letter in _INSIDE),
    *str.split("asks label pointer credit byline caption date address title"),
)


def _own(page: Page, place: int, title: set[str]) -> tuple[float, ...]:
    """What a block is by itself, in the order of `_OWN`."""
    one, count = page.blocks[place], page.counts[place]
    text, size = one.text, len(one.text)
    pieces = text[:300].split()
    return (
        _KINDS.get(one.kind, len(_KINDS)),
        one.level,
        _TAGS.get(one.tag, 0),
        _PLACES.get(one.place, 0),
        one.linked / size,
        one.styled / size,
        page.prose[place],
        page.held[place],
        0 if page.told is None else 1 + page.said[place],
        bool(_END.search(text[-40:])),
        text.endswith((":", "：")),
        text[:1].islower(),
        one.pictured,
        page.again[place],
        min(page.seen[text], 5),
        size > 3 and text.isupper(),
        "?" in text[-2:],
        text[:1] in "\"“„«‘'",
        "|" in text,
        text.count("\n"),
        len(_DIGIT.findall(text[:200])) / min(size, 200),
        sum(map(str.isupper, (piece[0] for piece in pieces))) / max(1, len(pieces)),
        len(_SENTENCE.findall(text[:1000])) / (1 + min(count, 150) / 15),
        text.count(",") / (count + 1),
        size / (count + 1),
        *((letter in one.inside for letter in _INSIDE) if one.inside else _NOT_INSIDE),
        count <= MEDIUM and bool(ASKS.search(text.lower())),
        *(_worded(text, count, title) if count < SHORT else _NOT_SHORT),
    )


_NOT_INSIDE = (0,) * len(_INSIDE)
_NOT_SHORT = (0, 0, 0, 0, 0, 0, 0, -1)


def _worded(text: str, count: int, title: set[str]) -> tuple[float, ...]:
    """What the words of a short block tell, in the order of `_OWN`."""
    return (
        is_label(text),
        bool(POINTERS.match(text)),
        bool(CREDITS.match(text) or AGENCIES.search(text)),
        count < 10 and bool(BYLINES.match(text)),
        bool(CAPTIONS.search(text)),
        count < 14 and bool(_DATE.search(text)),
        bool(_ADDRESS.search(text)),
        len(title.intersection(words(text))) / (len(title) + 1),
    )


def _standing(page: Page, sizes: Sizes, found: dict[str, Column]) -> dict[str, Column]:
    """Where a block stands on the page: among what the library took, below a title, a heading, a pointer."""
    import numpy as np

    size = len(page.blocks)
    places = np.arange(size)
    both = np.flatnonzero((found["held"] > 0) & (found["prose"] > 0))
    first, last = (both[0], both[-1]) if len(both) else (size, -1)
    title = set(words(page.title))
    headings = [place for place, one in enumerate(page.blocks) if one.kind == "heading"]
    named = (n for n in headings if len(title.intersection(words(page.blocks[n].text))) >= max(1, 0.7 * len(title)))
    top = next(named, None)
    above = _before(size, headings)
    some = above >= 0
    pointing = np.flatnonzero(found["label"] + found["pointer"])
    behind = _before(size, pointing)
    levels = np.array([one.level for one in page.blocks])
    prose, held, every = sizes.prose.sum(), sizes.held.sum(), sizes.words.sum()
    taken = (sizes.held * found["prose"]).sum()
    return {
        "words": np.log1p(sizes.words),
        "down": places / size,
        "words above": (np.cumsum(sizes.words) - sizes.words) / max(1, every),
        "prose above": (np.cumsum(sizes.prose) - sizes.prose) / max(1, prose),
        "held above": (np.cumsum(sizes.held) - sizes.held) / max(1, held),
        "prose in all": np.full(size, np.log1p(prose)),
        "held in all": np.full(size, np.log1p(held)),
        "held share": np.full(size, held / max(1, every)),
        "held prose share": np.full(size, taken / max(1, prose)),
        "blocks": np.full(size, size),
        "from first": np.clip(places - first, -FAR, FAR),
        "from last": np.clip(places - last, -FAR, FAR),
        "from title": np.clip(places - top, -FAR, FAR) if top is not None else np.full(size, NOWHERE),
        "from heading": np.where(some, np.minimum(places - above, FAR), NOWHERE),
        "heading level": np.where(some, levels[above], 9),
        "heading points": np.where(some, (found["label"] + found["pointer"])[above], 0),
        "heading held": np.where(some, found["held"][above], -1),
        "from pointer": np.where(behind >= 0, np.minimum(places - behind, FAR), NOWHERE),
    }


def _before(size: int, marked: Iterable[int]) -> NDArray[np.intp]:
    """For each place the last marked one before it, -1 where there is none."""
    import numpy as np

    last = np.full(size + 1, -1)
    for place in marked:
        last[place + 1] = place
    return np.maximum.accumulate(last)[:-1]
