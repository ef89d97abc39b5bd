"""What a file says of itself."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from narrate.audio.tags import ISO_639_2, Tags
from narrate.model import Article

ARTICLE = Article(
    blocks=(),
    source="https://example.org/story",
    title="A story",
    authors=("Ann Lee", "Bo Day"),
    language="ru-RU",
    published="2025-01-16T10:30:00Z",
    site="Example News",
)


def test_tags_are_what_the_article_knows() -> None:
    assert Tags.of(ARTICLE) == Tags(
        title="A story",
        artist="Ann Lee, Bo Day",
        album="Example News",
        date="2025-01-16",
        language="rus",
        comment="https://example.org/story",
    )


def test_a_file_s_path_is_nobody_s_business() -> None:
    assert Tags.of(Article(blocks=(), source="/home/ann/story.txt")) == Tags()
    assert Tags().metadata() == {"genre": "Speech"}


def test_languages_are_three_letters_or_unknown() -> None:
    assert all(len(two) == 2 and len(three) == 3 for two, three in ISO_639_2.items())
    assert len(set(ISO_639_2.values())) == len(ISO_639_2)
    assert Tags.of(Article(blocks=(), source="", language="tlh")).language == "und"


@given(st.text())
def test_no_title_breaks_a_tag(title: str) -> None:
    for value in Tags(title=title).metadata().values():
        assert value.isprintable()
        value.encode()
