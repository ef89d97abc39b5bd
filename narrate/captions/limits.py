"""What captions keep to, as the settings' table `captions` has it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import fields, replace
from types import MappingProxyType
from typing import Any

from narrate.errors import UsageError
from narrate.model import CaptionLimits

PROFILES: Mapping[str, CaptionLimits] = MappingProxyType(
    {"broadcast": CaptionLimits(), "podcast": CaptionLimits(line=32)}
)
"""Netflix's Timed Text Style Guide (42 characters by 2 lines, 5/6 to 7 s); Podcasting 2.0's transcripts (32 by 2)."""
BOUNDS: Mapping[str, tuple[float, float]] = MappingProxyType(
    {"line": (8, 200), "lines": (1, 4), "longest": (1, 60), "shortest": (0, 5), "rate": (5, 100)}
)


def chosen(table: Mapping[str, Any]) -> CaptionLimits:
    """The limits of a profile, "broadcast" where none is named, with what else is set; raises `UsageError`."""
    profile = str(table.get("profile", "broadcast"))
    if profile not in PROFILES:
        raise UsageError(f"there is no profile of captions “{profile}”", hint=f"known: {', '.join(PROFILES)}")
    kinds = {item.name: int if isinstance(item.default, int) else float for item in fields(CaptionLimits)}
    unknown = table.keys() - kinds.keys() - {"profile"}
    if unknown:
        raise UsageError(f"captions have no “{min(unknown)}”", hint=f"known: {', '.join(['profile', *kinds])}")
    values = {key: _number(key, value, kinds[key]) for key, value in table.items() if key != "profile"}
    limits = replace(PROFILES[profile], **values)
    if limits.shortest > limits.longest:
        raise UsageError("captions can't stand longer at least than at most", hint="see `shortest` and `longest`")
    return limits


def _number(key: str, value: Any, kind: type) -> Any:
    least, most = BOUNDS[key]
    wanted = f"{'a whole number' if kind is int else 'a number'} from {least:g} to {most:g}"
    try:
        number = kind(str(value))
        if isinstance(value, bool) or not math.isfinite(number) or not least <= number <= most:
            raise ValueError
    except ValueError:
        raise UsageError(f"“{key}” of captions must be {wanted}, not {value!r}") from None
    return number
