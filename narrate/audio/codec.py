"""All that knows FFmpeg's codecs and containers: decoding, resampling, encoding, tags and chapters.

Audio is encoded while it is made, into a bare file; what is known only at the end (chapters, loudness) goes in
when the packets are copied, unchanged, into the final file.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from narrate.audio import rates
from narrate.audio.loudness import Meter
from narrate.errors import OutputError, SourceError

if TYPE_CHECKING:
    import av
    from numpy.typing import NDArray

    from narrate.audio.tags import Tags
    from narrate.model import Loudness, Samples, Timeline

BLOCK = 48_000
"""Samples handed to FFmpeg at once."""
TICK = Fraction(1, 90_000)
"""Seconds; the customary clock of pictures, none of which moves here."""
XIPH = ("flac", "ogg", "opus")
"""Containers that keep chapters as comments."""


def decoded(source: Path | bytes, rate: int) -> Iterator[Samples]:
    """Sound of a file as mono blocks of float32 at `rate`; raises `SourceError` when it is no sound."""
    import av

    try:
        with av.open(io.BytesIO(source) if isinstance(source, bytes) else str(source), "r") as container:
            resampler = av.AudioResampler(format="fltp", layout="mono", rate=rate)
            for frame in container.decode(audio=0):
                for piece in resampler.resample(frame):
                    yield _samples(piece)
            for piece in resampler.resample(None):
                yield _samples(piece)
    except (av.error.FFmpegError, IndexError) as error:
        place = "" if isinstance(source, bytes) else str(source)
        raise SourceError(f"this is no sound that can be decoded: {error}", place=place) from error


def exact(source: Path) -> Iterator[NDArray[np.int16]]:
    """The mono 16-bit samples of a lossless file, bit for bit, in blocks; raises `SourceError` when it is none."""
    import av

    try:
        with av.open(str(source), "r") as container:
            resampler = av.AudioResampler(format="s16", layout="mono")
            for frame in container.decode(audio=0):
                for piece in resampler.resample(frame):
                    yield np.asarray(piece.to_ndarray()[0], dtype=np.int16)
    except (av.error.FFmpegError, IndexError) as error:
        raise SourceError(f"this is no sound that can be decoded: {error}", place=str(source)) from error


def resampled(pcm: Samples, rate: int, wanted: int) -> Samples:
    """The same sound at another rate, of the nearest length."""
    import av

    if rate == wanted or not len(pcm):
        return pcm
    if rates.turns(rate, wanted):
        return rates.turned(pcm, rate, wanted)
    resampler = av.AudioResampler(format="fltp", layout="mono", rate=wanted)
    frames = [*resampler.resample(_frame(pcm, rate, 0)), *resampler.resample(None)]
    result = np.concatenate([_samples(frame) for frame in frames])
    length = round(len(pcm) * wanted / rate)
    return np.pad(result[:length], (0, max(0, length - len(result))))


def _samples(frame: av.AudioFrame) -> Samples:
    return np.asarray(frame.to_ndarray()[0], dtype=np.float32)


def _frame(pcm: NDArray[Any], rate: int, at: int) -> av.AudioFrame:
    import av

    kind = "fltp" if pcm.dtype == np.float32 else "s16"
    row: NDArray[Any] = np.ascontiguousarray(pcm[None, :])
    frame = av.AudioFrame.from_ndarray(row, format=kind, layout="mono")
    frame.sample_rate, frame.pts, frame.time_base = rate, at, Fraction(1, rate)
    return frame


@contextmanager
def writing(path: Path) -> Iterator[None]:
    """Turn what FFmpeg and the system say about a file that can't be written into an `OutputError`."""
    import av

    try:
        yield
    except (av.error.FFmpegError, OSError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise OutputError(
            f"the file can't be written: {reason}",
            place=str(path),
            hint="check the folder, its rights and its free space",
        ) from error


class Listener:
    """Decodes what an encoder puts out, packet by packet, and measures it: the sound as a player will play it."""

    def __init__(self, codec: str, rate: int, extradata: bytes | None = None) -> None:
        import av

        context = av.CodecContext.create(codec, "r")
        assert isinstance(context, av.AudioCodecContext)
        if extradata:
            context.extradata = extradata
        context.sample_rate = rate
        context.layout = "mono"
        self._context = context
        self._resampler = av.AudioResampler(format="fltp", layout="mono")
        self._meter = Meter(rate)
        self._heard = False

    def hear(self, packet: Any) -> None:
        for frame in self._context.decode(packet):
            if not self._heard:  # Opus always comes out at 48 kHz, and rises higher there
                self._heard, self._meter = True, Meter(frame.sample_rate)
            for piece in (frame,) if frame.format.name == "fltp" else self._resampler.resample(frame):
                self._meter.feed(_samples(piece))

    def hear_stream(self, data: bytes | None) -> None:
        """The same for raw frames without a container; None at the end."""
        for packet in self._context.parse(data):
            self.hear(packet)
        if data is None:
            self.hear(None)

    def result(self) -> Loudness:
        return self._meter.result()


class FFmpegEncoder:
    """Encodes mono 16-bit samples into a container by FFmpeg; see `outputs.Encoder`."""

    def __init__(
        self, path: Path, rate: int, *, bare: str, final: str, codec: str, decoder: str = "", bit_rate: int = 0,
        options: dict[str, str] | None = None, final_options: dict[str, str] | None = None, cover: bool = False,
    ) -> None:  # fmt: skip
        import av

        self._path, self._rate = path, rate
        self._final, self._final_options, self._takes_cover = final, final_options or {}, cover
        self._decoder = decoder or codec
        self._listener: Listener | None = None
        self._count = 0
        with writing(path):
            self._container: Any = av.open(str(path), "w", format=bare)
            stream: Any = self._container.add_stream(codec, rate=rate, layout="mono", options=options or {})
            if bit_rate:
                stream.bit_rate = bit_rate
            self._stream = stream
            self._container.start_encoding()  # whatever can't be written is told now

    def write(self, pcm: NDArray[np.int16]) -> None:
        with writing(self._path):
            for start in range(0, len(pcm), BLOCK):
                frame = _frame(pcm[start : start + BLOCK], self._rate, self._count)
                self._count += frame.samples
                self._mux(self._stream.encode(frame))

    def _mux(self, packets: Iterable[Any]) -> None:
        for packet in packets:
            if self._listener is None:
                self._listener = Listener(self._decoder, self._rate, self._stream.codec_context.extradata)
            self._listener.hear(packet)
            self._container.mux(packet)

    def stop(self) -> Loudness:
        with writing(self._path):
            self._mux(self._stream.encode(None))
            self._container.close()
        if self._listener is None:
            return Meter(self._rate).result()
        self._listener.hear(None)
        return self._listener.result()

    def finish(self, target: Path, tags: Tags, timeline: Timeline, cover: bytes | None) -> None:
        with writing(target):
            picture = cover if self._takes_cover else None
            _wrap(self._path, target, self._final, self._final_options, tags, timeline, picture)

    def abandon(self) -> None:
        with suppress(OSError):  # what could not be written can't be closed well either
            self._container.close()


def _wrap(
    source: Path, target: Path, form: str, options: dict[str, str], tags: Tags, timeline: Timeline, cover: bytes | None
) -> None:
    import av

    with av.open(str(source), "r") as bare, av.open(str(target), "w", format=form, options=options) as final:
        heard = bare.streams.audio[0]
        stream = final.add_stream_from_template(heard)
        stream.metadata["language"] = tags.language
        final.metadata.update(tags.metadata() | {"language": tags.language})
        if form in XIPH:
            final.metadata.update(_chapter_comments(timeline))
        else:
            final.set_chapters(_chapters(timeline))
        _add_cover(final, cover)
        for packet in bare.demux(heard):
            if packet.dts is not None:  # the last, empty one only flushes
                packet.stream = stream
                final.mux(packet)


def _chapters(timeline: Timeline) -> list[Any]:
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


def _add_cover(container: Any, cover: bytes | None) -> None:
    import av
    from av.stream import Disposition

    if not cover:
        return
    with av.open(io.BytesIO(cover), "r") as picture:
        shown = picture.streams.video[0]
        stream = container.add_stream_from_template(shown)
        stream.disposition = Disposition.attached_pic
        stream.time_base = TICK  # so that FFmpeg need not choose one, and say so
        for packet in picture.demux(shown):
            if packet.size:
                packet.stream = stream
                container.mux(packet)
                return


def id3(tags: Tags, timeline: Timeline, cover: bytes | None) -> bytes:
    """An ID3v2.3 tag with chapters (CHAP, CTOC) and cover (APIC): the head of an MP3 that FFmpeg writes in memory."""
    import av

    memory = io.BytesIO()
    options = {"id3v2_version": "3", "write_xing": "0"}
    with av.open(memory, "w", format="mp3", options=options) as container:
        stream: Any = container.add_stream("libmp3lame", rate=24_000, layout="mono")
        container.metadata.update(tags.metadata() | {"language": tags.language})
        container.set_chapters(_chapters(timeline))
        _add_cover(container, cover)
        silence = _frame(np.zeros(1152, np.int16), 24_000, 0)
        for packet in [*stream.encode(silence), *stream.encode(None)]:
            container.mux(packet)
    data = memory.getvalue()
    size = 0
    for byte in data[6:10]:  # four times seven bits
        size = size << 7 | byte
    return data[: 10 + size]
