"""Presets: what they promise is measured on encoded files of real voices."""

from __future__ import annotations

from pathlib import Path

import mutagen.mp3
import numpy as np
import pytest

from narrate import presets
from narrate.audio.levels import Levels
from narrate.cache import ClipCache
from narrate.model import Loudness, Narration, Target
from narrate.pipeline import Options, narrate
from narrate.presets import PRESETS
from tests.helpers import heard, script, sine

RATE = 24_000
VOICES = ("hibari:heart", "espeak:en-US")


def narrated(folder: Path, preset: str, *formats: str, voice: str = VOICES[0]) -> tuple[Narration, dict[str, Path]]:
    targets = {name: folder / f"story.{name}" for name in formats}
    chosen = PRESETS[preset]
    options = Options(target=chosen.target, formats=chosen.formats)
    cache = ClipCache(folder / "clips", 10**9)
    return narrate(script(voice=voice, title="The harbour"), targets, options, cache=cache), targets


@pytest.mark.parametrize("voice", VOICES)
@pytest.mark.parametrize(("preset", "level", "within"), [("podcast", -16, 1.0), ("broadcast", -23, 0.7)])
def test_a_programme_is_as_loud_as_its_preset_promises(
    preset: str, level: float, within: float, voice: str, tmp_path: Path
) -> None:
    made, _ = narrated(tmp_path, preset, "mp3", "m4a", "flac", voice=voice)
    for path, found in made.loudness:
        assert found.integrated == pytest.approx(level, abs=within), path
        assert found.true_peak <= -1 + 0.1
        assert presets.unmet(PRESETS[preset].target, found) == []


@pytest.mark.parametrize("voice", VOICES)
def test_an_audiobook_is_what_acx_asks_for(voice: str, tmp_path: Path) -> None:
    made, targets = narrated(tmp_path, "audiobook", "mp3", voice=voice)
    info = mutagen.mp3.MP3(targets["mp3"]).info
    assert (info.sample_rate, info.bitrate, info.channels) == (44_100, 192_000, 1)
    assert info.bitrate_mode == mutagen.mp3.BitrateMode.CBR
    pcm = heard(targets["mp3"], 44_100)
    loud = np.flatnonzero(np.abs(pcm) > 0.01)
    assert 0.5 <= loud[0] / 44_100 <= 1
    assert 1 <= (len(pcm) - loud[-1]) / 44_100 <= 5
    rms = 10 * np.log10(np.mean(pcm.astype(np.float64) ** 2))
    assert -23 <= rms <= -18
    assert 20 * np.log10(np.abs(pcm).max()) <= -3
    windows = pcm[: len(pcm) // 22_050 * 22_050].reshape(-1, 22_050).astype(np.float64)
    assert 10 * np.log10((windows**2).mean(axis=1).min() + 1e-20) <= -60
    ((_, found),) = made.loudness
    assert found.rms == pytest.approx(rms, abs=0.05)
    assert found.noise_floor <= -60
    assert presets.unmet(PRESETS["audiobook"].target, found) == []


def test_raw_leaves_voices_as_loud_as_they_are() -> None:
    loud, quiet = sine(300, 2, level=0.4), sine(300, 2, level=0.01)
    levels = Levels(PRESETS["raw"].target, RATE, correction=3.0)
    assert [
        np.array_equal(one, other)
        for one, other in zip(levels.even([("a", loud), ("b", quiet)]), (loud, quiet), strict=True)
    ] == [True, True]


def test_raw_keeps_peaks_from_clipping() -> None:
    levels = Levels(PRESETS["raw"].target, RATE)
    (held,) = levels.even([("a", sine(300, 2, level=1.0))])
    assert np.abs(held).max() <= 10 ** (-1 / 20)


@pytest.mark.parametrize(
    ("found", "said"),
    [
        (Loudness(integrated=-20, true_peak=-4, rms=-24, noise_floor=-70), "-24.0 dB RMS, not within -23 and -18"),
        (Loudness(integrated=-20, true_peak=-2, rms=-20, noise_floor=-70), "a peak of -2.0 dBTP"),
        (Loudness(integrated=-20, true_peak=-4, rms=-20, noise_floor=-50), "noise floor is -50.0 dB, above -60"),
    ],
)
def test_what_an_audiobook_is_not_is_told(found: Loudness, said: str) -> None:
    (words,) = presets.unmet(PRESETS["audiobook"].target, found)
    assert said in words


def test_a_programme_that_is_left_as_it_is_is_never_too_quiet() -> None:
    assert presets.unmet(Target(integrated=None), Loudness(integrated=-40, true_peak=-9)) == []
