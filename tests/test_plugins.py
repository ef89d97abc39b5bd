"""Plug-ins are found by their files and by other packages' entry points."""

from __future__ import annotations

from pathlib import Path

import pytest

import narrate
from narrate import plugins, voices
from narrate.contracts import EngineInfo, ReaderInfo
from narrate.errors import UsageError
from narrate.outputs import AudioOutput, OutputInfo, TextOutput
from tests.conftest import Trial

GROUPS: dict[plugins.Group, type] = {"engines": EngineInfo, "readers": ReaderInfo, "outputs": OutputInfo}


@pytest.mark.parametrize("group", GROUPS)
def test_every_public_file_of_the_folder_is_a_plug_in(group: plugins.Group) -> None:
    folder = Path(narrate.__file__).parent / group
    files = {path.stem for path in folder.glob("*.py")} | {path.parent.name for path in folder.glob("*/__init__.py")}
    ours = (name.replace("_", "-") for name in files if not name.startswith("_"))
    assert plugins.names(group) == tuple(sorted(ours))


@pytest.mark.parametrize("group", GROUPS)
def test_every_plug_in_says_what_it_is_under_its_own_name(group: plugins.Group) -> None:
    for name, found in zip(plugins.names(group), plugins.every(group), strict=True):
        assert isinstance(found.INFO, GROUPS[group])
        assert found.INFO.name == name
        assert found.INFO.summary
        assert not found.INFO.summary.endswith(".")


def test_every_output_writes_sound_or_takes_a_narration() -> None:
    for output in plugins.every("outputs"):
        assert isinstance(output, AudioOutput if output.INFO.audio else TextOutput)
        assert output.INFO.suffix.startswith(".")


def test_no_two_outputs_have_the_same_suffix() -> None:
    suffixes = [output.INFO.suffix for output in plugins.every("outputs")]
    assert len(suffixes) == len(set(suffixes))


def test_other_packages_plug_in_through_entry_points(trial: Trial) -> None:
    assert {"trial", "trial-paragraph", "hibari", "tone"} <= set(plugins.names("engines"))
    assert plugins.load("engines", "trial").INFO.summary == "Misbehaves as told"
    assert plugins.load("outputs", "trial-list").INFO.suffix == ".list"
    assert str(voices.find("trial:one")) == "trial:one"


def test_without_the_package_its_plug_ins_are_unknown() -> None:
    assert "trial" not in plugins.names("engines")


def test_ours_win_over_others_of_the_same_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "usurper-1.0.dist-info"
    folder.mkdir()
    (folder / "METADATA").write_text("Metadata-Version: 2.1\nName: usurper\nVersion: 1.0\n")
    (folder / "entry_points.txt").write_text("[narrate.engines]\ntone = no_such_module\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    plugins._theirs.cache_clear()
    try:
        assert plugins.names("engines").count("tone") == 1
        assert plugins.load("engines", "tone").__name__ == "narrate.engines.tone"
    finally:
        plugins._theirs.cache_clear()


def test_an_unknown_name_is_told_with_the_known_ones() -> None:
    with pytest.raises(UsageError, match="unknown output “mp4”") as caught:
        plugins.load("outputs", "mp4")
    assert caught.value.hint == f"known: {', '.join(plugins.names('outputs'))}"
