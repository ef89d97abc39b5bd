"""From a sentence to hibari's phonemes, keeping hold of which word each belongs to.

hibari's own way (`Hibari.phonemize`) splits at "U.S. President", reads "Alexander Lukashenko" as "Alexander the zeroth
...", passes over what it can't read and cuts words after 24 letters. Here the text is taken as already in words:
nothing is split or reworded, and what can't be read is an error.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache

from hibari.g2p import G2P
from hibari.g2p.oov import OOV
from hibari.g2p.token import Tok

from narrate.engines._hibari_ipa import symbols
from narrate.engines._phonemes import ANNOTATED, CHUNK, NO_WORD, STOPS, Phonemes, audible, parts
from narrate.engines._words import plain, speakable, wordless
from narrate.errors import EngineError
from narrate.model import ANCHOR, without_phonemes
from narrate.words import core

MOST_DIGITS = 30  # hibari counts up to decillions, 36 digits; a longer number is read digit by digit
MOST_LETTERS = 100  # its tokenizer's time grows with the square of a word's length
SAME = str.maketrans("’‒―\u00a0", "'-— ")  # as hibari.g2p.normalize: letter for letter, so offsets hold
LETTERS = frozenset(("Lu", "Ll", "Lt", "Lo"))  # not modifiers such as "ʼ", which have no sound of their own
KNOWN_WORDS = 4096
CERTAIN = 5  # hibari's mark of phonemes that were given to it
Strand = tuple[str, str]
"""A text, and its phonemes in the voice's letters where it carries its own."""


def guessed(text: str, british: bool) -> tuple[str, ...]:
    """The words of a text that are in none of hibari's dictionaries, in order, each once."""
    found: dict[str, None] = {}

    def note(word: str) -> str:
        found[word] = None
        return "ə"

    def look_up(texts: Iterable[str]) -> tuple[str, ...]:
        found.clear()
        for piece in texts:
            tokens = g2p.tokenizer.split(piece) or [piece]
            g2p.phonemize_tokens([Tok(token, tag, "") for token, tag in zip(tokens, g2p.tagger(tokens), strict=True)])
        return tuple(found)

    g2p = G2P(oov=note, british=british)
    seen = ANNOTATED.sub(" ", plain(text.translate(SAME)))
    once = look_up(piece for chunk in CHUNK.finditer(seen) for piece in _pieces(chunk.group()))
    return look_up(once)  # known parts of an unknown compound are guessed with it, but not alone


class Reader:
    """hibari's dictionary, rules and network for unknown words. May be used by several threads."""

    def __init__(self, network: OOV, vocabulary: dict[str, int], british: bool) -> None:
        self._network = network
        self._vocabulary = vocabulary
        self._unknown = lru_cache(KNOWN_WORDS)(self._guess)
        self._g2p = G2P(oov=self._unknown, british=british)

    def read(self, text: str) -> tuple[list[tuple[int, int]], list[Phonemes]]:
        """Start and end of each word of `text`, and the phonemes in parts that are short enough."""
        seen = plain(text.translate(SAME))
        spans = [match.span() for match in CHUNK.finditer(seen)]
        pieces = [list(self._strands(seen[start:end])) for start, end in spans]
        sounds: list[str] = []
        owners: list[int] = []
        tokens = self._tokens([piece for word in pieces for piece in word])
        for number, (start, end) in enumerate(spans):
            read = "".join(next(tokens) for _ in pieces[number])
            if speakable(seen[start:end]) and not audible(read):
                raise _unreadable(text[start:end])
            known = [symbol for symbol in read if symbol in self._vocabulary]
            sounds += known
            owners += [NO_WORD if symbol in STOPS else number for symbol in known]
        if not audible("".join(sounds)):
            raise wordless(text)
        return [core(seen, *span) for span in spans], list(parts("".join(sounds), owners))

    def _strands(self, chunk: str) -> Iterator[list[Strand]]:
        """The pieces of a word between blanks, each of strands: its text with the phonemes it carries, or with none.

        A word that carries its own stays among the others, whose sound may hang on it: "the" before a vowel.
        """
        if ANCHOR not in chunk:
            yield from ([(piece, "")] for piece in _pieces(chunk))
            return
        strands: list[Strand] = []
        last = 0
        for match in ANNOTATED.finditer(chunk):
            strands += ((piece, "") for piece in _pieces(chunk[last : match.start()]))
            word = without_phonemes(match.group())
            strands.append((word, symbols(match[1], self._vocabulary)))
            last = match.end()
        yield [*strands, *((piece, "") for piece in _pieces(chunk[last:]))]

    def _tokens(self, pieces: list[list[Strand]]) -> Iterator[str]:
        """The phonemes of each piece, a blank at the end of each."""
        tokens: list[Tok] = []
        for piece in pieces:
            for text, given in piece:
                split = [text] if given else self._g2p.tokenizer.split(text) or [text]
                tokens += (Tok(part, phonemes=given or None, rating=CERTAIN if given else None) for part in split)
            tokens[-1].whitespace = " "
        tags = self._g2p.tagger([token.text for token in tokens]) if tokens else []
        for token, tag in zip(tokens, tags, strict=True):
            token.tag = tag
        read = ""
        for token in self._g2p.phonemize_tokens(tokens):
            read += token.phonemes or ""
            if token.whitespace:
                yield read + " "
                read = ""

    def _guess(self, word: str) -> str:
        """How an unknown word sounds: the network takes 24 letters, so longer words are read in parts."""
        letters = "".join(self._latin(letter, word) for letter in word)
        if not letters:
            raise _unreadable(word)
        count = -(-len(letters) // self._network.maxlen)
        size = -(-len(letters) // count)
        parts = (letters[at : at + size] for at in range(0, len(letters), size))
        return "".join(self._network(part) or "" for part in parts)

    def _latin(self, letter: str, word: str) -> str:
        """`letter`, or its base ("ễ" as "e"), if the network knows it; raises where a sound would be lost."""
        bases = unicodedata.normalize("NFKD", letter)
        found = letter if letter in self._network.cin else "".join(base for base in bases if base in self._network.cin)
        if not found and unicodedata.category(letter) in LETTERS:
            raise _unreadable(word)
        return found


def _unreadable(word: str) -> EngineError:
    return EngineError(
        f"this voice reads English and can't say “{word[:40]}”",
        hint="choose another voice for this text; espeak's read every script",
    )


def _pieces(chunk: str) -> list[str]:
    """What is read of a word between blanks: itself, or parts of it that hibari can manage."""
    seen = "".join(letter for letter in chunk if unicodedata.category(letter) != "Cf")  # soft hyphens, joiners
    seen = "".join(map(_number, unicodedata.normalize("NFC", seen)))
    if sum(map(str.isdigit, seen)) > MOST_DIGITS:
        return [letter for letter in seen if letter.isalnum()]
    return [seen[at : at + MOST_LETTERS] for at in range(0, len(seen), MOST_LETTERS)]


def _number(letter: str) -> str:
    """Plain digits for "²", "⑩" and "½", over which hibari's number reader stumbles."""
    value = unicodedata.numeric(letter, None) if letter.isnumeric() and not letter.isdecimal() else None
    if value is None or unicodedata.category(letter) == "Lo":  # "三" is a word
        return letter
    return str(int(value)) if value == int(value) else unicodedata.normalize("NFKC", letter).replace("⁄", "/")
