"""The whole page: its template filled in, in the article's language where there are labels in it."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from hashlib import sha256
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

from narrate.outputs._page.article import Spoken, language_of, written
from narrate.outputs._page.markup import attribute, direction, plain
from narrate.pictures import kind_of
from narrate.text.language import primary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from narrate.model import Article, Narration, Timeline

SLOT = re.compile(r"\{\{(\w+)\}\}")
ADDRESS = re.compile(r"https?://[^\s\"<>]+", re.IGNORECASE)
"""What may become a link; nothing that a browser would run."""
JSON_ESCAPES = {ord(character): f"\\u{ord(character):04x}" for character in "<>&"}
"""Within JSON these stand in texts only, and would end its element."""


def picture(narration: Narration) -> str:
    """The article's picture as an address that holds it; "" where there is none that browsers show."""
    kind = kind_of(narration.cover)
    return f"data:{kind.media_type};base64,{b64encode(narration.cover).decode()}" if kind and narration.cover else ""


def halves(narration: Narration, allowed: str, picture: str = "") -> tuple[bytes, bytes]:
    """The page before and behind the sound's address; `allowed` is where the policy lets sound come from, and a picture
    with an address of its own.
    """
    article = narration.script.article
    language = language_of(narration)
    labels = _labels(language)
    body, spoken = written(narration, labels)
    css, js = _text("page.css"), _text("player.js")
    seconds = narration.timeline.length / narration.timeline.rate
    slots = {
        **{name: escape(label) for name, label in labels.items()},
        "ui": labels["language"],
        "policy": _policy(
            css, js, allowed, "data:" if not picture or picture.startswith("data:") else f"data: {allowed}"
        ),
        "language": attribute("lang", language),
        "direction": attribute("dir", direction(block.text for block in article.blocks)),
        "title": escape(plain(_title(article))),
        "cover": _cover(picture, article, labels),
        "article": body,
        "source": _source(article, labels),
        "seconds": str(round(seconds)),
        "total": _clock(seconds),
        "timings": _timings(body, spoken, narration.timeline, article, labels),
        "css": css,
        "js": js,
    }
    head, _, tail = _text("page.html").partition("{{sound}}")
    return _filled(head, slots), _filled(tail, slots)


def _filled(template: str, slots: Mapping[str, str]) -> bytes:
    """Each slot is filled once: what looks like one in the article stays."""
    return SLOT.sub(lambda slot: slots[slot[1]], template).encode("utf-8", "replace")


def _text(name: str) -> str:
    """A file of this folder, with the ends of lines that browsers hash."""
    return (files(__package__) / name).read_text("utf-8").replace("\r\n", "\n")


def _labels(language: str) -> dict[str, str]:
    every = json.loads(_text("labels.json"))
    own = primary(language)
    own = own if own in every else "en"
    return {**every[own], "language": own}


def _policy(css: str, js: str, allowed: str, pictures: str) -> str:
    """Nothing is loaded or run but what this page brings; `blob:` is the sound that it holds."""
    return (
        f"default-src 'none'; script-src '{_hash(js)}'; style-src '{_hash(css)}'; img-src {pictures}; "
        f"media-src {allowed} blob:; base-uri 'none'; form-action 'none'"
    )


def _hash(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()


def _cover(picture: str, article: Article, labels: Mapping[str, str]) -> str:
    """The article's picture; nobody says what it shows, so its text says what it belongs to."""
    text = f"{labels['picture']} {' '.join(article.title.split()) or labels['article']}"
    return f'<p class="cover"><img src="{escape(picture)}"{attribute("alt", text)}></p>' if picture else ""


def _title(article: Article) -> str:
    return " ".join(article.title.split()) or article.source or "Narrate"


def _source(article: Article, labels: Mapping[str, str]) -> str:
    """A link to where the article came from, if that is an address of the web."""
    if not ADDRESS.fullmatch(article.source):
        return ""
    link = f'<a href="{escape(article.source)}" rel="noopener noreferrer">{escape(article.source)}</a>'
    return f"<footer><p>{escape(labels['source'])}: {link}</p></footer>"


def _clock(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def _timings(
    body: str, spoken: tuple[Spoken, ...], timeline: Timeline, article: Article, labels: Mapping[str, str]
) -> str:
    """Sentences as [begin, end, importance, [begin of each word, from the sentence's]], in milliseconds."""
    rate = timeline.rate

    def milliseconds(samples: int) -> int:
        return round(samples * 1000 / rate)

    sentences = [
        [
            milliseconds(one.begin),
            milliseconds(one.finish),
            int(one.important),
            [milliseconds(begin) - milliseconds(one.begin) for begin in one.words],
        ]
        for one in spoken
    ]
    told = ("play", "pause", "of", "rate", "ended", "unheard")
    data = {
        "name": sha256(f"{body}{sentences}".encode("utf-8", "replace")).hexdigest()[:16],
        "title": plain(_title(article)),
        "author": plain(", ".join(article.authors)),
        "site": plain(article.site),
        "labels": {name: labels[name] for name in told},
        "sentences": sentences,
    }
    return json.dumps(data, separators=(",", ":")).translate(JSON_ESCAPES)
