"""Pronunciations in IPA, given to hibari."""

from __future__ import annotations

import numpy as np
import pytest
from hibari.g2p import G2P

from narrate import voices
from narrate.engines._hibari_ipa import symbols
from narrate.engines._hibari_words import Reader
from narrate.errors import EngineError
from narrate.model import with_phonemes

VOCABULARY = {letter: number for number, letter in enumerate("AIOQWYabdefhijklmnoprstuvwzæəɛɜɪɔɹɡʃʊʌʒʤʧˈˌː")}


@pytest.mark.parametrize(
    ("ipa", "wanted"),
    [
        ("/ˈstreɪt/", "stɹˈAt"),
        ("pɛsˈkɔf", "pɛskˈɔf"),
        ("tʃɜːrtʃ", "ʧɜːɹʧ"),
        ("d͡ʒoʊ", "ʤO"),
        ("ˌɡoʊ.ɪŋ".replace("ŋ", "n"), "ɡˌOɪn"),
    ],
)
def test_ipa_is_turned_into_the_voice_s_own_letters(ipa: str, wanted: str) -> None:
    assert symbols(ipa, VOCABULARY) == wanted


def test_a_sound_that_the_voice_lacks_is_an_error() -> None:
    with pytest.raises(EngineError, match="there is no sound for “ʘ”"):
        symbols("ʘa", VOCABULARY)
    with pytest.raises(EngineError, match="it lacks a vowel"):
        symbols("pst", VOCABULARY)


@pytest.fixture(scope="module")
def reader() -> Reader:
    vocabulary = {symbol: number for number, symbol in enumerate([*VOCABULARY, *" ðᵊɾTɐ,.“”"])}
    return Reader(G2P().oov, vocabulary, british=False)


def said(reader: Reader, text: str) -> str:
    return "".join(part.symbols for part in reader.read(text)[1])


@pytest.mark.parametrize(
    ("text", "same"),
    [
        (f"He saw the {with_phonemes('Azawad', 'ˈæpᵊl')} today.", "He saw the apple today."),
        (f"He saw the {with_phonemes('Xqzt', 'ˈbɛTi')} today.", "He saw the Betty today."),
        (f"He went to {with_phonemes('Azawad', 'ˈæpᵊl')}, then.", "He went to apple, then."),
        (f"The “{with_phonemes('Azawad', 'ˈæpᵊl')},” he said.", "The “apple,” he said."),
    ],
)
def test_words_beside_one_with_its_pronunciation_sound_as_beside_any_other(
    text: str, same: str, reader: Reader
) -> None:
    assert said(reader, text) == said(reader, same)


def test_what_is_joined_to_a_word_with_its_pronunciation_is_said(reader: Reader) -> None:
    assert "bˈɛti" in said(reader, f"A pro-{with_phonemes('Xqzt', 'ˈbɛti')} vote.")
    assert "bˈɛtis" in said(reader, f"It was {with_phonemes('Xqzt', 'ˈbɛti')}'s vote.")


def test_a_word_with_its_pronunciation_sounds_like_one_of_that_spelling() -> None:
    speaker = voices.open_speaker(voices.find("hibari:heart"))
    given = speaker.say(f"We met {with_phonemes('Xqzt', 'ˈbɛti')} today.", "en", 1.0)
    plain = speaker.say("We met Betty today.", "en", 1.0)
    other = speaker.say("We met Xqzt today.", "en", 1.0)
    assert abs(len(given.pcm) - len(plain.pcm)) < 0.1 * len(plain.pcm)
    assert len(given.pcm) != len(other.pcm)
    assert len(given.marks) == 4
    assert np.isfinite(given.pcm).all()
