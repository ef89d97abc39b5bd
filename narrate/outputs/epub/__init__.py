"""EPUB 3 with media overlays: the text, highlighted sentence by sentence while it is spoken."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from narrate.outputs import OutputInfo

if TYPE_CHECKING:
    from narrate.model import Narration

MEDIA_TYPE = "application/epub+zip"
LOSS = 0.45
"""LU that its MP3 files take; see `outputs.mp3`."""
INFO = OutputInfo(
    name="epub",
    summary="EPUB 3 book, spoken and highlighted by sentence",
    suffix=".epub",
    media_type=MEDIA_TYPE,
    master=True,
    loss=LOSS,
)


def write(narration: Narration, target: Path) -> None:
    """Write a book; raises `OutputError` for a book as input that can't be had again, or has other text by now."""
    from narrate.outputs.epub.book import write_book

    write_book(narration, target, words=False)
