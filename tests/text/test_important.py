"""Which sentences are picked as the important ones."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from narrate.model import Anchor, Article, Block
from narrate.text.important import chosen, marked, only_important
from narrate.text.script import prepare

AT = Anchor(source="test")
TEXT = (
    "The harbour council voted to build a new bridge over the river. The weather was fine that day. "
    "The bridge will cost nine million pounds, the council said. Somebody laughed. "
    "Work on the bridge over the river begins in May, and the council will pay for it in three parts."
)
ARTICLE = Article(
    source="test",
    title="Council votes for bridge",
    language="en",
    blocks=(
        Block(kind="title", text="Council votes for bridge", anchor=AT),
        Block(kind="paragraph", text=TEXT, anchor=AT),
    ),
)


def test_sentences_on_the_topic_are_picked_and_asides_are_not() -> None:
    script = marked(prepare(ARTICLE), share=0.6)
    picked = [sentence.text for sentence in script.sentences if sentence.important]
    assert picked[0] == "Council votes for bridge"
    assert len(picked) == 4
    assert "Somebody laughed." not in picked
    assert "The weather was fine that day." not in picked


def test_what_is_not_important_is_listed_as_left_out() -> None:
    script = marked(prepare(ARTICLE), share=0.2)
    short = only_important(script)
    assert len(short.sentences) == 2
    assert len(short.removed) == len(script.removed) + len(script.sentences) - 2
    assert all(removed.reason for removed in short.removed)


def test_a_language_without_spaces_is_weighed_too() -> None:
    texts = ["市议会投票决定修建新桥。", "今天天气很好。", "新桥的修建费用由市议会支付。", "有人笑了。"]
    assert set(chosen(texts, "市议会决定修建新桥", 2)) == {0, 2}


@given(st.lists(st.text(max_size=60), max_size=30), st.text(max_size=40), st.integers(0, 40))
def test_as_many_are_picked_as_asked_for_in_order_and_always_the_same(texts: list[str], title: str, count: int) -> None:
    places = chosen(texts, title, count)
    assert len(places) == min(count, len(texts))
    assert list(places) == sorted(set(places))
    assert places == chosen(texts, title, count)
