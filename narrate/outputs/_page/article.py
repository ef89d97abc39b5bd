"""An article as markup, each spoken sentence and word an element of its own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING

from narrate import words
from narrate.outputs._page.markup import absolute, attribute, cells_of, direction, in_cells, marked, shown
from narrate.outputs._said import Said, spoken
from narrate.text.language import primary

if TYPE_CHECKING:
    from narrate.model import Block, Narration

PARTS = "outside the part"
"""The rule under which `text.part` lists what was not asked for."""
NUMBERED = re.compile(r"(\d{1,9})\.?")
MARKED = re.compile(r"\s*(?:\d{1,4}|\w)[.)]\s")
"""An item whose text begins with its number, as some readers leave it, needs no bullet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """A sentence's times, in samples of the programme; `words` are the begins of its elements, in order."""

    begin: int
    finish: int
    important: bool
    words: tuple[int, ...]


def _placed(narration: Narration) -> Iterator[tuple[Block, list[Said]]]:
    """Every block that was to be read, with its sentences; both lists are in the order of reading."""
    script = narration.script
    sentences = list(spoken(narration))
    sentences.reverse()
    found: list[tuple[Block, list[Said]]] = []
    for block in script.article.blocks:
        own: list[Said] = []
        while sentences and sentences[-1].sentence.block == block and _follows(own, sentences[-1]):
            own.append(sentences.pop())
        found.append((block, own))
    if any(one.rule == PARTS for one in script.removed):
        told = [place for place, (_, own) in enumerate(found) if own] or [0]
        found = found[told[0] : told[-1] + 1]
    return iter(found)


def _follows(before: list[Said], one: Said) -> bool:
    """Whether it stands behind the others: the same text twice is two blocks."""
    return not before or before[-1].sentence.end <= one.sentence.start


def written(narration: Narration, labels: Mapping[str, str]) -> tuple[str, tuple[Spoken, ...]]:
    """The article's elements, and the times of its sentences: that of the n-th cue is the element `s{n}`."""
    article = narration.script.article
    writer = _Writer(language_of(narration), direction(block.text for block in article.blocks), labels)
    articles = [list(group) for _, group in groupby(_placed(narration), key=lambda one: one[0].anchor.source)] or [[]]
    for number, group in enumerate(articles):
        titled = any(block.kind == "title" for block, _ in group)
        writer.begin(titled, article.title if len(articles) == 1 else "", number)
        for block, said in group:
            writer.add(block, said)
    writer.leave()
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
    headings: list[int] = field(default_factory=list)
    """Levels of the headings above."""
    group: str = ""
    """The element that is open around quotes, or pictures."""
    lists: list[tuple[int, str]] = field(default_factory=list)
    """Level and kind of the lists that are open, each with an open item."""

    def add(self, block: Block, said: list[Said]) -> None:
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

    def begin(self, titled: bool, title: str, number: int) -> None:
        """Begin an article; one without a title gets a heading that only screen readers tell."""
        self.leave()
        self.headings = []
        if not titled:
            named = shown(" ".join(title.split())) or escape(self.labels["article"])
            self.pieces += ["<hr>"] if number else []
            self.pieces.append(f'<h1 class="unseen">{named}</h1>')

    def leave(self) -> None:
        """Close lists and groups."""
        while self.lists:
            self.pieces.append(f"</li></{self.lists.pop()[1][:2]}>")
        if self.group:
            self.pieces.append(f"</{self.group}>")
            self.group = ""

    def simple(self, block: Block, said: list[Said]) -> None:
        facts, text = self.facts(block), self.running(block, said)
        if block.kind == "title":
            self.headings = []
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

    def item(self, block: Block, said: list[Said]) -> None:
        if self.group:
            self.leave()
        level = max(1, block.level)
        number = NUMBERED.fullmatch(block.marker)
        numbered = block.marker or MARKED.match(block.text)
        kind = "ol" if number else 'ul class="marked" role="list"' if numbered else "ul"
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

    def table(self, block: Block, said: list[Said]) -> None:
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

    def row(self, block: Block, at: int, line: str, one: Said | None, *, headed: bool) -> str:
        """A row whose text begins at a place of the block's."""
        cells = list(cells_of(line))
        timed = list(in_cells(words.timed(one.cue), one.sentence.start - at, cells)) if one and one.cue else []
        facts = self.sentence(one, block, [begin for _, _, begin in timed]) if one else ""
        made = []
        for start, end in cells:
            own = [(begin, finish) for begin, finish, _ in timed if start <= begin and finish <= end]
            tag = "th" if headed and line[start:end].strip() else "td"
            scope = ' scope="col"' if tag == "th" else ""
            made.append(f"<{tag}{scope}>{marked(line, start, end, own).strip()}</{tag}>")
        return f"<tr{facts}>{''.join(made)}</tr>"

    def running(self, block: Block, said: list[Said]) -> str:
        """A block's text with its sentences and words; what is between them stays."""
        made: list[str] = []
        last = 0
        for one in said:
            sentence = one.sentence
            timed = words.timed(one.cue) if one.cue else ()
            facts = self.sentence(one, block, [word.begin for word in timed])
            text = marked(block.text, sentence.start, sentence.end, absolute(sentence, timed))
            made += shown(block.text[last : sentence.start]), f"<span{facts}>{text}</span>" if facts else text
            last = sentence.end
        return "".join([*made, shown(block.text[last:])])

    def sentence(self, one: Said, block: Block, begins: Sequence[int]) -> str:
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
        return "" if primary(own) == primary(around) else attribute("lang", own)
