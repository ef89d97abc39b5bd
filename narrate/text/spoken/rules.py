"""How wording rules are written and applied: patterns in order, the first to claim a stretch of text has it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from narrate.model import Edit

Say = Callable[[re.Match[str]], str | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern and what to say for a match; None leaves the match to later rules."""

    name: str
    pattern: re.Pattern[str]
    say: Say
    needs: re.Pattern[str] | None = None
    """A cheap pattern without which `pattern` can't match; saves time on most sentences."""


def ended(match: re.Match[str], spoken: str) -> str:
    """The words, with the full stop that ends the text where the abbreviation's own stop served as that."""
    ends = match.group().endswith(".") and not spoken.endswith(".")
    return spoken + "." if ends and not match.string[match.end() :].strip("\"'»”’“) \u00a0") else spoken


def spaced(match: re.Match[str], spoken: str) -> str:
    """The words, with blanks where letters or figures touch the match."""
    if not spoken.strip(" ,"):
        return spoken
    before = match.string[match.start() - 1 : match.start()] if match.start() else ""
    after = match.string[match.end() : match.end() + 1]
    return (" " if before.isalnum() else "") + spoken + (" " if after.isalnum() else "")


class Claims:
    """The stretches of one text that have their wording. A stretch once claimed is out of reach of later rules."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts: list[int] = []
        self._edits: list[Edit] = []

    def free(self, start: int, end: int) -> bool:
        """Whether nothing between `start` and `end` is claimed yet."""
        place = bisect_left(self._starts, start)
        before = place == 0 or self._edits[place - 1].end <= start
        return before and (place == len(self._starts) or self._starts[place] >= end)

    def add(self, edit: Edit) -> None:
        place = bisect_left(self._starts, edit.start)
        self._starts.insert(place, edit.start)
        self._edits.insert(place, edit)

    def apply(self, rules: Iterable[Rule]) -> None:
        """Let each rule in turn claim what it matches and is still free."""
        for rule in rules:
            if rule.needs is not None and not rule.needs.search(self.text):
                continue
            for match in rule.pattern.finditer(self.text):
                if match.end() > match.start() and self.free(match.start(), match.end()):
                    spoken = rule.say(match)
                    if spoken is not None and spoken != match.group():
                        self.add(Edit(start=match.start(), end=match.end(), spoken=spoken, rule=rule.name))

    def edits(self) -> tuple[Edit, ...]:
        """All claims in order."""
        return tuple(self._edits)
