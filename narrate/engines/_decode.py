"""Sound files as engines hand them over, in memory, to mono samples."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from narrate.errors import EngineError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray


def decoded(data: bytes, rate: int = 0) -> tuple[NDArray[np.float32], int]:
    """Mono samples of any format that FFmpeg reads, and their rate, which is `rate` if one is given."""
    import av
    import numpy as np

    pieces: list[NDArray[np.float32]] = []
    try:
        with av.open(io.BytesIO(data), "r") as container:
            stream = container.streams.audio[0]
            rate = rate or stream.rate or 0
            turner = av.AudioResampler(format="fltp", rate=rate)
            turned = False
            for frame in (*container.decode(stream), None):  # None brings what is still inside
                if frame is not None:
                    # turning costs as much as decoding, so frames that are right go past it
                    turned = turned or (frame.format.name, frame.sample_rate) != ("fltp", rate)
                found = turner.resample(frame) if turned else [frame] if frame else []
                pieces += [_mono(piece.to_ndarray().astype(np.float32, copy=False)) for piece in found]
    except (av.FFmpegError, IndexError, ValueError) as error:
        raise EngineError(f"the sound that came is no audio file: {error}", hint="try again", retry=True) from error
    if not pieces:
        raise EngineError("the sound that came is empty", hint="try again", retry=True)
    return np.clip(np.concatenate(pieces), -1.0, 1.0), rate


def _mono(channels: NDArray[np.float32]) -> NDArray[np.float32]:
    """The mean of the channels; FFmpeg's own mono would be 3 dB too loud."""
    import numpy as np

    mean: NDArray[np.float32] = channels[0] if len(channels) == 1 else channels.mean(axis=0, dtype=np.float32)
    return mean


def mp3_whole(data: bytes) -> bool:
    """Whether MP3 data (MPEG 1 or 2, layer III) is a row of complete frames to its very end."""
    at = _after_tag(data)
    frames = 0
    while at + 4 <= len(data):
        size = _frame_size(data[at : at + 4])
        if not size:
            return frames > 0 and data[at : at + 3] == b"TAG" and len(data) - at == 128  # ID3v1
        at += size
        frames += 1
    return frames > 0 and at == len(data)


# ISO 11172-3 and 13818-3: kbit/s by index, samples a second by index, for MPEG 1 and MPEG 2 (2.5 halves it again).
BITRATES = (
    (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0),
    (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0),
)
RATES = (44_100, 48_000, 32_000)


def _frame_size(header: bytes) -> int:
    """Bytes of the frame with this header; 0 if it is none."""
    if header[0] != 0xFF or header[1] & 0xE6 != 0xE2:  # sync word, layer III
        return 0
    version = header[1] >> 3 & 3  # 3: MPEG 1, 2: MPEG 2, 0: MPEG 2.5
    bitrate, rate, padding = header[2] >> 4, header[2] >> 2 & 3, header[2] >> 1 & 1
    if version == 1 or rate == 3:
        return 0
    kbits = BITRATES[version != 3][bitrate]
    hertz = RATES[rate] >> {3: 0, 2: 1, 0: 2}[version]
    samples = 1152 if version == 3 else 576
    return samples // 8 * kbits * 1000 // hertz + padding if kbits else 0


def _after_tag(data: bytes) -> int:
    """Where the frames begin, behind an ID3v2 tag."""
    if data[:3] != b"ID3" or len(data) < 10:
        return 0
    size = 0
    for byte in data[6:10]:
        size = size << 7 | byte & 127
    return 10 + size
