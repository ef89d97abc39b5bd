"""Russian initials, Roman numerals, signs, and Latin letters between Russian words."""

from __future__ import annotations

import re

from narrate.text.spoken.roman import roman
from narrate.text.spoken.ru.context import noun_after, words_after
from narrate.text.spoken.ru.numbers import Case, Gender, cardinal, ordinal
from narrate.text.spoken.rules import STOP, Rule, spaced

INITIALS = re.compile(r"(?<![\w.])(?P<letters>[А-ЯЁ]\.(?:[\s\u00a0-]?[А-ЯЁ]\.){0,2})[\s\u00a0]?(?=[А-ЯЁ][а-яё])")
_LETTERS = {"А": "А", "Б": "Бэ", "В": "Вэ", "Г": "Гэ", "Д": "Дэ", "Е": "Е", "Ж": "Жэ", "З": "Зэ", "И": "И", "К": "Ка",
            "Л": "Эль", "М": "Эм", "Н": "Эн", "О": "О", "П": "Пэ", "Р": "Эр", "С": "Эс", "Т": "Тэ", "У": "У",
            "Ф": "Эф", "Х": "Ха", "Ц": "Цэ", "Ч": "Че", "Ш": "Ша", "Щ": "Ща", "Э": "Э", "Ю": "Ю", "Я": "Я",
            "Ё": "Ё", "Й": "И краткое"}  # fmt: skip
_LATIN = {"A": "эй", "B": "би", "C": "си", "D": "ди", "E": "и", "F": "эф", "G": "джи", "H": "эйч", "I": "ай",
          "J": "джей", "K": "кей", "L": "эл", "M": "эм", "N": "эн", "O": "оу", "P": "пи", "Q": "кью", "R": "ар",
          "S": "эс", "T": "ти", "U": "ю", "V": "ви", "W": "дабл-ю", "X": "икс", "Y": "уай", "Z": "зед"}  # fmt: skip
LATIN_LETTERS = re.compile(
    r"(?:(?<![\w.'’@/])|(?<=\b\d)|(?<=\b[A-Z]\d)|(?<=\b\d\d)(?=[GKDTPS]\b))(?P<letters>[A-Z]{1,5})(?![^\W\d_]|\.\w|['’@])"
)
_ROMAN_NUMBER = "[IVXLC]{1,7}"
NAMED = re.compile(
    rf"\b(?P<part>[Гг]лав[а-я]|[Тт]ом[а-я]?|[Чч]аст[а-я]+|[Кк]ниг[а-я]|[Рр]аздел[а-я]?|[Аа]кт[а-я]?|[Тт]ип[а-я]?)"
    rf"[ \u00a0](?P<which>{_ROMAN_NUMBER})(?!\w)|"
    rf"\b(?P<name>[А-ЯЁ][а-яё]{{2,}})[ \u00a0](?P<number>{_ROMAN_NUMBER})(?![\w]|\.\w)"
)
ROMAN = re.compile(rf"(?<![\w.'’&-])(?P<number>{_ROMAN_NUMBER})(?![\w'’&]|\.\w|-\w)")
ROMAN_SPAN = re.compile(rf"(?<![\w.-])(?P<low>{_ROMAN_NUMBER})\s?[–—-]\s?(?P<high>{_ROMAN_NUMBER})(?!\w)")
_WOMEN = re.compile(
    r"(?:Екатерин|Елизавет|Маргарет|Мари|Анн|Изабелл|Христин|Кристин|Софи|Виктори|Клеопатр|Беатрис|Вильгельмин)"
    r"(?P<end>[а-я]{1,2})$"
)
_WOMEN_CASES = {"а": Case.NOM, "я": Case.NOM, "ы": Case.GEN, "и": Case.GEN, "е": Case.DAT, "у": Case.ACC, "ю": Case.ACC,
                "ой": Case.INS, "ей": Case.INS}  # fmt: skip
NUMBER_SIGN = re.compile(r"(?:№№|№|\bN(?=\s?\d))[\s\u00a0]?(?=\d)")
SECTION = re.compile(r"§{1,2}[\s\u00a0]?(?=\d)")
AMPERSAND = re.compile(r"\s?&(?:amp;)?\s?")
HYPHEN = re.compile(r"(?<=[А-Яа-яЁёA-Za-z])-(?=\d)|(?<=\d)-(?=[А-ЯЁA-Z])")
HASHTAG = re.compile(r"(?<![\w&])#(?P<tag>[^\W\d_]\w{1,60})")
_SIGNS = {
    "%": "процентов", "°": "градусов", "№": "номер", "§": "параграф", "+": "плюс", "=": "равно", "±": "плюс-минус",
    "×": "на", "≈": "примерно", "≠": "не равно", "≤": "не больше", "≥": "не меньше", "€": "евро", "$": "долларов",
    "£": "фунтов", "¥": "иен", "₽": "рублей", "₴": "гривен", "₸": "тенге", "₿": "биткоинов", "₩": "вон", "→": "к",
    "½": "половина", "¼": "четверть", "¾": "три четверти", "²": "в квадрате", "³": "в кубе", "¹": "", "‰": "промилле",
    "π": "пи", "∞": "бесконечность", "√": "корень из", "~": "примерно", "©": "", "®": "", "™": "", "^": "", "|": ",",
    "µ": "микро", "@": "собака", "*": "", "_": " ", "\\": " ", "#": "номер", "¢": "центов",
    "<": "меньше", ">": "больше",
}  # fmt: skip
SLASH = re.compile(r"(?<=[^\W\d_])/(?=[^\W\d_])|(?<=\d)/(?=\d)")
SIGN = re.compile("[" + re.escape("".join(_SIGNS)) + "]")


def _initials(match: re.Match[str]) -> str:
    letters = re.findall("[А-ЯЁ]", match["letters"])
    return " ".join(_LETTERS[letter] for letter in letters) + " "


def _name_case(name: str) -> tuple[Case, Gender]:
    woman = _WOMEN.match(name)
    if woman:
        return _WOMEN_CASES.get(woman["end"], Case.NOM), "f"
    for endings, case in (
        (("а", "я"), Case.GEN),
        (("у", "ю"), Case.DAT),
        (("ом", "ем", "ём"), Case.INS),
        (("е",), Case.PRE),
    ):
        if name.endswith(endings):
            return case, "m"
    return Case.NOM, "m"


def _named(match: re.Match[str]) -> str | None:
    number = roman(match["number"] or match["which"])
    if not number:
        return None
    if match["part"]:
        part = match["part"]
        gender: Gender = "m" if part[0].lower() in "тра" else "f"
        cases = {"а": Case.NOM, "ь": Case.NOM, "ы": Case.GEN, "и": Case.GEN, "е": Case.PRE, "у": Case.ACC}
        masculine = {"а": Case.GEN, "у": Case.DAT, "е": Case.PRE}
        case = (cases if gender == "f" else masculine).get(part[-1], Case.NOM)
        return f"{part} {ordinal(number, case, gender)}"
    if match["number"] in ("C", "L") or len(match["number"]) > 5:
        return None
    case, gender = _name_case(match["name"])
    said = ordinal(number, case, gender)
    return f"{match['name']} {said[0].upper()}{said[1:]}"


_AGREED: dict[str, tuple[Case, Gender]] = {
    "ая": (Case.NOM, "f"), "ой": (Case.GEN, "f"), "ей": (Case.GEN, "f"), "ую": (Case.ACC, "f"), "ое": (Case.NOM, "n"),
    "ый": (Case.NOM, "m"), "ий": (Case.NOM, "m"), "го": (Case.GEN, "m"), "му": (Case.DAT, "m"), "ым": (Case.INS, "m"),
    "им": (Case.INS, "m"), "ом": (Case.PRE, "m"), "ем": (Case.PRE, "m"), "ые": (Case.NOM, "p"), "ие": (Case.NOM, "p"),
    "ых": (Case.GEN, "p"), "их": (Case.GEN, "p"),
}  # fmt: skip
"""What the ending of the adjective behind a numeral asks for."""


def _roman(match: re.Match[str]) -> str | None:
    number = roman(match["number"])
    noun = noun_after(match.string, match.end())
    if not number or (len(match["number"]) == 1 and (not noun or match["number"] in "CLX")):
        return None
    if not noun:
        return cardinal(number)
    first = words_after(match.string, match.end())[0]
    if first != noun and (agreed := _AGREED.get(first[-2:])):
        return ordinal(number, *agreed)
    if noun.endswith("ии"):
        return ordinal(number, Case.PRE, "n")
    if noun.endswith(("ая", "а", "я", "ь")) and noun not in ("квартала", "тома", "этапа", "съезда", "созыва", "тура"):
        return ordinal(number, Case.NOM, "f")
    if noun.endswith(("ое", "о", "ие")):
        return ordinal(number, Case.NOM, "n")
    if noun.endswith(("ой", "ы", "и")):
        return ordinal(number, Case.GEN, "f")
    if noun.endswith("е"):
        return ordinal(number, Case.PRE, "m")
    return ordinal(number, Case.GEN if noun.endswith(("а", "ого")) else Case.DAT if noun.endswith("у") else Case.NOM)


def _roman_span(match: re.Match[str]) -> str | None:
    low, high = roman(match["low"]), roman(match["high"])
    return f"{cardinal(low)} — {cardinal(high)}" if low and high else None


def _latin_letters(match: re.Match[str]) -> str | None:
    text = match.string
    letters = match["letters"]
    if len(letters) > 3 and any(vowel in letters for vowel in "AEIOU"):
        return None
    if not any("а" <= letter <= "я" for letter in text.lower()) and len(letters) > 1:
        return None
    before = text[match.start() - 1 : match.start()]
    said = " ".join(_LATIN[letter] for letter in letters)
    if before.isdigit():
        said = {"K": "ка", "D": "дэ", "M": "эм", "P": "пи"}.get(letters, said)
    return said


def _sign(match: re.Match[str]) -> str:
    return spaced(match, _SIGNS[match.group()])


_ROMANS = re.compile(r"(?<![A-Za-z])[IVXLC]+(?![A-Za-z])")
FIRST = (
    Rule(
        "number sign",
        NUMBER_SIGN,
        lambda match: "номера " if match.group().startswith("№№") else "номер ",
        re.compile("[№N]"),
    ),
    Rule("section sign", SECTION, lambda match: "параграф ", re.compile("§")),
    Rule("hashtag", HASHTAG, lambda match: f"хештег {match['tag'].replace('_', ' ')}", re.compile("#")),
)
RULES = (
    Rule("initials", INITIALS, _initials, STOP),
    Rule("Roman numeral", NAMED, _named, _ROMANS),
    Rule("Roman numeral", ROMAN_SPAN, _roman_span, _ROMANS),
    Rule("Roman numeral", ROMAN, _roman, _ROMANS),
    Rule("letters", LATIN_LETTERS, _latin_letters, re.compile("[A-Z]")),
)
LAST = (
    Rule("hyphen", HYPHEN, lambda match: " ", re.compile(r"-\d|\d-")),
    Rule("sign", AMPERSAND, lambda match: " и ", re.compile("&")),
    Rule("sign", SLASH, lambda match: " " if match.string[match.start() - 1].isalpha() else " дробь ", re.compile("/")),
    Rule("sign", SIGN, _sign, SIGN),
)
