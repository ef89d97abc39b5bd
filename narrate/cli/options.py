"""Options that several commands share: which text is prepared, and how."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, get_args

import click

from narrate.errors import UsageError, located
from narrate.model import Kind
from narrate.presets import PRESETS
from narrate.settings import FLAG, Settings

if TYPE_CHECKING:
    from narrate.model import CaptionLimits, Target
    from narrate.presets import Formats
    from narrate.text.policy import Reading

QUIETEST, LOUDEST = -36.0, -9.0
"""LUFS; louder speech would be all limiter."""
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


def chosen_text(flags: dict[str, Any], settings: Settings) -> dict[str, Any]:
    """The fields of `pipeline.Options` that `text_options` or some of them, and their settings, fill in.

    Raises `UsageError`.
    """
    from narrate.text.important import DEFAULT_SHARE
    from narrate.text.script import Preparation
    from narrate.text.spoken.conventions import overruled

    overruled("en", settings.wording)  # what can't be is told before anything is read
    _check_voices(settings)
    percent = flags.get("share")
    return {
        "voice": settings.voice,
        "roles": settings.cast,
        "defaults": settings.default,
        "preparation": Preparation(
            language=flags["language"] or "",
            one_language=settings.one_language,
            reading=_reading(settings),
            lexicon=lexicon(settings.lexicon),
            wording=settings.wording,
        ),
        "begin": flags.get("begin") or "",
        "finish": flags.get("finish") or "",
        "important": (percent / 100 if percent else DEFAULT_SHARE) if flags.get("important") or percent else 0.0,
    }


def mastering(settings: Settings) -> tuple[Target, Formats]:
    """How loud the sound is to be and what is set for its outputs: the preset's, but for what the listener set.

    Raises `UsageError`.
    """
    from narrate.outputs import checked

    if settings.preset not in PRESETS:
        place, hint = settings.origins["preset"], f"it can be {', '.join(PRESETS)}"
        raise UsageError(f"preset can't be “{settings.preset}”", place=place, hint=hint)
    preset = PRESETS[settings.preset]
    target = preset.target
    place = settings.origins.get("loudness", "")
    if place:
        if not QUIETEST <= settings.loudness <= LOUDEST:
            hint = f"{QUIETEST} to {LOUDEST} LUFS"
            raise UsageError(f"loudness can't be {settings.loudness}", place=place, hint=hint)
        target = replace(target, integrated=settings.loudness, rms=None)
    with located(settings.origins.get("formats", "")):
        own = checked(settings.formats)
    names = preset.formats.keys() | own.keys()
    return target, {name: {**preset.formats.get(name, {}), **own.get(name, {})} for name in names}


def caption_limits(settings: Settings) -> CaptionLimits:
    """What captions are to keep to; raises `UsageError`."""
    from narrate.captions import limits

    with located(settings.origins.get("captions", "")):
        return limits.chosen(settings.captions)


def engine_settings(settings: Settings) -> Mapping[str, Mapping[str, Any]]:
    """What is set for engines; raises `UsageError`."""
    from narrate import plugins

    with located(settings.origins.get("engines", "")):
        return plugins.checked("engines", settings.engines)


def _check_voices(settings: Settings) -> None:
    """Raise the error of a voice that is not there with the place it was set in, unless that is the command line."""
    from narrate import plugins, voices

    for setting, names in (("voice", [settings.voice]), ("cast", settings.cast.values())):
        origin = settings.origins.get(setting, FLAG)
        for name in names:
            if name and origin != FLAG and name not in plugins.names("engines"):
                with located(origin):
                    voices.find(str(name))


def _reading(settings: Settings) -> Reading:
    from narrate.text.policy import SKIP, chosen

    read = dict.fromkeys(kinds(settings.keep, "keep"), "read")
    return chosen(settings.reading, read, dict.fromkeys(kinds(settings.drop, "drop"), SKIP))


def kinds(text: str, option: str) -> frozenset[str]:
    """The kinds of blocks in `caption,table`; raises `UsageError` for an unknown one."""
    found = frozenset(name.strip().lower() for name in text.split(",") if name.strip())
    unknown = found - set(get_args(Kind))
    if unknown:
        known = ", ".join(get_args(Kind))
        raise UsageError(f"--{option}: there is no kind “{min(unknown)}”", hint=f"known: {known}")
    return found


def lexicon(files: str) -> Any:
    """The lexicon in these files, earlier ones first."""
    from narrate.fetch import fetch
    from narrate.text.lexicon import Lexicon, load

    names = [name.strip() for name in files.split(",") if name.strip()]
    return Lexicon(tuple(entry for name in names for entry in load(fetch(name).data, name)))
