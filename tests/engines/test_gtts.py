"""The online engine against a service that fails in every way it is known to."""

from __future__ import annotations

import os
import socket
import threading
import time
from collections.abc import Iterator
from typing import Any

import pytest

from narrate.engines import gtts
from narrate.errors import EngineError, VoiceError
from narrate.model import Voice
from tests.engines.google import Asked, Google, Respond, answer, http, mp3, sound, speaking
from tests.waiting import when_it_waits

TEXT = "The weather will be cold and windy today."


def voice(name: str) -> Voice:
    return Voice(engine="gtts", name=name, language="en")


@pytest.fixture
def speaker(google: Google) -> Iterator[Any]:
    speaker = gtts.open_speaker(voice("en"))
    yield speaker
    speaker.close()


def first(*answers: bytes | None) -> Respond:
    """These answers in turn, then good ones."""
    return lambda asked: answers[asked.number] if asked.number < len(answers) else speaking(asked)


def cut_off(asked: Asked) -> bytes:
    """Half of the frames, each whole."""
    return http(200, answer(mp3(len(sound(asked)) // 20)))


def torn(asked: Asked) -> bytes:
    """The last frame is not whole."""
    return http(200, answer(sound(asked)[:-100]))


FAULTS: dict[str, Respond] = {
    "too many requests": lambda _: http(429),
    "forbidden for now": lambda _: http(503),
    "server error": lambda _: http(500, b"<html>Error</html>"),
    "empty body": lambda _: http(200),
    "no sound": lambda _: http(200, b')]}\'\n\n26\n[["wrb.fr","jQ1olc",null,null,null,[3],"generic"]]\n'),
    "empty sound": lambda _: http(200, answer(b"")),
    "sound cut off": cut_off,
    "sound torn": torn,
    "not a sound": lambda _: http(200, answer(b"<html>captcha</html>" * 40)),
    "damaged encoding": lambda asked: http(200, answer(sound(asked)).replace(b"//", b"/\xc3", 1)),
    "dropped at once": lambda _: None,
    "dropped midway": lambda asked: speaking(asked)[:2000],
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_that_passes_is_not_noticed(speaker: Any, google: Google, fault: str) -> None:
    good = speaker.say(TEXT, "en", 1.0)
    google.reset(lambda asked: FAULTS[fault](asked) if asked.number < 2 else speaking(asked))
    clip = speaker.say(TEXT, "en", 1.0)
    assert len(google.asked) == 3
    assert len(clip.pcm) == len(good.pcm)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_that_stays_is_an_error_that_says_what_to_do(speaker: Any, google: Google, fault: str) -> None:
    google.reset(FAULTS[fault])
    with pytest.raises(EngineError) as caught:
        speaker.say(TEXT, "en", 1.0)
    assert not caught.value.retry, "it was tried often enough"
    assert caught.value.message.endswith(f"(tried {gtts.PATIENCE.tries} times)")
    assert caught.value.hint
    assert caught.value.quote == TEXT
    assert len(google.asked) == gtts.PATIENCE.tries


@pytest.mark.parametrize("status", [400, 403, 404])
def test_refusals_are_not_asked_again(speaker: Any, google: Google, status: int) -> None:
    google.reset(lambda _: http(status))
    with pytest.raises(EngineError) as caught:
        speaker.say(TEXT, "en", 1.0)
    assert not caught.value.retry
    assert len(google.asked) == 1


def test_a_slow_service_is_given_up(speaker: Any, google: Google, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(gtts, "PATIENCE", gtts.Patience(connect=1, read=0.2, tries=2, first_wait=0.01))

    def slow(asked: Asked) -> bytes:
        time.sleep(0.6)
        return speaking(asked)

    google.reset(slow)
    with pytest.raises(EngineError, match="can't be reached"):
        speaker.say(TEXT, "en", 1.0)


def test_no_network_is_an_error(speaker: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")  # nobody listens at the discard port
    with pytest.raises(EngineError, match="can't be reached") as caught:
        speaker.say(TEXT, "en", 1.0)
    assert "network" in caught.value.hint
    assert "--offline" in caught.value.hint
    assert "tried" not in caught.value.message
    assert not caught.value.retry


@pytest.mark.parametrize("how", ["unknown", "slow"])
def test_a_name_that_can_not_be_looked_up_is_told_soon(
    speaker: Any, google: Google, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.delenv("https_proxy")
    monkeypatch.setenv("ftp_proxy", "http://127.0.0.1:9")  # of another kind of address
    monkeypatch.setattr(gtts, "PATIENCE", gtts.Patience(connect=0.1))
    over, ended = threading.Event(), threading.Event()

    def look(*_: object) -> list[object]:
        if how == "slow":
            over.wait(30)
            ended.set()
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", look)
    with pytest.raises(EngineError, match="can't be reached") as caught:
        speaker.say(TEXT, "en", 1.0)
    assert not ended.is_set(), "it was told while the name was still looked up"
    over.set()
    assert not caught.value.retry
    assert not google.asked


def test_a_network_lost_on_the_way_is_waited_for(speaker: Any, google: Google, monkeypatch: pytest.MonkeyPatch) -> None:
    proxy = os.environ["https_proxy"]
    speaker.say(TEXT, "en", 1.0)
    monkeypatch.setenv("https_proxy", "http://127.0.0.1:9")
    waits: list[float] = []

    def wait(seconds: float) -> bool:
        waits.append(seconds)
        if len(waits) == 2:
            monkeypatch.setenv("https_proxy", proxy)
        return False

    monkeypatch.setattr(speaker._line.over, "wait", wait)
    assert len(speaker.say(TEXT, "en", 1.0).pcm)
    assert len(waits) == 2


def test_who_interrupts_does_not_wait_for_the_next_try(
    speaker: Any, google: Google, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gtts, "PATIENCE", gtts.Patience(first_wait=600.0, longest_wait=600.0))
    google.reset(lambda _: http(503))
    when_it_waits(speaker._line.over, speaker.hurry)
    with pytest.raises(EngineError, match="the run is over"):
        speaker.say(TEXT, "en", 1.0)
    assert len(google.asked) == 1


def test_a_paragraph_takes_as_few_requests_as_the_limit_allows(speaker: Any, google: Google) -> None:
    text = "He came, he saw, he went. " * 12
    speaker.say(text, "en", 1.0)
    sent = [asked.text for asked in google.asked]
    assert " ".join(sent) == text.strip()
    assert max(map(len, sent)) <= 100
    assert len(sent) == 4
    assert all(part.endswith(".") for part in sent)


def test_every_word_is_sent(speaker: Any, google: Google) -> None:
    text = "word " * 30 + "x" * 250 + ", " + "こ" * 150 + "。 " + "… " * 60 + "end"
    speaker.say(text, "en", 1.0)
    sent = [asked.text for asked in google.asked]
    assert max(map(len, sent)) <= 100
    letters = [letter for letter in "".join(sent) if letter.isalnum()]
    assert letters == [letter for letter in text if letter.isalnum()]


@pytest.mark.parametrize(
    ("name", "host", "language", "slow"),
    [
        ("en", "translate.google.com", "en", False),
        ("en-GB", "translate.google.co.uk", "en", False),
        ("pt-BR", "translate.google.com.br", "pt", False),
        ("fr-CA", "translate.google.com", "fr-CA", False),
        ("zh-TW", "translate.google.com", "zh-TW", False),
        ("en@co.nz", "translate.google.co.nz", "en", False),
        ("de+slow", "translate.google.com", "de", True),
        ("en-AU+slow", "translate.google.com.au", "en", True),
    ],
)
def test_names_are_languages_accents_and_slowness(
    google: Google, name: str, host: str, language: str, slow: bool
) -> None:
    gtts.open_speaker(voice(name)).say(TEXT, "en", 1.0)
    asked = google.asked[0]
    assert (asked.host, asked.language, asked.slow) == (host, language, slow)


@pytest.mark.parametrize("name", ["xx", "en@", "english voice", "+slow", ""])
def test_other_names_are_no_voices(name: str) -> None:
    with pytest.raises(VoiceError) as caught:
        gtts.open_speaker(voice(name))
    assert caught.value.hint


def test_languages_are_the_library_s() -> None:
    from gtts.lang import tts_langs

    assert gtts._languages() == tts_langs()


def test_every_listed_voice_can_be_opened() -> None:
    for each in gtts.voices():
        gtts.open_speaker(each).close()
