"""The sounds around the speech."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from narrate.model import Samples

Bed = Callable[[float, float, float], "Samples"]
"""From the seconds that it sounds alone, lies under speech and fades out to the whole of it; see `music.bed`."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Around:
    """Music at the programme's rate and its own level."""

    opening: Samples | None = None
    closing: Samples | None = None
    bed: Bed | None = None
    """Under the announcement: title, byline and date."""


NOTHING = Around()
