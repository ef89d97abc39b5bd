"""What is done with each kind: read, skipped, announced, numbered, moved to the end; and nothing is lost by it."""

from __future__ import annotations

import pytest

from narrate.errors import UsageError
from narrate.model import Anchor, Article, Block, Kind
from narrate.text.phrases import BY_LANGUAGE, date_line
from narrate.text.policy import DEFAULT, WAYS, arranged, chosen, dropped, kept
from narrate.text.script import Preparation, prepare

TABLE = "City | People | Area\nParis | 2,100,000 | 105 km²\nLyon | 520,000 | — \n— | — | —"


def block(text: str, kind: Kind = "paragraph", marker: str = "", level: int = 0) -> Block:
    return Block(kind=kind, text=text, anchor=Anchor(source="test"), marker=marker, level=level)


def said(*blocks: Block, language: str = "en", **ways: str) -> list[str]:
    article = Article(source="test", blocks=blocks, language=language)
    script = prepare(article, chosen=Preparation(reading=chosen(ways)))
    for one in script.sentences:
        assert one.text == one.block.text[one.start : one.end]
    return [sentence.spoken for sentence in script.sentences]


def test_every_kind_has_its_ways_and_can_be_read() -> None:
    assert set(DEFAULT) == set(WAYS)
    assert all("read" in ways for ways in WAYS.values())


def test_a_table_is_read_row_by_row_with_the_names_of_its_columns() -> None:
    assert said(block(TABLE, "table"), table="read") == [
        "City, People, Area.",
        "Paris, People: two million one hundred thousand, Area: one hundred five square kilometers.",
        "Lyon, People: five hundred twenty thousand.",
    ]  # fmt: skip


def test_a_table_without_a_header_is_read_as_it_is() -> None:
    assert said(block("Height | 12 m\nWeight | 3 kg", "table"), table="read") == [
        "Height, twelve meters.", "Weight, three kilograms."
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("language", "phrase"),
    [("en", "Table with four rows."), ("de", "Tabelle mit vier Zeilen."), ("ru", "Таблица, строк: четыре.")],
)
def test_a_table_is_announced_with_its_rows(language: str, phrase: str) -> None:
    assert said(block(TABLE, "table"), language=language, table="announce") == [phrase]


def test_code_is_announced_and_where_there_are_no_words_for_that_it_is_listed() -> None:
    code = block("x = 1\ny = 2", "code")
    assert said(code, code="announce") == ["Program code."]
    article = Article(source="test", blocks=(code,), language="fi")
    script = prepare(article, chosen=Preparation(reading=chosen({"code": "announce"}), language="fi"))
    assert not script.sentences
    assert [one.block for one in script.removed] == [code]


def test_items_are_read_with_the_number_that_the_page_shows() -> None:
    items = (block("Wash it.", "item", "1."), block("Dry it.", "item", "b)"), block("Iron it.", "item"))
    assert said(*items) == ["one. Wash it.", "b. Dry it.", "Iron it."]
    assert said(*items, item="plain") == ["Wash it.", "Dry it.", "Iron it."]


def test_notes_are_read_at_the_end_with_their_numbers() -> None:
    blocks = (
        block("First.[12]"),
        block("[^12]: Measured at night.", "note"),
        block("3 See there.", "note"),
        block("Last."),
    )
    expected = ["First.", "Last.", "Note twelve: Measured at night.", "Note three: See there."]
    assert said(*blocks, note="end") == expected


def test_names_and_date_of_the_metadata_are_read_once_behind_the_title() -> None:
    article = Article(
        source="test", title="Title", authors=("Ann Lee", "Bo Dahl"), language="en", published="2026-03-14T06:30:00Z",
        blocks=(block("Title", "title"), block("Text.")),
    )  # fmt: skip
    spoken = [one.spoken for one in prepare(article).sentences]
    assert spoken == ["Title", "By Ann Lee and Bo Dahl", "March fourteenth, twenty twenty-six", "Text."]
    quiet = Preparation(reading=chosen({"byline": "skip", "date": "skip"}))
    assert [one.spoken for one in prepare(article, chosen=quiet).sentences] == ["Title", "Text."]


def test_a_byline_of_the_page_is_not_told_again_from_the_metadata() -> None:
    blocks = (block("Title", "title"), block("Text."), block("By Ann Lee, Correspondent", "byline"))
    article = arranged(Article(source="test", blocks=blocks, authors=("Ann Lee",), language="en"), DEFAULT)
    assert [one.text for one in article.blocks] == ["Title", "By Ann Lee, Correspondent", "Text."]


@pytest.mark.parametrize(
    ("language", "written"),
    [("en", "May 1, 2026"), ("en-GB", "1 May 2026"), ("ru", "1 мая 2026 года"), ("de", "1. Mai 2026"),
     ("fr", "1er mai 2026"), ("es", "1 de mayo de 2026"), ("fi", "")],
)  # fmt: skip
def test_a_date_is_written_as_its_language_does(language: str, written: str) -> None:
    assert date_line("2026-05-01T10:00:00+02:00", language) == written


@pytest.mark.parametrize("published", ["", "yesterday", "2026-13-01", "2026-00-10", "2026-05-40", "20260501"])
def test_what_is_no_date_is_not_read(published: str) -> None:
    assert date_line(published, "en") == ""


def test_all_languages_have_twelve_months() -> None:
    assert all(len(set(words.months)) == 12 for words in BY_LANGUAGE.values())


def test_choices_are_checked_and_tell_what_there_is() -> None:
    with pytest.raises(UsageError, match="there is no kind “tables”"):
        chosen({"tables": "read"})
    with pytest.raises(UsageError, match="table can't be “rows”") as caught:
        chosen({"table": "rows"})
    assert "skip, announce, read" in caught.value.hint


def test_later_choices_overrule_earlier_ones() -> None:
    reading = chosen({"table": "announce", "quote": "skip"}, {"table": "read"})
    assert kept(reading) == {"table"}
    assert dropped(reading) == {"quote"}
