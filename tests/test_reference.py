"""Engines that tell no times of words get them from another voice: when they are wanted, once, and never at a price."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from narrate import plugins, voices
from narrate.cache import ClipCache
from narrate.contracts import EngineInfo
from narrate.division import utterances
from narrate.model import Clip, Narration
from narrate.pipeline import Options, narrate
from narrate.synthesis import Manner, Speakers, Spoken, synthesize
from narrate.words import BY_LETTERS, timed
from tests.helpers import PARAGRAPHS, script

RATE = 24_000
TOLD = EngineInfo(name="mute", summary="Speaks well and tells nothing", languages=("en",), max_chars=500)


class Mute:
    """The default voice without its marks, as a service speaks."""

    def __init__(self) -> None:
        self._speaker = voices.open_speaker(voices.find("hibari:heart"))
        self.rate, self.fingerprint = self._speaker.rate, "mute 1"
        self.asked: list[str] = []

    def say(self, text: str, language: str, speed: float) -> Clip:
        self.asked.append(text)
        return replace(self._speaker.say(text, language, speed), marks=())

    def close(self) -> None:
        pass


@pytest.fixture(scope="module")
def mute() -> Mute:
    return Mute()


def speak(mute: Mute, cache: ClipCache, *, words: bool, unit: Any = "sentence", reference: Any = None) -> list[Spoken]:
    info = replace(TOLD, unit=unit)
    opened: list[str] = []

    def opening(name: str) -> tuple[EngineInfo, Any]:
        opened.append(name)
        if name.startswith("mute"):
            return info, mute
        if reference:
            raise reference
        return voices.opened(name)

    said = script(voice="mute:one")
    parts = utterances(said, lambda name: info if name.startswith("mute") else voices.engine_of(name))
    mute.asked.clear()
    with Speakers(opening) as speakers:
        found = [one for _, one in synthesize(parts, speakers, cache, Manner(words=words), RATE)]
    assert ("espeak:" in "".join(opened)) <= words
    return found


def ways(found: list[Spoken]) -> set[str]:
    return {mark.estimated for one in found if one.clip for mark in one.clip.marks}


def test_nothing_is_compared_where_nobody_asks_for_words(mute: Mute, tmp_path: Path) -> None:
    assert ways(speak(mute, ClipCache(tmp_path), words=False)) == set()


def test_clips_from_before_get_their_times_without_being_spoken_again(
    mute: Mute, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cache = ClipCache(tmp_path)
    before = speak(mute, cache, words=False)
    assert mute.asked
    timed = speak(mute, cache, words=True)
    assert not mute.asked
    assert ways(timed) == {"aligned with espeak"}
    monkeypatch.setattr(voices, "reference", lambda *_: pytest.fail("it was found before"))
    again = speak(mute, cache, words=True)
    for one, two, three in zip(*map(sounds, (before, timed, again)), strict=True):
        assert np.array_equal(one.pcm, two.pcm)
        assert np.array_equal(one.pcm, three.pcm)
        assert two.marks == three.marks


def sounds(found: list[Spoken]) -> list[Clip]:
    return [one.clip for one in found if one.clip]


@pytest.mark.parametrize("fault", [RuntimeError("out of order"), OSError("no such file")])
def test_a_voice_that_fails_to_help_harms_nothing(mute: Mute, tmp_path: Path, fault: Exception) -> None:
    found = speak(mute, ClipCache(tmp_path), words=True, reference=fault)
    assert ways(found) == set()
    assert all(one.clip is not None for one in found)


def test_no_voice_is_laid_against_its_own_engine_s() -> None:
    assert voices.reference("en", "espeak") is None
    found = voices.reference("ru", "gtts")
    assert found is not None
    assert (found.engine, found.language) == ("espeak", "ru")
    assert voices.reference("x-none", "gtts") is None


def made(folder: Path, cache: ClipCache, *names: str, **formats: dict[str, str]) -> Narration:
    targets = {name: folder / f"story{plugins.load('outputs', name).INFO.suffix}" for name in names}
    options = Options(overwrite=True, formats=formats)
    return narrate(script(PARAGRAPHS[:1], voice="system:en-US"), targets, options, cache=cache)


def test_captions_ask_for_words_and_sound_alone_does_not(tmp_path: Path) -> None:
    if voices.absent(voices.find("system:en-US")):
        pytest.skip("this system has no voice")
    cache = ClipCache(tmp_path / "clips")
    assert how(made(tmp_path, cache, "wav")) == {BY_LETTERS}
    assert how(made(tmp_path, cache, "mp3", mp3={"lyrics": "sentences"})) == {BY_LETTERS}
    assert how(made(tmp_path, cache, "mp3", mp3={"lyrics": "words"})) == {"aligned with espeak"}
    assert how(made(tmp_path, ClipCache(tmp_path / "others"), "wav", "vtt")) == {"aligned with espeak"}


def how(narration: Narration) -> set[str]:
    return {word.estimated for cue in narration.timeline.cues for word in timed(cue)}
