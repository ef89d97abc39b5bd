"""What is read of pages pasted as text, in the styles that programs leave."""

from __future__ import annotations

import textwrap

import pytest

from narrate import readers
from narrate.model import Document
from narrate.text.clean import clean
from tests.readers.test_pages import PAGES

MENU = ["Home", "News", "Weather", "Sport", "Culture", "Search", "Log in"]
END = ["Most read", "A storm is coming on Sunday", "The market moves to the old mill", "About us", "Contact", "Terms"]


def lines(language: str) -> list[str]:
    title, paragraphs, noise = PAGES[language]
    amid = [piece for n, text in enumerate(paragraphs) for piece in (text, *([noise[n]] if n < 3 else []))]
    return [*MENU, title, "14.03.2026, 08:00", *amid, *noise[-2:], *END]


def browser(language: str) -> str:
    return "\n\n".join(lines(language))


def compact(language: str) -> str:
    return "\n".join(lines(language))


def wrapped(language: str) -> str:
    return "\n\n".join(
        textwrap.fill(line, 78, initial_indent="   ", subsequent_indent="   ") for line in lines(language)
    )


def markdown(language: str) -> str:
    title = PAGES[language][0]
    marked = (f"# {line}" if line == title else f"  * {line}" if line in MENU else line for line in lines(language))
    return "\n\n".join(marked)


@pytest.mark.parametrize("style", [browser, compact, wrapped, markdown], ids=lambda style: style.__name__)
@pytest.mark.parametrize("language", PAGES)
def test_the_article_of_a_pasted_page_is_read(language: str, style: object) -> None:
    assert callable(style)
    title, paragraphs, noise = PAGES[language]
    article, removed = clean(readers.read(Document(data=style(language).encode(), source="-")))
    read = [block.text for block in article.blocks]
    assert [text for text in read if text in paragraphs] == paragraphs
    assert article.title == title
    assert not set(read) & {*MENU, *END, noise[0], noise[1]}
    assert all(one.rule and one.reason for one in removed)


def test_a_plain_letter_is_read_whole() -> None:
    text = "Dear Ann,\n\nI have been to the coast. It rained.\n\nThe ferry runs again, you know.\n\nYours,\nBo"
    article, _ = clean(readers.read(Document(data=text.encode(), source="letter.txt")))
    kept = " ".join(block.text for block in article.blocks)
    assert "I have been to the coast. It rained." in kept
    assert "The ferry runs again, you know." in kept
