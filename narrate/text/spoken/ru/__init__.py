"""Russian wording: numbers in the case, gender and number that the words around them ask for."""

from __future__ import annotations

from narrate.text.spoken.ru import dates, measures, names, numbers, quantities, shortened, times, years
from narrate.text.spoken.rules import leftovers

RULES = (
    *names.FIRST,
    *dates.RULES,
    *times.TELEPHONE,
    *times.RULES,
    *years.RULES,
    *shortened.RULES[:1],
    *quantities.FIRST,
    *measures.RULES,
    *quantities.RULES[:-1],
    *shortened.RULES[1:],
    *names.RULES,
    *quantities.RULES[-1:],
    *names.LAST,
    *leftovers(numbers.spelled),
)
