"""Every written word has its time: none missing, in order, inside its sentence, whatever an engine tells."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.model import Anchor, Block, Cue, Edit, Mark, Sentence, with_phonemes, without_phonemes
from narrate.words import BY_LETTERS, annotated_places, said, timed, written


def sentence(text: str, *edits: tuple[str, str]) -> Sentence:
    """A sentence in which the first is said as the second, for each pair."""
    found = sorted((text.index(old), text.index(old) + len(old), new) for old, new in edits)
    block = Block(kind="paragraph", text=text, anchor=Anchor(source="test"))
    made = tuple(Edit(start=start, end=end, spoken=new, rule="test") for start, end, new in found)
    return Sentence(block=block, start=0, end=len(text), edits=made)


def highlighted(one: Sentence) -> list[tuple[str, str]]:
    return [(one.text[start:end], one.spoken[begin:finish]) for (start, end), (begin, finish) in said(one)]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("“Well,” he said – no.", ["Well", "he", "said", "no"]),
        ("It's a well-known 3.5 %.", ["It's", "a", "well-known", "3.5"]),
        ("他说你好。", ["他", "说", "你", "好"]),
        ("東京タワーへ", ["東", "京", "タワー", "へ"]),
        ("« Ёлка » — да", ["Ёлка", "да"]),
        ("… – !", []),
    ],
)
def test_words_are_what_a_reader_sees(text: str, words: list[str]) -> None:
    assert [text[start:end] for start, end in written(text)] == words


def test_what_is_said_in_other_words_is_highlighted_whole() -> None:
    one = sentence("A $1.85 billion plan.", ("$1.85 billion", "one point eight five billion dollars"))
    assert highlighted(one) == [
        ("A", "A"), ("$1.85 billion", "one point eight five billion dollars"), ("plan", "plan"),
    ]  # fmt: skip


def test_a_word_that_is_partly_said_otherwise_stays_one() -> None:
    assert highlighted(sentence("a 2,300-page book", ("2,300", "two thousand three hundred"))) == [
        ("a", "a"), ("2,300-page", "two thousand three hundred-page"), ("book", "book"),
    ]  # fmt: skip


def test_what_is_not_said_has_no_time() -> None:
    assert highlighted(sentence("true [12] words", ("[12]", ""))) == [("true", "true"), ("words", "words")]


def test_words_take_the_engines_times() -> None:
    one = sentence("In the end, 5 % won.", ("5 %", "five percent"))
    spoken = one.spoken
    marks = []
    for word, begin, finish in (("end", 60, 90), ("five", 100, 130), ("percent", 130, 170), ("won", 180, 200)):
        start = spoken.index(word)
        marks.append(Mark(start=start, end=start + len(word), begin=begin, finish=finish))
    found = timed(Cue(sentence=one, begin=1000, finish=1210, marks=tuple(marks)))
    assert [(one.text[word.start : word.end], word.begin - 1000, word.finish - 1000) for word in found] == [
        ("In", 0, 25), ("the", 25, 60), ("end", 60, 90), ("5 %", 100, 170), ("won", 180, 200),
    ]  # fmt: skip
    assert [word.estimated for word in found] == [BY_LETTERS, BY_LETTERS, "", "", ""]


def test_between_clauses_there_is_a_rest_that_is_no_word_s() -> None:
    one = sentence("Rain fell, wind blew.")
    rain, fell, wind, blew = timed(Cue(sentence=one, begin=0, finish=5000))
    assert rain.finish == fell.begin
    assert wind.begin - fell.finish > 0.5 * (rain.finish - rain.begin)
    assert wind.finish == blew.begin
    assert blew.finish - blew.begin > wind.finish - wind.begin
    assert blew.finish == 5000


def test_a_word_with_phonemes_keeps_its_time() -> None:
    one = sentence("They lead now", ("lead", with_phonemes("lead", "lɛd")))
    start = one.spoken.index("now")
    found = timed(
        Cue(sentence=one, begin=0, finish=110, marks=(Mark(start=start, end=start + 3, begin=80, finish=99),))
    )
    assert [(word.begin, word.finish) for word in found] == [(0, 40), (40, 80), (80, 99)]


@given(st.lists(st.sampled_from(["a", "bc d", with_phonemes("lead", "lɛd"), with_phonemes("x y", "ɛ")])))
def test_places_without_phonemes_lead_back(pieces: list[str]) -> None:
    text = "".join(pieces)
    places = annotated_places(text)
    plain = without_phonemes(text)
    assert len(places) == len(plain) + 1
    assert "".join(text[place] for place in places[:-1]) == plain


TEXT = st.text("ab1 ,.“”-–東タ☃ё\u0301", max_size=40)


@st.composite
def cues(draw: st.DrawFn) -> Cue:
    """Sentences with edits anywhere, and marks as odd as an engine may send them."""
    text = draw(TEXT)
    places = sorted(draw(st.lists(st.integers(0, len(text)), max_size=6)))
    edits = tuple(
        Edit(start=start, end=end, spoken=draw(TEXT), rule="test")
        for start, end in list(pairwise(places))[::2]
    )  # fmt: skip
    block = Block(kind="paragraph", text=text, anchor=Anchor(source="test"))
    one = Sentence(block=block, start=0, end=len(text), edits=edits)
    size = len(one.spoken)
    length = draw(st.integers(100, 5000))
    marks = []
    for _ in range(draw(st.integers(0, 5))):
        start, end = sorted(draw(st.tuples(st.integers(0, size), st.integers(0, size))))
        begin, finish = sorted(draw(st.tuples(st.integers(0, length), st.integers(0, length))))
        marks.append(Mark(start=start, end=end, begin=begin, finish=finish))
    at = draw(st.integers(0, 10_000))
    return Cue(sentence=one, begin=at, finish=at + length, marks=tuple(sorted(marks, key=lambda mark: mark.start)))


@given(cues())
def test_every_word_has_a_time(cue: Cue) -> None:
    found = timed(cue)
    assert [(word.start, word.end) for word in found] == [span for span, _ in said(cue.sentence)]
    last = cue.begin
    for word in found:
        assert last <= word.begin < word.finish <= cue.finish
        last = word.finish


@given(cues())
def test_every_letter_that_is_spoken_as_written_is_in_a_word(cue: Cue) -> None:
    one = cue.sentence
    held = {place for (start, end), _ in said(one) for place in range(start, end)}
    edited = {place for edit in one.edits for place in range(edit.start, edit.end)}
    assert {place for place, letter in enumerate(one.text) if letter.isalnum()} <= held | edited
