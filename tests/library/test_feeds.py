"""Podcasts made of feeds that a real server hands out, run after run."""

from __future__ import annotations

import calendar
import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest

from tests.library.conftest import VOICE, Pod
from tests.sources.sites import Site, serving

NOW = datetime.now(UTC)
CONTENT = "http://purl.org/rss/1.0/modules/content/"


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as there:
        yield there


def put(site: Site, *items: str, path: str = "/feed.xml") -> str:
    """A feed of these items; returns its address."""
    channel = f"<channel><title>News</title><link>{site.address}/</link>{''.join(items)}</channel>"
    text = f"<rss version='2.0' xmlns:content='{CONTENT}'>{channel}</rss>"
    return site.put(path, text, "application/rss+xml")


def entry(site: Site, name: str, *, text: str = "", page: str = "", hours: float = 1.0) -> str:
    """An item of so many hours ago, with its text or with nothing but a link to its page."""
    date = format_datetime(NOW - timedelta(hours=hours))
    content = f"<content:encoded><![CDATA[{text}]]></content:encoded>" if text else "<description>More…</description>"
    link = f"{site.address}/{page or name}"
    return (
        f"<item><title>The {name}</title><link>{link}</link><guid isPermaLink='false'>{name}</guid>"
        f"<pubDate>{date}</pubDate>{content}</item>"
    )


def whole(name: str) -> str:
    return "".join(f"<p>Of {name}, part {number}: {'it went on for quite a while. ' * 3}</p>" for number in range(16))


def write(site: Site, *names: str) -> None:
    """Put a short page up for each."""
    for name in names:
        text = f"<p>Nobody had expected so much of the {name} at noon.</p>"
        site.put(f"/{name}", f"<html lang='en'><title>The {name}</title><article>{text}</article></html>")


def made(pod: Pod, feed: str, *flags: object, code: int = 0) -> dict[str, Any]:
    """Make the podcast of a feed, in mp3 alone, and return what it tells."""
    ran = pod.shell("podcast", feed, "--out", "podcast", *VOICE, "-f", "mp3", "--json", *flags)
    assert ran.code == code, ran
    told: dict[str, Any] = json.loads(ran.out)
    return told


def by_title(pod: Pod) -> list[Any]:
    return sorted(pod.episodes(), key=lambda item: str(item.title))


def test_a_feed_that_has_not_changed_is_not_sent_again_and_no_file_is_touched(pod: Pod, site: Site) -> None:
    write(site, "harbour")
    feed = put(site, entry(site, "harbour"), entry(site, "sea", text=whole("the sea")))
    assert len(made(pod, feed)["made"]) == 2
    assert sorted(site.asked) == ["/feed.xml", "/harbour"]
    before = pod.public()
    site.asked.clear()
    told = made(pod, feed)
    assert (told["made"], told["unchanged"], told["files_written"]) == ([], 2, [])
    assert site.asked == ["304 /feed.xml"]
    assert pod.public() == before


def test_an_entry_that_the_feed_does_not_have_any_more_keeps_its_episode(pod: Pod, site: Site) -> None:
    write(site, "harbour", "sea")
    made(pod, put(site, entry(site, "harbour", hours=2)))
    made(pod, put(site, entry(site, "sea")), "--gone", "delete")
    assert [item.title for item in pod.episodes()] == ["The sea", "The harbour"]


def test_an_edited_entry_is_narrated_again_under_its_id(pod: Pod, site: Site) -> None:
    feed = put(site, entry(site, "sea", text=whole("the sea")))
    made(pod, feed)
    (before,) = pod.episodes()
    put(site, entry(site, "sea", text=whole("the sea") + "<p>And this came later.</p>"))
    assert made(pod, feed)["characters_spoken_now"] == len("And this came later.")
    (after,) = pod.episodes()
    assert after.id == before.id
    assert after.enclosures[0].href != before.enclosures[0].href


def test_an_entry_that_moved_leads_to_its_new_address_and_is_not_spoken_again(pod: Pod, site: Site) -> None:
    """Its page is the same and so is its ETag: it is asked for whole all the same."""
    write(site, "harbour")
    feed = put(site, entry(site, "harbour"))
    made(pod, feed)
    (before,) = pod.episodes()
    site.pages["/2026/harbour"] = site.pages.pop("/harbour")
    put(site, entry(site, "harbour", page="2026/harbour"))
    site.asked.clear()
    told = made(pod, feed)
    (after,) = pod.episodes()
    assert site.asked == ["/feed.xml", "/2026/harbour"]
    assert (after.id, after.enclosures) == (before.id, before.enclosures)
    assert after.link == f"{site.address}/2026/harbour"
    assert (told["made"], told["files_written"]) == ([], ["index.html", "feed.xml"])
    site.asked.clear()
    made(pod, feed)
    assert site.asked == ["304 /feed.xml"]


def test_one_broken_feed_of_many_stops_nothing(pod: Pod, site: Site) -> None:
    write(site, "harbour")
    site.put("/broken.xml", "<rss><channel><item>", "application/rss+xml")
    good = put(site, entry(site, "harbour"))
    lines = "".join(f"<outline type='rss' xmlUrl='{one}'/>" for one in (f"{site.address}/broken.xml", good))
    told = made(pod, site.put("/all.opml", f"<opml version='2.0'><body>{lines}</body></opml>"), code=7)
    assert [one["place"] for one in told["sources"]] == [f"{site.address}/broken.xml"]
    assert [item.title for item in pod.episodes()] == ["The harbour"]


def test_what_comes_after_something_of_todays_digest_left_the_feed_is_in_another_one(pod: Pod, site: Site) -> None:
    """The first digest can't be made again, as one of its articles can't be had any more; nothing may be lost."""
    write(site, "harbour", "sea", "moon")
    made(pod, put(site, entry(site, "harbour", hours=0)), "--digest", "daily")
    (first,) = pod.episodes()
    made(pod, put(site, entry(site, "sea", hours=0)), "--digest", "daily")
    still, second = by_title(pod)
    assert (still.id, still.enclosures) == (first.id, first.enclosures)
    assert second.title.endswith("(2)")
    assert "The sea" in second.summary
    made(pod, put(site, entry(site, "sea", hours=0), entry(site, "moon", hours=0)), "--digest", "daily")
    still, third = by_title(pod)
    assert third.id == second.id
    assert "The moon" in third.summary
    assert (still.id, still.enclosures) == (first.id, first.enclosures)


def test_an_article_that_failed_in_a_digest_is_heard_in_another_when_the_others_left_the_feed(
    pod: Pod, site: Site
) -> None:
    write(site, "harbour")
    both = (entry(site, "harbour", hours=0), entry(site, "sea", hours=0))
    made(pod, put(site, *both), "--digest", "daily", code=7)
    write(site, "sea")
    made(pod, put(site, both[1]), "--digest", "daily", "--retry")
    first, second = by_title(pod)
    assert "The sea" in second.summary
    assert "The harbour" in first.summary
    before = pod.public()
    assert made(pod, f"{site.address}/feed.xml", "--digest", "daily")["made"] == []
    assert pod.public() == before


def test_an_article_dated_years_ahead_is_dated_by_when_it_came(pod: Pod, site: Site) -> None:
    write(site, "prophecy", "news")
    feed = put(site, entry(site, "prophecy", hours=-24 * 365 * 70), entry(site, "news", hours=-0.5))
    made(pod, feed)
    dates = {one.title: calendar.timegm(one.published_parsed) for one in pod.episodes()}
    assert abs(dates["The prophecy"] - NOW.timestamp()) < 3600
    assert dates["The news"] == int((NOW + timedelta(hours=0.5)).timestamp()), "what is ahead by a clock's fault is not"


def test_an_article_dated_years_ahead_is_in_todays_digest(pod: Pod, site: Site) -> None:
    write(site, "prophecy", "news")
    feed = put(site, entry(site, "prophecy", hours=-24 * 365 * 70), entry(site, "news", hours=0))
    made(pod, feed, "--digest", "daily")
    (episode,) = pod.episodes()
    assert episode.title == f"Podcast, {NOW.astimezone().date()}"


def test_articles_without_a_date_stay_in_the_order_of_their_source_above_those_that_came_before(
    pod: Pod, site: Site
) -> None:
    names = [f"story-{number}" for number in (5, 2, 4, 1, 3)]
    write(site, *names)
    items = [f"<item><title>{name}</title><link>{site.address}/{name}</link></item>" for name in names]
    made(pod, put(site, *items[1:]))
    made(pod, put(site, *items))
    assert [item.title for item in pod.episodes()] == [f"The {name}" for name in names]


def test_articles_of_a_reading_list_are_dated_by_when_they_were_put_on_it(pod: Pod, site: Site) -> None:
    write(site, "harbour", "sea", "moon")
    days = {"harbour": 1_700_000_000, "moon": 1_700_200_000, "sea": 1_700_100_000}
    rows = "".join(f"{name},{site.address}/{name},{when},,unread\n" for name, when in days.items())
    made(pod, site.put("/export.csv", f"title,url,time_added,tags,status\n{rows}", "text/csv"))
    assert [item.title for item in pod.episodes()] == ["The moon", "The sea", "The harbour"]
    assert [item.published_parsed[:3] for item in pod.episodes()] == [(2023, 11, 17), (2023, 11, 16), (2023, 11, 14)]
