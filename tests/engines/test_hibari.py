"""The default engine against the library that it takes apart."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrate.engines import _hibari_graph, hibari
from narrate.engines._hibari_sound import BINS, noise, synthesize
from narrate.engines._phonemes import STOPS
from narrate.errors import EngineError, VoiceError
from narrate.model import Voice

SENTENCES = (
    "The president said on Tuesday that the two countries would work together, as before.",
    "“We have agreed on the main points,” the spokesman told reporters, “and the rest will follow.”",
    "Zbigniew Brzezinski didn't mention Nagorno-Karabakh (or Yamoussoukro): why?",
)
EMMA = Voice(engine="hibari", name="emma", language="en-GB")


@pytest.fixture(scope="module")
def speaker() -> Iterator[Any]:
    speaker = hibari.open_speaker(hibari.voices()[0])
    yield speaker
    speaker.close()


@pytest.fixture(scope="module")
def library() -> Any:
    from hibari import Hibari

    return Hibari()


@pytest.mark.parametrize("text", SENTENCES)
class TestAgainstTheLibrary:
    def test_phonemes_are_its_own(self, speaker: Any, library: Any, text: str) -> None:
        _, parts = speaker._reader.read(text)
        assert [part.symbols for part in parts] == library.phonemize(text)

    @pytest.mark.parametrize("speed", [0.5, 1.0, 1.3, 2.0])
    def test_the_sound_is_its_own_but_for_the_noise(self, speaker: Any, library: Any, text: str, speed: float) -> None:
        """Its noise has its bins first, ours the frames; given ours, it computes what we do."""

        class Noise:
            def standard_normal(self, shape: tuple[int, int], dtype: type) -> Any:
                return np.ascontiguousarray(noise.first(shape[1] // 2).T).view(np.float32)

        ids = library.ids(library.phonemize(text)[0])
        theirs = library.from_ids(ids, speed, Noise())
        ours = speaker.say(text, "en", speed).pcm
        assert len(ours) == len(theirs)
        assert np.abs(ours - theirs).max() < 1e-5

    def test_words_tell_their_phonemes_with_the_time_of_each(self, speaker: Any, library: Any, text: str) -> None:
        clip = speaker.say(text, "en", 1.0)
        sounds = [sound.rpartition(":") for mark in clip.marks for sound in mark.sounds.split()]
        (phonemes,) = library.phonemize(text)
        assert "".join(sound for sound, _, _ in sounds) == "".join(one for one in phonemes if one not in STOPS)
        assert sum(int(share) for _, _, share in sounds) == pytest.approx(len(clip.pcm), rel=0.3)

    def test_words_sound_when_the_marks_say_so(self, speaker: Any, text: str) -> None:
        clip = speaker.say(text, "en", 1.0)
        assert len(clip.marks) == len(text.split())
        loud = np.sqrt(np.mean(clip.pcm**2))
        for mark in clip.marks:
            assert np.sqrt(np.mean(clip.pcm[mark.begin : mark.finish] ** 2)) > 0.1 * loud


def test_names_are_not_reworded(speaker: Any) -> None:
    _, parts = speaker._reader.read("Alexander Lukashenko read Chapter Introduction to the U.S. President.")
    assert len(parts) == 1
    assert "zˈɪɹO" not in parts[0].symbols
    assert "ziəɹ" not in parts[0].symbols


def test_brackets_are_no_commands(speaker: Any) -> None:
    """hibari takes `[word](/phonemes/)` for a command; an article's text is never one."""
    _, parts = speaker._reader.read("See [the page](/about/) now")
    assert "bˈWt" in parts[0].symbols


@pytest.mark.parametrize("text", ["日本", "He said 日本 to me.", "مرحبا"])
def test_what_it_cant_read_is_an_error_that_names_it(speaker: Any, text: str) -> None:
    with pytest.raises(EngineError, match=text.replace("He said ", "").split()[0]) as caught:
        speaker.say(text, "en", 1.0)
    assert "voice" in caught.value.hint


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=40) | st.text("0123456789.,-:/$%²½'stnrdh ", max_size=40))
def test_any_text_is_read_or_is_an_error(speaker: Any, text: str) -> None:
    try:
        spans, parts = speaker._reader.read(text)
    except EngineError:
        return
    said = {owner for part in parts for owner in part.owners}
    for number, (start, end) in enumerate(spans):
        assert number in said or not any(map(str.isalnum, text[start:end]))


def test_long_sentences_are_spoken_in_parts_without_loss(speaker: Any) -> None:
    text = "The quick brown fox jumps over the lazy dog, " * 20
    spans, parts = speaker._reader.read(text)
    assert len(parts) > 1
    assert max(len(part.symbols) for part in parts) <= 400
    owners = {owner for part in parts for owner in part.owners}
    assert set(range(len(spans))) <= owners
    assert len(speaker.say(text, "en", 1.0).marks) == len(text.split())


def test_a_failing_network_is_an_error(speaker: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(speaker._model, "_wanted", ["no such output"])
    with pytest.raises(EngineError, match="failed") as caught:
        speaker.say("Hello there.", "en", 1.0)
    assert caught.value.hint


def test_noise_is_the_same_however_it_is_asked_for() -> None:
    few, many = noise.first(10).copy(), noise.first(1200)
    assert np.array_equal(few, many[:10])
    asked: list[Any] = []
    threads = [threading.Thread(target=lambda n=n: asked.append(noise.first(1200 + n))) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert all(np.array_equal(each[:1200], many) for each in asked)


@pytest.mark.parametrize("frames", [3, 4, 127, 128, 129, 300])
def test_any_number_of_frames_makes_as_many_samples(frames: int) -> None:
    from hibari import dsp

    rng = np.random.default_rng(1)
    spectra = rng.standard_normal((frames, 5 * BINS), dtype=np.float32) - 4
    pitch = np.where(rng.random(frames) < 0.6, 180, 0).astype(np.float32)
    hiss = noise.first(frames)

    class Noise:
        def standard_normal(self, shape: tuple[int, int], dtype: type) -> Any:
            return np.ascontiguousarray(hiss.T).view(np.float32)

    theirs = dsp.synth(*(np.ascontiguousarray(part.T) for part in np.split(spectra, 5, axis=1)), pitch, Noise())
    assert np.abs(synthesize(spectra, pitch) - theirs).max() < 1e-5


@pytest.fixture(scope="module")
def model() -> bytes:
    return (hibari._assets() / "hibari.onnx").read_bytes()


class TestGraph:
    def test_inner_values_are_opened(self, model: bytes) -> None:
        found = _hibari_graph.opened(model)
        assert found is not None
        session = hibari._session(found.data)
        shapes = {output.name: output.type for output in session.get_outputs()}
        assert shapes == {"f0": "tensor(float)", found.spectra: "tensor(float)", found.durations: "tensor(int64)"}

    def test_durations_are_the_sound_s_length(self, speaker: Any) -> None:
        for speed in (0.5, 1.0, 1.7):
            samples, durations = speaker._model.run([0, 50, 83, 54, 31, 4, 0], speed)
            assert durations.sum() == len(samples)

    def test_another_kind_of_model_is_an_error(self, model: bytes, tmp_path: Path) -> None:
        other = tmp_path / "other.onnx"
        other.write_bytes(model.replace(b'"\x06CumSum', b'"\x06CumSux'))
        assert _hibari_graph.opened(other.read_bytes()) is None
        with pytest.raises(EngineError, match="another way") as caught:
            hibari._Model(other)
        assert caught.value.hint


class TestVoices:
    def test_one_that_is_not_installed_says_how_it_can_be(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("HIBARI_HOME", str(tmp_path))
        assert [voice.name for voice in hibari.voices()] == ["heart"]
        with pytest.raises(VoiceError, match=r"bf_emma\.int8\.onnx") as caught:
            hibari.open_speaker(EMMA)
        assert caught.value.hint == "narrate voices install hibari:emma"

    def test_one_that_is_there_speaks(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """The British files are built alike; heart's stands in for emma's."""
        monkeypatch.setenv("HIBARI_HOME", str(tmp_path))
        (tmp_path / "bf_emma.int8.onnx").write_bytes((hibari._assets() / "hibari.onnx").read_bytes())
        assert {voice.name for voice in hibari.voices()} == {"heart", "emma"}
        speaker = hibari.open_speaker(EMMA)
        assert len(speaker.say("Hello there.", "en-GB", 1.0).marks) == 2

    @pytest.mark.parametrize("data", [b"", b"not a model" * 100])
    def test_a_damaged_file_is_an_error(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data: bytes) -> None:
        monkeypatch.setenv("HIBARI_HOME", str(tmp_path))
        (tmp_path / "bf_emma.int8.onnx").write_bytes(data)
        with pytest.raises(EngineError) as caught:
            hibari.open_speaker(EMMA)
        assert caught.value.hint
