"""Formats: how they are listed, named and told by the names of files."""

from __future__ import annotations

from pathlib import Path

import pytest

from narrate import plugins
from narrate.cli.names import by_suffix, targets
from narrate.errors import UsageError
from tests.cli.conftest import Shell
from tests.readers import books


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("talk.vtt", "vtt"),
        ("talk.words.vtt", "vtt-words"),
        ("TALK.Words.VTT", "vtt-words"),
        ("my.words.mp3", "mp3"),
        ("talk.lrc", "lrc"),
        ("talk.transcript.txt", "txt"),
        ("talk.txt", "txt"),
        ("talk.md", "md"),
        ("talk.jsonl", "marks"),
        (".vtt", ""),
        ("talk", ""),
        ("talk.sound", ""),
    ],
)
def test_a_files_name_tells_its_format_by_its_longest_ending(name: str, told: str) -> None:
    assert by_suffix(Path("folder.mp3") / name) == told


def test_every_format_is_told_by_its_own_suffix() -> None:
    for output in plugins.every("outputs"):
        assert by_suffix(Path(f"talk{output.INFO.suffix}")) == output.INFO.name


@pytest.mark.parametrize(
    ("out", "names", "files"),
    [
        ("talk.words.vtt", ["vtt-words"], ["talk.words.vtt"]),
        ("talk.words.vtt", ["mp3", "vtt-words"], ["talk.mp3", "talk.words.vtt"]),
        ("talk.txt", ["txt"], ["talk.txt"]),
        ("talk.vtt", ["vtt-words"], ["talk.vtt"]),
        ("talk.v2", ["mp3", "srt"], ["talk.v2.mp3", "talk.v2.srt"]),
        (None, ["txt", "md"], ["story.transcript.txt", "story.transcript.md"]),
    ],
)
def test_files_are_named_as_was_asked_for(out: str | None, names: list[str], files: list[str]) -> None:
    found = targets("story.txt", "Story", out, tuple(names), several=False)
    assert {name: path.name for name, path in found.items()} == dict(zip(names, files, strict=True))


def test_a_name_that_says_another_format_is_refused() -> None:
    with pytest.raises(UsageError, match="says vtt-words, but the format is to be srt"):
        targets("story.txt", "Story", "talk.words.vtt", ("srt",), several=False)


def test_formats_lists_every_format_with_its_suffix(narrate: Shell) -> None:
    lines = narrate("formats").out.splitlines()
    assert {line.split()[0] for line in lines} == set(plugins.names("outputs"))
    assert all(line.split()[1].startswith(".") for line in lines)
    (told,) = narrate("formats", "--json").results
    assert {"name": "srt", "suffix": ".srt", "sound": False} in [
        {key: one[key] for key in ("name", "suffix", "sound")} for one in told
    ]


def test_captions_keep_to_the_settings(narrate: Shell) -> None:
    narrate.write("story.txt", "A story\n\nThe ferry that had left the island at dawn came back without its captain.\n")
    assert narrate.tones("story.txt", "-f", "srt", NARRATE_CAPTIONS="profile=podcast,lines=1").code == 0
    lines = (narrate.folder / "story.srt").read_text("utf-8").split("\n\n")
    assert all(len(one.strip().split("\n")) == 3 and len(one.strip().split("\n")[2]) <= 32 for one in lines)
    bad = narrate.tones("story.txt", "-f", "srt", "--force", NARRATE_CAPTIONS="profile=cinema")
    assert bad.code == 2
    assert "NARRATE_CAPTIONS: there is no profile of captions “cinema”" in bad.err


def test_all_that_the_kept_pages_of_a_book_show_is_read_unless_the_listener_wants_less(narrate: Shell) -> None:
    narrate.write("lamp.epub", books.book())
    unread = ["Year | Ships", "A note on this page.", "The house at noon.", "A lighthouse", "The lamp was lit in 1871."]
    for arguments, missing in (
        (["-f", "mp3,txt"], unread),
        (["-f", "epub,txt"], []),
        (["-f", "epub,txt", "--drop", "note,figure"], [unread[1], unread[3], unread[4]]),
        (["-f", "epub-words,txt", "--reading", "table=skip"], ["Year | Ships"]),
    ):
        assert narrate.tones("lamp.epub", *arguments, "-o", f"out{len(missing)}/book").code == 0
        (text,) = (narrate.folder / f"out{len(missing)}").glob("*.txt")
        said = text.read_text(encoding="utf-8")
        assert [words for words in unread if words.partition(" |")[0] not in said] == missing


def test_of_books_that_are_joined_no_page_is_kept_and_nothing_more_is_read(narrate: Shell) -> None:
    narrate.write("lamp.epub", books.book())
    narrate.write("story.txt")
    assert narrate.tones("lamp.epub", "story.txt", "--join", "-f", "epub,txt", "-o", "both/").code == 0
    (text,) = (narrate.folder / "both").glob("*.txt")
    assert "A lighthouse" not in text.read_text(encoding="utf-8")
