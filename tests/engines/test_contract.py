"""What every engine promises, tried on every engine found: a new one is tested without touching this file."""

from __future__ import annotations

import math
import os
import re
import subprocess
import sys
import unicodedata
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from types import MappingProxyType, SimpleNamespace
from typing import Any, NamedTuple

import numpy as np
import pytest

from narrate import plugins, voices
from narrate.audio.align import aligned
from narrate.errors import EngineError, NarrateError, VoiceError
from narrate.model import Clip, Cue, Voice
from narrate.words import timed
from tests.engines.google import Google
from tests.helpers import sentences

SERVICES = {"gtts": "google_server", "edge": "edge_server", "openai": "openai_server"}
"""Where online engines are answered here."""
HEAVY = (
    "numpy",
    "onnxruntime",
    "hibari",
    "gtts",
    "pyttsx3",
    "av",
    "scipy",
    "requests",
    "espeakng_loader",
    "piper",
    "aiohttp",
    "edge_tts",
)
SHORT = "The weather will be cold and windy today."
SENTENCES = (
    "Officials confirmed the visit, which had been planned for several months.",
    "He did not say when it would begin.",
    "Scientists at the university have found a new way to store energy.",
    "The price of oil rose on Monday, as traders worried about supplies.",
    "More than twelve thousand people took part in the event.",
    "The rest will follow in the coming weeks, the spokesman told reporters.",
)
WORDS = ("garden", "window", "river", "mountain", "yellow", "basket", "simple", "matter")
WORD = "pneumonoultramicroscopic"
NASTY = {
    "nothing": "",
    "blanks": " \n\t ",
    "punctuation": "… — !?",
    "one letter": "a",
    "one digit": "7",
    "long word": (WORD * 210)[:5000],
    "capitals": "X" * 1000,
    "digits": "1234567890" * 40,
    "digits with commas": "123,456,789," * 30 + "012",
    "Arabic": "مرحبا بالعالم",
    "Japanese": "こんにちは世界、元気ですか。",
    "Cyrillic": "Привет, мир",
    "Hindi": "नमस्ते दुनिया",
    "emoji": "😀👩‍👩‍👧‍👦🏳️‍🌈",
    "emoji among words": "I am 😀 happy today.",
    "controls": "One\x00two\x07three\x1b[31m four\x7f.",
    "surrogate": "before \ud83d after",
    "markup": "<speak>Tom &amp; <b>Jerry</b></speak> [[x]] [link](/address/) {curly} \\n %s",
    "soft hyphens": "ex\u00adam\u00adple zero\u200bwidth\ufeff",
    "decomposed": unicodedata.normalize("NFD", "Café Zoë naïve façade"),
    "apostrophes": "don’t ‘quote’ O'Brien rock'n'roll",
    "symbols": "a = b + c / d * e ^ f | g ~ h @ i # j & k § ½ ² № ™",
    "fullwidth": "Ｆｕｌｌ ｗｉｄｔｈ １２３",
    "right to left marks": "\u202eabc\u202c def",
}


class Texts(NamedTuple):
    """What an engine is tried with."""

    short: str = SHORT
    sentences: tuple[str, ...] = SENTENCES
    times: int = 3
    """How often all sentences come in the long text."""
    paced: int = 300
    """Characters of it that are spoken at each of these speeds."""
    speeds: tuple[float, ...] = (0.5, 0.75, 1.25, 2.0)
    words: tuple[str, ...] = WORDS
    counts: tuple[int, ...] = (1, 2, 5, 20)
    """How often the words are said in a row."""
    most: int = 100_000
    """Characters of what is nasty."""
    followed: bool = True
    """Whether something good is said after each of it, and not only after all."""
    unbroken: Mapping[str, int] = MappingProxyType({"long word": 1200, "digits": 400, "capitals": 1000})
    """Characters of what has no blanks; a multiple of four words."""

    @property
    def long(self) -> str:
        return " ".join(self.sentences * self.times)


USUAL = Texts()
ENOUGH = USUAL._replace(
    paced=130, speeds=(0.5, 2.0), counts=(1, 2, 5), most=200, unbroken=dict.fromkeys(USUAL.unbroken, 200)
)
FEW = Texts(
    short="Yes.",
    sentences=("Oil rose on Monday.", "He did not say when."),
    times=1,
    paced=19,
    speeds=(0.5, 2.0),
    words=WORDS[:3],
    counts=(1, 3),
    most=6,
    followed=False,
    unbroken={"long word": 4 * len(WORD), "capitals": 16},
)
TEXTS = {"piper": ENOUGH, "kokoro": FEW}
"""For engines that take their time: no more than their `max_chars`, which is all that they are ever given, or less."""


def open_speaker(engine: Any, wanted: str = "en") -> tuple[Any, Voice]:
    voices = [voice for voice in engine.voices() if voice.language.split("-")[0] in (wanted, "mul")]
    if not voices:
        pytest.skip(f"{engine.INFO.name} has no voice on this machine")
    return engine.open_speaker(voices[0]), voices[0]


@pytest.fixture(scope="module", params=plugins.names("engines"))
def engine(request: pytest.FixtureRequest) -> Iterator[Any]:
    if request.param in SERVICES:
        request.getfixturevalue(SERVICES[request.param]).reset()
    found = plugins.load("engines", request.param)
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "kokoro":
            files = request.getfixturevalue("kokoro_files")
            patch.setattr(found, "folder", lambda: files)
        yield found


@pytest.fixture(scope="module")
def open_(engine: Any) -> Iterator[SimpleNamespace]:
    speaker, voice = open_speaker(engine)
    yield SimpleNamespace(speaker=speaker, voice=voice, info=engine.INFO, texts=TEXTS.get(engine.INFO.name, USUAL))
    speaker.close()


def seconds(clip: Clip) -> float:
    """Length without the silence around it."""
    loud = np.flatnonzero(np.abs(clip.pcm) > 0.003)
    return float(loud[-1] - loud[0] + 1) / clip.rate if len(loud) else 0.0


def check(clip: Clip, text: str) -> None:
    assert clip.pcm.dtype == np.float32
    assert clip.pcm.ndim == 1
    assert np.isfinite(clip.pcm).all()
    assert np.abs(clip.pcm).max() <= 1.0
    assert seconds(clip) > 0.02
    assert clip.rate >= 8000
    last = 0
    for mark in clip.marks:
        assert 0 <= mark.start < mark.end <= len(text)
        assert last <= mark.begin <= mark.finish <= len(clip.pcm)
        last = mark.begin
    starts = [mark.start for mark in clip.marks]
    assert starts == sorted(set(starts))


def said(speaker: Any, text: str) -> tuple[Clip | None, NarrateError | None]:
    try:
        return speaker.say(text, "en", 1.0), None
    except NarrateError as error:
        return None, error


class TestContract:
    def test_info_is_read_without_heavy_imports(self, engine: Any) -> None:
        code = (
            f"import sys; from narrate import plugins; plugins.load('engines', {engine.INFO.name!r}).INFO; "
            f"print([name for name in {HEAVY!r} if name in sys.modules])"
        )
        done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
        assert done.stdout.strip() == "[]"

    def test_voices_are_named_once_and_have_languages(self, engine: Any) -> None:
        voices = engine.voices()
        assert len({voice.name.casefold() for voice in voices}) == len(voices)
        for voice in voices:
            assert voice.engine == engine.INFO.name
            assert voice.licence
            primary = voice.language.split("-")[0]
            assert primary == primary.lower()
            assert 2 <= len(primary) <= 3

    def test_unknown_voice_is_an_error_with_a_hint(self, engine: Any) -> None:
        with pytest.raises(EngineError) as caught:
            engine.open_speaker(Voice(engine=engine.INFO.name, name="no such", language="en"))
        assert isinstance(caught.value, VoiceError) or not engine.voices()
        assert caught.value.hint

    def test_slower_is_longer(self, open_: SimpleNamespace) -> None:
        text = open_.texts.long[: open_.texts.paced]
        usual = seconds(open_.speaker.say(text, "en", 1.0))
        for speed in open_.texts.speeds:
            length = seconds(open_.speaker.say(text, "en", speed))
            assert length == pytest.approx(usual / speed, rel=0.2), speed

    def test_every_word_sounds(self, open_: SimpleNamespace) -> None:
        texts = open_.texts
        parts = [seconds(open_.speaker.say(sentence, "en", 1.0)) for sentence in texts.sentences]
        pace = [len(sentence) / length for sentence, length in zip(texts.sentences, parts, strict=True)]
        assert max(pace) < 2 * min(pace)
        whole = seconds(open_.speaker.say(texts.long, "en", 1.0))
        assert whole == pytest.approx(texts.times * sum(parts), rel=0.25)

    def test_more_words_sound_longer(self, open_: SimpleNamespace) -> None:
        words, counts = open_.texts.words, open_.texts.counts
        lengths = [seconds(open_.speaker.say(" ".join(words * count), "en", 1.0)) for count in counts]
        for count, length in zip(counts, lengths, strict=True):
            assert length == pytest.approx(count * lengths[0], rel=0.35)

    def test_same_input_gives_the_same_sound(self, open_: SimpleNamespace) -> None:
        if not open_.info.repeatable:
            pytest.skip("this engine does not promise it")
        first = open_.speaker.say(open_.texts.short, "en", 1.0)
        open_.speaker.say(open_.texts.sentences[0], "en", 1.3)
        again = open_.speaker.say(open_.texts.short, "en", 1.0)
        assert np.array_equal(first.pcm, again.pcm)
        assert first.marks == again.marks

    def test_a_voice_opened_again_sounds_the_same(self, engine: Any, open_: SimpleNamespace) -> None:
        other = engine.open_speaker(open_.voice)
        try:
            assert other.fingerprint == open_.speaker.fingerprint
            assert engine.INFO.name in other.fingerprint
            if engine.INFO.repeatable:
                one, two = (speaker.say(open_.texts.short, "en", 1.0) for speaker in (open_.speaker, other))
                assert np.array_equal(one.pcm, two.pcm)
        finally:
            other.close()

    def test_calls_at_once_equal_calls_in_turn(self, open_: SimpleNamespace) -> None:
        texts = (*open_.texts.sentences, *[open_.texts.short] * 2)
        alone = [open_.speaker.say(text, "en", 1.0) for text in texts]
        with ThreadPoolExecutor(4) as pool:
            together = list(pool.map(lambda text: open_.speaker.say(text, "en", 1.0), texts))
        for one, other in zip(alone, together, strict=True):
            if open_.info.repeatable:
                assert np.array_equal(one.pcm, other.pcm)
            else:
                assert len(one.pcm) == pytest.approx(len(other.pcm), rel=0.02)

    @pytest.mark.parametrize("speed", [0.0, -1.0, 0.49, 2.01, math.inf, math.nan])
    def test_impossible_speed_is_an_error(self, open_: SimpleNamespace, speed: float) -> None:
        with pytest.raises(EngineError) as caught:
            open_.speaker.say(SHORT, "en", speed)
        assert caught.value.hint

    @pytest.mark.parametrize("kind", NASTY)
    def test_anything_is_sound_or_an_error(self, open_: SimpleNamespace, kind: str) -> None:
        text = NASTY[kind][: open_.texts.most]
        clip, error = said(open_.speaker, text)
        if clip is None:
            assert isinstance(error, EngineError)
            assert error.message
            assert error.hint
        else:
            check(clip, text)
        if open_.texts.followed:
            check(open_.speaker.say(open_.texts.short, "en", 1.0), open_.texts.short)

    @pytest.mark.parametrize("kind", USUAL.unbroken)
    def test_long_words_are_whole(self, open_: SimpleNamespace, kind: str) -> None:
        """If they sound at all, they sound in proportion: nothing is cut off in silence."""
        if kind not in open_.texts.unbroken:
            pytest.skip("this engine takes too long for it")
        text = NASTY[kind][: open_.texts.unbroken[kind]]
        try:
            whole = seconds(open_.speaker.say(text, "en", 1.0))
            part = seconds(open_.speaker.say(text[: len(text) // 4], "en", 1.0))
        except EngineError:
            return
        assert whole == pytest.approx(4 * part, rel=0.25)

    def test_marks_ascend_and_name_every_word(self, open_: SimpleNamespace) -> None:
        text = "In the house, there is a well-known “cat”: it's 10 years old — really (or not)!"
        clip = open_.speaker.say(text, "en", 1.0)
        check(clip, text)
        marked = [text[mark.start : mark.end] for mark in clip.marks]
        if open_.info.marks == "none":
            assert not marked
        else:
            assert " ".join(marked) == "In the house there is a well-known cat it's 10 years old really or not"

    def test_every_written_word_has_its_time_in_its_sentence(self, open_: SimpleNamespace) -> None:
        for text in open_.texts.sentences[:2]:
            clip = open_.speaker.say(text, "en", 1.0)
            said = sentences([text])[0]
            words = timed(Cue(sentence=said, begin=100, finish=100 + len(clip.pcm), marks=clip.marks))
            assert [text[word.start : word.end] for word in words] == re.findall(r"[\w-]+", text)
            last = 100
            for word in words:
                assert last <= word.begin < word.finish <= 100 + len(clip.pcm)
                last = word.finish

    def test_words_begin_when_another_voice_s_speech_laid_beside_tells(self, open_: SimpleNamespace) -> None:
        """eSpeak's times agree with PocketSphinx's to 6 ms (median); those of engines that lag behind would not."""
        if open_.info.marks != "exact" or open_.info.reference or open_.info.silent or not open_.info.offline:
            pytest.skip("there is nothing exact to compare")
        reference = voices.open_speaker(voices.find("espeak:en-US"))
        off: list[float] = []
        for text in open_.texts.sentences:
            clip = open_.speaker.say(text, "en", 1.0)
            found = {mark.start: mark.begin for mark in aligned(clip, reference.say(text, "en", 1.0), "")}
            off += ((mark.begin - found[mark.start]) / clip.rate for mark in clip.marks)
        reference.close()
        assert abs(np.median(off)) < 0.03
        assert np.median(np.abs(off)) < 0.04

    def test_closing_ends_everything(self, engine: Any, open_: SimpleNamespace) -> None:
        before = children()
        speaker = engine.open_speaker(open_.voice)
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda text: speaker.say(text, "en", 1.0), open_.texts.sentences[:4]))
        speaker.close()
        speaker.close()
        assert children() <= before
        if engine.INFO.name != "tone":
            with pytest.raises(EngineError) as caught:
                speaker.say(SHORT, "en", 1.0)
            assert caught.value.hint


def children() -> set[int]:
    """Our child processes, where the system tells (Linux)."""
    found: set[int] = set()
    for task in Path(f"/proc/{os.getpid()}/task").glob("*/children"):
        found.update(map(int, task.read_text().split()))
    return found


def test_google_is_needed(google: Google) -> None:
    """The tests above reach the stand-in, not Google."""
    speaker, _ = open_speaker(plugins.load("engines", "gtts"))
    speaker.say(SHORT, "en", 1.0)
    assert [asked.text for asked in google.asked] == [SHORT]
