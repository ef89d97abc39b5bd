"""A podcast's files with the address that it was made for replaced by the one at which it is tried."""

from __future__ import annotations

import html
import re
from pathlib import Path
from urllib.parse import unquote

from narrate.podcast.show import FEED

LINK = re.compile(r"<(?:\w+:)?link\b[^>]*>")
HREF = re.compile(r"""\bhref\s*=\s*["']([^"']+)["']""")
SELF = re.compile(r"""\brel\s*=\s*["']self["']""")
HEAD = 64 * 1024
"""Bytes of a feed in which its own address is looked for."""
PLAIN = r"[^\s\"'<>&#?\\]*"
"""The rest of an address, up to what ends it in XML, HTML or JSON."""


def own_base(folder: Path) -> str:
    """The address that a podcast's feed says all lies under, with a slash at its end; empty where it says none."""
    try:
        with (folder / FEED).open("rb") as file:
            head = file.read(HEAD).decode("utf-8", "replace")
    except OSError:
        return ""
    for link in LINK.findall(head):
        if SELF.search(link) and (found := HREF.search(link)):
            address = html.unescape(found[1])
            return address.removesuffix(FEED) if address.endswith(f"/{FEED}") else ""
    return ""


def rebased(text: str, base: str, other: str, folder: Path) -> str:
    """Text of a podcast's feed or page, with each address under `base` of a file that is in `folder` under `other`.

    Other addresses on the same host (of the articles, say) stay as they are.
    """

    def one(match: re.Match[str]) -> str:
        name = unquote(html.unescape(match[1]))
        return f"{other}{match[1]}" if not name or (folder / name).exists() else match[0]

    for written in dict.fromkeys((base, html.escape(base), base.replace("/", "\\/"))):
        text = re.sub(f"{re.escape(written)}({PLAIN})", one, text)
    return text
