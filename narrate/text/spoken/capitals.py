"""Shouting: several words in capitals are said as ordinary words; acronyms among them stay what they are.

Engines spell words in capitals or stress them ("HE" becomes "H E"), and a heading often has nothing else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from narrate.text.spoken.conventions import CURRENT
from narrate.text.spoken.rules import Rule

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİŁŃŅŇŐŒŘŚŞŠŢŤŪŮŰŲŸŹŻŽЀ-ЯЁІЇЄҐ"
CAPITALS = re.compile(rf"(?<![\w.'’&@#/-])[{_UPPER}]+(?:['’][{_UPPER}]+)*(?![\w&@/]|\.\w)")
_RUN = 3
"""So many words in capitals on end are shouting though others beside them are not."""
_LONG = 4
"""Letters of a word that hardly is an acronym."""
_VOWEL = re.compile("[AEIOUYÀ-ÆÈ-ÏÒ-ÖØ-ÝŒАЕЁИОУЫЭЮЯІЇЄ]")

_ANYWHERE = "NASA NATO UNESCO UNICEF OPEC FIFA UEFA COVID SARS AIDS HIV USA UK EU UN USSR GPS DNA AI"
_KEPT: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "en": frozenset(str.split("ASEAN NAFTA NOAA OSHA FEMA SWAT OPEC RAM LASER GIF JPEG ICE MAGA NAACP POTUS")),
        "de": frozenset(str.split("CDU CSU SPD FDP AFD BSW ARD ZDF UNO EZB BRD DDR EUGH BKA BND DAX TÜV ADAC IG")),
        "fr": frozenset(str.split("OTAN ONU UE SNCF RATP EDF TGV BCE OMS ONG PIB PSG OM TVA SMIC INSEE")),
        "es": frozenset(str.split("OTAN ONU UE EEUU PP PSOE OMS ONG PIB BCE IVA IBEX DGT UGT CCOO ERTE")),
        "ru": frozenset(str.split("США РФ СССР ООН НАТО ЕС МИД МВД ФСБ МЧС ЦБ ВВП СМИ ГИБДД ЧП АЭС ВСУ ДНР ЛНР СНГ "
                                  "ОПЕК МГУ РАН ЖКХ ЕГЭ ТАСС РИА РБК ВОЗ МВФ ЦИК ВТО МКС ОБСЕ")),
    }
)  # fmt: skip
_OUR_WORDS = re.compile(r"\b(?:ABOUT|CONTACT|FOLLOW|JOIN|TELL|GIVE|LET|HELP|WITH|FOR|TO|OF|ALL|BOTH|SUPPORT|EMAIL) $")


def rules_for(language: str) -> tuple[Rule, ...]:
    """The rule for a language; those of its own that spell acronyms come before it."""
    kept = frozenset(_ANYWHERE.split()) | _KEPT.get(language, frozenset())

    def say(match: re.Match[str]) -> str | None:
        word = match.group()
        if CURRENT.get().capitals == "written" or match.start() not in shouted(match.string):
            return None
        if word in kept or not _VOWEL.search(word) or (language == "en" and word == "I"):
            return None
        if language == "en" and word == "US" and not _OUR_WORDS.search(match.string, 0, match.start()):
            return None
        first = not any(map(str.isalnum, match.string[: match.start()]))
        return word.capitalize() if first else word.lower()

    return (Rule("capitals", CAPITALS, say, re.compile("[A-Z]{2}" if language == "en" else rf"[{_UPPER}]{{2}}")),)


@lru_cache(maxsize=64)
def shouted(text: str) -> frozenset[int]:
    """Where the words of a text begin that are in capitals for loudness: all of them, or several on end."""
    words = list(_WORD.finditer(text))
    runs: list[list[re.Match[str]]] = [[]]
    for word in words:
        if word.group().isupper():
            runs[-1].append(word)
        elif runs[-1]:
            runs.append([])
    least = 2 if all(word.group().isupper() for word in words) else _RUN
    return frozenset(word.start() for run in runs if _loud(run, least) for word in run)


def _loud(run: list[re.Match[str]], least: int) -> bool:
    """Whether words in capitals are more than a row of acronyms."""
    long = sum(len(word.group()) >= _LONG and bool(_VOWEL.search(word.group())) for word in run)
    whole = sum(len(word.group()) > 1 or word.group() in "AI" for word in run)
    return whole >= least and long >= least - 1
