"""Clips on disk: exact, whole or forgotten, and never a reason to fail."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from narrate import cache as clip_cache
from narrate.cache import RECENT, ClipCache, key
from narrate.model import Clip, Mark

NAME = key(fingerprint="tone 1", text="A text.", language="en", speed=1.0)

SAMPLES = arrays(np.float32, st.integers(0, 300), elements=st.floats(-1.5, 1.5, width=32))
MARKS = st.builds(
    Mark,
    start=st.integers(0, 99),
    end=st.integers(0, 99),
    begin=st.integers(0, 2**40),
    finish=st.integers(0, 2**40),
    estimated=st.text(max_size=9),
)
CLIPS = st.builds(
    Clip, pcm=SAMPLES, rate=st.integers(8000, 48_000), marks=st.lists(MARKS, max_size=4).map(lambda found: tuple(found))
)
PARTS = st.fixed_dictionaries(
    {
        "fingerprint": st.text(st.characters(exclude_characters="\0")),
        "text": st.text(),
        "language": st.text(st.characters(exclude_characters="\0"), max_size=5),
        "speed": st.floats(0.5, 2.0),
    }
)


def tone(length: int = 2400, level: float = 0.5) -> Clip:
    pcm = (level * np.sin(np.arange(length) / 7)).astype(np.float32)
    return Clip(pcm=pcm, rate=24_000, marks=(Mark(start=0, end=1, begin=2, finish=3, estimated="so"),))


def same(one: Clip | None, other: Clip | None) -> bool:
    assert one is not None
    assert other is not None
    return np.array_equal(one.pcm, other.pcm) and (one.rate, one.marks) == (other.rate, other.marks)


@pytest.fixture
def cache(tmp_path: Path) -> ClipCache:
    return ClipCache(tmp_path / "clips")


@given(CLIPS)
def test_a_clip_comes_back_as_put_gave_it_and_within_half_a_16_bit_step(clip: Clip) -> None:
    with tempfile.TemporaryDirectory() as folder:
        cache = ClipCache(Path(folder))
        kept = cache.put(NAME, clip)
        assert same(cache.get(NAME), kept)
        assert (kept.rate, kept.marks) == (clip.rate, clip.marks)
        assert kept.pcm.dtype == np.float32
        assert np.all(np.abs(kept.pcm - np.clip(clip.pcm, -1, 1)) <= 0.5 / 32767 + 1e-6)
        assert same(cache.put(NAME, kept), kept), "what was kept once is exact"


def test_what_is_not_there_is_none(cache: ClipCache) -> None:
    assert cache.get(NAME) is None
    assert not cache.folder.exists()


@given(st.data())
def test_a_damaged_file_is_forgotten_and_removed(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        cache = ClipCache(Path(folder))
        cache.put(NAME, tone(60))
        path = cache.path(NAME)
        whole = bytearray(path.read_bytes())
        place = data.draw(st.integers(0, len(whole) - 1))
        whole[place] ^= data.draw(st.integers(1, 255))
        path.write_bytes(whole)
        assert cache.get(NAME) is None
        assert not path.exists()


@given(st.data())
def test_a_truncated_or_longer_file_is_forgotten(data: st.DataObject) -> None:
    with tempfile.TemporaryDirectory() as folder:
        cache = ClipCache(Path(folder))
        cache.put(NAME, tone(60))
        path = cache.path(NAME)
        whole = path.read_bytes()
        length = data.draw(st.integers(0, len(whole) + 9).filter(lambda length: length != len(whole)))
        path.write_bytes(whole.ljust(length, b"\0")[:length])
        assert cache.get(NAME) is None
        assert not path.exists()


@given(st.binary(max_size=200))
def test_a_foreign_file_is_forgotten(foreign: bytes) -> None:
    with tempfile.TemporaryDirectory() as folder:
        cache = ClipCache(Path(folder))
        cache.path(NAME).parent.mkdir()
        cache.path(NAME).write_bytes(clip_cache.MAGIC + foreign)
        assert cache.get(NAME) is None
        assert not cache.path(NAME).exists()


@pytest.mark.parametrize("where", ["below a file", "a file"])
def test_a_folder_that_cannot_be_written_is_no_failure(where: str, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    cache = ClipCache(tmp_path / "file" / "clips" if where == "below a file" else tmp_path / "file")
    clip = tone()
    assert same(cache.put(NAME, clip), ClipCache(tmp_path / "other").put(NAME, clip))
    assert cache.problem.startswith(f"clips can't be kept in {cache.folder}: ")
    assert cache.get(NAME) is None
    assert cache.prune() == 0


def test_a_folder_in_the_place_of_a_clip_is_no_failure(cache: ClipCache) -> None:
    cache.path(NAME).mkdir(parents=True)
    assert cache.get(NAME) is None
    cache.put(NAME, tone())
    assert cache.problem
    assert not list(cache.folder.rglob("*.part"))


@pytest.mark.parametrize("part", ["fingerprint", "text", "language", "speed"])
@given(st.data())
def test_another_part_is_another_key(part: str, data: st.DataObject) -> None:
    parts = data.draw(PARTS)
    other = data.draw(PARTS.filter(lambda other: other[part] != parts[part]))
    assert key(**parts) != key(**{**parts, part: other[part]})
    assert key(**parts) == key(**dict(parts))


def test_keys_are_names_of_files_for_any_text() -> None:
    assert len(NAME) == 40
    assert set(NAME) <= set("0123456789abcdef")
    assert len(key(fingerprint="", text="\ud800 half a letter", language="", speed=1)) == 40


def test_a_whole_number_of_speed_is_the_same_speed() -> None:
    one = {"fingerprint": "tone 1", "text": "A text.", "language": "en"}
    assert key(**one, speed=1) == key(**one, speed=1.0)  # type: ignore[arg-type]


WRITER = """
import sys
import numpy as np
from pathlib import Path
from narrate.cache import ClipCache
from narrate.model import Clip
folder, name, level = sys.argv[1:]
cache = ClipCache(Path(folder))
clip = Clip(pcm=np.full(20_000, float(level), np.float32), rate=24_000)
print("ready", flush=True)
sys.stdin.readline()
for _ in range(150):
    cache.put(name, clip)
    assert cache.get(name) is not None
assert not cache.problem, cache.problem
"""


@pytest.mark.skipif("sys.platform == 'win32'", reason="there a file that is open can't be replaced")
def test_processes_that_write_the_same_clip_leave_a_whole_one(cache: ClipCache) -> None:
    command = [sys.executable, "-c", WRITER, str(cache.folder), NAME]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "encoding": "ascii"}
    writers = [subprocess.Popen([*command, level], **pipes) for level in ("0.25", "-0.5")]  # type: ignore[call-overload]
    for writer in writers:
        assert writer.stdout.readline() == "ready\n"
    for writer in writers:
        writer.stdin.write("go\n")
        writer.stdin.flush()
    seen = set()
    while any(writer.poll() is None for writer in writers):
        clip = cache.get(NAME)
        if clip is not None:
            seen.add(float(clip.pcm[0]))
            assert np.all(clip.pcm == clip.pcm[0])
    for writer in writers:
        writer.communicate()
    assert [writer.returncode for writer in writers] == [0, 0]
    assert cache.get(NAME) is not None
    assert seen <= {np.float32(8192 / 32767), np.float32(-16384 / 32767)}
    assert not list(cache.folder.rglob("*.part"))


def aged(cache: ClipCache, number: int, days: float) -> Path:
    """A clip of 1000 bytes and some that was last used days ago."""
    name = key(fingerprint="", text=str(number), language="", speed=1)
    cache.put(name, tone(500))
    then = time.time() - days * 86_400
    os.utime(cache.path(name), (then, then))
    return cache.path(name)


def test_pruning_drops_what_was_unused_for_longest_until_the_rest_fits(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path, limit=0)
    paths = [aged(cache, number, days=10 - number) for number in range(6)]
    size = paths[0].stat().st_size
    cache.limit = 3 * size
    assert cache.prune() == 3 * size
    assert [path.exists() for path in paths] == [False, False, False, True, True, True]
    assert cache.prune() == 0


def test_pruning_keeps_what_was_used_today_whatever_the_limit(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path, limit=0)
    old, used, new = aged(cache, 1, days=3), aged(cache, 2, days=3), aged(cache, 3, days=0.5)
    assert cache.get(used.parent.name + used.stem) is not None
    cache.prune()
    assert [path.exists() for path in (old, used, new)] == [False, True, True]


def test_pruning_sweeps_what_killed_writers_left(tmp_path: Path) -> None:
    cache = ClipCache(tmp_path)
    clip = aged(cache, 1, days=2)
    left, fresh = clip.with_name(".left.part"), clip.with_name(".fresh.part")
    for path, days in ((left, 2.0), (fresh, 0.1)):
        path.write_bytes(b"half")
        os.utime(path, (time.time() - days * 86_400,) * 2)
    assert cache.prune() == 4
    assert clip.exists()
    assert fresh.exists()
    assert not left.exists()
    assert RECENT >= 3600, "a run that takes hours must find what it made itself"
