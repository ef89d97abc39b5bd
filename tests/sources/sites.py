"""A site on the loopback that counts what it is asked, and says "unchanged" when it may."""

from __future__ import annotations

import gzip
import threading
import time
import zlib
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Page:
    """What is at a path."""

    data: bytes
    kind: str = "text/html; charset=utf-8"
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    tag: bool = True
    packed: str = ""
    """How it is sent: gzip, deflate, raw (deflate without its head), or any other name, unpacked."""
    wait: float = 0.0
    """Seconds before the answer, and, where `drip` is set, between its bytes."""
    drip: bool = False
    gate: threading.Event | None = None
    """What the answer waits for."""
    password: str = ""
    """`NAME:PASSWORD` without which the answer is 401."""


@dataclass
class Site:
    pages: dict[str, Page] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    """Paths, with "304 " before those that had not changed."""
    told: list[str] = field(default_factory=list)
    """What the requests said in `Authorization`."""
    most: int = 0
    """Requests that waited for their answers at once."""
    times: list[float] = field(default_factory=list)
    port: int = 0
    host: str = "127.0.0.1"
    now: int = 0

    @property
    def address(self) -> str:
        return f"http://{self.host}:{self.port}"

    def put(self, path: str, data: str | bytes, kind: str = "text/html; charset=utf-8", **more: object) -> str:
        """Returns the address."""
        text = data if isinstance(data, bytes) else data.replace("{site}", self.address).encode()
        self.pages[path] = Page(data=text, kind=kind, **more)  # type: ignore[arg-type]
        return self.address + path


def packed(page: Page) -> bytes:
    if page.packed in ("gzip", "x-gzip"):
        return gzip.compress(page.data)
    if page.packed in ("deflate", "raw"):
        packer = zlib.compressobj(wbits=15 if page.packed == "deflate" else -15)
        return packer.compress(page.data) + packer.flush()
    return page.data


def parts(page: Page, data: bytes) -> Iterator[bytes]:
    """All at once, or byte by byte, each behind a wait."""
    if not page.drip:
        yield data
        return
    for byte in data:
        yield bytes([byte])
        time.sleep(page.wait)


@contextmanager
def serving(host: str = "127.0.0.1") -> Iterator[Site]:
    site = Site(host=host)
    lock = threading.Lock()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            with lock:
                site.now += 1
                site.most = max(site.most, site.now)
                site.times.append(time.monotonic())
            with suppress(OSError):
                self.answer()

        def send_response(self, code: int, message: str | None = None) -> None:
            # Before the first byte: who has the answer may ask again before this thread goes on.
            with lock:
                site.now -= 1
            super().send_response(code, message)

        def answer(self) -> None:
            page = site.pages.get(self.path) or Page(data=b"no", status=404)
            said = self.headers["Authorization"] or ""
            site.told.append(said)
            if page.password and said != f"Basic {b64encode(page.password.encode()).decode()}":
                page = Page(data=b"no", status=401)
            time.sleep(page.wait)
            if page.gate:
                page.gate.wait(30)
            tag = f'"{sha256(page.data).hexdigest()[:16]}"'
            if page.tag and self.headers["If-None-Match"] == tag:
                site.asked.append(f"304 {self.path}")
                self.send_response(304)
                self.end_headers()
                return
            site.asked.append(self.path)
            data = packed(page)
            self.send_response(page.status)
            if page.packed:
                self.send_header("Content-Encoding", "deflate" if page.packed == "raw" else page.packed)
            for name, value in {"Content-Type": page.kind, "Content-Length": str(len(data)), **page.headers}.items():
                self.send_header(name, value)
            if page.tag:
                self.send_header("ETag", tag)
            self.end_headers()
            for part in parts(page, data):
                self.wfile.write(part)

        def log_message(self, *_: object) -> None:
            """Not on the tests' stderr."""

    with ThreadingHTTPServer((host, 0), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        site.port = server.server_port
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()
