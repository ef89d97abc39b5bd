"""The progress bar, drawn on a stream of ours by a clock of ours."""

from __future__ import annotations

import io

import pytest

from narrate.cli.progress import Bar
from narrate.model import Progress


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


class Clock:
    now = 100.0

    def __call__(self) -> float:
        return self.now


def drawn(stream: io.StringIO, *steps: tuple[float, int], quiet: bool = False, stage: str = "speaking") -> str:
    """What is on the stream after these moments (seconds) and characters done of 1000."""
    clock = Clock()
    begun = clock.now
    with Bar("A story", quiet=quiet, stream=stream, clock=clock) as bar:
        bar(Progress(stage=stage, done=0, total=1000))
        for moment, done in steps:
            clock.now = begun + moment
            bar(Progress(stage=stage, done=done, total=1000))
    return stream.getvalue()


HALF = "A story: speaking [############............]  50%, 2.0 s left"
MOST = "A story: speaking [####################....]  85%, 0.6 s left"


def test_a_terminal_shows_one_line_drawn_again_and_wiped_at_the_end() -> None:
    text = drawn(Terminal(), (2.0, 500), (3.4, 850))
    assert text == f"\r{HALF}\r{MOST}\r{' ' * len(MOST)}\r"


def test_a_shorter_line_covers_a_longer_one() -> None:
    lines = drawn(Terminal(), (30.0, 100), (297.0, 990)).split("\r")
    assert lines[1] == "A story: speaking [##......................]  10%, 4 min 30 s left"
    assert lines[2] == "A story: speaking [########################]  99%, 3.0 s left".ljust(len(lines[1]))


def test_elsewhere_it_is_a_line_now_and_then() -> None:
    text = drawn(io.StringIO(), (2.0, 100), (11.0, 500), (12.0, 600), (21.5, 900))
    assert text == (
        "A story: speaking [############............]  50%, 11 s left\n"
        "A story: speaking [######################..]  90%, 2.4 s left\n"
    )


def test_a_terminal_is_not_drawn_on_more_than_ten_times_a_second() -> None:
    steps = [(2.0 + number / 1000, 500) for number in range(1000)]
    assert 9 <= drawn(Terminal(), *steps).count("speaking") <= 11


@pytest.mark.parametrize("stream", [Terminal(), io.StringIO()])
def test_what_is_done_in_a_moment_shows_nothing(stream: io.StringIO) -> None:
    assert drawn(stream, (0.3, 300), (0.9, 1000)) == ""


@pytest.mark.parametrize("stream", [Terminal(), io.StringIO()])
def test_quiet_is_quiet(stream: io.StringIO) -> None:
    assert drawn(stream, (5.0, 300), (50.0, 1000), quiet=True) == ""


def test_nothing_done_yet_has_no_time_left() -> None:
    assert "   0%, ? left" in drawn(Terminal(), (2.0, 0))


def test_another_stage_counts_its_own_time() -> None:
    clock, stream = Clock(), Terminal()
    with Bar("A story", stream=stream, clock=clock) as bar:
        bar(Progress(stage="speaking", done=900, total=1000))
        clock.now += 90
        bar(Progress(stage="speaking", done=1000, total=1000))
        bar(Progress(stage="levelling", done=10, total=1000))
        clock.now += 2
        bar(Progress(stage="levelling", done=500, total=1000))
    assert stream.getvalue().split("\r")[2].rstrip() == HALF.replace("speaking", "levelling")


def test_a_programme_of_no_characters_is_no_fault() -> None:
    clock, stream = Clock(), Terminal()
    with Bar("A story", stream=stream, clock=clock) as bar:
        bar(Progress(stage="speaking", done=0, total=0))
        clock.now += 5
        bar(Progress(stage="speaking", done=0, total=0))
    assert "  0%, ? left" in stream.getvalue()
