"""Kokoro's phonemes: their numbers, and how IPA is written in them.

The alphabet is IPA with single letters for affricates and for English's diphthongs. Numbers are those of the model's
own `config.json`; what eSpeak's sounds become is what misaki, with which the voices were trained, makes of them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from narrate.errors import EngineError

PAD = 0
# Where each run of neighbouring numbers begins.
RUNS = (
    (1, ";:,.!?"), (9, "—…\"()“” \u0303ʣʥʦʨᵝꭧAI"), (31, "O"), (33, "Q"), (35, "ST"), (39, "W"), (41, "Yᵊabcdef"),
    (50, "hijklmnopqrstuvwxyzɑɐɒæ"), (75, "βɔɕç"), (80, "ɖðʤə"), (85, "ɚɛɜ"), (90, "ɟ"), (92, "ɡ"), (99, "ɥ"),
    (101, "ɨɪʝ"), (110, "ɯɰŋɳɲɴø"), (118, "ɸθœ"), (123, "ɹ"), (125, "ɾɻ"), (128, "ʁɽʂʃʈʧ"), (135, "ʊʋ"), (138, "ʌɣɤ"),
    (142, "χʎ"), (147, "ʒʔ"), (156, "ˈˌː"), (162, "ʰ"), (164, "ʲ"), (169, "↓"), (171, "→↗↘"), (177, "ᵻ"),
)  # fmt: skip
VOCABULARY: Mapping[str, int] = {letter: first + step for first, run in RUNS for step, letter in enumerate(run)}

TIE = "^"
JOINED = {
    "a^ɪ": "I", "a^ʊ": "W", "d^z": "ʣ", "d^ʒ": "ʤ", "e^ɪ": "A", "o^ʊ": "O", "ə^ʊ": "Q", "s^s": "S", "t^s": "ʦ",
    "t^ʃ": "ʧ", "ɔ^ɪ": "Y",
}  # fmt: skip
"""Sounds of two letters that have a letter of their own; eSpeak writes the tie."""
NEAREST = {"ɭ": "l", "g": "ɡ", "ɫ": "l", "ɱ": "m"}
"""Sounds that the alphabet lacks, and the one most like it."""
SWITCH = re.compile(r"\([a-z][\w-]*\)")
"""eSpeak's note that it reads on in another language."""
QUOTES = {"«": "“", "»": "”", "„": "“", "‟": "“", "[": "(", "]": ")", "–": "—", "―": "—"}
PUNCTUATION = frozenset(';:,.!?—…"()“”')
INSIDE = frozenset("—…–")
"""Punctuation that parts words even without a blank."""
VOWELS = frozenset("AIOQWYaeiouyɑɐɒæəɚɛɜɪɨøœɔʊʌɯɤᵊᵻ")
STRESS = re.compile(rf"([ˈˌ])([^{''.join(sorted(VOWELS))}ˈˌ\s]+)(?=[{''.join(sorted(VOWELS))}])")
DROPPED = frozenset("./[]‿|‖ ͡'")
AFFRICATES = ("tʃ", "dʒ", "ts", "dz")


def composed(text: str) -> str:
    """`text` with tildes as letters of their own, as the alphabet has them, and "ç" as one."""
    return unicodedata.normalize("NFD", text).replace("c\u0327", "ç")


def written(tied: str, owners: Sequence[int]) -> tuple[list[str], list[int]]:
    """The alphabet's letters for eSpeak's sounds, `owners` telling whose each letter is; the others are left out."""
    letters: list[str] = []
    theirs: list[int] = []
    at = 0
    while at < len(tied):
        joined = JOINED.get(tied[at : at + 3])
        letter = joined or NEAREST.get(tied[at], tied[at])
        if letter in VOCABULARY:
            letters.append(letter)
            theirs.append(owners[at])
        at += 3 if joined else 1
    return letters, theirs


def given(ipa: str) -> str:
    """IPA as people write it, in this alphabet; raises `EngineError` for a sound that it lacks."""
    text = composed(ipa)
    for pair in AFFRICATES:
        for way in (f"{pair[0]}͡{pair[1]}", pair):
            text = text.replace(way, JOINED[f"{pair[0]}^{pair[1]}"])
    text = "".join(NEAREST.get(letter, letter) for letter in text if letter not in DROPPED)
    text = STRESS.sub(r"\2\1", text)
    unknown = [letter for letter in text if letter not in VOCABULARY]
    if unknown or not VOWELS.intersection(text):
        what = f"there is no sound for “{unknown[0]}”" if unknown else "it lacks a vowel"
        raise EngineError(
            f"the pronunciation “{ipa}” can't be spoken: {what}",
            hint="write it in IPA, or respell the word instead",
        )
    return text
