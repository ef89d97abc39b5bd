"""Finds engines, readers and outputs: modules of ours that carry `INFO`, and other packages' entry points.

Ours are named by their files ("vtt-words" is `vtt_words.py`), so listing names imports nothing;
`INFO` must be readable without heavy imports.
"""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from typing import Any, Literal

from narrate.errors import UsageError

Group = Literal["engines", "readers", "outputs"]


@cache
def _ours(group: Group) -> dict[str, str]:
    package = importlib.import_module(f"narrate.{group}")
    names = (module.name for module in pkgutil.iter_modules(package.__path__))
    return {name.replace("_", "-"): f"narrate.{group}.{name}" for name in names if not name.startswith("_")}


@cache
def _theirs(group: Group) -> dict[str, EntryPoint]:
    return {entry.name: entry for entry in entry_points(group=f"narrate.{group}")}


def names(group: Group) -> tuple[str, ...]:
    """The names of all plug-ins of a group, in order; imports none of them."""
    return tuple(sorted({*_ours(group), *_theirs(group)}))


def load(group: Group, name: str) -> Any:
    """The module or object that carries `INFO`; ours win over others of the same name."""
    if name in _ours(group):
        return importlib.import_module(_ours(group)[name])
    if name in _theirs(group):
        return _theirs(group)[name].load()
    known = ", ".join(names(group))
    raise UsageError(f"unknown {group[:-1]} “{name}”", hint=f"known: {known}")


def checked(group: Group, chosen: Mapping[str, Any]) -> Mapping[str, Mapping[str, Any]]:
    """What is set for plug-ins, by name, if there are such and each has such settings; raises `UsageError`."""
    for name, values in chosen.items():
        settings = load(group, name).INFO.settings
        if not isinstance(values, Mapping):
            example = f"such as {name}.{next(iter(settings), 'key')}=…"
            raise UsageError(f"the settings of {name} must be a table", hint=example)
        for key in values.keys() - settings.keys():
            known = f"known: {', '.join(settings)}" if settings else "it has none"
            raise UsageError(f"{name} has no setting “{key}”", hint=known)
    return chosen


def every(group: Group) -> tuple[Any, ...]:
    """All plug-ins of a group, loaded."""
    return tuple(load(group, name) for name in names(group))
