"""Which language a text is in: told by little words where they are clear, without loading a classifier."""

from __future__ import annotations

import subprocess
import sys

import pytest

from narrate.text.language import detect, is_right_to_left
from narrate.text.language_words import WORDS

CLEAR = {
    "en": "The ferry was late again, and the people who had waited at the pier went home without a word about it.",
    "de": "Die Fähre kam auch an diesem Abend nicht, und die Leute am Ufer gingen ohne ein Wort nach Hause.",
    "fr": "Le bateau est encore arrivé en retard, et les gens qui attendaient sur le quai sont rentrés chez eux.",
    "es": "El barco llegó tarde otra vez, y la gente que esperaba en el muelle se fue a casa sin decir nada.",
    "it": "Il traghetto è arrivato di nuovo in ritardo e la gente che aspettava sul molo se ne è andata con gli altri.",
    "pt": "O barco chegou outra vez atrasado e as pessoas que não tinham bilhete foram embora sem uma palavra.",
    "nl": "De boot was weer te laat en de mensen die op de kade stonden te wachten gingen naar huis met een zucht.",
    "sv": "Färjan var sen igen och de som hade väntat på kajen gick hem utan att säga något om det till varandra.",
    "pl": "Prom znowu się spóźnił i ludzie, którzy czekali na nabrzeżu, poszli do domu, ale nikt nie był zły na to.",
    "ru": "Паром снова опоздал, и люди, которые ждали его на причале, разошлись по домам, не сказав ни слова.",
    "uk": "Пором знову запізнився, і люди, які чекали на нього, розійшлися по домівках, не сказавши ні слова.",
    "bg": "Корабът отново закъсня и хората, които чакаха на кея, се прибраха у дома, без да кажат нито дума.",
}


@pytest.mark.parametrize("language", CLEAR)
def test_a_clear_sentence_has_its_language(language: str) -> None:
    assert detect(CLEAR[language], "xx") == language
    assert detect(CLEAR[language], "en") == language
    assert detect(CLEAR[language], "ru") == language


def test_clear_texts_load_no_classifier() -> None:
    probe = (
        "import sys\nfrom narrate.text.language import detect\n"
        f"for language, text in {CLEAR!r}.items(): detect(text, language)\n"
        "assert 'py3langid' not in sys.modules and 'numpy' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", probe], check=True)


def test_names_alone_leave_the_expected_language() -> None:
    assert detect("Anna Karin Lindqvist", "en") == "en"


def test_letters_behind_an_apostrophe_are_no_words() -> None:
    text = (
        "Northern Kingdom’s fishermen’s children’s harbour concert on Lady Margaret’s island, and of that the Duke’s."
    )
    assert detect(text, "en") == "en"


def test_listed_words_are_in_their_script() -> None:
    assert all("a" <= word[0] <= "z" or ord(word[0]) > 0x7F for word in WORDS["Latn"])
    assert all(0x400 <= ord(word[0]) <= 0x52F for word in WORDS["Cyrl"])


@pytest.mark.parametrize("language", ["ar", "ar-EG", "he", "FA", "ur-Arab", "az-Arab", "yi"])
def test_languages_written_from_the_right_are_known(language: str) -> None:
    assert is_right_to_left(language)


@pytest.mark.parametrize("language", ["", "en", "az", "ar-Latn", "und", "arn", "hebrew"])
def test_other_languages_and_transliterations_are_written_from_the_left(language: str) -> None:
    assert not is_right_to_left(language)
