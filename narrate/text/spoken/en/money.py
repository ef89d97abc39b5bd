"""English sums of money and percentages."""

from __future__ import annotations

import re

from narrate.text.spoken.en.adjuncts import described
from narrate.text.spoken.en.numbers import cardinal, decimal
from narrate.text.spoken.rules import DIGIT, Lazy, Rule, needing

# Sign or code -> one, many, the hundredth part: one, many.
_CURRENCIES: dict[str, tuple[str, str, str, str]] = {
    "$": ("dollar", "dollars", "cent", "cents"),
    "US$": ("U.S dollar", "U.S dollars", "cent", "cents"),
    "€": ("euro", "euros", "cent", "cents"),
    "£": ("pound", "pounds", "penny", "pence"),
    "¥": ("yen", "yen", "sen", "sen"),
    "₽": ("ruble", "rubles", "kopeck", "kopecks"),
    "₹": ("rupee", "rupees", "paisa", "paise"),
    "₩": ("won", "won", "jeon", "jeon"),
    "₴": ("hryvnia", "hryvnias", "kopiyka", "kopiykas"),
    "₺": ("lira", "lira", "kurus", "kurus"),
    "₪": ("shekel", "shekels", "agora", "agorot"),
    "฿": ("baht", "baht", "satang", "satang"),
    "₫": ("dong", "dong", "xu", "xu"),
    "₦": ("naira", "naira", "kobo", "kobo"),
    "¢": ("cent", "cents", "", ""),
    "C$": ("Canadian dollar", "Canadian dollars", "cent", "cents"),
    "A$": ("Australian dollar", "Australian dollars", "cent", "cents"),
    "NZ$": ("New Zealand dollar", "New Zealand dollars", "cent", "cents"),
    "HK$": ("Hong Kong dollar", "Hong Kong dollars", "cent", "cents"),
    "S$": ("Singapore dollar", "Singapore dollars", "cent", "cents"),
    "R$": ("real", "reais", "centavo", "centavos"),
    "CHF": ("Swiss franc", "Swiss francs", "rappen", "rappen"),
    "CNY": ("yuan", "yuan", "fen", "fen"),
    "SEK": ("Swedish krona", "Swedish kronor", "ore", "ore"),
    "NOK": ("Norwegian krone", "Norwegian kroner", "ore", "ore"),
    "DKK": ("Danish krone", "Danish kroner", "ore", "ore"),
    "R": ("rand", "rand", "cent", "cents"),
    "PLN": ("zloty", "zlotys", "grosz", "groszy"),
}
_CODES = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "RUB": "₽", "RUR": "₽", "INR": "₹", "KRW": "₩", "UAH": "₴",
          "TRY": "₺", "ILS": "₪", "CAD": "C$", "AUD": "A$", "NZD": "NZ$", "HKD": "HK$", "SGD": "S$", "BRL": "R$",
          "RMB": "CNY", "US$": "US$", "Rs": "₹", "Rs.": "₹", "CA$": "C$", "AU$": "A$"}  # fmt: skip
_SCALES = {"k": "thousand", "thousand": "thousand", "m": "million", "mn": "million", "mln": "million", "mm": "million",
           "million": "million", "b": "billion", "bn": "billion", "bln": "billion", "billion": "billion",
           "crore": "crore", "lakh": "lakh", "lakh crore": "lakh crore",
           "t": "trillion", "tn": "trillion", "trn": "trillion", "tln": "trillion", "trillion": "trillion"}  # fmt: skip
SCALE = (
    r"(?:(?:\s?|-(?=[mbt]\w*illion))(?P<scale>(?:thousand|million|billion|trillion|lakh crore|crore|lakh|bn|bln|mn|mln|"
    r"tn|trn|tln|mm|[kKmMbBT])\b))"
)
SCALE_AFTER_GAP = re.compile(r"thousand|million|billion|trillion|bn|bln|mn|mln|tn|trn|tln", re.IGNORECASE)
AMOUNT = r"(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?"
_NUMBER = rf"(?=[\d.]*\d){AMOUNT}"
_SIGN = (
    r"(?:US|CA|AU|NZ|HK|[CARS])?\$|[€£¥₽₹₩₴₺₪฿₫₦]|(?:USD|EUR|GBP|JPY|RUB|INR|KRW|UAH|CHF|CNY|RMB|CAD|AUD|NZD|"
    r"HKD|SGD|SEK|NOK|DKK|PLN|BRL|ILS)\b|Rs\.?(?=\s?\d)|"
    r"\bR(?=\d[\d,.]*\s?(?:bn|m|million|billion|trillion|tn)\b)"
)
_PER = {"mo": "month", "month": "month", "yr": "year", "year": "year", "wk": "week", "week": "week", "day": "day",
        "d": "day", "hr": "hour", "hour": "hour", "h": "hour", "kg": "kilogram", "lb": "pound", "oz": "ounce",
        "gal": "gallon", "barrel": "barrel", "bbl": "barrel", "person": "person", "night": "night", "share": "share",
        "ton": "ton", "tonne": "tonne", "mile": "mile", "km": "kilometer", "sq ft": "square foot", "l": "liter",
        "MWh": "megawatt hour", "kWh": "kilowatt hour"}  # fmt: skip
_RATE = rf"(?:/(?P<per>{'|'.join(sorted(_PER, key=len, reverse=True))})\b)?"

RANGE = Lazy(
    rf"(?P<sign>{_SIGN})\s?(?P<low>{_NUMBER}){SCALE.replace('scale', 'scale1')}?\s?(?:-|–|—|"
    rf"to)\s?(?P<again>{_SIGN})?\s?(?P<high>{_NUMBER}){SCALE}?{_RATE}"
)
MONEY = Lazy(
    rf"(?<![A-Za-z])(?P<minus>[-−–])?(?P<sign>{_SIGN})\s?(?P<number>{_NUMBER}){SCALE}?{_RATE}(?P<hyphen>-(?:an?-)?(?=[a-z]))?"
)
MONEY_AFTER = Lazy(
    rf"(?<![\w.,])(?P<number>(?:\d{{1,3}}(?:,\d{{3}})+|\d+)(?:\.\d+)?){SCALE}?\s?(?P<sign>[€£¥₽₹₩₴₺₪¢]|\$(?!\d)|"
    rf"(?:USD|EUR|GBP|JPY|RUB|CHF|CNY|RMB|CAD|AUD|SEK|NOK|DKK|PLN)\b){_RATE}"
)
PENCE = Lazy(r"(?<![\w.,])(?P<number>\d{1,3})p\b(?!\w)")
PERCENT = Lazy(
    r"(?P<minus>(?<![\w)])(?:[-−–+]|[±~≈<>≤≥]\s?))?(?P<low>(?:\d{1,3}(?:,\d{3})+|"
    r"\d+)?(?:\.\d+)?)(?P<range>\s?%?\s?[-–—]\s?(?P<high>\d+(?:\.\d+)?))?\s?(?P<mark>%|‰)(?P<hyphen>-(?=[a-z]))?"
)


def _amount(number: str, sign: str, scale: str | None, bare: bool = False) -> str:
    """A sum in words; `bare` leaves the currency's name in the singular, as before a hyphen ("a $5-a-day plan")."""
    one, many, small, smalls = _CURRENCIES[_CODES.get(sign, sign)]
    number = number.replace(",", "")
    if scale:
        return f"{decimal(number)} {_SCALES[scale.lower()]} {one if bare else many}"
    whole, _, part = number.partition(".")
    part = part.rstrip("0") if len(part) > 2 else part
    if len(part) > 2:
        return f"{decimal(f'{whole}.{part}')} {one if bare else many}"
    cents = int((part + "0")[:2] or 0)
    dollars = int(whole or 0)
    major = f"{cardinal(whole or 0)} {one if dollars == 1 or bare else many}"
    if not cents or not small:
        return major
    minor = f"{cardinal(cents)} {small if cents == 1 or (bare and smalls.endswith('s')) else smalls}"
    return minor if not dollars else f"{major} and {minor}"


def _rate(match: re.Match[str]) -> str:
    return f" per {_PER[match['per']]}" if match["per"] else ""


def _money(match: re.Match[str]) -> str:
    minus = "minus " if match["minus"] else ""
    bare = bool(match["hyphen"]) or (not match["per"] and described(match.string, match.start(), match.end()))
    tail = match["hyphen"].replace("-", " ") if match["hyphen"] else ""
    return f"{minus}{_amount(match['number'], match['sign'], match['scale'], bare)}{_rate(match)}{tail}"


def _money_after(match: re.Match[str]) -> str:
    bare = not match["per"] and described(match.string, match.start(), match.end())
    return _amount(match["number"], match["sign"], match["scale"], bare) + _rate(match)


def _range(match: re.Match[str]) -> str:
    low_scale = match["scale1"] or None
    bare = not match["per"] and described(match.string, match.start(), match.end())
    high = _amount(match["high"], match["sign"], match["scale"], bare)
    if (match["again"] and not match["scale"]) or low_scale or (match["low"].count(".") and not match["scale"]):
        return f"{_amount(match['low'], match['sign'], low_scale)} to {high}{_rate(match)}"
    return f"{decimal(match['low'])} to {high}{_rate(match)}"


_SIGN_WORDS = {"-": "minus", "−": "minus", "–": "minus", "+": "plus", "±": "plus or minus", "~": "about", "≈": "about",
               "<": "less than", ">": "more than", "≤": "at most", "≥": "at least"}  # fmt: skip
_ABOUT = re.compile(r"\b(?:about|around|roughly|approximately|some|nearly)\s$")


def sign_words(text: str, start: int, sign: str) -> str:
    """What a sign before a number says, with a blank behind; nothing where the text says "about ~300"."""
    if sign in ("~", "≈") and _ABOUT.search(text[max(0, start - 16) : start]):
        return ""
    return f"{_SIGN_WORDS[sign]} " if sign else ""


def _percent(match: re.Match[str]) -> str | None:
    if not match["low"]:
        return None
    minus = sign_words(match.string, match.start(), (match["minus"] or "").strip())
    middle = f" to {decimal(match['high'])}" if match["range"] else ""
    word = "percent" if match["mark"] == "%" else "per mille"
    return f"{minus}{decimal(match['low'])}{middle} {word}{' ' if match['hyphen'] else ''}"


_HAS_MONEY = re.compile(
    r"[$€£¥₽₹₩₴₺₪฿₫₦¢]|[A-Z]{3}.?\d|\d.?[A-Z]{3}|Rs.{1,2}\d|\bR\d|\d ?[kKmMbB]\w{0,2} [A-Z]{3}|[a-z]{5}on [A-Z]{3}"
)
RULES = needing(
    DIGIT,
    (
        Rule("money", RANGE, _range, _HAS_MONEY),
        Rule("money", MONEY, _money, _HAS_MONEY),
        Rule(
            "money",
            MONEY_AFTER,
            _money_after,
            _HAS_MONEY,
        ),
        Rule(
            "money",
            PENCE,
            lambda match: f"{cardinal(match['number'])} {'penny' if match['number'] == '1' else 'pence'}",
        ),
        Rule("percent", PERCENT, _percent, re.compile("[%‰]")),
    ),
)
