"""Options that several commands share: which text is prepared, and how."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, get_args

import click

from narrate.model import Kind

TEXT_SETTINGS = ("voice", "cast", "lexicon", "keep", "drop", "reading", "wording", "one_language")
"""Those of the options below that are settings too."""


def complete_voice(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    from narrate import voices

    return [str(entry.voice) for entry in voices.catalogue() if str(entry.voice).startswith(incomplete)]


def complete_kind(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    head, comma, last = incomplete.rpartition(",")
    return [head + comma + kind for kind in get_args(Kind) if kind.startswith(last)]


def complete_format(_ctx: click.Context, _param: click.Parameter, incomplete: str) -> list[str]:
    from narrate import plugins

    head, comma, last = incomplete.rpartition(",")
    return [head + comma + name for name in plugins.names("outputs") if name.startswith(last)]


VOICE_OPTIONS = (
    click.option(
        "--voice",
        metavar="NAME",
        shell_complete=complete_voice,
        help="Voice, such as hibari:heart; see `narrate voices`.",
    ),
    click.option(
        "--cast",
        metavar="ROLE=NAME,…",
        help="Voices for languages and for kinds of blocks, such as ru=espeak:ru,quote=espeak:en-US.",
    ),
    click.option(
        "--language", metavar="TAG", help="Language of the article, such as en or ru; found out if not given."
    ),
)
OPTIONS = (
    *VOICE_OPTIONS,
    click.option(
        "--keep", metavar="KINDS", shell_complete=complete_kind, help="Also read these: caption, code, table, note…"
    ),
    click.option(
        "--drop", metavar="KINDS", shell_complete=complete_kind, help="Do not read these: byline, quote, item…"
    ),
    click.option(
        "--reading",
        metavar="KIND=WAY,…",
        help="What to do with a kind: table=read, table=announce, code=announce, note=end, item=plain…",
    ),
    click.option(
        "--wording",
        metavar="KEY=WAY,…",
        help="How to say what has several readings: years=whole, links=host, emoji=named, de.clock=twelve…",
    ),
    click.option(
        "--one-language",
        is_flag=True,
        default=None,
        help="Let the article's own voice speak passages in other languages too.",
    ),
    click.option("--lexicon", metavar="FILE", type=click.Path(), help="Your own pronunciations; see docs/lexicon.md."),
    click.option("--from", "begin", metavar="WORDS", help="Start at the sentence that holds these words."),
    click.option("--to", "finish", metavar="WORDS", help="Stop after the sentence that holds these words."),
    click.option("--important", is_flag=True, help="Read only the title and the most important sentences."),
    click.option("--share", type=click.IntRange(1, 100), help="How many of them, in percent (25)."),
)


def text_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """What all commands that prepare an article take."""
    return _with(OPTIONS, command)


def voice_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """What those take that prepare an article only to look at who speaks what."""
    return _with(VOICE_OPTIONS, command)


def _with(options: Sequence[Callable[..., Any]], command: Callable[..., Any]) -> Callable[..., Any]:
    for option in reversed(options):
        command = option(command)
    return command


def wanted(flags: dict[str, Any]) -> dict[str, Any]:
    """What `text_options`, or some of them, say that no setting does: arguments of `choices.options`."""
    from narrate.text.important import DEFAULT_SHARE

    percent = flags.get("share")
    return {
        "language": flags["language"] or "",
        "begin": flags.get("begin") or "",
        "finish": flags.get("finish") or "",
        "important": (percent / 100 if percent else DEFAULT_SHARE) if flags.get("important") or percent else 0.0,
    }
