"""Which reader a document is for, when its name and type are missing or wrong."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import PurePath
from urllib.parse import urlsplit

from narrate.contracts import ReaderInfo
from narrate.model import Document
from narrate.readers._decode import decoded

_HTML_START = re.compile(r"\s*(?:<!--.{0,2000}?-->\s*)*(?:<\?xml[^>]*>\s*)?<(?:!doctype\s+html|html|head|body|"
    r"article|main)\b",
                         re.IGNORECASE | re.DOTALL)  # fmt: skip
_HTML_TAGS = re.compile(r"</(?:p|div|h[1-6]|ul|li|article|section|span|a|td)>", re.IGNORECASE)
_MARKDOWN = (
    re.compile(r"^#{1,6} \S", re.MULTILINE),
    re.compile(r"\]\((?:https?://|/|#|mailto:)[^)\s]*\)"),
    re.compile(r"^(?:```|~~~)", re.MULTILINE),
    re.compile(r"(?<!\w)\*\*[^*\n]{1,200}\*\*(?!\w)"),
    re.compile(r"^\[[^\]\n]{1,80}\]: +\S+", re.MULTILINE),
    re.compile(r"^\|(?:\s*:?-{3,}:?\s*\|)+\s*$", re.MULTILINE),
    re.compile(r"\A---\n(?:[\w-]+:.*\n){1,40}---\n"),
)
_EPUB = b"mimetypeapplication/epub+zip"  # how a book's archive begins, after the head of its first entry
_SAMPLE = 200_000  # characters


def kind_of(document: Document, known: Mapping[str, ReaderInfo]) -> str:
    """The name of the reader for a document.

    A reader for a format that is not text is chosen by type or suffix alone. Among text, HTML and Markdown the
    content decides, for pages get saved as .txt, and pasted text as .md.
    """
    named = _by_name(document, known)
    if named not in ("", "text", "markdown", "html"):
        return named
    if document.data.startswith(b"PK") and _EPUB in document.data[:100]:
        return "epub"
    text = decoded(document)[:_SAMPLE]
    if _HTML_START.match(text) or (len(_HTML_TAGS.findall(text)) >= 3 and text.lstrip().startswith("<")):
        return "html"
    if named == "html":
        return "html" if _HTML_TAGS.search(text) else "text"
    if named == "markdown":
        return "markdown"
    signs = sum(bool(pattern.search(text)) for pattern in _MARKDOWN)
    return "markdown" if signs >= 2 or _MARKDOWN[-1].search(text) else "text"


def _by_name(document: Document, known: Mapping[str, ReaderInfo]) -> str:
    media_type = document.media_type.partition(";")[0].strip().lower()
    path = urlsplit(document.source).path if "://" in document.source else document.source
    suffix = PurePath(path).suffix.lower()
    by_type = next((name for name, info in known.items() if media_type and media_type in info.media_types), "")
    by_suffix = next((name for name, info in known.items() if suffix and suffix in info.suffixes), "")
    if by_type and by_type != "text":  # text/plain is what servers say of everything
        return by_type
    return by_suffix or by_type
