"""English dates, years, decades and times of day."""

from __future__ import annotations

import re

from narrate.text.spoken.en.adjuncts import begins_noun
from narrate.text.spoken.en.numbers import cardinal, decade, ordinal, year
from narrate.text.spoken.rules import DIGIT, STOP, Lazy, Rule, needing

_MONTHS = str.split("January February March April May June July August September October November December")
_SHORT = {month[:3].lower(): month for month in _MONTHS} | {"sept": "September"}
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December|"
    r"january|february|march|april|june|july|august|september|october|november|december|"
    r"(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\b\.?)"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?:1\d{3}|20\d\d)"
_DASH = r"\s?(?:-|–|—|to|through)\s?"
_WEEKDAYS = {"mon": "Monday", "tue": "Tuesday", "tues": "Tuesday", "wed": "Wednesday", "thu": "Thursday",
             "thur": "Thursday", "thurs": "Thursday", "fri": "Friday", "sat": "Saturday", "sun": "Sunday"}  # fmt: skip

MONTH_DAY = Lazy(
    rf"\b(?P<month>{_MONTH}) (?P<day>{_DAY})(?:st|nd|rd|th)?(?:{_DASH}(?P<last>{_DAY})(?:st|nd|rd|th)?)?"
    rf"(?:(?:,? |, ?)(?P<year>{_YEAR}))?(?!\d|:\d|[.,]\d|\s?[-–]\s?\d)(?!\s(?:million|billion|percent|per cent|"
    rf"people)\b)"
)
DAY_MONTH = Lazy(
    rf"(?P<the>\b[Tt]he )?(?<![\d.,:/$€£-])\b(?P<day>{_DAY})(?:st|nd|rd|th)?(?:(?:{_DASH}|(?P<both> and ))"
    rf"(?P<last>{_DAY})(?:st|nd|rd|th)?)?(?: of)? (?P<month>{_MONTH})(?![a-z])"
    rf"(?:,? (?P<year>{_YEAR}))?(?!\d|:\d|[.,]\d)"
)
MONTH_YEAR = Lazy(rf"\b(?P<month>{_MONTH}),? (?:of )?(?P<year>{_YEAR})(?!\d|:\d|[.,]\d|\s?[-–]\s?\d)")
SHORT_MONTH = Lazy(r"\b(?P<month>Jan|Feb|Aug|Sept?|Oct|Nov|Dec)\.(?=[\s–-])")
ISO = Lazy(
    r"(?<![\d/.-])(?P<year>1\d{3}|20\d\d)(?P<mark>[-/.])(?P<month>0?[1-9]|1[0-2])(?P=mark)(?P<day>3[01]|[12]\d|"
    r"0?[1-9])(?![\d/-]|\.\d)"
)
FIGURES = Lazy(
    r"(?<![\d/.-])(?P<first>0?[1-9]|[12]\d|3[01])(?P<mark>[-/.])(?P<second>0?[1-9]|[12]\d|"
    r"3[01])(?P=mark)(?P<year>(?:1\d|20)\d\d|\d\d)(?![\d/-]|\.\d)"
)
DECADE = Lazy(r"(?<![\w$€£.,])(?<!\d-)(?P<number>(?:1\d|20)\d0|[2-9]0)(?: ?['’]?s)\b|(?<!\w)['’‘](?P<short>[1-9]0)s\b")
DECADES = Lazy(r"(?<![\w$€£.,-])(?P<from>1\d\d0|20\d0)s\s?[-–—]\s?['’]?(?P<to>1\d\d0|20\d0|[1-9]0)s\b")
SHORT_YEAR = Lazy(r"(?<!\w)['’](?P<year>\d\d)(?=[\s,.;:!?)]|$)")
SEASON = Lazy(
    rf"(?<![\d.,/$€£-])(?P<from>{_YEAR})(?P<mark>\s?[–—-]\s?|\s?/\s?)(?P<to>{_YEAR}|\d\d)(?![\d%/]|[.,]\d|\s?[-–]\s?\d)"
)
QUARTER = Lazy(r"\b(?P<part>[1-4]Q|[12]H|[QH][1-4](?=[ ’']|20\d\d))[ ’']?(?P<year>(?:20)?\d\d)\b|\b(?P<lone>Q[1-4])\b")
_DAY_NAME = r"(?:Mon|Tues?|Wed(?:nes)?|Thu(?:rs?)?|Fri|Sat(?:ur)?|Sun)(?:day)?"
SPAN = Lazy(
    rf"(?:(?<=\d)|(?<=\d[snrt][tdh])|(?<=[a-z])|(?<=[a-z]\.))\s?[-–]\s?(?={_MONTH} (?:{_DAY}|{_YEAR})(?!\d))|"
    rf"(?<=\d)[-–](?=(?:present|now|today)\b)|"
    rf"\b(?P<from>{_MONTH})\s?[-–]\s?(?={_MONTH}(?![a-z-]))|"
    rf"(?<![\w-])(?P<first>{_DAY_NAME})\.?\s?[-–]\s?(?P<last>{_DAY_NAME})(?![\w-])"
)
STAMP = Lazy(
    r"(?P<date>(?:1\d|20)\d\d-\d\d-\d\d)T(?P<hour>[01]\d|2[0-4]):(?P<minute>[0-5]\d)(?::[0-5]\d(?:\.\d+)?)?(?P<zone>Z)?"
)
FISCAL = Lazy(r"\bFY[ ’']?(?P<year>20\d\d|\d\d)(?:[-–/](?P<to>\d\d))?(?!\w)")
_ERA = r"(?P<era>A\.?D\.?|B\.?C\.?(?:E\.?)?|C\.?E\.?)(?![A-Za-z])"
ERA = Lazy(rf"\b(?P<year>\d{{1,4}}) ?{_ERA}|\bA\.?D\.? (?P<after>\d{{1,4}})\b")
YEAR = Lazy(
    r"(?:(?<![\w.,:/$€£#+-])|(?<=\b[Mm]id-)|(?<=\b[Pp]re-)|(?<=\b[Pp]ost-)|(?<=\b[Ee]arly-)|(?<=\b[Ll]ate-))(?P<year>1[1-9]\d\d|20\d\d)(?!\w|[.,:]\d|%|\s?[-–]\s?\d|/\d)"
)
WEEKDAY = Lazy(r"\b(?P<day>Mon|Tues?|Wed|Thu(?:rs?)?|Fri|Sat|Sun)(?:\.(?=,? )|(?=, \d|, [A-Z][a-z]{2,8}\.? \d))")

# What makes a four-digit figure an amount rather than a year.
_AMOUNT = re.compile(
    r"[\s-](?:mile|metre|meter|foot|page|word|hour|day|year|member|seat|acre|strong|plus|pound|horsepower|unit|room|bed|"
    r"people|men|women|children|miles|metres|meters|feet|km|kilomet|pages|workers|jobs|members|votes|points|years|"
    r"days|hours|minutes|tons|tonnes|pounds|dollars|euros|units|homes|houses|soldiers|students|seats|square|calories|"
    r"kg|kcal|words|copies|residents|inhabitants|times|cases|deaths|families|households|volts|rpm|hp)\b"
)
_BEFORE_YEAR = re.compile(
    r"(?:\b(?:in|since|by|until|till|of|from|during|before|after|year|circa|c\.|late|early|mid|through|to|spring|"
    r"summer|"
    r"autumn|fall|winter|born|died|and|between|around)|[(\[,©–—-])\s?$", re.IGNORECASE
)  # fmt: skip


def month_name(written: str) -> str:
    """The full name of a month however it is written."""
    return _SHORT[written.rstrip(".").lower()[:3]]


def _year_words(written: str | None) -> str:
    return f" {year(int(written))}" if written else ""


def _month_day(match: re.Match[str]) -> str | None:
    if match["month"] in ("May", "March", "march", "Mar") and not match["year"] and match["last"] is None:
        before = match.string[max(0, match.start() - 12) : match.start()].lower()
        if match["month"] == "march" or before.rstrip().endswith((" you", " we", " they", " it", " he", " she")):
            return None
    days = ordinal(match["day"]) + (f" to {ordinal(match['last'])}" if match["last"] else "")
    tail = f",{_year_words(match['year'])}" if match["year"] else ""
    return f"{month_name(match['month'])} {days}{tail}"


def _day_month(match: re.Match[str]) -> str | None:
    if match["month"].lower() in ("may", "mar") and match["month"].islower():
        return None
    days = ordinal(match["day"]) + (
        f" {'and' if match['both'] else 'to'} the {ordinal(match['last'])}" if match["last"] else ""
    )
    the = "The" if (match["the"] or "").startswith("T") else "the"
    return f"{the} {days} of {month_name(match['month'])}{_year_words(match['year'])}"


def _figures(match: re.Match[str]) -> str | None:
    first, second = int(match["first"]), int(match["second"])
    month, day = (second, first) if first > 12 else (first, second)
    if month > 12 or (match["mark"] == "." and first <= 12 < second):
        return None
    years = match["year"]
    spoken = year(int(years)) if len(years) == 4 else _two_digit_year(years)
    return f"{_MONTHS[month - 1]} {ordinal(day)}, {spoken}"


def _two_digit_year(digits: str) -> str:
    number = int(digits)
    if number > 99:
        return year(number)
    return year(2000 + number if number < 50 else 1900 + number)


def _season(match: re.Match[str]) -> str | None:
    start, end = match["from"], match["to"]
    slash = "/" in match["mark"]
    if len(end) == 2:
        if not slash and int(end) <= int(start[2:]) and int(end) <= 12:
            return None  # 2019-04 is a month
        joint = " " if slash or int(end) == int(start[2:]) + 1 else " to "
        return f"{year(int(start))}{joint}{_short_end(end)}"
    return f"{year(int(start))} to {year(int(end))}"


def _short_end(digits: str) -> str:
    return f"oh {cardinal(int(digits))}" if digits[0] == "0" and digits != "00" else cardinal(int(digits))


def _year(match: re.Match[str]) -> str | None:
    number = int(match["year"])
    if _BEFORE_YEAR.search(match.string, max(0, match.start() - 12), match.start()):
        return year(number)
    if _AMOUNT.match(match.string, match.end()):
        return None
    return year(number) if number >= 1400 or number % 100 else None


_QUARTERED = re.compile(r"(?:\b(?:the|our|its|their|an?|this|last|next)|['’]s)\s$")
_IN = re.compile(r"\b(?:in|of|for|during|since|by|until)\s$", re.IGNORECASE)


def _quarter(match: re.Match[str]) -> str:
    part = match["part"] or match["lone"]
    number, letter = (part[0], part[1]) if part[0].isdigit() else (part[1], part[0])
    name = f"{ordinal(number)} {'quarter' if letter == 'Q' else 'half'}"
    if match["lone"]:
        before = match.string[max(0, match.start() - 8) : match.start()]
        noun = begins_noun(match.string, match.end()) and not _IN.search(before)
        return name if noun or _QUARTERED.search(before) else f"the {name}"
    years = match["year"]
    return f"the {name} of {year(int(years)) if len(years) == 4 else cardinal(int(years))}"


_ERAS = {"A": "A.D", "C": "C.E"}


def _era(match: re.Match[str]) -> str:
    if match["after"]:
        return f"A.D {_small_year(match['after'])}"
    letters = match["era"].replace(".", "")
    return f"{_small_year(match['year'])} {'.'.join(letters)}"


def _small_year(digits: str) -> str:
    number = int(digits)
    return year(number) if number >= 1000 else cardinal(number)


def _iso(match: re.Match[str]) -> str:
    return f"{_MONTHS[int(match['month']) - 1]} {ordinal(match['day'])}, {year(int(match['year']))}"


def _fiscal(match: re.Match[str]) -> str:
    end = f" {_short_end(match['to'])}" if match["to"] else ""
    return f"fiscal year {_two_digit_year(match['year'])}{end}"


def _stamp(match: re.Match[str]) -> str | None:
    day = ISO.fullmatch(match["date"])
    time = f"{cardinal(match['hour'])} {cardinal(match['minute']) if match['minute'] != '00' else 'hundred'}"
    return f"{_iso(day)}, {time}{' U.T.C' if match['zone'] else ''}" if day else None


def _span(match: re.Match[str]) -> str:
    if match["from"]:
        return f"{month_name(match['from'])} to "
    if match["first"]:
        return f"{_day_name(match['first'])} to {_day_name(match['last'])}"
    return " to "


def _day_name(written: str) -> str:
    return written if written.endswith("day") else _WEEKDAYS[written.lower()]


_MARKED = re.compile(r"\d[-/.]\d")
_NAMED = re.compile(r"[JFMASONDjfmasond][a-z]{2,8}\.?,? (?:of )?\d|\d\S* (?:of )?[JFMASONDjfmasond][a-z]{2}")
_DECADES = re.compile(r"\d0 ?['’]?s")
_FOUR = re.compile(r"\d\d\d\d")
STAMPS = (Rule("date", STAMP, _stamp, re.compile(r"\dT\d")),)
RULES = needing(
    DIGIT,
    (
    Rule("date", ISO, _iso, _MARKED),
    Rule("year", FISCAL, _fiscal, re.compile(r"FY.?\d")),
    Rule("date", FIGURES, _figures, _MARKED),
    Rule("date", MONTH_DAY, _month_day, _NAMED),
    Rule("date", DAY_MONTH, _day_month, _NAMED),
    Rule("date", MONTH_YEAR, lambda match: f"{month_name(match['month'])}{_year_words(match['year'])}", _NAMED),
    Rule("quarter", QUARTER, _quarter, re.compile(r"\d[QH]|[QH]\d")),
    Rule("year", ERA, _era, re.compile(r"\d ?[ABC]|D\.? \d")),
    Rule("decades", DECADES, lambda match: f"{decade(int(match['from']))} to {decade(int(match['to']))}", _DECADES),
    Rule("decade", DECADE, lambda match: decade(int(match["number"] or match["short"])), _DECADES),
    Rule("years", SEASON, _season, _FOUR),
    Rule("year", YEAR, _year, _FOUR),
    Rule("year", SHORT_YEAR, lambda match: _short_end(match["year"]), re.compile(r"['’]\d\d")),
    ),
)  # fmt: skip
WORDS = (
    Rule("dates", SPAN, _span, re.compile(r"[-–]\s?(?:[JFMASONDTW][a-z]{2}|present|now|today)")),
    Rule("month", SHORT_MONTH, lambda match: month_name(match["month"]), STOP),
    Rule("weekday", WEEKDAY, lambda match: _WEEKDAYS[match["day"].lower()], re.compile(rf"{STOP.pattern}|\d")),
)
