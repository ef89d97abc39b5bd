"""French number words."""

from __future__ import annotations

_SMALL = str.split(
    "zéro un deux trois quatre cinq six sept huit neuf dix onze douze treize quatorze quinze seize dix-sept dix-huit "
    "dix-neuf"
)
_TENS = str.split("zéro dix vingt trente quarante cinquante soixante")
_SCALES = ("million", "milliard", "billion", "billiard", "trillion", "trilliard")


def _below_hundred(number: int, last: bool) -> str:
    if number < 20:
        return _SMALL[number]
    if number < 60 or number in (60, *range(62, 70)) or number == 61:
        tens, ones = divmod(number, 10)
        joint = " et " if ones == 1 else "-"
        return _TENS[tens] + (joint + _SMALL[ones] if ones else "")
    if number < 80:
        return "soixante" + (" et " if number == 71 else "-") + _SMALL[number - 60]
    return "quatre-vingt" + (f"-{_SMALL[number - 80]}" if number > 80 else "s" if last else "")


def _below_thousand(number: int, last: bool) -> str:
    hundreds, rest = divmod(number, 100)
    head = ("cent" if hundreds == 1 else f"{_SMALL[hundreds]} cent") if hundreds else ""
    if hundreds > 1 and not rest and last:
        head += "s"
    return " ".join(piece for piece in (head, _below_hundred(rest, last) if rest else "") if piece)


def cardinal(number: int, gender: str = "") -> str:
    """A whole number; "une" before or at the end of what counts feminine nouns."""
    if number == 0:
        return _SMALL[0]
    millions, rest = divmod(number, 10**6)
    pieces: list[str] = []
    for name in _SCALES:
        millions, group = divmod(millions, 1000)
        if group:
            pieces.insert(0, f"{_below_thousand(group, True)} {name}{'s' if group > 1 else ''}")
    if millions:
        return " ".join(_SMALL[int(digit)] for digit in str(number))
    thousands, ones = divmod(rest, 1000)
    if thousands:
        pieces.append("mille" if thousands == 1 else f"{_below_thousand(thousands, False)} mille")
    if ones:
        pieces.append(_below_thousand(ones, True))
    said = " ".join(pieces)
    return said + "e" if gender == "f" and rest % 100 not in (11, 71, 91) and said.endswith("un") else said


def ordinal(number: int, gender: str = "m") -> str:
    """ "21" is "vingt et unième", "1" "premier" or "première"."""
    if number == 1:
        return "première" if gender == "f" else "premier"
    words = cardinal(number)
    if number % 10**6 == 0 and number:
        return words.removeprefix("un ").removesuffix("s") + "ième"
    words = words.removesuffix("s") if words.endswith(("cents", "vingts")) else words
    if words.endswith("cinq"):
        return words + "uième"
    if words.endswith("neuf"):
        return words[:-1] + "vième"
    return words.removesuffix("e") + "ième"


def decimals(digits: str) -> str:
    if len(digits) == 4 and digits[0] != "0" and digits[2] != "0":
        return f"{cardinal(int(digits[:2]))} {cardinal(int(digits[2:]))}"
    rest = digits.lstrip("0")
    if len(rest) > 3:
        return " ".join(_SMALL[int(digit)] for digit in digits)
    return " ".join(["zéro"] * (len(digits) - len(rest)) + ([cardinal(int(rest))] if rest else []))


def fraction(top: int, bottom: int) -> str:
    name = {2: "demi", 3: "tiers", 4: "quart"}.get(bottom) or ordinal(bottom)
    if bottom > 100:
        return f"{cardinal(top)} sur {cardinal(bottom)}"
    return f"{cardinal(top)} {name}{'s' if top > 1 and not name.endswith('s') else ''}"


def group(digits: str) -> str:
    rest = digits.lstrip("0")
    if len(digits) > 3:
        return (
            ", ".join(group(digits[place : place + 2]) for place in range(len(digits) % 2, len(digits), 2))
            if len(digits) % 2 == 0
            else f"{_SMALL[int(digits[0])]}, {group(digits[1:])}"
        )
    return " ".join(["zéro"] * (len(digits) - len(rest)) + ([cardinal(int(rest))] if rest else []))
