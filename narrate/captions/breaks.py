"""What it costs to end a line or a caption behind a word: little behind a clause, much behind an article."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from narrate.captions.little_words import little_words
from narrate.text.abbreviations import abbreviations
from narrate.text.language import primary
from narrate.words import core

ENDED, PAUSED, DASHED, LISTED = 0.0, 1.0, 1.5, 2.0
"""Behind a full stop; a colon or semicolon; a dash; a comma or bracket."""
JOINED, LED, QUOTED, PLAIN = 3.0, 4.0, 4.0, 7.0
"""Before a conjunction; a preposition; an opening quotation mark or bracket; between other words."""
PHRASE = 10.0
"""Behind the word behind an article: "the state | secretary"."""
LEANING = 14.0
"""Behind a pronoun or auxiliary, between the names of a person or thing."""
INSIDE = 100.0
"""Within words that are said as one, such as "$1.85 billion"."""
ABBREVIATED = 200.0
HELD = 300.0
"""Behind an article, preposition, conjunction or number."""
NEVER = 600.0
"""Where no typesetter breaks: before what closes, behind what opens."""
TORN = 40.0
"""Within a word that is wider than a line."""
COMPOUND, KANA = 20.0, 30.0
"""Between two Chinese characters of a Japanese text, and between kana: there is a word around them, likely."""
HAN = 8.0
"""Between two characters of a Chinese text."""

_ENDS = re.compile(r"[.!?…‽⸮।॥۔؟։።。！？︒．][\"'’”»“›)\]}」』）】〉》*_]*$")
_PAUSES = re.compile(r"[;:؛；：][\"'’”»“›)\]}」』）】〉》*_]*$")
_LISTS = re.compile(r"(?:[,،、，]|[)\]}»”」』）】〉》])[\"'’”»“›)\]}」』）】〉》*_]*$")
_DASHES = frozenset("-–—―−‒")
_OPENERS = "([{«“„‚‹「『（【〈《¿¡"
_CLOSERS = ")]}»”’›」』）】〉》、。，．・：；？！…ー々〻ぁぃぅぇぉっゃゅょゎァィゥェォッャュョヮヵヶ,.;:!?%"
_NUMBER = re.compile(r"[(\[“\"«„]*[№§#$€£¥₽~≈±+−-]*(?:\d[\d.,:/'’\u00a0\u202f–-]*)?[%°$€£¥₽]?")
_COUNTS = frozenset(("mio", "mrd", "tsd", "млн", "млрд", "трлн", "тыс"))
_NO_NAMES = frozenset(("de", "lb"))
"""Languages that write all nouns with capitals."""


@lru_cache(maxsize=65536)
def cost(
    word: str, following: str, language: str, *, before: str = "", joined: bool = False, inside: bool = False
) -> float:
    """Of a break between two neighbours; `before` stands before them, if they do not begin the sentence.

    `joined` without a blank; `inside` words that are said as one.
    """
    if not following:
        return ENDED
    price = _unspaced(word, following, language) if joined else _spaced(word, following, language, before)
    return max(price, INSIDE) if inside else price


def _spaced(word: str, following: str, language: str, before: str) -> float:
    if set(following) <= _DASHES or _closes(following):
        return NEVER
    if set(word) <= _DASHES:
        return DASHED if before else NEVER
    inner = word[slice(*core(word, 0, len(word)))]
    behind = _punctuation(word, inner, language)
    if behind is not None:
        return behind
    if _held(word, inner, language):
        return HELD
    if _leans(inner, following, language, bool(before)):
        return LEANING
    price = _before(following, language)
    return PHRASE if price == PLAIN and _bare(before) in little_words(language).articles else price


def _closes(text: str) -> bool:
    """Whether it is only what closes: a question mark that stands alone, as French has it."""
    return all(letter in _CLOSERS for letter in text)


def _punctuation(word: str, inner: str, language: str) -> float | None:
    if _ENDS.search(word):
        if not word.endswith(".") or word.endswith(".."):
            return ENDED
        # Within a sentence a single full stop belongs to its word: "Mr." leads on, "p.m." does not.
        small = word.lower().strip("(.")
        ends = small in abbreviations(language).ending and small not in _COUNTS
        return LEANING if ends else ABBREVIATED
    if _PAUSES.search(word):
        return PAUSED
    if word[-1] in _DASHES and inner:
        return DASHED
    return LISTED if _LISTS.search(word) else None


def _held(word: str, inner: str, language: str) -> bool:
    small = inner.lower()
    known = little_words(language)
    little = small in known.articles or small in known.prepositions or small in known.conjunctions
    return little or word[-1] in _OPENERS or bool(_NUMBER.fullmatch(word)) or not inner


def _leans(inner: str, following: str, language: str, within: bool) -> bool:
    known = little_words(language)
    if inner.lower() in known.leaning:
        return True
    name = following[0].isupper() or following[0].isdigit()
    return inner[0].isupper() and name and within and primary(language) not in _NO_NAMES


def _before(following: str, language: str) -> float:
    if following[0] in _OPENERS or following[0] in "\"'‘":
        return QUOTED
    known = little_words(language)
    small = _bare(following)
    if small in known.conjunctions:
        return JOINED
    if small in known.prepositions:
        return LED
    return PLAIN


def _bare(word: str) -> str:
    """In small letters, without what stands around it."""
    return word[slice(*core(word, 0, len(word)))].lower()


def _unspaced(word: str, following: str, language: str) -> float:
    """Between pieces of writing without blanks, by the rules of Japanese and Chinese typesetting (JIS X 4051)."""
    if following[0] in _CLOSERS or word[-1] in _OPENERS:
        return NEVER
    for pattern, price in ((_ENDS, ENDED), (_PAUSES, PAUSED), (_LISTS, LISTED)):
        if pattern.search(word):
            return price
    if word[-1] in _DASHES or word[-1] == "…":
        return DASHED
    if following[0] in _OPENERS:
        return QUOTED
    one, other = _script(word[-1]), _script(following[0])
    if "OTHER" in (one, other):
        return TORN if one == other else HAN
    if one == other:
        return {"HIRAGANA": KANA, "KATAKANA": KANA}.get(one, COMPOUND if primary(language) == "ja" else HAN)
    return LED if one == "HIRAGANA" else COMPOUND if other == "HIRAGANA" else PLAIN


def _script(letter: str) -> str:
    name = unicodedata.name(letter, "").split(" ")[0]
    return {"CJK": "HAN", "HIRAGANA": "HIRAGANA", "KATAKANA": "KATAKANA"}.get(name, "OTHER")
