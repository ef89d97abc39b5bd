"""Kept narration -> files, without speaking."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from narrate import plugins
from narrate.ahead import Behind
from narrate.model import Narration, Progress
from narrate.outputs import folders, opened
from narrate.staging import Staged

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from narrate.outputs import Encoder

BLOCKS_BEHIND = 64
"""Blocks of a twentieth of a second and more that an encoder may be behind."""


def render(
    narration: Narration,
    targets: Mapping[str, Path],
    *,
    formats: Mapping[str, Mapping[str, Any]] = MappingProxyType({}),
    overwrite: bool = False,
    listen: Callable[[Progress], None] | None = None,
) -> Narration:
    """Write the files asked for (output name -> path) from a narration that has its master, all of them or none.

    `formats` is what is set for outputs.
    """
    outputs = {name: plugins.load("outputs", name) for name in targets}
    with Staged(targets, overwrite=overwrite, folders=folders(targets)) as staged:
        sound = {name: output for name, output in outputs.items() if output.INFO.audio}
        made = _encoded(narration, sound, staged, targets, formats, listen) if sound else narration
        for name in outputs.keys() - sound.keys():
            with staged.writing(name):
                outputs[name].write(made, staged.part(name))
        staged.commit()
    return made


def _encoded(
    narration: Narration,
    sound: Mapping[str, Any],
    staged: Staged,
    targets: Mapping[str, Path],
    formats: Mapping[str, Mapping[str, Any]],
    listen: Callable[[Progress], None] | None,
) -> Narration:
    """Encode the master, each format on a thread of its own."""
    from narrate.audio.tags import Tags

    timeline = narration.timeline
    with ExitStack() as stack:
        encoders = {
            name: opened(output, staged.bare(name), timeline.rate, formats.get(name, {}))
            for name, output in sound.items()
        }
        for encoder in encoders.values():
            stack.callback(encoder.abandon)
        _played(narration, encoders, listen)
        loudness = tuple((targets[name], encoder.stop()) for name, encoder in encoders.items())
        for name, encoder in encoders.items():
            encoder.finish(staged.part(name), Tags.of(narration.script.article), timeline, narration.cover)
    return replace(narration, loudness=loudness)


def _played(narration: Narration, encoders: Mapping[str, Encoder], listen: Callable[[Progress], None] | None) -> None:
    from narrate.audio.codec import exact

    assert narration.master is not None
    lines = [Behind(encoder.write, most=BLOCKS_BEHIND, name=name) for name, encoder in encoders.items()]
    try:
        done = 0
        for block in exact(narration.master):
            for line in lines:
                line.put(block)
            done += len(block)
            if listen:
                listen(Progress(stage="encoding", done=done, total=narration.timeline.length))
        for line in lines:
            line.finish()
    finally:
        for line in lines:
            line.abandon()
