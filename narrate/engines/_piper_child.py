"""The process in which Piper runs: piper-tts is under GPL-3, and brings an eSpeak NG of its own.

Piper reads the text and tells the phonemes; the voice's network is run by us, so that the same sentence always sounds
the same and the times of its words are known (`_piper_graph`).
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from typing import Any

from narrate.engines._piper_graph import opened
from narrate.engines._piper_words import Share, shares
from narrate.engines._wire import Answer, Message, Refusal, serve
from narrate.model import ANCHOR, SEPARATOR, TERMINATOR

KNOWN_WORDS = 4096
MOST = 400
"""Phonemes at once: the network's memory grows with their square."""
FRAMES, CHANNELS = 6144, 256
"""Of the noise, at first and always: 71 seconds at 22 kHz; Piper's networks are 192 wide."""
GROWTH = 4
"""How many times the noise may be doubled."""
SEED = 1
SHARED, SPREAD = "shared by phonemes", "spread over phonemes"
LEAST, HALVINGS = 0.7, 12
"""How far the scale of lengths may go below that of the speed, and the steps of the search for it."""
BEGIN, END, PAD = "^", "$", "_"
"""Piper's phonemes around all and after each."""
READ = ("espeak", "text", "hebrew")
"""The ways of reading for which piper-tts needs nothing else; for Chinese, it would download a network by itself."""
ANNOTATED = re.compile(f"{ANCHOR}([^{SEPARATOR}]*){SEPARATOR}([^{TERMINATOR}]*){TERMINATOR}")
DROPPED = "./[]‿|‖ \u0361'"
"""Syllable breaks, brackets, ties: written for the eye."""
STRESS = re.compile("([ˈˌ])([bdfɡhjklmnprstvwxzðŋɹɾʃʒθ]+)")
"""People write it before the syllable, eSpeak before the vowel."""


class _Piper:
    """One voice, loaded."""

    def __init__(self, setting: Mapping[str, Any]) -> None:
        import onnxruntime  # type: ignore[import-untyped]
        from piper import PiperVoice
        from piper.config import PiperConfig

        self._config = PiperConfig.from_dict(json.loads(Path(setting["config"]).read_text("utf-8")))
        if str(self._config.phoneme_type.value) not in READ:
            raise Refusal(f"this voice reads by “{self._config.phoneme_type.value}”, which Narrate does not bring")
        self.rate = self._config.sample_rate
        model = opened(Path(setting["model"]).read_bytes())
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._session = onnxruntime.InferenceSession(model.data, options, providers=["CPUExecutionProvider"])
        self._reader = PiperVoice(session=self._session, config=self._config)
        self._model = model._replace(data=b"")
        self._outputs = [self._session.get_outputs()[0].name, *filter(None, [model.durations])]
        self._speaker = int(setting["speaker"])
        self._noise = self._drawn(FRAMES)
        self._alone = lru_cache(KNOWN_WORDS)(lambda word: [phoneme for part in self._read(word) for phoneme in part])

    def say(self, request: Mapping[str, Any]) -> Message:
        """Sound of `text` in 32-bit floats and how many samples it should have, and for each of its `words` that
        sounds: number, first and last sample, how that was come by if the network did not tell."""
        import numpy as np

        parts = [part for sentence in self._read(str(request["text"])) for part in _short(sentence)]
        said: list[str] = []
        begins: list[int] = []
        ends: list[int] = []
        sounds: list[Any] = []
        at, wanted = 0, 0.0
        for part in parts:
            pcm, bounds, length = self._sound(part, float(request["speed"]))
            begins += [at + bound for bound in _onsets(part, bounds)]
            ends += [at + bound for bound in (*bounds[1:], len(pcm))]
            said += [*part, " "]
            sounds.append(pcm)
            at += len(pcm)
            wanted += length
        if not sounds:
            return Message({"rate": self.rate, "marks": [], "wanted": 0})
        found = shares(said, [self._alone(word) for word in request["words"]])
        spread = "" if self._model.durations else SPREAD

        def sounding(share: Share) -> str:
            """As `Mark.sounds`, where the network tells how long they last."""
            places = range(share.begin, share.finish) if not spread else ()
            return " ".join(f"{said[n]}:{ends[n] - begins[n]}" for n in places if said[n].strip())

        marks = [
            (share.word, begins[share.begin], ends[share.finish - 1], sounding(share),
             spread or (SHARED if share.shared else ""))
            for share in found
        ]  # fmt: skip
        return Message({"rate": self.rate, "marks": marks, "wanted": wanted}, np.concatenate(sounds).tobytes())

    def _read(self, text: str) -> list[list[str]]:
        """The phonemes of each sentence; `[[ ]]` around phonemes is Piper's own way of giving them."""
        if self._config.phoneme_type.value == "text":
            text = ANNOTATED.sub(r"\1", text)
        else:
            text = ANNOTATED.sub(lambda match: f"[[{self._given(match[2])}]]", text)
        return [sentence for sentence in self._reader.phonemize(text) if sentence]

    def _given(self, ipa: str) -> str:
        """IPA as people write it, in the voice's own phonemes."""
        known = self._config.phoneme_id_map
        text = "".join(letter for letter in unicodedata.normalize("NFD", ipa) if letter not in DROPPED)
        if self._config.espeak_voice.startswith("en"):
            text = text.replace("r", "ɹ")
        text = STRESS.sub(r"\2\1", text.replace("g", "ɡ"))
        unknown = [letter for letter in text if letter not in known]
        if unknown or not text:
            raise Refusal(
                f"the pronunciation “{ipa}” can't be spoken: there is no sound for “{''.join(unknown[:1])}”",
                "write it in IPA, such as pɛskˈɔf, or respell the word instead",
            )
        return text

    def _sound(self, phonemes: Sequence[str], speed: float) -> tuple[Any, list[int], float]:
        """Samples, how many there are before each phoneme and behind the last, and how many there should be."""
        import numpy as np

        known = self._config.phoneme_id_map
        ids = [*known[BEGIN], *known[PAD]]
        counts = [len(known[BEGIN])]
        for phoneme in phonemes:
            if phoneme in known:  # Piper leaves out what a voice does not know, too
                ids += [*known[phoneme], *known[PAD]]
            counts.append(len(ids))
        ids += known[END]
        scale, wanted = self._paced(ids, speed)
        pcm, *durations = self._run(ids, scale, self._outputs)
        pcm = np.clip(pcm.reshape(-1), -1, 1)
        if not durations:  # the network does not tell: as if all phonemes were equally long
            return pcm, [len(pcm) * count // len(ids) for count in counts], len(pcm)
        frames = list(accumulate(durations[0].reshape(-1).astype(int).tolist(), initial=0))
        hop = len(pcm) // max(1, frames[-1])
        return pcm, [hop * frames[count] for count in counts], hop * wanted if wanted else len(pcm)

    def _paced(self, ids: Sequence[int], speed: float) -> tuple[float, float]:
        """The scale of lengths for a speed, and the frames that there should be then; 0 where that is not known.

        Each phoneme's frames are rounded up, so that at twice the speed all would last a quarter too long. The scale
        makes up for most of that; where phonemes would melt away, the rest is left to whoever stretches the sound.
        """
        import numpy as np

        plain = float(self._config.length_scale)
        if speed == 1.0 or not self._model.unrounded:
            return plain / speed, 0.0
        frames = self._run(ids, plain, [self._model.unrounded])[0]
        wanted = float(np.ceil(frames).sum()) / speed
        low, high = LEAST / speed, 1 / speed
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            low, high = (low, middle) if np.ceil(frames * middle).sum() > wanted else (middle, high)
        return plain * high, wanted

    def _run(self, ids: Sequence[int], scale: float, outputs: Sequence[str]) -> list[Any]:
        """These outputs of the network, with more noise where the sound is longer than what there is."""
        import numpy as np
        import onnxruntime

        config, steady = self._config, not self._model.noise
        inputs = {
            "input": np.array([ids], np.int64),
            "input_lengths": np.array([len(ids)], np.int64),
            "scales": np.array(
                [0 if steady else config.noise_scale, scale, 0 if steady else config.noise_w_scale], "f4"
            ),
        }
        if config.num_speakers > 1:
            inputs["sid"] = np.array([self._speaker], np.int64)
        options = onnxruntime.RunOptions()
        options.only_execute_path_to_fetches = True
        for _ in range(GROWTH):
            try:
                answer: list[Any] = self._session.run(outputs, {**inputs, **self._noise}, options)
                return answer
            except Exception as error:  # ONNX Runtime's errors have no base of their own
                fault = error
                if steady:
                    break
                self._noise = self._drawn(2 * next(iter(self._noise.values())).shape[2])
        self._noise = self._drawn(FRAMES)
        raise Refusal(f"Piper failed: {fault}", "choose another voice")

    def _drawn(self, frames: int) -> dict[str, Any]:
        """The noise for each input: always the same numbers."""
        import numpy as np

        def noise(number: int) -> Any:
            drawn = np.random.default_rng([SEED, number]).standard_normal((frames, CHANNELS), np.float32)
            return np.ascontiguousarray(drawn.T)[None]  # frame by frame, so that longer noise begins alike

        return {name: noise(number) for number, name in enumerate(self._model.noise)}


def _onsets(phonemes: Sequence[str], bounds: Sequence[int]) -> list[int]:
    """Where each phoneme begins, those behind a blank with it: it is no pause, but sounds like what follows.

    Held against PocketSphinx's forced alignment, words came 44 ms late without it, those with p, k and s first, which
    begin with silence or hiss, 65 to 73; with it, 0.
    """
    found = list(bounds)
    for place in range(1, len(phonemes)):
        if phonemes[place - 1] == " ":
            found[place] = found[place - 1]
    return found


def _short(phonemes: Sequence[str]) -> Iterator[Sequence[str]]:
    """Parts of at most `MOST` phonemes, cut behind a clause if there is one, or else a word."""
    start = 0
    while len(phonemes) - start > MOST:
        blanks = [at + 1 for at in range(start + 1, start + MOST) if phonemes[at] == " "]
        clauses = [at for at in blanks if phonemes[at - 2] in ",;:"]
        end = (clauses or blanks or [start + MOST])[-1]
        yield phonemes[start:end]
        start = end
    yield phonemes[start:]


def prepare(setting: Mapping[str, Any]) -> Answer:
    try:
        return _Piper(setting).say
    except (Refusal, ImportError):
        raise
    except Exception as error:  # those of ONNX Runtime have no base of their own
        raise Refusal(
            f"the voice in {setting['model']} can't be loaded: {type(error).__name__}: {error}",
            "its files may be damaged: remove it and install it again",
        ) from error


def main() -> None:
    serve(prepare)
