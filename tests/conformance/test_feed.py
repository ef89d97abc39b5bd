"""A podcast's feed and catalogue, read by what podcast directories and reading apps use."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from narrate.podcast import notes
from narrate.podcast.feed import guid, rss
from narrate.podcast.opds import FETCH, IMAGE, catalogue
from narrate.podcast.show import Episode
from tests.conformance import tools
from tests.podcast.shows import HOSTILE, bare, episode, episodes, file, show
from tests.podcast.test_feed import FULL

SCRIPT = Path(__file__).with_name("read_feed.cjs")
BASE = "https://example.org/harbour/"
WHOLE = episode(
    1, updated=datetime(2026, 2, 1, tzinfo=UTC), cover=file("one.jpg", "image/jpeg"), authors=("Ann Lee", "Bo & Cy"),
    language="ru", also=(*episode(1).also, ("srt", file("a.srt", "application/x-subrip")),
                         ("opus", file("a.opus", "audio/ogg", 720)), ("epub", file("a.epub", "application/epub+zip"))),
)  # fmt: skip


def read(reader: str, package: str, data: bytes, folder: Path) -> Any:
    tools.package(package)
    path = folder / "feed.xml"
    path.write_bytes(data)
    ran = tools.said([tools.command("node"), SCRIPT, reader, tools.FOLDER, path])
    assert ran.returncode == 0, ran.stderr
    return json.loads(ran.stdout)


def partytime(data: bytes, folder: Path) -> Any:
    return read("partytime", "podcast-partytime", data, folder)


def feedsmith(data: bytes, folder: Path) -> Any:
    found = read("feedsmith", "feedsmith", data, folder)
    assert found["format"] == "rss"
    return found["feed"]


def test_the_podcast_index_reads_every_field_of_the_podcast(tmp_path: Path) -> None:
    found = partytime(rss(FULL, [WHOLE])["feed.xml"], tmp_path)
    wanted = {
        "title": FULL.title, "link": FULL.link, "language": "pt-BR", "copyright": FULL.copyright, "author": "Ann Lee",
        "owner": {"name": "Bo Day", "email": "bo@example.org"}, "explicit": True, "itunesType": "serial",
        "itunesImage": f"{BASE}cover.jpg", "itunesCategory": ["Society & Culture > Documentary", "News"],
        "itunesNewFeedUrl": FULL.moved_to, "locked": True, "podcastOwner": "bo@example.org", "guid": FULL.guid,
        "medium": "podcast", "pubsub": {"self": f"{BASE}feed.xml"},
        "podcastFunding": [{"message": "Give & take", "url": "https://example.org/give?a=1&b=2"}],
        "lastBuildDate": "2026-02-01T00:00:00.000Z",
    }  # fmt: skip
    assert {name: found[name] for name in wanted} == wanted
    assert bare(found["description"]) == bare(FULL.description)
    assert {tag for tags in found["pc20support"].values() for tag in tags} == {
        "locked", "funding", "transcript", "chapters", "person", "guid", "alternateEnclosure", "medium",
    }  # fmt: skip


def test_the_podcast_index_reads_every_field_of_an_episode(tmp_path: Path) -> None:
    (found,) = partytime(rss(FULL, [WHOLE])["feed.xml"], tmp_path)["items"]
    wanted = {
        "guid": WHOLE.guid, "title": "Story 1", "link": WHOLE.link, "author": "Ann Lee, Bo & Cy", "duration": 91,
        "enclosure": {"url": f"{BASE}episodes/story-0001.mp3", "length": 1_000_001, "type": "audio/mpeg"},
        "itunesImage": f"{BASE}episodes/one.jpg", "itunesEpisode": 1, "pubDate": "2026-01-02T06:30:00.000Z",
        "podcastChapters": {"url": f"{BASE}episodes/story-0001.chapters.json", "type": "application/json+chapters"},
    }  # fmt: skip
    assert {name: found[name] for name in wanted} == wanted
    transcripts = [
        (one["url"].rpartition(".")[2], one["language"], one.get("rel")) for one in found["podcastTranscripts"]
    ]
    assert transcripts == [("vtt", "ru", "captions"), ("json", "ru", None), ("srt", "ru", "captions")]
    people = [(one["name"], one["role"].lower(), one["group"].lower()) for one in found["podcastPeople"]]
    assert people == [("Ann Lee", "author", "writing"), ("Bo & Cy", "author", "writing")]
    (other,) = found["alternativeEnclosures"]
    assert (other["type"], other["length"], other["integrity"]["type"]) == ("audio/ogg", 720, "sri")
    assert [source["uri"] for source in other["source"]] == [f"{BASE}episodes/a.opus"]


def test_another_reader_reads_the_same(tmp_path: Path) -> None:
    data = rss(FULL, [WHOLE])["feed.xml"]
    found = feedsmith(data, tmp_path)
    index = partytime(data, tmp_path)
    assert (found["title"], found["language"]) == (index["title"], index["language"])
    assert found["podcast"]["guid"] == index["guid"]
    assert found["itunes"]["owner"] == index["owner"]
    assert [one["text"] for one in found["itunes"]["categories"]] == ["Society & Culture", "News"]
    (item,), (other,) = found["items"], index["items"]
    assert item["guid"] == {"value": other["guid"], "isPermaLink": False}
    assert item["enclosures"] == [other["enclosure"]]
    assert item["itunes"]["duration"] == other["duration"]
    assert [one["url"] for one in item["podcast"]["transcripts"]] == [one["url"] for one in other["podcastTranscripts"]]
    assert item["dc"]["creators"] == ["Ann Lee", "Bo & Cy"]


@pytest.mark.parametrize("text", HOSTILE)
def test_text_that_means_harm_is_read_as_it_was_written(text: str, tmp_path: Path) -> None:
    told = episode(title=text, summary=text, authors=(text,))
    data = rss(show(title=text, description=text), [told])["feed.xml"]
    for reader in (partytime, feedsmith):
        found = reader(data, tmp_path)
        (item,) = found["items"]
        for title in (found["title"], item["title"]):
            assert bare(unescape(title))[:40] == bare(unescape(notes.line(text)))[:40]  # the index takes it for HTML


def test_archives_are_read_and_lead_to_each_other(tmp_path: Path) -> None:
    made = rss(show(newest=3), episodes(8))
    assert sorted(made) == ["feed-1.xml", "feed-2.xml", "feed.xml"]
    told = {}
    for name, data in made.items():
        found = feedsmith(data, tmp_path)
        links = {link["rel"]: link["href"].removeprefix(BASE) for link in found["atom"]["links"]}
        told[name] = links
        assert len(found["items"]) == 3
        assert found["podcast"]["guid"] == guid(BASE)
    assert told == {
        "feed.xml": {"self": "feed.xml", "prev-archive": "feed-2.xml"},
        "feed-2.xml": {"self": "feed-2.xml", "prev-archive": "feed-1.xml", "current": "feed.xml"},
        "feed-1.xml": {"self": "feed-1.xml", "next-archive": "feed-2.xml", "current": "feed.xml"},
    }


def opds(told: list[Episode], folder: Path) -> Any:
    return read("opds", "opds-feed-parser", catalogue(FULL, told)["opds.xml"], folder)


def test_a_reading_app_finds_the_books(tmp_path: Path) -> None:
    found = opds([WHOLE, replace(episode(2), also=())], tmp_path)
    assert found["acquisition"]
    assert (found["title"], found["id"]) == (FULL.title, f"urn:uuid:{FULL.guid}")
    (entry,) = found["entries"]
    assert (entry["title"], entry["summary"], entry["language"]) == ("Story 1", WHOLE.summary, "ru")
    assert entry["authors"] == ["Ann Lee", "Bo & Cy"]
    links = {link["rel"]: (link["kind"], link["href"], link["type"]) for link in entry["links"]}
    assert links[FETCH] == ("OPDSAcquisitionLink", f"{BASE}episodes/a.epub", "application/epub+zip")
    assert links[IMAGE] == ("OPDSArtworkLink", f"{BASE}episodes/one.jpg", "image/jpeg")


@pytest.mark.parametrize("text", HOSTILE)
def test_a_reading_app_reads_text_that_means_harm_as_it_was_written(text: str, tmp_path: Path) -> None:
    (entry,) = opds([replace(WHOLE, title=text, summary=text, authors=(text,))], tmp_path)["entries"]
    assert bare(entry["title"]) == bare(entry["authors"][0]) == bare(notes.line(text))
