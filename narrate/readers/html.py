"""Web pages: all visible blocks in order, those that are not the article with the reason why.

Trafilatura says what it takes for the main text; that, the page's own metadata, and where and how a block stands
are signs which `_choose` weighs. Blocks that are not chosen carry a `hint`, so that the cleaning can say why they
are not read.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from narrate.contracts import ReaderInfo
from narrate.errors import SourceError
from narrate.model import Anchor, Article, Block, Document
from narrate.readers._choose import chosen
from narrate.readers._decode import decoded
from narrate.readers._evidence import Page
from narrate.readers._match import Extract, words
from narrate.readers._meta import Meta, meta_of, title_of
from narrate.readers._page import Visible, visible_blocks
from narrate.readers._pictures import among

INFO = ReaderInfo(
    name="html",
    summary="Web pages",
    suffixes=(".html", ".htm", ".xhtml"),
    media_types=("text/html", "application/xhtml+xml"),
)

OUTSIDE = "outside the main text"
TITLE_AGAIN = "repeats the title"
AGAIN = "stands on the page a second time"
NAMED = "names who wrote it"
# A page with more markup than this is no article: the largest of 536 pages measured has 2.2 million characters.
MAX_CHARACTERS = 30_000_000
# Beyond this a page is no article, and takes half a minute: the largest of 536 pages has 4,300 elements.
MAX_ELEMENTS = 150_000
# The parser compares each attribute of an element with all before it: 100,000 of them took a minute.
MAX_ATTRIBUTES = 5_000
_LONG_TAG = re.compile(r"<[A-Za-z][^<>]{20000,}")
_ATTRIBUTE = re.compile(r"\s[\w:.-]+\s*=")
TOLD_WORDS = 120
"""A text in the metadata is taken for the article only when it is longer; shorter ones are summaries."""


@dataclass(frozen=True, slots=True)
class Examined:
    """A page before anything is chosen."""

    shown: list[Visible]
    """All blocks, pictures too."""
    page: Page
    """What is told of its text."""
    meta: Meta
    title: str


def read(document: Document) -> Article:
    """The page's visible blocks with title and metadata; raises `SourceError` when it can't be parsed."""
    found = examined(decoded(document), document)
    meta, source = found.meta, document.source
    taken = chosen(found.page)
    told = _only_told(found, taken)
    blocks = [*_head(found.title, meta, source)]
    for one, keep in zip(found.shown, among(found.shown, taken), strict=True):
        if keep or one.kind != "figure":  # of pictures elsewhere nothing is lost: icons, teasers, adverts
            blocks.append(_block(one, keep and not told, found.title, source))
    blocks += (Block(kind="paragraph", text=text, anchor=Anchor(source=source, ref="articleBody")) for text in told)
    return Article(
        blocks=tuple(blocks),
        source=source,
        title=found.title,
        authors=meta.authors,
        language=meta.language,
        published=meta.published,
        site=meta.site,
        cover=meta.cover,
    )


def examined(text: str, document: Document) -> Examined:
    """A page's blocks with all that speaks for and against them, its metadata and its title."""
    long = (len(_ATTRIBUTE.findall(match.group())) for match in _LONG_TAG.finditer(text))
    if len(text) > MAX_CHARACTERS or any(count > MAX_ATTRIBUTES for count in long):
        raise SourceError("this page is too large", hint="save only the article", place=document.source)
    tree = _tree(text, document.source)
    if sum(1 for _ in tree.iter()) > MAX_ELEMENTS:
        raise SourceError("this page has too much markup", hint="save only the article", place=document.source)
    meta = meta_of(tree)
    body = tree.find("body")
    seen = visible_blocks(tree if body is None else body)
    lines = [one.text for one in seen if one.kind == "heading" and one.level == 1 and not one.place]
    title = title_of(meta, lines)
    told = [text for text in meta.body if len(words(text)) > TOLD_WORDS]
    extracted = Extract(_lines(_extract(tree, document.source)))  # last, for it takes the tree apart
    texts = [one for one in seen if one.kind != "figure"]
    return Examined(seen, Page(texts, extracted, Extract(told) if told else None, title), meta, title)


def _tree(text: str, source: str) -> Any:
    from trafilatura import load_html

    tree = load_html(text)
    if tree is None:
        raise SourceError("this page has no readable markup", hint="save it again as HTML or as text", place=source)
    return tree


def _extract(tree: Any, source: str) -> Any:
    """The body that trafilatura would keep. Its metadata are not asked for: they cost as much again."""
    from trafilatura import bare_extraction

    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    try:
        found = bare_extraction(tree, with_metadata=False, include_comments=False)
    except Exception as error:  # whatever a hostile page sets off in there
        raise SourceError(f"this page can't be parsed: {error}", place=source) from error
    return getattr(found, "body", None)


def _lines(body: Any) -> Iterator[str]:
    """The text of an extracted body, one line a block."""
    for element in body if body is not None else ():
        if element.tag in ("list", "table", "quote") and len(element):
            yield from (" ".join(child.itertext()) for child in element)
        else:
            yield "".join(element.itertext())


def _only_told(found: Examined, taken: list[bool]) -> list[str]:
    """The article's paragraphs from the page's metadata where the page itself shows only the beginning of them."""
    page, texts = found.page, found.meta.body
    told = max(texts, key=len, default="")
    size = len(words(told))
    shown = sum(count for count, keep in zip(page.counts, taken, strict=True) if keep)
    if size < TOLD_WORDS or size < 2 * shown:
        return []
    whole = Extract([told])
    seen = sum(
        count for one, count in zip(page.blocks, page.counts, strict=True) if count > 7 and whole.holds(one.text)
    )
    return [line for part in told.split("\n") if (line := " ".join(part.split()))] if seen < 0.5 * size else []


def _head(title: str, meta: Meta, source: str) -> Iterator[Block]:
    if title:
        yield Block(kind="title", text=title, anchor=Anchor(source=source, ref="title"))
    if meta.authors:
        yield Block(kind="byline", text=", ".join(meta.authors), anchor=Anchor(source=source, ref="author"))


def _block(one: Visible, keep: bool, title: str, source: str) -> Block:
    hint = ""
    first = one.kind == "heading" and one.level == 1 and keep
    if (title and words(one.text) == words(title)) or (first and _same(one.text, title)):
        hint = TITLE_AGAIN
    elif one.kind == "byline":
        hint = NAMED
    elif not keep and (one.place or one.kind != "note"):
        hint = one.place or OUTSIDE
    anchor = Anchor(source=source, ref=one.ref)
    return Block(
        kind=one.kind, text=one.text, anchor=anchor, level=one.level or int(one.headed), marker=one.marker,
        language=one.language,
        hint=hint,
    )  # fmt: skip


def _same(text: str, title: str) -> bool:
    """Whether a heading says what the title says in nearly the same words."""
    own, other = set(words(text)), set(words(title))
    return len(own & other) >= 0.6 * min(len(own), len(other)) if own and other else False
