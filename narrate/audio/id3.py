"""The head of an MP3: an ID3v2.3 tag with chapters, cover and words.

FFmpeg writes it, in memory, but for the words (frames USLT and SYLT; https://id3.org/id3v2.3.0, 4.9 and 4.10).
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from narrate.audio import lyrics
from narrate.audio.container import add_cover, chapters

if TYPE_CHECKING:
    from narrate.audio.tags import Tags
    from narrate.model import Timeline

HEADER = 10
UTF_16, MILLISECONDS, TRANSCRIPT = b"\1", b"\2", b"\2"
"""How a frame's text is written, what its times count, and that its text is what is said rather than sung."""
Timed = Callable[["Timeline"], Iterator[tuple[str, int]]]
TIMED: Mapping[str, Timed] = MappingProxyType({"sentences": lyrics.by_sentences, "words": lyrics.by_words})
LYRICS = ("none", "text", *TIMED)
"""What a tag can hold of the words: nothing, all of them, or these with the times of sentences or of words besides."""


def id3(tags: Tags, timeline: Timeline, cover: bytes | None, words: str = "none") -> bytes:
    """A tag with titles, chapters (CHAP, CTOC), cover (APIC) and as much of the words as `LYRICS` has it."""
    frames = b"".join(_lyrics(tags.language, timeline, words)) if words != "none" and timeline.cues else b""
    written = _written(tags, timeline, cover)
    return written[:6] + _synchsafe(len(written) - HEADER + len(frames)) + frames + written[HEADER:]


def _written(tags: Tags, timeline: Timeline, cover: bytes | None) -> bytes:
    import av
    import numpy as np

    memory = io.BytesIO()
    options = {"id3v2_version": "3", "write_xing": "0"}
    with av.open(memory, "w", format="mp3", options=options) as container:
        stream: Any = container.add_stream("libmp3lame", rate=24_000, layout="mono")
        container.metadata.update(tags.metadata() | {"language": tags.language})
        container.set_chapters(chapters(timeline))
        add_cover(container, cover)
        silence = av.AudioFrame.from_ndarray(np.zeros((1, 1152), np.int16), format="s16", layout="mono")
        silence.sample_rate, silence.pts = 24_000, 0
        for packet in [*stream.encode(silence), *stream.encode(None)]:
            container.mux(packet)
    data = memory.getvalue()
    size = 0
    for byte in data[6:HEADER]:
        size = size << 7 | byte
    return data[: HEADER + size]


def _synchsafe(size: int) -> bytes:
    """A size in four times seven bits."""
    return bytes(size >> shift & 0x7F for shift in (21, 14, 7, 0))


def _lyrics(language: str, timeline: Timeline, words: str) -> Iterator[bytes]:
    speech = language.encode("ascii", "replace")[:3].ljust(3)
    yield _frame(b"USLT", UTF_16 + speech + _text("") + _text(lyrics.whole(timeline))[:-2])
    if words in TIMED:
        head = UTF_16 + speech + MILLISECONDS + TRANSCRIPT + _text("")
        yield _frame(b"SYLT", head + b"".join(_timed(TIMED[words](timeline), timeline.rate)))


def _timed(pieces: Iterable[tuple[str, int]], rate: int) -> Iterator[bytes]:
    for text, at in pieces:
        yield _text(text) + (at * 1000 // rate).to_bytes(4, "big")


def _text(text: str) -> bytes:
    """UTF-16 with its mark and its end."""
    return b"\xff\xfe" + text.encode("utf-16-le", "replace") + b"\0\0"


def _frame(name: bytes, body: bytes) -> bytes:
    return name + len(body).to_bytes(4, "big") + bytes(2) + body
