"""How online engines wait: as long as they are asked to, all threads together, no longer than the run."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from email.utils import formatdate
from itertools import chain, repeat
from time import time

import pytest

from narrate.engines import _patience
from narrate.engines._parts import hurried, parts
from narrate.engines._patience import Busy, Line, Patience, Unreachable, asked_wait, place
from narrate.errors import EngineError
from tests.waiting import when_it_waits

URL = "http://127.0.0.1:9/"
PATIENCE = Patience(tries=4, first_wait=1.0, longest_wait=60.0)


class Clock:
    """Time that passes only by waiting."""

    def __init__(self) -> None:
        self.now = 0.0
        self.waits: list[float] = []

    def wait(self, seconds: float) -> bool:
        self.waits.append(seconds)
        self.now += seconds
        return False


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(_patience, "monotonic", lambda: clock.now)
    return clock


def line(clock: Clock, a_minute: float = 0.0) -> Line:
    made = Line(URL, a_minute)
    made.over.wait = clock.wait  # type: ignore[method-assign]
    return made


def answering(*problems: Busy) -> Callable[[], str]:
    answers: Iterator[Busy | None] = chain(problems, repeat(None))

    def ask() -> str:
        problem = next(answers)
        if problem:
            raise problem
        return "sound"

    return ask


def test_a_service_is_given_the_time_it_asks_for(clock: Clock) -> None:
    ask = answering(Busy("busy", wait=7.0), Busy("busy"), Busy("busy", wait=900.0))
    assert line(clock).fetched(ask, PATIENCE, "text") == "sound"
    assert clock.waits[0] == pytest.approx(7)
    assert 1.0 <= clock.waits[1] <= 2.0
    assert clock.waits[2] == pytest.approx(60)


def test_time_that_one_thread_is_asked_for_is_waited_by_all(clock: Clock) -> None:
    one = line(clock)
    with pytest.raises(EngineError, match="busy"):
        one.fetched(answering(Busy("busy", wait=30.0)), Patience(tries=1), "text")
    one.fetched(answering(), Patience(tries=1), "other")
    assert clock.waits == pytest.approx([30])


def test_requests_a_minute_are_kept_to(clock: Clock) -> None:
    slow = line(clock, a_minute=20)
    for _ in range(4):
        slow.fetched(answering(), PATIENCE, "text")
    assert clock.waits == pytest.approx([3, 3, 3])


def test_after_giving_up_there_is_one_try_each_until_one_comes_through(clock: Clock) -> None:
    one, tries = line(clock), []

    def failing() -> str:
        tries.append(1)
        raise Busy("busy")

    for count in (4, 1, 1):
        tries.clear()
        with pytest.raises(EngineError, match="busy"):
            one.fetched(failing, PATIENCE, "text")
        assert len(tries) == count
    one.fetched(answering(), PATIENCE, "text")
    tries.clear()
    with pytest.raises(EngineError, match="tried 4 times"):
        one.fetched(failing, PATIENCE, "text")


def test_a_service_that_was_never_reached_is_not_waited_for(clock: Clock) -> None:
    with pytest.raises(EngineError, match="can't be reached"):
        line(clock).fetched(answering(Unreachable("here")), PATIENCE, "text")
    assert not clock.waits


def test_one_that_was_reached_before_is_waited_for(clock: Clock) -> None:
    assert line(clock).fetched(answering(Busy("busy"), Unreachable("here")), PATIENCE, "text") == "sound"
    assert len(clock.waits) == 2


def test_nothing_is_asked_for_when_the_run_is_over() -> None:
    over = Line(URL)
    over.hurry()
    with pytest.raises(EngineError, match="the run is over"):
        over.fetched(answering(), PATIENCE, "text")


def test_who_hurries_ends_a_wait() -> None:
    over = Line(URL)
    when_it_waits(over.over, over.hurry)
    with pytest.raises(EngineError, match="busy, and the run is over"):
        over.fetched(answering(*[Busy("busy")] * 9), Patience(first_wait=600, longest_wait=600), "text")


@pytest.mark.parametrize(
    ("header", "seconds"),
    [("7", 7), ("1.5", 1.5), ("", 0), (None, 0), ("soon", 0), ("-3", 0), (formatdate(time() - 60, usegmt=True), 0)],
    ids=["whole", "broken", "empty", "none", "a word", "below zero", "a date gone by"],
)
def test_the_time_asked_for_is_read(header: str | None, seconds: float) -> None:
    assert asked_wait(header) == seconds


def test_the_time_asked_for_may_be_a_date() -> None:
    assert 50 < asked_wait(formatdate(time() + 60, usegmt=True)) <= 60


def test_what_is_told_of_an_address_holds_no_secrets() -> None:
    assert place("https://me:secret@example.org:8443/v1?key=secret") == "example.org:8443"


@pytest.mark.parametrize("most", [20, 27, 100, 400])
@pytest.mark.parametrize("size", [len, lambda text: len(text.encode())], ids=["letters", "bytes"])
def test_pieces_are_small_enough_and_nothing_is_lost(most: int, size: Callable[[str], int]) -> None:
    text = "He came, he saw. " * 9 + "x" * 500 + " 世界、元気ですか。" * 40 + "ю" * 300 + "  the end" + "、" * 50
    found = list(parts(text, most, size))
    assert max(size(piece) for _, piece in found) <= most
    assert all(text[start:].startswith(piece) and piece == piece.strip() for start, piece in found)
    assert "".join("".join(piece for _, piece in found).split()) == "".join(text.split())


def test_pieces_end_with_sentences_where_they_can() -> None:
    found = [piece for _, piece in parts("He came, he saw, he went. " * 12, 100)]
    assert all(piece.endswith(".") for piece in found)
    assert len(found) == 4


def test_a_sound_too_short_for_its_text_is_told() -> None:
    assert hurried("The weather will be cold and windy today.", 0.4)
    assert not hurried("The weather will be cold and windy today.", 1.2)
    assert hurried("世界元気世界元気世界元気", 0.5)
