"""The catalogue of the episodes' books, read by a reader of Atom."""

from __future__ import annotations

import io
import re
from datetime import UTC, datetime
from typing import Any

import feedparser
import pytest
from hypothesis import given, settings
from lxml import etree

from narrate.podcast.opds import ATOM, FETCH, IMAGE, SIZE, TERMS, catalogue
from narrate.podcast.page import page
from narrate.podcast.show import Episode
from tests.podcast.shows import any_episode, bare, episode, file, show

EPUB = "application/epub+zip"


def with_book(number: int, **facts: Any) -> Episode:
    book = file(f"story-{number:04}.epub", EPUB, 5000 + number)
    return episode(number, **{"also": (*episode(number).also, ("epub", book)), **facts})


def read(data: bytes) -> Any:
    found = feedparser.parse(io.BytesIO(data))
    assert not found.bozo, found.bozo_exception
    assert found.version == "atom10"
    return found


def links(node: Any) -> dict[str, str]:
    return {link.rel: link.href for link in node.links}


def test_a_book_is_told_with_what_a_reading_app_shows() -> None:
    told = with_book(7, updated=datetime(2026, 2, 1, tzinfo=UTC), language="ru", authors=("Ann & Bo", "Cy"))
    made = catalogue(show(author="Ann Lee"), [told])
    assert list(made) == ["opds.xml"]
    found = read(made["opds.xml"])
    assert (found.feed.title, found.feed.author) == ("Harbour & sea", "Ann Lee")
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", found.feed.id)
    base = "https://example.org/harbour/"
    assert links(found.feed) == {
        "self": f"{base}opds.xml", "start": f"{base}opds.xml", "alternate": f"{base}index.html",
    }  # fmt: skip
    (entry,) = found.entries
    assert (entry.title, entry.summary) == (told.title, told.summary)
    assert [author.name for author in entry.authors] == ["Ann & Bo", "Cy"]
    (node,) = etree.fromstring(made["opds.xml"]).iter("{*}entry")
    told_dates = [node.findtext(f"{{{ATOM}}}{name}") for name in ("updated", "published")]
    assert told_dates == ["2026-02-01T00:00:00Z", "2026-01-08T06:30:00Z"]
    assert [node.findtext(f"{{{TERMS}}}{name}") for name in ("issued", "language")] == ["2026-01-08", "ru"]
    assert links(entry) == {
        FETCH: f"{base}episodes/story-0007.epub", IMAGE: f"{base}cover.png", "alternate": told.link,
    }  # fmt: skip
    (book,) = (link for link in entry.links if link.rel == FETCH)
    assert (book.type, book.length) == (EPUB, "5007")


def test_episodes_without_a_book_are_in_no_catalogue() -> None:
    made = catalogue(show(), [episode(1), with_book(2), episode(3)])
    assert [entry.title for entry in read(made["opds.xml"]).entries] == ["Story 2"]
    assert catalogue(show(), [episode(1)]) == catalogue(show(), []) == {}


def test_the_page_leads_to_the_catalogue_where_there_is_one() -> None:
    assert b'href="opds.xml"' in page(show(), [with_book(1)])["index.html"]
    assert b"opds.xml" not in page(show(), [episode(1)])["index.html"]


@pytest.mark.parametrize("count", [1, 2 * SIZE - 1, 2 * SIZE, 3 * SIZE + 5])
def test_the_pages_hold_every_book_and_lead_to_each_other(count: int) -> None:
    made = catalogue(show(), [with_book(number) for number in range(1, count + 1)])
    seen, visited, name = list[str](), list[str](), "opds.xml"
    while name:
        visited.append(name)
        found = read(made[name])
        seen += [entry.title for entry in found.entries]
        told = {relation: where.rpartition("/")[2] for relation, where in links(found.feed).items()}
        assert (told["self"], told["start"]) == (name, "opds.xml")
        assert told.get("previous") == (visited[-2] if len(visited) > 1 else None)
        name = told.get("next", "")
    assert seen == [f"Story {number}" for number in range(count, 0, -1)]
    assert sorted(visited) == sorted(made)


def test_numbers_of_books_are_their_own_and_stay() -> None:
    first, second = (read(catalogue(show(), [with_book(number)])["opds.xml"]).entries[0].id for number in (1, 2))
    assert first != second
    moved = show(base="https://elsewhere.example/", title="Other")
    assert read(catalogue(moved, [with_book(1, title="New")])["opds.xml"]).entries[0].id == first


@settings(max_examples=40, deadline=None)
@given(any_episode())
def test_any_text_makes_a_catalogue_that_is_read_as_it_was_written(told: Episode) -> None:
    book = with_book(1, title=f"x{told.title}", summary=told.summary, authors=told.authors, published=told.published)
    data = catalogue(show(title=f"x{told.title}"), [book])["opds.xml"]
    (entry,) = etree.fromstring(data).iter("{*}entry")
    assert bare(entry.findtext("{*}title")) == bare(book.title)
    assert bare(told.summary) in bare(entry.findtext("{*}summary"))
    assert read(data).entries[0].links
