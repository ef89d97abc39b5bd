"""What a line of a book's contents sounds like: the heading that it leads to, as it was spoken on its page."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, NamedTuple

from narrate.outputs._clock import milliseconds
from narrate.words import BY_LETTERS, timed

if TYPE_CHECKING:
    from narrate.model import Cue
    from narrate.outputs.epub.scan import Element, Scan

NEAR = 4
"""Sentences at the place that a line leads to among which its words are looked for."""
TOGETHER = 3
"""Sentences that one line may name: "Chapter Two", "The Storm"."""
SHARED, LIKE = 0.75, 0.9
"""Share of words, or of letters, that a line and what is spoken have in common where both say the same."""
TITLES = ("h1", "h2", "h3", "h4", "h5", "h6", "p", "li", "dt", "dd", "caption", "figcaption")
"""Elements that are led to as a whole when a line leads to an anchor within them."""
_WORD = re.compile(r"[^\W_]+")
_FIGURE = re.compile(r"\d+|\b[ivxlcdm]+\b", re.IGNORECASE)
_NUMBER = re.compile(r"^\W*(?:\d+|[ivxlcdm]+)[.):]?\s+", re.IGNORECASE)
"""What a line has before a title."""
_TAG = re.compile(rb"<[^>]*>")


class Stretch(NamedTuple):
    """Milliseconds of a sound file."""

    sound: str
    begin: int
    finish: int


@dataclass(frozen=True, slots=True)
class Heard:
    """A sentence of a document: its first sign there, and the sound file that it is in."""

    first: int
    cue: Cue
    sound: str
    shift: int
    """The programme's millisecond in which that file begins."""
    rate: int

    def stretch(self, begin: int, finish: int) -> Stretch:
        """Samples of the programme as a stretch of the file."""
        edges = (milliseconds(sample, self.rate) - self.shift for sample in (begin, finish))
        return Stretch(self.sound, *edges)

    def upto(self, other: Heard) -> Stretch:
        return self.stretch(self.cue.begin, other.cue.finish)


@dataclass(slots=True)
class Spoken:
    """All that is heard of a book, by document; each in the order of its signs."""

    scans: Mapping[str, Scan]
    heard: dict[str, list[Heard]] = field(default_factory=dict)
    _titles: dict[tuple[str, str], Stretch] = field(default_factory=dict)

    def add(self, document: str, sentences: Iterable[Heard]) -> None:
        """Take down a stretch of the programme that sounds in a document."""
        own = self.heard.setdefault(document, [])
        for one in sentences:
            own.append(one)
            block = one.cue.sentence.block
            if block.kind in ("heading", "title"):
                key, now = (document, letters(block.text)), one.upto(one)
                known = self._titles.get(key)
                if known is None:
                    self._titles[key] = now
                elif one.cue.sentence.start and (known.sound, known.begin) < now:
                    self._titles[key] = Stretch(now.sound, known.begin, now.finish)
        own.sort(key=lambda one: one.first)

    def line(self, label: str, document: str, fragment: str) -> Stretch | None:
        """What says a line that leads to a place; None when its words are never spoken."""
        wanted = letters(label)
        near = list(self._near(document, fragment))
        best, found = max(((_alike(label, one), one) for one in near), key=lambda pair: pair[0], default=(0.0, []))
        if best == 1.0:
            return found[0].upto(found[-1])
        exact = self._titles.get((document, wanted))
        if exact or best:
            return exact or found[0].upto(found[-1])
        own = [name for page, name in self._titles if page == document and wanted.endswith(name)]
        longest = max(own, key=len, default="")
        if 2 * len(longest) > len(wanted):
            return self._titles[document, longest]
        elsewhere = (stretch for (_, name), stretch in self._titles.items() if name == wanted)
        return next(elsewhere, None) or next(_within(label, (one[0] for one in near if len(one) == 1)), None)

    def _near(self, document: str, fragment: str) -> Iterator[list[Heard]]:
        """Runs of sentences at the place that is led to."""
        if document not in self.heard:
            return
        start = _start(self.scans[document], fragment)
        own = [one for one in self.heard[document] if one.first >= start][: NEAR + TOGETHER]
        for first in range(min(NEAR, len(own))):
            for last in range(first, min(first + TOGETHER, len(own))):
                run = own[first : last + 1]
                order = [one.cue.begin for one in run]
                if len({one.sound for one in run}) == 1 and order == sorted(order):
                    yield run


def lines(scan: Scan) -> Iterator[tuple[Element, str, str]]:
    """The lines of the table of contents in a document that holds one: each with what is shown and where it leads to.

    One that is no link leads to where the first one below it does.
    """
    for number, element in enumerate(scan.elements):
        outer = element.parent
        line = element.local == "a" or (element.local == "span" and outer is not None and outer.local == "li")
        if line and outer and element.first < element.last and _in_contents(element):
            below = (one.href for one in scan.elements[number:] if one.begin < outer.end and one.href)
            yield element, _shown(scan, element), next(below, "")


def _shown(scan: Scan, element: Element) -> str:
    """An element's signs with blanks where its markup has them."""
    pieces: list[str] = []
    for n in range(element.first, element.last):
        between = scan.data[scan.ends[n - 1] : scan.begins[n]] if pieces else b""
        pieces += [" " if any(byte in b" \t\r\n" for byte in _TAG.sub(b"", between)) else "", scan.signs[n]]
    return "".join(pieces)


def _in_contents(element: Element | None) -> bool:
    while element:
        if element.is_contents:
            return True
        element = element.parent
    return False


def letters(text: str) -> str:
    """What tells a heading from others, whatever its marks and case."""
    return "".join(filter(str.isalnum, text.casefold()))


def _start(scan: Scan, fragment: str) -> int:
    """The first sign of the place that a fragment names: of the whole heading, for an anchor in one."""
    element: Element | None = next((one for one in scan.elements if fragment and one.id == fragment), None)
    if element is None:
        return 0
    outer: Element | None = element
    while outer and outer.local not in TITLES:
        outer = outer.parent if outer.inline else None
    return outer.first if outer else element.first


def _alike(label: str, run: list[Heard]) -> float:
    """How far a line and sentences say the same, 1 for just the same letters; 0 when they do not.

    Either may say more, as a number before the title, but less than the other has; figures may not differ.
    """
    sentences = [one.cue.sentence for one in run]
    texts = (" ".join(one.text for one in sentences), " ".join(one.spoken for one in sentences))
    return max(_likeness(line, text) for line in (label, _NUMBER.sub("", label)) for text in texts)


def _likeness(label: str, text: str) -> float:
    """As `_alike`, for texts."""
    own, other = letters(label), letters(text)
    if own == other or not own or not other:
        return float(own == other)
    ratio = 2 * min(len(own), len(other)) / (len(own) + len(other))
    words, others = (_WORD.findall(one.casefold()) for one in (label, text))
    longer, shorter = (words, others) if len(words) > len(others) else (others, words)
    if shorter in (longer[: len(shorter)], longer[-len(shorter) :]):
        return ratio if 3 * ratio > 2 else 0.0
    if _FIGURE.findall(label) != _FIGURE.findall(text) or ratio < SHARED:
        return 0.0
    first, second = Counter(words), Counter(others)
    same = _length(first & second) >= SHARED * _length(first | second)
    return ratio * SHARED if same or SequenceMatcher(None, own, other, autojunk=False).ratio() >= LIKE else 0.0


def _length(words: Counter[str]) -> int:
    return sum(len(word) * times for word, times in words.items())


def _within(label: str, sentences: Iterable[Heard]) -> Iterator[Stretch]:
    """The words of a line within sentences, where it is known when they sound."""
    wanted = letters(label)
    for one in sentences:
        words = [(letters(one.cue.sentence.text[word.start : word.end]), word) for word in timed(one.cue)]
        words = [(name, word) for name, word in words if name]
        for first in range(len(words)):
            joined = ""
            for last in range(first, len(words)):
                joined += words[last][0]
                if not wanted.startswith(joined):
                    break
                begin, finish = words[first][1], words[last][1]
                sure = (first == 0 or BY_LETTERS not in begin.estimated) and (
                    last == len(words) - 1 or BY_LETTERS not in finish.estimated
                )
                if joined == wanted and sure:
                    yield one.stretch(begin.begin, finish.finish)
