"""Encoders are opened together and let go together, whatever happens to one of them."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from narrate import plugins
from narrate.encoding import encoding
from narrate.errors import OutputError
from narrate.staging import Staged

WAV = plugins.load("outputs", "wav")


class Watched:
    """A sound output that keeps its encoders, or is an impossible one."""

    INFO = WAV.INFO

    def __init__(self, *, fails: bool = False) -> None:
        self._fails = fails
        self.abandoned = 0

    def encoder(self, path: Path, rate: int, *chosen: Any) -> Any:
        if self._fails:
            raise OutputError("there is no such encoder here", place=str(path))
        own = WAV.encoder(path, rate, *chosen)

        def abandon() -> None:
            self.abandoned += 1
            own.abandon()

        return SimpleNamespace(abandon=abandon)


@pytest.mark.parametrize("fails", [False, True], ids=["well", "the next one fails"])
def test_an_encoder_that_was_opened_is_abandoned_once(tmp_path: Path, fails: bool) -> None:
    first, second = Watched(), Watched(fails=fails)
    targets = {"first": tmp_path / "a.wav", "second": tmp_path / "b.wav"}
    failed = False
    with Staged(targets, overwrite=False) as staged:
        try:
            with encoding({"first": first, "second": second}, staged, 24_000, {}) as encoders:
                assert list(encoders) == ["first", "second"]
                assert first.abandoned == 0
        except OutputError:
            failed = True
    assert failed == fails
    assert (first.abandoned, second.abandoned) == (1, 0 if fails else 1)
    assert not list(tmp_path.iterdir())
