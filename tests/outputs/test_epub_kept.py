"""Books that were narrated keep their own pages: only spans, ids and a style sheet come in."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from narrate import plugins, readers
from narrate.audio.codec import decoded
from narrate.errors import OutputError
from narrate.model import Document, Kind, Narration
from narrate.outputs.epub.match import Matcher
from narrate.outputs.epub.scan import scanned
from narrate.outputs.epub.spans import Marked, runs
from narrate.text.clean import clean
from narrate.text.policy import chosen
from narrate.text.script import Preparation
from tests.outputs.overlays import HTML, SMIL, Book, Par, faults, letters
from tests.outputs.programmes import EVERYTHING, RATE, narrated, pitch
from tests.readers import books

Changes = Mapping[str, str | bytes | None]
SPOKEN: tuple[Kind, ...] = ("caption", "figure", "code", "table", "note")


def told(folder: Path, data: bytes, preparation: Preparation = EVERYTHING) -> Narration:
    """A narration of a book, all of whose kinds are read."""
    path = folder / "book.epub"
    path.write_bytes(data)
    article, _ = clean(readers.read(Document(data=data, source=str(path))), keep=SPOKEN)
    return narrated(article, folder, preparation=preparation)


def spoken(folder: Path, changes: Changes | None = None, name: str = "epub") -> Book:
    return written(told(folder, books.book(changes)), folder, name)


def written(narration: Narration, folder: Path, name: str = "epub") -> Book:
    plugins.load("outputs", name).write(narration, folder / f"spoken.{name}.epub")
    return Book(folder / f"spoken.{name}.epub")


def unspoken(book: Book, name: str, overlay: str) -> str:
    """The letters of a page that no clip holds."""
    page = book.page(name)
    refs = {par.ref for par in book.overlays[overlay]}
    body = page.find(f"{HTML}body")
    for element in list(body.iter(etree.Element)):
        if element.get("id") in refs:
            for inner in element.iter():
                inner.text = None
                inner.tail = None if inner is not element else inner.tail
    return "".join(filter(str.isalnum, "".join(body.itertext())))


@pytest.mark.parametrize("name", ["epub", "epub-words"])
def test_all_that_is_read_of_a_book_sounds_in_its_place(name: str, tmp_path: Path) -> None:
    book = spoken(tmp_path, name=name)
    assert list(faults(book)) == []
    left = {
        item.get("id"): unspoken(book, book.name(item), item.get("media-overlay"))
        for item in book.spine
        if item.get("media-overlay")
    }
    allowed = {"epub": "unread", "epub-words": "2unread"}[name]  # a picture's text; the number of a page
    assert set(left) == {"front", "one", "two", "notes"}
    assert set(left["one"]) <= set(allowed + "1")
    assert letters(left["front"] + left["two"] + left["notes"]) == 0


def without_additions(data: bytes) -> bytes:
    data = re.sub(rb'<span id="nr\d+">|</span>| id="nr-\d+"', b"", data)
    return re.sub(rb'<link [^>]*highlight.css"/>', b"", data)


def test_nothing_else_of_a_book_changes(tmp_path: Path) -> None:
    book = spoken(tmp_path)
    with zipfile.ZipFile(tmp_path / "book.epub") as old:
        names = old.namelist()
        for name in names:
            before, after = old.read(name), book.zip.read(name)
            if name.endswith(".xhtml"):
                assert without_additions(after) == before.replace(b"</span>", b"")
            elif not name.endswith(".opf"):
                assert after == before
        assert old.read("OPS/text/legal.xhtml") == book.zip.read("OPS/text/legal.xhtml")
        order = [name for name in book.zip.namelist() if name in names]
        assert order == names
    assert book.meta("dcterms:modified") == ["2020-01-01T00:00:00Z"]
    assert [item.get("id") for item in book.spine] == ["front", "legal", "one", "two", "notes"]


def test_a_sentence_that_crosses_an_element_is_lit_in_pieces_one_after_another(tmp_path: Path) -> None:
    book = spoken(tmp_path)
    text = book.text("OPS/text/one.xhtml")
    assert re.search(
        r'<i><span id="nr\d+">nobody listened.</span> <span id="nr\d+">Nobody</span></i> '
        r'<span id="nr\d+">came&#8212;until',
        text,
    )
    assert re.search(r'<span id="nr\d+">“It is <b>old</b>,” he said;</span>', text)
    assert re.search(r'<h1><span id="nr\d+">The <em>Lamp</em></span></h1>', text)


@pytest.mark.parametrize("name", ["epub", "epub-words"])
def test_a_picture_sounds_as_what_it_shows_once_and_where_it_stands(name: str, tmp_path: Path) -> None:
    shown = "A tower. Waves are all around it."
    story = books.page(
        "Storm",
        f'<h1 id="c2">The Storm</h1><p>Waves came.</p><figure><img src="../pictures/light-house.png" alt="{shown}"/>'
        '<figcaption>At noon.</figcaption></figure><p>They <img src="../pictures/light-house.png" alt="Two  drops"/> '
        'went.</p><p><img id="last" src="../pictures/light-house.png" alt="A &amp; B"/></p>'
        '<p><img src="../pictures/light-house.png" alt=""/>Nobody saw it.</p>',
    )
    book = spoken(tmp_path, {"OPS/text/two.xhtml": story}, name)
    assert list(faults(book)) == []
    page = book.page("OPS/text/two.xhtml")
    told = {image.get("id"): image.get("alt") for image in page.iter(f"{HTML}img") if image.get("id")}
    overlay = next(item.get("media-overlay") for item in book.spine if item.get("id") == "two")
    clips = [told[par.ref] for par in book.overlays[overlay] if par.ref in told]
    assert clips == [shown, *(["Two  drops"] if name == "epub" else []), "A & B"]
    smil = etree.fromstring(book.zip.read(book.name(book.items[overlay])))
    figures = [seq for seq in smil.iter(f"{SMIL}seq") if seq.get("{http://www.idpf.org/2007/ops}type") == "figure"]
    assert len(figures) == 1
    assert len(list(figures[0].iter(f"{SMIL}par"))) == (2 if name == "epub" else 3)


def test_the_contents_sound_as_the_headings(tmp_path: Path) -> None:
    book = spoken(tmp_path)
    nav = next(item for item in book.items.values() if item.get("id") == "nav")
    pars = book.overlays[nav.get("media-overlay")]
    assert len(pars) == 3
    assert [par.sound for par in pars] == [f"OPS/narration/{n}.mp3" for n in (1, 2, 3)]


STORM = books.page(
    "The Storm",
    """<section><p><b id="c2"/>Chapter II</p><h1>The Storm and the Sea</h1><p>Waves came.</p>
<h2 id="rest">Chapter 12</h2><p>They went.</p><h2>Chapter 1</h2><p>They came back.</p></section>""",
)


def with_line(line: str, address: str) -> dict[str, str]:
    """The contents of the book with one more line, the fourth."""
    end = '</a></li></ol></nav><nav epub:type="page-list"'
    assert end in books.NAV
    return {"OPS/nav.xhtml": books.NAV.replace(end, f'</a></li><li><a href="{address}">{line}{end}')}


@pytest.mark.parametrize(
    ("line", "address", "said"),
    [
        ("The Storm &amp; the Sea", "text/two.xhtml", "The Storm and the Sea"),
        ("Chapter II: The Storm and the Sea", "text/two.xhtml#c2", "Chapter II The Storm and the Sea"),
        ("2. The Storm and the Sea", "text/two.xhtml#c2", "The Storm and the Sea"),
        ("<b>Storm</b>\n and the Sea", "text/two.xhtml", "The Storm and the Sea"),
        ("Chapter twelve", "text/two.xhtml#rest", "Chapter 12"),
        ("Chapter 1", "text/two.xhtml#rest", "Chapter 1"),
        ("The Keeper of Cape Sorrel", "text/legal.xhtml", "The Keeper of Cape Sorrel"),
        ("The Sea", "text/two.xhtml", ""),
        ("Chapter 13", "text/two.xhtml#rest", ""),
        ("Chapter III", "text/two.xhtml#c2", ""),
        ("Imprint", "text/legal.xhtml", ""),
    ],
)
def test_a_line_of_the_contents_sounds_as_what_it_leads_to_when_that_says_it(
    line: str, address: str, said: str, tmp_path: Path
) -> None:
    narration = told(tmp_path, books.book({**with_line(line, address), "OPS/text/two.xhtml": STORM}))
    book = written(narration, tmp_path)
    item = book.items["nav"]
    told_in = etree.fromstring(book.zip.read(book.name(book.items[item.get("media-overlay")])))
    (par,) = [one for one in told_in.iter(f"{SMIL}par") if one[0].get("src").endswith("-4")]
    assert (len(par) == 2) == bool(said), "without sound, a reading system says the line in its own voice"
    if said:
        (clip,) = [one for one in book.overlays[item.get("media-overlay")] if one.ref.endswith("-4")]
        assert heard(book, narration, clip) == said


def test_a_line_that_is_no_link_sounds_as_what_the_first_one_below_it_leads_to(tmp_path: Path) -> None:
    line = '<li><a href="text/two.xhtml#c2">2. The Storm</a></li>'
    assert line in books.NAV
    nav = books.NAV.replace(line, f"<li><span>Ann Storm</span><ol>{line}</ol></li>")
    two = books.TWO.replace("The Storm</h1>", "The Storm</h1><p>ANN STORM</p>")
    narration = told(tmp_path, books.book({"OPS/nav.xhtml": nav, "OPS/text/two.xhtml": two}))
    book = written(narration, tmp_path)
    pars = book.overlays[book.items["nav"].get("media-overlay")]
    assert [heard(book, narration, par) for par in pars[2:]] == ["ANN STORM", "The Storm"]


def heard(book: Book, narration: Narration, clip: Par) -> str:
    """The sentences that sound in a clip, by their pitch."""
    pcm = np.concatenate(list(decoded(book.zip.read(clip.sound), RATE)))[clip.begin * 24 : clip.finish * 24]
    pieces = [pcm[at : at + 2400] for at in range(0, len(pcm) - 2400, 1200)]
    tones = [
        np.abs(np.fft.rfft(piece * np.hanning(2400))).argmax() * 10 for piece in pieces if np.abs(piece).max() > 0.2
    ]
    numbers = dict.fromkeys(round((tone - pitch(0)) / (pitch(1) - pitch(0))) for tone in tones)
    return " ".join(narration.timeline.cues[number].sentence.text for number in numbers)


def test_a_book_says_that_it_can_be_heard(tmp_path: Path) -> None:
    book = spoken(tmp_path)
    assert set(book.meta("schema:accessMode")) == {"textual", "auditory", "visual"}
    assert {"synchronizedAudioText", "tableOfContents", "structuralNavigation"} <= set(
        book.meta("schema:accessibilityFeature")
    )
    assert f".{book.meta('media:active-class')[0]} {{" in book.text("OPS/narration/highlight.css")


def test_notes_that_are_read_at_the_end_have_their_clips_in_the_order_of_the_text(tmp_path: Path) -> None:
    end = Preparation(reading=chosen({**dict.fromkeys(SPOKEN, "read"), "note": "end"}), one_language=True)
    book = written(told(tmp_path, books.book(), end), tmp_path)
    pars = next(pars for item, pars in book.read if item.get("id") == "one")
    assert len({par.sound for par in pars}) == 2
    found = [fault for fault in faults(book) if "overlap" not in fault and "the sound has" not in fault]
    assert found == []  # two sounds a page: the checker knows of one


def test_pages_that_are_no_good_xml_are_mended(tmp_path: Path) -> None:
    broken = books.TWO.replace("Waves came.</p>", "Waves <br>came &nbsp; again.</p>")
    book = spoken(tmp_path, {"OPS/text/two.xhtml": broken})
    assert list(faults(book)) == []


def test_a_book_that_is_gone_is_named_with_a_way_out(tmp_path: Path) -> None:
    narration = told(tmp_path, books.book())
    (tmp_path / "book.epub").unlink()
    with pytest.raises(OutputError, match="gone") as caught:
        written(narration, tmp_path)
    assert "book.epub" in str(caught.value.place)
    assert caught.value.hint


def test_another_book_in_its_place_is_not_taken_for_it(tmp_path: Path) -> None:
    narration = told(tmp_path, books.book())
    other = {
        f"OPS/text/{name}.xhtml": books.page("x", "<p>Quite another text.</p>") for name in ("title", "one", "two")
    }
    (tmp_path / "book.epub").write_bytes(books.book(other))
    with pytest.raises(OutputError, match="not the one") as caught:
        written(narration, tmp_path)
    assert caught.value.hint


def test_a_book_that_speaks_already_is_left_alone(tmp_path: Path) -> None:
    spoken(tmp_path)
    data = (tmp_path / "spoken.epub.epub").read_bytes()
    with pytest.raises(OutputError, match="speaks already"):
        written(told(tmp_path, data), tmp_path)


PIECES = st.recursive(
    st.sampled_from(
        ["word ", "a&amp;b ", "x&#233;y ", "<br/>", "<!-- c -->", "<![CDATA[c<d ]]>", "é日 ", "&nbsp;", "<img/>"]
    ),
    lambda inner: st.builds(
        lambda name, parts: f"<{name}>{''.join(parts)}</{name}>",
        st.sampled_from(["b", "em", "a", "p", "ul"]),
        st.lists(inner, max_size=4),
    ),
    max_leaves=12,
)


@given(st.lists(PIECES, min_size=1, max_size=8), st.data())
def test_spans_hold_just_the_signs_that_they_are_for(parts: list[str], data: st.DataObject) -> None:
    text = f"<html><head></head><body>{''.join(parts)}</body></html>"
    scan = scanned(text.encode())
    for sign, begin, end in zip(scan.signs, scan.begins, scan.ends, strict=True):
        raw = scan.data[begin:end].decode()
        assert raw == sign or raw[0] in "&<"
    if not scan.signs:
        return
    first = data.draw(st.integers(0, len(scan.signs) - 1))
    last = data.draw(st.integers(first + 1, len(scan.signs)))
    page = Marked(scan)
    found = list(runs(scan, first, last))
    assert [n for run in found for n in range(run.first, run.last)] == list(range(first, last))
    refs = [page.span(run) for run in found]
    made = scanned(page.bytes())
    assert made.signs == scan.signs
    inside = [range(element.first, element.last) for element in made.elements if element.id in refs]
    held = {n for one in inside for n in one}
    cdata = {n for n in range(len(scan.signs)) if scan.data[scan.begins[n] : scan.begins[n] + 1] == b"<"}
    assert held - cdata == set(range(first, last)) - cdata
    assert not any(element.local not in ("b", "em", "a", "br", "img", "span") for element in made.elements
                   for one in [element] if within_span(one))  # fmt: skip


def within_span(element: object) -> bool:
    outer = element.parent  # type: ignore[attr-defined]
    while outer is not None:
        if outer.local == "span":
            return True
        outer = outer.parent
    return False


def test_a_block_is_found_as_a_whole_and_not_within_another_word() -> None:
    scan = scanned(b"<html><body><p>Nobody knows.</p><p>No</p><p>He said: No.</p><p>No</p></body></html>")
    matcher = Matcher(scan)
    found = matcher.block("No")
    assert found is not None
    assert found.stretch(0, 2) == (12, 14)
    again = matcher.block("No")
    assert again is not None
    assert again.stretch(0, 2) == (24, 26)


def test_a_block_with_signs_of_its_own_is_found_nearly() -> None:
    scan = scanned(b"<html><body><p>Energy is <math><mi>E</mi></math> times two, as they say.</p></body></html>")
    found = Matcher(scan).block(r"Energy is \(E\) times two, as they say.")
    assert found is not None
    assert found.stretch(0, 39) == (0, len(scan.signs))


def test_entities_that_a_document_declares_are_never_fetched() -> None:
    text = '<!DOCTYPE html [<!ENTITY out SYSTEM "file:///etc/hostname">]><html><body>a&out;b</body></html>'
    assert scanned(text.encode()).signs == ["a", "b"]


def test_no_span_holds_an_empty_block_that_stands_in_a_sentence() -> None:
    page = Marked(scanned(b"<html><body>One <p></p>two <br/>three.</body></html>"))
    for run in list(runs(page.scan, 0, 12)):
        page.span(run)
    assert page.bytes() == (
        b'<html><body><span id="nr1">One</span> <p></p><span id="nr2">two <br/>three.</span></body></html>'
    )


@pytest.mark.parametrize(
    ("picture", "sufficient", "described"),
    [
        ('<img src="../pictures/light-house.png" alt="A lighthouse"/>', ["textual,auditory", "textual"], True),
        ('<img src="../pictures/light-house.png" alt=""/>', ["textual,auditory", "textual"], True),
        ('<img src="../pictures/light-house.png"/>', ["textual,visual"], False),
        ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><circle r="4"/></svg>', ["textual,visual"], False),
    ],
)
def test_a_book_says_whether_its_text_alone_is_enough(
    picture: str, sufficient: list[str], described: bool, tmp_path: Path
) -> None:
    two = books.TWO.replace("</h1>", f"</h1><div>{picture}</div>", 1)
    nav = books.NAV.replace(
        "</body>", '<nav epub:type="page-list"><ol><li><a href="text/two.xhtml">1</a></li></ol></nav></body>'
    )
    book = written(told(tmp_path, books.book({"OPS/text/two.xhtml": two, "OPS/nav.xhtml": nav})), tmp_path)
    features = book.meta("schema:accessibilityFeature")
    assert book.meta("schema:accessModeSufficient") == sufficient
    assert ("alternativeText" in features) == described
    assert "pageNavigation" in features


def test_what_a_books_makers_said_of_its_access_stays(tmp_path: Path) -> None:
    said = "".join(
        f'<meta property="schema:{name}">{value}</meta>'
        for name, value in (("accessMode", "textual"), ("accessModeSufficient", "textual"),
                            ("accessibilityFeature", "tableOfContents"), ("accessibilityHazard", "none"))
    )  # fmt: skip
    opf = books.OPF.replace("</metadata>", f"{said}</metadata>")
    book = written(told(tmp_path, books.book({"OPS/book.opf": opf})), tmp_path)
    assert book.meta("schema:accessMode") == ["textual", "auditory"]
    assert book.meta("schema:accessModeSufficient") == ["textual"]
    assert book.meta("schema:accessibilityHazard") == ["none"]
    assert book.meta("schema:accessibilityFeature").count("tableOfContents") == 1
