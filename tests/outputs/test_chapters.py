"""JSON chapters: what players of Podcasting 2.0 read."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrate.captions.pieces import plain
from narrate.errors import OutputError
from narrate.model import Chapter, Narration, Timeline
from tests.outputs.timed import ODD, RATE, made, narrated

TITLES = st.lists(st.one_of(st.text(max_size=40), st.sampled_from(ODD)), min_size=1, max_size=6)


def chaptered(titles: list[str], **facts: Any) -> Narration:
    """A narration with chapters of odd lengths."""
    told = narrated(["One sentence here. Another sentence there."], **facts)
    edges = [0, *(number * 7001 + 13 for number in range(1, len(titles)))]
    length = max(told.timeline.length, edges[-1] + 1)
    parts = [
        Chapter(title=title, begin=begin, finish=finish)
        for title, (begin, finish) in zip(titles, pairwise([*edges, length]), strict=True)
    ]
    return replace(told, timeline=replace(told.timeline, length=length, chapters=tuple(parts)))


def read(narration: Narration, folder: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(made(narration, "chapters", folder).read_text("utf-8"))
    return found


def test_the_file_has_the_version_the_title_and_when_each_chapter_begins(tmp_path: Path) -> None:
    narration = chaptered(["The “harbour” & <sea>", "What they\nfound", "\\End"], title="Harbour", authors=("A", "B"))
    assert read(narration, tmp_path) == {
        "version": "1.2.0",
        "title": "Harbour",
        "author": "A, B",
        "chapters": [
            {"startTime": 0.0, "title": "The “harbour” & <sea>"},
            {"startTime": 0.292, "title": "What they found"},
            {"startTime": 0.583, "title": "\\End"},
        ],
    }
    assert (tmp_path / "story.chapters.json").read_bytes().count(b"\n") == 5


@settings(max_examples=50)
@given(titles=TITLES)
def test_any_titles_are_read_as_they_were_written_at_times_that_ascend(
    titles: list[str], tmp_path_factory: Any
) -> None:
    narration = chaptered(titles)
    found = read(narration, tmp_path_factory.mktemp("chapters"))["chapters"]
    begins = [one["startTime"] for one in found]
    assert begins == [one.begin * 1000 // RATE / 1000 for one in narration.timeline.chapters]
    assert all(early < late for early, late in pairwise(begins))
    assert [one["title"] for one in found] == [" ".join(plain(title).split()) for title in titles]


def test_a_programme_without_chapters_is_one(tmp_path: Path) -> None:
    narration = narrated(["One sentence here."], title="Harbour")
    assert read(narration, tmp_path)["chapters"] == [{"startTime": 0.0, "title": "Harbour"}]


@pytest.mark.parametrize(
    ("chapters", "message"),
    [
        ((Chapter(title="x", begin=5, finish=5),), "which is no time"),
        ((Chapter(title="x", begin=-1, finish=5),), "which is no time"),
        ((Chapter(title="x", begin=0, finish=9), Chapter(title="y", begin=5, finish=10)), "before the one ahead"),
        ((Chapter(title="x", begin=0, finish=10**9),), "behind the end of the sound"),
    ],
)
def test_chapters_that_cannot_be_are_refused(chapters: tuple[Chapter, ...], message: str, tmp_path: Path) -> None:
    narration = narrated(["One sentence here."])
    wrong = replace(narration, timeline=replace(narration.timeline, chapters=chapters))
    with pytest.raises(OutputError, match=message):
        made(wrong, "chapters", tmp_path)


def test_a_timeline_that_cannot_be_is_refused(tmp_path: Path) -> None:
    narration = narrated(["One sentence here."])
    with pytest.raises(OutputError, match="can't be"):
        made(replace(narration, timeline=Timeline(rate=0, length=1)), "chapters", tmp_path)
