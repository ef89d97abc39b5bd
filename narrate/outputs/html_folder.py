"""The read-along page with its sound beside it, in a folder: for long articles, and to put on a site."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from narrate.outputs import MP3_LOSS, OutputInfo

if TYPE_CHECKING:
    from narrate.model import Narration

PAGE, SOUND = "index.html", "sound.mp3"

INFO = OutputInfo(
    name="html-folder",
    summary="read-along page as a folder, the MP3 beside it",
    suffix=".read",
    media_type="text/html",
    master=True,
    folder=PAGE,
    loss=MP3_LOSS,
)


def write(narration: Narration, target: Path) -> None:
    from narrate.audio.tags import Tags
    from narrate.outputs._page import page, sound
    from narrate.pictures import kind_of

    aside = target / f"{SOUND}.bare"
    try:
        tags = Tags.of(narration.script.article)
        sound.write(narration, target / SOUND, aside, tags, narration.timeline, narration.cover)
    finally:
        aside.unlink(missing_ok=True)
    kind = kind_of(narration.cover)
    cover = f"cover{kind.suffix}" if kind and narration.cover else ""
    if cover and narration.cover:
        (target / cover).write_bytes(narration.cover)
    head, tail = page.halves(narration, "'self'", cover)
    (target / PAGE).write_bytes(head + SOUND.encode() + tail)
