"""Finished files appear whole or not at all, and nothing is replaced unasked."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from narrate.errors import OutputError
from narrate.staging import Staged
from tests.helpers import parts_left


def files(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def write(staged: Staged, *names: str) -> None:
    for name in names:
        staged.bare(name).write_text("bare")
        staged.part(name).write_text(f"whole {name}")


def test_files_appear_on_commit_and_nothing_else_stays(tmp_path: Path) -> None:
    targets = {"mp3": tmp_path / "a.mp3", "vtt": tmp_path / "new" / "a.vtt"}
    with Staged(targets, overwrite=False) as staged:
        write(staged, "mp3", "vtt")
        assert not any(path.exists() for path in targets.values())
        staged.commit()
    assert [path.read_text() for path in targets.values()] == ["whole mp3", "whole vtt"]
    assert sorted(path.name for path in tmp_path.rglob("*")) == ["a.mp3", "a.vtt", "new"]


@pytest.mark.parametrize("error", [OSError, KeyboardInterrupt, SystemExit])
def test_nothing_appears_when_the_work_fails(error: type[BaseException], tmp_path: Path) -> None:
    (tmp_path / "a.mp3").write_text("old")
    staged = Staged({"mp3": tmp_path / "a.mp3"}, overwrite=True)

    def work() -> None:
        with staged:
            write(staged, "mp3")
            raise error

    with pytest.raises(error):
        work()
    assert (tmp_path / "a.mp3").read_text() == "old"
    assert files(tmp_path) == ["a.mp3"]


def test_an_existing_file_is_refused_before_any_work(tmp_path: Path) -> None:
    (tmp_path / "a.mp3").write_text("old")
    with pytest.raises(OutputError, match=r"a\.mp3: the file exists already") as caught:
        Staged({"mp3": tmp_path / "a.mp3"}, overwrite=False)
    assert caught.value.hint == "--force replaces it, -o names another"


def test_an_existing_file_is_replaced_when_asked_to(tmp_path: Path) -> None:
    (tmp_path / "a.mp3").write_text("old")
    with Staged({"mp3": tmp_path / "a.mp3"}, overwrite=True) as staged:
        write(staged, "mp3")
        assert (tmp_path / "a.mp3").read_text() == "old"
        staged.commit()
    assert (tmp_path / "a.mp3").read_text() == "whole mp3"


def test_a_file_that_came_up_meanwhile_is_not_replaced_unasked(tmp_path: Path) -> None:
    with Staged({"mp3": tmp_path / "a.mp3"}, overwrite=False) as staged:
        write(staged, "mp3")
        (tmp_path / "a.mp3").write_text("the user's")
        with pytest.raises(OutputError, match="the file exists already"):
            staged.commit()
    assert (tmp_path / "a.mp3").read_text() == "the user's"
    assert files(tmp_path) == ["a.mp3"]


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "a.mp3").mkdir()
    with pytest.raises(OutputError, match="there is a folder of this name"):
        Staged({"mp3": tmp_path / "a.mp3"}, overwrite=True)


def test_a_place_that_cannot_be_written_is_told_before_any_work(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    targets = {"wav": tmp_path / "a.wav", "mp3": tmp_path / "file" / "a.mp3"}
    with (
        pytest.raises(OutputError, match=r"a\.mp3: the file can't be written: ") as caught,
        Staged(targets, overwrite=False),
    ):
        pytest.fail("no work may begin")
    assert caught.value.hint == "choose another place with -o"
    assert files(tmp_path) == ["file"]


def test_a_name_that_is_too_long_is_told(tmp_path: Path) -> None:
    target = tmp_path / ("n" * 250 + ".mp3")
    with (
        pytest.raises(OutputError, match="the file can't be written: File name too long"),
        Staged({"mp3": target}, overwrite=False),
    ):
        raise AssertionError
    assert files(tmp_path) == []


def test_all_appear_or_none(tmp_path: Path) -> None:
    targets = {"mp3": tmp_path / "a.mp3", "vtt": tmp_path / "a.vtt"}
    with Staged(targets, overwrite=True) as staged:
        write(staged, "mp3", "vtt")
        targets["vtt"].mkdir()
        with pytest.raises(OutputError, match=r"a\.vtt: there is a folder"):
            staged.commit()
    assert files(tmp_path) == ["a.vtt"]


def test_what_killed_runs_left_is_swept_and_only_that(tmp_path: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    dead, alive = ended.pid, os.getppid()
    left = {f".a.mp3.{dead}.part", f".a.mp3.{dead}.bare"}
    kept = {f".a.mp3.{alive}.part", f".b.mp3.{dead}.part", ".a.mp3.part", f"a.mp3.{dead}.part", f".a.mp3.{dead}.txt"}
    for name in left | kept:
        (tmp_path / name).touch()
    with Staged({"mp3": tmp_path / "a.mp3"}, overwrite=False) as staged:
        write(staged, "mp3")
        staged.commit()
    assert set(files(tmp_path)) == kept | {"a.mp3"}


def test_two_runs_at_once_do_not_share_their_half_files(tmp_path: Path) -> None:
    code = (
        "import sys; from pathlib import Path; from narrate.staging import Staged\n"
        "with Staged({'mp3': Path(sys.argv[1])}, overwrite=True) as staged: print(staged.part('mp3'))"
    )
    target = tmp_path / "a.mp3"
    with Staged({"mp3": target}, overwrite=True) as staged:
        other = subprocess.run([sys.executable, "-c", code, str(target)], capture_output=True, text=True, check=True)
        assert Path(other.stdout.strip()) != staged.part("mp3")
        assert staged.part("mp3").exists(), "the other run swept ours"
        write(staged, "mp3")
        staged.commit()
    assert parts_left(tmp_path) == []


def kept(staged: Staged, text: str) -> None:
    (staged.part("kept") / "known.json").write_text(text, encoding="utf-8")


def test_a_folder_is_put_in_place_whole_and_replaces_only_its_own_kind(tmp_path: Path) -> None:
    targets, folders = {"kept": tmp_path / "a.kept"}, {"kept": "known.json"}
    for text in ("first", "second"):
        with Staged(targets, overwrite=True, folders=folders) as staged:
            kept(staged, text)
            staged.commit()
        assert (tmp_path / "a.kept" / "known.json").read_text("utf-8") == text
        assert [path.name for path in tmp_path.iterdir()] == ["a.kept"]
    with pytest.raises(OutputError, match="exists already"):
        Staged(targets, overwrite=False, folders=folders)
    (tmp_path / "a.kept" / "known.json").rename(tmp_path / "a.kept" / "mine.json")
    with pytest.raises(OutputError, match="something else"):
        Staged(targets, overwrite=True, folders=folders)


def test_a_folder_that_is_not_finished_leaves_the_old_one(tmp_path: Path) -> None:
    targets, folders = {"kept": tmp_path / "a.kept"}, {"kept": "known.json"}
    with Staged(targets, overwrite=True, folders=folders) as staged:
        kept(staged, "first")
        staged.commit()
    with Staged(targets, overwrite=True, folders=folders) as staged:
        kept(staged, "second")
    assert (tmp_path / "a.kept" / "known.json").read_text("utf-8") == "first"
    assert [path.name for path in tmp_path.iterdir()] == ["a.kept"]


def test_what_is_needed_meanwhile_vanishes(tmp_path: Path) -> None:
    with Staged({"mp3": tmp_path / "a.mp3"}, overwrite=False, spare=["master"]) as staged:
        write(staged, "mp3", "master")
        staged.commit()
    assert [path.name for path in tmp_path.iterdir()] == ["a.mp3"]
