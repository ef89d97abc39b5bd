"""Child processes that speak for us: started when needed, a free one for each call, replaced when they die."""

from __future__ import annotations

import contextlib
import math
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Mapping
from pathlib import Path
from typing import IO, Any, BinaryIO, cast

from narrate.engines._wire import Message, receive, send
from narrate.errors import EngineError

PATIENCE = 60.0  # seconds for one call: the slowest, a long text on a busy machine, takes a few
FAREWELL = 2.0  # seconds that a child has to end by itself
LOOK = 1.0  # seconds between looks at whether a child has run out of patience
PIPE = 1 << 20  # bytes that a child may say before we listen: all of a sentence, so that neither waits for the other
TRIES = 2
LAST_WORDS = 300  # bytes of a dead child's complaints that we quote
START = "import sys; sys.path.insert(0, sys.argv[3]); from narrate.engines._wire import main; main()"


class _Gone(Exception):
    """The child has died or does not answer."""


class _Child:
    """One process, of the module `module`, which must be told its setting first. Raises `EngineError`."""

    def __init__(self, module: str, bare: bool) -> None:
        path = [entry or str(Path.cwd()) for entry in sys.path]
        root = str(Path(__file__).parents[2])
        # -I: no settings of the user's; -S: no site-packages start-up, which takes longer than all the rest.
        command = [sys.executable, "-I", *(["-S"] if bare else []), "-c", START, module, os.pathsep.join(path), root]
        self._complaints: BinaryIO = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=self._complaints,
                start_new_session=True,  # so that forks of the child's can be killed with it
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            raise EngineError(f"no process could be started: {error.strerror}", retry=True) from error
        self.pid = self._process.pid
        self.deadline = math.inf
        _widen(self._process.stdout)

    def ask(self, request: Mapping[str, Any]) -> Message:
        """The child's answer to `request`; raises `_Gone` when it is killed or dies instead."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self.deadline = time.monotonic() + PATIENCE
        try:
            send(cast(BinaryIO, self._process.stdin), Message(dict(request)))
            answer = receive(cast(BinaryIO, self._process.stdout))
        except (OSError, ValueError):
            answer = None
        finally:
            self.deadline = math.inf
        if answer is None:
            raise _Gone(self._last_words())
        if "error" in answer.head:
            raise EngineError(answer.head["error"], hint=answer.head["hint"])
        return answer

    def alive(self) -> bool:
        return self._process.poll() is None

    def kill(self) -> None:
        """Kill it and its forks, at once."""
        with contextlib.suppress(OSError):
            if hasattr(os, "killpg"):
                os.killpg(self._process.pid, signal.SIGKILL)
            else:
                self._process.kill()

    def wait(self) -> None:
        """Until it has ended, but not for ever."""
        with contextlib.suppress(subprocess.TimeoutExpired):
            self._process.wait(FAREWELL)

    def end(self) -> None:
        """Let it end by itself, or else kill it."""
        process = self._process
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()
        try:
            process.wait(FAREWELL)
        except subprocess.TimeoutExpired:
            self.kill()
            process.wait()
        self._complaints.close()

    def _last_words(self) -> str:
        self.wait()
        with contextlib.suppress(OSError, ValueError):
            size = self._complaints.seek(0, os.SEEK_END)
            self._complaints.seek(max(0, size - LAST_WORDS))
            lines = self._complaints.read().decode("utf-8", "replace").strip().splitlines()
            if lines:
                return lines[-1]
        return f"exit code {self._process.poll()}"


def _widen(pipe: IO[bytes] | None) -> None:
    """Let a pipe hold more, where the system can do that (Linux; it holds 64 kB there at first)."""
    if pipe is None or sys.platform != "linux":
        return
    import fcntl

    with contextlib.suppress(OSError):  # a user may have only so many wide pipes
        fcntl.fcntl(pipe.fileno(), fcntl.F_SETPIPE_SZ, PIPE)


class Workers:
    """As many children as there are calls at once, each answering one call at a time.

    `setting` is what each child is first told. With `bare`, a child gets the standard library only from Python, and
    our import path for the rest.
    """

    def __init__(self, name: str, module: str, setting: Mapping[str, Any], bare: bool = True) -> None:
        self._name = name
        self._module = module
        self._setting = dict(setting)
        self._bare = bare
        self._free: list[_Child] = []
        self._busy: set[_Child] = set()
        self._lock = threading.Lock()
        self._closed = False
        self._over = threading.Event()
        self._watch: threading.Thread | None = None

    def ask(self, request: Mapping[str, Any]) -> Message:
        """An answer from a free child; a child that dies is replaced, once a call. Raises `EngineError`."""
        reason = ""
        for _ in range(TRIES):
            try:
                child = self._take()
            except _Gone as gone:
                reason = str(gone)
                continue
            try:
                answer = child.ask(request)
            except _Gone as gone:
                reason = str(gone)
                self._drop(child)
            except EngineError:
                self._give_back(child)
                raise
            except BaseException:  # ^C, in the middle of an answer that nobody will read
                self._drop(child)
                raise
            else:
                self._give_back(child)
                return answer
        if self._closed:
            raise EngineError("this voice has been closed", hint="open it again")
        raise EngineError(
            f"{self._name} stopped working, and again on the second try: {reason}",
            hint="try once more; if it goes on, choose another voice",
            retry=True,
        )

    def pids(self) -> list[int]:
        """The process numbers of the children that live."""
        with self._lock:
            return [child.pid for child in (*self._free, *self._busy)]

    def close(self) -> None:
        """End all children, and wait for it; calls that still run fail."""
        with self._lock:
            self._closed = True
            self._over.set()
            free, self._free = self._free, []
            busy = list(self._busy)
        for child in free:
            child.end()
        for child in busy:
            child.kill()
        for child in busy:
            child.wait()

    def _take(self) -> _Child:
        with self._lock:
            if self._closed:
                raise EngineError("this voice has been closed", hint="open it again")
            child = self._free.pop() if self._free else None
            while child is not None and not child.alive():
                child.end()
                child = self._free.pop() if self._free else None
            if child is not None:
                self._busy.add(child)
                return child
        return self._started()

    def _started(self) -> _Child:
        """A new child that is ready."""
        child = _Child(self._module, self._bare)
        with self._lock:
            self._busy.add(child)
            if self._watch is None:
                self._watch = threading.Thread(target=self._look, name="narrate-watch", daemon=True)
                self._watch.start()
        try:
            child.ask(self._setting)
        except BaseException:
            self._drop(child)
            raise
        return child

    def _look(self) -> None:
        """Kill children that have not answered for too long."""
        while not self._over.wait(LOOK):
            with self._lock:
                late = [child for child in self._busy if child.deadline < time.monotonic()]
            for child in late:
                child.kill()

    def _give_back(self, child: _Child) -> None:
        with self._lock:
            self._busy.discard(child)
            if not self._closed:
                self._free.append(child)
                return
        child.end()

    def _drop(self, child: _Child) -> None:
        with self._lock:
            self._busy.discard(child)
        child.end()
