"""EPUB 3 with media overlays: the text, highlighted sentence by sentence while it is spoken."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from narrate.outputs import MP3_LOSS, OutputInfo

if TYPE_CHECKING:
    from narrate.model import Narration

MEDIA_TYPE = "application/epub+zip"
INFO = OutputInfo(
    name="epub",
    summary="EPUB 3 book, spoken and highlighted by sentence",
    suffix=".epub",
    media_type=MEDIA_TYPE,
    master=True,
    pages=True,
    loss=MP3_LOSS,
)


def write(narration: Narration, target: Path) -> None:
    """Write a book; raises `OutputError` for a book as input that can't be had again, or has other text by now."""
    from narrate.outputs.epub.book import write_book

    write_book(narration, target, words=False)
