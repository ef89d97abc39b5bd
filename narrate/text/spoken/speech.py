"""The words of a language that the shared rules speak with, and numbers and counted nouns said in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple

S = r"[ \u00a0\u202f]"
NUM = (
    r"(?:\d{1,3}(?:[.\u00a0\u202f ’']\d{3})+(?![\d’'])|\d{1,3}(?:,\d{3}){2,}(?!\d)|\d+)(?:,\d+(?!,\d)|\.\d+(?!\.?\d))?"
)
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+")
_COMMAS = re.compile(r"\d{1,3}(?:,\d{3})+")


class Unit(NamedTuple):
    """A counted noun: behind 1, behind more, its gender ("m", "f", "n")."""

    one: str
    many: str
    gender: str = "m"


def table(lines: str) -> dict[str, Unit]:
    """Units by their signs, one a line: "sign sign: one, many, gender"; without many as one, without gender "m"."""
    found = {}
    for line in filter(None, map(str.strip, lines.splitlines())):
        signs, _, words = line.partition(": ")
        one, many, gender = (*words.split(", "), "", "")[:3]
        found.update(dict.fromkeys(signs.split(), Unit(one, many or one, gender or "m")))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Speech:
    """The words of a language that the shared rules speak with."""

    cardinal: Callable[[int, str], str]
    """A whole number before a noun of a gender; "" where it stands alone."""
    decimals: Callable[[str], str]
    """The digits behind the decimal comma."""
    fraction: Callable[[int, int], str]
    """2/3 in words."""
    group: Callable[[str], str]
    """A group of a telephone number."""
    country: Callable[[str], str]
    """The country's number behind a plus sign."""
    gender_after: Callable[[str, int, str], str]
    """The gender of the noun behind a number, "" where none follows; the number as written helps."""
    units: Mapping[str, Unit]
    per: Mapping[str, str]
    money: Mapping[str, Unit]
    small: Mapping[str, Unit]
    """The hundredth part of each currency."""
    scales: Mapping[str, Unit]
    """Scale words and their abbreviations: "Mio", "Millionen"."""
    of: Callable[[str], str] = lambda noun: f" {noun}"
    """Joins a scale word with its noun: "millions d'euros"."""
    coins: Callable[[str, str, str], str] = lambda whole, unit, coin: f"{whole} {unit} {coin}"
    """A sum with its small coins, given what each part says: "ein Euro fünfzig"."""
    point: str = "Komma"
    minus: str = "minus"
    plus: str = "plus"
    to: str = "bis"
    score: str = "zu"
    by: str = "mal"
    slash: str = ""
    """Between the parts of a reference that only looks like a fraction: "39/2015"."""
    ratio: str = ""
    """Between numbers of several figures with a colon: "84:73"; "" leaves the colon."""
    about: str = "etwa"
    joint: str = "und"
    """Between a whole number and a fraction."""
    decimals_agree: bool = False
    """Whether the whole part of a decimal has the noun's gender: "una coma cinco toneladas"."""
    commas: bool = False
    """Whether "13,000" may be thirteen thousand."""
    plural_from: float = 0.0
    """Decimals take the plural from here on: French says "1,5 million"."""
    unlike: str = ""
    """A look-ahead, as a pattern, that keeps words from being taken for units: "1990 ha sido"."""
    scores: str = ""
    """Words, as a pattern, beside which "2-1" is a result."""
    signs: Mapping[str, str]


def plain(written: str, commas: bool = False) -> str:
    """A number without its blanks and thousands' marks, its decimal mark a comma.

    With `commas`, "13,000" is thirteen thousand, as Mexico writes it.
    """
    tight = re.sub(r"[\s\u00a0\u202f’']", "", written)
    if _GROUPED.fullmatch(tight.partition(",")[0]) and tight[0] != "0":
        whole, _, part = tight.partition(",")
        return whole.replace(".", "") + (f",{part}" if part else "")
    if _COMMAS.fullmatch(tight) and tight[0] != "0" and (tight.count(",") > 1 or (commas and tight.endswith(",000"))):
        return tight.replace(",", "")
    whole, mark, part = tight.replace(".", ",").rpartition(",")
    return whole.replace(",", "") + mark + part


def spelled(speech: Speech, digits: str) -> str:
    """Digits one by one."""
    return " ".join(speech.cardinal(int(digit), "") for digit in digits if digit.isdigit())


def number(speech: Speech, written: str, gender: str = "") -> str:
    """A number as written, in words."""
    whole, _, part = plain(written, speech.commas).partition(",")
    if len(whole) > 24 or (len(whole) > 1 and whole[0] == "0" and not part):
        return spelled(speech, whole)
    if part:
        agreed = "f" if speech.decimals_agree and gender == "f" else ""
        return f"{speech.cardinal(int(whole), agreed)} {speech.point} {speech.decimals(part)}"
    return speech.cardinal(int(whole), gender)


def form(speech: Speech, written: str, unit: Unit) -> str:
    """The unit's form behind a number."""
    whole, _, part = plain(written, speech.commas).partition(",")
    value = float(f"{whole}.{part or 0}") if len(whole) < 30 else 2.0
    return unit.one if (value == 1.0 and not part) or (part and value < speech.plural_from) else unit.many


def counted(speech: Speech, written: str, unit: Unit) -> str:
    """A number with its noun."""
    return f"{number(speech, written, unit.gender)} {form(speech, written, unit)}"


def amount(speech: Speech, low: str | None, written: str, scale: str | None, key: str) -> str:
    """A sum of money, its scale word and coins included."""
    money = found(speech.money, key)
    start = f"{number(speech, low, money.gender)} {speech.to} " if low else ""
    if scale:
        return f"{start}{scaled(speech, written, scale)}{speech.of(money.many)}"
    if speech.commas and re.fullmatch(r"[1-9]\d{0,2},\d{3}", written):
        written = written.replace(",", "")
    whole, _, part = plain(written, speech.commas).partition(",")
    coins = part if len(part) < 2 else part.rstrip("0").ljust(2, "0")
    small = found(speech.small, key) if any(key.lower() == one.lower() for one in speech.small) else None
    if small is None or len(coins) != 2 or low:
        return start + counted(speech, f"{whole},{part.rstrip('0')}" if len(part) > 2 else written, money)
    if int(coins) and not int(whole):
        return counted(speech, str(int(coins)), small)
    if not int(coins):
        return counted(speech, whole, money)
    return speech.coins(
        counted(speech, whole, money), speech.cardinal(int(coins), ""), counted(speech, str(int(coins)), small)
    )


def scaled(speech: Speech, written: str, scale: str) -> str:
    return counted(speech, written, found(speech.scales, scale))


def found(table: Mapping[str, Unit], key: str) -> Unit:
    """What a table says of a word, whatever its capitals."""
    return table[key] if key in table else next(unit for one, unit in table.items() if one.lower() == key.lower())
