"""FFmpeg's containers: packets copied, unchanged, into a finished file with tags, chapters and a picture.

MP4 is not among them: FFmpeg's muxer holds the index of all packets (see `mp4`).
"""

from __future__ import annotations

import base64
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from narrate.audio import lyrics
from narrate.audio.chapters import check
from narrate.pictures import PICTURES, kind_of

if TYPE_CHECKING:
    from narrate.audio.tags import Tags
    from narrate.model import Timeline

TICK = Fraction(1, 90_000)
"""Seconds; the customary clock of pictures, none of which moves here."""
FRONT_COVER = 3
"""What a picture shows, in FLAC as in ID3."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Form:
    """A container, and how it keeps what is said of a programme."""

    name: str
    """FFmpeg's."""
    options: Mapping[str, str] = field(default_factory=dict)
    tags: bool = True
    """Whether FFmpeg writes what the sound is of."""
    chapters: bool = True
    """Whether comments tell them, in Xiph's way."""
    cover: Literal["stream", "comment", ""] = ""
    """A picture stream, or a comment that holds it, or none."""
    lyrics: bool = False
    """Whether the words go in too."""


def wrap(source: Path, target: Path, form: Form, tags: Tags, timeline: Timeline, cover: bytes | None) -> None:
    """Copy the sound of `source` into a finished file; raises FFmpeg's errors and the system's."""
    import av

    check(timeline)
    options = dict(form.options)
    with av.open(str(source), "r") as bare, av.open(str(target), "w", format=form.name, options=options) as final:
        heard = bare.streams.audio[0]
        stream = final.add_stream_from_template(heard)
        if form.tags:
            stream.metadata["language"] = tags.language
            final.metadata.update(tags.metadata() | {"language": tags.language})
        if form.lyrics and (words := lyrics.whole(timeline)):
            final.metadata["lyrics"] = words
        if form.chapters:
            final.metadata.update(_chapter_comments(timeline))
        if form.cover == "comment" and cover:
            final.metadata["METADATA_BLOCK_PICTURE"] = base64.b64encode(_picture_block(cover)).decode()
        elif form.cover:
            add_cover(final, cover)
        for packet in bare.demux(heard):
            if packet.dts is not None:  # the last, empty one only flushes
                packet.stream = stream
                final.mux(packet)


def chapters(timeline: Timeline) -> list[Any]:
    return [
        {
            "id": number,
            "start": chapter.begin,
            "end": chapter.finish,
            "time_base": Fraction(1, timeline.rate),
            "metadata": {"title": chapter.title},
        }
        for number, chapter in enumerate(timeline.chapters)
    ]


def _chapter_comments(timeline: Timeline) -> dict[str, str]:
    """Chapters in Xiph's way. FFmpeg itself would round their seconds up (8.805 for 7.805) or leave them out."""
    comments: dict[str, str] = {}
    for number, chapter in enumerate(timeline.chapters):
        milliseconds = chapter.begin * 1000 // timeline.rate
        minutes, seconds = divmod(milliseconds // 1000, 60)
        clock = f"{minutes // 60:02}:{minutes % 60:02}:{seconds:02}.{milliseconds % 1000:03}"
        comments |= {f"CHAPTER{number:03}": clock, f"CHAPTER{number:03}NAME": chapter.title}
    return comments


def add_cover(container: Any, cover: bytes | None) -> None:
    import av
    from av.stream import Disposition

    if not cover:
        return
    with av.open(io.BytesIO(cover), "r") as picture:
        shown = picture.streams.video[0]
        stream = container.add_stream_from_template(shown)
        stream.disposition = Disposition.attached_pic
        stream.metadata["comment"] = "Cover (front)"  # FFmpeg's name of FRONT_COVER: players pass over other pictures
        stream.time_base = TICK  # so that FFmpeg need not choose one, and say so
        for packet in picture.demux(shown):
            if packet.size:
                packet.stream = stream
                container.mux(packet)
                return


def _picture_block(cover: bytes) -> bytes:
    """A picture as FLAC keeps it (RFC 9639, 8.8)."""
    import av

    with av.open(io.BytesIO(cover), "r") as picture:
        width, height = picture.streams.video[0].width, picture.streams.video[0].height
    kind = kind_of(cover) or PICTURES[0]
    mime = kind.media_type.encode()
    numbers = (width, height, 24, 0, len(cover))  # bits a pixel; no palette
    fields = [FRONT_COVER.to_bytes(4, "big"), len(mime).to_bytes(4, "big"), mime, bytes(4)]
    return b"".join([*fields, *(number.to_bytes(4, "big") for number in numbers), cover])
