"""Downloads: whole and with the right hash, or nothing, whatever the network does."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from hashlib import md5, sha256
from pathlib import Path
from types import SimpleNamespace

import pytest

from narrate.downloads import Patience, fetch, intact, remove, sources
from narrate.errors import DownloadError, OutputError
from narrate.model import Download, Progress
from tests.files_server import Host, cut, dropped, hosting, other_bytes, silent, status, wrong_part

DATA = bytes(number * 7919 % 251 for number in range(300_000))
QUICK = Patience(timeout=0.5, tries=3, first_wait=0.001, longest_wait=0.01)


@pytest.fixture
def host() -> Iterator[Host]:
    with hosting() as host:
        host.files["/voice.onnx"] = DATA
        yield host


def described(host: Host, path: str = "/voice.onnx", data: bytes = DATA, **facts: object) -> Download:
    known = {"url": host.address + path, "size": len(data), "sha256": sha256(data).hexdigest(), **facts}
    return Download(**known)  # type: ignore[arg-type]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def got(host: Host, folder: Path, **facts: object) -> bytes:
    """What a download of the one file gives, and nothing besides."""
    (path,) = fetch([described(host, **facts)], folder, patience=QUICK)
    assert names(folder) == ["voice.onnx"]
    return path.read_bytes()


class TestOneFile:
    def test_comes_whole_and_nothing_else_stays(self, host: Host, tmp_path: Path) -> None:
        assert got(host, tmp_path / "new" / "folder") == DATA
        assert host.asked == [("/voice.onnx", "")]

    def test_is_not_fetched_twice(self, host: Host, tmp_path: Path) -> None:
        got(host, tmp_path)
        got(host, tmp_path)
        assert len(host.asked) == 1

    def test_is_fetched_again_when_it_was_damaged(self, host: Host, tmp_path: Path) -> None:
        got(host, tmp_path)
        (tmp_path / "voice.onnx").write_bytes(DATA[:-1] + b"?")
        assert got(host, tmp_path) == DATA

    def test_goes_on_where_it_broke_off(self, host: Host, tmp_path: Path) -> None:
        host.faults = [cut(100_000), cut(50_000), dropped]
        assert got(host, tmp_path) == DATA
        assert [asked for _, asked in host.asked] == ["", "bytes=100000-", "bytes=150000-", "bytes=150000-"]

    def test_goes_on_in_the_next_run(self, host: Host, tmp_path: Path) -> None:
        host.faults = [cut(100_000), dropped, dropped, dropped]
        with pytest.raises(DownloadError, match=r"voice\.onnx can't be had") as caught:
            got(host, tmp_path)
        assert caught.value.retry
        assert "goes on where it stopped" in caught.value.hint
        assert not (tmp_path / "voice.onnx").exists()
        host.asked.clear()
        assert got(host, tmp_path) == DATA
        assert host.asked == [("/voice.onnx", "bytes=100000-")]

    def test_starts_anew_when_the_file_there_has_changed(self, host: Host, tmp_path: Path) -> None:
        host.files["/voice.onnx"] = bytes(len(DATA))
        host.faults = [cut(100_000), dropped, dropped, dropped]
        with pytest.raises(DownloadError):
            got(host, tmp_path)
        host.files["/voice.onnx"] = DATA
        assert got(host, tmp_path) == DATA

    def test_starts_anew_when_what_came_before_was_wrong_and_has_no_tag(self, host: Host, tmp_path: Path) -> None:
        host.tags = False
        self.test_starts_anew_when_the_file_there_has_changed(host, tmp_path)

    @pytest.mark.parametrize("fault", [status(416), wrong_part], ids=["416", "another part"])
    def test_starts_anew_when_the_server_can_not_go_on(self, host: Host, tmp_path: Path, fault: object) -> None:
        host.faults = [cut(100_000), fault]  # type: ignore[list-item]
        assert got(host, tmp_path) == DATA
        assert host.asked[-1] == ("/voice.onnx", "")

    def test_comes_from_a_server_without_ranges(self, host: Host, tmp_path: Path) -> None:
        host.ranges = False
        host.faults = [cut(100_000)]
        assert got(host, tmp_path) == DATA

    def test_with_wrong_bytes_is_refused_and_removed(self, host: Host, tmp_path: Path) -> None:
        host.faults = [other_bytes]
        with pytest.raises(DownloadError, match="its hash is another") as caught:
            got(host, tmp_path)
        assert "nothing of it was kept" in caught.value.hint
        assert not caught.value.retry
        assert names(tmp_path) == []

    def test_that_is_longer_than_it_should_be_is_refused(self, host: Host, tmp_path: Path) -> None:
        host.files["/voice.onnx"] = DATA + b"more"
        with pytest.raises(DownloadError, match="its hash is another"):
            got(host, tmp_path)
        assert names(tmp_path) == []

    def test_known_by_md5_only_is_checked_by_that(self, host: Host, tmp_path: Path) -> None:
        facts = {"sha256": "", "md5": md5(DATA).hexdigest()}
        assert got(host, tmp_path, **facts) == DATA
        host.faults = [other_bytes]
        with pytest.raises(DownloadError, match="its hash is another"):
            got(host, tmp_path / "other", **facts)

    def test_without_any_hash_is_never_taken(self, host: Host, tmp_path: Path) -> None:
        with pytest.raises(DownloadError):
            got(host, tmp_path, sha256="")

    @pytest.mark.parametrize("code", [403, 404, 410])
    def test_that_is_not_there_is_told_at_once(self, host: Host, tmp_path: Path, code: int) -> None:
        host.faults = [status(code)]
        with pytest.raises(DownloadError, match=f"the server answered {code}"):
            got(host, tmp_path)
        assert len(host.asked) == 1
        assert names(tmp_path) == []

    @pytest.mark.parametrize("fault", [status(503), status(429, Retry_After="1"), silent(1), dropped])
    def test_is_waited_for_when_the_server_is_busy(self, host: Host, tmp_path: Path, fault: object) -> None:
        host.faults = [fault, fault]  # type: ignore[list-item]
        assert got(host, tmp_path) == DATA

    def test_of_a_server_that_stays_busy_is_given_up(self, host: Host, tmp_path: Path) -> None:
        host.faults = [status(503)] * 9
        with pytest.raises(DownloadError, match="the server answered 503"):
            got(host, tmp_path)
        assert len(host.asked) == QUICK.tries

    @pytest.mark.parametrize("address", ["http://127.0.0.1:9/voice.onnx", "nonsense://x/voice.onnx", "voice.onnx"])
    def test_of_nowhere_is_an_error(self, address: str, host: Host, tmp_path: Path) -> None:
        with pytest.raises(DownloadError, match="can't be had"):
            got(host, tmp_path, url=address)

    def test_has_a_name_of_its_own_if_wanted(self, host: Host, tmp_path: Path) -> None:
        (path,) = fetch([described(host, save_as="other.bin")], tmp_path)
        assert path == tmp_path / "other.bin"


class TestSources:
    def test_are_asked_in_order(self, host: Host, tmp_path: Path) -> None:
        others = (host.address + "/gone.onnx", host.address + "/elsewhere.onnx")
        host.files["/elsewhere.onnx"] = host.files.pop("/voice.onnx")
        assert got(host, tmp_path, others=others) == DATA
        assert [path for path, _ in host.asked] == ["/voice.onnx", "/gone.onnx", "/elsewhere.onnx"]

    def test_of_wrong_bytes_are_passed_over(self, host: Host, tmp_path: Path) -> None:
        host.files["/elsewhere.onnx"] = DATA
        host.faults = [other_bytes]
        assert got(host, tmp_path, others=(host.address + "/elsewhere.onnx",)) == DATA

    def test_go_on_where_another_one_broke_off(self, host: Host, tmp_path: Path) -> None:
        host.files["/elsewhere.onnx"] = DATA
        host.faults = [cut(100_000), dropped, dropped, dropped]
        assert got(host, tmp_path, others=(host.address + "/elsewhere.onnx",)) == DATA
        assert host.asked[-1] == ("/elsewhere.onnx", "bytes=100000-")

    def test_are_all_named_when_none_has_it(self, host: Host, tmp_path: Path) -> None:
        host.files.clear()
        with pytest.raises(DownloadError, match=r"voice\.onnx: the server.*other\.onnx: the server"):
            got(host, tmp_path, others=(host.address + "/other.onnx",))

    def test_of_a_mirror_stand_for_those_of_the_host(self, host: Host, tmp_path: Path) -> None:
        file = described(host, url="https://host.invalid/voice.onnx", others=("https://other.invalid/x/y%20z?a=b",))
        assert sources(file, "http://mirror/base/") == ("http://mirror/base/voice.onnx", "http://mirror/base/x/y%20z")
        (path,) = fetch([file], tmp_path, mirror=host.address)
        assert path.read_bytes() == DATA

    def test_of_a_mirror_may_be_a_folder(self, host: Host, tmp_path: Path) -> None:
        (tmp_path / "mirror" / "deep").mkdir(parents=True)
        (tmp_path / "mirror" / "deep" / "voice.onnx").write_bytes(DATA)
        file = described(host, url="https://host.invalid/deep/voice.onnx")
        (path,) = fetch([file], tmp_path / "target", mirror=str(tmp_path / "mirror"))
        assert path.read_bytes() == DATA
        assert (tmp_path / "mirror" / "deep" / "voice.onnx").exists()

    @pytest.mark.parametrize("below", ["", "one", "one/two"])
    def test_of_a_local_folder_are_found_by_name(self, below: str, host: Host, tmp_path: Path) -> None:
        local = tmp_path / "local"
        (local / below).mkdir(parents=True)
        (local / below / "voice.onnx").write_bytes(DATA)
        (path,) = fetch([described(host)], tmp_path / "target", local=local)
        assert path.read_bytes() == DATA
        assert not host.asked

    def test_of_a_local_folder_are_checked_too(self, host: Host, tmp_path: Path) -> None:
        (tmp_path / "voice.onnx").write_bytes(DATA[::-1])
        with pytest.raises(DownloadError, match="its hash is another"):
            fetch([described(host)], tmp_path / "target", local=tmp_path)
        with pytest.raises(DownloadError, match="there is no such file"):
            fetch([described(host)], tmp_path / "target", local=tmp_path / "target")


class TestSeveralFiles:
    def test_are_put_in_place_together_or_not_at_all(self, host: Host, tmp_path: Path) -> None:
        files = [described(host), described(host, "/voice.json", b"{}")]
        with pytest.raises(DownloadError, match=r"voice\.json can't be had"):
            fetch(files, tmp_path, patience=QUICK)
        assert not [name for name in names(tmp_path) if not name.startswith(".")]
        host.files["/voice.json"] = b"{}"
        host.asked.clear()
        assert [path.name for path in fetch(files, tmp_path)] == ["voice.onnx", "voice.json"]
        assert host.asked == [("/voice.json", "")], "the file that had come is not fetched again"
        assert names(tmp_path) == ["voice.json", "voice.onnx"]

    def test_progress_counts_the_bytes_of_all(self, host: Host, tmp_path: Path) -> None:
        host.files["/second"] = DATA[:1000]
        files = [described(host), described(host, "/second", DATA[:1000])]
        told: list[Progress] = []
        fetch(files[:1], tmp_path)
        fetch(files, tmp_path, listen=told.append)
        assert {progress.total for progress in told} == {301_000}
        assert [progress.done for progress in told][-1] == 301_000
        assert all(progress.done > 300_000 for progress in told)

    def test_are_removed_with_what_came_of_them(self, host: Host, tmp_path: Path) -> None:
        files = [described(host), described(host, "/gone", b"gone")]
        with pytest.raises(DownloadError):
            fetch(files, tmp_path, patience=QUICK)
        fetch(files[:1], tmp_path)
        (tmp_path / "mine.txt").touch()
        assert remove(files, tmp_path) >= len(DATA)
        assert names(tmp_path) == ["mine.txt"]
        assert remove(files, tmp_path) == 0


class TestFolder:
    def test_that_can_not_be_made_is_told(self, host: Host, tmp_path: Path) -> None:
        (tmp_path / "file").touch()
        with pytest.raises(OutputError, match="can't be written") as caught:
            fetch([described(host)], tmp_path / "file" / "below")
        assert caught.value.hint

    def test_without_room_is_told_before_anything_comes(
        self, host: Host, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(shutil, "disk_usage", lambda _: SimpleNamespace(free=1_000_000))
        with pytest.raises(OutputError, match=r"0 MB are needed, but only 1 MB are free"):
            fetch([described(host)], tmp_path)
        assert not host.asked

    @pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs a device that is full")
    def test_that_becomes_full_is_told(self, host: Host, tmp_path: Path) -> None:
        file = described(host)
        (tmp_path / f".voice.onnx.{file.sha256[:12]}.part").symlink_to("/dev/full")
        with pytest.raises(OutputError, match="can't be written: No space left"):
            fetch([file], tmp_path)

    @pytest.mark.skipif(os.name == "nt", reason="there are no such locks")
    def test_is_used_by_one_run_at_a_time(self, host: Host, tmp_path: Path) -> None:
        file = described(host)
        part = tmp_path / f".voice.onnx.{file.sha256[:12]}.part"
        code = (
            f"import fcntl, sys; file = open({str(part)!r}, 'ab'); fcntl.flock(file, fcntl.LOCK_EX)\n"
            "print('held', flush=True); sys.stdin.read()"
        )
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        with subprocess.Popen([sys.executable, "-c", code], text=True, **pipes) as other:  # type: ignore[call-overload]
            assert other.stdout.readline() == "held\n"
            with pytest.raises(DownloadError, match="another run is downloading this file"):
                fetch([file], tmp_path)
            other.communicate("")
        assert got(host, tmp_path) == DATA


def test_a_file_is_intact_by_size_and_hash(tmp_path: Path) -> None:
    file = Download(url="https://host.invalid/a", size=3, sha256=sha256(b"abc").hexdigest())
    path = tmp_path / "a"
    for data, whole in ((b"abc", True), (b"abd", False), (b"abcd", False), (b"", False)):
        path.write_bytes(data)
        assert intact(path, file) is whole
    assert not intact(tmp_path, file)
    assert not intact(tmp_path / "missing", file)
