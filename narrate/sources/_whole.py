"""Articles that a feed holds whole, as pages of their own."""

from __future__ import annotations

import re
from hashlib import sha256
from html import escape, unescape

from narrate.model import Document

LONG = 1500
"""Characters: about 250 words. Shorter texts in feeds are teasers more often than articles."""
_TAGS = re.compile(r"<[^<>]{0,4000}>")
_HIDDEN = re.compile(r"<(script|style|template)\b|<!--", re.IGNORECASE)
_ENDS = {name: re.compile(f"</{name}\\s*>", re.IGNORECASE) for name in ("script", "style", "template")}
_COMMENT = re.compile("--!?>")
_CUT = re.compile(
    r"(?:\[\s*(?:…|\.\.\.)\s*\]|…|\.\.\.|(?:continue reading|read (?:more|the (?:full|rest|whole)|on)\b|keep reading|"
    r"full (?:story|article)|weiterlesen|mehr lesen|lire la suite|seguir leyendo|leer más|continua a leggere|leia mais|"
    r"lees verder|läs mer|czytaj (?:dalej|więcej)|читать (?:далее|дальше|полностью)|続きを読む|继续阅读|阅读全文)"
    r"[^.!?]{0,80})[\s»→>)\].]*$",
    re.IGNORECASE,
)
_PUBLISHER = re.compile(
    r"<p>\s*The post <a\b[^<>]*>.{0,400}?</a> (?:appeared first on|first appeared on) <a\b[^<>]*>.{0,200}?</a>\.?"
    r"\s*</p>\s*\Z",
    re.DOTALL,
)
"""What WordPress puts under each article of a feed."""


def plain(markup: str) -> str:
    """The text of some HTML, about as it is read."""
    return " ".join(unescape(_TAGS.sub(" ", _visible(markup))).split())


def _visible(markup: str) -> str:
    """Without scripts, styles and comments; what is not closed hides all that follows, as in browsers."""
    parts, begin = [], 0
    while hidden := _HIDDEN.search(markup, begin):
        parts.append(markup[begin : hidden.start()])
        end = (_ENDS[hidden[1].lower()] if hidden[1] else _COMMENT).search(markup, hidden.end())
        if not end:
            return " ".join(parts)
        begin = end.end()
    return " ".join([*parts, markup[begin:]])


def is_whole(markup: str) -> bool:
    """Whether some HTML is an article and no teaser, by its length and its end."""
    text = plain(markup)
    return len(text) >= LONG and not _CUT.search(text[-200:])


def page(
    markup: str, source: str, *, title: str = "", authors: tuple[str, ...] = (), published: str = "", language: str = ""
) -> Document:
    """A page with one article, in UTF-8."""
    told = "".join(f'<meta name="author" content="{escape(name)}">' for name in authors)
    told += f'<meta property="article:published_time" content="{escape(published)}">' if published else ""
    told += f"<title>{escape(title)}</title>" if title else ""
    heading = f"<h1>{escape(title)}</h1>" if title else ""
    attribute = f' lang="{escape(language)}"' if language else ""
    body = _PUBLISHER.sub("", markup)
    text = (
        f'<!DOCTYPE html><html{attribute}><head><meta charset="utf-8">{told}</head>'
        f"<body><article>{heading}{body}</article></body></html>"
    )
    return Document(data=text.encode("utf-8", "replace"), source=source, media_type="text/html", charset="utf-8")


def paragraphs(text: str) -> str:
    """HTML of plain text: an empty line parts paragraphs."""
    parts = re.split(r"\n\s*\n", text.strip())
    return "".join(f"<p>{escape(part.strip())}</p>" for part in parts if part.strip())


def digest(*parts: str | bytes) -> str:
    found = sha256()
    for part in parts:
        found.update(part if isinstance(part, bytes) else part.encode("utf-8", "replace"))
        found.update(b"\0")
    return found.hexdigest()
