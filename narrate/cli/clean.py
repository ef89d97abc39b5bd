"""`narrate clean ARTICLE`: what would be read, what is left out, and what is said instead of what is written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from typing import TYPE_CHECKING, Any

import click

from narrate import settings
from narrate.cli.options import TEXT_SETTINGS, text_options, wanted
from narrate.cli.words import printable
from narrate.errors import SourceError
from narrate.model import ANCHOR, SEPARATOR, TERMINATOR

if TYPE_CHECKING:
    from narrate.model import Block, Document, Edit, Removed, Script, Sentence

INDENT = "    "


@click.command()
@click.argument("article", type=click.Path())
@text_options
@click.option(
    "--explain", is_flag=True, help="Also show what is left out, by which rule, and what is said differently."
)
@click.option("--diff", is_flag=True, help="Show the page's text and what is read of it as a diff.")
@click.option("--spoken", is_flag=True, help="Show the words as they are said, not as they are written.")
@click.option("--json", "as_json", is_flag=True, help="Tell it all as JSON.")
def clean(article: str, explain: bool, diff: bool, spoken: bool, as_json: bool, **flags: Any) -> int:
    """Show what would be read of an article, without speaking it."""
    from narrate import choices
    from narrate.fetch import fetch
    from narrate.pipeline import Options, write_script

    document = fetch(article)
    chosen = settings.load({name: flags[name] for name in TEXT_SETTINGS})
    script = write_script(document, Options(**choices.text(chosen, **wanted(flags))), empty=explain or diff)
    if as_json:
        click.echo(json.dumps(_as_json(script), ensure_ascii=False, indent=1))
    elif diff:
        for line in _difference(document, script):
            click.echo(printable(line))
    else:
        for text in _paragraphs(script, spoken):
            click.echo(printable(text) + "\n")
    if explain and not as_json:
        for line in _explanation(script):
            click.echo(printable(line))
    return 0 if script.sentences else SourceError.exit_code


def _difference(document: Document, script: Script) -> Iterator[str]:
    """All blocks of the page against those that are read, as `diff -u` shows them."""
    from difflib import unified_diff

    from narrate.readers import read

    page = [" ".join(block.text.split()) for block in read(document).blocks]
    spoken = [" ".join(text.split()) for text in _paragraphs(script, spoken=False)]
    return unified_diff(page, spoken, document.source, "what is read", n=1, lineterm="")


def _paragraphs(script: Script, spoken: bool) -> Iterator[str]:
    for _, group in groupby(script.sentences, key=lambda sentence: id(sentence.block)):
        text, last = "", 0
        for sentence in group:
            gap = " " if text and (sentence.start > last or spoken) else ""
            text += gap + (_said(sentence.spoken) if spoken else sentence.text)
            last = sentence.end
        yield text


def _explanation(script: Script) -> Iterator[str]:
    yield f"Left out: {len(script.removed)}"
    for removed in script.removed:
        yield f"{INDENT}{_place(removed.block)}: {_quoted(removed.block.text)}"
        yield f"{INDENT}{INDENT}{removed.rule}: {removed.reason}"
    edits = list(_edits(script))
    yield f"\nSaid differently: {len(edits)}"
    for sentence, edit in edits:
        written = _quoted(sentence.text[edit.start : edit.end])
        spoken = _quoted(_said(edit.spoken)) if edit.spoken.strip() else "not said"
        yield f"{INDENT}{_place(sentence.block)}: {written} -> {spoken} ({edit.rule})"


def _edits(script: Script) -> Iterator[tuple[Sentence, Edit]]:
    for sentence in script.sentences:
        for edit in sentence.edits:
            yield sentence, edit


def _place(block: Block) -> str:
    return ", ".join(piece for piece in (block.anchor.part, block.anchor.ref) if piece) or block.kind


def _said(text: str) -> str:
    """Words with their pronunciation shown as `word /ipa/`."""
    return text.replace(ANCHOR, "").replace(SEPARATOR, " /").replace(TERMINATOR, "/")


def _quoted(text: str) -> str:
    flat = " ".join(text.split())
    return f"“{flat if len(flat) <= 100 else flat[:99].rstrip() + '…'}”"


def _as_json(script: Script) -> dict[str, Any]:
    def block(block: Block) -> dict[str, Any]:
        return {"kind": block.kind, "text": block.text, "place": str(block.anchor)}

    def removed(removed: Removed) -> dict[str, Any]:
        return {**block(removed.block), "rule": removed.rule, "reason": removed.reason}

    def sentence(sentence: Sentence) -> dict[str, Any]:
        edits = [
            {"written": sentence.text[e.start : e.end], "spoken": _said(e.spoken), "rule": e.rule}
            for e in sentence.edits
        ]
        row = {
            "important": sentence.important,
            "text": sentence.text,
            "spoken": _said(sentence.spoken),
            "language": sentence.language,
        }
        return {**row, "voice": sentence.voice, "pause": sentence.pause, "edits": edits}

    groups = groupby(script.sentences, key=lambda one: id(one.block))
    read = [list(group) for _, group in groups]
    return {
        "title": script.article.title,
        "authors": list(script.article.authors),
        "language": script.article.language,
        "published": script.article.published,
        "site": script.article.site,
        "blocks": [{**block(group[0].block), "sentences": [sentence(one) for one in group]} for group in read],
        "removed": [removed(one) for one in script.removed],
    }
