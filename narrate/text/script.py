"""From a cleaned article to a script: sentences in order with their wording, language, voice and pauses."""

from __future__ import annotations

from collections.abc import Callable

from narrate.model import Article, Block, Edit, Removed, Script, Sentence
from narrate.text import language as languages
from narrate.text.pacing import Pacing, pause_after
from narrate.text.segment import segment
from narrate.text.spoken import edits

Cast = Callable[[Block, str], str]

# A block speaks its own language only where its letters leave no doubt: of paragraphs with 60 letters and more
# 99.9 % were told right, of those with 40-49 97.8 % (see `language.MIN_LETTERS`), and a wrong voice is worse than
# an accent.
OWN_LANGUAGE_LETTERS = 60


def prepare(
    article: Article,
    removed: tuple[Removed, ...] = (),
    *,
    cast: Cast | None = None,
    pacing: Pacing | None = None,
    language: str = "",
) -> Script:
    """What will be said: every non-space character of every block lies in exactly one sentence.

    `cast` names the voice ("engine:name") for a block and its language; `language` overrules what was found.
    Blocks without anything to say, such as "* * *", become a longer pause and are listed in `removed`.
    """
    pacing = pacing or Pacing()
    main = language or article.language or languages.detect("\n".join(block.text for block in article.blocks))
    said: list[tuple[Block, str, list[tuple[int, int]], bool]] = []
    silent: list[Removed] = []
    rest = False
    for block in article.blocks:
        own = language or block_language(block, main)
        spans = _spoken_spans(block.text, own)
        if spans:
            said.append((block, own, spans, rest))
            rest = False
        else:
            rest = True
            silent.append(Removed(block=block, rule="nothing to say", reason="it has no words; it becomes a pause"))
    sentences = tuple(_sentences(said, cast, pacing))
    return Script(article=article, sentences=sentences, removed=(*removed, *silent))


def block_language(block: Block, main: str) -> str:
    """The language a block is spoken in: its own where it is clear, otherwise the article's."""
    if block.language:
        return block.language
    found = languages.detect(block.text, main)
    if found.partition("-")[0] == main.partition("-")[0]:
        return main
    letters = languages.scripts(block.text)
    foreign = languages.same_script(found, main) and letters.total() < OWN_LANGUAGE_LETTERS
    return main if foreign else found


def _spoken_spans(text: str, language: str) -> list[tuple[int, int]]:
    """The text's sentences, those without words joined to the one before, or to the next at the start."""
    spans: list[tuple[int, int]] = []
    held: int | None = None
    for start, end in segment(text, language):
        if not has_words(text[start:end], language):
            if spans:
                spans[-1] = (spans[-1][0], end)
            elif held is None:
                held = start
        else:
            spans.append((start if held is None else held, end))
            held = None
    return spans


def has_words(text: str, language: str) -> bool:
    """Whether anything is heard of a text: a letter or figure is left once it is put in words."""
    if not any(map(str.isalnum, text)):
        return any(map(str.isalnum, _say(text, edits(text, language))))
    pieces = _say(text, edits(text, language))
    return any(map(str.isalnum, pieces))


def _say(text: str, changes: tuple[Edit, ...]) -> str:
    pieces: list[str] = []
    last = 0
    for edit in changes:
        pieces += text[last : edit.start], edit.spoken
        last = edit.end
    return "".join([*pieces, text[last:]])


def _sentences(
    said: list[tuple[Block, str, list[tuple[int, int]], bool]], cast: Cast | None, pacing: Pacing
) -> list[Sentence]:
    made = []
    for place, (block, language, spans, _) in enumerate(said):
        following = said[place + 1] if place + 1 < len(said) else None
        voice = cast(block, language) if cast else ""
        for number, (start, end) in enumerate(spans):
            last = number == len(spans) - 1
            pause = pause_after(
                pacing, block, following[0] if following else None, last, bool(following and following[3])
            )
            text = block.text[start:end]
            made.append(
                Sentence(
                    block=block,
                    start=start,
                    end=end,
                    edits=edits(text, language),
                    language=language,
                    voice=voice,
                    pause=pause,
                )
            )
    return made
