"""What a worker keeps from one article to the next."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from narrate.settings import Settings
    from narrate.synthesis import Speakers


def _picture(where: str, source: str, *, trusted: bool) -> bytes | None:
    from narrate.fetch import picture

    return picture(where, source, trusted=trusted)


@dataclass(slots=True)
class Tools:
    """What a worker keeps from one job to the next: open voices above all."""

    picture: Callable[..., bytes | None] = _picture
    """As `fetch.picture`, for covers that articles name."""
    _speakers: dict[str, Speakers] = field(default_factory=dict)

    def speakers(self, settings: Settings) -> Speakers:
        """Voices that stay open, with no memory of how they spoke other articles."""
        from narrate import voices
        from narrate.synthesis import Speakers

        chosen = json.dumps(settings.engines, sort_keys=True, default=str)
        if chosen not in self._speakers:
            self._speakers[chosen] = Speakers(partial(voices.opened, engines=settings.engines))
        return Speakers(self._speakers[chosen].__getitem__)

    def close(self) -> None:
        for speakers in self._speakers.values():
            speakers.close()
