"""Narrating through a server that speaks OpenAI's protocol, as a user calls it."""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.conftest import PATIENCE, SENTENCES, Shell, until
from tests.engines.speech_server import Asked, SpeechServer, problem, speaking
from tests.outputs.test_vtt import parsed

KEY = "sk-secret-of-the-test"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[SpeechServer]:
    server = SpeechServer(speaking)
    server.start()
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("OPENAI_BASE_URL", server.url)
    monkeypatch.setenv("OPENAI_API_KEY", KEY)
    yield server
    server.stop()


def test_each_sentence_is_asked_for_once_and_kept(narrate: Shell, server: SpeechServer) -> None:
    narrate.write("story.txt")
    ran = narrate("story.txt", "--voice", "openai:nova", "--captions")
    assert ran.code == 0
    assert sorted(asked.text for asked in server.asked) == sorted(SENTENCES)
    assert len(parsed((narrate.folder / "story.vtt").read_text("utf-8"))) == len(SENTENCES)
    server.reset()
    assert narrate("story.txt", "--voice", "openai:nova", "-o", "again.mp3").code == 0
    assert not server.asked


@pytest.mark.skipif("sys.platform == 'win32'", reason="there is no such signal")
def test_control_c_does_not_wait_for_the_server(narrate: Shell, server: SpeechServer, tmp_path: Path) -> None:
    narrate.write("story.txt")
    over = threading.Event()

    def stalling(asked: Asked) -> bytes:
        if asked.number == 3:
            (tmp_path / "reached").touch()
            over.wait(2 * PATIENCE)
        return speaking(asked)

    server.reset(stalling)
    arguments = ("story.txt", "--voice", "openai:nova", "-j", "1")
    process = narrate.start(*arguments, NARRATE_ENGINES="openai.timeout=600")
    until(process, tmp_path / "reached")
    os.killpg(process.pid, signal.SIGINT)
    ran = narrate.end(process)
    over.set()
    assert ran.code == 130
    assert ran.err.count("interrupted") == 1
    assert narrate.files == ["story.txt"]
    server.reset()
    assert narrate(*arguments).code == 0
    assert sorted(asked.text for asked in server.asked) == sorted(SENTENCES[3:])


def test_a_run_goes_on_where_the_credit_ended(narrate: Shell, server: SpeechServer) -> None:
    narrate.write("story.txt")
    spent = problem(429, "You exceeded your current quota", "insufficient_quota")
    server.reset(lambda asked: speaking(asked) if asked.number < 4 else spent)
    ran = narrate("story.txt", "--voice", "openai:nova", "-j", "1")
    assert ran.code == 4
    assert "the account has no credit" in ran.err
    assert "billing" in ran.err
    assert narrate.files == ["story.txt"]
    server.reset()
    assert narrate("story.txt", "--voice", "openai:nova").code == 0
    assert sorted(asked.text for asked in server.asked) == sorted(SENTENCES[4:])


def test_another_voice_takes_over_when_told_so(narrate: Shell, server: SpeechServer) -> None:
    narrate.write("story.txt")
    server.reset(lambda _: problem(401, f"Incorrect API key provided: {KEY}", "invalid_api_key"))
    ran = narrate("story.txt", "--voice", "openai:nova", "--on-error", "fallback", "--fallback", "espeak")
    assert ran.code == 0
    assert "does not take the key" in ran.err
    assert (narrate.folder / "story.mp3").exists()


def test_what_is_set_in_the_file_is_asked_for(
    narrate: Shell, server: SpeechServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("OPENAI_BASE_URL")
    file = tmp_path / "own.toml"
    file.write_text(f'[engines.openai]\nbase_url = "{server.url}"\nmodel = "kokoro"\nformat = "flac"\n', "utf-8")
    narrate.write("story.txt")
    ran = narrate("story.txt", "--voice", "openai:af_heart", NARRATE_CONFIG=str(file), NARRATE_ENGINES="openai.key=abc")
    assert ran.code == 0, ran.err
    assert {asked.headers["authorization"] for asked in server.asked} == {"Bearer abc"}
    assert {(asked.body["model"], asked.body["voice"]) for asked in server.asked} == {("kokoro", "af_heart")}


@pytest.mark.parametrize(
    ("base", "model", "words", "dollars"),
    [
        ("", "tts-1", "less than $0.01", 15.0),
        ("", "tts-1-hd", "at prices of", 30.0),
        ("http://localhost:8880/v1", "kokoro", "free of charge", 0.0),
        ("https://speech.example/v1", "kokoro", "", None),
    ],
)
def test_a_dry_run_tells_the_price_where_it_is_known(
    narrate: Shell, monkeypatch: pytest.MonkeyPatch, base: str, model: str, words: str, dollars: float | None
) -> None:
    narrate.write("story.txt")
    monkeypatch.setenv("OPENAI_BASE_URL", base)
    arguments = ("story.txt", "--voice", "openai:nova", "--dry-run")
    told = narrate(*arguments, NARRATE_ENGINES=f"openai.model={model}")
    assert words in told.err
    assert words or "$" not in told.err
    result = narrate(*arguments, "--json", NARRATE_ENGINES=f"openai.model={model}").results[0]
    if dollars is None:
        assert "estimated_cost_usd" not in result
    else:
        size = sum(map(len, SENTENCES))
        assert result["estimated_cost_usd"] == pytest.approx(dollars * size / 1e6, rel=0.05, abs=1e-4)
        assert bool(result["prices_as_of"]) == bool(dollars)


def test_voices_that_need_no_service_have_no_price(narrate: Shell) -> None:
    narrate.write("story.txt")
    assert "estimated_cost_usd" not in narrate("story.txt", "--dry-run", "--json").results[0]
    assert narrate("story.txt", "--voice", "gtts:en", "--dry-run", "--json").results[0]["estimated_cost_usd"] == 0
    mixed = narrate(
        "story.txt", "--cast", "title=openai:nova", "--dry-run", "--json", OPENAI_BASE_URL="http://speech.example/v1"
    )
    assert "estimated_cost_usd" not in mixed.results[0]


def test_the_key_is_in_nothing_that_is_said_or_written(narrate: Shell, server: SpeechServer, tmp_path: Path) -> None:
    narrate.write("story.txt")

    def repeating(asked: Asked) -> bytes:
        return speaking(asked) if asked.number < 4 else problem(400, f"bad: {asked.headers['authorization']}")

    server.reset(repeating)
    cache = tmp_path / "cache"
    for arguments in (("--json",), ("--on-error", "skip")):
        ran = narrate("story.txt", "--voice", "openai:nova", *arguments, NARRATE_CACHE=str(cache))
        assert ran.code
        assert KEY not in ran.out + ran.err
    written = [path for folder in (cache, narrate.folder) for path in folder.rglob("*") if path.is_file()]
    assert written
    assert not [path for path in written if KEY.encode() in path.read_bytes() or KEY in str(path)]


def test_a_setting_that_can_not_be_is_told_with_its_place(narrate: Shell) -> None:
    narrate.write("story.txt")
    ran = narrate("story.txt", "--dry-run", NARRATE_ENGINES="openai.modl=x")
    assert ran.code == 2
    assert "NARRATE_ENGINES" in ran.err
    assert "modl" in ran.err
    assert "base_url, key, model" in ran.err
