"""English wording, American conventions: "two thousand nine", "January sixteenth", no "and" inside numbers."""

from __future__ import annotations

from narrate.text.spoken.en import dates, money, names, numbers, phones, quantities, times
from narrate.text.spoken.rules import leftovers

RULES = (
    *names.SIGNS[:2],
    *phones.RULES,
    *money.RULES,
    *times.RULES,
    *dates.RULES,
    *names.RULES,
    *dates.WORDS,
    *quantities.RULES,
    *names.ACRONYMS,
    *names.SIGNS[2:],
    *leftovers(numbers.spelled),
)
