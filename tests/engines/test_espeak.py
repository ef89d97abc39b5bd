"""The engine that lives in other processes, which may die at any time."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from narrate import voices
from narrate.engines import _espeak_files, espeak
from narrate.engines._espeak_left_out import LEFT_OUT
from narrate.engines._espeak_marks import END, WORD, marks
from narrate.errors import EngineError, UsageError, VoiceError
from narrate.model import REST, Voice

TEXT = "The weather will be cold and windy today."
LONG = f"{TEXT} " * 400  # about a second of work


@pytest.fixture
def speaker() -> Iterator[Any]:
    voice = next(voice for voice in espeak.voices() if voice.name == "en-US")
    speaker = espeak.open_speaker(voice)
    yield speaker
    speaker.close()


def kill_when_busy(speaker: Any, times: int) -> threading.Thread:
    """Kill the speaker's process a moment after each of its first `times` starts."""

    def kill() -> None:
        killed: set[int] = set()
        until = time.monotonic() + 20
        while len(killed) < times and time.monotonic() < until:
            for pid in set(speaker.pids()) - killed:
                time.sleep(0.15)
                os.killpg(pid, signal.SIGKILL)  # with its forks, should there be any
                killed.add(pid)
            time.sleep(0.005)

    thread = threading.Thread(target=kill, daemon=True)
    thread.start()
    return thread


@pytest.mark.skipif(sys.platform == "win32", reason="kills with a signal")
class TestDeath:
    def test_between_calls_is_not_noticed(self, speaker: Any) -> None:
        before = speaker.say(TEXT, "en", 1.0)
        for pid in speaker.pids():
            os.kill(pid, signal.SIGKILL)
        after = speaker.say(TEXT, "en", 1.0)
        assert np.array_equal(before.pcm, after.pcm)

    def test_in_the_middle_of_a_call_is_made_good(self, speaker: Any) -> None:
        usual = speaker.say(LONG, "en", 1.0)
        first = speaker.pids()
        killing = kill_when_busy(speaker, 1)
        again = speaker.say(LONG, "en", 1.0)
        killing.join()
        assert speaker.pids() != first
        assert np.array_equal(usual.pcm, again.pcm)

    def test_every_time_is_an_error(self, speaker: Any) -> None:
        speaker.say(TEXT, "en", 1.0)
        killing = kill_when_busy(speaker, 2)
        with pytest.raises(EngineError, match="second try") as caught:
            speaker.say(LONG, "en", 1.0)
        killing.join()
        assert caught.value.retry
        assert caught.value.hint
        assert len(speaker.say(TEXT, "en", 1.0).pcm)

    def test_of_the_parent_ends_the_children(self) -> None:
        code = (
            "import os, sys\n"
            "from narrate.engines import espeak\n"
            "speaker = espeak.open_speaker(espeak.voices()[0])\n"
            "speaker.say('hello', 'en', 1.0)\n"
            "print(speaker.pids()[0], flush=True)\n"
            "sys.stdin.read()\n"
        )
        parent = subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        with parent:
            assert parent.stdout is not None
            child = int(parent.stdout.readline())
            parent.kill()
        until = time.monotonic() + 5
        while running(child) and time.monotonic() < until:
            time.sleep(0.02)
        assert not running(child)


def running(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_a_closed_speaker_in_use_fails_at_once(speaker: Any) -> None:
    speaker.say(TEXT, "en", 1.0)
    closing = threading.Timer(0.1, speaker.close)
    closing.start()
    with pytest.raises(EngineError, match="closed"):
        speaker.say(LONG, "en", 1.0)
    closing.join()


def test_no_standard_streams_are_needed() -> None:
    code = (
        "import os\n"
        "for stream in (0, 1, 2): os.close(stream)\n"
        "from narrate.engines import espeak\n"
        "speaker = espeak.open_speaker(espeak.voices()[0])\n"
        "clip = speaker.say('hello', 'en', 1.0)\n"
        "speaker.close()\n"
        "os._exit(7 if len(clip.pcm) else 8)\n"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 7


def test_every_voice_speaks_its_own_script() -> None:
    hello = {"ru": "Привет, мир", "ar": "مرحبا", "hi": "नमस्ते", "el": "Γειά σου", "he": "שלום", "cmn": "你好，世界"}
    voices = {voice.name: voice for voice in espeak.voices()}
    assert len(voices) > 125
    for name in (*hello, "de", "pt-BR", "ca-va", "en-GB-x-rp", "cmn-Latn-pinyin"):
        speaker = espeak.open_speaker(voices[name])
        clip = speaker.say(hello.get(name, "Hallo 1 2 3"), name, 1.0)
        speaker.close()
        assert len(clip.pcm) / clip.rate > 0.3, name


SENTENCES = {
    "en-US": (
        "The weather, e.g. in London, will be 12.5 °C today 😀!",
        "Yes?",
        "He said “no”, b… and left.",
        "A 1,234 %",
    ),
    "ru": ("Добрый вечер, читает голос.", "Скорость — 15 км/ч, English words among them.", "в", "Да! Нет? 1234567."),
    "de": ("Guten Abend, so klingt ein Artikel.", "Er kam 1999 nach Köln.", "z. B.", "Ja?"),
    "fr": ("Bonsoir. Voici comment cette voix lit.", "Qu’est-ce que c’est ?", "d", "50 % de 3 000 €"),
    "ar": ("وقال", "مرحبا بالعالم، كيف حالك؟", "د\u202a.\u202c ديفيد", "123"),
    "vi": ("Xin chào thế giới.", "Tôi tên là Lan, năm nay 25 tuổi.", "b…", "Vâng?"),
    "cmn": ("1234567", "hello 你好", "12.5", "?!."),
}


@pytest.mark.parametrize("name", SENTENCES)
def test_sound_depends_on_the_sentence_alone_whatever_came_before(name: str) -> None:
    voice = next(voice for voice in espeak.voices() if voice.name == name)
    texts = [text for own in (SENTENCES[name], SENTENCES["en-US"], SENTENCES["ru"]) for text in own]
    texts = [text for text in dict.fromkeys(texts) if sayable(voice, text)]
    assert len(texts) > 6
    alone = [spoken(voice, [text])[0] for text in texts[:6]]
    usual = dict(zip(texts, spoken(voice, texts), strict=True))
    assert alone == [usual[text] for text in texts[:6]]
    for seed in range(4):
        order = random.Random(seed).sample(texts * 2, 2 * len(texts))
        assert spoken(voice, order) == [usual[text] for text in order]


def test_it_sounds_the_same_from_a_process_and_from_forks(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    voice = next(voice for voice in espeak.voices() if voice.name == "en-US")
    texts = [*SENTENCES["en-US"], *SENTENCES["en-US"]]
    usual = spoken(voice, texts)
    stripped = tmp_path / "libespeak-ng.so"
    stripped.write_bytes(_espeak_files.library().read_bytes().replace(b"Flutter_ix", b"renamed_ix"))
    monkeypatch.setattr(_espeak_files, "library", lambda: stripped)
    assert spoken(voice, texts) == usual


def sayable(voice: Any, text: str) -> bool:
    try:
        return bool(spoken(voice, [text]))
    except EngineError:
        return False


def spoken(voice: Any, texts: list[str]) -> list[bytes]:
    """The samples of each text, spoken one after the other by one new speaker."""
    speaker = espeak.open_speaker(voice)
    try:
        return [speaker.say(text, "", 1.0).pcm.tobytes() for text in texts]
    finally:
        speaker.close()


@pytest.mark.parametrize("name", LEFT_OUT)
def test_what_it_can_not_read_is_not_offered(name: str) -> None:
    assert name not in {voice.name for voice in espeak.voices()}
    with pytest.raises(VoiceError) as caught:
        espeak.open_speaker(Voice(engine="espeak", name=name, language=name))
    assert caught.value.message == LEFT_OUT[name]
    assert caught.value.hint


@pytest.mark.parametrize(("name", "text"), [("uk", "м{}ята"), ("gn", "ko{}ẽ"), ("quc", "konojel k{}u")])
def test_a_letter_apostrophe_sounds_like_a_typed_one(name: str, text: str) -> None:
    voice = next(voice for voice in espeak.voices() if voice.name == name)
    assert len(set(spoken(voice, [text.format("\u02bc"), text.format("’")]))) == 1


def test_chinese_is_timed_by_its_characters() -> None:
    text = "我们昨天去公园散步，天气很好。"
    speaker = espeak.open_speaker(espeak.voice("cmn"))
    clip = speaker.say(text, "zh", 1.0)
    speaker.close()
    assert [text[mark.start : mark.end] for mark in clip.marks] == [letter for letter in text if letter.isalnum()]
    lengths = [(mark.finish - mark.begin) / clip.rate for mark in clip.marks]
    assert 0.05 < min(lengths) < max(lengths) < 0.6


@pytest.mark.parametrize(
    ("name", "text", "phonemes"),
    [
        ("en-US", "The president said “no” to it.", "ðə pɹɛzɪdənt sɛd noʊ tʊ ɪt"),
        ("ru", "Он сказал ей «нет».", "on skazɑɭ jej nʲet"),
        ("de", "Er mag das Team.", "ɛɾ mɑːk das tiːm"),  # an English word: that it changes over is no phoneme
    ],
)
def test_a_word_s_phonemes_fill_its_time(name: str, text: str, phonemes: str) -> None:
    speaker = espeak.open_speaker(espeak.voice(name))
    clip = speaker.say(text, name, 1.0)
    speaker.close()
    sounds = [[sound.rpartition(":") for sound in mark.sounds.split()] for mark in clip.marks]
    assert ["".join(one for one, _, _ in word if one != REST) for word in sounds] == phonemes.split()
    for mark, word in zip(clip.marks, sounds, strict=True):
        assert sum(int(share) for _, _, share in word) == mark.finish - mark.begin


def test_tags_are_of_the_language_and_not_of_a_country() -> None:
    tags = {voice.name: voice.language for voice in espeak.voices()}
    assert tags["en"] == "en-GB"
    assert tags["en-US"] == "en-US"
    assert tags["pt-BR"] == "pt-BR"
    assert tags["ca-ba"] == "ca-x-balear"
    assert tags["ru"] == "ru"


class TestMarks:
    TEXT = "In the house 😀 a cat."

    def marks(self, *events: tuple[int, int, int]) -> list[tuple[str, int, int]]:
        return [(self.TEXT[m.start : m.end], m.begin, m.finish) for m in marks(self.TEXT, events, 1000)]

    def test_words_said_in_one_go_share_the_time(self) -> None:
        found = self.marks((WORD, 0, 0), (WORD, 7, 500), (WORD, 13, 700), (WORD, 15, 800), (WORD, 17, 900))
        assert found == [("In", 0, 200), ("the", 200, 500), ("house", 500, 700), ("a", 800, 900), ("cat", 900, 1000)]

    def test_no_events_at_all_share_everything(self) -> None:
        found = self.marks()
        assert [word for word, _, _ in found] == ["In", "the", "house", "a", "cat"]
        assert found[0][1] == 0
        assert found[-1][2] == 1000
        assert all(mark.estimated for mark in marks(self.TEXT, (), 1000))

    def test_times_out_of_order_or_outside_are_held_inside(self) -> None:
        found = self.marks((WORD, 0, 900), (WORD, 7, 100), (WORD, 15, 5000), (WORD, 400, 3), (END, 21, -5))
        times = [time for _, begin, finish in found for time in (begin, finish)]
        assert times == sorted(times)
        assert 0 <= times[0] <= times[-1] <= 1000

    def test_writing_without_blanks_has_a_mark_for_each_piece_that_is_highlighted(self) -> None:
        text = "我们去，iPad好。"
        events = [(WORD, at, 100 * step) for step, at in enumerate((0, 1, 2, 4, 8))]
        found = [(text[m.start : m.end], m.begin, m.estimated) for m in marks(text, events, 500)]
        assert found == [("我", 0, ""), ("们", 100, ""), ("去", 200, ""), ("iPad", 300, ""), ("好", 400, "")]

    def test_phonemes_belong_to_the_word_in_which_they_begin(self) -> None:
        events = [(WORD, 0, 0), (WORD, 7, 500), (END, 12, 900)]
        phonemes = [(10, "ˈɪ"), (90, "n"), (200, "ðə"), (500, ""), (560, "h"), (600, "ˌaʊ"), (600, "s"), (950, "ə")]
        found = [mark.sounds for mark in marks("In the house", events, 1000, phonemes)]
        assert found == ["ɪ:90 n:110", "ðə:300", "_:60 h:40 s:300"]

    def test_a_pause_after_a_clause_belongs_to_no_word(self) -> None:
        found = self.marks((WORD, 0, 0), (WORD, 7, 300), (END, 12, 400), (WORD, 15, 600), (WORD, 17, 700))
        assert ("house", 300, 400) in found


def test_a_variant_gives_a_voice_another_throat() -> None:
    plain, other = voices.find("espeak:en-US"), voices.find("espeak:en-us+F3")
    assert (other.name, other.language) == ("en-US+f3", "en-US")
    sounds = []
    for voice in (plain, other):
        speaker = espeak.open_speaker(voice)
        sounds.append(speaker.say("The ferry was late again.", "en", 1.0).pcm)
        speaker.close()
    assert len(sounds[0]) != len(sounds[1]) or not np.allclose(*sounds)
    with pytest.raises(VoiceError, match=r"en-US\+nonsense") as caught:
        voices.find("espeak:en-US+nonsense")
    assert "f3" in caught.value.hint


def test_pitch_is_a_setting_and_part_of_the_fingerprint() -> None:
    voice = voices.find("espeak:en-US")
    high, usual = voices.open_speaker(voice, {"espeak": {"pitch": "90"}}), voices.open_speaker(voice)
    assert high.fingerprint != usual.fingerprint
    sounds = [speaker.say("The ferry was late again.", "en", 1.0).pcm for speaker in (high, usual)]
    assert len(sounds[0]) != len(sounds[1]) or not np.allclose(*sounds)
    for speaker in (high, usual):
        speaker.close()
    for bad in ("100", "-1", "high"):
        with pytest.raises(UsageError, match="pitch of espeak"):
            voices.open_speaker(voice, {"espeak": {"pitch": bad}})
