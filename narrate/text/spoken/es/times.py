"""Spanish durations and time zones."""

from __future__ import annotations

import re

from narrate.text.spoken.continental import FREE
from narrate.text.spoken.es.numbers import cardinal
from narrate.text.spoken.es.speech import SPEECH
from narrate.text.spoken.rules import Rule
from narrate.text.spoken.speech import S, counted

DURATION = re.compile(
    rf"{FREE}(?P<hour>\d{{1,3}})(?P<gap>{S}?)h{S}?(?P<minute>[0-5]?\d){S}?m(?:in)?\.?{S}?(?P<second>[0-5]?\d){S}?s(?:eg)?\b"
)
_ZONES = "utc|gmt|est|edt|cst|cdt|mst|mdt|pst|pdt|cet|cest|bst|msk|brt|clt"
ZONED = re.compile(rf"{FREE}(?P<hour>[01]?\d|2[0-4]){S}?h(?={S}(?:{_ZONES})\b)", re.IGNORECASE)
ZONE = re.compile(
    rf"(?<=[\dhm.]\s)(?P<zone>{_ZONES})\b(?:\s?(?P<sign>[+−-])\s?(?P<hours>\d{{1,2}})(?::(?P<minutes>\d\d))?)?",
    re.IGNORECASE,
)


def _duration(match: re.Match[str]) -> str:
    """ "15 h 10 min 40 s" counts, "12h02m00s" is a time."""
    hour, minute, second = (int(match[part]) for part in ("hour", "minute", "second"))
    seconds = counted(SPEECH, str(second), SPEECH.units["s"])
    if match["gap"]:
        hours, minutes = (counted(SPEECH, str(n), SPEECH.units[unit]) for n, unit in ((hour, "h"), (minute, "min")))
        return f"{hours} {minutes} y {seconds}"
    return cardinal(hour, "f") + (f" y {cardinal(minute)}" if minute else "") + (f" y {seconds}" if second else "")


def _zone(match: re.Match[str]) -> str:
    said = " ".join(match["zone"])
    if match["sign"]:
        said += f" {SPEECH.plus if match['sign'] == '+' else SPEECH.minus} {cardinal(int(match['hours']), 'f')}"
        said += f" {cardinal(int(match['minutes']))}" if match["minutes"] else ""
    return said


TIMES = (
    Rule("time zone", ZONE, _zone, re.compile(r"\s(?i:gmt|utc|[ecmpb]s?[sde]t|msk|clt|brt)\b")),
    Rule("time", ZONED, lambda match: cardinal(int(match["hour"]), "f"), re.compile(r"\d\s?[hH]\s")),
    Rule("duration", DURATION, _duration, re.compile(r"\d\s?h")),
)
