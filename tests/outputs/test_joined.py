"""Several articles in one book or page: each is there as a whole, under its own title."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html

from narrate import plugins, readers
from narrate.model import Document, Narration
from narrate.text.clean import clean
from narrate.text.join import joined
from narrate.text.script import prepare
from tests.outputs.overlays import HTML, Book, faults, narrated_share
from tests.outputs.programmes import EVERYTHING, narrated
from tests.outputs.test_sound_files import picture

MILL = b"""# The mill

By Ann Lee

It turned again, and nobody in the valley knew why it did. The miller alone slept.

## Later

1. He woke.
2. It stopped.
"""
RIVER = b"No title stands here.\n\nThe river was high that year. They waited for a week, in the rain.\n"
GERMAN = """# Die M\u00fchle am Fluss

Sie stand seit langer Zeit am Fluss, und niemand im Tal wusste, warum sie sich drehte. Nur der M\u00fcller schlief.
""".encode()
FILES = {"mill.md": MILL, "river.txt": RIVER, "fluss.md": GERMAN}


def three(folder: Path, order: tuple[str, ...] = ("mill.md", "river.txt", "fluss.md", "mill.md")) -> Narration:
    """Four articles, one of them without a title, one in another language, one twice."""
    preparation = replace(EVERYTHING, one_language=False)
    scripts = [
        prepare(clean(readers.read(Document(data=FILES[name], source=name)))[0], chosen=preparation) for name in order
    ]
    return narrated(joined(scripts), folder, cover=picture())


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Narration, Path]:
    folder = tmp_path_factory.mktemp("joined")
    return three(folder), folder


def book(made: tuple[Narration, Path], name: str) -> Book:
    path = made[1] / f"{name}.epub"
    plugins.load("outputs", name).write(made[0], path)
    return Book(path)


@pytest.mark.parametrize("name", ["epub", "epub-words"])
def test_each_article_is_a_page_of_the_book_and_all_of_it_sounds(made: tuple[Narration, Path], name: str) -> None:
    read = book(made, name)
    assert list(faults(read)) == []
    assert narrated_share(read) >= 0.99
    pages = [read.page(read.name(item)) for item, _ in read.read]
    titles = [page.findtext(f"{HTML}head/{HTML}title") for page in pages]
    assert titles == ["The mill", "No title stands here.", "Die M\u00fchle am Fluss", "The mill"]
    assert [len(list(page.iter(f"{HTML}h1"))) for page in pages] == [1, 0, 1, 1]
    shown = ["".join("".join(page.find(f"{HTML}body").itertext()).split()) for page in pages]
    for cue in made[0].timeline.cues:
        assert any("".join(cue.sentence.text.split()) in text for text in shown)


def test_each_article_has_a_line_in_the_contents_which_is_heard(made: tuple[Narration, Path]) -> None:
    read = book(made, "epub")
    nav = read.page("EPUB/nav.xhtml")
    lines = [(link.text, link.get("href").partition("#")[0]) for link in nav.find(f".//{HTML}nav").iter(f"{HTML}a")]
    assert lines == [
        ("The mill", "part1.xhtml"), ("Later", "part1.xhtml"), ("No title stands here.", "part2.xhtml"),
        ("Die M\u00fchle am Fluss", "part3.xhtml"), ("The mill", "part4.xhtml"), ("Later", "part4.xhtml"),
    ]  # fmt: skip
    assert [par.ref for par in read.overlays["nav-overlay"]] == [f"toc{n}" for n in range(1, 7)]
    languages = [page.find(f".//{HTML}p").get("lang") for page in map(read.page, ("EPUB/part3.xhtml",))]
    assert languages == ["de"]


@pytest.mark.parametrize("name", ["html", "html-folder"])
def test_a_page_shows_all_articles_each_under_a_heading(made: tuple[Narration, Path], name: str) -> None:
    target = made[1] / name
    if name == "html-folder":
        target.mkdir()
    plugins.load("outputs", name).write(made[0], target)
    text = (target / "index.html" if target.is_dir() else target).read_text("utf-8")
    (article,) = html.fromstring(text).xpath("//article")
    headings = [(one.tag, one.text_content(), one.get("class")) for one in article.xpath(".//h1|.//h2|.//h3")]
    assert headings == [
        ("h1", "The mill", None), ("h2", "Later", None), ("h1", "Article", "unseen"),
        ("h1", "Die M\u00fchle am Fluss", None), ("h1", "The mill", None), ("h2", "Later", None),
    ]  # fmt: skip
    (rule,) = article.xpath(".//hr")
    assert rule.getnext().get("class") == "unseen"
    said = {one.get("id"): one.text_content() for one in article.xpath(".//*[contains(@class, 's')][@id]")}
    assert said == {f"s{n}": cue.sentence.text for n, cue in enumerate(made[0].timeline.cues)}
    assert len(re.findall(r'lang="de"', text)) >= 2


def test_an_article_without_title_that_comes_first_has_a_line_in_the_contents_too(tmp_path: Path) -> None:
    read = book((three(tmp_path, ("river.txt", "mill.md")), tmp_path), "epub")
    nav = read.page("EPUB/nav.xhtml")
    lines = [link.text for link in nav.find(f".//{HTML}nav").iter(f"{HTML}a")]
    assert lines == ["No title stands here.", "The mill", "Later"]
