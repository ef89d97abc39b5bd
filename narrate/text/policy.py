"""What is done with each kind of block: read, skipped, announced, moved. Defaults, and what the listener chose."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import get_args

from narrate.errors import UsageError
from narrate.model import Anchor, Article, Block, Kind
from narrate.text.phrases import date_line

Reading = Mapping[Kind, str]
"""How blocks of each kind are read."""

WAYS: Mapping[Kind, tuple[str, ...]] = MappingProxyType(
    {
        "title": ("read", "skip"),
        "byline": ("read", "skip"),
        "date": ("read", "skip"),
        "heading": ("read", "skip"),
        "paragraph": ("read", "skip"),
        "quote": ("read", "skip"),
        "item": ("read", "plain", "skip"),  # with the number that the page shows, or without
        "caption": ("skip", "read"),
        "figure": ("skip", "read"),  # its description for those who do not see it
        "note": ("skip", "end", "read"),  # "end" is behind the article, "read" where it stands
        "code": ("skip", "announce", "read"),
        "table": ("skip", "announce", "read"),  # "read" is row by row, each cell with its column's name
        "break": ("read",),
    }
)
"""What can be done with each kind, the default first."""
DEFAULT: Reading = MappingProxyType({kind: ways[0] for kind, ways in WAYS.items()})
WHOLE: Reading = MappingProxyType(dict.fromkeys(WAYS, "read"))
"""All that there is: of books whose pages are kept, where who reads may skip notes, tables and lists as they like."""
SKIP = "skip"


def chosen(*tables: Mapping[str, object], usual: Reading = DEFAULT) -> Reading:
    """What is usual with the ways of each table over it, later ones first; raises `UsageError`."""
    reading = dict(usual)
    for table in tables:
        for kind, way in table.items():
            if kind not in get_args(Kind):
                known = ", ".join(WAYS)
                raise UsageError(f"there is no kind “{kind}”", hint=f"known: {known}")
            if way not in WAYS[kind]:  # type: ignore[index]
                ways = ", ".join(WAYS[kind])  # type: ignore[index]
                raise UsageError(f"{kind} can't be “{way}”", hint=f"what can be done with it: {ways}")
            reading[kind] = str(way)  # type: ignore[index]
    return MappingProxyType(reading)


def kept(reading: Reading) -> frozenset[Kind]:
    """The kinds that are in the script in some way although they are skipped by default."""
    return frozenset(kind for kind, way in reading.items() if way != SKIP and DEFAULT[kind] == SKIP)


def dropped(reading: Reading) -> frozenset[Kind]:
    """The kinds that are skipped although they are read by default."""
    return frozenset(kind for kind, way in reading.items() if way == SKIP and DEFAULT[kind] != SKIP)


def arranged(article: Article, reading: Reading) -> Article:
    """The article in the order in which it is read: byline and date behind the title, notes at the end if asked for.

    Names and date that only the metadata tell become blocks of their own.
    """
    blocks = list(article.blocks)
    front = [block for block in blocks if block.kind == "title"][:1]
    bylines = [block for block in blocks if block.kind == "byline"]
    if not bylines and article.authors and reading["byline"] != SKIP and front:
        bylines = [_told("byline", ", ".join(article.authors), article)]
    date = date_line(article.published, article.language)
    dates = [_told("date", date, article)] if date and reading["date"] != SKIP and front else []
    moved = [*front, *bylines, *dates]
    notes = [block for block in blocks if block.kind == "note"] if reading["note"] == "end" else []
    elsewhere = {id(block) for block in (*moved, *notes)}
    body = [block for block in blocks if id(block) not in elsewhere]
    return replace(article, blocks=(*moved, *body, *notes))


def _told(kind: Kind, text: str, article: Article) -> Block:
    return Block(kind=kind, text=text, anchor=Anchor(source=article.source, ref="metadata"))
