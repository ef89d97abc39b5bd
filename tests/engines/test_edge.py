"""Microsoft Edge's voices against a service that fails in every way it may."""

from __future__ import annotations

import socket
import ssl
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import numpy as np
import pytest

from narrate import voices
from narrate.engines import edge
from narrate.engines._edge_marks import Announced, aligned
from narrate.engines._patience import Patience
from narrate.errors import EngineError, MissingExtra, UsageError, VoiceError
from narrate.model import Voice

pytest.importorskip("edge_tts", reason="edge-tts is not installed")
pytest.importorskip("trustme", reason="trustme is not installed")

from tests.engines import microsoft as service
from tests.engines.microsoft import GOOD, Answer, Microsoft
from tests.waiting import as_soon_as

TEXT = "The weather will be cold and windy today."


@pytest.fixture
def speaker(microsoft: Microsoft) -> Iterator[Any]:
    speaker = edge.open_speaker(voices.find("edge:en-US-EmmaNeural"))
    yield speaker
    speaker.close()


def shortened(mp3: bytes) -> bytes:
    """Half of the frames, each whole: 144 bytes at 24 kHz and 48 kbit/s."""
    return mp3[: len(mp3) // 288 * 144 // 2 // 144 * 144]


def said(path: str, body: Any) -> tuple[str]:
    return (service.text(path, body),)


SOUND = b"X-RequestId:1\r\nContent-Type:audio/mpeg\r\nPath:audio\r\n"
FAULTS: dict[str, Answer] = {
    "too many requests": Answer(429),
    "server error": Answer(500),
    "no server": Answer(503),
    "bad gateway": Answer(502),
    "dropped before an answer": Answer(after=0, then="drop"),
    "dropped before the sound": Answer(after=2, then="drop"),
    "dropped midway": Answer(after=9, then="drop"),
    "closed before the sound": Answer(after=2, then="close"),
    "closed midway": Answer(after=9, then="close"),
    "no sound": Answer(mp3=lambda _: b""),
    "sound torn": Answer(mp3=lambda mp3: mp3[:-100]),
    "half of the sound": Answer(mp3=shortened),
    "next to no sound": Answer(mp3=lambda mp3: mp3[: 144 * 9]),
    "not a sound": Answer(mp3=lambda mp3: b"<html>captcha</html>" * 40),
    "an unknown message": Answer(extra=said("nonsense", {})),
    "an unknown word event": Answer(extra=said("audio.metadata", {"Metadata": [{"Type": "Nonsense"}]})),
    "a word event without words": Answer(extra=said("audio.metadata", {"Metadata": [{"Type": "WordBoundary"}]})),
    "a message that is no JSON": Answer(extra=("Path:audio.metadata\r\n\r\n{",)),
    "a message without a head": Answer(extra=("nonsense",)),
    "a short message": Answer(extra=(b"x",)),
    "a message whose head is too long": Answer(extra=(b"\xff\xffxx",)),
    "a message of an unknown kind": Answer(extra=(service.binary(b"Path:picture\r\n", b"x"),)),
    "a sound of an unknown kind": Answer(extra=(service.binary(SOUND.replace(b"mpeg", b"webm"), b"x"),)),
}


def first(*answers: Answer) -> service.Respond:
    """These answers in turn, then good ones."""
    return lambda number: answers[number] if number < len(answers) else GOOD


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_that_passes_is_not_noticed(speaker: Any, microsoft: Microsoft, fault: str) -> None:
    good = speaker.say(TEXT, "en", 1.0)
    microsoft.reset(first(FAULTS[fault], FAULTS[fault]))
    clip = speaker.say(TEXT, "en", 1.0)
    assert microsoft.connections == 3
    assert np.array_equal(clip.pcm, good.pcm)
    assert clip.marks == good.marks


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_that_stays_is_an_error_that_says_what_to_do(speaker: Any, microsoft: Microsoft, fault: str) -> None:
    microsoft.reset(lambda _: FAULTS[fault])
    with pytest.raises(EngineError) as caught:
        speaker.say(TEXT, "en", 1.0)
    assert caught.value.message.endswith(f"(tried {edge.PATIENCE.tries} times)")
    assert "Microsoft" in caught.value.message
    assert caught.value.hint
    assert caught.value.quote == TEXT
    assert not caught.value.retry, "it was tried often enough"
    # aiohttp asks once more by itself when there is no answer at all
    assert microsoft.connections in (edge.PATIENCE.tries, 2 * edge.PATIENCE.tries)


@pytest.mark.parametrize("status", [400, 401, 404])
def test_refusals_are_not_asked_again(speaker: Any, microsoft: Microsoft, status: int) -> None:
    microsoft.reset(lambda _: Answer(status))
    with pytest.raises(EngineError, match=f"HTTP {status}") as caught:
        speaker.say(TEXT, "en", 1.0)
    assert "edge-tts" in caught.value.hint
    assert microsoft.connections == 1


@pytest.mark.parametrize("headers", [{}, {"Date": "nonsense"}], ids=["with the time", "without"])
def test_a_token_that_is_refused_is_told_with_what_may_help(
    speaker: Any, microsoft: Microsoft, headers: dict[str, str]
) -> None:
    microsoft.reset(lambda _: Answer(403, headers=headers))
    with pytest.raises(EngineError, match="HTTP 403") as caught:
        speaker.say(TEXT, "en", 1.0)
    assert "clock" in caught.value.hint
    assert "pip install -U edge-tts" in caught.value.hint


def test_a_wrong_clock_is_set_by_the_library(speaker: Any, microsoft: Microsoft) -> None:
    microsoft.reset(first(Answer(403)))
    assert len(speaker.say(TEXT, "en", 1.0).pcm)
    assert microsoft.connections == 2


def test_the_service_is_given_the_time_it_asks_for(
    speaker: Any, microsoft: Microsoft, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(edge, "PATIENCE", Patience(first_wait=0.01))
    waits: list[float] = []
    monkeypatch.setattr(speaker._line.over, "wait", lambda seconds: waits.append(seconds))
    microsoft.reset(first(Answer(429, headers={"Retry-After": "7"})))
    speaker.say(TEXT, "en", 1.0)
    assert waits == [pytest.approx(7, abs=0.1)]


@pytest.mark.parametrize("after", [0, 3, 9])
def test_a_silent_service_is_given_up(
    speaker: Any, microsoft: Microsoft, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    monkeypatch.setattr(edge, "PATIENCE", Patience(read=0.3, tries=2, first_wait=0.01))
    microsoft.reset(lambda _: Answer(after=after, then="silent"))
    with pytest.raises(EngineError, match=r"does not answer \(tried 2 times\)"):
        speaker.say(TEXT, "en", 1.0)


def test_a_slow_service_is_waited_for_as_long_as_it_goes_on(
    speaker: Any, microsoft: Microsoft, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(edge, "PATIENCE", Patience(read=0.5, tries=1))
    microsoft.reset(lambda _: Answer(late=0.02))
    assert len(speaker.say(TEXT, "en", 1.0).pcm)


def test_who_interrupts_does_not_wait_for_a_silent_service(speaker: Any, microsoft: Microsoft) -> None:
    microsoft.reset(lambda _: Answer(after=3, then="silent"))
    as_soon_as(lambda: microsoft.asked, speaker.hurry)
    with pytest.raises(EngineError, match="the run is over"):
        speaker.say(TEXT, "en", 1.0)
    assert microsoft.connections == 1


def test_closing_ends_what_is_waited_for(speaker: Any, microsoft: Microsoft) -> None:
    microsoft.reset(lambda _: Answer(after=3, then="silent"))
    as_soon_as(lambda: microsoft.asked, speaker.close)
    with pytest.raises(EngineError):
        speaker.say(TEXT, "en", 1.0)
    speaker.close()  # waits for the other one
    assert "narrate-edge" not in {thread.name for thread in threading.enumerate()}


def test_no_proxy_to_be_reached_is_told_at_once(
    speaker: Any, microsoft: Microsoft, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("wss_proxy", "http://127.0.0.1:9")
    with pytest.raises(EngineError, match=r"speech\.platform\.bing\.com can't be reached") as caught:
        speaker.say(TEXT, "en", 1.0)
    assert "tried" not in caught.value.message
    assert "--offline" in caught.value.hint


def test_the_proxy_for_other_secure_connections_is_used_too(
    speaker: Any, microsoft: Microsoft, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("https_proxy", f"http://127.0.0.1:{microsoft.port}")
    monkeypatch.delenv("wss_proxy")
    assert len(speaker.say(TEXT, "en", 1.0).pcm)


def test_a_name_that_can_not_be_looked_up_is_told_soon(speaker: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("wss_proxy", "https_proxy"):
        monkeypatch.delenv(name, raising=False)

    def look(*_: object) -> list[object]:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", look)
    with pytest.raises(EngineError, match="can't be reached"):
        speaker.say(TEXT, "en", 1.0)


def test_a_stranger_s_certificate_is_not_trusted(
    speaker: Any, microsoft: Microsoft, monkeypatch: pytest.MonkeyPatch
) -> None:
    from edge_tts import communicate

    monkeypatch.setattr(communicate, "_SSL_CTX", ssl.create_default_context())
    with pytest.raises(EngineError, match="certificate") as caught:
        speaker.say(TEXT, "en", 1.0)
    assert "clock" in caught.value.hint
    assert not microsoft.asked


def test_a_voice_that_nobody_knows_is_told_as_such(microsoft: Microsoft) -> None:
    microsoft.reset(lambda _: Answer(after=0, then="close"))
    speaker = edge.open_speaker(edge.voice("en-US-NobodyNeural"))
    with pytest.raises(VoiceError, match="en-US-NobodyNeural") as caught:
        speaker.say(TEXT, "en", 1.0)
    assert caught.value.hint
    speaker.close()


@pytest.mark.parametrize(
    ("speed", "pitch", "sent"),
    [(1.0, "", (0, "+0Hz")), (1.25, "+10", (25, "+10Hz")), (0.5, "-20Hz", (-50, "-20Hz")), (2.0, 5, (100, "+5Hz"))],
)
def test_speed_and_pitch_are_the_service_s(
    microsoft: Microsoft, speed: float, pitch: object, sent: tuple[int, str]
) -> None:
    settings = {"edge": {"pitch": pitch}} if pitch else {}
    speaker = voices.open_speaker(voices.find("edge:en-US-EmmaNeural"), settings)
    speaker.say(TEXT, "en", speed)
    speaker.close()
    assert (microsoft.asked[0].rate, microsoft.asked[0].pitch) == sent


def test_another_pitch_is_another_sound() -> None:
    voice = voices.find("edge:en-US-EmmaNeural")
    prints = {voices.open_speaker(voice, {"edge": {"pitch": pitch}}).fingerprint for pitch in ("+1", "+1Hz", "2", "-2")}
    assert len(prints) == 3


@pytest.mark.parametrize("pitch", ["high", "+101", "-101Hz", "1.5", "10%", True])
def test_an_impossible_pitch_is_an_error_with_a_hint(pitch: object) -> None:
    with pytest.raises(UsageError) as caught:
        voices.open_speaker(voices.find("edge:en-US-EmmaNeural"), {"edge": {"pitch": pitch}})
    assert caught.value.hint


def test_long_texts_go_in_pieces_that_the_library_does_not_cut(speaker: Any, microsoft: Microsoft) -> None:
    text = "He & she came, <he> saw. " * 150 + "Привет, мир. " * 200
    clip = speaker.say(text, "en", 1.0)
    assert max(asked.size for asked in microsoft.asked) <= 4096
    assert max(len(asked.text) for asked in microsoft.asked) <= edge.LONGEST
    pieces = sorted({asked.text for asked in microsoft.asked}, key=text.index)  # several are asked for at once
    assert " ".join(pieces) == text.strip()
    assert len(microsoft.asked) < 6
    words = [text[mark.start : mark.end] for mark in clip.marks]
    assert words[:3] == ["He", "she", "came"]
    assert words.count("Привет") == 200


def loudness(pcm: Any, begin: int, finish: int) -> float:
    return float(np.sqrt(np.mean(pcm[begin:finish] ** 2))) if finish > begin else 0.0


@pytest.mark.parametrize("speed", [0.75, 1.0, 1.5])
def test_marks_are_where_the_words_sound_also_in_later_pieces(speaker: Any, speed: float) -> None:
    """Each word of the stand-in is a tone between silences, so a mark that is off by 30 ms is heard."""
    text = "He came and saw it. " * 180
    clip = speaker.say(text, "en", speed)
    assert len(clip.marks) == 5 * 180
    for mark in clip.marks:
        assert not mark.estimated
        middle = (mark.begin + mark.finish) // 2
        assert loudness(clip.pcm, middle - 240, middle + 240) > 0.1
        assert loudness(clip.pcm, mark.begin - 1000, mark.begin - 720) < 0.05
        assert loudness(clip.pcm, mark.finish + 720, mark.finish + 1000) < 0.05


def test_words_of_a_language_without_blanks_keep_the_times_that_were_announced() -> None:
    text = "我们昨天去公园。"
    told = [Announced(word, at / 2, at / 2 + 0.4) for at, word in enumerate(("我们", "昨天", "去", "公园"))]
    found = aligned(text, told, 0, 2000, 1000)
    begins = {text[mark.start : mark.end]: mark.begin for mark in found}
    assert [begins[first] for first in "我昨去公"] == [0, 500, 1000, 1500]
    assert begins["们"] == 200


@pytest.mark.parametrize(
    "ticks",
    [lambda ticks: -ticks, lambda ticks: ticks - 2**31, lambda ticks: ticks + 2**32, lambda ticks: 0, lambda _: 5],
    ids=["negative", "overflown", "beyond the end", "all at once", "all at one time"],
)
def test_times_that_can_not_be_are_not_believed(speaker: Any, microsoft: Microsoft, ticks: Any) -> None:
    microsoft.reset(lambda _: Answer(ticks=ticks))
    clip = speaker.say(TEXT, "en", 1.0)
    assert [TEXT[mark.start : mark.end] for mark in clip.marks] == TEXT.rstrip(".").split()
    times = [time for mark in clip.marks for time in (mark.begin, mark.finish)]
    assert times == sorted(times)
    assert 0 <= times[0] < times[-1] <= len(clip.pcm)


def test_the_list_of_voices_needs_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("wss_proxy", "http://127.0.0.1:9")
    listed = edge.voices()
    assert len(listed) > 300
    assert len({voice.language.split("-")[0] for voice in listed}) > 70
    for voice in listed:
        edge.open_speaker(voice).close()


@pytest.mark.parametrize(
    ("name", "language", "found"),
    [
        ("edge", "en", "en-US-EmmaNeural"),
        ("edge", "de-AT", "de-AT-IngridNeural"),
        ("edge", "zh", "zh-CN-XiaoxiaoNeural"),
        ("edge", "yue", "zh-HK-HiuMaanNeural"),
        ("edge:ru-ru-dmitryneural", "", "ru-RU-DmitryNeural"),
        ("edge:ru-RU-Dmitry", "", "ru-RU-DmitryNeural"),
        ("edge:en-US-NewerMultilingualNeural", "", "en-US-NewerMultilingualNeural"),
        ("edge:iu-Cans-CA-NewerNeural", "", "iu-Cans-CA-NewerNeural"),
    ],
)
def test_voices_are_found_by_language_and_name(name: str, language: str, found: str) -> None:
    assert voices.find(name, language).name == found


@pytest.mark.parametrize("name", ["", "Emma", "en-US-", "en-US-Emma Neural", "en-US-EmmaNeural'/><x"])
def test_other_names_are_no_voices(name: str) -> None:
    with pytest.raises(VoiceError) as caught:
        edge.open_speaker(Voice(engine="edge", name=name, language="en"))
    assert caught.value.hint


def test_without_the_library_the_hint_names_the_extra(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(edge, "find_spec", lambda _: None)
    for use in (edge.voices, lambda: edge.open_speaker(edge.voice("en-US-EmmaNeural"))):
        with pytest.raises(MissingExtra) as caught:
            use()
        assert "[edge]" in caught.value.hint


def test_requests_at_once_are_answered_at_once(speaker: Any, microsoft: Microsoft) -> None:
    microsoft.reset(lambda _: Answer(late=0.02))
    with ThreadPoolExecutor(edge.INFO.workers) as pool:
        clips = list(pool.map(lambda number: speaker.say(f"{TEXT} {number}", "en", 1.0), range(8)))
    assert len(clips) == 8
    assert microsoft.most == edge.INFO.workers
