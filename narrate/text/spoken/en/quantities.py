"""English measures, fractions, ranges, ordinals and plain numbers."""

from __future__ import annotations

import re

from narrate.text.spoken.en import parts
from narrate.text.spoken.en.adjuncts import described
from narrate.text.spoken.en.money import AMOUNT, sign_words
from narrate.text.spoken.en.numbers import LONGEST, cardinal, decimal, ordinal, plural, spelled, year
from narrate.text.spoken.en.units import FOLDED, PER, POWERS, TIGHT, UNIT, UNITS
from narrate.text.spoken.rules import DIGIT, Lazy, Rule, needing, spaced

_NUM = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+"

MEASURE = Lazy(
    rf"(?<![\w.,])(?<!\d/)(?P<minus>[-−+](?=[\d.]))?"
    rf"(?:(?P<first>{_NUM})\s?[x×]\s?(?=[\d.,]+\s?[x×]))?(?P<low>{_NUM})(?:\s?(?P<joint>[-–—]|to|"
    rf"[x×])\s?(?P<high>{_NUM}))?[ \u00a0\u202f-]?"
    rf"(?P<unit>{UNIT})(?P<power>[²³]|(?<=m)[23](?!\d))?(?:(?:/|\sper\s)(?P<per>kg|km|m|l|L|h|hr|s|day|min|g|100g|"
    rf"ha|mi|gal|person|capita))?(?![\w²³]|\.\w)"
    rf"(?:(?<=[a-z])\.(?=,?\s[a-z])|(?P<hyphen>-)(?=[a-z]))?"
)
FEET = Lazy(
    r"(?<![\w.,/])(?P<feet>\d{1,2})(?:['’′]\s?(?P<inches>\d{1,2})(?:\"|”|″|'')|"
    r"\s?ft\.?,? (?P<inch>\d{1,2})\s?in(?:\.(?=\s[a-z])|\b(?!\s\d)))"
)
ORDINAL = Lazy(r"(?<![\w.,/])(?P<number>\d{1,3}(?:,\d{3})+|\d+)(?:\s?)(?P<suffix>st|nd|rd|th|ST|ND|RD|TH)\b(?!\.\w)")
UPPER_ORDINAL = Lazy(r"(?<![\w.,])(?P<number>\d+)(?P<suffix>ˢᵗ|ⁿᵈ|ʳᵈ|ᵗʰ)")
RANGE = Lazy(
    rf"(?<![\w.,/:+–—-])(?P<low>{_NUM})(?P<joint>\s?[–—−]\s?|-|\s-\s|"
    rf":(?=\d\b))(?P<high>{_NUM})(?P<scale>\s(?:thousand|million|billion|trillion)|[mbk]n?)?(?![\w/:–—-]|[.,]\d)"
)
TIMES = Lazy(
    rf"(?<![\w.,/])(?P<low>{_NUM})\s?[x×]\s?(?P<high>{_NUM})(?:\s?[x×]\s?(?P<third>{_NUM}))?"
    rf"(?:(?P<many>s)|(?P<meters>m))?(?!\w)|"
    rf"(?<=[a-z][a-z²])(?:\s?×\s?|\sx\s)(?=\d)"
)
MULTIPLE = Lazy(rf"(?<![\w.,/])(?P<number>{_NUM})[x×](?!\w)")
COMPOUND = Lazy(
    rf"(?<![\w.,/$€£¥-])(?P<number>{_NUM})-(?P<word>[a-z]{{3,}}(?:-(?:old|olds|long|high|wide|tall|deep|thick|plus|square|"
    rf"per|by|a|an|the|on|in|to|of|and)(?:-[a-z]+)?)*|a-[a-z]+)(?![\w-])"
)
RACE = Lazy(
    r"(?:(?<=\b[Tt]he )|(?<=\b[Aa] )|(?<=['’]s ))(?P<number>60|[1248]00|1,?500|[35],?000|10,?000)m\b|"
    rf"(?<![\w.,/-])(?P<other>{_NUM})m(?:(?=\s)|(?P<hyphen>-))(?=\s?(?:relay|hurdles|race|final|sprint|freestyle|butterfly|backstroke|"
    rf"breaststroke|medley|dash|steeplechase|long|tall|high|deep|wide|away|above|below|from|air|pool|jump)\b)"
)
CHAPTER = Lazy(r"(?<![\w.,:/-])(?P<chapter>\d{1,3}):(?P<first>\d{1,3})\s?[-–]\s?(?P<last>\d{1,3})(?![\d:])")
AIRCRAFT = Lazy(r"(?<=Boeing )(?P<model>7\d7)(?:-(?P<kind>\d{1,3}))?(?P<many>s)?(?!\w)")
MANY = Lazy(r"(?<![\w.,$€£-])(?P<number>\d{1,3})(?P<many>s)(?!\w)")
SECONDS = Lazy(r"(?<![\w.,$€£:-])(?P<number>\d{1,3}\.\d{1,3})\s?s(?!\w)")
SCALED = Lazy(rf"(?<![\w.,/-])(?P<number>{_NUM})(?: ?(?P<long>bn|mn|tn|mln|trn)|(?P<scale>k|m|b))\b(?!['’])")
TEMPERATURE = Lazy(
    r"(?<![\w.,/])(?P<minus>[-−])?(?P<number>\d{1,3}(?:\.\d)?)(?P<unit>[CF])\b(?:(?<=\.\d[CF])|"
    r"(?=\s(?:heat|warming|temp|above|below|hotter|warmer|cooler|colder)|\s?\(\d{1,3}F\)))"
)
DURATION = Lazy(
    r"(?<![\w.,:/-])(?P<hours>\d{1,3})\s?h(?:rs?)?\s?(?P<minutes>[0-5]?\d)\s?m(?:ins?)?\b(?:\s?(?P<seconds>[0-5]?\d)\s?s\b)?"
)
LAP = Lazy(r"(?<![\w.,:/-])(?P<minutes>\d{1,2}):(?P<seconds>[0-5]\d\.\d{1,3})(?![\w:])")
_SCALE = {
    "bn": "billion",
    "mn": "million",
    "tn": "trillion",
    "mln": "million",
    "trn": "trillion",
    "k": "thousand",
    "m": "million",
    "b": "billion",
}
SIGNED = Lazy(rf"(?:(?<=\s)|(?<=[(\[])|^)(?P<sign>[-−+±~≈<>≤≥])\s?(?P<number>{_NUM})(?![\w/]|[.,]\d)")
PLUS = Lazy(r"(?<![\w.,])(?P<number>\d{1,3}(?:,\d{3})+|\d+)\+(?!\d|\s?\d)")
VERSION = Lazy(r"(?<![\w.,])(?P<parts>\d{1,4}(?:\.\d{1,4}){2,})(?!\w|\.\d)")
MIXED = Lazy(r"(?<![\w.@/#-])(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*(?:(?<=\d)\.\d+)?(?![\w@/])")
NUMBER = Lazy(rf"(?<!\d)(?P<number>{_NUM})")
PIECE = re.compile(r"\d+(?:\.\d+)?|[A-Za-z]+|-")


def _measure(match: re.Match[str]) -> str | None:
    unit = match["unit"]
    gap = match.string[match.end("high") if match["high"] else match.end("low") : match.start("unit")]
    if (unit in TIGHT and gap) or (unit == "ac" and not gap):
        return None
    if unit == "m" and not gap and not match["power"] and not match["per"]:
        return None  # "5m" is money or people in the news; see SCALED
    if unit in ("t", "g", "l", "min", "pp", "cal") and gap == "-":
        return None
    one, many = UNITS.get(unit) or UNITS[FOLDED[unit.lower()]] if unit in UNITS or unit.lower() in FOLDED else ("", "")
    if match["power"]:
        power = POWERS[match["power"]]
        one, many = f"{power} {one}", f"{power} {many}"
    minus = {"-": "minus ", "−": "minus ", "+": "plus "}.get(match["minus"] or "", "")
    number = f"{decimal(match['first'])} by " if match["first"] else ""
    number += decimal(match["low"])
    if match["high"]:
        number += (" by " if match["joint"] in "x×" else " to ") + decimal(match["high"])
    singular = (match["low"] == "1" and not match["high"]) or gap == "-" or match["hyphen"]
    singular = singular or (not match["per"] and described(match.string, match.start(), match.end()))
    per = f" per {PER.get(match['per'], match['per'])}" if match["per"] else ""
    return f"{minus}{number} {one if singular else many}{per}{' ' if match['hyphen'] else ''}"


def _feet(match: re.Match[str]) -> str:
    if match["inches"]:
        return f"{cardinal(match['feet'])} foot {cardinal(match['inches'])}"
    feet = "foot" if match["feet"] == "1" else "feet"
    return f"{cardinal(match['feet'])} {feet} {cardinal(match['inch'])} {'inch' if match['inch'] == '1' else 'inches'}"


def _temperature(match: re.Match[str]) -> str:
    minus = "minus " if match["minus"] else ""
    return f"{minus}{decimal(match['number'])} degrees {'Celsius' if match['unit'] == 'C' else 'Fahrenheit'}"


def _scaled(match: re.Match[str]) -> str:
    """ "12.5m" in words; "4k" is mostly a picture or a run, and "four K" in any case."""
    if match["scale"] == "k" and len(match["number"]) == 1:
        return f"{cardinal(match['number'])} K"
    return f"{decimal(match['number'])} {_SCALE[match['scale'] or match['long']]}"


def _duration(match: re.Match[str]) -> str:
    parts = [(match[name], name) for name in ("hours", "minutes", "seconds") if match[name]]
    return " ".join(f"{cardinal(number)} {name[:-1] if number == '1' else name}" for number, name in parts)


def _lap(match: re.Match[str]) -> str:
    minutes = f"{cardinal(match['minutes'])} minute{'' if match['minutes'] == '1' else 's'}"
    return f"{minutes} {decimal(match['seconds'].removeprefix('0'))} seconds"


def _dimensions(match: re.Match[str]) -> str | None:
    if not match["low"]:
        return " by "
    if match["low"] == "0":
        return None  # 0x08 is a number of programmers
    low, high = (
        year(int(side)) if side.isdigit() and len(side) == 4 and side[0] != "0" else decimal(side)
        for side in (match["low"], match["high"])
    )
    if match["third"]:
        high = f"{high} by {decimal(match['third'])}"
    return f"{low} by {plural(high) if match['many'] else high}{' meters' if match['meters'] else ''}"


def _compound(match: re.Match[str]) -> str:
    """A number before a hyphen and a word: "2,300-page", "2.5-litre", "5-a-side"."""
    return f"{decimal(match['number'])} {match['word'].replace('-', ' ')}"


def _race(match: re.Match[str]) -> str:
    number = match["number"] or match["other"]
    singular = number == "1" or match["hyphen"] or described(match.string, match.start(), match.end())
    return f"{decimal(number)} {'meter' if singular else 'meters'}{' ' if match['hyphen'] else ''}"


def _chapter(match: re.Match[str]) -> str:
    return f"{cardinal(match['chapter'])}, {cardinal(match['first'])} to {cardinal(match['last'])}"


def _aircraft(match: re.Match[str]) -> str:
    model = _short_digits(match["model"])
    kind = f" {cardinal(match['kind'])}" if match["kind"] else ""
    return plural(model + kind) if match["many"] else model + kind


def _range(match: re.Match[str]) -> str | None:
    low, high, joint = match["low"], match["high"], match["joint"]
    if joint == "-" and ((low[0] == "0" and len(low) > 1 and "." not in low) or len(low) > 6):
        return None
    low_value, high_value = (float(side.replace(",", "")) for side in (low, high))
    shares = low_value + high_value == 100 and low_value >= high_value
    if joint == "-" and shares and not match["scale"]:
        return f"{decimal(low)} {decimal(high)}"  # fifty-fifty, the eighty-twenty rule
    if joint == " - " and high_value < low_value:
        return f"{decimal(low)} minus {decimal(high)}"
    scale = match["scale"] or ""
    scale = f" {_SCALE.get(scale, scale.strip())}" if scale else ""
    return f"{decimal(low)} to {decimal(high)}{scale}"


def _number(match: re.Match[str]) -> str:
    number = match["number"]
    digits = number.replace(",", "")
    whole = digits.partition(".")[0]
    if len(whole) > LONGEST:
        return spelled(whole)
    if len(whole) > 1 and whole[0] == "0" and "." not in digits:
        return spelled(digits)
    if len(whole) > 9 and "," not in number and "." not in digits and int(whole[-3:]):
        return spelled(digits)  # an account or serial number rather than an amount
    return decimal(number)


def _mixed(match: re.Match[str]) -> str | None:
    """Letters and figures in one word: "COVID-19", "G20", "F-16", "5G", "45-year-old"."""
    token = match.group()
    pieces = PIECE.findall(token)
    said = []
    for place, piece in enumerate(pieces):
        if piece[0].isdigit():
            said.append(decimal(piece) if "." in piece else _short_digits(piece))
        elif piece == "s" and "-" in pieces and pieces[place - 1].isdigit():
            said[-1] = plural(said[-1])
        elif piece != "-":
            said.append(_letters(piece))
    return " ".join(said)


def _letters(piece: str) -> str:
    return ".".join(piece) if piece.isupper() and 2 <= len(piece) <= 3 and piece not in ("THE", "AND") else piece


def _short_digits(digits: str) -> str:
    if digits[0] == "0" and len(digits) > 1:
        return spelled(digits)
    if len(digits) == 3 and digits[1] != "0" and digits[1:] != "00":
        return f"{cardinal(digits[0])} {cardinal(digits[1:])}"
    if len(digits) == 3 and digits[1] == "0" and digits[2] != "0":
        return f"{cardinal(digits[0])} oh {cardinal(digits[2])}"
    return cardinal(digits) if len(digits) < 5 else spelled(digits)


_DIGIT = re.compile(r"\d")
RULES = needing(
    DIGIT,
    (
        Rule(
            "version",
            VERSION,
            lambda match: " point ".join(cardinal(part) for part in match["parts"].split(".")),
            _DIGIT,
        ),
        Rule("height", FEET, _feet, _DIGIT),
        Rule("measure", DURATION, _duration, re.compile(r"\d\s?h")),
        Rule("measure", TEMPERATURE, _temperature, re.compile(r"\d[CF]")),
        Rule("measure", MEASURE, _measure, _DIGIT),
        Rule("measure", SECONDS, lambda match: f"{decimal(match['number'])} seconds", re.compile(r"\d\s?s")),
        Rule("aircraft", AIRCRAFT, _aircraft, re.compile(r"7\d7")),
        Rule("number", MANY, lambda match: plural(_short_digits(match["number"])), re.compile(r"\ds")),
        Rule("compound", COMPOUND, _compound, re.compile(r"\d-[a-z]")),
        Rule("chapter and verse", CHAPTER, _chapter, re.compile(r"\d:\d")),
        Rule("ordinal", ORDINAL, lambda match: ordinal(match["number"]), _DIGIT),
        Rule("ordinal", UPPER_ORDINAL, lambda match: ordinal(match["number"]), _DIGIT),
        *parts.RULES,
        Rule(
            "dimensions",
            TIMES,
            _dimensions,
            re.compile(r"[\da-z]\s?[x×]\s?\d"),
        ),
        Rule("measure", RACE, _race, re.compile(r"\dm")),
        Rule("time", LAP, _lap, re.compile(r"\d:\d")),
        Rule("multiple", MULTIPLE, lambda match: f"{decimal(match['number'])} times", re.compile(r"\d\s?[x×]")),
        Rule("range", RANGE, _range, _DIGIT),
        Rule(
            "scaled number",
            SCALED,
            _scaled,
            _DIGIT,
        ),
        Rule(
            "signed number",
            SIGNED,
            lambda match: sign_words(match.string, match.start(), match["sign"]) + decimal(match["number"]),
            re.compile(r"[-−+±~≈<>≤≥]"),
        ),
        Rule("number", PLUS, lambda match: f"{cardinal(match['number'])} plus", re.compile(r"\+")),
        Rule("letters and figures", MIXED, _mixed, _DIGIT),
        Rule("number", NUMBER, lambda match: spaced(match, _number(match)), _DIGIT),
    ),
)
__all__ = ["AMOUNT", "RULES"]
