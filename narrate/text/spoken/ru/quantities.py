"""Russian sums of money, measures, ranges, fractions, ordinals and plain numbers."""

from __future__ import annotations

import re

from narrate.text.spoken.ru.context import case_before, gender_after, noun_after, number_case, word_before
from narrate.text.spoken.ru.nouns import MONEY, PEOPLE, SCALES, SMALL_MONEY, UNITS, Noun
from narrate.text.spoken.ru.numbers import LONGEST, Case, Gender, cardinal, decimal, fraction, joined, ordinal, spelled
from narrate.text.spoken.rules import Rule, ended, spaced

_S = r"[\s\u00a0\u202f]"
_NUM = r"(?:\d{1,3}(?:[ \u00a0\u202f]\d{3})+(?!\d)|\d+)(?:[.,]\d+)?"
_DASH = rf"{_S}?[–—−-]{_S}?"
_FREE = r"(?<![\w.,/])(?<!\d:)"
_LOW_HIGH = rf"{_FREE}(?:(?P<low>{_NUM}){_DASH})?(?P<number>{_NUM})"


def _any(words: object) -> str:
    assert isinstance(words, list)
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_SCALE = r"(?P<scale>тыс|млн|млрд|трлн|миллион[а-я]{0,3}|миллиард[а-я]{0,3}|тысяч[а-я]{0,3})(?![а-я])\.?"
_MONEY = _any([word for word in MONEY if word != "р"])
_CLOSE = {"с", "В", "А", "Н", "K", "Б", "ч", "г", "т", "л", "м", "ц"}
_UNIT = _any([unit for unit in UNITS if unit not in _CLOSE])
SIGN_FIRST = re.compile(
    rf"(?P<sign>[$€£₽¥₴₸₿]|\b(?:USD|EUR|RUB))\s?(?:(?P<low>{_NUM}){_DASH})?(?P<number>{_NUM})(?:{_S}?{_SCALE})?"
)
SUM = re.compile(rf"{_LOW_HIGH}(?:{_S}?{_SCALE})?{_S}?(?:(?P<money>{_MONEY})(?![\w])\.?|(?P<r>р)\.)")
SCALED = re.compile(rf"{_LOW_HIGH}{_S}?(?P<scale>тыс|млн|млрд|трлн)(?!\w)\.?(?:{_S}(?P<people>чел)\b\.?)?")
_PER = {"км": "на километр", "м": "на метр", "м²": "на квадратный метр", "кг": "на килограмм", "л": "на литр",
        "ч": "в час", "сут": "в сутки", "с": "в секунду", "га": "на гектар", "мин": "в минуту"}  # fmt: skip
MEASURE = re.compile(
    rf"(?P<minus>(?<![\w\d.])[-−+])?{_LOW_HIGH}{_S}?(?:(?P<unit>{_UNIT})(?![\w²³])(?:/(?P<per>км|м²|м|кг|л|ч|сут|с|га|мин)\b)?"
    rf"(?P<stop>(?<=мин|сек|чел|экз|сут)\.|(?<=шт)\.|(?<=л\.с)\.)?|(?P<close>[сВАНKБчгтлмц])(?![\w²³/]))"
)
POWER = re.compile(
    r"(?P<word>один|одна|два|две|три|четыре|пять|шесть|семь|восемь|девять|десять)\s(?P<unit>км|м|см|мм)(?P<power>[²³])"
)
RANGE = re.compile(rf"{_FREE}(?<![–—-])(?P<low>{_NUM})(?P<joint>{_DASH}|:(?=\d\b))(?P<high>{_NUM})(?![\w/:–—-]|[.,]\d)")
PER_CENT = re.compile(
    r"(?<![\w.,])(?P<number>\d{1,3})\s?%-?(?P<end>н?(?:ый|ая|ое|ые|ого|ой|ому|ым|ом|ых|ую|ыми))(?![а-яё])"
)
COMPOUND = re.compile(r"(?<![\w.,])(?P<number>\d{1,6})-(?P<word>[а-яё]{4,})")
SUFFIXED = re.compile(
    r"(?<![\w.,])(?P<number>\d{1,9})-?(?P<end>ый|ий|ой|ая|ое|ые|ого|ому|ым|ом|ых|ую|го|му|ти|мя|ми|ю|й|я|е|м|х|и)(?![а-яё\w])"
)
FRACTION = re.compile(
    rf"(?<![\w.,/-])(?:(?P<whole>\d{{1,3}}){_S})?(?P<top>\d{{1,3}})\s?[/⁄]\s?(?P<bottom>\d{{1,3}})(?![\w/]|[.,]\d)"
)
_VULGAR = {"½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8),
           "⅞": (7, 8), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5), "⅘": (4, 5)}  # fmt: skip
VULGAR = re.compile(rf"(?:(?<![\w.,])(?P<whole>\d+)\s?)?(?P<sign>[{''.join(_VULGAR)}])")
TIMES = re.compile(rf"{_FREE}(?P<low>{_NUM})\s?[xх×]\s?(?P<high>{_NUM})(?!\w)")
SIGNED = re.compile(rf"(?:(?<=\s)|(?<=[(\[«])|^)(?P<sign>[-−+±~≈<>≤≥])\s?(?P<number>{_NUM})(?![\w/]|[.,]\d)")
_SIGNS = {"-": "минус", "−": "минус", "+": "плюс", "±": "плюс-минус", "~": "примерно", "≈": "примерно",
          "<": "меньше", ">": "больше", "≤": "не больше", "≥": "не меньше"}  # fmt: skip
LISTED = re.compile(
    r"(?<![\d.,:-])(?P<number>\d{1,2})(?:-?(?:го|м|й|му|е))?\s(?P<word>этаж|класс|квартал|том|курс|раунд|тур|сезон|"
    r"канал|созыв|съезд|день|месяц|мест|разряд|участок)(?P<end>а|у|ом|е|о|)(?![а-яё])"
)
NUMBER = re.compile(rf"(?<!\d)(?P<number>{_NUM})")
VERSION = re.compile(r"(?<![\w.,])\d{1,4}(?:\.\d{1,4}){2,}(?!\w|[.,]\d)")
DIGITS = re.compile(r"(?<=\bИНН )\d+|(?<=\bКПП )\d+|(?<=\bОГРН )\d+|(?<=\bБИК )\d+|(?<=\bСНИЛС )[\d\s-]+\d")
_SCORE = re.compile(
    r"(?:матч|сч[её]т|выигра|проигра|побед|разгром|закончил|завершил|поражени|ничь)[а-яё]*\b[^.!?]{0,30}$",
    re.IGNORECASE,
)


def plain(number: str) -> str:
    """The number without its blanks, its decimal mark a comma."""
    tight = re.sub(_S, "", number)
    whole, dot, part = tight.partition(".")
    return whole + part if dot and len(part) == 3 and whole != "0" and len(whole) < 4 else tight.replace(".", ",")


def _scale_noun(written: str) -> Noun:
    return SCALES[
        {"тысяч": "тыс", "миллион": "млн", "миллиард": "млрд"}.get(
            re.sub(r"(?<=тысяч|ллион|лиард).*", "", written), written
        )
    ]


def _said(match: re.Match[str], noun: Noun, tail: str = "") -> str:
    """The number or range with its noun, in the case that its place asks for."""
    number, low = plain(match["number"]), match["low"] and plain(match["low"])
    case = case_before(match.string, match.start())
    if low:
        if case is None:
            return f"от {_bare(low, Case.GEN, noun)} до {noun.said(number, Case.GEN)}{tail}"
        return f"{_pair(_bare(low, case, noun), noun.said(number, case))}{tail}"
    if case is None and word_before(match.string, match.start()) == "с":
        case = Case.GEN
    return noun.said(number, case if case is not None else Case.NOM) + tail


def _pair(low: str, high: str) -> str:
    """Two neighbouring numbers: "два-три раза", "двадцать пять — тридцать"."""
    return f"{low}-{high}" if " " not in low and len(low) < 8 else f"{low} — {high}"


def _bare(number: str, case: Case, noun: Noun) -> str:
    return decimal(number, case, noun.gender)


def _sum(match: re.Match[str]) -> str:
    unit = match["money"] or match["r"]
    return ended(match, _amount(match, unit, match["scale"]))


def _amount(match: re.Match[str], unit: str, scale: str | None) -> str:
    money = MONEY[unit]
    if scale:
        many = money.form(True, Case.GEN)
        return _said(match, _scale_noun(scale), f" {adjective_many(money)}{many}")
    whole, _, part = plain(match["number"]).partition(",")
    small = SMALL_MONEY.get(unit)
    if len(part) == 2 and small is not None and not match["low"]:
        case = case_before(match.string, match.start())
        case = Case.NOM if case is None else case
        coins = small.said(str(int(part)), case)
        if not int(whole):
            return coins
        return f"{money.said(whole, case)} {coins}" if int(part) else money.said(whole, case)
    return _said(match, money)


def adjective_many(noun: Noun) -> str:
    return f"{noun.before[:-2]}{'их' if noun.before[-3] in 'кгх' else 'ых'} " if noun.before else ""


def _sign_first(match: re.Match[str]) -> str:
    return ended(match, _amount(match, match["sign"], match["scale"]))


def _scaled(match: re.Match[str]) -> str:
    tail = f" {PEOPLE.form(True, Case.GEN)}" if match["people"] else ""
    return ended(match, _said(match, _scale_noun(match["scale"]), tail))


def _measure(match: re.Match[str]) -> str | None:
    unit = match["unit"] or match["close"]
    after = match.string[match.end() : match.end() + 2]
    if match["close"] and unit in "сВАНKБ" and after.strip()[:1].isalpha():
        return None
    if match["close"] and unit in "гчтм" and after[:1] == "." and unit != "м" and after[1:2].strip():
        return None
    minus = {"-": "минус ", "−": "минус ", "+": "плюс "}.get(match["minus"] or "", "")
    per = f" {_PER[match['per']]}" if match["per"] else ""
    return ended(match, minus + _said(match, UNITS[unit], per))


def _power(match: re.Match[str]) -> str:
    numbers = {"один": 1, "одна": 1, "два": 2, "две": 2, "три": 3, "четыре": 4}
    return (
        f"{match['word']} {UNITS[match['unit'] + match['power']].counted(str(numbers.get(match['word'], 5)), Case.NOM)}"
    )


def _range(match: re.Match[str]) -> str | None:
    low, high = plain(match["low"]), plain(match["high"])
    short = "," not in low + high and len(low) < 3 and len(high) < 3
    if match["joint"] == ":":
        return f"{cardinal(int(low))} {cardinal(int(high))}" if short else None
    if short and _SCORE.search(match.string, max(0, match.start() - 60), match.start()):
        return f"{cardinal(int(low))} {cardinal(int(high))}"
    if (low[0] == "0" and len(low) > 1 and "," not in low) or len(low) > 6:
        return None
    case = case_before(match.string, match.start())
    around = number_case(match.string, match.start(), match.end())
    gender = gender_after(match.string, match.end(), int(high.partition(",")[0]), around)
    few = noun_after(match.string, match.end()).endswith(("а", "я", "ы", "и")) and high in ("2", "3", "4")
    if case is None and around in (Case.NOM, Case.GEN) and not few:
        return f"от {decimal(low, Case.GEN, gender)} до {decimal(high, Case.GEN, gender)}"
    return _pair(decimal(low, around, gender), decimal(high, around, gender))


_END_CASES: dict[str, tuple[Case, Gender]] = {
    "й": (Case.NOM, "m"), "ый": (Case.NOM, "m"), "ий": (Case.NOM, "m"), "ой": (Case.GEN, "f"), "я": (Case.NOM, "f"),
    "ая": (Case.NOM, "f"), "е": (Case.NOM, "n"), "ое": (Case.NOM, "n"), "ые": (Case.NOM, "p"), "го": (Case.GEN, "m"),
    "ого": (Case.GEN, "m"), "му": (Case.DAT, "m"), "ому": (Case.DAT, "m"), "м": (Case.PRE, "m"), "ом": (Case.PRE, "m"),
    "ым": (Case.INS, "m"), "х": (Case.GEN, "p"), "ых": (Case.GEN, "p"), "ми": (Case.INS, "p"), "ю": (Case.ACC, "f"),
    "ую": (Case.ACC, "f"),
}  # fmt: skip


def _suffixed(match: re.Match[str]) -> str | None:
    number, end = int(match["number"]), match["end"]
    case_here = number_case(match.string, match.start(), match.end())
    if end in ("ти", "и"):
        return cardinal(number, Case.GEN if case_here in (Case.NOM, Case.ACC) else case_here)
    if end == "мя":
        return cardinal(number, Case.INS)
    noun = noun_after(match.string, match.end())
    if end in ("х", "м", "ми") and number < 5 and (end != "м" or noun.endswith(("ам", "ям"))):
        case = {"м": Case.DAT, "ми": Case.INS}.get(end, case_here)
        return cardinal(number, Case.GEN if case in (Case.NOM, Case.ACC) else case)
    case, gender = _END_CASES[end]
    if end == "й" and case_before(match.string, match.start()) is not None and noun.endswith(("е", "и", "ы", "й")):
        case, gender = (Case.GEN, "f") if noun.endswith(("е", "и", "ы")) else (case, gender)
    if end == "й" and noun.endswith("ой"):
        case, gender = Case.GEN, "f"
    if end == "е" and (not noun or noun.endswith(("ы", "и"))):
        gender = "p"
    if end == "м" and case_before(match.string, match.start()) not in (None, Case.ACC, Case.PRE):
        case = Case.INS
    return ordinal(number, case, gender)


def _compound(match: re.Match[str]) -> str:
    return joined(int(match["number"])) + match["word"]


def _fraction(match: re.Match[str]) -> str | None:
    top, bottom = int(match["top"]), int(match["bottom"])
    if (top, bottom) == (24, 7):
        return "двадцать четыре на семь"
    if bottom < 2 or (top >= bottom and not match["whole"]):
        return f"{cardinal(top)} дробь {cardinal(bottom)}"
    case = case_before(match.string, match.start()) or Case.NOM
    whole = f"{decimal(match['whole'] + ',5', case).partition(' и ')[0]} и " if match["whole"] else ""
    return whole + fraction(top, bottom, case)


def _vulgar(match: re.Match[str]) -> str:
    top, bottom = _VULGAR[match["sign"]]
    if not match["whole"]:
        return "половина" if (top, bottom) == (1, 2) else fraction(top, bottom)
    half = (top, bottom) == (1, 2)
    return f"{cardinal(int(match['whole']))} {'с половиной' if half else 'и ' + fraction(top, bottom)}"


_LISTED_CASES = {"а": Case.GEN, "у": Case.DAT, "ом": Case.INS, "е": Case.PRE, "": Case.NOM, "о": Case.NOM}


def _listed(match: re.Match[str]) -> str | None:
    number, word, end = int(match["number"]), match["word"], match["end"]
    if word == "мест":
        if not end or (end == "а" and number % 10 in (2, 3, 4)):
            return None
        return f"{ordinal(number, _LISTED_CASES[end], 'n')} {word}{end}"
    if word in ("день", "месяц", "сезон", "том", "участок", "раунд", "тур") and (end in ("", "а") and number % 10 < 5):
        return None
    if (end == "а" and number % 10 in (2, 3, 4) and case_before(match.string, match.start()) is None) or end == "о":
        return None
    if not end and number % 10 == 1 and word not in ("этаж", "класс", "квартал", "курс", "канал", "созыв"):
        return None
    case = _LISTED_CASES[end]
    if end == "у" and word_before(match.string, match.start()) in ("в", "на"):
        case = Case.PRE
    return f"{ordinal(number, case)} {word}{end}"


def _number(match: re.Match[str]) -> str:
    text, number = match.string, plain(match["number"])
    whole = number.partition(",")[0]
    if len(whole) > LONGEST or (len(whole) > 1 and whole[0] == "0"):
        said = " ".join([spelled(whole), *(["запятая", spelled(number.partition(",")[2])] if "," in number else [])])
    else:
        case = number_case(text, match.start(), match.end())
        said = decimal(number, case, gender_after(text, match.end(), int(whole), case))
    return spaced(match, said)


_DIGIT = re.compile(r"\d")
RULES = (
    Rule("number in digits", DIGITS, lambda match: spelled(match.group()), _DIGIT),
    Rule(
        "version",
        VERSION,
        lambda match: (
            " точка ".join(cardinal(int(part)) for part in match.group().split("."))
            if match.group().count(".") > 1 and not re.fullmatch(r"\d{1,3}(?:\.\d{3})+", match.group())
            else cardinal(int(match.group().replace(".", "")))
        ),
        _DIGIT,
    ),
    Rule(
        "compound", PER_CENT, lambda match: f"{joined(int(match['number']))}процентн{match['end'].lstrip('н')}", _DIGIT
    ),
    Rule("money", SIGN_FIRST, _sign_first, _DIGIT),
    Rule("money", SUM, _sum, _DIGIT),
    Rule("scaled number", SCALED, _scaled, _DIGIT),
    Rule("measure", MEASURE, _measure, _DIGIT),
    Rule("measure", POWER, _power, re.compile("[²³]")),
    Rule("ordinal", LISTED, _listed, _DIGIT),
    Rule("ordinal", SUFFIXED, _suffixed, _DIGIT),
    Rule("compound", COMPOUND, _compound, _DIGIT),
    Rule("fraction", FRACTION, _fraction, re.compile("[/⁄]")),
    Rule("fraction", VULGAR, _vulgar, re.compile(f"[{''.join(_VULGAR)}]")),
    Rule(
        "dimensions", TIMES, lambda match: f"{decimal(plain(match['low']))} на {decimal(plain(match['high']))}", _DIGIT
    ),
    Rule("range", RANGE, _range, _DIGIT),
    Rule("signed number", SIGNED, lambda match: f"{_SIGNS[match['sign']]} {decimal(plain(match['number']))}", _DIGIT),
    Rule("number", NUMBER, _number, _DIGIT),
)
