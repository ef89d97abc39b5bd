"""Feeds: what their entries are known by, which of them hold their articles whole, and what a broken one does."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from narrate.fetch import Web
from narrate.model import Document
from narrate.readers import read
from narrate.sources import Choice, Entry, Listing, listed, same
from narrate.sources._page import told_by
from narrate.sources._whole import is_whole
from tests.sources.conftest import Kept
from tests.sources.sites import Site

LONG = " ".join(f"This is sentence number {number} of an article that is long enough." for number in range(40))
WHOLE = f"<p>{LONG}</p><p>And here it ends.</p>"


def item(number: int, more: str = "", *, link: str = "", guid: str = "") -> str:
    link = link or f"https://news.example/{number}"
    told = f'<guid isPermaLink="false">{guid}</guid>' if guid else ""
    return f"<item><title>News {number}</title><link>{link}</link>{told}{more}</item>"


def rss(*items: str, head: str = "<title>The News</title><link>https://news.example/</link>") -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        f' xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>{head}{"".join(items)}</channel></rss>'
    )


def atom(*entries: str) -> str:
    return (
        '<?xml version="1.0"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="de"><title>Die Zeitung</title>'
        f"<id>urn:uuid:60a76c80</id><updated>2026-01-05T00:00:00Z</updated>{''.join(entries)}</feed>"
    )


@pytest.fixture
def lists(tmp_path: Path, web: Web):  # type: ignore[no-untyped-def]
    def listing(text: str | bytes, name: str = "feed.xml", **more: object) -> Listing:
        (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return listed(str(tmp_path / name), web=web, **more)  # type: ignore[arg-type]

    return listing


def told(entry: Entry) -> tuple[str, tuple[str, ...], str]:
    return entry.key, entry.also, entry.where


def test_an_rss_feed_names_its_entries_by_their_ids_and_links(lists) -> None:  # type: ignore[no-untyped-def]
    found = lists(
        rss(
            item(1, guid="17"),
            item(2, guid="https://news.example/?p=2"),
            item(3, guid="tag:news.example,2026:3"),
            item(4, link="http://News.Example:80/4/?utm_source=rss#top"),
        )
    )
    assert [told(entry) for entry in found.entries] == [
        ("https://news.example#17", ("https://news.example/1",), "https://news.example/1"),
        ("https://news.example/?p=2", ("https://news.example/2",), "https://news.example/2"),
        ("tag:news.example,2026:3", ("https://news.example/3",), "https://news.example/3"),
        ("https://news.example/4", (), "http://News.Example:80/4/?utm_source=rss#top"),
    ]
    assert (found.kind, found.title, found.whole, found.troubles) == ("an RSS feed", "The News", False, ())
    assert not any(entry.trusted for entry in found.entries), "others than the user named them"


def test_what_a_feed_tells_of_an_article_is_kept(lists) -> None:  # type: ignore[no-untyped-def]
    more = "<pubDate>Mon, 05 Jan 2026 08:00:00 +0100</pubDate><dc:creator>Ann Lee</dc:creator>"
    more += '<enclosure url="/cover.jpg" type="image/jpeg" length="3"/>'
    found = lists(
        rss(item(1, more), head="<title>T</title><link>https://news.example/</link><language>en-GB</language>")
    )
    entry = found.entries[0]
    assert (entry.title, entry.authors, entry.language) == ("News 1", ("Ann Lee",), "en-GB")
    assert entry.published == "2026-01-05T07:00:00Z"
    assert entry.cover == "https://news.example/cover.jpg"
    assert entry.document is None
    assert entry.signature == "", "only its page tells whether it has changed"


def test_a_feed_that_holds_whole_articles_need_not_be_followed(lists) -> None:  # type: ignore[no-untyped-def]
    more = f"<description>In short</description><content:encoded><![CDATA[{WHOLE}]]></content:encoded>"
    more += "<pubDate>Mon, 05 Jan 2026 08:00:00 GMT</pubDate><dc:creator>Ann Lee</dc:creator>"
    entry = lists(rss(item(1, more))).entries[0]
    assert entry.document
    assert entry.document.source == "https://news.example/1"
    article = read(entry.document)
    assert (article.title, article.authors) == ("News 1", ("Ann Lee",))
    assert article.published.startswith("2026-01-05")
    text = " ".join(block.text for block in article.blocks)
    assert LONG in text
    assert "And here it ends." in text
    assert "In short" not in text


@pytest.mark.parametrize("end", ["…", "[&#8230;]", "[...]", '<a href="x">Read more</a>', "<p>Continue reading →</p>",
                                 '<a href="/1">Read the full story at News &raquo;</a>', "Читать далее",
                                 '<a href="/1">Weiterlesen</a>.'])  # fmt: skip
def test_a_text_that_breaks_off_is_a_teaser_however_long(end: str, lists) -> None:  # type: ignore[no-untyped-def]
    more = f"<content:encoded><![CDATA[<p>{LONG}</p>{end}]]></content:encoded>"
    assert lists(rss(item(1, more))).entries[0].document is None


def test_a_short_text_is_a_teaser(lists) -> None:  # type: ignore[no-untyped-def]
    more = "<content:encoded><![CDATA[<p>Some words about it.</p>]]></content:encoded>"
    assert lists(rss(item(1, more))).entries[0].document is None


def test_what_a_publisher_puts_under_each_article_is_not_of_it(lists) -> None:  # type: ignore[no-untyped-def]
    foot = '<p>The post <a href="/1">News 1</a> appeared first on <a href="/">The News</a>.</p>'
    more = f"<content:encoded><![CDATA[{WHOLE}\n{foot}]]></content:encoded>"
    document = lists(rss(item(1, more))).entries[0].document
    assert document
    assert b"appeared first" not in document.data


def test_an_entry_without_a_link_is_its_text_however_short(lists) -> None:  # type: ignore[no-untyped-def]
    found = lists(rss("<item><title>Note</title><description>A few words.</description></item>", "<item/>"))
    assert [entry.title for entry in found.entries] == ["Note"]
    assert found.entries[0].document
    assert [trouble.message for trouble in found.troubles] == [
        "1 entry of the feed has neither a link to a page nor a text"
    ]


def test_links_that_several_entries_have_tell_none_of_them_from_the_others(lists) -> None:  # type: ignore[no-untyped-def]
    log = "https://news.example/changes"
    found = lists(rss(item(1, link=log, guid="a"), item(2, link=log, guid="b"), item(3, link="https://news.example/")))
    assert [entry.also for entry in found.entries] == [(), (), ()]
    assert len({entry.key for entry in found.entries}) == 3


def test_an_atom_feed_is_read_with_its_times(lists) -> None:  # type: ignore[no-untyped-def]
    found = lists(
        atom(
            "<entry><id>tag:x,2026:1</id><title>Eins</title><link href='https://x.example/1'/>"
            "<published>2026-01-02T03:04:05+01:00</published><updated>2026-01-03T00:00:00Z</updated>"
            f"<author><name>Jo</name></author><content type='html'>{WHOLE.replace('<', '&lt;')}</content></entry>",
            "<entry><id>tag:x,2026:2</id><title>Zwei</title><link href='https://x.example/2'/>"
            "<updated>2026-01-04T00:00:00Z</updated><summary>Kurz</summary></entry>",
        )
    )
    first, second = found.entries
    assert (found.kind, found.title) == ("an Atom feed", "Die Zeitung")
    assert (first.key, first.also) == ("tag:x,2026:1", ("https://x.example/1",))
    assert (first.published, first.authors, first.language) == ("2026-01-02T02:04:05Z", ("Jo",), "de")
    assert first.document
    assert (second.document, second.published) == (None, "2026-01-04T00:00:00Z")
    assert second.signature, "the feed tells when it was changed"


def test_a_changed_entry_has_another_signature(lists) -> None:  # type: ignore[no-untyped-def]
    def signature(body: str) -> str:
        return str(lists(rss(item(1, f"<content:encoded><![CDATA[{body}]]></content:encoded>"))).entries[0].signature)

    assert signature(WHOLE) == signature(WHOLE)
    assert signature(WHOLE) != signature(WHOLE.replace("ends", "stops"))


def test_rss_of_the_older_kinds_is_read(lists) -> None:  # type: ignore[no-untyped-def]
    old = '<rss version="0.91"><channel><title>Old</title><item><title>A</title><link>https://o.example/a</link></item>'
    assert [entry.key for entry in lists(f"{old}</channel></rss>").entries] == ["https://o.example/a"]
    rdf = (
        '<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/'
        '1.0/"><channel rdf:about="https://o.example/"><title>RDF</title></channel><item rdf:about="https://o.example/b">'
        "<title>B</title><link>https://o.example/b</link></item></rdf:RDF>"
    )
    found = lists(rdf)
    assert [entry.key for entry in found.entries] == ["https://o.example/b"]
    assert found.kind == "an RSS feed"


@pytest.mark.parametrize("version", ["1", "1.1"])
def test_a_json_feed_is_read(version: str, lists) -> None:  # type: ignore[no-untyped-def]
    people = {"author": {"name": "Jo"}} if version == "1" else {"authors": [{"name": "Jo"}]}
    feed = {
        "version": f"https://jsonfeed.org/version/{version}",
        "title": "J",
        "language": "en",
        "items": [
            {"id": "1", "url": "https://j.example/1", "title": "A", "content_html": WHOLE, **people},
            {
                "id": 2,
                "url": "https://j.example/2",
                "content_text": "Short",
                "date_published": "2026-01-05T08:00:00+01:00",
            },
            {"id": "3", "content_text": "No link.\n\nBut words."},
            "nonsense",
        ],
    }
    found = lists(json.dumps(feed), "feed.json")
    first, second, third = found.entries
    assert (found.kind, found.title) == ("a JSON feed", "J")
    assert (first.authors, first.language, bool(first.document)) == (("Jo",), "en", True)
    assert (second.published, second.document) == ("2026-01-05T08:00:00+01:00", None)
    assert third.document
    assert b"<p>No link.</p><p>But words.</p>" in third.document.data


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("<rss version='2.0'><chan", "feed.xml"),
        ("<?xml version='1.0'?><rss", "feed.xml"),
        ('{"version": "https://jsonfeed.org/version/1", "items": [', "feed.json"),
        ('{"version": "https://jsonfeed.org/version/1"}', "feed.json"),
        ("<opml", "list.opml"),
        (b"\x1f\x8b\x08\x00broken", "sitemap.xml.gz"),
        (b"PK\x03\x04broken", "export.zip"),
    ],
)
def test_a_broken_list_is_told_with_its_place_and_names_nothing(  # type: ignore[no-untyped-def]
    text: str | bytes, name: str, lists, tmp_path: Path
) -> None:
    found = lists(text, name)
    assert not found.entries or found.entries[0].where == str(tmp_path / name)
    if not found.entries:
        assert len(found.troubles) <= 1
        assert all(trouble.place == str(tmp_path / name) for trouble in found.troubles)
        assert not found.whole or not found.troubles


def test_a_feed_that_breaks_off_names_what_came(lists) -> None:  # type: ignore[no-untyped-def]
    assert [entry.title for entry in lists(rss(item(1), item(2))[:-60]).entries][:1] == ["News 1"]


def test_entities_neither_burst_nor_lead_to_files(lists, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    (tmp_path / "secret").write_text("the secret")
    bomb = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))
    file = f'<!ENTITY x SYSTEM "{(tmp_path / "secret").as_uri()}">'
    doctype = f'<!DOCTYPE rss [<!ENTITY a "aaaaaaaaaa">{bomb}{file}]>'
    inner = "<item><title>&j;&x;</title><link>https://news.example/1</link></item>"
    for found in (
        lists(f"<?xml version='1.0'?>{doctype}<rss version='2.0'><channel>{inner}</channel></rss>"),
        lists(f"{doctype.replace('rss', 'opml')}<opml><outline url='https://n.example/1' text='&j;&x;'/></opml>"),
        lists(f"{doctype.replace('rss', 'urlset')}<urlset><url><loc>https://n.example/&j;&x;</loc></url></urlset>"),
    ):
        text = "".join(entry.title + entry.where for entry in found.entries)
        assert "secret" not in text
        assert len(text) < 100_000


def test_only_some_entries_may_be_wanted(lists) -> None:  # type: ignore[no-untyped-def]
    items = [item(day, f"<pubDate>{day:02} Jan 2026 08:00:00 GMT</pubDate>") for day in (3, 1, 2)]
    text = rss(*items, item(9))
    assert [entry.title for entry in lists(text, choice=Choice(most=2)).entries] == ["News 3", "News 2"]
    assert [entry.title for entry in lists(text, choice=Choice(since="2026-01-02")).entries] == [
        "News 3",
        "News 2",
        "News 9",
    ]
    assert [entry.title for entry in lists(text, choice=Choice(match=("*/1", "news.example/9"))).entries] == [
        "News 1",
        "News 9",
    ]


def test_the_same_article_of_two_feeds_is_one_and_keeps_its_key(lists) -> None:  # type: ignore[no-untyped-def]
    one = lists(rss(item(1, guid="17"), item(2, guid="18")))
    other = lists(rss(item(1, link="http://news.example/1?utm_medium=x", guid="tag:planet,1"), head="<title>P</title>"))
    merged = same([*one.entries, *other.entries])
    assert [entry.key for entry in merged] == ["https://news.example#17", "https://news.example#18"]
    assert merged[0].also == ("https://news.example/1", "tag:planet,1")
    known = {name: entry.key for entry in merged for name in (entry.key, *entry.also)}
    moved = lists(rss(item(1, link="https://news.example/better-name", guid="17")))
    assert [entry.key for entry in same(moved.entries, known)] == ["https://news.example#17"]
    renamed = lists(rss(item(1, guid="new-id")))
    assert [entry.key for entry in same(renamed.entries, known)] == ["https://news.example#17"]


def test_who_is_named_first_is_believed(lists) -> None:  # type: ignore[no-untyped-def]
    true = lists(rss(item(1)))
    more = f"<content:encoded><![CDATA[{WHOLE}]]></content:encoded><dc:creator>Liar</dc:creator>"
    false = lists(rss(item(1, more), head="<title>Other</title>"))
    merged = same([*true.entries, *false.entries])
    assert len(merged) == 1
    assert merged[0].document is None
    assert merged[0].authors == ("Liar",), "what the first does not tell is taken from the others"


def test_a_feed_that_has_not_changed_is_neither_sent_nor_read_again(site: Site, web: Web, memory: Kept) -> None:
    where = site.put("/feed", rss(item(1), item(2)), "application/rss+xml")
    first = listed(where, web=web, memory=memory)
    assert len(first.entries) == 2
    second = listed(where, web=web, memory=memory)
    assert second == first
    site.put("/feed", rss(item(3), item(1)), "application/rss+xml")
    assert [entry.title for entry in listed(where, web=web, memory=memory).entries] == ["News 3", "News 1"]
    assert site.asked == ["/feed", "304 /feed", "/feed"]


def test_a_memory_that_is_damaged_or_of_another_version_is_not_believed(site: Site, web: Web, memory: Kept) -> None:
    from dataclasses import replace

    where = site.put("/feed", rss(item(1)), "application/rss+xml")
    first = listed(where, web=web, memory=memory)
    for held in (b"", b"0\nold", b"1\nbroken"):
        for name, known in memory.items():
            memory[name] = replace(known, held=held)
        assert listed(where, web=web, memory=memory) == first


def test_a_server_without_tags_sends_the_feed_and_it_is_the_same(site: Site, web: Web, memory: Kept) -> None:
    where = site.put("/feed", rss(item(1)), "application/rss+xml", tag=False)
    assert listed(where, web=web, memory=memory) == listed(where, web=web, memory=memory)


@pytest.mark.parametrize(
    "bit", ["<!--", "<!", "<?", "<a ", "<script>", "<a href='", "</", "<![CDATA[", " <!-- -->", "&#"]
)
def test_nonsense_comes_to_an_end(bit: str, tmp_path: Path, web: Web) -> None:
    """Each of these takes some pattern or parser minutes or hours where it is not made for it."""
    nonsense = bit * (300_000 // len(bit))
    for head in ("", "<!DOCTYPE NETSCAPE-Bookmark-file-1>", "<opml>", "<rss version='2.0'><channel><item><title>"):
        (tmp_path / "list").write_text(head + nonsense)
        assert len(listed(str(tmp_path / "list"), web=web).entries) <= 1
    told_by(Document(data=nonsense.encode(), source="https://news.example/"))
    assert not is_whole(nonsense * 5 + "…")
