"""Settings -> what a narration is told: the same for a single article, a batch and a worker on another machine."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, get_args

from narrate import plugins
from narrate.captions import limits
from narrate.casting import substitutes
from narrate.errors import UsageError, located
from narrate.homes import at_home
from narrate.model import CaptionLimits, Kind, Target
from narrate.options import Options
from narrate.presets import PRESETS, Formats
from narrate.settings import FALLBACK_BY, FASTEST, FLAG, ON_ERROR, SLOWEST, Settings
from narrate.synthesis import Manner
from narrate.text.lexicon import Lexicon
from narrate.text.policy import DEFAULT, SKIP, WHOLE, Reading, chosen
from narrate.text.script import Preparation

QUIETEST, LOUDEST = -36.0, -9.0
"""LUFS; louder speech would be all limiter."""


def options(
    settings: Settings,
    *,
    formats: Iterable[str] = (),
    language: str = "",
    begin: str = "",
    finish: str = "",
    important: float = 0.0,
    jobs: int | None = None,
    overwrite: bool = False,
) -> Options:
    """All that settings say of a narration, for what is to be made (`formats`).

    Raises `UsageError` that names what is wrong and where it was set.
    """
    on_error: Any = settings.on_error
    for name, ways in (("on_error", ON_ERROR), ("fallback_by", FALLBACK_BY)):
        if getattr(settings, name) not in ways:
            words = f"{name} can't be “{getattr(settings, name)}”"
            raise UsageError(words, place=settings.origins[name], hint=f"it can be {' or '.join(ways)}")
    if not SLOWEST <= settings.speed <= FASTEST:
        place = settings.origins["speed"]
        raise UsageError(f"speed can't be {settings.speed}", place=place, hint=f"{SLOWEST} to {FASTEST}")
    target, of_formats = mastering(settings)
    pages = any(plugins.load("outputs", name).INFO.pages for name in formats)
    return Options(
        **text(settings, language=language, begin=begin, finish=finish, important=important, pages=pages),
        engines=engine_settings(settings),
        captions=caption_limits(settings),
        manner=Manner(
            speed=settings.speed,
            jobs=settings.jobs if jobs is None else jobs,
            on_error=on_error,
            substitute=substitutes([name.strip() for name in settings.fallback.split(",") if name.strip()]),
            by_sentence=settings.fallback_by == "sentence",
        ),
        target=target,
        formats=of_formats,
        intro=_sound(settings.intro),
        outro=_sound(settings.outro),
        bed=_sound(settings.bed),
        overwrite=overwrite,
    )


def text(
    settings: Settings,
    *,
    language: str = "",
    begin: str = "",
    finish: str = "",
    important: float = 0.0,
    pages: bool = False,
) -> dict[str, Any]:
    """The fields of `Options` that concern the text alone, `pages` if those of a book are kept; raises `UsageError`."""
    from narrate.text.spoken.conventions import overruled

    overruled("en", settings.wording)  # what can't be is told before anything is read
    _check_voices(settings)
    return {
        "voice": settings.voice,
        "roles": settings.cast,
        "defaults": settings.default,
        "preparation": Preparation(
            language=language,
            one_language=settings.one_language,
            reading=_reading(settings, DEFAULT),
            whole=_reading(settings, WHOLE) if pages else None,
            lexicon=lexicon(settings.lexicon),
            wording=settings.wording,
        ),
        "begin": begin,
        "finish": finish,
        "important": important,
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
    with located(settings.origins.get("captions", "")):
        return limits.chosen(settings.captions)


def engine_settings(settings: Settings) -> Mapping[str, Mapping[str, Any]]:
    """What is set for engines; raises `UsageError`."""
    with located(settings.origins.get("engines", "")):
        return plugins.checked("engines", settings.engines)


def _sound(name: str) -> Path | None:
    return at_home(name) if name else None


def _check_voices(settings: Settings) -> None:
    """Raise the error of a voice that is not there with the place it was set in, unless that is the command line."""
    from narrate import voices

    for setting, names in (("voice", [settings.voice]), ("cast", settings.cast.values())):
        origin = settings.origins.get(setting, FLAG)
        for name in names:
            if name and origin != FLAG and name not in plugins.names("engines"):
                with located(origin):
                    voices.find(str(name))


def _reading(settings: Settings, usual: Reading) -> Reading:
    read: Mapping[str, str] = dict.fromkeys(kinds(settings.keep, "keep"), "read")
    return chosen(settings.reading, read, dict.fromkeys(kinds(settings.drop, "drop"), SKIP), usual=usual)


def kinds(words: str, option: str) -> frozenset[str]:
    """The kinds of blocks in `caption,table`; raises `UsageError` for an unknown one."""
    found = frozenset(name.strip().lower() for name in words.split(",") if name.strip())
    unknown = found - set(get_args(Kind))
    if unknown:
        known = ", ".join(get_args(Kind))
        raise UsageError(f"--{option}: there is no kind “{min(unknown)}”", hint=f"known: {known}")
    return found


def lexicon(files: str) -> Lexicon:
    """The lexicon in these files, earlier ones first."""
    from narrate.fetch import fetch
    from narrate.text.lexicon import load

    names = [name.strip() for name in files.split(",") if name.strip()]
    return Lexicon(tuple(entry for name in names for entry in load(fetch(name).data, name)))
