"""An article as markup, each spoken sentence and word an element of its own."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import TYPE_CHECKING

from narrate import words

if TYPE_CHECKING:
    from narrate.model import Block, Cue, Narration, Sentence, Word

CELL = " | "
"""What readers put between the cells of a table's row; rows are lines."""
PARTS = "outside the part"
"""The rule under which `text.part` lists what was not asked for."""
LANGUAGE = re.compile(r"[A-Za-z]{2,8}(?:-[A-Za-z0-9]{1,8})*")
NUMBERED = re.compile(r"(\d{1,9})\.?")
MARKED = re.compile(r"\s*(?:\d{1,4}|\w)[.)]\s")
"""An item whose text begins with its number, as some readers leave it, needs no bullet."""
CONTROLS = dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(127, 160), *range(0xD800, 0xE000)), " ")
"""Controls and halves of characters: of no use in a page, and some of them faults in it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A sentence's times, in samples of the programme; `words` are the begins of its elements, in order."""

    begin: int
    finish: int
    important: bool
    words: tuple[int, ...]


def plain(text: str) -> str:
    """The text without characters that no page may hold."""
    return text.translate(CONTROLS)


def shown(text: str) -> str:
    return escape(plain(text), quote=False)


def attribute(name: str, value: str) -> str:
    """An attribute with a blank before it; nothing when it is empty, or no language tag where one is due."""
    if not value or (name == "lang" and not LANGUAGE.fullmatch(value)):
        return ""
    return f' {name}="{escape(plain(value))}"'


def direction(texts: Iterable[str]) -> str:
    """`rtl` or `ltr`, as most letters go."""
    kinds = [unicodedata.bidirectional(letter) for text in texts for letter in text]
    right = sum(kind in ("R", "AL") for kind in kinds)
    return "rtl" if right > kinds.count("L") else "ltr"


@dataclass(frozen=True, slots=True)
class _Said:
    """A sentence of a block, and when it sounds, if it does."""

    sentence: Sentence
    number: int = -1
    cue: Cue | None = None


def _placed(narration: Narration) -> Iterator[tuple[Block, list[_Said]]]:
    """Every block that was to be read, with its sentences; both lists are in the order of reading."""
    script = narration.script
    cues = list(enumerate(narration.timeline.cues))
    cues.reverse()
    sentences: list[_Said] = []
    for sentence in script.sentences:
        if cues and _same(cues[-1][1].sentence, sentence):
            sentences.append(_Said(sentence, *cues.pop()))
        else:
            sentences.append(_Said(sentence))
    sentences.reverse()
    found: list[tuple[Block, list[_Said]]] = []
    for block in script.article.blocks:
        own: list[_Said] = []
        while sentences and sentences[-1].sentence.block == block and _follows(own, sentences[-1]):
            own.append(sentences.pop())
        found.append((block, own))
    if any(one.rule == PARTS for one in script.removed):
        told = [place for place, (_, own) in enumerate(found) if own] or [0]
        found = found[told[0] : told[-1] + 1]
    return iter(found)


def _same(one: Sentence, other: Sentence) -> bool:
    return (one.start, one.end) == (other.start, other.end) and one.block == other.block


def _follows(before: list[_Said], one: _Said) -> bool:
    """Whether it stands behind the others: the same text twice is two blocks."""
    return not before or before[-1].sentence.end <= one.sentence.start


def markup(narration: Narration, labels: Mapping[str, str]) -> tuple[str, tuple[Spoken, ...]]:
    """The article's elements, and the times of its sentences: that of the n-th cue is the element `s{n}`."""
    article = narration.script.article
    writer = _Writer(language_of(narration), direction(block.text for block in article.blocks), labels)
    for block, said in _placed(narration):
        writer.add(block, said)
    writer.leave()
    if not writer.titled:
        title = shown(" ".join(article.title.split())) or escape(labels["article"])
        writer.pieces.insert(0, f'<h1 class="unseen">{title}</h1>')
    times = (
        Spoken(begin=cue.begin, finish=cue.finish, important=cue.sentence.important, words=writer.words.get(number, ()))
        for number, cue in enumerate(narration.timeline.cues)
    )
    return "\n".join(writer.pieces), tuple(times)


def language_of(narration: Narration) -> str:
    """The article's language, or that of its first sentence."""
    own = narration.script.article.language
    return own or next((one.language for one in narration.script.sentences if one.language), "")


@dataclass(slots=True)
class _Writer:
    """Turns blocks into elements: items into lists, quotes that follow each other into one, pictures with captions."""

    language: str
    direction: str
    labels: Mapping[str, str]
    pieces: list[str] = field(default_factory=list)
    words: dict[int, tuple[int, ...]] = field(default_factory=dict)
    """By the number of the sentence, when each of its words begins."""
    titled: bool = False
    headings: list[int] = field(default_factory=list)
    """Levels of the headings above."""
    group: str = ""
    """The element that is open around quotes, or pictures."""
    lists: list[tuple[int, str]] = field(default_factory=list)
    """Level and kind of the lists that are open, each with an open item."""

    def add(self, block: Block, said: list[_Said]) -> None:
        group = {"quote": "blockquote", "figure": "figure", "caption": "figure"}.get(block.kind, "")
        if block.kind == "item":
            return self.item(block, said)
        if group != self.group or self.lists:
            self.leave()
        if group and not self.group:
            self.pieces.append(f"<{group}>")
            self.group = group
        if block.kind == "break":
            self.pieces.append("<hr>")
        elif block.kind == "table":
            self.table(block, said)
        else:
            self.simple(block, said)
        return None

    def leave(self) -> None:
        """Close lists and groups."""
        while self.lists:
            self.pieces.append(f"</li></{self.lists.pop()[1][:2]}>")
        if self.group:
            self.pieces.append(f"</{self.group}>")
            self.group = ""

    def simple(self, block: Block, said: list[_Said]) -> None:
        facts, text = self.facts(block), self.running(block, said)
        if block.kind == "title":
            self.titled, self.headings = True, []
            self.pieces.append(f"<h1{facts}>{text}</h1>")
        elif block.kind == "heading":
            level = self.level(block.level)
            self.pieces.append(f"<h{level}{facts}>{text}</h{level}>")
        elif block.kind == "code":
            self.pieces.append(f"<pre{facts}><code>{text}</code></pre>")
        elif block.kind == "caption":
            self.pieces.append(f"<figcaption{facts}>{text}</figcaption>")
        elif block.kind == "figure":
            label = f'<span class="marker">{escape(self.labels["picture"])}</span> '
            self.pieces.append(f"<p{facts}>{label}{text}</p>")
        else:
            names = {"byline": ' class="byline"', "date": ' class="date"', "note": ' class="note" role="note"'}
            self.pieces.append(f"<p{names.get(block.kind, '')}{facts}>{text}</p>")

    def level(self, own: int) -> int:
        """A heading's level in the page: one below the heading above that it belongs to, so that none is left out."""
        while self.headings and self.headings[-1] >= own:
            self.headings.pop()
        self.headings.append(own)
        return min(6, 1 + len(self.headings))

    def item(self, block: Block, said: list[_Said]) -> None:
        if self.group:
            self.leave()
        level = max(1, block.level)
        number = NUMBERED.fullmatch(block.marker)
        marked = block.marker or MARKED.match(block.text)
        kind = "ol" if number else 'ul class="marked" role="list"' if marked else "ul"
        while self.lists and (self.lists[-1][0] > level or (self.lists[-1][0] == level and self.lists[-1][1] != kind)):
            self.pieces.append(f"</li></{self.lists.pop()[1][:2]}>")
        if self.lists and self.lists[-1][0] == level:
            self.pieces.append("</li>")
        else:
            self.pieces.append(f"<{kind}>")
            self.lists.append((level, kind))
        marker = "" if number or not block.marker else f'<span class="marker">{shown(block.marker)}</span> '
        facts = self.facts(block) + (f' value="{number[1]}"' if number else "")
        self.pieces.append(f"<li{facts}>{marker}{self.running(block, said)}")

    def table(self, block: Block, said: list[_Said]) -> None:
        """A row is a sentence; a table that is only announced is one as a whole."""
        facts = self.facts(block)
        whole = next((one for one in said if "\n" in block.text[one.sentence.start : one.sentence.end].strip()), None)
        if whole:
            facts += self.sentence(whole, block, ())
        rows: list[str] = []
        at = 0
        for line in block.text.split("\n"):
            own = next((one for one in said if at <= one.sentence.start < at + max(1, len(line))), None)
            if line.strip(" |"):
                rows.append(self.row(block, at, line, None if whole else own, headed=not rows and block.level == 1))
            at += len(line) + 1
        label = escape(self.labels["table"])
        body = "".join(rows)
        self.pieces.append(f'<div class="wide" role="region" aria-label="{label}" tabindex="0"><table{facts}>')
        self.pieces.append(f"{body}</table></div>")

    def row(self, block: Block, at: int, line: str, one: _Said | None, *, headed: bool) -> str:
        """A row whose text begins at a place of the block's."""
        cells = list(_cells(line))
        timed = list(_in_cells(words.timed(one.cue), one.sentence.start - at, cells)) if one and one.cue else []
        facts = self.sentence(one, block, [begin for _, _, begin in timed]) if one else ""
        made = []
        for start, end in cells:
            own = [(begin, finish) for begin, finish, _ in timed if start <= begin and finish <= end]
            tag = "th" if headed and line[start:end].strip() else "td"
            scope = ' scope="col"' if tag == "th" else ""
            made.append(f"<{tag}{scope}>{_marked(line, start, end, own).strip()}</{tag}>")
        return f"<tr{facts}>{''.join(made)}</tr>"

    def running(self, block: Block, said: list[_Said]) -> str:
        """A block's text with its sentences and words; what is between them stays."""
        made: list[str] = []
        last = 0
        for one in said:
            sentence = one.sentence
            timed = words.timed(one.cue) if one.cue else ()
            facts = self.sentence(one, block, [word.begin for word in timed])
            text = _marked(block.text, sentence.start, sentence.end, _absolute(sentence, timed))
            made += shown(block.text[last : sentence.start]), f"<span{facts}>{text}</span>" if facts else text
            last = sentence.end
        return "".join([*made, shown(block.text[last:])])

    def sentence(self, one: _Said, block: Block, begins: Sequence[int]) -> str:
        """The attributes of a sentence's element; takes down when its words sound."""
        facts = self.foreign(one.sentence.language, block.language or self.language)
        if one.cue is None:
            return facts
        self.words[one.number] = tuple(begins)
        return f' class="s" id="s{one.number}" tabindex="-1"{facts}'

    def facts(self, block: Block) -> str:
        """Language and direction, where they are not the article's."""
        way = direction([block.text])
        differs = way != self.direction and any(map(str.isalpha, block.text))
        return self.foreign(block.language, self.language) + (attribute("dir", way) if differs else "")

    def foreign(self, own: str, around: str) -> str:
        """The attribute for another language than the one around it."""
        alike = own.partition("-")[0].lower() == around.partition("-")[0].lower()
        return "" if alike else attribute("lang", own)


def _absolute(sentence: Sentence, timed: Iterable[Word]) -> list[tuple[int, int]]:
    return [(sentence.start + word.start, sentence.start + word.end) for word in timed]


def _marked(text: str, start: int, end: int, spans: Iterable[tuple[int, int]]) -> str:
    """`text[start:end]` with an element around each span."""
    pieces: list[str] = []
    last = start
    for begin, finish in spans:
        pieces += shown(text[last:begin]), f"<span>{shown(text[begin:finish])}</span>"
        last = finish
    return "".join([*pieces, shown(text[last:end])])


def _cells(line: str) -> Iterator[tuple[int, int]]:
    at = 0
    for cell in line.split(CELL):
        yield at, at + len(cell)
        at += len(cell) + len(CELL)


def _in_cells(timed: Iterable[Word], at: int, cells: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    """Start, end and begin of each word, of a sentence that begins `at` a place of the row, within one cell.

    A column's name that is said between cells counts as the next word.
    """
    before: int | None = None
    for word in timed:
        pieces = ((max(at + word.start, start), min(at + word.end, end)) for start, end in cells)
        start, end = max(pieces, key=lambda piece: piece[1] - piece[0], default=(0, 0))
        if start < end:
            yield start, end, word.begin if before is None else before
            before = None
        elif before is None:
            before = word.begin
