"""What is read of books, and what is said of those that can't be read."""

from __future__ import annotations

import pytest

from narrate import epubs, readers
from narrate.errors import SourceError
from narrate.model import Article, Document
from narrate.text.clean import clean
from tests.readers import books

DRM = """<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"
 xmlns:enc="http://www.w3.org/2001/04/xmlenc#"><enc:EncryptedData>
<enc:EncryptionMethod Algorithm="{}"/><enc:CipherData><enc:CipherReference URI="OPS/text/one.xhtml"/></enc:CipherData>
</enc:EncryptedData></encryption>"""


def read(data: bytes, source: str = "book.epub") -> Article:
    return readers.read(Document(data=data, source=source))


def test_the_documents_are_read_in_their_order_with_their_kinds() -> None:
    article, removed = clean(read(books.book()))
    assert [(block.kind, block.text) for block in article.blocks] == [
        ("title", "The Keeper of Cape Sorrel"),
        ("byline", "Odalys Brenner"),
        ("heading", "The Lamp"),
        (
            "paragraph",
            "The lamp of Cape Sorrel burned all night. “It is old,” he said; nobody listened. Nobody came—until the "
            "morning & after.[1]",
        ),
        ("paragraph", "A page break stands in here, and a link. It costs $1.85 billion."),
        ("paragraph", "The author of the log was paid by the word."),
        ("paragraph", "Books have no menus, whatever their classes say."),
        ("heading", "The Storm"),
        ("paragraph", "Waves came."),
        ("paragraph", "They went, und niemand hat etwas davon gehört oder gesehen, again."),
        ("item", "First, the boats."),
        ("item", "Second, the pier."),
    ]
    told = {one.block.text: one.rule for one in removed}
    assert told["Copyright 2019 by nobody. All rights reserved."] == "hint"
    assert told["The house at noon."] == "caption"
    assert told["Year | Ships\n1987 | 41"] == "table"
    assert told["A note on this page."] == told["The lamp was lit in 1871."] == "note"


def test_anchors_lead_to_the_document_and_the_element() -> None:
    blocks = {block.text: block.anchor for block in read(books.book()).blocks}
    assert str(blocks["The Storm"]) == "book.epub, OPS/text/two.xhtml, #c2"
    assert str(blocks["Waves came."]) == "book.epub, OPS/text/two.xhtml, /2/4"


def test_the_package_tells_title_authors_language_date_and_cover() -> None:
    article = read(books.book())
    assert (article.title, article.authors) == ("The Keeper of Cape Sorrel", ("Odalys Brenner",))
    assert (article.language, article.published) == ("en", "2019-03-04")
    assert article.cover == "OPS/pictures/light-house.png"


def test_a_book_without_a_title_page_begins_with_its_title() -> None:
    article = read(books.book({"OPS/text/title.xhtml": books.page("Title", "<p>For nobody.</p>")}))
    assert [(block.kind, block.text) for block in article.blocks[:2]] == [
        ("title", "The Keeper of Cape Sorrel"),
        ("paragraph", "For nobody."),
    ]
    assert article.blocks[0].anchor.part == "OPS/book.opf"


def test_books_of_the_second_version_are_read_too() -> None:
    article, removed = clean(read(books.old_book()))
    assert [(block.kind, block.text) for block in article.blocks] == [
        ("title", "Маяк"),
        ("heading", "Глава первая"),
        ("paragraph", "Маяк горел всю ночь. Никто не спал…"),
        ("heading", "Глава вторая"),
        ("paragraph", "Утром пришёл корабль."),
    ]
    assert (article.language, article.published, article.cover) == ("ru", "1999", "OPS/cover.png")
    assert article.authors == ("Павел Рудаков",)
    assert {one.reason for one in removed} == {"the cover"}


def test_short_lines_of_a_story_are_read_however_often_and_whatever_they_say() -> None:
    said = ["“Yes.”", "Listen!", "Share", "“Yes.”", "By Jove", "Read more: nothing"]
    story = books.page("Storm", "".join(f"<p>{line}</p>" for line in said))
    article, removed = clean(read(books.book({"OPS/text/two.xhtml": story})))
    assert [block.text for block in article.blocks if block.anchor.part.endswith("two.xhtml")] == said
    assert not any(one.block.anchor.part.endswith("two.xhtml") for one in removed)


def test_a_book_is_known_by_its_first_bytes() -> None:
    assert read(books.book(), "-").title == "The Keeper of Cape Sorrel"


def test_obfuscated_fonts_lock_nothing() -> None:
    told = DRM.format("http://www.idpf.org/2008/embedding")
    assert read(books.book({"META-INF/encryption.xml": told})).title


BROKEN = {
    "locked": ({"META-INF/encryption.xml": DRM.format("http://www.w3.org/2001/04/xmlenc#aes128-cbc")}, "DRM",
               "META-INF/encryption.xml"),
    "no container": ({"META-INF/container.xml": None}, "no EPUB", "META-INF/container.xml"),
    "no package": ({"OPS/book.opf": None}, "“OPS/book.opf” is missing", "META-INF/container.xml"),
    "empty package": ({"OPS/book.opf": "<package/>"}, "names no documents", "OPS/book.opf"),
    "no document": ({"OPS/text/two.xhtml": None}, "does not have it", "OPS/text/two.xhtml"),
    "garbled container": ({"META-INF/container.xml": "\x00"}, "can't be parsed|is empty", "META-INF/container.xml"),
}  # fmt: skip


@pytest.mark.parametrize("name", BROKEN)
def test_a_book_that_cannot_be_read_is_told_with_its_place_and_a_way_out(name: str) -> None:
    changes, message, part = BROKEN[name]
    with pytest.raises(SourceError, match=message) as caught:
        read(books.book(changes))
    assert str(caught.value.place) == f"book.epub, {part}"
    assert caught.value.hint


@pytest.mark.parametrize("length", [100, 1000, 3000])
def test_a_book_that_was_cut_off_is_damaged(length: int) -> None:
    with pytest.raises(SourceError, match="damaged") as caught:
        read(books.book()[:length])
    assert caught.value.hint


def test_a_file_that_unpacks_to_too_much_is_not_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(epubs, "MOST_BYTES", 1024**2)
    bomb = books.page("Bomb", "<p>" + "a " * 1024**2 + "</p>")
    data = books.book({"OPS/text/one.xhtml": bomb})
    assert len(data) < 20_000
    with pytest.raises(SourceError, match="more than 1 MB") as caught:
        read(data)
    assert "OPS/text/one.xhtml" in str(caught.value.place)


def test_no_entity_is_resolved_and_no_file_is_read_from_outside(tmp_path: object) -> None:
    secret = "/etc/hostname"
    entities = "".join(f'<!ENTITY e{n} "&e{n - 1};&e{n - 1};">' for n in range(1, 30))
    doctype = f'<!DOCTYPE html [<!ENTITY e0 "boom"><!ENTITY out SYSTEM "file://{secret}">{entities}]>'
    text = books.TWO.replace("<!DOCTYPE html>", doctype).replace("Waves came.", "Waves &out; came &e29;.")
    blocks = read(books.book({"OPS/text/two.xhtml": text})).blocks
    (waves,) = [block.text for block in blocks if block.text.startswith("Waves")]
    assert "boom" not in waves
    assert waves.replace(" ", "") == "Wavescame."
    opf = books.OPF.replace("<package", f'<!DOCTYPE package [<!ENTITY out SYSTEM "file://{secret}">]><package')
    opf = opf.replace("Cape Sorrel", "Cape &out;Sorrel")
    assert read(books.book({"OPS/book.opf": opf})).title == "The Keeper of Cape Sorrel"


def test_links_out_of_the_archive_lead_nowhere() -> None:
    assert epubs.resolved("OPS/nav.xhtml", "text/a%20b.xhtml#x") == ("OPS/text/a b.xhtml", "x")
    assert epubs.resolved("OPS/nav.xhtml", "#here") == ("OPS/nav.xhtml", "here")
    assert epubs.resolved("OPS/nav.xhtml", "https://example.org/a.xhtml") == ("", "")


def test_markup_that_is_no_xml_is_read_as_far_as_it_goes() -> None:
    broken = books.TWO.replace("Waves came.</p>", "Waves <br>came.</p>")
    texts = " ".join(block.text for block in read(books.book({"OPS/text/two.xhtml": broken})).blocks)
    assert "Waves" in texts
    assert "Second, the pier." in texts
