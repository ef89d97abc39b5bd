"""`narrate render` and `narrate captions`: other formats from a kept narration, nothing spoken."""

from __future__ import annotations

import json

import pytest

from tests.cli.conftest import Shell


@pytest.fixture
def kept(narrate: Shell) -> Shell:
    """A folder in which an article was narrated, and the narration kept."""
    narrate.write("story.txt")
    ran = narrate.tones("story.txt", "-f", "mp3,narration", "-o", "out/")
    assert ran.code == 0
    assert ran.out.split() == ["out/story.mp3", "out/story.narration"]
    return narrate


def test_captions_go_beside_the_narration(kept: Shell) -> None:
    ran = kept("captions", "out/story.narration", "-f", "vtt")
    assert (ran.code, ran.out) == (0, "out/story.vtt\n")
    assert "Nobody had slept well." in (kept.folder / "out/story.vtt").read_text("utf-8")


def test_captions_made_again_keep_to_the_settings(kept: Shell) -> None:
    lines = []
    for line in ("42", "12"):
        ran = kept("captions", "out/story.narration", "-f", "srt", "--force", NARRATE_CAPTIONS=f"line={line}")
        assert ran.code == 0
        lines.append((kept.folder / "out/story.srt").read_text("utf-8").splitlines())
    assert len(lines[1]) > len(lines[0])
    assert all(len(line) <= 12 for line in lines[1] if "-->" not in line)


def test_a_sound_file_stands_for_the_narration_beside_it(kept: Shell) -> None:
    ran = kept("render", "out/story.mp3", "-f", "opus,vtt", "-o", "other/", "--json")
    assert ran.code == 0
    result = json.loads(ran.out)
    assert [output["path"] for output in result["outputs"]] == ["other/story.opus", "other/story.vtt"]
    assert result["characters_spoken_now"] == 0
    assert abs(result["outputs"][0]["integrated_lufs"] + 16) < 1


def test_the_folder_that_one_stands_in_is_meant_by_a_dot(kept: Shell) -> None:
    inside = Shell(kept.folder / "out/story.narration")
    ran = inside("captions", ".", "-f", "vtt")
    assert ran.code == 0
    assert "Nobody had slept well." in (kept.folder / "out/story.vtt").read_text("utf-8")
    outside = kept("captions", ".", "-f", "vtt")
    assert (outside.code, "no kept narration" in outside.err) == (3, True)


def test_files_are_not_replaced_unasked(kept: Shell) -> None:
    ran = kept("render", "out/story.mp3", "-f", "mp3")
    assert ran.code == 6
    assert "exists already" in ran.err
    assert kept("render", "out/story.mp3", "-f", "mp3", "--force").code == 0


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (["captions", "out/story.narration", "-f", "mp3"], 2, "mp3 is no captions"),
        (["captions", "story.txt", "-f", "vtt"], 3, "there is no kept narration here"),
        (["render", "out/story.mp3", "-f", "nonsense"], 2, "unknown output"),
        (["render", "absent.narration", "-f", "mp3"], 3, "there is no kept narration here"),
        (["render", "out", "-f", "mp3"], 3, "no kept narration"),
    ],
)
def test_what_can_not_be_is_said_in_words(kept: Shell, arguments: list[str], code: int, words: str) -> None:
    ran = kept(*arguments)
    assert ran.code == code
    assert words in ran.err
    assert "Traceback" not in ran.err


def test_a_folder_of_the_users_is_not_replaced(narrate: Shell) -> None:
    narrate.write("story.txt")
    narrate.write("story.narration/mine.txt")
    ran = narrate.tones("story.txt", "-f", "narration", "--force")
    assert ran.code == 6
    assert "something else of this name" in ran.err
    assert narrate.files == ["story.narration/mine.txt", "story.txt"]
