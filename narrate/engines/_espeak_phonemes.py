"""The process in which eSpeak NG tells how a text sounds, for voices that take phonemes."""

from __future__ import annotations

import ctypes
from collections.abc import Mapping
from typing import Any

from narrate.engines._espeak_child import BY_CHARACTER, PHONEME, UTF8, WORD, Espeak, named, told
from narrate.engines._wire import Answer, Message, Refusal, serve

IPA, TIED = 0x02, 0x80 | ord("^") << 8  # phoneme mode: IPA, and "^" within the sounds that take several letters


class _Phonemes(Espeak):
    """The words' sounds come with its events, but without long consonants; the whole text's without the words."""

    def read(self, request: Mapping[str, Any]) -> Message:
        """For each word that it sees, where it begins and its sounds; and all sounds, by clauses."""
        self._words: list[tuple[int, str]] = []
        text = str(request["text"]).encode("utf-8", "replace") + b"\0"
        status = self._lib.espeak_Synth(text, len(text), 0, BY_CHARACTER, 0, UTF8, None, None)
        if status:
            raise Refusal(f"eSpeak NG failed with status {status}")
        return Message({"words": self._words, "clauses": self._clauses(text)})

    def _clauses(self, text: bytes) -> list[str]:
        tell = self._lib.espeak_TextToPhonemes
        tell.argtypes = [ctypes.POINTER(ctypes.c_char_p), ctypes.c_int, ctypes.c_int]
        tell.restype = ctypes.c_char_p
        rest = ctypes.c_char_p(text)
        found: list[str] = []
        while rest.value:  # each call moves it behind the clause; to nowhere after the last
            found.append((tell(ctypes.byref(rest), UTF8, IPA | TIED) or b"").decode("utf-8", "replace"))
        return found

    def _receive(self, samples: int | None, length: int, events: Any) -> int:
        for kind, event in told(events):
            if kind == WORD:
                self._words.append((event.text_position - 1, ""))
            elif kind == PHONEME and self._words:
                place, before = self._words[-1]
                self._words[-1] = (place, before + named(event))
        return 0


def prepare(setting: Mapping[str, Any]) -> Answer:
    return _Phonemes(setting).read


def main() -> None:
    serve(prepare)
