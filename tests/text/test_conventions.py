"""What a house may say this way or that: each choice is honoured, and what can't be is an error that says what can."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.errors import UsageError
from narrate.text.spoken import edits, worded
from narrate.text.spoken.conventions import Conventions, choices, overruled


def said(text: str, language: str = "en", **chosen: object) -> str:
    return worded(text, edits(text, language, overruled(language, chosen)))


def test_a_choice_holds_for_all_languages_and_a_languages_own_table_goes_over_it() -> None:
    chosen = {"years": "whole", "joint": True, "de": {"years": "pairs"}, "en-AU": {"joint": False}}
    assert overruled("fr", chosen) == Conventions(years="whole", joint=True)
    assert overruled("de-AT", chosen) == Conventions(years="pairs", joint=True)
    assert overruled("en-au", chosen) == Conventions(years="whole", joint=False)
    assert overruled("en-GB", {}) == Conventions(joint=True)
    assert overruled("en-GB", {"joint": False}) == Conventions()


@pytest.mark.parametrize(
    ("chosen", "message", "hint"),
    [
        ({"yeers": "whole"}, "there is no convention “yeers”", "years, joint"),
        ({"years": "half"}, "“years” can't be “half”", "pairs or whole"),
        ({"joint": 1}, "“joint” can't be “1”", "false or true"),
        ({"emoji": True}, "“emoji” can't be “true”", "silent or named"),
        ({"fr": {"clock": ["twelve"]}}, "conventions, fr: “clock” can't be", "written or twelve"),
        ({"years": {"a": 1}}, "“years” can't have a table of its own", "de, en-GB"),
        ({"not a tag": {}}, "“not a tag” can't have a table", "de, en-GB"),
    ],
)
def test_a_choice_that_cannot_be_is_an_error_that_says_what_can(
    chosen: dict[str, object], message: str, hint: str
) -> None:
    with pytest.raises(UsageError) as raised:
        overruled("en", chosen)
    assert message in str(raised.value)
    assert hint in raised.value.hint


@given(
    st.dictionaries(st.sampled_from(sorted(choices())), st.booleans() | st.sampled_from(["silent", "read", "whole"]))
)
def test_every_table_is_conventions_or_an_error(chosen: dict[str, object]) -> None:
    def fits(name: str, value: object) -> bool:
        return any(type(value) is type(one) and value == one for one in choices()[name])

    if all(fits(name, value) for name, value in chosen.items()):
        assert all(getattr(overruled("en", chosen), name) == value for name, value in chosen.items())
    else:
        with pytest.raises(UsageError):
            overruled("en", chosen)


@pytest.mark.parametrize(
    ("language", "text", "spoken"),
    [
        ("en", "205 left at 14:30", "two hundred and five left at two thirty P.M"),
        ("en", "in 1984", "in one thousand nine hundred and eighty-four"),
        ("de", "205 Gäste um 14:30 Uhr", "zweihundertundfünf Gäste um zwei Uhr dreißig nachmittags"),
        ("de", "20 Uhr, 1984", "acht Uhr abends, tausendneunhundertundvierundachtzig"),
        ("fr", "à 14 h 30 et 20h", "à deux heures trente de l'après-midi et huit heures du soir"),
        ("es", "a las 14:30 y a las 20:15", "a las dos y media de la tarde y a las ocho y quince de la noche"),
        ("ru", "до 20:15", "до восьми часов пятнадцати минут вечера"),
    ],
)  # fmt: skip
def test_years_joints_and_clocks(language: str, text: str, spoken: str) -> None:
    assert said(text, language, years="whole", joint=True, clock="twelve") == spoken


@pytest.mark.parametrize(
    ("language", "text", "spoken"),
    [
        ("en", "Well done 👍🏽👍👍", "Well done thumbs up"),
        ("en", "Nice day😀🎉 in 🇫🇷", "Nice day grinning face, party popper in France"),
        ("en", "🥇 for us", "first place medal for us"),
        ("en", "1️⃣ first", "one first"),
        ("ru", "Ура ❤️", "Ура алое сердце"),
        ("de", "Gut ❤️", "Gut rotes herz"),
        ("fr", "Bien 👩‍👩‍👧", "Bien famille femme femme et fille"),
        ("es", "Bien ❤️", "Bien corazón rojo"),
        ("pl", "Dobrze ❤️", "Dobrze "),
    ],
)
def test_emoji_are_named_where_wanted_each_once_in_a_run(language: str, text: str, spoken: str) -> None:
    assert said(text, language, emoji="named") == spoken


def test_silent_emoji_load_no_names() -> None:
    code = "import sys; from narrate.text.spoken import edits; edits('Fine 😀', 'en'); sys.exit('emoji' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


FORMULAS = {
    r"Let \(x^2\) be": "Let formula be",
    r"where \[ a = b \] holds": "where formula holds",
    "and $$a = 5$$ too": "and formula too",
    "for $x_1 + 2$ or $n$": "for formula or n",
    r"$\alpha$ is small": "formula is small",
    "It costs $5 and then $10 more": "It costs five dollars and then ten dollars more",
    "from $5 = 5 points to $7": "from five dollars equals five points to seven dollars",
}


@pytest.mark.parametrize("text", FORMULAS)
def test_tex_is_a_formula_and_sums_are_not(text: str) -> None:
    assert said(text) == FORMULAS[text]
    if "formula" in FORMULAS[text]:
        assert said(text, formulas="silent") == FORMULAS[text].replace("formula", "")


def test_a_formula_has_its_word_in_each_language() -> None:
    words = [said(r"\(x^2\)", language) for language in ("en", "ru", "de", "fr", "es")]
    assert words == ["formula", "формула", "Formel", "formule", "fórmula"]


@pytest.mark.parametrize(
    ("language", "text", "without"),
    [
        ("en", "It grows (Smith et al., 2019).", "It grows."),
        ("en", "It grows (Smith & Jones, 2010; van der Berg, 2020, p. 12) fast.", "It grows fast."),
        ("en", "It grows [Smith 2019].", "It grows."),
        ("de", "Es wächst (vgl. Müller und Koch, 2019, S. 7).", "Es wächst."),
        ("ru", "Он растёт (Иванов и др., 2019).", "Он растёт."),
    ],
)
def test_sources_in_brackets_may_be_left_out(language: str, text: str, without: str) -> None:
    assert said(text, language, citations="silent") == without
    assert len(said(text, language)) > len(text) - 5


def test_a_remark_in_brackets_is_no_source() -> None:
    for text in ("It grew (by half in May).", "It grew (see below).", "He spoke (in Rome) again."):
        assert said(text, citations="silent") == text


def test_reference_marks_may_be_read() -> None:
    assert said("A word[12] and boats³ end.") == "A word and boats end."
    assert said("A word[12] and boats³ end.", references="read") == "A word[twelve] and boats three end."
    assert said("Ein Wort[12] und Boote³", "de", references="read") == "Ein Wort[zwölf] und Boote drei"


SHOUTED = {
    "BREAKING NEWS: THE MINISTER RESIGNS": "Breaking news: the minister resigns",
    "ABOUT US": "About us",
    "US SENATE VOTES ON NASA AND U.S. BUDGET": "US senate votes on NASA and U.S budget",
    "THE GDP OF THE EU ROSE, FBI SAYS": "The G.D.P of the E.U rose, F.B.I says",
    "DON'T PANIC, I SAID": "Don't panic, I said",
    "She said: DO NOT TOUCH MY PHONE again": "She said: do not touch my phone again",
    "NATO, UNESCO and the RSPCA met": "NATO, UNESCO and the RSPCA met",
    "I was NOT happy": "I was NOT happy",
}


@pytest.mark.parametrize("text", SHOUTED)
def test_several_words_in_capitals_are_ordinary_words(text: str) -> None:
    assert said(text) == SHOUTED[text]


@pytest.mark.parametrize(
    ("language", "text", "spoken"),
    [
        ("ru", "СРОЧНЫЕ НОВОСТИ: США ОБЪЯВИЛИ", "Срочные новости: США объявили"),
        ("de", "WICHTIGE NACHRICHT VON DER CDU", "Wichtige nachricht von der CDU"),
        ("fr", "ÉLECTION : LA SNCF DÉCIDE", "Élection : la SNCF décide"),
        ("es", "ÚLTIMA HORA DE LA OTAN", "Última hora de la OTAN"),
    ],
)
def test_shouting_in_other_languages(language: str, text: str, spoken: str) -> None:
    assert said(text, language) == spoken
    assert said(text, language, capitals="written") == text
