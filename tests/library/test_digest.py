"""Several articles as one episode."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.library.conftest import Pod
from tests.library.here import Folder


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path)


def test_a_digest_tells_first_what_is_in_it(pod: Pod) -> None:
    for number in (1, 2):
        pod.article(number, *(f"This is what happened on day {number}, and it goes on for a while." for _ in range(9)))
    pod.make("--digest", "weekly")
    (episode,) = pod.episodes()
    chapters = json.loads(next((pod.folder / "episodes").glob("*.chapters.json")).read_text("utf-8"))["chapters"]
    assert [chapter["title"] for chapter in chapters] == [
        episode.title,
        "What happened on day 1",
        "What happened on day 2",
    ]
    captions = next((pod.folder / "episodes").glob("*.vtt")).read_text("utf-8")
    assert captions.index("In this episode") < captions.index("This is what happened on day 1")
    before = pod.public()
    assert pod.told("--digest", "weekly")["made"] == []
    assert pod.public() == before


def test_what_comes_late_for_a_finished_digest_is_in_todays(pod: Pod) -> None:
    pod.article(1)
    pod.make("--digest", "daily")
    pod.article(1, "This one came late.", name="late.txt")
    pod.make("--digest", "daily")
    assert len(pod.episodes()) == 2


def test_articles_with_an_episode_of_their_own_keep_it_when_digests_begin(folder: Folder) -> None:
    folder.write("a.md", title="A"), folder.write("b.md", title="B")
    folder.make()
    before = folder.episodes()
    folder.write("a.md", "It was all quite different.", title="A")
    folder.write("c.md", title="C"), folder.write("d.md", title="D")
    folder.options["digest"] = "weekly"
    assert len(folder.told().made) == 2
    after = folder.episodes()
    assert before.items() <= after.items()
    (digest,) = after.keys() - before.keys()
    assert after[digest] == "Days, 2025-10-06 – 2025-10-12"


def test_a_digest_stays_one_when_articles_get_their_own_episodes_again(folder: Folder) -> None:
    folder.write("a.md", title="A"), folder.write("b.md", title="B")
    folder.options["digest"] = "weekly"
    folder.make()
    digest = folder.episodes()
    folder.options["digest"] = ""
    folder.write("c.md", title="C")
    assert len(folder.told().made) == 1
    folder.write("b.md", "It was all quite different.", title="B")
    folder.make()
    assert digest.items() <= folder.episodes().items()
    assert [title for guid, title in folder.episodes().items() if guid not in digest] == ["C"]
