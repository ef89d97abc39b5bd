"""The default voice: hibari, a small neural English voice that comes in its own wheel."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from narrate.engines._speed import checked
from narrate.errors import EngineError
from narrate.model import Clip, EngineInfo, Voice

INFO = EngineInfo(
    name="hibari",
    summary="Natural English voices, offline, nothing to download",
    languages=("en",),
    requires=("hibari", "onnxruntime"),
    marks="none",
)


class _Speaker:
    def __init__(self, voice: Voice) -> None:
        from hibari import Hibari

        self.rate = 24_000
        self.fingerprint = "hibari"
        self._model: Any = Hibari(voice=voice.name)
        self._model("Warm up.")

    def say(self, text: str, language: str, speed: float) -> Clip:
        """Speak `text` in one go."""
        pcm = self._model(text, speed=checked(speed), seed=0)
        if not len(pcm):
            raise EngineError("there is nothing to speak", quote=text)
        return Clip(pcm=pcm, rate=self.rate)

    def close(self) -> None:
        """Nothing to let go of."""


def voices() -> Sequence[Voice]:
    return (Voice(engine="hibari", name="heart", language="en-US", label="Heart", licence="Apache-2.0", rate=24_000),)


def open_speaker(voice: Voice) -> _Speaker:
    return _Speaker(voice)
