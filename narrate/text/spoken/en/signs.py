"""English signs, hashtags and handles."""

from __future__ import annotations

import re

from narrate.text.spoken.en.numbers import cardinal, spelled, year
from narrate.text.spoken.rules import Lazy, Rule

NUMBER_SIGN = Lazy(r"(?:№|#(?!\d+[^\W\d]{2})|\bN[°º]|\bNo(?=\s\d))\s?(?=\d)")
SECTION = Lazy(r"(?P<signs>§{1,2})\s?(?=\d|[IVX])")
_SIGNS = {
    "&": "and", "&amp;": "and", "+": "plus", "=": "equals", "±": "plus or minus", "×": "times", "÷": "divided by",
    "≈": "about", "≠": "is not equal to", "≤": "at most", "≥": "at least", "°": "degrees", "%": "percent",
    "@": "at", "§": "section", "¶": "paragraph", "©": "copyright", "™": "", "®": "", "→": "to", "←": "from",
    "↔": "to and from", "√": "square root of", "∞": "infinity", "µ": "micro", "π": "pi", "<": "less than",
    ">": "more than", "€": "euros", "$": "dollars", "£": "pounds", "¥": "yen", "₽": "rubles", "№": "number",
    "#": "number", "^": "", "|": ",", "~": "about", "†": "", "‡": "", "_": " ", "\\": " ", "½": "half",
    "º": "degrees", "*": "", "¢": "cents",
    "₿": "bitcoin", "₹": "rupees", "•": ",", "·": ",", "′": "minutes", "″": "seconds", "‰": "per mille",
    "¼": "a quarter", "¾": "three quarters", "²": "squared", "³": "cubed", "¹": "", "₂": "two", "₃": "three",
}  # fmt: skip
SHARP = Lazy(r"(?<!\w)(?P<letter>[A-Z])(?:#|(?P<plus>\+\+))(?!\w)")
AMPERSAND = Lazy(r"(?<=\w)\s?&(?:amp;)?\s?(?=\w)")
HASHTAG = Lazy(r"(?<![\w&])#(?P<tag>(?=\d{0,8}[^\W\d])\w{2,60})")
HANDLE = Lazy(r"(?<![\w.])@(?P<name>\w{1,40})")
SIGN = Lazy("|".join(re.escape(sign) for sign in sorted(_SIGNS, key=len, reverse=True)))
RATES = Lazy(r"(?<!\w)(?P<rate>y/y|q/q|m/m)(?!\w)", re.IGNORECASE)
_RATES = {"y": "year on year", "q": "quarter on quarter", "m": "month on month"}
POWER = Lazy(r"(?<=[\w)])\^\{?(?=[-−\w(])")
SLASH = Lazy(r"(?<=[^\W\d_])/(?=[^\W\d_])")
_CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])|_|(?<=[^\W\d])(?=\d)|(?<=\d)(?=[^\W\d])")


def _sign(match: re.Match[str]) -> str:
    """A sign's words with blanks around them where there are none."""
    said, text, end = _SIGNS[match.group()], match.string, match.end()
    before, after = text[match.start() - 1 : match.start()] if match.start() else "", text[end : end + 1]
    if not said:
        return " " if before.isalnum() and after.isalnum() else ""
    if not said[0].isalpha():
        return said
    return (
        (" " if before.strip().strip('([“"') else "")
        + said
        + (" " if after.isalnum() or after in tuple("$€£+-−") else "")
    )


def _words_of(tag: str) -> str:
    return " ".join(_figures(word) for word in _CAMEL.sub(" ", tag).split())


def _figures(word: str) -> str:
    if not word.isdecimal():
        return word
    digits = str(int(word)) if word.strip("0") else "0"
    return (
        year(int(digits)) if len(digits) == len(word) == 4 else cardinal(digits) if len(word) < 4 else spelled(digits)
    )


SIGNS = (
    Rule("number sign", NUMBER_SIGN, lambda match: "number ", re.compile(r"№|#|N[°º]|No\s\d")),
    Rule(
        "section sign", SECTION, lambda match: "section " if len(match["signs"]) == 1 else "sections ", re.compile("§")
    ),
    Rule("hashtag", HASHTAG, lambda match: f"hashtag {_words_of(match['tag'])}", re.compile("#")),
    Rule("handle", HANDLE, lambda match: f"at {_words_of(match['name'])}", re.compile("@")),
    Rule(
        "sign",
        SHARP,
        lambda match: match["letter"] + (" plus plus" if match["plus"] else " sharp"),
        re.compile("#|\\+"),
    ),
    Rule("sign", POWER, lambda match: " to the power of ", re.compile(r"\^")),
    Rule("sign", AMPERSAND, lambda match: " and ", re.compile("&")),
    Rule("abbreviation", RATES, lambda match: _RATES[match["rate"][0].lower()], re.compile("/")),
    Rule("sign", SLASH, lambda match: " ", re.compile("/")),
    Rule(
        "sign",
        SIGN,
        _sign,
        re.compile("[" + "".join(re.escape(sign) for sign in _SIGNS if len(sign) == 1) + "]"),
    ),
)
