"""What is narrated when, and what becomes of articles that are gone."""

from __future__ import annotations

import os
import time
from calendar import timegm
from pathlib import Path

import feedparser
import pytest

from narrate.errors import OutputError, UsageError
from narrate.library.batch import WAITS
from narrate.library.library import writing
from narrate.library.plan import MANY
from narrate.library.recipes import manner
from narrate.settings import Settings
from tests.library.here import Folder

YEAR = 365 * 24 * 3600.0


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def three(folder: Folder, **options: object) -> Folder:
    folder.options.update(options)
    for name in ("a.txt", "b.txt", "c.txt"):
        folder.write(name)
    folder.make()
    return folder


# What is gone


def test_what_is_gone_is_kept_if_nothing_else_is_said(folder: Folder) -> None:
    three(folder)
    before = folder.files()
    folder.delete("b.txt")
    number = folder.item("b.txt").number
    assert folder.told().gone == [number]
    assert folder.told().gone == []  # it is told once
    assert folder.files() == before
    assert folder.item("b.txt").gone


def test_what_is_gone_is_hidden_and_comes_back_without_being_narrated(folder: Folder) -> None:
    three(folder, gone="hide")
    before = folder.files()
    text = (folder.sources / "b.txt").read_bytes()
    folder.delete("b.txt")
    folder.make()
    episodes = {name for name in folder.files() if name.startswith("episodes/")}
    assert episodes == {name for name in before if name.startswith("episodes/")}
    assert folder.item("b.txt").guid not in folder.episodes()
    (folder.sources / "b.txt").write_bytes(text)
    os.utime(folder.sources / "b.txt", (folder.item("b.txt").changed,) * 2)
    assert folder.told().made == []
    assert folder.files() == before


def test_what_is_gone_is_deleted_and_comes_back_under_its_id(folder: Folder) -> None:
    three(folder, gone="delete")
    before, guid = folder.files(), folder.item("b.txt").guid
    text = (folder.sources / "b.txt").read_bytes()
    folder.delete("b.txt")
    folder.make()
    assert len(folder.episodes()) == 2
    assert sum(name.startswith("episodes/") for name in folder.files()) == 2
    (folder.sources / "b.txt").write_bytes(text)
    os.utime(folder.sources / "b.txt", (folder.item("b.txt").changed,) * 2)
    report = folder.told()
    assert (len(report.made), report.characters) == (1, 0)  # of the cache
    assert folder.item("b.txt").guid == guid
    assert folder.files() == before


@pytest.mark.parametrize("gone", ["hide", "delete"])
def test_many_gone_at_once_look_like_an_accident(folder: Folder, gone: str) -> None:
    folder.options["gone"] = gone
    names = [f"{number}.txt" for number in range(MANY + 2)]
    for name in names:
        folder.write(name)
    folder.make()
    before = folder.files()
    for name in names[:MANY]:
        folder.delete(name)
    assert folder.told().kept_back == MANY
    assert folder.files() == before
    assert len(folder.make(removals=True).report.gone) == MANY
    assert len(folder.episodes()) == 2


def test_a_source_that_is_gone_altogether_takes_nothing_with_it(folder: Folder) -> None:
    three(folder, gone="delete")
    before = folder.files()
    folder.sources.rename(folder.home / "elsewhere")
    assert len(folder.told().sources) == 1
    assert folder.files() == before
    folder.sources.mkdir()  # as where a disk is not mounted
    assert folder.told().kept_back == 3
    assert folder.files() == before
    folder.sources.rmdir()
    (folder.home / "elsewhere").rename(folder.sources)
    report = folder.told()
    assert (report.unchanged, report.kept_back) == (3, 0)
    assert folder.files() == before


# What is narrated again


def test_other_bytes_under_the_same_name_are_narrated(folder: Folder) -> None:
    three(folder)
    guid = folder.item("b.txt").guid
    folder.write("b.txt", "All of it is new.", "There is more.", title="Quite another title")
    assert len(folder.told().made) == 1
    assert folder.episodes()[guid] == "Quite another title"


def test_a_file_that_was_only_touched_is_not(folder: Folder) -> None:
    three(folder)
    os.utime(folder.sources / "b.txt")
    report = folder.told()
    assert (report.made, report.unchanged) == ([], 3)


def test_other_settings_narrate_again_but_not_those_that_nobody_hears(folder: Folder) -> None:
    three(folder)
    folder.settings["jobs"] = 2
    assert folder.told().made == []
    folder.settings["cache"] = str(folder.home / "other clips")
    assert folder.told().made == []
    folder.settings["speed"] = 1.5
    assert len(folder.told().made) == 3
    folder.options["formats"] = ("mp3", "vtt")
    assert len(folder.told().made) == 3
    assert folder.told().made == []
    assert sum(name.startswith("episodes/") for name in folder.files()) == 6


def test_an_episode_whose_file_is_missing_is_made_again(folder: Folder) -> None:
    three(folder)
    before = folder.files()
    name = folder.item("b.txt").files[0].name
    (folder.out / name).unlink()
    report = folder.told()
    assert (len(report.made), report.characters) == (1, 0)
    assert folder.files() == before


# What failed


def test_what_failed_waits_longer_and_longer_and_is_tried_when_it_changes(folder: Folder) -> None:
    three(folder)
    folder.write("bad.txt").write_bytes(b"")
    assert len(folder.told().failed) == 1
    assert len(folder.told().failed) == 1  # at once for the second time
    for tries in range(2, len(WAITS) + 2):
        item = folder.item("bad.txt")
        assert (item.tries, item.state) == (tries, "failed")
        assert item.due == pytest.approx(time.time() + WAITS[min(tries, len(WAITS)) - 1], abs=600)
        assert folder.told().waiting == {item.number: item.due}
        folder.change("bad.txt", due=time.time() - 1)
        assert len(folder.told().failed) == 1
    assert len(folder.told().waiting) == 1
    assert len(folder.make(again=True).report.failed) == 1
    folder.write("bad.txt")
    assert len(folder.told().made) == 1
    assert (folder.item("bad.txt").tries, folder.item("bad.txt").problems) == (0, ())


def test_what_fails_after_a_change_keeps_its_old_episode(folder: Folder) -> None:
    three(folder)
    before = folder.files()
    (folder.sources / "b.txt").write_bytes(b"")
    assert len(folder.told().failed) == 1
    assert len(folder.episodes()) == 3
    assert {name for name in folder.files() if name.startswith("episodes/")} <= before.keys()


# Clocks


@pytest.mark.parametrize("off", [-10 * YEAR, 10 * YEAR])
def test_a_clock_that_was_wrong_has_nothing_wait_for_years_or_spoken_twice(folder: Folder, off: float) -> None:
    three(folder)
    folder.write("bad.txt").write_bytes(b"")
    folder.make(), folder.make()
    before = folder.files()
    then = time.time() + off
    for name in ("a.txt", "b.txt", "c.txt"):
        folder.change(name, first=then, checked=then)
    folder.change("bad.txt", first=then, checked=then, due=then + 3600.0)
    report = folder.told()
    assert (report.made, report.unchanged, report.characters) == ([], 3, 0)
    assert len(report.failed) == 1
    assert folder.item("bad.txt").due < time.time() + WAITS[-1] + 600
    assert folder.files() == before


# What is not wanted


def test_a_clock_that_had_lost_its_battery_dates_no_article(folder: Folder) -> None:
    folder.write("a.txt")
    folder.make()
    folder.change("a.txt", first=7 * 24 * 3600.0)
    folder.make()
    (episode,) = feedparser.parse((folder.out / "feed.xml").read_bytes()).entries
    assert timegm(episode.published_parsed) == folder.clock


def test_a_removed_article_stays_away_until_it_is_asked_for(folder: Folder) -> None:
    from narrate.library.library import writing
    from narrate.library.repair import remove, restore

    long = [f"This paragraph is the number {number} of those that stay as they are." for number in range(6)]
    folder.write("b.txt", *long)
    three(folder)
    folder.write("b.txt", *long)
    folder.make()
    before, item = folder.files(), folder.item("b.txt")
    with writing(str(folder.out)) as library:
        remove(library, [item])
    assert item.guid not in folder.episodes()
    assert item.files[0].name not in folder.files()
    assert folder.told().made == []
    folder.delete("b.txt")
    folder.write("moved.txt", *long, "It has changed, too.")
    folder.make()
    assert len(folder.episodes()) == 2  # it is known again, and still not wanted
    assert len([name for name in folder.files() if name.startswith("episodes/")]) == 2
    folder.delete("moved.txt")
    folder.write("b.txt", *long)
    os.utime(folder.sources / "b.txt", (item.changed, item.changed))
    folder.make()
    assert len(folder.episodes()) == 2
    with writing(str(folder.out)) as library:
        restore(library, [item])
    report = folder.told()
    assert (len(report.made), report.characters) == (1, 0)
    assert folder.files() == before


@pytest.mark.parametrize("name", ["nowhere.mp3", "zero\0byte.mp3"])
def test_a_sound_of_the_settings_that_is_not_there_is_told_before_anything_is_listed(name: str) -> None:
    with pytest.raises(UsageError, match="a file can't be read"):
        manner(Settings(intro=name), ("mp3",), "Show", 0.0)


# Trying


def test_a_dry_run_that_would_delete_keeps_every_episode(folder: Folder) -> None:
    three(folder)
    before = folder.files()
    folder.delete("b.txt")
    folder.options["gone"] = "delete"
    assert folder.make(dry=True).report.gone == [folder.item("b.txt").number]
    folder.options["gone"] = "keep"
    folder.make()
    assert folder.files() == before


def test_a_dry_run_leaves_no_folder_and_waits_for_no_other_run(folder: Folder) -> None:
    folder.write("a.txt")
    assert len(folder.make(dry=True).tasks) == 1
    assert not folder.out.exists()
    folder.make()
    folder.write("b.txt")
    with writing(str(folder.out)):
        assert len(folder.make(dry=True).tasks) == 1
    assert set(folder.items()) == {"a.txt"}


def test_a_dry_run_begins_no_podcast_anew_whose_index_is_lost(folder: Folder) -> None:
    three(folder)
    (folder.out / ".narrate" / "library.sqlite").unlink()
    with pytest.raises(OutputError, match="not its library's index"):
        folder.make(dry=True)
