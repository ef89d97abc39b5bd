"""Opens two values inside hibari's network that its file does not give out.

An ONNX file is a protobuf message: a row of fields, each a key, a length and bytes. The model holds one graph, and the
graph its nodes and outputs, so leaving out and adding fields is enough; no ONNX library is needed. What we want:

- how many frames each phoneme lasts: the only `CumSum` node adds these up. Word times follow exactly;
- the five spectra before they are transposed and parted: the sound is computed frame by frame, so turning them
  around is wasted (5 % of the network's time).

The places are found by what the nodes do, as names change from one training run to the next.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

# Field numbers of onnx.proto, and its element types.
MODEL_GRAPH = 7
GRAPH_NODE, GRAPH_OUTPUT = 1, 12
NODE_INPUT, NODE_OUTPUT, NODE_OP = 1, 2, 4
VALUE_NAME, VALUE_TYPE, TYPE_TENSOR, TENSOR_ELEMENT = 1, 2, 1, 1
FLOAT, INT64 = 1, 7
VARINT, FIXED64, BYTES, FIXED32 = 0, 1, 2, 5  # protobuf's wire types
PITCH = "f0"  # the one output we keep as it is


class Opened(NamedTuple):
    """A changed model and the names of its outputs."""

    data: bytes
    spectra: str
    """float32 [1, frames, 5 * bins]."""
    durations: str
    """int64 [phonemes], in frames of 25 ms at every speed."""


class _Node(NamedTuple):
    inputs: list[str]
    outputs: list[str]
    raw: bytes


def opened(data: bytes) -> Opened | None:
    """The model with its inner values as outputs; None if it is not built as we know it."""
    try:
        return _opened(data)
    except (ValueError, IndexError):  # no protobuf, or cut off
        return None


def _opened(data: bytes) -> Opened | None:
    view = memoryview(data)
    around: list[memoryview] = []
    graph = memoryview(b"")
    for number, value, raw in _fields(view):
        if number == MODEL_GRAPH:
            graph = value
        else:
            around.append(raw)
    kept: list[memoryview] = []
    found: dict[str, list[_Node]] = {"CumSum": [], "Split": [], "Transpose": []}
    for number, value, raw in _fields(graph):
        if number == GRAPH_OUTPUT and _first(value, VALUE_NAME) != PITCH:
            continue
        kept.append(raw)
        if number == GRAPH_NODE:
            plain = bytes(value)
            for op, nodes in found.items():
                if _field(NODE_OP, op.encode()) in plain:
                    nodes.append(_Node(_all(value, NODE_INPUT), _all(value, NODE_OUTPUT), bytes(raw)))
    return _assembled(around, kept, found)


def _assembled(around: list[memoryview], kept: list[memoryview], found: dict[str, list[_Node]]) -> Opened | None:
    if len(found["CumSum"]) != 1 or len(found["Split"]) != 1:
        return None
    split = found["Split"][0]
    turns = [node for node in found["Transpose"] if node.outputs == split.inputs[:1]]
    if len(split.outputs) != 5 or len(turns) != 1:
        return None
    spectra, durations = turns[0].inputs[0], found["CumSum"][0].inputs[0]
    left_out = (split.raw, turns[0].raw)
    graph = b"".join(raw for raw in kept if raw not in left_out)
    graph += _output(spectra, FLOAT) + _output(durations, INT64)
    return Opened(b"".join(around) + _field(MODEL_GRAPH, graph), spectra, durations)


def _output(name: str, element: int) -> bytes:
    tensor = _varint(TENSOR_ELEMENT << 3 | VARINT) + _varint(element)
    return _field(GRAPH_OUTPUT, _field(VALUE_NAME, name.encode()) + _field(VALUE_TYPE, _field(TYPE_TENSOR, tensor)))


def _field(number: int, value: bytes) -> bytes:
    return _varint(number << 3 | BYTES) + _varint(len(value)) + value


def _varint(number: int) -> bytes:
    out = bytearray()
    while number > 127:
        out.append(number & 127 | 128)
        number >>= 7
    out.append(number)
    return bytes(out)


def _all(message: memoryview, number: int) -> list[str]:
    return [str(value, "utf-8") for field, value, _ in _fields(message) if field == number]


def _first(message: memoryview, number: int) -> str:
    return next(iter(_all(message, number)), "")


def _fields(message: memoryview) -> Iterator[tuple[int, memoryview, memoryview]]:
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
