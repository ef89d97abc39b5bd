"""WebVTT: captions by phrases (https://www.w3.org/TR/webvtt1/)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from narrate.outputs import OutputInfo
from narrate.outputs._clock import stamp

if TYPE_CHECKING:
    from narrate.captions.cut import Caption
    from narrate.model import Narration

INFO = OutputInfo(name="vtt", summary="WebVTT captions, for web players", suffix=".vtt", media_type="text/vtt")


def write(narration: Narration, target: Path) -> None:
    write_cues(narration, target, lambda caption: "\n".join(map(escaped, caption.texts)))


def write_cues(narration: Narration, target: Path, text: Callable[[Caption], str]) -> None:
    """Write a file whose cues show `text`."""
    from narrate.captions.cut import captions

    rate = narration.timeline.rate
    found = captions(narration.timeline, narration.captions)
    with target.open("w", encoding="utf-8", newline="\n") as file:
        file.write("WEBVTT\n")
        for number, one in enumerate(found, 1):
            file.write(f"\n{number}\n{stamp(one.begin, rate)} --> {stamp(one.finish, rate)}\n{text(one)}\n")


def escaped(text: str) -> str:
    """Text that shows as it is: no arrow and no bare markup."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
