"""What engines can and can't read of a text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from narrate.errors import EngineError

RUN = re.compile(r"[^\s.,;:!?…—–()\[\]«»“”\"，。！？；：、（）「」-]{10,}")
"""A piece between punctuation that is long enough to trouble an engine; no other is looked at by `Broken`."""
NOTHING = frozenset(("Cc", "Cs", "Co", "Cn", "Zl", "Zp"))  # controls, surrogates, unassigned, line separators
DIRECTIONS = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
"""Signs of the direction of writing, which have no sound; eSpeak leaves a letter out that stands before one."""
# eSpeak cuts words off after about 200 phonemes, which in trials were so many characters: digits, letters that are
# named one by one ("W" takes 8 phonemes), other letters and Hangul syllables, letters of scripts without blanks.
MOST_DIGITS = 15
MOST_NAMED = 18
MOST_LETTERS = 40
MOST_UNSPACED = 120
VOWEL = re.compile(r"[aeiouyаеёиоуыэюяєіїαεηιουω]", re.IGNORECASE)
HANGUL = re.compile(r"[\uac00-\ud7af]")
CLAUSE = 15
"""Characters of a broken word after which it needs a pause: eSpeak also cuts off clauses of 1,000 phonemes."""


def speakable(text: str) -> bool:
    """Whether there is a letter or digit in it."""
    return any(map(str.isalnum, text))


def wordless(text: str) -> EngineError:
    """The error of a text in which nothing can be said."""
    return EngineError("there is no word in this text to speak", hint="leave it out", quote=text)


def plain(text: str) -> str:
    """`text` with a blank for each control, surrogate, unassigned character and sign of direction; offsets stay."""
    return "".join(
        " " if unicodedata.category(letter) in NOTHING or letter in DIRECTIONS else letter for letter in text
    )


class Broken:
    """A text whose longest words are broken up, for engines that cut them short, or clauses of too many words.

    `most` tells how many characters of a word are spoken; one at a time, say, for a number of many digits. Between
    such pieces go blanks, and commas after each `CLAUSE` characters.
    """

    def __init__(self, text: str, most: Callable[[str], int]) -> None:
        pieces: list[str] = []
        self._origins: list[int] = []
        last = 0
        for run in RUN.finditer(text):
            size = most(run.group())
            said = 0
            for at in range(run.start() + size, run.end(), size):
                said += size
                joint = ", " if said >= CLAUSE else " "
                said = 0 if said >= CLAUSE else said
                pieces += text[last:at], joint
                self._origins += [*range(last, at), *[at] * len(joint)]
                last = at
        self.text = "".join([*pieces, text[last:]])
        self._origins += range(last, len(text) + 1)

    def origin(self, at: int) -> int:
        """The offset in the text as it was, of an offset in the broken one."""
        return self._origins[min(max(at, 0), len(self._origins) - 1)]


def at_once(word: str) -> int:
    """How many characters of a word eSpeak speaks; 1 for a long number, which is read digit by digit."""
    if sum(map(str.isdigit, word)) > MOST_DIGITS:
        return 1
    if word.lower() == word.upper():
        return MOST_LETTERS if HANGUL.search(word) else MOST_UNSPACED
    return MOST_NAMED if word.isupper() or not VOWEL.search(unicodedata.normalize("NFD", word)) else MOST_LETTERS
