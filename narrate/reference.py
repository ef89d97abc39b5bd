"""Times of words for engines that tell none: their clips are laid against a voice of this machine that does."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace

from narrate import voices
from narrate.calls import cut, joined, read_back, sayable
from narrate.contracts import EngineInfo, Speaker
from narrate.model import Clip

log = logging.getLogger(__name__)

Opened = Callable[[str], tuple[EngineInfo, Speaker]]
"""From a voice's name to its engine and the open voice."""


def marked(clip: Clip, text: str, language: str, speed: float, engine: str, opened: Opened) -> Clip:
    """The clip, in which `engine` says `text`, with its words' times; as it is where nothing is there to compare.

    Never fails: a narration without it is as good to hear, and its words' times then go by letters.
    """
    voice = voices.reference(language, engine)
    if voice is None:
        return clip
    try:
        from narrate.audio.align import aligned

        marks = aligned(clip, _said(*opened(str(voice)), text, language, speed), f"aligned with {voice.engine}")
    except Exception as error:  # of whatever library: it was only to help
        log.info("no times of words by %s: %s", voice, error)
        return clip
    return replace(clip, marks=marks)


def _said(info: EngineInfo, speaker: Speaker, text: str, language: str, speed: float) -> Clip:
    clips: list[tuple[int, Clip]] = []
    at = 0
    for piece in cut(sayable(text, info), info.max_chars):
        if any(map(str.isalnum, piece)):
            clips.append((at, speaker.say(piece, language, speed)))
        at += len(piece)
    return read_back(joined(clips, clips[0][1].rate), text, info)
