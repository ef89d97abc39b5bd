"""Lists of lists and of pages: OPML, sitemaps, robots.txt, sites, lines, playlists; a bad one never stops others."""

from __future__ import annotations

import gzip
import threading
from pathlib import Path
from typing import ClassVar

import pytest

from narrate.fetch import Known, Web
from narrate.sources import Choice, Limits, Listing, listed
from tests.sources.conftest import Kept
from tests.sources.sites import Site
from tests.sources.test_feeds import item, rss

FEED, XML = "application/rss+xml", "application/xml"
PAGE = "<html><head><title>A page</title></head><body><p>Words.</p></body></html>"


def wheres(found: Listing) -> list[str]:
    return [entry.where for entry in found.entries]


def local(path: Path, text: str | bytes, web: Web, **more: object) -> Listing:
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return listed(str(path), web=web, **more)  # type: ignore[arg-type]


def urlset(*places: str, more: str = "") -> str:
    urls = "".join(f"<url><loc>{place}</loc>{more}</url>" for place in places)
    return f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'


def index(*places: str, more: str = "") -> str:
    maps = "".join(f"<sitemap><loc>{place}</loc>{more}</sitemap>" for place in places)
    return (
        f'<?xml version="1.0"?><sitemapindex xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{maps}</sitemapindex>'
    )


# -- OPML -----------------------------------------------------------------------------------------------------------


def test_the_feeds_of_an_opml_list_are_followed_however_deep_they_are_nested(
    site: Site, web: Web, tmp_path: Path
) -> None:
    site.put("/one", rss(item(1)), FEED)
    site.put("/two", rss(item(2)), FEED)
    outlines = '<outline text="a"><outline text="b"><outline type="rss" xmlUrl="{0}/one"/></outline></outline>'
    outlines += '<outline text="Two" xmlUrl="feed:{0}/two"/><outline text="Two again" xmlUrl="{0}/two/"/>'
    outlines += '<outline type="link" text="A page" url="https://news.example/page"/><outline text="nothing"/>'
    text = f"<opml version='2.0'><head><title>Mine</title></head><body>{outlines.format(site.address)}</body></opml>"
    found = local(tmp_path / "mine.opml", text, web)
    assert wheres(found) == ["https://news.example/page", "https://news.example/1", "https://news.example/2"]
    assert (found.kind, found.title, found.troubles) == ("an OPML list", "Mine", ())
    assert [entry.via for entry in found.entries] == ["", f"{site.address}/one", f"{site.address}/two"]
    assert found.entries[0].trusted, "who wrote the list named it"


def test_one_bad_feed_of_a_list_is_told_and_the_others_are_listed(site: Site, web: Web, tmp_path: Path) -> None:
    site.put("/good", rss(item(1)), FEED)
    site.put("/broken", "<rss><chan", FEED)
    site.put("/busy", "later", status=503, headers={"Retry-After": "120"})
    site.put("/zip", b"\x1f\x8bnonsense", "application/gzip")
    names = ("gone", "broken", "good", "zip", "busy")
    outlines = "".join(f'<outline xmlUrl="{site.address}/{name}"/>' for name in names)
    found = local(tmp_path / "mine.opml", f"<opml><body>{outlines}</body></opml>", web)
    assert wheres(found) == ["https://news.example/1"]
    assert [(trouble.place, trouble.retry) for trouble in found.troubles] == [
        (f"{site.address}/gone", False),
        (f"{site.address}/broken", True),
        (f"{site.address}/zip", False),
        (f"{site.address}/busy", True),
    ]
    assert found.troubles[3].retry_after == 120
    assert not found.whole, "nothing may be taken for removed"


def test_who_listens_hears_of_each_list_and_the_memory_is_asked_by_one_thread_only(
    site: Site, web: Web, tmp_path: Path
) -> None:
    class Watched(Kept):
        threads: ClassVar[set[int]] = set()

        def recall(self, name: str) -> Known | None:
            self.threads.add(threading.get_ident())
            return super().recall(name)

        def keep(self, name: str, known: Known) -> None:
            self.threads.add(threading.get_ident())
            super().keep(name, known)

    for number in range(5):
        site.put(f"/{number}", rss(item(number)), FEED)
    text = "".join(f'<outline xmlUrl="{site.address}/{number}"/>' for number in range(5))
    heard: list[str] = []
    memory = Watched()
    found = local(tmp_path / "mine.opml", f"<opml>{text}</opml>", web, heard=heard.append, memory=memory)
    assert heard == [f"{site.address}/{number}" for number in range(5)]
    assert [entry.title for entry in found.entries] == [f"News {number}" for number in range(5)], "in the list's order"
    assert memory.threads == {threading.get_ident()}
    assert len(memory) == 6


def test_lists_that_name_each_other_end(site: Site, web: Web) -> None:
    site.put("/a.opml", '<opml><body><outline type="include" url="{site}/b.opml"/></body></opml>', XML)
    site.put("/b.opml", '<opml><body><outline type="include" url="{site}/a.opml"/>'
                        '<outline url="https://news.example/1"/></body></opml>', XML)  # fmt: skip
    assert wheres(listed(f"{site.address}/a.opml", web=web)) == ["https://news.example/1"]
    assert site.asked == ["/a.opml", "/b.opml"]


def test_lists_are_followed_only_so_far(site: Site, web: Web) -> None:
    for depth in range(9):
        site.put(f"/{depth}", f'<opml><outline type="include" url="{{site}}/{depth + 1}"/></opml>', XML)
    found = listed(f"{site.address}/0", web=web, limits=Limits(depth=2))
    assert site.asked == ["/0", "/1", "/2"]
    assert [trouble.message for trouble in found.troubles] == ["lists in lists, too deep to follow"]
    outlines = "".join(f'<outline xmlUrl="{site.address}/x{n}"/>' for n in range(50))
    site.put("/many", f"<opml>{outlines}</opml>", XML)
    site.asked.clear()
    found = listed(f"{site.address}/many", web=web, limits=Limits(lists=3))
    assert len(site.asked) <= 4
    assert "more than 3 lists; the rest is left out" in [trouble.message for trouble in found.troubles]


def test_only_so_many_articles_are_taken_of_a_source(site: Site, web: Web) -> None:
    where = site.put("/map.xml", urlset(*(f"https://news.example/{n}" for n in range(9))), XML)
    found = listed(where, web=web, limits=Limits(entries=4))
    assert len(found.entries) == 4
    assert [trouble.message for trouble in found.troubles] == ["it names more than 4 articles; the rest is left out"]


# -- Sitemaps and sites ---------------------------------------------------------------------------------------------


def test_a_sitemap_names_its_pages_with_the_times_of_their_changes(site: Site, web: Web) -> None:
    more = "<lastmod>2026-01-05T10:00:00+01:00</lastmod>"
    where = site.put("/map.xml", urlset("https://news.example/1?a=1&amp;b=2", "/2", "ftp://x/3", more=more), XML)
    found = listed(where, web=web)
    assert wheres(found) == ["https://news.example/1?a=1&b=2", f"{site.address}/2"]
    assert (found.kind, found.whole) == ("a sitemap", True)
    assert {entry.changed for entry in found.entries} == {1767603600.0}
    before = [entry.signature for entry in found.entries]
    assert all(before)
    site.put("/map.xml", urlset("https://news.example/1?a=1&amp;b=2", more=more.replace("10:", "11:")), XML)
    assert listed(where, web=web).entries[0].signature not in before


def test_an_index_of_sitemaps_is_followed_packed_or_not(site: Site, web: Web) -> None:
    where = site.put("/index.xml", index("{site}/a.xml.gz", "{site}/b.xml", "{site}/index.xml"), XML)
    site.put("/a.xml.gz", gzip.compress(urlset("https://news.example/1").encode()), "application/gzip")
    site.put("/b.xml", urlset("https://news.example/2"), XML, packed="gzip")
    found = listed(where, web=web)
    assert wheres(found) == ["https://news.example/1", "https://news.example/2"]
    assert (found.kind, found.whole, found.troubles) == ("an index of sitemaps", True, ())


def test_sitemaps_without_changes_since_the_date_are_not_fetched(site: Site, web: Web) -> None:
    maps = index("{site}/old.xml", more="<lastmod>2020-01-01</lastmod>")
    maps = maps.replace("</sitemapindex>", "<sitemap><loc>{site}/new.xml</loc></sitemap></sitemapindex>")
    where = site.put("/index.xml", maps, XML)
    site.put("/old.xml", urlset("https://news.example/1"), XML)
    site.put("/new.xml", urlset("https://news.example/2"), XML)
    found = listed(where, web=web, choice=Choice(since="2025-01-01"))
    assert wheres(found) == ["https://news.example/2"]
    assert site.asked == ["/index.xml", "/new.xml"]
    assert not found.whole


def test_a_sitemap_of_news_tells_titles_and_dates(site: Site, web: Web) -> None:
    news = (
        "<n:news xmlns:n='http://www.google.com/schemas/sitemap-news/0.9'><n:publication><n:name>N</n:name>"
        "<n:language>en</n:language></n:publication><n:publication_date>2026-01-05</n:publication_date>"
        "<n:title>A  title</n:title></n:news>"
    )
    found = listed(site.put("/news.xml", urlset("https://news.example/1", more=news), XML), web=web)
    entry = found.entries[0]
    assert (entry.title, entry.published, entry.language) == ("A title", "2026-01-05", "en")
    assert not found.whole, "it holds the news of two days"


def test_all_pages_of_a_site_are_those_of_the_sitemaps_that_its_robots_txt_names(site: Site, web: Web) -> None:
    site.put("/", PAGE)
    site.put("/robots.txt", "User-agent: *\nDisallow: /x\nSitemap: {site}/a.xml\nsitemap:/b.xml\n", "text/plain")
    site.put("/a.xml", urlset("https://news.example/1"), XML)
    site.put("/b.xml", urlset("https://news.example/2"), XML)
    found = listed(f"site:{site.address}", web=web)
    assert wheres(found) == ["https://news.example/1", "https://news.example/2"]
    assert found.whole
    assert wheres(listed(f"{site.address}/robots.txt", web=web)) == wheres(found)


def test_a_site_without_a_robots_txt_has_its_sitemap_in_the_usual_place(site: Site, web: Web) -> None:
    site.put("/", PAGE)
    site.put("/sitemap.xml", urlset("https://news.example/1"), XML)
    assert wheres(listed(f"site:{site.address}/", web=web)) == ["https://news.example/1"]


ANNOUNCES = (
    '<html><head><link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed">'
    '<LINK REL="alternate" TYPE="application/rss+xml" HREF="feed"><link rel=canonical href="{site}/"></head></html>'
)


def test_a_front_page_that_announces_a_feed_is_that_feed(site: Site, web: Web) -> None:
    site.put("/", ANNOUNCES)
    site.put("/feed", rss(item(1)), FEED)
    found = listed(site.address, web=web)
    assert wheres(found) == ["https://news.example/1"]
    assert (found.kind, found.whole) == ("a site with a feed", False)
    assert wheres(listed(f"site:{site.address}", web=web)) == wheres(found), "it has no sitemap"


def test_any_other_page_is_an_article_unless_its_feed_is_asked_for(site: Site, web: Web) -> None:
    where = site.put("/story", ANNOUNCES)
    site.put("/feed", rss(item(1)), FEED)
    assert wheres(listed(where, web=web)) == [where]
    assert wheres(listed(f"feed:{where}", web=web)) == ["https://news.example/1"]
    assert wheres(listed(f"feed:{site.address}/feed", web=web)) == ["https://news.example/1"]


def test_a_site_or_page_without_any_list_is_told(site: Site, web: Web) -> None:
    where = site.put("/", PAGE)
    assert wheres(listed(where, web=web)) == [where], "then it is an article itself"
    for source, message in (
        (f"feed:{where}", "the page is no feed and announces none"),
        (f"site:{where}", "the site has no sitemap and announces no feed"),
        (f"site:{site.address}/none", "the server answered 404 Not Found"),
    ):
        found = listed(source, web=web)
        assert not found.entries
        assert [trouble.message for trouble in found.troubles] == [message]


# -- Pages ----------------------------------------------------------------------------------------------------------


def test_a_page_is_an_article_that_has_been_fetched_already(site: Site, web: Web, memory: Kept) -> None:
    site.put("/moved", "", status=301, headers={"Location": "/Story?utm_source=x"}, tag=False)
    site.put("/Story?utm_source=x", '<html><head><link rel="canonical" href="https://news.example/story"></head>')
    where = f"{site.address}/moved"
    found = listed(where, web=web, memory=memory)
    entry = found.entries[0]
    own = site.address.replace("http:", "https:")
    assert (found.kind, found.whole, entry.trusted) == ("an article", True, True)
    assert entry.key == f"{own}/moved"
    assert entry.also == (f"{own}/Story", "https://news.example/story")
    assert entry.document
    assert entry.document.source == f"{site.address}/Story?utm_source=x"
    again = listed(where, web=web, memory=memory).entries[0]
    assert (again.key, again.also, again.signature) == (entry.key, entry.also, entry.signature)


def test_a_page_that_has_not_changed_is_not_sent_again(site: Site, web: Web, memory: Kept) -> None:
    where = site.put("/story", PAGE)
    first = listed(where, web=web, memory=memory).entries[0]
    second = listed(where, web=web, memory=memory).entries[0]
    assert site.asked == ["/story", "304 /story"]
    assert first.signature == second.signature
    assert second.document is None
    site.put("/story", PAGE.replace("Words", "Other words"))
    third = listed(where, web=web, memory=memory).entries[0]
    assert third.signature != first.signature
    assert third.document


# -- Lines ----------------------------------------------------------------------------------------------------------


def test_a_list_of_addresses_has_one_a_line(site: Site, web: Web, tmp_path: Path) -> None:
    site.put("/feed", rss(item(3)), FEED)
    text = (
        f"\ufeff# To read\r\nhttps://news.example/1\r\n\r\n; later\nhttp://news.example/2/\nfeed:{site.address}/feed\n"
    )
    found = local(tmp_path / "list.txt", text, web)
    assert wheres(found) == ["https://news.example/1", "http://news.example/2/", "https://news.example/3"]
    assert [entry.trusted for entry in found.entries] == [True, True, True], "the feed is on this machine too"
    assert found.kind == "a list of addresses"


@pytest.mark.parametrize(
    "text", ["See https://news.example/1\n", "https://news.example/1\nis worth reading.\n", "# A\n"]
)
def test_a_text_that_has_words_too_is_an_article(text: str, web: Web, tmp_path: Path) -> None:
    assert local(tmp_path / "a.txt", text, web).kind == "an article"


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.m3u", "https://news.example/1\nmusic.mp3\nhttps://news.example/2\n"),
        (
            "a.m3u8",
            "#EXTM3U\n#EXTINF:-1,A title\nhttps://news.example/1\n#EXTINF:1,x\nmusic.mp3\nhttps://news.example/2",
        ),
        (
            "a.pls",
            "[playlist]\nFile2=https://news.example/2\nTitle1=A title\nFile1=https://news.example/1\nFile3=m.mp3\n",
        ),
        (
            "a.xspf",
            "<playlist version='1' xmlns='http://xspf.org/ns/0/'><trackList><track><location>https://news.example/1"
            "</location><title>A title</title></track><track><location>file:///m.mp3</location>"
            "<info>https://news.example/2</info></track></trackList></playlist>",
        ),
    ],
)
def test_playlists_of_pages_are_read(name: str, text: str, web: Web, tmp_path: Path) -> None:
    found = local(tmp_path / name, text, web)
    assert wheres(found) == ["https://news.example/1", "https://news.example/2"]
    assert [entry.title for entry in found.entries] == ["" if name == "a.m3u" else "A title", ""]
    assert found.kind == "a playlist"
    if name != "a.xspf":
        assert [trouble.message for trouble in found.troubles] == ["1 entry of the playlist is no page on the web"]


def test_a_list_on_disk_that_has_not_changed_is_not_read_again(tmp_path: Path, web: Web, memory: Kept) -> None:
    path = tmp_path / "feed.xml"
    first = local(path, rss(item(1)), web, memory=memory)
    kept = dict(memory)
    assert kept
    assert listed(str(path), web=web, memory=memory) == first
    assert memory == kept
    assert wheres(local(path, rss(item(1), item(2)), web, memory=memory)) == [
        "https://news.example/1",
        "https://news.example/2",
    ]
