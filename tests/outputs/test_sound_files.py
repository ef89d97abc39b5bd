"""Every sound format found: the finished file holds the same sound, says what it is, and is as loud as reported."""

from __future__ import annotations

import base64
import io
import wave
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import av.logging
import mutagen
import mutagen.flac
import mutagen.id3
import mutagen.mp3
import mutagen.mp4
import mutagen.wave
import numpy as np
import pyloudnorm
import pytest
from numpy.typing import NDArray

from narrate import plugins
from narrate.audio.loudness import SILENT, Meter
from narrate.audio.tags import Tags
from narrate.audio.wav import append
from narrate.audio.xing import places
from narrate.errors import OutputError, UsageError
from narrate.model import Chapter, Clip, Cue, Loudness, Timeline
from narrate.outputs import checked, opened
from narrate.samples import quantised
from tests.helpers import heard, likeness, sentences

RATE = 24_000
SOUND = [name for name in plugins.names("outputs") if plugins.load("outputs", name).INFO.audio]
EXACT = {"wav", "flac"}
SAID = (
    *sentences(["Обязательства “growing”, he said.", "They’re 5 % of it."]),
    *sentences(["A second paragraph ends it."], ref="line 2"),
)
WORDS = "Обязательства “growing”, he said. They’re 5 % of it.\nA second paragraph ends it."
TAGS = Tags(
    title="Обязательства & “guarantees”",
    artist="Ann Lee, Bo Day",
    album="Example News",
    date="2025-01-16",
    language="rus",
    comment="https://example.org/story?a=1&b=2",
)


def picture(kind: str = "mjpeg") -> bytes:
    """A small JPEG or PNG."""
    memory = io.BytesIO()
    with av.open(memory, "w", format={"png": "image2pipe"}.get(kind, kind)) as container:
        stream: Any = container.add_stream(kind, rate=1)
        stream.width = stream.height = 32
        stream.pix_fmt = {"png": "rgb24"}.get(kind, "yuvj420p")
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
    begins = [length * number // len(SAID) for number in range(len(SAID))]
    cues = tuple(
        Cue(sentence=sentence, begin=begin, finish=begin + length // 10)
        for begin, sentence in zip(begins, SAID, strict=True)
    )
    return Timeline(rate=RATE, length=length, chapters=chapters, cues=cues)


def make(
    folder: Path,
    name: str,
    pcm: NDArray[np.int16],
    step: int = 7001,
    cover: bytes | None = None,
    count: int = 3,
    **chosen: int | str,
) -> Made:
    encoder = opened(plugins.load("outputs", name), folder / f"{name}.bare", RATE, chosen)
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
    assert {"mp3", "m4a", "m4b", "opus", "flac", "wav"} <= set(SOUND)


def test_the_file_is_as_long_as_the_programme(made: Made) -> None:
    sound = heard(made.path)
    allowed = 1024 if made.path.suffix in (".m4a", ".m4b") else RATE // 1000
    assert abs(len(sound) - len(made.pcm)) <= allowed


def test_the_file_holds_the_same_sound(made: Made) -> None:
    sound = heard(made.path)
    before = made.pcm.astype(np.float32) / 32767
    if made.path.suffix[1:] in EXACT:
        assert np.allclose(sound, before, atol=1e-4)
    assert likeness(sound, before) > 0.97
    shifted = [likeness(sound[RATE + shift :][: 2 * RATE], before[RATE:][: 2 * RATE]) for shift in (-24, 0, 24)]
    assert shifted[1] == max(shifted), "it starts when it should, within a millisecond"


USUAL = ("timescale not set", "Guessed Channel Layout")
"""What FFmpeg says of any MP4 with a picture, which has no time, and of a WAV, which does not name its one channel."""


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
    assert [text for text in complaints if not any(one in text for one in USUAL)] == []


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
    assert (cover.mime, cover.type, cover.data) == ("image/jpeg", mutagen.id3.PictureType.COVER_FRONT, made.cover)
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


@pytest.mark.parametrize("made", ["m4a", "m4b"], indirect=True, scope="module")
def test_m4a_and_m4b_have_tags_chapters_cover_and_words(made: Made) -> None:
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
    assert data[8:12] == {".m4a": b"M4A ", ".m4b": b"M4B "}[made.path.suffix]
    assert file.tags["\xa9lyr"] == [WORDS]
    assert 0 < data.index(b"moov") < data.index(b"mdat"), "it plays before it is all there"


@pytest.mark.parametrize("made", ["opus", "flac"], indirect=True, scope="module")
def test_opus_and_flac_have_tags_cover_and_words(made: Made) -> None:
    file = mutagen.File(made.path)
    tags = file.tags
    pictures = (
        file.pictures
        if made.path.suffix == ".flac"
        else [mutagen.flac.Picture(base64.b64decode(text)) for text in tags["metadata_block_picture"]]
    )
    assert [(one.mime, one.data, one.width, one.height) for one in pictures] == [("image/jpeg", made.cover, 32, 32)]
    assert [one.type for one in pictures] == [3], "the front cover"
    assert tags["lyrics"] == [WORDS]
    assert tags["title"] == [TAGS.title]
    assert tags["artist"] == [TAGS.artist]
    assert tags["album"] == [TAGS.album]
    assert tags["date"] == [TAGS.date]
    assert tags["language"] == ["rus"]


@pytest.mark.parametrize("made", ["mp3", "m4a", "m4b", "opus", "flac", "wav"], indirect=True, scope="module")
def test_chapters_are_where_they_were_planned(made: Made) -> None:
    with av.open(str(made.path)) as container:
        found = [
            (chapter["metadata"]["title"], float(chapter["start"] * chapter["time_base"]))
            for chapter in container.chapters()
        ]
    assert [title for title, _ in found] == [one.title for one in made.chapters]
    assert [begin for _, begin in found] == pytest.approx([one.begin / RATE for one in made.chapters], abs=0.01)


@pytest.mark.parametrize("made", ["wav"], indirect=True, scope="module")
def test_a_wav_has_the_tag_of_an_mp3_in_a_chunk_of_its_own(made: Made) -> None:
    tags = mutagen.wave.WAVE(made.path).tags
    assert (tags["TIT2"].text, tags["APIC:"].data) == ([TAGS.title], made.cover)
    assert [one.text for one in tags.getall("USLT")] == [WORDS]
    with wave.open(str(made.path)) as file:
        assert file.getnframes() == len(made.pcm)
    data = made.path.read_bytes()
    assert int.from_bytes(data[4:8], "little") == len(data) - 8


@pytest.mark.parametrize("length", [0, 1, 7])
@pytest.mark.parametrize("long", [False, True])
def test_a_chunk_is_counted_in_the_size_of_its_file(long: bool, length: int) -> None:
    size = (0).to_bytes(8, "little")
    head = b"RF64\xff\xff\xff\xffWAVEds64" + (8).to_bytes(4, "little") + size if long else b"RIFF" + bytes(4) + b"WAVE"
    file = io.BytesIO(head + b"data" + (3).to_bytes(4, "little") + b"abc")
    append(file, b"id3 ", b"x" * length)
    data = file.getvalue()
    assert data.endswith(b"abc\0id3 " + length.to_bytes(4, "little") + b"x" * length + bytes(length % 2))
    told = data[20:28] if long else data[4:8]
    assert int.from_bytes(told, "little") == len(data) - 8
    assert data[4:8] == (b"\xff" * 4 if long else told)


# -- What a listener may set ---------------------------------------------------------------------------------------


def frames_of(path: Path) -> tuple[int, int, float]:
    """Frames of an MP3 as they stand in it, the sound's bytes, and where in it the middle of them begins (0 to 1)."""
    data = path.read_bytes()
    start = mutagen.mp3.MP3(path).info.frame_offset
    found = list(places(data[start:]))[1:]
    return len(found), len(data) - start, found[len(found) // 2] / (len(data) - start)


@pytest.mark.parametrize("quality", [0, 4, 9])
@pytest.mark.parametrize("rate", [16_000, 24_000, 44_100])
def test_an_mp3_of_varying_bit_rate_tells_its_length_and_where_to_seek(
    quality: int, rate: int, tmp_path: Path, programme: NDArray[Any]
) -> None:
    quiet = np.concatenate([programme, np.zeros(20 * RATE, np.int16)])  # all bytes are in its first half
    made = make(tmp_path, "mp3", quiet, vbr=quality, rate=rate)
    info = mutagen.mp3.MP3(made.path).info
    assert info.bitrate_mode == mutagen.mp3.BitrateMode.VBR
    assert info.length == pytest.approx(len(quiet) / RATE, abs=2 / rate)
    assert info.sample_rate == rate
    frames, size, middle = frames_of(made.path)
    data = made.path.read_bytes()
    header = data.index(b"Xing")
    assert int.from_bytes(data[header + 8 : header + 12], "big") == frames
    assert int.from_bytes(data[header + 12 : header + 16], "big") == size
    contents = data[header + 16 : header + 116]
    assert list(contents) == sorted(contents)
    assert contents[50] / 256 == pytest.approx(middle, abs=0.01)
    assert middle > 0.52, "more than half of the bytes are in the first half of the time"
    sound = heard(made.path)
    assert abs(len(sound) - len(quiet)) <= RATE // 1000
    assert likeness(sound, quiet.astype(np.float32)) > 0.95


def test_better_quality_takes_more_room(tmp_path: Path, programme: NDArray[Any]) -> None:
    sizes = [make(tmp_path, "mp3", programme, vbr=quality).path.stat().st_size for quality in (0, 4, 9)]
    assert sizes == sorted(sizes, reverse=True)
    assert sizes[0] > 1.3 * sizes[2]


@pytest.mark.parametrize(
    ("name", "low", "high"), [("mp3", 32, 160), ("m4a", 32, 96), ("m4b", 32, 96), ("opus", 16, 64)]
)
def test_the_bit_rate_is_the_one_that_was_set(
    name: str, low: int, high: int, tmp_path: Path, programme: NDArray[Any]
) -> None:
    for wanted in (low, high):
        made = make(tmp_path, name, np.tile(programme, 2), bit_rate=wanted, lyrics="none")
        found = made.path.stat().st_size * 8 / (len(made.pcm) / RATE) / 1000
        assert found == pytest.approx(wanted, rel=0.35)


@pytest.mark.parametrize("name", ["mp3", "m4a", "flac", "wav"])
def test_the_sample_rate_is_the_one_that_was_set(name: str, tmp_path: Path, programme: NDArray[Any]) -> None:
    made = make(tmp_path, name, programme, rate=44_100, **({"bit_rate": 192} if name == "mp3" else {}))
    with av.open(str(made.path)) as container:
        assert container.streams.audio[0].rate == 44_100
    sound = heard(made.path)
    assert abs(len(sound) - len(made.pcm)) <= (1024 if name == "m4a" else 48)
    assert likeness(sound, made.pcm.astype(np.float32)) > 0.97
    meter = Meter(44_100)
    meter.feed(heard(made.path, 44_100))
    assert made.loudness.integrated == pytest.approx(meter.result().integrated, abs=0.1)
    if name == "mp3":
        assert mutagen.mp3.MP3(made.path).info.length == pytest.approx(len(programme) / RATE, abs=1 / RATE)


def test_an_mp3_refuses_a_bit_rate_that_its_sample_rate_does_not_go_with(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="an MP3 of 24000 Hz can't have 192 kbit/s") as caught:
        opened(plugins.load("outputs", "mp3"), tmp_path / "bare", RATE, {"bit_rate": 192})
    assert "160" in caught.value.hint


@pytest.mark.parametrize("words", ["none", "text", "sentences", "words"])
def test_an_mp3_holds_as_much_of_the_words_as_was_asked_for(
    words: str, tmp_path: Path, programme: NDArray[Any]
) -> None:
    made = make(tmp_path, "mp3", programme, cover=picture(), lyrics=words)
    tags = mutagen.id3.ID3(made.path, translate=False)
    assert [(one.text, one.lang) for one in tags.getall("USLT")] == ([] if words == "none" else [(WORDS, "rus")])
    timed = tags.getall("SYLT")
    assert tags["TIT2"].text == [TAGS.title]
    assert len(tags.getall("CHAP")) == 3
    assert len(heard(made.path)) == pytest.approx(len(programme), abs=24)
    if words in ("none", "text"):
        assert timed == []
        return
    assert [(one.lang, one.format, one.type) for one in timed] == [("rus", 2, 2)]
    text = "".join(piece for piece, _ in timed[0].text)
    assert text == WORDS.replace("said. They", "said.\nThey")
    times = [at for _, at in timed[0].text]
    assert times == sorted(times)
    cues = timeline(len(programme)).cues
    begins = [cue.begin * 1000 // RATE for cue in cues]
    assert [at for piece, at in timed[0].text if piece.startswith("\n")] == begins[1:]
    pieces = [piece for piece, _ in timed[0].text]
    if words == "words":
        assert pieces[:3] == ["Обязательства ", "“growing”, ", "he "]
    else:
        assert len(pieces) == len(cues)


@pytest.mark.parametrize(
    ("formats", "said"),
    [
        ({"mp3": {"bitrate": 64}}, "mp3 has no setting “bitrate”"),
        ({"mp3": {"bit_rate": 65}}, "bit_rate of mp3 can't be 65"),
        ({"mp3": 64}, "the settings of mp3 must be a table"),
        ({"mp4": {}}, "unknown output “mp4”"),
        ({"vtt": {"bit_rate": 64}}, "vtt has no setting “bit_rate”"),
    ],
)
def test_settings_that_no_format_has_are_refused(formats: dict[str, Any], said: str) -> None:
    with pytest.raises(UsageError, match=said):
        checked(formats)


def test_settings_may_come_as_text() -> None:
    assert checked({"mp3": {"bit_rate": "96", "vbr": "off"}})


@pytest.mark.parametrize("name", SOUND)
@pytest.mark.parametrize(
    ("edges", "said"),
    [
        ([(0, 500), (400, 900)], "chapter 2 .* begins at 400, before the one ahead of it ends"),
        ([(500, 900), (0, 500)], "chapter 2 .* begins at 0"),
        ([(-10, 500)], "chapter 1 .* which is no time"),
        ([(500, 500)], "chapter 1 .* which is no time"),
        ([(0, 5000)], "chapter 1 .* behind the end of the sound"),
    ],
)
def test_chapters_that_can_t_be_are_refused(name: str, edges: list[tuple[int, int]], said: str, tmp_path: Path) -> None:
    encoder = opened(plugins.load("outputs", name), tmp_path / "bare", RATE)
    encoder.write(np.zeros(1000, np.int16))
    encoder.stop()
    chapters = tuple(Chapter(title="One", begin=begin, finish=finish) for begin, finish in edges)
    with pytest.raises(OutputError, match=said):
        encoder.finish(tmp_path / "file", TAGS, Timeline(rate=RATE, length=1000, chapters=chapters), None)
    assert not (tmp_path / "file").exists()
    encoder.abandon()


# -- Odd programmes ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SOUND)
@pytest.mark.parametrize("length", [100, 575, 576, 577, 1152, 2000, 24_001])
def test_the_shortest_programmes_are_files_of_their_length(name: str, length: int, tmp_path: Path) -> None:
    pcm = quantised(0.3 * np.sin(np.arange(length, dtype=np.float32) / 9))
    made = make(tmp_path, name, pcm, count=1)
    assert abs(len(heard(made.path)) - length) <= (1024 if name in ("m4a", "m4b") else RATE // 1000)
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
    encoder = opened(plugins.load("outputs", name), tmp_path / "bare", RATE)
    encoder.write(programme)
    encoder.stop()
    path = tmp_path / f"plain.{name}"
    encoder.finish(path, Tags(), Timeline(rate=RATE, length=len(programme)), None)
    assert abs(len(heard(path)) - len(programme)) <= 1024


@pytest.mark.parametrize("name", SOUND)
def test_a_place_that_cannot_be_written_is_an_error_of_ours(name: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()

    with pytest.raises(OutputError, match="the file can't be written: Not a directory") as caught:
        opened(plugins.load("outputs", name), tmp_path / "file" / "bare", RATE)
    assert str(tmp_path) in str(caught.value)


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no device that is always full")
@pytest.mark.parametrize("name", SOUND)
def test_a_full_disk_is_an_error_of_ours(name: str, programme: NDArray[Any]) -> None:
    full = Path("/dev/full")

    def work() -> None:
        encoder = opened(plugins.load("outputs", name), full, RATE)
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
    encoder = opened(plugins.load("outputs", name), tmp_path / "bare", RATE)
    encoder.write(programme)
    encoder.stop()
    with pytest.raises(OutputError, match="No space left on device"):
        encoder.finish(Path("/dev/full"), TAGS, timeline(len(programme)), None)
    encoder.abandon()
