"""Who speaks in an interview: which blocks ask and which answer, so that two voices can read them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Literal

from narrate.model import Block, Kind

Part = Literal["question", "answer"]

_ASKS = re.compile(r"(?:Q|Question|Frage|Вопрос|Pregunta|Domanda|Pergunta)\s*\d*\s*[:.—–-]\s", re.IGNORECASE)
_ANSWERS = re.compile(
    r"(?:A|Answer|Antwort|Ответ|R|Réponse|Respuesta|Risposta|Resposta)\s*\d*\s*[:.—–-]\s", re.IGNORECASE
)
_NAMED = re.compile(r"(?P<name>[^\W\d_][^:?!\n]{0,40}?)\s?:\s+\S")
SPOKEN: frozenset[Kind] = frozenset(("paragraph", "heading", "quote", "item"))
FEWEST = 3
"""Questions below which a text is no interview."""
LONGEST_QUESTION = 400
"""Characters."""
LONGEST_NAME = 4
"""Words of a speaker's name."""
SHARE = 0.6
"""Of the blocks behind the first name that begin with one of the two names."""


def parts(blocks: Sequence[Block]) -> Mapping[int, Part]:
    """The part of each block that has one, by the block's place; empty where the text is no interview.

    Told by labels ("Q:", "Frage:"), by two names that take turns at the head of blocks ("Harbour News: ..."; who speaks
    first asks), or by at least three short blocks that are questions, with an answer behind each.
    """
    places = [n for n, block in enumerate(blocks) if block.kind in SPOKEN]
    for find in (_by_labels, _by_names, _by_questions):
        starts = find(blocks, places)
        if sum(part == "question" for part in starts.values()) >= FEWEST or (find is _by_labels and len(starts) > 1):
            return _carried_on(places, starts)
    return {}


def _by_labels(blocks: Sequence[Block], places: list[int]) -> dict[int, Part]:
    found: dict[int, Part] = {}
    for n in places:
        if _ASKS.match(blocks[n].text):
            found[n] = "question"
        elif _ANSWERS.match(blocks[n].text):
            found[n] = "answer"
    return found if len(set(found.values())) == 2 else {}


def _by_names(blocks: Sequence[Block], places: list[int]) -> dict[int, Part]:
    heads = {n: match["name"] for n in places if (match := _NAMED.match(blocks[n].text))}
    heads = {n: name for n, name in heads.items() if len(name.split()) <= LONGEST_NAME}
    common = Counter(heads.values()).most_common(2)
    if len(common) < 2 or common[1][1] < FEWEST:
        return {}
    names = {name for name, _ in common}
    turns = {n: name for n, name in heads.items() if name in names}
    first = min(turns)
    if len(turns) < SHARE * sum(n >= first for n in places):
        return {}
    asker = turns[first]
    return {n: "question" if name == asker else "answer" for n, name in turns.items()}


def _by_questions(blocks: Sequence[Block], places: list[int]) -> dict[int, Part]:
    found: dict[int, Part] = {}
    for n, following in zip(places, [*places[1:], None], strict=False):
        text = blocks[n].text.rstrip()
        asks = text.endswith("?") and len(text) <= LONGEST_QUESTION and blocks[n].kind in ("paragraph", "heading")
        if asks and following is not None and not blocks[following].text.rstrip().endswith("?"):
            found[n], found[following] = "question", "answer"
    questions = sum(part == "question" for part in found.values())
    return found if questions >= FEWEST and 6 * questions >= len(places) else {}


def _carried_on(places: list[int], starts: dict[int, Part]) -> dict[int, Part]:
    """A part goes on until the other one begins; what stands before the first belongs to neither."""
    found: dict[int, Part] = {}
    now: Part | None = None
    for n in places:
        now = starts.get(n, now)
        if now:
            found[n] = now
    return found
