"""The process in which eSpeak NG runs: its library is under GPL-3, keeps one voice a process and may crash.

The calls are those of `speak_lib.h`, eSpeak NG 1.52.
"""

from __future__ import annotations

import ctypes
from collections.abc import Iterator, Mapping
from itertools import count
from pathlib import Path
from typing import Any

from narrate.engines._espeak_memory import memories
from narrate.engines._wire import Answer, Forked, Message, Refusal, serve

SYNCHRONOUS = 2  # AUDIO_OUTPUT_SYNCHRONOUS: espeak_Synth returns when the sound is made
BUFFER = 1000  # milliseconds of sound a callback
EVENTS, IN_IPA = 0x0001, 0x0002  # espeakINITIALIZE_PHONEME_EVENTS, _PHONEME_IPA
DONT_EXIT = 0x8000  # espeakINITIALIZE_DONT_EXIT: report a fault instead of ending the process
RATE, PITCH = 1, 3  # espeak_PARAMETER
BY_CHARACTER = 1  # POS_CHARACTER
UTF8 = 1  # espeakCHARS_UTF8; neither SSML (0x10) nor phoneme names in [[ ]] (0x100) are read
LAST, WORD, END, PHONEME = 0, 1, 5, 7  # espeak_EVENT_TYPE: end of the list, of a clause
SEED = 1
TRIAL = ("0 1 2 3", "4 5 6")  # what any voice can say


class _Name(ctypes.Union):
    _fields_ = [("number", ctypes.c_int), ("name", ctypes.c_char_p), ("string", ctypes.c_char * 8)]


class _Event(ctypes.Structure):
    _fields_ = [
        ("type", ctypes.c_int),
        ("unique_identifier", ctypes.c_uint),
        ("text_position", ctypes.c_int),
        ("length", ctypes.c_int),
        ("audio_position", ctypes.c_int),
        ("sample", ctypes.c_int),
        ("user_data", ctypes.c_void_p),
        ("id", _Name),
    ]


CALLBACK = ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_void_p, ctypes.c_int, ctypes.POINTER(_Event))


class Espeak:
    """The library with one voice chosen."""

    def __init__(self, setting: Mapping[str, Any]) -> None:
        try:
            self._lib = ctypes.CDLL(setting["library"])
        except OSError as error:
            raise Refusal(
                f"eSpeak NG can't be loaded: {error}", "pip install --force-reinstall espeakng-loader"
            ) from None
        self._pieces: list[bytes] = []
        self._events: list[tuple[int, int, int]] = []
        self._phonemes: list[tuple[int, str]] = []
        self._callback = CALLBACK(self._receive)  # kept, or it would be freed under the library
        above = str(Path(setting["data"]).parent).encode()  # it wants the folder that holds espeak-ng-data
        self.rate = self._lib.espeak_Initialize(SYNCHRONOUS, BUFFER, above, DONT_EXIT | EVENTS | IN_IPA)
        if self.rate <= 0:
            raise Refusal("eSpeak NG finds no data", "pip install --force-reinstall espeakng-loader")
        self._lib.espeak_SetSynthCallback(self._callback)
        self._lib.espeak_Synth.argtypes = [
            ctypes.c_char_p, ctypes.c_size_t, ctypes.c_uint, ctypes.c_int,
            ctypes.c_uint, ctypes.c_uint, ctypes.c_void_p, ctypes.c_void_p,
        ]  # fmt: skip
        if self._lib.espeak_SetVoiceByName(str(setting["voice"]).encode()):
            raise Refusal(f"eSpeak NG does not take the voice {setting['voice']}")
        self._memories = memories(self._lib, Path(setting["library"]))

    def repeats(self) -> bool:
        """Whether the same text sounds the same each time, as far as a short trial tells."""
        if not self._memories:
            return False
        first, _, again = (self.say({"text": text}).body for text in (TRIAL[0], TRIAL[1], TRIAL[0]))
        return first == again

    def say(self, request: Mapping[str, Any]) -> Message:
        """Sound of `text` at `rate` words a minute, in 16 bits; its events: kind, character, sample; its phonemes:
        first sample, IPA (empty for a rest)."""
        for before in (self._pieces, self._events, self._phonemes):
            before.clear()
        for memory in self._memories:
            memory.set_back()
        if hasattr(self._lib, "espeak_ng_SetRandSeed"):
            self._lib.espeak_ng_SetRandSeed(ctypes.c_long(SEED))
        for parameter, name in ((RATE, "rate"), (PITCH, "pitch")):
            if name in request:
                self._lib.espeak_SetParameter(parameter, int(request[name]), 0)
        text = str(request["text"]).encode("utf-8", "replace") + b"\0"
        status = self._lib.espeak_Synth(text, len(text), 0, BY_CHARACTER, 0, UTF8, None, None)
        if status:
            raise Refusal(f"eSpeak NG failed with status {status}")
        head = {"rate": self.rate, "events": self._events, "phonemes": self._phonemes}
        return Message(head, b"".join(self._pieces))

    def _receive(self, samples: int | None, length: int, events: Any) -> int:
        if samples and length > 0:
            self._pieces.append(ctypes.string_at(samples, 2 * length))
        for kind, event in told(events):
            if kind == PHONEME:
                self._phonemes.append((event.sample, named(event)))
            elif kind in (WORD, END):
                self._events.append((kind, event.text_position - 1, event.sample))
        return 0


def told(events: Any) -> Iterator[tuple[int, Any]]:
    """The events of a callback, each with its type."""
    for at in count():
        event = events[at]
        kind: int = event.type
        if kind == LAST:
            return
        yield kind, event


def named(event: Any) -> str:
    """The phoneme of an event."""
    name: bytes = event.id.string  # ctypes ends it where C would
    return name.decode("utf-8", "ignore")


def prepare(setting: Mapping[str, Any]) -> Answer | Forked:
    """eSpeak's flutter and creak go on from sentence to sentence, so the same text would sound different each time.
    Where they can't be set back, each sentence is spoken by a copy of the process, which takes half as long again."""
    speaker = Espeak(setting)
    return speaker.say if speaker.repeats() else Forked(Espeak(setting).say)


def main() -> None:
    serve(prepare, may_fork=True)
