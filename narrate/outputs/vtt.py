"""WebVTT: captions, one cue a sentence (https://www.w3.org/TR/webvtt1/)."""

from __future__ import annotations

import textwrap
from pathlib import Path
from typing import TYPE_CHECKING

from narrate.outputs import OutputInfo

if TYPE_CHECKING:
    from narrate.model import Cue, Narration

INFO = OutputInfo(name="vtt", summary="WebVTT captions by sentence", suffix=".vtt", media_type="text/vtt")
LINE = 42
"""Characters a line at most, as broadcasters ask."""


def write(narration: Narration, target: Path) -> None:
    rate = narration.timeline.rate
    with target.open("w", encoding="utf-8", errors="replace", newline="\n") as file:
        file.write("WEBVTT\n")
        for number, cue in enumerate(narration.timeline.cues, 1):
            file.write(f"\n{number}\n{timing(cue, rate)}\n{_text(cue)}\n")


def timing(cue: Cue, rate: int) -> str:
    return f"{clock(cue.begin, rate)} --> {clock(cue.finish, rate)}"


def clock(samples: int, rate: int) -> str:
    """`hh:mm:ss.mmm`, rounded down, so that what was in order stays in order."""
    milliseconds = samples * 1000 // rate
    seconds, milliseconds = divmod(milliseconds, 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours:02}:{minutes:02}:{seconds:02}.{milliseconds:03}"


def _text(cue: Cue) -> str:
    """The sentence as written, in lines; a cue's text holds no blank line, no arrow and no bare markup."""
    flat = "".join(c if c.isprintable() else " " for c in cue.sentence.text)
    lines = textwrap.wrap(flat, LINE, break_long_words=False, break_on_hyphens=False) or ["…"]
    return "\n".join(lines).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
