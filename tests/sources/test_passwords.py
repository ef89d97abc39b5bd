"""Addresses with a name and a password in them: `http://me:secret@example.org/feed.xml`."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from narrate.errors import SourceError
from narrate.fetch import Web
from tests.cli.conftest import Shell, narrate
from tests.library.conftest import VOICE
from tests.sources.sites import Site, serving

__all__ = ["narrate"]

STORY = "<html lang='en'><title>The harbour</title><article><p>Nobody had expected so many ships.</p></article></html>"


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as there:
        yield there


def named(address: str, user: str = "me:s3cret") -> str:
    return address.replace("://", f"://{user}@")


@pytest.mark.parametrize("user", ["me:s3cret", "m%65:s3%63ret"])
def test_a_password_is_told_to_its_host_and_is_not_in_what_becomes_a_link(user: str, site: Site) -> None:
    address = site.put("/story", STORY, password="me:s3cret")
    document = Web().get(named(address, user)).document
    assert document is not None
    assert document.source == address


def test_a_password_goes_along_within_its_host_and_not_to_another(site: Site) -> None:
    with serving() as other:
        there = other.put("/story", STORY)
        site.put("/inside", STORY, password="me:s3cret")
        within = site.put("/moved", "", status=302, headers={"Location": "/inside"})
        out = site.put("/away", "", status=302, headers={"Location": there})
        assert Web().get(named(within)).document is not None
        assert Web().get(named(out)).document is not None
        assert other.told == [""]


def test_a_wrong_password_is_told_without_it(site: Site) -> None:
    address = site.put("/story", STORY, password="me:another")
    with pytest.raises(SourceError, match="401") as told:
        Web().get(named(address))
    assert "s3cret" not in str(told.value)


def test_no_password_is_in_what_a_run_tells_or_makes(narrate: Shell, site: Site) -> None:
    feed = site.put(
        "/feed.xml",
        "<rss version='2.0'><channel><title>News</title><item><title>Lost</title><link>{site}/lost</link></item>"
        "<item><title>Found</title><link>{site}/story</link></item></channel></rss>",
        "application/rss+xml",
        password="me:s3cret",
    )
    site.put("/story", STORY)
    lost = named(site.put("/away", "", status=410))
    for flags in (["--dry-run"], ["--dry-run", "--json"], [], ["--json"]):
        ran = narrate("podcast", named(feed), lost, "--out", "p", *VOICE, "-f", "mp3", *flags)
        assert ran.code in (0, 7), ran
        assert "s3cret" not in ran.out + ran.err
    for command in (["list"], ["list", "--json"], ["export"], ["export", "--csv"]):
        ran = narrate("library", command[0], "p", *command[1:])
        assert ran.code == 0, ran
        assert "/story" in ran.out
        assert "s3cret" not in ran.out + ran.err
    assert not any(b"s3cret" in path.read_bytes() for path in narrate.folder.glob("p/*.*ml"))
