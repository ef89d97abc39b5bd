"""Russian years, spans of years, decades and centuries."""

from __future__ import annotations

import re

from narrate.text.spoken.roman import roman
from narrate.text.spoken.ru.context import FUNCTION, case_before, word_before, words_after
from narrate.text.spoken.ru.dates import DASH, YEAR, G, S, year_tail
from narrate.text.spoken.ru.nouns import MONEY
from narrate.text.spoken.ru.numbers import Case, cardinal, ordinal
from narrate.text.spoken.rules import Rule, ended

_ANY_MONTH = (
    r"(?:январ[ьяюе]|январём|феврал[ьяюе]|март[ауе]?|апрел[ьяюе]|ма[йяюе]|июн[ьяюе]|июл[ьяюе]|август[ауе]?|"
    r"сентябр[ьяюе]|октябр[ьяюе]|ноябр[ьяюе]|декабр[ьяюе])"
)
MONTH_YEAR = re.compile(
    rf"\b(?P<month>{_ANY_MONTH}){S}(?P<year>{YEAR})(?!\d|[.,]\d|{DASH}\d)(?:{G}|-го(?![а-яё]))?", re.IGNORECASE
)
WITH_WORD = re.compile(
    rf"(?<![\d.,:/–—-])(?P<number>\d{{1,4}})(?:-(?:го|м|му|й))?{S}?(?:(?P<word>год(?:а|у|ом|е|ы)?)\b|(?P<short>(?<=\d{{3}})"
    rf"г\.(?!\s?[а-яё]+\.)|(?<=\d{{3}}{S})г\.(?!\s?[а-яё]+\.)|г\.(?=\s(?:до\s)?н\.\s?э)|(?<=\d{{4}} )гг\.))"
)
SPAN = re.compile(
    rf"(?<![\d.,:/–—])(?<!\d-)(?P<first>{YEAR})(?:-(?:го|х|е))?(?P<joint>{S}?(?:[–—−/-]|--){S}?|{S}(?:и|по|до){S})(?P<last>{YEAR}|\d\d)(?!\d|[.,]\d)"
    rf"(?:{S}?(?P<word>гг\.|годах|годы|годов|годам|годами|года|году|год|г\.))?(?![а-яё])"
)
DECADE = re.compile(r"(?<![\w.,-])(?P<number>(?:1\d|20)?\d0)-?(?P<end>е|х|м|ми)(?:\s(?P<short>гг\.))?(?![а-яё])")
BARE = re.compile(rf"(?<![\w.,:/№#$€£–—+-])(?P<year>1[1-9]\d\d|20[0-4]\d)(?![\w%°]|[.,:]\d|{S}?[–—-]{S}?\d|/\d)")
_ROMAN = "[IVXХ]{1,6}"
CENTURY = re.compile(
    rf"(?<![\w.-])(?P<first>{_ROMAN}|\d{{1,2}})(?:-?(?:го|м|й|му))?(?:(?P<joint>{S}?[–—-]{S}?|{S}и{S})(?P<last>{_ROMAN}|\d{{1,2}})"
    rf"(?:-?(?:го|м|й|му))?)?{S}(?P<word>век(?:а|у|ом|е|ов|ах|ам)?\b|столети[а-я]{{1,3}}\b|вв?\.)(?P<era>{S}до{S}н\.?{S}?э\.)?"
)

_WORD_CASE = {"год": Case.NOM, "года": Case.GEN, "годом": Case.INS, "годе": Case.PRE}
_G_FORMS = ("год", "года", "году", "год", "годом", "году")
_PLURAL = {"годы": Case.NOM, "годов": Case.GEN, "годам": Case.DAT, "годами": Case.INS, "годах": Case.PRE}
_PLURAL_FORMS = ("годы", "годов", "годам", "годы", "годами", "годах")
_VERB = re.compile(r"(?:л|ла|ло|ли|лся|лась|лось|лись|ет|ют|ит|ат|ят|тся)$")


def _located(case: Case | None, before: str) -> Case | None:
    """ "в 1999" is where, not where to."""
    return Case.PRE if before in ("в", "во") else case


def _with_word(match: re.Match[str]) -> str | None:
    number, word = int(match["number"]), match["word"]
    before = word_before(match.string, match.start())
    wanted = _located(case_before(match.string, match.start()), before)
    if word:
        if number < 1000 and ((word == "год" and number % 10 == 1) or (word == "года" and number % 10 in (2, 3, 4))):
            return None
        if word == "годы" and before != "по":
            return None
        case = _WORD_CASE.get(
            word, Case.ACC if word == "годы" else Case.DAT if wanted == Case.DAT or before == "по" else Case.PRE
        )
        aged = word == "года" and number < 100 and number % 10 == 1 and wanted == Case.GEN
        if aged and not re.match(r"\s(?:до\s)?(?:н\.|нашей)", match.string[match.end() :]):
            return None  # "от 1 года", "в возрасте 21 года"
        return f"{ordinal(number, case)} {word}"
    if number < 1000 and wanted is None and not re.match(r"\s(?:до\s)?н\.", match.string[match.end() :]):
        return None  # grams
    if match["short"] == "гг.":
        return ended(match, f"{ordinal(number, Case.ACC)} годы") if before == "по" else None
    if before == "по":
        wanted = Case.ACC
    case = wanted if wanted is not None else Case.GEN if before else Case.NOM
    return ended(match, f"{ordinal(number, case)} {_G_FORMS[case]}")


def _span(match: re.Match[str]) -> str | None:
    first, last, word = int(match["first"]), match["last"], match["word"]
    before = word_before(match.string, match.start())
    dash = match["joint"].strip() in ("–", "—", "−", "-", "--", "/")
    if len(last) == 2 and (("-" in match["joint"] and int(last) <= 12 and not word) or not dash):
        return None
    if not dash and (not word or match["joint"].strip() != "и"):
        return None
    joint = " — " if dash else f" {match['joint'].strip()} "
    if not word:
        if not dash or case_before(match.string, match.start()) not in (None, Case.ACC):
            return None
        if before in ("в", "во"):
            return f"{ordinal(first, Case.PRE)}{joint}{ordinal(int(last), Case.PRE)}"
        return f"{cardinal(first)}{joint}{cardinal(int(last))}"
    wanted = _located(case_before(match.string, match.start()), before)
    if word in ("гг.", "г."):
        case = wanted if wanted is not None else Case.GEN if before else Case.NOM
        word = _PLURAL_FORMS[case] if word == "гг." else _G_FORMS[case]
    else:
        case = _PLURAL.get(word, _WORD_CASE.get(word, Case.PRE if wanted is None else wanted))
    return ended(match, f"{ordinal(first, case)}{joint}{ordinal(int(last), case)} {word}")


_DECADE_CASES = {"е": Case.NOM, "х": Case.GEN, "м": Case.DAT, "ми": Case.INS}


def _decade(match: re.Match[str]) -> str | None:
    following, _ = words_after(match.string, match.end())
    number = int(match["number"])
    singular = match["end"] == "м" or (len(following) > 2 and following.endswith(("о", "е", "ом", "ем")))
    if match["end"] in "ем" and number < 1000 and not match["short"] and not following.startswith("год") and singular:
        return None
    if match["end"] == "м" and not following.startswith("год") and number >= 1000:
        return ordinal(number, Case.PRE)
    case = _DECADE_CASES[match["end"]]
    tail = (
        f" {_PLURAL_FORMS[case if case != Case.GEN or word_before(match.string, match.start()) != 'в' else Case.PRE]}"
    )
    return ended(match, ordinal(number, case, "p") + (tail if match["short"] else ""))


_COUNTED = re.compile(
    r"(?:увелич|вырос|вырас|сниз|сократ|упа[лд]|числ|количеств|цен[аыуое]|сто[ия]|до[^.,;]{1,20}\d[\d ]*\sдо|тираж|"
    r"прода[лжнё]|повы[сш]|подн)[а-яё]*\b[^.;]{0,30}$",
    re.IGNORECASE,
)
"""Words beside which four figures are an amount."""
_ON = re.compile(r"\sдо\s(\d[\d ]*)(?!\d)")


def _bare(match: re.Match[str]) -> str | None:
    """A year without a word for it, where what follows can't be counted: "в 2019 вышел"."""
    text, start, end = match.string, match.start(), match.end()
    first, _ = words_after(text, end)
    if (
        first
        and not text[end:].lstrip()[:1].isupper()
        and first not in FUNCTION
        and (not _VERB.search(first) or first in MONEY)
    ):
        return None
    if _COUNTED.search(text, max(0, start - 60), start):
        return None
    span = _ON.match(text, end)
    if span and not 1100 <= int(span[1].replace(" ", "") or 0) <= 2049:
        return None
    before = word_before(match.string, match.start())
    case = _located(case_before(match.string, match.start()), before)
    if before not in (
        "в",
        "во",
        "к",
        "с",
        "со",
        "до",
        "после",
        "от",
        "около",
        "начала",
        "конца",
        "концу",
        "началу",
        "весна",
        "лето",
        "осень",
        "зима",
        "весной",
        "летом",
        "осенью",
        "зимой",
        "весны",
        "лета",
        "осени",
        "зимы",
    ):
        return None
    if match.string[match.end() :].lstrip(" \u00a0").startswith(("$", "€", "₽", "—", "–")) and before not in ("в", "к"):
        return None
    return ordinal(int(match["year"]), case if case is not None else Case.GEN)


_CENTURY_CASES = {"век": Case.NOM, "века": Case.GEN, "веку": Case.DAT, "веком": Case.INS, "веке": Case.PRE,
                  "веков": Case.GEN, "веках": Case.PRE, "векам": Case.DAT, "столетие": Case.NOM, "столетия": Case.GEN,
                  "столетию": Case.DAT, "столетием": Case.INS, "столетии": Case.PRE, "столетий": Case.GEN,
                  "столетиях": Case.PRE}  # fmt: skip
_CENTURY_FORMS = (
    ("век", "века", "веку", "век", "веком", "веке"),
    ("века", "веков", "векам", "века", "веками", "веках"),
)


def _century(match: re.Match[str]) -> str | None:
    first, last = (_value(match[part]) for part in ("first", "last"))
    word = match["word"]
    if not first or first > 60 or (match["last"] and not last):
        return None
    counted = match["first"].isdigit() and not match["last"] and first % 10 in (2, 3, 4)
    if word == "века" and counted and case_before(match.string, match.start()) is None:
        return None  # "2 века"
    if word in ("веков", "столетий") and match["first"].isdigit():
        return None
    gender = "n" if word.startswith("с") else "m"
    if word in ("в.", "вв."):
        before = word_before(match.string, match.start())
        wanted = _located(case_before(match.string, match.start()), before)
        case = wanted if wanted is not None else Case.GEN if before else Case.NOM
        word = _CENTURY_FORMS[word == "вв."][case]
    else:
        case = _CENTURY_CASES.get(word, Case.NOM)
        if word == "века" and last:
            case = Case.NOM if case_before(match.string, match.start()) is None else Case.GEN
    said = ordinal(first, case, "n" if gender == "n" else "m")
    if last:
        joint = " и " if "и" in match["joint"] else " — "
        said += joint + ordinal(last, case, "n" if gender == "n" else "m")
    return ended(match, f"{said} {word}{' до нашей эры' if match['era'] else ''}")


def _value(written: str | None) -> int:
    if not written:
        return 0
    return int(written) if written.isdigit() else roman(written.replace("Х", "X"))


_DIGIT = re.compile(r"\d")
RULES = (
    Rule("date", MONTH_YEAR, lambda match: ended(match, f"{match['month']}{year_tail(match['year'])}"), _DIGIT),
    Rule("century", CENTURY, _century, re.compile(r"\d|[IVX]")),
    Rule("years", SPAN, _span, _DIGIT),
    Rule("year", WITH_WORD, _with_word, _DIGIT),
    Rule("decade", DECADE, _decade, _DIGIT),
    Rule("year", BARE, _bare, _DIGIT),
)
