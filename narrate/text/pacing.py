"""How long the voice rests after a sentence."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from narrate.model import Block, Kind

_AFTER: Mapping[Kind, float] = MappingProxyType(
    {
        "title": 1.2,  # stands alone, as a newsreader leaves a headline standing
        "byline": 0.9,
        "date": 0.9,
        "heading": 0.8,  # belongs to what follows: less than stands before it
        "paragraph": 0.7,
        "quote": 0.7,
        "item": 0.45,  # items of one list hold together
        "code": 0.8,
        "table": 0.8,
        "caption": 0.8,
        "figure": 0.8,
        "note": 0.7,
        "break": 1.2,
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Pacing:
    """Seconds of silence between sentences.

    What matters is the order: sentence < list item < paragraph < heading, so that the ear hears the page's
    structure. The figures are our own choice, at the short end of what newsreaders leave, because engines add
    about 0.1 s of near-silence at the edges of a clip.
    """

    sentence: float = 0.4
    """After a sentence with more of its block to come."""
    clause: float = 0.15
    """After a piece of a sentence that an engine had to be given in parts."""
    before_heading: float = 1.1
    """At least this before a heading: the larger of two pauses counts."""
    before_break: float = 1.2
    """At least this where a scene break ("* * *") stood."""
    end: float = 0.0
    """After the last sentence; the audio side adds its own tail."""
    after: Mapping[Kind, float] = field(default_factory=lambda: _AFTER)
    """After the last sentence of a block, by its kind."""


def pause_after(
    pacing: Pacing, block: Block, following: Block | None, last_in_block: bool, rest: bool = False
) -> float:
    """Seconds of silence after a sentence of `block`.

    `following` is the next block that is spoken, None at the end; `rest` says that a break stood between them.
    """
    if not last_in_block:
        return pacing.sentence
    if following is None:
        return pacing.end
    pause = pacing.after.get(block.kind, pacing.sentence)
    if following.kind == "heading":
        pause = max(pause, pacing.before_heading)
    if rest:
        pause = max(pause, pacing.before_break)
    return pause
