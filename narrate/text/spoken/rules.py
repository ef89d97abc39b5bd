"""How wording rules are written and applied: patterns in order, the first to claim a stretch of text has it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace

from narrate.model import Edit

Say = Callable[[re.Match[str]], str | None]


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern and what to say for a match; None leaves the match to later rules."""

    name: str
    pattern: re.Pattern[str] | Lazy
    say: Say
    needs: re.Pattern[str] | None = None
    """A cheap pattern without which `pattern` can't match; saves time on most sentences."""


DIGIT = re.compile(r"\d")
STOP = re.compile(r"\.(?=[^\"”’)\s]|\s+\S)")
"""A full stop that is not the last sign of the text."""


def needing(needs: re.Pattern[str], rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """The rules, those without a need of their own with this one."""
    return tuple(rule if rule.needs else replace(rule, needs=needs) for rule in rules)


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


def leftovers(say: Callable[[str], str]) -> tuple[Rule, Rule]:
    """The last rules of a language: figures that no other rule could have, because a part of them was taken."""
    return tuple(
        Rule("number", re.compile(pattern), lambda match: spaced(match, say(match.group())), re.compile(r"\d"))
        for pattern in (r"[0-9]+", r"[0-9]")
    )  # type: ignore[return-value]


class Lazy:
    """A pattern that is compiled when it is first used: most texts use few of a language's two hundred."""

    __slots__ = ("_made", "flags", "pattern")

    def __init__(self, pattern: str, flags: int = 0) -> None:
        self.pattern, self.flags = pattern, flags
        self._made: re.Pattern[str] | None = None

    @property
    def made(self) -> re.Pattern[str]:
        if self._made is None:
            self._made = re.compile(self.pattern, self.flags)
        return self._made

    def finditer(self, text: str) -> Iterator[re.Match[str]]:
        return self.made.finditer(text)

    def search(self, text: str) -> re.Match[str] | None:
        return self.made.search(text)

    def fullmatch(self, text: str) -> re.Match[str] | None:
        return self.made.fullmatch(text)


_CLASS = re.compile(r"\[[^\]^][^\]]*\]|\\[d+.\[]|[^\\.^$*+?{}\[\]|()]")
_TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|.", re.DOTALL)


def gate(rules: Iterable[Rule]) -> tuple[re.Pattern[str], ...]:
    """Patterns of which one finds something wherever a rule may: most sentences are settled by them alone.

    The alternatives of all needs are taken apart. Those of one character are merged into one class; the others stay
    apart, as Python finds a pattern that begins with something fixed ten times as fast as an alternation.
    """
    single, others = "", dict[str, None]()
    for pattern in dict.fromkeys(rule.needs or rule.pattern for rule in rules):
        folded = pattern.flags & re.IGNORECASE
        for written in alternatives(re.sub(r"\(\?P<\w+>", "(?:", pattern.pattern)):
            if _CLASS.fullmatch(written) and not folded:
                body = written[1:-1] if len(written) > 2 else re.escape(written) if len(written) == 1 else written
                single += re.sub(r"^-|-$", r"\\-", body)
            else:
                others[f"(?i:{written})" if folded else written] = None
    if "\\d" in single:  # what can't match without a figure needs no place of its own
        others = {one: None for one in others if not re.search(r"\\d(?![*?]|\{0)", one) or "|" in one}
    return tuple(map(re.compile, [f"[{single}]", *others] if single else others))


def alternatives(pattern: str) -> list[str]:
    """A pattern's alternatives at its top level: "a|(?:b|c)" are "a" and "(?:b|c)"."""
    pieces, depth = [""], 0
    for token in _TOKEN.findall(pattern):
        depth += (token == "(") - (token == ")")
        if token == "|" and not depth:
            pieces.append("")
        else:
            pieces[-1] += token
    return pieces


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
        text = self.text
        needed: dict[re.Pattern[str], bool] = {}
        for rule in rules:
            needs = rule.needs
            if needs is not None:
                found = needed.get(needs)
                if found is None:
                    found = needed[needs] = needs.search(text) is not None
                if not found:
                    continue
            for match in rule.pattern.finditer(text):
                start, end = match.span()
                if end > start and self.free(start, end):
                    spoken = rule.say(match)
                    if spoken is not None and spoken != match.group():
                        self.add(Edit(start=start, end=end, spoken=spoken, rule=rule.name))

    def edits(self) -> tuple[Edit, ...]:
        """All claims in order."""
        return tuple(self._edits)
