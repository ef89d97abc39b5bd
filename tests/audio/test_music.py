"""Sounds before and after the speech."""

from __future__ import annotations

import wave
from pathlib import Path

import numpy as np
import pytest

from narrate.audio import music
from narrate.audio.around import Around
from narrate.audio.assemble import BED_BEFORE, BED_BEHIND, GAP, LEAD_IN, LEAD_OUT, RATE, assemble
from narrate.audio.levels import Levels
from narrate.audio.loudness import integrated
from narrate.audio.music import bed, jingle
from narrate.errors import SourceError
from narrate.model import Clip, Target
from narrate.samples import quantised
from tests.helpers import sine, utterance
from tests.outputs.test_sound_files import picture


def saved(path: Path, pcm: np.ndarray, rate: int = 44_100) -> Path:
    with wave.open(str(path), "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(rate)
        file.writeframes(quantised(pcm).tobytes())
    return path


@pytest.mark.parametrize("level", [0.9, 0.01])
def test_music_lies_a_little_under_the_speech(level: float, tmp_path: Path) -> None:
    path = saved(tmp_path / "jingle.wav", sine(440, 3, level=level, rate=44_100))
    pcm = jingle(path, RATE, -16.0)
    assert len(pcm) == pytest.approx(3 * RATE, abs=RATE // 50)
    assert integrated([pcm], RATE) == pytest.approx(-19, abs=0.3)


def test_its_silent_ends_go_and_it_fades(tmp_path: Path) -> None:
    pcm = np.pad(sine(440, 3, rate=44_100), (44_100, 2 * 44_100))
    edited = jingle(saved(tmp_path / "jingle.wav", pcm), RATE, -16.0)
    assert len(edited) == pytest.approx(3 * RATE, abs=RATE // 10)
    assert abs(edited[0]) < 0.01
    assert np.abs(edited[-100:]).max() < 0.05 * np.abs(edited).max()


def test_a_long_piece_is_cut_and_faded_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(music, "LONGEST", 2.0)
    edited = jingle(saved(tmp_path / "song.wav", sine(440, 5, rate=44_100)), RATE, -16.0)
    assert len(edited) == pytest.approx(2 * RATE, abs=RATE // 50)
    assert np.abs(edited[-100:]).max() < 0.05 * np.abs(edited).max()


def test_silence_is_no_music(tmp_path: Path) -> None:
    with pytest.raises(SourceError, match=r"quiet\.wav: there is no sound in it"):
        jingle(saved(tmp_path / "quiet.wav", np.zeros(44_100, np.float32)), RATE, -16.0)


@pytest.mark.parametrize("content", [b"", b"no sound at all", None])
def test_what_is_no_sound_is_told(content: bytes | None, tmp_path: Path) -> None:
    path = tmp_path / "song.mp3"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SourceError, match=r"song\.mp3: "):
        jingle(path, RATE, -16.0)


def test_a_picture_and_a_missing_file_are_told_in_words(tmp_path: Path) -> None:
    (tmp_path / "cover.jpg").write_bytes(picture())
    with pytest.raises(SourceError, match=r"cover\.jpg: there is no sound in it"):
        jingle(tmp_path / "cover.jpg", RATE, -16.0)
    with pytest.raises(SourceError, match=r"gone\.mp3: the sound file can't be read: No such file"):
        jingle(tmp_path / "gone.mp3", RATE, -16.0)


def test_music_stands_before_and_after_the_speech() -> None:
    opening, closing = sine(440, 1, level=0.1), sine(880, 0.5, level=0.1)
    written: list[np.ndarray] = []
    spoken = [(utterance("One.", pause=0.5), Clip(pcm=sine(300, 1), rate=RATE))]
    timeline = assemble(spoken, Levels(Target(), RATE), written.append, Around(opening=opening, closing=closing))
    pcm = np.concatenate(written)
    cue = timeline.cues[0]
    assert cue.begin == len(opening) + round(GAP * RATE)
    assert timeline.length == len(pcm) == cue.finish + round(GAP * RATE) + len(closing)
    assert np.array_equal(pcm[: len(opening)], quantised(opening))
    assert np.array_equal(pcm[-len(closing) :], quantised(closing))
    assert GAP > LEAD_IN
    assert LEAD_OUT > 0


def test_a_bed_lies_under_the_announcement_and_is_gone_behind_it(tmp_path: Path) -> None:
    path = saved(tmp_path / "bed.wav", sine(2000, 4, level=0.3, rate=44_100))  # too short: it begins again
    spoken = [
        (utterance("The title.", kind="title", pause=1.0), Clip(pcm=sine(300, 3), rate=RATE)),
        (utterance("By Ann.", kind="byline", pause=0.5), Clip(pcm=sine(300, 2), rate=RATE)),
        (utterance("The text."), Clip(pcm=sine(300, 2), rate=RATE)),
    ]
    written: list[np.ndarray] = []
    around = Around(bed=bed(path, RATE, -16.0))
    timeline = assemble(spoken, Levels(Target(), RATE), written.append, around)
    pcm = np.concatenate(written) / 32767
    assert timeline.length == len(pcm)
    title, byline, text = timeline.cues
    assert title.begin == round((LEAD_IN + BED_BEFORE) * RATE)
    assert byline.begin - title.finish == RATE
    assert text.begin - byline.finish == round(BED_BEHIND * RATE)
    alone = pcm[round((LEAD_IN + 0.2) * RATE) : round((LEAD_IN + 1.2) * RATE)]
    assert integrated([alone.astype(np.float32)], RATE) == pytest.approx(-19, abs=1)
    assert level(alone) - level(pcm[title.finish + 2000 : byline.begin - 2000]) == pytest.approx(17, abs=1)
    behind = [level(pcm[byline.finish + at : byline.finish + at + 4800]) for at in (12_000, 24_000, 36_000, 43_000)]
    assert behind == sorted(behind, reverse=True)
    assert behind[0] > level(pcm[title.finish + 2000 : byline.begin - 2000]), "it rises once more"
    assert np.abs(pcm[text.begin - 100 : text.begin]).max() < 0.001
    assert np.abs(np.diff(pcm[: title.begin])).max() < 0.1, "no click where it begins again"
    after = np.abs(np.fft.rfft(pcm[text.begin : text.begin + RATE]))
    assert after[2000] < 1e-3 * after[300]


def level(pcm: np.ndarray) -> float:
    return float(20 * np.log10(np.sqrt(np.mean(pcm.astype(float) ** 2)) + 1e-9))


def test_without_an_announcement_there_is_nothing_to_lie_under(tmp_path: Path) -> None:
    path = saved(tmp_path / "bed.wav", sine(2000, 4, level=0.3, rate=44_100))
    spoken = [(utterance("The text."), Clip(pcm=sine(300, 2), rate=RATE))]
    plain, laid = (
        assemble(spoken, Levels(Target(), RATE), lambda _: None, Around(bed=under))
        for under in (None, bed(path, RATE, -16.0))
    )
    assert plain == laid


def test_a_bed_under_nothing_but_a_title_fades_out(tmp_path: Path) -> None:
    path = saved(tmp_path / "bed.wav", sine(2000, 4, level=0.3, rate=44_100))
    spoken = [(utterance("The title.", kind="title"), Clip(pcm=sine(300, 2), rate=RATE))]
    written: list[np.ndarray] = []
    assemble(spoken, Levels(Target(), RATE), written.append, Around(bed=bed(path, RATE, -16.0)))
    pcm = np.concatenate(written)
    assert np.abs(pcm[-50:]).max() < 30
    assert len(pcm) / RATE == pytest.approx(LEAD_IN + BED_BEFORE + 2 + BED_BEHIND, abs=0.01)
