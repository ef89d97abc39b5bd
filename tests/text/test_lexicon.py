"""The user's own pronunciations."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.errors import UsageError
from narrate.model import Anchor, Article, Block, Edit, Sentence, with_phonemes, without_phonemes
from narrate.text.lexicon import Lexicon, load
from narrate.text.script import Preparation, prepare


def lexicon(text: str) -> Lexicon:
    return Lexicon(load(text.encode(), "names.toml"))


def said(text: str, words: Lexicon, language: str = "en") -> str:
    block = Block(kind="paragraph", text=text, anchor=Anchor(source="test"))
    script = prepare(
        Article(source="test", blocks=(block,), language=language), chosen=Preparation(language=language, lexicon=words)
    )
    return " ".join(sentence.spoken for sentence in script.sentences)


def test_whole_words_are_respelt_in_any_case_unless_told_otherwise() -> None:
    words = lexicon('[[word]]\nwritten = "Kyiv"\nsay = "Keev"\n[[word]]\nwritten = "US"\ncase = true\nletters = true')
    assert said("Kyiv and KYIV but not Kyivan, said the US to us.", words) == (
        "Keev and Keev but not Kyivan, said the U S to us."
    )


def test_phrases_match_however_they_are_spaced() -> None:
    assert said("The New\n York Times.", lexicon('[[word]]\nwritten = "new york"\nsay = "Noo Yawk"')) == (
        "The Noo Yawk Times."
    )


def test_patterns_and_skipped_words() -> None:
    words = lexicon("[[word]]\npattern = '\\[sic\\]'\nskip = true\n[[word]]\npattern = 'v\\d'\nsay = 'version'")
    assert said("It are [sic] v2 now.", words) == "It are  version now."


def test_a_block_of_skipped_words_only_becomes_a_pause_and_is_listed() -> None:
    block = Block(kind="paragraph", text="Advert.", anchor=Anchor(source="test"))
    words = lexicon('[[word]]\nwritten = "advert"\nskip = true')
    script = prepare(Article(source="test", blocks=(block,), language="en"), chosen=Preparation(lexicon=words))
    assert not script.sentences
    assert [removed.block for removed in script.removed] == [block]


def test_an_entry_for_one_language_leaves_others_alone() -> None:
    words = lexicon('[[word]]\nwritten = "Paris"\nlanguage = "fr"\nsay = "Pari"')
    assert said("Paris is large.", words) == "Paris is large."
    assert said("Paris est grande.", words, "fr-CA") == "Pari est grande."


def test_the_lexicon_wins_over_the_rules_and_the_first_entry_over_later_ones() -> None:
    words = lexicon('[[word]]\nwritten = "$5"\nsay = "a fiver"\n[[word]]\nwritten = "5"\nsay = "never"')
    assert said("It costs $5 or 6 pounds.", Lexicon(words.entries)) == "It costs a fiver or six pounds."


def test_ipa_travels_with_the_word_and_can_be_taken_off() -> None:
    spoken = said("Peskov spoke.", lexicon('[[word]]\nwritten = "Peskov"\nipa = "pɛskˈɔf"'))
    assert spoken == with_phonemes("Peskov", "pɛskˈɔf") + " spoke."
    assert without_phonemes(spoken) == "Peskov spoke."


def test_a_w3c_lexicon_is_read() -> None:
    page = """<?xml version="1.0" encoding="UTF-8"?>
    <lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon" alphabet="ipa" xml:lang="en-US">
      <lexeme><grapheme>Gdansk</grapheme><grapheme>Gdańsk</grapheme><phoneme>ɡdˈænsk</phoneme></lexeme>
      <lexeme><grapheme>W3C</grapheme><alias>World Wide Web Consortium</alias></lexeme>
    </lexicon>"""
    words = Lexicon(load(page.encode(), "names.pls"))
    assert without_phonemes(said("W3C met in Gdańsk.", words)) == "World Wide Web Consortium met in Gdańsk."
    assert words.matches([("In Gdańsk, Gdańsk!", "en"), ("Gdańsk", "pl")]) == (0, 2, 0)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("[[word]]\nsay = 'x'", "names.toml, word 1: it wants either `written` or `pattern`"),
        ("[[word]]\nwritten = 'a'\nsay = 'b'\n[[word]]\nwritten = 'c'", "word 2: it wants one of"),
        ("[[word]]\nwritten = 'a'\nsay = 'b'\nskip = true", "word 1: it wants one of"),
        ("[[word]]\npattern = '('\nsay = 'b'", "no regular expression"),
        ("[[word]]\nwritten = 'a'\nsaid = 'b'", "there is no key “said”"),
        ("[[word]]\nwritten = 'a'\nskip = 'yes'", "“skip” must be true or false"),
        ("word = 3", "a lexicon is a list"),
        ("not toml", "the lexicon can't be read"),
        ("<html></html>", "no W3C pronunciation lexicon"),
        ("<lexicon", "no XML that can be read"),
        ("<!DOCTYPE x [<!ENTITY a 'b'>]><lexicon/>", "declares entities"),
    ],
)
def test_a_bad_lexicon_is_an_error_that_names_its_place(text: str, message: str) -> None:
    with pytest.raises(UsageError) as raised:
        load(text.encode(), "names.toml")
    assert message in str(raised.value)


@given(st.text(alphabet="ab 1.", max_size=40))
def test_edits_stay_in_order_and_apart_whatever_the_rules_found(text: str) -> None:
    words = lexicon("[[word]]\npattern = 'a+b?'\nsay = 'x'\n[[word]]\nwritten = 'b'\nskip = true")
    others = tuple(Edit(start=n, end=n + 1, spoken="y", rule="test") for n, letter in enumerate(text) if letter == "1")
    block = Block(kind="paragraph", text=text, anchor=Anchor(source="test"))
    found = words.edits(text, "en", others)
    Sentence(block=block, start=0, end=len(text), edits=found)
    assert set(others) <= set(found)
