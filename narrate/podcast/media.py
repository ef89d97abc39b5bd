"""What a podcast's files are told to be, and how long others may keep them."""

from __future__ import annotations

import mimetypes
import re

TYPES = {
    ".mp3": "audio/mpeg",
    ".m4a": "audio/mp4",
    ".m4b": "audio/mp4",
    ".opus": "audio/ogg",
    ".ogg": "audio/ogg",
    ".flac": "audio/flac",
    ".wav": "audio/wav",
    ".vtt": "text/vtt",
    ".srt": "application/x-subrip",
    ".ttml": "application/ttml+xml",
    ".lrc": "text/plain",
    ".txt": "text/plain",
    ".md": "text/markdown",
    ".chapters.json": "application/json+chapters",
    ".json": "application/json",
    ".jsonl": "application/jsonl",
    ".xml": "application/xml",
    ".opml": "text/x-opml",
    ".html": "text/html",
    ".xhtml": "application/xhtml+xml",
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".png": "image/png",
    ".jpg": "image/jpeg",
    ".jpeg": "image/jpeg",
    ".webp": "image/webp",
    ".ico": "image/x-icon",
    ".epub": "application/epub+zip",
    ".audiobook": "application/audiobook+zip",
    ".lpf": "application/lpf+zip",
    ".pdf": "application/pdf",
    ".zip": "application/zip",
}
"""By the end of a file's name; the systems' own tables differ, and know none of the newer ones."""
ROOTS = {
    b"rss": "application/rss+xml",
    b"feed": "application/atom+xml",
    b"opml": "text/x-opml",
}
ROOT = re.compile(
    rb"\A(?:\xef\xbb\xbf)?\s*(?:<\?.*?\?>\s*|<!--.*?-->\s*|<!DOCTYPE[^>\[]*>\s*)*<([\w.-]+)([^>]*)", re.DOTALL
)
CATALOGUE = b"opds-spec.org"
HEAD = 4096
"""Bytes at the beginning of a file that tell what kind of XML it is."""
IN_UTF_8 = (
    "application/rss+xml",
    "application/atom+xml",
    "application/xml",
    "application/x-subrip",
    "application/ttml+xml",
)
DIGEST = re.compile(r"-[0-9a-f]{12}\.[\w.]+\Z")
FOREVER = "public, max-age=31536000, immutable"
ASK = "no-cache"
"""Others may keep a copy, and ask each time whether it is still the one."""
BRIEFLY = "public, max-age=300"
"""Others may keep a copy for five minutes: many ask, and what an old feed names stays for a while."""


def media_type(name: str, head: bytes = b"") -> str:
    """By a file's name and, for XML, by its first bytes (up to `HEAD`); with its charset where it is text."""
    found = _plain(name.lower(), head)
    is_text = found.startswith("text/") or found.partition(";")[0] in IN_UTF_8
    return f"{found}; charset=utf-8" if is_text else found


def _plain(name: str, head: bytes) -> str:
    last = name.rpartition("/")[2]
    suffix = next((end for end in sorted(TYPES, key=len, reverse=True) if last.endswith(end)), "")
    if suffix == ".xml" and (match := ROOT.match(head)):
        if match[1] == b"feed" and CATALOGUE in head:
            return "application/atom+xml; profile=opds-catalog"
        return ROOTS.get(match[1], TYPES[suffix])
    return TYPES.get(suffix) or mimetypes.guess_type(last)[0] or "application/octet-stream"


def keeping(name: str, otherwise: str = ASK) -> str:
    """`Cache-Control` for a file: one whose name tells a digest of its content never changes."""
    return FOREVER if DIGEST.search(name) else otherwise
