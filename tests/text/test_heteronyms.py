"""English words of one spelling and two sounds: given where the words around are sure, else left to the voice."""

from __future__ import annotations

import pytest

from benchmarks.heteronyms import Voice, cases
from narrate.model import with_phonemes, without_phonemes
from narrate.text.spoken import edits, worded
from narrate.text.spoken.en.heteronyms import SURE, WORDS, sound_of, sounds


def said(text: str) -> str:
    return worded(text, edits(text, "en"))


@pytest.mark.parametrize(
    ("text", "word", "ipa"),
    [
        ("She has read the book.", "read", "ɹˈɛd"),
        ("He will read the book.", "read", "ɹˈid"),
        ("The pipes were made of lead.", "lead", "lˈɛd"),
        ("Lead poisoning is on the rise.", "Lead", "lˈɛd"),
        ("They watched it live on television.", "live", "lˈaɪv"),
        ("The year drew to a close.", "close", "klˈoʊz"),
        ("He plays bass in a band.", "bass", "bˈeɪs"),
        ("A row broke out over taxes.", "row", "ɹˈaʊ"),
        ("They found minute traces of it.", "minute", "maɪnˈut"),
        ("Neighbours may object to the plan.", "object", "əbdʒˈɛkt"),
    ],
)
def test_a_sound_is_given_where_the_words_around_are_sure(text: str, word: str, ipa: str) -> None:
    assert said(text) == text.replace(word, with_phonemes(word, ipa))
    assert without_phonemes(said(text)) == text


@pytest.mark.parametrize(
    "text",
    [
        "They lead by two goals.",
        "He took the lead early on.",
        "We caught a bass in the lake.",
        "It is the third win in a row.",
        "Wait a minute.",
        "The object was heavy.",
        "An invalid configuration was requested.",
        "A compact project that uses offcuts.",
        "One approach to project management.",
        "Read-only memory, a lead-in and his row's end.",
    ],
)
def test_a_voice_is_left_alone_where_it_knows_or_nothing_is_sure(text: str) -> None:
    assert said(text) == text


def test_hardly_a_given_sound_is_wrong() -> None:
    given = wrong = 0
    for case in cases("all"):
        if case.word in WORDS:
            start = case.sentence.lower().index(f" {case.word}" if f" {case.word}" in case.sentence else case.word)
            start += case.sentence[start] == " "
            ipa = sound_of(case.sentence, start, start + len(case.word))
            given += bool(ipa)
            wrong += bool(ipa) and ipa != case.ipa
    assert given > 120
    assert wrong <= given * 0.01


def test_all_sounds_can_be_spoken_by_the_default_voice() -> None:
    voice = Voice()
    for word in WORDS:
        for ipa, cues in sounds(word).items():
            assert sum(max(weight, 0) for _, weight, _ in cues) >= SURE
            assert voice.sound(f"So {with_phonemes(word, ipa)}, then.", word).strip(" ,")
