"""Opens two things inside a Piper voice's network (VITS) that its file does not give out.

- Its noise: two `RandomNormalLike` nodes draw new numbers at every call, so a sentence would never sound the same
  again. They are replaced by slices of inputs, which we fill with the same numbers each time.
- How many frames each phoneme lasts: the only `Ceil` node rounds that up. Word times follow exactly. (Piper's own way,
  `piper.patch_voice_with_alignment`, gives out the same value but needs the onnx library.)
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from narrate.engines._protobuf import (
    FLOAT,
    GRAPH_INITIALIZER,
    GRAPH_INPUT,
    GRAPH_NODE,
    GRAPH_OUTPUT,
    INT64,
    MODEL_GRAPH,
    NODE_INPUT,
    NODE_OP,
    NODE_OUTPUT,
    VARINT,
    field,
    fields,
    first_text,
    tensor,
    texts,
    varint,
)

RANDOM, ROUNDED = "RandomNormalLike", "Ceil"
TENSOR_DIMS, TENSOR_DATA_TYPE, TENSOR_NAME, TENSOR_RAW = 1, 2, 8, 9
"""Field numbers of an initial value."""
ORIGIN = "narrate_origin"


class Opened(NamedTuple):
    """A changed model, and the names of what it takes and gives now."""

    data: bytes
    noise: tuple[str, ...]
    """Inputs, float32 [1, channels, frames], at least as large as what is sliced from them; none when the network's
    own noise could not be found."""
    durations: str
    """Output, float32 [1, 1, phonemes], whole numbers of frames; empty when it could not be found."""
    unrounded: str
    """The same before it is rounded up, in proportion to `length_scale`."""


def opened(data: bytes) -> Opened:
    """The model with its noise as inputs and its durations as output, as far as it is built as we know it."""
    try:
        return _opened(data)
    except (ValueError, IndexError):  # no protobuf, or cut off: whoever runs it will tell
        return Opened(data, (), "", "")


def _opened(data: bytes) -> Opened:
    around: list[memoryview] = []
    kept: list[memoryview] = []
    random: list[tuple[str, str]] = []
    rounded: list[tuple[str, str]] = []
    for number, inner, raw in fields(memoryview(data)):
        if number != MODEL_GRAPH:
            around.append(raw)
            continue
        for part, node, whole in fields(inner):
            kind = first_text(node, NODE_OP) if part == GRAPH_NODE else ""
            if kind == RANDOM:
                random.append(_ends(node))
                continue
            if kind == ROUNDED:
                rounded.append(_ends(node))
            kept.append(whole)
    unrounded, durations = rounded[0] if len(rounded) == 1 else ("", "")
    noise = tuple(f"narrate_noise_{number}" for number in range(len(random)))
    added = [_origin()] if random else []
    for name, (like, output) in zip(noise, random, strict=True):
        added += _slice(name, like, output)
    added += [tensor(GRAPH_OUTPUT, name, FLOAT) for name in (durations, unrounded) if name]
    return Opened(b"".join([*around, field(MODEL_GRAPH, b"".join([*kept, *added]))]), noise, durations, unrounded)


def _ends(node: memoryview) -> tuple[str, str]:
    """The first input of a node and its output."""
    return texts(node, NODE_INPUT)[0], texts(node, NODE_OUTPUT)[0]


def _slice(noise: str, like: str, output: str) -> Iterator[bytes]:
    """An input `noise`, and `output` as the part of it that has the shape of `like`."""
    yield tensor(GRAPH_INPUT, noise, FLOAT)
    yield _node("Shape", [like], f"{noise}_shape")
    yield _node("Slice", [noise, ORIGIN, f"{noise}_shape"], output)


def _node(kind: str, inputs: list[str], output: str) -> bytes:
    named = b"".join(field(NODE_INPUT, name.encode()) for name in inputs)
    return field(GRAPH_NODE, named + field(NODE_OUTPUT, output.encode()) + field(NODE_OP, kind.encode()))


def _origin() -> bytes:
    """An initial value: three zeros, where slices begin."""
    shape = varint(TENSOR_DIMS << 3 | VARINT) + varint(3)
    kind = varint(TENSOR_DATA_TYPE << 3 | VARINT) + varint(INT64)
    return field(
        GRAPH_INITIALIZER, shape + kind + field(TENSOR_NAME, ORIGIN.encode()) + field(TENSOR_RAW, bytes(8 * 3))
    )
