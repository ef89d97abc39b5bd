"""Folders and files as sources: what is listed of them, and by which names."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from narrate.errors import UsageError
from narrate.plugins import every
from narrate.sources import Choice, Entry, listed, same
from narrate.sources._folder import BOOK, MADE, suffixes


def write(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"The article {name}.\n", "utf-8")


def keys(entries: tuple[Entry, ...]) -> list[str]:
    return [entry.key for entry in entries]


def test_a_folder_names_its_articles_by_their_paths_in_it(tmp_path: Path) -> None:
    write(tmp_path, "b.md", "a.html", "deep/er/c.TXT", "deep/z.epub", "deep.md", "photo.jpg", "data.json", "naïve.md")
    found = listed(str(tmp_path))
    assert keys(found.entries) == ["a.html", "b.md", "deep/er/c.TXT", "deep/z.epub", "deep.md", "naïve.md"]
    assert (found.kind, found.whole, found.troubles) == ("a folder", True, ())
    first = found.entries[0]
    assert first.where == str(tmp_path / "a.html")
    assert (first.origin, first.trusted, first.document) == (str(tmp_path), True, None)
    told = (tmp_path / "a.html").stat()
    assert first.signature == f"{told.st_size}-{told.st_mtime_ns}"
    assert first.changed == told.st_mtime


def test_a_changed_file_has_another_signature_and_the_same_key(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "b.md")
    before = {entry.key: entry.signature for entry in listed(str(tmp_path)).entries}
    (tmp_path / "a.md").write_text("Other words", "utf-8")
    after = {entry.key: entry.signature for entry in listed(str(tmp_path)).entries}
    assert before.keys() == after.keys()
    assert [key for key in before if before[key] != after[key]] == ["a.md"]


def test_hidden_files_libraries_and_what_was_made_of_articles_are_no_articles(tmp_path: Path) -> None:
    write(tmp_path, "a.md", ".hidden.md", ".git/b.md", "~$a.txt", "a.transcript.md", "a.Transcript.TXT", "a.read.html")
    write(tmp_path, "a.words.epub", "b.read/index.html", "cast/episodes/c.html", "cast/d.md", "cast/.narrate/library")
    assert keys(listed(str(tmp_path)).entries) == ["a.md"]


def test_articles_may_lie_in_the_library_itself(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "index.html", "episodes/a.html", "sub/index.html", ".narrate/library.sqlite")
    assert keys(listed(str(tmp_path)).entries) == ["a.md", "sub/index.html"]


def test_no_output_of_ours_is_taken_for_an_article() -> None:
    ours = [output.INFO.suffix for output in every("outputs")]
    alike = [suffix for suffix in ours if suffix.endswith(suffixes())]
    assert alike, "there are such"
    assert [suffix for suffix in alike if not suffix.rpartition(".")[0].endswith(MADE)] == [BOOK]


def test_a_book_beside_an_article_of_the_same_name_is_no_other_article(tmp_path: Path) -> None:
    write(tmp_path, "story.md", "story.epub", "novel.epub", "novel.jpg", "sub/story.EPUB")
    assert keys(listed(str(tmp_path)).entries) == ["novel.epub", "story.md", "sub/story.EPUB"]


def test_links_are_followed_and_loops_are_harmless(tmp_path: Path) -> None:
    write(tmp_path, "articles/a.md", "articles/sub/b.md", "elsewhere/c.md")
    (tmp_path / "articles" / "loop").symlink_to(tmp_path / "articles", target_is_directory=True)
    (tmp_path / "articles" / "sub" / "up").symlink_to("..", target_is_directory=True)
    (tmp_path / "articles" / "other").symlink_to(tmp_path / "elsewhere", target_is_directory=True)
    (tmp_path / "articles" / "away.md").symlink_to(tmp_path / "elsewhere" / "c.md")
    (tmp_path / "articles" / "gone.md").symlink_to(tmp_path / "nothing.md")
    (tmp_path / "articles" / "self.md").symlink_to(tmp_path / "articles" / "self.md")
    (tmp_path / "articles" / "aaa").mkdir()
    (tmp_path / "articles" / "aaa" / "link").symlink_to(tmp_path / "articles" / "sub", target_is_directory=True)
    (tmp_path / "articles" / "again").symlink_to(tmp_path / "articles" / "sub", target_is_directory=True)
    found = listed(str(tmp_path / "articles"))
    assert keys(found.entries) == ["a.md", "away.md", "sub/b.md"], "each once; a folder by its own path"
    assert not found.troubles


@pytest.mark.skipif(os.name == "nt", reason="rights are others there")
def test_a_folder_that_cannot_be_read_is_told_and_the_others_are_listed(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "closed/b.md", "open/c.md")
    (tmp_path / "closed").chmod(0)
    try:
        if os.access(tmp_path / "closed", os.R_OK):
            pytest.skip("the superuser reads everything")
        found = listed(str(tmp_path))
    finally:
        (tmp_path / "closed").chmod(0o700)
    assert keys(found.entries) == ["a.md", "open/c.md"]
    assert [trouble.place for trouble in found.troubles] == [str(tmp_path / "closed")]
    assert not found.whole, "nothing may be taken for removed"


@pytest.mark.skipif(os.name == "nt" or os.uname().sysname == "Darwin", reason="file names are text there")
def test_a_file_whose_name_is_no_text_is_told(tmp_path: Path) -> None:
    write(tmp_path, "a.md")
    Path(os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.md")).write_text("words")
    found = listed(str(tmp_path))
    assert keys(found.entries) == ["a.md"]
    assert [str(trouble) for trouble in found.troubles] == [rf"{tmp_path}/caf\xe9.md: the file's name is no text"]


def test_a_file_is_an_article_known_by_its_name(tmp_path: Path) -> None:
    write(tmp_path, "a.md")
    found = listed(str(tmp_path / "a.md"))
    assert keys(found.entries) == ["a.md"]
    assert (found.kind, found.whole) == ("an article", True)
    assert found.entries[0].also == ((tmp_path / "a.md").as_uri(),)


@pytest.mark.parametrize("name", ["none.md", "nul\0l.md", "x" * 300])
def test_a_missing_file_is_a_trouble_and_no_error(name: str, tmp_path: Path) -> None:
    found = listed(str(tmp_path / name))
    assert not found.entries
    assert not found.whole
    assert len(found.troubles) == 1
    assert str(found.troubles[0].place).startswith(str(tmp_path))


def test_files_of_one_path_in_two_folders_are_two_articles(tmp_path: Path) -> None:
    write(tmp_path, "one/a.md", "two/a.md", "two/b.md", "three/two/a.md")
    both = [entry for name in ("one", "two", "three/two") for entry in listed(str(tmp_path / name)).entries]
    assert keys(same(both)) == ["a.md", "two/a.md", "b.md", "three/two/a.md"]


def test_a_file_keeps_its_key_when_another_source_comes_first_or_its_folder_moves(tmp_path: Path) -> None:
    write(tmp_path, "one/a.md", "two/a.md")
    first = same(listed(str(tmp_path / "two")).entries)
    known = {name: entry.key for entry in first for name in (entry.key, *entry.also)}
    later = [entry for name in ("one", "two") for entry in listed(str(tmp_path / name)).entries]
    assert {entry.where: entry.key for entry in same(later, known)} == {
        str(tmp_path / "one" / "a.md"): "one/a.md",
        str(tmp_path / "two" / "a.md"): "a.md",
    }
    (tmp_path / "two").rename(tmp_path / "moved")
    assert keys(same(listed(str(tmp_path / "moved")).entries, known)) == ["a.md"]


def test_the_same_file_named_twice_is_one_article(tmp_path: Path) -> None:
    write(tmp_path, "sub/a.md", "b.md")
    named = [str(tmp_path), str(tmp_path / "sub" / "a.md"), str(tmp_path / "sub")]
    assert keys(same(entry for name in named for entry in listed(name).entries)) == ["b.md", "sub/a.md"]


def test_files_are_chosen_by_patterns_dates_and_number(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "b.html", "drafts/c.md", "drafts/d.HTML")
    for day, name in enumerate(("a.md", "b.html", "drafts/c.md", "drafts/d.HTML"), 1):
        at = time.mktime((2026, 1, day, 12, 0, 0, 0, 0, 0))
        os.utime(tmp_path / name, (at, at))
    where = str(tmp_path)

    def chosen(**choice: object) -> list[str]:
        return keys(listed(where, choice=Choice(**choice)).entries)  # type: ignore[arg-type]

    assert chosen(match=("*.html",)) == ["b.html", "drafts/d.HTML"]
    assert chosen(match=("drafts/*", "a.*")) == ["a.md", "drafts/c.md", "drafts/d.HTML"]
    assert chosen(match=("c.md",)) == ["drafts/c.md"]
    assert chosen(exclude=("drafts/*",)) == ["a.md", "b.html"]
    assert chosen(match=("*.md",), exclude=("DRAFTS/*",)) == ["a.md"]
    assert chosen(since="2026-01-03") == ["drafts/c.md", "drafts/d.HTML"]
    assert chosen(most=1) == ["drafts/d.HTML"]
    assert chosen(most=2, exclude=("*.HTML",)) == ["a.md", "drafts/c.md"], "b.html is one too, in any case of letters"
    assert listed(where, choice=Choice(exclude=("a.*",))).whole
    assert not listed(where, choice=Choice(most=2)).whole, "those left out have not been removed"
    with pytest.raises(UsageError, match="“yesterday” is no date"):
        chosen(since="yesterday")
