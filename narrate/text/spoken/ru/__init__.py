"""Russian wording: numbers in the case, gender and number that the words around them ask for."""

from __future__ import annotations

from narrate.text.spoken.ru import dates, names, numbers, quantities, times
from narrate.text.spoken.rules import leftovers

RULES = (
    *names.FIRST,
    *dates.RULES[:5],
    *times.TELEPHONE,
    *times.RULES,
    *dates.RULES[5:],
    *names.RULES[:1],
    *quantities.RULES[:-1],
    *names.RULES[1:],
    *quantities.RULES[-1:],
    *names.LAST,
    *leftovers(numbers.spelled),
)
