"""Kokoro-82M: the best sounding voices that need no network, slow without a graphics card; its files are downloaded.

The model runs in ONNX Runtime (`_kokoro_network`); phonemes come from hibari's dictionaries for English, otherwise from
eSpeak (`_kokoro_words`).
"""

from __future__ import annotations

import hashlib
import os
import zipfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from narrate import settings
from narrate.contracts import EngineInfo
from narrate.engines import _espeak_files, _kokoro_files
from narrate.engines._speed import checked
from narrate.errors import EngineError, VoiceError
from narrate.homes import at_home
from narrate.model import Clip, Download, Mark, Voice

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from narrate.engines._kokoro_network import Network
    from narrate.engines._kokoro_words import Reader, Span
    from narrate.engines._phonemes import Phonemes

INFO = EngineInfo(
    name="kokoro",
    summary="The best sounding offline voices, at one to two times realtime a core; files to be downloaded",
    languages=("en", "es", "fr", "it", "pt"),
    requires=("hibari", "onnxruntime", "espeakng_loader"),
    marks="exact",
    accepts=("text", "phonemes"),
)

RATE = 24_000
MAKE = 3  # goes up whenever this package changes how these voices sound
HOME = "NARRATE_KOKORO"
STYLE = 256  # values of a style; a voice has one for each number of phonemes
BYTES = 4  # of a value, float32

MODELS = (
    "model.onnx",
    "kokoro-v1.0.onnx",
    "model_fp16.onnx",
    "kokoro-v1.0.fp16.onnx",
    "model_quantized.onnx",
    "kokoro-v1.0.int8.onnx",
)
"""What the files are called by those who publish them (onnx-community/Kokoro-82M-v1.0-ONNX, thewh1teagle/kokoro-onnx);
the first that is there is used."""
PACK = "voices-v1.0.bin"
"""All voices in one file, as kokoro-onnx has them."""
PLACES = ("", "onnx", "voices")


class _Accent(NamedTuple):
    """What the first letter of a voice's name stands for."""

    language: str
    label: str
    espeak: str
    """eSpeak's voice that reads the language; none for English."""


ACCENTS = {
    "a": _Accent("en-US", "American", ""),
    "b": _Accent("en-GB", "British", ""),
    "e": _Accent("es", "Spanish", "es"),
    "f": _Accent("fr-FR", "French", "fr"),
    "i": _Accent("it", "Italian", "it"),
    "p": _Accent("pt-BR", "Brazilian", "pt-BR"),
}
BEST = ("af_heart", "af_bella", "bf_emma", "ef_dora", "ff_siwis", "if_sara", "pf_dora")
"""Named first, so that a language's first voice is its best one."""
GENDERS = {"f": "female", "m": "male"}

RUSSIAN = "ru-experimental"
RUSSIAN_STYLE = "im_nicola"
"""Whose voice tries to speak Russian, which the network never learned, from eSpeak's phonemes."""


class _Speaker:
    def __init__(self, voice: Voice, style: NDArray[np.float32], model: Path) -> None:
        from narrate.engines._kokoro_network import network
        from narrate.engines._kokoro_words import reader

        self.rate = RATE
        self._style = style
        self._network: Network | None = network(model)
        accent = _accent(voice.name)
        library = _espeak_files.setting(accent.espeak) if accent.espeak else {}
        self._reader: Reader | None = reader(accent.language, library)
        reads = "espeakng-loader" if accent.espeak else "hibari-tts"
        digest = hashlib.sha256(style.tobytes()).hexdigest()
        self.fingerprint = (
            f"{voice} model {self._network.digest[:16]} style {digest[:16]} {self._network.device} "
            f"{reads} {metadata.version(reads)} make {MAKE}"
        )

    def say(self, text: str, language: str, speed: float) -> Clip:
        """Speak `text`, which is in words already; marks are exact to about 25 ms."""
        import numpy as np

        from narrate.engines._phoneme_times import note

        reader, network = self._reader, self._network
        if reader is None or network is None:
            raise EngineError("this voice has been closed", hint="open it again")
        speed = checked(speed)
        spans, parts = reader.read(text)
        sounds: list[NDArray[np.float32]] = []
        times: dict[int, Span] = {}
        said: dict[int, str] = {}
        exact = True
        at = 0
        for part in parts:
            samples, lengths = self._run(network, part, speed, text)
            exact = exact and lengths is not None
            note(times, said, part, _even(samples, part) if lengths is None else lengths, samples, at)
            sounds.append(samples)
            at += len(samples)
        pcm = np.concatenate(sounds)
        return Clip(pcm=pcm, rate=RATE, marks=tuple(_marks(spans, times, said if exact else {})))

    def _run(
        self, network: Network, part: Phonemes, speed: float, text: str
    ) -> tuple[NDArray[np.float32], NDArray[np.int64] | None]:
        from narrate.engines._kokoro_alphabet import PAD, VOCABULARY

        ids = [PAD, *(VOCABULARY[symbol] for symbol in part.symbols), PAD]
        try:
            return network.run(ids, self._style[min(len(part.symbols), len(self._style)) - 1], speed)
        except Exception as error:  # ONNX Runtime's errors have no base of their own
            raise EngineError(f"Kokoro failed: {error}", hint="choose another voice", quote=text) from error

    def close(self) -> None:
        if self._reader is not None:
            self._reader.close()
        self._reader = self._network = None


def _even(samples: NDArray[np.float32], part: Phonemes) -> NDArray[np.int64]:
    """As many samples for each phoneme and the two pads, where the model does not tell."""
    import numpy as np

    count = len(part.symbols) + 2
    return np.arange(1, count + 1) * len(samples) // count - np.arange(count) * len(samples) // count


def _marks(spans: Sequence[Span], times: dict[int, Span], said: dict[int, str]) -> Iterator[Mark]:
    """A mark for each word; those that were run together with the word before share its time.

    What they `said` is there only where the network told how long its phonemes last.
    """
    from narrate.engines._espeak_marks import shared

    known = sorted(times)
    for number, owner in enumerate(known):
        after = known[number + 1] if number + 1 < len(known) else len(spans)
        words = spans[owner if number else 0 : after]
        begin, finish = times[owner]
        for mark in shared(words, begin, finish):
            estimated = mark.estimated or ("" if said else "shared by phonemes")
            yield replace(mark, estimated=estimated, sounds="" if mark.estimated else said.get(owner, ""))


def voices() -> Sequence[Voice]:
    """Those whose files are here."""
    return _voices(set(_styles()) if _model() else set())


def offered() -> Sequence[Voice]:
    """Those that can be downloaded."""
    return _voices(set(_kokoro_files.STYLES))


def files(voice: Voice) -> Sequence[Download]:
    """The model, unless it is here in another form, and the voice itself."""
    name = RUSSIAN_STYLE if voice.name == RUSSIAN else voice.name
    if name not in _kokoro_files.STYLES:
        return ()
    model = _model()
    ours = model is None or model == folder() / _kokoro_files.MODEL.name
    return (*([_kokoro_files.MODEL] if ours else []), _kokoro_files.style(name))


def voice(name: str) -> Voice:
    """One that is not here but could be; raises `VoiceError`."""
    found = next((one for one in offered() if one.name == name), None)
    if found is None:
        raise VoiceError(f"Kokoro has no voice “{name}”", hint="`narrate voices --engine kokoro` lists them")
    return found


def _voices(found: set[str]) -> Sequence[Voice]:
    named = [name for name in found if name[:1] in ACCENTS and name[1:2] in GENDERS and name[2:3] == "_"]
    named.sort(key=lambda name: (name not in BEST, BEST.index(name) if name in BEST else 0, name))
    return tuple(map(_voice, [*named, *([RUSSIAN] if RUSSIAN_STYLE in found else [])]))


def unsure(voice: Voice, text: str) -> tuple[str, ...]:
    """The words of a text, which is in words already, that the voice can only guess at."""
    from narrate.engines._hibari_words import guessed

    return guessed(text, voice.language == "en-GB") if voice.language.startswith("en") else ()


def open_speaker(voice: Voice) -> _Speaker:
    model = _model()
    if model is None or voice.name not in {one.name for one in voices()}:
        lacking = f"there is no voice “{voice.name}”" if model else "there is no model"
        raise VoiceError(
            f"the voice “{voice}” is not installed: {lacking} in {folder()}",
            hint=f"narrate voices install {voice}",
        )
    return _Speaker(voice, _style(RUSSIAN_STYLE if voice.name == RUSSIAN else voice.name), model)


def folder() -> Path:
    """Where the files belong."""
    if home := os.environ.get(HOME):
        return at_home(home)
    return settings.voice_folder(INFO.name)


def on_card() -> bool:
    """Whether a graphics card would speak, if there were one: networks in whole numbers leave it alone unless told."""
    from narrate.engines._kokoro_network import CPU, DEVICE

    asked = os.environ.get(DEVICE, "auto").lower() or "auto"
    model = _model()
    whole_numbers = model is None or model.stem.endswith(("_quantized", ".int8"))
    return not whole_numbers if asked == "auto" else asked != CPU


def _voice(name: str) -> Voice:
    accent = _accent(name)
    label = "Experimental Russian, with an Italian's voice"
    if name != RUSSIAN:
        label = f"{name[3:].capitalize()}, {accent.label} {GENDERS[name[1]]}"
    return Voice(engine=INFO.name, name=name, language=accent.language, label=label, licence="Apache-2.0", rate=RATE)


def _accent(name: str) -> _Accent:
    return _Accent("ru", "Russian", "ru") if name == RUSSIAN else ACCENTS[name[0]]


def _model() -> Path | None:
    """The model that is used."""
    paths = (folder() / place / name for name in MODELS for place in PLACES[:2])
    return next((path for path in paths if path.is_file()), None)


def _styles() -> dict[str, Path]:
    """The file of each voice, or the pack that holds it."""
    found: dict[str, Path] = {}
    pack = folder() / PACK
    if pack.is_file():
        try:
            with zipfile.ZipFile(pack) as archive:
                found |= {name.removesuffix(".npy"): pack for name in archive.namelist()}
        except (OSError, zipfile.BadZipFile):
            pass
    for place in PLACES:
        found |= {path.stem: path for path in (folder() / place).glob("*.bin") if path != pack}
    return found


def _style(name: str) -> NDArray[np.float32]:
    """A voice's styles: a row for each number of phonemes, from 1 up."""
    import numpy as np

    path = _styles()[name]
    try:
        if path.name == PACK:
            with np.load(path, allow_pickle=False) as pack:
                values = np.asarray(pack[name], np.float32)
        else:
            values = np.fromfile(path, "<f4").astype(np.float32)
        if not values.size:
            raise ValueError("it is empty")
        return np.ascontiguousarray(values.reshape(-1, STYLE))
    except (OSError, ValueError, KeyError, zipfile.BadZipFile) as error:
        raise EngineError(f"the voice in {path} can't be read: {error}", hint="download it again") from error
