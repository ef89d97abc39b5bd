"""A server on the loopback that answers `/v1/audio/speech` as OpenAI does, in every format, and fails as it is told."""

from __future__ import annotations

import io
import json
import socket
import ssl
import struct
import threading
import time
import wave
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np

from narrate.engines import tone
from tests.engines.google import mp3 as tone_mp3

RATE = 24_000
Respond = Callable[["Asked"], bytes | None]


@dataclass(frozen=True)
class Asked:
    """One request as it arrived."""

    number: int
    line: str
    headers: dict[str, str]
    body: dict[str, Any]

    @property
    def text(self) -> str:
        text: str = self.body["input"]
        return text


@dataclass
class SpeechServer:
    """The server; `respond` makes its answers, None drops the connection. `drip` are seconds between pieces of 500."""

    respond: Respond
    context: ssl.SSLContext | None = None
    asked: list[Asked] = field(default_factory=list)
    port: int = 0
    drip: float = 0.0
    connections: int = 0

    @property
    def url(self) -> str:
        return f"http{'s' if self.context else ''}://127.0.0.1:{self.port}/v1"

    def start(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def stop(self) -> None:
        self._socket.close()

    def reset(self, respond: Respond | None = None, drip: float = 0.0) -> None:
        self.respond, self.drip = respond or speaking, drip
        self.asked.clear()
        self.connections = 0

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._socket.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, plain: socket.socket) -> None:
        self.connections += 1
        with plain, suppress(OSError, ValueError):
            stream = self.context.wrap_socket(plain, server_side=True) if self.context else plain
            with stream, stream.makefile("rb") as lines:
                while line := lines.readline().decode():
                    answer = self.respond(self._read(line.strip(), lines))
                    if answer is None:
                        return
                    self._send(stream, answer)
                    if b"\r\nConnection: close" in answer or b"\r\n\r\n" not in answer:
                        return

    def _send(self, stream: socket.socket, answer: bytes) -> None:
        if not self.drip:
            stream.sendall(answer)
            return
        for at in range(0, len(answer), 500):
            stream.sendall(answer[at : at + 500])
            time.sleep(self.drip)

    def _read(self, line: str, lines: Any) -> Asked:
        headers: dict[str, str] = {}
        while head := lines.readline().decode().strip():
            name, _, value = head.partition(":")
            headers[name.lower()] = value.strip()
        body = json.loads(lines.read(int(headers["content-length"])))
        asked = Asked(len(self.asked), line, headers, body)
        self.asked.append(asked)
        return asked


def samples(text: str) -> np.ndarray[Any, np.dtype[np.float32]]:
    speaker = tone.open_speaker(tone.voices()[0])
    pcm: np.ndarray[Any, np.dtype[np.float32]] = speaker.say(text, "en", 1.0).pcm
    return pcm


def wav(pcm: np.ndarray[Any, Any], size: int | None = None, rate: int = RATE) -> bytes:
    """A WAV file; `size` is what it tells of its length, the truth if not given."""
    file = io.BytesIO()
    with wave.open(file, "wb") as writer:
        writer.setparams((1, 2, rate, 0, "NONE", ""))
        writer.writeframes((pcm * 32767).astype("<i2").tobytes())
    data = bytearray(file.getvalue())
    if size is not None:
        struct.pack_into("<I", data, 4, size)
        struct.pack_into("<I", data, 40, size)
    return bytes(data)


@cache
def sound(text: str, kind: str) -> bytes:
    """The sound of a text as a file of that kind."""
    pcm = samples(text)
    if kind == "pcm":
        return (pcm * 32767).astype("<i2").tobytes()
    if kind == "wav":
        return wav(pcm, 0xFFFFFFFF)  # as OpenAI writes it
    if kind == "mp3":
        return tone_mp3(len(pcm))
    return encoded(pcm, *{"flac": ("flac", "flac"), "opus": ("ogg", "libopus"), "aac": ("adts", "aac")}[kind])


def encoded(pcm: np.ndarray[Any, Any], container: str, codec: str) -> bytes:
    import av

    file = io.BytesIO()
    rate = 48_000 if codec == "libopus" else RATE
    with av.open(file, "w", format=container) as target:
        stream: Any = target.add_stream(codec, rate=rate, layout="mono")
        frame = av.AudioFrame.from_ndarray(np.ascontiguousarray(pcm.reshape(1, -1)), format="flt", layout="mono")
        frame.sample_rate = RATE
        turner = av.AudioResampler(
            stream.format, stream.layout, rate, frame_size=stream.codec_context.frame_size or 4096
        )
        for turned in (*turner.resample(frame), *turner.resample(None)):
            target.mux(stream.encode(turned))
        target.mux(stream.encode(None))
    return file.getvalue()


TYPES = {"wav": "audio/wav", "mp3": "audio/mpeg", "flac": "audio/flac", "opus": "audio/opus", "aac": "audio/aac"}


def http(
    status: int, body: bytes = b"", kind: str = "application/json", *headers: str, length: int | None = None
) -> bytes:
    size = len(body) if length is None else length
    lines = [f"HTTP/1.1 {status} Whatever", f"Content-Type: {kind}", f"Content-Length: {size}", *headers]
    return "\r\n".join([*lines, "", ""]).encode() + body


def chunked(body: bytes, kind: str = "audio/wav", *, ended: bool = True) -> bytes:
    pieces = b"".join(
        b"%x\r\n%s\r\n" % (len(body[at : at + 999]), body[at : at + 999]) for at in range(0, len(body), 999)
    )
    head = f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nTransfer-Encoding: chunked\r\n"
    return (
        (head + ("\r\n" if ended else "Connection: close\r\n\r\n")).encode() + pieces + (b"0\r\n\r\n" if ended else b"")
    )


def unframed(body: bytes, kind: str = "audio/wav") -> bytes:
    """As servers of HTTP/1.0 send: until the connection ends."""
    return f"HTTP/1.1 200 OK\r\nContent-Type: {kind}\r\nConnection: close\r\n\r\n".encode() + body


def speaking(asked: Asked) -> bytes:
    """All is well, sent while it is made, as OpenAI does."""
    kind = asked.body["response_format"]
    return chunked(sound(asked.text, kind), TYPES.get(kind, "audio/pcm"))


def problem(status: int, message: str, code: str | None = None, param: str | None = None, *headers: str) -> bytes:
    """As OpenAI tells of what is wrong."""
    error = {"message": message, "type": "invalid_request_error", "param": param, "code": code}
    return http(status, json.dumps({"error": error}).encode(), "application/json", *headers)
