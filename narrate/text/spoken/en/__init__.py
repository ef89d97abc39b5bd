"""English wording, American conventions: "two thousand nine", "January sixteenth", no "and" inside numbers."""

from __future__ import annotations

from narrate.text.spoken.en import dates, heteronyms, money, names, numbers, phones, places, quantities, signs, times
from narrate.text.spoken.rules import leftovers

RULES = (
    *signs.SIGNS[:3],
    *places.RULES,
    *phones.RULES,
    *money.RULES,
    *dates.STAMPS,
    *times.RULES,
    *dates.RULES,
    *names.RULES,
    *dates.WORDS,
    *quantities.RULES,
    *names.ACRONYMS,
    *signs.SIGNS[3:],
    *heteronyms.RULES,
    *leftovers(numbers.spelled),
)
