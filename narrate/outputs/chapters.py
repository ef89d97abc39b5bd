"""JSON chapters as Podcasting 2.0 has them: what each is called and when it begins.

https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/examples/chapters/jsonChapters.md
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from narrate.outputs import OutputInfo
from narrate.outputs._clock import milliseconds

if TYPE_CHECKING:
    from narrate.model import Narration

INFO = OutputInfo(
    name="chapters",
    summary="JSON chapters of Podcasting 2.0",
    suffix=".chapters.json",
    media_type="application/json+chapters",
)
VERSION = "1.2.0"


def write(narration: Narration, target: Path) -> None:
    """A chapter a line; a programme without chapters is one, for players that take an empty list for a fault."""
    from narrate.audio import chapters
    from narrate.captions.checks import check
    from narrate.captions.pieces import plain

    timeline, article = narration.timeline, narration.script.article
    check(timeline)
    chapters.check(timeline)
    starts = [(one.begin, one.title) for one in timeline.chapters] or [(0, article.title)]

    def told(text: str) -> str:
        return json.dumps(" ".join(plain(text).split()), ensure_ascii=False)

    lines = ",\n".join(
        f'{{"startTime": {milliseconds(begin, timeline.rate) / 1000}, "title": {told(title)}}}'
        for begin, title in starts
    )
    known = {"title": article.title, "author": ", ".join(article.authors)}
    about = "".join(f'"{name}": {told(value)}, ' for name, value in known.items() if value.strip())
    with target.open("w", encoding="utf-8", newline="\n") as file:
        file.write(f'{{"version": "{VERSION}", {about}"chapters": [\n{lines}\n]}}\n')
