"""Addresses as feeds and pages need them: absolute, in ASCII, of the web only."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import quote, urlsplit, urlunsplit

SCHEMES = ("http", "https")
_BROKEN = re.compile(r"%(?![0-9A-Fa-f]{2})")
_SAFE = "%/:=&?~+!$,;'@()*[]|"
_UNWANTED = re.compile(r"[\x00-\x20\x7f<>\"\\^`{}]")


def web(address: str) -> str:
    """An address of the web in ASCII, "" for all else: what may become a link, and a browser would not run."""
    try:
        parts = urlsplit(address.strip())
        scheme, host = parts.scheme.lower(), parts.hostname or ""
        parts.port  # noqa: B018 - raises ValueError for one that can't be
        netloc = parts.netloc if parts.netloc.isascii() else parts.netloc.encode("idna").decode()
        if scheme not in SCHEMES or not host or _UNWANTED.search(netloc):
            return ""
    except (ValueError, UnicodeError):
        return ""
    path, query, fragment = map(_quoted, (parts.path, parts.query, parts.fragment))
    return urlunsplit((scheme, netloc, path, query, fragment))


def of(base: str, name: str) -> str:
    """The address of a file of the podcast, its name with slashes; `base` ends in one."""
    return _root(base) + quote(name.encode("utf-8", "ignore"), safe="/")


@cache
def _root(base: str) -> str:
    return web(base)


def _quoted(part: str) -> str:
    return _BROKEN.sub("%25", quote(part.encode("utf-8", "ignore"), safe=_SAFE))
