"""W3C audiobooks: what the manifest tells is what is in the file."""

from __future__ import annotations

import json
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from narrate.audio.codec import decoded
from narrate.errors import OutputError
from narrate.model import Narration
from narrate.outputs import audiobook
from tests.outputs.programmes import RATE, article, narrated
from tests.outputs.test_epub import chaptered
from tests.outputs.test_sound_files import picture


@pytest.fixture(scope="module")
def narration(tmp_path_factory: pytest.TempPathFactory) -> Narration:
    told = article(chaptered(2, 2), authors=("Ann <Lee>",), published="2025-03-04", source="https://example.org/story")
    return narrated(told, tmp_path_factory.mktemp("sound"), cover=picture())


def written(narration: Narration, folder: Path) -> tuple[zipfile.ZipFile, dict[str, Any]]:
    path = folder / "book.lpf"
    audiobook.write(narration, path)
    archive = zipfile.ZipFile(path)
    return archive, json.loads(archive.read("publication.json"))


def seconds(duration: str) -> float:
    match = re.fullmatch(r"PT(\d+\.\d{3})S", duration)
    assert match, duration
    return float(match[1])


def test_the_manifest_tells_what_the_standard_asks_for(narration: Narration, tmp_path: Path) -> None:
    archive, told = written(narration, tmp_path)
    assert told["@context"] == ["https://schema.org", "https://www.w3.org/ns/pub-context"]
    assert told["conformsTo"] == "https://www.w3.org/TR/audiobooks/"
    assert told["type"] == "Audiobook"
    assert (told["name"], told["author"]) == ("A long story", ["Ann <Lee>"])
    assert (told["datePublished"], told["inLanguage"]) == ("2025-03-04", "en")
    assert told["url"] == "https://example.org/story"
    named = {one["url"] for one in (*told["readingOrder"], *told["resources"])}
    assert named == set(archive.namelist()) - {"publication.json"}
    (cover,) = [one for one in told["resources"] if one["rel"] == "cover"]
    assert archive.read(cover["url"]) == picture()
    assert cover["name"] == "A long story"


def test_durations_are_those_of_the_sound(narration: Narration, tmp_path: Path) -> None:
    archive, told = written(narration, tmp_path)
    assert [one["name"] for one in told["readingOrder"]] == [one.title for one in narration.timeline.chapters]
    for one in told["readingOrder"]:
        heard = sum(map(len, decoded(archive.read(one["url"]), RATE))) / RATE
        assert abs(heard - seconds(one["duration"])) < 0.001
    total = sum(seconds(one["duration"]) for one in told["readingOrder"])
    assert abs(seconds(told["duration"]) - total) < 0.0005
    assert 0 <= total - narration.timeline.length / RATE < 0.001


def test_the_contents_lead_to_the_chapters_and_hold_no_markup_of_others(narration: Narration, tmp_path: Path) -> None:
    titled = tuple(replace(one, title="<b>&") for one in narration.timeline.chapters)
    archive, told = written(replace(narration, timeline=replace(narration.timeline, chapters=titled)), tmp_path)
    page = archive.read("index.html").decode()
    assert page.count("&lt;b&gt;&amp;</a>") == len(titled)
    assert re.findall(r'<a href="([^"]*)"', page) == [one["url"] for one in told["readingOrder"]]


def test_without_chapters_it_is_one(narration: Narration, tmp_path: Path) -> None:
    _, told = written(replace(narration, timeline=replace(narration.timeline, chapters=())), tmp_path)
    assert [one["name"] for one in told["readingOrder"]] == ["A long story"]


def test_without_sound_there_is_no_audiobook(narration: Narration, tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="no sound"):
        written(replace(narration, master=None), tmp_path)
