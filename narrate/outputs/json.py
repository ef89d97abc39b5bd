"""JSON transcript as Podcasting 2.0 has it: each word with its times and its voice.

https://github.com/Podcastindex-org/podcast-namespace/blob/main/transcripts/transcripts.md
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from narrate.outputs import OutputInfo
from narrate.outputs._clock import milliseconds

if TYPE_CHECKING:
    from narrate.model import Cue, Narration

INFO = OutputInfo(
    name="json",
    summary="JSON transcript of Podcasting 2.0, by word",
    suffix=".transcript.json",
    media_type="application/json",
)
VERSION = "1.0.0"


def write(narration: Narration, target: Path) -> None:
    """One segment a line, that a long programme can be read and compared."""
    from narrate.captions.checks import check

    check(narration.timeline)
    rate = narration.timeline.rate
    segments = [one for cue in narration.timeline.cues for one in _segments(cue, rate)]
    lines = ",\n".join(json.dumps(segment, ensure_ascii=False) for segment in segments)
    with target.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f'{{"version": "{VERSION}", "segments": [\n{lines}\n]}}\n')


def _segments(cue: Cue, rate: int) -> Iterator[dict[str, Any]]:
    """The words of a sentence with their punctuation; what is said as one has one segment."""
    from narrate.captions.pieces import pieces

    whole: list[tuple[str, int, int]] = []
    begun = False
    for piece in pieces(cue, line=10**9):
        if piece.timed and whole and not begun:  # what nobody says, such as a dash before speech, is its first word's
            whole[0] = whole[0][0] + " " * piece.spaced + piece.text, piece.begin, piece.finish
        elif piece.timed or not whole:
            whole.append((piece.text, piece.begin, piece.finish))
        else:
            text, begin, finish = whole[-1]
            whole[-1] = text + " " * piece.spaced + piece.text, begin, max(finish, piece.finish)
        begun = begun or piece.timed
    speaker = {"speaker": cue.sentence.voice} if cue.sentence.voice else {}
    for text, begin, finish in whole:
        times = {"startTime": milliseconds(begin, rate) / 1000, "endTime": milliseconds(finish, rate) / 1000}
        yield {**speaker, **times, "body": text}
