"""Script -> clips: lazily, in order, a few ahead, on all cores; from the cache where they are there already."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field, replace
from threading import Lock
from typing import TYPE_CHECKING, Literal

from narrate import cache as clip_cache
from narrate.ahead import ordered
from narrate.calls import cut, joined, read_back, sayable
from narrate.contracts import EngineInfo, Speaker
from narrate.errors import EngineError, MissingExtra, NarrateError, located
from narrate.model import Anchor, Clip, Mark, Sentence, TakenOver, Utterance, without_phonemes
from narrate.reference import marked

if TYPE_CHECKING:
    from narrate.audio.habits import Habits
    from narrate.cache import ClipCache

OnError = Literal["stop", "skip", "fallback"]
Substitute = Callable[[str, frozenset[str]], str]
"""From a language and the voices that failed to another voice, `engine:name`; "" when there is none left."""
AHEAD_PER_WORKER = 3
"""Utterances begun early for each worker: enough that a long one beside short ones leaves no core idle."""
TRIES = 2
"""Times that a clip found bad is spoken before it counts as failed."""

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spoken:
    """What became of an utterance: a clip at the programme's rate with trimmed edges, or why there is none."""

    clip: Clip | None
    fresh: int = 0
    """Characters an engine spoke for it in this run."""
    reason: str = ""
    taken_over: tuple[TakenOver, ...] = ()


class VoiceFailed(Exception):
    """A voice failed at an utterance, and another is to speak everything instead."""

    def __init__(self, utterance: Utterance, error: EngineError | MissingExtra) -> None:
        super().__init__(str(error))
        self.sentence = utterance.sentences[0]
        self.error = error


@dataclass(slots=True)
class Speakers:
    """Opens each voice once, when first needed, and closes all; safe for several threads."""

    open: Callable[[str], tuple[EngineInfo, Speaker]]
    _opened: dict[str, tuple[EngineInfo, Speaker]] = field(default_factory=dict)
    _habits: dict[str, Habits] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def habits(self, voice: str) -> Habits:
        """How this voice usually speaks, as far as it is known by now."""
        from narrate.audio.habits import Habits

        with self._lock:
            return self._habits.setdefault(voice, Habits())

    def __getitem__(self, voice: str) -> tuple[EngineInfo, Speaker]:
        with self._lock:
            if voice not in self._opened:
                self._opened[voice] = self.open(voice)
            return self._opened[voice]

    def hurry(self) -> None:
        """Tell the voices that wait for a service to give up."""
        with self._lock:
            for _, speaker in self._opened.values():
                getattr(speaker, "hurry", bool)()

    def close(self) -> None:
        with self._lock:
            for _, speaker in self._opened.values():
                speaker.close()
            self._opened.clear()

    def __enter__(self) -> Speakers:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """How a script is spoken."""

    speed: float = 1.0
    jobs: int = 0
    """Workers; 0 is one a core, or what the engine allows."""
    on_error: OnError = "stop"
    substitute: Substitute = field(default=lambda language, failed: "")
    afresh: frozenset[tuple[Anchor, int]] = frozenset()
    """Sentences, by block and start, that are spoken again although there is a clip of them."""
    words: bool = False
    """Whether the times of words are looked for where the engine tells none."""
    by_sentence: bool = False
    """Whether another voice takes over a sentence only, and not all that the failing one was to speak."""


def synthesize(
    parts: tuple[Utterance, ...], speakers: Speakers, cache: ClipCache, manner: Manner, rate: int
) -> Iterator[tuple[Utterance, Spoken]]:
    """Speak all utterances; yields them in order.

    Raises `EngineError` with its place unless told to skip, and `MissingExtra` unless another voice is to take over.
    """
    workers = _workers(parts, speakers, manner.jobs)

    def work(utterance: Utterance) -> Spoken:
        first = utterance.sentences[0]
        failed: dict[str, str] = {}
        voice = first.voice
        while True:
            try:
                with located(first.block.anchor, first.text):
                    spoken = _spoken(utterance, voice, speakers, cache, manner, rate)
                return replace(spoken, taken_over=_taken_over(utterance, failed, voice))
            except (EngineError, MissingExtra) as error:
                if manner.on_error == "skip" and isinstance(error, EngineError):
                    log.warning("skipped: %s", error)
                    return Spoken(clip=None, reason=error.message)
                if manner.on_error != "fallback":
                    raise
                if not manner.by_sentence:
                    raise VoiceFailed(utterance, error) from error
                failed[voice] = error.message
                voice = manner.substitute(first.language, frozenset(failed))
                if not voice:
                    raise

    return ordered(parts, work, workers=workers, ahead=AHEAD_PER_WORKER * workers, hurry=speakers.hurry)


def named(sentence: Sentence) -> tuple[Anchor, int]:
    """What tells a sentence of an article from all others."""
    return sentence.block.anchor, sentence.start


def _taken_over(utterance: Utterance, failed: dict[str, str], by: str) -> tuple[TakenOver, ...]:
    sentence = utterance.sentences[0]
    return tuple(
        TakenOver(sentence=sentence, voice=voice, by=by, reason=reason, whole=False) for voice, reason in failed.items()
    )


def _workers(parts: tuple[Utterance, ...], speakers: Speakers, jobs: int) -> int:
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if not parts:
        return 1
    try:
        allowed = speakers[parts[0].sentences[0].voice][0].workers
    except (EngineError, MissingExtra):
        return 1  # which is told, or mended by another voice, when it is to speak
    wanted = jobs or allowed or cores
    return max(1, min(wanted, allowed or wanted, len(parts)))


def _spoken(
    utterance: Utterance, voice: str, speakers: Speakers, cache: ClipCache, manner: Manner, rate: int
) -> Spoken:
    """Speak an utterance, or take it from the cache, where what was spoken is kept."""
    from narrate.audio.codec import resampled
    from narrate.audio.edits import trimmed

    info, _ = speakers[voice]
    clips, fresh = [], 0
    for start, text in _calls(utterance, info):
        clip, spoken = _clip(utterance, text, voice, speakers, cache, manner)
        fresh += spoken
        clip = trimmed(clip)
        clips.append((start, Clip(pcm=resampled(clip.pcm, clip.rate, rate), rate=rate, marks=_at(clip, rate))))
    return Spoken(clip=read_back(joined(clips, rate), utterance.spoken, info), fresh=fresh)


def _calls(utterance: Utterance, info: EngineInfo) -> Iterator[tuple[int, str]]:
    """What an engine is asked to say for an utterance, and where each text stands in it."""
    start = 0
    for text in cut(sayable(utterance.spoken, info), info.max_chars):
        # a quotation mark cut off by itself has no sound
        if any(map(str.isalnum, text)) or len(text) >= len(utterance.spoken):
            yield start, text
        start += len(text)


def _clip(
    utterance: Utterance, text: str, voice: str, speakers: Speakers, cache: ClipCache, manner: Manner
) -> tuple[Clip, int]:
    """A text's clip from the cache, or spoken and kept there; and how many characters were spoken."""
    info, speaker = speakers[voice]
    afresh = any(named(one) in manner.afresh for one in utterance.sentences)
    language, speed = utterance.sentences[0].language, manner.speed
    name = clip_cache.key(fingerprint=speaker.fingerprint, text=text, language=language, speed=speed)
    clip = known = None if afresh else cache.get(name)
    fresh = 0
    if clip is None:
        clip = _said(speaker, text, language, speed, speakers.habits(voice))
        fresh = len(text)
    if manner.words and not clip.marks:
        clip = marked(clip, text, language, speed, info.name, speakers.__getitem__)
    if clip is not known:
        clip = cache.put(name, clip)
    return clip, fresh


def spoken_ahead(parts: Iterable[Utterance], speakers: Speakers, cache: ClipCache, manner: Manner) -> int:
    """Put clips of utterances into the cache, where they are not there; returns the characters spoken.

    What fails is left to whom it is spoken for, who knows what to do then.
    """
    fresh = 0
    for utterance in parts:
        voice = utterance.sentences[0].voice
        with suppress(EngineError, MissingExtra):
            for _, text in _calls(utterance, speakers[voice][0]):
                fresh += _clip(utterance, text, voice, speakers, cache, manner)[1]
    return fresh


def _said(speaker: Speaker, text: str, language: str, speed: float, habits: Habits) -> Clip:
    """Speak, judge, and speak again what is bad, or unusual: but if it is so once more, that is the voice's way."""
    from narrate.audio.edits import fault
    from narrate.text.pace import seconds

    problem = hint = ""
    plain = without_phonemes(text)
    unusual: Clip | None = None
    for _ in range(TRIES):
        try:
            clip = speaker.say(text, language, speed)
        except EngineError as error:
            if unusual is not None:
                break
            if not error.retry:
                raise
            problem, hint = error.message, error.hint
            continue
        except NarrateError:
            raise
        except Exception as error:  # of a library that an engine did not expect to fail: this text can't be spoken
            raise EngineError(f"the engine failed: {type(error).__name__}: {error}") from error
        problem, hint = fault(clip, plain, speed), ""
        if not problem:
            if unusual is not None or not habits.note(clip, plain, seconds(plain, language, speed)):
                return clip
            unusual = clip
    if unusual is not None:
        return unusual
    hint = hint or "try another voice, or --on-error skip"
    raise EngineError(f"the voice failed {TRIES} times: {problem}", hint=hint)


def _at(clip: Clip, rate: int) -> tuple[Mark, ...]:
    """The clip's marks at another rate."""
    if rate == clip.rate:
        return clip.marks

    def scaled(sample: int) -> int:
        return round(sample * rate / clip.rate)

    return tuple(replace(mark, begin=scaled(mark.begin), finish=scaled(mark.finish)) for mark in clip.marks)
