"""Which article is which: one that is edited, moved or renamed keeps its episode's id."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from narrate.library.index import Index
    from narrate.library.items import Item

ALIKE = 0.5
"""Share of the paragraphs of both that must be the same for an article to be known again elsewhere."""


LOST = "guid:"
"""How keys begin of episodes that only the feed told of, after a loss of the index; their ids follow."""


def guid(podcast: str, key: str, taken: Collection[str]) -> str:
    """An episode's id: the same for the same article in every run, and another one for another podcast's."""
    number, name = 1, key
    while (made := str(uuid.uuid5(uuid.UUID(podcast), name))) in taken:
        number += 1
        name = f"{key}#{number}"
    return made


def settled(index: Index, item: Item, outline: frozenset[str], title: str) -> int:
    """The number under which a finished article is kept: that of one which is gone, if it is the same one elsewhere.

    Of episodes whose article was lost with the index, the title is all that is known. The new row is then forgotten;
    the old one gets its names and its place.
    """
    if item.facts is not None or not outline:
        return item.number
    gone = [old for old in index.gone() if old.facts is not None]
    likest = max(gone, key=lambda old: alike(old.outline, outline), default=None)
    if likest is None or alike(likest.outline, outline) < ALIKE:
        lost = [old for old in index.lost(LOST) if old.facts is not None and old.facts.title == title]
        if len(lost) != 1:
            return item.number
        (likest,) = lost
    names = [name for name, number in index.names().items() if number == item.number]
    index.remove(item.number)
    moved(index, likest, names, key=item.key, origin=item.origin, where=item.where)
    return likest.number


def moved(index: Index, item: Item, names: Iterable[str], *, key: str, origin: str, where: str) -> None:
    """An article is listed somewhere else now, by other names."""
    index.unname(item.number)
    index.name(item.number, names)
    index.change(item.number, key=key, origin=origin, where=where, gone=False)


def alike(one: frozenset[str], other: frozenset[str]) -> float:
    """Share of the paragraphs of both that stand in both (Jaccard's index)."""
    both = one | other
    return len(one & other) / len(both) if both else 0.0
