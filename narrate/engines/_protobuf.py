"""Protobuf messages by hand: a row of fields, each a key, a length and bytes. Enough to read
and extend ONNX files without a library for them.
"""

from __future__ import annotations

from collections.abc import Iterator

VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5
"""Wire types."""

# Field numbers of onnx.proto.
MODEL_GRAPH = 7
GRAPH_NODE, GRAPH_INITIALIZER, GRAPH_INPUT, GRAPH_OUTPUT = 1, 5, 11, 12
NODE_INPUT, NODE_OUTPUT, NODE_OP = 1, 2, 4
VALUE_NAME, VALUE_TYPE, TYPE_TENSOR, TENSOR_ELEMENT = 1, 2, 1, 1
FLOAT, INT64 = 1, 7
"""Element types."""


def field(number: int, value: bytes) -> bytes:
    """A field of bytes."""
    return varint(number << 3 | BYTES) + varint(len(value)) + value


def varint(number: int) -> bytes:
    """A number, seven bits a byte, the low ones first."""
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)


def texts(message: memoryview, number: int) -> list[str]:
    """All values of a field of texts."""
    return [str(value, "utf-8") for field, value, _ in fields(message) if field == number]


def first_text(message: memoryview, number: int) -> str:
    """The first of them, or an empty text."""
    return next(iter(texts(message, number)), "")


def fields(message: memoryview) -> Iterator[tuple[int, memoryview, memoryview]]:
    """Number, value and whole bytes of each field; the value is empty where it is a number."""
    at, end = 0, len(message)
    while at < end:
        begin = at
        key, at = _read(message, at)
        wire = key & 7
        value_at = at
        if wire == BYTES:
            length, value_at = _read(message, at)
            at = value_at + length
        elif wire == VARINT:
            _, at = _read(message, at)
            value_at = at
        elif wire in (FIXED64, FIXED32):
            at += 8 if wire == FIXED64 else 4
            value_at = at
        else:
            raise ValueError(f"no protobuf field at byte {begin}")
        yield key >> 3, message[value_at:at], message[begin:at]


def _read(message: memoryview, at: int) -> tuple[int, int]:
    number = shift = 0
    while True:
        byte = message[at]
        at += 1
        number |= (byte & 127) << shift
        if byte < 128:
            return number, at
        shift += 7


def tensor(number: int, name: str, element: int) -> bytes:
    """A tensor of any shape as the graph's input or output."""
    kind = varint(TENSOR_ELEMENT << 3 | VARINT) + varint(element)
    return field(number, field(VALUE_NAME, name.encode()) + field(VALUE_TYPE, field(TYPE_TENSOR, kind)))
