"""Chapters: they tile the programme, none too short, none too many, and none lost that matters."""

from __future__ import annotations

from itertools import accumulate, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.audio.chapters import FEW, MOST, SHORTEST, TITLE, chapters
from narrate.model import Anchor, Block, Chapter, Cue, Kind, Sentence

RATE = 1000
Part = tuple[Kind, str, float, int, str]
"""Kind, text, seconds, depth, source."""


def made(*parts: Part) -> tuple[Chapter, ...]:
    """The chapters of a programme of these blocks, a sentence each, half a second between them."""
    at, cues = 500, []
    for kind, text, seconds, level, source in parts:
        block = Block(kind=kind, text=text, level=level, anchor=Anchor(source=source))
        finish = at + round(seconds * RATE)
        cues.append(Cue(sentence=Sentence(block=block, start=0, end=len(text)), begin=at, finish=finish))
        at = finish + 500
    return chapters(cues, at, RATE)


def heading(text: str, level: int = 1, source: str = "a") -> Part:
    return ("heading", text, 1.0, level, source)


def prose(seconds: float = 20.0, source: str = "a") -> Part:
    return ("paragraph", "Words of a paragraph. " * 9, seconds, 0, source)


def title(text: str, source: str = "a") -> Part:
    return ("title", text, 1.0, 0, source)


def titles(*parts: Part) -> list[str]:
    return [one.title for one in made(*parts)]


def test_headings_part_a_programme_and_what_comes_first_opens_it() -> None:
    found = made(title("Story"), prose(), heading("One"), prose(), prose(), heading("Two"), prose())
    assert [one.title for one in found] == ["Story", "One", "Two"]
    assert [one.begin for one in found] == [0, 22_500, 65_000]


def test_text_before_the_first_heading_opens_with_its_own_words() -> None:
    first, second = titles(prose(), heading("One"), prose())
    assert first.startswith("Words of a paragraph. Words")
    assert first.endswith("…")
    assert second == "One"


def test_without_headings_there_are_no_chapters() -> None:
    assert made(title("Story"), prose()) == ()
    assert made(heading("One"), prose()) == ()
    assert made() == ()


def test_what_is_too_short_joins_the_next() -> None:
    assert titles(title("Story"), heading("One"), prose(), heading("Two"), prose()) == ["Story – One", "Two"]
    assert titles(title("Story"), prose(), heading("Part"), heading("One"), prose()) == ["Story", "Part – One"]


def test_what_is_too_short_joins_no_outer_heading_and_no_other_article() -> None:
    short = [heading("Short", 2), prose(2)]
    assert titles(heading("One"), prose(), *short, heading("Two"), prose()) == ["One", "Two"]
    ends = [heading("Notes"), prose(2), title("Other", "b"), prose(source="b")]
    assert titles(title("Story"), prose(), *ends) == ["Story", "Other"]


def test_an_article_among_others_is_a_chapter_however_short() -> None:
    short = [(title(f"News {name}", source=name), prose(3, source=name)) for name in "abc"]
    first, *others = short
    found = made(
        *first, *others[0], title("Long", source="d"), prose(source="d"), heading("Deep", source="d"), *others[1]
    )
    assert [one.title for one in found] == ["News a", "News b", "Long", "News c"]
    assert found[0].finish - found[0].begin < SHORTEST * RATE


def test_a_short_end_belongs_to_what_is_before_it() -> None:
    assert titles(title("Story"), prose(), heading("One"), prose(), heading("Notes"), prose(2)) == ["Story", "One"]


def test_a_short_programme_has_no_chapters() -> None:
    assert made(title("Story"), prose(1), heading("One"), prose(1)) == ()


def test_where_all_headings_are_too_many_the_outer_ones_stay() -> None:
    parts = [title("Story"), prose()]
    for number in range(60):
        parts += [heading(f"Chapter {number}", 1), prose()]
        for inner in range(5):
            parts += [heading(f"Section {number}.{inner}", 2), prose()]
    assert titles(*parts) == ["Story", *(f"Chapter {number}" for number in range(60))]


def test_two_hundred_headings_stay_as_they_are() -> None:
    parts = [part for number in range(200) for part in (heading(f"Chapter {number}", 2), prose())]
    assert titles(*parts) == [f"Chapter {number}" for number in range(200)]


def test_more_than_players_count_are_joined_and_none_is_lost() -> None:
    parts = [part for number in range(600) for part in (heading(f"C{number}."), prose(12))]
    found = made(*parts)
    assert 100 < len(found) <= MOST
    said = " ".join(one.title for one in found)
    assert all(f"C{number}." in said for number in range(590))


def test_each_article_has_a_chapter_and_its_headings_while_they_are_few() -> None:
    first = [title("First"), prose(), heading("One"), prose()]
    second = [title("Second", "b"), prose(20, "b"), heading("Two", 1, "b"), prose(20, "b")]
    assert titles(*first, *second) == ["First", "One", "Second", "Two"]
    many = [part for number in range(FEW) for part in (heading(f"More {number}", 1, "b"), prose(20, "b"))]
    assert titles(*first, *second, *many) == ["First", "Second"]


def test_an_article_without_a_title_has_a_chapter_of_its_own_too() -> None:
    first, second = titles(prose(), prose(20, "b"))
    assert first.startswith("Words of")
    assert second.startswith("Words of")


def test_long_titles_are_cut() -> None:
    assert all(len(one) <= TITLE for one in titles(prose(), heading("long " * 80), prose()))


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["title", "heading", "paragraph"]),
            st.text("ab ", min_size=1, max_size=9),
            st.floats(0.1, 40),
            st.integers(0, 4),
            st.sampled_from("ab"),
        ),
        max_size=40,
    )
)
def test_chapters_tile_the_programme(parts: list[Part]) -> None:
    found = made(*parts)
    if not found:
        return
    end = 500 + sum(round(part[2] * RATE) + 500 for part in parts)
    assert (found[0].begin, found[-1].finish) == (0, end)
    assert all(one.finish == other.begin for one, other in pairwise(found))
    begins = [0, *accumulate((round(part[2] * RATE) + 500 for part in parts), initial=500)]
    articles = {begins[0]} | {
        begins[number + 1]
        for number, (before, part) in enumerate(pairwise(parts), 1)
        if part[0] == "title" or part[4] != before[4]
    }
    short = {one.begin for one in found if one.finish - one.begin < SHORTEST * RATE}
    assert short <= (articles if len(articles) > 1 else set())


@pytest.mark.parametrize("depth", [1, 3])
def test_the_depth_of_the_only_headings_does_not_matter(depth: int) -> None:
    assert titles(prose(), heading("One", depth), prose(), heading("Two", depth), prose())[1:] == ["One", "Two"]
