"""The bytes of an answer: whole, unpacked, and never more than asked for."""

from __future__ import annotations

import time
import zlib
from http.client import HTTPResponse, IncompleteRead

from narrate.errors import SourceError

BLOCK = 1 << 16
GZIP, ZLIB, RAW = 31, 15, -15
"""Window bits by which zlib knows the three ways of packing."""
LAYERS = 2
"""Servers pack once; who packs more often wants to see what bursts."""


def whole(answer: HTTPResponse, most: int, patience: float) -> bytes:
    """All bytes as they came, or `most` + 1 of them.

    Raises:
        IncompleteRead: the connection ended early.
        TimeoutError: they took longer than `patience` seconds.
    """
    told = answer.headers["Content-Length"]
    length = int(told) if told and told.isdecimal() and not answer.chunked else None
    stop = most + 1 if length is None else min(length, most + 1)
    deadline = time.monotonic() + patience
    data = bytearray()
    while len(data) < stop:
        piece = answer.read1(min(BLOCK, stop - len(data)))
        if not piece:
            break
        data += piece
        if time.monotonic() > deadline:
            raise TimeoutError(f"not all had come after {patience:g} seconds")
    if length is not None and len(data) < stop:
        raise IncompleteRead(bytes(data), length - len(data))
    return bytes(data)


def unpacked(data: bytes, encoding: str, most: int) -> bytes:
    """What was packed as the `Content-Encoding` tells, or `most` + 1 bytes of it; raises `SourceError`."""
    ways = [way for way in (part.strip().lower() for part in encoding.split(",")) if way not in ("", "identity")]
    if len(ways) > LAYERS:
        raise SourceError("the server packed the page several times over")
    for way in reversed(ways):
        if way in ("gzip", "x-gzip"):
            data = inflated(data, GZIP, most)
        elif way == "deflate":
            # meant to be a zlib stream (RFC 9110, 8.4.1.2), but some servers leave its head out
            data = inflated(data, ZLIB if data[:1] and data[0] & 15 == 8 else RAW, most)
        else:
            raise SourceError(f"the server packed the page in a way that it was not asked for: {way}")
    return data


def inflated(data: bytes, bits: int, most: int) -> bytes:
    """The streams in `data`, one behind the other, or `most` + 1 bytes; raises `SourceError` for broken ones."""
    found = bytearray()
    rest = data
    try:
        while rest and len(found) <= most:
            stream = zlib.decompressobj(bits)
            found += stream.decompress(rest, most + 1 - len(found))
            if not stream.eof:
                if len(found) <= most:
                    raise SourceError("what was packed is not whole", retry=True, hint="try again")
                break
            rest = stream.unused_data.lstrip(b"\0")  # archives may be padded with zeros
            if bits != GZIP or not rest.startswith(b"\x1f\x8b"):
                break
    except zlib.error as error:
        raise SourceError("what was packed is broken") from error
    return bytes(found)
