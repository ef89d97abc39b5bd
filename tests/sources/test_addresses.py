"""Which addresses are the same page."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from narrate.sources import Entry, canonical, same


@pytest.mark.parametrize(
    "address",
    [
        "https://example.org/a/b?q=1",
        "http://example.org/a/b?q=1",
        "HTTPS://Example.ORG:443/a/b?q=1",
        "http://example.org:80/a/b/?q=1",
        "https://example.org./a/b?q=1#part",
        "https://user:word@example.org/a/b?q=1",
        "https://example.org/%61/b?q=1",
        "https://example.org/a/b?utm_source=x&q=1&UTM_Campaign=y&fbclid=z&gclid=1&mc_cid=2",
        "  https://example.org/a/b?&q=1& ",
    ],
)
def test_addresses_of_one_page_are_one(address: str) -> None:
    assert canonical(address) == "https://example.org/a/b?q=1"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/a", "https://example.org/A"),
        ("https://example.org/a", "https://example.org/a?id=1"),
        ("https://example.org/?a=1&b=2", "https://example.org/?b=2&a=1"),
        ("https://example.org/a", "https://www.example.org/a"),
        ("https://example.org/a", "https://example.org:8080/a"),
        ("https://example.org/a%2Fb", "https://example.org/a/b"),
        ("https://example.org/?utm=1", "https://example.org/"),
    ],
)
def test_addresses_that_may_be_two_pages_are_two(one: str, other: str) -> None:
    assert canonical(one) != canonical(other)


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("https://example.org", "https://example.org"),
        ("https://example.org/", "https://example.org"),
        ("https://example.org/?p=1", "https://example.org/?p=1"),
        ("https://example.org?p=1", "https://example.org/?p=1"),
        ("https://пример.рф/история", "https://xn--e1afmkfd.xn--p1ai/%D0%B8%D1%81%D1%82%D0%BE%D1%80%D0%B8%D1%8F"),
        ("https://xn--e1afmkfd.xn--p1ai/%d0%b8%d1%81%d1%82%d0%be%d1%80%d0%b8%d1%8f",
         "https://xn--e1afmkfd.xn--p1ai/%D0%B8%D1%81%D1%82%D0%BE%D1%80%D0%B8%D1%8F"),
        ("http://[::1]:8000/a", "https://[::1]:8000/a"),
        ("http://[::1", "http://[::1"),
        ("tag:example.org,2026:1", "tag:example.org,2026:1"),
        ("not an address", "not an address"),
    ],
)  # fmt: skip
def test_addresses_are_written_in_one_way(address: str, found: str) -> None:
    assert canonical(address) == found


ADDRESSES = st.builds(
    lambda scheme, host, port, path, query: f"{scheme}://{host}{port}/{path}{'?' if query else ''}{query}",
    st.sampled_from(("http", "https", "HTTP")),
    st.text("aZ0.-é[]:@% ", min_size=1),
    st.sampled_from(("", ":80", ":443", ":8080", ":", ":x")),
    st.text("aZ%2F/.é~ #?\t\ud800&=41", max_size=20),
    st.text("a=&%utm_sc#é?/+41", max_size=20),
)


@given(ADDRESSES | st.text())
@example("http://h:443/")
@example("https://h:80/")
@example("https://h/%%341")
@example("https://h/a%2f")
@example("https://h/ ?utm_a=1&utm_b")
def test_what_is_canonical_stays_so(address: str) -> None:
    once = canonical(address)
    assert canonical(once) == once


@given(st.text("aZ%2F/.é~?&=41", max_size=20))
def test_scheme_fragment_and_tracking_tell_no_page_from_another(path: str) -> None:
    bare = f"http://example.org/{path}"
    assert canonical(bare.replace("http:", "https:", 1)) == canonical(bare)
    assert canonical(f"{bare}#x") == canonical(bare)
    mark = "&" if "?" in bare else "?"
    assert canonical(f"{bare}{mark}utm_source=x") == canonical(bare)


# -- The same article -----------------------------------------------------------------------------------------------


def entry(key: str, *also: str, **more: object) -> Entry:
    return Entry(key=key, also=also, where=f"https://where/{key}", origin="o", **more)  # type: ignore[arg-type]


NAMED = st.lists(st.builds(entry, st.sampled_from("abcdef"), st.sampled_from("abcdefgh")), max_size=8)


@given(NAMED)
def test_no_two_articles_have_a_name_in_common_and_none_is_lost(entries: list[Entry]) -> None:
    found = same(entries)
    names = [name for one in found for name in (one.key, *one.also)]
    assert len(names) == len(set(names))
    assert set(names) == {name for one in entries for name in (one.key, *one.also)}
    assert same(found) == found


@given(NAMED, NAMED)
def test_a_known_article_keeps_its_key(before: list[Entry], later: list[Entry]) -> None:
    first = same(before)
    known = {name: one.key for one in first for name in (one.key, *one.also)}
    found = same([*before, *later], known)
    kept = {one.key for one in found} & {one.key for one in first}
    for one in same(before, known):
        assert one.key in {one.key for one in first}
    assert len({one.key for one in found}) == len(found)
    assert not found or kept or not first


def test_entries_joined_by_a_third_are_one() -> None:
    found = same([entry("a", title=""), entry("b", title="B"), entry("c", "b", "a", authors=("C",))])
    assert [(one.key, one.title, one.authors) for one in found] == [("a", "B", ("C",))]
    assert found[0].where == "https://where/a"
    assert set(found[0].also) == {"b", "c"}
