"""The values: their invariants, and the way from what is said back to what is written."""

from __future__ import annotations

import dataclasses
import inspect

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate import contracts, model
from narrate.contracts import EngineInfo
from narrate.model import Anchor, Block, Clip, Edit, Sentence, Timeline, Utterance, Voice
from tests.helpers import block, sentences

DATACLASSES = [
    found for module in (model, contracts) for _, found in inspect.getmembers(module, dataclasses.is_dataclass)
]


@st.composite
def worded(draw: st.DrawFn) -> Sentence:
    """A sentence anywhere in a block, with ordered edits anywhere in it, empty and neighbouring ones among them."""
    text = draw(st.text(max_size=60))
    start = draw(st.integers(0, len(text)))
    end = draw(st.integers(start, len(text)))
    places = sorted(draw(st.lists(st.integers(0, end - start), max_size=10).filter(lambda found: not len(found) % 2)))
    edits = tuple(
        Edit(start=begin, end=finish, spoken=draw(st.text(max_size=8)), rule="test")
        for begin, finish in zip(places[::2], places[1::2], strict=True)
    )
    return Sentence(block=block(text), start=start, end=end, edits=edits)


@given(worded())
def test_what_is_spoken_is_the_text_with_its_edits(sentence: Sentence) -> None:
    characters = list(sentence.text)
    for edit in reversed(sentence.edits):
        characters[edit.start : edit.end] = [edit.spoken]
    assert sentence.spoken == "".join(characters)


@given(worded())
def test_every_spoken_character_leads_back_to_what_it_stands_for(sentence: Sentence) -> None:
    expected: list[tuple[int, int]] = []
    last = 0
    for edit in sentence.edits:
        expected += [(place, place + 1) for place in range(last, edit.start)]
        expected += [(edit.start, edit.end)] * len(edit.spoken)
        last = edit.end
    expected += [(place, place + 1) for place in range(last, len(sentence.text))]
    assert [sentence.written(offset) for offset in range(len(sentence.spoken))] == expected


def test_a_figure_is_said_in_words_and_highlighted_as_written() -> None:
    text = "It cost $1.85 billion then."
    edit = Edit(start=8, end=21, spoken="one point eight five billion dollars", rule="money")
    sentence = Sentence(block=block(text), start=0, end=len(text), edits=(edit,))
    assert sentence.spoken == "It cost one point eight five billion dollars then."
    assert sentence.written(sentence.spoken.index("eight")) == (8, 21)
    assert sentence.written(sentence.spoken.index("then")) == (22, 23)
    assert sentence.written(0) == (0, 1)


@pytest.mark.parametrize(
    ("start", "end"),
    [(-1, 2), (3, 2), (0, 5)],
)
def test_a_sentence_lies_inside_its_block(start: int, end: int) -> None:
    with pytest.raises(ValueError, match=f"{start}:{end} of 4"):
        Sentence(block=block("four"), start=start, end=end)


@pytest.mark.parametrize(("start", "end"), [(-1, 0), (2, 1)])
def test_an_edit_goes_forwards(start: int, end: int) -> None:
    with pytest.raises(ValueError, match=f"'figures' spans {start}:{end}"):
        Edit(start=start, end=end, spoken="", rule="figures")


@pytest.mark.parametrize(
    ("spans", "words"),
    [([(0, 3), (2, 4)], "overlaps"), ([(2, 3), (0, 1)], "overlaps"), ([(3, 5)], "behind the sentence")],
)
def test_edits_ascend_and_stay_inside(spans: list[tuple[int, int]], words: str) -> None:
    edits = tuple(Edit(start=start, end=end, spoken="x", rule="r") for start, end in spans)
    with pytest.raises(ValueError, match=words):
        Sentence(block=block("four, and more"), start=0, end=4, edits=edits)


@pytest.mark.parametrize("kind", DATACLASSES, ids=lambda kind: kind.__name__)
def test_values_are_frozen_slotted_and_made_by_keyword(kind: type) -> None:
    assert kind.__dataclass_params__.frozen  # type: ignore[attr-defined]
    assert "__slots__" in vars(kind)
    assert all(field.kw_only for field in dataclasses.fields(kind))  # type: ignore[arg-type]


def test_values_are_found_at_all() -> None:
    assert {Anchor, Block, Clip, Edit, EngineInfo, Sentence, Timeline, Voice} <= set(DATACLASSES)


def test_clips_are_compared_by_identity() -> None:
    import numpy as np

    one = Clip(pcm=np.zeros(3, np.float32), rate=8000)
    assert one != dataclasses.replace(one)
    assert len({one, one}) == 1


def test_an_anchor_says_what_it_knows() -> None:
    assert str(Anchor(source="story.html", part="chapter 2", ref="line 7")) == "story.html, chapter 2, line 7"
    assert str(Anchor(source="story.html", ref="line 7")) == "story.html, line 7"
    assert str(Anchor(source="story.html")) == "story.html"


def test_an_utterance_says_its_sentences_with_a_space_between() -> None:
    assert Utterance(sentences=sentences(["One here.", "Two there."])).spoken == "One here. Two there."


def test_a_voice_is_written_with_its_engine() -> None:
    assert str(Voice(engine="hibari", name="heart", language="en-US")) == "hibari:heart"
