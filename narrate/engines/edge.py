"""The voices of Microsoft Edge's “Read aloud”, online, through the edge-tts library: no account, no promise.

One request is one piece of text, well below the 4,096 bytes at which the library would cut by itself, so that each
word's time counts from the beginning of the sound that came with it. A stream that ends before the service has said
that it is done is asked for again. Proxies are taken from the environment (`HTTPS_PROXY`), as everywhere in Python.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache, partial
from importlib.util import find_spec
from threading import Lock
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple
from xml.sax.saxutils import escape

from narrate.contracts import EngineInfo
from narrate.engines._edge_marks import Announced, aligned, cut_off
from narrate.engines._edge_voices import listed
from narrate.engines._parts import asked_for, hurried
from narrate.engines._patience import Busy, Line, Patience
from narrate.engines._speed import checked
from narrate.errors import MissingExtra, UsageError, VoiceError
from narrate.model import Clip, Mark, Voice

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from narrate.engines._edge_stream import Stream

HOST = "speech.platform.bing.com"

INFO = EngineInfo(
    name="edge",
    summary="Microsoft Edge's voices; needs the network, no account",
    extra="edge",
    requires=("edge_tts", "av"),
    offline=False,
    host=HOST,
    unit="paragraph",
    parallel="requests",
    workers=4,
    repeatable=False,  # Microsoft changes its voices when it likes
    max_chars=2000,
    marks="exact",
    settings=MappingProxyType({"pitch": "higher or lower, in Hz: +10, -20"}),
)

RATE = 24_000  # what the service sends; anything else is turned into it
MOST = 4_000  # bytes, escaped; the library cuts at 4,096
LONGEST = 2_000  # characters: two minutes; the times of words overflow after 214 s (2^31 ticks)
HIGHEST = 100  # Hz of pitch, up or down
SILENT = 0.003  # of full scale
PATIENCE = Patience()
NAME = re.compile(r"([a-z]{2,3}(?:-[A-Z][a-z]{3})?-[A-Z]{2}(?:-[a-z]+)?)-\w+Neural")
PITCH = re.compile(r"([+-]?\d+)\s*(?:Hz)?", re.IGNORECASE)
TAGS = {"zh-HK": "yue-HK"}  # it is Cantonese


class Answer(NamedTuple):
    """What came for a piece of text."""

    mp3: bytes
    told: list[Announced]
    ended: bool
    """Whether the service said that this is all."""


class _Speaker:
    def __init__(self, voice: Voice, pitch: int) -> None:
        self.rate = RATE
        self.fingerprint = f"{voice} make 1 pitch {pitch:+d}"
        self._voice = voice
        self._pitch = f"{pitch:+d}Hz"
        self._line = Line(f"wss://{HOST}/")
        self._stream: Stream | None = None
        self._lock = Lock()
        self.hurry = self._line.hurry

    def say(self, text: str, language: str, speed: float) -> Clip:
        """Fetch the sound of `text` and the times of its words."""
        import numpy as np

        pace = f"{round((checked(speed) - 1) * 100):+d}%"
        sounds: list[NDArray[np.float32]] = []
        marks: list[Mark] = []
        length = 0
        for start, part in asked_for(text, MOST, _size):
            pcm, found = self._line.fetched(partial(self._sound, part, pace), PATIENCE, part)
            marks += (_moved(mark, start, length) for mark in found)
            sounds.append(pcm)
            length += len(pcm)
        return Clip(pcm=np.concatenate(sounds), rate=RATE, marks=tuple(marks))

    def close(self) -> None:
        self._line.close()
        with self._lock:
            if self._stream is not None:
                self._stream.close()
            self._stream = None

    def _answer(self, part: str, pace: str) -> Answer:
        from narrate.engines._edge_stream import Stream

        with self._lock:
            self._line.check()
            self._stream = stream = self._stream or Stream(self._voice, self._pitch, self._line.over)
            asked = stream.begin(part, pace, PATIENCE)
        return stream.end(asked)

    def _sound(self, part: str, pace: str) -> tuple[NDArray[np.float32], tuple[Mark, ...]]:
        """The samples and marks of an answer that is whole; raises `Busy` if it is not."""
        from narrate.engines._decode import decoded, mp3_whole

        answer = self._answer(part, pace)
        if not (answer.ended and mp3_whole(answer.mp3)):
            raise Busy("Microsoft's sound was cut off")
        pcm, _ = decoded(answer.mp3, RATE)
        if hurried(part, len(pcm) / RATE) or cut_off(answer.told, len(pcm) / RATE):
            raise Busy("Microsoft's sound was cut off")
        onset = int((abs(pcm) > SILENT).argmax())
        return pcm, aligned(part, answer.told, onset, len(pcm), RATE)


def voices() -> Sequence[Voice]:
    if find_spec("edge_tts") is None:
        raise MissingExtra("edge-tts", INFO.extra)
    return tuple(_table().values())


def voice(name: str) -> Voice:
    """A voice that is not listed, such as one that is newer than the list; raises `VoiceError`."""
    full = name if name.endswith("Neural") else f"{name}Neural"
    known = {own.casefold(): voice for own, voice in _table().items()}.get(full.casefold())
    return known or _voice(_language(name, full), full, "")


def open_speaker(voice: Voice, settings: Mapping[str, object] = MappingProxyType({})) -> _Speaker:
    if find_spec("edge_tts") is None:
        raise MissingExtra("edge-tts", INFO.extra)
    _language(voice.name, voice.name)
    found = PITCH.fullmatch(str(settings.get("pitch", "0")).strip())
    if found is None or abs(int(found[1])) > HIGHEST:
        hint = f"write it like +10 or -20, at most {HIGHEST}"
        raise UsageError(f"the pitch of edge can't be “{settings['pitch']}”", hint=hint)
    return _Speaker(voice, int(found[1]))


@cache
def _table() -> dict[str, Voice]:
    return {name: _voice(language, name, f"a {kind}'s voice") for language, name, kind in listed()}


def _voice(language: str, name: str, label: str) -> Voice:
    return Voice(
        engine="edge",
        name=name,
        language=TAGS.get(language, language),
        label=label,
        licence="Microsoft's terms of service",
        rate=RATE,
    )


def _language(name: str, full: str) -> str:
    found = NAME.fullmatch(full)
    if found is None:
        raise VoiceError(f"there is no voice “edge:{name}”", hint="write it like edge:en-US-EmmaNeural")
    return found[1]


def _size(part: str) -> int:
    return max(len(escape(part).encode()), len(part) * MOST // LONGEST)


def _moved(mark: Mark, start: int, begin: int) -> Mark:
    return Mark(
        start=mark.start + start,
        end=mark.end + start,
        begin=mark.begin + begin,
        finish=mark.finish + begin,
        estimated=mark.estimated,
    )
