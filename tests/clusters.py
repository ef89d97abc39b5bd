"""Ray clusters of this machine: a head and further machines, each with all of Ray's own processes."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import TemporaryDirectory

MARK = "NARRATE_CLUSTER"
"""A variable of all processes of a cluster, by which they are found."""
MEMORY = "80000000"
"""Bytes of Ray's object store: nothing but the podcast's picture goes through it."""
WAIT = 60.0
"""Seconds for what should take few."""
LOOK = """
import sys, ray
ray.init(sys.argv[1], logging_level="ERROR")
print(sum(node["Alive"] for node in ray.nodes()))
"""


class Cluster:
    """Machines of some cores each, the first of them the head; ended all at once, and nothing of it is left."""

    def __init__(self, folder: Path, cores: int, environment: Mapping[str, str]) -> None:
        self.mark = str(folder)
        self._environment = {**environment, MARK: self.mark, "RAY_USAGE_STATS_ENABLED": "0"}
        port, client = _free_port(), _free_port()
        self.address, self.client = f"127.0.0.1:{port}", f"ray://127.0.0.1:{client}"
        head = ("--head", f"--port={port}", f"--ray-client-server-port={client}", f"--temp-dir={folder}")
        self._machines = [self._start(*head, "--include-dashboard=false", f"--num-cpus={cores}")]
        self._wait()

    def join(self, cores: int = 1) -> None:
        """One machine more."""
        self._machines.append(self._start(f"--address={self.address}", f"--num-cpus={cores}"))
        self._wait()

    def lose(self) -> None:
        """The newest machine goes with all that is at work on it, as when its power does."""
        machine = self._machines.pop()
        own = {machine.pid}
        parents = dict(_parents())
        while more := {child for child, parent in parents.items() if parent in own} - own:
            own |= more
        _kill(own)
        machine.wait()

    def processes(self, name: str = "") -> list[int]:
        """Those of the cluster that are called so."""
        found = []
        for folder in Path("/proc").glob("[0-9]*"):
            with suppress(OSError):
                ours = f"{MARK}={self.mark}\0".encode() in (folder / "environ").read_bytes()
                if ours and name in (folder / "cmdline").read_text("utf-8", "replace"):
                    found.append(int(folder.name))
        return found

    def gone(self, name: str = "") -> bool:
        """Whether, soon, no process of it is called so."""
        end = time.monotonic() + WAIT
        while self.processes(name):
            if time.monotonic() > end:
                return False
            time.sleep(0.2)
        return True

    def end(self) -> None:
        _kill(self.processes())
        for machine in self._machines:
            machine.wait()

    def _start(self, *flags: str) -> subprocess.Popen[bytes]:
        ray = str(Path(sys.executable).with_name("ray"))
        command = [ray, "start", "--block", "--node-ip-address=127.0.0.1", f"--object-store-memory={MEMORY}", *flags]
        quiet = subprocess.DEVNULL
        return subprocess.Popen(command, env=self._environment, stdout=quiet, stderr=quiet, start_new_session=True)

    def _wait(self) -> None:
        """Until all machines are there."""
        end = time.monotonic() + WAIT
        asked = [sys.executable, "-c", LOOK, self.address]
        while time.monotonic() < end:
            told = subprocess.run(asked, env=self._environment, capture_output=True, text=True, check=False)
            if told.stdout.strip() == str(len(self._machines)):
                return
            time.sleep(0.2)
        self.end()
        raise RuntimeError(f"Ray can't be started: {told.stderr}")


@contextmanager
def cluster(cores: int, environment: Mapping[str, str] = os.environ) -> Iterator[Cluster]:
    """A cluster whose head has room for so many workers; its folder has a short name, as sockets' must be."""
    with TemporaryDirectory(prefix="r-", ignore_cleanup_errors=True) as folder:
        made = Cluster(Path(folder), cores, environment)
        try:
            yield made
        finally:
            made.end()


def _free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return int(free.getsockname()[1])


def _parents() -> Iterator[tuple[int, int]]:
    for status in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            yield int(status.parent.name), int(status.read_text().rpartition(")")[2].split()[1])


def _kill(numbers: set[int] | list[int]) -> None:
    for number in numbers:
        with suppress(ProcessLookupError):
            os.kill(number, signal.SIGKILL)
