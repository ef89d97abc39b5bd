"""A podcast that is served, and listened to with gPodder: it comes whole, and only what changed comes again."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from narrate.podcast.feed import rss
from narrate.podcast.publish import public_files, publish
from narrate.podcast.serve import Server
from narrate.podcast.show import Episode, File
from tests.conformance.gpodder import Client
from tests.podcast.shows import show

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def edition(number: int, text: str) -> tuple[str, bytes]:
    """Name and bytes of an episode's sound; nobody listens to it here."""
    data = text.encode() * (2000 + number)
    return f"episodes/night-{number}-{hashlib.sha256(data).hexdigest()[:12]}.mp3", data


def make(folder: Path, texts: Mapping[int, str], newest: int = 0) -> dict[str, bytes]:
    """A podcast's folder with an episode of each number, and no other files; the sounds by name."""
    sounds, episodes = {}, []
    for number, text in texts.items():
        name, data = edition(number, text)
        sounds[name] = data
        file = File(name=name, size=len(data), media_type="audio/mpeg")
        moment = NOON + timedelta(hours=number)
        title = f"Night {number} & <more>"
        episodes.append(Episode(guid=f"urn:night:{number}", title=title, published=moment, seconds=61.0, sound=file))
    (folder / "episodes").mkdir(parents=True, exist_ok=True)
    for old in folder.glob("episodes/*"):
        old.unlink()
    for name, data in {**sounds, **rss(show(newest=newest), episodes)}.items():
        (folder / name).write_bytes(data)
    return sounds


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "podcast"


@pytest.fixture
def asked() -> list[str]:
    """What was asked of the server, a line each."""
    return []


@pytest.fixture
def served(folder: Path, asked: list[str]) -> Iterator[Server]:
    folder.mkdir()
    with Server(folder, port=0, listen=asked.append) as server:
        yield server


def sounds_asked(asked: list[str]) -> list[str]:
    """The sounds that were asked for since the last call, in order."""
    found = [match[1] for line in asked if (match := re.search(r'"GET /(episodes/\S+) ', line))]
    asked.clear()
    return found


def digests(files: list[Path]) -> set[str]:
    return {hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_a_podcast_is_heard_and_only_what_changed_comes_again(
    folder: Path, served: Server, asked: list[str], tmp_path: Path
) -> None:
    texts = {number: f"story {number} " for number in range(5)}
    sounds = make(folder, texts)
    client = Client(tmp_path / "listener")
    client.subscribe(f"{served.address}feed.xml")
    assert len(client.download()) == 5
    assert sorted(sounds_asked(asked)) == sorted(sounds)
    assert digests(client.files()) == {hashlib.sha256(data).hexdigest() for data in sounds.values()}
    known = client.episodes()
    assert [one.guid for one in known] == [f"urn:night:{number}" for number in reversed(range(5))]
    assert [one.title for one in known] == [f"Night {number} & <more>" for number in reversed(range(5))]
    assert [one.url for one in known] == [f"{served.address}{edition(n, texts[n])[0]}" for n in reversed(range(5))]
    assert {one.size for one in known} == {len(data) for data in sounds.values()}
    assert {(one.media_type, one.seconds, one.downloaded) for one in known} == {("audio/mpeg", 61, True)}

    assert client.update() == 0  # nothing has changed, and the feed is not even sent
    assert client.download() == []
    assert sounds_asked(asked) == []

    texts |= {2: "the same story, edited ", 5: "a new story "}  # the edited one has another name now
    sounds = make(folder, texts)
    assert client.update() == 1
    new = client.download()
    assert digests(new) == {hashlib.sha256(sounds[edition(5, texts[5])[0]]).hexdigest()}
    assert sounds_asked(asked) == [edition(5, texts[5])[0]]
    known = client.episodes()
    assert [one.guid for one in known] == [f"urn:night:{number}" for number in reversed(range(6))]
    assert known[3].url == f"{served.address}{edition(2, texts[2])[0]}"


def test_an_unchanged_feed_is_not_sent_again(folder: Path, served: Server, asked: list[str], tmp_path: Path) -> None:
    make(folder, {1: "a "})
    client = Client(tmp_path / "listener")
    client.subscribe(f"{served.address}feed.xml")
    asked.clear()
    client.update()
    assert [line.split('" ')[1].split()[0] for line in asked if "/feed.xml " in line] == ["304"]


def test_an_episode_that_was_edited_before_it_was_heard_comes_in_its_new_edition(
    folder: Path, served: Server, asked: list[str], tmp_path: Path
) -> None:
    make(folder, {1: "first ", 2: "second "})
    client = Client(tmp_path / "listener")
    client.subscribe(f"{served.address}feed.xml")
    sounds = make(folder, {1: "first, edited ", 2: "second "})
    assert client.update() == 2
    assert digests(client.download()) == {hashlib.sha256(data).hexdigest() for data in sounds.values()}
    assert sorted(sounds_asked(asked)) == sorted(sounds)


def test_a_listener_with_yesterdays_feed_still_gets_its_episodes_after_publishing(tmp_path: Path) -> None:
    """What an edited episode was before stays published for a while."""
    folder, public = tmp_path / "podcast", tmp_path / "public"
    sounds = make(folder, {1: "first ", 2: "second "})
    publish(folder, public_files(folder), public)
    with Server(public, port=0) as server:
        client = Client(tmp_path / "listener")
        client.subscribe(f"{server.address}feed.xml")
        make(folder, {1: "first, edited ", 2: "second "})
        assert publish(folder, public_files(folder), public).waiting == (edition(1, "first ")[0],)
        assert digests(client.download()) == {hashlib.sha256(data).hexdigest() for data in sounds.values()}


def test_a_download_that_was_broken_off_goes_on_where_it_stopped(
    folder: Path, served: Server, asked: list[str], tmp_path: Path
) -> None:
    ((name, data),) = make(folder, {1: "a long story " * 200}).items()
    client = Client(tmp_path / "listener")
    client.subscribe(f"{served.address}feed.xml")
    client.break_off(after=100_000)
    assert client.files() == []
    asked.clear()
    (path,) = client.download()
    assert path.read_bytes() == data
    (sent,) = [re.search(r'" 206 (\d+) ', line) for line in asked if name in line]
    assert sent
    assert int(sent[1]) <= len(data) - 100_000
