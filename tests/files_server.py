"""A host of files on the loopback that is well, slow, broken or lying, as a test wants it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

Fault = Callable[[BaseHTTPRequestHandler, bytes], bool]
"""Answers in the server's place, or tells that it did not."""


@dataclass
class Host:
    """What is there by path, how it fails (one fault a request, in order), and what was asked of it."""

    files: dict[str, bytes] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)
    ranges: bool = True
    tags: bool = True
    asked: list[tuple[str, str]] = field(default_factory=list)
    """Paths and ranges."""
    port: int = 0

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


def tag(data: bytes) -> str:
    return f'"{sha256(data).hexdigest()[:20]}"'


def send(handler: BaseHTTPRequestHandler, status: int, data: bytes, headers: dict[str, str], length: int = -1) -> None:
    handler.send_response(status)
    for name, value in {"Content-Length": str(len(data) if length < 0 else length), **headers}.items():
        handler.send_header(name, value)
    handler.end_headers()
    with suppress(OSError):
        handler.wfile.write(data)


def cut(after: int) -> Fault:
    """The connection ends after so many bytes of the answer."""

    def fault(handler: Any, data: bytes) -> bool:
        status, begin, headers = handler.wanted(data)
        send(handler, status, data[begin : begin + after], headers, len(data) - begin)
        handler.close_connection = True
        return True

    return fault


def status(code: int, **headers: str) -> Fault:
    def fault(handler: BaseHTTPRequestHandler, _data: bytes) -> bool:
        send(handler, code, b"no", {name.replace("_", "-"): value for name, value in headers.items()})
        return True

    return fault


def other_bytes(handler: BaseHTTPRequestHandler, data: bytes) -> bool:
    """The right number of bytes, but one of them is another."""
    send(handler, 200, bytes([data[0] ^ 1]) + data[1:], {})
    return True


def wrong_part(handler: BaseHTTPRequestHandler, data: bytes) -> bool:
    """A part of the file, but not the one asked for."""
    send(handler, 206, data[1:], {"Content-Range": f"bytes 1-{len(data) - 1}/{len(data)}"})
    return True


def dropped(handler: BaseHTTPRequestHandler, _data: bytes) -> bool:
    handler.close_connection = True
    return True


def silent(seconds: float) -> Fault:
    def fault(handler: BaseHTTPRequestHandler, _data: bytes) -> bool:
        time.sleep(seconds)
        handler.close_connection = True
        return True

    return fault


@contextmanager
def hosting() -> Iterator[Host]:
    host = Host()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            host.asked.append((self.path, self.headers["Range"] or ""))
            data = host.files.get(self.path)
            if host.faults and host.faults.pop(0)(self, data or b""):
                return
            if data is None:
                send(self, 404, b"no", {})
                return
            status, begin, headers = self.wanted(data)
            send(self, status, data[begin:] if status < 300 else b"", headers)

        def wanted(self, data: bytes) -> tuple[int, int, dict[str, str]]:
            """Status, first byte and headers of the answer that this request deserves."""
            headers = {"ETag": tag(data)} if host.tags else {}
            asked, known = self.headers["Range"], self.headers["If-Range"]
            if not host.ranges or not asked or (known and known != tag(data)):
                return 200, 0, headers
            begin = int(asked.removeprefix("bytes=").removesuffix("-"))
            if begin >= len(data):
                return 416, 0, {**headers, "Content-Range": f"bytes */{len(data)}"}
            return 206, begin, {**headers, "Content-Range": f"bytes {begin}-{len(data) - 1}/{len(data)}"}

        def log_message(self, *_args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    host.port = server.server_address[1]
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield host
    finally:
        server.shutdown()
        server.server_close()
