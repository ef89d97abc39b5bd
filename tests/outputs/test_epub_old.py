"""Books of EPUB 2 that were narrated keep their pages, styles, pictures and order, and become EPUB 3."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from typing import Any

import pytest
from lxml import etree

from narrate.epubs import Epub
from narrate.outputs.epub.xhtml import renewed
from tests.outputs.overlays import HTML, OPF, OPS, SMIL, Book, faults
from tests.outputs.test_epub_kept import told, unspoken, written
from tests.readers import books

DC = "{http://purl.org/dc/elements/1.1/}"


@pytest.fixture(scope="module")
def novel(tmp_path_factory: pytest.TempPathFactory) -> Book:
    folder = tmp_path_factory.mktemp("novel")
    return written(told(folder, books.novel()), folder)


def test_all_that_is_read_sounds_in_its_place(novel: Book) -> None:
    assert list(faults(novel)) == []
    for name in ("title", "one", "two"):
        (item,) = [item for item in novel.spine if novel.name(item) == f"OPS/Text/{name}.xhtml"]
        assert unspoken(novel, novel.name(item), item.get("media-overlay")) == ""


def test_pages_styles_pictures_and_order_stay(novel: Book) -> None:
    old = etree.fromstring(books.NOVEL_OPF.encode())
    hrefs = [item.get("href") for item in old.iter(f"{OPF}item")]
    assert [item.get("href") for item in novel.items.values()][: len(hrefs)] == hrefs
    order = [ref.get("idref") for ref in old.iter(f"{OPF}itemref")]
    assert [item.get("id") for item in novel.spine] == order
    assert novel.text("OPS/Styles/book.css") == books.NOVEL_STYLE
    assert novel.zip.read("OPS/Images/map.png") == books.PIXEL
    for name, body in (("one", books.NOVEL_ONE), ("two", books.NOVEL_TWO)):
        page = novel.text(f"OPS/Text/{name}.xhtml")
        assert "".join(plain(page)) == "".join(plain(f"<body>{body}</body>"))
        assert [tag for tag in re.findall(r'(?:class|href|src|alt)="[^"]*"', body) if tag not in page] == []


def plain(page: str) -> str:
    body = etree.HTML(re.sub(r"<[?!][^>]*>", "", page)).find("body")
    return "".join("".join(body.itertext()).split())


def test_the_package_is_one_of_the_third_version(novel: Book) -> None:
    assert novel.opf.get("version") == "3.0"
    (metadata,) = novel.opf.iter(f"{OPF}metadata")
    assert novel.meta("dcterms:modified") == ["2012-02-03T00:00:00Z"]
    assert [node.text for node in metadata.iter(f"{DC}date")] == ["2009-05-06"]
    (author,) = metadata.iter(f"{DC}creator")
    assert dict(author.attrib) == {"id": author.get("id")}
    assert novel.meta("role", author.get("id")) == ["aut"]
    assert novel.meta("file-as", author.get("id")) == ["Brenner, Odalys"]
    assert list(metadata.iter(f"{DC}publisher")) == [], "an empty one says nothing"
    assert novel.items["cover-image"].get("properties") == "cover-image"
    assert novel.items["cover"].get("properties") == "svg"
    assert b"opf:" not in novel.zip.read(novel.opf_name)
    assert list(novel.opf.iter(f"{OPF}tours")) == []


def test_contents_and_landmarks_come_from_the_old_ones(novel: Book) -> None:
    (item,) = [item for item in novel.items.values() if "nav" in (item.get("properties") or "").split()]
    page = novel.page(novel.name(item))
    contents, landmarks = page.iter(f"{HTML}nav")
    assert outline(contents.find(f"{HTML}ol")) == [
        ("Title page", "Text/title.xhtml", []),
        ("1. The Pass & the Inn", "Text/one.xhtml", [("At the Inn", "Text/one.xhtml#inn", [])]),
        ("The Shore", "Text/two.xhtml", []),
    ]
    assert [(link.get(f"{OPS}type"), link.get("href")) for link in landmarks.iter(f"{HTML}a")] == [
        ("cover", "Text/cover.xhtml"),
        ("bodymatter", "Text/one.xhtml#start"),
    ]
    overlay = etree.fromstring(novel.zip.read(novel.name(novel.items[item.get("media-overlay")])))
    assert [len(par) == 2 for par in overlay.iter(f"{SMIL}par")] == [False, True, True, True]


def outline(items: Any) -> list[tuple[str, str, list[Any]]]:
    found = []
    for item in items.iterchildren(f"{HTML}li"):
        below = item.find(f"{HTML}ol")
        found.append((item[0].text, item[0].get("href"), outline(below) if below is not None else []))
    return found


def test_the_old_contents_stay_for_old_readers_without_their_faults(novel: Book) -> None:
    assert novel.text("OPS/toc.ncx").count("navPoint") == books.NOVEL_NCX.count("navPoint")
    assert "#gone" not in novel.text("OPS/toc.ncx")


def test_a_document_that_nothing_leads_to_is_in_the_order_like_all_others(novel: Book) -> None:
    linear = {ref.get("idref"): ref.get("linear") for ref in novel.opf.iter(f"{OPF}itemref")}
    assert (linear["cover"], linear["plates"]) == ("no", None)


def test_a_book_without_contents_gets_a_line_for_the_whole(tmp_path: Path) -> None:
    opf = re.sub(r'<item id="ncx"[^>]*>| toc="ncx"', "", books.NOVEL_OPF)
    book = written(told(tmp_path, books.novel({"OPS/toc.ncx": None, "OPS/book.opf": opf})), tmp_path)
    (item,) = [item for item in book.items.values() if "nav" in (item.get("properties") or "").split()]
    contents = book.page(book.name(item)).find(f".//{HTML}nav/{HTML}ol")
    assert outline(contents) == [("The Salt Road", "Text/cover.xhtml", [])]


def test_what_a_book_names_and_does_not_have_is_named_no_more(tmp_path: Path) -> None:
    two = re.sub(r' id="map"| href="[^"]*"', "", books.NOVEL_TWO)
    ncx = books.NOVEL_NCX.replace("#inn", "#nowhere")
    opf = books.NOVEL_OPF.replace("one.xhtml#start", "one.xhtml#nowhere")
    changes = {
        "OPS/book.opf": opf.replace("Images/map.png", "Images/gone.png"),
        "OPS/toc.ncx": ncx,
        "OPS/Text/two.xhtml": books.NOVEL_PAGE.format("x", re.sub("<img[^>]*>", "", two)),
    }
    book = written(told(tmp_path, books.novel(changes)), tmp_path)
    assert [item.get("href") for item in book.items.values() if "gone" in item.get("href")] == []
    guide = [one.get("href") for one in book.opf.iter(f"{OPF}reference")]
    assert guide == ["Text/cover.xhtml", "Text/one.xhtml", "Text/two.xhtml"]
    points = re.findall(r'playOrder="(\d)".*?src="([^"]*)"', book.text("OPS/toc.ncx"), re.DOTALL)
    assert points == [
        ("1", "Text/title.xhtml"),
        ("2", "Text/one.xhtml"),
        ("2", "Text/one.xhtml"),
        ("3", "Text/two.xhtml"),
    ]
    gone = {"OPS/toc.ncx": None, "OPS/book.opf": books.NOVEL_OPF}
    book = written(told(tmp_path, books.novel(gone)), tmp_path)
    assert "toc.ncx" not in book.text("OPS/book.opf")
    assert next(book.opf.iter(f"{OPF}spine")).get("toc") is None


def test_a_book_of_another_markup_is_written_anew(tmp_path: Path) -> None:
    page = (
        '<?xml version="1.0"?><dtbook xmlns="http://www.daisy.org/z3986/2005/dtbook/" version="2005-2"><book>'
        "<bodymatter><level1><h1>The Talk</h1><p>It was long. Nobody left.</p></level1></bodymatter></book></dtbook>"
    )
    opf = books.OLD_OPF.replace(
        'href="a.html" media-type="application/xhtml+xml"', 'href="a.xml" media-type="application/x-dtbook+xml"'
    )
    data = books.old_book()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        files: dict[str, str | bytes | None] = {name: archive.read(name) for name in archive.namelist()[1:]}
    book = written(told(tmp_path, books.zipped({**files, "OPS/book.opf": opf, "OPS/a.xml": page})), tmp_path)
    assert list(faults(book)) == []
    assert "Nobody left." in book.text("EPUB/part1.xhtml")


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('<p align="center">a</p>', '<p style="text-align: center">a</p>'),
        ('<p align="right" style="color: red">a</p>', '<p style="text-align: right; color: red">a</p>'),
        (
            '<img src="x.png" alt="" align="left" border="0"/>',
            '<img src="x.png" alt="" style="border: 0; float: left"/>',
        ),
        (
            '<img src="x.png" alt="" width="50px" height="40%"/>',
            '<img src="x.png" alt="" width="50" style="height: 40%"/>',
        ),
        ('<font face="Arial; x: y" size="2">a</font>', '<span style="font-size: small">a</span>'),
        ('<a name="here">a</a><a name="h" id="here2">b</a>', '<a id="here">a</a><a id="here2">b</a>'),
        ('<p>a<basefont size="3"/>b &hellip; &amp; &unknown;</p>', "<p>ab \u2026 &amp; </p>"),
        ("<p>a <b>x</b><basefont/>b</p>", "<p>a <b>x</b>b</p>"),
        ('<ol start="3" type="a"><li value="4">a</li></ol>', '<ol start="3" type="a"><li value="4">a</li></ol>'),
        ('<p xml:lang="de" lang="en">a</p>', '<p xml:lang="de" lang="de">a</p>'),
        (
            '<strike>a</strike><dir><li type="circle">b</li></dir>',
            '<s>a</s><ul><li style="list-style-type: circle">b</li></ul>',
        ),
    ],
)
def test_old_markup_becomes_todays_with_the_same_looks(old: str, new: str, tmp_path: Path) -> None:
    page = books.NOVEL_PAGE.format("x", old)
    book = Epub(books.novel({"OPS/Text/one.xhtml": page}), "book.epub")
    made = renewed(book, "OPS/Text/one.xhtml", "One", "en").data.decode()
    assert made.partition('<body class="text">\n')[2].partition("\n</body>")[0] == new
    assert "http-equiv" not in made


def test_a_page_without_title_language_or_namespace_gets_them() -> None:
    page = "<html><body><p>Text.</p></body></html>"
    book = Epub(books.novel({"OPS/Text/one.xhtml": page}), "book.epub")
    made = etree.fromstring(renewed(book, "OPS/Text/one.xhtml", "One & all", "en-GB").data)
    assert made.tag == f"{HTML}html"
    assert made.findtext(f"{HTML}head/{HTML}title") == "One & all"
    assert made.get("{http://www.w3.org/XML/1998/namespace}lang") == "en-GB"
