"""Listening back: what can't be heard is found, and what can be is not doubted."""

from __future__ import annotations

from importlib.util import find_spec
from itertools import accumulate, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from narrate.audio.codec import resampled
from narrate.audio.edits import trimmed
from narrate.errors import EngineError, MissingExtra
from narrate.model import Anchor, Block, Cue, Sentence, Timeline
from narrate.verify import RATE, Ear, doubts, judged, whisper
from narrate.voices import find, open_speaker

if TYPE_CHECKING:
    from narrate.model import Samples

TEXTS = (
    "The ferry left the harbour at noon with twelve passengers on board.",
    "Nobody had told the captain that the lighthouse was closed for repairs.",
    "It rained.",
    "The price of a single ticket rose by a third in the second week of March.",
    "Residents have asked the council to turn the engines off after midnight.",
    "We will see what the summer brings, said the woman at the counter.",
)
HAS_WHISPER = find_spec("faster_whisper") is not None
listening = pytest.mark.skipif(not HAS_WHISPER, reason="needs Whisper: make test-listening")


def words(text: str) -> list[str]:
    return text.lower().replace(".", "").replace(",", "").split()


@pytest.mark.parametrize(
    ("heard", "fault"),
    [
        (TEXTS[0], None),
        ("The fairy left the harbor at noon with 12 passenger's on bored", None),
        ("", "not heard"),
        ("The ferry left", "not heard"),
        (TEXTS[3], "not heard"),
        (f"{TEXTS[0]} {TEXTS[0]}", "heard twice"),
        (f"Yes. {TEXTS[0]} Thank you.", None),
    ],
)
def test_a_sentence_is_judged_by_the_words_heard_of_it(heard: str, fault: str | None) -> None:
    assert judged(words(TEXTS[0]), words(heard)) == fault


def programme(clips: list[Samples]) -> tuple[list[Samples], Timeline]:
    """The sentences of `TEXTS` behind each other, half a second apart."""
    gap = np.zeros(RATE // 2, np.float32)
    ends = list(accumulate((len(clip) + len(gap) for clip in clips), initial=0))
    block = Block(kind="paragraph", text=" ".join(TEXTS), anchor=Anchor(source="test"))
    starts = accumulate((len(text) + 1 for text in TEXTS), initial=0)
    cues = tuple(
        Cue(
            sentence=Sentence(block=block, start=at, end=at + len(text), language="en"),
            begin=begin,
            finish=end - len(gap),
        )
        for text, at, (begin, end) in zip(TEXTS, starts, pairwise(ends), strict=False)
    )
    return [piece for clip in clips for piece in (clip, gap)], Timeline(rate=RATE, length=ends[-1], cues=cues)


@pytest.fixture(scope="module")
def spoken() -> list[Samples]:
    speaker = open_speaker(find("hibari:heart"))
    clips = [trimmed(speaker.say(text, "en", 1.0)) for text in TEXTS]
    speaker.close()
    return [resampled(clip.pcm, clip.rate, RATE) for clip in clips]


@pytest.fixture(scope="module")
def ear(whisper_model: Path) -> Ear:
    return whisper(str(whisper_model), threads=2)


@listening
def test_a_sound_narration_is_not_doubted(spoken: list[Samples], ear: Ear) -> None:
    told: list[Cue] = []
    assert list(doubts(*programme(spoken), ear, told.extend)) == []
    assert len(told) == len(TEXTS)


@listening
def test_what_is_missing_swapped_or_doubled_is_found(spoken: list[Samples], ear: Ear) -> None:
    twice = np.concatenate([spoken[4], np.zeros(RATE // 4, np.float32), spoken[4]])
    damaged = [spoken[0], np.zeros_like(spoken[1]), spoken[2], spoken[5], twice, spoken[5]]
    found = [(one.sentence.text, one.fault) for one in doubts(*programme(damaged), ear)]
    assert found == [(TEXTS[1], "not heard"), (TEXTS[3], "not heard"), (TEXTS[4], "heard twice")]


@pytest.mark.skipif(HAS_WHISPER, reason="Whisper is here")
def test_without_the_extra_its_command_is_named() -> None:
    with pytest.raises(MissingExtra) as caught:
        whisper()
    assert caught.value.hint == "pip install 'narrate-articles[verify]'"


@listening
def test_a_model_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(EngineError, match="can't be loaded"):
        whisper(str(tmp_path))
