"""How online engines ask a service: tried again when it is busy, told at once when there is no way to it.

A `Line` belongs to an open voice. All its threads wait together when the service asks for time or allows only so many
requests a minute, and once one of them has given up, the others try once each until one comes through again.
"""

from __future__ import annotations

import math
import random
import socket
import threading
from collections.abc import Callable
from concurrent.futures import Future, wait
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from time import monotonic, time
from typing import TypeVar
from urllib.parse import urlsplit

from narrate.errors import EngineError

Found = TypeVar("Found")

POLL = 0.25
"""Seconds between looks at whether the run is over."""
OFFLINE = "or choose a voice that needs no network"


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long to try."""

    connect: float = 4.0
    """Seconds to find the service's address, and to reach it there."""
    read: float = 30.0
    """Seconds without a byte from it."""
    whole: float = 300.0
    """Seconds for all of an answer."""
    tries: int = 5
    first_wait: float = 1.0
    """Seconds before the second try; then twice as long each time, each shortened by chance by up to a half."""
    longest_wait: float = 60.0
    """Seconds, even if the service asks for more."""


class Busy(Exception):
    """The service did not give what was asked; another try may help. `wait` is the seconds it asked for."""

    def __init__(self, message: str, hint: str = f"try again later, {OFFLINE}", wait: float = 0.0) -> None:
        super().__init__(message)
        self.hint = hint
        self.wait = wait


class Unreachable(Busy):
    """There is no way to the service: no address, nobody there, or a proxy that can't be reached either."""

    def __init__(self, host: str) -> None:
        hint = "check the network, or choose a voice that needs none, such as those of `narrate voices --offline`"
        super().__init__(f"{host} can't be reached", hint)


class Line:
    """The way to the service at `url`, shared by the threads of one voice; `a_minute` requests at most, 0 is any."""

    def __init__(self, url: str, a_minute: float = 0.0) -> None:
        self.over = threading.Event()
        self._url = url
        self._spacing = 60 / a_minute if a_minute else 0.0
        self._next = 0.0  # when the next request may go out
        self._lock = threading.Lock()
        self._reached = self._given_up = False
        self._closed = False

    def check(self) -> None:
        """Raise `EngineError` when the voice has been closed."""
        if self._closed:
            raise EngineError("this voice has been closed", hint="open it again")

    def hurry(self) -> None:
        """The run is over: wait for nothing any more."""
        self.over.set()

    def close(self) -> None:
        self._closed = True
        self.over.set()

    def fetched(self, ask: Callable[[], Found], patience: Patience, quote: str) -> Found:
        """What `ask` gives, tried while it raises `Busy`; raises `EngineError` when patience ends.

        A service that could never be reached is not waited for, and one whose voice has been closed not asked.
        """
        self.check()
        if not self._reached:
            self._find(patience)
        wait, chance = 0.0, patience.first_wait
        problem = Busy("it was not asked for")
        for attempt in range(1, patience.tries + 1):
            if self._turn(wait):
                raise EngineError(f"{problem}, and the run is over", hint=problem.hint, quote=quote) from problem
            asked = self._aside(ask)
            if not asked.done():
                raise EngineError("no answer had come yet, and the run is over", hint="try again", quote=quote)
            try:
                found = asked.result()
            except Busy as busy:
                problem = busy
                lost = isinstance(busy, Unreachable)
                self._hold(min(patience.longest_wait, busy.wait))
                if attempt == patience.tries or self._given_up or (lost and not self._reached):
                    self._given_up = True
                    tried = f" (tried {attempt} times)" if attempt > 1 else ""
                    raise EngineError(f"{busy}{tried}", hint=busy.hint, quote=quote) from busy
                self._reached = self._reached or not lost
                wait = min(patience.longest_wait, chance * random.uniform(0.5, 1.0))
                chance *= 2
            else:
                self._reached, self._given_up = True, False
                return found
        raise AssertionError("patience allows no try")

    def _hold(self, seconds: float) -> None:
        """Let no thread ask before that time."""
        with self._lock:
            self._next = max(self._next, monotonic() + seconds)

    def _turn(self, seconds: float) -> bool:
        """Wait for so long, and until a request may go out; True when the run is over."""
        with self._lock:
            now = monotonic()
            at = max(now + seconds, self._next)
            if self._spacing:
                self._next = at + self._spacing
        return self.over.wait(at - now) if at > now else self.over.is_set()

    def _aside(self, work: Callable[[], Found], seconds: float = math.inf) -> Future[Found]:
        """Do something on a thread of its own; done, unless it takes more than `seconds` or the run is over.

        Nobody waits for such a thread then: libraries can't be told to stop waiting for a service.
        """
        future: Future[Found] = Future()

        def run() -> None:
            try:
                future.set_result(work())
            except BaseException as error:  # for whoever asks for the result, whatever it is
                future.set_exception(error)

        threading.Thread(target=run, name="narrate-line", daemon=True).start()
        while seconds > 0 and not wait([future], min(POLL, seconds)).done and not self.over.is_set():
            seconds -= POLL
        return future

    def _find(self, patience: Patience) -> None:
        """Raise `EngineError` when the service has no address: systems without a network take long to say so."""
        parts = urlsplit(self._url)
        if proxy(self._url):
            return  # it looks the address up itself
        found = self._aside(lambda: socket.getaddrinfo(parts.hostname, parts.port or 443), patience.connect)
        if not found.done() or isinstance(found.exception(), OSError | UnicodeError):  # UnicodeError: of an odd name
            lost = Unreachable(place(self._url))
            raise EngineError(str(lost), hint=lost.hint)


def place(url: str) -> str:
    """The host of an address, with its port if it has one: what may be told of an address that holds secrets."""
    parts = urlsplit(url)
    return f"{parts.hostname}:{parts.port}" if parts.port else str(parts.hostname)


def proxy(url: str) -> str | None:
    """The proxy that the environment sets for an address; for `wss:` that of `https:`, too, as in browsers."""
    from requests.utils import get_environ_proxies, select_proxy

    found = get_environ_proxies(url)
    around = select_proxy(url, found)
    if not around and url.startswith("wss:"):
        around = select_proxy(f"https:{url.removeprefix('wss:')}", found)
    return around


def asked_wait(header: str | None) -> float:
    """The seconds of a `Retry-After` header, which are given as such or as a date; 0 when there are none."""
    text = (header or "").strip()
    try:
        seconds = float(text) if text[:1].isdigit() else parsedate_to_datetime(text).timestamp() - time()
    except (ValueError, TypeError, OverflowError):
        return 0.0
    return max(0.0, seconds)


def no_connection(error: BaseException) -> bool:
    """Whether nobody was there to talk to; not so when a connection was lost, or no answer came. For `requests`."""
    from urllib3.exceptions import ConnectTimeoutError, NewConnectionError

    inner: BaseException | None = error
    while inner is not None and not isinstance(inner, NewConnectionError | ConnectTimeoutError):
        told = getattr(inner, "reason", None) or getattr(inner, "original_error", None) or next(iter(inner.args), None)
        inner = told if isinstance(told, BaseException) else inner.__cause__ or inner.__context__
    return inner is not None
