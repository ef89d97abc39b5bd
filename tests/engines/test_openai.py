"""OpenAI's protocol against a server that fails in every way servers are known to."""

from __future__ import annotations

import json
import socket
import ssl
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from narrate import records, voices
from narrate.contracts import Price
from narrate.engines import _openai_request, openai
from narrate.engines._patience import Patience
from narrate.engines._whole import kind_of, whole
from narrate.errors import EngineError, NarrateError, UsageError, VoiceError
from narrate.model import Voice
from tests.engines import speech_server as by
from tests.engines.speech_server import Asked, Respond, SpeechServer, chunked, http, problem, speaking, unframed
from tests.waiting import as_soon_as

TEXT = "The weather will be cold and windy today."
KEY = "sk-secret-of-the-test"


@pytest.fixture
def speaker(server: SpeechServer) -> Iterator[Any]:
    speaker = openai.open_speaker(voices.find("openai:nova"))
    yield speaker
    speaker.close()


def opened(**settings: object) -> Any:
    return voices.open_speaker(voices.find("openai:nova"), {"openai": settings})


def first(*answers: Respond) -> Respond:
    """These answers in turn, then good ones."""
    return lambda asked: answers[asked.number](asked) if asked.number < len(answers) else speaking(asked)


def wav(text: str) -> bytes:
    return by.wav(by.samples(text))


PASSING: dict[str, Respond] = {
    "too many requests": lambda _: problem(429, "Rate limit reached for requests", "rate_limit_exceeded"),
    "server error": lambda _: problem(500, "The server had an error while processing your request"),
    "bad gateway": lambda _: http(502, b"<html><h1>502 Bad Gateway</h1></html>", "text/html"),
    "overloaded": lambda _: http(503, b"no healthy upstream", "text/plain"),
    "gateway timeout": lambda _: http(504),
    "dropped before the head": lambda _: None,
    "dropped in the head": lambda asked: speaking(asked)[:20],
    "dropped behind the head": lambda asked: http(200, b"", "audio/wav", "Connection: close", length=9999),
    "dropped midway": lambda asked: http(200, wav(asked.text)[:-500], "audio/wav", "Connection: close", length=99999),
    "dropped between chunks": lambda asked: chunked(wav(asked.text)[:9990], ended=False),
    "dropped where only the file tells of its length": lambda asked: unframed(wav(asked.text)[:-500]),
    "torn MP3": lambda asked: unframed(by.sound(asked.text, "mp3")[:-100], "audio/mpeg"),
    "torn Opus": lambda asked: unframed(by.sound(asked.text, "opus")[:-100], "audio/ogg"),
    "Opus without its last page": lambda asked: unframed(without_last_page(by.sound(asked.text, "opus")), "audio/ogg"),
    "torn FLAC": lambda asked: unframed(by.sound(asked.text, "flac")[:-400], "audio/flac"),
    "half of an MP3": lambda asked: chunked(by.tone_mp3(len(by.samples(asked.text)) // 20), "audio/mpeg"),
    "empty": lambda _: http(200, b"", "audio/wav"),
    "garbage": lambda _: chunked(b"\x00\x17garbage" * 999),
    "a page of a captive portal": lambda _: http(200, b"<html>log in</html>", "text/html"),
    "a page that says it is sound": lambda _: http(200, b"<html>log in</html>", "audio/wav"),
    "JSON without sound": lambda _: http(200, b'{"object": "list", "data": []}'),
    "broken compression": lambda asked: http(200, wav(asked.text), "audio/wav", "Content-Encoding: gzip"),
    "broken chunks": lambda asked: chunked(wav(asked.text)).replace(b"\r\n3e7\r\n", b"\r\nxyz\r\n", 1),
    "sample rates that don't fit together": lambda asked: chunked(wav(asked.text) + by.wav(by.samples("a"), rate=8000)),
}
LASTING: dict[str, tuple[Respond, str, str]] = {
    "key": (lambda _: problem(401, f"Incorrect API key provided: {KEY[:9]}***", "invalid_api_key"), "the key", "key"),
    "country": (lambda _: problem(403, "Country not supported", "unsupported_country"), "Country not sup", "country"),
    "model": (lambda _: problem(404, "The model `x` does not exist", "model_not_found"), "model `x`", "model"),
    "path": (lambda _: http(404, b'{"detail":"Not Found"}'), "no such service", "/v1"),
    "method": (lambda _: http(405, b'{"detail":"Method Not Allowed"}'), "no such service", "/v1"),
    "no such thing at all": (lambda _: http(501, b"<html>", "text/html"), "no such service", "base_url"),
    "moved": (lambda _: http(301, b"", "text/html", "Location: http://127.0.0.1:9/"), "no such service", "base_url"),
    "quota": (lambda _: problem(429, "You exceeded your current quota", "insufficient_quota"), "credit", "billing"),
    "payment": (lambda _: http(402, b'{"message": "Payment required"}'), "credit", "billing"),
    "length": (lambda _: problem(400, "Too long", "string_above_max_length", "input"), "length", "no network"),
    "size": (lambda _: http(413, b"Request Entity Too Large", "text/plain"), "length", "no network"),
    "request": (lambda _: problem(400, "Unsupported response format", "x", "response_format"), "format", "format"),
    "value": (lambda _: http(422, b'{"detail":[{"loc":["body","speed"],"msg":"must be below"}]}'), "must be", "model"),
    "400 in 200": (lambda _: http(200, b'{"error":{"message":"no such thing","code":400}}'), "no such thing", "model"),
}
VOICE: dict[str, Respond] = {
    "OpenAI": lambda _: problem(400, "Input should be 'nova', 'alloy' or 'echo'", None, "voice"),
    "Kokoro-FastAPI": lambda _: http(
        400, b'{"detail":{"error":"validation_error","message":"Voice nova not found. Available voices: af_heart"}}'
    ),
    "speaches": lambda _: http(422, b'{"detail":"Voice \'nova\' is not supported. Supported voices: af_heart"}'),
    "FastAPI": lambda _: http(422, b'{"detail":[{"loc":["body","voice"],"msg":"Input should be \'af_heart\'"}]}'),
}


def without_last_page(ogg: bytes) -> bytes:
    return ogg[: ogg.rindex(b"OggS")]


@pytest.mark.parametrize("fault", PASSING)
def test_a_fault_that_passes_is_not_noticed(speaker: Any, server: SpeechServer, fault: str) -> None:
    good = speaker.say(TEXT, "en", 1.0)
    server.reset(first(PASSING[fault], PASSING[fault]))
    clip = speaker.say(TEXT, "en", 1.0)
    assert len(server.asked) == 3
    assert np.array_equal(clip.pcm, good.pcm)


@pytest.mark.parametrize("fault", PASSING)
def test_a_fault_that_stays_is_an_error_that_says_what_to_do(speaker: Any, server: SpeechServer, fault: str) -> None:
    server.reset(PASSING[fault])
    with pytest.raises(EngineError) as caught:
        speaker.say(TEXT, "en", 1.0)
    assert caught.value.message.endswith(f"(tried {openai.PATIENCE.tries} times)")
    assert f"127.0.0.1:{server.port}" in caught.value.message
    assert caught.value.hint
    assert caught.value.quote == TEXT
    assert not caught.value.retry, "it was tried often enough"
    assert len(server.asked) == openai.PATIENCE.tries


@pytest.mark.parametrize("fault", LASTING)
def test_a_refusal_is_told_at_once_with_its_reason(speaker: Any, server: SpeechServer, fault: str) -> None:
    respond, reason, hint = LASTING[fault]
    server.reset(respond)
    with pytest.raises(EngineError) as caught:
        speaker.say(TEXT, "en", 1.0)
    assert reason in caught.value.message
    assert hint in caught.value.hint
    assert not caught.value.retry
    assert len(server.asked) == 1


@pytest.mark.parametrize("whose", VOICE)
def test_a_voice_that_the_server_does_not_have_is_told_as_such(speaker: Any, server: SpeechServer, whose: str) -> None:
    server.reset(VOICE[whose])
    with pytest.raises(VoiceError, match=r"does not take this voice: .*(nova|af_heart)") as caught:
        speaker.say(TEXT, "en", 1.0)
    assert caught.value.hint
    assert len(server.asked) == 1


@pytest.mark.parametrize("kind", openai.FORMATS)
def test_every_format_is_taken(server: SpeechServer, kind: str) -> None:
    clip = opened(format=kind, key="x").say(TEXT, "en", 1.0)
    assert server.asked[0].body["response_format"] == kind
    assert len(clip.pcm) / clip.rate == pytest.approx(len(by.samples(TEXT)) / by.RATE, abs=0.1)
    assert kind_of(by.sound(TEXT, kind)) == {"opus": "ogg", "pcm": ""}.get(kind, kind)


@pytest.mark.parametrize("asked", openai.FORMATS)
@pytest.mark.parametrize("sent", ["wav", "mp3", "flac", "opus", "aac"])
def test_a_server_that_sends_another_format_is_understood(server: SpeechServer, asked: str, sent: str) -> None:
    server.reset(lambda request: http(200, by.sound(request.text, sent), "text/plain"))
    clip = opened(format=asked, key="x").say(TEXT, "en", 1.0)
    assert len(clip.pcm) / clip.rate == pytest.approx(len(by.samples(TEXT)) / by.RATE, abs=0.1)


@pytest.mark.parametrize("size", [None, 0, 0x7FFFFFFF, 0xFFFFFFFF, 2_000_000_000])
def test_wav_files_that_do_not_know_their_length_are_whole(size: int | None) -> None:
    pcm, rate = whole(by.wav(by.samples(TEXT), size), bare=False, framed=True)
    assert rate == by.RATE
    assert len(pcm) == len(by.samples(TEXT))


def test_wav_files_in_a_row_are_one_sound() -> None:
    row = wav("Good evening.") + wav("How are you?") + by.wav(by.samples("Fine."), 0)
    pcm, _ = whole(row, bare=False, framed=True)
    assert len(pcm) == sum(len(by.samples(text)) for text in ("Good evening.", "How are you?", "Fine."))


def test_wav_files_of_other_kinds_are_understood_too() -> None:
    pcm = by.samples(TEXT)
    usual, _ = whole(by.wav(pcm), bare=False, framed=True)
    for codec in ("pcm_u8", "pcm_s24le", "pcm_f32le", "pcm_mulaw"):
        other, rate = whole(by.encoded(pcm, "wav", codec), bare=False, framed=True)
        assert rate == by.RATE
        assert len(other) == len(usual)
        assert float(np.abs(other - usual).max()) < 0.02
    sides = np.stack([pcm, np.zeros_like(pcm)], axis=1).reshape(-1)
    head = bytearray(by.wav(sides))
    head[22] = 2
    both, _ = whole(bytes(head), bare=False, framed=True)
    assert np.allclose(both, usual / 2, atol=1e-4)


def test_bare_samples_with_half_a_sample_were_cut_off(server: SpeechServer) -> None:
    server.reset(first(lambda asked: unframed(by.sound(asked.text, "pcm")[:-1], "audio/pcm")))
    assert len(opened(format="pcm", key="x").say(TEXT, "en", 1.0).pcm) == len(by.samples(TEXT))
    assert len(server.asked) == 2


@pytest.mark.parametrize("speed", [0.5, 1.5, 2.0])
def test_the_pace_is_made_here(speaker: Any, server: SpeechServer, speed: float) -> None:
    clip = speaker.say(TEXT, "en", speed)
    assert "speed" not in server.asked[0].body
    assert len(clip.pcm) / clip.rate == pytest.approx(len(by.samples(TEXT)) / by.RATE / speed, abs=0.05)


def test_what_is_set_is_asked_for(server: SpeechServer) -> None:
    opened(model="gpt-4o-mini-tts", instructions="Speak like a newsreader.", key="abc").say(TEXT, "en", 1.0)
    asked = server.asked[0]
    assert asked.line == "POST /v1/audio/speech HTTP/1.1"
    assert asked.headers["authorization"] == "Bearer abc"
    assert asked.body == {
        "model": "gpt-4o-mini-tts",
        "input": TEXT,
        "voice": "nova",
        "response_format": "wav",
        "instructions": "Speak like a newsreader.",
    }


def test_a_customer_s_own_voice_is_named_as_openai_wants_it(server: SpeechServer) -> None:
    voices.open_speaker(voices.find("openai:voice_1234")).say(TEXT, "en", 1.0)
    assert server.asked[0].body["voice"] == {"id": "voice_1234"}


def test_the_openai_library_understands_the_stand_in(server: SpeechServer) -> None:
    library = pytest.importorskip("openai", reason="the openai package is not installed")
    client = library.OpenAI(base_url=server.url, api_key="x", max_retries=0)
    sound = client.audio.speech.create(model="tts-1", voice="nova", input=TEXT, response_format="wav").content
    assert sound == by.sound(TEXT, "wav")
    server.reset(LASTING["quota"][0])
    with pytest.raises(library.RateLimitError) as caught:
        client.audio.speech.create(model="tts-1", voice="nova", input=TEXT)
    assert caught.value.code == "insufficient_quota"


class TestWhere:
    """Which server is asked, with which key."""

    def test_settings_win_over_the_environment(self, server: SpeechServer) -> None:
        service = openai.service_of({"base_url": "http://there:8880/v1/", "key": "own"})
        assert (service.url, service.key) == ("http://there:8880/v1/audio/speech", "own")

    def test_the_environment_is_the_openai_library_s(self, server: SpeechServer) -> None:
        service = openai.service_of({})
        assert (service.url, service.key) == (f"{server.url}/audio/speech", KEY)

    def test_a_query_stays_behind_the_path(self) -> None:
        service = openai.service_of({"base_url": "https://x.example/deployments/tts?api-version=1", "key": "k"})
        assert service.url == "https://x.example/deployments/tts/audio/speech?api-version=1"

    def test_the_key_of_the_environment_goes_to_no_other_server(self, server: SpeechServer) -> None:
        opened(base_url=server.url).say(TEXT, "en", 1.0)
        assert "authorization" not in server.asked[0].headers

    def test_a_key_may_be_in_a_variable_of_its_own(self, server: SpeechServer, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("OTHER_KEY", "other")
        opened(base_url=server.url, key="$OTHER_KEY").say(TEXT, "en", 1.0)
        assert server.asked[0].headers["authorization"] == "Bearer other"
        monkeypatch.delenv("OTHER_KEY")
        with pytest.raises(UsageError, match="OTHER_KEY"):
            opened(base_url=server.url, key="$OTHER_KEY")

    def test_no_key_is_taken_from_netrc(
        self, server: SpeechServer, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        file = tmp_path / "netrc"
        file.write_text("machine 127.0.0.1 login me password hush\n")
        monkeypatch.setenv("NETRC", str(file))
        opened(base_url=server.url).say(TEXT, "en", 1.0)
        assert "authorization" not in server.asked[0].headers

    def test_openai_itself_wants_a_key(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.delenv("OPENAI_BASE_URL", raising=False)
        monkeypatch.delenv("OPENAI_API_KEY", raising=False)
        with pytest.raises(EngineError, match="wants a key") as caught:
            openai.open_speaker(voices.find("openai:nova"))
        assert "OPENAI_API_KEY" in caught.value.hint

    @pytest.mark.parametrize(
        "settings",
        [
            {"base_url": "localhost:8880"},
            {"base_url": "ftp://here/v1"},
            {"base_url": "http://"},
            {"base_url": "http://here:99999999/v1"},
            {"base_url": "http://[::1/v1"},
            {"format": "midi"},
            {"requests_per_minute": "many"},
            {"requests_per_minute": -1},
            {"timeout": "nan"},
            {"key": "two\nlines"},
            {"key": "ключ"},
            {"voice": "nova"},
        ],
    )
    def test_what_can_not_be_is_told_with_a_hint(self, settings: dict[str, object]) -> None:
        with pytest.raises(UsageError) as caught:
            opened(**settings)
        assert caught.value.hint

    @pytest.mark.parametrize("name", ["", "no such", "a\nb", "<x>"])
    def test_other_names_are_no_voices(self, name: str) -> None:
        with pytest.raises(VoiceError):
            openai.open_speaker(Voice(engine="openai", name=name, language="en"), {"base_url": "http://here"})

    def test_any_other_name_is_the_server_s(self) -> None:
        assert str(voices.find("openai:af_heart(2)+af_sky(1)")) == "openai:af_heart(2)+af_sky(1)"
        assert str(voices.find("openai:ALLOY")) == "openai:alloy"


class TestSecrets:
    """The key is nowhere but in the request."""

    @pytest.mark.parametrize("fault", [*PASSING, *LASTING, *VOICE])
    def test_no_error_holds_the_key(self, server: SpeechServer, fault: str) -> None:
        respond = PASSING.get(fault) or VOICE.get(fault) or LASTING[fault][0]
        server.reset(respond)
        with pytest.raises(EngineError) as caught:
            opened().say(TEXT, "en", 1.0)
        assert KEY[:9] not in f"{caught.value} {caught.value.hint}"

    def test_a_server_that_repeats_the_key_is_not_repeated(self, server: SpeechServer) -> None:
        server.reset(lambda asked: problem(400, f"wrong: {asked.headers['authorization']} and sk-abc***xyz9"))
        with pytest.raises(EngineError) as caught:
            opened(key="another-sort-of-key").say(TEXT, "en", 1.0)
        assert "wrong: " in caught.value.message
        assert "another-sort" not in str(caught.value)
        assert "abc" not in str(caught.value)

    def test_a_long_answer_of_the_server_is_shortened(self) -> None:
        told = _openai_request.told("many words\n" * 99 + "\x1b[31m", "")
        assert len(told) <= _openai_request.LONGEST
        assert told.isprintable()

    def test_no_log_and_no_fingerprint_holds_key_or_address(
        self, server: SpeechServer, caplog: pytest.LogCaptureFixture
    ) -> None:
        caplog.set_level("DEBUG")
        speaker = opened(base_url=f"http://me:hush@127.0.0.1:{server.port}/v1", key=KEY)
        speaker.say(TEXT, "en", 1.0)
        server.reset(lambda _: None)
        with pytest.raises(EngineError) as caught:
            speaker.say(TEXT, "en", 1.0)
        for place in (caplog.text, speaker.fingerprint, str(caught.value), repr(speaker._service.key == KEY)):
            assert KEY not in place
            assert "hush" not in place
        assert "127.0.0.1" not in speaker.fingerprint
        assert KEY not in repr(speaker._service)

    def test_what_changes_the_sound_changes_the_fingerprint(self) -> None:
        usual: dict[str, object] = {"base_url": "http://here/v1", "key": "a"}
        changes: list[dict[str, object]] = [
            {}, {"base_url": "http://there/v1"}, {"model": "x"}, {"format": "mp3"}, {"instructions": "slowly"},
        ]  # fmt: skip
        assert len({opened(**usual | change).fingerprint for change in changes}) == len(changes)
        same: list[dict[str, object]] = [{}, {"key": "b"}, {"requests_per_minute": 5}, {"timeout": 5}]
        assert len({opened(**usual | change).fingerprint for change in same}) == 1


class TestTheWay:
    """What keeps requests from arriving."""

    def test_nobody_there_is_told_at_once(self, server: SpeechServer) -> None:
        with pytest.raises(EngineError, match=r"127\.0\.0\.1:9 can't be reached") as caught:
            opened(base_url="http://127.0.0.1:9/v1").say(TEXT, "en", 1.0)
        assert "tried" not in caught.value.message
        assert "--offline" in caught.value.hint

    def test_a_name_that_can_not_be_looked_up_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def look(*_: object) -> list[object]:
            raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

        monkeypatch.setattr(socket, "getaddrinfo", look)
        with pytest.raises(EngineError, match=r"speech\.example can't be reached"):
            opened(base_url="http://speech.example/v1").say(TEXT, "en", 1.0)

    @pytest.mark.parametrize("name", ["a..b", "x" * 70])
    def test_a_name_that_can_not_be_one_is_told(self, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
        with pytest.raises(NarrateError) as caught:
            opened(base_url=f"http://{name}.localhost/v1").say(TEXT, "en", 1.0)
        assert caught.value.hint

    def test_a_proxy_that_is_not_there_is_told(self, server: SpeechServer, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
        with pytest.raises(EngineError, match="can't be reached"):
            opened().say(TEXT, "en", 1.0)

    @pytest.mark.parametrize("after", ["nothing", "a while"])
    def test_a_silent_server_is_given_up(
        self, server: SpeechServer, monkeypatch: pytest.MonkeyPatch, after: str
    ) -> None:
        monkeypatch.setattr(openai, "PATIENCE", Patience(connect=1, read=0.2, tries=2, first_wait=0.01))
        over = threading.Event()

        def silent(asked: Asked) -> bytes:
            if after == "nothing":
                over.wait(20)
            return speaking(asked)

        server.reset(silent, drip=0.0 if after == "nothing" else 5.0)
        with pytest.raises(EngineError, match="does not answer"):
            opened().say(TEXT, "en", 1.0)
        over.set()

    def test_a_server_that_drips_is_given_up(self, server: SpeechServer, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(openai, "PATIENCE", Patience(read=5, whole=0.3, tries=2, first_wait=0.01))
        server.reset(drip=0.05)
        with pytest.raises(EngineError, match="takes too long"):
            opened(format="pcm").say(TEXT, "en", 1.0)

    def test_who_interrupts_does_not_wait_for_the_rest(self, server: SpeechServer) -> None:
        server.reset(drip=0.05)
        speaker = opened()
        as_soon_as(lambda: server.asked, speaker.hurry)
        with pytest.raises(EngineError, match="the run is over"):
            speaker.say(TEXT * 20, "en", 1.0)
        assert len(server.asked) == 1

    def test_requests_a_minute_are_kept_to(self, server: SpeechServer) -> None:
        speaker = opened(requests_per_minute=20)
        waits: list[float] = []
        speaker._line.over.wait = waits.append
        for _ in range(3):
            speaker.say(TEXT, "en", 1.0)
        assert waits[0] == pytest.approx(3, abs=0.5)
        assert len(waits) == 2

    def test_connections_are_used_again(self, speaker: Any, server: SpeechServer) -> None:
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(lambda number: speaker.say(f"{TEXT} {number}", "en", 1.0), range(16)))
        assert len(server.asked) == 16
        assert server.connections <= 4

    def test_long_texts_go_in_pieces(self, speaker: Any, server: SpeechServer) -> None:
        text = "He came, he saw, he went. " * 200
        clip = speaker.say(text, "en", 1.0)
        assert max(len(asked.text) for asked in server.asked) <= 4096
        assert " ".join(asked.text for asked in server.asked) == text.strip()
        assert len(clip.pcm) > 200 * len(by.samples("He came, he saw, he went.")) * 0.99


class TestCertificates:
    @pytest.fixture
    def secure(self, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[SpeechServer, Any]]:
        trustme = pytest.importorskip("trustme", reason="trustme is not installed")
        authority = trustme.CA()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        authority.issue_cert("127.0.0.1").configure_cert(context)
        server = SpeechServer(speaking, context)
        server.start()
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        yield server, authority
        server.stop()

    def test_a_stranger_s_is_not_trusted(self, secure: tuple[SpeechServer, Any]) -> None:
        with pytest.raises(EngineError, match="certificate") as caught:
            opened(base_url=secure[0].url, key="x").say(TEXT, "en", 1.0)
        assert "REQUESTS_CA_BUNDLE" in caught.value.hint
        assert not secure[0].asked

    def test_one_of_an_authority_that_is_named_is(
        self, secure: tuple[SpeechServer, Any], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
    ) -> None:
        server, authority = secure
        authority.cert_pem.write_to_path(tmp_path / "ca.pem")
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "ca.pem"))
        assert len(opened(base_url=server.url, key="x").say(TEXT, "en", 1.0).pcm)

    def test_a_server_without_tls_is_told(self, server: SpeechServer, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        with pytest.raises(EngineError) as caught:
            opened(base_url=f"https://127.0.0.1:{server.port}/v1", key="x").say(TEXT, "en", 1.0)
        assert caught.value.hint


class TestPrice:
    def price(self, **settings: object) -> Any:
        return voices.price(voices.find("openai:nova"), {"openai": settings})

    def test_openai_s_models_cost_what_is_written_down(self) -> None:
        base = openai.OPENAI
        assert self.price(base_url=base).per_million == 15
        assert self.price(base_url=base, model="tts-1-hd").per_million == 30
        assert self.price(base_url=base, model="gpt-4o-mini-tts").per_minute == 0.015
        assert self.price(base_url=base).as_of

    @pytest.mark.parametrize("host", ["localhost:8880", "127.0.0.1", "[::1]:80", "192.168.1.5", "kokoro", "nas.local"])
    def test_one_s_own_server_is_free(self, host: str) -> None:
        price = self.price(base_url=f"http://{host}/v1")
        assert (price.per_million, price.per_minute, price.as_of) == (0, 0, "")

    def test_of_others_nothing_is_said(self) -> None:
        assert self.price(base_url="https://speech.example/v1") is None
        assert self.price(base_url=openai.OPENAI, model="newer") is None

    def test_every_price_has_its_source_and_date(self) -> None:
        for rate in records.rates("openai"):
            assert rate["source"].startswith("https://")
            assert rate["as_of"]

    def test_engines_that_tell_no_price_cost_nothing(self) -> None:
        assert voices.price(voices.find("hibari:heart")) == Price()


def test_what_the_stand_in_says_is_json() -> None:
    assert json.loads(problem(400, "x").partition(b"\r\n\r\n")[2])["error"]["message"] == "x"
