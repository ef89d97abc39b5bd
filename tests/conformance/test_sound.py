"""Sound files as mp3val, FFmpeg's own programs, MediaInfo and mutagen see them."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import mutagen
import pytest

from narrate import pipeline
from narrate.cache import ClipCache
from narrate.model import Document, Narration
from tests.conformance import tools
from tests.outputs.test_sound_files import USUAL, picture

SAMPLES = Path(__file__).parents[2] / "samples"
FORMATS = ("mp3", "m4a", "m4b", "opus", "flac", "wav")
LONG = "# The river\n\nBy Ann Lee\n\n" + "\n\n".join(
    f"## Chapter {number}\n\n" + "They waited for a week, and then for another one, in the rain. " * 6
    for number in range(1, 25)
)
ARTICLES = {
    "short": ((SAMPLES / "quiet-mill.md").read_bytes(), "hibari:heart", "en"),
    "long": (LONG.encode(), "espeak:en-US", "en"),
    "russian": ((SAMPLES / "most-u-berezovki.txt").read_bytes(), "espeak:ru", "ru"),
}
ALLOWED = 0.12
"""Seconds by which a header may miss the sound's length."""


@dataclass(frozen=True)
class Made:
    """An article's files in all formats, and what they are of."""

    files: dict[str, Path]
    narration: Narration

    @property
    def seconds(self) -> float:
        return self.narration.timeline.seconds(self.narration.timeline.length)


@pytest.fixture(scope="module", params=ARTICLES)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Made:
    text, voice, language = ARTICLES[request.param]
    folder = tmp_path_factory.mktemp(request.param)
    options = pipeline.Options(voice=voice, cover=picture("png"), formats={"mp3": {"lyrics": "words"}})
    script = pipeline.write_script(Document(data=text, source="article.md", media_type="text/markdown"), options)
    article = replace(script.article, authors=("Ann Lee",), site="Example News", published="2025-01-16")
    targets = {name: folder / f"article.{name}" for name in FORMATS}
    cache = ClipCache(folder / "clips")
    narration = pipeline.narrate(replace(script, article=article), targets, options, cache=cache)
    varying = replace(options, formats={"mp3": {"vbr": 4}})
    pipeline.narrate(replace(script, article=article), {"mp3": folder / "varying.mp3"}, varying, cache=cache)
    assert article.language == language
    return Made(files={**targets, "varying": folder / "varying.mp3"}, narration=narration)


def probed(path: Path) -> dict[str, Any]:
    arguments = ["-v", "error", "-show_format", "-show_streams", "-show_chapters", "-of", "json"]
    return dict(json.loads(tools.said([tools.command("ffprobe"), *arguments, path]).stdout))


def test_mp3val_finds_no_fault(made: Made) -> None:
    for name in ("mp3", "varying"):
        told = tools.said([tools.command("mp3val"), made.files[name]]).stdout
        assert "WARNING" not in told, told
        assert "ERROR" not in told, told
        assert "Info" in told or "Xing" in told or "VBR" in told or "CBR" in told, told


def test_ffmpeg_decodes_them_without_a_word(made: Made) -> None:
    for path in made.files.values():
        told = tools.said([tools.command("ffmpeg"), "-v", "warning", "-i", path, "-map", "0:a", "-f", "null", "-"])
        complaints = [line for line in told.stderr.splitlines() if not any(one in line for one in USUAL)]
        assert (told.returncode, complaints) == (0, []), path.name


def test_ffprobe_reads_their_true_length(made: Made) -> None:
    for path in made.files.values():
        assert float(probed(path)["format"]["duration"]) == pytest.approx(made.seconds, abs=ALLOWED), path.name


def test_ffprobe_finds_each_chapter_where_it_begins(made: Made) -> None:
    timeline = made.narration.timeline
    wanted = [(one.title, one.begin / timeline.rate) for one in timeline.chapters]
    for name, path in made.files.items():
        found = probed(path)["chapters"]
        assert [one["tags"]["title"] for one in found] == [title for title, _ in wanted], name
        assert [float(one["start_time"]) for one in found] == pytest.approx([at for _, at in wanted], abs=0.011), name


def test_the_long_article_has_chapters() -> None:
    assert LONG.count("## ") == 24


def test_mediainfo_reads_their_true_length_and_kind(made: Made) -> None:
    media = pytest.importorskip("pymediainfo", reason="MediaInfo is not here: `make conformance` installs it")
    for name, path in made.files.items():
        tracks = media.MediaInfo.parse(path).tracks
        (general,) = [track for track in tracks if track.track_type == "General"]
        (sound,) = [track for track in tracks if track.track_type == "Audio"]
        assert float(general.duration) / 1000 == pytest.approx(made.seconds, abs=ALLOWED), name
        if path.suffix == ".mp3":
            assert sound.bit_rate_mode == ("VBR" if name == "varying" else "CBR")
        assert general.cover == "Yes", name
        assert general.title == made.narration.script.article.title, name
        assert general.performer == "Ann Lee", name


def test_all_tags_say_the_same(made: Made) -> None:
    article = made.narration.script.article
    for name in ("mp3", "varying", "m4a", "m4b", "opus", "flac"):
        tags = mutagen.File(made.files[name], easy=True).tags
        told = {key: tags[key][0] for key in ("title", "artist", "album", "genre")}
        wanted = {"title": article.title, "artist": "Ann Lee", "album": "Example News", "genre": "Speech"}
        assert told == wanted, name
        assert tags["date"][0].startswith("2025"), name


def test_the_words_of_an_mp3_ascend_and_are_all_there(made: Made) -> None:
    tags = mutagen.File(made.files["mp3"]).tags
    (timed,) = tags.getall("SYLT")
    (whole,) = tags.getall("USLT")
    times = [at for _, at in timed.text]
    assert times == sorted(times)
    assert times[-1] <= made.seconds * 1000
    assert "".join(text for text, _ in timed.text).split() == whole.text.split()


def test_a_table_of_contents_lists_every_chapter_in_order(made: Made) -> None:
    tags = mutagen.File(made.files["mp3"]).tags
    contents = tags.getall("CTOC")
    if not made.narration.timeline.chapters:
        assert contents == []
        return
    (table,) = contents
    assert "TOP_LEVEL" in str(table.flags)
    assert "ORDERED" in str(table.flags)
    starts = [tags[f"CHAP:{name}"].start_time for name in table.child_element_ids]
    assert len(starts) == len(made.narration.timeline.chapters)
    assert starts == sorted(starts)
