"""The index: whole or as before, of this version or a later one's business, and made anew when it is lost."""

from __future__ import annotations

import random
import sqlite3
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest

from narrate.errors import OutputError, UsageError
from narrate.fetch import Known
from narrate.library import index as module
from narrate.library.check import checked
from narrate.library.index import NAME, Index
from narrate.library.items import Facts, Item, Kept, Problem
from narrate.library.library import reading
from narrate.library.repair import repair
from narrate.library.schema import MIGRATIONS
from tests.library.here import Folder

SOUND = Kept(format="mp3", name="episodes/a-1.mp3", size=5, sha256="00", media_type="audio/mpeg")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / ".narrate" / NAME


def added(index: Index, name: str = "a") -> int:
    with index.changing():
        return index.add(key=name, guid=f"guid of {name}", origin="folder", where=f"folder/{name}", first=1.0)


def test_what_is_kept_of_an_article_comes_back_as_it_was(path: Path) -> None:
    facts = Facts(
        title="Ein “Titel” 🎧", seconds=1.5, authors=("A", "B"), voices=("x:y",), sources=(("T", "http://t"),)
    )
    problem = Problem(error="no", hint="so", place="there", exit_code=3)
    with Index(path) as index, index.changing():
        number = index.add(key="a", guid="g", origin="o", where="w", first=1.0)
        index.change(number, facts=facts, problems=(problem,), outline=frozenset({"11", "22"}), gone=True, removed=True)
        index.replace_files(number, [SOUND])
    with Index(path) as index:
        item = index.item(number)
        assert [item] == index.items()
    assert (item.facts, item.problems, item.outline) == (facts, (problem,), {"11", "22"})
    assert (item.files, item.gone, item.removed, item.where) == ((SOUND,), True, True, "w")


def test_a_change_that_fails_changes_nothing(path: Path) -> None:
    with Index(path) as index:
        number = added(index)

        def twice(second: str) -> None:
            with index.changing():
                index.change(number, state="made")
                index.change(number, state=second)
                raise KeyboardInterrupt

        with pytest.raises(OutputError):
            twice("no such state")
        assert index.item(number).state == "new"
        with pytest.raises(KeyboardInterrupt):
            twice("failed")
        assert index.item(number).state == "new"


def test_no_two_articles_have_one_id(path: Path) -> None:
    with Index(path) as index:
        added(index)
        with pytest.raises(OutputError, match="guid"):
            added(index)


def test_files_that_an_article_had_are_left_over_unless_another_has_them(path: Path) -> None:
    with Index(path) as index:
        one, other = added(index, "a"), added(index, "b")
        with index.changing():
            index.replace_files(one, [SOUND])
            index.replace_files(other, [SOUND])
            index.replace_files(one, [])
        assert index.leftovers() == []
        with index.changing():
            index.remove(other)
        assert index.leftovers() == [SOUND.name]
        with index.changing():
            index.removed()
        assert index.leftovers() == []


def test_names_of_a_forgotten_article_are_free(path: Path) -> None:
    with Index(path) as index:
        one, other = added(index, "a"), added(index, "b")
        with index.changing():
            index.name(one, ["x", "y"])
            index.name(other, ["x", "z"])
        assert index.names() == {"x": one, "y": one, "z": other}
        with index.changing():
            index.remove(one)
            index.name(other, ["x"])
        assert index.names() == {"x": other, "z": other}


def test_what_servers_told_is_remembered(path: Path) -> None:
    known = Known(etag='"1"', modified="then", digest="00", held=b"\x00\xff")
    with Index(path) as index:
        assert index.recall("page") is None
        index.keep("page", known)
    with Index(path) as index:
        assert index.recall("page") == known


def test_an_index_of_a_newer_program_is_left_alone(path: Path) -> None:
    with Index(path) as index:
        added(index)
    with closing(sqlite3.connect(path)) as db:
        db.execute(f"PRAGMA user_version = {len(MIGRATIONS) + 1}")
    before = path.read_bytes()
    with pytest.raises(OutputError, match="newer Narrate") as caught:
        Index(path)
    assert "pip install" in caught.value.hint
    with pytest.raises(OutputError, match="newer Narrate"):
        repair(str(path.parent.parent))
    assert path.read_bytes() == before


def test_an_older_index_is_brought_up_to_date_and_keeps_all(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as old:
        old.setattr(module, "MIGRATIONS", MIGRATIONS[:1])
        with Index(path) as index, index.changing():
            index.add(key="a", guid="g", origin="o", where="w", first=1.0)
    with Index(path) as index:
        (item,) = index.items()
        assert (item.guid, item.removed) == ("g", False)
    third = "CREATE TABLE more (x TEXT); INSERT INTO more VALUES ('1')"
    monkeypatch.setattr(module, "MIGRATIONS", (*MIGRATIONS, third))
    for _ in range(2):  # done once
        Index(path).close()
    with closing(sqlite3.connect(path)) as db:
        assert db.execute("SELECT x FROM more").fetchall() == [("1",)]
        assert db.execute("PRAGMA user_version").fetchone() == (len(MIGRATIONS) + 1,)


def test_an_older_index_that_is_opened_twice_at_once_is_brought_up_to_date_once(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as old:
        old.setattr(module, "MIGRATIONS", MIGRATIONS[:1])
        with Index(path) as index:
            added(index)
    with closing(sqlite3.connect(path, isolation_level=None)) as other, ThreadPoolExecutor(1) as pool:
        other.execute("BEGIN IMMEDIATE")
        opened = pool.submit(lambda: len(_items(path)))
        time.sleep(0.5)  # it has read the version by now, and waits
        other.execute(MIGRATIONS[1])
        other.execute("PRAGMA user_version = 2")
        other.execute("COMMIT")
        assert opened.result(timeout=30) == 1


def _items(path: Path) -> list[Item]:
    with Index(path) as index:
        return index.items()


def test_a_migration_that_fails_leaves_the_index_as_it_was(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with Index(path) as index:
        added(index)
    monkeypatch.setattr(module, "MIGRATIONS", (*MIGRATIONS, "CREATE TABLE more (x TEXT); INSERT INTO none VALUES (1)"))
    with pytest.raises(OutputError, match="none"):
        Index(path)
    monkeypatch.setattr(module, "MIGRATIONS", MIGRATIONS)
    with Index(path) as index:
        assert len(index.items()) == 1
    with closing(sqlite3.connect(path)) as db:
        assert not db.execute("SELECT name FROM sqlite_master WHERE name = 'more'").fetchall()


# An index that is lost or damaged


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    folder = Folder(tmp_path)
    for number in range(7):
        folder.write(f"{number}.txt", f"It says {number}.", "It goes on.", title=f"What happened on day {number}")
    folder.options["formats"] = ("mp3", "vtt", "json", "chapters")
    folder.make()
    return folder


def state(folder: Folder) -> Path:
    return folder.out / ".narrate"


def sound(folder: Folder) -> bool:
    with reading(str(folder.out)) as library:
        found = checked(library)
    assert found.sound or found.faults
    return found.sound


def test_a_lost_index_is_not_begun_anew_as_if_there_were_nothing(folder: Folder) -> None:
    (state(folder) / NAME).unlink()
    before = folder.files()
    with pytest.raises(OutputError, match="not its library's index") as caught:
        folder.make()
    assert "library repair" in caught.value.hint
    with pytest.raises(OutputError, match="not its library's index"), reading(str(folder.out)):
        pass
    (state(folder) / NAME).touch()  # as a disk that was full leaves it
    with pytest.raises(OutputError, match="not its library's index"):
        folder.make()
    assert not sound(folder)
    assert folder.files() == before


def test_a_lost_index_is_made_anew_of_the_feed(folder: Folder) -> None:
    before, ids = folder.files(), {name: item.guid for name, item in folder.items().items()}
    (state(folder) / NAME).unlink()
    repair(str(folder.out))
    assert folder.files() == before  # what is not known is not rewritten otherwise
    assert sound(folder)
    report = folder.told()
    assert report.characters == 0
    assert folder.files() == before
    assert {name: item.guid for name, item in folder.items().items()} == ids
    assert folder.told().unchanged == 7


def test_ids_outlive_a_loss_even_of_articles_that_are_renamed_by_then(folder: Folder) -> None:
    guid = folder.item("3.txt").guid
    (state(folder) / NAME).unlink()
    folder.move("3.txt", "renamed.txt")
    repair(str(folder.out))
    folder.make()
    assert folder.item("renamed.txt").guid == guid
    assert len(folder.episodes()) == 7


def test_episodes_whose_articles_are_gone_outlive_a_loss(folder: Folder) -> None:
    before = folder.episodes()
    (state(folder) / NAME).unlink()
    folder.delete("3.txt")
    repair(str(folder.out))
    folder.make()
    folder.make()
    assert folder.episodes() == before


@pytest.mark.parametrize("seed", range(5))
def test_a_damaged_index_is_put_aside_and_loses_no_id(folder: Folder, seed: int) -> None:
    """Whatever part of it is overwritten: it is told, mended, and the next run makes the very same files."""
    path = state(folder) / NAME
    before, ids = folder.files(), folder.episodes()
    data = bytearray(path.read_bytes())
    chance = random.Random(seed)
    start = 0 if seed == 0 else chance.randrange(100, len(data) - 5000)
    data[start : start + 4096] = chance.randbytes(4096)
    path.write_bytes(data)
    repair(str(folder.out))
    assert folder.episodes() == ids
    folder.make()
    assert folder.files() == before
    assert sound(folder)
    with Index(path) as index:
        if index.note("rebuilt"):
            assert (state(folder) / "aside" / NAME).read_bytes() == data
        assert {item.guid for item in index.items()} == ids.keys()


def test_a_file_that_is_no_index_at_all_is_told(folder: Folder) -> None:
    (state(folder) / NAME).write_bytes(b"This is no database, but it is long enough to be taken for one." * 99)
    with pytest.raises(OutputError, match="not a database") as caught:
        folder.make()
    assert "library repair" in caught.value.hint


def test_repairing_a_podcast_that_is_whole_touches_nothing(folder: Folder) -> None:
    before = {path: path.stat().st_mtime_ns for path in folder.out.rglob("*") if ".narrate" not in path.parts}
    assert repair(str(folder.out)) == []
    assert before == {path: path.stat().st_mtime_ns for path in before}


def test_there_must_be_a_podcast_to_repair(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no podcast"):
        repair(str(tmp_path / "none"))


def test_damaged_missing_and_strange_files_are_found_mended_and_nothing_else_touched(folder: Folder) -> None:
    before = folder.files()
    names = {name: item.files for name, item in folder.items().items()}
    flipped, short, missing = (folder.out / names[name][0].name for name in ("1.txt", "2.txt", "3.txt"))
    flipped.write_bytes(bytes(reversed(flipped.read_bytes())))
    short.write_bytes(short.read_bytes()[:100])
    missing.unlink()
    stray = folder.out / "episodes" / "left-0123456789ab.mp3"
    stray.write_bytes(b"left by a run")
    own = folder.out / "episodes" / "notes of my own.txt"
    own.write_bytes(b"mine")
    (folder.out / "feed.xml").write_bytes(b"<rss/>")
    with reading(str(folder.out)) as library:
        found = {fault.name: fault.mender for fault in checked(library).faults}
        fast = {fault.name for fault in checked(library, fast=True).faults}
    told = {path.relative_to(folder.out).as_posix() for path in (flipped, short, missing, stray, own)} | {"feed.xml"}
    assert found.keys() == told
    assert found["episodes/notes of my own.txt"] == ""
    assert fast == told - {flipped.relative_to(folder.out).as_posix()}
    repair(str(folder.out))
    assert len(folder.episodes()) == 5  # two whose sound is not there are made again by the next run
    assert folder.told().characters == 0
    own.unlink()
    assert folder.files() == before
    assert sound(folder)
    assert (state(folder) / "aside" / short.name).read_bytes() == before[short.relative_to(folder.out).as_posix()][:100]


def test_a_check_of_nothing_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no library"), reading(str(tmp_path)):
        pass
    assert list(tmp_path.iterdir()) == []
