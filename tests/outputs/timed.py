"""Narrations for tests of captions and transcripts: sentences with times, no sound."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from narrate import plugins
from narrate.model import Article, Block, CaptionLimits, Cue, Kind, Narration, Script, Sentence, Timeline
from narrate.text.segment import segment
from tests.helpers import block

RATE = 24_000
LEAD = 4800
LEAD_OUT = 9600
PACE = 15.0
"""Characters a second: speech in English."""


def narrated(
    paragraphs: Sequence[str | Block],
    language: str = "en",
    *,
    pace: float = PACE,
    pause: float = 0.3,
    limits: CaptionLimits | None = None,
    **facts: Any,
) -> Narration:
    """Paragraphs cut into sentences, each as long as its letters; `facts` are the article's."""
    cues: list[Cue] = []
    at = LEAD
    blocks = [
        block(one, ref=f"line {number}") if isinstance(one, str) else one for number, one in enumerate(paragraphs, 1)
    ]
    for one in blocks:
        for start, end in segment(one.text, language):
            sentence = Sentence(block=one, start=start, end=end, language=language, voice="tone:sine", pause=pause)
            length = max(24, round((end - start) / pace * RATE))
            cues.append(Cue(sentence=sentence, begin=at, finish=at + length))
            at += length + round(pause * RATE)
    article = Article(blocks=tuple(blocks), **{"source": "story.txt", "language": language, **facts})
    script = Script(article=article, sentences=tuple(cue.sentence for cue in cues))
    timeline = Timeline(rate=RATE, length=at + LEAD_OUT, cues=tuple(cues))
    return Narration(script=script, timeline=timeline, captions=limits or CaptionLimits())


def made(narration: Narration, name: str, folder: Path) -> Path:
    """The file that an output writes."""
    output = plugins.load("outputs", name)
    path = folder / f"story{output.INFO.suffix}"
    output.write(narration, path)
    return path


def of_kind(text: str, kind: Kind, **facts: Any) -> Block:
    return replace(block(text, kind), **facts)


def bare(text: str) -> str:
    """Without blanks, controls and word joiners: what captions must show of a text."""
    return re.sub(r"[\s\x00-\x1f\x7f-\x9f\u2060]", "", text)


ODD = (
    "An arrow --> and <b>bold</b> & <script>alert(1)</script> &lt; &amp; {\\an8} are only text.",
    "00:00:01,000 --> 00:00:02,000 is no time here, nor is [00:12.34] or <00:56.78>, nor [ti:this].",
    "One line\n\nanother line\r\nand\ta tab behind it.",
    "\ufeffA byte order mark stands in it, and \u00a0 blanks that hold.",
    "A family 👨\u200d👩\u200d👧\u200d👦, a wave 👋🏽 and a flag 🇫🇷 are there.",
    "NOTE this is no comment. STYLE is no style. WEBVTT is no file.",
    "بيروت مدينة جميلة تقع على ساحل البحر الأبيض المتوسط، ويزورها كثير من الناس كل عام (2024).",
    "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。",
    "Cafe\u0301 de\u0301ja\u0300 vu: “«„‘” — ‘’… *stars*, _lines_, `ticks`, #tags, $5 and $6, ~~gone~~ | bars.",
    "1\n2\n3 are numbers on lines.",
)
"""Texts that mean something to some format."""
