"""What a list names, whatever its format."""

from __future__ import annotations

from dataclasses import dataclass

from narrate.sources._values import Entry

ARTICLE = "an article"
"""What a document is that is no list."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """Something in a list that could not be read."""

    message: str
    place: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Further:
    """Another list that a list names."""

    where: str
    title: str = ""
    changed: float = 0.0
    """Seconds since 1970: when something in it last changed, where that is told."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Named:
    """What a document names."""

    kind: str
    """In words: "an RSS feed"."""
    entries: tuple[Entry, ...] = ()
    """Without an origin."""
    further: tuple[Further, ...] = ()
    faults: tuple[Fault, ...] = ()
    title: str = ""
    whole: bool = False
    """See `Listing.whole`."""
    own: bool = False
    """Whether its user made it, such as bookmarks, and not the owner of a site."""
