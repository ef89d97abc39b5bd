"""Roman numerals."""

from __future__ import annotations

_ROMAN = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100, "D": 500, "M": 1000}


def roman(letters: str) -> int:
    """The value of a Roman numeral, 0 if it is not a well-formed one below 4000."""
    total = 0
    for letter, following in zip(letters, [*letters[1:], ""], strict=False):
        value = _ROMAN.get(letter, 0)
        total += -value if following and _ROMAN.get(following, 0) > value else value
    return total if total and _as_roman(total) == letters else 0


def _as_roman(number: int) -> str:
    table = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
             (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
    written = ""
    for value, letters in table:
        times, number = divmod(number, value)
        written += letters * times
    return written
