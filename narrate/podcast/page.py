"""A podcast's web pages: every episode with a player, its files and where it comes from, the newest first.

    page(show, episodes) -> {"page-1.html": bytes, ..., "index.html": bytes}

They hold all that they need but cover and sound, load nothing from elsewhere, and work without scripts too.
"""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from hashlib import sha256
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING
from urllib.parse import quote

from narrate.podcast import addresses, notes, opds
from narrate.podcast.show import CATALOGUE, FEED, PAGE

if TYPE_CHECKING:
    from narrate.podcast.show import Episode, Show

SIZE = 100
"""Episodes of an older page; the first one has up to twice as many."""
TRANSCRIPTS = ("html", "txt", "md", "vtt", "srt")
"""Formats that people can read, the best first."""
TOLD = ("none", "unheard")
"""Labels that the script says."""
_SLOT = re.compile(r"\{\{(\w+)\}\}")
_JSON = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&"}
_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
Words = Mapping[str, str]


def page(show: Show, episodes: Sequence[Episode]) -> dict[str, bytes]:
    """The pages by name, to be written in this order.

    Older episodes are on pages of `SIZE`, the first one the oldest: when episodes are added, a page does not change but
    for its link to a newer one.
    """
    pages = notes.paged(notes.newest_first(episodes), SIZE)
    books = any(map(notes.book, episodes))
    return {_name(number): _written(show, told, number, len(pages) - 1, books) for number, told in pages}


def _name(number: int) -> str:
    """What the page of a number is called; 0 is the newest."""
    return PAGE if number == 0 else f"page-{number}.html"


def _written(show: Show, episodes: Sequence[Episode], number: int, older: int, books: bool) -> bytes:
    words = notes.labels(show.language)
    css, js = _text("page.css"), _text("page.js")
    slots = {
        **{name: escape(label) for name, label in words.items()},
        "policy": _policy(css, js),
        "language": _attribute("lang", show.language),
        "title": escape(notes.line(show.title)),
        "suffix": escape(f" – {words['page'].format(number=number)}") if number else "",
        "about": escape(notes.line(notes.about(show))),
        "description": _paragraphs(notes.about(show)),
        "catalogue": f'<link rel="alternate" type="{opds.TYPE}" href="{CATALOGUE}">\n' if books else "",
        "cover": _relative(show.cover),
        "address": escape(addresses.of(show.base, FEED)),
        "links": _links(show, words),
        "heading": escape(words["page"].format(number=number) if number else words["episodes"]),
        "episodes": "\n".join(_episode(one, show, words) for one in episodes) or f"<p>{escape(words['empty'])}</p>",
        "pages": _pages(number, older, words),
        "labels": json.dumps({name: words[name] for name in TOLD}, ensure_ascii=False).translate(_JSON),
        "css": css,
        "js": js,
    }
    return _SLOT.sub(lambda slot: slots[slot[1]], _text("page.html")).encode("utf-8", "replace")


def _links(show: Show, words: Words) -> str:
    """Where else to go: the podcast's own site, and where it may be supported."""
    named = [(words["website"], show.link), *((said, where) for where, said in show.funding)]
    found = [(notes.line(said), addresses.web(where)) for said, where in named if addresses.web(where)]
    items = (
        f'<li><a href="{escape(where)}" rel="noopener noreferrer">{escape(said)}</a></li>' for said, where in found
    )
    return f'<ul class="files">{"".join(items)}</ul>' if found else ""


def _episode(episode: Episode, show: Show, words: Words) -> str:
    title = escape(notes.title(episode))
    own = episode.language or show.language
    language = _attribute("lang", own if own != words["ui"] else "")
    moment = notes.universal(episode.published)
    key = sha256(episode.guid.encode("utf-8", "replace")).hexdigest()[:16]
    when = f'<time datetime="{moment:%Y-%m-%dT%H:%MZ}">{escape(_day(moment.isoformat(), show.language))}</time>'
    by = "".join(f" · {escape(name)}" for name in map(notes.line, episode.authors) if name)
    source = _relative(episode.sound.name)
    return "\n".join(
        (
            "<article>",
            '<div class="about">',
            f'<h3 dir="auto"{language}>{title}</h3>',
            f'<p class="soft">{when} · {escape(_length(episode.seconds, words))}{by}</p>',
            f"<div{language}>{_paragraphs(episode.summary)}{_sources(episode)}</div>",
            "</div>",
            f'<audio controls preload="none" data-key="{key}" src="{source}"'
            f' aria-label="{escape(words["listen"].format(title=notes.title(episode)))}"></audio>',
            *_chapters(episode, words),
            f'<ul class="files">{"".join(_files(episode, words))}</ul>',
            "</article>",
        )
    )


def _files(episode: Episode, words: Words) -> Iterator[str]:
    """Links to the sound, a transcript, the book and the article, each told with the episode it is of."""
    also = dict(episode.also)
    transcript = next((also[name] for name in TRANSCRIPTS if name in also), None)
    named: list[tuple[str, str, str]] = [(words["download"], _relative(episode.sound.name), " download")]
    named += [(words["transcript"], _relative(transcript.name), "")] if transcript else []
    if book := notes.book(episode):
        named.append(("EPUB", _relative(book.name), " download"))
    if link := addresses.web(episode.link):
        named.append((words["article"], escape(link), ' rel="noopener noreferrer"'))
    for said, where, more in named:
        label = escape(f"{said}: {notes.title(episode)}")
        yield f'<li><a href="{where}"{more} aria-label="{label}">{escape(said)}</a></li>'


def _chapters(episode: Episode, words: Words) -> Iterator[str]:
    """Where the script shows the chapters, once somebody asks for them."""
    for name, file in episode.also:
        if name == "chapters":
            source = _relative(file.name)
            yield f'<details hidden data-src="{source}"><summary>{escape(words["chapters"])}</summary></details>'


def _sources(episode: Episode) -> str:
    """What a digest is made of."""
    return f"<ul>{''.join(map(notes.item, episode.sources))}</ul>" if episode.sources else ""


def _pages(number: int, older: int, words: Words) -> str:
    """Links to the page before and the page behind."""
    links = []
    if number:
        newer = number + 1 if number < older else 0
        links.append(f'<li><a href="{_name(newer)}" rel="prev">{escape(words["newer"])}</a></li>')
    behind = number - 1 if number else older
    if behind:
        links.append(f'<li><a href="{_name(behind)}" rel="next">{escape(words["older"])}</a></li>')
    return f'<nav aria-label="{escape(words["pages"])}"><ul>{"".join(links)}</ul></nav>' if links else ""


def _paragraphs(text: str) -> str:
    parts = (part.strip() for part in notes.clean(text).split("\n"))
    return "".join(f'<p dir="auto">{escape(part)}</p>' for part in parts if part)


def _day(published: str, language: str) -> str:
    """The day as the language writes it, or as computers do."""
    from narrate.text.phrases import date_line

    return date_line(published, language) or published[:10]


def _length(seconds: float, words: Words) -> str:
    hours, minutes = divmod(max(1, round(seconds / 60)), 60)
    return words["hours" if hours else "minutes"].format(hours=hours, minutes=minutes)


def _relative(name: str) -> str:
    """A file's address from the page, which lies beside the feed."""
    return quote(name.encode("utf-8", "ignore"), safe="/")


def _attribute(name: str, value: str) -> str:
    """An attribute with a blank before it; nothing for what is no language tag."""
    return f' {name}="{value}"' if _LANGUAGE.fullmatch(value) else ""


def _policy(css: str, js: str) -> str:
    """Only what lies beside the page is loaded, only what stands in it is run."""
    return (
        f"default-src 'none'; script-src '{_hash(js)}'; style-src '{_hash(css)}'; img-src 'self' data:; "
        "media-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'"
    )


@cache
def _text(name: str) -> str:
    """A file of this folder, with the ends of lines that browsers hash."""
    return (files(__package__) / name).read_text("utf-8").replace("\r\n", "\n")


@cache
def _hash(text: str) -> str:
    return "sha256-" + b64encode(sha256(text.encode()).digest()).decode()
