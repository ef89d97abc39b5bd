"""`narrate voices`: which voices there are, what is known of them, and what they sound like."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from narrate.cli.options import complete_voice
from narrate.cli.voice_files import default, install, remove
from narrate.cli.words import printable, say_note
from narrate.errors import VoiceError

if TYPE_CHECKING:
    from narrate.voices import Listing

PREVIEW = {
    "en": "Good evening. This is how an article sounds in this voice, one sentence after another.",
    "ru": "Добрый вечер. Так звучит статья в исполнении этого голоса, одно предложение за другим.",
    "de": "Guten Abend. So klingt ein Artikel mit dieser Stimme, ein Satz nach dem anderen.",
    "fr": "Bonsoir. Voici comment cette voix lit un article, une phrase après l’autre.",
    "es": "Buenas tardes. Así suena un artículo con esta voz, una frase tras otra.",
    "it": "Buonasera. Così suona un articolo con questa voce, una frase dopo l’altra.",
    "pt": "Boa noite. É assim que um artigo soa nesta voz, uma frase depois da outra.",
    "uk": "Добрий вечір. Так звучить стаття у виконанні цього голосу, одне речення за одним.",
    "pl": "Dobry wieczór. Tak brzmi artykuł czytany tym głosem, zdanie po zdaniu.",
}


FILTERS = (
    click.option("--language", metavar="TAG", help="Only voices for this language, such as en or ru."),
    click.option("--licence", metavar="TEXT", help="Only voices whose licence is or holds this, such as Apache."),
    click.option("--engine", metavar="NAME", help="Only voices of this engine."),
    click.option("--offline", is_flag=True, help="Only voices that need no network."),
    click.option("--installed", is_flag=True, help="Only voices that can be used now."),
    click.option("--json", "as_json", is_flag=True, help="Tell it all as JSON."),
)


def _filters(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(FILTERS):
        command = option(command)
    return command


@click.group(invoke_without_command=True)
@_filters
@click.pass_context
def voices(context: click.Context, /, **filters: Any) -> int:
    """List, install and try voices.

    Without a command, lists them: name, language, licence, whether they work offline and are installed.
    """
    return _list(**filters) if context.invoked_subcommand is None else 0


@voices.command("list")
@_filters
def listing(**filters: Any) -> int:
    """List the voices; as without a command."""
    return _list(**filters)


def _list(
    language: str | None, licence: str | None, engine: str | None, offline: bool, installed: bool, as_json: bool
) -> int:
    from narrate.voices import catalogue

    listed = [
        entry
        for entry in catalogue(tests=bool(engine))
        if (not language or _speaks(entry, language))
        and (not licence or licence.casefold() in entry.voice.licence.casefold())
        and (not engine or entry.voice.engine == engine)
        and (not offline or entry.offline)
        and (not installed or entry.installed)
    ]
    if as_json:
        click.echo(json.dumps([_as_json(entry) for entry in listed], ensure_ascii=False, indent=1))
    elif listed:
        _table(listed)
    if not listed:
        raise VoiceError("no voice fits", hint="`narrate voices` lists all")
    return 0


def _speaks(entry: Listing, language: str) -> bool:
    from narrate.text.language import primary

    own, wanted = entry.voice.language.lower(), language.lower()
    return wanted in (own, primary(own))


def _as_json(entry: Listing) -> dict[str, Any]:
    voice = entry.voice
    return {
        "name": str(voice),
        "language": voice.language,
        "description": entry.description or voice.label,
        "licence": voice.licence,
        "offline": entry.offline,
        "installed": entry.installed,
        "rate": voice.rate,
    }


def _table(listed: list[Listing]) -> None:
    rows: list[tuple[str, ...]] = [("VOICE", "LANGUAGE", "OFFLINE", "INSTALLED", "LICENCE", "DESCRIPTION")]
    for entry in listed:
        voice = entry.voice
        yes_or_no = ["yes" if flag else "no" for flag in (entry.offline, entry.installed)]
        rows.append((str(voice), voice.language, *yes_or_no, voice.licence, entry.description or voice.label))
    widths = [max(len(row[column]) for row in rows) for column in range(5)]
    for row in rows:
        cells = [cell.ljust(width) for cell, width in zip(row, widths, strict=False)]
        click.echo(printable("  ".join([*cells, row[5]]).rstrip()))


@voices.command()
@click.argument("name", shell_complete=complete_voice)
@click.option("--json", "as_json", is_flag=True, help="Tell it as JSON.")
def show(name: str, as_json: bool) -> int:
    """Tell all that is known of a voice."""
    from narrate import voices as catalogue
    from narrate.cli.voice_facts import facts, in_words

    told = facts(catalogue.find(name))
    if as_json:
        click.echo(json.dumps(told, ensure_ascii=False, indent=1))
    else:
        for line in in_words(told):
            click.echo(printable(line))
    return 0


@voices.command()
@click.argument("name", shell_complete=complete_voice)
@click.option("-o", "--output", type=click.Path(path_type=Path), help="Keep the sample in this file, do not play it.")
def preview(name: str, output: Path | None) -> int:
    """Speak a sample."""
    import tempfile

    from narrate import settings
    from narrate import voices as catalogue
    from narrate.cache import ClipCache
    from narrate.choices import engine_settings
    from narrate.cli import names
    from narrate.cli.play import play
    from narrate.model import Document
    from narrate.pipeline import Options, narrate, write_script
    from narrate.text.language import primary
    from narrate.text.script import Preparation

    voice = catalogue.find(name)
    base = primary(voice.language)
    language, text = (base, PREVIEW[base]) if base in PREVIEW else ("en", PREVIEW["en"])
    spoken = Preparation(language=language)
    chosen = settings.load({})
    engines = engine_settings(chosen)
    options = Options(voice=str(voice), preparation=spoken, engines=engines, overwrite=output is not None)
    script = write_script(Document(data=text.encode(), source="preview.txt"), options)
    cache = ClipCache(settings.cache_folder(chosen))
    with tempfile.TemporaryDirectory() as folder:
        path = output or Path(folder) / "preview.wav"
        narrate(script, {names.by_suffix(path) or "wav": path}, options, cache=cache)
        if output:
            click.echo(str(path))
        else:
            say_note(f"{voice}: {text}")
            play(path)
    return 0


for command in (install, remove, default):
    voices.add_command(command)
