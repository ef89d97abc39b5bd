"""MP4 files as FFmpeg and mutagen read them, and what writing one takes."""

from __future__ import annotations

import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import av
import mutagen.mp4
import numpy as np
import pytest
from numpy.typing import NDArray

from narrate.audio import mp4_boxes as boxes
from narrate.audio.mp4 import CHUNK, FRAME, HEAD, Mp4Encoder
from narrate.audio.tags import Tags
from narrate.errors import OutputError
from narrate.model import Chapter, Timeline
from tests.helpers import heard, likeness, sine

RATE = 24_000
SECONDS = 20
GROWTH = 3.0
"""MB, a quarter of what FFmpeg's index takes more for the longer one."""
PROGRAMMES = """
import resource, sys
from pathlib import Path
import numpy as np
from narrate.audio.mp4 import Mp4Encoder
from narrate.audio.tags import Tags
from narrate.model import Chapter, Timeline

def written(minutes, folder, rate=24_000):
    encoder = Mp4Encoder(folder / "bare", rate, brand="M4B ", bit_rate=64, wanted=0, words=False)
    minute = np.zeros(60 * rate, np.int16)
    for _ in range(minutes):
        encoder.write(minute)
    encoder.stop()
    edges = range(0, minutes * 60 * rate + 1, 30 * rate)
    chapters = tuple(Chapter(title=str(at), begin=at, finish=at + 30 * rate) for at in edges[:-1])
    line = Timeline(rate=rate, length=minutes * 60 * rate, chapters=chapters)
    encoder.finish(folder / "file.m4b", Tags(title="Long"), line, None)
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)

folder = Path(sys.argv[1])
print(written(2, folder), written(40, folder))
"""


def sound(seconds: float = SECONDS) -> NDArray[np.int16]:
    return (32767 * sine(300, seconds) * np.linspace(0.2, 1, round(seconds * RATE))).astype(np.int16)


def encoded(folder: Path, pcm: NDArray[np.int16], **chosen: Any) -> Mp4Encoder:
    folder.mkdir(exist_ok=True)
    encoder = Mp4Encoder(
        folder / "bare", RATE, **{"brand": "M4B ", "bit_rate": 64, "wanted": 0, "words": False, **chosen}
    )
    encoder.write(pcm)
    encoder.stop()
    return encoder


def line(edges: list[int], length: int, title: str = "Chapter") -> Timeline:
    chapters = tuple(Chapter(title=f"{title} {n}", begin=b, finish=f) for n, (b, f) in enumerate(pairwise(edges), 1))
    return Timeline(rate=RATE, length=length, chapters=chapters)


def made(folder: Path, edges: list[int] | None = None, title: str = "Chapter") -> tuple[Path, NDArray[np.int16]]:
    pcm = sound()
    encoder = encoded(folder, pcm)
    target = folder / "file.m4b"
    encoder.finish(target, Tags(title="Boxes"), line(edges or [0, len(pcm) // 3, len(pcm)], len(pcm), title), None)
    return target, pcm


def packets(path: Path) -> list[tuple[int | None, bytes]]:
    with av.open(str(path)) as container:
        return [(packet.pts, bytes(packet)) for packet in container.demux(audio=0) if packet.size]


def chapters(path: Path) -> list[tuple[str, float]]:
    with av.open(str(path)) as container:
        return [(one["metadata"]["title"], float(one["start"] * one["time_base"])) for one in container.chapters()]


def test_memory_does_not_grow_with_the_programme(tmp_path: Path) -> None:
    pytest.importorskip("resource", reason="Windows does not tell a process's peak in this way")
    command = [sys.executable, "-c", PROGRAMMES, str(tmp_path)]
    told = subprocess.run(command, capture_output=True, text=True, check=True, timeout=300).stdout
    short, long = map(float, told.split())
    assert long - short < GROWTH
    assert len(packets(tmp_path / "file.m4b")) > 40 * 60 * RATE / FRAME
    assert len(chapters(tmp_path / "file.m4b")) == 80


@pytest.mark.parametrize("count", [1, CHUNK - 1, CHUNK, CHUNK + 1, 20 * CHUNK])
def test_every_packet_is_where_and_when_the_tables_say(count: int, tmp_path: Path) -> None:
    encoder = encoded(tmp_path, sound(30)[: count * FRAME - FRAME // 2])
    target = tmp_path / "file.m4b"
    length = count * FRAME - FRAME // 2
    encoder.finish(target, Tags(), Timeline(rate=RATE, length=length), None)
    found = packets(target)
    assert [data for _, data in found] == [data[HEAD:] for _, data in packets(tmp_path / "bare")]
    assert [at for at, _ in found] == [number * FRAME - FRAME for number in range(count + 1)]
    assert target.read_bytes().endswith(b"".join(data for _, data in found))


def test_the_file_tells_its_length_to_the_sample(tmp_path: Path) -> None:
    target, pcm = made(tmp_path)
    with av.open(str(target)) as container:
        assert container.duration == round(len(pcm) * 1_000_000 / RATE)
        assert container.streams.audio[0].duration == len(pcm)
    assert mutagen.mp4.MP4(target).info.length == pytest.approx(len(pcm) / RATE + FRAME / RATE, abs=1 / RATE)


def test_what_32_bits_do_not_hold_has_64(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    narrow, _ = made(tmp_path / "narrow")
    monkeypatch.setattr(boxes, "WIDEST", 1000)
    wide, pcm = made(tmp_path / "wide")
    data = wide.read_bytes()
    assert data.count(b"co64") == 1
    assert b"\0\0\0\1mdat" in data
    assert b"mvhd\1\0\0\0" in data
    assert b"elst\1\0\0\0" in data
    assert packets(wide) == packets(narrow)
    assert chapters(wide) == chapters(narrow)
    with av.open(str(wide)) as container:
        assert container.duration == round(len(pcm) * 1_000_000 / RATE)


def test_a_tagger_may_rewrite_the_tags(tmp_path: Path) -> None:
    target, pcm = made(tmp_path)
    before, listed = packets(target), chapters(target)
    file = mutagen.mp4.MP4(target)
    file["\xa9nam"] = ["Long " * 10_000]
    file.save()
    assert packets(target) == before
    assert chapters(target) == listed
    assert likeness(heard(target)[: len(pcm)], pcm.astype(np.float32)) > 0.99


def test_a_first_chapter_that_begins_late_is_shown_late(tmp_path: Path) -> None:
    target, pcm = made(tmp_path, [3 * RATE, 7 * RATE, SECONDS * RATE])
    assert chapters(target) == [("Chapter 1", 3.0), ("Chapter 2", 7.0)]
    assert [one.start for one in mutagen.mp4.MP4(target).chapters] == [3.0, 7.0]
    assert len(heard(target)) >= len(pcm)


def test_the_list_of_chapters_has_room_for_255_and_the_track_for_all(tmp_path: Path) -> None:
    edges = [number * SECONDS * RATE // 300 for number in range(301)]
    target, _ = made(tmp_path, edges)
    assert len(mutagen.mp4.MP4(target).chapters) == 255
    data = target.read_bytes()
    titles = b"".join(len(text).to_bytes(2, "big") + text + b"\0\0\0\x0cencd\0\0\1\0" for text in names(300))
    assert titles in data


def names(count: int) -> list[bytes]:
    return [f"Chapter {number}".encode() for number in range(1, count + 1)]


def test_long_titles_are_cut_between_letters(tmp_path: Path) -> None:
    target, _ = made(tmp_path, title="章" * 99)
    assert [one.title for one in mutagen.mp4.MP4(target).chapters] == ["章" * 85] * 2
    assert f"{'章' * 99} 2".encode() in target.read_bytes(), "the track has them whole"


@pytest.mark.parametrize("cut", [1, 3, 100])
def test_packets_that_were_cut_short_are_an_error(cut: int, tmp_path: Path) -> None:
    pcm = sound(2)
    encoder = encoded(tmp_path, pcm)
    bare = tmp_path / "bare"
    bare.write_bytes(bare.read_bytes()[:-cut])
    with pytest.raises(OutputError, match="ends within a packet"):
        encoder.finish(tmp_path / "file.m4b", Tags(), Timeline(rate=RATE, length=len(pcm)), None)


def test_packets_that_are_none_are_an_error(tmp_path: Path) -> None:
    pcm = sound(2)
    encoder = encoded(tmp_path, pcm)
    bare = tmp_path / "bare"
    bare.write_bytes(bytes(HEAD) + bare.read_bytes())
    with pytest.raises(OutputError, match="the encoded sound is damaged"):
        encoder.finish(tmp_path / "file.m4b", Tags(), Timeline(rate=RATE, length=len(pcm)), None)


def test_packets_that_are_missing_are_an_error(tmp_path: Path) -> None:
    pcm = sound(2)
    encoder = encoded(tmp_path, pcm)
    bare = tmp_path / "bare"
    data = bare.read_bytes()
    bare.write_bytes(data[: data.rindex(data[:3])])  # the last one begins as all do
    with pytest.raises(OutputError, match=r"came out \d+ bytes long instead of"):
        encoder.finish(tmp_path / "file.m4b", Tags(), Timeline(rate=RATE, length=len(pcm)), None)


def test_a_programme_without_sound_is_a_file(tmp_path: Path) -> None:
    encoder = encoded(tmp_path, np.zeros(0, np.int16))
    encoder.finish(tmp_path / "file.m4b", Tags(title="Nothing"), Timeline(rate=RATE, length=0), None)
    file = mutagen.mp4.MP4(tmp_path / "file.m4b")
    assert (file["\xa9nam"], file.info.length) == (["Nothing"], 0)
