"""What `narrate doctor` looks at: whether the parts of an installation are there and work, and what to do if not."""

from __future__ import annotations

import os
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from narrate import __version__, plugins, settings, voices
from narrate.contracts import EngineInfo
from narrate.errors import MissingExtra, NarrateError

State = Literal["ok", "note", "problem"]
LANGUAGES = ("en", "ru", "de", "fr", "es")
"""Those whose default voice is named; the first one's is made to speak."""
SENTENCE = "The weather will be cold and windy today."
LITTLE_SPACE = 1e9
"""Bytes: an hour of speech takes about 0.2 GB of cache and 60 MB as MP3."""
REINSTALL = "pip install --force-reinstall narrate-articles"
PATIENCE = 5.0
"""Seconds to reach a service."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that was looked at. A "note" is no fault; a "problem" keeps something from working."""

    part: str
    state: State
    words: str
    advice: str = ""


def findings(*, network: bool = False, speak: bool = True) -> Iterator[Finding]:
    """Look at everything, one finding at a time; `network` also reaches for the online services."""
    yield Finding(part="system", state="ok", words=_system())
    chosen, found = _settings()
    yield found
    yield from _guarded("cache", lambda: _cache(chosen))
    for name in plugins.names("engines"):
        yield from _guarded(f"engine {name}", lambda name=name: _engine(name))  # type: ignore[misc]
    for name in plugins.names("outputs"):
        yield from _guarded(f"format {name}", lambda name=name: _output(name))  # type: ignore[misc]
    for language in LANGUAGES:
        yield from _guarded(f"voice for {language}", lambda language=language: _default(language))  # type: ignore[misc]
    if speak:
        yield from _guarded("speaking", _speaking)
    for name in plugins.names("engines") if network else ():
        yield from _guarded(f"network for {name}", lambda name=name: _reach(name))  # type: ignore[misc]


def _guarded(part: str, look: Callable[[], Iterator[Finding]]) -> Iterator[Finding]:
    """Whatever goes wrong while looking is a finding too."""
    try:
        yield from look()
    except NarrateError as error:
        yield Finding(part=part, state="problem", words=str(error).split("\n")[0], advice=error.hint)
    except Exception as error:
        words = f"{type(error).__name__}: {error}"
        yield Finding(part=part, state="problem", words=words, advice=REINSTALL)


def _system() -> str:
    python = ".".join(map(str, sys.version_info[:3]))
    return f"Narrate {__version__}, Python {python}, {platform.system()} {platform.machine()}, {os.cpu_count()} cores"


def _settings() -> tuple[settings.Settings, Finding]:
    try:
        chosen = settings.load({})
    except NarrateError as error:
        defaults = settings.Settings()
        return defaults, Finding(part="settings", state="problem", words=str(error).split("\n")[0], advice=error.hint)
    file = settings.config_file()
    words = f"{file}" if file.exists() else f"none set in {file}: defaults hold"
    names = ", ".join(f"{name} from {origin}" for name, origin in chosen.origins.items() if origin != str(file))
    return chosen, Finding(part="settings", state="ok", words=words + (f"; {names}" if names else ""))


def _cache(chosen: settings.Settings) -> Iterator[Finding]:
    folder = settings.cache_folder(chosen)
    place = next(path for path in (folder, *folder.parents) if path.exists())
    try:
        with tempfile.TemporaryFile(dir=place):
            pass
    except OSError as error:
        advice = "every run will speak everything anew; set another folder with `cache` in the settings"
        yield Finding(part="cache", state="problem", words=f"{folder} can't be written: {error}", advice=advice)
        return
    held = sum(file.stat().st_size for file in folder.rglob("*.clip")) if folder.exists() else 0
    free = shutil.disk_usage(place).free
    words = (
        f"{folder}: {held / 1e9:.1f} of at most {chosen.cache_limit:g} GB used, {free / 1e9:.0f} GB free on the disk"
    )
    short = free < LITTLE_SPACE
    advice = "make room, or set another folder with `cache` in the settings" if short else ""
    yield Finding(part="cache", state="problem" if short else "ok", words=words, advice=advice)


def _missing(requires: tuple[str, ...]) -> list[str]:
    return [name for name in requires if find_spec(name) is None]


def _engine(name: str) -> Iterator[Finding]:
    engine = plugins.load("engines", name)
    info: EngineInfo = engine.INFO
    part = f"engine {name}"
    lacking = _missing(info.requires)
    if lacking:
        advice = MissingExtra(name, info.extra).hint if info.extra else REINSTALL
        state: State = "note" if info.extra else "problem"
        yield Finding(part=part, state=state, words=f"not installed ({', '.join(lacking)})", advice=advice)
        return
    found = engine.voices()
    words = f"{len(found)} voices, {'offline' if info.offline else 'online'}"
    if found:
        yield Finding(part=part, state="ok", words=words)
    else:
        yield Finding(part=part, state="note", words="no voice here", advice="`narrate voices` lists what there is")


def _output(name: str) -> Iterator[Finding]:
    """Encode a tenth of a second, as the codec would be asked to."""
    from narrate.audio.assemble import RATE
    from narrate.outputs import AudioOutput, opened

    output = plugins.load("outputs", name)
    lacking = _missing(output.INFO.requires)
    if lacking:
        advice = MissingExtra(name, output.INFO.extra).hint
        yield Finding(part=f"format {name}", state="note", words=f"not installed ({', '.join(lacking)})", advice=advice)
        return
    if isinstance(output, AudioOutput) and output.INFO.audio:
        import numpy as np

        with tempfile.TemporaryDirectory() as folder:
            encoder = opened(output, Path(folder) / "bare", RATE)
            encoder.write(np.zeros(RATE // 10, np.int16))
            encoder.stop()
            encoder.abandon()
    yield Finding(part=f"format {name}", state="ok", words=output.INFO.summary)


def _default(language: str) -> Iterator[Finding]:
    voice = voices.default(language)
    yield Finding(part=f"voice for {language}", state="ok", words=f"{voice}{f', {voice.label}' if voice.label else ''}")


def _speaking() -> Iterator[Finding]:
    import time

    from narrate.audio.edits import fault

    voice = voices.default(LANGUAGES[0])
    begun = time.monotonic()
    speaker = voices.open_speaker(voice)
    loaded = time.monotonic()
    try:
        clip = speaker.say(SENTENCE, voice.language, 1.0)
    finally:
        speaker.close()
    problem = fault(clip, SENTENCE, 1.0)
    took = time.monotonic() - loaded
    words = f"{voice} loaded in {loaded - begun:.1f} s and spoke {len(clip.pcm) / clip.rate:.1f} s in {took:.2f} s"
    advice = REINSTALL if problem else ""
    yield Finding(
        part="speaking", state="problem" if problem else "ok", words=f"{words}: {problem}" if problem else words,
        advice=advice,
    )  # fmt: skip


def _reach(name: str) -> Iterator[Finding]:
    """Ask an online engine's service for anything; any answer will do, also through a proxy."""
    from urllib.error import HTTPError
    from urllib.request import Request, urlopen

    info: EngineInfo = plugins.load("engines", name).INFO
    if info.offline or not info.host:
        return
    part = f"network for {name}"
    try:
        urlopen(Request(f"https://{info.host}/", method="HEAD"), timeout=PATIENCE).close()
        yield Finding(part=part, state="ok", words=f"{info.host} can be reached")
    except HTTPError:
        yield Finding(part=part, state="ok", words=f"{info.host} can be reached")
    except OSError as error:
        advice = "check the network, or a proxy (HTTPS_PROXY); voices that need no network go on working"
        yield Finding(part=part, state="problem", words=f"{info.host} can't be reached: {error}", advice=advice)
