r"""What learned texts are full of: TeX formulas, sources in brackets, reference marks.

A formula can't be said from its TeX; that one stands there is said, or nothing. A single letter is said as it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

from narrate.text.spoken.conventions import CURRENT
from narrate.text.spoken.rules import Lazy, Rule

_FORMULA: Mapping[str, str] = MappingProxyType(
    {"en": "formula", "ru": "формула", "de": "Formel", "fr": "formule", "es": "fórmula", "it": "formula",
     "pt": "fórmula", "nl": "formule", "pl": "wzór", "uk": "формула", "be": "формула", "cs": "vzorec", "sv": "formel"}
)  # fmt: skip

# $...$ is TeX where a letter or sign of TeX is in it and it is no sum: "$5 and $10" has blanks inside its ends.
TEX = Lazy(
    r"\\\((?P<round>.{1,500}?)\\\)|\\\[(?P<square>.{1,2000}?)\\\]|\$\$(?P<double>[^$]{1,2000})\$\$"
    r"|(?<![\w$\\])\$(?P<single>(?=[^$]{0,300}[\\^_={}])(?![\s\d,.]{1,20}\s)[^\s$](?:[^$\n]{0,300}[^\s$\\])?|[A-Za-z])\$(?!\d)",
    re.DOTALL,
)
_LETTER = re.compile(r"\s*([A-Za-z])\s*")

_YEAR = r"(?:1[6-9]\d\d|20\d\d)[a-z]?"
_NAME = r"(?:(?:van|von|de|der|den|la|le|du|di|da) ){0,2}[A-ZÀ-ÖØ-ÞА-ЯЁ][\w'’-]{1,30}(?: [A-ZÀ-ÖØ-ÞА-ЯЁ]\.){0,3}"
_AUTHORS = rf"{_NAME}(?:,? (?:&|and|und|et|y|и) {_NAME}|, {_NAME}){{0,5}}(?:,? (?:et al\.?|u\. a\.|и др\.))?"
_SOURCE = rf"{_AUTHORS},? {_YEAR}(?:[,;] {_YEAR})*(?:[,:] ?(?:pp?\.|S\.|с\.)? ?\d+(?:[–-]\d+)?)?"
CITATION = Lazy(
    rf"\s?(?:\((?:(?:see(?: also)?|e\.g\.,?|cf\.|vgl\.|voir|véase|см\.) )?{_SOURCE}(?:; ?{_SOURCE}){{0,20}}\)|"
    rf"\[{_SOURCE}(?:; ?{_SOURCE}){{0,20}}\])"
)

# [12], [12–14], [a], [citation needed] as encyclopaedias set them: right behind a word or mark, never after a gap.
_REFERENCE = Lazy(r"(?<=\S)(?:\[(?:\^[^\]\s]{1,40}|\d{1,3}(?:[,–-]\s?\d{1,3})*|[a-z]|note \d{1,2}|citation needed)\])+")
_SUPERSCRIPT = Lazy(r"(?<=[^\W\d]{3})[.,]?[¹²³⁰-⁹]+(?=\s|$|[.,;:)])")
_FIGURES = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def formulas(language: str) -> tuple[Rule, ...]:
    """TeX; comes before any other rule, as its letters and signs are no words."""
    named = _FORMULA.get(language, "")

    def say(match: re.Match[str]) -> str:
        inner = next(filter(None, match.groups()), "")
        if letter := _LETTER.fullmatch(inner):
            return letter[1]
        return "" if CURRENT.get().formulas == "silent" else named

    return (Rule("formula", TEX, say, re.compile(r"[\\$]")),)


def references(say: Callable[[str], str]) -> tuple[Rule, ...]:
    """Sources and reference marks; `say` puts figures in words."""

    def say_citation(match: re.Match[str]) -> str | None:
        return "" if CURRENT.get().citations == "silent" else None

    def say_mark(match: re.Match[str]) -> str | None:
        return "" if CURRENT.get().references == "silent" else None

    def say_superscript(match: re.Match[str]) -> str:
        if CURRENT.get().references == "silent":
            return ""
        return f" {say(match.group().translate(_FIGURES).lstrip('.,'))}"

    return (
        Rule("citation", CITATION, say_citation, re.compile(r"[12]\d\d\d[a-z]?[)\];,:]")),
        Rule("reference mark", _REFERENCE, say_mark, re.compile(r"\[")),
        Rule("reference mark", _SUPERSCRIPT, say_superscript, re.compile("[¹²³⁰-⁹]")),
    )
