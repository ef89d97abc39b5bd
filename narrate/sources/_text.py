"""The text of lists, and what all of them need."""

from __future__ import annotations

import codecs
import re
from typing import Any
from urllib.parse import urljoin

from narrate.fetch import is_address
from narrate.model import Document

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_SPACE = re.compile(r"\s+")


def text_of(document: Document) -> str:
    """Lists are UTF-8 unless they say otherwise; where they are not even that, their addresses still are readable."""
    data = document.data
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.decode(name, "replace")
    for name in ("utf-8", document.charset, "windows-1252"):
        try:
            return data.decode(name) if name else data.decode("ascii")
        except (UnicodeDecodeError, LookupError):
            continue
    return data.decode("utf-8", "replace")


def flat(text: object) -> str:
    """In one line; nothing for what is no text."""
    return _SPACE.sub(" ", text).strip() if isinstance(text, str) else ""


def page_address(text: object) -> str:
    """The address of a page, or nothing: a list may name what is no page."""
    address = flat(text)
    return address if is_address(address) and len(address) < 8192 else ""


def joined(base: str, address: str) -> str:
    """The whole address of a page that a list or page at `base` names; nothing where it names none."""
    try:
        return page_address(urljoin(base, address)) if address else ""
    except ValueError:  # such as "//[", which can't be joined to anything
        return ""


def html_root(text: str) -> Any:
    """The root element of a page, or None; the standard library's parser takes minutes for some 100 KB of nonsense."""
    from lxml import etree

    parser = etree.HTMLParser(no_network=True, huge_tree=False, recover=True, encoding="utf-8")
    try:
        return etree.fromstring(text.replace("\0", "").encode("utf-8", "replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
