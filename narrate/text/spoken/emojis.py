"""Emoji: silent, or by the names that Unicode gives them in each language (package `emoji`, loaded when needed)."""

from __future__ import annotations

import re
from collections.abc import Callable

from narrate.text.spoken.conventions import CURRENT
from narrate.text.spoken.rules import Lazy, Rule

_BASE = "[\u2190-\u21ff\u2300-\u23ff\u2600-\u27bf\u2b00-\u2bff\U0001f000-\U0001faff]"
_MARKS = "[\ufe0f\u20e3\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f]*"
EMOJI = Lazy(
    f"(?:[\U0001f1e6-\U0001f1ff]{{2}}|{_BASE}{_MARKS}(?:\u200d{_BASE}{_MARKS})*)"
    f"(?:\\s?(?:[\U0001f1e6-\U0001f1ff]{{2}}|{_BASE}{_MARKS}(?:\u200d{_BASE}{_MARKS})*))*"
)
HIGH = re.compile("[^\x00-\u218f]")
"""A cheap sign of emoji: compiling a class that ends beyond U+FFFF takes six times as long."""
_TONE = re.compile("[\U0001f3fb-\U0001f3ff]")
_NAMED = frozenset(str.split("en es ja ko pt it fr de fa id zh ru tr ar"))
"""The languages of the package."""


_ARROW = re.compile("[\u2190-\u21ff]")


def names(run: str, language: str) -> str:
    """What a run of emoji is called, each once however often it stands there; "" where no name is known.

    Skin tones are left out: they belong to the look and make every name half as long again.
    """
    import emoji

    found = [_TONE.sub("", match["emoji"]) for match in emoji.emoji_list(run)]
    said = dict.fromkeys(
        emoji.demojize(one, delimiters=("", ""), language=language).replace("_", " ").strip() for one in found
    )
    return ", ".join(name for name in said if any(map(str.isalpha, name)))


def rules_for(language: str, words: Callable[[str], str]) -> tuple[Rule, ...]:
    """The rule for a language; one whose names the package lacks keeps them silent. `words` says figures in words."""

    def say(match: re.Match[str]) -> str | None:
        text, start, end = match.string, match.start(), match.end()
        if language == "en" and _ARROW.fullmatch(match.group()) and text[:start].strip() and text[end:].strip():
            return None  # a sign between two things: "A → B"
        if CURRENT.get().emoji == "silent" or language not in _NAMED:
            return ""
        named = words(names(match.group(), language))
        before = " " if start and not text[start - 1].isspace() else ""
        return f"{before}{named}{' ' if text[end : end + 1].isalnum() else ''}" if named else ""

    return (Rule("emoji", EMOJI, say, HIGH),)
