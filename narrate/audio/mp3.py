"""MP3 by LAME (`lameenc`): four times as fast here as through FFmpeg, and with its first frame written by us."""

from __future__ import annotations

import shutil
from contextlib import suppress
from typing import TYPE_CHECKING

from narrate.audio import xing
from narrate.audio.chapters import check
from narrate.audio.codec import Listener, Turner, writing
from narrate.audio.id3 import id3
from narrate.audio.loudness import Meter
from narrate.errors import UsageError

if TYPE_CHECKING:
    from pathlib import Path

    import numpy as np
    from numpy.typing import NDArray

    from narrate.audio.tags import Tags
    from narrate.model import Loudness, Timeline

BIT_RATE = 64
"""kbit/s: mono speech at 24 kHz has room in it."""
QUALITY = 7
"""LAME's search effort: 1.3 ms of CPU a second of sound, against 2.3 at 5 and 5.0 at 2."""
MTRH = 4
"""LAME's number of the newer of its ways to vary the bit rate."""


class Mp3Encoder:
    """Encodes mono 16-bit samples; see `outputs.Encoder`.

    `bit_rate` (kbit/s) is constant: players then seek in a long file without an index. With a `quality` (0 the best, 9
    the smallest) it varies. `wanted` is the file's sample rate where it is not that of the samples; `words` is one of
    `id3.LYRICS`. Raises `UsageError` for a bit rate that the sample rate does not go with.
    """

    def __init__(
        self, path: Path, rate: int, *, bit_rate: int = BIT_RATE, quality: int | None = None, wanted: int = 0,
        words: str = "none", heard: bool = True,
    ) -> None:  # fmt: skip
        """`heard` tells whether the loudness is measured: that takes longer than the encoding."""
        import lameenc

        self._path, self._rate, self._bit_rate = path, wanted or rate, bit_rate
        self._quality, self._words = quality, words
        known = xing.BIT_RATES[xing.version(self._rate)][1:]
        if quality is None and bit_rate not in known:
            words = f"an MP3 of {self._rate} Hz can't have {bit_rate} kbit/s"
            raise UsageError(words, hint=f"it can have {', '.join(map(str, known))}")
        self._turn = Turner(rate, self._rate)
        self._samples = self._bytes = 0
        self._listener = Listener("mp3float", self._rate) if heard else None
        self._encoder = lameenc.Encoder()
        self._encoder.silence()
        self._encoder.set_channels(1)
        self._encoder.set_in_sample_rate(self._rate)
        if quality is None:
            self._encoder.set_bit_rate(bit_rate)
        else:
            self._encoder.set_vbr(MTRH)
            self._encoder.set_vbr_quality(quality)
            self._encoder.set_out_sample_rate(self._rate)
        self._encoder.set_quality(QUALITY)
        with writing(path):
            self._file = path.open("wb")

    def write(self, pcm: NDArray[np.int16]) -> None:
        self._encode(self._turn(pcm))

    def _encode(self, pcm: NDArray[np.int16]) -> None:
        self._samples += len(pcm)
        if len(pcm):
            self._put(bytes(self._encoder.encode(pcm.tobytes())))

    def _put(self, data: bytes) -> None:
        if data:
            with writing(self._path):
                self._file.write(data)
            self._bytes += len(data)
            if self._listener:
                self._listener.hear_stream(data)

    def stop(self) -> Loudness:
        self._encode(self._turn(None))
        if self._samples:
            self._put(bytes(self._encoder.flush()))
        with writing(self._path):
            self._file.close()
        if self._listener is None:
            return Meter(self._rate).result()
        self._listener.hear_stream(None)
        return self._listener.result()

    def finish(self, target: Path, tags: Tags, timeline: Timeline, cover: bytes | None) -> None:
        check(timeline)
        with writing(target), target.open("wb") as final, self._path.open("rb") as bare:
            final.write(id3(tags, timeline, cover, self._words))
            final.write(self.info())
            shutil.copyfileobj(bare, final, 1 << 20)

    def abandon(self) -> None:
        with suppress(OSError):  # what could not be written can't be closed well either
            self._file.close()

    def info(self) -> bytes:
        """The first frame, which tells of all others; see `xing`."""
        sound = xing.Sound(
            rate=self._rate,
            samples=self._samples,
            bytes=self._bytes,
            bit_rate=self._bit_rate,
            quality=QUALITY if self._quality is None else self._quality,
            variable=self._quality is not None,
        )
        return xing.header(sound, self._path)
