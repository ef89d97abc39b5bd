"""One run at a time: a lock beside the index, which the system takes back when its holder dies, however it dies."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

from narrate.errors import OutputError

NAME = "lock"
HOLDER = "lock.json"
"""Who holds it. Told apart from the lock itself, which may not be readable while it is held (Windows)."""


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the lock of the library in `folder`; raises `OutputError` that names who has it."""
    from filelock import FileLock, Timeout

    lock = FileLock(folder / NAME, timeout=0)
    try:
        folder.mkdir(parents=True, exist_ok=True)
        lock.acquire()
    except Timeout as error:
        raise OutputError(
            f"another run is at work on this library{_holder(folder)}",
            place=str(folder.parent),
            hint="wait until it ends, or end it",
        ) from error
    except OSError as error:
        reason = error.strerror or str(error)
        hint = "check the folder, its rights and its space"
        raise OutputError(f"the library can't be locked: {reason}", place=str(folder), hint=hint) from error
    try:
        _sign(folder)
        yield
    finally:
        lock.release()


def held(folder: Path) -> bool:
    """Whether a run is at work now, as far as can be told."""
    from filelock import FileLock, Timeout

    try:
        with FileLock(folder / NAME, timeout=0):
            return False
    except Timeout:
        return True
    except OSError:
        return False


def _sign(folder: Path) -> None:
    told = {"pid": os.getpid(), "host": socket.gethostname(), "since": datetime.now(UTC).isoformat(timespec="seconds")}
    with suppress(OSError):
        (folder / HOLDER).write_text(json.dumps(told), "utf-8")


def _holder(folder: Path) -> str:
    try:
        told = json.loads((folder / HOLDER).read_text("utf-8"))
        return f" (process {told['pid']} on {told['host']}, since {told['since']})"
    except (OSError, ValueError, KeyError, TypeError):
        return ""
