"""Manners towards servers: few requests at once, a little time between them, and none while one wants to be left alone.

One object is shared by all threads of a run.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from narrate.errors import SourceError

AT_ONCE = 2
APART = 0.25
"""Seconds between the beginnings of two requests to one host."""


@dataclass(slots=True)
class _Host:
    room: threading.Semaphore
    free: float = 0.0
    """When the next request may begin, by the monotonic clock; so is the other."""
    rests: float = 0.0
    lock: threading.Lock = field(default_factory=threading.Lock)


class Polite:
    """Lets requests to a host wait for their turn. In another process it begins anew with the same manners."""

    def __init__(self, at_once: int = AT_ONCE, apart: float = APART) -> None:
        self.at_once = at_once
        self.apart = apart
        self._lock = threading.Lock()
        self._hosts: dict[str, _Host] = {}

    def __reduce__(self) -> tuple[type[Polite], tuple[int, float]]:
        return Polite, (self.at_once, self.apart)

    @contextmanager
    def turn(self, address: str) -> Iterator[None]:
        """Within it one request to the host may be made; raises `SourceError` while the host rests."""
        host = self._host(address)
        with host.room:
            with host.lock:
                now = time.monotonic()
                if host.rests > now:
                    raise SourceError(
                        "the server asked to be left alone for a while",
                        place=address,
                        retry=True,
                        retry_after=host.rests - now,
                    )
                begin = max(now, host.free)
                host.free = begin + self.apart
            time.sleep(begin - now)
            yield

    def rest(self, address: str, seconds: float) -> None:
        """The host asked for no further requests for so long."""
        host = self._host(address)
        with host.lock:
            host.rests = max(host.rests, time.monotonic() + seconds)

    def _host(self, address: str) -> _Host:
        name = urlsplit(address).netloc.rpartition("@")[2].lower()
        with self._lock:
            return self._hosts.setdefault(name, _Host(threading.Semaphore(self.at_once)))
