"""Publishing sends only what changed, the feed when all that it names is there, and may be killed at any time."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from uuid import uuid4

import pytest

from narrate.errors import OutputError, SourceError, UsageError
from narrate.podcast import publish as publishing
from narrate.podcast.manifest import NAME, Manifest, manifest_of
from narrate.podcast.publish import Patience, Step, public_files, publish
from narrate.store import Store, Unreachable, open_store
from tests import stores

SOON = Patience(tries=4, first_wait=0.01)


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def sound(title: str, edition: str) -> str:
    return f"episodes/{title}-{digest(title + edition)}.mp3"


def made(folder: Path, episodes: dict[str, str], title: str = "Evening") -> dict[str, str]:
    """A podcast of these episodes, by their titles, each in an edition; its files' digests."""
    names = [sound(*episode) for episode in episodes.items()]
    (folder / "episodes").mkdir(parents=True, exist_ok=True)
    for path in folder.rglob("*"):
        if path.is_file():
            path.unlink()
    for name in names:
        (folder / name).write_text(name * 50)
        (folder / name.replace(".mp3", ".vtt")).write_text(f"WEBVTT {name}")
    items = "".join(f'<item><enclosure url="https://example.org/{name}"/></item>' for name in names)
    (folder / "feed.xml").write_text(f"<rss><title>{title}</title>{items}</rss>")
    (folder / "archive-1.xml").write_text(f"<rss><title>Old {title}</title>{items[:200]}</rss>")
    (folder / "index.html").write_text(f"<h1>{title}</h1>{items}")
    (folder / "cover.png").write_text(f"cover of {title}")
    (folder / ".narrate").mkdir(exist_ok=True)
    (folder / ".narrate" / "library.sqlite").write_text("private")
    return public_files(folder)


def contents(store: Store) -> dict[str, bytes]:
    return {name: store.read(name) for name, _size in store.names() if name != NAME}


def expected(folder: Path) -> dict[str, bytes]:
    return {name: (folder / name).read_bytes() for name in public_files(folder)}


def check_feed(target: Path) -> bool:
    """Whether there is a feed; all that it names must be there, whole."""
    try:
        feed = (target / "feed.xml").read_text()
    except FileNotFoundError:
        return False
    names = re.findall(r'url="https://example.org/([^"]+)"', feed)
    assert names
    assert feed.endswith("</rss>")
    for name in names:
        assert (target / name).read_text() == name * 50
    return True


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made(tmp_path / "podcast", {"one": "a", "two": "a", "three": "a"})
    return tmp_path / "podcast"


@pytest.fixture(params=["folder", "memory", "s3", "sftp"])
def target(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "root").mkdir()
    with ExitStack() as servers:
        if request.param == "s3":
            bucket, _client = servers.enter_context(stores.s3(monkeypatch, tmp_path / "home"))
            yield f"s3://{bucket}/pod"
        elif request.param == "sftp":
            yield servers.enter_context(stores.ssh(tmp_path / "root", tmp_path / "home")).address("/pod")
        else:
            yield str(tmp_path / "public") if request.param == "folder" else f"memory://{uuid4().hex}/pod"


# What is sent, and where


def test_all_is_sent_at_first_and_nothing_a_second_time(folder: Path, target: str) -> None:
    files = public_files(folder)
    first = publish(folder, files, target)
    store = open_store(target)
    assert contents(store) == expected(folder)
    assert sorted(first.sent) == sorted(files)
    assert (first.unchanged, first.removed, first.waiting) == (0, (), ())
    assert first.size == sum((folder / name).stat().st_size for name in files)
    before = {name: store.stat(name) for name, _size in store.names()}
    second = publish(folder, files, target)
    assert (second.sent, second.size, second.unchanged) == ((), 0, len(files))
    assert {name: store.stat(name) for name, _size in store.names()} == before
    store.close()


def test_only_what_changed_is_sent_and_the_old_is_removed_when_its_time_is_over(folder: Path, target: str) -> None:
    publish(folder, public_files(folder), target)
    files = made(folder, {"one": "a", "two": "b", "four": "a"})
    second = publish(folder, files, target)
    new = [sound("two", "b"), sound("four", "a")]
    sent = [*new, *(name.replace("mp3", "vtt") for name in new), "archive-1.xml", "feed.xml", "index.html"]
    assert sorted(second.sent) == sorted(sent)
    old = [sound("two", "a"), sound("three", "a")]
    gone = sorted([*old, *(name.replace("mp3", "vtt") for name in old)])
    assert (second.removed, second.waiting) == ((), tuple(gone))
    store = open_store(target)
    assert set(contents(store)) == {*files, *gone}
    third = publish(folder, files, target, grace=0)
    assert (third.sent, third.removed, third.waiting) == ((), tuple(gone), ())
    assert contents(store) == expected(folder)
    assert publish(folder, files, target, grace=0).removed == ()
    store.close()


def test_what_the_place_lost_or_has_in_half_is_mended(folder: Path, target: str) -> None:
    files = public_files(folder)
    publish(folder, files, target)
    store = open_store(target)
    store.remove(sound("one", "a"))
    store.write(sound("two", "a"), b"half")
    feed = (folder / "feed.xml").read_bytes()
    store.write("feed.xml", feed.replace(b"Evening", b"Morning"))  # of the same size
    assert set(publish(folder, files, target).sent) == {sound("one", "a"), sound("two", "a"), "feed.xml"}
    assert contents(store) == expected(folder)
    store.close()


def test_the_feed_is_sent_behind_all_that_it_names_and_the_page_last(folder: Path, target: str) -> None:
    steps: list[Step] = []
    files = public_files(folder)
    publish(folder, files, target, listen=steps.append)
    names = [step.name for step in steps]
    assert names[-3:] == ["archive-1.xml", "feed.xml", "index.html"]
    assert sorted(names) == sorted(files)
    assert [step.done for step in steps] == sorted(step.done for step in steps)
    assert steps[-1].done == steps[-1].total == sum((folder / name).stat().st_size for name in files)
    assert {step.kind for step in steps} == {"sent"}


def test_a_dry_run_tells_what_would_be_done_and_does_nothing(folder: Path, target: str) -> None:
    files = public_files(folder)
    plan = publish(folder, files, target, dry_run=True)
    store = open_store(target)
    assert list(store.names()) == []
    assert plan == publish(folder, files, target)
    files = made(folder, {"one": "b"})
    before = contents(store)
    plan = publish(folder, files, target, dry_run=True, grace=0)
    assert contents(store) == before
    assert plan == publish(folder, files, target, grace=0)
    assert plan.removed
    store.close()


def test_a_feed_that_is_changed_in_place_changes_where_it_is_published_only_by_publishing(
    folder: Path, tmp_path: Path
) -> None:
    publish(folder, public_files(folder), tmp_path / "public")
    text = (folder / "feed.xml").read_text().replace("Evening", "Morning")
    with (folder / "feed.xml").open("r+") as file:
        file.write(text)
    assert "Morning" not in (tmp_path / "public" / "feed.xml").read_text()
    assert publish(folder, public_files(folder), tmp_path / "public").sent == ("feed.xml",)
    assert (tmp_path / "public" / "feed.xml").read_text() == text


def test_what_is_done_to_a_published_file_is_not_done_to_the_librarys(folder: Path, tmp_path: Path) -> None:
    files, target = public_files(folder), tmp_path / "public"
    publish(folder, files, target)
    before = expected(folder)
    for name in files:
        with (target / name).open("r+") as file:
            file.truncate(1)
    assert expected(folder) == before
    assert sorted(publish(folder, files, target).sent) == sorted(files)
    assert contents(open_store(target)) == before


def test_files_that_others_put_there_are_left_alone(folder: Path, target: str) -> None:
    store = open_store(target)
    store.write("robots.txt", b"theirs")
    publish(folder, public_files(folder), target)
    publish(folder, made(folder, {"one": "z"}), target, grace=0)
    assert store.read("robots.txt") == b"theirs"
    store.close()


def test_objects_tell_their_types_and_how_long_they_keep(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with stores.s3(monkeypatch, tmp_path / "home") as (bucket, client):
        (folder / "feed.xml").write_text('<?xml version="1.0"?><rss version="2.0"/>')
        publish(folder, public_files(folder), f"s3://{bucket}/pod")

        def told(name: str) -> tuple[str, str]:
            found = client.head_object(Bucket=bucket, Key=f"pod/{name}")
            return found["ContentType"], found["CacheControl"]

        assert told("feed.xml") == ("application/rss+xml; charset=utf-8", "public, max-age=300")
        assert told(sound("one", "a")) == ("audio/mpeg", "public, max-age=31536000, immutable")
        assert told(sound("one", "a").replace("mp3", "vtt"))[0] == "text/vtt; charset=utf-8"
        assert told("cover.png") == ("image/png", "public, max-age=300")
        assert told(NAME) == ("application/json", "no-cache")


# What is refused


def test_a_podcast_that_lacks_a_file_is_not_published_at_all(folder: Path, tmp_path: Path) -> None:
    files = public_files(folder)
    (folder / sound("two", "a")).unlink()
    with pytest.raises(SourceError, match="missing") as caught:
        publish(folder, files, tmp_path / "public")
    assert sound("two", "a") in str(caught.value.place)
    assert not (tmp_path / "public").exists()


def test_a_file_that_is_not_as_it_was_made_keeps_the_feed_from_being_sent(folder: Path, tmp_path: Path) -> None:
    files = public_files(folder)
    publish(folder, files, tmp_path / "public")
    files = made(folder, {"one": "b", "two": "b"})
    (folder / sound("two", "b")).write_text("something else")
    with pytest.raises(SourceError, match="changed since") as caught:
        publish(folder, files, tmp_path / "public")
    assert sound("two", "b") in str(caught.value.place)
    assert check_feed(tmp_path / "public")
    assert sound("one", "b") not in (tmp_path / "public" / "feed.xml").read_text()


@pytest.mark.parametrize("place", [".", "..", "inside"])
def test_a_podcast_is_not_published_into_itself(folder: Path, place: str) -> None:
    with pytest.raises(UsageError, match="into itself"):
        publish(folder, public_files(folder), folder / place)


@pytest.mark.parametrize("host", ["127.0.0.1:8000", "localhost", "[::1]:80"])
def test_a_feed_of_this_computer_is_not_put_on_the_web(folder: Path, tmp_path: Path, host: str) -> None:
    feed = f'<rss xmlns:atom="http://www.w3.org/2005/Atom"><atom:link rel="self" href="http://{host}/feed.xml"/></rss>'
    (folder / "feed.xml").write_text(feed)
    with pytest.raises(UsageError, match="on this computer") as caught:
        publish(folder, public_files(folder), f"memory://{uuid4().hex}/pod")
    assert "base" in caught.value.hint
    assert publish(folder, public_files(folder), tmp_path / "public").sent  # for trying that too


def test_hidden_files_are_never_published(folder: Path, tmp_path: Path) -> None:
    assert not any("narrate" in name for name in public_files(folder))
    with pytest.raises(UsageError, match="hidden"):
        publish(folder, {".narrate/library.sqlite": "0"}, tmp_path / "public")


@pytest.mark.parametrize("data", [b"", b"{", b"[]", b'{"version": 2}', b'{"version": 1, "files": 3}', b"\xff", b"null"])
def test_a_note_that_is_broken_is_not_believed(folder: Path, tmp_path: Path, data: bytes) -> None:
    assert manifest_of(data) == Manifest()
    files = public_files(folder)
    publish(folder, files, tmp_path / "public")
    (tmp_path / "public" / NAME).write_bytes(data)
    publish(folder, files, tmp_path / "public")
    assert set(json.loads((tmp_path / "public" / NAME).read_bytes())["files"]) == set(files)


# Connections that break


def test_a_connection_that_breaks_is_made_again(folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "root").mkdir()
    steps: list[Step] = []
    with stores.ssh(tmp_path / "root", tmp_path / "home") as server:
        server.drops = [0, 3, 2]
        publish(folder, public_files(folder), server.address("/pod"), listen=steps.append, patience=SOON, at_once=1)
    again = [step for step in steps if step.kind == "again"]
    assert len(again) == 3
    assert all(step.reason for step in again)
    store = open_store(tmp_path / "root" / "pod")
    assert contents(store) == expected(folder)


def test_a_place_that_never_answers_is_given_up_and_the_next_run_goes_on(
    folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "root").mkdir()
    there = tmp_path / "root" / "pod"
    with stores.ssh(tmp_path / "root", tmp_path / "home") as server:
        server.drops = [2] + [0] * 50
        with pytest.raises(Unreachable):
            publish(folder, public_files(folder), server.address("/pod"), patience=SOON, at_once=1)
        assert not (there / "feed.xml").exists()
        server.drops = []
        come = {path.name for path in (there / "episodes").iterdir() if not path.name.startswith(".")}
        assert come
        second = publish(folder, public_files(folder), server.address("/pod"), patience=SOON)
        assert second.unchanged <= len(come)
    assert check_feed(there)


def test_what_was_sent_before_a_failure_is_not_sent_again(folder: Path, tmp_path: Path) -> None:
    files = public_files(folder)
    last = max(name for name in files if "/" in name)
    data = (folder / last).read_bytes()
    (folder / last).write_text("something else")
    with pytest.raises(SourceError):
        publish(folder, files, tmp_path / "public", at_once=1)
    (folder / last).write_bytes(data)
    second = publish(folder, files, tmp_path / "public")
    assert set(second.sent) == {last, "archive-1.xml", "feed.xml", "index.html"}


# Killed, and twice at once

KILLED = """
import os, signal, sys
left = int(sys.argv[1])
def hook(event, args):
    global left
    if event in ("os.rename", "os.link", "os.remove", "os.mkdir", "open") and sys.argv[4] in str(args[:2]):
        left -= 1
        if not left:
            os.kill(os.getpid(), signal.SIGKILL)
from pathlib import Path
from narrate.podcast.publish import public_files, publish
files = public_files(Path(sys.argv[2]))
sys.addaudithook(hook)
publish(Path(sys.argv[2]), files, sys.argv[3], grace=0, at_once=int(sys.argv[5]))
print(left)
"""


def killed_at(event: int, folder: Path, target: Path, at_once: int) -> int:
    """How many events were left when the process ended by itself; 0 when it was killed."""
    command = [sys.executable, "-c", KILLED, str(event), str(folder), str(target), str(target), str(at_once)]
    result = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert result.returncode in (0, -9), result.stderr
    return int(result.stdout or 0)


@pytest.mark.skipif(sys.platform == "win32", reason="kills by a signal")
@pytest.mark.parametrize(("at_once", "every"), [(1, 6), (4, 7)])
def test_a_run_that_is_killed_leaves_a_true_feed_and_the_next_one_finishes(
    tmp_path: Path, at_once: int, every: int
) -> None:
    """Killed right before a step that touches the target: each of several such steps, over a whole run."""
    before, after = tmp_path / "before", tmp_path / "after"
    old = made(before, {"one": "a", "two": "a", "three": "a"})
    new = made(after, {"one": "a", "two": "b", "four": "a"}, "Morning")
    moments = 0
    for event in range(1, 1000, every):
        target = tmp_path / f"public-{event}"
        publish(before, old, target)
        left = killed_at(event, after, target, at_once)
        assert check_feed(target)
        if left:
            break
        moments += 1
        publish(after, new, target, grace=0)
        assert check_feed(target)
        assert contents(open_store(target)) == expected(after)
        assert not [path for path in target.rglob(".*") if path.name != NAME]
    assert moments >= 8


def test_runs_at_the_same_time_harm_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of an older and a newer podcast; whoever is last has its feed there, and all that it names."""
    monkeypatch.setattr(publishing, "NOTED", 0.0)  # all write their notes all the time
    folders = [tmp_path / name for name in ("old", "new", "same")]
    episodes = {str(number): "a" for number in range(12)}
    editions = [episodes, {**episodes, "3": "b", "99": "a"}, episodes]
    wanted = [made(folder, edition, folder.name) for folder, edition in zip(folders, editions, strict=True)]
    target = tmp_path / "public"
    errors: list[BaseException] = []

    def run(folder: Path, files: dict[str, str]) -> None:
        try:
            for _ in range(6):
                publish(folder, files, target)
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=pair) for pair in zip(folders, wanted, strict=True)]
    for thread in threads:
        thread.start()
    while any(thread.is_alive() for thread in threads):
        check_feed(target)
    assert errors == []
    assert check_feed(target)
    publish(folders[1], wanted[1], target, grace=0)
    publish(folders[1], wanted[1], target, grace=0)
    assert contents(open_store(target)) == expected(folders[1])


def test_a_file_that_another_run_took_away_keeps_the_feed_from_being_sent(folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "public"

    def take(step: Step) -> None:
        if step.name == "archive-1.xml":
            (target / sound("one", "a")).unlink()

    with pytest.raises(OutputError, match="is not there") as caught:
        publish(folder, public_files(folder), target, listen=take)
    assert "publish again" in caught.value.hint
    assert not (target / "feed.xml").exists()
    publish(folder, public_files(folder), target)
    assert check_feed(target)
