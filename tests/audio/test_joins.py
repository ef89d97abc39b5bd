"""Joins in finished files of real voices: pauses as planned, no click, no breath or word twice."""

from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest

from narrate.cache import ClipCache
from narrate.model import Narration
from narrate.pipeline import Options, narrate
from tests.helpers import heard, likeness, script

RATE = 24_000
UNHEARD = 10 ** (-46 / 20)
"""Of a programme's peak: what is below it is a pause."""


@pytest.fixture(scope="module", params=["hibari:heart", "espeak:en-US", "espeak:ru"])
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Narration, dict[str, Path]]:
    folder = tmp_path_factory.mktemp("joins")
    targets = {name: folder / f"story.{name}" for name in ("mp3", "flac")}
    told = script(voice=request.param, title="The harbour", pause=0.4)
    return narrate(told, targets, Options(), cache=ClipCache(folder / "clips")), targets


@pytest.mark.parametrize("form", ["mp3", "flac"])
def test_pauses_are_heard_as_long_as_planned(form: str, made: tuple[Narration, dict[str, Path]]) -> None:
    narration, files = made
    sound = np.abs(heard(files[form]))
    loud = np.flatnonzero(sound > UNHEARD * sound.max())
    for one, other in pairwise(narration.timeline.cues):
        middle = (one.finish + other.begin) // 2
        place = int(np.searchsorted(loud, middle))
        pause = (loud[place] - loud[place - 1]) / RATE
        assert pause == pytest.approx(one.sentence.pause, rel=0.1)


def test_no_sample_jumps_farther_where_clips_are_joined_than_within_them(
    made: tuple[Narration, dict[str, Path]],
) -> None:
    narration, files = made
    steps = np.abs(np.diff(heard(files["flac"])))
    for cue in narration.timeline.cues:
        inside = steps[cue.begin : cue.finish - 1].max()
        assert all(steps[edge - 3 : edge + 3].max() <= inside / 10 for edge in (cue.begin, cue.finish))


def test_no_end_is_heard_again_at_the_next_beginning(made: tuple[Narration, dict[str, Path]]) -> None:
    narration, files = made
    sound = heard(files["flac"])
    length = RATE // 5
    for one, other in pairwise(narration.timeline.cues):
        between = sound[one.finish : other.begin]
        assert not np.abs(between).max(initial=0.0) > 1e-4, "nothing sounds between them"
        end, start = sound[one.finish - length : one.finish], sound[other.begin : other.begin + length]
        assert likeness(end, start) < 0.9
