"""Piper: natural voices for some fifty languages, downloaded one by one; `piper:NAME` or `piper:NAME#SPEAKER`.

piper-tts is under GPL-3, so it is never imported here: it runs in processes of its own (`_piper_child`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from difflib import get_close_matches
from functools import lru_cache
from importlib import metadata
from pathlib import Path

from narrate.contracts import EngineInfo
from narrate.digests import file_digest
from narrate.engines import _piper_list as catalogue
from narrate.engines._speed import checked
from narrate.engines._words import Broken, at_once, plain
from narrate.engines._workers import Workers
from narrate.errors import EngineError, MissingExtra, VoiceError
from narrate.model import ANCHOR, TERMINATOR, Clip, Download, Mark, Voice
from narrate.words import core

INFO = EngineInfo(
    name="piper",
    summary="Natural voices for some fifty languages, offline once downloaded",
    extra="piper",
    requires=("piper",),
    parallel="processes",
    marks="exact",
    accepts=("text", "phonemes"),
)

MAKE = 2  # goes up whenever this package changes how Piper's voices sound

BRACKETS = str.maketrans("[]", "()")
"""Piper takes what is in [[ ]] for phonemes, whoever wrote it."""
CHUNK = re.compile(rf"(?:{ANCHOR}[^{TERMINATOR}]*{TERMINATOR}|\S)+")
NEAR = 0.03
"""How far the pace may be from what was asked."""


class _Speaker:
    def __init__(self, voice: Voice, network: Path, speaker: int, rate: int) -> None:
        self.rate = rate
        version = metadata.version("piper-tts")
        self.fingerprint = f"{voice} piper-tts {version} model {_digest(network)} make {MAKE}"
        setting = {"model": str(network), "config": f"{network}.json", "speaker": speaker}
        self._workers = Workers("Piper", "narrate.engines._piper_child", setting)

    def say(self, text: str, language: str, speed: float) -> Clip:
        """Speak `text` in the voice's own language; marks are exact to 12 ms where the voice tells its durations."""
        import numpy as np

        speed = checked(speed)
        seen = plain(text).translate(BRACKETS)
        broken = Broken(seen, at_once) if ANCHOR not in seen else None
        said = broken.text if broken else seen
        words = [match.span() for match in CHUNK.finditer(said) if any(map(str.isalnum, match.group()))]
        answer = self._workers.ask({"text": said, "words": [said[a:b] for a, b in words], "speed": speed})
        pcm = np.frombuffer(answer.body, np.float32)
        if not pcm.any():
            raise EngineError("there is nothing in this text that Piper can say", hint="leave it out", quote=text)
        marks = answer.head["marks"]
        tempo = len(pcm) / answer.head["wanted"]
        if abs(tempo - 1) > NEAR:
            from narrate.engines._stretch import stretched

            pcm = stretched(pcm, answer.head["rate"], tempo)
            marks = [(word, *(min(round(at / tempo), len(pcm)) for at in (a, b)), *told) for word, a, b, *told in marks]
        whole = [(broken.origin(a), broken.origin(b)) for a, b in words] if broken else words
        return Clip(pcm=pcm, rate=answer.head["rate"], marks=_marks(seen, whole, marks))

    def close(self) -> None:
        self._workers.close()

    def pids(self) -> list[int]:
        """The processes that speak now."""
        return self._workers.pids()


def _marks(
    text: str, words: Sequence[tuple[int, int]], found: Sequence[tuple[int, int, int, str, str]]
) -> tuple[Mark, ...]:
    """A mark for each word between blanks, also where it was broken up to be said."""
    marks: dict[int, Mark] = {}
    spans = [match.span() for match in CHUNK.finditer(text)]
    for number, begin, finish, sounds, estimated in found:
        first, last = core(text, *spans[bisect_right(spans, words[number]) - 1])
        known = marks.get(first)
        if first < last and begin < finish:
            marks[first] = Mark(
                start=first,
                end=last,
                begin=known.begin if known else begin,
                finish=finish,
                estimated=estimated,
                sounds=f"{known.sounds} {sounds}" if known else sounds,
            )
    return tuple(marks.values())


def voices() -> Sequence[Voice]:
    """Those whose files are here."""
    _check_installed()
    return tuple(catalogue.described(name, network=path) for name, path in catalogue.here().items())


def offered() -> Sequence[Voice]:
    return tuple(catalogue.described(name) for name in catalogue.known())


def files(voice: Voice) -> Sequence[Download]:
    known = catalogue.known().get(voice.name.partition("#")[0])
    return catalogue.files(known) if known else ()


def voice(name: str) -> Voice:
    """A voice by its name, whether it is here or not, and perhaps one of its speakers by number or name."""
    base, _, speaker = name.partition("#")
    names = {one.casefold(): one for one in (*catalogue.known(), *catalogue.here())}
    found = names.get(base.casefold())
    if found is None:
        close = get_close_matches(base, names.values(), n=3, cutoff=0.5)
        raise VoiceError(
            f"there is no voice “piper:{base}”",
            hint=f"did you mean {' or '.join(f'piper:{one}' for one in close)}?" if close else "see `narrate voices`",
        )
    network = catalogue.here().get(found)
    if network and speaker:
        _number(found, speaker, network)
    return catalogue.described(found, speaker, network)


def open_speaker(voice: Voice) -> _Speaker:
    _check_installed()
    base, _, speaker = voice.name.partition("#")
    network = catalogue.here().get(base)
    if network is None:
        listed = base in catalogue.known()
        raise VoiceError(
            f"the voice “{voice}” is not installed" if listed else f"there is no voice “{voice}”",
            hint=f"narrate voices install {voice}" if listed else "`narrate voices --engine piper` lists Piper's",
        )
    rate = catalogue.described(base, network=network).rate
    return _Speaker(voice, network, _number(base, speaker, network), rate)


def _number(name: str, speaker: str, network: Path) -> int:
    """A speaker's number; raises `VoiceError` when the voice has no such speaker."""
    told = catalogue.facts(network)
    named: dict[str, int] = told.get("speaker_id_map") or {}
    count = int(told.get("num_speakers", 1))
    if not speaker:
        return int(told.get("default_speaker_id", 0))
    if speaker in named:
        return named[speaker]
    if speaker.isdecimal() and int(speaker) < count:
        return int(speaker)
    some = ", ".join([*list(named)[:5], *(["…"] if len(named) > 5 else [])])
    raise VoiceError(
        f"piper:{name} has no speaker “{speaker}”",
        hint=f"0 to {count - 1}{f', or {some}' if some else ''}" if count > 1 else "it has only one",
    )


def _check_installed() -> None:
    """Raise `MissingExtra` without piper-tts; another package, which does pipelines, has modules of the same name."""
    try:
        metadata.version("piper-tts")
    except metadata.PackageNotFoundError:
        raise MissingExtra("Piper (piper-tts)", "piper") from None


@lru_cache(16)
def _digest(network: Path) -> str:
    return file_digest(network)[:16]
