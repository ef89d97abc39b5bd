"""What a kept book offers readers who do not see it, or not well, as its own pages show.

The terms are schema.org's, as the EPUB Accessibility vocabulary uses them:
https://www.w3.org/community/reports/a11y-discov-vocab/CG-FINAL-vocabulary-20241209/
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from narrate.epubs import OPS, Epub, local

HEADINGS = frozenset(f"h{level}" for level in range(1, 7))
ORNAMENT = ("presentation", "none")
"""Roles of pictures that show nothing worth telling."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Access:
    """What there is, in all pages of the reading order."""

    pictures: bool
    described: bool
    """Whether every picture says what it shows, or that it is an ornament."""
    headings: bool
    pages: bool
    """Whether the contents lead to the pages of the printed book."""

    @property
    def modes(self) -> list[str]:
        return ["auditory", "textual", *(["visual"] if self.pictures else [])]

    @property
    def sufficient(self) -> list[str]:
        """By what a book can be read alone: not by its text, where a picture tells nobody what it shows."""
        return ["textual,auditory", "textual"] if self.described else ["textual,visual"]

    @property
    def features(self) -> list[str]:
        found = {
            "synchronizedAudioText": True,
            "tableOfContents": True,  # no EPUB 3 is without
            "readingOrder": True,
            "structuralNavigation": self.headings,
            "alternativeText": self.pictures and self.described,
            "pageNavigation": self.pages,
        }
        return [name for name, there in found.items() if there]


def access(book: Epub) -> Access:
    """Look through the book; raises `SourceError` for a page that can't be read."""
    told: list[bool] = []
    headings = False
    for item in book.publication.spine:
        if item.media_type == "application/xhtml+xml":
            root = book.xml(item.name)
            told += _told(root)
            headings = headings or any(local(node) in HEADINGS for node in root.iter())
    nav = book.publication.nav
    pages = bool(nav) and any("page-list" in (node.get(f"{OPS}type") or "") for node in book.xml(nav).iter())
    return Access(pictures=bool(told), described=all(told), headings=headings, pages=pages)


def _told(root: Any) -> Iterator[bool]:
    """For each picture whether it says what it shows, or that it is an ornament."""
    for node in root.iter():
        name = local(node)
        if name == "img":
            yield node.get("alt") is not None or _named(node)
        elif name == "svg":
            yield _named(node) or any(local(child) in ("title", "desc", "text") for child in node.iter())


def _named(node: Any) -> bool:
    hidden = node.get("role") in ORNAMENT or node.get("aria-hidden") == "true"
    return hidden or bool((node.get("aria-label") or node.get("aria-labelledby") or "").strip())
