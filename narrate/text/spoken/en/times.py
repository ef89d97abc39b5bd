"""English times of day."""

from __future__ import annotations

import re

from narrate.text.spoken.conventions import CURRENT
from narrate.text.spoken.en.numbers import cardinal
from narrate.text.spoken.rules import DIGIT, Lazy, Rule, needing

_HALF = r"(?P<half>[AaPp]\.? ?[Mm]\b\.?)"
_ZONE = r"(?:\s?(?P<zone>[A-Z]{2,4}|e[sd]t|p[sd]t|c[sd]t|gmt|utc)\b)?"
CLOCK = Lazy(
    rf"(?<![\d:.,/-])(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?(?:\s?{_HALF})?(?![\d:]|\.\d)"
)
MILITARY = Lazy(
    r"(?<![\w.,:/$€£-])(?P<hour>[01]\d|2[0-3])(?P<minute>[0-5]\d)(?=\s(?:GMT|UTC|Zulu)\b)|"
    r"(?:(?<=\bat )|(?<=\bby )|(?<=\bfrom )|(?<=\buntil )|(?<=\baround )|(?<=\bbefore )|(?<=\bafter ))"
    r"(?:(?P<early>0\d)(?P<then>[0-5]\d)\b(?![.,:]\d|%|-)|(?P<late>[01]\d|2[0-3])(?P<past>[0-5]\d)(?= (?:hours|hrs)\b))"
)
DOTTED = Lazy(rf"(?<![\d:.,/-])(?P<hour>0?\d|1[0-2])\.(?P<minute>[0-5]\d)\s?{_HALF}")
HOUR = Lazy(rf"(?<![\d:.,/$€£-])(?P<hour>0?[1-9]|1[0-2])\s?{_HALF}(?![a-z])")
SPAN = Lazy(
    rf"(?:(?<![\d:.,/$€£-])(?P<hour>[01]?\d|2[0-4])(?::(?P<minute>[0-5]\d))?|\b(?P<noon>[Nn]oon|[Mm]idnight))\s?[–—-]\s?(?P<hour2>[01]?\d|2[0-4])"
    rf"(?::(?P<minute2>[0-5]\d))?\s?{_HALF}"
)
HALVES = Lazy(
    r"(?<![\d:.,/$€£-])(?P<hour>0?[1-9]|1[0-2])(?::(?P<minute>[0-5]\d))?\s?(?P<half>[AaPp]\.?[Mm]\b\.?)\s?[–—-]\s?"
    r"(?P<hour2>0?[1-9]|1[0-2])(?::(?P<minute2>[0-5]\d))?\s?(?P<half2>[AaPp]\.?[Mm]\b\.?)"
)
AT_DOTTED = Lazy(
    r"(?<=\bat )(?P<hour>[01]?\d|2[0-3])\.(?P<minute>[0-5]\d)(?![\d%])(?!\s(?:million|billion|percent|per))"
)


def _half(written: str | None) -> str:
    """ "a.m." as "A.M": the full stop between keeps it letters for every voice, one at the end would end a sentence."""
    return f" {written[0].upper()}.M" if written else ""


def _hour_minute(hour: str, minute: str | None, half: str | None) -> str:
    if not minute or minute == "00":
        bare = cardinal(int(hour))
        return bare if half or minute is None else f"{bare} o'clock"
    minutes = f"oh {cardinal(int(minute))}" if minute[0] == "0" else cardinal(int(minute))
    return f"{cardinal(int(hour))} {minutes}"


def _clock(match: re.Match[str]) -> str | None:
    hour, minute, second, half = match["hour"], match["minute"], match["second"], match["half"]
    if second is not None:
        hours = "hour" if int(hour) == 1 else "hours"
        rest = f"{cardinal(int(minute))} minutes and {cardinal(int(second))} seconds"
        return f"{cardinal(int(hour))} {hours} {rest}{_half(half)}"
    if CURRENT.get().clock == "twelve" and not half and hour[0] != "0":
        half = "pm" if 12 <= int(hour) < 24 else "am" if int(hour) < 12 and int(hour) else None
        hour = str((int(hour) - 1) % 12 + 1) if half else hour
    return _hour_minute(hour, minute, half) + _half(half)


def _military(match: re.Match[str]) -> str:
    hour = match["hour"] or match["early"] or match["late"]
    minute = match["minute"] or match["then"] or match["past"]
    hours = f"{'oh ' if hour[0] == '0' and hour != '00' else ''}{cardinal(int(hour))}"
    return (
        f"{hours} hundred" if minute == "00" else f"{hours} {'oh ' if minute[0] == '0' else ''}{cardinal(int(minute))}"
    )


def _span(match: re.Match[str]) -> str:
    start = match["noon"] or _hour_minute(match["hour"], match["minute"], "pm")
    return f"{start} to {_hour_minute(match['hour2'], match['minute2'], 'pm')}{_half(match['half'])}"


def _halves(match: re.Match[str]) -> str:
    first = _hour_minute(match["hour"], match["minute"], "pm") + _half(match["half"])
    return f"{first} to {_hour_minute(match['hour2'], match['minute2'], 'pm')}{_half(match['half2'])}"


_HALVED = re.compile(r"\d\s?[AaPp]\.? ?[Mm]")
RULES = needing(
    DIGIT,
    (
        Rule("time", HALVES, _halves, _HALVED),
        Rule("time", SPAN, _span, _HALVED),
        Rule("time", MILITARY, _military, re.compile(r"\d{4}")),
        Rule("time", CLOCK, _clock, re.compile(r"\d:\d")),
        Rule(
            "time",
            DOTTED,
            lambda match: _hour_minute(match["hour"], match["minute"], match["half"]) + _half(match["half"]),
            _HALVED,
        ),
        Rule("time", HOUR, lambda match: cardinal(int(match["hour"])) + _half(match["half"]), _HALVED),
        Rule("time", AT_DOTTED, lambda match: _hour_minute(match["hour"], match["minute"], None), re.compile(r"at \d")),
    ),
)
