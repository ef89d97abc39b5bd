"""Russian times of day and telephone numbers."""

from __future__ import annotations

import re

from narrate.text.spoken.conventions import twelve
from narrate.text.spoken.ru.context import case_before
from narrate.text.spoken.ru.nouns import HOUR, MINUTE, SECOND
from narrate.text.spoken.ru.numbers import Case, cardinal, grouped, ordinal
from narrate.text.spoken.rules import Rule

CLOCK = re.compile(r"(?<![\d:.,/-])(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?(?![\d:])")
DOTTED = re.compile(
    r"(?:(?<=\b[Вв]\s)|(?<=\b[Дд]о\s)|(?<=\b[Кк]\s)|(?<=\b[Сс]\s))(?P<hour>[01]?\d|2[0-3])\.(?P<minute>[0-5]\d)"
    r"(?P<second>)?(?!\d|[.,]\d|%|\s?(?:%|тыс|млн|млрд|руб|км|м|кг|г)\b)"
)
GAP = r"[\s\u00a0.-]?"
LONG = re.compile(
    rf"(?<![\w.,])(?P<lead>\+7|\+\d{{1,3}}|8|00\d{{1,3}}){GAP}\(?(?P<area>\d{{3}}|\d{{4,5}})\)?{GAP}(?P<rest>\d{{2,3}}{GAP}\d{{2}}{GAP}\d{{2}}|"
    rf"\d{{3}}{GAP}\d{{4}}|\d{{4}}{GAP}\d{{3}})(?![\w])(?!\s\d)"
)
CODED = re.compile(rf"(?<![\w.,+])\((?P<area>\d{{3,5}})\)\s?(?P<rest>\d{{1,3}}{GAP}\d{{2}}{GAP}\d{{2}})(?!\w)")
SHORT = re.compile(r"(?<![\w.,+-])(?P<rest>\d{1,3}-\d{2}-\d{2})(?![\w-])")
FOREIGN = re.compile(r"(?<![\w.,])\+(?P<digits>\d{1,3}(?:[\s().–-]{0,2}\d{1,4}){2,6}|\d{9,15})(?![\w/])")


def _clock(match: re.Match[str]) -> str:
    case = case_before(match.string, match.start())
    minute = int(match["minute"])
    if match["hour"][0] == "0" and minute and not match["second"] and case is None:
        return _told(int(match["hour"]), minute)
    case = Case.NOM if case is None else case
    face, evening = (None if match["second"] else twelve(int(match["hour"]))) or (int(match["hour"]), None)
    said = HOUR.said(str(face), case)
    if minute or match["second"]:
        said += f" {MINUTE.said(str(minute), case)}"
    if evening is not None:
        said += " вечера" if evening else " дня"
    return said + (f" {SECOND.said(str(int(match['second'])), case)}" if match["second"] else "")


def _told(hour: int, minute: int) -> str:
    """A morning's time that stands alone, as a clock face is read: "семь минут девятого", "без десяти минут шесть"."""
    if minute < 30:
        return f"{MINUTE.said(str(minute), Case.NOM)} {ordinal(hour + 1, Case.GEN)}"
    if minute == 30:
        return f"половина {ordinal(hour + 1, Case.GEN)}"
    return f"без {MINUTE.said(str(60 - minute), Case.GEN)} {cardinal(hour + 1)}"


def _telephone(match: re.Match[str]) -> str:
    found = match.groupdict()
    lead, area = found.get("lead") or "", found.get("area") or ""
    rest = re.findall(r"\d+", match["rest"])
    if len(rest) == 1:
        digits = rest[0]
        rest = [digits[:-4], digits[-4:-2], digits[-2:]]
    elif len(rest[-1]) == 4:
        rest[-1:] = [rest[-1][:2], rest[-1][2:]]
    groups = [*([lead.lstrip("+")] if lead else []), *([area] if area else []), *rest]
    return ("плюс " if lead.startswith("+") else "") + ", ".join(grouped(group) for group in groups if group)


def _foreign(match: re.Match[str]) -> str:
    groups = re.findall(r"\d+", match["digits"])
    if len(groups) == 1:
        digits = groups[0]
        groups = [digits[:2], *(digits[place : place + 3] for place in range(2, len(digits), 3))]
    return "плюс " + ", ".join(grouped(group) for group in groups)


_DIGITS = re.compile(r"\d\D?\d")
TELEPHONE = (
    Rule("telephone", LONG, _telephone, _DIGITS),
    Rule("telephone", CODED, _telephone, _DIGITS),
    Rule("telephone", FOREIGN, _foreign, re.compile(r"\+\d")),
    Rule("telephone", SHORT, _telephone, _DIGITS),
)
RULES = (Rule("time", CLOCK, _clock, re.compile(":")), Rule("time", DOTTED, _clock, re.compile(r"\d\.\d")))
