from __future__ import annotations

from collections.abc import Iterator

import pytest

from narrate.engines import gtts
from tests.engines.google import Google, speaking


@pytest.fixture(scope="session")
def google_server() -> Iterator[Google]:
    server = Google(speaking)
    server.start()
    with pytest.MonkeyPatch.context() as patch:
        for name in ("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"):
            patch.delenv(name, raising=False)
        patch.setenv("https_proxy", f"http://127.0.0.1:{server.port}")
        patch.setattr(gtts, "PATIENCE", gtts.Patience(connect=5, read=5, tries=3, first_wait=0.01, longest_wait=0.05))
        yield server
    server.stop()


@pytest.fixture
def google(google_server: Google) -> Google:
    """Google, well and with nothing asked yet."""
    google_server.reset()
    return google_server
