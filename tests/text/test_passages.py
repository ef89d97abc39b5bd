"""Which stretches of a text are spoken in another language: what is clear, never a name or a borrowed word."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrate.model import Anchor, Article, Block, Kind
from narrate.text.passages import article_language, block_language, passages
from narrate.text.script import Preparation, prepare

FRENCH = "“Je ne regrette rien de ce que j’ai fait dans ma vie,”"
RUSSIAN = "«Мы не сдадимся никогда и нигде»,"
ARABIC = "قال الوزير إن الحكومة لن تتراجع عن هذا القرار."
ENGLISH = "“We will not go back on this decision, whatever anybody says about it in the coming weeks,” he told the BBC."


def block(text: str, kind: Kind = "paragraph", language: str = "") -> Block:
    return Block(kind=kind, text=text, anchor=Anchor(source="test"), language=language)


def parts(text: str, own: str) -> list[tuple[str, str]]:
    return [(text[start:end].strip(), language) for start, end, language in passages(text, own)]


@pytest.mark.parametrize(
    ("own", "pieces"),
    [
        ("en", [("He said:", "en"), (RUSSIAN, "ru"), ("and left the room.", "en")]),
        ("en", [(FRENCH, "fr"), ("she said in Paris on Tuesday.", "en")]),
        ("en", [("He wrote", "en"), ("我们永远不会放弃这个决定", "zh"), ("on the wall.", "en")]),
        ("ru", [("Газета пишет, что", "ru"), ("«we will never give up on this one»,", "en"), ("и ушёл.", "ru")]),
        ("ar", [(ARABIC, "ar"), (ENGLISH, "en")]),
        (
            "de",
            [("Er sagte:", "de"), ("„I have never seen anything like this in all the years that I was here.“", "en")],
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_clear_passage_has_its_own_language_with_its_marks(own: str, pieces: list[tuple[str, str]]) -> None:
    assert parts(" ".join(text for text, _ in pieces), own) == pieces


@pytest.mark.parametrize(
    ("own", "text"),
    [
        ("en", "The paper Новая газета Европа wrote about it; so did «Коммерсантъ»."),
        ("en", "Xi Jinping (习近平) said so."),
        ("en", "He calls it “joie de vivre”, “Zeitgeist” and “la dolce vita”."),
        ("ru", "Газета The New York Times пишет об iPhone 15 Pro Max и Microsoft Office."),
        ("ru", "Пишите на the.editor.in.chief@some.example.org или www.some.example.org/in/all/languages сегодня."),
        ("en", "Anna Lindqvist, Per Åkesson, Jürgen Müller, François Lefèvre and José Ibáñez were there."),
    ],
)
def test_names_and_borrowed_words_stay_with_the_sentence(own: str, text: str) -> None:
    assert parts(text, own) == [(text, own)]


def test_a_block_does_not_leave_the_article_while_its_letters_would_be_lost() -> None:
    assert block_language(block(f"{ARABIC} {ENGLISH} {ENGLISH}"), "ar") == "ar"


def test_a_foreign_block_is_told_by_its_letters_or_little_words() -> None:
    assert block_language(block("Компания Apple представила новый iPhone 15 Pro Max."), "en") == "ru"
    german = "Die Fähre kam auch an diesem Abend nicht, und die Leute am Ufer gingen ohne ein Wort nach Hause."
    assert block_language(block(german), "en") == "de"
    names = "Angélica Amezcua, Flavia Belpoliti, Anel Brandl, Stephanie Gonzalez, Jocelly G. Meiners"
    assert block_language(block(names), "en") == "en"


def test_an_article_is_in_its_own_language_and_not_in_that_of_whom_it_quotes() -> None:
    long = "«Мы не сдадимся никогда и нигде, потому что это наша земля и наш дом, и другого у нас нет»"
    assert article_language([block("He said it on Monday."), block(f"{long}, he said.")]) == "en"
    assert article_language([block("He said it on Monday."), block(long.strip("«»"), "quote")]) == "en"
    assert (
        article_language([block("Пресс-секретарь сообщил об этом. Он добавил: “We are not going anywhere at all”")])
        == "ru"
    )


@given(st.text(max_size=200), st.sampled_from(("en", "ru", "ar", "zh", "ja", "xx")))
@settings(max_examples=300, deadline=None)
def test_passages_are_the_whole_text(text: str, own: str) -> None:
    found = passages(text, own)
    assert [found[0].start, *(one.end for one in found)] == [*(one.start for one in found), len(text)]


def script_of(text: str, chosen: Preparation) -> list[tuple[str, str]]:
    article = Article(source="test", blocks=(block(text),), language="en")
    return [(one.text, one.language) for one in prepare(article, chosen=chosen).sentences]


def test_a_quotation_is_a_sentence_of_its_own_in_the_script_and_its_host_goes_on_at_once() -> None:
    text = f"He said: {RUSSIAN} and left. It rained."
    article = Article(source="test", blocks=(block(text),), language="en")
    said = prepare(article, cast=lambda _, language: f"engine:{language}").sentences
    assert [(one.text, one.voice) for one in said] == [
        ("He said:", "engine:en"), (RUSSIAN, "engine:ru"), ("and left.", "engine:en"), ("It rained.", "engine:en")
    ]  # fmt: skip
    assert said[1].pause < said[2].pause


def test_a_listener_may_want_one_language_only() -> None:
    text = f"He said: {RUSSIAN} and left."
    assert script_of(text, Preparation(one_language=True)) == [(text, "en")]


def test_a_named_language_is_believed_against_all_in_the_same_letters() -> None:
    text = f"He said: {RUSSIAN} and left. {FRENCH} she said."
    languages = [language for _, language in script_of(text, Preparation(language="en"))]
    assert "ru" in languages
    assert "fr" not in languages
