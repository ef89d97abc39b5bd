"""Pages of a book from an article's blocks: XHTML whose sentences, or words, have ids, and when each sounds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from narrate.contracts import CELL
from narrate.model import Block, Cue, Sentence
from narrate.outputs._clock import milliseconds
from narrate.outputs._said import Said
from narrate.outputs.epub.markup import content, spoken_in
from narrate.outputs.epub.overlay import Par
from narrate.words import timed

OPENING = 100
"""Letters of a line of the contents that an article's first words are."""
SKIPPABLE = {"note": "footnote", "table": "table", "item": "list", "figure": "figure"}
"""The `epub:type` of what a listener may skip or leave."""
_OPEN = {"byline": '<p class="byline">', "date": '<p class="date">', "caption": '<p class="caption">'}


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A block with its sentences in order; none for a break."""

    block: Block
    said: tuple[Said, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A line of the table of contents."""

    text: str
    ref: str
    """The heading's id."""
    depth: int
    begin: int
    finish: int
    """Milliseconds in which the heading itself sounds; equal when it was skipped."""


@dataclass(slots=True, kw_only=True)
class Page:
    """A page in the making."""

    language: str
    rate: int
    words: bool
    """Whether single words have ids, and not the sentences."""
    lines: list[str] = field(default_factory=list)
    pars: list[Par] = field(default_factory=list)
    entries: list[Entry] = field(default_factory=list)
    _levels: list[int] = field(default_factory=list)
    _open: list[str] = field(default_factory=list)
    """What closes the lists and quotations that are open."""
    _types: list[tuple[str, str]] = field(default_factory=list)
    _count: int = 0
    _blocks: int = 0

    def fill(self, passages: Iterable[Passage]) -> None:
        for passage in passages:
            self._blocks += 1
            self._surround(passage.block)
            self._put(passage)
        self._leave(0)

    def open_with(self, passages: Iterable[Passage], *, begins: bool) -> None:
        """Give a page that `begins` an article without a title a line of the contents: the article's first words."""
        said = [passage for passage in passages if passage.said]
        kinds = [passage.block.kind for passage in said]
        if not begins or not kinds or kinds[0] == "heading" or "title" in kinds:
            return
        sentence, cue, _ = said[0].said[0]
        begin, finish = (milliseconds(at, self.rate) for at in ((cue.begin, cue.finish) if cue else (0, 0)))
        text = " ".join(sentence.text.split())
        text = text if len(text) <= OPENING else text[: OPENING - 1].rstrip() + "…"
        self.entries.insert(0, Entry(text=text, ref="s1", depth=1, begin=begin, finish=finish))

    def _surround(self, block: Block) -> None:
        """Open and close the lists and the quotation around a block."""
        if block.kind == "item":
            depth = max(1, block.level)
            if self._open and self._open[-1] == "</blockquote>":
                self._leave(0)
            self._leave(depth)
            name = "ol" if block.marker else "ul"
            if len(self._open) == depth and not self._open[-1].startswith(f"</{name}>"):
                self._leave(depth - 1)  # a list with numbers beside one without
            while len(self._open) < depth:
                self._list(name)
        elif block.kind == "quote":
            if self._open and self._open[-1] != "</blockquote>":
                self._leave(0)
            if not self._open:
                self.lines.append("<blockquote>\n")
                self._open.append("</blockquote>")
        else:
            self._leave(0)

    def _list(self, name: str) -> None:
        """Open a list; one within another stands in an item of its own."""
        ref = f"l{self._blocks}-{len(self._open)}"
        inner = bool(self._open)
        self.lines.append('<li class="inner">' if inner else "")
        self.lines.append(f'<{name} id="{ref}"' + (' class="marked">\n' if name == "ol" else ">\n"))
        self._open.append(f"</{name}>" + ("</li>" if inner else ""))
        self._types.append((ref, SKIPPABLE["item"]))

    def _leave(self, depth: int) -> None:
        while len(self._open) > depth:
            self.lines.append(self._open.pop() + "\n")
            if self._types:
                self._types.pop()

    def _put(self, passage: Passage) -> None:
        block = passage.block
        own = spoken_in(block.language, self.language)
        match block.kind:
            case "break":
                self.lines.append("<hr/>\n")
            case "title" | "heading":
                self._heading(passage, own)
            case "table":
                self._table(passage, own)
            case "code":
                self.lines.append(f"<pre{own}><code>{self._text(passage, code=True)}</code></pre>\n")
            case "item":
                marker = f'<span class="marker">{content(block.marker)}</span> ' if block.marker else ""
                self.lines.append(f"<li{own}>{self._text(passage, before=marker)}</li>\n")
            case "note":
                text, ref = self._skippable(passage)
                self.lines.append(
                    f'<aside id="{ref}" epub:type="footnote" role="doc-footnote"{own}><p>{text}</p></aside>\n'
                )
            case "figure":
                text, ref = self._skippable(passage)
                self.lines.append(f'<p class="figure" id="{ref}"{own}>{text}</p>\n')
            case kind:
                head = _OPEN.get(kind, "<p>")[:-1]
                self.lines.append(f"{head}{own}>{self._text(passage)}</p>\n")

    def _skippable(self, passage: Passage) -> tuple[str, str]:
        """A block's text, and the id by which the overlay calls it what a listener may skip."""
        ref = f"n{self._blocks}"
        self._types.append((ref, SKIPPABLE[passage.block.kind]))
        text = self._text(passage)
        self._types.pop()
        return text, ref

    def _heading(self, passage: Passage, own: str) -> None:
        """A heading one deeper than the last of a lower level: none is left out, as ears and checkers want it."""
        block = passage.block
        level = 0 if block.kind == "title" else max(1, block.level)
        while self._levels and self._levels[-1] >= level:
            self._levels.pop()
        self._levels.append(level)
        name, ref = f"h{min(6, len(self._levels))}", f"h{self._blocks}"
        self.lines.append(f'<{name} id="{ref}"{own}>{self._text(passage)}</{name}>\n')
        cues = [one.cue for one in passage.said if one.cue]
        begin = milliseconds(cues[0].begin, self.rate) if cues else 0
        finish = milliseconds(cues[-1].finish, self.rate) if cues else 0
        text = " ".join(block.text.split())
        self.entries.append(Entry(text=text, ref=ref, depth=len(self._levels), begin=begin, finish=finish))

    def _text(self, passage: Passage, *, before: str = "", code: bool = False) -> str:
        """A block's text; what stands `before` it is in its first sentence."""
        text, last = passage.block.text, 0
        pieces: list[str] = []
        for sentence, cue, _ in passage.said:
            pieces.append(_plain(text[last : sentence.start], code))
            around = passage.block.language or self.language
            pieces.append(self._sentence(sentence, cue, before, around, code))
            before, last = "", sentence.end
        return "".join([before, *pieces, _plain(text[last:], code)])

    def _sentence(self, sentence: Sentence, cue: Cue | None, before: str, around: str, code: bool) -> str:
        self._count += 1
        ref = f"s{self._count}"
        own = spoken_in(sentence.language, around)
        inner = _plain(sentence.text, code)
        if cue is not None and self.words:
            inner = self._worded(ref, cue, code)
        elif cue is not None:
            self._time(ref, cue.begin, cue.finish)
        return f'<span id="{ref}"{own}>{before}{inner}</span>'

    def _worded(self, ref: str, cue: Cue, code: bool, shift: int = 0, until: int | None = None) -> str:
        """The sentence's text from `shift` to `until`, each word in it with an id."""
        text, last = cue.sentence.text, shift
        pieces: list[str] = []
        for number, word in enumerate(timed(cue), 1):
            if word.start < shift or (until is not None and word.start >= until):
                continue
            end = word.end if until is None else min(word.end, until)
            pieces.append(_plain(text[last : word.start], code))
            pieces.append(f'<span id="{ref}-{number}">{_plain(text[word.start : end], code)}</span>')
            self._time(f"{ref}-{number}", word.begin, word.finish)
            last = end
        return "".join([*pieces, _plain(text[last:until], code)])

    def _time(self, ref: str, begin: int, finish: int) -> None:
        par = Par(
            ref=ref, begin=milliseconds(begin, self.rate), finish=milliseconds(finish, self.rate),
            types=tuple(self._types),
        )  # fmt: skip
        self.pars.append(par)

    def _table(self, passage: Passage, own: str) -> None:
        """Rows of cells. A sentence is a row; one that is not stands in its row's first cell as it is."""
        name = f"t{self._blocks}"
        self._types.append((name, SKIPPABLE["table"]))
        self.lines.append(f'<table id="{name}"{own}>\n')
        starts = {one.sentence.start: one for one in passage.said}
        at = 0
        for number, line in enumerate(passage.block.text.split("\n")):
            cell = "th" if number == 0 and passage.block.level else "td"
            self.lines.append(self._row(line, starts.get(at), cell))
            at += len(line) + 1
        self.lines.append("</table>\n")
        self._types.pop()

    def _row(self, line: str, said: Said | None, cell: str) -> str:
        scope = ' scope="col"' if cell == "th" else ""
        self._count += 1
        ref = f"s{self._count}"
        cells, at = [], 0
        for text in line.split(CELL):
            inner = _plain(text, False)
            if said and said.cue and self.words:
                inner = self._worded(ref, said.cue, False, at, at + len(text))
            cells.append(f"<{cell}{scope}>{inner}</{cell}>")
            at += len(text) + len(CELL)
        if said and said.cue and not self.words:
            self._time(ref, said.cue.begin, said.cue.finish)
        return f'<tr id="{ref}">{"".join(cells)}</tr>\n'


def _plain(text: str, code: bool) -> str:
    return content(text) if code else content(text).replace("\n", "<br/>\n")


def passages(blocks: Iterable[Block], said: Iterable[Said]) -> Iterator[Passage]:
    """The blocks of which something is said, in the order in which it is said, with the breaks between them."""
    groups: list[list[Said]] = []
    for one in said:
        last = groups[-1][-1].sentence if groups else None
        if last and last.block == one.sentence.block and last.end <= one.sentence.start:
            groups[-1].append(one)
        else:
            groups.append([one])
    waiting, broken = iter(groups), None
    group = next(waiting, None)
    for block in blocks:
        if block.kind == "break":
            broken = block
        elif group and group[0].sentence.block == block:
            if broken:
                yield Passage(block=broken)
            yield Passage(block=block, said=tuple(group))
            group, broken = next(waiting, None), None
    while group:
        yield Passage(block=group[0].sentence.block, said=tuple(group))
        group = next(waiting, None)
