"""Lists that are plain lines: addresses, M3U and PLS playlists, robots.txt."""

from __future__ import annotations

import re

from narrate.fetch import is_address
from narrate.sources._addresses import canonical
from narrate.sources._kinds import Fault, Further, Named
from narrate.sources._text import flat, joined, page_address
from narrate.sources._values import Entry

COMMENTS = ("#", ";", "//")
LISTS = ("feed:", "site:")
_PLS = re.compile(r"\s*(File|Title)(\d+)\s*=(.*)", re.IGNORECASE)
_SITEMAP = re.compile(r"^\s*Sitemap\s*:\s*(\S+)", re.IGNORECASE | re.MULTILINE)
_ROBOTS = re.compile(r"^\s*(?:User-agent|Sitemap)\s*:", re.IGNORECASE | re.MULTILINE)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def is_addresses(text: str) -> bool:
    """Whether every line is an address or a comment, and there is at least one address."""
    lines = [line for line in _lines(text) if not line.startswith(COMMENTS)]
    return bool(lines) and all(
        len(line.split()) == 1 and (is_address(line) or line.lower().startswith(LISTS)) for line in lines
    )


def addresses(text: str) -> Named:
    """One address a line: an article, unless `feed:` or `site:` stands before it."""
    lines = [line for line in _lines(text) if not line.startswith(COMMENTS)]
    pages = tuple(entry(line) for line in lines if is_address(line))
    lists = tuple(Further(where=line) for line in lines if not is_address(line))
    return Named(kind="a list of addresses", entries=pages, further=lists, whole=True, own=True)


def entry(address: str, title: str = "") -> Entry:
    return Entry(key=canonical(address), where=address, origin="", title=title)


def m3u(text: str) -> Named:
    """An M3U playlist: each address may have its title in the `#EXTINF` line before it."""
    title = ""
    found, others = [], 0
    for line in _lines(text):
        if line.upper().startswith("#EXTINF:"):
            title = flat(line.partition(",")[2])
        elif not line.startswith("#"):
            if page_address(line):
                found.append(entry(line, title))
            else:
                others += 1
            title = ""
    return _playlist(found, others)


def pls(text: str) -> Named:
    told: dict[tuple[str, int], str] = {}
    for line in _lines(text):
        match = _PLS.match(line)
        if match:
            told[match[1].lower(), int(match[2][:9])] = flat(match[3])
    files = sorted((number, where) for (field, number), where in told.items() if field == "file")
    found = [entry(where, told.get(("title", number), "")) for number, where in files if page_address(where)]
    return _playlist(found, len(files) - len(found))


def _playlist(found: list[Entry], others: int) -> Named:
    what = "1 entry of the playlist is" if others == 1 else f"{others} entries of the playlist are"
    faults = (Fault(message=f"{what} no page on the web"),) if others else ()
    return Named(kind="a playlist", entries=tuple(found), faults=faults, whole=True, own=True)


def is_robots(text: str, where: str) -> bool:
    return where.partition("?")[0].lower().endswith("robots.txt") and bool(_ROBOTS.search(text))


def robots(text: str, where: str) -> Named:
    """The sitemaps that a site's `robots.txt` names (RFC 9309, 2.2.4)."""
    found = dict.fromkeys(joined(where, each) for each in _SITEMAP.findall(text))
    return Named(kind="a robots.txt", further=tuple(Further(where=each) for each in found if each), whole=True)
