"""Russian ordinals in figures, compounds, fractions, ranges and plain numbers."""

from __future__ import annotations

import re

from narrate.text.spoken.ru.context import case_before, gender_after, noun_after, number_case, word_before
from narrate.text.spoken.ru.measures import DASH, FREE, NUM, S, halved, pair, plain
from narrate.text.spoken.ru.numbers import LONGEST, Case, Gender, cardinal, decimal, fraction, joined, ordinal, spelled
from narrate.text.spoken.rules import Rule, spaced

RANGE = re.compile(
    rf"{FREE}(?<![–—-])(?P<low>{NUM})(?P<joint>{DASH}|:(?=\d{{1,3}}\b))(?P<high>{NUM})(?![\w/:–—-]|[.,]\d)"
)
PER_CENT = re.compile(
    r"(?<![\w.,])(?P<number>\d{1,3})\s?%-?(?P<end>н?(?:ый|ая|ое|ые|ого|ой|ому|ым|ом|ых|ую|ыми))(?![а-яё])"
)
COMPOUND = re.compile(r"(?<![\w.,])(?P<number>\d{1,6})(?P<half>,5)?-(?P<word>[а-яё]{4,})")
SUFFIXED = re.compile(
    r"(?<![\w.,])(?P<number>\d{1,9})-?(?P<end>ый|ий|ой|ая|ое|ые|ого|ому|ым|ом|ых|ую|им|их|ие|ья|ье|ью|го|му|ти|мя|ми|ю|й|я|е|м|х|и)(?![а-яё\w])"
)
FRACTION = re.compile(
    rf"(?<![\w.,/-])(?:(?P<whole>\d{{1,3}}){S})?(?P<top>\d{{1,3}})\s?[/⁄]\s?(?P<bottom>\d{{1,3}})(?![\w/]|[.,]\d)"
)
_VULGAR = {"½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8),
           "⅞": (7, 8), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5), "⅘": (4, 5)}  # fmt: skip
VULGAR = re.compile(rf"(?:(?<![\w.,])(?P<whole>\d+)\s?)?(?P<sign>[{''.join(_VULGAR)}])")
TIMES = re.compile(rf"{FREE}(?P<low>{NUM})\s?[xх×]\s?(?P<high>{NUM})(?!\w)")
SIGNED = re.compile(
    rf"(?:(?<=\s)|(?<=[(\[«\"„“])|^)(?P<sign>[−+±~≈<>≤≥](?=\s?\d)|-(?=\d)|^-(?=\s))\s?(?P<number>{NUM})(?![\w/]|[.,]\d)"
)
_SIGNS = {"-": "минус", "−": "минус", "+": "плюс", "±": "плюс-минус", "~": "примерно", "≈": "примерно",
          "<": "меньше", ">": "больше", "≤": "не больше", "≥": "не меньше"}  # fmt: skip
_LISTED_WORD = "этаж|класс|квартал|том|курс|раунд|тур|сезон|канал|созыв|съезд|день|месяц|мест|разряд|участок"
FROM_TO = re.compile(
    rf"(?<=\b[сС] )(?P<number>\d{{1,2}})(?=[ \u00a0]по[ \u00a0]\d{{1,2}}(?:-?й)?\s(?:{_LISTED_WORD})(?![а-яё]))"
)
LISTED = re.compile(
    r"(?<![\d.,:-])(?P<number>\d{1,2})(?:-?(?:го|м|й|му|е))?\s(?P<word>"
    rf"{_LISTED_WORD})(?P<end>а|у|ом|е|о|)(?![а-яё])"
)
NUMBER = re.compile(rf"(?<!\d)(?P<number>{NUM})")
VERSION = re.compile(r"(?<![\w.,])\d{1,4}(?:\.\d{1,4}){2,}(?!\w|[.,]\d)")
DIGITS = re.compile(r"(?<=\bИНН )\d+|(?<=\bКПП )\d+|(?<=\bОГРН )\d+|(?<=\bБИК )\d+|(?<=\bСНИЛС )[\d\s-]+\d")
_SCORE = re.compile(
    r"(?:матч|сч[её]т|выигра|проигра|побед|разгром|закончил|завершил|поражени|ничь)[а-яё]*\b[^.!?]{0,30}$",
    re.IGNORECASE,
)


_MODEL = re.compile(r"[A-Za-z][\w-]*\s$")
"""A name behind which "737-800" is no range."""


def _range(match: re.Match[str]) -> str | None:
    low, high = plain(match["low"]), plain(match["high"])
    short = "," not in low + high and len(low) < 4 and len(high) < 4
    if match["joint"] == ":":
        return f"{cardinal(int(low))} {cardinal(int(high))}" if short else None
    if _MODEL.search(match.string, max(0, match.start() - 30), match.start()):
        return f"{decimal(low)} {decimal(high)}"
    if short and len(low + high) < 5 and _SCORE.search(match.string, max(0, match.start() - 60), match.start()):
        return f"{cardinal(int(low))} {cardinal(int(high))}"
    if (low[0] == "0" and len(low) > 1 and "," not in low) or len(low) > 6:
        return None
    case = case_before(match.string, match.start())
    around = number_case(match.string, match.start(), match.end())
    gender = gender_after(match.string, match.end(), int(high.partition(",")[0]), around)
    few = noun_after(match.string, match.end()).endswith(("а", "я", "ы", "и")) and high in ("2", "3", "4")
    if case is None and around in (Case.NOM, Case.GEN) and not few:
        return f"от {halved(low, Case.GEN, gender)} до {decimal(high, Case.GEN, gender)}"
    return pair(halved(low, around, gender), halved(high, around, gender))


_END_CASES: dict[str, tuple[Case, Gender]] = {
    "й": (Case.NOM, "m"), "ый": (Case.NOM, "m"), "ий": (Case.NOM, "m"), "ой": (Case.GEN, "f"), "я": (Case.NOM, "f"),
    "ая": (Case.NOM, "f"), "е": (Case.NOM, "n"), "ое": (Case.NOM, "n"), "ые": (Case.NOM, "p"), "го": (Case.GEN, "m"),
    "ого": (Case.GEN, "m"), "му": (Case.DAT, "m"), "ому": (Case.DAT, "m"), "м": (Case.PRE, "m"), "ом": (Case.PRE, "m"),
    "ым": (Case.INS, "m"), "х": (Case.GEN, "p"), "ых": (Case.GEN, "p"), "ми": (Case.INS, "p"), "ю": (Case.ACC, "f"),
    "ую": (Case.ACC, "f"), "им": (Case.INS, "m"), "их": (Case.GEN, "p"), "ие": (Case.NOM, "p"), "ья": (Case.NOM, "f"),
    "ье": (Case.NOM, "n"), "ью": (Case.ACC, "f"),
}  # fmt: skip


_HEROES = re.compile(r"(?:герой|бой|слой|строй|музей|юбилей|трофей|[а-я]*логи|ученики)$")
"""Masculine nouns that end like feminine ones in an oblique case."""
_PLACES = re.compile(r"\bмест[оае]\b[^.!?]*$")
"""What the first of several places leaves unsaid in "94-е место, затем 95-е"."""


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
    if end == "й" and noun.endswith(("е", "и", "ы", "ой", "ей", "ью")) and not _HEROES.match(noun):
        case, gender = Case.GEN, "f"
    if end == "е" and (not noun or noun.endswith(("ы", "и"))):
        gender = "n" if _PLACES.search(match.string, 0, match.start()) else "p"
    if end == "м" and case_before(match.string, match.start()) not in (None, Case.ACC, Case.PRE):
        case = Case.INS
    return ordinal(number, case, gender)


def _compound(match: re.Match[str]) -> str:
    head = joined(int(match["number"]))
    if match["half"]:
        head = "полутора" if head == "одно" else f"{head}споловиной"
    return head + match["word"]


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


_NAMED = re.compile(r"(?:[A-Za-z][\w-]*\s|[A-Za-zА-Яа-яё]-|\b[Вв]ерси[а-я]+\s)$")
"""A name behind which "2.1" is a version."""
_TIMES = re.compile(r"\s(?:раза|часа|года|дня|месяца|суток|века|(минуты|недели|секунды))\b")


def _number(match: re.Match[str]) -> str:
    text, number = match.string, plain(match["number"])
    whole = number.partition(",")[0]
    if len(whole) > LONGEST or (len(whole) > 1 and whole[0] == "0"):
        said = " ".join([spelled(whole), *(["запятая", spelled(number.partition(",")[2])] if "," in number else [])])
    elif re.fullmatch(r"\d{1,2}\.0", match["number"]) or (
        "." in match["number"] and "," in number and _NAMED.search(text, max(0, match.start() - 30), match.start())
    ):
        said = " точка ".join(cardinal(int(part)) for part in number.split(","))
    elif number == "1,5" and (noun := _TIMES.match(text, match.end())):
        said = halved(number, case_before(text, match.start()) or Case.NOM, "f" if noun[1] else "m")
    else:
        named = text[match.start() - 1 : match.start()] == "-"  # "Формула-1"
        case = Case.NOM if named else number_case(text, match.start(), match.end())
        said = decimal(number, case, "m" if named else gender_after(text, match.end(), int(whole), case))
    return spaced(match, said)


_DIGIT = re.compile(r"\d")
FIRST = (
    Rule("number in digits", DIGITS, lambda match: spelled(match.group()), re.compile("ИНН|КПП|ОГРН|БИК|СНИЛС")),
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
)
RULES = (
    Rule("ordinal", FROM_TO, lambda match: ordinal(int(match["number"]), Case.GEN), _DIGIT),
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
