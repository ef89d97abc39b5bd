"""From a cleaned article to a script: sentences in order with their wording, language, voice and pauses."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from narrate.model import Article, Block, Edit, Removed, Script, Sentence
from narrate.text.language import primary, same_script
from narrate.text.lexicon import Lexicon
from narrate.text.pacing import Pacing, pause_after
from narrate.text.passages import Passage, article_language, block_language, passages
from narrate.text.policy import DEFAULT, Reading, arranged
from narrate.text.rendering import Piece, announced, opening, rows
from narrate.text.segment import segment
from narrate.text.spoken import edits
from narrate.text.spoken.conventions import overruled

Cast = Callable[[Block, str], str]
"""The voice, as "engine:name", for a block in a language; "" where none speaks it."""
NO_TABLE: Mapping[str, object] = MappingProxyType({})
_ENDS = re.compile(r"[.!?…。！？:;][\"'”’»)\]]*\s*$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Preparation:
    """How a text is prepared; all of it is the listener's choice."""

    language: str = ""
    """Of the article, where what is found is to be overruled; then only other letters make another language."""
    one_language: bool = False
    """Whether foreign passages are left to the article's own voice."""
    reading: Reading = field(default_factory=lambda: DEFAULT)
    whole: Reading | None = None
    """The same for a book, where its own pages will show what is read; None where they will not."""
    lexicon: Lexicon = Lexicon()
    wording: Mapping[str, object] = field(default_factory=lambda: NO_TABLE)
    """Conventions that differ from the language's own; see `spoken.conventions.overruled`."""
    pacing: Pacing = Pacing()


PLAIN = Preparation()


@dataclass(frozen=True, slots=True)
class _Spoken:
    """A piece of a block with its language and voice."""

    start: int
    end: int
    edits: tuple[Edit, ...]
    language: str
    voice: str


@dataclass(frozen=True, slots=True)
class _Said:
    """A block with what is said of it, and whether a silent block stood before it."""

    block: Block
    pieces: tuple[_Spoken, ...]
    rested: bool


def prepare(
    article: Article, removed: tuple[Removed, ...] = (), *, cast: Cast | None = None, chosen: Preparation = PLAIN
) -> Script:
    """What will be said: every non-space character of every spoken block lies in exactly one sentence.

    `cast` names the voice for a block and a language. Blocks without anything to say, such as "* * *", become a longer
    pause and are added to `removed`.
    """
    main = chosen.language or article.language or article_language(article.blocks)
    article = arranged(article, chosen.reading)
    work = _Work(article, main, chosen, cast)
    said: list[_Said] = []
    silent: list[Removed] = []
    rested = False
    for block in article.blocks:
        pieces = work.pieces(block)
        if pieces:
            said.append(_Said(block, pieces, rested))
        else:
            silent.append(Removed(block=block, rule="nothing to say", reason="it has no words; it becomes a pause"))
        rested = not pieces
    return Script(article=article, sentences=_sentences(said, chosen.pacing), removed=(*removed, *silent))


@dataclass(slots=True)
class _Work:
    """What holds for all blocks of one article."""

    article: Article
    main: str
    chosen: Preparation
    cast: Cast | None

    def pieces(self, block: Block) -> tuple[_Spoken, ...]:
        """What is said of a block, in order; nothing for one without words."""
        own = self.language(block)
        phrase = announced(block, self.chosen.reading, own)
        if phrase:
            whole = Edit(start=0, end=len(block.text), spoken=phrase, rule=f"{block.kind} announced")
            return self.voiced(block, own, ((0, len(block.text), (whole,)),))
        if self.chosen.reading[block.kind] == "announce":
            return ()
        if block.kind == "table":
            return self.voiced(block, own, rows(block, own, self.worded))
        return self.opened(block, own, self.sentences(block, own))

    def language(self, block: Block) -> str:
        found = self.main if self.chosen.one_language else block_language(block, self.main)
        own = self.chosen.language  # whoever names the article's language is believed, against all like it
        return own if own and _alike(found, own) else found

    def voiced(self, block: Block, language: str, pieces: tuple[Piece, ...]) -> tuple[_Spoken, ...]:
        voice = self.cast(block, language) if self.cast else ""
        return tuple(_Spoken(*piece, language, voice) for piece in pieces)

    def opened(self, block: Block, own: str, pieces: tuple[_Spoken, ...]) -> tuple[_Spoken, ...]:
        """The pieces with what is said before them; edits of the text that the opening replaces go."""
        first = opening(block, self.article.authors, self.chosen.reading, own) if pieces else ()
        if not first or first[-1].end > pieces[0].end:
            return pieces
        head, *others = pieces
        kept = [edit for edit in head.edits if all(edit.start >= one.end or edit.end <= one.start for one in first)]
        merged = sorted([*first, *kept], key=lambda edit: (edit.start, edit.end))
        return (_Spoken(head.start, head.end, tuple(merged), head.language, head.voice), *others)

    def sentences(self, block: Block, own: str) -> tuple[_Spoken, ...]:
        """The sentences of a block; a piece without words joins the one before, the first ones the next."""
        found: list[_Spoken] = []
        held: int | None = None
        for passage in self.passages(block.text, own):
            text, language = block.text[passage.start : passage.end], passage.language
            voice = self.cast(block, language) if self.cast else ""
            for start, end in segment(text, language):
                first = passage.start + start if held is None else held
                finish = passage.start + end
                worded = self.worded(block.text[first:finish], language)
                if _is_heard(block.text[first:finish], worded):
                    held = None
                    found.append(_Spoken(first, finish, worded, language, voice))
                elif found:
                    last = found[-1]
                    worded = self.worded(block.text[last.start : finish], last.language)
                    found[-1] = _Spoken(last.start, finish, worded, last.language, last.voice)
                else:
                    held = first
        return tuple(found)

    def passages(self, text: str, own: str) -> tuple[Passage, ...]:
        if self.chosen.one_language:
            return (Passage(0, len(text), own),)
        return passages(text, own, other_letters_only=bool(self.chosen.language))

    def worded(self, text: str, language: str) -> tuple[Edit, ...]:
        wording = self.chosen.wording
        found = edits(text, language, overruled(language, wording) if wording else None)
        return self.chosen.lexicon.edits(text, language, found)


def _is_heard(text: str, changes: tuple[Edit, ...]) -> bool:
    """Whether a letter or figure of a text is left once it is put in words."""
    if any(map(str.isalnum, "".join(edit.spoken for edit in changes))):
        return True
    last = 0
    for edit in changes:
        if any(map(str.isalnum, text[last : edit.start])):
            return True
        last = edit.end
    return any(map(str.isalnum, text[last:]))


def _alike(one: str, other: str) -> bool:
    return primary(one) == primary(other) or same_script(one, other)


def _sentences(said: list[_Said], pacing: Pacing) -> tuple[Sentence, ...]:
    made: list[Sentence] = []
    for place, one in enumerate(said):
        following = said[place + 1] if place + 1 < len(said) else None
        after = following.block if following else None
        for number, piece in enumerate(one.pieces, 1):
            last = number == len(one.pieces)
            pause = pause_after(pacing, one.block, after, last, following is not None and following.rested)
            if not last and not _ENDS.search(one.block.text, piece.start, piece.end):
                pause = pacing.clause  # the sentence goes on in another language
            made.append(
                Sentence(
                    block=one.block,
                    start=piece.start,
                    end=piece.end,
                    edits=piece.edits,
                    language=piece.language,
                    voice=piece.voice,
                    pause=pause,
                )
            )
    return tuple(made)
