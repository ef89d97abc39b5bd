"""What an engine can't tell about its voices: how good they are, where their files come from, what they cost.

It stands in `voices/*.toml`, a file for each voice or for a whole family (`name = "*"`) whose members the engine lists.
See `voices/README.md`.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from narrate import plugins
from narrate.model import Download, Voice

FAMILY = "*"
ANY = "mul"  # ISO 639's tag for several languages: a voice that sounds every one alike
UNRANKED = 5  # an engine of another package that says nothing about its voices


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """A file of `voices/`: a voice, or a family when `name` is "*"."""

    engine: str
    name: str
    languages: tuple[str, ...]
    label: str
    description: str
    licence: str
    rate: int
    rank: int
    reason: str
    files: tuple[Download, ...]
    gender: str = ""
    measured: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    """Figures of ours; see `voices/README.md`."""
    prices: tuple[Mapping[str, Any], ...] = ()

    @property
    def voice(self) -> Voice:
        return Voice(
            engine=self.engine,
            name=self.name,
            language=self.languages[0],
            label=self.label,
            licence=self.licence,
            rate=self.rate,
        )


def folder() -> Path:
    """Where the voices' files are: in the wheel, or beside the package in a checkout."""
    here = Path(__file__).parent
    return here / "_voices" if (here / "_voices").is_dir() else here.parent / "voices"


@cache
def records() -> tuple[Record, ...]:
    """What is known of the voices, best first."""
    found = [_record(tomllib.loads(path.read_text("utf-8"))) for path in sorted(folder().glob("*.toml"))]
    described = {record.engine for record in found}
    found += [plain(name) for name in plugins.names("engines") if name not in described]
    return tuple(sorted(found, key=lambda record: -record.rank))


def rates(engine: str) -> tuple[Mapping[str, Any], ...]:
    """What is known of prices of an engine's services, as its file in `voices/` tells."""
    return tuple(rate for record in records() if record.engine == engine for rate in record.prices)


def _record(data: dict[str, Any]) -> Record:
    own = {item.name for item in fields(Download)}
    told = ({key: value for key, value in file.items() if key in own} for file in data.get("files", ()))
    return Record(
        engine=data["engine"],
        name=data["name"],
        languages=tuple(data["languages"]),
        label=data.get("label", ""),
        description=data.get("description", ""),
        licence=data["licence"],
        rate=data.get("rate", 0),
        rank=data["rank"],
        reason=data["reason"],
        files=tuple(Download(**facts) for facts in told),
        gender=data.get("gender", ""),
        measured=MappingProxyType(data.get("measured", {})),
        prices=tuple(data.get("prices", ())),
    )


def plain(engine: str) -> Record:
    """The record of an engine that no file describes."""
    return Record(
        engine=engine,
        name=FAMILY,
        languages=(FAMILY,),
        label="",
        description="",
        licence="",
        rate=0,
        rank=UNRANKED,
        reason="not measured",
        files=(),
    )
