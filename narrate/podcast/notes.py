"""Texts as feeds, pages and catalogues hold them: without what XML forbids, on one line, or as simple HTML."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from functools import cache
from html import escape
from importlib.resources import files
from typing import TYPE_CHECKING

from narrate.podcast import addresses

if TYPE_CHECKING:
    from collections.abc import Mapping

    from narrate.podcast.show import Episode, File, Show

EPUB = "application/epub+zip"

_FORBIDDEN = dict.fromkeys(
    (
        *range(9), 11, 12, *range(14, 32), *range(0x7F, 0xA0), *range(0xD800, 0xE000), *range(0xFDD0, 0xFDF0),
        *(plane << 16 | low for plane in range(17) for low in (0xFFFE, 0xFFFF)),
    )
)  # fmt: skip
"""Controls, halves of characters and what is no character: not in XML 1.0, or of no use in it and faults in HTML."""

_MARKUP = re.compile(r"<(?=[A-Za-z/!?])|&(?=#?\w+;)")


def clean(text: str) -> str:
    """The text without characters that no feed or page may hold; lines end alike."""
    if text.isascii() and text.isprintable():
        return text
    return text.replace("\r\n", "\n").replace("\r", "\n").translate(_FORBIDDEN)


def line(text: str) -> str:
    """On one line, no blank doubled."""
    return " ".join(clean(text.replace("\x0b", " ").replace("\x0c", " ")).split())


def title(episode: Episode) -> str:
    """What an episode is called; never empty."""
    return line(episode.title) or addresses.web(episode.link) or episode.sound.name.rpartition("/")[2]


def about(show: Show) -> str:
    """What the podcast says of itself; never empty."""
    return clean(show.description).strip() or labels(show.language)["about"].format(title=line(show.title))


def described(episode: Episode) -> str:
    """What an episode is about, as plain text; never empty: its sources or its title where there is no summary."""
    listed = "\n".join(line(name) or where for name, where in episode.sources)
    return clean(episode.summary).strip() or listed or title(episode)


def harmless(text: str) -> str:
    """Plain text for a field that some readers show as it is and others take for HTML: only what those would take for a
    tag or a character's name is escaped."""
    return _MARKUP.sub(lambda found: escape(found[0]), text)


def html(episode: Episode, words: Mapping[str, str]) -> str:
    """The notes of an episode: what it is about, where it comes from, what it is made of."""
    return "\n".join(_parts(episode, words))


def _parts(episode: Episode, words: Mapping[str, str]) -> Iterator[str]:
    for paragraph in clean(episode.summary).split("\n"):
        if paragraph.strip():
            yield f"<p>{escape(paragraph.strip(), quote=False)}</p>"
    if episode.sources:
        yield f"<ul>{''.join(map(item, episode.sources))}</ul>"
    if link := addresses.web(episode.link):
        yield f'<p><a href="{escape(link)}">{escape(words["article"])}</a></p>'
    if not (episode.summary.strip() or episode.sources or link):
        yield f"<p>{escape(title(episode), quote=False)}</p>"


def item(source: tuple[str, str]) -> str:
    link = addresses.web(source[1])
    name = escape(line(source[0]) or link, quote=False)
    return f'<li><a href="{escape(link)}">{name}</a></li>' if link else f"<li>{name}</li>"


@cache
def _every() -> dict[str, dict[str, str]]:
    found: dict[str, dict[str, str]] = json.loads((files(__package__) / "labels.json").read_text("utf-8"))
    return found


def labels(language: str) -> dict[str, str]:
    """The words of our own in a language, English ones where we have none; `ui` is the language they are in."""
    own = language.partition("-")[0].lower()
    own = own if own in _every() else "en"
    return {**_every()[own], "ui": own}


def universal(moment: datetime) -> datetime:
    """A moment in universal time; one without a time zone is taken to be."""
    try:
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except OverflowError:  # within a day of the first or last one that there is
        return moment.replace(tzinfo=UTC)


def newest_first(episodes: Sequence[Episode]) -> list[Episode]:
    """By the date of publication, those of the same moment by their guid."""
    return sorted(sorted(episodes, key=lambda one: one.guid), key=lambda one: universal(one.published), reverse=True)


def latest(episode: Episode) -> datetime:
    """When it was published or, if later told so, updated."""
    return universal(episode.updated or episode.published)


def paged(ordered: list[Episode], size: int) -> list[tuple[int, list[Episode]]]:
    """Episodes, newest first, on pages with their numbers: 1 has the `size` oldest and so on, 0 has the newest ones, up
    to twice as many, and comes last. A page that is full stays as it is when episodes are added."""
    older = max(0, len(ordered) // size - 1)
    ends = [len(ordered) - number * size for number in range(older + 1)]
    pages = [(number + 1, ordered[end - size : end]) for number, end in enumerate(ends[:-1])]
    return [*pages, (0, ordered[: ends[-1]])]


def book(episode: Episode) -> File | None:
    """An episode's book, if it has one."""
    return next((file for _, file in episode.also if file.media_type == EPUB), None)


def changed(episodes: Sequence[Episode]) -> datetime | None:
    """When the newest of some episodes was published or updated; None where there are none."""
    return max(map(latest, episodes), default=None)
