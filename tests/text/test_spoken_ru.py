"""Russian wording: what is written in figures is said in the form that its sentence asks for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.model import Anchor, Block, Sentence
from narrate.text.spoken import edits
from narrate.text.spoken.ru.numbers import Case, cardinal, ordinal


def said(text: str, language: str = "ru") -> str:
    block = Block(kind="paragraph", text=text, anchor=Anchor(source="test"))
    return Sentence(block=block, start=0, end=len(text), edits=edits(text, language)).spoken


CASES = {
    "Он прошёл 6 км.": "Он прошёл шесть километров.",
    "Осталось 22 минуты.": "Осталось двадцать две минуты.",
    "к 31 участнику": "к тридцати одному участнику",
    "с 14 гостями": "с четырнадцатью гостями",
    "в 40 городах": "в сорока городах",
    "не более 200 шагов": "не более двухсот шагов",
    "С 4 по 9 июля идут дожди.": "С четвёртого по девятое июля идут дожди.",
    "4–9 июля": "с четвёртого по девятое июля",
    "8 марта — выходной.": "восьмое марта — выходной.",
    "Это было 8 марта.": "Это было восьмого марта.",
    "03.11.1998": "третьего ноября тысяча девятьсот девяносто восьмого года",
    "в 2031 г.": "в две тысячи тридцать первом году.",
    "к 2031 году": "к две тысячи тридцать первому году",
    "В 2031 появится мост.": "В две тысячи тридцать первом появится мост.",
    "в 1961–1964 гг.": "в тысяча девятьсот шестьдесят первом — тысяча девятьсот шестьдесят четвёртом годах.",
    "в 80-х годах": "в восьмидесятых годах",
    "19 век": "девятнадцатый век",
    "в XVII веке": "в семнадцатом веке",
    "Александр III и Анна I": "Александр Третий и Анна Первая",
    "глава IV": "глава четвёртая",
    "на 12 %": "на двенадцать процентов",
    "около 12 %": "около двенадцати процентов",
    "до 1,5 %": "до одной целой и пяти десятых процента",
    "7 млрд руб.": "семь миллиардов рублей.",
    "€3 млн": "три миллиона евро",
    "5,40 руб.": "пять рублей сорок копеек.",
    "на ул. Садовой, д. 3": "на улице Садовой, дом три",
    "№ 12": "номер двенадцать",
    "Н. В. Гоголь": "Эн Вэ Гоголь",
    "в 14:05": "в четырнадцать часов пять минут",
    "до 18:00": "до восемнадцати часов",
    "8 (800) 200-05-06": "восемь, восемьсот, двести, ноль пять, ноль шесть",
    "3-й этаж, на 3-м этаже, в 3-й главе": "третий этаж, на третьем этаже, в третьей главе",
    "2-е место": "второе место",
    "35-летняя": "тридцатипятилетняя",
    "2/5 бюджета": "две пятых бюджета",
    "2–3 дня": "два-три дня",
    "10–12 дней": "от десяти до двенадцати дней",
    "за́мок и замо́к": "за́мок и замо́к",
    "ёлка": "ёлка",
    "-7 °C": "минус семь градусов Цельсия",
    "60 км/ч": "шестьдесят километров в час",
    "3 м²": "три квадратных метра",
    "выиграли 4:2": "выиграли четыре два",
    "и т. д.": "и так далее.",
    "10:20": "десять часов двадцать минут",
}


@pytest.mark.parametrize("written", CASES)
def test_russian_is_said_as_a_person_would(written: str) -> None:
    assert said(written) == CASES[written]


def test_numbers_decline() -> None:
    assert cardinal(642, Case.INS) == "шестьюстами сорока двумя"
    assert cardinal(1_002_001, Case.GEN, "f") == "одного миллиона двух тысяч одной"
    assert cardinal(21, Case.ACC, "f") == "двадцать одну"
    assert ordinal(1983, Case.PRE) == "тысяча девятьсот восемьдесят третьем"
    assert ordinal(2000, Case.GEN) == "двухтысячного"
    assert ordinal(25_000) == "двадцатипятитысячный"


@given(st.integers(min_value=0, max_value=10**25), st.sampled_from(Case))
def test_every_number_has_words(number: int, case: Case) -> None:
    assert not any(letter.isdigit() for letter in cardinal(number, case) + ordinal(number, case))


@given(st.text(alphabet="0123456789 ,.-–:/%№₽гкмс", max_size=20))
def test_no_figure_is_left_to_the_voice(text: str) -> None:
    assert not any("0" <= letter <= "9" for letter in said(text))
