"""What a page shows beside its words reaches the blocks: list numbers, reference marks, formulas, notes, tables."""

from __future__ import annotations

import pytest

from narrate import readers
from narrate.model import Block, Document
from narrate.text.clean import clean

PROSE = "".join(
    f"<p>The {name} of the river was measured again on Monday, and it was wider than the old maps had said.</p>"
    for name in ("mouth", "upper reach", "old bed", "western arm")
)


def blocks(inner: str) -> list[Block]:
    html = f"<html><body><article><h1>A river</h1>{PROSE}{inner}</article></body></html>"
    return list(readers.read(Document(data=html.encode(), source="page.html")).blocks)


def text_of(inner: str) -> str:
    return next(block.text for block in blocks(f"<p>{inner}</p>") if block.text.startswith("Here"))


@pytest.mark.parametrize(
    ("markup", "markers"),
    [
        ("<ol><li>Oak<li>Elm</ol>", ["1.", "2."]),
        ("<ol start=3><li>Oak<li value=9>Elm<li>Ash</ol>", ["3.", "9.", "10."]),
        ("<ol reversed><li>Oak<li>Elm</ol>", ["2.", "1."]),
        ("<ol type=a start=26><li>Oak<li>Elm</ol>", ["z.", "aa."]),
        ("<ol type=A><li>Oak</ol>", ["A."]),
        ("<ol type=i start=4><li>Oak</ol>", ["iv."]),
        ("<ol type=I start=1999><li>Oak</ol>", ["MCMXCIX."]),
        ("<ul><li>Oak<li>Elm</ul>", ["", ""]),
        ("<ol class='menu list-unstyled'><li>Oak</ol>", [""]),
        ("<ol style='list-style-type: none'><li>Oak</ol>", [""]),
        ("<ol><li><p>Oak</p><p>Its leaves are late.</p><li>Elm</ol>", ["1.", "", "2."]),
        ("<ol><li>Oak<ol type=a><li>Cork</ol><li>Elm</ol>", ["1.", "a.", "2."]),
        ("<ol><li>1. Oak<li>2. Elm</ol>", ["", ""]),
        ("<ol start=x><li value='1e9'>Oak</ol>", ["1."]),
    ],
)
def test_items_carry_the_number_that_the_page_shows(markup: str, markers: list[str]) -> None:
    items = [block for block in blocks(markup) if block.kind == "item"]
    assert [block.marker for block in items] == markers


@pytest.mark.parametrize(
    ("inner", "expected"),
    [
        ('Here it ends<sup><a href="#fn1">1</a></sup>.', "Here it ends[1]."),
        ('Here it ends<a href="#fn1"><sup>1</sup></a>.', "Here it ends[1]."),
        ('Here it ends<a href="#fn1" role="doc-noteref">*</a>.', "Here it ends[*]."),
        ('Here it ends<sup class="reference"><a href="#fn1">[1]</a></sup>.', "Here it ends[1]."),
        ('Here is the 1<sup>st</sup> of 20 km<sup>2</sup>.', "Here is the 1st of 20 km2."),
        ('Here it ends<sup><a href="#nowhere">1</a></sup>.', "Here it ends1."),
        ('Here is <a href="#fn1">the note</a>.', "Here is the note."),
    ],
)  # fmt: skip
def test_reference_marks_are_set_in_brackets_and_nothing_else_is(inner: str, expected: str) -> None:
    notes = "<section class='footnotes'><ol><li id=fn1>The survey of 1911.</ol></section>"
    found = blocks(f"<p>{inner}</p>{notes}")
    assert next(block.text for block in found if block.text.startswith("Here")) == expected


@pytest.mark.parametrize(
    "markup",
    [
        "<section class='footnotes'><h2>Notes</h2><ol><li>The survey of 1911.</ol></section>",
        "<ol class='references'><li>The survey of 1911.</ol>",
        "<div role='doc-endnotes'><p>The survey of 1911.</p></div>",
        "<aside role='doc-footnote'><p>The survey of 1911.</p></aside>",
    ],
)
def test_footnotes_are_notes_and_can_be_asked_for(markup: str) -> None:
    assert next(one.kind for one in blocks(markup) if one.text.endswith("1911.")) == "note"
    html = f"<html><body><article><h1>A river</h1>{PROSE}{markup}</article></body></html>"
    article = readers.read(Document(data=html.encode(), source="page.html"))
    texts = {keep: [block.text for block in clean(article, keep=keep)[0].blocks] for keep in ((), ("note",))}
    assert "The survey of 1911." not in texts[()]
    assert "The survey of 1911." in texts[("note",)]


def test_a_name_of_notes_around_the_whole_article_means_nothing() -> None:
    found = blocks(f"<div class='has footnotes'>{PROSE * 3}</div>")
    assert all(block.kind != "note" for block in found)


@pytest.mark.parametrize(
    ("markup", "shown"),
    [
        ("<math><mi>x</mi></math>", "x"),
        ("<math><msup><mi>x</mi><mn>2</mn></msup></math>", r"\(x2\)"),
        ('<math alttext="a^2+b^2"><mi>a</mi><mo>+</mo><mi>b</mi></math>', r"\(a^2+b^2\)"),
        (
            '<math><semantics><mrow><mi>a</mi><mo>=</mo><mi>b</mi></mrow><annotation encoding="application/x-tex">a=b'
            "</annotation></semantics></math>",
            r"\(a=b\)",
        ),
        ("<math><mi>a</mi><mo>=</mo><mi>b</mi></math>", r"\(a=b\)"),
        (
            "<span class='katex'><span class='katex-mathml'><math alttext='a=b'><mi>a</mi><mo>=</mo><mi>b</mi></math>"
            "</span><span class='katex-html' aria-hidden='true'>a=b</span></span>",
            r"\(a=b\)",
        ),
        (
            "<mjx-container><mjx-math aria-hidden='true'>a=b</mjx-math><mjx-assistive-mml><math><mi>a</mi><mo>=</mo>"
            "<mi>b</mi></math></mjx-assistive-mml></mjx-container>",
            r"\(a=b\)",
        ),
        (
            r"<span style='display: none'><math alttext='{\displaystyle a=b}'><mi>a</mi><mo>=</mo><mi>b</mi></math>"
            "</span><img alt='a=b' src='x.svg'>",
            r"\(a=b\)",
        ),
    ],
)
def test_formulas_are_said_once(markup: str, shown: str) -> None:
    assert text_of(f"Here let {markup} hold.") == f"Here let {shown} hold."


def test_of_ruby_only_the_base_is_read_and_struck_text_stays() -> None:
    assert text_of("Here <ruby>漢<rp>(</rp><rt>kan</rt><rp>)</rp></ruby> <del>was</del> <s>were</s> is.") == (
        "Here 漢 was were is."
    )


def test_a_table_gives_its_caption_then_its_header_row_then_the_others() -> None:
    found = blocks(
        "<table><caption>Widths</caption><tfoot><tr><td>Mean<td>3 m</tfoot><tbody><tr><td>Mouth<td>4 m"
        "<tr><td>Bed<td>2 m</tbody><thead><tr><th>Place<th>Width</thead></table>"
    )
    table = next(block for block in found if block.kind == "table")
    assert table.text.split("\n") == ["Place | Width", "Mouth | 4 m", "Bed | 2 m", "Mean | 3 m"]
    assert any(block.kind == "caption" and block.text == "Widths" for block in found)


@pytest.mark.parametrize(
    ("head", "level"),
    [
        ("<thead><tr><td>City</td><td>Area</td></tr></thead>", 1),
        ("<tr><th>City</th><th>Area</th></tr>", 1),
        ("<tr><th>Paris</th><td>105</td></tr>", 0),
    ],
)
def test_a_table_tells_whether_its_first_row_names_the_columns(head: str, level: int) -> None:
    page = f"<html><body><table>{head}<tr><th>Lyon</th><td>48</td></tr></table></body></html>"
    blocks = readers.read(Document(data=page.encode(), source="a.html")).blocks
    assert [one.level for one in blocks if one.kind == "table"] == [level]
