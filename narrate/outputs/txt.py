"""Plain text transcript: paragraphs with the times at which they begin."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from narrate.outputs import OutputInfo
from narrate.outputs._clock import clock
from narrate.outputs._transcript import about, flat, paragraphs

if TYPE_CHECKING:
    from narrate.model import Narration

INFO = OutputInfo(
    name="txt", summary="transcript as plain text, with times", suffix=".transcript.txt", media_type="text/plain"
)


def write(narration: Narration, target: Path) -> None:
    title = flat(narration.script.article.title)
    rate = narration.timeline.rate
    head = [line for line in (title, *about(narration)) if line]
    found = list(paragraphs(narration))
    with target.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"{line}\n" for line in head)
        for number, one in enumerate(found):
            if one.kind == "title" and one.text == title:
                continue
            before = "\n\n" if one.kind == "heading" else "\n"
            time = f"[{clock(one.begin // rate)}] "
            text = f"\n{' ' * len(time)}".join(one.lines)
            text = f"{one.marker} {text}" if one.marker else text
            file.write(f"{before if head or number else ''}{time}{text}\n")
