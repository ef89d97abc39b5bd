"""A page's blocks with what is measured of them once, and the measures by which they are judged, as columns.

What is measured holds for any page and language; nothing knows a site. Shares lie between 0 and 1, -1 is "there is
none"; counts of words go in as their logarithm, for ten words more mean much to a short line and nothing to a long one.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from narrate.readers._match import Extract, words
from narrate.readers._page import HOLDERS, Visible
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
WINDOWS = (4, 12)  # blocks


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
    basic = _Basic(page)
    found |= _standing(page, basic, found)
    found |= _neighbours(page, found)
    found |= _windows(basic)
    for depth in (0, 1):
        found |= _kin(f"look {depth}", [one.looks[depth : depth + 2] for one in page.blocks], basic)
    return found | _holders(page, basic)


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


class _Basic:
    """Sizes of the blocks that sums are made of."""

    def __init__(self, page: Page) -> None:
        import numpy as np

        self.words = np.array(page.counts, dtype=np.float64)
        self.prose = self.words * np.array(page.prose)
        self.held = self.words * np.array(page.held)
        self.linked = np.array([one.linked for one in page.blocks], dtype=np.float64)
        self.letters = np.array([len(one.text) for one in page.blocks], dtype=np.float64)


def _share(part: Any, whole: Any) -> Any:
    """part / whole, -1 where there is no whole."""
    import numpy as np

    return np.where(whole > 0, part / np.maximum(whole, 1e-9), -1.0)


def _standing(page: Page, basic: _Basic, found: dict[str, Column]) -> dict[str, Column]:
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
    prose, held, every = basic.prose.sum(), basic.held.sum(), basic.words.sum()
    taken = (basic.held * found["prose"]).sum()
    return {
        "words": np.log1p(basic.words),
        "down": places / size,
        "words above": (np.cumsum(basic.words) - basic.words) / max(1, every),
        "prose above": (np.cumsum(basic.prose) - basic.prose) / max(1, prose),
        "held above": (np.cumsum(basic.held) - basic.held) / max(1, held),
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


def _neighbours(page: Page, found: dict[str, Column]) -> dict[str, Column]:
    """What the blocks around one are."""
    import numpy as np

    size = len(page.blocks)
    near: dict[str, Column] = {}
    for step in (-3, -2, -1, 1, 2, 3):
        names = ("held", "words", "prose", "linked", *(("kind", "place", "asks") if abs(step) == 1 else ()))
        for name in names:
            near[f"{name} at {step}"] = _shifted(found[name], step)
    pairs = list(zip(page.blocks, page.blocks[1:], strict=False))
    alike = np.array([one.looks[:2] == other.looks[:2] for one, other in pairs], dtype=np.float64)
    shared = np.array([_shared(one, other) for one, other in pairs], dtype=np.float64)
    for name, column in (("alike", alike), ("shared", shared)):
        near[f"{name} at -1"] = np.concatenate(([-1.0], column)) if size else column
        near[f"{name} at 1"] = np.concatenate((column, [-1.0])) if size else column
    return near


def _shifted(column: Column, step: int) -> Column:
    """A column's figures `step` blocks further on, -1 beyond the page."""
    import numpy as np

    moved = np.full(len(column), -1.0)
    if step > 0:
        moved[:-step] = column[step:]
    else:
        moved[-step:] = column[:step]
    return moved


def _shared(one: Visible, other: Visible) -> int:
    """How closely two blocks stand together: 3 in the same element but one, 0 in none of the nearest."""
    return next((3 - n for n, holder in enumerate(one.holders[1:4]) if holder in other.holders), 0)


def _windows(basic: _Basic) -> dict[str, Column]:
    """What the blocks before and after one come to."""
    import numpy as np

    size = len(basic.words)
    places = np.arange(size)
    held, prose, every, linked, letters = (
        np.concatenate(([0.0], np.cumsum(one)))
        for one in (basic.held, basic.prose, basic.words, basic.linked, basic.letters)
    )
    found: dict[str, Column] = {}
    for width in WINDOWS:
        ends = {
            f"in {width} before": (np.maximum(places - width, 0), places),
            f"in {width} after": (places + 1, np.minimum(places + 1 + width, size)),
        }
        for name, (begin, end) in ends.items():
            count = every[end] - every[begin]
            found[f"held {name}"] = _share(held[end] - held[begin], count)
            found[f"prose {name}"] = _share(prose[end] - prose[begin], count)
            found[f"words of prose {name}"] = np.log1p(prose[end] - prose[begin])
            found[f"linked {name}"] = _share(linked[end] - linked[begin], letters[end] - letters[begin])
    return found


def _kin(name: str, keys: Sequence[Hashable], basic: _Basic) -> dict[str, Column]:
    """What the blocks are that a style sheet shows alike: teasers and paragraphs each have a look of their own."""
    import numpy as np

    numbers: dict[Hashable, int] = {}
    group = np.array([numbers.setdefault(key, len(numbers)) for key in keys])

    def summed(column: Column | None = None) -> Column:
        sums: Column = np.bincount(group, column).astype(np.float64)[group]
        return sums

    count, every = summed(), summed(basic.words)
    return {
        f"{name} blocks": np.log1p(count),
        f"{name} prose": _share(summed(basic.prose), every),
        f"{name} share": summed(basic.prose) / max(1, basic.prose.sum()),
        f"{name} others held": _share(summed(basic.held) - basic.held, every - basic.words),
        f"{name} linked": _share(summed(basic.linked), summed(basic.letters)),
        f"{name} mean words": np.log1p(every / count),
    }


def _holders(page: Page, basic: _Basic) -> dict[str, Column]:
    """What the elements around a block hold, the nearest first."""
    import numpy as np

    most = max((max(one.holders, default=0) for one in page.blocks), default=0) + 1
    table = np.array([[*one.holders, *[most] * (HOLDERS - len(one.holders))] for one in page.blocks])
    sums: dict[str, Column] = {
        name: np.bincount(table.ravel(), np.repeat(getattr(basic, name), HOLDERS), most + 1).astype(np.float64)
        for name in ("words", "prose", "held", "linked", "letters")
    }
    counts: Column = np.bincount(table.ravel(), minlength=most + 1).astype(np.float64)
    places = np.arange(len(table))
    begins = np.full(most + 1, len(table))
    np.minimum.at(begins, table.ravel(), np.repeat(places, HOLDERS))
    best = max(1.0, sums["prose"][:most].max()) if most else 1.0
    found: dict[str, Column] = {}
    for depth in range(HOLDERS):
        at = table[:, depth]
        none = at == most
        columns = {
            "prose": sums["prose"][at] / best,
            "linked": _share(sums["linked"][at], sums["letters"][at]),
            "held": _share(sums["held"][at], sums["words"][at]),
            "blocks": np.log1p(counts[at]),
            "mean words": np.log1p(sums["words"][at] / np.maximum(counts[at], 1)),
        }
        if depth in (1, 2):
            columns["down"] = (places - begins[at]) / np.maximum(counts[at], 1)
        found |= {f"holder {depth} {name}": np.where(none, -1.0, column) for name, column in columns.items()}
    return found
