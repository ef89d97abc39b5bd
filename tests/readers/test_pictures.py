"""Pictures that say what they show: which of a page's are read as figures, and where."""

from __future__ import annotations

import pytest
from lxml import html

from narrate import readers
from narrate.model import Document
from narrate.readers._pictures import description
from narrate.text.clean import clean
from tests.readers import books
from tests.readers.test_pages import PAGES, page

KEEP = ("figure", "caption")


def read(text: str, keep: tuple[str, ...] = KEEP) -> list[tuple[str, str]]:
    article, _ = clean(readers.read(Document(data=text.encode(), source="page.html")), keep=keep)  # type: ignore[arg-type]
    return [(block.kind, block.text) for block in article.blocks]


def amid(picture: str) -> str:
    """A page with a picture behind its first paragraph, and others in its menu, beside it and at its end."""
    text = page("en").replace(f"<p>{PAGES['en'][1][1]}</p>", f"{picture}<p>{PAGES['en'][1][1]}</p>")
    beside = "<aside><img alt='Another story is here' src='x.png'></aside><footer><img alt='Find us' src='f.png'>"
    text = text.replace("<nav>", "<nav><img alt='The Courier, a newspaper' src='l.png'>")
    return text.replace("<footer>", beside)


@pytest.mark.parametrize(
    "picture",
    [
        "<img src='a.jpg' alt='A  map of\nthe harbour'>",
        "<figure><a href='a.jpg'><picture><source srcset='a.webp'><img src='a.jpg' alt='A map of the harbour'>"
        "</picture></a><figcaption>Drawn in 1880</figcaption></figure>",
        "<svg role='img' aria-label='A map of the harbour'><path d='M0 0'/></svg>",
    ],
)
def test_what_a_picture_amid_the_text_shows_is_read_when_asked_for(picture: str) -> None:
    found = read(amid(picture))
    first, second = (found.index(("paragraph", text)) for text in PAGES["en"][1][:2])
    assert ("figure", "A map of the harbour") in found[first:second]
    assert [text for kind, text in found if kind == "figure"] == ["A map of the harbour"]
    assert not any(kind == "figure" for kind, _ in read(amid(picture), ()))


def test_a_picture_within_a_paragraph_is_told_behind_it() -> None:
    text = PAGES["en"][1][1]
    words = text.replace(" ", " <img src='s.png' alt='a star'> ", 1)
    found = read(page("en").replace(text, words))
    assert found[found.index(("figure", "a star")) - 1] == ("paragraph", text)


def test_what_a_picture_says_beside_a_caption_of_the_same_words_is_said_once() -> None:
    both = "<figure><img src='a.png' alt='Drawn in 1880'/><figcaption>Drawn in 1880.</figcaption></figure>"
    book = Document(data=books.book({"OPS/text/two.xhtml": books.page("Two", both)}), source="book.epub")
    for keep, kinds in ((KEEP, ["caption"]), (("figure",), ["figure"])):
        article, _ = clean(readers.read(book), keep=keep)  # type: ignore[arg-type]
        assert [block.kind for block in article.blocks if block.text.startswith("Drawn")] == kinds


def test_ornaments_that_stand_again_and_again_are_not_read() -> None:
    assert not any(kind == "figure" for kind, _ in read(amid("<img src='s.png' alt='one star'>" * 5)))


@pytest.mark.parametrize(
    "markup",
    [
        "<img src='a.png'>",
        "<img alt='' src='a.png'>",
        "<img alt='IMG_1234.jpg'>",
        "<img alt='Image 3'>",
        "<img alt='***'>",
        "<img alt='Bild'>",
        "<img alt='a flourish' role='presentation'>",
        "<img alt='a flourish' aria-hidden='true'>",
        "<img alt='a flourish' style='display: none'>",
        "<img alt='counted' width='1' height='1'>",
    ],
)
def test_what_describes_nothing_is_no_description(markup: str) -> None:
    assert description(html.fromstring(markup)) == ""


def test_pictures_of_books_are_told_where_they_stand() -> None:
    article, _ = clean(readers.read(Document(data=books.book(), source="book.epub")), keep=KEEP)
    kinds = [(block.kind, block.text) for block in article.blocks]
    assert kinds[kinds.index(("figure", "A lighthouse")) + 1] == ("caption", "The house at noon.")
