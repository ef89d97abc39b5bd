"""The operating system's own voices, through pyttsx3: SAPI on Windows, NSSpeechSynthesizer on macOS, eSpeak on Linux.

pyttsx3 runs in processes of its own (`_system_child`). On a Linux machine without eSpeak it is given the library that
comes with Narrate.
"""

from __future__ import annotations

import re
import sys
import tempfile
from collections.abc import Sequence
from functools import cache
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

from narrate.contracts import EngineInfo
from narrate.engines._espeak_left_out import LEFT_OUT
from narrate.engines._speed import checked
from narrate.engines._words import Broken, at_once, plain, speakable, wordless
from narrate.engines._workers import Workers
from narrate.errors import EngineError, MissingExtra, VoiceError
from narrate.model import Clip, Voice

INFO = EngineInfo(
    name="system",
    summary="The operating system's own voices",
    requires=("pyttsx3", "av"),
    parallel="processes",
    repeatable=False,  # no system promises it
    max_chars=2000,
)

CHILD = "narrate.engines._system_child"
LENT = "espeakng_loader"


class _Listing(NamedTuple):
    voices: dict[str, tuple[Voice, str]]
    """By name; with what pyttsx3 calls each."""
    failure: EngineError | None


class _Speaker:
    def __init__(self, voice: Voice, identity: str) -> None:
        self.rate = 0  # known with the first sound
        self.fingerprint = f"{voice} {identity} pyttsx3 {metadata.version('pyttsx3')} make 1"
        self._identity = identity
        self._workers = _workers()
        # Ours, not a child's: children are ended at any moment. On Windows a file may be held open a little longer.
        self._folder = tempfile.TemporaryDirectory(prefix="narrate-", ignore_cleanup_errors=True)

    def say(self, text: str, language: str, speed: float) -> Clip:
        """Speak `text`; how close `speed` comes is the system's affair (SAPI has 21 steps)."""
        from narrate.engines._decode import decoded
        from narrate.engines._whole import plain_wav

        seen = plain(text).strip()
        speed = checked(speed)
        if not speakable(seen):
            raise wordless(text)
        seen = Broken(seen, at_once).text  # for Linux, where eSpeak would cut off the longest words
        request = {"text": seen, "voice": self._identity, "speed": speed, "folder": self._folder.name}
        answer = self._workers.ask(request)
        pcm, self.rate = plain_wav(answer.body) or decoded(answer.body)
        if not pcm.any():
            raise EngineError("this system's voice made no sound of this text", hint="choose another voice", quote=text)
        return Clip(pcm=pcm, rate=self.rate)

    def close(self) -> None:
        self._workers.close()
        self._folder.cleanup()

    def pids(self) -> list[int]:
        """The processes that speak now."""
        return self._workers.pids()


def voices() -> Sequence[Voice]:
    """Asked of the system in a child process, once; none where it has none."""
    return tuple(voice for voice, _ in _listing().voices.values())


def open_speaker(voice: Voice) -> _Speaker:
    listing = _listing()
    if listing.failure is not None:
        raise listing.failure
    if voice.name not in listing.voices:
        raise VoiceError(f"there is no voice “{voice}”", hint="`narrate voices` lists this system's")
    return _Speaker(voice, listing.voices[voice.name][1])


@cache
def _listing() -> _Listing:
    if find_spec("pyttsx3") is None:
        raise MissingExtra("pyttsx3", "")
    workers = _workers()
    try:
        facts = workers.ask({"list": True}).head["voices"]
    except EngineError as error:
        return _Listing({}, error)
    finally:
        workers.close()
    found: dict[str, tuple[Voice, str]] = {}
    for fact in facts:
        name = _name(fact["id"])
        if name in LEFT_OUT and sys.platform not in ("win32", "darwin"):  # elsewhere pyttsx3 speaks through eSpeak
            continue
        if name in found:  # two of the same last name: the whole identity tells them apart
            name = re.sub(r"[^\w.-]+", "-", fact["id"])
        voice = Voice(
            engine="system",
            name=name,
            language=_tag(fact["language"]),
            label=" ".join(filter(None, (fact["name"], fact["gender"].lower()))),
            licence="the operating system's",
        )
        found[name] = (voice, fact["id"])
    return _Listing(found, None)


def _name(identity: str) -> str:
    r"""The last part of `HKEY_...\TTS_MS_EN-US_ZIRA_11.0`, `com.apple.voice.compact.en-US.Samantha`, `gmw/en-us`."""
    last = re.split(r"[\\/]", identity)[-1]
    return last.rsplit(".", 1)[-1] if last.startswith("com.") else last


def _tag(language: str) -> str:
    """`en_US`, `en-us` as a BCP 47 tag."""
    first, *rest = language.replace("_", "-").split("-")
    if not 2 <= len(first) <= 3:  # eSpeak's Klingon has a script's code for a language
        return "und"
    return "-".join([first.lower(), *(part.upper() if len(part) == 2 else part for part in rest)])


def _workers() -> Workers:
    setting = {}
    lent = find_spec(LENT)
    if lent is not None and lent.origin is not None:
        home = Path(lent.origin).parent
        setting = {"library": str(home / "libespeak-ng.so"), "data": str(home / "espeak-ng-data")}
    return Workers("the system's speech", CHILD, setting, bare=False)
