"""WebVTT with the time of each word, as karaoke has it: `<00:00:01.000>` before a word tells when it is said."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from narrate.outputs import OutputInfo
from narrate.outputs._clock import milliseconds, stamp
from narrate.outputs.vtt import escaped, write_cues

if TYPE_CHECKING:
    from narrate.captions.cut import Caption
    from narrate.model import Narration

INFO = OutputInfo(
    name="vtt-words", summary="WebVTT captions with the time of each word", suffix=".words.vtt", media_type="text/vtt"
)


def write(narration: Narration, target: Path) -> None:
    rate = narration.timeline.rate
    write_cues(narration, target, lambda caption: stamped(caption, rate))


def stamped(caption: Caption, rate: int) -> str:
    """The lines with stamps, which have to ascend and lie between the caption's own times; the first word has none."""
    last, end = milliseconds(caption.begin, rate), milliseconds(caption.finish, rate)
    lines = []
    for line in caption.lines:
        text = ""
        for number, piece in enumerate(line):
            text += " " * (piece.spaced and number > 0)
            at = milliseconds(piece.begin, rate)
            if piece.timed and last < at < end:
                text += f"<{stamp(piece.begin, rate)}>"
                last = at
            text += escaped(piece.text)
        lines.append(text.strip())
    return "\n".join(lines)
