"""A folder becomes a podcast, and stays one."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import feedparser
import pytest
from PIL import Image

from narrate import settings
from narrate.library import crew, run
from narrate.podcast import config
from narrate.podcast.cover import cover as drawn
from narrate.podcast.feed import guid
from tests.library.conftest import VOICE, Pod


def test_a_folder_becomes_a_podcast_newest_first(pod: Pod) -> None:
    for number in (1, 2, 3):
        pod.article(number)
    ran = pod.make()
    assert (ran.code, ran.out) == (0, "podcast/feed.xml\n")
    assert [item.title for item in pod.episodes()] == [
        "What happened on day 3",
        "What happened on day 2",
        "What happened on day 1",
    ]
    suffixes = {name.partition(".")[2] for name in pod.public() if name.startswith("episodes/")}
    assert suffixes == {"mp3", "vtt", "transcript.json", "chapters.json"}
    assert {"feed.xml", "index.html", "cover.png"} <= pod.public().keys()


def test_a_second_run_speaks_nothing_and_touches_no_file(pod: Pod) -> None:
    pod.article(1), pod.article(2)
    pod.make()
    before = pod.public()
    told = pod.told()
    assert (told["made"], told["characters_spoken_now"], told["files_written"]) == ([], 0, [])
    assert told["unchanged"] == 2
    assert pod.public() == before


def test_a_file_that_was_only_touched_is_read_but_not_narrated(pod: Pod) -> None:
    path = pod.article(1)
    pod.make()
    before = {name: digest for name, (digest, _) in pod.public().items() if name.startswith("episodes/")}
    path.touch()
    told = pod.told()
    assert (told["made"], told["unchanged"]) == ([], 1)
    assert before == {name: digest for name, (digest, _) in pod.public().items() if name.startswith("episodes/")}


def test_a_changed_paragraph_is_all_that_is_spoken_and_the_episode_keeps_its_id(pod: Pod) -> None:
    pod.article(1, "The first paragraph stays.", "The second one is to change.")
    pod.article(2)
    pod.make()
    before = {item.title: item.id for item in pod.episodes()}
    pod.article(1, "The first paragraph stays.", "The second one has changed.").touch()
    told = pod.told()
    assert told["characters_spoken_now"] == len("The second one has changed.")
    assert {item.title: item.id for item in pod.episodes()} == before
    assert len(list((pod.folder / "episodes").glob("*.mp3"))) == 2


def test_one_bad_article_stops_nothing_and_is_tried_again(pod: Pod) -> None:
    pod.article(1)
    bad = pod.shell.write("articles/bad.txt", "")
    ran = pod.make("--json")
    told = json.loads(ran.out)
    assert ran.code == 7
    assert [item.title for item in pod.episodes()] == ["What happened on day 1"]
    (failed,) = told["failed"]
    assert failed["place"].endswith("bad.txt")
    assert failed["error"]
    assert len(pod.told()["failed"]) == 1
    assert len(pod.told()["waiting"]) == 1  # after the second time it waits
    assert len(pod.told("--retry")["failed"]) == 1
    bad.write_text("Bad no more\n\nNow there is an article in it.\n", "utf-8")
    assert len(pod.told()["made"]) == 1
    assert pod.make().code == 0


def test_the_files_are_the_same_whatever_the_order_and_the_workers(pod: Pod) -> None:
    for number in range(5):
        pod.article(number)
    pod.plan("one"), pod.plan("three")
    pod.make("-j", 1, out="one")
    pod.make("-j", 3, out="three", NARRATE_CACHE=str(pod.shell.folder / "other clips"))
    assert pod.differences("one", "three") == []


def test_a_long_article_is_spoken_by_all_workers(pod: Pod) -> None:
    text = [f"Sentence number {number} of the long article is here to be spoken." for number in range(150)]
    pod.article(1, *(" ".join(text[at : at + 5]) for at in range(0, len(text), 5)))
    pod.article(2)
    pod.plan("one"), pod.plan("two")
    pod.make("-j", 1, "-f", "mp3", out="one")
    told = pod.told("-j", 2, "-f", "mp3", out="two", NARRATE_CACHE=str(pod.shell.folder / "other clips"))
    assert pod.differences("one", "two") == []
    assert 0 < told["characters_spoken_now"] < len(" ".join(text))  # the rest was spoken by the other worker


def test_a_dry_run_names_what_would_be_narrated_and_makes_nothing_public(pod: Pod) -> None:
    path = pod.article(1)
    ran = pod.make("-n")
    assert ran.out == f"{path}\n"
    assert pod.public() == {}


def test_without_a_source_it_says_how_to_name_one(pod: Pod) -> None:
    ran = pod.shell("podcast", "--out", "podcast")
    assert ran.code == 2
    assert "sources" in ran.err


def test_wrong_options_are_told_under_the_name_that_people_type(pod: Pod) -> None:
    ran = pod.shell("podcast", "articles")
    assert (ran.code, ran.err.splitlines()[0]) == (2, "Usage: narrate podcast [OPTIONS] [SOURCE]...")
    assert "narrate podcast -h" in ran.err


def test_a_source_that_is_not_there_makes_no_empty_podcast(pod: Pod) -> None:
    ran = pod.shell("podcast", "artikles", "--out", "podcast", *VOICE)
    assert ran.code == 3
    assert "artikles: there is no such file" in ran.err
    assert pod.public() == {}
    pod.article(1)
    assert pod.make("-f", "mp3").code == 0
    assert pod.shell("podcast", "artikles", "--out", "podcast", *VOICE).code == 7, "what was made stays as it is"
    assert len(pod.episodes()) == 1


@pytest.mark.parametrize("formats", ["vtt", "mp3,narration"])
def test_formats_that_make_no_episode_are_refused(pod: Pod, formats: str) -> None:
    pod.article(1)
    assert pod.make("-f", formats).code == 2


def test_a_podcast_that_moved_with_its_folder_is_the_same(pod: Pod, tmp_path: Path) -> None:
    pod.article(1)
    pod.make()
    before = pod.episodes()[0].id
    shutil.move(pod.folder, pod.shell.folder / "elsewhere")
    shutil.move(pod.sources, tmp_path / "archive")
    ran = pod.shell("podcast", tmp_path / "archive", "--out", "elsewhere", "--voice", "espeak:en-US", "--json")
    assert json.loads(ran.out)["made"] == []
    assert pod.episodes("elsewhere")[0].id == before


def test_the_users_own_cover_is_looked_at_before_anything_is_narrated(pod: Pod) -> None:
    pod.article(1)
    pod.plan("podcast", 'title = "Days"\ncover = "mine.png"\n')
    own = pod.folder / "mine.png"
    Image.new("RGB", (1400, 1200), "navy").save(own)
    ran = pod.make()
    assert ran.code == 2
    assert "square, not 1400 by 1200" in ran.err
    assert "mine.png" in ran.err
    assert not (pod.folder / "feed.xml").exists()
    Image.new("RGB", (1400, 1400), "navy").save(own)
    assert pod.make().code == 0
    assert (pod.folder / "cover.png").read_bytes() == own.read_bytes()
    pod.plan("podcast")
    assert pod.make().code == 0
    assert (pod.folder / "cover.png").read_bytes() == drawn("Days", "")


def test_workers_that_have_done_enough_make_room_for_new_ones(pod: Pod, monkeypatch: pytest.MonkeyPatch) -> None:
    begun = []
    start = crew.Processes._begun
    monkeypatch.setattr(crew, "RETIRED", 1)
    monkeypatch.setattr(crew.Processes, "_begun", lambda self: begun.append(1) or start(self))
    for number in range(3):
        pod.article(number)
    plan = config.load(pod.folder)
    order = run.Order(settings=settings.load({"voice": "espeak:en-US", "jobs": 1}))
    outcome = run.run(str(pod.folder), plan, [str(pod.sources)], order)
    assert (outcome.episodes, len(begun)) == (3, 3)


def test_an_episode_that_stays_incomplete_is_tried_again_but_not_written_again(pod: Pod) -> None:
    pod.article(1, "This can be spoken.", "これは誰にも話せません。それでも文です。")
    ran = pod.make("--json")
    told = json.loads(ran.out)
    assert ran.code == 7
    assert told["incomplete"]
    before = pod.public()
    again = pod.told("--retry")
    assert again["incomplete"]
    assert again["characters_spoken_now"] == 0
    assert pod.public() == before


def test_a_podcasts_own_number_is_made_of_the_address_that_it_is_published_under(pod: Pod) -> None:
    """Before that everybody's has the same one: this computer's."""

    def number(*, base: str) -> str:
        pod.plan("podcast", f'title = "Days"\nbase = "{base}"\n')
        assert pod.make().code == 0
        return (pod.folder / "feed.xml").read_text("utf-8").partition("<podcast:guid>")[2].partition("<")[0]

    pod.article(1)
    trial = number(base="http://127.0.0.1:8000/")
    (before,) = pod.episodes()
    ours = number(base="https://example.org/days/")
    assert ours == guid("https://example.org/days/")
    assert ours != trial
    feed = feedparser.parse((pod.folder / "feed.xml").read_bytes())
    assert [item.id for item in feed.entries] == [before.id]
    assert number(base="https://example.org/elsewhere/") == ours


def test_all_that_the_feed_names_is_published_though_the_plan_says_otherwise_by_now(pod: Pod) -> None:
    pod.article(1), pod.article(2)
    pod.make("-f", "mp3")
    (pod.sources / "day-2.txt").unlink()
    pod.make("-f", "mp3")
    pod.plan("podcast", '[episodes]\ngone = "hide"\n')
    assert pod.shell("podcast", "publish", "podcast", "public").code == 0
    assert len(pod.episodes("public")) == 2
