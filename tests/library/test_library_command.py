"""`narrate library`: what a podcast's library knows, told to people and to programs."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Ran, Shell, narrate
from tests.library.here import Folder

__all__ = ["narrate"]


@pytest.fixture
def folder(narrate: Shell) -> Folder:
    folder = Folder(narrate.folder)
    folder.write("a.txt", "One.", "Two.", title="The first of all days")
    folder.write("b.txt", "One.", "Two.", title="Another day")
    folder.write("c.txt", "Three.", "Four.", title="Another, and the last one")
    folder.write("bad.txt").write_bytes(b"")
    folder.make()
    folder.delete("a.txt")
    folder.make()
    return folder


@pytest.fixture
def library(narrate: Shell, folder: Folder) -> Library:
    return Library(narrate)


class Library:
    def __init__(self, shell: Shell) -> None:
        self.shell = shell

    def __call__(self, command: str, *arguments: str) -> Ran:
        return self.shell("library", command, "podcast", *arguments)


def test_the_list_shows_all_articles_the_newest_first_and_those_that_are_asked_for(library: Library) -> None:
    ran = library("list")
    lines = ran.out.splitlines()
    assert ran.code == 0
    assert [line.split()[1] for line in lines] == ["failed", "made", "made", "gone"]
    assert "Another, and the last one" in lines[1]
    assert "articles/c.txt" in lines[1]
    assert ran.err == "4 articles\n"
    assert [one["title"] for one in json.loads(library("list", "--gone", "--json").out)] == ["The first of all days"]
    (failed,) = json.loads(library("list", "--failed", "--json").out)
    assert failed["source"].endswith("bad.txt")
    assert failed["problems"][0]["error"]
    assert failed["tries"] == 2


def test_an_article_is_shown_by_number_id_or_words_of_its_title(library: Library, folder: Folder) -> None:
    item = folder.item("c.txt")
    ran = library("show", str(item.number))
    for said in ([item.guid], ["last", "one"], ["LAST"]):
        assert library("show", *said).out == ran.out
    for what in (item.guid, item.files[0].sha256, item.files[0].name, "Another, and the last one", "c.txt", "made"):
        assert what in ran.out
    bad = library("show", str(folder.item("bad.txt").number)).out
    assert "tried again" in bad
    assert json.loads(library("show", item.guid, "--json").out)["guid"] == item.guid


def test_what_means_several_articles_or_none_is_refused_with_a_way_out(library: Library) -> None:
    several = library("show", "another")
    assert several.code == 2
    assert "Another day" in several.err
    assert library("remove", "another").code == 2
    assert library("show", "none of them").code == 2


def test_a_removed_article_is_out_of_the_feed_at_once_and_comes_back_when_asked(
    library: Library, folder: Folder
) -> None:
    before = folder.files()
    item = folder.item("c.txt")
    assert library("remove", str(item.number)).code == 0
    assert item.guid not in folder.episodes()
    assert item.files[0].name not in folder.files()
    assert library("check").code == 0
    assert "removed" in library("list", "--removed").out
    assert folder.told().made == []
    assert library("remove", "--undo", str(item.number)).code == 0
    assert folder.told().characters == 0
    assert folder.files() == before


def test_a_podcast_is_checked_and_mended(library: Library, folder: Folder) -> None:
    ran = library("check")
    assert (ran.code, ran.out) == (0, "")
    path = folder.out / folder.item("c.txt").files[0].name
    path.write_bytes(bytes(reversed(path.read_bytes())))
    assert library("check", "--fast").code == 0
    ran = library("check")
    assert ran.code == 7
    assert path.name in ran.out
    assert "narrate library repair podcast" in ran.err
    told = json.loads(library("check", "--json").out)
    assert told["sound"] is False
    assert told["faults"][0]["article"] == folder.item("c.txt").number
    ran = library("repair")
    assert ran.code == 0
    assert path.name in ran.out
    folder.make()
    assert library("check").code == 0
    assert library("repair").out == ""


def test_everything_is_written_for_other_programs(library: Library, folder: Folder) -> None:
    rows = [json.loads(line) for line in library("export").out.splitlines()]
    assert [row["number"] for row in rows] == [item.number for item in folder.items().values()]
    assert {"guid", "title", "source", "files", "problems", "key", "changed"} <= rows[0].keys()
    table = list(csv.DictReader(library("export", "--csv").out.splitlines()))
    assert [row["guid"] for row in table] == [row["guid"] for row in rows]
    assert table[0]["files"] == rows[0]["files"][0]["name"]


@pytest.mark.parametrize("command", ["list", "check", "export", "repair"])
def test_where_there_is_no_library_nothing_is_made(narrate: Shell, command: str) -> None:
    ran = narrate("library", command, "nowhere")
    assert ran.code == 2
    assert "nowhere" in ran.err
    assert not Path(narrate.folder / "nowhere").exists()
