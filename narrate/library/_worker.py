"""A worker process: jobs in, progress and results out, as pickles over its standard input and output.

It ends when its input does, which is also how it learns that the process that started it has died.
"""

from __future__ import annotations

import os
import pickle
import threading
from pathlib import Path
from queue import Queue
from typing import Any, BinaryIO

from narrate.library.helping import help_with
from narrate.library.tools import Tools
from narrate.library.work import work
from narrate.model import Progress

STOP = "stop"


def main() -> None:
    replies, asked = _own_pipes()
    lock = threading.Lock()
    helping = threading.Event()
    tasks: Queue[tuple[Any, ...]] = Queue()

    def tell(*message: Any) -> None:
        with lock:
            pickle.dump(message, replies)
            replies.flush()

    def listen() -> None:
        while True:
            try:
                message = pickle.load(asked)
            except (EOFError, OSError, pickle.UnpicklingError):
                os._exit(0)  # nobody is there any more; what is half made lies in a folder that the next run empties
            if message[0] == STOP:
                helping.set()
            else:
                if message[0] == "help":
                    helping.clear()
                tasks.put(message)

    threading.Thread(target=listen, name="narrate-listen", daemon=True).start()
    tools = Tools()
    while True:
        kind, *rest = tasks.get()
        if kind == "job":
            (job,) = rest

            def told(progress: Progress, number: int = job.number) -> None:
                tell("progress", number, progress)

            tell("done", work(job, tools, told))
        else:
            folder, job = rest
            tell("helped", job.number, help_with(Path(folder), job, tools, helping.is_set))


def _own_pipes() -> tuple[BinaryIO, BinaryIO]:
    """Our ends of the pipes; what a library prints goes to standard error instead."""
    replies = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    asked = os.fdopen(os.dup(0), "rb")
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    return replies, asked


if __name__ == "__main__":
    main()
