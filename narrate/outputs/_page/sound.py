"""The page's sound: MP3, which every browser plays and, at a constant bit rate, finds any place in at once.

Chromium cuts off what the encoder puts before the sound, and lands within a frame (24 ms) of any place that is sought.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from narrate.errors import OutputError
from narrate.outputs._master import AGAIN, samples

if TYPE_CHECKING:
    from narrate.audio.tags import Tags
    from narrate.model import Narration, Timeline


def write(
    narration: Narration,
    target: Path,
    aside: Path,
    tags: Tags | None = None,
    timeline: Timeline | None = None,
    cover: bytes | None = None,
) -> None:
    """Encode the programme to `target`, by way of `aside`, which stays; raises `OutputError`."""
    from narrate.audio.mp3 import Mp3Encoder
    from narrate.audio.tags import Tags
    from narrate.model import Timeline

    rate, blocks = narration.timeline.rate, samples(narration, target)
    encoder = Mp3Encoder(aside, rate, heard=False)
    count = 0
    try:
        for pcm in blocks:
            count += len(pcm)
            encoder.write(pcm)
        if count != narration.timeline.length:
            raise OutputError(
                f"the programme's sound has {count} samples, its times are of {narration.timeline.length}",
                place=str(narration.master),
                hint=AGAIN,
            )
        encoder.stop()
        encoder.finish(target, tags or Tags(), timeline or Timeline(rate=rate, length=0), cover)
    except BaseException:
        encoder.abandon()
        raise
