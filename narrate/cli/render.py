"""`narrate render` and `narrate captions`: files from a kept narration, without speaking."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import click

from narrate import settings
from narrate.cli import names
from narrate.cli.options import complete_format
from narrate.cli.progress import Bar
from narrate.cli.words import say_note
from narrate.errors import PARTLY_SKIPPED, SourceError, UsageError

SUFFIX = ".narration"
CAPTIONS = "vtt,srt"


def _common(command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(
        (
            click.argument("narration", metavar="NARRATION", type=click.Path()),
            click.option("-o", "--output", type=click.Path(), help="File to write, or folder for several."),
            click.option("--force", is_flag=True, help="Replace files that exist."),
            click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors."),
            click.option("--json", "as_json", is_flag=True, help="Tell the result as JSON."),
        )
    ):
        command = option(command)
    return command


@click.command()
@_common
@click.option(
    "-f", "--format", metavar="NAMES", required=True, shell_complete=complete_format,
    help="What to make: m4b, epub, html, srt…; several with commas.",
)  # fmt: skip
def render(**flags: Any) -> int:
    """Make files from a kept narration, in any format, without speaking.

    NARRATION is a folder that `narrate -f narration article.html` made, or a file made with it: article.mp3 stands for
    article.narration beside it. Files go beside it too, unless -o says otherwise.
    """
    return _rendered(flags)


@click.command()
@_common
@click.option(
    "-f", "--format", metavar="NAMES", default=CAPTIONS, show_default=True, shell_complete=complete_format,
    help="What to make: vtt, srt, lrc…; several with commas.",
)  # fmt: skip
def captions(**flags: Any) -> int:
    """Make captions and transcripts again from a kept narration, without speaking.

    NARRATION is a folder that `narrate -f narration article.html` made, or a file made with it.
    """
    from narrate import plugins

    for name in names.formats(flags["format"]):
        info = plugins.load("outputs", name).INFO
        if info.audio or info.master:
            hint = "narrate render makes all formats"
            raise UsageError(f"--format: {name} is no captions or transcript", hint=hint)
    return _rendered(flags)


def found(where: str) -> Path:
    """The kept narration that is meant; raises `SourceError` when there is none."""
    path = Path(where) if Path(where).name else Path(where).absolute()  # a file beside is named after the folder
    for folder in (path, path.parent / f"{path.stem}{SUFFIX}"):
        if folder.is_dir():
            return folder
    hint = "`narrate -f mp3,narration article.html` keeps what this needs"
    raise SourceError("there is no kept narration here", place=where, hint=hint)


def _rendered(flags: dict[str, Any]) -> int:
    from narrate.choices import caption_limits, mastering
    from narrate.kept.load import load
    from narrate.render import render as rendered

    begun = time.monotonic()
    folder = found(flags["narration"])
    chosen = settings.load({})
    limits = caption_limits(chosen)
    narration = replace(load(folder), captions=limits)
    out = flags["output"] or f"{folder.parent}{os.sep}"
    targets = names.targets(
        str(folder), narration.script.article.title, out, names.formats(flags["format"]), several=False
    )
    title = narration.script.article.title or folder.stem
    formats = mastering(chosen)[1]
    with Bar(title[:32], quiet=flags["quiet"] or flags["as_json"]) as bar:
        made = rendered(narration, targets, formats=formats, overwrite=flags["force"], listen=bar)
    _told(flags, folder, targets, made, time.monotonic() - begun)
    return PARTLY_SKIPPED if made.skipped else 0


def _told(flags: dict[str, Any], folder: Path, targets: dict[str, Path], made: Any, took: float) -> None:
    from narrate.cli import report

    if flags["as_json"]:
        return click.echo(json.dumps(report.as_json(str(folder), made, targets, took, 0), ensure_ascii=False))
    if flags["quiet"]:
        return None
    for path in targets.values():
        click.echo(str(path))
    return say_note(report.in_words(made, targets, took))
