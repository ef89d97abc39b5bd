"""Letters of other scripts inside a text in Latin letters.

Neural voices know only their own letters: given "Озвучить", the English one says the names of some of its sounds or
nothing. Greek and Cyrillic words are therefore spelled in Latin letters; words in scripts whose sounds can't be told
letter by letter are named ("a word in Chinese"), so that the listener knows that something stood there.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from types import MappingProxyType

from narrate.text.language import script_of
from narrate.text.spoken.rules import Lazy, Rule

# How English newspapers write Russian, Ukrainian and Greek names.
_LATIN: Mapping[str, str] = MappingProxyType(
    {"а": "a", "б": "b", "в": "v", "г": "g", "д": "d", "е": "e", "ж": "zh", "з": "z", "и": "i", "й": "y", "к": "k",
     "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f", "х": "kh",
     "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
     "ё": "yo", "і": "i", "ї": "yi", "є": "ye", "ґ": "g", "ў": "w", "ј": "y", "љ": "ly", "њ": "ny", "ђ": "dj",
     "ћ": "ch", "џ": "dz", "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i",
     "κ": "k", "λ": "l", "μ": "m", "ν": "n", "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "τ": "t", "υ": "y",
     "φ": "f", "χ": "ch", "ψ": "ps", "ω": "o", "ς": "s", "ά": "a", "έ": "e", "ή": "i", "ί": "i", "ό": "o", "ύ": "y",
     "ώ": "o", "ϊ": "i", "ϋ": "y"}
)  # fmt: skip
_NAMES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "en": {"Hani": "Chinese characters", "Hira": "Japanese", "Kana": "Japanese", "Hang": "Korean", "Arab": "Arabic",
               "Hebr": "Hebrew", "Deva": "Hindi", "Thai": "Thai", "": "another script"},
        "de": {"Hani": "chinesische Zeichen", "Hira": "Japanisch", "Kana": "Japanisch", "Hang": "Koreanisch",
               "Arab": "Arabisch", "Hebr": "Hebräisch", "Deva": "Hindi", "Thai": "Thailändisch", "": "andere Schrift"},
        "fr": {"Hani": "caractères chinois", "Hira": "japonais", "Kana": "japonais", "Hang": "coréen", "Arab": "arabe",
               "Hebr": "hébreu", "Deva": "hindi", "Thai": "thaï", "": "autre écriture"},
        "es": {"Hani": "caracteres chinos", "Hira": "japonés", "Kana": "japonés", "Hang": "coreano", "Arab": "árabe",
               "Hebr": "hebreo", "Deva": "hindi", "Thai": "tailandés", "": "otra escritura"},
    }
)  # fmt: skip
_BEYOND = Lazy(
    r"[\u0370-\u03ff\u0400-\u052f\u1f00-\u1fff]+|"
    r"[\u0530-\u1cff\u2c80-\u2dff\u2e80-\ua4cf\ua4d0-\ua71f\ua800-\uabff\uac00-\ud7af\uf900-\ufaff\ufb1d-\ufdff\ufe70-\ufefc\uff66-\uff9f\U00010000-\U0001efff\U00020000-\U0003ffff]+(?:\s[\u0530-\u1cff\u2c80-\u2dff\u2e80-\ua4cf\uac00-\ud7af\ufb1d-\ufdff]+)*"
)
_STYLED_SIGN = re.compile(r"[\uff10-\uff5a\U0001d400-\U0001d7ff\u2460-\u24ff\u1d00-\u1dbf]")
_BEYOND_SIGN = re.compile(
    "[\u0370-\u03ff\u0400-\u1cff\u1f00-\u1fff\u2c80-\ua71f\ua800-\uabff\uac00-\ud7af\uf900-\ufaff\ufb1d-\ufdff"
    "\ufe70-\ufefc\uff66-\uff9f\U00010000-\U0001efff\U00020000-\U0003ffff]"
)
_STYLED = Lazy(r"[\uff10-\uff19\uff21-\uff3a\uff41-\uff5a\U0001d400-\U0001d7ff\u2460-\u24ff\u1d00-\u1dbf]+")


def rules_for(language: str) -> tuple[Rule, ...]:
    """The rules for a language in Latin letters; none for others, whose voices know their script."""
    names = _NAMES.get(language)
    if names is None:
        return ()

    def say(match: re.Match[str]) -> str | None:
        word = match.group()
        latin = spelled_in_latin(word)
        if latin:
            return latin
        letters = [letter for letter in word if letter.isalpha()]
        return f" ({names.get(script_of(letters[0]), names[''])}) " if letters else None

    return (
        Rule(
            "letters of another form", _STYLED, lambda match: unicodedata.normalize("NFKC", match.group()), _STYLED_SIGN
        ),
        Rule("letters of another script", _BEYOND, say, _BEYOND_SIGN),
    )


def spelled_in_latin(word: str) -> str:
    """A Greek or Cyrillic word in Latin letters, "" if it has others."""
    said = []
    for letter in word:
        latin = _LATIN.get(letter.lower())
        if latin is None:
            if letter.isalpha():
                return ""
            continue
        said.append(latin.capitalize() if letter.isupper() else latin)
    return "".join(said)
