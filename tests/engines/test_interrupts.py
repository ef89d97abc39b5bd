"""Who interrupts a run does not wait for what a service has yet to send."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from narrate.engines import edge, gtts, openai
from narrate.engines._patience import Patience
from narrate.errors import EngineError
from tests.engines import google as google_voice
from tests.engines import speech_server

TEXT = "The weather will be cold and windy today."
ENDLESS = Patience(connect=5, read=600, whole=600)
HANGS = 60.0
"""Seconds after which something hangs."""


class Stalled:
    """A service that has been asked and keeps its answer back until the test is over."""

    def __init__(self) -> None:
        self.asked, self.over = threading.Event(), threading.Event()

    def wait(self) -> None:
        self.asked.set()
        self.over.wait(2 * HANGS)


@pytest.fixture
def stalled() -> Iterator[Stalled]:
    stalled = Stalled()
    yield stalled
    stalled.over.set()


@pytest.fixture(params=["gtts", "openai", "edge"])
def speaker(request: pytest.FixtureRequest, stalled: Stalled, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """A voice of each online engine, whose service is stalled."""

    def answer(after: Any) -> Any:
        def respond(asked: Any) -> Any:
            stalled.wait()
            return after(asked)

        return respond

    if request.param == "gtts":
        request.getfixturevalue("google").reset(answer(google_voice.speaking))
        monkeypatch.setattr(gtts, "PATIENCE", ENDLESS)
        speaker: Any = gtts.open_speaker(gtts.voice("en"))
    elif request.param == "openai":
        request.getfixturevalue("server").reset(answer(speech_server.speaking))
        monkeypatch.setattr(openai, "PATIENCE", ENDLESS)
        speaker = openai.open_speaker(openai.voice("nova"))
    else:
        from tests.engines.microsoft import Answer

        def silent(_: int) -> Answer:
            stalled.asked.set()
            return Answer(after=3, then="silent")

        request.getfixturevalue("microsoft").reset(silent)
        monkeypatch.setattr(edge, "PATIENCE", ENDLESS)
        speaker = edge.open_speaker(edge.voice("en-US-EmmaNeural"))
    yield speaker
    speaker.close()


def test_a_request_in_hand_is_left_alone_when_the_run_is_over(speaker: Any, stalled: Stalled) -> None:
    with ThreadPoolExecutor(1) as pool:
        saying = pool.submit(speaker.say, TEXT, "en", 1.0)
        assert stalled.asked.wait(HANGS)
        speaker.hurry()
        try:
            error = saying.exception(HANGS)
        finally:
            stalled.over.set()
    assert isinstance(error, EngineError)
    assert "the run is over" in error.message
    assert error.hint
