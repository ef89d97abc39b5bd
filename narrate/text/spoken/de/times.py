"""German times of day."""

from __future__ import annotations

import re

from narrate.text.spoken.continental import DASH, FREE, is_score
from narrate.text.spoken.conventions import twelve
from narrate.text.spoken.de.numbers import cardinal
from narrate.text.spoken.de.speech import SPEECH
from narrate.text.spoken.speech import S

CLOCK = re.compile(
    rf"(?:{FREE}|(?<=[:.]\d\d[–—-]))(?P<hour>[01]?\d|2[0-4])(?::|\.(?=\d\d{S}?Uhr))(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?(?![\d:])"
    rf"(?P<word>{S}?Uhr\b)?"
)
HOURS = re.compile(rf"{FREE}(?P<hour>[01]?\d|2[0-4])(?P<word>{S}Uhr)\b")
CLOCKS = re.compile(
    rf"{FREE}(?P<hour>[01]?\d|2[0-4])[:.](?P<minute>[0-5]\d)(?P<joint>{S}bis{S}|{S}und{S}|{DASH})"
    rf"(?=(?:[01]?\d|2[0-4])(?:[:.][0-5]\d)?{S}?Uhr\b)"
)


def clock(match: re.Match[str]) -> str | None:
    found = match.groupdict()
    if not found["word"] and not found.get("second") and is_score(SPEECH, match):
        return None
    hour, minute, second = int(match["hour"]), int(found.get("minute") or 0), found.get("second")
    face, evening = (None if second else twelve(hour)) or (hour, None)
    said = f"{cardinal(face, 'm')} Uhr"
    if minute or second:
        said += f" {cardinal(minute)}"
    if evening is not None:
        said += " abends" if evening else " nachmittags"
    return said + (f" und {cardinal(int(second))} Sekunden" if second else "")


def clocks(match: re.Match[str]) -> str:
    joint = match["joint"] if match["joint"].strip().isalpha() else " bis "
    minute = int(match["minute"])
    return f"{cardinal(int(match['hour']), 'm')} Uhr{f' {cardinal(minute)}' if minute else ''}{joint}"
