"""Narrating a part of an article."""

from __future__ import annotations

import pytest

from narrate.errors import UsageError
from narrate.model import Anchor, Article, Block, Script
from narrate.text.part import part
from narrate.text.script import prepare

TEXTS = (
    "One thing came first.",
    "Two things followed. Three came after them.",
    "Four were last, and two of them stayed.",
)


@pytest.fixture
def script() -> Script:
    blocks = tuple(Block(kind="paragraph", text=text, anchor=Anchor(source="test")) for text in TEXTS)
    return prepare(Article(source="test", blocks=blocks, language="en"))


def test_both_ends_are_included_and_what_lies_outside_is_listed(script: Script) -> None:
    short = part(script, "two THINGS", "three came")
    assert [sentence.text for sentence in short.sentences] == ["Two things followed.", "Three came after them."]
    assert [removed.block.text for removed in short.removed] == [TEXTS[0], TEXTS[2]]


def test_the_end_is_looked_for_behind_the_start(script: Script) -> None:
    assert len(part(script, "Three", "two").sentences) == 2


def test_nothing_named_is_everything(script: Script) -> None:
    assert part(script) == script


def test_words_that_no_sentence_holds_are_an_error_with_a_place(script: Script) -> None:
    with pytest.raises(UsageError, match="test: no sentence holds “seven”"):
        part(script, "seven")
    with pytest.raises(UsageError, match="no sentence after the first one holds"):
        part(script, "Four", "Three")
