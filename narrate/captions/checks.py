"""Whether a timeline's times can be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from narrate.errors import OutputError

if TYPE_CHECKING:
    from narrate.model import Timeline

HINT = "the timeline is damaged: narrate the article again"


def check(timeline: Timeline) -> None:
    """Raise `OutputError`, naming the sentence, unless all cues ascend, none overlaps, and all end inside the sound."""
    if timeline.rate <= 0 or timeline.length < 0:
        raise OutputError(f"a programme of {timeline.length} samples at {timeline.rate} Hz can't be", hint=HINT)
    last = 0
    for number, cue in enumerate(timeline.cues, 1):
        fault = ""
        if cue.begin < 0:
            fault = "begins before the sound does"
        elif cue.finish <= cue.begin:
            fault = "ends before it begins" if cue.finish < cue.begin else "has no length"
        elif cue.begin < last:
            fault = f"begins at {_seconds(cue.begin, timeline)}, before the one before it ends"
        elif cue.finish > timeline.length:
            fault = f"ends at {_seconds(cue.finish, timeline)}, but the sound at {_seconds(timeline.length, timeline)}"
        if fault:
            sentence = cue.sentence
            raise OutputError(f"cue {number} {fault}", place=sentence.block.anchor, quote=sentence.text, hint=HINT)
        last = cue.finish


def _seconds(samples: int, timeline: Timeline) -> str:
    return f"{timeline.seconds(samples):.3f} s"
