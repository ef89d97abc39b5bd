"""What we are compared with: each engine as its own documentation uses it, in one process, to nowhere.

python -m benchmarks.bare load [ENGINE]          import and load it; hibari if no engine is named
python -m benchmarks.bare speak FILE [ENGINE]    speak the lines of a file, one text each

Kokoro has no library of its own without PyTorch: it is its network in ONNX Runtime, fed with the phonemes' numbers,
which are the lines then. The servers of those that need the network are told by the environment
(`benchmarks.loopback`).
"""

from __future__ import annotations

import ctypes
import io
import json
import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

Speak = Callable[[str], float]
"""From a text to the seconds of its sound."""


def hibari() -> Speak:
    from hibari import Hibari

    voice = Hibari()
    return lambda text: len(voice(text, seed=0)) / voice.sample_rate


def espeak() -> Speak:
    """The library, as `speak_lib.h` tells: a callback takes the samples."""
    import espeakng_loader

    library = ctypes.CDLL(espeakng_loader.get_library_path())
    data = str(Path(espeakng_loader.get_data_path()).parent).encode()
    rate = library.espeak_Initialize(2, 1000, data, 0)
    pieces: list[bytes] = []

    def take(samples: int | None, count: int, events: int | None) -> int:
        if samples and count > 0:
            pieces.append(ctypes.string_at(samples, 2 * count))
        return 0

    callback = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.c_void_p)(take)
    library.espeak_SetSynthCallback(callback)
    library.espeak_SetVoiceByName(b"en-us")

    def speak(text: str, kept: object = callback) -> float:
        pieces.clear()
        said = text.encode() + b"\0"
        library.espeak_Synth(said, len(said), 0, 1, 0, 1, None, None)
        return len(b"".join(pieces)) / 2 / int(rate)

    return speak


def piper() -> Speak:
    from piper import PiperVoice
    from piper.config import PiperConfig

    from narrate.engines import _piper_list

    network = _piper_list.here()["en_US-joe-medium"]
    config = PiperConfig.from_dict(json.loads(network.with_name(f"{network.name}.json").read_text("utf-8")))
    voice = PiperVoice(session=_session(network), config=config)
    rate = config.sample_rate
    return lambda text: sum(len(chunk.audio_int16_bytes) for chunk in voice.synthesize(text)) / 2 / rate


def kokoro() -> Speak:
    import numpy as np

    from narrate.engines import kokoro as engine

    session = _session(engine._model())
    style, ids = engine._style("af_heart"), session.get_inputs()[0].name

    def speak(numbers: str) -> float:
        phonemes = json.loads(numbers)
        row = style[min(len(phonemes) - 2, len(style)) - 1][None]
        given = {ids: np.array([phonemes], np.int64), "style": row, "speed": np.ones(1, np.float32)}
        return float(session.run(None, given)[0].size) / 24_000

    return speak


def _session(model: Path | None) -> Any:
    """With one thread: by itself ONNX Runtime starts one a core, which spin, for twice the processor time."""
    import onnxruntime  # type: ignore[import-untyped]

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    return onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])


def edge() -> Speak:
    from edge_tts import Communicate
    from edge_tts.communicate import _SSL_CTX

    from narrate.engines._decode import decoded

    _SSL_CTX.load_verify_locations(os.environ["LOOPBACK_AUTHORITY"])

    def speak(text: str) -> float:
        asked = Communicate(text, "en-US-EmmaNeural", boundary="WordBoundary", proxy=os.environ["HTTPS_PROXY"])
        chunks = asked.stream_sync()
        return len(decoded(b"".join(chunk["data"] for chunk in chunks if chunk["type"] == "audio"))[0]) / 24_000

    return speak


def gtts() -> Speak:
    from gtts import gTTS

    from narrate.engines._decode import decoded

    def speak(text: str) -> float:
        file = io.BytesIO()
        gTTS(text, lang="en").write_to_fp(file)
        return len(decoded(file.getvalue())[0]) / 24_000

    return speak


def openai() -> Speak:
    """`requests`, one connection, and our decoder."""
    import requests

    from narrate.engines._whole import whole

    session = requests.Session()

    def speak(text: str) -> float:
        asked = {"model": "tts-1", "input": text, "voice": "nova", "response_format": "wav"}
        answer = session.post(f"{os.environ['OPENAI_BASE_URL']}/audio/speech", json=asked, timeout=60)
        pcm, rate = whole(answer.content, bare=False, framed=True)
        return len(pcm) / rate

    return speak


def system() -> Speak:
    """pyttsx3; on Linux without eSpeak it is lent our library, as our engine does."""
    import espeakng_loader
    import pyttsx3

    os.environ["ESPEAK_DATA_PATH"] = str(Path(espeakng_loader.get_data_path()).parent)
    ctypes.CDLL(espeakng_loader.get_library_path())
    engine = pyttsx3.init()
    engine.setProperty("voice", "gmw/en-US")
    engine.setProperty("rate", 175)
    file = Path(tempfile.mkdtemp()) / "sound.wav"

    def speak(text: str) -> float:
        engine.save_to_file(text, str(file))
        engine.runAndWait()
        return file.stat().st_size / 2 / 22_050 if file.exists() else 0.0

    return speak


ENGINES: dict[str, Callable[[], Speak]] = {
    one.__name__: one for one in (hibari, espeak, piper, kokoro, edge, gtts, openai, system)
}


def main() -> None:
    order, *rest = sys.argv[1:]
    lines = Path(rest.pop(0)).read_text(encoding="utf-8").splitlines() if order == "speak" else []
    speak = ENGINES[rest[0] if rest else "hibari"]()
    print(round(sum(map(speak, lines)), 1))


if __name__ == "__main__":
    main()
