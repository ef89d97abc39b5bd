"""Russian sums of money and measures: a number or range, its scale word, unit or currency, "per" what."""

from __future__ import annotations

import re
from collections.abc import Iterable

from narrate.text.spoken.ru.context import case_before, noun_after, place_case, word_before
from narrate.text.spoken.ru.nouns import MONEY, SCALES, SMALL_MONEY, UNITS, Noun
from narrate.text.spoken.ru.numbers import Case, Gender, decimal
from narrate.text.spoken.rules import Rule, ended

S = r"[\s\u00a0\u202f]"
NUM = r"(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d+)(?:[.,]\d+)?"
DASH = rf"{S}?(?:[–—−-]|--){S}?"
FREE = r"(?=\d)(?<![\w.,/])(?<!\d:)"
_LOW_HIGH = rf"{FREE}(?:(?P<low>{NUM})(?:{DASH}|{S}?(?:…|\.{{2,3}}){S}?)(?P<again>[-−+])?)?(?P<number>{NUM})"


def _any(words: Iterable[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_CLOSE = "сВАНKБчгтлмц"
"""Units of one letter, which may be a preposition or an abbreviation too."""
_UNIT = _any(unit for unit in UNITS if unit not in _CLOSE)
_OVER = {"ч": "в", "сут": "в", "с": "в", "сек": "в", "мин": "в", "мес": "в", "чел": "на", "шт": "за", "экз": "за"}
_PER = {unit: f"{_OVER.get(unit, 'на')} {UNITS[unit].alone(False, Case.ACC)}" for unit in UNITS if unit[-1].isalnum()}
_PER.update({unit: f"на {UNITS[unit].alone(False, Case.ACC)}" for unit in ("м²", "км²", "м³", "см³", "см²")})
_PER.update(
    {
        "100 км": "на сто километров",
        "100\u00a0км": "на сто километров",
        "год": "в год",
        "месяц": "в месяц",
        "день": "в день",
        "час": "в час",
    }
)
_SLASH = rf"(?:\.?{S}?/{S}?(?P<per>{_any(_PER)})(?![\w²³]))"
_SCALE = r"(?P<scale>тыс|млн|млрд|трлн|миллион[а-я]{0,3}|миллиард[а-я]{0,3}|тысяч[а-я]{0,3})(?![а-я])\.?"
_SHORT_SCALE = r"(?P<scale>тыс|млн|млрд|трлн)(?!\w)\.?"
_MONEY = _any(word for word in MONEY if word != "р")
SIGN_FIRST = re.compile(
    rf"(?P<sign>[$€£₽¥₴₸₿]|\b(?:USD|EUR|RUB))\s?(?:(?P<low>{NUM}){DASH})?(?P<number>{NUM})(?:{S}?{_SCALE})?"
)
SUM = re.compile(rf"{_LOW_HIGH}(?:{S}?{_SCALE})?{S}?(?:(?P<money>{_MONEY})(?![\w])\.?|(?P<r>р)\.){_SLASH}?")
SCALED = re.compile(rf"{_LOW_HIGH}{S}?{_SHORT_SCALE}")
MEASURE = re.compile(
    rf"(?P<minus>(?<![\w\d.])[-−+])?{_LOW_HIGH}(?:{S}?{_SHORT_SCALE})?{S}?"
    rf"(?:(?P<unit>{_UNIT})(?![\w²³]){_SLASH}?"
    rf"(?P<stop>(?:(?<=мин|сек|чел|экз|сут)|(?<=шт|ст|об|гр|\.л)|(?<=[.\s\u00a0][спл]))\.)?|"
    rf"(?P<close>[{_CLOSE}])(?![\w²³])(?P<over>{_SLASH.replace('<per>', '<close_per>')})?"
    rf"(?:(?<=ч)\.(?={S}?\d|[»)\"]))?)"
)
POWER = re.compile(
    r"(?:(?P<word>один|одна|два|две|три|четыре|пять|шесть|семь|восемь|девять|десять)\s)?(?<![\w/])"
    r"(?P<unit>(?:км|см|мм|м)[²³]|(?:кв|куб)\.\s?(?:км|см|м)|(?<=\bза )(?:кг|км|га|шт|экз))(?![\w²³])"
)
ORDERED = re.compile(r"(?<=\d-(?:го|му|ом))\s(?P<long>км|м|г)\b|(?<=\d-[йем])\s(?P<short>км)\b")
_LENGTHS = frozenset(str.split("км м см мм"))
_SECONDS_GO_ON = re.compile(r"\s(?:на|в|во|от|до|при|для|и|по|против|за)\s")


def plain(number: str) -> str:
    """The number without its blanks, its decimal mark a comma."""
    tight = re.sub(S, "", number)
    whole, dot, part = tight.partition(".")
    return whole + part if dot and len(part) == 3 and whole != "0" and len(whole) < 4 else tight.replace(".", ",")


def pair(low: str, high: str) -> str:
    """Two neighbouring numbers: "два-три раза", "двадцать пять — тридцать"."""
    return f"{low}-{high}" if " " not in low and len(low) < 8 else f"{low} — {high}"


def halved(number: str, case: Case, gender: Gender) -> str:
    """An end of a range, or a time: 1,5 is "полтора"."""
    if number != "1,5":
        return decimal(number, case, gender)
    return ("полторы" if gender == "f" else "полтора") if case in (Case.NOM, Case.ACC) else "полутора"


def _scale_noun(written: str) -> Noun:
    return SCALES[
        {"тысяч": "тыс", "миллион": "млн", "миллиард": "млрд"}.get(
            re.sub(r"(?<=тысяч|ллион|лиард).*", "", written), written
        )
    ]


_MINUS = {"-": "минус ", "−": "минус ", "+": "плюс "}


def _said(match: re.Match[str], noun: Noun, tail: str = "", case: Case | None = None) -> str:
    """The number or range with its noun, in the case that its place asks for."""
    number, low = plain(match["number"]), match["low"] and plain(match["low"])
    case = case_before(match.string, match.start()) if case is None else case
    sign = _MINUS.get(match.groupdict().get("minus") or "", "")
    if not low:
        return f"{sign}{noun.said(number, Case.NOM if case is None else case)}{tail}"
    again = _MINUS.get(match.groupdict().get("again") or "", "")
    if case is None:
        return f"от {sign}{halved(low, Case.GEN, noun.gender)} до {again}{noun.said(number, Case.GEN)}{tail}"
    return f"{sign}{pair(halved(low, case, noun.gender), again + noun.said(number, case))}{tail}"


def _sum(match: re.Match[str]) -> str:
    unit = match["money"] or match["r"]
    per = f" {_PER[match['per']]}" if match["per"] else ""
    return ended(match, _amount(match, unit, match["scale"]) + per)


def _amount(match: re.Match[str], unit: str, scale: str | None) -> str:
    money = MONEY[unit]
    case = place_case(match.string, match.start(), match.end())
    if scale:
        return _said(match, _scale_noun(scale), f" {money.alone(True, Case.GEN)}", case)
    whole, _, part = plain(match["number"]).partition(",")
    small = SMALL_MONEY.get(unit)
    if len(part) == 2 and small is not None and not match["low"]:
        case = Case.NOM if case is None else case
        coins = small.said(str(int(part)), case)
        if not int(whole):
            return coins
        return f"{money.said(whole, case)} {coins}" if int(part) else money.said(whole, case)
    return _said(match, money, case=case)


def _sign_first(match: re.Match[str]) -> str:
    return ended(match, _amount(match, match["sign"], match["scale"]))


def _scaled(match: re.Match[str]) -> str:
    return ended(match, _said(match, _scale_noun(match["scale"])))


def _measure_case(match: re.Match[str], unit: str) -> Case | None:
    """ "в 5 км от города" and "в 90 % случаев" tell where; "с 60 % голосов" is "with"."""
    text, start, end = match.string, match.start(), match.end()
    if word_before(text, start) in ("в", "во"):
        away = unit in _LENGTHS and re.match(rf"{S}(?:от|к)\s", text[end:])
        amount = re.search(r"(?:расстояни|дистанци|длин|высот|глубин|рост|объ[её]м|скидк|ставк|размер)[а-я]*\s[вВ]\s$",
                           text[:start])  # fmt: skip
        noun = noun_after(text, end)
        counted = unit == "%" and noun and noun.endswith(("ев", "ов", "ей", "ий", "ств", "ан", "ин", "ек", "ок", "ан"))
        return Case.PRE if (away or counted) and not amount else Case.ACC
    return case_before(text, start) if unit in _LENGTHS else place_case(text, start, end)


def _measure(match: re.Match[str]) -> str | None:
    unit = match["unit"] or match["close"]
    after = match.string[match.end() : match.end() + 5]
    if match["close"] and not match["over"]:
        if unit == "с" and "," in match["number"] and _SECONDS_GO_ON.match(after):
            pass
        elif unit in "сВАНKБ" and (after.strip()[:1].isalpha() or (match["scale"] and unit == "с")):
            return None
        if unit in "гчт" and after[:1] == "." and after[1:2].strip():
            return None
    per = match["per"] or match["close_per"]
    tail, noun = f" {_PER[per]}" if per else "", UNITS[unit]
    case = _measure_case(match, unit)
    if match["scale"]:
        return ended(match, _said(match, _scale_noun(match["scale"]), f" {noun.alone(True, Case.GEN)}{tail}", case))
    return ended(match, _said(match, noun, tail, case))


def _power(match: re.Match[str]) -> str:
    """ "два м²", "рублей за кв. м"."""
    noun = UNITS[re.sub(r"\s", "", match["unit"])]
    if not match["word"]:
        case = case_before(match.string, match.start())
        return noun.alone(False, Case.NOM if case is None else case)
    numbers = {"один": 1, "одна": 1, "два": 2, "две": 2, "три": 3, "четыре": 4}
    return f"{match['word']} {noun.counted(str(numbers.get(match['word'], 5)), Case.NOM)}"


def _ordered(match: re.Match[str]) -> str:
    """ "на 37-м км"."""
    end = match.string[match.start() - 2 : match.start()].lstrip("-")
    case = {"го": Case.GEN, "му": Case.DAT, "м": Case.PRE, "ом": Case.PRE}.get(end, Case.NOM)
    return " " + UNITS[match["long"] or match["short"]].form(False, case)


_DIGIT = re.compile(r"\d")
RULES = (
    Rule("money", SIGN_FIRST, _sign_first, _DIGIT),
    Rule("money", SUM, _sum, _DIGIT),
    Rule("measure", MEASURE, _measure, _DIGIT),
    Rule("scaled number", SCALED, _scaled, _DIGIT),
    Rule("measure", POWER, _power, re.compile(r"[²³]|кв\.|куб\.|за (?:кг|км|га|шт|экз)")),
    Rule("measure", ORDERED, _ordered, re.compile(r"\d-\w+\s(?:км|м|г)\b")),
)
