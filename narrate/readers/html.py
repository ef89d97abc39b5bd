"""Web pages. Trafilatura says what the main text and its metadata are; all visible blocks come from the page itself.

The article holds every visible block in order. Those which the extraction left out carry a `hint`, so that the
cleaning can say why they are not read.
"""

from __future__ import annotations

import logging
from typing import Any

from narrate.errors import SourceError
from narrate.model import Anchor, Article, Block, Document, ReaderInfo
from narrate.readers._decode import decoded
from narrate.readers._match import Extract, words
from narrate.readers._page import Visible, visible_blocks

INFO = ReaderInfo(
    name="html",
    summary="Web pages",
    suffixes=(".html", ".htm", ".xhtml"),
    media_types=("text/html", "application/xhtml+xml"),
)

OUTSIDE = "outside the main text"
TITLE_AGAIN = "repeats the title"
# A page with more markup than this is no article: the largest of 536 pages measured has 4.6 million characters.
MAX_CHARACTERS = 30_000_000


def read(document: Document) -> Article:
    """The page's visible blocks with title and metadata; raises `SourceError` when it can't be parsed."""
    text = decoded(document)
    if len(text) > MAX_CHARACTERS:
        raise SourceError("this page is too large", hint="save only the article", place=document.source)
    tree = _tree(text, document.source)
    extracted = _extract(tree, document.source)
    root = tree.find("body") if tree.find("body") is not None else tree
    seen = visible_blocks(root)
    title = _title(seen, extracted.title or "")
    taken = Extract(_lines(extracted.body))
    blocks = [*_head(title, document.source), *(_block(one, taken, title, document.source) for one in seen)]
    return Article(
        blocks=tuple(blocks),
        source=document.source,
        title=title,
        authors=tuple(name.strip() for name in (extracted.author or "").split(";") if name.strip()),
        language=(tree.get("lang") or extracted.language or "").replace("_", "-"),
        published=extracted.date or "",
        site=extracted.sitename or "",
        cover=extracted.image or "",
    )


def _tree(text: str, source: str) -> Any:
    from trafilatura import load_html

    tree = load_html(text)
    if tree is None:
        raise SourceError("this page has no readable markup", hint="save it again as HTML or as text", place=source)
    return tree


def _extract(tree: Any, source: str) -> Any:
    """Trafilatura's view of the page: metadata and the body it would keep."""
    from copy import deepcopy

    from trafilatura import bare_extraction
    from trafilatura.settings import Document as Extraction

    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    try:
        found = bare_extraction(deepcopy(tree), with_metadata=True, include_comments=False)
    except Exception as error:  # whatever a hostile page sets off in there
        raise SourceError(f"this page can't be parsed: {error}", place=source) from error
    return found if found is not None else Extraction()


def _lines(body: Any) -> list[str]:
    """The text of an extracted body, one line a block."""
    if body is None:
        return []
    return [line for element in body for line in _element_lines(element)]


def _element_lines(element: Any) -> list[str]:
    if element.tag in ("list", "table", "quote"):
        return [" ".join(child.itertext()) for child in element] or [" ".join(element.itertext())]
    return ["".join(element.itertext())]


def _title(seen: list[Visible], named: str) -> str:
    """The title as the page shows it: the first heading that says the same as the metadata, or the metadata."""
    wanted = set(words(named))
    for one in seen:
        if one.kind == "heading" and one.level == 1 and not one.place:
            found = set(words(one.text))
            if found and (not wanted or len(found & wanted) >= 0.5 * len(found)):
                return one.text.replace("\n", " ")
    return " ".join(named.split())


def _head(title: str, source: str) -> list[Block]:
    return [Block(kind="title", text=title, anchor=Anchor(source=source, ref="title"))] if title else []


def _block(one: Visible, taken: Extract, title: str, source: str) -> Block:
    hint = ""
    if title and words(one.text) == words(title):
        hint = TITLE_AGAIN
    elif not taken.holds(one.text):
        hint = one.place or OUTSIDE
    anchor = Anchor(source=source, ref=one.ref)
    return Block(kind=one.kind, text=one.text, anchor=anchor, level=one.level, language=one.language, hint=hint)
