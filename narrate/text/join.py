"""Several scripts -> one: articles that are heard one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from narrate.model import Article, Block, Script
from narrate.text.language import primary

BETWEEN = 2.5
"""Seconds from one article to the next: twice the longest pause within one, so that it is heard that one is over."""
LONGEST_TITLE = 100
"""Letters of a title that is made of the articles' own."""


def joined(
    scripts: Sequence[Script], *, title: str = "", authors: tuple[str, ...] = (), pause: float = BETWEEN
) -> Script:
    """All sentences in order, `pause` seconds between the articles; every block keeps its place and its language.

    What holds for all of them holds for the whole: language, date, site. Its source and cover are the first one's, its
    title and authors those given, else all of theirs.
    """
    articles = [script.article for script in scripts]
    language = articles[0].language
    scripts = [_told_apart(script, language) for script in scripts]
    sentences = list(scripts[0].sentences)
    for script in scripts[1:]:
        sentences[-1:] = [replace(last, pause=max(last.pause, pause)) for last in sentences[-1:]]
        sentences += script.sentences
    names = dict.fromkeys(name for article in articles for name in article.authors)
    whole = replace(
        articles[0],
        blocks=tuple(block for script in scripts for block in script.article.blocks),
        title=title or _titles(articles),
        authors=authors or tuple(names),
        published=_same([article.published for article in articles]),
        site=_same([article.site for article in articles]),
        cast=(),
    )
    removed = tuple(one for script in scripts for one in script.removed)
    return Script(article=whole, sentences=tuple(sentences), removed=removed)


def _told_apart(script: Script, language: str) -> Script:
    """The script with its article's language at each block that tells none, where it is not that of the whole."""
    own = script.article.language
    if not own or primary(own) == primary(language):
        return script
    made: dict[int, Block] = {}

    def told(block: Block) -> Block:
        if id(block) not in made:
            made[id(block)] = block if block.language else replace(block, language=own)
        return made[id(block)]

    blocks = tuple(map(told, script.article.blocks))
    sentences = tuple(replace(sentence, block=told(sentence.block)) for sentence in script.sentences)
    return replace(script, article=replace(script.article, blocks=blocks), sentences=sentences)


def _titles(articles: Sequence[Article]) -> str:
    whole = "; ".join(dict.fromkeys(article.title for article in articles if article.title))
    return whole if len(whole) <= LONGEST_TITLE else whole[: LONGEST_TITLE - 1].rstrip() + "…"


def _same(values: Sequence[str]) -> str:
    return values[0] if len(set(values)) == 1 else ""
