"""Others' decoders hear every sample when we wrote it: mpg123, opusdec, and Chromium as a page plays."""

from __future__ import annotations

import base64
import subprocess
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest
from numpy.typing import NDArray

from narrate.audio.codec import resampled
from narrate.model import Clip
from narrate.samples import floating
from tests.conformance import tools
from tests.outputs.test_sound_times import LENGTH, MOST, RATE, moved, programme, written

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = pytest.mark.conformance

Floats = NDArray[np.float32]
DECODE = """async (file) => {
  const bytes = Uint8Array.from(atob(file), letter => letter.charCodeAt(0));
  const sound = await new OfflineAudioContext(1, 1, 24000).decodeAudioData(bytes.buffer);
  const samples = new Uint8Array(sound.getChannelData(0).buffer);
  let text = "";
  for (let at = 0; at < samples.length; at += 32768)
    text += String.fromCharCode(...samples.subarray(at, at + 32768));
  return btoa(text);
}"""
PLAYED = [
    ("mp3", {}), ("mp3", {"vbr": 2}), ("mp3", {"rate": 44_100}), ("m4a", {}), ("m4b", {}), ("m4b", {"rate": 44_100}),
    ("opus", {}), ("flac", {}), ("wav", {}),
]  # fmt: skip


def check(before: Floats, after: Floats) -> None:
    assert abs(len(after) - len(before)) <= 1
    for at in (0, len(before) // 2, len(before) - LENGTH):
        assert abs(moved(before[at : at + LENGTH], after[at : at + LENGTH])) <= MOST


def decoded(*command: str | Path) -> Floats:
    done = subprocess.run([str(part) for part in command], capture_output=True, check=True, timeout=tools.PATIENCE)
    return floating(np.frombuffer(done.stdout, "<i2"))


@pytest.mark.parametrize("chosen", [{}, {"vbr": 2}, {"bit_rate": 128}], ids=str)
def test_mpg123_hears_each_sample_in_time(chosen: dict[str, Any], tmp_path: Path, speech: tuple[Clip, ...]) -> None:
    player = tools.command("mpg123")
    pcm = programme(speech)
    path = written(tmp_path, "mp3", chosen, pcm)
    check(floating(pcm), decoded(player, "--quiet", "--stdout", "--mono", path))


def test_opusdec_hears_each_sample_in_time(tmp_path: Path, speech: tuple[Clip, ...]) -> None:
    player = tools.command("opusdec")
    pcm = programme(speech)
    sound = decoded(player, "--quiet", "--rate", "48000", written(tmp_path, "opus", {}, pcm), "-")
    check(floating(pcm), resampled(sound, 48_000, RATE))


@pytest.mark.parametrize(("name", "chosen"), PLAYED, ids=str)
def test_a_browser_hears_each_sample_in_time(
    name: str, chosen: dict[str, Any], tmp_path: Path, speech: tuple[Clip, ...], browser: Browser
) -> None:
    pcm = programme(speech)
    file = base64.b64encode(written(tmp_path, name, chosen, pcm).read_bytes()).decode()
    page = browser.new_page()
    sound = base64.b64decode(page.evaluate(DECODE, file))
    page.close()
    check(floating(pcm), np.frombuffer(sound, "<f4"))
