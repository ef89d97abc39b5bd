"""English fractions."""

from __future__ import annotations

import re

from narrate.text.spoken.en.numbers import cardinal, fraction
from narrate.text.spoken.en.units import UNITS
from narrate.text.spoken.rules import Lazy, Rule

FRACTION = Lazy(
    r"(?<![\w.,/:-])(?:(?P<whole>\d{1,3})[\s-])?(?P<top>\d{1,3})\s?[/⁄]\s?(?P<bottom>\d{1,3})(?:st|nd|rd|ths?|RD|TH|"
    r"ST|ND)?(?P<bit>(?=-bit))?(?![\w/]|[.,]\d)"
)
_SIGNS = {"½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5),
          "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8)}  # fmt: skip
VULGAR = Lazy(
    rf"(?:(?<![\w.,])(?P<whole>\d+)[\s-]?)?(?P<sign>[{''.join(_SIGNS)}])"
    r"(?:[ -]?(?P<unit>tsp|tbsp|lbs?|oz|in|ft|mi|hrs?|kg|km)\b)?"
)


def _fraction(match: re.Match[str]) -> str | None:
    top, bottom = int(match["top"]), int(match["bottom"])
    whole = f"{cardinal(match['whole'])} and " if match["whole"] else ""
    if bottom == 0 or (top, bottom) == (9, 11):
        return f"{cardinal(top)} {cardinal(bottom)}"
    if (top, bottom) in ((24, 7), (7, 24), (7, 11)) or (not match["whole"] and top == bottom > 1):
        return f"{cardinal(top)} {cardinal(bottom)}"
    if not whole and (match["bit"] is not None or (top >= 10 and bottom == top + 1)):
        return f"{cardinal(top)} {cardinal(bottom)}"
    if not whole and (bottom > 100 or bottom == 1 or (top > bottom and bottom > 10)):
        return f"{cardinal(top)} over {cardinal(bottom)}"
    return whole + fraction(top, bottom)


def _vulgar(match: re.Match[str]) -> str:
    top, bottom = _SIGNS[match["sign"]]
    unit = f" {UNITS[match['unit']][1 if match['whole'] else 0]}" if match["unit"] else ""
    if not match["whole"]:
        halved = (
            not unit and (top, bottom) == (1, 2) and match.string[match.end() : match.end() + 2].strip()[:1].isalpha()
        )
        return "half" if halved else fraction(top, bottom) + unit
    part = {(1, 2): "a half", (1, 4): "a quarter"}.get((top, bottom), fraction(top, bottom))
    return f"{cardinal(match['whole'])} and {part}{unit}"


RULES = (
    Rule("fraction", FRACTION, _fraction, re.compile("[/⁄]")),
    Rule("fraction", VULGAR, _vulgar, re.compile(f"[{''.join(_SIGNS)}]")),
)
