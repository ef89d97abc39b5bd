"""Words as they are written, and when each of them sounds."""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate

from narrate.model import ANCHOR, SEPARATOR, TERMINATOR, Cue, Sentence, Word

CHUNK = re.compile(r"\S+")
OUTSIDE = frozenset("PSZC")  # first letters of the Unicode categories of punctuation, symbols, separators, controls
UNSPACED = re.compile(
    r"[\u3400-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"  # Han: each character is a word, nearly
    r"|[\u3041-\u309f]+|[\u30a0-\u30ff\uff66-\uff9f]+"  # Hiragana, Katakana
    r"|[\u0e00-\u0e7f]+|[\u0e80-\u0eff]+|[\u1000-\u109f]+|[\u1780-\u17ff]+"  # Thai, Lao, Burmese, Khmer
)
PIECE = re.compile(rf"{UNSPACED.pattern}|[^\s\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3041-\u30ff\u3400-\u9fff"
                   r"\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff]+")  # fmt: skip
BY_LETTERS = "by letters"
"""How a time was come by that no mark of the engine tells: the sentence's share that its letters and rests have."""

LETTER, WORD, CLAUSE, LAST = 2, 1, 8, 6
"""How long a letter takes, a word's first one more, a rest between clauses, and the last letter of a sentence, which is
drawn out, more. By letters alone, words of five voices began 82 to 120 ms (median) off their place; so, 53 to 93."""
CLAUSES = re.compile(r"(?<=[,;:.!?…—–])\s|[，、。；：！？]|(?<=[,;:.!?…—–][\"'”’»)\]])\s")

Span = tuple[int, int]


def chunks(text: str) -> Iterator[Span]:
    """Start and end of each piece between white space."""
    for chunk in CHUNK.finditer(text):
        yield chunk.start(), chunk.end()


def core(text: str, start: int, end: int) -> Span:
    """`start:end` without the punctuation and symbols around it; empty when there is nothing else."""
    while start < end and unicodedata.category(text[start])[0] in OUTSIDE:
        start += 1
    while start < end and unicodedata.category(text[end - 1])[0] in OUTSIDE:
        end -= 1
    return start, end


def words(text: str) -> Iterator[Span]:
    """Start and end of each word between white space, without the punctuation around it."""
    for start, end in chunks(text):
        start, end = core(text, start, end)
        if start < end:
            yield start, end


def written(text: str) -> Iterator[Span]:
    """Start and end of each word as a reader sees it: also within writing that has no blanks between words."""
    for piece in PIECE.finditer(text):
        start, end = core(text, *piece.span())
        if start < end:
            yield start, end


def annotated_places(text: str) -> list[int]:
    """For each place of the text without its phonemes (`model.without_phonemes`), and its end, the place in `text`."""
    places: list[int] = []
    at = 0
    for match in re.finditer(f"{ANCHOR}|{SEPARATOR}[^{TERMINATOR}]*{TERMINATOR}", text):
        places += range(at, match.start())
        at = match.end()
    return [*places, *range(at, len(text) + 1)]


def said(sentence: Sentence) -> Iterator[tuple[Span, Span]]:
    """What is highlighted at once: places of the written sentence, and of `spoken`, that belong together.

    A written word, or an edit with all the words that it touches. What is not spoken has no place here.
    """
    spoken = sentence.spoken
    for start, end in _units(sentence):
        begin, finish = core(spoken, _heard(sentence, start, False), _heard(sentence, end, True))
        if begin < finish:
            yield (start, end), (begin, finish)


def _units(sentence: Sentence) -> Iterator[Span]:
    """Written words, those that an edit touches joined with it; ascending, never overlapping."""
    edits = [(edit.start, edit.end) for edit in sentence.edits if edit.start < edit.end]
    last: Span | None = None
    for start, end in sorted([*written(sentence.text), *edits]):
        if last is not None and start < last[1]:
            last = last[0], max(last[1], end)
            continue
        if last is not None:
            yield last
        last = start, end
    if last is not None:
        yield last


def _heard(sentence: Sentence, offset: int, before: bool) -> int:
    """The place in `spoken` of a written offset that lies in no edit; `before` what is only put in there, or behind."""
    shift = 0
    for edit in sentence.edits:
        if edit.start > offset or (edit.start == offset and (before or edit.end > offset)):
            break
        shift += len(edit.spoken) - (edit.end - edit.start)
    return offset + shift


def timed(cue: Cue) -> tuple[Word, ...]:
    """When each written word of a cue sounds: ascending, each with a length, inside the cue; none is missing.

    Between and within the engine's marks, time goes by letters.
    """
    units = list(said(cue.sentence))
    length = cue.finish - cue.begin
    if length < len(units):
        return ()  # no samples to share
    letters = _letters(cue.sentence.spoken)
    places, samples = _anchors(cue, letters, length)
    begun = {letters[mark.start]: mark.estimated for mark in cue.marks}
    finished = {letters[mark.end]: mark.estimated for mark in cue.marks}
    found: list[Word] = []
    last = 0
    for number, ((start, end), (first, after)) in enumerate(units):
        ways = begun.get(letters[first], BY_LETTERS), finished.get(letters[after], BY_LETTERS)
        room = length - (len(units) - number - 1)  # a sample for each word that follows
        begin = min(max(last, _at(letters[first], places, samples, last=True)), room - 1)
        last = min(max(begin + 1, _at(letters[after], places, samples, last=False)), room)
        word = Word(
            start=start, end=end, begin=cue.begin + begin, finish=cue.begin + last,
            estimated=" and ".join(dict.fromkeys(filter(None, ways))),
        )  # fmt: skip
        found.append(word)
    return tuple(found)


def _letters(text: str) -> list[int]:
    """How long it takes to reach each place, in half letters; phonemes that a word carries take no time."""
    seen = _visible(text)
    weights = [LETTER * letter.isalnum() for letter in seen]
    sounding = [place for place, weight in enumerate(weights) if weight]
    firsts = {core(seen, *chunk)[0] for chunk in chunks(seen)}
    for place in sounding:
        weights[place] += WORD * (place in firsts)
    for clause in CLAUSES.finditer(seen, 0, sounding[-1] if sounding else 0):
        weights[clause.start()] += CLAUSE
    if sounding:
        weights[sounding[-1]] += LAST
    return [0, *accumulate(weights)]


def _visible(text: str) -> str:
    """The text with blanks for the phonemes of annotated words; offsets stay."""
    if ANCHOR not in text:
        return text
    return re.sub(f"{SEPARATOR}[^{TERMINATOR}]*", lambda hidden: " " * len(hidden.group()), text)


def _anchors(cue: Cue, letters: list[int], length: int) -> tuple[list[int], list[int]]:
    """Counts of letters and the samples at which they are reached; both ascend."""
    places, samples = [0], [0]
    for mark in cue.marks:
        for place, sample in ((letters[mark.start], mark.begin), (letters[mark.end], mark.finish)):
            places.append(max(places[-1], place))
            samples.append(min(max(samples[-1], sample), length))
    return [*places, max(places[-1], letters[-1])], [*samples, length]


def _at(place: int, places: list[int], samples: list[int], *, last: bool) -> int:
    """The sample at which so many letters are said: of those with the same count the `last`, or the first, one."""
    if last:
        right = bisect_right(places, place)
        left = right - 1
    else:
        right = bisect_left(places, place)
        left = right
    if left < len(places) and places[left] == place:
        return samples[left]
    left = right - 1
    share = (place - places[left]) / (places[right] - places[left])
    return round(samples[left] + share * (samples[right] - samples[left]))
