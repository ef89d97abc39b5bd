"""Another package's engines, found through its entry points: they speak in tones and misbehave as they are told.

`TRIAL_AT` is a piece of text; whoever is to say it does what `TRIAL_DO` tells. `TRIAL_LOG` names a file that gets a
line for each text that is asked for, by whichever process.
"""

from __future__ import annotations

import os
import signal
import time
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import numpy as np

from narrate import settings
from narrate.contracts import EngineInfo
from narrate.engines import tone
from narrate.errors import EngineError, MissingExtra
from narrate.model import Clip, Download, Mark, Voice


class Engine:
    """What a module of `narrate/engines` is, as an object."""

    def __init__(self, info: EngineInfo, rate: int = tone.RATE) -> None:
        self.INFO, self.rate = info, rate

    def voices(self) -> tuple[Voice, ...]:
        return (Voice(engine=self.INFO.name, name="one", language="en", rate=self.rate),)

    def open_speaker(self, voice: Voice) -> Speaker:
        return Speaker(self.INFO.name, self.rate)


class Downloaded(Engine):
    """One whose voices are there when their files are: one of their own each, and one for both."""

    def offered(self) -> tuple[Voice, ...]:
        names = ("first", "second")
        return tuple(Voice(engine=self.INFO.name, name=name, language="en", licence="CC0-1.0") for name in names)

    def voice(self, name: str) -> Voice:
        return next(voice for voice in self.offered() if voice.name == name)

    def files(self, voice: Voice) -> tuple[Download, ...]:
        return tuple(_described(name, DATA[name]) for name in ("shared.bin", f"{voice.name}.bin"))

    def voices(self) -> tuple[Voice, ...]:
        folder = settings.voice_folder(self.INFO.name)
        return tuple(one for one in self.offered() if all((folder / file.name).exists() for file in self.files(one)))


DATA = {f"{name}.bin": name.encode() * 30_000 for name in ("shared", "first", "second")}
"""What a host would have at `/voices/NAME`."""


def _described(name: str, data: bytes) -> Download:
    return Download(url=f"https://host.invalid/voices/{name}", size=len(data), sha256=sha256(data).hexdigest())


class Missing(Engine):
    """One whose optional part is not there."""

    def open_speaker(self, voice: Voice) -> Speaker:
        raise MissingExtra("the trial voice", "trial")


class Speaker:
    def __init__(self, name: str, rate: int) -> None:
        self.rate = rate
        self.fingerprint = f"{name} 1.0"
        self.tries = 0
        self._tone = tone.open_speaker(tone.voices()[0])

    def say(self, text: str, language: str, speed: float) -> Clip:
        if log := os.environ.get("TRIAL_LOG"):
            with Path(log).open("a", encoding="utf-8") as file:
                file.write(text + "\n")
        clip = self._spoken(text, language, speed)
        at = os.environ.get("TRIAL_AT")
        return self._misbehaving(os.environ["TRIAL_DO"], clip) if at and at in text else clip

    def close(self) -> None:
        if log := os.environ.get("TRIAL_LOG"):
            Path(f"{log}.closed").touch()

    def _spoken(self, text: str, language: str, speed: float) -> Clip:
        clip = self._tone.say(text, language, speed)
        step = clip.rate // self.rate
        marks = tuple(
            Mark(start=m.start, end=m.end, begin=m.begin // step, finish=m.finish // step) for m in clip.marks
        )
        return Clip(pcm=clip.pcm[::step].copy(), rate=self.rate, marks=marks)

    def _misbehaving(self, how: str, clip: Clip) -> Clip:
        self.tries += 1
        if how == "fail":
            raise EngineError("the trial failed as told")
        if how == "break":
            raise IndexError("list index out of range")
        if how == "retry" or (how == "recover" and self.tries == 1):
            raise EngineError("the line was busy", retry=True)
        if how == "kill":
            os.kill(os.getpid(), signal.SIGKILL)
        if how == "wait":
            self._wait()
        if how == "stammer once" and self.tries > 1:
            return clip
        spoilt = {
            "stammer": np.tile(clip.pcm, 2),
            "stammer once": np.tile(clip.pcm, 2),
            "silence": np.zeros_like(clip.pcm),
            "noise": np.full_like(clip.pcm, np.nan),
            "cut": clip.pcm[: clip.rate // 10],
            "babble": np.tile(clip.pcm, 12),
            "nothing": clip.pcm[:0],
        }
        return replace(clip, pcm=spoilt[how]) if how in spoilt else clip

    def _wait(self) -> None:
        """Tell that it was reached, and go on when told so."""
        log = os.environ["TRIAL_LOG"]
        Path(f"{log}.reached").touch()
        for _ in range(6000):
            if Path(f"{log}.go").exists():
                return
            time.sleep(0.01)


def _info(name: str, **facts: object) -> EngineInfo:
    return EngineInfo(name=name, summary="Misbehaves as told", languages=("en",), silent=True, **facts)  # type: ignore[arg-type]


trial = Engine(_info("trial", max_chars=10_000))
paragraph = Engine(_info("trial-paragraph", unit="paragraph", max_chars=200, parallel="requests", workers=2), 8_000)
short = Engine(_info("trial-short", max_chars=40))
missing = Missing(_info("trial-missing", extra="trial", requires=("no_such_module",)))
files = Downloaded(replace(_info("trial-files"), silent=False))
