"""FFmpeg's codecs: decoding, resampling, encoding.

Audio is encoded while it is made, into a bare file; what is known only at the end (chapters, loudness) goes in
when the packets are copied, unchanged, into the final file (`container`).
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from narrate.audio import container, rates
from narrate.audio.loudness import Meter
from narrate.errors import OutputError, SourceError

if TYPE_CHECKING:
    import av
    from numpy.typing import NDArray

    from narrate.audio.tags import Tags
    from narrate.model import Loudness, Samples, Timeline

BLOCK = 48_000
"""Samples handed to FFmpeg at once."""


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
        raise _undecodable(error, "" if isinstance(source, bytes) else str(source)) from error


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
        raise _undecodable(error, str(source)) from error


def _undecodable(error: Exception, place: str) -> SourceError:
    if isinstance(error, IndexError):  # FFmpeg read it, and no stream of it is sound
        return SourceError("there is no sound in it", place=place, hint="name a sound file, such as MP3, WAV or FLAC")
    reason = getattr(error, "strerror", "") or str(error)
    if isinstance(error, FileNotFoundError):
        return SourceError(f"the sound file can't be read: {reason}", place=place, hint="check the name and the folder")
    return SourceError(f"this is no sound that can be decoded: {reason}", place=place)


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


class Turner:
    """Takes mono 16-bit samples as they come to another rate; what it holds back comes with None, at the end."""

    def __init__(self, rate: int, wanted: int) -> None:
        import av

        self._rate, self._count = rate, 0
        self._resampler = av.AudioResampler(format="s16", layout="mono", rate=wanted) if rate != wanted else None

    def __call__(self, pcm: NDArray[np.int16] | None) -> NDArray[np.int16]:
        if self._resampler is None:
            return np.zeros(0, np.int16) if pcm is None else pcm
        pieces = [np.zeros(0, np.int16)]
        for start in range(0, 1 if pcm is None else len(pcm), BLOCK):
            frame = None if pcm is None else _frame(pcm[start : start + BLOCK], self._rate, self._count)
            self._count += frame.samples if frame else 0
            pieces += [np.asarray(turned.to_ndarray()[0], np.int16) for turned in self._resampler.resample(frame)]
        return np.concatenate(pieces)


class FFmpegEncoder:
    """Encodes mono 16-bit samples into a container by FFmpeg; see `outputs.Encoder`.

    `rate` is that of the samples; the file's is `wanted` where that is named. `bit_rate` is in kbit/s.
    """

    def __init__(
        self, path: Path, rate: int, *, bare: str, codec: str, form: container.Form, decoder: str = "",
        bit_rate: int = 0, wanted: int = 0, options: dict[str, str] | None = None,
    ) -> None:  # fmt: skip
        import av

        self._path, self._rate, self._form = path, rate, form
        self._decoder, self._wanted = decoder or codec, wanted or rate
        self._listener: Listener | None = None
        self._count = 0
        with writing(path):
            self._container: Any = av.open(str(path), "w", format=bare)
            stream: Any = self._container.add_stream(codec, rate=self._wanted, layout="mono", options=options or {})
            if bit_rate:
                stream.bit_rate = bit_rate * 1000
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
                self._listener = Listener(self._decoder, self._wanted, self._stream.codec_context.extradata)
            self._listener.hear(packet)
            self._container.mux(packet)

    def stop(self) -> Loudness:
        with writing(self._path):
            self._mux(self._stream.encode(None))
            self._container.close()
        if self._listener is None:
            return Meter(self._wanted).result()
        self._listener.hear(None)
        return self._listener.result()

    def finish(self, target: Path, tags: Tags, timeline: Timeline, cover: bytes | None) -> None:
        with writing(target):
            container.wrap(self._path, target, self._form, tags, timeline, cover)

    def abandon(self) -> None:
        with suppress(OSError):  # what could not be written can't be closed well either
            self._container.close()
