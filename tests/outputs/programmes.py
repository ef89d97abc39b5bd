"""Narrations for tests of outputs: any article, with sound that tells which sentence is heard."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

import numpy as np

from narrate import plugins
from narrate.audio.tags import Tags
from narrate.model import Article, Block, Chapter, Cue, Narration, Script, Timeline
from narrate.outputs import opened
from narrate.samples import quantised
from narrate.text.policy import chosen
from narrate.text.script import Preparation, prepare

RATE = 24_000
EVERYTHING = Preparation(
    reading=chosen(dict.fromkeys(("caption", "figure", "code", "table", "note"), "read")), one_language=True
)


def article(blocks: Sequence[Block], **facts: str | tuple[str, ...]) -> Article:
    title = next((block.text for block in blocks if block.kind == "title"), "")
    return Article(blocks=tuple(blocks), **{"title": title, "language": "en", "source": "story.txt", **facts})  # type: ignore[arg-type]


def narrated(
    told: Article | Script,
    folder: Path,
    *,
    preparation: Preparation = EVERYTHING,
    pace: float = 0.06,
    cover: bytes | None = None,
) -> Narration:
    """A narration of an article, or of some that were prepared; a sentence sounds `pace` seconds a letter, each at its
    own pitch."""
    script = told if isinstance(told, Script) else prepare(told, chosen=preparation)
    cues, at = [], RATE // 5
    for sentence in script.sentences:
        length = max(2400, round(len(sentence.spoken) * pace * RATE))
        cues.append(Cue(sentence=sentence, begin=at, finish=at + length))
        at += length + round(max(0.1, sentence.pause) * RATE) + 7  # so that nothing begins at a whole millisecond
    length = at + 5003
    edges = [
        0,
        *(cue.begin for cue in cues[1:] if cue.sentence.block.kind == "heading" and not cue.sentence.start),
        length,
    ]
    chapters = tuple(Chapter(title=f"{n}", begin=b, finish=f) for n, (b, f) in enumerate(pairwise(edges)))
    timeline = Timeline(rate=RATE, length=length, cues=tuple(cues), chapters=chapters if len(chapters) > 1 else ())
    return Narration(script=script, timeline=timeline, master=_sound(timeline, folder), cover=cover)


def pitch(number: int) -> float:
    """Hz of the sentence of this number."""
    return 200.0 + 40 * (number % 40)


def _sound(timeline: Timeline, folder: Path) -> Path:
    path = folder / "master.flac"
    encoder = opened(plugins.load("outputs", "flac"), folder / "bare.flac", timeline.rate)
    at = 0
    for number, cue in enumerate(timeline.cues):
        encoder.write(np.zeros(cue.begin - at, np.int16))
        times = np.arange(cue.finish - cue.begin) / timeline.rate
        encoder.write(quantised((0.3 * np.sin(2 * np.pi * pitch(number) * times)).astype(np.float32)))
        at = cue.finish
    encoder.write(np.zeros(timeline.length - at, np.int16))
    encoder.stop()
    encoder.finish(path, Tags(), timeline, None)
    return path
