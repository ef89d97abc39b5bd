"""How documents become articles: which reader, which characters, which blocks, and what is refused."""

from __future__ import annotations

import subprocess
import sys
import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrate import readers
from narrate.errors import SourceError
from narrate.model import Article, Document
from narrate.plugins import every
from narrate.text.clean import clean

PARAGRAPH = "The bridge over the river was closed on Monday because its cables had to be replaced."


def read(data: bytes | str, source: str = "-", **known: str) -> Article:
    return readers.read(Document(data=data.encode() if isinstance(data, str) else data, source=source, **known))


def shape(article: Article) -> list[tuple[str, str]]:
    return [(block.kind, block.text) for block in article.blocks]


BODY = f"<h1>A bridge is closed</h1><p>{PARAGRAPH}</p><p>{PARAGRAPH} Again.</p>"
HTML = f"<html><body><article>{BODY}</article></body></html>"


@pytest.mark.parametrize("source", ["-", "page.txt", "page.md", "page.html", "https://site.example/a"])
def test_a_page_is_known_by_its_markup_whatever_its_name(source: str) -> None:
    assert ("paragraph", PARAGRAPH) in shape(read(HTML, source))


@pytest.mark.parametrize("source", ["-", "page.txt", "page.html"])
def test_text_is_known_by_its_lack_of_markup(source: str) -> None:
    line = "if a < b and b > c then stop"
    assert ("paragraph", line) in shape(read(f"{PARAGRAPH}\n\n{line}", source))


def test_markdown_is_known_by_its_marks() -> None:
    article = read(f"# A bridge is closed\n\n{PARAGRAPH}\n\nSee [the **map**](https://site.example/map).")
    assert shape(article)[0] == ("title", "A bridge is closed")
    assert ("paragraph", "See the map.") in shape(article)


@pytest.mark.parametrize(
    ("data", "charset"),
    [
        ("Ärger über Öl".encode(), ""),
        ("Ärger über Öl".encode("utf-8-sig"), ""),
        ("Ärger über Öl".encode("utf-16"), ""),
        ("Ärger über Öl".encode("utf-16-le"), ""),
        ("Ärger über Öl".encode("utf-16-be"), ""),
        ("Ärger über Öl".encode("latin-1"), ""),
        ("Ärger über Öl".encode("latin-1"), "iso-8859-1"),
        ("Ärger über Öl".encode(), "iso-8859-1"),
        ("Ärger über Öl".encode(), "no-such-charset"),
    ],
)
def test_characters_survive_their_encoding(data: bytes, charset: str) -> None:
    assert shape(read(data, charset=charset)) == [("paragraph", "Ärger über Öl")]


@pytest.mark.parametrize("charset", ["cp1251", "koi8-r", "utf-8", "utf-16"])
def test_russian_is_told_from_its_bytes(charset: str) -> None:
    text = "Мост через реку закрыли в понедельник, потому что меняли тросы."
    assert shape(read(text.encode(charset))) == [("paragraph", text)]


def test_a_page_is_read_in_the_charset_it_declares() -> None:
    page = f'<html><head><meta charset="windows-1251"></head><body><p>{PARAGRAPH}</p><p>Мост</p></body></html>'
    assert ("paragraph", "Мост") in shape(read(page.encode("cp1251")))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"%PDF-1.7\n\xe2\xe3", "PDF"),
        (b"PK\x03\x04\x14\x00", "ZIP"),
        (b"\x89PNG\r\n\x1a\n", "PNG"),
        (b"ID3\x04\x00\x00", "MP3"),
        (b"\xff\xfb\x90\x00", "MP3"),
        (b"abc\x00\x01\x02def", "binary"),
        (bytes(range(256)) * 8, "binary"),
        (b"", "empty"),
        (b" \n\t\r\n", "empty"),
        (b"*** --- ***", "no words"),
        ("😀 … — !".encode(), "no words"),
    ],
)
def test_what_is_no_text_is_refused_with_a_hint(data: bytes, words: str) -> None:
    with pytest.raises(SourceError, match=words) as caught:
        read(data, "thing.txt")
    assert caught.value.hint
    assert str(caught.value.place) == "thing.txt"


WRAPPED = """The bridge over the river was closed on Monday because its cables
had to be replaced. The mayor said that it would be opened again be-
fore the autumn, when the well-known market brings thousands of visi-
tors to the town, many of them on foot.

A second paragraph is long enough to reach the margin, and it speaks
of the market once more: the town lives on the trade of its well-
known stalls, and the word keeps its hyphen in the article here.
"""


def test_wrapped_lines_are_rejoined_and_their_hyphens_undone() -> None:
    first, second = (block.text for block in read(WRAPPED).blocks)
    assert first.startswith("The bridge over the river was closed on Monday because its cables had to be replaced.")
    assert "again before the autumn" in first
    assert "thousands of visitors" in first
    assert "the trade of its well-known stalls" in second


def test_lines_of_a_page_stay_apart_and_know_their_numbers() -> None:
    article = read(f"Menu\nHome\n\n{PARAGRAPH}\n{PARAGRAPH} It is so.\n")
    assert [(block.text, block.anchor.ref) for block in article.blocks] == [
        ("Menu", "line 1"),
        ("Home", "line 2"),
        (PARAGRAPH, "line 4"),
        (f"{PARAGRAPH} It is so.", "line 5"),
    ]


def test_markdown_blocks_have_their_kinds() -> None:
    text = (
        "# T\n\nOne *two*\nthree.\n\n## H\n\n- a\n  - b\n\n1. c\n\n> q\n\n```\nx = 1\n```\n\n"
        "| a | b |\n|---|---|\n| 1 | 2 |\n\n"
        "![A picture](p.png)\n\n---\n\n<div>Some <i>HTML</i><br>text</div>\n\n[^1]: a note\n"
    )
    article = read(text, "a.md")
    assert shape(article) == [
        ("title", "T"), ("paragraph", "One two three."), ("heading", "H"), ("item", "a"), ("item", "b"), ("item",
        "1. c"),
        ("quote", "q"), ("code", "x = 1"), ("table", "a | b\n1 | 2"), ("figure", "A picture"), ("break", "* * *"),
        ("paragraph", "Some HTML text"), ("note", "[^1]: a note"),
    ]  # fmt: skip
    assert [block.level for block in article.blocks if block.kind == "item"] == [1, 2, 1]


def test_lines_of_a_poem_stay_lines_in_markdown_but_not_in_titles() -> None:
    text = "A\\\ntitle\n===\n\nThe sea  \nwas grey,<br>and\\\nso\nwas I.\n"
    article = readers.read(Document(data=text.encode(), source="poem.md"))
    assert [block.text for block in article.blocks] == ["A title", "The sea\nwas grey,\nand\nso was I."]


def test_html_blocks_have_their_kinds_and_the_rest_its_reasons() -> None:
    page = f"""<html lang="en"><head><title>A bridge is closed | Site</title></head><body>
    <nav><a href="/">Home page of the site</a></nav>
    <article><h1>A bridge is closed</h1><p>{PARAGRAPH}</p><h2>Why <em>now</em></h2>
    <p>{PARAGRAPH} Truly.<br><br>{PARAGRAPH} Really.</p>
    <blockquote>It had to be done, said the mayor of the town on Monday.</blockquote>
    <ul><li>First of the reasons</li><li>Second of them</li></ul>
    <figure><img alt="x"><figcaption>The bridge in May</figcaption></figure></article>
    <div style="display:none">Never seen</div><script>var x = 1;</script></body></html>"""
    article = read(page)
    kept = [(block.kind, block.text) for block in clean(article)[0].blocks]
    assert kept == [
        ("title", "A bridge is closed"),
        ("paragraph", PARAGRAPH),
        ("heading", "Why now"),
        ("paragraph", f"{PARAGRAPH} Truly."),
        ("paragraph", f"{PARAGRAPH} Really."),
        ("quote", "It had to be done, said the mayor of the town on Monday."),
        ("item", "First of the reasons"),
        ("item", "Second of them"),
    ]
    hints = {block.text: block.hint for block in article.blocks}
    assert hints["Home page of the site"] == "in navigation"
    assert "Never seen" not in hints
    assert article.language == "en"


ENCODED = st.text(max_size=200).map(lambda text: text.encode("utf-8", "surrogatepass"))


@given(st.one_of(st.binary(max_size=200), ENCODED))
@settings(max_examples=300, deadline=None)
def test_any_bytes_give_an_article_or_a_source_error(data: bytes) -> None:
    try:
        article = read(data)
    except SourceError:
        return
    clean(article)


@given(st.text(alphabet=st.sampled_from("<>/ap\"'=!-&;h1 div"), max_size=120))
@settings(max_examples=100, deadline=None)
def test_broken_markup_gives_an_article_or_a_source_error(text: str) -> None:
    try:
        clean(read(f"<html><body>{text}<p>words</p>", "a.html"))
    except SourceError:
        return


@pytest.mark.parametrize(
    "page",
    [
        "<div>" * 100_000 + f"<p>{PARAGRAPH}</p>",
        f"<p>{PARAGRAPH}</p>" + "<b>" * 50_000 + "end",
        "<table><tr><td>" * 3_000 + PARAGRAPH,
    ],
    ids=["nested blocks", "nested inline", "nested tables"],
)
def test_hostile_pages_end_with_an_answer(page: str) -> None:
    begin = time.perf_counter()
    with suppress(SourceError):
        clean(read(f"<html><body>{page}</body></html>", "a.html"))
    assert time.perf_counter() - begin < 20


def test_every_reader_tells_what_it_reads() -> None:
    for module in every("readers"):
        assert module.INFO.name
        assert module.INFO.summary
        assert all(suffix.startswith(".") and suffix.islower() for suffix in module.INFO.suffixes)


def test_importing_readers_and_text_is_cheap() -> None:
    heavy = {"numpy", "lxml", "trafilatura", "markdown_it", "py3langid"}
    code = (
        "import sys, narrate.readers, narrate.text.script, narrate.text.clean, narrate.plugins as p\n"
        "p.every('readers')\n"
        f"print(sorted({heavy!r} & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
