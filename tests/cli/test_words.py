"""How things are said: times, sizes, names of files, and text that any terminal can take."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.cli import names
from narrate.cli.words import duration, printable, size
from narrate.errors import UsageError
from tests.conftest import Trial


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (0, "0.0 s"),
        (4.24, "4.2 s"),
        (9.94, "9.9 s"),
        (9.97, "10 s"),
        (12.4, "12 s"),
        (59.4, "59 s"),
        (59.7, "1 min 00 s"),
        (151, "2 min 31 s"),
        (3599.6, "1 h 00 min"),
        (3660, "1 h 01 min"),
        (36_000, "10 h 00 min"),
    ],
)
def test_times_are_said_as_people_do(seconds: float, words: str) -> None:
    assert duration(seconds) == words


@pytest.mark.parametrize(
    ("count", "words"), [(0, "0.0 kB"), (99_949, "99.9 kB"), (100_000, "0.1 MB"), (1.5e6, "1.5 MB")]
)
def test_sizes_are_said_as_people_do(count: float, words: str) -> None:
    assert size(int(count)) == words


@given(st.text())
def test_any_text_can_be_printed(text: str) -> None:
    clean = printable(text)
    clean.encode("utf-8")
    assert all(c.isprintable() or c in "\n\t" for c in clean)
    assert len(clean) == len(text)


def test_escape_sequences_do_not_reach_the_terminal() -> None:
    assert printable("\x1b[2Jgone\r\x07 stays") == "�[2Jgone�� stays"


@given(st.text())
def test_any_title_makes_a_name_of_a_file(title: str) -> None:
    name = names.slug(title)
    assert name
    assert len((name + ".1234567.bare").encode()) < 240, "temporary names beside it must fit too"
    assert not set(name) & set("/\\:*?\"<>|\0 \n.'")
    assert not name.startswith("-")


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Peskov reminded of Russia's obligations", "peskov-reminded-of-russias-obligations"),
        ("Песков напомнил об обязательствах", "песков-напомнил-об-обязательствах"),
        ("50 % — of what?", "50-of-what"),
        ("../../etc/passwd", "etc-passwd"),
        ("", "article"),
        ("!!!", "article"),
        ("word " * 40, "-".join(["word"] * 16)),
        ("安" * 100, "安" * 60),
    ],
)
def test_names_are_made_of_the_title_s_words(title: str, name: str) -> None:
    assert names.slug(title) == name


def placed(source: str, out: str | None, *formats: str, several: bool = False, title: str = "A story") -> list[str]:
    return [str(one) for one in names.targets(source, title, out, formats, several=several).values()]


def test_a_file_is_named_after_its_article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    Path("out").mkdir()
    assert placed("texts/story.html", None, "mp3") == ["story.mp3"]
    assert placed("texts/v1.2 notes.md", None, "mp3", "vtt") == ["v1.2 notes.mp3", "v1.2 notes.vtt"]
    assert placed("-", None, "wav") == ["a-story.wav"]
    assert placed("https://example.org/x/y.html?z", None, "mp3") == ["a-story.mp3"]
    assert placed("story.html", "out", "mp3") == ["out/story.mp3"]
    assert placed("story.html", "new/", "mp3", "m4b") == ["new/story.mp3", "new/story.m4b"]
    assert placed("story.html", "new", "mp3", several=True) == ["new/story.mp3"]
    assert placed("story.html", "talk.mp3", "mp3") == ["talk.mp3"]
    assert placed("story.html", "talk", "mp3") == ["talk"]
    assert placed("story.html", "talk.mp3", "mp3", "vtt") == ["talk.mp3", "talk.vtt"]
    assert placed("story.html", "Mr. Smith", "mp3", "vtt") == ["Mr. Smith.mp3", "Mr. Smith.vtt"]


def test_a_name_that_says_another_format_is_refused() -> None:
    with pytest.raises(UsageError, match=r"^talk\.wav: the file's name says wav, but the format is to be mp3"):
        placed("story.html", "talk.wav", "mp3")


def test_formats_are_named_with_commas() -> None:
    assert names.formats("mp3") == ("mp3",)
    assert names.formats(" MP3, .m4b,mp3,,") == ("mp3", "m4b")
    with pytest.raises(UsageError, match="unknown output “mp4”"):
        names.formats("mp3,mp4")
    with pytest.raises(UsageError, match="no format is named"):
        names.formats(" , ")


def test_a_suffix_tells_the_format() -> None:
    assert names.by_suffix(Path("a/talk.M4B")) == "m4b"
    assert names.by_suffix(Path("talk")) == ""
    assert names.by_suffix(Path("Mr. Smith")) == ""
    with pytest.raises(UsageError, match=r"talk\.ogg: \.ogg files can't be made") as caught:
        names.by_suffix(Path("talk.ogg"))
    assert caught.value.hint == "known: .flac, .m4a, .m4b, .mp3, .opus, .wav"


def test_another_package_s_format_is_known_by_its_suffix(trial: Trial) -> None:
    assert names.by_suffix(Path("story.list")) == "trial-list"
