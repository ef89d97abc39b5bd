"""What a worker needs of its machine, and how many such workers a cluster holds."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from narrate import plugins, voices
from narrate.contracts import EngineInfo
from narrate.errors import NarrateError
from narrate.settings import Settings

USUAL = "hibari"
"""The engine where no voice is named and no language is known yet."""
ASKING = 0.25
"""Cores for a worker whose voice is a service: it waits most of the time, and encodes MP3."""
CARD = 0.25
"""Of a graphics card, for a worker whose engine can use one: one article at a time leaves most of a card idle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Needs:
    """What each worker asks Ray for."""

    cpus: float
    gpus: float = 0.0

    @property
    def threads(self) -> int:
        """Sentences that a worker speaks at once."""
        return max(1, int(self.cpus))

    def __str__(self) -> str:
        return f"{self.cpus:g} CPUs and {self.gpus:g} GPUs" if self.gpus else f"{self.cpus:g} CPUs"


def engines(settings: Settings) -> tuple[str, ...]:
    """The engines of the voices that settings name."""
    chosen = [settings.voice, *settings.cast.values(), *settings.default.values()]
    found = [_engine(str(name)) for name in chosen if name]
    return tuple(dict.fromkeys(found if settings.voice else [USUAL, *found]))


def _engine(name: str) -> str:
    try:
        return voices.find(name).engine
    except NarrateError:
        return name.partition(":")[0]


def needs(options: Mapping[str, Any], settings: Settings, nodes: Iterable[Mapping[str, Any]]) -> Needs:
    """What is set in `[cluster]`; what is not, by what the engines are and what the cluster has."""
    known = plugins.names("engines")
    used = [name for name in engines(settings) if name in known]
    infos: list[EngineInfo] = [plugins.load("engines", name).INFO for name in used]
    asks = bool(infos) and all(info.parallel == "requests" for info in infos)
    cards = any(node.get("Resources", {}).get("GPU", 0) for node in nodes)
    card = cards and any(_on_card(name) for name in used)
    return Needs(
        cpus=float(options.get("cpus") or (ASKING if asks else 1.0)),
        gpus=float(options.get("gpus") or (CARD if card else 0.0)),
    )


def _on_card(engine: str) -> bool:
    """Whether an engine would use a graphics card; most know of none."""
    asked = getattr(plugins.load("engines", engine), "on_card", None)
    return bool(asked and asked())


def room(wanted: Needs, nodes: Iterable[Mapping[str, Any]]) -> int:
    """How many workers the machines hold that are there now."""
    count = 0
    for node in nodes:
        has = node.get("Resources", {}) if node.get("Alive") else {}
        parts = [(has.get("CPU", 0.0), wanted.cpus), (has.get("GPU", 0.0), wanted.gpus)]
        count += min((math.floor(there / each + 1e-6) for there, each in parts if each), default=0)
    return count
