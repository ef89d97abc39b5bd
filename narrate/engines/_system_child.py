"""The process in which pyttsx3 drives the operating system's speech: its drivers print, hang and may crash.

Read for this: pyttsx3 2.99, `driver.py`, `drivers/espeak.py`, `sapi5.py`, `nsss.py`.
"""

from __future__ import annotations

import contextlib
import ctypes
import os
import sys
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from narrate.engines._wire import Answer, Message, Refusal, serve

PATIENCE = 45.0  # seconds for one text; our parent waits a little longer
HEADER = 44  # bytes of a WAV file without sound
GRACE = 5.0  # seconds for a file to appear, or to go on growing
STEADY = 0.01  # seconds in which a finished file no longer grows

# Words a minute of the voices' own pace. SAPI's rate 0 is 156.63 by sapi5.py; eSpeak's default is 175, about Apple's.
PACES = {"sapi5": 157, "espeak": 175, "nsss": 175}

HINT = "On Linux, install espeak-ng; or use Narrate's own voices, which need nothing"


_files: set[Path] = set()
"""Those that texts were spoken into, in a folder of our parent's."""


class _System:
    """pyttsx3's driver for this system."""

    def __init__(self, setting: Mapping[str, Any]) -> None:
        try:
            self._engine = _engine(setting)
        except Exception as error:  # each driver has its own: ImportError, RuntimeError, COMError, KeyError
            raise Refusal(f"this system's voices can't be used: {error}", HINT) from None
        self._driver = str(self._engine)
        self._done = threading.Event()
        self._failure = ""
        self._chosen = ("", 0)
        self._engine.connect("finished-utterance", lambda name, completed: self._done.set())
        self._engine.connect("error", self._failed)

    def answer(self, request: Mapping[str, Any]) -> Message:
        if "text" in request:
            return Message({}, self._say(request))
        return Message({"voices": [_facts(voice) for voice in self._engine.getProperty("voices")]})

    def _say(self, request: Mapping[str, Any]) -> bytes:
        """The file that the driver wrote: WAV, or AIFF on macOS."""
        file = Path(request["folder"], f"{os.getpid()}.{'aiff' if self._driver == 'nsss' else 'wav'}")
        _files.add(file)
        self._done.clear()
        self._failure = ""
        self._choose(request["voice"], round(PACES.get(self._driver, 175) * request["speed"]))
        self._engine.save_to_file(request["text"], str(file))
        if self._driver == "espeak":
            self._run_espeak()
        else:
            self._engine.runAndWait()
        self._wait(file)
        sound = file.read_bytes()
        file.unlink()
        return sound

    def _choose(self, voice: str, rate: int) -> None:
        """Once only, as eSpeak would load the voice anew each time."""
        if self._chosen != (voice, rate):
            self._engine.setProperty("voice", voice)
            self._engine.setProperty("rate", rate)
            self._chosen = (voice, rate)

    def _run_espeak(self) -> None:
        """What runAndWait should do, with the driver alone.

        Its queue puts the end of the loop right behind the text: the first call returns before the sound is made,
        and later ones cancel it when they come upon the end of the one before (1 in 30 was lost or stale).
        """
        from pyttsx3.drivers import _espeak

        self._engine.proxy._driver.startLoop()
        self._done.wait(PATIENCE)
        _espeak.Synchronize()

    def _wait(self, file: Path) -> None:
        """Until the file no longer grows."""
        last = 0
        until = time.monotonic() + GRACE
        while not self._failure and time.monotonic() < until:
            size = file.stat().st_size if file.exists() else 0
            if size == last > HEADER:
                break
            if size != last:
                last, until = size, time.monotonic() + GRACE
            time.sleep(STEADY)
        if self._failure:
            raise Refusal(f"this system's voice failed: {self._failure}", "choose another voice")
        if last <= HEADER:
            raise Refusal("this system's voice made no sound of this text", "choose another voice")

    def _failed(self, name: str | None, exception: Exception) -> None:
        self._failure = str(exception) or type(exception).__name__


def _engine(setting: Mapping[str, Any]) -> Any:
    import pyttsx3

    if sys.platform in ("win32", "darwin"):
        return pyttsx3.init()
    try:
        return pyttsx3.init()
    except RuntimeError:
        if not setting.get("library"):
            raise
    # No eSpeak on this system: lend it the one that Narrate brings. A library that is loaded already is found by its
    # own name, "libespeak-ng.so.1", and it looks for its data where this variable says.
    os.environ["ESPEAK_DATA_PATH"] = str(Path(setting["data"]).parent)
    ctypes.CDLL(setting["library"])
    return pyttsx3.init()


def _facts(voice: Any) -> dict[str, str]:
    languages = [language for language in voice.languages or [] if language]
    language = languages[0] if languages else "und"
    if isinstance(language, bytes):
        language = language.decode("ascii", "ignore").strip("\x00\x05")
    return {"id": voice.id, "name": voice.name or voice.id, "language": language, "gender": str(voice.gender or "")}


def prepare(setting: Mapping[str, Any]) -> Answer:
    return _System(setting).answer


def leave() -> None:
    """Remove what our parent can't remove any more when it was killed; others of its children may still write there."""
    for file in _files:
        with contextlib.suppress(OSError):
            file.unlink(missing_ok=True)
            file.parent.rmdir()


def main() -> None:
    serve(prepare, leave=leave)
