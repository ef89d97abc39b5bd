"""`narrate ARTICLE...` as a user calls it: what it writes, where, and what it says."""

from __future__ import annotations

import json
from pathlib import Path

import mutagen
import mutagen.mp3
import pytest

from tests.cli.conftest import SENTENCES, STORY, Shell
from tests.conftest import Trial
from tests.outputs.test_sound_files import picture
from tests.outputs.test_vtt import parsed


def test_an_article_becomes_a_sound_file_named_after_it(narrate: Shell) -> None:
    narrate.write("texts/story.txt")
    ran = narrate.tones("texts/story.txt")
    assert ran.code == 0
    assert ran.out == "story.mp3\n"
    assert narrate.files == ["story.mp3", "texts/story.txt"]
    assert "voice tone:sine" in ran.err
    assert "of sound in" in ran.err
    tags = mutagen.File(narrate.folder / "story.mp3", easy=True)
    assert tags["title"] == ["The harbour at noon"]


def test_the_default_voice_speaks_when_none_is_named(narrate: Shell) -> None:
    narrate.write("story.txt")
    ran = narrate("story.txt")
    assert ran.code == 0
    assert "voice hibari:heart" in ran.err
    assert 10 < mutagen.mp3.MP3(narrate.folder / "story.mp3").info.length < 60


def test_standard_input_is_named_by_its_title(narrate: Shell) -> None:
    ran = narrate.tones("-", stdin=STORY)
    assert (ran.code, ran.out) == (0, "the-harbour-at-noon.mp3\n")
    assert narrate.files == ["the-harbour-at-noon.mp3"]


@pytest.mark.parametrize(
    ("arguments", "files"),
    [
        (["-o", "talk.m4b"], ["talk.m4b"]),
        (["-o", "new/deep/talk.flac"], ["new/deep/talk.flac"]),
        (["-o", "new/"], ["new/story.mp3"]),
        (["-f", "opus,flac", "-o", "new/"], ["new/story.flac", "new/story.opus"]),
        (["-o", "talk.m4b", "--captions"], ["talk.m4b", "talk.vtt"]),
        (["-f", "vtt"], ["story.vtt"]),
    ],
)
def test_files_go_where_they_are_wanted(arguments: list[str], files: list[str], narrate: Shell) -> None:
    narrate.write("story.txt")
    ran = narrate.tones("story.txt", *arguments)
    assert ran.code == 0
    assert sorted(ran.out.splitlines()) == files
    assert narrate.files == sorted([*files, "story.txt"])


def test_a_folder_that_is_there_takes_the_file(narrate: Shell) -> None:
    narrate.write("story.txt")
    (narrate.folder / "out").mkdir()
    assert narrate.tones("story.txt", "-o", "out", "-f", "wav").out == "out/story.wav\n"


def test_several_articles_become_several_files(narrate: Shell) -> None:
    for name in ("a.txt", "b.md"):
        narrate.write(name, STORY.replace("noon", name[0] * 4))
    ran = narrate.tones("a.txt", "b.md", "-o", "out", "-f", "wav")
    assert ran.code == 0
    assert ran.out == "out/a.wav\nout/b.wav\n"
    assert narrate.files == ["a.txt", "b.md", "out/a.wav", "out/b.wav"]


def test_when_one_of_several_fails_the_others_are_made(narrate: Shell) -> None:
    narrate.write("a.txt")
    narrate.write("c.txt")
    narrate.write("empty.txt", "")
    ran = narrate.tones("a.txt", "b.txt", "empty.txt", "c.txt", "-f", "wav")
    assert ran.code == 7
    assert ran.out == "a.wav\nc.wav\n"
    assert "error: b.txt: there is no such file" in ran.err
    assert "error: empty.txt: the article is empty" in ran.err


def test_when_all_of_several_fail_alike_the_code_says_how(narrate: Shell) -> None:
    ran = narrate.tones("a.txt", "b.txt")
    assert (ran.code, ran.out) == (3, "")


def test_two_articles_of_one_name_do_not_replace_each_other(narrate: Shell) -> None:
    narrate.write("one/story.txt", STORY)
    narrate.write("two/story.txt", STORY.replace("noon", "midnight"))
    ran = narrate.tones("one/story.txt", "two/story.txt", "-f", "wav", "--force")
    assert ran.code == 7
    assert ran.out == "story.wav\n"
    assert "story.wav: another article of this run is there already" in ran.err
    first = narrate.tones("one/story.txt", "-o", "first.wav")
    assert first.code == 0
    assert (narrate.folder / "first.wav").read_bytes() == (narrate.folder / "story.wav").read_bytes()


def test_an_existing_file_is_never_replaced_unasked(narrate: Shell) -> None:
    narrate.write("story.txt")
    narrate.write("story.mp3", "the user's")
    ran = narrate.tones("story.txt")
    assert (ran.code, ran.out) == (6, "")
    assert ran.err == ("error: story.mp3: the file exists already\n\nhint: --force replaces it, -o names another\n")
    assert (narrate.folder / "story.mp3").read_text() == "the user's"
    assert narrate.tones("story.txt", "--force").code == 0
    assert (narrate.folder / "story.mp3").stat().st_size > 10_000


def test_not_even_force_replaces_the_article_by_its_sound(narrate: Shell) -> None:
    narrate.write("story.txt")
    ran = narrate.tones("story.txt", "-o", "./story.txt", "--force")
    assert ran.code == 2
    assert "story.txt: this is the article itself" in ran.err
    assert (narrate.folder / "story.txt").read_text() == STORY


def test_a_dry_run_tells_what_would_be_and_writes_nothing(narrate: Shell, trial: Trial) -> None:
    narrate.write("story.txt")
    ran = narrate("story.txt", "--voice", "trial:one", "--language", "en", "--dry-run", "-f", "mp3,vtt")
    assert (ran.code, ran.out) == (0, "story.mp3\nstory.vtt\n")
    assert "7 sentences, voice trial:one" in ran.err
    assert narrate.files == ["story.txt"]
    assert trial.said == []


def test_a_dry_run_foretells_the_length(narrate: Shell) -> None:
    narrate.write("story.txt")
    chosen = ("story.txt", "--json", "--voice", "espeak:en-US", "--language", "en")
    foretold = narrate(*chosen, "--dry-run").results[0]["estimated_seconds"]
    made = narrate(*chosen, "-f", "wav").results[0]["seconds"]
    assert foretold == pytest.approx(made, rel=0.15)


def test_json_tells_all_that_was_made(narrate: Shell) -> None:
    narrate.write("story.txt")
    ran = narrate.tones("story.txt", "--json", "-f", "mp3,vtt")
    assert (ran.code, ran.err) == (0, "")
    (result,) = ran.results
    assert result["source"] == "story.txt"
    assert result["title"] == "The harbour at noon"
    assert result["voices"] == ["tone:sine"]
    assert result["sentences"] == 7
    assert result["skipped"] == []
    assert result["characters_spoken_now"] == sum(map(len, SENTENCES))
    assert result["seconds"] == pytest.approx(mutagen.mp3.MP3(narrate.folder / "story.mp3").info.length, abs=0.001)
    sound, captions = result["outputs"]
    assert sound["bytes"] == (narrate.folder / "story.mp3").stat().st_size
    assert -17 <= sound["integrated_lufs"] <= -15
    assert sound["true_peak_dbtp"] <= -1
    assert captions["path"] == "story.vtt"
    again = narrate.tones("story.txt", "--json", "-f", "mp3,vtt", "--force").results[0]
    assert again["characters_spoken_now"] == 0


def test_json_tells_of_each_article_that_failed_too(narrate: Shell) -> None:
    narrate.write("a.txt")
    ran = narrate.tones("a.txt", "b.txt", "--json", "-f", "wav")
    assert ran.code == 7
    good, bad = ran.results
    assert good["source"] == "a.txt"
    assert bad == {
        "source": "b.txt",
        "error": "b.txt: there is no such file",
        "hint": f"did you mean “{'a.txt'}”?",
        "exit_code": 3,
    }


def test_quiet_says_nothing_at_all(narrate: Shell) -> None:
    narrate.write("story.txt")
    ran = narrate.tones("story.txt", "--quiet")
    assert ran == (0, "", "")
    assert "story.mp3" in narrate.files
    ran = narrate.tones("story.txt", "--quiet")
    assert ran.code == 6
    assert "exists already" in ran.err


def test_captions_hold_every_sentence_in_order(narrate: Shell) -> None:
    narrate.write("story.txt")
    narrate.tones("story.txt", "--captions")
    cues = parsed((narrate.folder / "story.vtt").read_text("utf-8"))
    assert [" ".join(cue.text.split()) for cue in cues] == SENTENCES
    assert cues[-1].finish / 1000 <= mutagen.mp3.MP3(narrate.folder / "story.mp3").info.length


@pytest.mark.parametrize("name", ["--speed", "NARRATE_SPEED", "settings"])
def test_slower_is_longer_wherever_it_was_said(name: str, narrate: Shell, tmp_path: Path) -> None:
    narrate.write("story.txt")
    arguments, environment = [], {}
    if name == "--speed":
        arguments = ["--speed", "0.5"]
    elif name == "settings":
        (tmp_path / "settings.toml").write_text("speed = 0.5\n")
        environment = {"NARRATE_CONFIG": str(tmp_path / "settings.toml")}
    else:
        environment = {name: "0.5"}
    slow = narrate.tones("story.txt", "--json", "-f", "wav", *arguments, **environment).results[0]["seconds"]
    plain = narrate.tones("story.txt", "--json", "-f", "wav", "--force").results[0]["seconds"]
    assert 1.6 < slow / plain < 2.0


def test_a_picture_and_music_go_into_the_file(narrate: Shell) -> None:
    narrate.write("story.txt")
    narrate.write("cover.jpg", picture())
    assert narrate.tones("story.txt", "-o", "jingle.wav").code == 0
    plain = narrate.tones("story.txt", "--json").results[0]["seconds"]
    ran = narrate.tones("story.txt", "--json", "-o", "full.mp3", "--cover", "cover.jpg", "--intro", "jingle.wav")
    assert ran.results[0]["seconds"] > plain + 10
    assert mutagen.mp3.MP3(narrate.folder / "full.mp3").tags.getall("APIC")[0].data == picture()
    book = narrate.tones("story.txt", "--quiet", "-o", "full.m4b", "--cover", "cover.jpg")
    assert (book.code, book.err) == (0, "")
    bad = narrate.tones("story.txt", "-o", "b.mp3", "--cover", "story.txt")
    assert bad.code == 2
    assert "story.txt: this is no JPEG or PNG picture" in bad.err
    bad = narrate.tones("story.txt", "-o", "b.mp3", "--intro", "story.txt")
    assert bad.code == 3
    assert "story.txt: this is no sound that can be decoded" in bad.err


def test_a_long_title_in_any_script_makes_a_name(narrate: Shell) -> None:
    ran = narrate.tones("-", stdin=f"# {'安' * 100}\n\n" + STORY)
    assert ran.code == 0
    assert len(narrate.files) == 1


def test_names_that_are_no_text_are_no_fault(narrate: Shell) -> None:
    name = b"caf\xe9.txt".decode("utf-8", "surrogateescape")
    try:
        narrate.write(name)
    except OSError:
        pytest.skip("this file system takes no such names")
    for flags in ([], ["--json", "--force"], ["--dry-run"]):
        ran = narrate.tones(name, "-f", "wav", *flags, PYTHONIOENCODING="utf-8:strict")
        assert ran.code == 0, ran.err
    assert any(file.endswith(".wav") for file in narrate.files)
    assert narrate.tones(name + "x").code == 3


@pytest.mark.parametrize("encoding", ["ascii", "cp1252"])
def test_a_terminal_that_knows_few_letters_is_no_fault(encoding: str, narrate: Shell) -> None:
    narrate.write("рассказ.txt", "Солнце — село\n\nОн сказал: «Да».\n")
    ran = narrate("clean", "рассказ.txt", "--explain", "--voice", "tone:sine", PYTHONIOENCODING=encoding)
    assert ran.code == 0
    ran = narrate("рассказ.txt", "--voice", "tone:sine", "--language", "ru", PYTHONIOENCODING=encoding)
    assert ran.code == 0


def test_who_stops_reading_early_sees_no_complaint(narrate: Shell) -> None:
    narrate.write("story.txt", STORY * 300)
    process = narrate.start("clean", "story.txt", "--language", "en", "--voice", "tone:sine")
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdin.close()
    process.stdout.close()
    with process.stderr:
        assert process.stderr.read() == ""
    assert process.wait(60) == 1


@pytest.mark.skipif("sys.platform in ('win32', 'darwin')", reason="players are named otherwise there")
@pytest.mark.parametrize("code", [0, 3])
def test_the_result_is_played_by_what_the_system_has(code: int, narrate: Shell, tmp_path: Path) -> None:
    narrate.write("story.txt")
    player = tmp_path / "bin" / "mpv"
    player.parent.mkdir()
    player.write_text(f'#!/bin/sh\necho "$@" >{tmp_path}/played\nexit {code}\n')
    player.chmod(0o755)
    ran = narrate.tones("story.txt", "--play", "-f", "vtt,wav", PATH=str(player.parent))
    assert (tmp_path / "played").read_text().split()[-1] == "story.wav"
    assert ran.out == "story.vtt\nstory.wav\n"
    assert ran.code == (6 if code else 0)
    assert ("story.wav: mpv could not play it" in ran.err) is bool(code)


@pytest.mark.skipif("sys.platform in ('win32', 'darwin')", reason="there is always a player")
def test_without_a_player_the_file_is_there_all_the_same(narrate: Shell, tmp_path: Path) -> None:
    narrate.write("story.txt")
    ran = narrate.tones("story.txt", "--play", "-f", "wav", PATH=str(tmp_path))
    assert ran.code == 6
    assert "no player was found" in ran.err
    assert "story.wav" in narrate.files


# -- Words on the terminal --------------------------------------------------------------------------------------------


def test_help_shows_commands_options_and_examples(narrate: Shell) -> None:
    ran = narrate("--help")
    assert ran.code == 0
    for word in ("ARTICLE...", "--voice", "--format", "--dry-run", "clean", "voices", "narrate page.txt -o walk.m4b"):
        assert word in ran.out
    assert narrate("-h").out == ran.out
    assert narrate().code in (0, 2)


def test_the_version_is_told(narrate: Shell) -> None:
    from narrate import __version__

    assert narrate("--version") == (0, f"narrate {__version__}\n", "")


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("narrate cl", "clean"),
        ("narrate --form", "--format"),
        ("narrate story.txt --format mp3,o", "mp3,opus"),
        ("narrate story.txt --voice hibari:h", "hibari:heart"),
    ],
)
def test_the_shell_completes_commands_options_formats_and_voices(words: str, expected: str, narrate: Shell) -> None:
    count = str(len(words.split()) - 1)
    ran = narrate(_NARRATE_COMPLETE="bash_complete", COMP_WORDS=words, COMP_CWORD=count)
    assert expected in [line.split(",", 1)[1] for line in ran.out.splitlines()]


def test_colour_is_for_terminals_that_want_it(narrate: Shell) -> None:
    assert narrate.tones("none.txt").err.startswith("error: none.txt")
    assert "\x1b" not in narrate.tones("none.txt").err


@pytest.mark.skipif("sys.platform == 'win32'", reason="there are no such terminals")
@pytest.mark.parametrize("no_color", ["", "1"])
def test_no_color_is_respected_on_a_terminal(no_color: str, narrate: Shell) -> None:
    import os
    import pty
    import subprocess
    import sys

    from tests.cli.conftest import NARRATE

    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, str(NARRATE), "none.txt"],
        cwd=narrate.folder,
        env={**os.environ, "NO_COLOR": no_color, "TERM": "xterm"},
        stdout=subprocess.DEVNULL,
        stderr=theirs,
    )
    assert process.wait(60) == 3
    os.close(theirs)
    said = os.read(ours, 4096).decode()
    os.close(ours)
    assert ("\x1b[" in said) is not bool(no_color)
    assert "there is no such file" in said


# -- clean and voices -----------------------------------------------------------------------------------------------


def test_clean_shows_what_would_be_read(narrate: Shell) -> None:
    narrate.write("story.txt", "Skip to main content\n\n" + STORY)
    ran = narrate("clean", "story.txt")
    assert (ran.code, ran.err) == (0, "")
    assert ran.out.split("\n\n") == [*STORY.strip().split("\n\n"), ""]


def test_clean_explains_what_is_left_out_and_said_differently(narrate: Shell) -> None:
    narrate.write("story.txt", "Skip to main content\n\n" + STORY.replace("slept well", "slept for 12 km"))
    out = narrate("clean", "story.txt", "--explain").out
    assert "Left out: 1" in out
    assert "line 1: “Skip to main content”" in out
    assert "“12 km” -> “twelve kilometers”" in out or "“12 km” -> “twelve kilometres”" in out
    spoken = narrate("clean", "story.txt", "--spoken").out
    assert "slept for twelve kilomet" in spoken


def test_clean_tells_it_all_as_json(narrate: Shell) -> None:
    narrate.write("story.txt", "Skip to main content\n\n" + STORY)
    told = json.loads(narrate("clean", "story.txt", "--json").out)
    assert told["title"] == "The harbour at noon"
    assert [one["text"] for block in told["blocks"] for one in block["sentences"]] == SENTENCES
    assert [one["text"] for one in told["removed"]] == ["Skip to main content"]


def test_clean_says_so_when_nothing_would_be_read(narrate: Shell) -> None:
    narrate.write("story.txt", "Skip to main content\n\nAdvertisement\n")
    ran = narrate("clean", "story.txt")
    assert (ran.code, ran.out) == (3, "")
    assert "hint: `narrate clean --explain` shows what was left out and why" in ran.err
    empty = narrate.write("empty.txt", "")
    assert narrate("clean", empty).code == 3


def test_voices_are_listed_with_what_one_wants_to_know(narrate: Shell) -> None:
    ran = narrate("voices", "--language", "en", "--engine", "hibari")
    assert ran.code == 0
    head, first, *_ = ran.out.splitlines()
    assert head.split() == ["VOICE", "LANGUAGE", "OFFLINE", "INSTALLED", "LICENCE", "DESCRIPTION"]
    assert first.split()[:5] == ["hibari:heart", "en-US", "yes", "yes", "Apache-2.0"]
    assert "tone" not in ran.out
    told = json.loads(narrate("voices", "--engine", "hibari", "--installed", "--json").out)
    assert "hibari:heart" in [one["name"] for one in told]
    assert all(one["installed"] for one in told)
    assert narrate("voices", "list", "--engine", "tone").out.splitlines()[1].startswith("tone:sine")
    none = narrate("voices", "--language", "xx")
    assert none.code == 2
    assert "no voice fits" in none.err


def test_a_voice_may_be_tried(narrate: Shell) -> None:
    ran = narrate("voices", "preview", "hibari:heart", "-o", "sample.mp3")
    assert (ran.code, ran.out) == (0, "sample.mp3\n")
    assert 3 < mutagen.mp3.MP3(narrate.folder / "sample.mp3").info.length < 12


def test_a_preset_and_settings_of_formats_are_heeded_and_told(narrate: Shell) -> None:
    narrate.write("story.txt")
    ran = narrate.tones(
        "story.txt", "--json", "--preset", "audiobook", "-f", "mp3,m4a", NARRATE_FORMATS="m4a.rate=48000"
    )
    assert ran.code == 0
    (result,) = ran.results
    assert result["preset"] == "audiobook"
    sounds = {row["format"]: row for row in result["outputs"]}
    info = mutagen.mp3.MP3(narrate.folder / "story.mp3").info
    assert info.sample_rate == 44_100
    assert abs(info.bitrate - 192_000) < 2000
    assert mutagen.File(narrate.folder / "story.m4a").info.sample_rate == 48_000
    for sound in sounds.values():
        assert -23 <= sound["rms_dbfs"] <= -18
        assert sound["true_peak_dbtp"] <= -3 + 0.1
        assert sound["noise_floor_dbfs"] <= -60


def test_a_loudness_overrules_the_preset_s(narrate: Shell) -> None:
    narrate.write("story.txt")
    ran = narrate.tones("story.txt", "--json", "--preset", "broadcast", NARRATE_LOUDNESS="-20")
    assert abs(ran.results[0]["outputs"][0]["integrated_lufs"] + 20) < 1
