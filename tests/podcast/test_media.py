"""Types of a podcast's files, and the parts of them that clients ask for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.podcast.media import FOREVER, keeping, media_type
from narrate.podcast.ranges import MOST, wanted


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("a.mp3", "audio/mpeg"),
        ("a.M4A", "audio/mp4"),
        ("a.m4b", "audio/mp4"),
        ("a.opus", "audio/ogg"),
        ("a.vtt", "text/vtt; charset=utf-8"),
        ("a.chapters.json", "application/json+chapters"),
        ("a.transcript.json", "application/json"),
        ("a.epub", "application/epub+zip"),
        ("a.html", "text/html; charset=utf-8"),
        ("a.png", "image/png"),
        ("a.jpeg", "image/jpeg"),
        ("a.css", "text/css; charset=utf-8"),
        ("a", "application/octet-stream"),
    ],
)
def test_types_are_told_by_names(name: str, kind: str) -> None:
    assert media_type(f"episodes/{name}") == kind


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        ('<?xml version="1.0"?>\n<!-- a > b -->\n<rss version="2.0">', "application/rss+xml"),
        ("\ufeff<rss>", "application/rss+xml"),
        ('<feed xmlns="http://www.w3.org/2005/Atom">', "application/atom+xml"),
        ('<feed xmlns="http://www.w3.org/2005/Atom"><link type="…" rel="http://opds-spec.org/acquisition"/>', "opds"),
        ("<opml>", "text/x-opml"),
        ("<other>", "application/xml"),
        ("", "application/xml"),
    ],
)
def test_kinds_of_xml_are_told_by_what_they_begin_with(head: str, kind: str) -> None:
    found = media_type("feed.xml", head.encode())
    expected = "application/atom+xml; profile=opds-catalog" if kind == "opds" else f"{kind}; charset=utf-8"
    assert found.startswith(expected)


@given(
    st.lists(st.tuples(st.none() | st.integers(0, 30), st.none() | st.integers(0, 30)), min_size=1, max_size=MOST),
    st.integers(0, 25),
)
def test_parts_hold_just_the_bytes_asked_for(spans: list[tuple[int | None, int | None]], size: int) -> None:
    header = "bytes=" + ",".join("-".join("" if end is None else str(end) for end in span) for span in spans)
    found = wanted(header, size)
    valid = all(first is not None or last is not None for first, last in spans)
    valid = valid and all(first is None or last is None or first <= last for first, last in spans)
    assert (found is not None) == valid
    if found is not None:
        expected = set()
        for first, last in spans:
            if first is None:
                expected |= set(range(max(0, size - (last or 0)), size))
            else:
                expected |= {byte for byte in range(size) if byte >= first and (last is None or byte <= last)}
        told = [byte for begin, end in found for byte in range(begin, end)]
        assert sorted(told) == sorted(expected)
        assert len(told) == len(set(told))


def test_only_names_that_tell_their_content_are_kept_for_good() -> None:
    assert keeping("episodes/a-b-0123456789ab.mp3") == keeping("episodes/a-0123456789ab.chapters.json") == FOREVER
    for name in ("feed.xml", "cover.png", "a-0123456789ab", "a-0123456789abc.mp3", "0123456789ab.mp3"):
        assert keeping(name) != FOREVER
