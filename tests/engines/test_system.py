"""What this system's own speech is given and what is made of its answers; Windows' and Apple's by their formats."""

from __future__ import annotations

import io
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import av
import numpy as np
import pytest

from narrate.engines import system
from narrate.engines._decode import decoded
from narrate.engines._wire import Message
from narrate.engines._workers import Workers
from narrate.errors import EngineError
from narrate.model import Voice

TEXTS = ("The quick brown fox jumps over the lazy dog.", "Short one.", "Another sentence of a middling length is here.")


@pytest.fixture
def fresh() -> Iterator[None]:
    system._listing.cache_clear()
    yield
    system._listing.cache_clear()


@pytest.mark.usefixtures("fresh")
@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="this system has voices of its own")
def test_a_system_without_speech_has_no_voices_and_says_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system, "LENT", "no_such_module")
    if system.voices():
        pytest.skip("eSpeak is installed on this system")
    with pytest.raises(EngineError, match="can't be used") as caught:
        system.open_speaker(Voice(engine="system", name="x", language="en"))
    assert "install espeak-ng" in caught.value.hint


def test_one_process_speaks_text_after_text_at_any_pace() -> None:
    """pyttsx3 by itself loses or repeats one file in thirty on Linux."""
    speaker = system.open_speaker(english())
    chance = random.Random(1)
    lengths: dict[tuple[str, float], float] = {}
    for _ in range(60):
        text, speed = chance.choice(TEXTS), chance.choice((0.5, 1.0, 2.0))
        clip = speaker.say(text, "en", speed)
        length = len(clip.pcm) / clip.rate
        assert length == pytest.approx(lengths.setdefault((text, speed), length), rel=0.02)
    assert len(speaker.pids()) == 1
    speaker.close()


@pytest.fixture
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder for temporary files of ours and our children's."""
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def english() -> Voice:
    voice = next((voice for voice in system.voices() if voice.language.startswith("en")), None)
    return voice or pytest.skip("this system has no English voice")


@pytest.mark.parametrize("killed", [False, True], ids=["closed", "killed"])
def test_no_folder_is_left_by_voices_that_are_closed_or_whose_process_was_killed(temporary: Path, killed: bool) -> None:
    system._listing.cache_clear()
    speaker = system.open_speaker(english())
    speaker.say(TEXTS[0], "en", 1.0)
    if killed:
        os.kill(speaker.pids()[0], getattr(signal, "SIGKILL", signal.SIGTERM))
    speaker.say(TEXTS[1], "en", 1.0)
    speaker.close()
    assert list(temporary.iterdir()) == []


def test_a_voice_closed_while_it_speaks_leaves_no_folder(temporary: Path) -> None:
    speaker = system.open_speaker(english())
    with ThreadPoolExecutor(1) as pool:
        speaking = pool.submit(speaker.say, "A very long text. " * 100, "en", 0.5)
        while not list(temporary.glob("*/*.*")) and not speaking.done():
            time.sleep(0.005)
        speaker.close()
    assert list(temporary.iterdir()) == []


SPEAK_AND_WAIT = """
import sys
from narrate.engines import system
voice = next(voice for voice in system.voices() if str(voice) == sys.argv[1])
speaker = system.open_speaker(voice)
speaker.say("A first text.", "en", 1.0)
print(*speaker.pids(), flush=True)
speaker.say("A very long text. " * 100, "en", 0.5)
print("spoken", flush=True)
sys.stdin.read()
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="this system has no such signal")
def test_no_folder_is_left_when_we_are_killed_ourselves(temporary: Path) -> None:
    command = [sys.executable, "-c", SPEAK_AND_WAIT, str(english())]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        child = int(process.stdout.readline())
        assert process.stdout.readline().strip() == "spoken"
        assert len(list(temporary.iterdir())) == 1
        process.kill()
    for _ in range(1000):
        try:
            os.kill(child, 0)
        except ProcessLookupError:
            break
        time.sleep(0.01)
    assert list(temporary.iterdir()) == []


@pytest.mark.parametrize(
    ("identity", "name"),
    [
        (r"HKEY_LOCAL_MACHINE\SOFTWARE\Microsoft\Speech\Voices\Tokens\MSTTS_V110_enUS", "MSTTS_V110_enUS"),
        ("com.apple.speech.synthesis.voice.Alex", "Alex"),
        ("com.apple.voice.compact.en-US.Samantha", "Samantha"),
        ("gmw/en-us", "en-us"),
        ("ko", "ko"),
    ],
)
def test_voices_have_short_names(identity: str, name: str) -> None:
    assert system._name(identity) == name


@pytest.mark.parametrize(
    ("told", "tag"), [("en_US", "en-US"), ("en-us", "en-US"), ("de", "de"), ("Unknown Locale: 1", "und"), ("", "und")]
)
def test_languages_are_tags(told: str, tag: str) -> None:
    assert system._tag(told) == tag


@pytest.mark.usefixtures("fresh")
def test_voices_of_the_same_last_name_are_told_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    facts = [
        {"id": "com.apple.voice.compact.en-US.Samantha", "name": "Samantha", "language": "en_US", "gender": "Female"},
        {"id": "com.apple.voice.premium.en-US.Samantha", "name": "Samantha", "language": "en_US", "gender": ""},
    ]

    monkeypatch.setattr(Workers, "ask", lambda self, request: Message({"voices": facts}))
    names = [voice.name for voice in system.voices()]
    assert names == ["Samantha", "com.apple.voice.premium.en-US.Samantha"]


@pytest.mark.parametrize(
    ("container", "codec", "layout"),
    [
        ("wav", "pcm_s16le", "mono"),
        ("wav", "pcm_s16le", "stereo"),
        ("aiff", "pcm_s16be", "mono"),
        ("aiff", "pcm_f32be", "mono"),
    ],
)
def test_files_of_every_driver_are_read(container: str, codec: str, layout: str) -> None:
    wave = (0.5 * np.sin(np.arange(22_050) / 10)).astype(np.float32)
    file = io.BytesIO()
    with av.open(file, "w", format=container) as output:
        stream = output.add_stream(codec, rate=22_050, layout=layout)
        planes = np.repeat(wave.reshape(-1, 1), 2 if layout == "stereo" else 1, axis=1).reshape(1, -1)
        frame = av.AudioFrame.from_ndarray(planes, format="flt", layout=layout)
        frame.sample_rate = 22_050
        for packet in (*stream.encode(frame), *stream.encode(None)):
            output.mux(packet)
    pcm, rate = decoded(file.getvalue())
    assert rate == 22_050
    assert np.abs(pcm - wave).max() < 1e-3


@pytest.mark.parametrize("data", [b"", b"RIFF", b"no sound at all" * 100])
def test_what_is_no_sound_is_an_error(data: bytes) -> None:
    with pytest.raises(EngineError) as caught:
        decoded(data)
    assert caught.value.retry
