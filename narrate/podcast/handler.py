"""One connection of a client to the server of a podcast: requests in, answers out, until either side has enough."""

from __future__ import annotations

from http import HTTPStatus
from http.server import BaseHTTPRequestHandler
from typing import Any

from narrate.podcast.answers import Answer, plain

PATIENCE = 60.0
"""Seconds without a request, or without the client taking anything, after which the connection ends."""
SAID = 200
"""Characters of what a client says that go into a line of the log."""


class Handler(BaseHTTPRequestHandler):
    """Keeps connections open between requests; a client that hangs up ends only its own."""

    protocol_version = "HTTP/1.1"
    timeout = PATIENCE

    def handle(self) -> None:
        """Answer all requests of this connection."""
        try:
            super().handle()
        except (ConnectionError, TimeoutError):
            self.close_connection = True

    def answer(self) -> None:
        """Answer one request."""
        headers = {name.lower(): value for name, value in self.headers.items()}
        if headers.get("content-length", "0") != "0" or "transfer-encoding" in headers:
            self.close_connection = True  # what was sent along is not read
        server: Any = self.server
        if self.request_version >= "HTTP/1.1" and "host" not in headers:
            self._send(plain(HTTPStatus.BAD_REQUEST))
            return
        host, port = self.connection.getsockname()[:2]
        here = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
        self._send(server.answers.answer(self.command, self.path, headers, here))

    do_GET = do_HEAD = do_OPTIONS = do_POST = do_PUT = do_DELETE = do_PATCH = answer

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Say that a request was none that can be answered."""
        self.close_connection = True
        self._send(plain(HTTPStatus(code)))

    def _send(self, answer: Answer) -> None:
        sent = 0
        try:
            self.send_response_only(answer.status)
            self.send_header("Server", "narrate")
            self.send_header("Date", self.date_time_string())
            for name, value in answer.headers.items():
                self.send_header(name, value)
            if self.close_connection:
                self.send_header("Connection", "close")
            self.end_headers()
            if getattr(self, "command", "") != "HEAD":
                sent = self._send_body(answer)
        finally:
            if answer.file:
                answer.file.close()
            self._tell(answer.status, sent)

    def _send_body(self, answer: Answer) -> int:
        sent = 0
        for head, begin, end in answer.parts:
            sent += len(head) + end - begin
            self.wfile.write(head)
            if end > begin and answer.file and self.connection.sendfile(answer.file, begin, end - begin) < end - begin:
                self.close_connection = True  # the file became shorter: only this tells the client
                return sent
        self.wfile.write(answer.tail)
        return sent + len(answer.tail)

    def _tell(self, status: HTTPStatus, sent: int) -> None:
        request = getattr(self, "requestline", "")[:SAID]
        agent = (self.headers.get("User-Agent", "") if getattr(self, "headers", None) else "")[:SAID]
        line = f'{self.client_address[0]} "{request}" {status.value} {sent} "{agent}"'
        server: Any = self.server
        server.listen("".join(char if char.isprintable() else "?" for char in line))

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing is printed here."""
