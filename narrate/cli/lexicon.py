"""`narrate lexicon check`: which entries of a lexicon are used, and which words a voice may not know."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

import click

from narrate import settings
from narrate.cli import options
from narrate.cli.words import printable, say_note

if TYPE_CHECKING:
    from narrate.model import Script
    from narrate.text.lexicon import Lexicon


@click.group()
def lexicon() -> None:
    """Look after your own pronunciations; see docs/lexicon.md."""


@lexicon.command()
@click.argument("lexicon", metavar="LEXICON", type=click.Path())
@click.argument("articles", nargs=-1, metavar="[ARTICLE]...", type=click.Path())
@options.voice_options
@click.option("--json", "as_json", is_flag=True, help="Tell it all as JSON.")
def check(lexicon: str, articles: tuple[str, ...], as_json: bool, **flags: Any) -> int:
    """Check a lexicon against articles.

    A file with a mistake is told with its place. With articles, tells how often each entry is used and which never is,
    and for each article the words that its voices don't know and no entry covers, neither of this lexicon nor of those
    in the settings.
    """
    from narrate import choices
    from narrate.fetch import fetch
    from narrate.pipeline import Options, write_script
    from narrate.text.lexicon import Lexicon

    words = choices.lexicon(lexicon)
    chosen = settings.load({name: flags.get(name) for name in options.TEXT_SETTINGS})
    made = Options(**choices.text(chosen, **options.wanted(flags)))
    usual, bare = made.preparation.lexicon, replace(made, preparation=replace(made.preparation, lexicon=Lexicon()))
    found = [_look(write_script(fetch(article), bare), words, usual) for article in articles]
    counts = [sum(column) for column in zip(*(one.counts for one in found), strict=True)] or [0] * len(words.entries)
    if as_json:
        click.echo(json.dumps(_as_json(words, counts, found), ensure_ascii=False, indent=1))
        return 0
    for line in _in_words(words, counts, found):
        click.echo(printable(line))
    for engine in sorted({engine for one in found for engine in one.silent}):
        say_note(f"{engine} reads by rules and can't tell which words it does not know")
    return 0


@dataclass(slots=True)
class _Article:
    """What an article says of a lexicon."""

    source: str
    counts: tuple[int, ...]
    unknown: dict[str, list[str]] = field(default_factory=dict)
    """Words by the voice that does not know them."""
    silent: set[str] = field(default_factory=set)
    """Engines that can't tell."""


def _look(script: Script, words: Lexicon, usual: Lexicon) -> _Article:
    """What a script, prepared without a lexicon, says of `words`; `usual` are the settings' own."""
    from narrate import plugins, voices

    made = _Article(script.article.source, words.matches((one.text, one.language) for one in script.sentences))
    texts: dict[str, list[str]] = {}
    for one in script.sentences:
        covered = words.edits(one.text, one.language) + usual.edits(one.text, one.language)
        if one.voice:
            texts.setdefault(one.voice, []).append(_without(one.spoken, [one.text[e.start : e.end] for e in covered]))
    for name, spoken in texts.items():
        engine = plugins.load("engines", name.partition(":")[0])
        unsure = getattr(engine, "unsure", None)
        if unsure is None:
            made.silent.add(engine.INFO.name)
            continue
        unknown = unsure(voices.find(name), "\n".join(spoken))
        if unknown:
            made.unknown[name] = sorted(unknown, key=str.casefold)
    return made


def _without(text: str, covered: list[str]) -> str:
    for words in covered:
        text = text.replace(words, " ")
    return text


def _in_words(words: Lexicon, counts: list[int], found: list[_Article]) -> Iterator[str]:
    yield f"Entries: {len(words.entries)}"
    if not found:
        return
    for entry, count in zip(words.entries, counts, strict=True):
        yield f"    {entry.name}: {f'used {count} times' if count > 1 else 'used once' if count else 'never used'}"
    for article in found:
        for voice, unknown in article.unknown.items():
            yield f"\n{article.source}: {voice} guesses at {len(unknown)} {'word' if len(unknown) == 1 else 'words'}"
            yield "    " + ", ".join(unknown)


def _as_json(words: Lexicon, counts: list[int], found: list[_Article]) -> dict[str, Any]:
    return {
        "entries": [{"entry": one.name, "used": count} for one, count in zip(words.entries, counts, strict=True)],
        "never_used": [one.name for one, count in zip(words.entries, counts, strict=True) if not count],
        "articles": [
            {"source": one.source, "unknown": one.unknown, "cannot_tell": sorted(one.silent)} for one in found
        ],
    }
