"""Russian days of the month and dates in figures."""

from __future__ import annotations

import re

from narrate.text.spoken.ru.context import case_before, word_before
from narrate.text.spoken.ru.numbers import Case, ordinal
from narrate.text.spoken.rules import Rule, ended

_GEN = str.split("января февраля марта апреля мая июня июля августа сентября октября ноября декабря")
_STEMS = str.split("янв фев мар апр ма июн июл авг сен окт ноя дек")
_MONTH = "|".join(_GEN)
_SHORT = r"(?:янв|февр?|мар|апр|июн|июл|авг|сент?|окт|нояб?|дек)\."
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
DASH = r"\s?(?:[–—−-]|--)\s?"
YEAR = r"(?:1\d{3}|20\d\d)"
G = r"(?:[\s\u00a0]?(?:г\.(?!\s?[а-яё]+\.)|г(?![\w.])|год[ау]?\b))"
S = r"[\s\u00a0]"

FROM_TO = re.compile(rf"\b(?P<prep>[Сс]о?){S}(?P<first>{_DAY}){S}по{S}(?P<last>{_DAY}){S}(?P<month>{_MONTH})\b")
DAY = re.compile(
    rf"(?<![\d.,:/-])(?P<day>{_DAY})(?:-(?P<end>го|е|му|м|ое))?(?:(?P<joint>{DASH}|{S}и{S})(?P<last>{_DAY})(?:-(?:го|е))?)?{S}"
    rf"(?P<month>{_MONTH}|{_SHORT})(?![а-яё])(?:{S}(?P<year>{YEAR})(?!\d|[.,]\d){G}?)?"
)
FIGURES = re.compile(
    rf"(?<![\d./-])(?P<day>{_DAY})(?P<mark>[./-])(?P<month>0?[1-9]|1[0-2])(?P=mark)(?P<year>\d{{4}}|\d\d)"
    rf"(?![\d/-]|[.,]\d){G}?"
)
SHORT_FIGURES = re.compile(rf"(?<![\d.,/-])(?P<day>{_DAY})\.(?P<month>0[1-9]|1[0-2])(?![\d.,]*\d|\s?(?:%|[а-яё]))")
ISO = re.compile(rf"(?<![\d./-])(?P<year>{YEAR})-(?P<month>0\d|1[0-2])-(?P<day>{_DAY})(?![\d/-]|[.,]\d)")


def _day_case(match: re.Match[str]) -> Case:
    end = match.groupdict().get("end")
    case = {"е": Case.NOM, "ое": Case.NOM, "му": Case.DAT}.get(end or "", case_before(match.string, match.start()))
    if case is not None:
        return case
    if word_before(match.string, match.start()) == "по":
        return Case.ACC
    before = match.string[max(0, match.start() - 12) : match.start()].rstrip().lower()
    told = match.string[match.end() : match.end() + 3].strip().startswith(("—", "–"))
    return Case.NOM if told or before.endswith(("сегодня", "завтра", "вчера")) else Case.GEN


def _month(written: str) -> str:
    return _GEN[next(place for place, stem in enumerate(_STEMS) if written.startswith(stem))]


def year_tail(year: str | None) -> str:
    return f" {ordinal(int(year), Case.GEN)} года" if year else ""


def _day(match: re.Match[str]) -> str:
    month = match["month"] if match["month"] in _GEN else _month(match["month"])
    day, last = int(match["day"]), match["last"]
    case = _day_case(match)
    if not last:
        said = ordinal(day, case, "n")
    elif "и" in match["joint"]:
        said = f"{ordinal(day, case, 'n')} и {ordinal(int(last), case, 'n')}"
    elif case_before(match.string, match.start()) is None:
        said = f"с {ordinal(day, Case.GEN, 'n')} по {ordinal(int(last), Case.ACC, 'n')}"
    else:
        said = f"{ordinal(day, case, 'n')} — {ordinal(int(last), case, 'n')}"
    return ended(match, f"{said} {month}{year_tail(match['year'])}")


def _from_to(match: re.Match[str]) -> str:
    first, last = ordinal(int(match["first"]), Case.GEN, "n"), ordinal(int(match["last"]), Case.ACC, "n")
    return f"{match['prep']} {first} по {last} {match['month']}"


def _figures(match: re.Match[str]) -> str | None:
    day, month, year = int(match["day"]), int(match["month"]), match["year"]
    said = ordinal(int(year), Case.GEN)
    if len(year) == 2:
        if match["mark"] == "/":
            return None
        said = ("ноль " if year[0] == "0" and year != "00" else "") + said
    elif not 1000 <= int(year) <= 2199:
        return None
    return ended(match, f"{ordinal(day, _day_case(match), 'n')} {_GEN[month - 1]} {said} года")


def _iso(match: re.Match[str]) -> str | None:
    day, month = int(match["day"]), int(match["month"])
    return f"{ordinal(day, _day_case(match), 'n')} {_GEN[month - 1]}{year_tail(match['year'])}" if month else None


def _short_figures(match: re.Match[str]) -> str | None:
    dated = word_before(match.string, match.start()) in ("от", "с", "до", "по", "к", "на", "дата")
    return f"{ordinal(int(match['day']), _day_case(match), 'n')} {_GEN[int(match['month']) - 1]}" if dated else None


_DIGIT = re.compile(r"\d")
RULES = (
    Rule("date", FROM_TO, _from_to, _DIGIT),
    Rule("date", DAY, _day, _DIGIT),
    Rule("date", ISO, _iso, _DIGIT),
    Rule("date", FIGURES, _figures, _DIGIT),
    Rule("date", SHORT_FIGURES, _short_figures, _DIGIT),
)
