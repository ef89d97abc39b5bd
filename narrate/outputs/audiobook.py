"""W3C audiobook: an MP3 a chapter with a manifest and a table of contents, packed into one file.

The manifest is that of https://www.w3.org/TR/audiobooks/, the package of https://www.w3.org/TR/lpf/.
"""

from __future__ import annotations

import json
from html import escape
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from narrate.outputs import MP3_LOSS, OutputInfo

if TYPE_CHECKING:
    from narrate.model import Article, Narration
    from narrate.pictures import Picture

INFO = OutputInfo(
    name="audiobook",
    summary="W3C audiobook: MP3 chapters with their contents, for Thorium and other readers",
    suffix=".lpf",
    media_type="application/lpf+zip",
    master=True,
    loss=MP3_LOSS,
)
CONTEXT = ["https://schema.org", "https://www.w3.org/ns/pub-context"]
PROFILE = "https://www.w3.org/TR/audiobooks/"


class _Chapter(NamedTuple):
    """A chapter, in milliseconds of the programme."""

    name: str
    title: str
    begin: int
    finish: int


def write(narration: Narration, target: Path) -> None:
    """Write an audiobook; raises `OutputError` when there is no sound."""
    from narrate.outputs._archive import Archive, moment
    from narrate.outputs._cut import Programme
    from narrate.pictures import kind_of

    article, chapters = narration.script.article, _chapters(narration)
    programme = Programme(narration, target)
    picture = kind_of(narration.cover)
    with Archive(target, moment(article.published)) as archive:
        archive.put("publication.json", _manifest(narration, chapters, picture))
        archive.put("index.html", _contents(article, chapters))
        if picture and narration.cover:
            archive.put(f"cover{picture.suffix}", narration.cover, stored=True)
        for chapter in chapters:
            with programme.mp3(chapter.begin, chapter.finish) as sound:
                archive.copy(chapter.name, sound.frames, head=sound.head)


def _chapters(narration: Narration) -> list[_Chapter]:
    """The timeline's chapters, or one that is all; cut at whole milliseconds."""
    from narrate.outputs._clock import milliseconds, milliseconds_up

    timeline, title = narration.timeline, _title(narration.script.article)
    titles = [chapter.title for chapter in timeline.chapters] or [title]
    edges = [0, *(milliseconds(chapter.begin, timeline.rate) for chapter in timeline.chapters[1:])]
    edges.append(milliseconds_up(timeline.length, timeline.rate))
    width = len(str(len(titles)))
    return [
        _Chapter(f"{number:0{width}}.mp3", told, begin, finish)
        for number, (told, (begin, finish)) in enumerate(zip(titles, pairwise(edges), strict=True), 1)
        if begin < finish
    ]


def _title(article: Article) -> str:
    first = next((block.text for block in article.blocks), "")
    return " ".join((article.title or first).split()) or "—"


def _manifest(narration: Narration, chapters: list[_Chapter], picture: Picture | None) -> str:
    from narrate.outputs._said import voices

    article = narration.script.article
    resources = [{"url": "index.html", "encodingFormat": "text/html", "rel": "contents", "type": "LinkedResource"}]
    if picture:
        told_of = {"url": f"cover{picture.suffix}", "encodingFormat": picture.media_type}
        resources.append({**told_of, "rel": "cover", "name": _title(article)})
    told: dict[str, Any] = {
        "@context": CONTEXT,
        "conformsTo": PROFILE,
        "type": "Audiobook",
        "name": _title(article),
        "author": list(article.authors),
        "readBy": list(voices(narration.timeline)),
        "publisher": article.site,
        "datePublished": article.published,
        "inLanguage": article.language,
        "url": article.source if "://" in article.source else "",
        "abridged": False,
        "accessMode": ["auditory"],
        "accessModeSufficient": [{"type": "ItemList", "itemListElement": ["auditory"]}],
        "accessibilityFeature": ["tableOfContents", "readingOrder"],
        "accessibilityHazard": ["none"],
        "duration": _duration(sum(chapter.finish - chapter.begin for chapter in chapters)),
        "readingOrder": [
            {
                "type": "LinkedResource",
                "url": chapter.name,
                "encodingFormat": "audio/mpeg",
                "name": chapter.title,
                "duration": _duration(chapter.finish - chapter.begin),
            }
            for chapter in chapters
        ],
        "resources": resources,
    }
    known = {name: value for name, value in told.items() if value not in ("", [])}
    return json.dumps(known, indent=1, ensure_ascii=True) + "\n"


def _duration(milliseconds: int) -> str:
    """ISO 8601, in seconds."""
    return f"PT{milliseconds // 1000}.{milliseconds % 1000:03}S"


def _contents(article: Article, chapters: list[_Chapter]) -> str:
    """The page that a browser shows, with the table of contents."""
    title, language = escape(_title(article)), escape(article.language or "und")
    lines = "".join(f'<li><a href="{chapter.name}">{escape(chapter.title)}</a></li>\n' for chapter in chapters)
    page = (
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n<title>{title}</title>\n'
        '<link rel="publication" href="publication.json">\n</head>\n<body>\n'
        f'<h1>{title}</h1>\n<nav role="doc-toc">\n<ol>\n{lines}</ol>\n</nav>\n</body>\n</html>\n'
    )
    return page.encode("utf-8", "replace").decode()
