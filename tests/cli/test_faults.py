"""What can go wrong: one clear line, a hint, the right exit code, nothing half written, never a traceback."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import NARRATE, SENTENCES, STORY, Shell
from tests.conftest import Trial
from tests.helpers import parts_left


def test_a_missing_file_is_told_with_what_was_meant(narrate: Shell) -> None:
    narrate.write("article.html")
    ran = narrate.tones("artcle.html")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err == "error: artcle.html: there is no such file\n\nhint: did you mean “article.html”?\n"


def test_a_folder_is_no_article(narrate: Shell) -> None:
    ran = narrate.tones(".")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err == "error: .: this is a folder, not an article\n\nhint: name the files in it\n"


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "the article is empty"),
        (b" \n\t\r\n", "the article is empty"),
        (b"* * *\n\n!!! --- ???\n", "there are no words in it"),
        (b"<html><body><script>var a = 1;</script></body></html>", "words"),
        (bytes(range(256)) * 40, ""),
        (b"\x7fELF\x02\x01\x01" + bytes(5000), ""),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, ""),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + os.urandom(900), ""),
        (b"PK\x03\x04" + os.urandom(900), ""),
        (os.urandom(4000), ""),
    ],
    ids=["empty", "blank", "no words", "only a script", "bytes", "program", "picture", "pdf", "zip", "noise"],
)
def test_what_is_no_article_is_told(content: bytes, words: str, narrate: Shell) -> None:
    narrate.write("article.txt", content)
    ran = narrate.tones("article.txt")
    assert (ran.code, ran.out) == (3, "")
    assert ran.err.startswith("error: article.txt: ")
    assert words in ran.err
    assert narrate.files == ["article.txt"]


@pytest.mark.parametrize("content", [b"", bytes(range(256)) * 40], ids=["empty", "bytes"])
def test_so_is_what_comes_from_standard_input(content: bytes, narrate: Shell) -> None:
    command = [sys.executable, str(NARRATE), "-", "--voice", "tone:sine"]
    ran = subprocess.run(command, input=content, capture_output=True, cwd=narrate.folder, check=False)
    assert (ran.returncode, ran.stdout) == (3, b"")
    assert ran.stderr.startswith(b"error: standard input: ")


@pytest.mark.parametrize(
    ("arguments", "words", "hint"),
    [
        (["--voice", "hibari:hart"], "there is no voice “hibari:hart”", "did you mean hibari:heart"),
        (["--voice", "nobody"], "there is no voice “nobody”", ""),
        (["--format", "mp4"], "unknown output “mp4”", "known: "),
        (["--format", ","], "no format is named", "known: "),
        (["-o", "talk.ogg"], ".ogg files can't be made", "known: "),
        (["-o", "talk.mp2"], ".mp2 files can't be made", "known: "),
        (["-o", "talk.pdf"], ".pdf files can't be made", ".epub"),
        (["-o", "talk.wav", "-f", "mp3"], "the file's name says wav", ""),
        (["--speed", "9"], "9", ""),
        (["--jobs", "0"], "0", ""),
        (["--on-error", "explode"], "explode", ""),
        (["--no-such-option"], "--no-such-option", ""),
        (["--cover", "none.png"], "none.png", ""),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, list) else "",
)
def test_what_can_not_be_asked_for_is_told(arguments: list[str], words: str, hint: str, narrate: Shell) -> None:
    narrate.write("story.txt")
    ran = narrate(
        "story.txt", "--language", "en", *([] if "--voice" in arguments else ["--voice", "tone:sine"]), *arguments
    )
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err
    assert hint in ran.err
    assert narrate.files == ["story.txt"]


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("NARRATE_SPEED", "fast", "NARRATE_SPEED: “speed” must be a number, not 'fast'"),
        ("NARRATE_SPEED", "7", "NARRATE_SPEED: speed can't be 7.0"),
        ("NARRATE_ON_ERROR", "explode", "NARRATE_ON_ERROR: on_error can't be “explode”"),
        ("NARRATE_PRESET", "radio", "NARRATE_PRESET: preset can't be “radio”"),
        ("NARRATE_FORMATS", "mp3.bit_rate=65", "NARRATE_FORMATS: bit_rate of mp3 can't be 65"),
        ("NARRATE_FORMATS", "mp3.speed=65", "NARRATE_FORMATS: mp3 has no setting “speed”"),
        ("NARRATE_LOUDNESS", "0", "NARRATE_LOUDNESS: loudness can't be 0.0"),
        ("NARRATE_LOUDNESS", "nan", "NARRATE_LOUDNESS: “loudness” must be a number, not 'nan'"),
        ("NARRATE_FORMAT", "mp4", "NARRATE_FORMAT: unknown output “mp4”"),
        ("NARRATE_JOBS", "-3", "NARRATE_JOBS: “jobs” must be 0 or more, not -3"),
        ("NARRATE_CACHE_LIMIT", "-1", "NARRATE_CACHE_LIMIT: “cache_limit” must be 0 or more, not -1"),
        ("NARRATE_CAST", "ru=nobody", "NARRATE_CAST: there is no voice “nobody”"),
        ("NARRATE_CONFIG", "none.toml", "none.toml: there is no such settings file"),
    ],
)
def test_a_bad_setting_is_told_with_its_name(name: str, value: str, words: str, narrate: Shell) -> None:
    narrate.write("story.txt")
    ran = narrate.tones("story.txt", **{name: value})
    assert (ran.code, ran.out) == (2, "")
    assert words in ran.err
    assert narrate.files == ["story.txt"]


def test_a_voice_that_is_not_there_is_told_with_where_it_was_set(narrate: Shell) -> None:
    narrate.write("story.txt")
    narrate.write("own.toml", 'voice = "nobody"')
    assert "error: NARRATE_VOICE: there is no voice “nobody”" in narrate("story.txt", NARRATE_VOICE="nobody").err
    assert "own.toml: there is no voice “nobody”" in narrate("story.txt", NARRATE_CONFIG="own.toml").err
    assert "error: there is no voice “nobody”" in narrate("story.txt", "--voice", "nobody", NARRATE_VOICE="espeak").err


def test_a_file_with_a_dash_in_front_is_told_how_to_be_named(narrate: Shell) -> None:
    narrate.write("-story.txt")
    ran = narrate.tones("-story.txt")
    assert ran.code == 2
    assert "hint: for the file of that name, narrate -- -story.txt" in ran.err
    assert narrate("--dry-run", "--voice", "tone:sine", "--language", "en", "--", "-story.txt").code == 0
    assert "hint: for the file" not in narrate.tones("-stories.txt").err


def test_a_missing_extra_is_told_with_the_command_that_brings_it(narrate: Shell, trial: Trial) -> None:
    narrate.write("story.txt")
    ran = narrate("story.txt", "--voice", "trial-missing:one", "--language", "en")
    assert (ran.code, ran.out) == (5, "")
    assert "the trial voice is not installed" in ran.err
    assert ran.err.endswith("\n\nhint: pip install 'narrate-articles[trial]'\n")
    assert narrate.files == ["story.txt"]


@pytest.mark.parametrize(
    "target",
    [
        "story.txt/talk.mp3",
        pytest.param("/proc/talk.mp3", marks=pytest.mark.skipif(not Path("/proc/1").exists(), reason="no /proc")),
        "x" * 300 + ".mp3",
    ],
)
def test_a_place_that_can_not_be_written_is_told_before_any_work(target: str, narrate: Shell, trial: Trial) -> None:
    narrate.write("story.txt")
    ran = narrate("story.txt", "--voice", "trial:one", "--language", "en", "-o", target)
    assert (ran.code, ran.out) == (6, "")
    assert f"error: {target}: the file can't be written: " in ran.err
    assert "hint: choose another place with -o" in ran.err
    assert trial.said == []
    assert narrate.files == ["story.txt"]


@pytest.mark.parametrize(("flag", "code"), [([], 4), (["--on-error", "skip"], 7)])
def test_an_engine_that_fails_is_told_with_its_place(flag: list[str], code: int, narrate: Shell, trial: Trial) -> None:
    narrate.write("story.txt")
    trial.misbehave(at="captain", do="fail")
    ran = narrate("story.txt", "--voice", "trial:one", "--language", "en", "--captions", *flag)
    assert ran.code == code
    assert "story.txt, line 7" in ran.err
    assert "At noon the captain read the letter." in ran.err
    assert "the trial failed as told" in ran.err
    if not flag:
        assert (ran.out, narrate.files) == ("", ["story.txt"])
        return
    assert ran.out == "story.mp3\nstory.vtt\n"
    assert ran.err.count("captain") == 1, "told once"
    captions = (narrate.folder / "story.vtt").read_text("utf-8")
    assert "captain" not in captions
    assert "laughed" in captions


def test_a_skipped_sentence_is_in_the_report(narrate: Shell, trial: Trial) -> None:
    narrate.write("story.txt")
    trial.misbehave(at="captain", do="break")
    ran = narrate("story.txt", "--voice", "trial:one", "--language", "en", "--on-error", "skip", "--json")
    assert ran.code == 7
    assert ran.results[0]["skipped"] == [
        {
            "place": "story.txt, line 7",
            "text": "At noon the captain read the letter.",
            "reason": "the engine failed: IndexError: list index out of range",
        }
    ]


def test_a_cache_that_can_not_be_written_is_a_warning(narrate: Shell) -> None:
    narrate.write("story.txt")
    ran = narrate.tones("story.txt", "-f", "wav", NARRATE_CACHE=str(narrate.folder / "story.txt"))
    assert (ran.code, ran.out) == (0, "story.wav\n")
    assert ran.err.count("warning: clips can't be kept in") == 1


# -- A full disk --------------------------------------------------------------------------------------------------


def _mounts() -> bool:
    """Whether a small disk of ours can be put up, in a name space of its own."""
    if sys.platform != "linux" or not shutil.which("unshare"):
        return False
    command = ["unshare", "-rm", "mount", "-t", "tmpfs", "-o", "size=64k", "none", "/mnt"]
    return subprocess.run(command, capture_output=True, check=False).returncode == 0


class SmallDisk:
    """A folder that is a disk of its own, for one command; what is left on it is told."""

    def __init__(self, shell: Shell) -> None:
        self.shell, self.folder = shell, shell.folder / "disk"
        self.folder.mkdir()

    def run(self, options: str, *arguments: str, **environment: str) -> tuple[int, str, list[str]]:
        script = (
            'mount -t tmpfs -o "$1" none "$2" && shift 2 && "$@"; code=$?; ls -A1 disk | sed "s/^/left: /" >&2;'
            " exit $code"
        )
        command = ["unshare", "-rm", "sh", "-c", script, "sh", options, str(self.folder)]
        ran = subprocess.run(
            [*command, sys.executable, str(NARRATE), *arguments],
            cwd=self.shell.folder,
            env={**os.environ, **environment},
            capture_output=True,
            encoding="utf-8",
            check=False,
            timeout=60,
        )
        assert "Traceback" not in ran.stderr
        lines = ran.stderr.splitlines(keepends=True)
        said = "".join(line for line in lines if not line.startswith("left: "))
        return ran.returncode, said, [line[6:].strip() for line in lines if line.startswith("left: ")]


@pytest.fixture
def disk(narrate: Shell) -> SmallDisk:
    if not _mounts():
        pytest.skip("no disk can be mounted here")
    return SmallDisk(narrate)


@pytest.mark.parametrize(
    ("name", "kilobytes"),
    [("mp3", 64), ("mp3", 200), ("wav", 500), ("m4b", 200), ("flac", 64), ("opus", 64)],
)
def test_a_full_disk_is_told_and_leaves_nothing_half(name: str, kilobytes: int, disk: SmallDisk, trial: Trial) -> None:
    disk.shell.write("story.txt")
    arguments = ["story.txt", "--voice", "trial:one", "--language", "en"]
    code, said, left = disk.run(f"size={kilobytes}k", *arguments, "-o", f"disk/story.{name}")
    assert code == 6
    assert said.startswith(f"error: disk/story.{name}: the file can't be written: No space left on device\n")
    assert said.count("\n") == 3, said
    assert "free space" in said
    assert left == []
    finished = trial.said
    ran = disk.shell(*arguments, "-f", name)
    assert ran.code == 0
    assert sorted(trial.said + finished) == sorted(SENTENCES), "what was spoken before is kept"


def test_a_disk_that_may_only_be_read_is_told_before_any_work(disk: SmallDisk, trial: Trial) -> None:
    disk.shell.write("story.txt")
    code, said, left = disk.run("ro", "story.txt", "--voice", "trial:one", "--language", "en", "-o", "disk/story.mp3")
    assert (code, left, trial.said) == (6, [], [])
    assert "error: disk/story.mp3: the file can't be written: Read-only file system\n" in said


def test_captions_on_a_full_disk_are_told_too(disk: SmallDisk) -> None:
    disk.shell.write("story.txt", "".join(f"It was day {day}. {STORY.splitlines()[2]}\n\n" for day in range(150)))
    arguments = ["story.txt", "--voice", "tone:sine", "--language", "en", "-f", "vtt"]
    code, said, left = disk.run("size=8k", *arguments, "-o", "disk/story.vtt")
    assert (code, left) == (6, [])
    assert "No space left on device" in said


def test_a_full_disk_under_the_cache_is_a_warning(disk: SmallDisk) -> None:
    disk.shell.write("story.txt")
    arguments = ["story.txt", "--voice", "tone:sine", "--language", "en", "-f", "wav"]
    code, said, left = disk.run("size=200k", *arguments, NARRATE_CACHE=str(disk.folder / "clips"))
    assert code == 0
    assert said.count("warning: clips can't be kept in") == 1
    assert "No space left on device" in said
    assert left == ["clips"]
    assert (disk.shell.folder / "story.wav").stat().st_size > 500_000
    assert parts_left(disk.shell.folder) == []
