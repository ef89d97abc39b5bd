"""German number words."""

from __future__ import annotations

from narrate.text.spoken.conventions import CURRENT

SMALL = str.split(
    "null eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf dreizehn vierzehn fünfzehn sechzehn siebzehn "
    "achtzehn neunzehn"
)
_TENS = str.split("null zehn zwanzig dreißig vierzig fünfzig sechzig siebzig achtzig neunzig")
SCALES = (("Million", "Millionen"), ("Milliarde", "Milliarden"), ("Billion", "Billionen"),
           ("Billiarde", "Billiarden"), ("Trillion", "Trillionen"), ("Trilliarde", "Trilliarden"))  # fmt: skip


def _below_thousand(number: int) -> str:
    hundreds, rest = divmod(number, 100)
    head = f"{'ein' if hundreds == 1 else SMALL[hundreds]}hundert" if hundreds else ""
    if head and rest and CURRENT.get().joint:
        head += "und"
    if rest < 20:
        return head + (SMALL[rest] if rest else "")
    tens, ones = divmod(rest, 10)
    return head + (f"{'ein' if ones == 1 else SMALL[ones]}und" if ones else "") + _TENS[tens]


def cardinal(number: int, gender: str = "") -> str:
    """A whole number; before a noun "ein" or "eine" for one."""
    if number == 1 and gender:
        return "eine" if gender == "f" else "ein"
    millions, rest = divmod(number, 10**6)
    pieces = []
    for one, many in SCALES:
        millions, group = divmod(millions, 1000)
        if group:
            pieces.append(f"eine {one}" if group == 1 else f"{_below_thousand(group)} {many}")
    if millions:
        return " ".join(SMALL[int(digit)] for digit in str(number))
    thousands, ones = divmod(rest, 1000)
    word = ""
    if thousands:
        start = _below_thousand(thousands)
        word = ("" if thousands == 1 else start[:-1] if start.endswith("eins") else start) + "tausend"
    if ones:
        word += _below_thousand(ones)
    return " ".join([*reversed(pieces), *([word] if word else [])]) or SMALL[0]


_IRREGULAR = {"eins": "erst", "drei": "dritt", "sieben": "siebt", "acht": "acht"}


def ordinal(number: int, ending: str = "er") -> str:
    """ "21" is "einundzwanzigster", in the form that ends as wanted."""
    if number == 0:
        return "nullt" + ending
    words = cardinal(number)
    if number % 10**6 == 0:
        return words.replace("eine ", "").replace(" ", "").lower().removesuffix("en").removesuffix("e") + "st" + ending
    last = number % 100
    small = SMALL[last] if 0 < last < 20 else ""
    if not small:
        return words + "st" + ending
    return words.removesuffix(small) + _IRREGULAR.get(small, small + "t") + ending


def year(number: int) -> str:
    """1990 is "neunzehnhundertneunzig", 2024 a plain number."""
    century, rest = divmod(number, 100)
    if 11 <= century <= 19 and CURRENT.get().years == "pairs":
        return f"{SMALL[century]}hundert{_below_thousand(rest)}"
    return cardinal(number)


def _part(number: int) -> str:
    special = {2: "halb", 3: "Drittel", 7: "Siebtel", 8: "Achtel"}
    return special.get(number) or ordinal(number, "el").capitalize()


def fraction(top: int, bottom: int) -> str:
    if bottom == 2:
        return "ein halb" if top == 1 else f"{cardinal(top)} halbe"
    return f"{cardinal(top, 'n')} {_part(bottom)}"
