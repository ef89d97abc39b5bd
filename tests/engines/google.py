"""A stand-in for translate.google.com that the real gTTS library talks to.

gTTS takes proxies from the environment and does not check certificates, so a proxy on the loopback that answers in
Google's place is enough; nothing of gTTS is replaced, and nothing leaves the machine. The proxy's certificate is made
anew each time.
"""

from __future__ import annotations

import base64
import json
import socket
import ssl
import threading
import unicodedata
import urllib.parse
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache

import lameenc
import numpy as np
import pytest

RATE = 24_000
SECONDS_A_LETTER = 1 / 15
Respond = Callable[["Asked"], bytes | None]


@dataclass(frozen=True)
class Asked:
    """One request as it arrived."""

    host: str
    text: str
    language: str
    slow: bool
    number: int


@dataclass
class Google:
    """The server; `respond` makes its answers, None drops the connection."""

    respond: Respond
    asked: list[Asked] = field(default_factory=list)
    port: int = 0

    def start(self) -> None:
        trustme = pytest.importorskip("trustme", reason="trustme is not installed")
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        trustme.CA().issue_cert("translate.google.com").configure_cert(self._context)
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def stop(self) -> None:
        self._socket.close()

    def reset(self, respond: Respond | None = None) -> None:
        self.respond = respond or speaking
        self.asked.clear()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, plain: socket.socket) -> None:
        try:
            head = _until(plain, b"\r\n\r\n").decode()
            host = head.split()[1].rsplit(":", 1)[0]
            plain.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            with self._context.wrap_socket(plain, server_side=True) as secure:
                head = _until(secure, b"\r\n\r\n").decode()
                length = next(
                    int(line.split(":")[1]) for line in head.split("\r\n") if line.lower().startswith("content-length")
                )
                answer = self.respond(self._read(host, _exactly(secure, length)))
                if answer is not None:
                    secure.sendall(answer)
        except (OSError, StopIteration):
            pass
        finally:
            plain.close()

    def _read(self, host: str, body: bytes) -> Asked:
        rpc = json.loads(urllib.parse.unquote(body.decode()).removeprefix("f.req=").removesuffix("&"))
        text, language, slow, _ = json.loads(rpc[0][0][1])
        asked = Asked(host, text, language, bool(slow), len(self.asked))
        self.asked.append(asked)
        return asked


def _until(stream: socket.socket, mark: bytes) -> bytes:
    data = b""
    while not data.endswith(mark):
        piece = stream.recv(1)
        if not piece:
            raise OSError("the client has gone")
        data += piece
    return data


def _exactly(stream: socket.socket, count: int) -> bytes:
    data = b""
    while len(data) < count:
        piece = stream.recv(count - len(data))
        if not piece:
            raise OSError("the client has gone")
        data += piece
    return data


@cache
def mp3(samples: int) -> bytes:
    """A tone of that length, as Google sends speech: MPEG 2 layer III, 24 kHz, mono."""
    encoder = lameenc.Encoder()
    encoder.set_channels(1)
    encoder.set_in_sample_rate(RATE)
    encoder.set_out_sample_rate(RATE)
    encoder.set_bit_rate(64)
    encoder.silence()
    wave = (8000 * np.sin(2 * np.pi * 220 / RATE * np.arange(samples))).astype("<i2")
    return bytes(encoder.encode(wave.tobytes()) + encoder.flush())


def sound(asked: Asked) -> bytes:
    """The MP3 of what was asked for."""
    wide = sum(unicodedata.east_asian_width(letter) == "W" for letter in asked.text)
    seconds = (len(asked.text) + wide) * SECONDS_A_LETTER * (1.5 if asked.slow else 1)
    return mp3(round(seconds * RATE))


def http(status: int, body: bytes = b"", headers: str = "", length: int | None = None) -> bytes:
    size = len(body) if length is None else length
    return f"HTTP/1.1 {status} Whatever\r\nContent-Length: {size}\r\nConnection: close\r\n{headers}\r\n".encode() + body


def answer(audio: bytes) -> bytes:
    """Google's answer to the remote procedure `jQ1olc`."""
    encoded = base64.b64encode(audio).decode()
    line = json.dumps([["wrb.fr", "jQ1olc", json.dumps([encoded]), None, None, None, "generic"]], separators=(",", ":"))
    return f')]}}\'\n\n{len(line)}\n{line}\n25\n[["e",4,null,null,141]]\n'.encode()


def speaking(asked: Asked) -> bytes:
    """All is well."""
    return http(200, answer(sound(asked)))
