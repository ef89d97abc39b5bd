"""Files among the episodes that the index does not know: runs that were killed leave them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from narrate.library.finished import DIGITS
from narrate.podcast.show import EPISODES

if TYPE_CHECKING:
    from narrate.library.library import Library

OURS = re.compile(rf"{EPISODES}/[^/]+-[0-9a-f]{{{DIGITS}}}(?:\.[a-z0-9]+)+")
"""Names that workers give; a file by any other name is somebody else's."""
REBUILT = "rebuilt"
"""The note that the index was lost: what it does not know may have been an episode."""


def strays(library: Library) -> tuple[list[str], list[str]]:
    """Names in the folder of the episodes that no article has: those that are ours, and others."""
    known = {kept.name for item in library.index.items() for kept in item.files} | {*library.index.leftovers()}
    unknown = [name for name, _ in library.store.names(f"{EPISODES}/") if name not in known]
    ours = [name for name in unknown if OURS.fullmatch(name)]
    return ours, [name for name in unknown if name not in set(ours)]


def clear(library: Library) -> list[str]:
    """Remove what killed runs left; returns the names. After a loss of the index nothing is, as nothing is sure."""
    library.store.sweep()
    ours = [] if library.index.note(REBUILT) else strays(library)[0]
    for name in ours:
        library.store.remove(name)
    return ours
