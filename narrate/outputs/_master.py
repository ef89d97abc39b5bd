"""The programme's sound without loss, for outputs that encode it themselves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from narrate.errors import OutputError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from narrate.model import Narration

AGAIN = "narrate the article once more"


def samples(narration: Narration, target: Path) -> Iterator[NDArray[np.int16]]:
    """The mono 16-bit samples at `timeline.rate`, bit for bit, in blocks.

    Raises `OutputError`, at once, when the narration has no sound; `target` is what is to be made of it.
    """
    from narrate.audio.codec import exact

    if narration.master is None:
        raise OutputError("there is no sound to put in", place=str(target), hint=AGAIN)
    return exact(narration.master)
