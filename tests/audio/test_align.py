"""Clips laid against the same words by another voice: times as the first one's own engine tells them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from benchmarks.alignment_languages import Said, around, as_mp3, paced, times
from benchmarks.alignment_languages import errors as milliseconds
from narrate.audio.align import aligned
from narrate.model import Clip
from narrate.voices import find, open_speaker
from narrate.words import written
from tests.conftest import SPEECH

WAY = "aligned with espeak"


@pytest.fixture(scope="module")
def espeak() -> Iterator[Any]:
    speaker = open_speaker(find("espeak:en-US"))
    yield speaker
    speaker.close()


@pytest.fixture(scope="module")
def hibari() -> Iterator[Any]:
    speaker = open_speaker(find("hibari:heart"))
    yield speaker
    speaker.close()


def errors(clip: Clip, reference: Clip) -> list[float]:
    """Seconds by which words begin later than the clip's own marks say, its marks thrown away."""
    found = {mark.start: mark for mark in aligned(replace(clip, marks=()), reference, WAY)}
    assert found.keys() >= {mark.start for mark in clip.marks}
    return [(found[mark.start].begin - mark.begin) / clip.rate for mark in clip.marks]


def test_words_begin_where_the_voice_s_own_durations_say(speech: tuple[Clip, ...], espeak: Any) -> None:
    off = [one for text, clip in zip(SPEECH, speech, strict=True) for one in errors(clip, espeak.say(text, "en", 1.0))]
    assert len(off) > 40
    assert np.median(np.abs(off)) < 0.025
    assert abs(np.median(off)) < 0.015
    assert np.quantile(np.abs(off), 0.95) < 0.1


@pytest.mark.parametrize("speed", [0.7, 1.6])
def test_the_voices_need_not_be_equally_fast(hibari: Any, espeak: Any, speed: float) -> None:
    text = SPEECH[3]
    off = errors(hibari.say(text, "en", speed), espeak.say(text, "en", 1.0))
    assert np.median(np.abs(off)) < 0.03


def test_several_sentences_with_rests_between_them(speech: tuple[Clip, ...], espeak: Any) -> None:
    """As a service speaks a paragraph; the other voice rests longer or shorter."""
    rest = np.zeros(round(0.7 * speech[0].rate), np.float32)
    pieces, marks, start, at = [], [], 0, 0
    for text, clip in zip(SPEECH, speech, strict=True):
        marks += [
            replace(m, start=m.start + start, end=m.end + start, begin=m.begin + at, finish=m.finish + at)
            for m in clip.marks
        ]
        pieces += [clip.pcm, rest]
        start += len(text) + 1
        at += len(clip.pcm) + len(rest)
    whole = Clip(pcm=np.concatenate(pieces), rate=speech[0].rate, marks=tuple(marks))
    off = errors(whole, espeak.say(" ".join(SPEECH), "en", 1.0))
    assert np.median(np.abs(off)) < 0.025
    assert np.quantile(np.abs(off), 0.95) < 0.15


def test_no_word_begins_in_a_rest(hibari: Any, espeak: Any) -> None:
    text = "They waited for the others until noon."
    clip = hibari.say(text, "en", 1.0)
    after = next(mark for mark in clip.marks if text[mark.start : mark.end] == "until")
    length = round(0.6 * clip.rate)
    pcm = np.insert(clip.pcm, after.begin, np.zeros(length, np.float32))
    found = aligned(Clip(pcm=pcm, rate=clip.rate), espeak.say(text, "en", 1.0), WAY)
    begins = {text[mark.start : mark.end]: mark for mark in found}
    assert begins["until"].begin == pytest.approx(after.begin + length, abs=0.05 * clip.rate)
    assert begins["others"].finish <= after.begin + 0.05 * clip.rate


def test_the_voice_may_rest_where_the_other_does_not(speech: tuple[Clip, ...], espeak: Any) -> None:
    """Before every fifth word, for a third of a second, where no punctuation need be."""
    off = []
    for text, clip in zip(SPEECH, speech, strict=True):
        rested, length = clip, round(0.35 * clip.rate)
        for number in range(5, len(clip.marks), 5):
            at = rested.marks[number].begin
            later = [replace(m, begin=m.begin + length, finish=m.finish + length) for m in rested.marks[number:]]
            rested = replace(
                rested,
                pcm=np.insert(rested.pcm, at, np.zeros(length, np.float32)),
                marks=(*rested.marks[:number], *later),
            )
        off += errors(rested, espeak.say(text, "en", 1.0))
    assert len(off) > 40
    assert np.median(np.abs(off)) < 0.025
    assert np.quantile(np.abs(off), 0.95) < 0.12


@pytest.mark.parametrize("kbits", [32, 64])
def test_clips_as_services_send_them(speech: tuple[Clip, ...], espeak: Any, kbits: int) -> None:
    """MP3 with half a second of silence before it and behind, faster than was asked for: all at once."""
    off = []
    for text, clip in zip(SPEECH, speech, strict=True):
        sent = as_mp3(around(paced(Said(text, clip, clip.marks), 1.3), 0.5, 0.3), kbits)
        found = aligned(sent.clip, espeak.say(text, "en", 1.0), WAY)
        assert len(times(text, sent.clip, found)) == len(list(written(text)))  # ascending, inside
        off += milliseconds(sent, found)
    assert len(off) > 40
    assert np.median(np.abs(off)) < 25
    assert np.quantile(np.abs(off), 0.95) < 120


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("es", "El nuevo puente se abrió ayer por la mañana, después de tres años de obras en la ciudad."),
        ("ru", "Новый мост открыли вчера утром, после трёх лет работы в самом центре города."),
        ("ar", "أعلنت المدينة أمس أن المكتبة الجديدة ستفتح في الشهر القادم."),
        ("cmn", "市政府昨天宣布，新的图书馆将在下个月开放。"),
    ],
    ids=["es", "ru", "ar", "cmn"],
)
def test_other_languages_and_writing_without_blanks(name: str, text: str) -> None:
    """Another throat of the same engine, faster and higher: a broken alignment is off by far more."""
    one = open_speaker(find(f"espeak:{name}+f3"), {"espeak": {"pitch": 70}})
    other = open_speaker(find(f"espeak:{name}"))
    clip, reference = one.say(text, name, 1.2), other.say(text, name, 1.0)
    one.close()
    other.close()
    found = aligned(replace(clip, marks=()), reference, WAY)
    words = times(text, clip, found)
    begins = {word.start: word.begin for word in words}
    off = [(begins[mark.start] - mark.begin) / clip.rate for mark in clip.marks if not mark.estimated]
    assert len(off) > len(words) // 2 > 4
    assert np.median(np.abs(off)) < 0.015
    assert np.max(np.abs(off)) < 0.1


def test_marks_ascend_inside_the_clip_and_say_how_they_were_come_by(speech: tuple[Clip, ...], espeak: Any) -> None:
    for text, clip in zip(SPEECH, speech, strict=True):
        reference = espeak.say(text, "en", 1.0)
        found = aligned(clip, reference, WAY)
        told = [(mark.start, mark.end, mark.sounds) for mark in reference.marks]
        assert [(mark.start, mark.end, mark.sounds) for mark in found] == told
        assert all(sounds for _, _, sounds in told)
        last = 0
        for mark in found:
            assert last <= mark.begin <= mark.finish <= len(clip.pcm)
            assert mark.estimated == WAY
            last = mark.begin


@pytest.mark.parametrize("kind", ["no sound", "silence", "click", "far too long", "reference without marks"])
def test_what_can_t_be_compared_gets_no_times(kind: str, speech: tuple[Clip, ...]) -> None:
    clip = reference = speech[0]
    noise = np.random.default_rng(1).normal(0, 0.1, 12 * len(clip.pcm)).astype(np.float32)
    pcm = {"no sound": noise[:0], "silence": 0 * noise, "click": noise[:100], "far too long": noise}
    if kind in pcm:
        clip = replace(clip, pcm=pcm[kind])
    else:
        reference = replace(reference, marks=())
    assert aligned(clip, reference, WAY) == ()


def test_other_words_still_get_times_in_order(speech: tuple[Clip, ...]) -> None:
    """A voice that reads "1990" in its own way: nothing breaks."""
    found = aligned(speech[2], speech[0], WAY)
    begins = [mark.begin for mark in found]
    assert begins == sorted(begins)
    assert len(found) in (0, len(speech[0].marks))
