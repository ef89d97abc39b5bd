"""Settings: defaults < file < environment < flags, and where each came from."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path

import pytest

from narrate import settings
from narrate.errors import UsageError
from narrate.settings import Settings


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    path = tmp_path / "settings.toml"
    path.touch()
    monkeypatch.setenv("NARRATE_CONFIG", str(path))
    return path


@pytest.fixture(autouse=True)
def _no_folders_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NARRATE_CACHE")
    monkeypatch.delenv("NARRATE_VOICE_FOLDER")


def test_without_anything_all_are_defaults(file: Path) -> None:
    assert settings.load({}) == Settings()


def test_each_source_overrules_the_one_before_and_is_remembered(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text('voice = "a"\nspeed = 1.1\nformat = "wav"\njobs = 3\n', "utf-8")
    monkeypatch.setenv("NARRATE_SPEED", "1.2")
    monkeypatch.setenv("NARRATE_FORMAT", "flac")
    found = settings.load({"format": "opus", "voice": None})
    assert (found.voice, found.speed, found.format, found.jobs) == ("a", 1.2, "opus", 3)
    assert found.origins == {"voice": str(file), "jobs": str(file), "speed": "NARRATE_SPEED", "format": "a flag"}


@pytest.mark.parametrize("name", [item.name for item in fields(Settings) if item.name != "origins"])
def test_every_setting_can_stand_in_the_environment(name: str, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kind = type(getattr(Settings(), name))
    written, meant = ("a=b, de.c=true", {"a": "b", "de": {"c": True}}) if kind is dict else ("1", kind(1))
    monkeypatch.setenv(f"NARRATE_{name.upper()}", written)
    assert getattr(settings.load({}), name) == meant


def test_a_whole_number_does_for_a_number(file: Path) -> None:
    file.write_text("speed = 1\n", "utf-8")
    speed = settings.load({}).speed
    assert speed == 1.0
    assert isinstance(speed, float)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("sped = 1.1", "there is no setting “sped”"),
        ('speed = "fast"', "“speed” must be a number, not 'fast'"),
        ("speed = true", "“speed” must be a number, not True"),
        ("jobs = 1.5", "“jobs” must be a whole number, not 1.5"),
        ("jobs = -1", "“jobs” must be 0 or more, not -1"),
        ("loudness = nan", "“loudness” must be a number, not nan"),
        ("cache_limit = inf", "“cache_limit” must be a number, not inf"),
        ('cast = "quote"', "“cast” must be key=value pairs"),
        ("reading = 3", "“reading” must be key=value pairs"),
        ('one_language = "perhaps"', "“one_language” must be true or false"),
        ("voice = ['a', 'b']", "“voice” must be a text"),
        ("speed = ", "the settings can't be read"),
        ('voice = "\xff', "the settings can't be read"),
        ('origins = "x"', "there is no setting “origins”"),
    ],
)
def test_what_cannot_be_is_told_with_the_file(text: str, words: str, file: Path) -> None:
    file.write_bytes(text.encode("latin-1"))
    with pytest.raises(UsageError, match=f"^{file}: {words}"):
        settings.load({})


def test_a_bad_variable_is_told_by_its_name(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NARRATE_SPEED", "fast")
    with pytest.raises(UsageError, match=r"^NARRATE_SPEED: “speed” must be a number, not 'fast'"):
        settings.load({})


def test_an_empty_variable_is_as_good_as_none(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NARRATE_JOBS", "")
    assert settings.load({}).jobs == 0


def test_a_settings_file_that_is_named_must_be_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NARRATE_CONFIG", str(tmp_path / "none.toml"))
    with pytest.raises(UsageError, match="there is no such settings file"):
        settings.load({})


@pytest.mark.skipif("sys.platform != 'linux'", reason="the place differs from system to system")
def test_the_usual_places_are_the_systems_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NARRATE_CONFIG")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert settings.config_file() == tmp_path / "config" / "narrate" / "settings.toml"
    assert settings.load({}) == Settings(), "no file is no fault there"
    assert settings.cache_folder(Settings()) == tmp_path / "cache" / "narrate" / "clips"


def test_the_cache_may_lie_anywhere(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    assert settings.cache_folder(Settings(cache="~/clips")) == tmp_path / "clips"


def test_tables_of_several_sources_are_laid_over_each_other(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text('[reading]\ntable = "read"\nnote = "end"\n[wording.de]\nclock = "twelve"\n', "utf-8")
    monkeypatch.setenv("NARRATE_READING", "table=announce")
    found = settings.load({"reading": "code=announce"})
    assert found.reading == {"table": "announce", "note": "end", "code": "announce"}
    assert found.wording == {"de": {"clock": "twelve"}}


def test_tables_in_a_table_are_laid_over_each_other_by_key(file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file.write_text(
        '[engines.openai]\nbase_url = "http://here/v1"\nmodel = "a"\n[engines.edge]\npitch = "+5"\n', "utf-8"
    )
    monkeypatch.setenv("NARRATE_ENGINES", "openai.model=b,openai.base_url=http://there:8880/v1?x=y")
    assert settings.load({}).engines == {
        "openai": {"base_url": "http://there:8880/v1?x=y", "model": "b"},
        "edge": {"pitch": "+5"},
    }
