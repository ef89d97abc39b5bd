"""Which language each stretch of a block is in: a quotation in another language is spoken by another voice.

A change of voice inside a sentence is heard as a change of speaker, so it takes more than a name or a borrowed phrase:
a run of words in other letters that reads like a sentence, or a quotation or whole sentence whose little words leave no
doubt. What is too short for that stays with the block's own voice, which spells or names it (`spoken.foreign`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from narrate.model import Block
from narrate.text import language as languages
from narrate.text.language import primary
from narrate.text.segment import segment

# A block speaks its own language only where its letters leave no doubt: of paragraphs with 60 letters and more
# 99.9 % were told right, of those with 40-49 97.8 % (see `language.MIN_LETTERS`), and a wrong voice is worse than
# an accent.
OWN_LANGUAGE_LETTERS = 60
RUN_WORDS = 4
"""Words in other letters that make a passage; half of them in small letters, or it is a name."""
RUN_SIGNS = 8
"""The same in scripts that write no spaces, in letters."""
FEW_WORDS = 3
UNSPACED = frozenset(("Hani", "Hira", "Kana", "Thai", "Laoo", "Khmr", "Mymr", "Tibt"))
JAPANESE = frozenset(("Hani", "Hira", "Kana"))
_LETTERS = {"ja": JAPANESE, "ko": frozenset(("Hang", "Hani")), "zh": frozenset(("Hani",))}

_WORD = re.compile(r"[^\W\d_]+")
_ADDRESS = re.compile(r"[^\s“”«»\"()]*(?:@\w|://|\w\.[a-z]{2})[^\s“”«»\"()]*", re.IGNORECASE)
_BEFORE = re.compile(r"[“”„«‹‘\"'(\[¿¡]+$")
_AFTER = re.compile(r"[^\w\s“„«‹‘(\[¿¡]*\s*")
_QUOTED = re.compile(r"“[^“”]{30,3000}”|„[^„“”]{30,3000}[“”]|«[^«»]{30,3000}»|\"[^\"]{30,3000}\"|”[^”]{30,3000}”")


class Passage(NamedTuple):
    """`text[start:end]` and the BCP 47 language it is in."""

    start: int
    end: int
    language: str


def article_language(blocks: Iterable[Block], default: str = "en") -> str:
    """The language of an article, which is not that of those it quotes."""
    blocks = tuple(blocks)
    whole = "\n".join(block.text for block in blocks)
    own = "\n".join(_unquoted(block.text) for block in blocks if block.kind != "quote")
    found = languages.detect(whole, default)
    if len(_WORD.findall(own)) < FEW_WORDS:
        return found
    around = languages.detect(own, default)
    enough = languages.scripts(own).total() >= languages.MIN_LETTERS
    return around if enough or not languages.same_script(around, found) else found


def block_language(block: Block, main: str) -> str:
    """The language a block is spoken in: its own where it is clear, otherwise the article's, `main`."""
    if block.language and primary(block.language) != primary(main):
        return block.language
    text = _without_addresses(block.text)
    found = languages.detect(text, main)
    if primary(found) == primary(main):
        return main
    if languages.same_script(found, main):
        if languages.scripts(text).total() < OWN_LANGUAGE_LETTERS or not _borne_out(text, found, main):
            return main
        around = _unquoted(text)
        told = languages.scripts(around).total() >= OWN_LANGUAGE_LETTERS / 3
        return main if told and primary(languages.detect(around, main)) == primary(main) else found
    # The letters of a language are lost on a voice that does not know them, so a block leaves it only without regret.
    kept = [word for run in _runs(text, _letters(main)) if not run.foreign for word in run.words]
    small = [word for word in kept if not word.group()[0].isupper()]
    return main if len(small) >= FEW_WORDS or (kept and _telling(kept)) else found


def passages(text: str, own: str, *, other_letters_only: bool = False) -> tuple[Passage, ...]:
    """The stretches of a text, which is in `own`, by language; together they are the whole text.

    `other_letters_only` leaves passages alone that are written in the same script.
    """
    plain = _without_addresses(text)
    found = [*_in_other_letters(plain, own)]
    if not other_letters_only:
        found += _in_same_letters(plain, own, found)
    tiles: list[Passage] = []
    last = 0
    for start, end, language in sorted(found):
        start, end = _with_marks(text, max(start, last), end)
        if start > last:
            tiles.append(Passage(last, start, own))
        tiles.append(Passage(start, end, language))
        last = end
    if last < len(text) or not tiles:
        tiles.append(Passage(last, len(text), own))
    return tuple(tiles)


class _Run(NamedTuple):
    """Words that follow each other in one kind of letters."""

    foreign: bool
    words: list[re.Match[str]]


def _letters(language: str) -> frozenset[str]:
    return _LETTERS.get(primary(language)) or frozenset((languages.main_script(language),))


def _runs(text: str, own: frozenset[str]) -> Iterator[_Run]:
    run = _Run(False, [])
    for word in _WORD.finditer(text):
        script = languages.script_of(word.group()[0])
        foreign = script not in own if script else run.foreign
        if foreign != run.foreign:
            if run.words:
                yield run
            run = _Run(foreign, [])
        run.words.append(word)
    if run.words:
        yield run


def _telling(words: list[re.Match[str]]) -> bool:
    """Whether words read like a sentence rather than like a name."""
    texts = [word.group() for word in words]
    if languages.script_of(texts[0][0]) in UNSPACED:
        return sum(map(len, texts)) >= RUN_SIGNS
    return len(texts) >= RUN_WORDS and sum(not text[0].isupper() for text in texts) * 2 >= len(texts)


def _in_other_letters(text: str, own: str) -> Iterator[Passage]:
    letters = _letters(own)
    if text.isascii() and letters == {"Latn"}:
        return
    for run in _runs(text, letters):
        if run.foreign and _telling(run.words):
            start, end = run.words[0].start(), run.words[-1].end()
            yield Passage(start, end, languages.detect(text[start:end], "en"))


def _in_same_letters(text: str, own: str, found: list[Passage]) -> list[Passage]:
    """Quotations, and sentences beside others, whose little words belong to another language."""
    spans = [match.span() for match in _QUOTED.finditer(text)]
    spans += segment(text, own)
    clear: list[Passage] = []
    for start, end in spans:
        if any(start < one.end and one.start < end for one in (*found, *clear)) or (start, end) == (0, len(text)):
            continue
        told = languages.foreign(text[start:end], own)
        if told:
            clear.append(Passage(start, end, told))
    return clear


def _with_marks(text: str, start: int, end: int) -> tuple[int, int]:
    """A passage with the marks that open and close it, and the space behind it."""
    before = _BEFORE.search(text, max(0, start - 4), start)
    after = _AFTER.match(text, end)
    return before.start() if before else start, after.end() if after else end


def _without_addresses(text: str) -> str:
    """The text with addresses and handles blanked, whose letters tell no language; its length stays."""
    return _ADDRESS.sub(lambda match: " " * len(match.group()), text)


def _borne_out(text: str, found: str, main: str) -> bool:
    """Whether the little words agree, where they are known for both languages: names alone look like anything."""
    known = languages.worded()
    return not {primary(found), primary(main)} <= known or languages.foreign(text, main) == found


def _unquoted(text: str) -> str:
    return _QUOTED.sub(" ", text)
