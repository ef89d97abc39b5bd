"""A podcast's feed, read back by readers that are not ours."""

from __future__ import annotations

import io
from calendar import timegm
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from itertools import pairwise
from typing import Any

import feedparser
import podcastparser
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree, html

from narrate.podcast import addresses, feed, notes
from narrate.podcast.feed import SPACES, guid, rss
from narrate.podcast.opds import catalogue
from narrate.podcast.page import page
from narrate.podcast.show import Episode, Show
from tests.podcast.shows import HOSTILE, any_episode, bare, episode, episodes, file, show

FIRST_NAME = b"https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md"
SELF = "https://example.org/harbour/feed.xml"


def by_feedparser(data: bytes) -> Any:
    found = feedparser.parse(io.BytesIO(data))
    assert not found.bozo, found.bozo_exception
    return found


def by_podcastparser(data: bytes) -> dict[str, Any]:
    """It knows Podcasting 2.0 only by its first name, which its specification still takes for the same."""
    data = data.replace(SPACES["podcast"].encode(), FIRST_NAME)
    found: dict[str, Any] = podcastparser.parse(SELF, io.BytesIO(data))
    return found


def tree(data: bytes) -> Any:
    return etree.fromstring(data)


def texts(data: bytes, path: str) -> list[str]:
    return [node.text or "" for node in tree(data).iterfind(path, SPACES)]


def guids(data: bytes) -> list[str]:
    return texts(data, "channel/item/guid")


def links(data: bytes) -> dict[str, str]:
    return {node.get("rel"): node.get("href") for node in tree(data).iterfind("channel/atom:link", SPACES)}


def one(shown: Show, told: Sequence[Episode]) -> bytes:
    made = rss(shown, told)
    assert list(made) == ["feed.xml"]
    return made["feed.xml"]


FULL = show(
    description="Stories of <harbours>.\n\nAnd ships.", language="pt-BR", link="https://example.org/about",
    author="Ann Lee", owner="Bo Day", email="bo@example.org", copyright="2026 Ann & Bo",
    categories=(("Society & Culture", "Documentary"), ("News",)), explicit=True, serial=True, locked=True,
    guid="917393e3-1b1e-5cef-ace4-edaa54e1f810", funding=(("https://example.org/give?a=1&b=2", "Give & take"),),
    moved_to="https://example.com/feed.xml", cover="cover.jpg",
)  # fmt: skip


def test_feedparser_reads_every_field_of_the_podcast() -> None:
    found = by_feedparser(one(FULL, episodes(2)))
    told = found.feed
    assert found.version == "rss20"
    assert (told.title, told.language) == (FULL.title, "pt-BR")
    assert html.fromstring(told.subtitle).text_content() == FULL.description
    assert (told.link, told.rights) == (FULL.link, FULL.copyright)
    assert (told.publisher_detail.name, told.publisher_detail.email) == ("Bo Day", "bo@example.org")
    assert told.image.href == "https://example.org/harbour/cover.jpg"
    assert [tag.term for tag in told.tags] == ["Society & Culture", "Documentary", "News"]
    assert told.itunes_type == "serial"
    assert told["itunes_new-feed-url"] == FULL.moved_to
    assert (told.podcast_guid, told.podcast_medium) == (FULL.guid, "podcast")
    assert told.podcast_locked == {"owner": "bo@example.org"}
    assert told.updated_parsed[:6] == (2026, 1, 3, 6, 30, 0)
    assert [link.href for link in told.links if link.rel == "self"] == [SELF]


def test_feedparser_reads_every_field_of_an_episode() -> None:
    moment = datetime(2026, 3, 1, 8, 15, tzinfo=timezone(timedelta(hours=5, minutes=30)))
    told = episode(1, published=moment, updated=datetime(2026, 3, 2, tzinfo=UTC), cover=file("one.jpg", "image/jpeg"))
    (found,) = by_feedparser(one(show(), [told])).entries
    assert (found.id, found.guidislink, found.title, found.link) == (told.guid, False, told.title, told.link)
    assert timegm(found.published_parsed) == moment.timestamp()
    assert found.updated_parsed[:3] == (2026, 3, 2)
    assert found.summary == told.summary
    assert found.content[-1].value.startswith("<p>What happened on day 1.</p>\n<p>And why.</p>")
    assert f'<a href="{told.link}">Article</a>' in found.content[-1].value
    (sound,) = found.enclosures
    assert sound.href == "https://example.org/harbour/episodes/story-0001.mp3"
    assert (sound.length, sound.type) == ("1000001", "audio/mpeg")
    assert (found.itunes_duration, found.author) == ("91", "Ann Lee")
    assert found.image.href == "https://example.org/harbour/episodes/one.jpg"
    assert found.podcast_chapters["type"] == "application/json+chapters"
    assert found.podcast_person == {"role": "author", "group": "writing"}


def test_podcastparser_reads_what_a_player_needs() -> None:
    found = by_podcastparser(one(FULL, episodes(3)))
    assert (found["title"], found["link"], found["language"]) == (FULL.title, FULL.link, "pt-BR")
    assert found["cover_url"] == "https://example.org/harbour/cover.jpg"
    assert (found["itunes_author"], found["type"], found["explicit"]) == ("Ann Lee", "serial", True)
    assert found["itunes_owner"] == {"name": "Bo Day", "email": "bo@example.org"}
    assert found["itunes_categories"] == [["Society & Culture", "Documentary"], ["News"]]
    assert found["funding_url"] == found["payment_url"] == "https://example.org/give?a=1&b=2"
    assert [told["guid"] for told in found["episodes"]] == ["guid-0001", "guid-0002", "guid-0003"]  # it is a serial
    first = found["episodes"][-1]
    (sound,) = first["enclosures"]
    assert (sound["url"], sound["file_size"], sound["mime_type"]) == (
        "https://example.org/harbour/episodes/story-0003.mp3", 1_000_003, "audio/mpeg",
    )  # fmt: skip
    assert (first["total_time"], first["number"], first["link"]) == (93, 3, "https://example.org/articles/3")
    assert first["description_html"].startswith("<p>What happened on day 3.</p>")
    assert first["chapters_json_url"].endswith("story-0003.chapters.json")
    assert first["transcript_url"].endswith((".vtt", ".json"))


def test_transcripts_chapters_and_other_sounds_are_told_with_type_and_language() -> None:
    also = (*episode().also, ("srt", file("a.srt", "application/x-subrip")), ("opus", file("a.opus", "audio/ogg", 720)),
            ("epub", file("a.epub", "application/epub+zip")))  # fmt: skip
    (item,) = tree(one(show(language="de"), [episode(also=also, language="ru", seconds=90)])).iter("item")
    found = [dict(node.attrib) for node in item.iterfind("podcast:transcript", SPACES)]
    assert [(node["type"], node["language"], node.get("rel")) for node in found] == [
        ("text/vtt", "ru", "captions"), ("application/json", "ru", None), ("application/x-subrip", "ru", "captions"),
    ]  # fmt: skip
    (other,) = item.iterfind("podcast:alternateEnclosure", SPACES)
    assert dict(other.attrib) == {"type": "audio/ogg", "length": "720", "bitrate": "64", "title": "opus"}
    assert other.find("podcast:source", SPACES).get("uri") == "https://example.org/harbour/episodes/a.opus"
    assert other.find("podcast:integrity", SPACES).get("value").startswith("sha256-")
    assert b"a.epub" not in etree.tostring(item)


@settings(max_examples=60, deadline=None)
@given(told=st.lists(any_episode(), max_size=3, unique_by=lambda made: made.guid), name=st.text(max_size=40))
def test_any_text_makes_a_feed_that_readers_read_as_it_was_written(told: list[Episode], name: str) -> None:
    shown = show(title=f"x{name}", description=name, author=name, copyright=name, owner=name, email="a@example.org")
    data = one(shown, told)
    found = by_feedparser(data)
    assert bare(texts(data, "channel/title")[0]) == bare(shown.title)  # feedparser takes “Â¡” for a slip of “¡”
    ordered = notes.newest_first(told)
    assert [entry.id for entry in found.entries] == [made.guid for made in ordered]
    assert [node["guid"] for node in by_podcastparser(data)["episodes"]] == [made.guid for made in ordered]
    for item, made in zip(tree(data).iter("item"), ordered, strict=True):
        if bare(made.title):
            assert bare(item.findtext("title")) == bare(made.title)
        if bare(made.summary):
            for name in ("description", "content:encoded"):
                shown_notes = html.document_fromstring(f"<div>{item.findtext(name, '', SPACES)}</div>")
                assert bare(shown_notes.text_content()).startswith(bare(made.summary))
        assert item.find("enclosure").get("url").isascii()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Ann & Bo: 1 < 2 > 0", "Ann & Bo: 1 < 2 > 0"),
        ("<b>bold</b> &amp; <!-- no -->", "&lt;b>bold&lt;/b> &amp;amp; &lt;!-- no -->"),
    ],
)
def test_a_description_is_escaped_only_where_readers_would_take_it_for_markup(text: str, told: str) -> None:
    assert texts(one(show(description=text), [episode(summary=text)]), ".//description") == [told, told]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text_in_notes_of_an_episode(text: str) -> None:
    told = episode(title=text, summary=text, authors=(text,), sources=((text, "https://example.org/1"), (text, "x:y")))
    (item,) = tree(one(show(), [told])).iter("item")
    found = html.document_fromstring(f"<div>{item.findtext('content:encoded', '', SPACES)}</div>")
    assert {node.tag for node in found.iter()} <= {"html", "body", "div", "p", "ul", "li", "a"}
    assert {node.get("href") for node in found.iter("a")} == {told.link, "https://example.org/1"}
    assert [bare(node.text_content()) for node in found.iter("li")] == [bare(text)] * 2


def test_episodes_stand_by_their_date_and_those_of_a_moment_by_their_guid() -> None:
    moment = datetime(2026, 1, 1, tzinfo=UTC)
    early = replace(episode(1), guid="c", published=moment - timedelta(seconds=1))
    elsewhere = replace(episode(2), guid="b", published=moment.astimezone(timezone(timedelta(hours=9))))
    same = replace(episode(3), guid="a", published=moment)
    for order in ((early, elsewhere, same), (same, elsewhere, early), (elsewhere, early, same)):
        assert guids(one(show(), order)) == ["a", "b", "c"]


def test_the_same_values_make_the_same_bytes_and_no_clock_is_in_them() -> None:
    told = [replace(made, updated=None) for made in episodes(5)]
    assert rss(show(), told) == rss(show(), list(reversed(told)))
    assert texts(one(show(), told), "channel/lastBuildDate") == ["Tue, 06 Jan 2026 06:30:00 +0000"]
    edited = [replace(told[0], updated=datetime(2026, 5, 1, tzinfo=UTC)), *told[1:]]
    assert texts(one(show(), edited), "channel/lastBuildDate") == ["Fri, 01 May 2026 00:00:00 +0000"]
    assert texts(one(show(), []), "channel/lastBuildDate") == []


@pytest.mark.parametrize("count", range(12))
def test_the_feed_and_its_archives_hold_every_episode_and_lead_to_each_other(count: int) -> None:
    made = rss(show(newest=3), episodes(count))
    assert len(guids(made["feed.xml"])) == min(count, 3)
    name, seen = "feed.xml", list[str]()
    visited = []
    while name:
        visited.append(name)
        seen += [one for one in guids(made[name]) if one not in seen]
        found = links(made[name])
        assert found["self"] == f"https://example.org/harbour/{name}"
        assert found.get("current") == (SELF if name != "feed.xml" else None)
        assert (tree(made[name]).find("channel/fh:archive", SPACES) is not None) == (name != "feed.xml")
        name = found.get("prev-archive", "").rpartition("/")[2]
    assert seen == [f"guid-{number:04}" for number in range(count, 0, -1)]
    assert sorted(visited) == sorted(made)
    for newer, older in pairwise(visited[1:]):
        assert links(made[older])["next-archive"].endswith(newer)


def test_what_is_led_to_comes_before_what_leads_there() -> None:
    """So that whoever writes them in order never has a feed or page whose links lead nowhere."""
    told = [replace(made, also=(("epub", file("a.epub", "application/epub+zip")),)) for made in episodes(450)]
    assert list(rss(show(newest=200), told)) == ["feed-1.xml", "feed-2.xml", "feed.xml"]
    assert list(page(show(), told)) == ["page-1.html", "page-2.html", "page-3.html", "index.html"]
    assert list(catalogue(show(), told)) == ["opds-1.xml", "opds-2.xml", "opds-3.xml", "opds.xml"]


def test_a_full_archive_does_not_change_when_episodes_are_added() -> None:
    before: dict[str, bytes] = {}
    for count in range(30):
        made = rss(show(newest=4), episodes(count))
        last = max(before, key=lambda name: (len(name), name), default="")
        for name, data in before.items():
            if name == "feed.xml":
                continue
            assert guids(data) == guids(made[name])
            assert len(guids(data)) == 4
            assert name == last or data == made[name]  # the last one comes to lead to the next
        before = made
    assert len(before) == 8


def test_serials_number_their_episodes_from_the_oldest_on() -> None:
    made = rss(show(serial=True, newest=2), episodes(5))
    assert texts(made["feed.xml"], "channel/item/itunes:episode") == ["5", "4"]
    assert texts(made["feed-1.xml"], "channel/item/itunes:episode") == ["2", "1"]
    assert texts(one(show(), episodes(2)), "channel/item/itunes:episode") == []


@pytest.mark.parametrize(
    ("address", "number"),
    [  # from the specification of Podcasting 2.0
        ("https://podnews.net/rss", "9b024349-ccf0-5f69-a609-6b82873eab3c"),
        ("http://mp3s.nashownotes.com/pc20rss.xml", "917393e3-1b1e-5cef-ace4-edaa54e1f810"),
    ],
)
def test_the_podcasts_number_is_that_of_the_specification(
    address: str, number: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    base, _, name = address.rpartition("/")
    monkeypatch.setattr(feed, "FEED", name)
    assert guid(f"{base}/") == number


def test_the_podcasts_number_is_made_of_the_address_unless_it_has_one() -> None:
    assert guid("http://example.org/harbour/") == guid("https://example.org/harbour/")
    assert texts(one(show(), []), "channel/podcast:guid") == [guid("https://example.org/harbour/")]
    kept = "917393e3-1b1e-5cef-ace4-edaa54e1f810"
    assert texts(one(show(guid=kept, base="https://other.example/"), []), "channel/podcast:guid") == [kept]


def test_the_least_that_a_podcast_can_be_has_all_that_directories_want() -> None:
    told = Episode(guid="1", title="", published=datetime(2026, 1, 1), seconds=0.2, sound=file("ö ü#?.mp3"))
    data = one(Show(title="x", base="http://127.0.0.1:8000/"), [told])
    found = by_feedparser(data)
    assert found.feed.subtitle == "x: articles to listen to."
    assert found.feed.link == "http://127.0.0.1:8000/index.html"
    assert found.feed.image.href == "http://127.0.0.1:8000/cover.png"
    (entry,) = found.entries
    assert (entry.title, entry.itunes_duration) == ("ö ü#?.mp3", "1")
    assert entry.enclosures[0].href == "http://127.0.0.1:8000/episodes/%C3%B6%20%C3%BC%23%3F.mp3"
    assert texts(data, "channel/item/pubDate") == ["Thu, 01 Jan 2026 00:00:00 +0000"]
    assert "owner" not in data.decode()
    assert texts(data, "channel/item/link") == []


@pytest.mark.parametrize(
    "moment", [datetime.min, datetime.max, datetime.min.replace(tzinfo=timezone(timedelta(hours=9)))]
)
def test_the_ends_of_time_are_dates_too(moment: datetime) -> None:
    data = one(show(), [episode(published=moment)])
    assert texts(data, "channel/item/pubDate")[0].endswith("+0000")


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("https://exämple.org/ö ü?q=1 2#x", "https://xn--exmple-cua.org/%C3%B6%20%C3%BC?q=1%202#x"),
        ("http://[::1]:8000/", "http://[::1]:8000/"),
        ("HTTPS://example.org/100%", "https://example.org/100%25"),
        ("https://example.org/%D0%BC", "https://example.org/%D0%BC"),
        ("https://ann:secret@example.org:8080/x", "https://example.org:8080/x"), ("https://¡:/", "https://xn--7a/"),
        ("javascript:alert(1)", ""), ("data:text/html,x", ""), ("file:///etc/passwd", ""), ("story.txt", ""),
        ("http:///x", ""), ("http://a:99999/", ""), ("http://a b/", ""), ("http://[::1/", ""), ("-", ""), ("", ""),
        ('https://a"onclick=x/', ""), ("http://\ud800/", ""),
    ],
)  # fmt: skip
def test_only_addresses_of_the_web_become_links_and_only_in_ascii(said: str, meant: str) -> None:
    assert addresses.web(said) == meant


@given(st.text())
def test_an_address_is_ascii_and_stays_the_same_when_it_is_made_again(said: str) -> None:
    for given_address in (said, f"https://example.org/{said}", f"https://{said}/"):
        found = addresses.web(given_address)
        assert found.isascii()
        assert addresses.web(found) == found
        assert found == "" or found.startswith(("http://", "https://"))
    assert addresses.of("https://example.org/", said).isascii()
