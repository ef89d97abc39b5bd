"""Opens two values inside hibari's network that its file does not give out.

An ONNX file is a protobuf message. The model holds one graph, and the graph its nodes and outputs, so leaving out and
adding fields is enough; no ONNX library is needed. What we want:

- how many frames each phoneme lasts: the only `CumSum` node adds these up. Word times follow exactly;
- the five spectra before they are transposed and parted: the sound is computed frame by frame, so turning them
  around is wasted (5 % of the network's time).

The places are found by what the nodes do, as names change from one training run to the next.
"""

from __future__ import annotations

from typing import NamedTuple

from narrate.engines._protobuf import (
    FLOAT,
    GRAPH_NODE,
    GRAPH_OUTPUT,
    INT64,
    MODEL_GRAPH,
    NODE_INPUT,
    NODE_OP,
    NODE_OUTPUT,
    VALUE_NAME,
    field,
    fields,
    first_text,
    tensor,
    texts,
)

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
    for number, inner, raw in fields(view):
        if number == MODEL_GRAPH:
            graph = inner
        else:
            around.append(raw)
    kept: list[memoryview] = []
    found: dict[str, list[_Node]] = {"CumSum": [], "Split": [], "Transpose": []}
    for number, inner, raw in fields(graph):
        if number == GRAPH_OUTPUT and first_text(inner, VALUE_NAME) != PITCH:
            continue
        kept.append(raw)
        if number == GRAPH_NODE:
            plain = bytes(inner)
            for op, nodes in found.items():
                if field(NODE_OP, op.encode()) in plain:
                    nodes.append(_Node(texts(inner, NODE_INPUT), texts(inner, NODE_OUTPUT), bytes(raw)))
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
    graph += tensor(GRAPH_OUTPUT, spectra, FLOAT) + tensor(GRAPH_OUTPUT, durations, INT64)
    return Opened(b"".join(around) + field(MODEL_GRAPH, graph), spectra, durations)
