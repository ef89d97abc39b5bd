"""eSpeak NG: 138 voices for 127 languages in one wheel; plain but clear, and quicker than anything else.

Its library runs in processes of its own (`_espeak_child`).
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from difflib import get_close_matches
from functools import cache
from importlib import metadata
from pathlib import Path
from types import MappingProxyType

from narrate.contracts import EngineInfo
from narrate.engines._espeak_files import setting, variants, voice_files
from narrate.engines._espeak_left_out import LEFT_OUT
from narrate.engines._espeak_marks import marks
from narrate.engines._speed import checked
from narrate.engines._words import Broken, at_once, plain
from narrate.engines._workers import Workers
from narrate.errors import EngineError, UsageError, VoiceError
from narrate.model import Clip, Voice

PITCH, HIGHEST = 50, 99  # its default and its highest, of 0 upwards

INFO = EngineInfo(
    name="espeak",
    summary="Plain robotic voices for more than a hundred languages, offline",
    requires=("espeakng_loader",),
    parallel="processes",
    repeatable=hasattr(os, "fork"),  # see _espeak_child.main
    max_chars=2000,
    marks="exact",
    reference=True,
    settings=MappingProxyType({"pitch": f"0 to {HIGHEST}; {PITCH} is its own"}),
)

RATE = 22_050
PACE = 175  # eSpeak's own default, words a minute

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

LANGUAGE = "("
"""Begins what it tells among its phonemes where it goes over to another language: "(en)"."""
SAME = str.maketrans("\u02bc", "’")  # the letter apostrophe, which it calls “ejective”


class _Speaker:
    def __init__(self, voice: Voice, pitch: int) -> None:
        self.rate = RATE
        self.fingerprint = f"{voice} {_version()} pace {PACE} pitch {pitch}, phonemes told"
        self._pitch = pitch
        self._workers = Workers("eSpeak NG", "narrate.engines._espeak_child", setting(voice.name))

    def say(self, text: str, language: str, speed: float) -> Clip:
        """Speak `text` in the voice's own language; words that eSpeak runs together share their time."""
        import numpy as np

        pace = round(PACE * checked(speed))
        broken = Broken(plain(text.translate(SAME)), at_once)
        answer = self._workers.ask({"text": broken.text, "rate": pace, "pitch": self._pitch})
        pcm = np.multiply(np.frombuffer(answer.body, "<i2"), np.float32(1 / 32768), dtype=np.float32)
        if not pcm.any():
            raise EngineError("there is nothing in this text that eSpeak can say", hint="leave it out", quote=text)
        events = [(kind, broken.origin(at), sample) for kind, at, sample in answer.head["events"]]
        phonemes = [(sample, name) for sample, name in answer.head["phonemes"] if not name.startswith(LANGUAGE)]
        return Clip(pcm=pcm, rate=answer.head["rate"], marks=marks(text, events, len(pcm), phonemes))

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


def voice(name: str) -> Voice:
    """A voice with one of eSpeak's variants, such as `en-US+f3`; raises `VoiceError`."""
    base, plus, variant = name.partition("+")
    known = {one.casefold(): one for one in variants()}
    file = {one.casefold(): file for one, file in voice_files().items()}.get(base.casefold())
    if file is None or (plus and variant.casefold() not in known):
        close = " or ".join(f"espeak:{one}" for one in get_close_matches(base, voice_files(), n=3, cutoff=0.5))
        hint = f"did you mean {close}?" if close else "`narrate voices` lists eSpeak's"
        hint = f"variants: {', '.join(sorted(known.values()))}" if file else hint
        raise VoiceError(f"there is no voice “espeak:{name}”", hint=hint)
    found = _voice(file)
    return replace(found, name=f"{found.name}+{known[variant.casefold()]}") if plus else found


def open_speaker(voice: Voice, settings: Mapping[str, object] = MappingProxyType({})) -> _Speaker:
    base, _, variant = voice.name.partition("+")
    if base in LEFT_OUT:
        raise VoiceError(LEFT_OUT[base], hint="choose another engine's voice; `narrate voices` lists them")
    if base not in voice_files() or (variant and variant not in variants()):
        raise VoiceError(f"there is no voice “{voice}”", hint="`narrate voices` lists eSpeak's")
    return _Speaker(voice, _pitch(settings.get("pitch", PITCH)))


def _pitch(value: object) -> int:
    written = str(value).strip()
    if not written.isdecimal() or int(written) > HIGHEST:
        raise UsageError(f"the pitch of espeak can't be “{value}”", hint=f"0 to {HIGHEST}; {PITCH} is its own")
    return int(written)


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
