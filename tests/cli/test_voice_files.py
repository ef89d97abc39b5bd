"""Voices are installed, shown, chosen and removed by the real program, from a host on the loopback."""

from __future__ import annotations

import json
import os
import pty
import runpy
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from narrate import settings
from tests.cli.conftest import NARRATE, Shell
from tests.conftest import PLUGIN, Trial
from tests.files_server import Host, cut, dropped, hosting, other_bytes

FIRST, SECOND = "trial-files:first", "trial-files:second"


@pytest.fixture
def host(trial: Trial, monkeypatch: pytest.MonkeyPatch) -> Iterator[Host]:
    """A mirror of the host of `trial-files`."""
    with hosting() as host:
        data = runpy.run_path(str(PLUGIN / "narrate_trial.py"))["DATA"]
        host.files = {f"/hub/voices/{name}": value for name, value in data.items()}
        monkeypatch.setenv("NARRATE_MIRROR", f"{host.address}/hub")
        yield host


def here() -> list[str]:
    folder = settings.voice_folder("trial-files")
    return sorted(path.name for path in folder.iterdir()) if folder.exists() else []


class TestInstall:
    def test_tells_size_and_licence_and_needs_a_yes(self, narrate: Shell, host: Host) -> None:
        ran = narrate("voices", "install", FIRST)
        assert ran.code == 2
        assert f"{FIRST}: 0.3 MB from {host.address}/hub, licence CC0-1.0" in ran.err
        assert "--yes installs without asking" in ran.err
        assert not host.asked

    @pytest.mark.parametrize(("answer", "code"), [("y\n", 0), ("\n", 0), ("n\n", 130)])
    def test_asks_on_a_terminal(self, answer: str, code: int, host: Host) -> None:
        ours, theirs = pty.openpty()
        command = [sys.executable, str(NARRATE), "voices", "install", FIRST]
        process = subprocess.Popen(command, stdin=theirs, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
        os.write(ours, answer.encode())
        _, err = process.communicate(timeout=60)
        os.close(ours)
        os.close(theirs)
        assert process.returncode == code
        assert "Install? [Y/n]" in err
        assert "Traceback" not in err
        assert here() == ([] if code else ["first.bin", "shared.bin"])

    def test_brings_voices_that_are_then_listed_and_found(self, narrate: Shell, host: Host) -> None:
        ran = narrate("voices", "install", FIRST, SECOND, "-y")
        assert ran.code == 0
        assert [line.split(" is installed in ")[0] for line in ran.out.splitlines()] == [FIRST, SECOND]
        assert here() == ["first.bin", "second.bin", "shared.bin"]
        assert len(host.asked) == 3
        told = json.loads(narrate("voices", "--engine", "trial-files", "--installed", "--json").out)
        assert [one["name"] for one in told] == [FIRST, SECOND]
        again = narrate("voices", "install", FIRST, "--yes")
        assert (again.code, again.out, again.err) == (0, "", f"{FIRST} is installed already\n")

    def test_goes_on_after_a_break(self, narrate: Shell, host: Host) -> None:
        host.faults = [cut(50_000), dropped]
        assert narrate("voices", "install", FIRST, "-y").code == 0
        assert [asked for _, asked in host.asked] == ["", "bytes=50000-", "bytes=50000-", ""]

    def test_of_altered_files_fails_and_leaves_nothing(self, narrate: Shell, host: Host) -> None:
        host.faults = [other_bytes]
        ran = narrate("voices", "install", FIRST, "-y")
        assert ran.code == 4
        assert "its hash is another" in ran.err
        assert here() == []

    def test_takes_files_of_a_folder(self, narrate: Shell, host: Host) -> None:
        for path, data in host.files.items():
            narrate.write(f"stick/{Path(path).name}", data)
        assert narrate("voices", "install", FIRST, "-y", "--from", "stick").code == 0
        assert not host.asked
        assert here() == ["first.bin", "shared.bin"]

    def test_quietly_says_nothing(self, narrate: Shell, host: Host) -> None:
        ran = narrate("voices", "install", FIRST, "-y", "-q")
        assert (ran.code, ran.out) == (0, "")

    def test_of_what_can_not_be_downloaded_is_told(self, narrate: Shell) -> None:
        ran = narrate("voices", "install", "gtts:en@co.nz", "-y")
        assert ran.code == 2
        assert "no files that could be downloaded" in ran.err
        ran = narrate("voices", "install", "hibari:hart", "-y")
        assert ran.code == 2
        assert "did you mean hibari:heart" in ran.err


class TestRemove:
    def test_leaves_what_other_voices_need(self, narrate: Shell, host: Host) -> None:
        narrate("voices", "install", FIRST, SECOND, "-y")
        ran = narrate("voices", "remove", FIRST)
        assert (ran.code, ran.out) == (0, f"{FIRST} is removed, which freed 0.1 MB\n")
        assert here() == ["second.bin", "shared.bin"]
        narrate("voices", "remove", SECOND)
        assert here() == []

    def test_of_a_voice_that_was_not_downloaded_is_an_error(self, narrate: Shell) -> None:
        ran = narrate("voices", "remove", "hibari:heart")
        assert ran.code == 2
        assert "hibari:heart was not downloaded" in ran.err


class TestShow:
    def test_tells_all_of_a_voice(self, narrate: Shell, tmp_path: Path) -> None:
        out = narrate("voices", "show", "emma", HIBARI_HOME=str(tmp_path)).out
        for told in ("hibari:emma", "en-GB", "Apache-2.0", "24000 Hz", "female", "7.9 MB", "not measured by us"):
            assert told in out, told
        assert f"`narrate voices install hibari:emma` downloads 7.9 MB into {tmp_path}" in out
        assert "DNSMOS overall 3.46, 5.5 % of words misheard" in narrate("voices", "show", "heart").out

    def test_tells_it_as_json(self, narrate: Shell, host: Host) -> None:
        narrate("voices", "install", FIRST, "-y")
        told = json.loads(narrate("voices", "show", FIRST, "--json").out)
        assert told["installed"]
        assert [Path(path).name for path in told["present"]] == ["shared.bin", "first.bin"]
        assert [len(file["sha256"]) for file in told["files"]] == [64, 64]


class TestDefault:
    def test_is_the_best_installed_voice_unless_chosen(self, narrate: Shell) -> None:
        ran = narrate("voices", "default", "en")
        assert (ran.code, ran.out) == (0, "hibari:heart\n")
        assert "the best installed one" in ran.err
        settings.config_file().write_text("# mine\nspeed = 1.1  # brisk\n", "utf-8")
        assert narrate("voices", "default", "en", "espeak:en-US").out == "espeak:en-US\n"
        assert narrate("voices", "default", "en-AU").out == "espeak:en-US\n"
        assert narrate("voices", "default").out == "en: espeak:en-US\n"
        assert settings.config_file().read_text("utf-8").startswith("# mine\nspeed = 1.1  # brisk\n")
        narrate.write("story.txt", "It was late.")
        told = json.loads(narrate("story.txt", "--dry-run", "--json").out)
        assert told["voices"] == ["espeak:en-US"]
        told = json.loads(narrate("story.txt", "--dry-run", "--json", "--voice", "heart").out)
        assert told["voices"] == ["hibari:heart"]
        assert narrate("voices", "default", "en", "--reset").out == "hibari:heart\n"
        assert narrate("voices", "default").out == ""

    @pytest.mark.parametrize(
        ("arguments", "said"),
        [
            (("ru", "hibari:heart"), "hibari:heart speaks en-US, not ru"),
            (("en", "hibari:emma"), "narrate voices install hibari:emma"),
            (("en", "nobody"), "there is no voice “nobody”"),
            (("qqq",), "no voice here speaks the language “qqq”"),
        ],
    )
    def test_must_be_a_voice_that_can_speak_it_now(
        self, arguments: tuple[str, ...], said: str, narrate: Shell, tmp_path: Path
    ) -> None:
        ran = narrate("voices", "default", *arguments, HIBARI_HOME=str(tmp_path))
        assert ran.code == 2
        assert said in ran.err
        assert settings.config_file().read_text() == ""

    def test_in_a_settings_file_with_a_mistake_is_told(self, narrate: Shell) -> None:
        settings.config_file().write_text("speed = = 1\n", "utf-8")
        ran = narrate("voices", "default", "en", "hibari:heart")
        assert ran.code == 2
        assert "settings" in ran.err


def test_the_list_is_the_same_with_and_without_its_name(narrate: Shell) -> None:
    plain = narrate("voices", "--licence", "apache", "--language", "en").out
    assert plain.splitlines()[1].startswith("hibari:heart")
    assert narrate("voices", "list", "--licence", "apache", "--language", "en").out == plain


@pytest.mark.parametrize(
    ("words", "offered"),
    [
        ("narrate voices in", "install"),
        ("narrate voices install hibari:", "hibari:emma"),
        ("narrate voices show hibari:h", "hibari:heart"),
        ("narrate voices default en hib", "hibari:heart"),
    ],
)
def test_names_are_completed(words: str, offered: str, narrate: Shell, tmp_path: Path) -> None:
    count = str(len(words.split(" ")) - 1)
    facts = {"_NARRATE_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": count}
    assert f"plain,{offered}" in narrate(HIBARI_HOME=str(tmp_path), **facts).out.splitlines()
