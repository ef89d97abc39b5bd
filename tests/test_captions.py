"""Captions: the whole text, within the limits where the speech allows, broken where phrases end."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrate.captions.breaks import ABBREVIATED, LED, cost
from narrate.captions.cut import Caption, captions, joined
from narrate.captions.limits import chosen
from narrate.captions.pieces import pieces, plain, width
from narrate.errors import OutputError, UsageError
from narrate.model import CaptionLimits, Cue, Edit, Mark, Narration, Timeline
from tests.outputs.timed import ODD, RATE, bare, narrated

LIMITS = CaptionLimits()
SAMPLES = Path(__file__).parents[1] / "samples"
ENGLISH = (
    "Russia has obligations to ensure the security of Belarus and has no intention to abandon them, said the president "
    "in Minsk on 5 March 2025, where a plant that cost 1,85 billion dollars was opened with a speech of an hour.",
    "Yes. The ferry left at 7:40 p.m. for the island of St. Helena, and nobody saw it again. No!",
)
BY_LANGUAGE = {
    "en": ENGLISH,
    "ru": (
        "Россия имеет обязательства по обеспечению безопасности Белоруссии и не намерена от них отказываться, заявил "
        "в 2024 году президент, который прибыл в Москву на переговоры о ценах на нефть и газ.",
    ),
    "de": (
        "Die Bundesregierung hat am Dienstag beschlossen, dass der Ausbau der Schienenwege in den nächsten 10 Jahren "
        "mit einem Fonds gefördert wird, den die Länder und der Bund gemeinsam füllen.",
    ),
    "fr": (
        "Le gouvernement a annoncé mardi que la rénovation des écoles de la région serait financée par un emprunt de "
        "12 millions d’euros, et que les travaux commenceraient avant la fin de l’année.",
    ),
    "es": (
        "El gobierno anunció el martes que la reforma de las escuelas de la región se pagará con un crédito de 12 "
        "millones de euros, y que las obras comenzarán antes de que termine el año.",
    ),
}
ARTICLES = {
    "en": frozenset(("a", "an", "the", "his", "its", "of", "to", "in", "on", "at", "by", "for", "from", "with")),
    "ru": frozenset(("в", "на", "о", "по", "от", "к", "с", "и")),
    "de": frozenset(("der", "die", "das", "den", "dem", "ein", "eine", "einem", "in", "am", "mit", "dass")),
    "fr": frozenset(("le", "la", "les", "un", "une", "des", "de", "à", "par", "du")),
    "es": frozenset(("el", "la", "los", "las", "un", "una", "de", "en", "con", "del")),
}
"""Words that may end no line; a list of the test's own."""


def cut(narration: Narration) -> tuple[Caption, ...]:
    return captions(narration.timeline, narration.captions)


def shown(found: tuple[Caption, ...]) -> str:
    return bare("".join(line for one in found for line in one.texts))


def lines(found: tuple[Caption, ...]) -> list[str]:
    return [line for one in found for line in one.texts]


TEXTS = st.lists(
    st.one_of(st.text(max_size=200), st.sampled_from(ODD), st.text("ab ,.-–12\u0301あ漢ーไก\u00a0\n", max_size=300)),
    min_size=1, max_size=4,
)  # fmt: skip


@settings(max_examples=300)
@given(TEXTS, st.sampled_from(["en", "ru", "ja", "th", "xx", ""]), st.floats(1, 60), st.integers(8, 60))
def test_captions_are_the_whole_text_in_order_on_short_lines(
    texts: list[str], language: str, pace: float, line: int
) -> None:
    narration = narrated(texts, language, pace=pace, limits=replace(LIMITS, line=line))
    found = cut(narration)
    whole = [cue.sentence.text for cue in narration.timeline.cues if pieces(cue, line)]
    assert shown(found) == bare(plain("".join(whole)))
    for one in found:
        assert 1 <= len(one.texts) <= 2
        assert all(text.strip() for text in one.texts)
        assert all(width(text) <= line for text in one.texts)


@given(TEXTS, st.floats(1, 60), st.floats(0, 3))
def test_captions_ascend_never_overlap_and_end_inside_the_sound(texts: list[str], pace: float, pause: float) -> None:
    narration = narrated(texts, pace=pace, pause=pause)
    found = cut(narration)
    assert all(one.finish <= other.begin for one, other in pairwise(found))
    assert all(0 <= one.begin < one.finish <= narration.timeline.length for one in found)


@pytest.mark.parametrize("language", BY_LANGUAGE)
@pytest.mark.parametrize("line", [24, 32, 42])
def test_no_line_ends_with_an_article_a_preposition_or_a_number(language: str, line: int) -> None:
    found = cut(narrated(BY_LANGUAGE[language], language, limits=replace(LIMITS, line=line)))
    assert len(lines(found)) > 3
    ends = [text.rsplit(" ", 1)[-1].lower() for text in lines(found)]
    assert not [end for end in ends if end in ARTICLES[language] or end.isdigit()]


@pytest.mark.parametrize("language", BY_LANGUAGE)
@pytest.mark.parametrize("pace", [8.0, 12.0, 16.0, 18.0])
def test_speech_of_a_usual_pace_makes_captions_within_all_limits(language: str, pace: float) -> None:
    narration = narrated(BY_LANGUAGE[language], language, pace=pace)
    for one in cut(narration):
        seconds = (one.finish - one.begin) / RATE
        assert LIMITS.shortest <= seconds <= LIMITS.longest
        assert sum(map(len, one.texts)) / seconds <= LIMITS.rate
        assert all(len(text) <= LIMITS.line for text in one.texts)


@pytest.mark.parametrize("limits", [LIMITS, chosen({"profile": "podcast"})], ids=["broadcast", "podcast"])
@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.expected.txt")), ids=lambda path: path.name.split(".")[0])
def test_the_samples_captions_keep_all_limits_and_break_at_phrases(path: Path, limits: CaptionLimits) -> None:
    paragraphs = path.read_text("utf-8").strip().split("\n\n")
    language = "ru" if path.name.startswith("most-") else "en"
    found = cut(narrated(paragraphs, language, pause=0.5, limits=limits))
    for one in found:
        seconds = (one.finish - one.begin) / RATE
        assert limits.shortest <= seconds <= limits.longest, one.texts
        assert sum(map(len, one.texts)) / seconds <= limits.rate, one.texts
        assert all(len(text) <= limits.line for text in one.texts)
    assert not [text for text in lines(found) if text.rsplit(" ", 1)[-1].lower() in ARTICLES[language]]
    amid = [one.texts for one in found if one.lines[-1][-1].cost > LED and not one.lines[-1][-1].last]
    assert len(amid) <= 0.13 * len(found), amid


def test_a_sentence_is_cut_where_its_phrases_end() -> None:
    (first, second, *_) = cut(narrated(ENGLISH[:1]))
    assert first.texts == ("Russia has obligations", "to ensure the security of Belarus")
    assert second.texts[0] == "and has no intention to abandon them,"


def test_what_fits_stands_on_one_line() -> None:
    (one,) = cut(narrated(["Nobody saw the ferry again, they said."]))
    assert one.texts == ("Nobody saw the ferry again, they said.",)


def test_a_sentence_too_short_to_be_read_stands_with_its_neighbour_of_the_same_block() -> None:
    together = cut(narrated(["Yes. No! Then he left the house."], pause=0.1))
    assert [one.texts for one in together] == [("Yes. No! Then he left the house.",)]
    apart = cut(narrated(["Yes.", "No! Then he left the house."], pause=0.1))
    assert apart[0].texts == ("Yes.",)


def test_a_sentence_with_silence_behind_it_stands_alone_and_long_enough() -> None:
    first, second = cut(narrated(["Yes. Then he left the house."], pause=2))
    assert first.texts == ("Yes.",)
    assert first.finish - first.begin >= LIMITS.shortest * RATE
    assert first.finish < second.begin


def test_a_caption_with_much_to_read_stays_in_the_silence_behind_it() -> None:
    found = cut(narrated(["It was said in a very great hurry indeed."], pace=30, pause=3))
    assert sum(map(len, found[0].texts)) / ((found[0].finish - found[0].begin) / RATE) <= LIMITS.rate


def test_slow_speech_is_cut_into_captions_of_at_most_seven_seconds() -> None:
    found = cut(narrated(["The ferry to the island left at dawn and came back at night."], pace=3))
    assert len(found) > 2
    assert max(one.finish - one.begin for one in found) <= LIMITS.longest * RATE


def test_words_take_the_times_that_the_engine_told() -> None:
    text = "The ferry left the harbour at dawn, and nobody who stood on the pier saw it ever again."
    narration = narrated([text])
    (cue,) = narration.timeline.cues
    place = text.index("and")
    mark = Mark(start=place, end=place + 3, begin=3 * RATE, finish=3 * RATE + 1000)
    timeline = replace(narration.timeline, cues=(replace(cue, marks=(mark,)),))
    first, second = captions(timeline, LIMITS)[:2]
    assert second.texts[0].startswith("and nobody")
    assert second.begin == cue.begin + 3 * RATE
    assert first.begin == cue.begin


def test_a_caption_does_not_end_within_words_that_are_said_as_one() -> None:
    text = "Last year the plant made a profit of EUR 1.5 bn, which is rather more than in all the years before."
    (cue,) = narrated([text]).timeline.cues
    start = text.index("EUR")
    edit = Edit(start=start, end=start + 10, spoken="one point five billion euros", rule="money")
    sentence = replace(cue.sentence, edits=(edit,))
    for line in range(14, 43):
        timeline = Timeline(rate=RATE, length=cue.finish, cues=(replace(cue, sentence=sentence),))
        found = lines(captions(timeline, replace(LIMITS, line=line)))
        assert any("EUR 1.5 bn," in one for one in found), found


def test_japanese_and_chinese_break_by_their_own_rules_and_take_two_columns() -> None:
    text = (
        "吾輩は猫である。どこで生れたかとんと見当がつかぬ。"
        "何でも薄暗いじめじめした所でニャーニャー泣いていた事だけは記憶している。"
    )
    found = lines(cut(narrated([text], "ja", pace=6)))
    assert max(map(len, found)) <= 21
    assert not [one for one in found if one[0] in "。、ーゃっ」" or one[-1] == "「"]
    chinese = lines(
        cut(narrated(["我们的目标是建立一个完整的、可持续发展的体系，并且与世界各国展开合作。"], "zh", pace=5))
    )
    assert all(one[0] not in "，。、" for one in chinese)


def test_characters_are_never_torn() -> None:
    family, thai = "👨\u200d👩\u200d👧", "เก้าอี้" * 20
    for line in range(8, 20):
        found = lines(cut(narrated([family * 12, thai, "e\u0301" * 60], "th", limits=replace(LIMITS, line=line))))
        assert not [
            one for one in found if one.startswith(("\u200d", "\u0301", "้", "ี")) or one.endswith(("\u200d", "เ"))
        ]


def test_a_word_wider_than_a_line_is_cut_where_it_hurts_least() -> None:
    address = "https://example.com/a/very/long/path/that/never/ends/and-goes-on?with=query"
    found = lines(cut(narrated([f"See {address} for more."])))
    assert "".join(found).replace(" ", "") == f"See{address}formore."
    assert any(one.endswith("/") for one in found)


def test_blanks_that_hold_are_kept_and_not_broken_at() -> None:
    text = "Il a dit «\u00a0bonjour\u00a0» à tout le monde, et 12\u202f500\u00a0personnes lui ont répondu aussitôt."
    found = lines(cut(narrated([text], "fr", limits=replace(LIMITS, line=30))))
    assert any("12\u202f500\u00a0personnes" in one for one in found)
    assert any("«\u00a0bonjour\u00a0»" in one for one in found)


def test_a_text_without_letters_to_show_has_no_caption() -> None:
    narration = narrated(["x"])
    (cue,) = narration.timeline.cues
    nothing = replace(cue.sentence, block=replace(cue.sentence.block, text="\u200b"))
    assert captions(replace(narration.timeline, cues=(replace(cue, sentence=nothing),)), LIMITS) == ()
    assert captions(Timeline(rate=RATE, length=0), LIMITS) == ()


def test_pieces_side_by_side_are_the_sentence() -> None:
    (cue,) = narrated(["The ferry—an old one—left  at dawn."]).timeline.cues
    found = pieces(cue, 42)
    assert joined(found) == "The ferry—an old one—left at dawn."
    assert [piece.text for piece in found] == ["The", "ferry—", "an", "old", "one—", "left", "at", "dawn."]


@pytest.mark.parametrize(
    ("word", "following", "language"),
    [("the", "house", "en"), ("5", "million", "en"), ("No.", "5", "en"), ("J.", "Smith", "en"), ("und", "das", "de"),
     ("из-за", "него", "ru"), ("№", "5", "ru"), ("à", "Paris", "fr"), ("«", "oui", "fr"), ("(", "so", "en"),
     ("Mr.", "Lee", "en"), ("$5", "million", "en"), ("and", "then", "en-GB")],
)  # fmt: skip
def test_what_leads_to_the_next_word_is_held(word: str, following: str, language: str) -> None:
    assert cost(word, following, language, before="so") >= ABBREVIATED


def cue_at(begin: int, finish: int) -> Cue:
    (cue,) = narrated(["Here it is."]).timeline.cues
    return replace(cue, begin=begin, finish=finish)


@pytest.mark.parametrize(
    ("times", "words"),
    [
        ([(-5, 100)], "cue 1 begins before the sound does"),
        ([(0, 100), (300, 200)], "cue 2 ends before it begins"),
        ([(0, 100), (200, 200)], "cue 2 has no length"),
        ([(0, 2400), (1200, 4800)], "cue 2 begins at 0.050 s, before the one before it ends"),
        ([(4800, 9600), (0, 2400)], "cue 2 begins at 0.000 s, before"),
        ([(0, 240_001)], "cue 1 ends at 10.000 s, but the sound at 10.000 s"),
    ],
)
def test_times_that_cannot_be_are_refused_with_the_sentence_that_has_them(
    times: list[tuple[int, int]], words: str
) -> None:
    timeline = Timeline(rate=RATE, length=240_000, cues=tuple(cue_at(*pair) for pair in times))
    with pytest.raises(OutputError, match=words) as caught:
        captions(timeline, LIMITS)
    assert caught.value.quote == "Here it is."
    assert "line 1" in str(caught.value.place)


def test_the_settings_choose_a_profile_and_what_differs_from_it() -> None:
    assert chosen({}) == LIMITS
    assert chosen({"profile": "podcast"}) == CaptionLimits(line=32)
    assert chosen({"profile": "podcast", "lines": "1", "rate": 17, "longest": "6.5"}) == CaptionLimits(
        line=32, lines=1, rate=17, longest=6.5
    )


@pytest.mark.parametrize(
    ("table", "words"),
    [
        ({"profile": "cinema"}, "no profile of captions “cinema”"),
        ({"line": 7}, "a whole number from 8 to 200, not 7"),
        ({"line": "wide"}, "“line” of captions must be"),
        ({"line": 40.5}, "whole number"),
        ({"lines": True}, "“lines” of captions"),
        ({"rate": "nan"}, "a number from 5 to 100"),
        ({"colour": "red"}, "captions have no “colour”"),
        ({"shortest": 5, "longest": 2}, "can't stand longer"),
    ],
)
def test_settings_that_cannot_be_are_refused(table: dict[str, object], words: str) -> None:
    with pytest.raises(UsageError, match=words):
        chosen(table)
