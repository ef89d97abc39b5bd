"""`narrate voices install`, `remove` and `default`: what changes which voices are here and are chosen."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from narrate.cli.words import printable, say_note, size
from narrate.errors import UsageError, VoiceError

if TYPE_CHECKING:
    from narrate.model import Voice


def _complete(incomplete: str, installed: bool) -> list[str]:
    from narrate import voices

    listed = [entry for entry in voices.catalogue() if entry.installed == installed and entry.offline]
    return [str(entry.voice) for entry in listed if str(entry.voice).startswith(incomplete)]


def complete_missing(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    return _complete(incomplete, installed=False)


def complete_downloaded(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    from narrate import installation, voices

    return [name for name in _complete(incomplete, installed=True) if installation.present(voices.find(name))]


def complete_choice(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    return _complete(incomplete, installed=True)


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME...", shell_complete=complete_missing)
@click.option("-y", "--yes", is_flag=True, help="Do not ask.")
@click.option(
    "--from",
    "local",
    metavar="FOLDER",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    help="Take the files from this folder, not from the network.",
)
@click.option("-q", "--quiet", is_flag=True, help="Tell only errors.")
def install(names: tuple[str, ...], yes: bool, local: Path | None, quiet: bool) -> int:
    """Download voices; their licence and size are told first.

    What has come is kept when a download breaks off, and the same command goes on from there. Every file is checked by
    its hash. The setting `mirror` names another place to take files from: an address or a folder.
    """
    from narrate import installation, settings, voices
    from narrate.cli.progress import Bar

    chosen = settings.load({})
    wanted: list[Voice] = []
    for voice in map(voices.find, names):
        if voices.installed(voice):
            say_note(f"{voice} is installed already")
        elif voice not in wanted:
            wanted.append(voice)
    if not wanted:
        return 0
    if not (yes and quiet):
        _tell(wanted, local, chosen.mirror)
    _agree(yes)
    for voice in wanted:
        with Bar(str(voice), quiet=quiet) as bar:
            folder = installation.install(voice, mirror=chosen.mirror, local=local, listen=bar)
        click.echo(printable(f"{voice} is installed in {folder}"), err=quiet)
    return 0


def _tell(wanted: list[Voice], local: Path | None, mirror: str) -> None:
    """Size, licence and place of what is about to be downloaded."""
    from narrate import installation

    for voice in wanted:
        files = installation.files(voice)
        place = str(local or mirror) or ", ".join(sorted({file.url.rpartition("/")[0] for file in files}))
        say_note(
            f"{voice}: {size(sum(file.size for file in files))} from {place}, licence {voice.licence or 'unknown'}"
        )


def _agree(yes: bool) -> None:
    if yes:
        return
    if sys.stdin is None or not sys.stdin.isatty():
        raise UsageError("there is no terminal on which you could be asked", hint="--yes installs without asking")
    click.confirm("Install?", default=True, abort=True, err=True)


@click.command()
@click.argument("names", nargs=-1, required=True, metavar="NAME...", shell_complete=complete_downloaded)
def remove(names: tuple[str, ...]) -> int:
    """Delete the files of voices that were downloaded."""
    from narrate import installation, voices

    for voice in dict.fromkeys(map(voices.find, names)):
        freed = installation.remove(voice)
        click.echo(printable(f"{voice} is removed, which freed {size(freed)}"))
    return 0


@click.command()
@click.argument("language", required=False, metavar="[LANGUAGE]")
@click.argument("name", required=False, metavar="[NAME]", shell_complete=complete_choice)
@click.option("--reset", is_flag=True, help="Forget your choice for this language.")
def default(language: str | None, name: str | None, reset: bool) -> int:
    """Tell or choose the voice of a language.

    With a NAME, keeps it in the settings file as the voice that speaks this language when none is named; otherwise the
    best installed voice does.
    """
    from narrate import settings, voices
    from narrate.text.language import primary

    chosen = settings.load({}).default
    if not language:
        for tag, one in chosen.items():
            click.echo(printable(f"{tag}: {one}"))
        if not chosen:
            say_note("none was chosen: each language is spoken by its best installed voice")
        return 0
    tag = language.replace("_", "-")
    if reset:
        settings.store("default", tag, None)
    elif name:
        _choose(tag, name)
    chosen = settings.load({}).default
    own = chosen.get(tag) or chosen.get(primary(tag))
    voice = voices.find(own, tag) if own else voices.default(tag)
    click.echo(str(voice))
    say_note("your choice" if own else f"the best installed one: {voices.record(voice).reason}")
    return 0


def _choose(language: str, name: str) -> None:
    from narrate import settings, voices

    voice = voices.find(name, language)
    if not voices.speaks(voice, language):
        raise VoiceError(f"{voice} speaks {voice.language}, not {language}", hint="`narrate voices --language` helps")
    if not voices.installed(voice):
        raise VoiceError(f"{voice} is not installed", hint=f"narrate voices install {voice}")
    settings.store("default", language, str(voice))
