"""A stand-in for Microsoft's reading-aloud service that the real edge-tts library talks to.

It is reached as through any proxy (`wss_proxy`): a tunnel to a web socket behind TLS, with a certificate made for the
test run. Nothing of edge-tts is replaced; only the authority that signed the certificate is added to those it trusts.
"""

from __future__ import annotations

import asyncio
import json
import re
import socket
import ssl
import threading
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from email.utils import formatdate
from functools import cache
from typing import Any
from xml.etree import ElementTree

import lameenc
import numpy as np
import trustme
from aiohttp import web

HOST = "speech.platform.bing.com"
RATE = 24_000
LEAD = 0.1  # seconds before the first word, as the service leaves them
LETTER = 1 / 15
PIECE = 720  # bytes of a message with sound, as the service sends them


@dataclass(frozen=True)
class Asked:
    """One request as it arrived."""

    voice: str
    text: str
    rate: int
    """Per cent above the usual."""
    pitch: str
    size: int
    """Bytes of the text as it was sent."""


@dataclass(frozen=True)
class Answer:
    """How to answer a request; by itself, well."""

    status: int = 101
    headers: dict[str, str] = field(default_factory=dict)
    after: int = 10**9
    """Messages after which `then` happens."""
    then: str = ""
    """"drop" the connection, "close" the web socket, or stay "silent"."""
    mp3: Callable[[bytes], bytes] = lambda mp3: mp3
    extra: tuple[str | bytes, ...] = ()
    """Messages before the others."""
    ticks: Callable[[int], int] = lambda ticks: ticks
    """What is made of the words' times."""
    late: float = 0.0
    """Seconds before each message."""


GOOD = Answer()
Respond = Callable[[int], Answer]


@dataclass
class Microsoft:
    """The service; `respond` tells how each request, by its number, is answered."""

    respond: Respond = lambda _: GOOD
    asked: list[Asked] = field(default_factory=list)
    connections: int = 0
    busy: int = 0
    most: int = 0
    """Requests at once."""
    port: int = 0

    def start(self) -> None:
        self.authority = trustme.CA()
        self._context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.authority.issue_cert(HOST).configure_cert(self._context)
        self._over = threading.Event()
        ready = threading.Event()
        threading.Thread(target=lambda: asyncio.run(self._run(ready)), daemon=True).start()
        ready.wait(30)
        self._tunnel = socket.create_server(("127.0.0.1", 0))
        self.port = self._tunnel.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def stop(self) -> None:
        self._over.set()
        self._tunnel.close()

    def reset(self, respond: Respond = lambda _: GOOD) -> None:
        self.respond = respond
        self.asked.clear()
        self.connections = self.most = 0

    async def _run(self, ready: threading.Event) -> None:
        app = web.Application()
        app.router.add_get("/consumer/speech/synthesize/readaloud/edge/v1", self._serve)
        runner = web.AppRunner(app, shutdown_timeout=0.1, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0, ssl_context=self._context)
        await site.start()
        self._behind = runner.addresses[0][1]
        ready.set()
        while not self._over.is_set():
            await asyncio.sleep(0.2)
        await runner.cleanup()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self._tunnel.accept()
            except OSError:
                return
            threading.Thread(target=self._forward, args=(connection,), daemon=True).start()

    def _forward(self, near: socket.socket) -> None:
        with near:
            head = b""
            while not head.endswith(b"\r\n\r\n"):
                head += near.recv(1) or b"\r\n\r\n"
            if head.split()[1:2] != [f"{HOST}:443".encode()]:
                return
            near.sendall(b"HTTP/1.1 200 Connection established\r\n\r\n")
            with socket.create_connection(("127.0.0.1", self._behind)) as far:
                back = threading.Thread(target=_pump, args=(far, near), daemon=True)
                back.start()
                _pump(near, far)
                back.join()

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        answer = self.respond(self.connections)
        self.connections += 1
        if answer.status != 101:
            headers = {"Date": formatdate(usegmt=True), **answer.headers}
            return web.Response(status=answer.status, headers=headers)
        if answer.then == "drop" and not answer.after:
            assert request.transport is not None
            request.transport.abort()
            return web.Response()
        assert re.fullmatch(r"[0-9A-F]+(-[0-9A-F]+)*", request.query["Sec-MS-GEC"])
        channel = web.WebSocketResponse()
        await channel.prepare(request)
        settings = (await channel.receive_str()).partition("\r\n\r\n")[2]
        assert json.loads(settings)["context"]["synthesis"]["audio"]["metadataoptions"]["wordBoundaryEnabled"] == "true"
        asked = _read((await channel.receive_str()).partition("\r\n\r\n")[2])
        self.asked.append(asked)
        self.busy += 1
        self.most = max(self.most, self.busy)
        await self._answer(request, channel, [*answer.extra, *messages(asked, answer)], answer)
        self.busy -= 1
        return channel

    async def _answer(
        self, request: web.Request, channel: web.WebSocketResponse, sent: list[str | bytes], answer: Answer
    ) -> None:
        for number, message in enumerate(sent):
            if number == answer.after:
                break
            if answer.late:
                await asyncio.sleep(answer.late)
            await (channel.send_str(message) if isinstance(message, str) else channel.send_bytes(message))
        else:
            return
        if answer.then == "drop":
            assert request.transport is not None
            request.transport.abort()
        elif answer.then == "close":
            await channel.close(code=1007, message=b"whatever")
        elif answer.then == "silent":
            await channel.receive()  # until the other side has enough


def _pump(source: socket.socket, target: socket.socket) -> None:
    with suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    for end in (source, target):
        with suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


def _read(ssml: str) -> Asked:
    space = "{http://www.w3.org/2001/10/synthesis}"
    voice = ElementTree.fromstring(ssml)[0]
    assert voice.tag == f"{space}voice"
    prosody = voice[0]
    size = len(ssml.partition("%'>")[2].partition("</prosody>")[0].encode())
    return Asked(
        voice.attrib["name"], prosody.text or "", int(prosody.attrib["rate"][:-1]), prosody.attrib["pitch"], size
    )


def spoken(asked: Asked) -> tuple[np.ndarray[Any, Any], list[tuple[str, float, float]]]:
    """The samples: a tone for each word, pauses between; and the words with their seconds."""
    letter = LETTER / (1 + asked.rate / 100)
    words, at = [], LEAD
    for found in re.finditer(r"\S+", asked.text):
        word = found.group().strip("“”\"'.,;:!?…—()")
        length = len(found.group()) * letter * (2 if word and ord(word[0]) > 0x2E80 else 1)
        if word:
            words.append((word, at, at + length))
        at += length + letter
    pcm = np.zeros(round((at + LEAD) * RATE))
    for _, begin, finish in words:
        span = slice(round(begin * RATE), round(finish * RATE))
        pcm[span] = 8000 * np.sin(2 * np.pi * 330 / RATE * np.arange(span.stop - span.start))
    return pcm, words


@cache
def encoded(pcm: bytes) -> bytes:
    """As the service sends sound: MPEG 2 layer III, 24 kHz, 48 kbit/s, mono, without LAME's own first frame."""
    encoder = lameenc.Encoder()
    encoder.set_channels(1)
    encoder.set_in_sample_rate(RATE)
    encoder.set_out_sample_rate(RATE)
    encoder.set_bit_rate(48)
    encoder.silence()
    return bytes(encoder.encode(pcm) + encoder.flush())


def messages(asked: Asked, answer: Answer = GOOD) -> list[str | bytes]:
    """What the service sends, words shortly before their sound."""
    pcm, words = spoken(asked)
    mp3 = answer.mp3(encoded(pcm.astype("<i2").tobytes()))
    pieces = [mp3[at : at + PIECE] for at in range(0, len(mp3), PIECE)]
    sent: list[str | bytes] = [text("turn.start", {}), text("response", {})]
    for number, piece in enumerate(pieces):
        while words and words[0][1] < (number + 1) * PIECE / 6000:
            word, begin, finish = words.pop(0)
            sent.append(text("audio.metadata", announced(word, answer.ticks(round(begin * 1e7)), finish - begin)))
        sent.append(binary(b"X-RequestId:1\r\nContent-Type:audio/mpeg\r\nX-StreamId:1\r\nPath:audio\r\n", piece))
    sent.append(binary(b"X-RequestId:1\r\nX-StreamId:1\r\nPath:audio\r\n", b""))
    sent.append(text("turn.end", {}))
    return sent


def announced(word: str, offset: int, seconds: float) -> dict[str, Any]:
    said = {"Text": word, "Length": len(word), "BoundaryType": "WordBoundary"}
    data = {"Offset": offset, "Duration": round(seconds * 1e7), "text": said}
    return {"Metadata": [{"Type": "WordBoundary", "Data": data}]}


def text(path: str, body: Any) -> str:
    return f"X-RequestId:1\r\nContent-Type:application/json; charset=utf-8\r\nPath:{path}\r\n\r\n{json.dumps(body)}"


def binary(head: bytes, body: bytes) -> bytes:
    return len(head).to_bytes(2, "big") + head + body
