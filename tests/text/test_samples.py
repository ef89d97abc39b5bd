"""What is read of each sample is what its .expected.txt says: every block, in order, and nothing else."""

from __future__ import annotations

from pathlib import Path

import pytest

from narrate import readers
from narrate.model import Article, Document, Removed
from narrate.text.clean import clean
from narrate.text.policy import DEFAULT, arranged
from narrate.text.script import prepare

SAMPLES = Path(__file__).parents[2] / "samples"
PAGES = sorted(page for page in SAMPLES.iterdir() if not page.name.endswith(".expected.txt"))


def cleaned(page: Path) -> tuple[Article, tuple[Removed, ...]]:
    return clean(readers.read(Document(data=page.read_bytes(), source=page.name)))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_a_sample_is_read_as_expected(page: Path) -> None:
    expected = page.with_name(f"{page.stem}.expected.txt").read_text(encoding="utf-8").strip().split("\n\n")
    article = arranged(cleaned(page)[0], DEFAULT)
    assert [block.text for block in article.blocks if block.kind != "break"] == expected
    assert article.blocks[0].kind == "title"
    assert article.title == expected[0]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_block_is_read_or_left_out_with_a_reason(page: Path) -> None:
    whole = readers.read(Document(data=page.read_bytes(), source=page.name))
    article, removed = clean(whole)
    texts = sorted(block.text for block in whole.blocks)
    assert sorted([*(block.text for block in article.blocks), *(one.block.text for one in removed)]) == texts
    assert all(one.rule and one.reason for one in removed)


@pytest.mark.parametrize(
    ("name", "language"),
    [
        ("iz-kremlin-belarus.txt", "en"),
        ("most-u-berezovki.txt", "ru"),
        ("night-ferry.html", "en-GB"),
        ("quiet-mill.md", "en"),
    ],
)
def test_a_sample_has_its_language(name: str, language: str) -> None:
    assert cleaned(SAMPLES / name)[0].language == language


def test_the_web_page_brings_its_metadata() -> None:
    article, _ = cleaned(SAMPLES / "night-ferry.html")
    assert article.authors == ("Mara Quillfeather",)
    assert article.site == "The Ellery Courier"
    assert article.published.startswith("2026-03-14")
    assert article.cover == "https://courier.example/img/ferry.jpg"


def test_the_markdown_page_brings_its_front_matter() -> None:
    article, _ = cleaned(SAMPLES / "quiet-mill.md")
    assert (article.authors, article.published) == (("Josephine Arkwell",), "2025-10-02")


def test_the_sample_of_three_voices_speaks_each_language_with_a_voice_of_its_own() -> None:
    article, removed = cleaned(SAMPLES / "three-voices.md")
    script = prepare(article, removed, cast=lambda _, language: f"engine:{language}")
    foreign = [(one.text[:12], one.voice) for one in script.sentences if one.voice != "engine:en"]
    assert foreign == [
        ("«Ночью ветер", "engine:ru"),
        ("“Je ne peux ", "engine:fr"),
        ("Если вы чита", "engine:ru"),
        ("Мы чистили е", "engine:ru"),
    ]
