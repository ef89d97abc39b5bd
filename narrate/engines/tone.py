"""A test engine: each word sounds as a tone as long as its letters are many, with a short gap after it.

Everything about its sound is known beforehand, so it stands in for a real engine in tests.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from narrate.contracts import EngineInfo
from narrate.engines._speed import checked
from narrate.errors import EngineError, VoiceError
from narrate.model import Clip, Mark, Voice
from narrate.words import words

INFO = EngineInfo(
    name="tone",
    summary="Test tones, one a word; not speech",
    marks="exact",
    max_chars=100_000,
    silent=True,
)

RATE = 24_000
LETTER = RATE // 15  # 1600 samples: 15 characters a second is hibari's pace on news text, pauses left out
GAP = LETTER
EDGE = RATE // 200  # 120 samples, 5 ms: a rise and fall without a click
AMPLITUDE = 0.2


@dataclass(slots=True)
class _Speaker:
    rate: int
    fingerprint: str

    def say(self, text: str, language: str, speed: float) -> Clip:
        """Sound each word of `text`; the tone's pitch depends on the word's letters, so that words differ."""
        import numpy as np

        factor = checked(speed)
        spans = _spans(text, factor)
        if not spans:
            raise EngineError("there is no word to sound", hint="leave this text out", quote=text)
        pcm = np.zeros(spans[-1].finish, np.float32)
        for mark in spans:
            pitch = 200 + sum(map(ord, text[mark.start : mark.end])) % 200
            length = mark.finish - mark.begin
            wave = AMPLITUDE * np.sin(2 * np.pi * pitch / RATE * np.arange(length))
            edge = min(EDGE, length // 2)
            rise = np.linspace(0, 1, edge, endpoint=False)
            wave[:edge] *= rise
            wave[length - edge :] *= rise[::-1]
            pcm[mark.begin : mark.finish] = wave
        return Clip(pcm=pcm, rate=RATE, marks=tuple(spans))

    def close(self) -> None:
        """Nothing to let go of."""


def voices() -> Sequence[Voice]:
    return (Voice(engine="tone", name="sine", language="mul", label="Test tones", licence="Apache-2.0", rate=RATE),)


def open_speaker(voice: Voice) -> _Speaker:
    if voice.name != "sine":
        raise VoiceError(f"there is no voice “{voice}”", hint="the test engine's only voice is tone:sine")
    return _Speaker(rate=RATE, fingerprint="tone:sine 1")


def _spans(text: str, speed: float) -> list[Mark]:
    spans: list[Mark] = []
    begin = 0
    for start, end in words(text):
        finish = begin + round((end - start) * LETTER / speed)
        spans.append(Mark(start=start, end=end, begin=begin, finish=finish))
        begin = finish + round(GAP / speed)
    return spans
