"""English telephone and other numbers that are said digit by digit."""

from __future__ import annotations

import re

from narrate.text.spoken.en.numbers import cardinal, spelled
from narrate.text.spoken.rules import DIGIT, Lazy, Rule, needing

_GAP = r"[\s.\u00a0–-]"
NORTH_AMERICAN = Lazy(
    rf"(?<![\w.,/$€£-])(?P<plus>\+?1{_GAP}?)?(?:\((?P<area1>\d{{3}})\){_GAP}?|"
    rf"(?P<area2>\d{{3}}){_GAP})(?P<office>\d{{3}}){_GAP}(?P<line>\d{{4}})(?:{_GAP}(?P<more>\d))?"
    rf"(?:,?\s(?:ext\.?|extension|x)\s?(?P<extension>\d{{1,6}}))?(?![\w/]|[.,-]\d)"
)
INTERNATIONAL = Lazy(r"(?<![\w.,/])\+(?P<digits>\d{1,3}(?:[\s().–-]{0,2}\d{1,4}){2,6}|\d{9,15})(?![\w/])")
BRITISH = Lazy(r"(?<![\w.,/-])(?P<digits>0\d{2,4}(?: \d{3,4}){2})(?![\w/]|[.,]\d)")
LOCAL = Lazy(
    r"(?i:(?<=call )|(?<=phone )|(?<=tel )|(?<=dial )|(?<=number )|(?<=phone: )|(?<=tel: ))"
    r"(?P<digits>\d{3}-\d{4})(?![\w-])"
)
TOLL_FREE = Lazy(r"(?<![\w.,/-])1-(?P<area>8\d\d)-(?P<rest>(?=[\d-]*[A-Z])[A-Z0-9]+(?:-[A-Z0-9]+)*)\b")
SOCIAL = Lazy(r"(?<![\w.,/-])\d{3}-\d{2}-\d{4}(?![\w-])")
ADDRESS = Lazy(r"(?<![\w.])(?:\d{1,3}\.){3}\d{1,3}(?![\w.]\w|\w)")
ZIP = Lazy(r"(?:(?<=\b[A-Z]{2}\s)|(?<=\bD\.C\.\s))(?P<code>\d{5})(?:-(?P<more>\d{4}))?(?![\w-])")
LAW = Lazy(r"\b(?P<plan>401\(k\)|403\(b\)|501\(c\)\(3\)|501\(c\)\(4\))")
_LAWS = {
    "401(k)": "four oh one k",
    "403(b)": "four oh three b",
    "501(c)(3)": "five oh one c three",
    "501(c)(4)": "five oh one c four",
}
EMERGENCY = Lazy(
    r"(?<![\w.,/$€£-])(?P<number>911|999|988|112)(?=\s(?:call|dispatch|operator|emergency|caller)|[.,]?$)|"
    r"(?<=\b[Cc]all )(?P<called>\d{3})\b|(?<=\b[Dd]ial )(?P<dialled>\d{3})\b|(?<=\b[Cc]alled )(?P<past>911|999|112)\b"
)


def _north_american(match: re.Match[str]) -> str:
    groups = [match["area1"] or match["area2"], match["office"], match["line"], match["more"]]
    said = [spelled(group, 0) for group in groups if group]
    if match["plus"]:
        said.insert(0, "plus one" if "+" in match["plus"] else "one")
    if match["extension"]:
        said.append(f"extension {spelled(match['extension'], 0)}")
    return ", ".join(said)


def _international(match: re.Match[str]) -> str:
    groups = [group for group in re.split(r"[\s().–-]+", match["digits"].replace("(0)", "")) if group]
    if len(groups) == 1:
        groups = [groups[0][:2], groups[0][2:]]
    return "plus " + ", ".join(spelled(group, 0) for group in groups)


def _grouped(match: re.Match[str]) -> str:
    return ", ".join(spelled(group, 0) for group in re.findall(r"\d+", match["digits"]))


def _toll_free(match: re.Match[str]) -> str:
    area = f"{cardinal(match['area'])}" if match["area"].endswith("00") else spelled(match["area"], 0)
    rest = " ".join(spelled(part, 0) if part.isdigit() else part for part in match["rest"].split("-"))
    return f"one, {area}, {rest}"


_DIGITS = re.compile(r"\d{3}")
RULES = needing(
    DIGIT,
    (
        Rule("telephone", TOLL_FREE, _toll_free, _DIGITS),
        Rule("telephone", NORTH_AMERICAN, _north_american, _DIGITS),
        Rule("telephone", BRITISH, _grouped, _DIGITS),
        Rule("telephone", LOCAL, _grouped, _DIGITS),
        Rule("telephone", INTERNATIONAL, _international, re.compile(r"\+\d")),
        Rule(
            "number in digits",
            SOCIAL,
            lambda match: ", ".join(spelled(part, 0) for part in match.group().split("-")),
            _DIGITS,
        ),
        Rule(
            "network address",
            ADDRESS,
            lambda match: " dot ".join(spelled(part, 0) for part in match.group().split(".")),
            _DIGITS,
        ),
        Rule(
            "postcode",
            ZIP,
            lambda match: spelled(match["code"], 0) + (f", {spelled(match['more'], 0)}" if match["more"] else ""),
            _DIGITS,
        ),
        Rule("law", LAW, lambda match: _LAWS[match["plan"]], _DIGITS),
        Rule("emergency number", EMERGENCY, lambda match: spelled(match.group(), 0), _DIGITS),
    ),
)
