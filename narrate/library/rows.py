"""Rows of the index and the values that they stand for."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import asdict
from typing import Any

from narrate.library.items import Facts, Item, Kept, Problem

COLUMNS = {"where": "location"}
"""Fields of `Item` and what they are called in the index, where that differs: `where` means something in SQL."""


def kept(row: dict[str, Any]) -> Kept:
    return Kept(**{name: value for name, value in row.items() if name != "article"})


def stored(value: Any) -> Any:
    if isinstance(value, Facts):
        return json.dumps(asdict(value), ensure_ascii=False)
    if isinstance(value, frozenset):
        return " ".join(sorted(value))
    if isinstance(value, tuple):
        return json.dumps([asdict(one) for one in value], ensure_ascii=False)
    return int(value) if isinstance(value, bool) else value


def item(row: sqlite3.Row, files: list[Kept]) -> Item:
    values = dict(row)
    facts = json.loads(values.pop("facts") or "null")
    if facts:
        facts["authors"], facts["voices"] = tuple(facts["authors"]), tuple(facts["voices"])
        facts["sources"] = tuple(map(tuple, facts["sources"]))
    return Item(
        where=values.pop("location"),
        gone=bool(values.pop("gone")),
        removed=bool(values.pop("removed")),
        outline=frozenset(values.pop("outline").split()),
        facts=Facts(**facts) if facts else None,
        problems=tuple(Problem(**one) for one in json.loads(values.pop("problems"))),
        files=tuple(files),
        **values,
    )
