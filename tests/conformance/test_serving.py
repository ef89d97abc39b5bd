"""A served podcast in a browser: its sounds can be jumped in, and players on other sites may read what they need."""

from __future__ import annotations

import functools
import http.server
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from narrate.podcast.serve import Server

if TYPE_CHECKING:
    from playwright.sync_api import Browser

SECONDS, RATE = 600, 24_000
EPISODE = "episodes/a-0123456789ab.mp3"
JUMP = """async ([address, moment]) => {
    const audio = new Audio(address);
    audio.preload = "metadata";
    await new Promise((done, failed) => {
        audio.onloadedmetadata = done;
        audio.onerror = () => failed(new Error(audio.error.message));
    });
    audio.currentTime = moment;
    await new Promise((done) => { audio.onseeked = done; });
    return [audio.duration, audio.currentTime];
}"""
READ = """async (address) => {
    const part = await fetch(address, {headers: {Range: "bytes=10-19"}});
    const bytes = await part.arrayBuffer();
    return [part.status, part.headers.get("Content-Range"), part.headers.get("ETag") !== null, bytes.byteLength];
}"""


@pytest.fixture(scope="module")
def sound() -> bytes:
    """Ten minutes of a tone."""
    import lameenc

    encoder = lameenc.Encoder()
    encoder.set_bit_rate(64)
    encoder.set_in_sample_rate(RATE)
    encoder.set_channels(1)
    encoder.set_quality(9)
    tone = np.sin(np.arange(RATE * SECONDS) * 2 * np.pi * 220 / RATE)
    return bytes(encoder.encode((tone * 8000).astype(np.int16).tobytes()) + encoder.flush())


@pytest.fixture
def asked() -> list[str]:
    return []


@pytest.fixture
def served(tmp_path: Path, sound: bytes, asked: list[str]) -> Iterator[Server]:
    (tmp_path / "podcast" / "episodes").mkdir(parents=True)
    (tmp_path / "podcast" / EPISODE).write_bytes(sound)
    (tmp_path / "podcast" / "index.html").write_text("<!doctype html><title>A podcast</title>")
    with Server(tmp_path / "podcast", port=0, listen=asked.append) as server:
        yield server


@contextmanager
def elsewhere(folder: Path) -> Iterator[str]:
    """The address of another site."""
    folder.mkdir()
    (folder / "index.html").write_text("<!doctype html><title>A player</title>")

    class Quiet(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_args: object) -> None:
            pass

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Quiet, directory=str(folder))) as server:
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}/"
        server.shutdown()


def test_a_browser_jumps_in_an_episode_by_asking_for_parts_of_it(
    served: Server, asked: list[str], browser: Browser
) -> None:
    page = browser.new_page()
    page.goto(served.address)
    duration, moment = page.evaluate(JUMP, [f"{served.address}{EPISODE}", 550])
    page.close()
    assert duration == pytest.approx(SECONDS, abs=1)
    assert moment == pytest.approx(550, abs=0.5)
    parts = [match[1] for line in asked if EPISODE in line and (match := re.search(r'" (\d+) (\d+) ', line))]
    assert set(parts) == {"206"}


def test_a_player_on_another_site_reads_parts_and_what_is_told_of_them(
    served: Server, sound: bytes, browser: Browser, tmp_path: Path
) -> None:
    with elsewhere(tmp_path / "player") as site:
        page = browser.new_page()
        page.goto(site)
        found = page.evaluate(READ, f"{served.address}{EPISODE}")
        page.close()
    assert found == [206, f"bytes 10-19/{len(sound)}", True, 10]
