"""Several scripts as one: nothing lost, nothing changed but what joining means."""

from __future__ import annotations

from dataclasses import replace

import pytest

from narrate.model import Anchor, Article, Block, Script
from narrate.text.join import BETWEEN, LONGEST_TITLE, joined
from narrate.text.script import prepare


def script(title: str, text: str, source: str, language: str = "en", **facts: object) -> Script:
    blocks = (
        Block(kind="title", text=title, anchor=Anchor(source=source, ref="1")),
        Block(kind="paragraph", text=text, anchor=Anchor(source=source, ref="2")),
    )
    facts = {"authors": ("Ann Lee",), "published": "2025-01-16", "site": "News", **facts}
    article = Article(blocks=blocks, source=source, title=title, language=language, **facts)  # type: ignore[arg-type]
    return prepare(article, cast=lambda block, language: f"tone:{language}")


FIRST = script("The mill", "It turned again. Nobody knew why.", "a.html")
SECOND = script("The ford", "The river was high.", "b.html", authors=("Bo Day", "Ann Lee"), site="Post")
GERMAN = script("Die Mühle", "Sie stand am Fluss. Niemand wusste warum.", "c.html", "de")


def test_every_sentence_is_there_once_and_in_order() -> None:
    whole = joined([FIRST, SECOND, GERMAN])
    texts = [sentence.text for one in (FIRST, SECOND, GERMAN) for sentence in one.sentences]
    assert [sentence.text for sentence in whole.sentences] == texts
    places = [sentence.block.anchor for one in (FIRST, SECOND, GERMAN) for sentence in one.sentences]
    assert [sentence.block.anchor for sentence in whole.sentences] == places
    assert [block.text for block in whole.article.blocks] == [
        block.text for one in (FIRST, SECOND, GERMAN) for block in one.article.blocks
    ]


def test_what_each_left_out_is_told() -> None:
    both = joined([replace(FIRST, removed=()), replace(SECOND, removed=FIRST.removed * 2)])
    assert len(both.removed) == 2 * len(FIRST.removed)


def test_articles_are_apart_by_a_longer_pause_and_all_others_stay() -> None:
    whole = joined([FIRST, SECOND])
    last = len(FIRST.sentences) - 1
    before = [sentence.pause for one in (FIRST, SECOND) for sentence in one.sentences]
    after = [sentence.pause for sentence in whole.sentences]
    assert after[last] == BETWEEN > max(before)
    assert after[:last] + after[last + 1 :] == before[:last] + before[last + 1 :]


def test_each_article_keeps_its_language_and_its_voices() -> None:
    whole = joined([FIRST, GERMAN])
    assert [(one.language, one.voice) for one in whole.sentences] == [
        (one.language, one.voice) for script in (FIRST, GERMAN) for one in script.sentences
    ]
    assert {one.block.language for one in whole.sentences if one.language == "de"} == {"de"}
    assert whole.article.language == "en"
    blocks = {id(block) for block in whole.article.blocks}
    assert all(id(one.block) in blocks for one in whole.sentences), "sentences are of the article's own blocks"


def test_the_whole_is_called_after_its_parts_unless_it_has_a_title() -> None:
    assert joined([FIRST, SECOND]).article.title == "The mill; The ford"
    assert joined([FIRST, SECOND]).article.authors == ("Ann Lee", "Bo Day")
    named = joined([FIRST, SECOND], title="Waters", authors=("Cy Fox",)).article
    assert (named.title, named.authors) == ("Waters", ("Cy Fox",))
    many = joined([FIRST, *([script("A long title " * 5, "Text it is.", "d")] * 3), SECOND]).article.title
    assert len(many) <= LONGEST_TITLE


@pytest.mark.parametrize(("field", "value"), [("published", "2025-01-16"), ("site", "")])
def test_what_holds_for_all_holds_for_the_whole(field: str, value: str) -> None:
    assert getattr(joined([FIRST, SECOND]).article, field) == value


def test_one_alone_is_itself() -> None:
    assert joined([FIRST]) == FIRST
