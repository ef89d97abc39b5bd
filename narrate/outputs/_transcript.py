"""A programme's text in paragraphs, with the time of each, and chapters' titles where they begin."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from narrate.captions.checks import check
from narrate.captions.pieces import plain

if TYPE_CHECKING:
    from narrate.model import Block, Cue, Kind, Narration


GUARD = "\u2060"
"""Unicode's word joiner, which nobody sees: within text that a format without escapes would take for its own marks."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Paragraph:
    """What was narrated of a block; or a chapter's title that no block has, as a heading."""

    kind: Kind
    lines: tuple[str, ...]
    """As they were written: a poem's, a table's rows, a program's."""
    begin: int
    """In samples."""
    level: int = 0
    marker: str = ""

    @property
    def text(self) -> str:
        """All of it on one line."""
        return flat(" ".join(self.lines))


def paragraphs(narration: Narration) -> Iterator[Paragraph]:
    """In the order of the programme; raises `OutputError` for times that can't be."""
    check(narration.timeline)
    chapters = list(narration.timeline.chapters)
    for block, group in groupby(narration.timeline.cues, key=lambda cue: cue.sentence.block):
        cues = list(group)
        lines = tuple(_lines(block, "".join(_sentences(cues))))
        begin = cues[0].begin
        while chapters and chapters[0].begin <= begin:
            title = flat(chapters.pop(0).title)
            named = block.kind in ("title", "heading")  # its own words are here, a chapter of several has them joined
            if title and not named and title not in (flat(block.text), flat(narration.script.article.title)):
                yield Paragraph(kind="heading", lines=(title,), begin=begin, level=1)
        if lines:
            yield Paragraph(kind=block.kind, lines=lines, begin=begin, level=block.level, marker=flat(block.marker))


def _sentences(cues: list[Cue]) -> Iterator[str]:
    """The sentences with what stands between them: nothing, a blank, or the end of a line."""
    last = cues[0].sentence.start
    for cue in cues:
        sentence = cue.sentence
        between = sentence.block.text[last : sentence.start]
        yield ("\n" if "\n" in between else " " if sentence.start > last else "") + sentence.text
        last = sentence.end


def _lines(block: Block, text: str) -> Iterator[str]:
    """Lines with something in them; only a program's keep their blanks."""
    code = block.kind == "code"
    for line in text.split("\n"):
        if flat(line):
            yield plain(line).rstrip() if code else flat(line)


def flat(text: str) -> str:
    """On one line, no blank doubled."""
    return " ".join(plain(text).split())


def about(narration: Narration) -> Iterator[str]:
    """The authors, the date, the place of an article, as far as they are known."""
    article = narration.script.article
    address = article.source if "://" in article.source else ""
    yield from filter(None, (flat(", ".join(article.authors)), article.published[:10], flat(article.site), address))
