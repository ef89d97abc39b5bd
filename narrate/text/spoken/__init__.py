"""Say as words what is written in figures, signs and abbreviations.

Each language is a module of this folder with `RULES`, tried in order; the rules of `common` (addresses, reference
marks, emoji) come first in every language. A language without a module is left to what its engine can do.
"""

from __future__ import annotations

import importlib
import pkgutil
import re
from collections.abc import Iterable
from functools import cache

from narrate.model import Edit
from narrate.text.language import primary
from narrate.text.spoken.conventions import CURRENT, Conventions, conventions_of
from narrate.text.spoken.rules import Claims, Rule, gate


@cache
def languages() -> frozenset[str]:
    """The languages that have wording rules of their own."""
    return frozenset(module.name for module in pkgutil.iter_modules(__path__) if len(module.name) == 2)


@cache
def _rules(language: str) -> tuple[tuple[Rule, ...], tuple[re.Pattern[str], ...]]:
    from narrate.text.spoken import capitals, common, foreign

    tag = primary(language)
    own: tuple[Rule, ...] = ()
    if tag in languages():
        own = importlib.import_module(f"narrate.text.spoken.{tag}").RULES

    def words(text: str) -> str:
        return worded(text, edits(text, language, CURRENT.get()))

    shared = common.rules_for(tag, words)
    rules = (*shared, *own, *foreign.rules_for(tag), *capitals.rules_for(tag))
    return rules, gate(rules)


_SAME = str.maketrans(
    {
        **dict.fromkeys("\u00a0\u202f\u2007\u2009", " "),
        **{
            chr(start + figure): str(figure) for start in (0xFF10, *range(0x1D7CE, 0x1D800, 10)) for figure in range(10)
        },
        **{chr(0x245F + figure): str(figure) for figure in range(1, 10)},
    }
)
"""No-break, narrow, figure and thin spaces, which the rules take for blanks, and figures of another look: １, 𝟏, ①."""


def edits(text: str, language: str, conventions: Conventions | None = None) -> tuple[Edit, ...]:
    """What to say instead of what is written, as offsets into `text`: ordered, never overlapping."""
    rules, trigger = _rules(language)
    text = text.translate(_SAME)  # as long as before: the offsets hold
    if not any(pattern.search(text) for pattern in trigger):
        return ()
    claims = Claims(text)
    token = CURRENT.set(conventions or conventions_of(language))
    try:
        claims.apply(rules)
    finally:
        CURRENT.reset(token)
    return claims.edits()


def worded(text: str, changes: Iterable[Edit]) -> str:
    """A text as it is said."""
    pieces: list[str] = []
    last = 0
    for edit in changes:
        pieces += text[last : edit.start], edit.spoken
        last = edit.end
    return "".join([*pieces, text[last:]])


def in_words(text: str, language: str) -> str:
    """A short text as it is said in its language."""
    return worded(text, edits(text, language))
