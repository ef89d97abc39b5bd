"""EPUB books, 2 and 3: every document in reading order, what is no part of the text with the reason why."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from narrate.contracts import ReaderInfo
from narrate.epubs import Epub, Item, Publication
from narrate.errors import SourceError
from narrate.model import Anchor, Article, Block, Document
from narrate.readers import _book_page as pages
from narrate.readers._decode import decoded
from narrate.readers._page import Visible, visible_blocks

INFO = ReaderInfo(name="epub", summary="EPUB books", suffixes=(".epub",), media_types=("application/epub+zip",))
TEXT = frozenset(("application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document"))
MAX_ELEMENTS = 150_000
"""Of one document: its blocks would take half a minute."""
MAX_CHARACTERS = 30_000_000
"""Of all documents; the longest novels have a tenth of it."""
ASIDE = "the book says that it is no part of the text's run"
APPARATUS = "the book's own apparatus: contents, index or imprint"
FRONT = 12
"""Blocks at the beginning among which the title and the authors are looked for."""


def read(document: Document) -> Article:
    """The blocks of a book with its title and authors; raises `SourceError` for one that is locked or broken.

    An anchor's part is a document's path in the archive, its reference the nearest id, or the element's place.
    """
    book = Epub(document.data, document.source)
    told = book.publication
    labels = _labels(book)
    blocks: list[Block] = []
    letters = 0
    for item in told.spine:
        if item.media_type in TEXT:
            own = list(_document(book, item, labels.get(item.name, "")))
            letters += sum(len(block.text) for block in own)
            blocks += own
        if letters > MAX_CHARACTERS:
            raise SourceError("this book is too long", place=document.source, hint="narrate it in parts")
    return Article(
        blocks=tuple(_headed(blocks, told, document.source)),
        source=document.source,
        title=told.title,
        authors=told.authors,
        language=told.language if told.language.lower() != "und" else "",
        published=told.published,
        cover=told.cover,
    )


def _labels(book: Epub) -> dict[str, str]:
    """What the table of contents calls each document: its first line for it."""
    found: dict[str, str] = {}
    try:
        lines = book.contents()
    except SourceError:
        return found  # the text can be read without
    for label, name, _ in lines:
        found.setdefault(name, label)
    return found


def _document(book: Epub, item: Item, label: str) -> Iterator[Block]:
    text = decoded(Document(data=book.read(item.name), source=f"{book.place}, {item.name}"))
    root = pages.parsed(text)
    body = None if root is None else next((node for node in root.iter("body", "book")), root)
    if body is None:
        return
    if sum(1 for _ in body.iter()) > MAX_ELEMENTS:
        place = Anchor(source=book.place, part=item.name)
        raise SourceError("this document of the book has too much markup", place=place)
    told = pages.whole(root, body)
    guide = frozenset((book.publication.guide.get(item.name, ""),))
    hint = pages.apparatus(told | guide) or ("" if item.linear else ASIDE)
    if item.name == book.publication.nav:
        hint = pages.APPARATUS["toc"]
    pages.prepare(body)
    page = _Page(book.place, item.name, hint, bool(told & (pages.NOTES | pages.NOTE_ROLES.keys())))
    first = True
    for one in visible_blocks(body):
        block = page.block(one)
        if first and label and block.kind == "paragraph" and _letters(block.text) == _letters(label):
            block = replace(block, kind="heading", level=1)
        first = first and block.kind == "heading"
        yield block


@dataclass(frozen=True, slots=True)
class _Page:
    """What holds for all blocks of one document."""

    source: str
    name: str
    hint: str
    notes: bool

    def block(self, one: Visible) -> Block:
        kind, level = one.kind, one.level or int(one.headed)
        if kind == "byline":  # the names of a web page's elements, which tell another thing in a book
            kind = "paragraph"
        if self.notes and kind != "heading":
            kind, level = "note", 0
        place = APPARATUS if one.place == pages.BY_NAVIGATION else ""
        anchor = Anchor(
            source=self.source, part=self.name, ref=one.ref.removeprefix("#") if "/" in one.ref else one.ref
        )
        return Block(
            kind=kind, text=one.text, anchor=anchor, level=level, marker=one.marker, language=one.language,
            hint=self.hint or place,
        )  # fmt: skip


def _headed(blocks: list[Block], told: Publication, source: str) -> list[Block]:
    """The blocks with title and byline: those of the title page, or the package's before all others."""
    found = list(blocks)
    title = _letters(told.title)
    place = next((n for n, one in enumerate(blocks[:FRONT]) if title and _letters(one.text) == title), None)
    names = {_letters(name) for name in told.authors} | {_letters("".join(told.authors))}
    for n, one in enumerate(blocks[:FRONT]):
        if n == place:
            found[n] = replace(one, kind="title", level=0, hint="")
        elif _letters(one.text) in {*names, *(f"by{name}" for name in names)} - {"", "by"}:
            found[n] = replace(one, kind="byline", level=0, hint="")
    if place is None and told.title:
        head = Block(kind="title", text=told.title, anchor=Anchor(source=source, part=told.opf, ref="title"))
        found.insert(0, head)
    return found


def _letters(text: str) -> str:
    return "".join(filter(str.isalnum, text.casefold()))
