from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from narrate.engines import edge, gtts, openai
from narrate.engines._patience import Patience
from tests.engines import kokoro_files as kokoro
from tests.engines import speech_server
from tests.engines.google import Google, speaking
from tests.engines.speech_server import SpeechServer

QUICK = Patience(connect=5, read=5, tries=3, first_wait=0.01, longest_wait=0.05)


@pytest.fixture(scope="session")
def kokoro_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with Kokoro's network and some voices."""
    return kokoro.put(tmp_path_factory.mktemp("kokoro"))


@pytest.fixture(scope="session")
def google_server() -> Iterator[Google]:
    server = Google(speaking)
    server.start()
    with pytest.MonkeyPatch.context() as patch:
        for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
            patch.delenv(name, raising=False)
        patch.setenv("https_proxy", f"http://127.0.0.1:{server.port}")
        patch.setattr(gtts, "PATIENCE", QUICK)
        yield server
    server.stop()


@pytest.fixture
def google(google_server: Google) -> Google:
    """Google, well and with nothing asked yet."""
    google_server.reset()
    return google_server


@pytest.fixture(scope="session")
def edge_server() -> Iterator[Any]:
    library = pytest.importorskip("edge_tts.communicate", reason="edge-tts is not installed")
    microsoft = pytest.importorskip("tests.engines.microsoft", reason="trustme is not installed")
    server = microsoft.Microsoft()
    server.start()
    server.authority.configure_trust(library._SSL_CTX)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("wss_proxy", f"http://127.0.0.1:{server.port}")
        patch.setattr(edge, "PATIENCE", QUICK)
        yield server
    server.stop()


@pytest.fixture
def microsoft(edge_server: Any) -> Any:
    """Microsoft's service, well and with nothing asked yet."""
    edge_server.reset()
    return edge_server


@pytest.fixture(scope="session")
def openai_server() -> Iterator[SpeechServer]:
    server = SpeechServer(speech_server.speaking)
    server.start()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("OPENAI_BASE_URL", server.url)
        patch.setenv("OPENAI_API_KEY", "sk-secret-of-the-test")
        patch.setattr(openai, "PATIENCE", QUICK)
        yield server
    server.stop()


@pytest.fixture
def server(openai_server: SpeechServer) -> SpeechServer:
    """A server of one's own, well and with nothing asked yet."""
    openai_server.reset()
    return openai_server
