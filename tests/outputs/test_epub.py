"""EPUB books: text and sound belong together to the millisecond, whatever the text is."""

from __future__ import annotations

import hashlib
import re
import zipfile
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from narrate import plugins
from narrate.audio.codec import decoded
from narrate.contracts import CELL
from narrate.errors import OutputError
from narrate.model import Block, Kind, Narration
from narrate.outputs.epub import book as bookmaking
from narrate.outputs.epub.overlay import Par, clock, tiled
from narrate.outputs.epub.package import ACTIVE, HIGHLIGHT, STYLE
from tests.helpers import block
from tests.outputs.overlays import HTML, OPS, Book, faults, ids, narrated_share
from tests.outputs.programmes import RATE, article, narrated, pitch
from tests.outputs.test_sound_files import picture

FORMATS = ("epub", "epub-words")
PNG = b"\x89PNG\r\n\x1a\n"


def everything() -> list[Block]:
    """A block of each kind, some twice."""

    def one(kind: Kind, text: str, level: int = 0, marker: str = "", language: str = "") -> Block:
        one.count += 1  # type: ignore[attr-defined]
        made = block(text, kind, ref=f"line {one.count}")  # type: ignore[attr-defined]
        return replace(made, level=level, marker=marker, language=language)

    one.count = 0  # type: ignore[attr-defined]
    return [
        one("title", "The ferry & the <harbour>"),
        one("byline", "Ann Lee"),
        one("paragraph", "The first sentence stands here. The second one is “quoted”, and costs $1.85 billion."),
        one("heading", "What it costs", 2),
        one("item", "A point of the list.", 1, "1."),
        one("item", "A point within it.", 2),
        one("item", "Another point.", 1, "2."),
        one("paragraph", "Nach dem Regen kam die Sonne wieder heraus.", language="de"),
        one("break", "* * *"),
        one("quote", "Nobody had slept well."),
        one("quote", "Nobody had slept at all."),
        one("heading", "Deeper", 4),
        one("table", "City | People | Boats\nEllery | 1200 | 4\nQuay | 90 | 2", 1),
        one("caption", "The harbour at noon."),
        one("figure", "A boat on the beach."),
        one("code", "if tide > 3:\n    stay()"),
        one("heading", "The end", 2),
        one("paragraph", "One line\nand another one."),
        one("note", "A note that tells more."),
    ]


def written(narration: Narration, folder: Path, name: str = "epub") -> Book:
    path = folder / f"{name}.epub"
    plugins.load("outputs", name).write(narration, path)
    return Book(path)


@pytest.fixture(scope="module")
def narration(tmp_path_factory: pytest.TempPathFactory) -> Narration:
    told = article(everything(), authors=("Ann Lee",), published="2025-03-04T10:00:00Z", site="Example News")
    return narrated(told, tmp_path_factory.mktemp("sound"), cover=picture())


@pytest.fixture(scope="module", params=FORMATS)
def book(request: pytest.FixtureRequest, narration: Narration, tmp_path_factory: pytest.TempPathFactory) -> Book:
    return written(narration, tmp_path_factory.mktemp("book"), request.param)


def test_times_fit_the_text_and_the_sound(book: Book) -> None:
    assert list(faults(book)) == []
    assert narrated_share(book) >= 0.99


def test_a_clip_sounds_as_its_sentence_does(narration: Narration, tmp_path: Path) -> None:
    """The MP3's delay would shift every clip by 46 ms."""
    book = written(narration, tmp_path)
    ((_, pars),) = book.read
    pcm = np.concatenate(list(decoded(book.zip.read(pars[0].sound), RATE)))
    assert len(pars) == len(narration.timeline.cues)
    for number, (par, cue) in enumerate(zip(pars, narration.timeline.cues, strict=True)):
        begin = par.begin if number else cue.begin * 1000 // RATE
        assert 0 <= cue.begin * 1000 / RATE - begin < 1
        heard = pcm[begin * 24 : begin * 24 + 2400]
        loudest = np.abs(np.fft.rfft(heard * np.hanning(len(heard)))).argmax() * RATE / len(heard)
        assert abs(loudest - pitch(number)) <= 10
        assert np.abs(pcm[begin * 24 - 1000 : begin * 24 - 200]).max() < 0.05
        onset = np.flatnonzero(np.abs(pcm[begin * 24 - 240 :]) > 0.1)[0] - 240
        assert abs(onset) < 72  # 3 ms


def test_words_sound_one_after_another_within_their_sentence(narration: Narration, tmp_path: Path) -> None:
    book = written(narration, tmp_path, "epub-words")
    ((item, pars),) = book.read
    page = book.page(book.name(item))
    said = {element.get("id"): "".join(element.itertext()) for element in page.iter() if element.get("id")}
    assert "$1.85 billion" in [said[par.ref] for par in pars]
    assert len(pars) > 3 * len(narration.timeline.cues)
    assert all(one.finish == other.begin for one, other in pairwise(pars))


def test_headings_lists_and_tables_keep_their_structure(book: Book) -> None:
    page = book.page("EPUB/part1.xhtml")
    texts = [(element.tag.removeprefix(HTML), " ".join("".join(element.itertext()).split()))
             for element in page.iter() if re.fullmatch(f"{HTML}h[1-6]", str(element.tag))]  # fmt: skip
    assert texts == [("h1", "The ferry & the <harbour>"), ("h2", "What it costs"), ("h3", "Deeper"), ("h2", "The end")]
    (outer,) = page.findall(f".//{HTML}body/{HTML}ol")
    assert len(outer.findall(f"{HTML}li")) == 3
    assert len(outer.findall(f"{HTML}li/{HTML}ul/{HTML}li")) == 1
    assert [len(row) for row in page.iter(f"{HTML}tr")] == [3, 3, 3]
    assert len(list(page.iter(f"{HTML}th"))) == 3
    assert len(page.findall(f".//{HTML}blockquote/{HTML}p")) == 2
    assert page.find(f".//{HTML}pre/{HTML}code").getparent() is not None
    assert "if tide > 3:\n    stay()" in ["".join(code.itertext()) for code in page.iter(f"{HTML}code")]
    (german,) = [p for p in page.iter(f"{HTML}p") if p.get("lang") == "de"]
    assert "".join(german.itertext()) == "Nach dem Regen kam die Sonne wieder heraus."
    assert len(list(page.iter(f"{HTML}hr"))) == 1


def test_a_list_with_numbers_behind_one_without_is_a_list_of_its_own(tmp_path: Path) -> None:
    items = [replace(block(text, "item", ref=text), level=1, marker=marker)
             for text, marker in (("Bread.", ""), ("Water.", ""), ("Rise.", "1."), ("Eat.", "2."))]  # fmt: skip
    page = written(narrated(article(items), tmp_path), tmp_path).page("EPUB/part1.xhtml")
    body = page.find(f"{HTML}body")
    assert [(one.tag.removeprefix(HTML), len(one)) for one in body if len(one) > 1] == [("ul", 2), ("ol", 2)]


def test_what_a_listener_may_skip_is_marked_on_the_page_and_in_the_overlay(book: Book) -> None:
    overlay = etree.fromstring(book.zip.read("EPUB/part1.smil"))
    places = ids(book.page("EPUB/part1.xhtml"))
    found = {}
    for seq in overlay.iter("{http://www.w3.org/ns/SMIL}seq"):
        ref = seq.get(f"{OPS}textref").partition("#")[2]
        assert ref in places
        found[seq.get(f"{OPS}type")] = len(list(seq.iter("{http://www.w3.org/ns/SMIL}par")))
    assert set(found) == {"list", "table", "footnote", "figure"}
    assert all(found.values())
    (note,) = book.page("EPUB/part1.xhtml").iter(f"{HTML}aside")
    assert note.get(f"{OPS}type") == "footnote"


def test_the_table_of_contents_is_spoken_by_its_headings(book: Book) -> None:
    page = book.page("EPUB/nav.xhtml")
    links = {link.get("id"): link for link in page.iter(f"{HTML}a") if link.get("id")}
    pars = book.overlays["nav-overlay"]
    assert [par.ref for par in pars] == list(links)
    assert [link.text for link in links.values()] == ["The ferry & the <harbour>", "What it costs", "Deeper", "The end"]
    clips = {par.ref: par for _, spoken in book.read for par in spoken}
    for par in pars:
        name, _, ref = links[par.ref].get("href").partition("#")
        heading = next(e for e in book.page(f"EPUB/{name}").iter() if e.get("id") == ref)
        inside = [clips[e.get("id")] for e in heading.iter() if e.get("id") in clips]
        assert par.sound == inside[0].sound
        assert par.begin >= inside[0].begin
        assert par.finish <= inside[-1].finish


def test_a_book_says_how_it_can_be_read(book: Book) -> None:
    assert set(book.meta("schema:accessMode")) == {"textual", "auditory", "visual"}
    assert "synchronizedAudioText" in book.meta("schema:accessibilityFeature")
    assert "textual" in book.meta("schema:accessModeSufficient")
    assert book.meta("schema:accessibilityHazard") == ["none"]
    assert book.meta("schema:accessibilitySummary")
    assert book.meta("dcterms:conformsTo") == ["EPUB Accessibility 1.1 - WCAG 2.1 Level AA"]
    assert book.meta("dcterms:modified") == ["2025-03-04T00:00:00Z"]
    assert f".{book.meta('media:active-class')[0]} {{" in book.text("EPUB/style.css")
    assert f".{book.meta('media:playback-active-class')[0]} {{" in book.text("EPUB/style.css")
    image = next(e for e in book.page("EPUB/cover.xhtml").iter(f"{HTML}img"))
    assert image.get("alt") == "The ferry & the <harbour>"
    assert book.zip.read(f"EPUB/{image.get('src')}") == picture()


def brightness(colour: str) -> float:
    """Relative luminance, WCAG 2.1."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


@pytest.mark.parametrize("mode", ["light", "dark"])
def test_highlighted_text_has_contrast_enough(mode: str) -> None:
    light, dark = sorted(map(brightness, HIGHLIGHT[mode]), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 7
    assert f".{ACTIVE} {{ color: {HIGHLIGHT[mode][0]}; background-color: {HIGHLIGHT[mode][1]}; }}" in STYLE


def test_the_same_narration_gives_the_same_bytes(narration: Narration, tmp_path: Path) -> None:
    digests = set()
    for name in ("one", "other"):
        (tmp_path / name).mkdir()
        written(narration, tmp_path / name)
        digests.add(hashlib.sha256((tmp_path / name / "epub.epub").read_bytes()).hexdigest())
        assert [path.name for path in (tmp_path / name).iterdir()] == ["epub.epub"]
    assert len(digests) == 1
    with zipfile.ZipFile(tmp_path / "one" / "epub.epub") as made:
        first = made.infolist()[0]
        assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
        assert {entry.date_time for entry in made.infolist()} == {(2025, 3, 4, 0, 0, 0)}


def chaptered(count: int, sentences: int) -> list[Block]:
    blocks = [block("A long story", "title", ref="title")]
    for number in range(count):
        blocks.append(replace(block(f"Chapter {number}", "heading", ref=f"h{number}"), level=2))
        blocks.append(replace(block(f"Section {number}", "heading", ref=f"g{number}"), level=3))
        blocks.append(block(" ".join(["The boats lay still in the harbour."] * sentences), ref=f"p{number}"))
    return blocks


def test_a_long_article_has_a_page_and_a_sound_for_each_chapter(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bookmaking, "LONG", 60)
    narration = narrated(article(chaptered(4, 6)), tmp_path)
    assert narration.timeline.length / RATE > 60
    book = written(narration, tmp_path)
    assert [item.get("href") for item in book.spine] == [f"part{n}.xhtml" for n in range(1, 6)]
    assert list(faults(book)) == []
    assert narrated_share(book) == 1
    whole = sum(length for _, pars in book.read for length in [book.lengths[pars[0].sound]])
    assert abs(whole - narration.timeline.length / RATE * 1000) < 1
    first = [re.findall(r"<h(\d)", book.text(f"EPUB/part{n}.xhtml")) for n in (1, 2)]
    assert first == [["1"], ["1", "2"]]


def test_several_articles_are_a_page_each(tmp_path: Path) -> None:
    blocks = []
    for name in ("One", "Two", "Three"):
        blocks += [block(f"Story {name}", "title", ref=name), block(f"It tells of {name}. It ends.", ref=f"p{name}")]
    book = written(narrated(article(blocks), tmp_path), tmp_path)
    assert len(book.spine) == 3
    assert list(faults(book)) == []
    assert [line.text for line in book.page("EPUB/nav.xhtml").iter(f"{HTML}a")][:3] == [
        "Story One", "Story Two", "Story Three",
    ]  # fmt: skip


def test_a_language_from_right_to_left_is_set_so(tmp_path: Path) -> None:
    told = article([block("الكتاب", "title", ref="t"), block("كان البحر هادئا. نام الجميع.")], language="ar")
    book = written(narrated(told, tmp_path), tmp_path)
    assert book.page("EPUB/part1.xhtml").get("dir") == "rtl"
    assert 'page-progression-direction="rtl"' in book.text("EPUB/package.opf")


def test_a_sentence_that_was_skipped_is_there_to_read(narration: Narration, tmp_path: Path) -> None:
    cues = narration.timeline.cues
    less = replace(narration, timeline=replace(narration.timeline, cues=(*cues[:3], *cues[4:])))
    book = written(less, tmp_path)
    assert "costs $1.85 billion" in book.text("EPUB/part1.xhtml")
    assert list(faults(book)) == []


def test_without_sound_there_is_no_book(narration: Narration, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="no sound") as caught:
        written(replace(narration, master=None), tmp_path)
    assert caught.value.hint


@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.tuples(st.sampled_from(["paragraph", "heading", "table", "item", "note", "code"]),
                          st.text(min_size=1, max_size=60)), min_size=1, max_size=6))  # fmt: skip
def test_any_text_makes_a_page_that_shows_it(texts: list[tuple[Kind, str]], tmp_path: Path) -> None:
    blocks = [block("Any text", "title", ref="t")]
    blocks += [replace(block(text, kind, ref=f"b{n}"), level=1) for n, (kind, text) in enumerate(texts)]
    narration = narrated(article(blocks), tmp_path, pace=0.01)
    book = written(narration, tmp_path)
    assert list(faults(book)) == []
    shown = squeezed("".join(book.page("EPUB/part1.xhtml").find(f"{HTML}body").itertext()))
    for sentence in narration.script.sentences:
        for cell in sentence.block.text.split(CELL):
            assert squeezed("".join(c for c in cell if c.isalnum() and c.isprintable())) in shown


def squeezed(text: str) -> str:
    return "".join(c for c in text if c.isalnum())


@given(st.lists(st.tuples(st.integers(0, 10**6), st.integers(1, 5000)), min_size=1), st.integers(0, 100))
def test_clips_tile_what_they_are_laid_over(spans: list[tuple[int, int]], before: int) -> None:
    ordered = sorted(spans)
    begin, finish = max(0, ordered[0][0] - before), 10**6 + 6000
    made = tiled([Par(ref=str(n), begin=b, finish=b + size) for n, (b, size) in enumerate(ordered)], begin, finish)
    assert made[0].begin == begin
    assert made[-1].finish == finish
    assert all(one.finish == other.begin for one, other in pairwise(made))
    assert all(par.begin < par.finish for par in made)


def test_clock_values_have_hours_minutes_and_seconds() -> None:
    assert clock(0) == "0:00:00.000"
    assert clock(3_725_042) == "1:02:05.042"
    assert clock(101 * 3_600_000) == "101:00:00.000"
