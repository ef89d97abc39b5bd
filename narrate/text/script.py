"""From a cleaned article to a script: sentences in order with their wording, language, voice and pauses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from narrate.model import Article, Block, Edit, Removed, Script, Sentence
from narrate.text import language as languages
from narrate.text.lexicon import Lexicon
from narrate.text.pacing import Pacing, pause_after
from narrate.text.segment import segment
from narrate.text.spoken import edits

Cast = Callable[[Block, str], str]

# A block speaks its own language only where its letters leave no doubt: of paragraphs with 60 letters and more
# 99.9 % were told right, of those with 40-49 97.8 % (see `language.MIN_LETTERS`), and a wrong voice is worse than
# an accent.
OWN_LANGUAGE_LETTERS = 60
PLAIN = Pacing()
NO_LEXICON = Lexicon()


@dataclass(frozen=True, slots=True)
class _Said:
    """A block with its sentences, and whether a silent block stood before it."""

    block: Block
    language: str
    sentences: tuple[tuple[int, int, tuple[Edit, ...]], ...]
    rested: bool


def prepare(
    article: Article,
    removed: tuple[Removed, ...] = (),
    *,
    cast: Cast | None = None,
    pacing: Pacing = PLAIN,
    language: str = "",
    lexicon: Lexicon = NO_LEXICON,
) -> Script:
    """What will be said: every non-space character of every spoken block lies in exactly one sentence.

    `cast` names the voice ("engine:name") for a block and its language; `language` overrules what was found.
    Blocks without anything to say, such as "* * *", become a longer pause and are added to `removed`.
    """
    main = language or article.language or languages.detect("\n".join(block.text for block in article.blocks))
    said: list[_Said] = []
    silent: list[Removed] = []
    rested = False
    for block in article.blocks:
        own = language or block_language(block, main)
        sentences = _worded(block.text, own, lexicon)
        if sentences:
            said.append(_Said(block, own, sentences, rested))
        else:
            silent.append(Removed(block=block, rule="nothing to say", reason="it has no words; it becomes a pause"))
        rested = not sentences
    return Script(article=article, sentences=_sentences(said, cast, pacing), removed=(*removed, *silent))


def block_language(block: Block, main: str) -> str:
    """The language a block is spoken in: its own where it is clear, otherwise the article's."""
    if block.language and _primary(block.language) != _primary(main):
        return block.language
    found = languages.detect(block.text, main)
    if _primary(found) == _primary(main):
        return main
    if languages.same_script(found, main) and languages.scripts(block.text).total() < OWN_LANGUAGE_LETTERS:
        return main
    return found


def _primary(language: str) -> str:
    return language.partition("-")[0].lower()


def _worded(text: str, language: str, lexicon: Lexicon) -> tuple[tuple[int, int, tuple[Edit, ...]], ...]:
    """The sentences of a text that are heard; a piece without words joins the one before, the first ones the next."""
    spans: list[tuple[int, int]] = []
    held: int | None = None
    for start, end in segment(text, language):
        if not _is_heard(text[start:end], language, lexicon):
            if spans:
                spans[-1] = (spans[-1][0], end)
            elif held is None:
                held = start
        else:
            spans.append((start if held is None else held, end))
            held = None
    pieces = ((start, end, text[start:end]) for start, end in spans)
    return tuple((start, end, lexicon.edits(piece, language, edits(piece, language))) for start, end, piece in pieces)


def _is_heard(text: str, language: str, lexicon: Lexicon) -> bool:
    """Whether a letter or figure of a text is left once it is put in words."""
    changes = lexicon.edits(text, language, edits(text, language))
    if any(map(str.isalnum, "".join(edit.spoken for edit in changes))):
        return True
    last = 0
    for edit in changes:
        if any(map(str.isalnum, text[last : edit.start])):
            return True
        last = edit.end
    return any(map(str.isalnum, text[last:]))


def _sentences(said: list[_Said], cast: Cast | None, pacing: Pacing) -> tuple[Sentence, ...]:
    made: list[Sentence] = []
    for place, one in enumerate(said):
        following = said[place + 1] if place + 1 < len(said) else None
        voice = cast(one.block, one.language) if cast else ""
        after = following.block if following else None
        for start, end, changes in one.sentences:
            last = end == one.sentences[-1][1]
            pause = pause_after(pacing, one.block, after, last, following is not None and following.rested)
            made.append(
                Sentence(
                    block=one.block,
                    start=start,
                    end=end,
                    edits=changes,
                    language=one.language,
                    voice=voice,
                    pause=pause,
                )
            )
    return tuple(made)
