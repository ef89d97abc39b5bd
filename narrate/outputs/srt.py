"""SubRip: captions that nearly every player and editor reads."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from narrate.outputs import OutputInfo
from narrate.outputs._clock import stamp
from narrate.outputs._transcript import GUARD

if TYPE_CHECKING:
    from narrate.model import Narration

INFO = OutputInfo(
    name="srt", summary="SubRip captions, for players and editors", suffix=".srt", media_type="application/x-subrip"
)


_MARKUP = re.compile(r"<(?=\s*/?\s*[a-zA-Z])|\{(?=\s*\\)|\d:\d+:\d+[,.](?=\d)")
"""Tags, tags of SubStation Alpha, times: what players and editors look for in the text, too."""


def write(narration: Narration, target: Path) -> None:
    from narrate.captions.cut import captions

    rate = narration.timeline.rate
    found = captions(narration.timeline, narration.captions)
    with target.open("w", encoding="utf-8", newline="\n") as file:
        for number, one in enumerate(found, 1):
            times = f"{stamp(one.begin, rate, ',')} --> {stamp(one.finish, rate, ',')}"
            file.write("\n" * (number > 1) + f"{number}\n{times}\n" + "\n".join(map(harmless, one.texts)) + "\n")


def harmless(text: str) -> str:
    """Text in which nothing looks like markup or times."""
    return _MARKUP.sub(lambda found: found[0] + GUARD, text)
