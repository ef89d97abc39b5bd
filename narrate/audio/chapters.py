"""Chapters of a programme: from its headings, none too short to be one, and no more than players take."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from narrate.errors import OutputError
from narrate.model import Block, Chapter, Cue, Timeline

SHORTEST = 10.0
"""Seconds: what YouTube takes at least; Spotify asks for 30 and has shorter ones merged with the next."""
MOST = 255
"""ID3's table of contents counts its chapters, and MP4's list of them, with one byte."""
FEW = 40
"""Chapters up to which several articles in one programme keep their headings; a longer list is one of articles."""
TITLE, OPENING = 100, 60
"""Letters of a chapter's title at most, and of one that is taken from running text."""
BETWEEN = " – "
"""Stands between the titles of chapters that became one."""


@dataclass(frozen=True, slots=True)
class _Start:
    """Where a chapter may begin: 0 is the depth of an article, 1 and more those of headings."""

    title: str
    begin: int
    depth: int


def chapters(cues: Sequence[Cue], length: int, rate: int) -> tuple[Chapter, ...]:
    """A chapter for each heading, and one for what comes before the first; none without headings.

    A programme of several articles has one for each article at least. Deeper headings go where all would be too many.
    They tile `length` samples at `rate`.
    """
    starts = _starts(cues)
    articles = sum(one.depth == 0 for one in starts)
    starts = _outermost(starts, FEW if articles > 1 else MOST)
    least, merged = SHORTEST, _long_enough(starts, length, SHORTEST * rate, articles=True)
    while len(merged) > MOST:
        least *= 1.5
        merged = _long_enough(starts, length, least * rate, articles=False)
    if len(merged) < 2:
        return ()
    ends = [one.begin for one in merged[1:]] + [length]
    return tuple(
        Chapter(title=_cut(one.title, TITLE), begin=one.begin, finish=end)
        for one, end in zip(merged, ends, strict=True)
    )


def check(timeline: Timeline) -> None:
    """Raise `OutputError` for chapters that no player could make sense of."""
    last = 0
    for number, one in enumerate(timeline.chapters, 1):
        what = f"chapter {number} (“{_cut(one.title, OPENING)}”)"
        if one.begin < 0 or one.finish <= one.begin:
            raise OutputError(f"{what} lasts from {one.begin} to {one.finish}, which is no time")
        if one.begin < last:
            raise OutputError(f"{what} begins at {one.begin}, before the one ahead of it ends ({last})")
        if one.finish > timeline.length:
            raise OutputError(f"{what} ends at {one.finish}, behind the end of the sound ({timeline.length})")
        last = one.finish


def _starts(cues: Sequence[Cue]) -> list[_Start]:
    found: list[_Start] = []
    before: Block | None = None
    for cue in cues:
        block = cue.sentence.block
        if block is before:
            continue
        another = before is None or block.kind == "title" or block.anchor.source != before.anchor.source
        if another or block.kind == "heading":
            named = block.kind in ("title", "heading")
            title = " ".join(block.text.split())
            depth = 0 if another else max(1, block.level)
            found.append(_Start(title if named else _cut(title, OPENING), cue.begin if found else 0, depth))
        before = block
    return found


def _outermost(starts: list[_Start], most: int) -> list[_Start]:
    """Those of as many depths, from the outermost on, as together are no more than `most`; of one at least."""
    depths = sorted({one.depth for one in starts})
    while len(depths) > 1 and len(starts) > most:
        deepest = depths.pop()
        if deepest == 1 and not any(one.depth == 0 for one in starts[1:]):
            break  # of one article: nothing is left but its title
        starts = [one for one in starts if one.depth < deepest]
    return starts


def _long_enough(starts: list[_Start], length: int, least: float, *, articles: bool) -> list[_Start]:
    """Each that is shorter than `least` samples joined to the next; with `articles`, a whole one is never too short.

    The last one, and one before an outer heading or another article, is part of what is before it.
    """
    merged: list[_Start] = []
    waiting: list[_Start] = []
    for one, following in pairwise([*starts, _Start("", length, 0)]):
        waiting.append(one)
        begin = waiting[0].begin
        whole = articles and waiting[0].depth == following.depth == 0
        if whole or following.begin - begin >= least or (following.begin == length and not merged):
            title = BETWEEN.join(short.title for short in waiting if short.title)
            merged.append(_Start(title, begin, one.depth))
            waiting.clear()
        elif merged and following.depth < min(short.depth for short in waiting):
            waiting.clear()
    return merged


def _cut(text: str, most: int) -> str:
    return text if len(text) <= most else text[: most - 1].rstrip() + "…"
