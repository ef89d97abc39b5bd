"""What is read of pages pasted as text, in the styles that programs leave."""

from __future__ import annotations

import textwrap

import pytest

from narrate import readers
from narrate.model import Anchor, Article, Block, Document
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


def test_what_text_browsers_add_for_links_is_not_read() -> None:
    title, paragraphs, _ = PAGES["en"]
    marked = [text.replace(" the ", f" [{n + 3}]the ", 1) for n, text in enumerate(paragraphs)]
    assert sum("[" in text for text in marked) == len(marked)
    links = [f"  {n}. https://courier.example/{n}" for n in range(1, 9)]
    text = "\n\n".join(["[1]Home", "[2]Subscribe", title, "IFRAME: https://courier.example/map", *marked])
    dump = text + "\n\nReferences\n\n   Visible links:\n" + "\n".join(links)
    article, _ = clean(readers.read(Document(data=dump.encode(), source="-")))
    said = [block.text for block in article.blocks]
    assert [text for text in said if text in paragraphs] == paragraphs
    assert not any("http" in text or "[" in text for text in said)


def test_reference_marks_behind_words_stay() -> None:
    text = "The ferry[1] left the harbour[2] on Friday[3] with the mayor[4] and the captain[5] on board."
    article = readers.read(Document(data=text.encode(), source="-"))
    assert article.blocks[0].text == text


@pytest.mark.parametrize(
    ("line", "gone"),
    [
        ("https://courier.example/a?b=c", True),
        ("12. https://courier.example/", True),
        ("[3]www.courier.example", True),
        ("3f2a9c0b7d5e41128f60", True),
        ("The map is at https://courier.example/map.", False),
        ("deadbeefdeadbeefdead", False),
        ("(Reporting by Ann Other in Ellery; editing by Bo Third)", True),
        ("With files from Ann Other", True),
        ("Editing by Ann Other.", True),
        ("Reporting by The Courier showed that the ferry had been late on every day of March.", False),
        ("Editing by hand takes longer than the captain had thought.", False),
        ("Leia também: Por que o velho farol apagou", True),
        ("Leggi anche: Perché il vecchio faro si è spento", True),
        ("Lees ook: Waarom de oude vuurtoren doofde", True),
        ("Czytaj też: Dlaczego zgasła stara latarnia", True),
        ("Läs mer: Varför den gamla fyren slocknade", True),
        ("Advertentie", True),
        ("Publicidade", True),
    ],
)
def test_lines_that_are_no_text_by_their_words_are_left_out(line: str, gone: bool) -> None:
    anchor = Anchor(source="a")
    blocks = tuple(Block(kind="paragraph", text=text, anchor=anchor) for text in (PAGES["en"][1][0], line))
    article, _ = clean(Article(blocks=(Block(kind="title", text="T", anchor=anchor), *blocks), source="a"))
    assert all(block.text != line for block in article.blocks) is gone


def test_what_somebody_says_twice_is_read_twice() -> None:
    prose = "The keeper climbed the stairs while the wind rose over the bay and the gulls went quiet."
    said = [prose, "“Yes.”", "“Are you sure?”", "“Yes.”", "— Нет!", "— Нет!", prose.replace("stairs", "ladder")]
    blocks = [Block(kind="paragraph", text=text, anchor=Anchor(source="-", ref=str(n))) for n, text in enumerate(said)]
    title = Block(kind="title", text="The Lamp", anchor=Anchor(source="-", ref="title"))
    article, _ = clean(Article(blocks=(title, *blocks), source="-"))
    assert [block.text for block in article.blocks] == ["The Lamp", *said]
