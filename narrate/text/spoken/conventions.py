"""What a house may say this way or that: years, "and" in numbers, the clock, links. One default a language."""

from __future__ import annotations

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class Conventions:
    """How to say what has more than one usual reading."""

    years: Literal["pairs", "whole"] = "pairs"
    """1984 as "nineteen eighty-four" or "one thousand nine hundred eighty-four" (English, German)."""
    joint: bool = False
    """Whether there is an "and" behind hundreds: "two hundred and five" (English)."""
    clock: Literal["written", "twelve"] = "written"
    """14:30 as "fourteen thirty" or "two thirty P.M" (English)."""
    links: Literal["named", "host", "silent"] = "named"
    """A web address as "link to example dot com", as its host alone, or not at all."""
    email: Literal["spoken", "silent"] = "spoken"


DEFAULT = Conventions()
BY_LANGUAGE: Mapping[str, Conventions] = MappingProxyType({"en-GB": Conventions(joint=True)})
"""Where a language or its variety differs from `DEFAULT`."""

# Rules get a match and nothing else; `edits` sets this around each text.
CURRENT: ContextVar[Conventions] = ContextVar("narrate_conventions", default=DEFAULT)


def conventions_of(language: str) -> Conventions:
    """The default of a language by its BCP 47 tag."""
    return BY_LANGUAGE.get(language) or BY_LANGUAGE.get(language.partition("-")[0].lower(), DEFAULT)
