"""Work done ahead: results in order, a bounded number of items early, on several threads.

Threads suffice for every engine: those that hold the interpreter lock live in processes of their own, behind
a `Speaker` whose `say` waits for one of them.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from queue import Empty, Full, Queue
from threading import Event, Thread
from typing import Generic, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

POLL = 0.2
"""Seconds between looks at whether the other side still lives."""


def ordered(
    items: Iterable[Item],
    work: Callable[[Item], Result],
    *,
    workers: int,
    ahead: int,
    hurry: Callable[[], None] = lambda: None,
) -> Iterator[tuple[Item, Result]]:
    """Yield each item with `work(item)`, in order, at most `ahead` items early.

    The first error is raised where its item would have stood; what was begun is waited for, the rest never starts.
    `hurry` is called before such a wait, when it all ends early.
    """
    with ThreadPoolExecutor(workers, thread_name_prefix="narrate") as pool:
        begun: deque[tuple[Item, Future[Result]]] = deque()
        try:
            for item in items:
                begun.append((item, pool.submit(work, item)))
                if len(begun) > ahead:
                    item, future = begun.popleft()
                    yield item, future.result()
            while begun:
                item, future = begun.popleft()
                yield item, future.result()
        except BaseException:
            hurry()
            raise
        finally:
            for _, future in begun:
                future.cancel()


class Behind(Generic[Item]):
    """A consumer on a thread of its own, at most `most` items behind.

    `put` and `finish` raise what the consumer raised, so an error surfaces at the producer.
    """

    def __init__(self, consume: Callable[[Item], None], *, most: int, name: str = "") -> None:
        self._consume = consume
        self._queue: Queue[Item | None] = Queue(most)
        self._error: BaseException | None = None
        self._over = Event()
        self._thread = Thread(target=self._run, name=f"narrate-{name}", daemon=True)
        self._thread.start()

    def _run(self) -> None:
        while not self._over.is_set():
            try:
                item = self._queue.get(timeout=POLL)
            except Empty:
                continue
            if item is None:
                return
            try:
                self._consume(item)
            except BaseException as error:  # handed over to the producer, whatever it is
                self._error = error
                return

    def put(self, item: Item) -> None:
        """Hand over an item; waits while the consumer is `most` items behind."""
        while True:
            if self._error is not None:
                raise self._error
            try:
                self._queue.put(item, timeout=POLL)
            except Full:
                continue
            return

    def finish(self) -> None:
        """Wait until all items are consumed."""
        while self._thread.is_alive():
            try:
                self._queue.put(None, timeout=POLL)
            except Full:
                continue
            self._thread.join()
        if self._error is not None:
            raise self._error

    def abandon(self) -> None:
        """Drop what is not consumed yet and end the thread."""
        self._over.set()
        self._thread.join()
