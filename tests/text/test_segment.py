"""Where sentences end: after abbreviations, initials, hours, in lists, short lines and casual writing."""

from __future__ import annotations

import time

import pytest

from narrate.text.segment import segment

CASES = {
    "en": [
        "Dr. Lee met Mrs. Ito at 9 a.m. on Monday.| They left at 4 p.m.| Nobody saw them.",
        "At 6 a.m. Mr. Hale rose.| He slept at 10 p.m.| Mrs. Hale did not.",
        "The U.S. Senate met.| We live in the U.S.| It is large.",
        "J. R. Moss wrote it.| It cost $3.50.| Version 2.0 is out.",
        "1. Wash it 2. Dry it 3. Fold it".replace(" 2.", "| 2.").replace(" 3.", "| 3."),
        "a.) Wash it| b.) Dry it| c.) Fold it",
        "• 1. Wash it| • 2. Dry it",
        "“Stop!” he cried.| Then he ran.",
        "Stop! he cried.| Then he ran.",
        "it was shut. we went home. the end came".replace(". ", ".| "),
        "Write to Ann.Lee@mail.example today.| Thanks.",
        "Hello Ann,| How are you?",
        "It grew . . . and grew.| Then it stopped.",
        "The Old Mill\n|(by the river)\n|The mill stood empty.",
        "The wind fell and the\nboat drifted on until the evening came over the bay.",
        "For 1. see above and for 2. see below.",
    ],
    "ru": [
        "В 1999 г. он уехал.| В 2003 г. вернулся.",
        "До города 30 км.| Во дворе темно.",
        "А. П. Чехов жил здесь (до 1899 г.).| Потом уехал.",
        "«Где?» — спросил он.| Никто не знал.",
        "Книги, карты и т. д.| Всё это осталось.",
    ],
    "de": ["Am 3. Oktober kam er.| Dr. Vogt blieb z. B. zu Hause.", "Das sind ca. 5 km.| Dann kam der Wald."],
    "fr": ["M. Roy est parti.| Il reviendra."],
    "es": ["El Sr. Ruiz salió.| ¿Volverá?| Nadie lo sabe."],
}


@pytest.mark.parametrize(("language", "marked"), [(language, case) for language in CASES for case in CASES[language]])
def test_sentences_end_where_a_reader_rests(language: str, marked: str) -> None:
    text = marked.replace("|", "")
    wanted = [piece.strip() for piece in marked.split("|")]
    assert [text[start:end] for start, end in segment(text, language)] == wanted


def test_time_grows_with_the_length_only() -> None:
    begin = time.process_time()
    for text in ("1. a " * 100_000, "• b\n" * 100_000, "Hi, Ann\n" * 100_000, "a) b) c) " * 50_000, ". :) " * 100_000):
        segment(text, "en")
    assert time.process_time() - begin < 20
