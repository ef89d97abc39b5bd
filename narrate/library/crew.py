"""Workers that narrate articles at once: processes of this machine. `narrate.cluster` has others."""

from __future__ import annotations

import contextlib
import os
import pickle
import signal
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from queue import Empty, Queue
from typing import IO, Any, BinaryIO, Protocol, cast

from narrate.errors import NarrateError
from narrate.library._worker import STOP
from narrate.library.helping import SHARED
from narrate.library.jobs import Done, Job, problem
from narrate.model import Progress

TRIES = 2
"""Times that a job is begun when its worker dies."""
RETIRED = 200
"""Articles after which another process takes a worker's place: what libraries hold on to does not add up."""
FAREWELL = 2.0
"""Seconds that a worker has to end by itself."""
LAST_WORDS = 300
"""Bytes of a dead worker's complaints that are quoted."""
LEAST = SHARED // 2
"""Characters that must be left of an article for other workers to help with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """How far a job has come."""

    number: int
    progress: Progress


Event = Done | Told


class Crew(Protocol):
    """Who does the jobs. All calls come from one thread."""

    def free(self) -> int:
        """How many more jobs may be given now."""

    def give(self, job: Job) -> None:
        """Begin a job."""

    def idle(self) -> None:
        """There is no other job for those who are free: they may help the others."""

    def next(self, timeout: float) -> Event | None:
        """What happens next, or None when nothing does in as many seconds."""

    def close(self) -> None:
        """End all workers; what they had begun is lost."""


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


class _Worker:
    """A process with a thread of ours that listens to it."""

    def __init__(self, heard: Callable[[_Worker, tuple[Any, ...] | None], None]) -> None:
        self._heard = heard
        self._complaints: BinaryIO = cast(BinaryIO, tempfile.TemporaryFile())  # noqa: SIM115
        self.process = subprocess.Popen(
            [sys.executable, "-m", "narrate.library._worker"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            start_new_session=True,  # a ^C is for us alone: we end the workers
            env={**os.environ, "PYTHONPATH": os.pathsep.join(entry or str(Path.cwd()) for entry in sys.path)},
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
        )
        self.job: Job | None = None
        self.tries = self.jobs = 0
        self.helps = 0
        """Number of the job it helps with; 0 is none."""
        self.progress: Progress | None = None
        self._thread = threading.Thread(target=self._listen, name="narrate-crew", daemon=True)
        self._thread.start()

    def _listen(self) -> None:
        answers = cast(IO[bytes], self.process.stdout)
        while True:
            try:
                message = pickle.load(answers)
            except (EOFError, OSError, pickle.UnpicklingError, ValueError):
                return self._heard(self, None)
            self._heard(self, message)

    def tell(self, *message: Any) -> None:
        """Send a message; one that can't be sent is to a dead worker, whose end is heard anyway."""
        asked = cast(IO[bytes], self.process.stdin)
        with contextlib.suppress(OSError, ValueError):
            pickle.dump(message, asked)
            asked.flush()

    def last_words(self) -> str:
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(FAREWELL)
        code = self.process.poll()
        if code is not None and code < 0:
            with contextlib.suppress(ValueError):
                return f"killed by {signal.Signals(-code).name}"
        with contextlib.suppress(OSError, ValueError):
            size = self._complaints.seek(0, os.SEEK_END)
            self._complaints.seek(max(0, size - LAST_WORDS))
            lines = self._complaints.read().decode("utf-8", "replace").strip().splitlines()
            if lines:
                return lines[-1]
        return f"exit code {code}"

    def end(self) -> None:
        """At once: it holds nothing that is not whole."""
        with contextlib.suppress(OSError):
            if hasattr(os, "killpg"):
                os.killpg(self.process.pid, signal.SIGKILL)
            else:
                self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            with contextlib.suppress(OSError):
                if pipe is not None:
                    pipe.close()
        self._complaints.close()


class Processes:
    """As many worker processes as wanted, begun when they are needed; those that die are replaced."""

    def __init__(self, width: int = 0) -> None:
        self.width = width or cores()
        self._workers: list[_Worker] = []
        self._heard: Queue[tuple[_Worker, tuple[Any, ...] | None]] = Queue()
        self._shared_out: set[int] = set()
        """Numbers of the jobs that there is nothing left to help with."""

    def _begun(self) -> _Worker:
        worker = _Worker(lambda one, message: self._heard.put((one, message)))
        self._workers.append(worker)
        return worker

    def free(self) -> int:
        return self.width - sum(worker.job is not None for worker in self._workers)

    def give(self, job: Job, tries: int = 0) -> None:
        worker = next((one for one in self._workers if one.job is None and not one.helps), None)
        if worker is None and len(self._workers) < self.width:
            worker = self._begun()
        if worker is None:  # all that have no job of their own help others: they leave off at the next sentence
            worker = next(one for one in self._workers if one.job is None)
            worker.tell(STOP)
        worker.job, worker.tries, worker.progress = job, tries + 1, None
        worker.jobs += 1
        worker.tell("job", job)

    def idle(self) -> None:
        """Let those without a job speak ahead for the article that has most left."""
        long = [
            worker.job
            for worker in sorted(self._workers, key=_left, reverse=True)
            if worker.job is not None and worker.job.number not in self._shared_out and _left(worker) >= LEAST
        ]
        if not long:
            return
        job = long[0]
        while len(self._workers) < self.width:
            self._begun()
        for worker in self._workers:
            if worker.job is None and not worker.helps:
                worker.helps = job.number
                worker.tell("help", str(job.folder), job)

    def next(self, timeout: float) -> Event | None:
        try:
            worker, message = self._heard.get(timeout=timeout)
        except Empty:
            return None
        if worker not in self._workers:
            return None
        if message is None:
            return self._dead(worker)
        kind, *rest = message
        if kind == "progress":
            number, progress = rest
            if worker.job is not None and worker.job.number == number:
                worker.progress = progress
            return Told(number=number, progress=progress)
        if kind == "helped":
            worker.helps = 0
            self._shared_out.add(rest[0])
            return None
        (done,) = rest
        worker.job = worker.progress = None
        if worker.jobs >= RETIRED:
            self._workers.remove(worker)
            worker.end()
        for other in self._workers:
            if other.helps == done.number:
                other.tell(STOP)
        return cast(Done, done)

    def _dead(self, worker: _Worker) -> Event | None:
        """Replace a worker that died; its job is begun once more, then it fails."""
        why = worker.last_words()
        self._workers.remove(worker)
        worker.end()
        job = worker.job
        if job is None:
            return None
        if worker.tries < TRIES:
            self.give(replace(job, jobs=1), worker.tries)
            return None
        hint = "it may be too long for the memory that is there: try it alone"
        place = job.title or job.parts[0].where
        error = NarrateError(f"the worker that narrated it died, {TRIES} times: {why}", hint=hint, place=place)
        return Done(number=job.number, problems=(problem(error),))

    def close(self) -> None:
        for worker in self._workers:
            worker.end()
        self._workers.clear()


def _left(worker: _Worker) -> float:
    """Characters that a worker has still to speak."""
    told = worker.progress
    return told.total - told.done if told is not None and told.stage == "speaking" else 0
