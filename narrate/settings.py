"""Defaults < file < environment < flags, each remembering where it came from."""

from __future__ import annotations

import math
import os
import tomllib
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any

from narrate.errors import UsageError

PREFIX = "NARRATE_"


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
    loudness: float = -16.0
    """LUFS."""
    keep: str = ""
    drop: str = ""
    """Kinds of blocks to read besides the usual ones, and not to read, separated by commas."""
    lexicon: str = ""
    """Files of pronunciations, separated by commas."""
    intro: str = ""
    outro: str = ""
    """Sound files to open and close with."""
    cache: str = ""
    """Folder of spoken clips; empty is the system's own place."""
    cache_limit: float = 4.0
    """GB."""
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
        return Path(settings.cache).expanduser()
    from platformdirs import user_cache_path

    return user_cache_path("narrate", appauthor=False) / "clips"


def load(flags: dict[str, Any]) -> Settings:
    """Gather the settings; flags that are None were not given. Raises `UsageError` that names the culprit."""
    values: dict[str, Any] = {}
    origins: dict[str, str] = {}
    for origin, found in ((str(config_file()), _from_file()), ("", _from_environment()), ("a flag", flags)):
        for name, value in found.items():
            if value is not None:
                origins[name] = origin or f"{PREFIX}{name.upper()}"
                values[name] = _fitting(name, value, origins[name])
    return Settings(**values, origins=origins)


def _kinds() -> dict[str, type]:
    kinds: dict[str, type] = {"str": str, "float": float, "int": int}
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
        if isinstance(value, bool | list | dict) or (kinds[name] is int and isinstance(value, float)):
            raise ValueError
        fitting = kinds[name](value)
        if isinstance(fitting, float) and not math.isfinite(fitting):
            raise ValueError
        return fitting
    except ValueError:
        wanted = {str: "a text", float: "a number", int: "a whole number"}[kinds[name]]
        raise UsageError(f"“{name}” must be {wanted}, not {value!r}", place=origin) from None
