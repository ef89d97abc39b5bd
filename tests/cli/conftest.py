"""The real program, in processes of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import sysconfig
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from tests.helpers import PARAGRAPHS

NARRATE = Path(sysconfig.get_path("scripts")) / "narrate"
STORY = "The harbour at noon\n\n" + "\n\n".join(" ".join(texts) for texts in PARAGRAPHS) + "\n"
SENTENCES = ["The harbour at noon", *(text for texts in PARAGRAPHS for text in texts)]
PATIENCE = 60.0
"""Seconds after which a process has hung."""


class Ran(NamedTuple):
    """How a process ended and what it said."""

    code: int
    out: str
    err: str

    @property
    def results(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


class Shell:
    """A folder in which the program is called as a user does."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.started: list[subprocess.Popen[str]] = []

    def write(self, name: str, text: str | bytes = STORY) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def start(self, *arguments: object, **environment: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, str(NARRATE), *map(str, arguments)],
            cwd=self.folder,
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            errors="surrogateescape",
            start_new_session=True,
            preexec_fn=None if os.name == "nt" else _heed_interrupts,
        )
        self.started.append(process)
        return process

    @staticmethod
    def end(process: subprocess.Popen[str], stdin: str = "") -> Ran:
        """Wait for it; whatever happened, there is never a traceback."""
        out, err = process.communicate(stdin, PATIENCE)
        assert "Traceback" not in err, err
        assert "should not happen" not in err, err
        return Ran(process.returncode, out, err)

    def __call__(self, *arguments: object, stdin: str = "", **environment: str) -> Ran:
        return self.end(self.start(*arguments, **environment), stdin)

    def tones(self, *arguments: object, stdin: str = "", **environment: str) -> Ran:
        """Narrate with the test engine, the language given: quick."""
        return self(*arguments, "--voice", "tone:sine", "--language", "en", stdin=stdin, **environment)

    @property
    def files(self) -> list[str]:
        """Names of all that is in the folder, hidden files too."""
        return sorted(str(path.relative_to(self.folder)) for path in self.folder.rglob("*") if path.is_file())


def _heed_interrupts() -> None:
    """A shell's background jobs, the tests themselves perhaps, ignore interrupts, and so would what they start."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def until(process: subprocess.Popen[str], path: Path) -> None:
    """Wait for a file that a process makes."""
    deadline = time.monotonic() + PATIENCE
    while not path.exists():
        assert process.poll() is None, process.communicate()
        assert time.monotonic() < deadline, f"{path} never came about"
        time.sleep(0.005)


@pytest.fixture
def narrate(tmp_path: Path) -> Iterator[Shell]:
    folder = tmp_path / "work"
    folder.mkdir()
    shell = Shell(folder)
    yield shell
    for process in shell.started:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGKILL)
            process.communicate()
