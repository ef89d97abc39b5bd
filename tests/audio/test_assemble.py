"""Joining clips: every sample once, pauses as planned, cues that fit, and no clicks."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrate.audio.assemble import LEAD_IN, LEAD_OUT, RATE, assemble
from narrate.audio.edits import WINDOW, loud_span, trimmed
from narrate.audio.levels import Levels
from narrate.model import Clip, Target, Timeline, Utterance
from narrate.samples import quantised
from tests.helpers import sentences, sine, utterance

Spoken = list[tuple[Utterance, Clip]]


def assembled(spoken: Spoken) -> tuple[Timeline, np.ndarray]:
    written: list[np.ndarray] = []
    timeline = assemble(spoken, Levels(Target(), RATE), written.append)
    assert all(pcm.dtype == np.int16 for pcm in written)
    return timeline, np.concatenate(written)


def clip(length: int, pitch: float = 300) -> Clip:
    return trimmed(Clip(pcm=sine(pitch, length / RATE), rate=RATE))


@st.composite
def programmes(draw: st.DrawFn) -> Spoken:
    """Utterances of one or several sentences, with clips of any length, an empty one among them."""
    spoken = []
    for number in range(draw(st.integers(1, 6))):
        texts = draw(st.lists(st.text("ab .", min_size=1, max_size=30), min_size=1, max_size=4))
        pause = draw(st.floats(0, 1.5))
        parts = sentences(texts, ref=f"line {number}", pause=pause)
        spoken.append((Utterance(sentences=parts), clip(draw(st.integers(0, 20_000)), 200 + 20 * number)))
    return spoken


@settings(max_examples=60, deadline=None)
@given(programmes())
def test_the_timeline_covers_every_sample_once(spoken: Spoken) -> None:
    timeline, pcm = assembled(spoken)
    assert timeline.rate == RATE
    assert timeline.length == len(pcm)
    said = [sentence for utterance, _ in spoken for sentence in utterance.sentences]
    assert [cue.sentence for cue in timeline.cues] == said
    at = 0
    for cue in timeline.cues:
        assert at <= cue.begin <= cue.finish <= timeline.length
        assert not pcm[at : cue.begin].any(), "sound outside of cues"
        at = cue.finish
    assert not pcm[at:].any()


@settings(max_examples=60, deadline=None)
@given(programmes())
def test_pauses_are_as_long_as_planned(spoken: Spoken) -> None:
    timeline, _ = assembled(spoken)
    first, last = timeline.cues[0], timeline.cues[-1]
    assert first.begin == round(LEAD_IN * RATE)
    assert timeline.length - last.finish == round(LEAD_OUT * RATE)
    cues = iter(timeline.cues)
    spans = []
    for said, sound in spoken:
        own = [next(cues) for _ in said.sentences]
        assert own[-1].finish - own[0].begin == len(sound.pcm)
        assert all(one.finish == other.begin for one, other in pairwise(own)), "spoken in one breath"
        begin, finish = loud_span(sound.pcm, RATE)
        spans.append((own[0].begin, begin, own[-1].finish, len(sound.pcm) - finish, said.sentences[-1].pause))
    for (_, _, finish, after, pause), (begin, before, _, _, _) in pairwise(spans):
        assert begin - finish >= 0
        grain = 2 * WINDOW * RATE  # of the search for an edge, before and after the limiter
        assert before + begin - finish + after == pytest.approx(max(before + after, pause * RATE), abs=grain)


def test_the_sound_of_a_cue_is_its_clip() -> None:
    spoken = [(utterance(f"Sentence {n}."), clip(12_000, 200 + 50 * n)) for n in range(4)]
    timeline, pcm = assembled(spoken)
    for cue, (_, sound) in zip(timeline.cues, spoken, strict=True):
        heard = pcm[cue.begin : cue.finish].astype(float)
        gain = np.abs(heard).max() / np.abs(quantised(sound.pcm)).max()
        assert np.allclose(heard, gain * quantised(sound.pcm), atol=4)


@pytest.mark.parametrize("kind", ["steady", "noise", "speech"])
def test_no_click_where_sounds_are_joined(kind: str, speech: tuple[Clip, ...]) -> None:
    """The largest step at a joint is no larger than the clips' own."""
    random = np.random.default_rng(3)
    sounds = {
        "steady": [np.full(9000, 0.5, np.float32), np.full(9000, -0.5, np.float32)],
        "noise": [random.uniform(-0.5, 0.5, 9000).astype(np.float32) for _ in range(3)],
        "speech": [clip.pcm[4000:-4000] for clip in speech],
    }[kind]
    spoken = [
        (utterance(f"Sentence {n}.", pause=0.1), trimmed(Clip(pcm=pcm, rate=RATE))) for n, pcm in enumerate(sounds)
    ]
    timeline, pcm = assembled(spoken)
    steps = np.abs(np.diff(pcm.astype(int)))
    for cue in timeline.cues:
        inside = steps[cue.begin + 300 : cue.finish - 300].max()
        smallest = 0.5 * np.pi / 2 / (0.004 * RATE) * np.abs(pcm).max() if kind == "steady" else inside
        for edge in (cue.begin, cue.finish):
            assert steps[edge - 2 : edge + 2].max() <= max(inside, smallest)


def test_where_one_call_spoke_several_sentences_their_gap_is_found() -> None:
    lengths = (20_000, 7_000, 30_000)
    gap = np.zeros(4000, np.float32)
    pieces = [np.concatenate([sine(200 + 50 * n, length / RATE), gap]) for n, length in enumerate(lengths)]
    sound = Clip(pcm=np.concatenate(pieces)[:-4000], rate=RATE)
    texts = ["A sentence of twenty two.", "Of nine.", "And a rather longer one, thirty and more."]
    timeline, _ = assembled([(Utterance(sentences=sentences(texts)), sound)])
    begin = timeline.cues[0].begin
    ends = [cue.finish - begin for cue in timeline.cues]
    assert 20_000 <= ends[0] <= 24_000
    assert 31_000 <= ends[1] <= 35_000
    assert ends[2] == len(sound.pcm)
    assert all(cue.estimated for cue in timeline.cues)


def test_times_of_a_sentence_spoken_by_itself_are_exact() -> None:
    timeline, _ = assembled([(utterance("One."), clip(9000))])
    assert [cue.estimated for cue in timeline.cues] == [""]


def test_a_programme_of_nothing_is_only_its_edges() -> None:
    timeline, pcm = assembled([])
    assert timeline.cues == ()
    assert timeline.length == len(pcm) == round(LEAD_IN * RATE) + round(LEAD_OUT * RATE)
