"""A book of an article's own: pages, overlays and sound from its blocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from narrate.model import Narration, Timeline
from narrate.outputs._archive import Archive, moment
from narrate.outputs._clock import milliseconds_up
from narrate.outputs._cut import Programme
from narrate.outputs._said import spoken, voices
from narrate.outputs.epub import MEDIA_TYPE, package
from narrate.outputs.epub.overlay import SMIL_TYPE, Clip, Par, begun, smil, tiled
from narrate.outputs.epub.package import Item, Line, Package
from narrate.outputs.epub.pages import Page, Passage, passages
from narrate.pictures import kind_of

FOLDER = "EPUB"
CONTAINER = """\
<?xml version="1.0" encoding="utf-8"?>
<container version="1.0" xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>
<rootfile full-path="EPUB/package.opf" media-type="application/oebps-package+xml"/>
</rootfiles></container>
"""
LONG = 20 * 60
"""Seconds of speech beyond which a page for each of the outermost headings is better than one for all."""


def write_book(narration: Narration, target: Path, *, words: bool) -> None:
    """Write an EPUB from a narration; see `outputs.epub.write`."""
    source = _own_book(narration)
    if source:
        from narrate.outputs.epub.kept import write_kept

        write_kept(narration, source, target, words=words)
    else:
        _Book(narration, target, words).write()


def _own_book(narration: Narration) -> Path | None:
    """The book that was narrated, if it is one whose pages can be kept; others are written anew."""
    from narrate.epubs import Epub
    from narrate.errors import SourceError
    from narrate.outputs.epub.upgrade import can_be_upgraded

    article = narration.script.article
    sources = {block.anchor.source for block in article.blocks if block.anchor.part}
    path = Path(article.source)
    if sources != {article.source} or path.suffix.lower() != ".epub" or "://" in article.source:
        return None
    try:
        book = Epub(path, article.source)
        return path if book.publication.version.startswith("3") or can_be_upgraded(book) else None
    except SourceError:
        return path  # what is wrong with it is told where it is to be written


@dataclass(frozen=True, slots=True)
class _Part:
    """A page with the stretch of the programme in which it sounds, in milliseconds."""

    number: int
    page: Page
    begin: int
    finish: int

    @property
    def name(self) -> str:
        return f"part{self.number}"

    def clips(self) -> list[Clip]:
        pars = tiled(self.page.pars, self.begin, self.finish)
        return [self.clip(par.ref, par.begin, par.finish, par) for par in pars]

    def clip(self, ref: str, begin: int, finish: int, par: Par | None = None) -> Clip:
        types = par.types if par else ()
        shift = self.begin
        return Clip(ref=ref, sound=f"{self.name}.mp3", begin=begin - shift, finish=finish - shift, types=types)


class _Book:
    def __init__(self, narration: Narration, target: Path, words: bool) -> None:
        self.narration, self.target, self.words = narration, target, words
        article = narration.script.article
        said = list(spoken(narration))
        self.language = article.language or next((one.sentence.language for one in said), "")
        self.article = replace(article, language=self.language)
        first = next((one.sentence.text for one in said), "")
        self.title = " ".join((article.title or first).split()) or "—"
        self.passages = list(passages(article.blocks, said))

    def write(self) -> None:
        programme = Programme(self.narration, self.target)
        parts = list(self._parts())
        items: list[Item] = []
        with Archive(self.target, moment(self.article.published)) as archive:
            archive.put("mimetype", MEDIA_TYPE, stored=True)
            archive.put("META-INF/container.xml", CONTAINER)
            items += self._cover(archive)
            for part in parts:
                items += self._part(archive, part, programme)
            items += self._navigation(archive, parts)
            archive.put(f"{FOLDER}/style.css", package.STYLE)
            items.append(Item(name="style.css", media_type="text/css", id="style"))
            archive.put(f"{FOLDER}/package.opf", self._package(items))

    def _package(self, items: list[Item]) -> str:
        told = Package(
            article=self.article, title=self.title, items=tuple(items), voices=voices(self.narration.timeline),
            pictured=self.narration.cover is not None,
        )  # fmt: skip
        return told.document()

    def _cover(self, archive: Archive) -> Iterator[Item]:
        cover = self.narration.cover
        found = kind_of(cover)
        if cover is None or found is None:
            return
        name = f"cover{found.suffix}"
        archive.put(f"{FOLDER}/{name}", cover, stored=True)
        yield Item(name=name, media_type=found.media_type, id="cover-image", properties="cover-image")
        archive.put(f"{FOLDER}/cover.xhtml", package.cover_page(self.title, self.language, name))
        yield Item(name="cover.xhtml", media_type="application/xhtml+xml", id="cover", read=True)

    def _parts(self) -> Iterator[_Part]:
        """The pages with their sound; together they are the whole programme."""
        timeline = self.narration.timeline
        pages: list[Page] = []
        source = ""
        for group in divided(self.passages, timeline):
            page = Page(language=self.language, rate=timeline.rate, words=self.words)
            page.fill(group)
            page.open_with(group, begins=not pages or _source(group) != source)
            source = _source(group)
            pages.append(page)
        edges = list(_edges(pages, timeline))
        for number, page in enumerate(pages):
            yield _Part(number + 1, page, edges[number], edges[number + 1])

    def _part(self, archive: Archive, part: _Part, programme: Programme) -> Iterator[Item]:
        title = part.page.entries[0].text if part.page.entries else self.title
        text = package.page(title, self.language, "".join(part.page.lines))
        archive.put(f"{FOLDER}/{part.name}.xhtml", text)
        clips = part.clips()
        overlay = f"{part.name}-overlay" if clips else ""
        page = f"{part.name}.xhtml"
        yield Item(name=page, media_type="application/xhtml+xml", id=part.name, overlay=overlay, read=True)
        if not clips:
            return
        archive.put(f"{FOLDER}/{part.name}.smil", smil(page, clips))
        length = sum(clip.length for clip in clips)
        yield Item(name=f"{part.name}.smil", media_type=SMIL_TYPE, id=overlay, length=length)
        with programme.mp3(part.begin, part.finish) as sound:
            archive.copy(f"{FOLDER}/{part.name}.mp3", sound.frames, head=sound.head)
        yield Item(name=f"{part.name}.mp3", media_type="audio/mpeg", id=f"{part.name}-sound")

    def _navigation(self, archive: Archive, parts: list[_Part]) -> Iterator[Item]:
        """The table of contents, each of its lines spoken as the heading that it leads to."""
        lines: list[Line] = []
        for part in parts:
            for entry in part.page.entries:
                spoken = entry.finish > entry.begin
                clip = part.clip(f"toc{len(lines) + 1}", entry.begin, entry.finish) if spoken else None
                address = f"{part.name}.xhtml#{entry.ref}"
                lines.append(Line(text=entry.text, address=address, depth=entry.depth, clip=clip))
        lines = lines or [Line(text=self.title, address="part1.xhtml", depth=1)]
        clips = [line.clip for line in lines if line.clip]
        archive.put(f"{FOLDER}/nav.xhtml", package.navigation(self.title, self.language, lines, "part1.xhtml"))
        overlay = "nav-overlay" if clips else ""
        yield Item(name="nav.xhtml", media_type="application/xhtml+xml", id="nav", properties="nav", overlay=overlay)
        if clips:
            archive.put(f"{FOLDER}/nav.smil", smil("nav.xhtml", clips))
            yield Item(name="nav.smil", media_type=SMIL_TYPE, id=overlay, length=sum(clip.length for clip in clips))


def divided(found: list[Passage], timeline: Timeline) -> list[list[Passage]]:
    """The passages page by page: one for each article, and in a long one for each of the outermost headings.

    An article begins with its title, or where another source does.
    """
    levels = [passage.block.level for passage in found if passage.block.kind == "heading"]
    outermost = min(levels, default=0) if timeline.seconds(timeline.length) > LONG else None
    pages: list[list[Passage]] = [[]]
    source = found[0].block.anchor.source if found else ""
    for passage in found:
        block = passage.block
        begins = block.kind == "title" or (block.kind == "heading" and block.level == outermost)
        begins = begins or block.anchor.source != source
        source = block.anchor.source
        if begins and any(one.said for one in pages[-1]):
            pages.append([])
        pages[-1].append(passage)
    return pages


def _source(group: list[Passage]) -> str:
    return next((passage.block.anchor.source for passage in group), "")


def _edges(pages: Iterable[Page], timeline: Timeline) -> Iterator[int]:
    """Where each page's sound begins, in milliseconds, and where the last one's ends."""
    last, ended = 0, 0
    yield 0
    for number, page in enumerate(pages):
        if number:
            first = page.pars[0].begin if page.pars else ended
            last = max(last, begun(first, ended))
            yield last
        ended = max([ended, *(par.finish for par in page.pars)])
    yield milliseconds_up(timeline.length, timeline.rate)
