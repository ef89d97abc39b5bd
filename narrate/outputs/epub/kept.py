"""A book that was narrated, made to speak: its own pages, styles, pictures and order, with spans and sound."""

from __future__ import annotations

import posixpath
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from narrate.epubs import Epub, Item
from narrate.errors import OutputError, SourceError
from narrate.model import Cue, Narration
from narrate.outputs._archive import Archive
from narrate.outputs._clock import milliseconds, milliseconds_up
from narrate.outputs._cut import Programme
from narrate.outputs.epub import kept_package as package
from narrate.outputs.epub.contents import Heard, Spoken, lines
from narrate.outputs.epub.kept_access import access
from narrate.outputs.epub.match import Found, Matcher
from narrate.outputs.epub.overlay import Clip, Par, begun, smil, tiled
from narrate.outputs.epub.scan import Element, Scan, scanned
from narrate.outputs.epub.spans import Marked, runs
from narrate.outputs.epub.upgrade import upgrade
from narrate.words import timed

LEAST = 0.5
"""Share of the spoken letters that must be found in the book: with less it is another one by now."""
GONE = "put the book back where it was, or narrate it once more"


@dataclass(slots=True)
class _Stretch:
    """Neighbouring cues of one document, and the milliseconds of the programme that are its sound."""

    document: str
    cues: list[Cue]
    begin: int = 0
    finish: int = 0
    sound: str = ""
    pars: list[tuple[int, Par]] = field(default_factory=list)
    """What sounds, each with the first of its signs."""
    found: list[tuple[int, Cue]] = field(default_factory=list)
    """The first sign of each sentence that is in the document."""


def write_kept(narration: Narration, source: Path, target: Path, *, words: bool) -> None:
    """Write the book `source` again with its narration; raises `OutputError` when it is gone or another one."""
    try:
        book = Epub(source, str(source))
    except SourceError as error:
        hint = error.hint if source.is_file() else GONE
        message = f"the book can't be had again: {error.message}" if source.is_file() else "the book is gone"
        raise OutputError(message, place=error.place, hint=hint) from error
    if any(item.overlay for item in book.publication.items):
        raise OutputError(
            "this book speaks already", place=str(source), hint="make a sound file of it, with --format mp3 or m4b"
        )
    try:
        if not book.publication.version.startswith("3"):
            upgrade(book)
        _Kept(narration, book, target, words).write()
    except SourceError as error:
        raise OutputError(error.message, place=error.place, hint=error.hint) from error


class _Kept:
    def __init__(self, narration: Narration, book: Epub, target: Path, words: bool) -> None:
        self.narration, self.book, self.target, self.words = narration, book, target, words
        self.rate = narration.timeline.rate
        told = book.publication
        self.base = posixpath.dirname(told.opf)
        taken = {name.split("/")[0] for item in told.items for name in [posixpath.relpath(item.name, self.base or ".")]}
        self.folder = next(name for name in _names("narration") if name not in taken)
        self.documents = {item.name: item for item in told.spine}
        self.added: list[package.Added] = []
        self.changed = dict(book.changed)

    def write(self) -> None:
        programme = Programme(self.narration, self.target)
        stretches = list(self._stretches())
        pages = {name: self._scan(name) for name in dict.fromkeys(one.document for one in stretches)}
        marked = {name: Marked(scan) for name, scan in pages.items()}
        self._find(stretches, marked)
        with Archive(self.target) as archive:
            archive.put("mimetype", "application/epub+zip", stored=True)
            spoken = Spoken(pages)
            self._sounds(archive, stretches, programme, spoken)
            overlays = self._overlays(stretches, marked)
            overlays += self._contents(spoken)
            for name, text in overlays:
                archive.put(name, text)
            archive.put(self._path("highlight.css"), package.HIGHLIGHT_STYLE)
            self.added.append(package.Added(self._path("highlight.css"), "text/css"))
            for name, page in marked.items():
                page.styled(package.link(name, self._path("highlight.css")))
                self.changed[name] = page.bytes()
            opf = self.book.publication.opf
            self.changed[opf] = package.spoken(self.book.xml(opf), opf, self.added, self.narration, access(self.book))
            self._others(archive)

    def _path(self, name: str) -> str:
        return posixpath.join(self.base, self.folder, name)

    def _stretches(self) -> Iterator[_Stretch]:
        """The programme by documents; what stands in none of them, as a title that only the package tells, is in the
        stretch before it."""
        last: _Stretch | None = None
        for cue in self.narration.timeline.cues:
            part = cue.sentence.block.anchor.part
            if part not in self.documents:
                continue
            if last is None or last.document != part:
                if last:
                    yield last
                last = _Stretch(part, [])
            last.cues.append(cue)
        if last:
            yield last

    def _scan(self, name: str) -> Scan:
        data = self.book.read(name)
        try:
            return scanned(data)
        except ValueError:
            return scanned(package.mended(self.book, name))

    def _find(self, stretches: list[_Stretch], marked: dict[str, Marked]) -> None:
        """Put spans around what is spoken and note when each sounds; raises `OutputError` when too little is there."""
        matchers = {name: Matcher(page.scan) for name, page in marked.items()}
        whole = seen = 0
        for stretch in stretches:
            for cue in stretch.cues:
                page = marked[stretch.document]
                place = matchers[stretch.document].place(cue.sentence.block)
                if isinstance(place, Element):
                    pars = self._shown(cue, place, page, stretch.pars)
                else:
                    pars = list(self._pars(cue, place, page)) if place else []
                    stretch.found += [(pars[0][0], cue)] if pars else []
                stretch.pars += pars
                whole += len(cue.sentence.text)
                seen += len(cue.sentence.text) if pars or isinstance(place, Element) else 0
        if not stretches or seen < LEAST * whole:
            raise OutputError("the book is not the one that was narrated", place=self.book.place, hint=GONE)
        self._edges([one for one in stretches if one.pars])

    def _shown(self, cue: Cue, picture: Element, page: Marked, before: list[tuple[int, Par]]) -> list[tuple[int, Par]]:
        """A picture that sounds as what it shows, through all sentences of that.

        One amid a paragraph has no clip: it is told behind words that stand behind it, and clips go as the text does.
        """
        ref = page.ref(picture)
        if before and (before[-1][1].ref == ref or picture.first <= before[-1][0]):
            return []
        par = Par(
            ref=ref, begin=milliseconds(cue.begin, self.rate), finish=milliseconds(cue.finish, self.rate),
            types=page.types(picture.parent),
        )  # fmt: skip
        return [(picture.first, par)]

    def _pars(self, cue: Cue, place: Found, page: Marked) -> Iterator[tuple[int, Par]]:
        """Spans for a sentence, or its words; one that needs several spans has a time for each, from its first word."""
        start = cue.sentence.start
        spoken = [
            (stretch, word)
            for word in timed(cue)
            if (stretch := place.stretch(start + word.start, start + word.end)) is not None
        ]
        sentence = place.stretch(start, cue.sentence.end)
        if sentence is None:
            return
        pieces = [(stretch, word.begin) for stretch, word in spoken] if self.words else [(sentence, cue.begin)]
        last = 0
        for (first, end), begin in pieces:
            if first < last:
                continue  # letters that two words share
            last = end
            for run in runs(page.scan, first, end):
                inside = [word.begin for stretch, word in spoken if stretch[0] >= run.first]
                at = begin if run.first == first else min(inside, default=cue.finish)
                par = Par(
                    ref=page.span(run), begin=milliseconds(at, self.rate),
                    finish=milliseconds(cue.finish, self.rate), types=page.types(run.within),
                )  # fmt: skip
                yield run.first, par

    def _edges(self, stretches: list[_Stretch]) -> None:
        """Set where each stretch's sound begins and ends."""
        for number, stretch in enumerate(stretches):
            begin = milliseconds(stretch.cues[0].begin, self.rate)
            before = milliseconds(stretches[number - 1].cues[-1].finish, self.rate) if number else 0
            stretch.begin = max(before, begun(begin, before))
            stretch.sound = self._path(f"{number + 1}.mp3")
            if number:
                stretches[number - 1].finish = stretch.begin
        stretches[-1].finish = milliseconds_up(self.narration.timeline.length, self.rate)

    def _sounds(self, archive: Archive, stretches: list[_Stretch], programme: Programme, spoken: Spoken) -> None:
        for stretch in stretches:
            if not stretch.pars:
                continue
            with programme.mp3(stretch.begin, stretch.finish) as sound:
                archive.copy(stretch.sound, sound.frames, head=sound.head)
            self.added.append(package.Added(stretch.sound, "audio/mpeg"))
            heard = (Heard(first, cue, stretch.sound, stretch.begin, self.rate) for first, cue in stretch.found)
            spoken.add(stretch.document, heard)

    def _overlays(self, stretches: Iterable[_Stretch], marked: dict[str, Marked]) -> list[tuple[str, str]]:
        """An overlay for each document, its clips in the order of its text."""
        made = []
        for number, name in enumerate(marked, 1):
            ordered: list[tuple[int, Clip]] = []
            overlay = self._path(f"{number}.smil")
            for stretch in stretches:
                if stretch.document == name and stretch.pars:
                    places = {par.ref: place for place, par in stretch.pars}
                    sound = package.link(overlay, stretch.sound)
                    for par in tiled((par for _, par in stretch.pars), stretch.begin, stretch.finish):
                        begin, finish = par.begin - stretch.begin, par.finish - stretch.begin
                        clip = Clip(ref=par.ref, sound=sound, begin=begin, finish=finish, types=par.types)
                        ordered.append((places[par.ref], clip))
            clips = [clip for _, clip in sorted(ordered, key=lambda one: one[0])]
            if clips:
                made.append((overlay, smil(package.link(overlay, name), clips)))
                length = sum(clip.length for clip in clips)
                self.added.append(package.Added(overlay, package.SMIL_TYPE, self.documents[name].id, length))
        return made

    def _contents(self, spoken: Spoken) -> list[tuple[str, str]]:
        """The overlay of the table of contents: its lines sound as the headings that they lead to.

        A line whose words nobody spoke has no sound: reading systems then say it in a voice of their own.
        """
        item = _contents_item(self.book)
        if item is None or item.name in spoken.scans:
            return []
        page = Marked(self._scan(item.name))
        overlay = self._path("contents.smil")
        clips = []
        for element, label, href in lines(page.scan):
            document, fragment = package.resolved(item.name, href) if href else ("", "")
            found = spoken.line(label, document, fragment)
            ref = page.ref(element)
            if found and found.finish > found.begin:
                sound = package.link(overlay, found.sound)
                clips.append(Clip(ref=ref, sound=sound, begin=found.begin, finish=found.finish))
            else:
                clips.append(Clip(ref=ref))
        if not any(clip.sound for clip in clips):
            return []
        page.styled(package.link(item.name, self._path("highlight.css")))
        self.changed[item.name] = page.bytes()
        length = sum(clip.length for clip in clips)
        self.added.append(package.Added(overlay, package.SMIL_TYPE, item.id, length))
        return [(overlay, smil(package.link(overlay, item.name), clips))]

    def _others(self, archive: Archive) -> None:
        """All that the book had, as it was but for what changed; a signature would not hold any more."""
        done = {"mimetype", "META-INF/signatures.xml"}
        for entry in self.book.zip.infolist():
            if entry.filename in done or entry.is_dir():
                continue
            done.add(entry.filename)
            if entry.filename in self.changed:
                archive.put(entry.filename, self.changed[entry.filename])
            else:
                archive.same(self.book.zip, entry)
        for name in [name for name in self.changed if name not in done]:
            archive.put(name, self.changed[name])


def _names(stem: str) -> Iterator[str]:
    yield stem
    number = 1
    while True:
        number += 1
        yield f"{stem}-{number}"


def _contents_item(book: Epub) -> Item | None:
    told = book.publication
    return next((item for item in told.items if item.name == told.nav), None)
