"""The page's sound: MP3, which every browser plays and, at a constant bit rate, finds any place in at once.

Chromium cuts off what the encoder puts before the sound, and lands within a frame (24 ms) of any place that is sought.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from narrate.errors import OutputError

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
    from narrate.audio.codec import decoded
    from narrate.audio.mp3 import Mp3Encoder
    from narrate.audio.tags import Tags
    from narrate.model import Timeline
    from narrate.samples import quantised

    if narration.master is None:
        raise OutputError("the programme's sound is missing", place=str(target), hint="narrate the article once more")
    rate = narration.timeline.rate
    encoder = Mp3Encoder(aside, rate, heard=False)
    count = 0
    try:
        for pcm in decoded(narration.master, rate):
            count += len(pcm)
            encoder.write(quantised(pcm))
        if count != narration.timeline.length:
            raise OutputError(
                f"the programme's sound has {count} samples, its times are of {narration.timeline.length}",
                place=str(narration.master),
                hint="narrate the article once more",
            )
        encoder.stop()
        encoder.finish(target, tags or Tags(), timeline or Timeline(rate=rate, length=0), cover)
    except BaseException:
        encoder.abandon()
        raise
