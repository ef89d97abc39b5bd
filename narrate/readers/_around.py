"""What stands around a page's blocks, as columns of `_evidence`: neighbours, elements that hold them, blocks alike."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import TYPE_CHECKING, Any

from narrate.readers._page import HOLDERS, Visible

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from narrate.readers._evidence import Page

    Column = NDArray[np.float64]

WINDOWS = (4, 12)  # blocks


class Sizes:
    """Those of the blocks, which sums are made of."""

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


def neighbours(page: Page, found: dict[str, Column]) -> dict[str, Column]:
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


def windows(sizes: Sizes) -> dict[str, Column]:
    """What the blocks before and after one come to."""
    import numpy as np

    size = len(sizes.words)
    places = np.arange(size)
    held, prose, every, linked, letters = (
        np.concatenate(([0.0], np.cumsum(one)))
        for one in (sizes.held, sizes.prose, sizes.words, sizes.linked, sizes.letters)
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


def kin(name: str, keys: Sequence[Hashable], sizes: Sizes) -> dict[str, Column]:
    """What the blocks are that a style sheet shows alike: teasers and paragraphs each have a look of their own."""
    import numpy as np

    numbers: dict[Hashable, int] = {}
    group = np.array([numbers.setdefault(key, len(numbers)) for key in keys])

    def summed(column: Column | None = None) -> Column:
        sums: Column = np.bincount(group, column).astype(np.float64)[group]
        return sums

    count, every = summed(), summed(sizes.words)
    return {
        f"{name} blocks": np.log1p(count),
        f"{name} prose": _share(summed(sizes.prose), every),
        f"{name} share": summed(sizes.prose) / max(1, sizes.prose.sum()),
        f"{name} others held": _share(summed(sizes.held) - sizes.held, every - sizes.words),
        f"{name} linked": _share(summed(sizes.linked), summed(sizes.letters)),
        f"{name} mean words": np.log1p(every / count),
    }


def holders(page: Page, sizes: Sizes) -> dict[str, Column]:
    """What the elements around a block hold, the nearest first."""
    import numpy as np

    most = max((max(one.holders, default=0) for one in page.blocks), default=0) + 1
    table = np.array([[*one.holders, *[most] * (HOLDERS - len(one.holders))] for one in page.blocks])
    sums: dict[str, Column] = {
        name: np.bincount(table.ravel(), np.repeat(getattr(sizes, name), HOLDERS), most + 1).astype(np.float64)
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
