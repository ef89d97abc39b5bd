from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar

import pytest

from narrate import plugins, records, voices
from narrate.contracts import EngineInfo
from narrate.errors import EngineError, MissingExtra, UsageError, VoiceError
from narrate.model import Voice


class TestFind:
    @pytest.mark.parametrize(
        ("name", "found"),
        [
            ("hibari:heart", "hibari:heart"),
            ("heart", "hibari:heart"),
            ("hibari:emma", "hibari:emma"),
            ("hibari", "hibari:heart"),
            ("espeak:ru", "espeak:ru"),
            ("espeak:PT-br", "espeak:pt-BR"),
            ("espeak", "espeak:en-US"),
            ("tone:sine", "tone:sine"),
            ("tone", "tone:sine"),
            ("gtts:en-GB", "gtts:en-GB"),
            ("gtts:en@co.nz", "gtts:en@co.nz"),
        ],
    )
    def test_by_name_or_engine(self, name: str, found: str) -> None:
        assert str(voices.find(name)) == found

    @pytest.mark.parametrize(
        ("engine", "language", "found"),
        [
            ("espeak", "ru", "espeak:ru"),
            ("espeak", "de-AT", "espeak:de"),
            ("espeak", "zh", "espeak:cmn"),
            ("gtts", "he", "gtts:iw"),
            ("hibari", "en-GB", "hibari:heart"),
            ("tone", "ru", "tone:sine"),
        ],
    )
    def test_engine_s_voice_for_a_language(self, engine: str, language: str, found: str) -> None:
        assert str(voices.find(engine, language)) == found

    def test_engine_without_the_language(self) -> None:
        with pytest.raises(VoiceError, match="ru") as caught:
            voices.find("hibari", "ru")
        assert caught.value.hint

    @pytest.mark.parametrize(
        ("name", "meant"),
        [("hibari:haert", "hibari:heart"), ("haert", "heart"), ("espaek:ru", "espeak:ru"), ("espeak:rus", "espeak:ru")],
    )
    def test_slips_are_recognised(self, name: str, meant: str) -> None:
        with pytest.raises(VoiceError, match=name) as caught:
            voices.find(name)
        assert meant in caught.value.hint
        assert caught.value.hint.startswith("did you mean")

    @pytest.mark.parametrize("name", ["", ":", "x", "???", "no:thing:here"])
    def test_nonsense_is_a_voice_error(self, name: str) -> None:
        with pytest.raises(VoiceError) as caught:
            voices.find(name)
        assert caught.value.hint


class TestDefault:
    @pytest.mark.parametrize(
        ("language", "voice"),
        [
            ("en", "hibari:heart"),
            ("en-US", "hibari:heart"),
            ("en-GB", "hibari:heart"),
            ("EN_us", "hibari:heart"),
            ("ru", "espeak:ru"),
            ("de-CH", "espeak:de"),
            ("fr", "espeak:fr"),
            ("fr-BE", "espeak:fr-BE"),
            ("pt", "espeak:pt"),
            ("pt-BR", "espeak:pt-BR"),
            ("es", "espeak:es"),
            ("es-ES", "espeak:es"),
            ("es-MX", "espeak:es-419"),
            ("zh", "espeak:cmn"),
            ("zh-CN", "espeak:cmn"),
            ("no", "espeak:nb"),
            ("iw", "espeak:he"),
        ],
    )
    def test_is_the_best_that_is_installed(self, language: str, voice: str) -> None:
        assert str(voices.default(language)) == voice

    @pytest.mark.parametrize("language", ["", "qqq", "xyz-Latn-x", "mul"])
    def test_unknown_language_is_a_voice_error(self, language: str) -> None:
        with pytest.raises(VoiceError) as caught:
            voices.default(language)
        assert caught.value.hint

    def test_an_engine_that_is_not_installed_is_passed_over(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def missing() -> Any:
            raise MissingExtra("hibari", "")

        for better in ("hibari", "kokoro", "piper"):
            if better in plugins.names("engines"):
                monkeypatch.setattr(plugins.load("engines", better), "voices", missing)
        assert str(voices.default("en-US")) == "espeak:en-US"


def test_usual_names_start_no_process_and_load_nothing_heavy() -> None:
    code = (
        "import sys, subprocess\n"
        "def none(*args, **keys): raise AssertionError('a process')\n"
        "subprocess.Popen.__init__ = none\n"
        "from narrate import voices\n"
        "for name in ('hibari:heart', 'espeak:ru', 'espeak'): voices.find(name)\n"
        "for language in ('en', 'ru', 'de'): voices.default(language)\n"
        "print([name for name in ('numpy', 'onnxruntime', 'hibari', 'gtts', 'pyttsx3', 'av') if name in sys.modules])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


class TestCatalogue:
    def test_has_every_voice_once_and_no_test_voices(self) -> None:
        names = [str(listing.voice) for listing in voices.catalogue()]
        assert len(names) == len(set(names))
        assert {"hibari:heart", "hibari:emma", "espeak:ru", "gtts:fr-CA"} <= set(names)
        assert not any(name.startswith("tone:") for name in names)

    def test_tells_what_is_installed_and_needs_no_network(self, monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
        monkeypatch.setenv("HIBARI_HOME", str(tmp_path))
        listings = {str(listing.voice): listing for listing in voices.catalogue()}
        assert (listings["hibari:heart"].installed, listings["hibari:heart"].offline) == (True, True)
        assert (listings["hibari:emma"].installed, listings["hibari:emma"].offline) == (False, True)
        assert (listings["espeak:ru"].installed, listings["espeak:ru"].offline) == (True, True)
        assert (listings["gtts:en"].installed, listings["gtts:en"].offline) == (True, False)

    def test_every_listing_has_a_licence_a_language_and_a_reason(self) -> None:
        for listing in voices.catalogue():
            assert listing.voice.licence
            assert listing.voice.language
            assert listing.reason
            assert listing.description

    def test_one_broken_engine_spoils_nothing(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def broken() -> Any:
            raise EngineError("broken")

        monkeypatch.setattr(plugins.load("engines", "espeak"), "voices", broken)
        names = {str(listing.voice) for listing in voices.catalogue()}
        assert "hibari:heart" in names
        assert "espeak:ru" not in names

    def test_engines_of_other_packages_need_no_file(self, monkeypatch: pytest.MonkeyPatch) -> None:
        theirs = Voice(engine="parrot", name="polly", language="pir")
        engine = SimpleNamespace(INFO=EngineInfo(name="parrot", summary=""), voices=lambda: (theirs,))
        names, load = plugins.names, plugins.load
        monkeypatch.setattr(plugins, "names", lambda group: (*names(group), "parrot"))
        monkeypatch.setattr(plugins, "load", lambda group, name: engine if name == "parrot" else load(group, name))
        records.records.cache_clear()
        try:
            assert voices.find("parrot:polly") == theirs
            assert voices.default("pir") == theirs
            assert theirs in [listing.voice for listing in voices.catalogue()]
        finally:
            records.records.cache_clear()


class TestFiles:
    KEYS: ClassVar[dict[str, Any]] = {
        "engine": str, "name": str, "label": str, "description": str, "gender": ("female", "male", "neutral"),
        "languages": list, "licence": str, "rate": int, "rank": int, "reason": str, "measured": dict, "files": list,
        "prices": list,
    }  # fmt: skip
    NEEDED: ClassVar[set[str]] = {"engine", "name", "description", "languages", "licence", "rank", "reason"}
    FIGURES: ClassVar[dict[str, tuple[int, int]]] = {
        "dnsmos_overall": (1, 5),
        "misheard_percent": (0, 100),
        "times_realtime": (0, 5000),
    }
    FILE: ClassVar[dict[str, str]] = {
        "url": r"https://[a-z0-9.-]+/\S+", "sha256": "[0-9a-f]{64}", "size": r"[1-9]\d*", "bundled": "True",
        "save_as": r"[A-Za-z0-9_][A-Za-z0-9._-]*", "others": r"\['https://\S+'(, 'https://\S+')*\]",
    }  # fmt: skip

    @pytest.mark.parametrize("path", sorted(records.folder().glob("*.toml")), ids=lambda path: path.stem)
    def test_follow_the_readme_s_table(self, path: Path) -> None:
        data = tomllib.loads(path.read_text("utf-8"))
        assert data.keys() <= self.KEYS.keys()
        assert data.keys() >= self.NEEDED | (set() if data["name"] == "*" else {"label"})
        for key, value in data.items():
            kind = self.KEYS[key]
            assert value in kind if isinstance(kind, tuple) else isinstance(value, kind), key
            assert value or key == "rank", key
        assert all(re.fullmatch(r"\*|[a-z]{2,3}(-[A-Za-z0-9]{2,8})*", tag) for tag in data["languages"])
        assert 0 <= data["rank"] <= 100
        for name, figure in data.get("measured", {}).items():
            low, high = self.FIGURES[name]
            assert low <= figure <= high
        for file in data.get("files", ()):
            assert file.keys() >= {"url", "size", "sha256"}
            for key, value in file.items():
                assert re.fullmatch(self.FILE[key], str(value)), key

    def test_keys_are_those_that_the_readme_tells(self) -> None:
        told = (records.folder() / "README.md").read_text("utf-8")
        for key in (*self.KEYS, *self.FILE, *self.FIGURES):
            assert f"`{key}`" in told or f"`[{key}]`" in told or f"`[[{key}]]`" in told, key

    def test_are_named_after_what_they_describe(self) -> None:
        for path in records.folder().glob("*.toml"):
            data = tomllib.loads(path.read_text("utf-8"))
            expected = {data["engine"], f"{data['engine']}-{data['name']}"}
            assert path.stem in expected
            assert data["engine"] in plugins.names("engines")

    def test_downloads_are_those_of_the_engine_s_own_registry(self) -> None:
        registry = plugins.load("engines", "hibari")._registry()
        found = {record.name: record for record in records.records() if record.engine == "hibari"}
        assert set(found) == set(registry)
        for name, facts in registry.items():
            (file,) = found[name].files
            assert file.size == facts["bytes"]
            assert file.sha256 == facts["sha256"]
            assert file.url.endswith("/" + facts["file"])
            assert found[name].languages[0] == facts["language"]
            assert re.fullmatch(r"[0-9a-f]{64}", file.sha256)


def test_open_speaker_opens() -> None:
    speaker = voices.open_speaker(voices.find("tone"))
    assert len(speaker.say("hello", "en", 1.0).pcm)
    speaker.close()


def test_open_speaker_of_an_unknown_engine_is_a_voice_error() -> None:
    with pytest.raises(VoiceError):
        voices.open_speaker(Voice(engine="nobody", name="x", language="en"))


@pytest.mark.parametrize(("language", "hint"), [("ja", "gtts:ja "), ("chr", "`narrate voices`"), ("th", "gtts:th")])
def test_a_language_that_no_voice_here_can_read_is_an_error_that_names_others(language: str, hint: str) -> None:
    with pytest.raises(VoiceError, match=f"no voice here speaks the language “{language}”") as caught:
        voices.default(language)
    assert hint in caught.value.hint
    with pytest.raises(VoiceError, match="eSpeak"):
        voices.find(f"espeak:{language}")
    assert language not in {entry.voice.language for entry in voices.catalogue() if entry.offline}


@pytest.mark.parametrize("language", ["zh", "zh-CN", "zh-TW", "cmn", "yue", "ko", "uk", "he", "ka"])
def test_other_letters_have_a_voice(language: str) -> None:
    assert voices.default(language).engine == "espeak"


@pytest.mark.parametrize(
    ("engines", "words"),
    [
        ({"nobody": {"pitch": 1}}, "nobody"),
        ({"edge": {"pich": 1}}, "edge has no setting “pich”"),
        ({"hibari": {"pitch": 1}}, "hibari has no setting “pitch”"),
        ({"edge": "+5"}, "must be a table"),
    ],
)
def test_settings_that_no_engine_has_are_told(engines: dict[str, Any], words: str) -> None:
    with pytest.raises(UsageError, match=words) as caught:
        plugins.checked("engines", engines)
    assert caught.value.hint


def test_settings_that_engines_have_are_taken() -> None:
    assert plugins.checked("engines", {"edge": {"pitch": "+5"}, "gtts": {}}) == {"edge": {"pitch": "+5"}, "gtts": {}}
