"""The default voice for English: hibari, a small neural network that comes in its own wheel.

Its network and dictionaries are used directly rather than through `hibari.Hibari`, which splits and rewords text (see
`_hibari_words`), hides how long each phoneme lasts (`_hibari_graph`) and takes longer (`_hibari_sound`).
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from narrate.contracts import EngineInfo
from narrate.engines._speed import checked
from narrate.errors import EngineError, MissingExtra, VoiceError
from narrate.model import Clip, Mark, Voice

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from narrate.engines._hibari_words import Reader

INFO = EngineInfo(
    name="hibari",
    summary="Natural English voices, offline; one comes with Narrate",
    languages=("en",),
    requires=("hibari", "onnxruntime"),
    marks="exact",
    accepts=("text", "phonemes"),
)

RATE = 24_000
FRAME = RATE // 40  # 600 samples, 25 ms: the unit of the network's durations
MAKE = 3  # goes up whenever this package changes how hibari's voices sound


class _Model:
    """The network of one voice. May be used by several threads."""

    def __init__(self, path: Path) -> None:
        from narrate.engines._hibari_graph import opened

        data = path.read_bytes()
        self.digest = hashlib.sha256(data).hexdigest()
        found = opened(data)
        if found is None:
            raise EngineError(
                f"the hibari voice in {path} is built in another way than Narrate knows",
                hint="install the tested release: pip install 'hibari-tts==0.2.1'",
            )
        self._wanted = [found.spectra, "f0", found.durations]
        self._session = _session(found.data)

    def run(self, phonemes: list[int], speed: float) -> tuple[NDArray[np.float32], NDArray[np.int64]]:
        """Samples, and how many each phoneme takes."""
        import numpy as np

        from narrate.engines._hibari_sound import synthesize

        inputs = {"ids": np.array([phonemes], np.int64), "speed": np.array([speed], np.float32)}
        spectra, pitch, durations = self._session.run(self._wanted, inputs)
        return synthesize(spectra[0], pitch[0]), durations * FRAME


class _Speaker:
    def __init__(self, voice: Voice, path: Path, british: bool) -> None:
        from hibari.g2p.oov import OOV

        from narrate.engines._hibari_words import Reader

        self.rate = RATE
        with ThreadPoolExecutor(1) as beside:  # the network loads while the dictionaries are read: 0.1 of 0.5 s saved
            loading = beside.submit(_Model, path)
            self._vocabulary: dict[str, int] = json.loads((_assets() / "vocab.json").read_text("utf-8"))
            self._reader: Reader | None = Reader(OOV(_oov(british)), self._vocabulary, british)
            self._model: _Model | None = loading.result()
        version = metadata.version("hibari-tts")
        self.fingerprint = f"{voice} hibari-tts {version} model {self._model.digest[:16]} make {MAKE}"

    def say(self, text: str, language: str, speed: float) -> Clip:
        """Speak `text`, which is in words already; marks are exact to 25 ms."""
        import numpy as np

        from narrate.engines._phoneme_times import note

        if self._reader is None or self._model is None:
            raise EngineError("this voice has been closed", hint="open it again")
        speed = checked(speed)
        spans, parts = self._reader.read(text)
        sounds: list[NDArray[np.float32]] = []
        times: dict[int, tuple[int, int]] = {}
        said: dict[int, str] = {}
        at = 0
        for part in parts:
            ids = [0, *(self._vocabulary[symbol] for symbol in part.symbols), 0]
            try:
                samples, durations = self._model.run(ids, speed)
            except Exception as error:  # ONNX Runtime's errors have no base of their own
                raise EngineError(f"hibari failed: {error}", hint="choose another voice", quote=text) from error
            note(times, said, part, durations, samples, at)
            sounds.append(samples)
            at += len(samples)
        marks = tuple(
            Mark(start=spans[word][0], end=spans[word][1], begin=begin, finish=finish, sounds=said[word])
            for word, (begin, finish) in times.items()
            if spans[word][0] < spans[word][1]
        )
        return Clip(pcm=np.concatenate(sounds), rate=RATE, marks=marks)

    def close(self) -> None:
        self._reader = self._model = None


def voices() -> Sequence[Voice]:
    return tuple(_voice(name, facts) for name, facts in _registry().items() if _path(facts).exists())


def unsure(voice: Voice, text: str) -> tuple[str, ...]:
    """The words of a text, which is in words already, that the voice can only guess at."""
    from narrate.engines._hibari_words import guessed

    return guessed(text, _registry()[voice.name]["british"])


def open_speaker(voice: Voice) -> _Speaker:
    registry = _registry()
    if voice.name not in registry:
        raise VoiceError(f"there is no voice “{voice}”", hint=f"hibari's voices: {', '.join(registry)}")
    facts = registry[voice.name]
    path = _path(facts)
    if not path.exists():
        raise VoiceError(
            f"the voice “{voice}” is not installed: there is no {path}",
            hint=f"narrate voices install {voice}",
        )
    return _Speaker(voice, path, facts["british"])


def folder() -> Path:
    """Where downloaded voices belong."""
    return _home()


def _voice(name: str, facts: dict[str, Any]) -> Voice:
    label = f"{name.capitalize()}, {facts['accent']} {facts['gender']}"
    return Voice(engine="hibari", name=name, language=facts["language"], label=label, licence="Apache-2.0", rate=RATE)


def _assets() -> Path:
    """hibari's data, found without importing it (0.3 s)."""
    found = find_spec("hibari")
    if found is None or found.origin is None:
        raise MissingExtra("hibari", "")
    return Path(found.origin).parent / "assets"


def _registry() -> dict[str, dict[str, Any]]:
    registry: dict[str, dict[str, Any]] = json.loads((_assets() / "voices.json").read_text("utf-8"))
    return registry


def _path(facts: dict[str, Any]) -> Path:
    return (_assets() if facts.get("bundled") else _home()) / str(facts["file"])


def _home() -> Path:
    """Where hibari itself keeps voices that it downloads, as in `hibari.voices.cache_dir`."""
    if home := os.environ.get("HIBARI_HOME"):
        return Path(home)
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        base = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
    return base / "hibari"


def _oov(british: bool) -> str:
    return str(_assets() / ("oov_gb.onnx" if british else "oov.onnx"))


def _session(model: bytes) -> Any:
    """One thread: several workers speak faster than one network on several cores."""
    import onnxruntime  # type: ignore[import-untyped]

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
