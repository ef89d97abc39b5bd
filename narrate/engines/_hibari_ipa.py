"""IPA as people write it, in the alphabet of hibari's voices.

The alphabet is Kokoro's: IPA, with one capital for each diphthong, one letter for each affricate, stress marks before
the stressed vowel.
"""

from __future__ import annotations

import re
import unicodedata

from narrate.errors import EngineError

# Longer ones first. Voices of either accent know both "O" and "Q"; the long mark is British.
TURNED = (
    ("t͡ʃ", "ʧ"), ("d͡ʒ", "ʤ"), ("tʃ", "ʧ"), ("dʒ", "ʤ"), ("ts", "ʦ"), ("eɪ", "A"), ("aɪ", "I"), ("ɔɪ", "Y"), ("aʊ", "W"),
    ("oʊ", "O"), ("əʊ", "Q"), ("ɝ", "ɜɹ"), ("ɚ", "əɹ"), ("r", "ɹ"), ("g", "ɡ"), ("ɫ", "l"), ("ɵ", "θ"),
)  # fmt: skip
VOWELS = "AIOQWYaeiouyɑɐɒæəɚɛɜɪɨøœɔʊʌɯɤᵊᵻ"
STRESS = re.compile(rf"([ˈˌ])([^{VOWELS}ˈˌ\s]+)(?=[{VOWELS}])")
DROPPED = "./[]‿|‖ ͡'"
"""Syllable breaks, brackets, ties: written for the eye."""


def symbols(ipa: str, vocabulary: dict[str, int]) -> str:
    """The phonemes that a voice takes; raises `EngineError` for a sound it does not have."""
    text = unicodedata.normalize("NFC", ipa)
    for written, letter in TURNED:
        text = text.replace(written, letter)
    text = STRESS.sub(r"\2\1", text)
    kept = [letter for letter in text if letter not in DROPPED]
    unknown = [letter for letter in kept if letter not in vocabulary]
    if unknown or not any(letter in VOWELS for letter in kept):
        what = f"“{unknown[0]}”" if unknown else "a vowel"
        raise EngineError(
            f"the pronunciation “{ipa}” can't be spoken: {'there is no sound for' if unknown else 'it lacks'} {what}",
            hint="write it in IPA, such as pɛskˈɔf, or respell the word instead",
        )
    return "".join(kept)
