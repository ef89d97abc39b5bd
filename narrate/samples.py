"""Samples as numbers in [-1, 1] and as 16-bit integers."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from narrate.model import Samples

FULL_SCALE = 32767


def quantised(pcm: Samples) -> NDArray[np.int16]:
    """Samples in [-1, 1] as 16-bit ones, the nearest; what lies outside is clipped."""
    import numpy as np

    return np.rint(np.clip(pcm, -1.0, 1.0) * FULL_SCALE).astype(np.int16)


def floating(pcm: NDArray[np.int16]) -> Samples:
    """The inverse of `quantised`."""
    import numpy as np

    return np.multiply(pcm, np.float32(1 / FULL_SCALE), dtype=np.float32)
