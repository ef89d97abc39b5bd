"""Ids in feeds that are not what they should be: given twice, or none."""

from __future__ import annotations

from pathlib import Path

from narrate.sources import Entry, listed
from tests.sources.test_feeds import item, rss, told


def entries(folder: Path, feed: str) -> tuple[Entry, ...]:
    (folder / "feed.xml").write_text(feed, "utf-8")
    return listed(str(folder / "feed.xml")).entries


def test_an_id_that_a_feed_gives_to_several_articles_loses_none_of_them(tmp_path: Path) -> None:
    once = [told(entry) for entry in entries(tmp_path, rss(item(1, guid="0")))]
    found = entries(tmp_path, rss(item(1, guid="0"), item(2, guid="0"), item(3, guid="3")))
    assert [entry.where for entry in found] == [f"https://news.example/{number}" for number in (1, 2, 3)]
    assert found[0].key in once[0][1], "it is known by its link as it was before"
    bare = "<item><guid isPermaLink='false'>0</guid><title>Bare {0}</title><description>Text {0}.</description></item>"
    assert len(entries(tmp_path, rss(bare.format(1), bare.format(2)))) == 2


def test_an_id_whose_article_got_another_link_or_title_is_one_article(tmp_path: Path) -> None:
    moved = item(1, guid="0", link="https://news.example/moved")
    assert len(entries(tmp_path, rss(moved, item(1, guid="0")))) == 1
    retitled = item(1, guid="0").replace("News 1", "News 1, corrected")
    assert len(entries(tmp_path, rss(retitled, item(1, guid="0")))) == 1


def test_an_id_that_is_no_address_leads_nowhere(tmp_path: Path) -> None:
    text = "<item><title>Bare</title><guid>13</guid><description>This is all that it says.</description></item>"
    (entry,) = entries(tmp_path, rss(text))
    assert entry.document
    assert b"This is all that it says." in entry.document.data
    (linked,) = entries(tmp_path, rss("<item><title>T</title><guid>https://news.example/13</guid></item>"))
    assert linked.where == "https://news.example/13"
