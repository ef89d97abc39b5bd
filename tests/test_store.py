"""A store's files are whole or not there, wherever they lie, and what goes wrong says where and what to do."""

from __future__ import annotations

import errno
import os
import pickle
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, closing
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from narrate.errors import MissingExtra, OutputError, UsageError
from narrate.store import Store, Unreachable, open_store
from tests import stores

PLACES = ("folder", "memory", "s3", "sftp")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture(params=PLACES)
def store(
    request: pytest.FixtureRequest, tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Store]:
    (tmp_path / "root").mkdir()
    with ExitStack() as servers:
        if request.param == "folder":
            address = str(tmp_path / "there" / "podcast")
        elif request.param == "memory":
            address = f"memory://{uuid4().hex}/podcast"
        elif request.param == "s3":
            bucket, _client = servers.enter_context(stores.s3(monkeypatch, home))
            address = f"s3://{bucket}/a/podcast/"
        else:
            address = servers.enter_context(stores.ssh(tmp_path / "root", home)).address()
        yield servers.enter_context(closing(open_store(address)))


def made(path: Path, data: bytes = b"sound") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def hidden(folder: Path) -> list[str]:
    return [path.name for path in folder.rglob(".*")]


# What holds for every place


def test_a_file_that_was_put_is_there_with_its_size_and_its_bytes(store: Store, tmp_path: Path) -> None:
    assert store.stat("episodes/ü b.mp3") is None
    assert list(store.names()) == []
    before = time.time()
    store.put(made(tmp_path / "a.mp3", b"sound" * 1000), "episodes/ü b.mp3", media_type="audio/mpeg")
    found = store.stat("episodes/ü b.mp3")
    assert found
    assert found[0] == 5000
    assert abs(found[1] - before) < 60
    assert store.read("episodes/ü b.mp3") == b"sound" * 1000
    assert list(store.names()) == [("episodes/ü b.mp3", 5000)]
    assert (tmp_path / "a.mp3").exists()


def test_a_file_is_replaced_by_another(store: Store, tmp_path: Path) -> None:
    store.put(made(tmp_path / "a", b"old and longer"), "a.mp3")
    store.put(made(tmp_path / "b", b"new"), "a.mp3")
    assert store.read("a.mp3") == b"new"
    assert (tmp_path / "a").read_bytes() == b"old and longer"


def test_a_file_given_away_is_in_the_store_alone(store: Store, tmp_path: Path) -> None:
    store.put(made(tmp_path / "a"), "episodes/a.mp3", move=True)
    assert store.read("episodes/a.mp3") == b"sound"
    assert not (tmp_path / "a").exists()


def test_bytes_that_are_there_already_are_not_written_again(store: Store) -> None:
    assert store.write("feed.xml", b"<rss/>")
    before = store.stat("feed.xml")
    assert not store.write("feed.xml", b"<rss/>")
    assert store.stat("feed.xml") == before
    assert store.write("feed.xml", b"<RSS/>")
    assert store.write("feed.xml", b"")
    assert not store.write("feed.xml", b"")
    assert store.read("feed.xml") == b""


def test_names_come_in_order_and_by_their_beginning(store: Store) -> None:
    names = ["a.txt", "b/1.mp3", "b/10.mp3", "b/2.mp3", "b.xml", "b/c/d.vtt", ".published.json"]
    for name in names:
        store.write(name, name.encode())
    assert list(store.names()) == [(name, len(name)) for name in sorted(names)]
    assert [name for name, _size in store.names("b/")] == ["b/1.mp3", "b/10.mp3", "b/2.mp3", "b/c/d.vtt"]
    assert [name for name, _size in store.names("b/1")] == ["b/1.mp3", "b/10.mp3"]
    assert list(store.names("none/")) == list(store.names("x")) == []


def test_a_removed_file_is_gone_and_removing_it_again_is_no_error(store: Store) -> None:
    store.write("b/a", b"1")
    store.write("b/c", b"2")
    store.remove("b/a")
    store.remove("b/a")
    store.remove("none/a")
    assert list(store.names()) == [("b/c", 1)]


def test_a_file_that_is_not_there_cannot_be_read(store: Store) -> None:
    with pytest.raises(OutputError) as caught:
        store.read("none.mp3")
    assert str(caught.value.place).endswith("none.mp3")
    assert not isinstance(caught.value, Unreachable)
    assert caught.value.hint


def test_a_folder_is_no_file(store: Store) -> None:
    store.write("b/a", b"1")
    assert store.stat("b") is None


def test_many_files_at_once_all_arrive(store: Store, tmp_path: Path) -> None:
    paths = [made(tmp_path / "in" / str(number), b"%d" % number * 300) for number in range(24)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(lambda path: store.put(path, f"episodes/{path.name}"), paths))
        list(pool.map(lambda path: store.put(path, "episodes/same"), paths))
    assert {name: store.read(name) for name, _size in store.names("episodes/")}.keys() >= {"episodes/23", "episodes/0"}
    assert all(store.read(f"episodes/{path.name}") == path.read_bytes() for path in paths)
    assert store.read("episodes/same") in [path.read_bytes() for path in paths]
    assert len(list(store.names())) == 25


def test_a_store_goes_to_another_process(store: Store) -> None:
    store.write("a", b"1")
    again: Store = pickle.loads(pickle.dumps(store))
    assert again.read("a") == b"1"
    assert again.where == store.where


def test_a_store_that_was_closed_opens_again(store: Store) -> None:
    store.write("a", b"1")
    store.close()
    assert store.read("a") == b"1"


BAD = [
    "",
    "/etc/passwd",
    "../a",
    "a/../../b",
    "a//b",
    "./a",
    "a/",
    "C:/a",
    "c:a",
    "a\\..\\b",
    "\\\\host\\share",
    "a\0b",
    "a\nb",
    "nul",
    "a/CON.mp3",
    "com¹.txt",
    "a./b",
    "a ",
    "what?.mp3",
    'say "hi".mp3',
    "a\ud800",
    "x" * 256,
    "é" * 128,
    "/".join("abcdefgh" * 20 for _ in range(7)),
]


@pytest.mark.parametrize("name", BAD, ids=lambda name: ascii(name[:20]))
def test_a_name_that_leads_elsewhere_or_that_some_system_cannot_have_is_refused(name: str, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    store = open_store(tmp_path / "in" / "podcast")
    calls = (
        lambda: store.write(name, b""),
        lambda: store.put(made(tmp_path / "a"), name),
        lambda: store.read(name),
        lambda: store.stat(name),
        lambda: store.remove(name),
    )
    for call in calls:
        with pytest.raises(OutputError, match="no file can have this name"):
            call()
    assert {path.name for path in tmp_path.rglob("*")} == {"a", "in"}


@pytest.mark.parametrize(
    "name", ["..a/b..c", "console.txt", "com10.mp3", "Привет, мир — «да».mp3", "a-🙂.mp3", "x" * 255]
)
def test_an_unusual_name_is_no_bad_one(name: str, tmp_path: Path) -> None:
    store = open_store(tmp_path)
    store.write(name, b"1")
    assert list(store.names()) == [(name, 1)]


# Folders


def test_a_folder_on_the_same_disk_takes_no_room_twice(tmp_path: Path) -> None:
    store = open_store(tmp_path / "there")
    source = made(tmp_path / "a.mp3")
    store.put(source, "a.mp3")
    store.put(source, "a.mp3")
    assert (tmp_path / "there" / "a.mp3").samefile(source)
    assert hidden(tmp_path) == []
    store.put(tmp_path / "there" / "a.mp3", "a.mp3", move=True)
    assert store.read("a.mp3") == b"sound"


def test_a_copy_is_a_file_of_its_own(tmp_path: Path) -> None:
    store = open_store(tmp_path / "there")
    source = made(tmp_path / "a.mp3")
    store.put(source, "a.mp3", copy=True)
    source.write_bytes(b"changed in place")
    assert store.read("a.mp3") == b"sound"


def test_a_link_is_followed_to_its_file(tmp_path: Path) -> None:
    made(tmp_path / "a.mp3")
    (tmp_path / "link").symlink_to("a.mp3")
    store = open_store(tmp_path / "there")
    store.put(tmp_path / "link", "b.mp3")
    assert not (tmp_path / "there" / "b.mp3").is_symlink()
    assert store.read("b.mp3") == b"sound"


def test_a_folder_is_made_only_when_something_is_put_into_it(tmp_path: Path) -> None:
    store = open_store(tmp_path / "there")
    assert store.local == tmp_path / "there"
    assert list(store.names()) == []
    assert not (tmp_path / "there").exists()


def test_a_file_address_is_a_folder(tmp_path: Path) -> None:
    assert open_store((tmp_path / "a b").as_uri()).local == tmp_path / "a b"


def test_a_file_is_no_store(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="no folder"):
        open_store(made(tmp_path / "a"))


def test_a_disk_that_was_taken_off_is_not_filled_beneath(tmp_path: Path) -> None:
    store = open_store(tmp_path / "there")
    store.write("a", b"1")
    shutil.rmtree(tmp_path / "there")
    with pytest.raises(OutputError, match="gone since this run began") as caught:
        store.write("a", b"1")
    assert "mounted" in caught.value.hint
    assert not (tmp_path / "there").exists()


PUT = """
import sys
from pathlib import Path
from narrate.store import open_store
open_store(sys.argv[2]).put(Path(sys.argv[1]), "episodes/a.mp3")
"""


@pytest.mark.skipif(os.name == "nt", reason="kills by a signal")
def test_a_put_that_is_killed_in_the_middle_leaves_nothing_under_the_name(tmp_path: Path) -> None:
    """From one disk to another, for that copies; the next run sweeps what was left aside."""
    other = Path("/dev/shm")
    if not other.is_dir() or other.stat().st_dev == tmp_path.stat().st_dev or shutil.disk_usage(other).free < 1 << 30:
        pytest.skip("there is no second disk")
    target = other / f"narrate-{uuid4().hex}"
    source = tmp_path / "a.mp3"
    with source.open("wb") as file:
        file.truncate(512 << 20)
    try:
        for _ in range(20):
            killed = subprocess.Popen([sys.executable, "-c", PUT, str(source), str(target)])
            while killed.poll() is None and not any(path.stat().st_size for path in (target / "episodes").glob(".*")):
                pass
            killed.send_signal(signal.SIGKILL)
            killed.wait()
            left = hidden(target)
            if left:
                break
            (target / "episodes" / "a.mp3").unlink()  # it was through already
        store = open_store(target)
        assert left
        assert not (target / "episodes" / "a.mp3").exists()
        assert list(store.names()) == []
        store.sweep()
        assert hidden(target) == []
    finally:
        shutil.rmtree(target)


def test_what_others_are_writing_is_not_swept(tmp_path: Path) -> None:
    from narrate.store.folder import FORGOTTEN, HOST

    mine = made(tmp_path / f".a.mp3.{HOST}01234567.{os.getpid()}.part")
    theirs = made(tmp_path / f".a.mp3.{'0' * 8}01234567.4194304.part")
    dead = made(tmp_path / "b" / f".a.mp3.{HOST}01234567.4194304.part")
    store = open_store(tmp_path)
    store.sweep()
    assert [path.exists() for path in (mine, theirs, dead)] == [True, True, False]
    os.utime(theirs, (0, time.time() - FORGOTTEN - 60))
    store.sweep()
    assert [path.exists() for path in (mine, theirs)] == [True, False]


FULL = """
mount -t tmpfs -o size=1m none "$1" || exit 99
exec "$2" -c '
import sys
from pathlib import Path
from narrate.errors import OutputError
from narrate.store import open_store
store = open_store(sys.argv[1])
store.write("feed.xml", b"old")
for call in (lambda: store.put(Path(sys.argv[2]), "a.mp3"), lambda: store.write("feed.xml", bytes(2 << 20))):
    try:
        call()
    except OutputError as error:
        print(error, "|", error.hint)
assert store.read("feed.xml") == b"old"
print([str(path.relative_to(sys.argv[1])) for path in Path(sys.argv[1]).rglob("*")])
' "$1" "$3"
"""


def test_a_full_disk_is_told_and_leaves_what_was_there(tmp_path: Path) -> None:
    (tmp_path / "small").mkdir()
    big = made(tmp_path / "a.mp3", bytes(2 << 20))
    command = ["unshare", "-m", "sh", "-c", FULL, "sh", str(tmp_path / "small"), sys.executable, str(big)]
    if not shutil.which("unshare"):
        pytest.skip("no disk can be made here")
    result = subprocess.run(command, capture_output=True, text=True, check=False, cwd=Path(__file__).parents[1])
    if result.returncode in (1, 99) and "Traceback" not in result.stderr:
        pytest.skip(f"no disk can be made here: {result.stderr}")
    small = tmp_path / "small"
    assert result.returncode == 0, result.stderr
    assert result.stdout.splitlines() == [
        f"{small}/a.mp3: the disk is full | free some space; the same command goes on from here",
        f"{small}/feed.xml: the disk is full | free some space; the same command goes on from here",
        "['feed.xml']",
    ]


@pytest.mark.skipif(not hasattr(os, "geteuid"), reason="rights of POSIX")
def test_a_folder_without_rights_is_told(tmp_path: Path) -> None:
    """Root may write everywhere, so the calls are made as somebody else."""
    there = Path(tempfile.mkdtemp())  # where everybody can go, unlike pytest's own folders
    store = open_store(there)
    store.write("a", b"1")
    there.chmod(0o555)
    root = os.geteuid() == 0
    if root:
        os.seteuid(65534)
    try:
        with pytest.raises(OutputError, match="no right") as caught:
            store.write("b", b"2")
        assert caught.value.hint == "check the folder's rights"
        with pytest.raises(OutputError, match="no right"):
            store.remove("a")
        assert store.read("a") == b"1"
    finally:
        if root:
            os.seteuid(0)
        there.chmod(0o755)
        shutil.rmtree(there)


# Addresses


@pytest.mark.parametrize(
    ("address", "message"),
    [
        ("nothing://a/b", "no way to write to nothing://"),
        ("https://host/podcast", "nothing can be written there"),
        ("simplecache::s3://bucket/a", "nothing can be written there"),
        ("s3://bucket/a?key=b", "nothing can be written there"),
        ("sftp://me:secret@host/podcast", "may not hold a password"),
    ],
)
def test_an_address_that_cannot_be_written_to_is_refused_at_once(address: str, message: str) -> None:
    with pytest.raises(UsageError, match=message) as caught:
        open_store(address)
    assert caught.value.hint
    assert "secret" not in f"{caught.value} {caught.value.hint} {caught.value.place}"


@pytest.mark.parametrize(
    "options",
    [{"secret": "x-y-z"}, {"key": "x-y-z"}, {"password": "x-y-z"}, {"client_kwargs": {"aws_session_token": "x-y-z"}}],
)
def test_options_that_hold_what_is_secret_are_refused(options: dict[str, Any]) -> None:
    with pytest.raises(UsageError, match="secret") as caught:
        open_store("memory://a/b", options)
    assert "x-y-z" not in f"{caught.value} {caught.value.hint}"


def test_options_reach_the_class_of_the_address(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with stores.s3(monkeypatch, home) as (bucket, _client):
        endpoint = os.environ["AWS_ENDPOINT_URL"]
        monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
        store: Store = pickle.loads(pickle.dumps(open_store(f"s3://{bucket}/p", {"endpoint_url": endpoint})))
        assert store.write("a", b"1")
        assert store.read("a") == b"1"


@pytest.mark.parametrize(("protocol", "package"), [("s3", "s3fs"), ("sftp", "sshfs")])
def test_a_missing_package_names_the_command_that_brings_it(
    protocol: str, package: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, package, None)
    with pytest.raises(MissingExtra, match=package) as caught:
        open_store(f"{protocol}://host/podcast")
    assert caught.value.hint == f"pip install 'narrate-articles[{protocol}]'"


# Servers


def test_a_file_sent_by_ssh_appears_when_it_has_come_whole(tmp_path: Path, home: Path) -> None:
    (tmp_path / "root").mkdir()
    with stores.ssh(tmp_path / "root", home) as server:
        store = open_store(server.address())
        store.write("a.mp3", b"old")
        server.drops = [2]
        with pytest.raises(Unreachable) as caught:
            store.put(made(tmp_path / "a", bytes(2 << 20)), "a.mp3")
        assert str(caught.value.place) == f"{server.address()}/a.mp3"
        assert store.read("a.mp3") == b"old"  # by a new connection
        assert [name for name, _size in store.names()] == ["a.mp3"]
        left = hidden(tmp_path / "root")
        assert left
        store.sweep()
        assert hidden(tmp_path / "root") == left  # another may be writing it
        os.utime(tmp_path / "root" / "podcast" / left[0], (0, 0))
        store.sweep()
        assert hidden(tmp_path / "root") == []


def test_a_place_below_the_home_of_who_logs_in_is_named_with_a_tilde(tmp_path: Path, home: Path) -> None:
    (tmp_path / "root").mkdir()
    with stores.ssh(tmp_path / "root", home) as server:
        for path in ("/~/podcast", "/~"):
            store = open_store(server.address(path))
            store.write("episodes/a", b"1")
            assert ("episodes/a", 1) in list(store.names("episodes/"))
    assert sorted(path.name for path in (tmp_path / "root").rglob("a")) == ["a", "a"]


def test_a_server_whose_key_is_not_known_gets_nothing(tmp_path: Path, home: Path) -> None:
    (tmp_path / "root").mkdir()
    with stores.ssh(tmp_path / "root", home, trusted=False) as server:
        with pytest.raises(OutputError, match="key is not known") as caught:
            open_store(server.address()).write("a", b"1")
        assert not isinstance(caught.value, Unreachable)
        assert "ssh" in caught.value.hint
    assert list((tmp_path / "root").iterdir()) == []


def test_a_key_that_the_server_does_not_take_is_told(tmp_path: Path, home: Path) -> None:
    (tmp_path / "root").mkdir()
    with stores.ssh(tmp_path / "root", home) as server:
        (home / ".ssh" / "id_ed25519").unlink()
        with pytest.raises(OutputError, match="no right") as caught:
            open_store(server.address()).write("a", b"1")
        assert not isinstance(caught.value, Unreachable)
        assert "~/.ssh" in caught.value.hint


def test_nobody_listening_may_be_another_try_away(home: Path) -> None:
    pytest.importorskip("sshfs")
    with pytest.raises(Unreachable) as caught:
        open_store("sftp://me@127.0.0.1:1/podcast").write("a", b"1")
    assert caught.value.hint


def test_objects_carry_their_media_type_and_how_long_they_keep(
    tmp_path: Path, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with stores.s3(monkeypatch, home) as (bucket, client):
        store = open_store(f"s3://{bucket}/p")
        store.put(made(tmp_path / "a.bin"), "a.chapters.json", media_type="application/json+chapters", cache="no-cache")
        found = client.head_object(Bucket=bucket, Key="p/a.chapters.json")
        assert (found["ContentType"], found["CacheControl"]) == ("application/json+chapters", "no-cache")


def test_a_bucket_that_is_not_there_is_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with stores.s3(monkeypatch, home):
        store = open_store("s3://no-such-bucket/p")
        with pytest.raises(OutputError) as caught:
            store.write("a", b"1")
        assert not isinstance(caught.value, Unreachable)
        assert "bucket" in caught.value.hint
        assert "nobody-may-read-this" not in str(caught.value)


def test_no_credentials_at_all_are_told(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with stores.s3(monkeypatch, home) as (bucket, _client):
        monkeypatch.delenv("AWS_ACCESS_KEY_ID")
        monkeypatch.delenv("AWS_SECRET_ACCESS_KEY")
        monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
        with pytest.raises(OutputError, match="no right") as caught:
            open_store(f"s3://{bucket}/p").write("a", b"1")
        assert not isinstance(caught.value, Unreachable)


def test_errors_of_the_system_are_told_apart(tmp_path: Path) -> None:
    from narrate.store.trouble import told

    def message(number: int, *, remote: bool = False) -> OutputError:
        with pytest.raises(OutputError) as caught, told("there", remote=remote):
            raise OSError(number, os.strerror(number))
        return caught.value

    assert "full" in str(message(errno.ENOSPC, remote=True))
    assert "only be read" in str(message(errno.EROFS))
    assert "gone" in str(message(errno.ESTALE))
    assert isinstance(message(errno.ECONNRESET, remote=True), Unreachable)
    assert not isinstance(message(errno.EIO), Unreachable)
