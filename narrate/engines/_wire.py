"""How an engine's own processes and ours talk: over pipes, one message at a time.

A message is two lengths (bytes of JSON, bytes of samples; 32 bits each, little-endian), the JSON and the samples. Only
the standard library is used, so a child starts quickly and whatever licence or fault its library has stays with it.
"""

from __future__ import annotations

import json
import os
import signal
import struct
import sys
import threading
from collections.abc import Callable, Mapping
from importlib import import_module
from typing import Any, BinaryIO, NamedTuple

LENGTHS = struct.Struct("<II")
PARENT_GONE = 0
CRASHED = 70  # EX_SOFTWARE


class Message(NamedTuple):
    """Plain values and samples."""

    head: dict[str, Any]
    body: bytes = b""


class Refusal(Exception):
    """What a child can't do, in words for the user."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


Answer = Callable[[Mapping[str, Any]], Message]


class Forked(NamedTuple):
    """An answer to be given by a copy of the process as it was prepared, where the system can do that: so it does not
    depend on those before it."""

    answer: Answer


def send(stream: BinaryIO, message: Message) -> None:
    """Write one message; raises `OSError` when nobody reads any more."""
    head = json.dumps(message.head).encode()
    stream.write(LENGTHS.pack(len(head), len(message.body)) + head)
    stream.write(message.body)
    stream.flush()


def receive(stream: BinaryIO) -> Message | None:
    """The next message; None when the other side has gone, even in the middle of one."""
    lengths = stream.read(LENGTHS.size)
    if len(lengths) < LENGTHS.size:
        return None
    head_size, body_size = LENGTHS.unpack(lengths)
    head, body = stream.read(head_size), stream.read(body_size)
    if len(head) < head_size or len(body) < body_size:
        return None
    return Message(json.loads(head), body)


def serve(
    prepare: Callable[[Mapping[str, Any]], Answer | Forked],
    may_fork: bool = False,
    leave: Callable[[], None] = lambda: None,
) -> None:
    """A child's life: the first message prepares it, each further one is answered, and it ends with its parent.

    Threads and forks do not go together, so what may return `Forked` is watched by no thread while it prepares. `leave`
    is called when the parent closes its end or dies, on a thread of its own, perhaps in the middle of an answer.
    """
    requests, answers = _streams()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # ^C is for the parent, which then closes the pipe
    if not may_fork:
        requests = _watched(requests, leave)
    setting = receive(requests)
    if setting is None:
        return
    try:
        prepared = prepare(setting.head)
        send(answers, Message({"ready": True}))
    except Exception as error:
        send(answers, _refused(error))
        return
    answer = prepared.answer if isinstance(prepared, Forked) else prepared
    reply = _fork if isinstance(prepared, Forked) and hasattr(os, "fork") else _reply
    if may_fork and reply is _reply:
        requests = _watched(requests, leave)
    while (request := receive(requests)) is not None:
        reply(answer, request, answers)


def _reply(answer: Answer, request: Message, answers: BinaryIO) -> None:
    try:
        reply = answer(request.head)
    except Exception as error:
        reply = _refused(error)
    send(answers, reply)


def _fork(answer: Answer, request: Message, answers: BinaryIO) -> None:
    child = os.fork()
    if child == 0:
        code = CRASHED
        try:
            _reply(answer, request, answers)
            code = 0
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    if status:  # perhaps in the middle of a message, so nothing more can be said on this pipe
        os._exit(CRASHED)


def _refused(error: Exception) -> Message:
    if isinstance(error, Refusal):
        return Message({"error": str(error), "hint": error.hint})
    return Message({"error": f"{type(error).__name__}: {error}", "hint": ""})


def _streams() -> tuple[BinaryIO, BinaryIO]:
    """The pipes, taken away from standard input and output: libraries print, and that must not reach the parent."""
    requests, answers = os.dup(0), os.dup(1)
    nothing = os.open(os.devnull, os.O_RDWR)
    os.dup2(nothing, 0)
    os.dup2(nothing, 1)
    return os.fdopen(requests, "rb"), os.fdopen(answers, "wb")


def _watched(stream: BinaryIO, leave: Callable[[], None]) -> BinaryIO:
    """A copy of `stream` read by a thread, which ends the process with the stream, whatever the main thread does."""
    inner, outer = os.pipe()

    def pass_on() -> None:
        with os.fdopen(outer, "wb", buffering=0) as copy:
            while data := os.read(stream.fileno(), 65536):
                copy.write(data)
            leave()  # while the copy is open, or else the main thread might end the process first
        os._exit(PARENT_GONE)

    threading.Thread(target=pass_on, daemon=True).start()
    return os.fdopen(inner, "rb")


def main() -> None:
    """Started by `_workers`: take over our parent's import path, then run the child named."""
    sys.path[:] = sys.argv[2].split(os.pathsep)
    import_module(sys.argv[1]).main()
