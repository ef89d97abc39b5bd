"""English words of one spelling and two sounds, told apart by the words around them.

Voices know many of these by themselves, from the part of speech; others they always read one way ("lead", "bass",
"row", "object"). A sound is given here only where the cues of `heteronyms.toml` are sure of it, as IPA that the word
carries (see `model.with_phonemes`): voices that take no IPA get the plain word. `benchmarks/heteronyms.py` counts both.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from narrate.model import with_phonemes
from narrate.text.spoken.rules import Lazy, Rule

CUES = Path(__file__).with_suffix(".toml")
SURE = 3.0
"""What the cues of a sound must weigh together, with no other sound weighing as much."""
_WINDOW = 60
"""Characters before and behind a word that are looked at."""
WORDS = tuple(
    str.split(
        "abuse abuses bass bow close content does dove house invalid lead live minute object objects "
        "project read refuse row tear wound"
    )
)
_ANY = "|".join(WORDS)
INSIDE = Lazy(rf"(?<= )(?:{_ANY})(?![\w-]|['’]\w)")
FIRST = Lazy(rf"^[^\w\s]?(?P<word>{_ANY})(?![\w-]|['’]\w)", re.IGNORECASE)

Cue = tuple[str, float, re.Pattern[str]]


@cache
def sounds(word: str) -> Mapping[str, tuple[Cue, ...]]:
    """The sounds of a word in IPA, each with where a cue is looked for, what it weighs and its pattern."""
    parts, table = _table()
    return {
        sound["ipa"]: tuple(
            (place, weight, re.compile(_put_in(pattern, parts), re.IGNORECASE))
            for place, weight, pattern in sound["cues"]
        )
        for sound in table[word]
    }


@cache
def _table() -> tuple[Mapping[str, str], Mapping[str, list[dict[str, Any]]]]:
    import tomllib  # at the first such word, not before

    table = tomllib.loads(CUES.read_text(encoding="utf-8"))
    return table.pop("parts"), table


def _put_in(pattern: str, parts: Mapping[str, str]) -> str:
    """A pattern with its %NAMES% replaced, which may hold others."""
    found = re.sub(r"%([A-Z_]+)%", lambda match: parts[match[1]], pattern)
    return found if found == pattern else _put_in(found, parts)


def sound_of(text: str, start: int, end: int) -> str:
    """The sound in IPA of the word at `text[start:end]`; "" where nothing is sure of one."""
    sides = {"before": text[max(0, start - _WINDOW) : start], "behind": text[end : end + _WINDOW], "around": text}
    sure = [
        ipa
        for ipa, cues in sounds(text[start:end].lower()).items()
        if sum(weight for place, weight, pattern in cues if pattern.search(sides[place])) >= SURE
    ]
    return sure[0] if len(sure) == 1 else ""


def _say(match: re.Match[str]) -> str | None:
    word = match.groupdict().get("word") or match.group()
    ipa = sound_of(match.string, match.end() - len(word), match.end())
    return match.group().removesuffix(word) + with_phonemes(word, ipa) if ipa else None


RULES = (
    Rule("heteronym", INSIDE, _say, re.compile(rf" (?:{_ANY})\b")),
    Rule("heteronym", FIRST, _say, re.compile(FIRST.pattern, re.IGNORECASE)),
)
