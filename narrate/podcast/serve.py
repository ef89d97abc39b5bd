"""A podcast's folder as a web server serves it: for trying it on this machine, and for small use."""

from __future__ import annotations

import os
import socket
import socketserver
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from http.server import ThreadingHTTPServer
from pathlib import Path
from typing import Any

from narrate.errors import SourceError, UsageError
from narrate.podcast.answers import Answers
from narrate.podcast.handler import Handler

FURTHER = 50
"""Ports after the wanted one that are tried where another will do."""
MOST = 128
"""Connections at once; others are turned away."""


class Server:
    """Serves a folder; as a context manager in a thread of its own, else by `serve`, until `close`.

    The address that the podcast was made for (`base`; empty is what its feed says) is replaced in its feeds and pages
    by the one that was asked for. Port 0 is any free one; with `search` so is a taken one. `listen` is told a line for
    each request. Raises `SourceError` without the folder, and `UsageError` when the port can't be had.
    """

    def __init__(
        self,
        folder: Path,
        host: str = "127.0.0.1",
        port: int = 8000,
        *,
        base: str = "",
        search: bool = False,
        listen: Callable[[str], None] | None = None,
    ) -> None:
        if not folder.is_dir():
            raise SourceError("there is no such folder", place=str(folder), hint="make the podcast first")
        self._server = _bound(host, port, search=search)
        self._server.answers = Answers(folder.resolve(), base)
        self._server.listen = listen or (lambda _line: None)
        self.host, self.port = host, int(self._server.server_address[1])
        self._serving = False

    @property
    def address(self) -> str:
        """Where the podcast is, with a slash at its end."""
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)
        return f"http://{f'[{host}]' if ':' in host else host}:{self.port}/"

    def serve(self) -> None:
        """Serve until `close` is called in another thread, or a signal ends this one."""
        self._serving = True
        self._server.serve_forever(0.2)

    def close(self) -> None:
        """Take no more requests; those that are being answered are cut off."""
        if self._serving:
            self._server.shutdown()
        self._server.server_close()

    def __enter__(self) -> Server:
        self._serving = True
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True, name="serve").start()
        return self

    def __exit__(self, *_error: object) -> None:
        self.close()


class _Http(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False
    allow_reuse_address = os.name != "nt"  # there it would let two servers have one port
    request_queue_size = 64
    answers: Answers
    listen: Callable[[str], None]

    def __init__(self, host: str, port: int) -> None:
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self._open: set[socket.socket] = set()
        super().__init__((host, port), Handler)

    def server_bind(self) -> None:
        """Without the look-up of the machine's name, that may take seconds."""
        socketserver.TCPServer.server_bind(self)
        self.server_name, self.server_port = str(self.server_address[0]), int(self.server_address[1])

    def process_request(self, request: Any, client_address: Any) -> None:
        if len(self._open) >= MOST:
            with suppress(OSError):
                request.sendall(b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
            self.shutdown_request(request)
            return
        self._open.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._open.discard(request)
        super().shutdown_request(request)

    def server_close(self) -> None:
        super().server_close()
        for request in tuple(self._open):
            with suppress(OSError):
                request.shutdown(socket.SHUT_RDWR)

    def handle_error(self, request: Any, client_address: Any) -> None:
        """A client that hung up, or a file that can't be read any more: of no interest to the others."""
        self.listen(f"{client_address[0]} {type(sys.exception()).__name__}: {sys.exception()}")


def _bound(host: str, port: int, *, search: bool) -> _Http:
    for number in range(port, min(port + (FURTHER if search and port else 1), 65536)):
        try:
            return _Http(host, number)
        except OSError as error:
            said = error.strerror or str(error)
        except OverflowError:
            break
    if not 0 <= port < 65536:
        raise UsageError(f"there is no port {port}", hint="ports go from 1 to 65535; 0 is any free one")
    raise UsageError(f"{host}:{port} can't be served: {said}", hint="--port 0 takes any free port")
