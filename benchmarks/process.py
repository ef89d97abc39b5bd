"""Runs programs and tells what they took, by the system's own accounting of the finished process."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """One finished process, its children included where the system counts them."""

    wall: float
    cpu: float
    """Seconds."""
    peak: float
    """MB of memory of the largest single process."""
    printed: str


def run(arguments: list[str], environment: dict[str, str] | None = None) -> Run:
    """Run this Python with `arguments`; raises when it fails."""
    begun = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, *arguments],
        env=os.environ | (environment or {}),
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parent.parent,
    )
    assert process.stdout is not None
    printed = process.stdout.read()
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - begun
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(f"{arguments} ended with {process.returncode}")
    scale = 1e6 if sys.platform == "darwin" else 1e3
    return Run(wall=wall, cpu=usage.ru_utime + usage.ru_stime, peak=usage.ru_maxrss / scale, printed=printed)
