"""Enhanced LRC: lines in which `<mm:ss.xx>` before a word tells when it is said."""

from __future__ import annotations

from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

from narrate.outputs import OutputInfo
from narrate.outputs._clock import short_stamp
from narrate.outputs.lrc import harmless, write_lines

if TYPE_CHECKING:
    from narrate.captions.cut import Caption
    from narrate.model import Narration

INFO = OutputInfo(
    name="lrc-words",
    summary="LRC lyrics with the time of each word",
    suffix=".words.lrc",
    media_type="text/plain",
)


def write(narration: Narration, target: Path) -> None:
    rate = narration.timeline.rate
    write_lines(narration, target, lambda caption: stamped(caption, rate))


def stamped(caption: Caption, rate: int) -> str:
    """The words with their times, and the time at which the last one ends."""
    text = ""
    for piece in chain(*caption.lines):
        stamp = f"<{short_stamp(piece.begin, rate)}>" if piece.timed or not text else ""
        text += " " * (piece.spaced and bool(text)) + stamp + harmless(piece.text)
    return f"{text}<{short_stamp(caption.lines[-1][-1].finish, rate)}>"
