"""Work done ahead: in order, bounded, and with every error where it belongs."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.ahead import Behind, ordered
from tests.waiting import PATIENCE, until


def ours() -> set[str]:
    return {thread.name for thread in threading.enumerate() if thread.name.startswith("narrate")}


class Source:
    """Numbers, with a count of those that were asked for."""

    def __init__(self, count: int) -> None:
        self.taken, self._count = 0, count

    def __iter__(self) -> Iterator[int]:
        for number in range(self._count):
            self.taken += 1
            yield number


@given(st.integers(0, 40), st.integers(1, 6), st.integers(0, 12))
def test_results_come_in_order_whoever_is_first(count: int, workers: int, ahead: int) -> None:
    def work(number: int) -> int:
        time.sleep(0.001 * (number * 7 % 3))
        return number * number

    found = list(ordered(range(count), work, workers=workers, ahead=ahead))
    assert found == [(number, number * number) for number in range(count)]


@given(st.integers(1, 40), st.integers(1, 4), st.integers(0, 12))
def test_never_more_than_asked_for_are_begun_early(count: int, workers: int, ahead: int) -> None:
    source = Source(count)
    for had, _ in enumerate(ordered(source, abs, workers=workers, ahead=ahead), 1):
        assert source.taken <= had + ahead
    assert source.taken == count


def test_several_are_worked_on_at_once() -> None:
    meeting = threading.Barrier(3)
    found = ordered(range(3), lambda _: meeting.wait(PATIENCE), workers=3, ahead=3)
    assert sorted(number for _, number in found) == [0, 1, 2]


@given(st.integers(0, 20), st.integers(1, 4), st.integers(0, 6))
def test_an_error_is_raised_at_its_place_and_nothing_is_begun_after_it(place: int, workers: int, ahead: int) -> None:
    source = Source(100)

    def work(number: int) -> int:
        if number >= place:
            raise ZeroDivisionError(number)
        return number

    results = ordered(source, work, workers=workers, ahead=ahead)
    assert [next(results)[0] for _ in range(place)] == list(range(place))
    with pytest.raises(ZeroDivisionError, match=f"^{place}$"):
        next(results)
    assert source.taken <= place + 1 + ahead


def test_a_source_that_fails_is_heard_of() -> None:
    def source() -> Iterator[int]:
        yield 1
        raise LookupError("no more")

    with pytest.raises(LookupError, match="no more"):
        list(ordered(source(), abs, workers=2, ahead=4))
    assert not ours()


def test_who_stops_early_waits_for_what_is_begun_and_starts_nothing_more() -> None:
    gate, started, ended = threading.Event(), [], []

    def work(number: int) -> int:
        started.append(number)
        if number:
            gate.wait(PATIENCE)
        ended.append(number)
        return number

    results = ordered(range(100), work, workers=1, ahead=5)
    assert next(results) == (0, 0)
    waiting = [future for _, future in results.gi_frame.f_locals["begun"]]  # type: ignore[attr-defined]
    until(lambda: started == [0, 1])
    closing = threading.Thread(target=results.close)  # type: ignore[attr-defined]
    closing.start()
    until(lambda: all(future.cancelled() for future in waiting[1:]))
    assert closing.is_alive(), "the one that runs is waited for"
    gate.set()
    closing.join(PATIENCE)
    assert started == ended == [0, 1]
    assert not ours()


@pytest.mark.parametrize("how", ["error", "close"])
def test_who_stops_early_hurries_those_that_wait(how: str) -> None:
    gate = threading.Event()

    def work(number: int) -> int:
        if number == 1 and how == "error":
            raise ZeroDivisionError
        if number:
            assert gate.wait(PATIENCE)
        return number

    results = ordered(range(9), work, workers=3, ahead=5, hurry=gate.set)
    assert next(results) == (0, 0)
    if how == "error":
        with pytest.raises(ZeroDivisionError):
            next(results)
    else:
        results.close()  # type: ignore[attr-defined]
    assert gate.is_set()
    assert not ours()


def test_who_comes_to_the_end_hurries_nobody() -> None:
    hurried = threading.Event()
    assert len(list(ordered(range(5), abs, workers=3, ahead=2, hurry=hurried.set))) == 5
    assert not hurried.is_set()


def test_no_thread_is_left_behind() -> None:
    list(ordered(range(5), abs, workers=3, ahead=2))
    assert not ours()


# -- Behind ----------------------------------------------------------------------------------------------------------


def test_a_consumer_gets_everything_in_order() -> None:
    had: list[int] = []
    line = Behind(had.append, most=3)
    for number in range(200):
        line.put(number)
    line.finish()
    assert had == list(range(200))
    assert not ours()


def test_a_producer_is_never_further_ahead_than_allowed() -> None:
    put, gate, furthest = [0], threading.Semaphore(0), [0]

    def consume(number: int) -> None:
        gate.acquire(timeout=PATIENCE)
        furthest[0] = max(furthest[0], put[0] - number)

    line = Behind(consume, most=4)

    def produce() -> None:
        for number in range(30):
            line.put(number)
            put[0] = number + 1
        line.finish()

    producer = threading.Thread(target=produce, daemon=True)
    producer.start()
    until(lambda: put[0] >= 5)  # one is being consumed, four wait
    for _ in range(30):
        gate.release()
    producer.join(PATIENCE)
    assert put[0] == 30
    assert furthest[0] <= 4 + 2, "four wait, one is being consumed, one may just have been handed over"


@pytest.mark.parametrize("count", [1, 10_000], ids=["at its end", "while it puts"])
def test_what_the_consumer_raises_surfaces_at_the_producer(count: int) -> None:
    def consume(number: int) -> None:
        raise OSError(28, "No space left on device")

    def produce() -> None:
        for number in range(count):
            line.put(number)
        line.finish()

    line = Behind(consume, most=2)
    with pytest.raises(OSError, match="No space left"):
        produce()
    line.abandon()
    assert not ours()


def test_a_consumer_that_failed_consumes_nothing_more() -> None:
    had: list[int] = []

    def consume(number: int) -> None:
        had.append(number)
        raise LookupError

    line = Behind(consume, most=8)
    line.put(0)
    until(lambda: not ours())
    with pytest.raises(LookupError):
        line.put(1)
    with pytest.raises(LookupError):
        line.finish()
    assert had == [0]


def test_abandoning_drops_what_waits_and_ends_the_thread() -> None:
    had: list[int] = []
    gate, busy = threading.Event(), threading.Event()

    def consume(number: int) -> None:
        had.append(number)
        busy.set()
        gate.wait(PATIENCE)

    line = Behind(consume, most=8)
    for number in range(5):
        line.put(number)
    busy.wait(PATIENCE)
    leaving = threading.Thread(target=line.abandon)
    leaving.start()
    until(line._over.is_set)
    gate.set()
    leaving.join(PATIENCE)
    assert had == [0]
    assert not ours()


def test_abandoning_after_the_end_is_harmless() -> None:
    line = Behind(list[int]().append, most=1)
    line.finish()
    line.abandon()
    assert not ours()
