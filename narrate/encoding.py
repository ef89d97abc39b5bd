"""How files are made of a programme: sound by encoders while it comes, all else when it is there."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import TYPE_CHECKING, Any

from narrate.ahead import Behind
from narrate.outputs import opened

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from narrate.model import Narration
    from narrate.outputs import Encoder
    from narrate.staging import Staged

    Pcm = NDArray[np.int16]

BLOCKS_BEHIND = 64
"""Clips and pauses, or blocks of a twentieth of a second and more, that an encoder may be behind: minutes at most."""


@contextmanager
def encoding(
    sound: Mapping[str, Any], staged: Staged, rate: int, formats: Mapping[str, Mapping[str, Any]]
) -> Iterator[dict[str, Encoder]]:
    """An encoder for samples at `rate` for each sound output; abandoned at the end, by when it is to have stopped."""
    with ExitStack() as stack:
        encoders: dict[str, Encoder] = {}
        for name, output in sound.items():
            encoders[name] = opened(output, staged.bare(name), rate, formats.get(name, {}))
            stack.callback(encoders[name].abandon)
        yield encoders


@contextmanager
def spread(encoders: Mapping[str, Encoder]) -> Iterator[Callable[[Pcm], None]]:
    """What hands samples to all encoders, each on a thread of its own; they have them all at the end."""
    lines = [Behind(encoder.write, most=BLOCKS_BEHIND, name=name) for name, encoder in encoders.items()]

    def write(pcm: Pcm) -> None:
        for line in lines:
            line.put(pcm)

    try:
        yield write
        for line in lines:
            line.finish()
    finally:
        for line in lines:
            line.abandon()


def write_others(outputs: Mapping[str, Any], sound: Collection[str], narration: Narration, staged: Staged) -> None:
    """Write the outputs that are no `sound`; raises `OutputError`."""
    for name in outputs.keys() - set(sound):
        with staged.writing(name):
            outputs[name].write(narration, staged.part(name))
