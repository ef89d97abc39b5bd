"""Kept narration -> files, without speaking."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from narrate import plugins
from narrate.encoding import encoding, spread, write_others
from narrate.model import Narration, Progress
from narrate.outputs import folders
from narrate.staging import Staged

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from narrate.outputs import Encoder


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
        write_others(outputs, sound, made, staged)
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
    with encoding(sound, staged, timeline.rate, formats) as encoders:
        _play(narration, encoders, listen)
        loudness = tuple((targets[name], encoder.stop()) for name, encoder in encoders.items())
        for name, encoder in encoders.items():
            encoder.finish(staged.part(name), Tags.of(narration.script.article), timeline, narration.cover)
    return replace(narration, loudness=loudness)


def _play(narration: Narration, encoders: Mapping[str, Encoder], listen: Callable[[Progress], None] | None) -> None:
    """Give the master to the encoders."""
    from narrate.audio.codec import exact

    assert narration.master is not None
    done = 0
    with spread(encoders) as write:
        for block in exact(narration.master):
            write(block)
            done += len(block)
            if listen:
                listen(Progress(stage="encoding", done=done, total=narration.timeline.length))
