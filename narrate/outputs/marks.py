"""Speech marks: a line of JSON for each sentence, word and viseme, as Amazon Polly's, and how its time was come by.

`start` and `end` count characters (Polly counts bytes) of the narrated blocks' texts joined by an empty line, so that
`value` is always the text between them. https://docs.aws.amazon.com/polly/latest/dg/output.html
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from heapq import merge
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

from narrate.outputs import OutputInfo
from narrate.outputs._clock import milliseconds

if TYPE_CHECKING:
    from narrate.model import Cue, Narration, Timeline

INFO = OutputInfo(
    name="marks",
    summary="speech marks, a line of JSON for each sentence, word and viseme",
    suffix=".marks.jsonl",
    media_type="application/jsonl",
)
JOINT = "\n\n"
ENGINE = "engine"


def write(narration: Narration, target: Path) -> None:
    from narrate.captions.checks import check

    check(narration.timeline)
    with target.open("w", encoding="utf-8", errors="backslashreplace", newline="\n") as file:
        for mark in _marks(narration.timeline):
            file.write(json.dumps(mark, ensure_ascii=False) + "\n")


def _marks(timeline: Timeline) -> Iterator[dict[str, Any]]:
    offset = 0
    for block, cues in groupby(timeline.cues, key=lambda cue: cue.sentence.block):
        for cue in cues:
            yield from _of(cue, offset, timeline.rate)
        offset += len(block.text) + len(JOINT)


def _of(cue: Cue, offset: int, rate: int) -> Iterator[dict[str, Any]]:
    from narrate.words import timed

    text = cue.sentence.text
    shift = offset + cue.sentence.start

    def mark(kind: str, start: int, end: int, begin: int, finish: int, source: str) -> dict[str, Any]:
        first, last = milliseconds(begin, rate), milliseconds(finish, rate)
        place = {"time": first, "type": kind, "start": shift + start, "end": shift + end, "value": text[start:end]}
        return {**place, "finish": last, "source": source or ENGINE}

    yield mark("sentence", 0, len(text), cue.begin, cue.finish, cue.estimated)
    words = (mark("word", word.start, word.end, word.begin, word.finish, word.estimated) for word in timed(cue))
    yield from merge(words, _seen(cue, rate), key=lambda one: one["time"])


def _seen(cue: Cue, rate: int) -> Iterator[dict[str, Any]]:
    """Visemes have no place in the text: letters and sounds are not one to one."""
    from narrate.outputs._visemes import visemes

    for one in visemes(cue, rate):
        first, last = milliseconds(one.begin, rate), milliseconds(one.finish, rate)
        source = one.estimated or ENGINE
        yield {"time": first, "type": "viseme", "value": one.shape, "finish": last, "source": source}
