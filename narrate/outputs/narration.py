"""A finished narration kept as a folder, from which every other output can be made again without speaking."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from narrate.outputs import OutputInfo

if TYPE_CHECKING:
    from narrate.model import Narration

INFO = OutputInfo(
    name="narration",
    summary="all that other formats can be made from again (a folder)",
    suffix=".narration",
    media_type="",
    master=True,
    folder="narration.json",
)


def write(narration: Narration, target: Path) -> None:
    from narrate.kept.save import save

    save(narration, target)
