"""From a sentence to Kokoro's phonemes, keeping hold of which word each belongs to.

English is read by hibari's dictionaries, whose alphabet is Kokoro's own. Other languages are read by eSpeak NG, in a
process of its own, as they were when the voices were trained.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any, NamedTuple, Protocol

from narrate.engines._kokoro_alphabet import (
    INSIDE,
    PUNCTUATION,
    QUOTES,
    SWITCH,
    TIE,
    VOCABULARY,
    composed,
    given,
    written,
)
from narrate.engines._phonemes import ANNOTATED, CHUNK, NO_WORD, Phonemes, audible, parts
from narrate.engines._words import Broken, at_once, plain, wordless
from narrate.engines._workers import Workers
from narrate.words import core

Span = tuple[int, int]
OPENING, CLOSING = frozenset("“("), frozenset(';:,.!?…”)"')


class Reader(Protocol):
    """Reads one language. May be used by several threads."""

    def read(self, text: str) -> tuple[list[Span], list[Phonemes]]:
        """Start and end of each word of `text`, and the phonemes in parts that are short enough."""

    def close(self) -> None:
        """End what it started."""


class _English:
    def __init__(self, british: bool) -> None:
        import hibari.g2p.oov

        from narrate.engines import _hibari_words

        assets = Path(hibari.__file__).parent / "assets"
        network = hibari.g2p.oov.OOV(str(assets / ("oov_gb.onnx" if british else "oov.onnx")))
        self._reader = _hibari_words.Reader(network, dict(VOCABULARY), british)

    def read(self, text: str) -> tuple[list[Span], list[Phonemes]]:
        return self._reader.read(text)

    def close(self) -> None:
        pass


class _Piece(NamedTuple):
    """Letters of the alphabet, where they stand in the text, and whose they are."""

    at: int
    letters: list[str]
    owner: int


class _Foreign:
    def __init__(self, setting: Mapping[str, Any]) -> None:
        self._workers = Workers("eSpeak NG", "narrate.engines._espeak_phonemes", setting)

    def read(self, text: str) -> tuple[list[Span], list[Phonemes]]:
        seen = plain(text)
        spans = [match.span() for match in CHUNK.finditer(seen)]
        known = ANNOTATED.sub(lambda match: " " * len(match[0]), seen)
        pieces = sorted(
            [*self._sounds(known, spans), *_given(seen, spans), *_punctuation(known, spans)], key=lambda piece: piece.at
        )
        letters, owners = _joined(pieces, known)
        if not audible("".join(letters)):
            raise wordless(text)
        return [core(seen, *span) for span in spans], list(parts("".join(letters), owners))

    def _sounds(self, text: str, spans: Sequence[Span]) -> Iterator[_Piece]:
        """What eSpeak says of the text, by the words that it sees."""
        if not any(map(str.isalnum, text)):
            return
        broken = Broken(text, at_once)
        told = self._workers.ask({"text": broken.text}).head
        words = [(broken.origin(at), composed(sounds)) for at, sounds in told["words"]]
        if not words:
            return
        tied = composed(" ".join(SWITCH.sub("", clause) for clause in told["clauses"]))
        letters, owners = written(tied, _owners(words, tied))
        starts = [start for start, _ in spans]
        by_word: dict[int, list[str]] = {}
        for letter, owner in zip(letters, owners, strict=True):
            if letter != " ":
                by_word.setdefault(owner, []).append(letter)
        for number, found in by_word.items():
            at = words[number][0]
            yield _Piece(at, found, max(0, bisect_right(starts, at) - 1))

    def close(self) -> None:
        self._workers.close()


def reader(language: str, setting: Mapping[str, Any]) -> Reader:
    """For English, or else for what eSpeak's voice in `setting` speaks."""
    return _English(language == "en-GB") if language.startswith("en") else _Foreign(setting)


def _owners(words: Sequence[tuple[int, str]], tied: str) -> list[int]:
    """The number of the word that each letter of `tied` belongs to; what no word has goes with the one before."""
    sounds = "".join(sound for _, sound in words)
    whose = [number for number, (_, sound) in enumerate(words) for _ in sound]
    places = [place for place, letter in enumerate(tied) if letter not in (TIE, " ")]
    owners = [NO_WORD] * len(tied)
    bare = "".join(tied[place] for place in places)
    for ours, theirs, size in SequenceMatcher(None, sounds, bare, autojunk=False).get_matching_blocks():
        for step in range(size):
            owners[places[theirs + step]] = whose[ours + step]
    last = 0
    for place, owner in enumerate(owners):
        last = owners[place] = last if owner == NO_WORD else owner
    return owners


def _given(seen: str, spans: Sequence[Span]) -> Iterator[_Piece]:
    """Words that carry their pronunciation."""
    starts = [start for start, _ in spans]
    for match in ANNOTATED.finditer(seen):
        yield _Piece(match.start(), list(given(match[1])), bisect_right(starts, match.start()) - 1)


def _punctuation(text: str, spans: Sequence[Span]) -> Iterator[_Piece]:
    """The punctuation around words, and that inside which parts them."""
    for start, end in spans:
        first, last = core(text, start, end)
        for at in range(start, end):
            mark = QUOTES.get(text[at], text[at])
            if mark in PUNCTUATION and (not first <= at < last or text[at] in INSIDE):
                yield _Piece(at, [mark], NO_WORD)


def _joined(pieces: Sequence[_Piece], text: str) -> tuple[list[str], list[int]]:
    """All letters in order with blanks between words, and their owners."""
    letters: list[str] = []
    owners: list[int] = []
    before: _Piece | None = None
    for piece in pieces:
        if before is not None and _apart(before, piece, text):
            letters.append(" ")
            owners.append(NO_WORD)
        letters += piece.letters
        owners += [piece.owner] * len(piece.letters)
        before = piece
    return letters, owners


def _apart(one: _Piece, other: _Piece, text: str) -> bool:
    """Whether a blank belongs between two pieces."""
    if one.owner != NO_WORD and other.owner != NO_WORD:
        return True
    if one.letters[-1] in OPENING or other.letters[0] in CLOSING:
        return False
    return (
        other.owner == NO_WORD or one.letters[-1] not in PUNCTUATION or any(map(str.isspace, text[one.at : other.at]))
    )
