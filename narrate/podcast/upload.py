"""Send a podcast's files, several at once, and try again when the place does not answer."""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_EXCEPTION, ThreadPoolExecutor, wait
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, TypeVar

from narrate.errors import SourceError, located
from narrate.podcast.media import BRIEFLY, HEAD, keeping, media_type
from narrate.store import Store, Unreachable

Found = TypeVar("Found")
Kind = Literal["sent", "removed", "again"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How often a place that does not answer is asked; times in seconds."""

    tries: int = 6
    first_wait: float = 1.0
    """Before the second try, twice as long before each further one."""
    longest_wait: float = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What publishing has just done, or is about to do again."""

    kind: Kind
    name: str
    size: int = 0
    """Bytes of the file."""
    done: int = 0
    """Bytes sent so far."""
    total: int = 0
    """Bytes to send in all."""
    reason: str = ""
    """Why it is tried again."""


Listener = Callable[[Step], None]


class Sender:
    """Sends files to a store and tells of each."""

    def __init__(
        self, store: Store, folder: Path, files: Mapping[str, str], listen: Listener | None, patience: Patience | None
    ) -> None:
        self._store, self._folder, self._files = store, folder, files
        self._listener, self._patience = listen, patience or Patience()
        self.lock = threading.RLock()
        """Held while the listener is told, and while `sent` of `send` is called."""
        self._ended = threading.Event()
        self._done = 0
        self.total = 0
        """Bytes to send in all."""

    def send(self, names: Sequence[str], at_once: int, sent: Callable[[str], None]) -> None:
        """Send files, whole or not at all; `sent` is called for each. The first failure ends the rest."""
        if not names:
            return
        with ThreadPoolExecutor(min(at_once, len(names)), thread_name_prefix="publish") as pool:
            futures = [pool.submit(self._send, name, sent) for name in names]
            try:
                done, _waiting = wait(futures, return_when=FIRST_EXCEPTION)
                for future in done:
                    future.result()
            except BaseException:
                self._ended.set()
                for future in futures:
                    future.cancel()
                raise

    def _send(self, name: str, sent: Callable[[str], None]) -> None:
        if self._ended.is_set():
            return
        path = self._folder / name
        with located(str(path)):
            size, head = _checked(path, self._files[name])
        kind, cache = media_type(name, head), keeping(name, BRIEFLY)
        # never a link: what is done to a file there would be done to the library's own, and neither would tell
        self.patiently(name, lambda: self._store.put(path, name, copy=True, media_type=kind, cache=cache))
        with self.lock:
            self._done += size
            sent(name)
            self.tell("sent", name, size=size)

    def patiently(self, name: str, call: Callable[[], Found]) -> Found:
        """Do something there; again after a while when the place does not answer."""
        pause = self._patience.first_wait
        for _ in range(self._patience.tries - 1):
            try:
                return call()
            except Unreachable as error:
                self.tell("again", name, reason=str(error))
                if self._ended.wait(min(pause, self._patience.longest_wait)):
                    raise
                pause *= 2
        return call()

    def tell(self, kind: Kind, name: str, *, size: int = 0, reason: str = "") -> None:
        """Tell the listener."""
        with self.lock:
            if self._listener:
                step = Step(kind=kind, name=name, size=size, done=self._done, total=self.total, reason=reason)
                self._listener(step)


def _checked(path: Path, digest: str) -> tuple[int, bytes]:
    """Bytes and the first bytes of a file; raises `SourceError` when it is not the one of this digest."""
    try:
        with path.open("rb") as file:
            head = file.read(HEAD)
            file.seek(0)
            found = hashlib.file_digest(file, "sha256").hexdigest()
            size = file.tell()
    except OSError as error:
        raise SourceError(f"the file can't be read: {error.strerror}", hint="make the podcast again") from error
    if found != digest:
        raise SourceError("the file has changed since it was made", hint="make the podcast again, then publish it")
    return size, head
