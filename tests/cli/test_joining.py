"""Several articles in one file."""

from __future__ import annotations

import json

import mutagen
import mutagen.mp4
import pytest

from tests.cli.conftest import Shell

FIRST = (
    "# The mill\n\nBy Ann Lee\n\nIt turned again, and nobody in the valley knew why it did. The miller alone slept.\n"
)
SECOND = "# The ford\n\nThe river was high that year. They waited for a week, and then for another one, in the rain.\n"
GERMAN = (
    "# Die Mühle am Fluss\n\nSie stand seit langer Zeit am Fluss, und niemand im Tal wusste, "
    "warum sie sich wieder drehte. Nur der Müller schlief.\n"
)


def test_articles_become_one_file_with_a_chapter_each(narrate: Shell) -> None:
    narrate.write("a.md", FIRST)
    narrate.write("b.md", SECOND)
    narrate.write("c.md", GERMAN)
    cast = ("--cast", "de=tone:sine,en=tone:sine")
    ran = narrate("a.md", "b.md", "c.md", "--join", "-o", "book.m4b", "-f", "m4b,vtt", "--title", "Waters",
                  "--author", "Bo Day", "--author", "Cy Fox", "--json", *cast)  # fmt: skip
    assert ran.code == 0, ran.err
    assert narrate.files == ["a.md", "b.md", "book.m4b", "book.vtt", "c.md"]
    file = mutagen.mp4.MP4(narrate.folder / "book.m4b")
    assert file.tags["\xa9nam"] == ["Waters"]
    assert file.tags["\xa9ART"] == ["Bo Day, Cy Fox"]
    assert [chapter.title for chapter in file.chapters] == ["The mill", "The ford", "Die Mühle am Fluss"]
    (result,) = ran.results
    assert (result["sources"], result["left_out_articles"]) == (["a.md", "b.md", "c.md"], [])
    captions = (narrate.folder / "book.vtt").read_text("utf-8")
    for text in ("It turned again", "The river was high", "Nur der Müller schlief"):
        assert text in " ".join(captions.split())


def test_a_file_of_several_is_named_by_its_title(narrate: Shell) -> None:
    narrate.write("a.md", FIRST)
    narrate.write("b.md", SECOND)
    assert narrate.tones("a.md", "b.md", "--join").out == "the-mill-the-ford.mp3\n"


def test_what_is_spoken_together_was_not_spoken_anew(narrate: Shell) -> None:
    narrate.write("a.md", FIRST)
    narrate.write("b.md", SECOND)
    narrate.tones("a.md", "b.md")
    ran = narrate.tones("a.md", "b.md", "--join", "--json")
    assert ran.results[0]["characters_spoken_now"] == 0


@pytest.mark.parametrize(("bad", "code"), [("gone.md", 3), ("empty.md", 3)])
def test_one_bad_article_stops_it_and_is_named(bad: str, code: int, narrate: Shell) -> None:
    narrate.write("a.md", FIRST)
    narrate.write("empty.md", "\n")
    ran = narrate.tones("a.md", bad, "--join", "-o", "book.mp3")
    assert ran.code == code
    assert bad in ran.err
    assert "book.mp3" not in narrate.files


def test_a_bad_article_may_be_left_out_and_is_told(narrate: Shell) -> None:
    narrate.write("a.md", FIRST)
    narrate.write("b.md", SECOND)
    ran = narrate.tones("a.md", "gone.md", "b.md", "--join", "-o", "book.mp3", "--on-error", "skip", "--json")
    assert ran.code == 7
    assert "left out: gone.md" in ran.err
    (result,) = ran.results
    assert result["sources"] == ["a.md", "b.md"]
    assert [(one["source"], one["exit_code"]) for one in result["left_out_articles"]] == [("gone.md", 3)]
    assert "book.mp3" in narrate.files


def test_when_all_are_bad_there_is_nothing_to_skip_to(narrate: Shell) -> None:
    ran = narrate.tones("x.md", "y.md", "--join", "--on-error", "skip")
    assert (ran.code, narrate.files) == (3, [])


def test_an_article_is_not_replaced_by_the_book(narrate: Shell) -> None:
    narrate.write("a.md", FIRST)
    narrate.write("b.mp3", SECOND)
    ran = narrate.tones("a.md", "b.mp3", "--join", "-o", "b.mp3", "--force")
    assert ran.code != 0
    assert (narrate.folder / "b.mp3").read_text("utf-8") == SECOND


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["a.md", "b.md", "--title", "Waters"], "--title is for one article, or for several with --join"),
        (["a.md", "b.md", "--author", "Bo"], "--author is for one article, or for several with --join"),
        (["a.md", "b.md", "--join", "--from", "river"], "--from is for one article"),
    ],
)
def test_options_that_do_not_go_together_are_refused(arguments: list[str], said: str, narrate: Shell) -> None:
    ran = narrate(*arguments)
    assert ran.code == 2
    assert said in ran.err


def test_a_single_article_may_be_renamed(narrate: Shell) -> None:
    narrate.write("a.md", FIRST)
    assert narrate.tones("a.md", "--title", "Other", "--author", "Bo Day").code == 0
    tags = mutagen.File(narrate.folder / "a.mp3", easy=True)
    assert (tags["title"], tags["artist"]) == (["Other"], ["Bo Day"])


def test_a_dry_run_tells_of_the_whole(narrate: Shell) -> None:
    narrate.write("a.md", FIRST)
    narrate.write("b.md", SECOND)
    ran = narrate.tones("a.md", "b.md", "--join", "-n", "--json")
    assert ran.code == 0
    parts = [narrate.tones(name, "-n", "--json") for name in ("a.md", "b.md")]
    assert json.loads(ran.out)["sentences"] == sum(json.loads(part.out)["sentences"] for part in parts)
    assert narrate.files == ["a.md", "b.md"]
