"""What a book says of itself: package document, navigation, cover page, style sheet."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from narrate.model import Article, shown
from narrate.outputs._archive import day_of
from narrate.outputs.epub.markup import attribute, content, direction, tag
from narrate.outputs.epub.overlay import SMIL_TYPE, Clip, clock

ACTIVE, PLAYING = "-epub-media-overlay-active", "-epub-media-overlay-playing"
"""Classes that a reading system gives to what is spoken, and to the whole page meanwhile."""
HIGHLIGHT = {"light": ("#1a1a1a", "#ffe9a8"), "dark": ("#ffffff", "#5c3d00")}
"""Letters and ground of what is spoken."""
NAMESPACE = uuid.UUID("0f1c1f2e-8d0b-5b67-9a55-6f1f4f0b6c1d")
"""Of the books' identifiers; chosen once."""
CONFORMS = "EPUB Accessibility 1.1 - WCAG 2.1 Level AA"

HIGHLIGHT_STYLE = f"""\
.{ACTIVE} {{ color: {HIGHLIGHT["light"][0]}; background-color: {HIGHLIGHT["light"][1]}; }}
@media (prefers-color-scheme: dark) {{
  .{ACTIVE} {{ color: {HIGHLIGHT["dark"][0]}; background-color: {HIGHLIGHT["dark"][1]}; }}
}}
img.{ACTIVE}, svg.{ACTIVE} {{ outline: 0.25em solid {HIGHLIGHT["light"][1]}; }}
.{PLAYING} {{ cursor: default; }}
"""
STYLE = f"""\
body {{ line-height: 1.5; margin: 0 5%; }}
h1, h2, h3, h4, h5, h6 {{ line-height: 1.2; text-align: start; }}
p {{ margin: 0 0 0.8em; }}
.byline, .date, .caption, .figure {{ font-size: 0.9em; }}
pre {{ white-space: pre-wrap; }}
table {{ border-collapse: collapse; margin: 0 0 0.8em; }}
th, td {{ border: 1px solid; padding: 0.2em 0.5em; text-align: start; }}
ol.marked, nav ol, li.inner {{ list-style-type: none; }}
.cover {{ margin: 0; text-align: center; }}
.cover img {{ max-width: 100%; max-height: 95vh; }}
{HIGHLIGHT_STYLE}"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """A file of the book."""

    name: str
    media_type: str
    id: str
    properties: str = ""
    overlay: str = ""
    """The id of the overlay that makes it sound."""
    read: bool = False
    """Whether it is in the reading order."""
    length: int = 0
    """Milliseconds, for an overlay."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A line of the table of contents with the address it leads to."""

    text: str
    address: str
    depth: int
    clip: Clip | None = None


def identifier(article: Article) -> str:
    """The same for the same text from the same place."""
    told = hashlib.sha256("\n".join(block.text for block in article.blocks).encode("utf-8", "replace")).hexdigest()
    return f"urn:uuid:{uuid.uuid5(NAMESPACE, f'{shown(article.source)} {told}')}"


def page(title: str, language: str, body: str, *, kind: str = "") -> str:
    """An XHTML document."""
    told = tag(language)
    start = f'<body epub:type="{kind}">' if kind else "<body>"
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE html>\n'
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops" '
        f'xml:lang="{told}" lang="{told}" dir="{direction(language)}">\n<head>\n<meta charset="utf-8"/>\n'
        f"<title>{content(title)}</title>\n"
        f'<link rel="stylesheet" type="text/css" href="style.css"/>\n</head>\n{start}\n{body}</body>\n</html>\n'
    )


def cover_page(title: str, language: str, picture: str) -> str:
    body = f'<div class="cover"><img src="{attribute(picture)}" alt="{attribute(title)}" role="doc-cover"/></div>\n'
    return page(title, language, body, kind="cover")


def navigation(title: str, language: str, lines: list[Line], start: str) -> str:
    """The table of contents, nested as the headings are; its lines have the ids `toc1`, `toc2`, ..."""
    body = (
        f'<nav epub:type="toc" role="doc-toc" id="toc" aria-labelledby="toc0">\n<h1 id="toc0">{content(title)}</h1>\n'
    )
    body += "".join(_listed(lines)) + "</nav>\n"
    body += (
        '<nav epub:type="landmarks" hidden="hidden" id="landmarks"><ol><li>'
        f'<a epub:type="bodymatter" href="{attribute(start)}">{content(title)}</a></li></ol></nav>\n'
    )
    return page(title, language, body)


def _listed(lines: list[Line]) -> Iterator[str]:
    levels: list[int] = []
    for number, line in enumerate(lines, 1):
        if levels and line.depth > levels[-1]:
            yield "\n<ol>\n"
            levels.append(line.depth)
        elif levels:
            yield "</li>\n"
            while len(levels) > 1 and levels[-2] >= line.depth:
                levels.pop()
                yield "</ol></li>\n"
        else:
            yield "<ol>\n"
            levels.append(line.depth)
        yield f'<li><a id="toc{number}" href="{attribute(line.address)}">{content(line.text)}</a>'
    yield "</li>\n" + "</ol></li>\n" * (len(levels) - 1) + "</ol>\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Package:
    """What the package document tells."""

    article: Article
    title: str
    items: tuple[Item, ...]
    voices: tuple[str, ...]
    pictured: bool

    def document(self) -> str:
        language = tag(self.article.language)
        turned = ' page-progression-direction="rtl"' if direction(language) == "rtl" else ""
        return (
            '<?xml version="1.0" encoding="utf-8"?>\n<package xmlns="http://www.idpf.org/2007/opf" version="3.0" '
            f'unique-identifier="id" xml:lang="{language}" dir="{direction(language)}">\n'
            '<metadata xmlns:dc="http://purl.org/dc/elements/1.1/">\n'
            + "".join(f"{line}\n" for line in (*self._described(language), *self._accessible(), *self._timed()))
            + "</metadata>\n<manifest>\n"
            + "".join(map(_item, self.items))
            + f"</manifest>\n<spine{turned}>\n"
            + "".join(f'<itemref idref="{item.id}"/>\n' for item in self.items if item.read)
            + "</spine>\n</package>\n"
        )

    def _described(self, language: str) -> Iterator[str]:
        article = self.article
        yield f'<dc:identifier id="id">{identifier(article)}</dc:identifier>'
        yield f"<dc:title>{content(self.title)}</dc:title>"
        yield f"<dc:language>{language}</dc:language>"
        for number, name in enumerate(filter(str.strip, article.authors), 1):
            yield f'<dc:creator id="by{number}">{content(name)}</dc:creator>'
            yield f'<meta refines="#by{number}" property="role" scheme="marc:relators">aut</meta>'
        if article.site.strip():
            yield f"<dc:publisher>{content(article.site)}</dc:publisher>"
        if "://" in article.source:
            yield f"<dc:source>{content(article.source)}</dc:source>"
        day = day_of(article.published)
        if day:
            yield f"<dc:date>{day}</dc:date>"
        yield f'<meta property="dcterms:modified">{day or "1980-01-01"}T00:00:00Z</meta>'

    def _accessible(self) -> Iterator[str]:
        features = ["synchronizedAudioText", "tableOfContents", "structuralNavigation", "readingOrder",
                    "displayTransformability"]  # fmt: skip
        modes = ["textual", "auditory"]
        if self.pictured:
            features.append("alternativeText")
            modes.append("visual")
        yield from (_meta("schema:accessMode", mode) for mode in modes)
        sufficient = ("textual,auditory", "textual", "auditory")
        yield from (_meta("schema:accessModeSufficient", mode) for mode in sufficient)
        yield from (_meta("schema:accessibilityFeature", feature) for feature in features)
        yield _meta("schema:accessibilityHazard", "none")
        summary = (
            "The text is spoken throughout by a synthetic voice and highlighted meanwhile. Headings, lists, tables "
            "and notes are marked as such, and the table of contents is spoken too."
        )
        yield f'<meta property="schema:accessibilitySummary" xml:lang="en">{summary}</meta>'
        yield f'<meta property="dcterms:conformsTo" id="conforms">{CONFORMS}</meta>'
        yield '<meta property="a11y:certifiedBy" refines="#conforms">Narrate</meta>'

    def _timed(self) -> Iterator[str]:
        yield from timed_items(self.items)
        yield from (_meta("media:narrator", voice) for voice in self.voices)


def timed_items(items: Iterable[Item]) -> Iterator[str]:
    """How long each overlay is, and all of them; what a reading system highlights with."""
    overlays = [item for item in items if item.media_type == SMIL_TYPE]
    for item in overlays:
        yield f'<meta property="media:duration" refines="#{item.id}">{clock(item.length)}</meta>'
    yield _meta("media:duration", clock(sum(item.length for item in overlays)))
    yield _meta("media:active-class", ACTIVE)
    yield _meta("media:playback-active-class", PLAYING)


def _meta(name: str, text: str) -> str:
    return f'<meta property="{name}">{content(text)}</meta>'


def _item(item: Item) -> str:
    told = {"properties": item.properties, "media-overlay": item.overlay}
    more = "".join(f' {name}="{value}"' for name, value in told.items() if value)
    return f'<item id="{item.id}" href="{attribute(item.name)}" media-type="{item.media_type}"{more}/>\n'
