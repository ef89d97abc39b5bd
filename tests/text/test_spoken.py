"""Wording in every language: no figure is left to the voice, nothing crashes, and the usual forms are said right."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from narrate.model import Anchor, Block, Sentence, without_phonemes
from narrate.text.spoken import edits, languages
from narrate.text.spoken.conventions import Conventions
from narrate.text.spoken.rules import Rule, alternatives, gate


def said(text: str, language: str) -> str:
    block = Block(kind="paragraph", text=text, anchor=Anchor(source="test"))
    return Sentence(block=block, start=0, end=len(text), edits=edits(text, language)).spoken


CASES = {
    "de": {
        "Am 7. Juni kamen 1.340 Gäste.": "Am siebten Juni kamen tausenddreihundertvierzig Gäste.",
        "seit 1987": "seit neunzehnhundertsiebenundachtzig",
        "24.12.2031": "vierundzwanzigster Dezember zweitausendeinunddreißig",
        "um 9.05 Uhr": "um neun Uhr fünf",
        "3,75 Mrd. €": "drei Komma sieben fünf Milliarden Euro",
        "2,50 €": "zwei Euro fünfzig",
        "im 18. Jahrhundert": "im achtzehnten Jahrhundert",
        "Heinrich VIII.": "Heinrich der Achte.",
        "z. B. 4 %": "zum Beispiel vier Prozent",
        "ein 12-jähriges Kind": "ein zwölfjähriges Kind",
        "die 60er Jahre": "die sechziger Jahre",
        "3/4": "drei Viertel",
        "5–8 km": "fünf bis acht Kilometer",
        "siegte 4:1": "siegte vier zu eins",
        "1 Stunde": "eine Stunde",
        "−4 °C": "minus vier Grad Celsius",
        "Das sind 12. Mehr nicht.": "Das sind zwölf. Mehr nicht.",
    },
    "fr": {
        "Le 1er juin": "Le premier juin",
        "le 14/07/1989": "le quatorze juillet mille neuf cent quatre-vingt-neuf",
        "à 18h05": "à dix-huit heures cinq",
        "71 %": "soixante et onze pour cent",
        "4,5 millions d'euros": "quatre virgule cinq millions d'euros",
        "7 Md€": "sept milliards d'euros",
        "3,20 €": "trois euros vingt",
        "au XIXe siècle": "au dix-neuvième siècle",
        "Louis XVI": "Louis seize",
        "Mme Roy et M. Blanc": "madame Roy et monsieur Blanc",
        "21 personnes": "vingt et une personnes",
        "2/5": "deux cinquièmes",
        "06 11 22 33 44": "zéro six, onze, vingt-deux, trente-trois, quarante-quatre",
        "6-8 km": "six à huit kilomètres",
        "la 2e fois": "la deuxième fois",
        "Le Caire et les Alpes": "Le Caire et les Alpes",
    },
    "es": {
        "El 2 de junio de 1998": "El dos de junio de mil novecientos noventa y ocho",
        "a las 7:30": "a las siete y media",
        "31 personas": "treinta y una personas",
        "21 libros": "veintiún libros",
        "700 casas": "setecientas casas",
        "4,5 millones de euros": "cuatro coma cinco millones de euros",
        "3,20 €": "tres euros con veinte céntimos",
        "el siglo XIX": "el siglo diecinueve",
        "Fernando VII": "Fernando séptimo",
        "la 3.ª vez": "la tercera vez",
        "el Sr. Ruiz": "el señor Ruiz",
        "EE. UU.": "Estados Unidos.",
        "3/5": "tres quintos",
        "6-8 km": "seis a ocho kilómetros",
        "desde 1990 ha crecido": "desde mil novecientos noventa ha crecido",
        "12 %": "doce por ciento",
    },
}


@pytest.mark.parametrize(("language", "written"), [(language, text) for language in CASES for text in CASES[language]])
def test_usual_forms_are_said_as_a_person_would(language: str, written: str) -> None:
    assert said(written, language) == CASES[language][written]


PIECES = st.lists(
    st.one_of(
        st.sampled_from(
            str.split(
                "1 12 3.5 4,5 1.000 2024 XIV 5% $7 €3 8kg 9km/h 10:30 1/2 3-4 7° № § 1990s 20-х 3. 21e 4.º 007 +49"
            )
        ),
        st.text(alphabet="0123456789.,:;/-–+%$€£°№§ abшяñß'", max_size=12),
        st.sampled_from(["Mai", "мая", "mai", "mayo", "May", "Uhr", "h", "Mio.", "млн", "руб.", "г.", "%", "€"]),
    ),
    max_size=8,
).map(" ".join)


@given(PIECES, st.sampled_from(sorted(languages())))
@example("1.0–000", "de")
@example("100–0.0 0/0.000", "es")
@example("① ２０２５ 𝟏", "fr")
@settings(max_examples=600, deadline=None)
def test_no_figure_is_left_to_the_voice(text: str, language: str) -> None:
    assert not any("0" <= letter <= "9" for letter in said(text, language))


@given(st.text(max_size=60), st.sampled_from([*sorted(languages()), "pl", ""]))
@settings(max_examples=300, deadline=None)
def test_no_text_is_too_odd(text: str, language: str) -> None:
    assert isinstance(said(text, language), str)


def test_conventions_are_settings() -> None:
    text = "In 1984, 205 boats left at 14:30, see www.example.org or a@example.org."
    spoken: dict[str, str] = {}
    for name, choice in {
        "usual": Conventions(),
        "other": Conventions(years="whole", joint=True, clock="twelve", links="host", email="silent"),
    }.items():
        made = edits(text, "en", choice)
        block = Block(kind="paragraph", text=text, anchor=Anchor(source="test"))
        spoken[name] = Sentence(block=block, start=0, end=len(text), edits=made).spoken
    assert spoken["usual"] == (
        "In nineteen eighty-four, two hundred five boats left at fourteen thirty, "
        "see link to example dot org or a at example dot org."
    )
    assert spoken["other"] == (
        "In one thousand nine hundred and eighty-four, two hundred and five boats left at two thirty P.M, "
        "see example dot org or ."
    )
    assert "and five" in said("205 boats", "en-GB")


def test_entities_left_in_a_page_are_their_signs() -> None:
    assert said("It&#39;s &quot;so&quot;", "en") == 'It\'s "so"'


def test_a_gate_lets_through_what_any_need_finds() -> None:
    needs = [r"\d", "[$€]", r"\.(?=\w)|//|[a-c]{2} x", r"(?:Dr|St)\. [A-Z]|\|", "(?P<name>WW)I"]
    rules = tuple(Rule("test", re.compile(need), lambda match: None) for need in needs)
    patterns = gate(rules)
    for text in ("5", "€", "a.b", "http://", "ab x", "Dr. X", "|", "WWI"):
        assert any(pattern.search(text) for pattern in patterns), text
    assert not any(pattern.search("Plain words. No more") for pattern in patterns)
    assert alternatives(r"a|(?:b|c)|[|]|\||d") == ["a", "(?:b|c)", "[|]", r"\|", "d"]


SENTENCES = st.lists(
    st.sampled_from(
        str.split(
            "The a $5 million budget 2,300-page St. Main D-N.Y. WWII Louis XIV 3.5% #1 R-Texas 10×10 No.1 @you C++ x^2 "
            "read lead live close row minute BREAKING NEWS US (Smith, 2019) [12] \\(x\\) $x$ 😀 → 9:30 p.m. 2h 15m "
            "FY24 Q1 H200 1920x1080 mid-1980s 4k R50bn 0x08 555-1234 §5 ±5 ~3 Jan.–March Monday–Friday"
            " 5'10\" 1/2 32/64-bit"
        )
    ),
    max_size=12,
).map(" ".join)


@given(SENTENCES, st.sampled_from(["en", "en-GB"]))
@settings(max_examples=400, deadline=None)
def test_no_mix_of_english_forms_leaves_a_figure_or_crosses_another(text: str, language: str) -> None:
    spoken = without_phonemes(said(text, language))
    assert not any("0" <= letter <= "9" for letter in spoken)
