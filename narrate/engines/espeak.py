"""eSpeak NG: 138 voices for 127 languages in one wheel; plain but clear, and quicker than anything else.

Its library runs in processes of its own (`_espeak_child`).
"""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from functools import cache
from importlib import metadata
from pathlib import Path

from narrate.contracts import EngineInfo
from narrate.engines._espeak_files import setting, voice_files
from narrate.engines._espeak_left_out import LEFT_OUT
from narrate.engines._espeak_marks import marks
from narrate.engines._speed import checked
from narrate.engines._words import Broken, at_once, plain
from narrate.engines._workers import Workers
from narrate.errors import EngineError, VoiceError
from narrate.model import Clip, Voice

INFO = EngineInfo(
    name="espeak",
    summary="Plain robotic voices for more than a hundred languages, offline",
    requires=("espeakng_loader",),
    parallel="processes",
    repeatable=hasattr(os, "fork"),  # see _espeak_child.main
    max_chars=2000,
    marks="exact",
)

RATE = 22_050
PACE = 175  # eSpeak's own default, words a minute
PITCH = 50  # its default, of 0 to 99

# File names of eSpeak's that are no language tags, or tags of something else: "ca-ba" would be Bosnia's Catalan.
TAGS = {
    "en": "en-GB",
    "en-US-nyc": "en-US-x-nyc",
    "ca-ba": "ca-x-balear",
    "ca-nw": "ca-x-nwest",
    "ca-va": "ca-valencia",
    "ru-cl": "ru-x-classic",
    "chr": "chr",
    "piqd": "tlh",
}

SAME = str.maketrans("\u02bc", "’")  # the letter apostrophe, which it calls “ejective”


class _Speaker:
    def __init__(self, voice: Voice, file: Path) -> None:
        self.rate = RATE
        self.fingerprint = f"{voice} {_version()} pace {PACE} pitch {PITCH}"
        self._workers = Workers("eSpeak NG", "narrate.engines._espeak_child", setting(file.name))

    def say(self, text: str, language: str, speed: float) -> Clip:
        """Speak `text` in the voice's own language; words that eSpeak runs together share their time."""
        import numpy as np

        pace = round(PACE * checked(speed))
        broken = Broken(plain(text.translate(SAME)), at_once)
        answer = self._workers.ask({"text": broken.text, "rate": pace, "pitch": PITCH})
        pcm = np.multiply(np.frombuffer(answer.body, "<i2"), np.float32(1 / 32768), dtype=np.float32)
        if not pcm.any():
            raise EngineError("there is nothing in this text that eSpeak can say", hint="leave it out", quote=text)
        events = [(kind, broken.origin(at), sample) for kind, at, sample in answer.head["events"]]
        return Clip(pcm=pcm, rate=answer.head["rate"], marks=marks(text, events, len(pcm)))

    def close(self) -> None:
        self._workers.close()

    def pids(self) -> list[int]:
        """The processes that speak now."""
        return self._workers.pids()


@cache
def voices() -> Sequence[Voice]:
    """Read from eSpeak's data files, which takes 10 ms and does not load its library."""
    found = [_voice(file) for file in voice_files().values()]
    return tuple(sorted(found, key=lambda voice: voice.name.casefold()))


def open_speaker(voice: Voice) -> _Speaker:
    file = voice_files().get(voice.name)
    if voice.name in LEFT_OUT:
        raise VoiceError(LEFT_OUT[voice.name], hint="choose another engine's voice; `narrate voices` lists them")
    if file is None:
        raise VoiceError(f"there is no voice “{voice}”", hint="`narrate voices` lists eSpeak's")
    return _Speaker(voice, file)


def _voice(file: Path) -> Voice:
    head = file.read_text("utf-8", "replace")
    name = re.search(r"^name\s+(.+)$", head, re.MULTILINE)
    return Voice(
        engine="espeak",
        name=file.name,
        language=TAGS.get(file.name, file.name),
        label=name[1].strip() if name else file.name,
        licence="GPL-3.0-or-later",
        rate=RATE,
    )


def _version() -> str:
    return f"espeakng-loader {metadata.version('espeakng-loader')}"
