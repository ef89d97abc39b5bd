"""Media overlays: which text sounds when (EPUB 3.3, section 9)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from narrate.outputs.epub.markup import attribute

SMIL_TYPE = "application/smil+xml"
BEFORE = 100
"""Milliseconds of the pause before a page's first word that belong to its sound."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Par:
    """An element of a page and the milliseconds of the programme in which it sounds."""

    ref: str
    """Its id."""
    begin: int
    finish: int
    types: tuple[tuple[str, str], ...] = ()
    """The structures around it that a listener may skip or leave, outermost first: an id and an `epub:type` each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Clip:
    """A stretch of one sound file, in milliseconds, for an element; without a file, a reading system says it itself."""

    ref: str
    sound: str = ""
    begin: int = 0
    finish: int = 0
    types: tuple[tuple[str, str], ...] = ()

    @property
    def length(self) -> int:
        return self.finish - self.begin


def begun(first: int, ended: int) -> int:
    """The millisecond in which a page's sound begins, its first word being at `first`, the last of the page before
    over at `ended`: at most half of the pause is its own."""
    return first - min(BEFORE, max(0, first - ended) // 2)


def tiled(pars: Iterable[Par], begin: int, finish: int) -> list[Par]:
    """The same, each until the next begins, so that nothing of `begin:finish` is left out and pauses stay.

    What has no length of its own goes. A book is then heard through its overlay as the programme sounds.
    """
    found = list(pars)
    edges = [begin]
    for par in found[1:]:
        edges.append(min(max(edges[-1], par.begin), finish))
    edges.append(finish)
    made = (replace(par, begin=edges[n], finish=edges[n + 1]) for n, par in enumerate(found))
    return [par for par in made if par.begin < par.finish]


def clock(milliseconds: int) -> str:
    """`h:mm:ss.mmm`, a full clock value."""
    seconds, rest = divmod(milliseconds, 1000)
    return f"{seconds // 3600}:{seconds // 60 % 60:02}:{seconds % 60:02}.{rest:03}"


def smil(page: str, clips: list[Clip]) -> str:
    """An overlay document for a page; paths as seen from the overlay."""
    head = (
        '<?xml version="1.0" encoding="utf-8"?>\n<smil xmlns="http://www.w3.org/ns/SMIL" '
        'xmlns:epub="http://www.idpf.org/2007/ops" version="3.0">\n'
        f'<body epub:textref="{attribute(page)}">\n'
    )
    return head + "".join(_nested(page, clips)) + "</body>\n</smil>\n"


def _nested(page: str, clips: list[Clip]) -> Iterator[str]:
    """The clips, within a `seq` for each structure around them."""
    open_now: tuple[tuple[str, str], ...] = ()
    for number, clip in enumerate(clips, 1):
        shared = 0
        while shared < min(len(open_now), len(clip.types)) and open_now[shared] == clip.types[shared]:
            shared += 1
        yield "</seq>\n" * (len(open_now) - shared)
        for ref, kind in clip.types[shared:]:
            yield f'<seq epub:textref="{attribute(page)}#{attribute(ref)}" epub:type="{attribute(kind)}">\n'
        open_now = clip.types
        times = f'clipBegin="{clock(clip.begin)}" clipEnd="{clock(clip.finish)}"'
        audio = f'<audio src="{attribute(clip.sound)}" {times}/>' if clip.sound else ""
        yield f'<par id="p{number}"><text src="{attribute(page)}#{attribute(clip.ref)}"/>{audio}</par>\n'
    yield "</seq>\n" * len(open_now)
