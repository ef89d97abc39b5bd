"""Every sound format found: the finished file holds the same sound, says what it is, and is as loud as reported."""

from __future__ import annotations

import io
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import av.logging
import mutagen
import mutagen.id3
import mutagen.mp3
import mutagen.mp4
import numpy as np
import pyloudnorm
import pytest
from numpy.typing import NDArray

from narrate import plugins
from narrate.audio.loudness import SILENT, Meter
from narrate.audio.tags import Tags
from narrate.errors import OutputError
from narrate.model import Chapter, Clip, Loudness, Timeline
from narrate.samples import quantised
from tests.helpers import heard, likeness

RATE = 24_000
SOUND = [name for name in plugins.names("outputs") if plugins.load("outputs", name).INFO.audio]
EXACT = {"wav", "flac"}
TAGS = Tags(
    title="Обязательства & “guarantees”",
    artist="Ann Lee, Bo Day",
    album="Example News",
    date="2025-01-16",
    language="rus",
    comment="https://example.org/story?a=1&b=2",
)


def picture() -> bytes:
    """A small JPEG."""
    memory = io.BytesIO()
    with av.open(memory, "w", format="mjpeg") as container:
        stream: Any = container.add_stream("mjpeg", rate=1)
        stream.width = stream.height = 32
        stream.pix_fmt = "yuvj420p"
        frame = av.VideoFrame.from_ndarray(np.full((32, 32, 3), 128, np.uint8), format="rgb24")
        for packet in [*stream.encode(frame), *stream.encode(None)]:
            container.mux(packet)
    return memory.getvalue()


@dataclass(frozen=True)
class Made:
    """A finished file, what went into it and what was reported of it."""

    path: Path
    pcm: NDArray[np.int16]
    loudness: Loudness
    chapters: tuple[Chapter, ...]
    cover: bytes


def timeline(length: int, count: int = 3) -> Timeline:
    edges = [length * number // count for number in range(count + 1)]
    chapters = tuple(Chapter(title=f"Глава {n}", begin=b, finish=f) for n, (b, f) in enumerate(pairwise(edges), 1))
    return Timeline(rate=RATE, length=length, chapters=chapters)


def make(
    folder: Path, name: str, pcm: NDArray[np.int16], step: int = 7001, cover: bytes | None = None, count: int = 3
) -> Made:
    encoder = plugins.load("outputs", name).encoder(folder / f"{name}.bare", RATE)
    for start in range(0, len(pcm), step):
        encoder.write(pcm[start : start + step])
    loudness = encoder.stop()
    path = folder / f"file{plugins.load('outputs', name).INFO.suffix}"
    line = timeline(len(pcm), count)
    encoder.finish(path, TAGS, line, cover)
    encoder.abandon()
    return Made(path=path, pcm=pcm, loudness=loudness, chapters=line.chapters, cover=cover or b"")


@pytest.fixture(scope="module")
def programme(speech: tuple[Clip, ...]) -> NDArray[np.int16]:
    pause = np.zeros(RATE // 3, np.float32)
    return quantised(np.concatenate([piece for clip in speech for piece in (pause, 1.8 * clip.pcm)]))


@pytest.fixture(scope="module", params=SOUND)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, programme: NDArray[Any]) -> Made:
    return make(tmp_path_factory.mktemp(request.param), request.param, programme, cover=picture())


def test_there_are_sound_formats_to_test() -> None:
    assert {"mp3", "m4b", "opus", "flac", "wav"} <= set(SOUND)


def test_the_file_is_as_long_as_the_programme(made: Made) -> None:
    sound = heard(made.path)
    allowed = 1024 if made.path.suffix == ".m4b" else RATE // 1000
    assert abs(len(sound) - len(made.pcm)) <= allowed


def test_the_file_holds_the_same_sound(made: Made) -> None:
    sound = heard(made.path)
    before = made.pcm.astype(np.float32) / 32767
    if made.path.suffix[1:] in EXACT:
        assert np.allclose(sound, before, atol=1e-4)
    assert likeness(sound, before) > 0.97
    shifted = [likeness(sound[RATE + shift :][: 2 * RATE], before[RATE:][: 2 * RATE]) for shift in (-24, 0, 24)]
    assert shifted[1] == max(shifted), "it starts when it should, within a millisecond"


def test_decoders_have_nothing_to_complain_of(made: Made) -> None:
    before = av.logging.get_level()
    av.logging.set_level(av.logging.WARNING)
    try:
        with av.logging.Capture(local=False) as logs, av.open(str(made.path)) as container:
            frames = sum(frame.samples for frame in container.decode(audio=0))
        complaints = [text for level, _, text in logs if level <= av.logging.WARNING]
    finally:
        av.logging.set_level(before)
    assert frames
    usual = "timescale not set"  # of any MP4 with a picture, which has no time
    assert [text for text in complaints if usual not in text] == []


def test_the_file_is_as_loud_as_reported(made: Made) -> None:
    with av.open(str(made.path)) as container:
        rate = container.streams.audio[0].rate
    meter = Meter(rate)
    meter.feed(heard(made.path, rate))
    again = meter.result()
    assert made.loudness.integrated == pytest.approx(again.integrated, abs=0.1)
    assert made.loudness.true_peak == pytest.approx(again.true_peak, abs=0.1)


def test_the_file_is_as_loud_as_another_meter_says(made: Made) -> None:
    other = pyloudnorm.Meter(RATE).integrated_loudness(heard(made.path).astype(np.float64))
    assert made.loudness.integrated == pytest.approx(other, abs=0.2)


def test_a_player_sees_title_artist_album_and_date(made: Made) -> None:
    with av.open(str(made.path)) as container:
        found = {name.lower(): value for name, value in container.metadata.items()}
        found |= {name.lower(): value for name, value in container.streams.audio[0].metadata.items()}
    if made.path.suffix == ".wav":  # RIFF's INFO chunk
        assert found["title"] == TAGS.title
        return
    assert found["title"] == TAGS.title
    assert found["artist"] == TAGS.artist
    assert found["album"] == TAGS.album
    assert found["date"].startswith("2025")


def test_the_container_lasts_as_long_as_the_programme(made: Made) -> None:
    with av.open(str(made.path)) as container:
        assert container.duration is not None
        assert container.duration / av.time_base == pytest.approx(len(made.pcm) / RATE, abs=0.05)


# -- What taggers and players read of each -------------------------------------------------------------------------


@pytest.mark.parametrize("made", ["mp3"], indirect=True, scope="module")
def test_mp3_tags_are_id3_2_3_with_chapters_and_cover(made: Made) -> None:
    tags = mutagen.id3.ID3(made.path, translate=False)
    assert tags.version == (2, 3, 0)
    texts = {name: tags[name].text[0] for name in ("TIT2", "TPE1", "TALB", "TLAN", "TCON")}
    assert texts == {"TIT2": TAGS.title, "TPE1": TAGS.artist, "TALB": TAGS.album, "TLAN": "rus", "TCON": "Speech"}
    assert "2025" in str(tags.get("TYER") or tags.get("TDRC"))
    cover = tags.getall("APIC")[0]
    assert (cover.mime, cover.data) == ("image/jpeg", made.cover)
    contents = tags.getall("CTOC")
    assert len(contents) == 1
    chapters = [tags[f"CHAP:{name}"] for name in contents[0].child_element_ids]
    assert [chapter.sub_frames["TIT2"].text[0] for chapter in chapters] == [one.title for one in made.chapters]
    for chapter, planned in zip(chapters, made.chapters, strict=True):
        assert chapter.start_time == pytest.approx(planned.begin * 1000 / RATE, abs=1)
        assert chapter.end_time == pytest.approx(planned.finish * 1000 / RATE, abs=1)


@pytest.mark.parametrize("made", ["mp3"], indirect=True, scope="module")
def test_an_mp3_tells_its_exact_length(made: Made) -> None:
    info = mutagen.mp3.MP3(made.path).info
    assert info.length == pytest.approx(len(made.pcm) / RATE, abs=1 / RATE)
    assert info.bitrate_mode == mutagen.mp3.BitrateMode.CBR
    assert (info.sample_rate, info.channels, info.bitrate) == (RATE, 1, 64_000)


@pytest.mark.parametrize("made", ["m4b"], indirect=True, scope="module")
def test_an_m4b_has_tags_chapters_and_cover(made: Made) -> None:
    file = mutagen.mp4.MP4(made.path)
    assert file.tags["\xa9nam"] == [TAGS.title]
    assert file.tags["\xa9ART"] == [TAGS.artist]
    assert file.tags["\xa9alb"] == [TAGS.album]
    assert file.tags["\xa9day"] == [TAGS.date]
    assert bytes(file.tags["covr"][0]) == made.cover
    assert [chapter.title for chapter in file.chapters] == [one.title for one in made.chapters]
    starts = [chapter.start for chapter in file.chapters]
    assert starts == pytest.approx([one.begin / RATE for one in made.chapters], abs=0.002)
    with av.open(str(made.path)) as container:
        assert container.streams.audio[0].language == "rus"
    data = made.path.read_bytes()
    assert data[8:12] == b"M4B "
    assert 0 < data.index(b"moov") < data.index(b"mdat"), "it plays before it is all there"


@pytest.mark.parametrize("made", ["opus", "flac"], indirect=True, scope="module")
def test_opus_and_flac_have_tags(made: Made) -> None:
    tags = mutagen.File(made.path).tags
    assert tags["title"] == [TAGS.title]
    assert tags["artist"] == [TAGS.artist]
    assert tags["album"] == [TAGS.album]
    assert tags["date"] == [TAGS.date]
    assert tags["language"] == ["rus"]


@pytest.mark.parametrize("made", ["mp3", "m4b", "opus", "flac"], indirect=True, scope="module")
def test_chapters_are_where_they_were_planned(made: Made) -> None:
    with av.open(str(made.path)) as container:
        found = [
            (chapter["metadata"]["title"], float(chapter["start"] * chapter["time_base"]))
            for chapter in container.chapters()
        ]
    assert [title for title, _ in found] == [one.title for one in made.chapters]
    assert [begin for _, begin in found] == pytest.approx([one.begin / RATE for one in made.chapters], abs=0.01)


# -- Odd programmes ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SOUND)
@pytest.mark.parametrize("length", [100, 575, 576, 577, 1152, 2000, 24_001])
def test_the_shortest_programmes_are_files_of_their_length(name: str, length: int, tmp_path: Path) -> None:
    pcm = quantised(0.3 * np.sin(np.arange(length, dtype=np.float32) / 9))
    made = make(tmp_path, name, pcm, count=1)
    assert abs(len(heard(made.path)) - length) <= (1024 if name == "m4b" else RATE // 1000)
    if name == "mp3":
        assert mutagen.mp3.MP3(made.path).info.length == pytest.approx(length / RATE, abs=1 / RATE)


@pytest.mark.parametrize("name", SOUND)
def test_silence_is_a_file(name: str, tmp_path: Path) -> None:
    made = make(tmp_path, name, np.zeros(RATE, np.int16))
    assert made.loudness.integrated == SILENT
    assert np.abs(heard(made.path)).max() < 0.001


@pytest.mark.parametrize("name", SOUND)
def test_it_does_not_matter_in_what_pieces_sound_comes(name: str, tmp_path: Path, programme: NDArray[Any]) -> None:
    pcm = programme[: 3 * RATE]
    whole, pieces = (make(tmp_path, name, pcm, step=step).path.read_bytes() for step in (10**9, 997))
    assert whole == pieces


@pytest.mark.parametrize("name", SOUND)
def test_files_without_tags_chapters_or_cover_are_fine(name: str, tmp_path: Path, programme: NDArray[Any]) -> None:
    encoder = plugins.load("outputs", name).encoder(tmp_path / "bare", RATE)
    encoder.write(programme)
    encoder.stop()
    path = tmp_path / f"plain.{name}"
    encoder.finish(path, Tags(), Timeline(rate=RATE, length=len(programme)), None)
    assert abs(len(heard(path)) - len(programme)) <= 1024


@pytest.mark.parametrize("name", SOUND)
def test_a_place_that_cannot_be_written_is_an_error_of_ours(name: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(OutputError, match="the file can't be written: Not a directory") as caught:
        plugins.load("outputs", name).encoder(tmp_path / "file" / "bare", RATE)
    assert str(tmp_path) in str(caught.value)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
@pytest.mark.parametrize("name", SOUND)
def test_a_full_disk_is_an_error_of_ours(name: str, programme: NDArray[Any]) -> None:
    full = Path("/dev/full")

    def work() -> None:
        encoder = plugins.load("outputs", name).encoder(full, RATE)
        try:
            for _ in range(20):
                encoder.write(programme)
            encoder.stop()
        finally:
            encoder.abandon()

    with pytest.raises(OutputError, match="No space left on device"):
        work()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
@pytest.mark.parametrize("name", SOUND)
def test_a_disk_that_is_full_at_the_end_is_an_error_of_ours(name: str, tmp_path: Path, programme: NDArray[Any]) -> None:
    encoder = plugins.load("outputs", name).encoder(tmp_path / "bare", RATE)
    encoder.write(programme)
    encoder.stop()
    with pytest.raises(OutputError, match="No space left on device"):
        encoder.finish(Path("/dev/full"), TAGS, timeline(len(programme)), None)
    encoder.abandon()
