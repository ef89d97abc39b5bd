"""What a house may say this way or that: years, "and" in numbers, the clock, links, emoji. One default a language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, replace
from functools import cache
from types import MappingProxyType
from typing import Any, Literal, get_args, get_type_hints

from narrate.errors import UsageError
from narrate.text.language import primary


@dataclass(frozen=True, slots=True, kw_only=True)
class Conventions:
    """How to say what has more than one usual reading. Where no language is named, a field holds for all of them."""

    years: Literal["pairs", "whole"] = "pairs"
    """1984 as "nineteen eighty-four" or "one thousand nine hundred eighty-four" (English, German)."""
    joint: bool = False
    """Whether there is an "and" behind hundreds: "two hundred and five" (English, German)."""
    clock: Literal["written", "twelve"] = "written"
    """14:30 as "fourteen thirty" or "two thirty P.M" (English, German, French, Spanish, Russian)."""
    links: Literal["named", "host", "silent"] = "named"
    """A web address as "link to example dot com", as its host alone, or not at all."""
    email: Literal["spoken", "silent"] = "spoken"
    emoji: Literal["silent", "named"] = "silent"
    """Emoji not at all, or by their names: "smiling face"."""
    formulas: Literal["named", "silent"] = "named"
    r"""TeX such as \( ... \) and $$ ... $$ as the one word "formula", or not at all."""
    citations: Literal["read", "silent"] = "read"
    """Sources as scholars set them: "(Smith et al., 2019)", "[Smith 2019]"."""
    references: Literal["silent", "read"] = "silent"
    """Reference marks: "[12]" behind a word, superscript figures."""
    capitals: Literal["lowered", "written"] = "lowered"
    """SEVERAL WORDS IN CAPITALS as ordinary words, or as they stand: some voices spell them."""


DEFAULT = Conventions()
_BRITISH = Conventions(joint=True)
BY_LANGUAGE: Mapping[str, Conventions] = MappingProxyType(
    {f"en-{region}": _BRITISH for region in ("GB", "IE", "AU", "NZ", "ZA", "IN")}
)
"""Where a language or its variety differs from `DEFAULT`."""

# Rules get a match and nothing else; `edits` sets this around each text.
CURRENT: ContextVar[Conventions] = ContextVar("narrate_conventions", default=DEFAULT)

_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8})*")


def conventions_of(language: str) -> Conventions:
    """The default of a language by its BCP 47 tag."""
    return BY_LANGUAGE.get(language) or BY_LANGUAGE.get(primary(language), DEFAULT)


@cache
def choices() -> Mapping[str, tuple[str | bool, ...]]:
    """What each convention can be, its default first."""
    hints = get_type_hints(Conventions)
    return MappingProxyType({name: (False, True) if hint is bool else get_args(hint) for name, hint in hints.items()})


def overruled(language: str, chosen: Mapping[str, object]) -> Conventions:
    """The conventions of a language with a user's choices: for all languages, and over those for its tag.

    `chosen` is such as {"years": "whole", "joint": True, "de": {"clock": "twelve"}, "en-GB": {"joint": False}}: a
    table under a language's tag holds for that language and its varieties. Raises `UsageError` for a key or value
    that can't be, in any language's table.
    """
    tables = {tag.lower(): dict(_checked(table, tag)) for tag, table in chosen.items() if isinstance(table, Mapping)}
    made: dict[str, Any] = dict(_checked({key: one for key, one in chosen.items() if not isinstance(one, Mapping)}, ""))
    made |= tables.get(primary(language), {}) | tables.get(language.lower(), {})
    return replace(conventions_of(language), **made)


def _checked(table: Mapping[str, object], tag: str) -> Iterator[tuple[str, object]]:
    """A table's choices; raises `UsageError` that names the first one that can't be."""
    if tag and (not _TAG.fullmatch(tag) or tag in choices()):
        raise UsageError(
            f"“{tag}” can't have a table of its own", place="conventions", hint="tables are for languages: de, en-GB"
        )
    place = f"conventions, {tag}" if tag else "conventions"
    for name, value in table.items():
        if name not in choices():
            raise UsageError(f"there is no convention “{name}”", place=place, hint=f"known: {', '.join(choices())}")
        possible = choices()[name]
        if not any(value is one if isinstance(one, bool) else value == one for one in possible):
            words = " or ".join(map(_written, possible))
            raise UsageError(f"“{name}” can't be “{_written(value)}”", place=place, hint=f"it can be {words}")
        yield name, value


def _written(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def twelve(hour: int) -> tuple[int, bool] | None:
    """An hour behind noon on a clock face, and whether it is evening (from six); None where it is said as written."""
    return (hour - 12, hour >= 18) if CURRENT.get().clock == "twelve" and 12 < hour < 24 else None
