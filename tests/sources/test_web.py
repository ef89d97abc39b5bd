"""Fetching for strangers: what an entry that others named may lead to, how long and how much it may take, manners."""

from __future__ import annotations

import gzip
import pickle
import threading
import time
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from ipaddress import ip_address

import pytest

from narrate.errors import SourceError
from narrate.fetch import Known, Polite, Web, picture
from narrate.fetch.guard import is_private
from narrate.model import Document
from narrate.sources import Entry, fetched, listed
from tests.sources.sites import Page, Site, serving
from tests.sources.test_feeds import item, rss

PRIVATE = "it leads into a private network, and was not named by you"


# -- Private networks -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "127.8.8.8", "10.0.0.1", "172.16.5.5", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1",
     "224.0.0.1", "255.255.255.255", "240.0.0.1", "::1", "::", "fe80::1", "fc00::1", "fec0::1", "ff02::1",
     "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "2001:db8::1"],
)  # fmt: skip
def test_addresses_of_private_networks_are_known_in_any_dress(address: str) -> None:
    assert is_private(ip_address(address))


@pytest.mark.parametrize(
    "address", ["8.8.8.8", "93.184.216.34", "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8"]
)
def test_public_addresses_are_none(address: str) -> None:
    assert not is_private(ip_address(address))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_what_others_name_may_not_lead_to_this_machine(host: str, site: Site, web: Web) -> None:
    site.put("/secret", "the secret")
    with pytest.raises(SourceError, match=PRIVATE) as caught:
        web.get(f"http://{host}:{site.port}/secret", trusted=False)
    assert not caught.value.retry
    assert site.asked == [], "not a byte was sent"


def test_a_host_in_escapes_is_no_way_around(site: Site, web: Web) -> None:
    site.put("/secret", "the secret")
    for host in ("%31%32%37.0.0.1", "%6cocalhost", "１２７.0.0.1", "127。0。0。1"):
        with pytest.raises(SourceError, match=f"{PRIVATE}|can't be fetched"):
            web.get(f"http://{host}:{site.port}/secret", trusted=False)
    assert site.asked == []


@pytest.mark.parametrize("address", ["file:///etc/hostname", "ftp://127.0.0.1/x", "data:text/plain,x"])
def test_only_the_web_is_fetched(address: str, web: Web) -> None:
    with pytest.raises(SourceError, match="can't be fetched: unknown url type"):
        web.get(address)


def test_what_the_user_names_may(site: Site, web: Web) -> None:
    where = site.put("/intranet", "words")
    answer = web.get(where)
    assert answer.document
    assert answer.private


def test_a_private_network_may_be_allowed(site: Site, web: Web) -> None:
    where = site.put("/intranet", "words")
    assert replace(web, allowed=("127.0.0.0/8",)).get(where, trusted=False).document
    with pytest.raises(SourceError, match=PRIVATE):
        replace(web, allowed=("10.0.0.0/8",)).get(where, trusted=False)


def test_no_redirection_leads_from_a_public_address_to_a_private_one(site: Site, web: Web) -> None:
    site.put("/secret", "the secret")
    with serving("127.0.0.2") as public:  # as good as public where its network is allowed
        where = public.put("/story", "", status=302, headers={"Location": f"{site.address}/secret"})
        web = replace(web, allowed=("127.0.0.2/32",))
        for trusted in (True, False):
            with pytest.raises(SourceError, match=PRIVATE):
                web.get(where, trusted=trusted)
        assert site.asked == []
        there = site.put("/moved", "", status=302, headers={"Location": "/secret"})
        assert web.get(there).document, "from one private address to another it may"


@pytest.mark.parametrize("target", ["file:///etc/hostname", "ftp://127.0.0.1/x", "data:text/plain,x", "//[::1"])
def test_no_redirection_leads_out_of_the_web(target: str, site: Site, web: Web) -> None:
    where = site.put("/story", "", status=302, headers={"Location": target})
    with pytest.raises(SourceError, match=r"the server answered 302|can't be fetched"):
        web.get(where)


def test_redirections_without_end_are_told_in_a_line(site: Site, web: Web) -> None:
    where = site.put("/round", "", status=302, headers={"Location": "/round"})
    with pytest.raises(SourceError, match=r"the server answered 302 and redirects without end$"):
        web.get(where)


def test_entries_of_a_public_feed_may_not_lead_into_a_private_network(site: Site, web: Web) -> None:
    site.put("/secret", "the secret")
    web = replace(web, allowed=("127.0.0.2/32",))
    with serving("127.0.0.2") as public:
        where = public.put("/feed", rss(item(1, link=f"{site.address}/secret")), "application/rss+xml")
        entry = listed(where, web=web).entries[0]
        assert not entry.trusted
        with pytest.raises(SourceError, match=PRIVATE):
            fetched(entry, web=web)
        where = public.put("/list", f'<opml><outline xmlUrl="{site.address}/secret"/></opml>', "text/xml")
        assert [trouble.message for trouble in listed(where, web=web).troubles] == [PRIVATE]
    assert site.asked == []


def test_entries_of_a_private_feed_may(site: Site, web: Web) -> None:
    page = site.put("/story", "<p>Words</p>")
    where = site.put("/feed", rss(item(1, link=page)), "application/rss+xml")
    entry = listed(where, web=web).entries[0]
    assert entry.trusted
    assert fetched(entry, web=web).document


@pytest.mark.parametrize("link", ["file:///etc/hostname", "ftp://h/x", "javascript:alert(1)", "/etc/hostname", "-"])
def test_no_entry_is_a_file(link: str, site: Site, web: Web) -> None:
    where = site.put("/feed", rss(item(1, link=link)), "application/rss+xml")
    assert [entry.where for entry in listed(where, web=web).entries if not entry.where.startswith(site.address)] == []


def test_the_picture_of_a_page_that_others_named_is_not_fetched_from_here(site: Site) -> None:
    cover = site.put("/cover.png", b"\x89PNG\r\n\x1a\n and more", "image/png")
    assert picture(cover, f"{site.address}/story")
    assert picture(cover, f"{site.address}/story", trusted=False) is None
    assert picture(cover, "https://news.example/story") is None, "another host's page names it"


def test_through_a_proxy_names_of_this_machine_are_still_refused(
    site: Site, web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("no_proxy", "NO_PROXY", "https_proxy", "HTTPS_PROXY", "HTTP_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("http_proxy", site.address)
    site.pages["http://news.example/story"] = Page(data=b"words")
    assert web.get("http://news.example/story", trusted=False).document, "the proxy itself may be private"
    for host in ("localhost", "127.0.0.1", "printer.local", "intranet", "[::1]"):
        with pytest.raises(SourceError, match=PRIVATE):
            web.get(f"http://{host}/story", trusted=False)
    assert site.asked == ["http://news.example/story"]


# -- Only what has changed ------------------------------------------------------------------------------------------


def test_an_article_is_fetched_again_only_when_it_has_changed(site: Site, web: Web) -> None:
    where = site.put("/story", "<p>One</p>")
    entry = Entry(key="k", where=where, origin=where)
    first = fetched(entry, web=web)
    assert first.document
    second = fetched(entry, known=first.known, web=web)
    assert second.document is None
    assert second.known == first.known
    site.put("/story", "<p>Two</p>")
    third = fetched(entry, known=second.known, web=web)
    assert third.document
    assert site.asked == ["/story", "304 /story", "/story"]


def test_the_time_of_change_serves_where_there_is_no_tag(site: Site, web: Web) -> None:
    where = site.put("/story", "One", headers={"Last-Modified": "Mon, 05 Jan 2026 08:00:00 GMT"}, tag=False)
    known = web.get(where).known
    assert (known.etag, known.modified) == ("", "Mon, 05 Jan 2026 08:00:00 GMT")
    assert web.get(where, known=known).document is None, "the same bytes are no change either"


def test_a_server_that_says_unchanged_unasked_has_failed(site: Site, web: Web) -> None:
    where = site.put("/story", "", status=304, tag=False)
    with pytest.raises(SourceError, match="the server answered 304"):
        web.get(where)


def test_what_a_feed_holds_is_compared_too(site: Site, web: Web) -> None:
    entry = Entry(key="k", where="https://x/1", origin="", document=Document(data=b"One", source="https://x/1"))
    first = fetched(entry, web=web)
    assert first.document == entry.document
    assert fetched(entry, known=first.known, web=web).document is None
    assert fetched(entry, known=Known(digest="other"), web=web).document


# -- Size and time --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("packed", ["gzip", "x-gzip", "deflate", "raw", "identity"])
def test_packed_answers_are_unpacked(packed: str, site: Site, web: Web) -> None:
    document = web.get(site.put("/story", "words " * 1000, packed=packed)).document
    assert document
    assert document.data == b"words " * 1000


def test_what_bursts_when_it_is_unpacked_is_refused(site: Site, web: Web) -> None:
    web = replace(web, most=1 << 20)
    bomb = gzip.compress(bytes(50 << 20))
    assert len(bomb) < web.most
    where = site.put("/bomb", bomb, headers={"Content-Encoding": "gzip"})
    with pytest.raises(SourceError, match=f"^{where}: larger than 1 MB"):
        web.get(where)
    twice = site.put("/twice", gzip.compress(bomb), headers={"Content-Encoding": "gzip, gzip"})
    with pytest.raises(SourceError, match="larger than 1 MB"):
        web.get(twice)
    often = site.put("/often", b"x", headers={"Content-Encoding": "gzip, gzip, gzip"})
    with pytest.raises(SourceError, match="several times over"):
        web.get(often)


@pytest.mark.parametrize(
    ("data", "encoding", "words"),
    [
        (b"no gzip", "gzip", "what was packed is broken"),
        (gzip.compress(b"words" * 99, mtime=0)[:-20], "gzip", "what was packed is not whole"),
        (b"words", "br", "in a way that it was not asked for: br"),
    ],
)
def test_an_answer_that_cannot_be_unpacked_is_told(
    data: bytes, encoding: str, words: str, site: Site, web: Web
) -> None:
    where = site.put("/story", data, headers={"Content-Encoding": encoding})
    with pytest.raises(SourceError, match=f"^{where}: .*{words}"):
        web.get(where)


def test_a_server_that_drips_is_not_listened_to_for_ever(site: Site, web: Web) -> None:
    where = site.put("/slow", "words " * 100, wait=0.05, drip=True)
    with pytest.raises(SourceError, match=r"not all had come after 0\.3 seconds") as caught:
        replace(web, patience=0.3).get(where)
    assert caught.value.retry


def test_a_server_that_is_silent_is_left(site: Site, web: Web) -> None:
    where = site.put("/silent", "words", wait=1)
    with pytest.raises(SourceError, match="timed out") as caught:
        replace(web, timeout=0.1).get(where)
    assert caught.value.retry


@pytest.mark.parametrize(
    ("status", "retry", "hint"),
    [
        (401, False, "NAME:PASSWORD@"),
        (403, False, "save the page"),
        (404, False, "check the address"),
        (410, False, "may be gone"),
        (418, False, "open it in a browser"),
        (500, True, "try again later"),
        (502, True, "try again later"),
    ],
)
def test_what_may_be_better_later_is_told_from_what_will_not_each_with_a_way_out(
    status: int, retry: bool, hint: str, site: Site, web: Web
) -> None:
    with pytest.raises(SourceError) as caught:
        web.get(site.put("/story", "no", status=status))
    assert caught.value.retry is retry
    assert hint in caught.value.hint


# -- Manners --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("status", [429, 503])
def test_a_server_that_asks_for_rest_gets_it(status: int, site: Site, web: Web) -> None:
    where = site.put("/busy", "later", status=status, headers={"Retry-After": "600"})
    with pytest.raises(SourceError) as caught:
        web.get(where)
    assert (caught.value.retry, caught.value.retry_after) == (True, 600)
    other = site.put("/other", "words")
    with pytest.raises(SourceError, match="asked to be left alone") as caught:
        web.get(other)
    assert 500 < caught.value.retry_after <= 600
    assert site.asked == ["/busy"]


@pytest.mark.parametrize(
    ("told", "least", "most"),
    [("date", 3000, 3600), ("past", 0, 0), ("soon", 0, 0), ("-5", 0, 0), ("9" * 400, 7 * 86400, 7 * 86400)],
)
def test_a_wait_may_be_told_as_a_date(told: str, least: float, most: float, site: Site, web: Web) -> None:
    now = datetime.now(UTC)
    dates = {"date": format_datetime(now + timedelta(hours=1)), "past": format_datetime(now - timedelta(hours=1))}
    where = site.put("/busy", "later", status=503, headers={"Retry-After": dates.get(told, told)})
    with pytest.raises(SourceError) as caught:
        web.get(where)
    assert least <= caught.value.retry_after <= most


def test_a_host_is_asked_twice_at_once_at_most_and_never_in_haste(site: Site) -> None:
    web = Web(polite=Polite(at_once=2, apart=0.05))
    where = site.put("/story", "words", wait=0.15)
    begin = time.monotonic()
    threads = [threading.Thread(target=web.get, args=(where,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(site.asked) == 8
    assert site.most == 2
    assert time.monotonic() - begin >= 7 * 0.05


def test_one_slow_host_keeps_no_other_waiting(site: Site) -> None:
    web = Web(polite=Polite(at_once=1, apart=0))
    gate = threading.Event()
    slow = site.put("/slow", "words", gate=gate)
    thread = threading.Thread(target=web.get, args=(slow,))
    thread.start()
    while not site.times:
        time.sleep(0.01)
    with serving("127.0.0.3") as other:
        assert web.get(other.put("/story", "words")).document
        assert thread.is_alive()
    gate.set()
    thread.join()


def test_manners_reach_other_processes(web: Web) -> None:
    again = pickle.loads(pickle.dumps(replace(web, polite=Polite(at_once=3, apart=0.5))))
    assert (again.polite.at_once, again.polite.apart, again.timeout) == (3, 0.5, web.timeout)
