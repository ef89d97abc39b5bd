"""LRC: lines with the time at which each is said, for music players that show lyrics."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from narrate.outputs import OutputInfo
from narrate.outputs._clock import clock, short_stamp
from narrate.outputs._transcript import GUARD, flat

if TYPE_CHECKING:
    from narrate.captions.cut import Caption
    from narrate.model import Narration

INFO = OutputInfo(name="lrc", summary="LRC lyrics, for music players", suffix=".lrc", media_type="text/plain")
REST = 2.0
"""Seconds of silence behind which an empty line takes the last one off."""
_TAG = re.compile(r"[\[<](?=\s*\d+:\d)|^\[(?=\w+:)")


def write(narration: Narration, target: Path) -> None:
    from narrate.captions.cut import joined

    write_lines(narration, target, lambda caption: harmless(joined([*chain(*caption.lines)])))


def write_lines(narration: Narration, target: Path, text: Callable[[Caption], str]) -> None:
    """Write a file that shows `text` of each caption in a line."""
    from narrate.captions.cut import captions

    timeline = narration.timeline
    found = captions(timeline, narration.captions)
    silences = [following.begin - one.finish for one, following in pairwise(found)] + [REST * timeline.rate]
    with target.open("w", encoding="utf-8", newline="\n") as file:
        file.writelines(f"[{name}:{value}]\n" for name, value in _header(narration))
        for one, silence in zip(found, silences, strict=False):
            file.write(f"[{short_stamp(one.begin, timeline.rate)}]{text(one)}\n")
            if silence >= REST * timeline.rate:
                file.write(f"[{short_stamp(one.finish, timeline.rate)}]\n")


def harmless(text: str) -> str:
    """Text in which nothing looks like a time or tag."""
    return _TAG.sub(lambda bracket: bracket[0] + GUARD, text)


def _header(narration: Narration) -> Iterator[tuple[str, str]]:
    article = narration.script.article
    known = {"ti": article.title, "ar": ", ".join(article.authors), "al": article.site, "la": article.language}
    yield from ((name, flat(value).replace("]", ")")) for name, value in known.items() if value)
    yield "length", clock(narration.timeline.length // narration.timeline.rate).removeprefix("00:")
    yield "re", "Narrate"
