"""What an MP4 says of its sound in Apple's list of tags, and Nero's list of chapters.

Neither is part of a standard. Layouts as in the QuickTime File Format ("Metadata": `meta`, `ilst`, `data`, of which
players of music use kinds of four letters) and, for `chpl`, as players and FFmpeg read them.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

from narrate.audio.chapters import MOST
from narrate.audio.mp4_boxes import Pieces, box, full

if TYPE_CHECKING:
    from narrate.audio.tags import Tags
    from narrate.model import Chapter, Timeline

KINDS = {
    "title": b"\xa9nam",
    "artist": b"\xa9ART",
    "album": b"\xa9alb",
    "date": b"\xa9day",
    "comment": b"\xa9cmt",
    "genre": b"\xa9gen",
}
LYRICS, COVER = b"\xa9lyr", b"covr"
UTF_8, JPEG, PNG = 1, 13, 14
"""Kinds of data."""
NERO = 10_000_000
"""Units a second of Nero's chapters."""
LONGEST = 255
"""Bytes of a title there."""


def user_data(tags: Tags, timeline: Timeline, words: str, cover: bytes | None) -> Pieces:
    """Tags, the words where there are any, a picture (JPEG or PNG) and chapters."""
    said = [_tag(KINDS[name], value.encode(), UTF_8) for name, value in tags.metadata().items()]
    if words:
        said.append(_tag(LYRICS, words.encode("utf-8", "replace"), UTF_8))
    if cover:
        said.append(_tag(COVER, cover, PNG if cover.startswith(b"\x89PNG") else JPEG))
    handler = full(b"hdlr", struct.pack(">4x4s4s9x", b"mdir", b"appl"))
    chapters = _listed(timeline) if timeline.chapters else ()
    return box(b"udta", full(b"meta", handler, box(b"ilst", *said)), chapters)


def _tag(kind: bytes, value: bytes, form: int) -> Pieces:
    return box(kind, box(b"data", struct.pack(">I4x", form), value))


def _listed(timeline: Timeline) -> Pieces:
    listed = timeline.chapters[:MOST]
    rows = b"".join(_row(chapter, timeline.rate) for chapter in listed)
    return full(b"chpl", struct.pack(">4xB", len(listed)), rows, version=1)


def _row(chapter: Chapter, rate: int) -> bytes:
    title = encoded(chapter.title, LONGEST)
    return struct.pack(">QB", chapter.begin * NERO // rate, len(title)) + title


def encoded(text: str, most: int) -> bytes:
    """UTF-8 of at most so many bytes, no letter cut."""
    return text.encode("utf-8", "replace")[:most].decode("utf-8", "ignore").encode()
