"""EPUB 3 with media overlays: the text, highlighted word by word while it is spoken."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from narrate.outputs import MP3_LOSS, OutputInfo
from narrate.outputs.epub import MEDIA_TYPE

if TYPE_CHECKING:
    from narrate.model import Narration

INFO = OutputInfo(
    name="epub-words",
    summary="EPUB 3 book, spoken and highlighted by word",
    suffix=".words.epub",
    media_type=MEDIA_TYPE,
    master=True,
    pages=True,
    loss=MP3_LOSS,
)


def write(narration: Narration, target: Path) -> None:
    """As `epub.write`, with words for sentences."""
    from narrate.outputs.epub.book import write_book

    write_book(narration, target, words=True)
