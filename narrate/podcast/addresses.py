"""Addresses as feeds and pages need them: absolute, in ASCII, of the web only."""

from __future__ import annotations

import re
from functools import cache
from urllib.parse import quote, urlsplit, urlunsplit

SCHEMES = ("http", "https")
_BROKEN = re.compile(r"%(?![0-9A-Fa-f]{2})")
_SAFE = "%/:=&?~+!$,;'@()*[]|"
_HOST = re.compile(r"[A-Za-z0-9._~-]+|[0-9A-Fa-f:.]+")


def web(address: str) -> str:
    """An address of the web in ASCII, "" for all else: what may become a link, and a browser would not run.

    A name and password in it go: what is published is read by all.
    """
    try:
        parts = urlsplit(address.strip())
        host, port = parts.hostname or "", parts.port
        host = host if host.isascii() else host.encode("idna").decode()
    except (ValueError, UnicodeError):
        return ""
    if parts.scheme.lower() not in SCHEMES or not _HOST.fullmatch(host):
        return ""
    netloc = (f"[{host}]" if ":" in host else host) + ("" if port is None else f":{port}")
    path, query, fragment = map(_quoted, (parts.path, parts.query, parts.fragment))
    return urlunsplit((parts.scheme.lower(), netloc, path, query, fragment))


def of(base: str, name: str) -> str:
    """The address of a file of the podcast, its name with slashes; `base` ends in one."""
    return _root(base) + quote(name.encode("utf-8", "ignore"), safe="/")


@cache
def _root(base: str) -> str:
    return web(base)


def _quoted(part: str) -> str:
    return _BROKEN.sub("%25", quote(part.encode("utf-8", "ignore"), safe=_SAFE))
