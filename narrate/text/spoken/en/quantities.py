"""English measures, fractions, ranges, ordinals and plain numbers."""

from __future__ import annotations

import re

from narrate.text.spoken.en.money import AMOUNT
from narrate.text.spoken.en.numbers import LONGEST, cardinal, decimal, fraction, ordinal, spelled
from narrate.text.spoken.rules import DIGIT, Rule, needing

# Unit -> one, many. Only units that are hardly anything else behind a figure.
_UNITS: dict[str, tuple[str, str]] = {
    "km": ("kilometer", "kilometers"), "m": ("meter", "meters"), "cm": ("centimeter", "centimeters"),
    "mm": ("millimeter", "millimeters"), "nm": ("nanometer", "nanometers"), "µm": ("micrometer", "micrometers"),
    "μm": ("micrometer", "micrometers"), "mi": ("mile", "miles"), "ft": ("foot", "feet"), "yd": ("yard", "yards"),
    "kg": ("kilogram", "kilograms"), "g": ("gram", "grams"), "mg": ("milligram", "milligrams"),
    "µg": ("microgram", "micrograms"), "lb": ("pound", "pounds"), "lbs": ("pound", "pounds"), "oz": ("ounce", "ounces"),
    "l": ("liter", "liters"), "L": ("liter", "liters"), "ml": ("milliliter", "milliliters"),
    "mL": ("milliliter", "milliliters"), "cl": ("centiliter", "centiliters"), "ha": ("hectare", "hectares"),
    "km/h": ("kilometer per hour", "kilometers per hour"), "kph": ("kilometer per hour", "kilometers per hour"),
    "kmh": ("kilometer per hour", "kilometers per hour"), "mph": ("mile per hour", "miles per hour"),
    "m/s": ("meter per second", "meters per second"), "rpm": ("revolution per minute", "revolutions per minute"),
    "mpg": ("mile per gallon", "miles per gallon"), "bpm": ("beat per minute", "beats per minute"),
    "Hz": ("hertz", "hertz"), "kHz": ("kilohertz", "kilohertz"), "MHz": ("megahertz", "megahertz"),
    "GHz": ("gigahertz", "gigahertz"), "W": ("watt", "watts"), "kW": ("kilowatt", "kilowatts"),
    "MW": ("megawatt", "megawatts"), "GW": ("gigawatt", "gigawatts"), "TW": ("terawatt", "terawatts"),
    "Wh": ("watt hour", "watt hours"), "kWh": ("kilowatt hour", "kilowatt hours"),
    "MWh": ("megawatt hour", "megawatt hours"), "GWh": ("gigawatt hour", "gigawatt hours"),
    "TWh": ("terawatt hour", "terawatt hours"), "mAh": ("milliamp hour", "milliamp hours"),
    "kV": ("kilovolt", "kilovolts"), "kB": ("kilobyte", "kilobytes"), "KB": ("kilobyte", "kilobytes"),
    "MB": ("megabyte", "megabytes"), "GB": ("gigabyte", "gigabytes"), "TB": ("terabyte", "terabytes"),
    "Mbps": ("megabit per second", "megabits per second"), "mbps": ("megabit per second", "megabits per second"),
    "Gbps": ("gigabit per second", "gigabits per second"), "MB/s": ("megabyte per second", "megabytes per second"),
    "MP": ("megapixel", "megapixels"), "dB": ("decibel", "decibels"), "kcal": ("kilocalorie", "kilocalories"),
    "cal": ("calorie", "calories"), "kJ": ("kilojoule", "kilojoules"), "hPa": ("hectopascal", "hectopascals"),
    "MPa": ("megapascal", "megapascals"), "psi": ("pound per square inch", "pounds per square inch"),
    "ppm": ("part per million", "parts per million"), "hp": ("horsepower", "horsepower"),
    "sq ft": ("square foot", "square feet"), "sq. ft.": ("square foot", "square feet"), "sq km": ("square kilometer",
    "square kilometers"),
    "sq mi": ("square mile", "square miles"), "cc": ("cubic centimeter", "cubic centimeters"),
    "°C": ("degree Celsius", "degrees Celsius"), "°F": ("degree Fahrenheit", "degrees Fahrenheit"),
    "° C": ("degree Celsius", "degrees Celsius"),
    "℃": ("degree Celsius", "degrees Celsius"), "℉": ("degree Fahrenheit", "degrees Fahrenheit"),
    "° F": ("degree Fahrenheit", "degrees Fahrenheit"),
    "ºC": ("degree Celsius", "degrees Celsius"), "ºF": ("degree Fahrenheit", "degrees Fahrenheit"), "K": ("kelvin",
    "kelvin"),
    "°": ("degree", "degrees"), "º": ("degree", "degrees"), "ms": ("millisecond", "milliseconds"), "hr": ("hour",
    "hours"), "hrs": ("hour", "hours"),
    "mins": ("minute", "minutes"), "min": ("minute", "minutes"), "secs": ("second", "seconds"), "sec": ("second",
    "seconds"),
    "yrs": ("year", "years"), "yr": ("year", "years"), "px": ("pixel", "pixels"), "pp": ("percentage point",
    "percentage points"),
    "bbl": ("barrel", "barrels"), "t": ("tonne", "tonnes"), "kt": ("kiloton", "kilotons"), "inches": ("inch",
    "inches"), "ac": ("acre", "acres"),
}  # fmt: skip
_POWERS = {"²": "square", "2": "square", "³": "cubic", "3": "cubic"}
_METRIC = {"km", "m", "cm", "mm", "ft", "mi", "yd", "in"}
_FOLDED = {
    unit.lower(): unit
    for unit in ("kg", "km", "cm", "mm", "lbs", "lb", "oz", "ml", "mph", "kph", "mbps", "gb", "mb", "ghz", "khz")
}
# Letters that a figure often stands before without being measured in them ("the 5 K", "3 M", "7 W").
_TIGHT = {"K", "W", "t", "L"}
_UNIT = "|".join(re.escape(unit) for unit in sorted({*_UNITS, *(u.upper() for u in _FOLDED)}, key=len, reverse=True))
_NUM = r"(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?|\.\d+"

MEASURE = re.compile(
    rf"(?<![\w.,/])(?P<minus>[-−+](?=[\d.]))?(?P<low>{_NUM})(?:\s?(?P<joint>[-–—]|to|"
    rf"[x×])\s?(?P<high>{_NUM}))?[ \u00a0\u202f-]?"
    rf"(?P<unit>{_UNIT})(?P<power>[²³]|(?<=m)[23](?!\d))?(?:(?:/|\sper\s)(?P<per>kg|km|m|l|L|h|hr|s|day|min|g|100g|"
    rf"ha|mi|gal|person|capita))?(?![\w²³]|\.\w)"
)
_PER = {"kg": "kilogram", "km": "kilometer", "m": "meter", "l": "liter", "L": "liter", "h": "hour", "hr": "hour",
        "s": "second", "min": "minute", "g": "gram", "100g": "one hundred grams", "ha": "hectare", "mi": "mile",
        "gal": "gallon"}  # fmt: skip
FEET = re.compile(r"(?<![\w.,/])(?P<feet>\d{1,2})['’′]\s?(?P<inches>\d{1,2})(?:\"|”|″|'')")
ORDINAL = re.compile(
    r"(?<![\w.,])(?P<number>\d{1,3}(?:,\d{3})+|\d+)(?:\s?)(?P<suffix>st|nd|rd|th|ST|ND|RD|TH)\b(?!\.\w)"
)
UPPER_ORDINAL = re.compile(r"(?<![\w.,])(?P<number>\d+)(?P<suffix>ˢᵗ|ⁿᵈ|ʳᵈ|ᵗʰ)")
FRACTION = re.compile(
    r"(?<![\w.,/:-])(?:(?P<whole>\d{1,3})[\s-])?(?P<top>\d{1,3})\s?[/⁄]\s?(?P<bottom>\d{1,3})(?:st|nd|rd|ths?|RD|TH|"
    r"ST|ND)?(?![\w/]|[.,]\d)"
)
_SIGNS = {"½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5),
          "⅘": (4, 5), "⅙": (1, 6), "⅚": (5, 6), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8), "⅞": (7, 8)}  # fmt: skip
VULGAR = re.compile(rf"(?:(?<![\w.,])(?P<whole>\d+)[\s-]?)?(?P<sign>[{''.join(_SIGNS)}])")
RANGE = re.compile(
    rf"(?<![\w.,/:+–—-])(?P<low>{_NUM})(?P<joint>\s?[–—−]\s?|-|\s-\s|"
    rf":(?=\d\b))(?P<high>{_NUM})(?P<scale>\s(?:thousand|million|billion|trillion)|[mbk]n?)?(?![\w/:–—-]|[.,]\d)"
)
TIMES = re.compile(rf"(?<![\w.,/])(?P<low>{_NUM})\s?[x×]\s?(?P<high>{_NUM})(?!\w)")
MULTIPLE = re.compile(rf"(?<![\w.,/])(?P<number>{_NUM})[x×](?!\w)")
SCALED = re.compile(rf"(?<![\w.,/-])(?P<number>{_NUM})(?P<scale>bn|mn|tn|k|m|b)\b(?!['’])")
_SCALE = {"bn": "billion", "mn": "million", "tn": "trillion", "k": "thousand", "m": "million", "b": "billion"}
SIGNED = re.compile(rf"(?:(?<=\s)|(?<=[(\[])|^)(?P<sign>[-−+±~≈<>≤≥])\s?(?P<number>{_NUM})(?![\w/]|[.,]\d)")
_SIGN_WORDS = {"-": "minus", "−": "minus", "+": "plus", "±": "plus or minus", "~": "about", "≈": "about",
"<": "less than",
               ">": "more than", "≤": "at most", "≥": "at least"}  # fmt: skip
PLUS = re.compile(r"(?<![\w.,])(?P<number>\d{1,3}(?:,\d{3})+|\d+)\+(?!\d|\s?\d)")
VERSION = re.compile(r"(?<![\w.,])(?P<parts>\d{1,4}(?:\.\d{1,4}){2,})(?!\w|\.\d)")
MIXED = re.compile(r"(?<![\w.@/#-])(?=[\w-]*\d)(?=[\w-]*[A-Za-z])[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*(?![\w@/])")
NUMBER = re.compile(rf"(?<!\d)(?P<number>{_NUM})")
PIECE = re.compile(r"\d+|[A-Za-z]+|-")


def _measure(match: re.Match[str]) -> str | None:
    unit = match["unit"]
    gap = match.string[match.end("high") if match["high"] else match.end("low") : match.start("unit")]
    if unit in _TIGHT and gap:
        return None
    if unit == "m" and not gap and not match["power"] and not match["per"]:
        return None  # "5m" is money or people in the news; see SCALED
    if unit in ("t", "g", "l", "min", "pp", "cal") and gap == "-":
        return None
    one, many = (
        _UNITS.get(unit) or _UNITS[_FOLDED[unit.lower()]] if unit in _UNITS or unit.lower() in _FOLDED else ("", "")
    )
    if match["power"]:
        power = _POWERS[match["power"]]
        one, many = f"{power} {one}", f"{power} {many}"
    minus = {"-": "minus ", "−": "minus ", "+": "plus "}.get(match["minus"] or "", "")
    number = decimal(match["low"])
    if match["high"]:
        number += (" by " if match["joint"] in "x×" else " to ") + decimal(match["high"])
    singular = (match["low"] == "1" and not match["high"]) or gap == "-"
    per = f" per {_PER.get(match['per'], match['per'])}" if match["per"] else ""
    return f"{minus}{number} {one if singular else many}{per}"


def _fraction(match: re.Match[str]) -> str | None:
    top, bottom = int(match["top"]), int(match["bottom"])
    whole = f"{cardinal(match['whole'])} and " if match["whole"] else ""
    if bottom == 0 or (top, bottom) in ((9, 11), (7, 7)):
        return f"{cardinal(top)} {cardinal(bottom)}"
    if (top, bottom) in ((24, 7), (7, 24), (50, 50)):
        return f"{cardinal(top)} {cardinal(bottom)}"
    if not whole and (bottom > 100 or bottom == 1 or (top > bottom and bottom > 10)):
        return f"{cardinal(top)} over {cardinal(bottom)}"
    return whole + fraction(top, bottom)


def _vulgar(match: re.Match[str]) -> str:
    top, bottom = _SIGNS[match["sign"]]
    if not match["whole"]:
        return (
            "half"
            if (top, bottom) == (1, 2) and match.string[match.end() : match.end() + 2].strip()[:1].isalpha()
            else fraction(top, bottom)
        )
    part = {(1, 2): "a half", (1, 4): "a quarter"}.get((top, bottom), fraction(top, bottom))
    return f"{cardinal(match['whole'])} and {part}"


def _range(match: re.Match[str]) -> str | None:
    low, high, joint = match["low"], match["high"], match["joint"]
    if joint == "-" and ((low[0] == "0" and len(low) > 1 and "." not in low) or len(low) > 6):
        return None
    if joint == " - " and float(high.replace(",", "")) < float(low.replace(",", "")):
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
    for piece in pieces:
        if piece.isdigit():
            said.append(_short_digits(piece))
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
        Rule("height", FEET, lambda match: f"{cardinal(match['feet'])} foot {cardinal(match['inches'])}", _DIGIT),
        Rule("measure", MEASURE, _measure, _DIGIT),
        Rule("ordinal", ORDINAL, lambda match: ordinal(match["number"]), _DIGIT),
        Rule("ordinal", UPPER_ORDINAL, lambda match: ordinal(match["number"]), _DIGIT),
        Rule("fraction", FRACTION, _fraction, re.compile("[/⁄]")),
        Rule("fraction", VULGAR, _vulgar, re.compile(f"[{''.join(_SIGNS)}]")),
        Rule(
            "dimensions",
            TIMES,
            lambda match: f"{decimal(match['low'])} by {decimal(match['high'])}",
            re.compile(r"\d\s?[x×]"),
        ),
        Rule("multiple", MULTIPLE, lambda match: f"{decimal(match['number'])} times", re.compile(r"\d\s?[x×]")),
        Rule("range", RANGE, _range, _DIGIT),
        Rule("scaled number", SCALED, lambda match: f"{decimal(match['number'])} {_SCALE[match['scale']]}", _DIGIT),
        Rule(
            "signed number",
            SIGNED,
            lambda match: f"{_SIGN_WORDS[match['sign']]} {decimal(match['number'])}",
            re.compile(r"[-−+±~≈<>≤≥]"),
        ),
        Rule("number", PLUS, lambda match: f"{cardinal(match['number'])} plus", re.compile(r"\+")),
        Rule("letters and figures", MIXED, _mixed, _DIGIT),
        Rule("number", NUMBER, _number, _DIGIT),
    ),
)
__all__ = ["AMOUNT", "RULES"]
