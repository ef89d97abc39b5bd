"""What a script holds: every character once, sentences with words, languages, voices and pauses."""

from __future__ import annotations

import time

from hypothesis import given, settings
from hypothesis import strategies as st

from narrate.model import Anchor, Article, Block, Kind, Sentence
from narrate.text.language import detect
from narrate.text.pacing import Pacing
from narrate.text.script import Preparation, prepare
from narrate.text.segment import segment
from narrate.text.spoken import edits

HERE = Anchor(source="test")
LANGUAGES = ("en", "ru", "de", "fr", "es", "zh", "ar", "hi", "xx", "")
# Texts as people hand them in, and as nobody would: controls, bidirectional marks, lone surrogates, long words.
SCRAPS = (
    "Dr. Smith paid $1.5bn. ", "в 2020 г. Он ", "z. B. ", "… ", "?! ", "«Да», — ", "* * *", "\u202e",
    "\ud800", "\x00", "\u200b",
    "3.14", "10:45 p.m. ", "http://a.b/c?d=e ", "[12]",
    "😀", "—", "。", "这是。", "١٢٣", "½", "№ 5", "e.g. ", "U.S. ", "\n\n",
    "\t",
    "1. ", "XIV ", "№", "²", "#tag ", "@you ", "a@b.co ", "§ 5 ", "w" * 5000, "9" * 400, "1/0 ",
    "0/0", "99:99", "31/31/31", "−5°C ",
)  # fmt: skip
MIXED = st.lists(st.one_of(st.sampled_from(SCRAPS), st.text(max_size=8)), max_size=12).map("".join)
TEXTS = st.one_of(st.text(max_size=80), MIXED)


def block(text: str, kind: Kind = "paragraph") -> Block:
    return Block(kind=kind, text=text, anchor=HERE)


def article(*blocks: Block, language: str = "en") -> Article:
    return Article(blocks=blocks, source="test", language=language)


@given(TEXTS, st.sampled_from(LANGUAGES))
@settings(max_examples=400, deadline=None)
def test_sentences_hold_every_character_once(text: str, language: str) -> None:
    last = 0
    for start, end in segment(text, language):
        assert last <= start < end
        assert not text[last:start].strip()
        last = end
    assert not text[last:].strip()


@given(TEXTS, st.sampled_from(LANGUAGES))
@settings(max_examples=400, deadline=None)
def test_wording_fits_into_the_sentence(text: str, language: str) -> None:
    made = edits(text, language)
    Sentence(block=block(text), start=0, end=len(text), edits=made)  # checks order, overlap and range
    assert all(edit.rule for edit in made)


@given(st.lists(TEXTS, max_size=4), st.sampled_from(LANGUAGES))
@settings(max_examples=150, deadline=None)
def test_a_script_loses_nothing_and_speaks_only_words(texts: list[str], language: str) -> None:
    blocks = tuple(block(text) for text in texts)
    script = prepare(article(*blocks, language=language))
    silent = {id(one.block) for one in script.removed}
    for one in blocks:
        spoken = [sentence for sentence in script.sentences if sentence.block is one]
        if id(one) in silent:
            assert not spoken
            continue
        covered = "".join(sentence.text for sentence in spoken)
        assert "".join(covered.split()) == "".join(one.text.split())
        assert all(any(map(str.isalnum, sentence.spoken)) for sentence in spoken)


def test_a_mark_that_is_silent_only_behind_a_stop_makes_no_sentence_of_nothing() -> None:
    script = prepare(article(block("。[0]"), block("。[0] Yes.")))
    assert [(one.text, one.spoken) for one in script.sentences] == [("。[0] Yes.", "。 Yes.")]
    assert [one.block.text for one in script.removed] == ["。[0]"]


@given(TEXTS)
@settings(max_examples=200, deadline=None)
def test_no_text_is_too_odd_to_have_a_language(text: str) -> None:
    assert detect(text, "en")


def test_a_scene_break_becomes_a_pause() -> None:
    script = prepare(article(block("One."), block("* * *", "break"), block("Two."), block("Three.")))
    assert [sentence.text for sentence in script.sentences] == ["One.", "Two.", "Three."]
    assert script.sentences[0].pause > script.sentences[1].pause
    assert [one.rule for one in script.removed] == ["nothing to say"]


def test_pieces_without_words_join_their_neighbours() -> None:
    script = prepare(article(block("... Yes. — !")))
    assert [sentence.text for sentence in script.sentences] == ["... Yes. — !"]


def test_a_block_in_another_language_is_cast_for_it() -> None:
    russian = block("Россия обязана обеспечить безопасность Белоруссии, напомнили в Кремле.")
    seen: list[str] = []

    def cast(_: Block, language: str) -> str:
        seen.append(language)
        return f"engine:{language}"

    script = prepare(article(block("The Kremlin said so."), russian), cast=cast)
    assert seen == ["en", "ru"]
    assert [sentence.voice for sentence in script.sentences] == ["engine:en", "engine:ru"]


def test_a_named_language_overrules_what_is_found() -> None:
    script = prepare(article(block("Это русский текст, и он достаточно длинный.")), chosen=Preparation(language="uk"))
    assert {sentence.language for sentence in script.sentences} == {"uk"}


def test_pauses_grow_with_the_structure() -> None:
    pacing = Pacing()
    parts = (
        block("T", "title"),
        block("One. Two."),
        block("H", "heading"),
        block("i", "item"),
        block("j", "item"),
        block("C."),
    )
    script = prepare(article(*parts), chosen=Preparation(pacing=pacing))
    title, first, second, heading, item, _, last = (sentence.pause for sentence in script.sentences)
    assert first == pacing.sentence < second
    assert item < second == pacing.before_heading
    assert first < heading < title
    assert last == pacing.end


def test_ten_megabytes_take_a_time_in_proportion() -> None:
    line = "Dr. Smith paid $1.5bn on May 5, 2020, he said. Nobody (U.S. or not) knew why... It was 10:45 p.m. "

    def seconds(times: int) -> float:
        begin = time.perf_counter()
        segment(line * times, "en")
        return time.perf_counter() - begin

    seconds(100)
    small, large = seconds(2_000), seconds(20_000)
    assert large < 40 * small + 0.5


def test_a_million_marks_in_a_row_are_no_trouble() -> None:
    begin = time.perf_counter()
    for text in ("." * 1_000_000, ". " * 500_000, "a." * 500_000, "(" * 1_000_000, "1. " * 300_000, "x" * 1_000_000):
        segment(text, "en")
    assert time.perf_counter() - begin < 20
