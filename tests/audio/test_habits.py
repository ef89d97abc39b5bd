"""What a voice usually does, and clips that are otherwise."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from narrate.audio import habits
from narrate.audio.habits import Habits
from narrate.model import Clip
from narrate.text.pace import seconds
from tests.conftest import SPEECH


@pytest.fixture
def known(speech: tuple[Clip, ...], monkeypatch: pytest.MonkeyPatch) -> Habits:
    monkeypatch.setattr(habits, "FEWEST", len(speech))
    monkeypatch.setattr(habits, "LETTERS", 0)
    made = Habits()
    assert [made.note(clip, text, seconds(text, "en")) for clip, text in zip(speech, SPEECH, strict=True)] == [
        ""
    ] * len(SPEECH)
    return made


def test_more_of_the_same_is_usual(known: Habits, speech: tuple[Clip, ...]) -> None:
    assert known.note(speech[0], SPEECH[0], seconds(SPEECH[0], "en")) == ""


def test_what_is_said_twice_is_not(known: Habits, speech: tuple[Clip, ...]) -> None:
    twice = replace(speech[0], pcm=np.concatenate([speech[0].pcm, speech[0].pcm]))
    assert "times as long as usual" in known.note(twice, SPEECH[0], seconds(SPEECH[0], "en"))
    assert "times as long as usual" in known.note(twice, SPEECH[0], seconds(SPEECH[0], "en")), "it was not learned from"


def test_nor_is_what_breaks_off(known: Habits, speech: tuple[Clip, ...]) -> None:
    pcm = speech[0].pcm
    middle = int(len(pcm) * 0.75) + int(np.abs(pcm[int(len(pcm) * 0.75) :]).argmax())
    assert known.note(replace(speech[0], pcm=pcm[:middle]), SPEECH[0], seconds(SPEECH[0], "en")) == "it breaks off"


def test_nothing_is_unusual_before_a_voice_is_known(speech: tuple[Clip, ...]) -> None:
    twice = replace(speech[0], pcm=np.concatenate([speech[0].pcm, speech[0].pcm]))
    assert Habits().note(twice, SPEECH[0], seconds(SPEECH[0], "en")) == ""
