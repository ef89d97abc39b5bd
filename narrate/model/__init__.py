"""The values that flow from an article to its narration.

All are frozen, slotted and keyword-only. Offsets (`start`, `end`) count characters; `begin`, `finish`
and `length` count samples; pauses are seconds, rates Hz, levels LUFS or dBTP and named so; languages
are BCP 47 tags. Nothing here imports another module of ours, nor numpy at run time.
All of them are imported from `narrate.model`, whatever file here they stand in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from narrate.model.article import (
    STANDARD_INPUT,
    Anchor,
    Article,
    Block,
    Document,
    Kind,
    Removed,
    passwordless,
    shown,
)
from narrate.model.programme import (
    SILENCE,
    CaptionLimits,
    Chapter,
    Cue,
    Doubt,
    Loudness,
    Narration,
    Progress,
    Skipped,
    TakenOver,
    Target,
    Timeline,
    Word,
)
from narrate.model.script import (
    ANCHOR,
    SEPARATOR,
    TERMINATOR,
    Edit,
    Script,
    Sentence,
    Utterance,
    with_phonemes,
    without_phonemes,
)
from narrate.model.voice import REST, Clip, Download, Mark, Voice

if TYPE_CHECKING:
    from narrate.model.voice import Samples as Samples

__all__ = [
    "ANCHOR",
    "REST",
    "SEPARATOR",
    "SILENCE",
    "STANDARD_INPUT",
    "TERMINATOR",
    "Anchor",
    "Article",
    "Block",
    "CaptionLimits",
    "Chapter",
    "Clip",
    "Cue",
    "Document",
    "Doubt",
    "Download",
    "Edit",
    "Kind",
    "Loudness",
    "Mark",
    "Narration",
    "Progress",
    "Removed",
    "Script",
    "Sentence",
    "Skipped",
    "TakenOver",
    "Target",
    "Timeline",
    "Utterance",
    "Voice",
    "Word",
    "passwordless",
    "shown",
    "with_phonemes",
    "without_phonemes",
]
