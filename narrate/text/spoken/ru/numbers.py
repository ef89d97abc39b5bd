"""Russian number words in all cases and genders, by table."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import IntEnum
from types import MappingProxyType
from typing import Literal

Gender = Literal["m", "f", "n", "p"]
"""Masculine, feminine, neuter, plural."""


class Case(IntEnum):
    """The cases in the order of every table here."""

    NOM = 0
    GEN = 1
    DAT = 2
    ACC = 3
    INS = 4
    PRE = 5


def _forms(words: str) -> tuple[str, ...]:
    return tuple(words.split())


_ONE: Mapping[Gender, tuple[str, ...]] = MappingProxyType(
    {
        "m": _forms("один одного одному один одним одном"),
        "f": _forms("одна одной одной одну одной одной"),
        "n": _forms("одно одного одному одно одним одном"),
        "p": _forms("одни одних одним одни одними одних"),
    }
)
_TWO = _forms("два двух двум два двумя двух")
_TWO_F = _forms("две двух двум две двумя двух")
_SMALL = {
    0: _forms("ноль ноля нолю ноль нолём ноле"),
    3: _forms("три трёх трём три тремя трёх"),
    4: _forms("четыре четырёх четырём четыре четырьмя четырёх"),
    8: _forms("восемь восьми восьми восемь восемью восьми"),
    40: _forms("сорок сорока сорока сорок сорока сорока"),
    80: _forms("восемьдесят восьмидесяти восьмидесяти восемьдесят восемьюдесятью восьмидесяти"),
    90: _forms("девяносто девяноста девяноста девяносто девяноста девяноста"),
    100: _forms("сто ста ста сто ста ста"),
    200: _forms("двести двухсот двумстам двести двумястами двухстах"),
    300: _forms("триста трёхсот трёмстам триста тремястами трёхстах"),
    400: _forms("четыреста четырёхсот четырёмстам четыреста четырьмястами четырёхстах"),
    800: _forms("восемьсот восьмисот восьмистам восемьсот восемьюстами восьмистах"),
}


def _fill() -> None:
    soft = {5: "пят", 6: "шест", 7: "сем", 9: "девят", 10: "десят", 11: "одиннадцат", 12: "двенадцат", 13: "тринадцат",
            14: "четырнадцат", 15: "пятнадцат", 16: "шестнадцат", 17: "семнадцат", 18: "восемнадцат",
            19: "девятнадцат", 20: "двадцат", 30: "тридцат"}  # fmt: skip
    for number, stem in soft.items():
        _SMALL[number] = tuple(stem + ending for ending in ("ь", "и", "и", "ь", "ью", "и"))
    for number in (5, 6, 7):
        nom, gen, ins = _SMALL[number][0], _SMALL[number][1], _SMALL[number][4]
        _SMALL[number * 10] = (nom + "десят", *[gen + "десяти"] * 2, nom + "десят", ins + "десятью", gen + "десяти")
    for number in (5, 6, 7, 9):
        nom, gen, ins = _SMALL[number][0], _SMALL[number][1], _SMALL[number][4]
        hundreds = (nom + "сот", gen + "сот", gen + "стам", nom + "сот", ins + "стами", gen + "стах")
        _SMALL[number * 100] = hundreds


_fill()
_THOUSAND = (
    _forms("тысяча тысячи тысяче тысячу тысячей тысяче"),
    _forms("тысячи тысяч тысячам тысячи тысячами тысячах"),
)
_SCALES = ("миллион", "миллиард", "триллион", "квадриллион", "квинтиллион")
_SCALE_ENDINGS = (("", "а", "у", "", "ом", "е"), ("ы", "ов", "ам", "ы", "ами", "ах"))
LONGEST = 3 * (len(_SCALES) + 2)
"""Digits of the longest number said as one; longer ones are said digit by digit."""


def count_form(number: int, case: Case) -> tuple[bool, Case]:
    """Whether a noun counted by `number` is plural, and in which case: 1 рубль, 2 рубля, 5 рублей, к 5 рублям."""
    last, tens = number % 10, number % 100
    if last == 1 and tens != 11:
        return False, case
    if case in (Case.NOM, Case.ACC):
        return (False, Case.GEN) if 2 <= last <= 4 and not 12 <= tens <= 14 else (True, Case.GEN)
    return True, case


def _scale(place: int, number: int, case: Case) -> str:
    plural, form = count_form(number, case)
    if place == 1:
        return _THOUSAND[plural][form]
    return _SCALES[place - 2] + _SCALE_ENDINGS[plural][form]


def cardinal(number: int, case: Case = Case.NOM, gender: Gender = "m") -> str:
    """A whole number in words: 21, feminine, accusative is "двадцать одну"."""
    if number < 0:
        return "минус " + cardinal(-number, case, gender)
    if len(str(number)) > LONGEST:
        return spelled(str(number))
    if not number:
        return _SMALL[0][case]
    pieces: list[str] = []
    place, rest = 0, number
    while rest:
        rest, group = divmod(rest, 1000)
        if group:
            words = _below_thousand(group, case, gender if place == 0 else "f" if place == 1 else "m")
            if place:
                words = (
                    _scale(place, group, case) if group == 1 and place == 1 else f"{words} {_scale(place, group, case)}"
                )
            pieces.append(words)
        place += 1
    return " ".join(reversed(pieces))


def _below_thousand(number: int, case: Case, gender: Gender) -> str:
    hundreds, rest = divmod(number, 100)
    tens, ones = divmod(rest, 10) if rest >= 20 else (0, rest)
    pieces = [_SMALL[hundreds * 100][case]] if hundreds else []
    if tens:
        pieces.append(_SMALL[tens * 10][case])
    if ones == 1:
        pieces.append(_ONE[gender][case])
    elif ones == 2:
        pieces.append((_TWO_F if gender == "f" else _TWO)[case])
    elif ones:
        pieces.append(_SMALL[ones][case])
    return " ".join(pieces)


_JOINED = {
    "ста": "сто",
    "девяноста": "девяносто",
    "одного": "одно",
    "одной": "одно",
    "тысячи": "тысяче",
    "ноля": "ноль",
}


def joined(number: int) -> str:
    """The number as the head of one word: 47 in "сорокасемилетний"."""
    return "".join(_JOINED.get(word, word) for word in cardinal(number, Case.GEN).split())


def spelled(digits: str) -> str:
    """Digits one by one."""
    return " ".join(cardinal(int(digit)) for digit in digits if digit.isdigit())


def grouped(digits: str) -> str:
    """A group of a telephone number: its leading zeros one by one, then the rest as one number."""
    rest = digits.lstrip("0")
    if len(rest) > 4:
        return spelled(digits)
    said = ["ноль"] * (len(digits) - len(rest)) + ([cardinal(int(rest))] if rest else [])
    return " ".join(said)


_ORDINALS = {
    1: "первый", 2: "второй", 4: "четвёртый", 5: "пятый", 6: "шестой", 7: "седьмой", 8: "восьмой", 9: "девятый",
    10: "десятый", 11: "одиннадцатый", 12: "двенадцатый", 13: "тринадцатый", 14: "четырнадцатый", 15: "пятнадцатый",
    16: "шестнадцатый", 17: "семнадцатый", 18: "восемнадцатый", 19: "девятнадцатый", 20: "двадцатый",
    30: "тридцатый", 40: "сороковой", 50: "пятидесятый", 60: "шестидесятый", 70: "семидесятый", 80: "восьмидесятый",
    90: "девяностый", 100: "сотый", 200: "двухсотый", 300: "трёхсотый", 400: "четырёхсотый", 500: "пятисотый",
    600: "шестисотый", 700: "семисотый", 800: "восьмисотый", 900: "девятисотый",
}  # fmt: skip
_ADJECTIVE: Mapping[Gender, tuple[str, ...]] = MappingProxyType(
    {
        "m": _forms("ый ого ому ый ым ом"),
        "f": _forms("ая ой ой ую ой ой"),
        "n": _forms("ое ого ому ое ым ом"),
        "p": _forms("ые ых ым ые ыми ых"),
    }
)
_THIRD: Mapping[Gender, tuple[str, ...]] = MappingProxyType(
    {
        "m": _forms("третий третьего третьему третий третьим третьем"),
        "f": _forms("третья третьей третьей третью третьей третьей"),
        "n": _forms("третье третьего третьему третье третьим третьем"),
        "p": _forms("третьи третьих третьим третьи третьими третьих"),
    }
)


def adjective(word: str, case: Case, gender: Gender) -> str:
    """A hard adjective ("первый", "второй", "квадратный") in another form."""
    if gender == "m" and case in (Case.NOM, Case.ACC):
        return word
    ending = _ADJECTIVE[gender][case]
    if word[-3] in "кгхжшчщ" and ending[0] == "ы":
        ending = "и" + ending[1:]
    return word[:-2] + ending


def ordinal(number: int, case: Case = Case.NOM, gender: Gender = "m") -> str:
    """1961, prepositional, is "тысяча девятьсот шестьдесят первом"."""
    if len(str(number)) > LONGEST or number < 0:
        return cardinal(number)
    if number == 0:
        return adjective("нулевой", case, gender)
    if number % 1000 == 0:
        return _round(number, case, gender)
    last = number % 100 if 10 < number % 100 < 20 else number % 10 or number % 100 or number % 1000
    head = cardinal(number - last) + " " if number > last else ""
    word = _THIRD[gender][case] if last == 3 else adjective(_ORDINALS[last], case, gender)
    return head + word


def _round(number: int, case: Case, gender: Gender) -> str:
    """2000 is "двухтысячный", 1000000 "миллионный"."""
    place, factor = 0, number
    while factor % 1000 == 0:
        factor //= 1000
        place += 1
    head, few = divmod(factor, 1000)
    name = "тысячн" if place == 1 else _SCALES[min(place - 2, len(_SCALES) - 1)] + "н"
    before = f"{cardinal(head * 1000 ** (place + 1))} " if head else ""
    return before + adjective(("" if few == 1 else joined(few)) + name + "ый", case, gender)


_PARTS = ("", "десятая", "сотая", "тысячная", "десятитысячная", "стотысячная", "миллионная")


def fraction(top: int, bottom: int, case: Case = Case.NOM) -> str:
    """2/3 is "две третьих"; 1/2 "одна вторая"."""
    one = top % 10 == 1 and top % 100 != 11
    part_case = case if one else Case.GEN if case in (Case.NOM, Case.ACC) else case
    return f"{cardinal(top, case, 'f')} {ordinal(bottom, part_case, 'f' if one else 'p')}"


def decimal(number: str, case: Case = Case.NOM, gender: Gender = "m") -> str:
    """ "2,5" is "две целых и пять десятых"; a whole number is a cardinal."""
    whole, _, part = re.sub(r"[\s\u00a0\u202f]", "", number).replace(".", ",").partition(",")
    if not part:
        return cardinal(int(whole or "0"), case, gender)
    if len(part) >= len(_PARTS):
        return f"{cardinal(int(whole or '0'), case)} запятая {spelled(part)}"
    units = int(whole or "0")
    one = units % 10 == 1 and units % 100 != 11
    whole_case = case if one or case not in (Case.NOM, Case.ACC) else Case.GEN
    name = adjective("целый", whole_case, "f" if one else "p")
    last = int(part)
    parted = fraction(last, 10 ** len(part), case) if last else f"ноль {_PARTS[len(part)][:-2]}ых"
    return f"{cardinal(units, case, 'f')} {name} и {parted}"
