"""Defaults < file < environment < flags, each remembering where it came from."""

from __future__ import annotations

import math
import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from pathlib import Path
from types import MappingProxyType
from typing import Any

from narrate.errors import UsageError
from narrate.homes import at_home

PREFIX = "NARRATE_"
Table = dict[str, Any]
"""In the file a table; in the environment and in flags `key=value,key=value`. What comes later is laid over it."""
FLAG = "a flag"
"""The origin of what the command line says."""
LEAST = {"jobs": 0, "cache_limit": 0}
"""The smallest value that makes sense, where there is no other bound."""
SLOWEST, FASTEST = 0.5, 2.0
"""Bounds of `speed`."""
ON_ERROR, FALLBACK_BY = ("stop", "skip", "fallback"), ("article", "sentence")
"""What the settings of these names may be."""
NOTHING: Mapping[str, Any] = MappingProxyType({})
TRUE, FALSE = ("1", "true", "yes", "on"), ("0", "false", "no", "off")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What can be set once for all runs. Names are those of the flags, of the file's keys and, in capitals behind
    `NARRATE_`, of environment variables."""

    voice: str = ""
    """`engine:name`, or a name alone; empty is the best installed voice of the language."""
    speed: float = 1.0
    format: str = "mp3"
    """Names separated by commas."""
    jobs: int = 0
    on_error: str = "stop"
    verify_model: str = "base"
    """Whisper's, for `--verify`: a size that is downloaded once, or a folder with its files."""
    fallback: str = ""
    """Voices or engines that take over from one that fails, separated by commas; behind them the best installed."""
    fallback_by: str = "article"
    """Whether another voice takes over the whole article, or only the sentence."""
    preset: str = "podcast"
    """Where the sound goes; see `presets.PRESETS`."""
    loudness: float = -16.0
    """LUFS, instead of the preset's."""
    formats: Table = field(default_factory=dict)
    """Tables of what is set for each output; see `OutputInfo.settings`."""
    reading: Table = field(default_factory=dict)
    """A way for each kind of block; see `text.policy.WAYS`."""
    wording: Table = field(default_factory=dict)
    """Conventions of wording, and tables of them by language; see `text.spoken.conventions`."""
    cast: Table = field(default_factory=dict)
    """Voices for kinds of blocks and for languages."""
    default: Table = field(default_factory=dict)
    """The voice of each language where none is named, instead of the best installed one."""
    engines: Table = field(default_factory=dict)
    """Tables of what is set for each engine; see `EngineInfo.settings`."""
    one_language: bool = False
    """Whether foreign passages are left to the article's own voice."""
    keep: str = ""
    drop: str = ""
    """Kinds of blocks to read besides the usual ones, and not to read, separated by commas."""
    captions: Table = field(default_factory=dict)
    """What captions keep to; see `captions.limits`."""
    lexicon: str = ""
    """Files of pronunciations, separated by commas."""
    intro: str = ""
    outro: str = ""
    """Sound files to open and close with."""
    bed: str = ""
    """A sound file to lie under the title."""
    cache: str = ""
    """Folder of spoken clips; empty is the system's own place."""
    cache_limit: float = 4.0
    """GB."""
    voice_folder: str = ""
    """Folder of installed voices; empty is the system's own place."""
    mirror: str = ""
    """An address or a folder that voices' files are taken from, instead of the hosts named in the catalogue."""
    origins: dict[str, str] = field(default_factory=dict)
    """Where each value that is no default came from."""


def config_file() -> Path:
    """`NARRATE_CONFIG`, or `settings.toml` in the system's own place."""
    if path := os.environ.get("NARRATE_CONFIG"):
        return Path(path)
    from platformdirs import user_config_path

    return user_config_path("narrate", appauthor=False) / "settings.toml"


def cache_folder(settings: Settings) -> Path:
    if settings.cache:
        return at_home(settings.cache)
    from platformdirs import user_cache_path

    return user_cache_path("narrate", appauthor=False) / "clips"


def voice_folder(engine: str) -> Path:
    """Where the downloaded voices of an engine are kept."""
    chosen = load({}).voice_folder
    if chosen:
        return at_home(chosen) / engine
    from platformdirs import user_data_path

    return user_data_path("narrate", appauthor=False) / "voices" / engine


def load(flags: dict[str, Any], between: Mapping[str, Any] = NOTHING, origin: str = "") -> Settings:
    """Gather the settings; flags that are None were not given. Raises `UsageError` that names the culprit.

    What a project's own file says, the `origin`, stands `between` what holds for all of the user's runs and the flags.
    """
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    own, environment = (str(config_file()), _from_file()), ("", _from_environment())
    for place, found in (own, environment, (origin, between), (FLAG, flags)):
        for name, value in found.items():
            if value is not None:
                origins[name] = place or f"{PREFIX}{name.upper()}"
                fitting = _fitting(name, value, origins[name])
                values[name] = _laid_over(values.get(name, {}), fitting) if isinstance(fitting, dict) else fitting
    return Settings(**values, origins=origins)


def names() -> tuple[str, ...]:
    """The names of all settings."""
    return tuple(_kinds())


def checked(values: dict[str, Any], origin: str) -> dict[str, Any]:
    """Settings from elsewhere as they are kept; raises `UsageError` that names the culprit and its origin."""
    return {name: _fitting(name, value, origin) for name, value in values.items()}


def store(table: str, key: str, value: str | None) -> None:
    """Set a key of a table in the settings file, or take it out; all else in it stays, comments too.

    Raises `UsageError` when the file can't be read or written.
    """
    import tomlkit

    path = config_file().resolve()
    try:
        document = tomlkit.parse(path.read_text("utf-8") if path.exists() else "")
        inner: Any = document.setdefault(table, tomlkit.table())
        if value is None:
            inner.pop(key, None)
        else:
            inner[key] = value
        path.parent.mkdir(parents=True, exist_ok=True)
        aside = path.with_name(f".{path.name}.{os.getpid()}.part")
        aside.write_text(tomlkit.dumps(document), "utf-8")
        aside.replace(path)
    except (OSError, ValueError, AttributeError, TypeError) as error:
        raise UsageError(f"the settings can't be changed: {error}", place=str(path)) from error


def _laid_over(below: Table, above: Table) -> Table:
    """Both tables' keys; where both have one, the upper's value, or both's keys if they are tables themselves."""
    both = {key: value for key, value in above.items() if isinstance(value, dict) and isinstance(below.get(key), dict)}
    return {**below, **above, **{key: {**below[key], **value} for key, value in both.items()}}


def _kinds() -> dict[str, Callable[[Any], Any]]:
    kinds = {"str": _text, "float": _number, "int": _whole, "bool": _truth, "Table": _table}
    return {item.name: kinds[str(item.type)] for item in fields(Settings) if item.name != "origins"}


def _from_file() -> dict[str, Any]:
    path = config_file()
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except FileNotFoundError:
        if "NARRATE_CONFIG" in os.environ:
            raise UsageError("there is no such settings file", place=str(path), hint="see NARRATE_CONFIG") from None
        return {}
    except (OSError, ValueError) as error:
        raise UsageError(f"the settings can't be read: {error}", place=str(path)) from error


def _from_environment() -> dict[str, str]:
    named = {name: os.environ.get(f"{PREFIX}{name.upper()}") for name in _kinds()}
    return {name: value for name, value in named.items() if value}


def _fitting(name: str, value: Any, origin: str) -> Any:
    kinds = _kinds()
    if name not in kinds:
        raise UsageError(f"there is no setting “{name}”", place=origin, hint=f"known: {', '.join(kinds)}")
    try:
        fitting = kinds[name](value)
    except ValueError:
        raise UsageError(f"“{name}” must be {_WANTED[kinds[name]]}, not {value!r}", place=origin) from None
    if name in LEAST and fitting < LEAST[name]:
        raise UsageError(f"“{name}” must be {LEAST[name]} or more, not {value}", place=origin)
    return fitting


def _text(value: Any) -> str:
    if isinstance(value, bool | list | dict):
        raise ValueError
    return str(value)


def _number(value: Any) -> float:
    if isinstance(value, bool | list | dict) or not math.isfinite(float(value)):
        raise ValueError
    return float(value)


def _whole(value: Any) -> int:
    if not isinstance(value, int | str) or isinstance(value, bool):
        raise ValueError
    return int(value)


def _truth(value: Any) -> bool:
    word = str(value).strip().lower()
    if word not in TRUE + FALSE:
        raise ValueError
    return word in TRUE


def _table(value: Any) -> Table:
    """A table as it is, or `key=value,key=value`; `de.clock=twelve` is a key of a table in it."""
    if isinstance(value, dict):
        return value
    if not isinstance(value, str):
        raise ValueError
    table: Table = {}
    for pair in filter(None, map(str.strip, value.split(","))):
        key, equals, said = map(str.strip, pair.partition("="))
        if not (key and equals and said):
            raise ValueError
        outer, dot, inner = key.partition(".")
        meant: Any = {"true": True, "false": False}.get(said, said)
        if dot:
            table.setdefault(outer, {})[inner] = meant
        else:
            table[key] = meant
    return table


_WANTED: dict[Callable[[Any], Any], str] = {
    _text: "a text",
    _number: "a number",
    _whole: "a whole number",
    _truth: "true or false",
    _table: "key=value pairs, separated by commas",
}
