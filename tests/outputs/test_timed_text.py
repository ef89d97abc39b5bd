"""Captions and transcripts, read back by programs that are not ours: what they read is what was written."""

from __future__ import annotations

import html
import json
import re
import tempfile
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import av
import pysubs2
import pytest
import srt
import ttconv.imsc.reader
import webvtt
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from ttconv.isd import ISD
from ttconv.model import Br, Text

from narrate import plugins
from narrate.captions.cut import captions
from narrate.captions.pieces import plain
from narrate.engines._kokoro_alphabet import VOCABULARY
from narrate.errors import OutputError
from narrate.model import CaptionLimits, Chapter, Mark, Narration, Timeline
from narrate.outputs._visemes import VISEMES
from narrate.words import timed
from tests.outputs.timed import ODD, RATE, bare, made, narrated, of_kind

FORMATS = ("vtt", "vtt-words", "srt", "lrc", "lrc-words", "json", "marks", "txt", "md", "ttml", "chapters")
ARTICLE = (
    of_kind("The harbour & the <sea>", "title", level=1),
    of_kind("The ferry left the island at dawn, and nobody who stood on the pier saw it again. “Why?” they asked.",
            "paragraph"),
    of_kind("What *they* found", "heading", level=2),
    of_kind("Nothing at all, which is odd: it cost $1.85 billion in 2024, or [so] they say.", "quote"),
    of_kind("A first thing_with_bars | and `ticks`.", "item", marker="1."),
    of_kind("A second thing.", "item", marker="2."),
    of_kind("A thing without a number.", "item"),
)  # fmt: skip
TEXTS = st.lists(st.one_of(st.text(min_size=1, max_size=200), st.sampled_from(ODD)), min_size=1, max_size=4)
Shown = list[tuple[float, float, str]]
"""Begin and end in seconds, and the text."""


def article() -> Narration:
    return narrated(ARTICLE, title="The harbour & the <sea>", authors=("Ann Lee", "Bo Day"), site="Example News")


def planned(narration: Narration) -> Shown:
    """The captions as they are to be, times rounded down to milliseconds."""
    found = captions(narration.timeline, narration.captions)
    return [(one.begin * 1000 // RATE / 1000, one.finish * 1000 // RATE / 1000, "\n".join(one.texts)) for one in found]


def same(read: Shown, wanted: Shown) -> None:
    """Whether they are the same captions; for texts, but for blanks that keep them from being markup."""
    assert [bare(text) for _, _, text in read] == [bare(text) for _, _, text in wanted]
    for one, other in zip(read, wanted, strict=True):
        assert one[:2] == pytest.approx(other[:2], abs=1e-6)


# -- Captions ------------------------------------------------------------------------------------------------------


def by_webvtt(path: Path) -> Shown:
    found = webvtt.read(str(path))
    return [(_seconds(one.start), _seconds(one.end), html.unescape(one.text)) for one in found]


def _seconds(stamp: str) -> float:
    hours, minutes, seconds = stamp.split(":")
    return int(hours) * 3600 + int(minutes) * 60 + float(seconds)


def by_srt(path: Path) -> Shown:
    found = srt.parse(path.read_text("utf-8"), ignore_errors=False)
    return [(one.start / timedelta(seconds=1), one.end / timedelta(seconds=1), one.content) for one in found]


def by_pysubs2(path: Path) -> Shown:
    found = pysubs2.load(str(path), encoding="utf-8")
    return [(one.start / 1000, one.end / 1000, one.text.replace("\\N", "\n")) for one in found]


def by_ffmpeg(path: Path) -> Shown:
    found = []
    with av.open(str(path)) as container:
        for packet in container.demux():
            if packet.pts is not None and packet.size:
                times = [float(at * packet.time_base) for at in (packet.pts, packet.pts + packet.duration)]
                text = bytes(packet).decode("utf-8")
                found.append((times[0], times[1], html.unescape(text) if path.suffix == ".vtt" else text))
    return found


def by_ttconv(path: Path) -> Shown:
    """As ttconv shows the document: what is on the screen between any two changes."""
    model = ttconv.imsc.reader.to_model(ElementTree.parse(path))
    assert model is not None
    times = ISD.significant_times(model)
    found = []
    for begin, end in pairwise(times):
        screen = ISD.from_model(model, begin)
        lines = ["\n" if isinstance(part, Br) else part.get_text() for part in _parts(screen)]
        if lines:
            found.append((float(begin), float(end), "".join(lines)))
    return found


def _parts(screen: ISD) -> Iterator[Any]:
    for region in screen.iter_regions():
        yield from (part for part in region.dfs_iterator() if isinstance(part, Br | Text))


READERS: list[tuple[str, Callable[[Path], Shown]]] = [
    ("vtt", by_webvtt), ("vtt-words", by_webvtt), ("srt", by_srt), ("srt", by_pysubs2), ("vtt", by_ffmpeg),
    ("srt", by_ffmpeg), ("ttml", by_ttconv),
]  # fmt: skip


@pytest.mark.parametrize(("name", "read"), READERS)
def test_captions_are_read_by_others_as_they_were_planned(
    name: str, read: Callable[[Path], Shown], tmp_path: Path
) -> None:
    for narration in (article(), narrated(ODD), narrated(["Без названия. Вот и всё."], "ru", pace=2)):
        same(read(made(narration, name, tmp_path)), planned(narration))


@pytest.mark.parametrize(("name", "read"), [one for one in READERS if one[1] is not by_pysubs2])
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=TEXTS, pace=st.floats(2, 30))
def test_any_text_is_read_by_others_as_it_was_written(
    name: str, read: Callable[[Path], Shown], texts: list[str], pace: float, tmp_path: Path
) -> None:
    narration = narrated(texts, pace=pace)
    assume(planned(narration) or read is not by_ffmpeg)  # which takes an empty file for none of its own
    same(read(made(narration, name, tmp_path)), planned(narration))


def test_stamps_of_words_ascend_within_their_caption_and_are_the_words_own(tmp_path: Path) -> None:
    narration = article()
    stamps = []
    for one in webvtt.read(str(made(narration, "vtt-words", tmp_path))):
        own = [_seconds(found) for found in re.findall(r"<(\d+:\d+:\d+\.\d{3})>", one.raw_text)]
        assert all(early < late for early, late in pairwise([_seconds(one.start), *own, _seconds(one.end)]))
        stamps += own
    begins = {word.begin * 1000 // RATE / 1000 for cue in narration.timeline.cues for word in timed(cue)}
    assert {round(stamp, 3) for stamp in stamps} < begins
    captions_begin = {begin for begin, _, _ in planned(narration)}
    assert begins - {round(stamp, 3) for stamp in stamps} <= captions_begin


# -- Lyrics --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("texts", [ARTICLE, ODD])
def test_lyrics_are_read_by_ffmpeg_as_they_were_planned(texts: Any, tmp_path: Path) -> None:
    narration = narrated(texts)
    wanted = planned(narration)
    found = [one for one in by_ffmpeg(made(narration, "lrc", tmp_path)) if one[2].strip()]
    assert [bare(text) for _, _, text in found] == [bare(text) for _, _, text in wanted]
    assert [begin for begin, _, _ in found] == pytest.approx([begin for begin, _, _ in wanted], abs=0.0101)


def test_lyrics_tell_title_author_and_language(tmp_path: Path) -> None:
    with av.open(str(made(article(), "lrc", tmp_path))) as container:
        told = {name.lower(): value for name, value in container.metadata.items()}
    assert (told["title"], told["artist"], told["album"]) == (
        "The harbour & the <sea>", "Ann Lee, Bo Day", "Example News",
    )  # fmt: skip


def test_a_long_silence_takes_the_last_line_of_lyrics_off(tmp_path: Path) -> None:
    path = made(narrated(["One sentence here. Another sentence there."], pause=5), "lrc", tmp_path)
    lines = [line for line in path.read_text("utf-8").splitlines() if re.match(r"\[\d", line)]
    assert [re.sub(r"\[.*?\]", "", line) for line in lines] == ["One sentence here.", "", "Another sentence there.", ""]


def test_lyrics_have_the_time_of_each_word_and_of_the_last_ones_end(tmp_path: Path) -> None:
    narration = narrated(["The ferry left at dawn."], pace=23)
    line = made(narration, "lrc-words", tmp_path).read_text("utf-8").splitlines()[-2]
    stamps = [60 * int(m) + float(s) for m, s in re.findall(r"<(\d+):(\d+\.\d\d)>", line)]
    (cue,) = narration.timeline.cues
    wanted = [*(word.begin for word in timed(cue)), cue.finish]
    assert stamps == [at * 100 // RATE / 100 for at in wanted]
    assert re.sub(r"[\[<][\d:.]+[\]>]", "", line) == "The ferry left at dawn."


# -- Transcripts ---------------------------------------------------------------------------------------------------


@given(TEXTS)
def test_the_json_transcript_has_every_word_in_order_with_its_times(texts: list[str]) -> None:
    narration = narrated(texts)
    with tempfile.TemporaryDirectory() as folder:
        found = json.loads(made(narration, "json", Path(folder)).read_text("utf-8"))
    assert found["version"] == "1.0.0"
    shown = "".join(plain(cue.sentence.text) for cue in narration.timeline.cues if _visible(cue.sentence.text))
    assert bare("".join(one["body"] for one in found["segments"])) == bare(shown)
    for one in found["segments"]:
        assert set(one) == {"speaker", "startTime", "endTime", "body"}
        assert 0 <= one["startTime"] <= one["endTime"] <= narration.timeline.length / RATE
    assert all(one["startTime"] <= other["startTime"] for one, other in pairwise(found["segments"]))


@pytest.mark.parametrize("text", ["— Come in, said he.", "(…) And then he left.", "— 👍 … yes."])
def test_what_nobody_says_before_a_sentence_is_its_first_words_in_the_json_transcript(
    text: str, tmp_path: Path
) -> None:
    segments = json.loads(made(narrated([text]), "json", tmp_path).read_text("utf-8"))["segments"]
    assert all(one["startTime"] < one["endTime"] for one in segments)
    assert bare("".join(one["body"] for one in segments)) == bare(text)
    assert segments[0]["body"][0] == text[0]


def _visible(text: str) -> bool:
    return any(unicodedata.category(letter)[0] not in "ZC" or letter == "\ufffd" for letter in plain(text))


@given(TEXTS)
def test_a_speech_marks_value_is_what_stands_at_its_place(texts: list[str]) -> None:
    narration = narrated(texts)
    with tempfile.TemporaryDirectory() as folder:
        path = made(narration, "marks", Path(folder))
        marks = [json.loads(line) for line in path.read_bytes().split(b"\n")[:-1]]
    blocks = [block for block, _ in groupby(cue.sentence.block for cue in narration.timeline.cues)]
    whole = "\n\n".join(block.text for block in blocks)
    assert all(whole[one["start"] : one["end"]] == one["value"] for one in marks)
    sentences = [one for one in marks if one["type"] == "sentence"]
    assert [one["value"] for one in sentences] == [cue.sentence.text for cue in narration.timeline.cues]
    assert [one["time"] for one in sentences] == [cue.begin * 1000 // RATE for cue in narration.timeline.cues]
    own = [word for cue in narration.timeline.cues for word in timed(cue)]
    found = [one for one in marks if one["type"] == "word"]
    assert [(one["time"], one["finish"]) for one in found] == [
        (word.begin * 1000 // RATE, word.finish * 1000 // RATE) for word in own
    ]
    assert [one["source"] for one in found] == [word.estimated or "engine" for word in own]


def test_visemes_lie_within_the_words_whose_phonemes_an_engine_tells(tmp_path: Path) -> None:
    narration = narrated(["Hello, sea.", "Nobody."])
    line = narration.timeline
    first, other = line.cues
    size = first.finish - first.begin
    marks = (
        Mark(start=0, end=5, begin=0, finish=size // 2, sounds="h:100 ə:100 l:200 ˈ:50 O:150"),
        Mark(start=7, end=10, begin=size // 2 + RATE // 5, finish=size - 240, sounds="s:1 ˈ:1 iː:2"),
    )
    known = replace(narration, timeline=replace(line, cues=(replace(first, marks=marks), other)))
    told = [json.loads(text) for text in made(known, "marks", tmp_path).read_text("utf-8").splitlines()]
    assert [f"{one['type'][0]} {one['value']}" for one in told] == [
        "s Hello, sea.", "w Hello", "v k", "v @", "v t", "v o", "v sil", "w sea", "v s", "v i", "v sil",
        "s Nobody.", "w Nobody",
    ]  # fmt: skip
    shapes = [one for one in told if one["type"] == "viseme"]
    assert all(one["finish"] == next_one["time"] for one, next_one in pairwise(shapes))
    assert (shapes[0]["time"], shapes[-1]["finish"]) == (told[0]["time"], told[0]["finish"])
    lengths = [one["finish"] - one["time"] for one in shapes[:4]]
    assert lengths == pytest.approx([half * size // 1200 * 1000 / RATE for half in (100, 100, 200, 200)], abs=2)


def test_the_mouth_closes_where_a_voice_rests_within_a_words_time(tmp_path: Path) -> None:
    narration = narrated(["Well, tea."])
    line = narration.timeline
    (cue,) = line.cues
    size = cue.finish - cue.begin
    half = size // 2
    rest, blink = RATE // 10, RATE // 100
    marks = (
        Mark(start=0, end=4, begin=0, finish=half, sounds=f"_:{blink} w:{half - 2 * blink - rest} ɛ:{blink} _:{rest}"),
        Mark(
            start=6,
            end=9,
            begin=half,
            finish=size,
            sounds=f"tʃ:{half - 2 * blink} _:{blink} iː:{blink // 2} _:{blink // 2}",
        ),
    )
    known = replace(narration, timeline=replace(line, cues=(replace(cue, marks=marks),)))
    told = [json.loads(text) for text in made(known, "marks", tmp_path).read_text("utf-8").splitlines()]
    shapes = [one for one in told if one["type"] == "viseme"]
    assert [one["value"] for one in shapes] == ["u", "E", "sil", "S", "i", "sil"]
    assert all(one["finish"] == next_one["time"] for one, next_one in pairwise(shapes))
    assert (shapes[0]["time"], shapes[-1]["finish"]) == (told[0]["time"], told[0]["finish"])


def test_every_sound_of_the_voices_alphabets_has_its_viseme() -> None:
    letters = {symbol for symbol in VOCABULARY if unicodedata.category(symbol[0]) in ("Ll", "Lu", "Lo")}
    assert letters <= VISEMES.keys()


def test_the_text_transcript_has_the_time_of_each_paragraph(tmp_path: Path) -> None:
    text = made(article(), "txt", tmp_path).read_text("utf-8")
    assert text.startswith("The harbour & the <sea>\nAnn Lee, Bo Day\nExample News\n\n[00:00:02] The ferry left the")
    assert "\n\n\n[00:00:09] What *they* found\n\n[00:00:10] Nothing at all" in text
    assert text.endswith("\n\n[00:00:16] 1. A first thing_with_bars | and `ticks`.\n\n[00:00:19] 2. A second thing.\n"
                         "\n[00:00:20] A thing without a number.\n")  # fmt: skip


def test_a_markdown_reader_shows_the_transcript_as_it_was_written(tmp_path: Path) -> None:
    for narration in (article(), narrated(ODD, title="*A* title #")):
        tokens = MarkdownIt("commonmark").parse(made(narration, "md", tmp_path).read_text("utf-8"))
        shown = [_shown(token.children) for token in tokens if token.type == "inline" and token.children]
        title = narration.script.article.title
        head = [title, *(["Ann Lee, Bo Day · Example News"] if narration.script.article.authors else [])]
        blocks = [block for block in narration.script.article.blocks if block.text != title]
        assert [text for text, _ in shown] == [*head, *(" ".join(plain(block.text).split()) for block in blocks)]
        assert all(re.fullmatch(r"\d\d:\d\d:\d\d", time) for _, time in shown[len(head) :])
    kinds = [token.tag for token in MarkdownIt().parse(made(article(), "md", tmp_path).read_text("utf-8"))]
    assert {"h1", "h2", "blockquote", "ol", "ul", "li"} <= set(kinds)


def _shown(parts: Any) -> tuple[str, str]:
    """The text of a paragraph and the time in it, which must be all its markup."""
    time = next((part.content for part in parts if part.type == "code_inline"), "")
    allowed = {"text", "text_special", "code_inline", "em_open", "em_close", "hardbreak"}
    assert {part.type for part in parts} <= allowed
    words = (" " if part.type == "hardbreak" else part.content for part in parts if part.type != "code_inline")
    return "".join(words).strip(), time


def test_poems_tables_programs_and_lists_keep_their_lines_in_transcripts(tmp_path: Path) -> None:
    poem = "The sea was grey,\n- and nobody\n1. said a word:\n# to me."
    kinds = [
        of_kind(poem, "paragraph"),
        of_kind("Ship | Lost\nAnna | a | b\nBerta | *1884*", "table", level=1),
        of_kind('if sea:\n    print("```")', "code"),
        of_kind("First", "item", level=1, marker="1."),
        of_kind("Inner", "item", level=2),
        of_kind("2. Second", "item", level=1),
    ]
    narration = narrated(kinds)
    tokens = MarkdownIt().enable("table").parse(made(narration, "md", tmp_path).read_text("utf-8"))
    tags = [token.tag for token in tokens if token.nesting == 1]
    assert tags == ["p", "p", "table", "thead", "tr", "th", "th", "th", "tbody", *["tr", "td", "td", "td"] * 2, "p",
                    "ol", "li", "p", "ul", "li", "p", "li", "p"]  # fmt: skip
    assert [token.content for token in tokens if token.type == "fence"] == ['if sea:\n    print("```")\n']
    text = made(narration, "txt", tmp_path).read_text("utf-8")
    assert text.startswith("[00:00:00] " + poem.replace("\n", "\n           ") + "\n")
    assert "] Ship | Lost\n           Anna | a | b\n" in text


def test_chapters_that_no_heading_names_stand_in_the_transcript(tmp_path: Path) -> None:
    narration = narrated(["Text of one article.", "Text of another."])
    line = narration.timeline
    half = line.cues[1].begin
    parts = (Chapter(title="One & all", begin=0, finish=half), Chapter(title="Two", begin=half, finish=line.length))
    chaptered = replace(narration, timeline=replace(line, chapters=parts))
    assert made(chaptered, "txt", tmp_path).read_text("utf-8") == (
        "[00:00:00] One & all\n\n[00:00:00] Text of one article.\n\n\n[00:00:01] Two\n\n[00:00:01] Text of another.\n"
    )
    assert "## `00:00:01` Two\n" in made(chaptered, "md", tmp_path).read_text("utf-8")


def test_a_chapter_that_headings_name_together_is_not_told_twice(tmp_path: Path) -> None:
    headings = [of_kind("Part", "heading", level=1), of_kind("One", "heading", level=2)]
    narration = narrated([*headings, "Text of it."])
    line = narration.timeline
    chaptered = replace(
        narration, timeline=replace(line, chapters=(Chapter(title="Part – One", begin=0, finish=line.length),))
    )
    text = made(chaptered, "txt", tmp_path).read_text("utf-8")
    assert [part.split("] ")[1] for part in text.split("\n") if part] == ["Part", "One", "Text of it."]


# -- All of them ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMATS)
def test_what_cannot_be_is_refused_by_every_format(name: str, tmp_path: Path) -> None:
    narration = narrated(["One sentence here. Another sentence there."])
    line = narration.timeline
    first, second = line.cues
    for cues in ((second, first), (first, replace(second, begin=first.begin)), (replace(first, begin=-1), second)):
        wrong = replace(narration, timeline=replace(line, cues=cues))
        with pytest.raises(OutputError, match=r"cue [12] begins") as caught:
            made(wrong, name, tmp_path)
        assert "sentence" in caught.value.quote
    with pytest.raises(OutputError, match="cue 2 ends at"):
        made(replace(narration, timeline=replace(line, length=second.finish - 1)), name, tmp_path)


@pytest.mark.parametrize("name", FORMATS)
def test_a_programme_without_sentences_is_an_empty_file_that_others_read(name: str, tmp_path: Path) -> None:
    nothing = replace(narrated([]), timeline=Timeline(rate=RATE, length=0))
    path = made(nothing, name, tmp_path)
    for other, read in READERS:
        if other == name and read not in (by_ffmpeg, by_pysubs2):  # which take it for no file of theirs
            assert read(path) == []
    if name == "json":
        assert json.loads(path.read_text("utf-8"))["segments"] == []


@pytest.mark.parametrize("name", FORMATS)
def test_files_end_lines_alike_everywhere_and_begin_without_a_byte_order_mark(name: str, tmp_path: Path) -> None:
    data = made(narrated(ODD, "ar"), name, tmp_path).read_bytes()
    assert not data.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in data
    assert b"\x00" not in data


@pytest.mark.parametrize("name", ["vtt", "vtt-words", "srt", "ttml", "lrc"])
def test_settings_for_captions_reach_the_files(name: str, tmp_path: Path) -> None:
    narrow = replace(narrated(ARTICLE), captions=CaptionLimits(line=24, lines=1))
    wide = made(narrated(ARTICLE), name, tmp_path).read_text("utf-8")
    assert made(narrow, name, tmp_path).read_text("utf-8").count("00:0") > wide.count("00:0")


def test_languages_written_from_the_right_say_so_in_ttml(tmp_path: Path) -> None:
    arabic = made(narrated(["بيروت مدينة جميلة."], "ar"), "ttml", tmp_path).read_text("utf-8")
    assert 'tts:direction="rtl"' in arabic
    assert 'xml:lang="ar"' in arabic
    assert "rtl" not in made(narrated(["Beirut is beautiful."]), "ttml", tmp_path).read_text("utf-8")


def test_names_of_files_are_those_of_no_other_format() -> None:
    suffixes = [plugins.load("outputs", name).INFO.suffix for name in FORMATS]
    assert len(set(suffixes)) == len(suffixes)
    assert not {".txt", ".md", ".json", ".html"} & set(suffixes), "names that articles themselves have"


@pytest.mark.parametrize(("name", "text"), [
    ("lrc", "大家都睡着了，只有守灯塔的人还醒着，他望着远方的地平线。"), ("lrc-words", "Hyphened-" * 7 + "words."),
])  # fmt: skip
def test_a_lyric_line_has_no_blank_where_the_text_has_none(name: str, text: str, tmp_path: Path) -> None:
    lines = made(narrated([text]), name, tmp_path).read_text("utf-8").splitlines()
    shown = [re.sub(r"[\[<]\d[\d:.]+[\]>]", "", line) for line in lines if re.match(r"\[\d", line)]
    assert text in shown
