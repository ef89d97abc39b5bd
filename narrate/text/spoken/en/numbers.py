"""English number words."""

from __future__ import annotations

from narrate.text.spoken.conventions import CURRENT

_SMALL = str.split(
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
)
_TENS = str.split("zero ten twenty thirty forty fifty sixty seventy eighty ninety")
_SCALES = (
    "", "thousand", "million", "billion", "trillion", "quadrillion", "quintillion", "sextillion", "septillion",
    "octillion", "nonillion", "decillion",
)  # fmt: skip
_ORDINAL = {
    "one": "first", "two": "second", "three": "third", "five": "fifth", "eight": "eighth", "nine": "ninth",
    "twelve": "twelfth",
}  # fmt: skip
LONGEST = 3 * len(_SCALES)
"""Digits of the longest number said as one; longer ones are said digit by digit."""
_GROUP = 3


def cardinal(digits: str | int) -> str:
    """A whole number in words: "1,204" is "one thousand two hundred four"."""
    plain = str(digits).replace(",", "")
    if len(plain) > LONGEST:
        return spelled(plain)
    return _whole(int(plain))


def _whole(number: int) -> str:
    if number == 0:
        return _SMALL[0]
    pieces = []
    for place, scale in enumerate(_SCALES):
        group = number // 1000**place % 1000
        if group:
            pieces.append(f"{_below_thousand(group)} {scale}".rstrip())
    return " ".join(reversed(pieces))


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    pieces = [f"{_SMALL[hundreds]} hundred"] if hundreds else []
    if rest:
        pieces.append(("and " if hundreds and CURRENT.get().joint else "") + _below_hundred(rest))
    return " ".join(pieces)


def _below_hundred(number: int) -> str:
    if number < len(_SMALL):
        return _SMALL[number]
    tens, ones = divmod(number, 10)
    return _TENS[tens] + (f"-{_SMALL[ones]}" if ones else "")


def ordinal(digits: str | int) -> str:
    """ "21" is "twenty-first"."""
    return _ordinal_of(cardinal(digits))


def _ordinal_of(words: str) -> str:
    head, mark, last = _last_word(words)
    if last in _ORDINAL:
        last = _ORDINAL[last]
    elif last.endswith("y"):
        last = last[:-1] + "ieth"
    else:
        last += "th"
    return head + mark + last


def _last_word(words: str) -> tuple[str, str, str]:
    cut = max(words.rfind(" "), words.rfind("-"))
    return (words[:cut], words[cut], words[cut + 1 :]) if cut >= 0 else ("", "", words)


def decimal(number: str) -> str:
    """ "3.14" is "three point one four"; a whole number is a cardinal; ".5" is "point five"."""
    whole, dot, part = number.replace(",", "").partition(".")
    if not dot or not part:
        return cardinal(whole or "0")
    return f"{cardinal(whole)} point {spelled(part, 0)}" if whole else f"point {spelled(part, 0)}"


def spelled(digits: str, group: int = _GROUP) -> str:
    """Digits one by one, with a comma between groups so that a voice can breathe; 0 makes one group."""
    words = [_SMALL[int(digit)] for digit in digits if digit.isdigit()]
    if not group or len(words) <= 2 * group:
        return " ".join(words)
    return ", ".join(" ".join(words[start : start + group]) for start in range(0, len(words), group))


def year(number: int) -> str:
    """1066 is "ten sixty-six", 1905 "nineteen oh five", 2009 "two thousand nine", 2024 "twenty twenty-four"."""
    century, rest = divmod(number, 100)
    if not 10 <= century <= 99 or number % 1000 < 10 or CURRENT.get().years == "whole":
        return cardinal(number)
    if rest == 0:
        return f"{_below_hundred(century)} hundred"
    return f"{_below_hundred(century)} {'oh ' if rest < 10 else ''}{_below_hundred(rest)}"


def decade(number: int) -> str:
    """1980 is "nineteen eighties", 80 "eighties", 2000 "two thousands"."""
    if number % 100 == 0:
        return year(number) + "s"
    head = "" if number < 100 else f"{_below_hundred(number // 100)} "
    return head + plural(_TENS[number % 100 // 10])


def plural(words: str) -> str:
    """ "forty-seven" is "forty-sevens", "six" "sixes", "twenty" "twenties"."""
    if words.endswith("y"):
        return words[:-1] + "ies"
    return words + ("es" if words.endswith("x") else "s")


_DENOMINATORS = {2: ("half", "halves"), 4: ("quarter", "quarters")}


def fraction(top: int, bottom: int) -> str:
    """2/3 is "two thirds", 1/2 "one half"."""
    one, many = _DENOMINATORS.get(bottom, (ordinal(bottom), ordinal(bottom) + "s"))
    return f"{cardinal(top)} {one if top == 1 else many}"
