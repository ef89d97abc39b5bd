"""A read-along page: the article as it was structured, words marked while they are spoken; one file, sound inside."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from narrate.outputs import MP3_LOSS, OutputInfo

if TYPE_CHECKING:
    from narrate.model import Narration

INFO = OutputInfo(
    name="html",
    summary="read-along page in one file: words light up while they are spoken",
    suffix=".read.html",
    media_type="text/html",
    master=True,
    loss=MP3_LOSS,
)
BLOCK = 3 << 16
"""Bytes that become base64 at once: groups of three, so that the pieces join."""


def write(narration: Narration, target: Path) -> None:
    from base64 import b64encode
    from functools import partial

    from narrate.outputs._page import page, sound

    aside = target.with_suffix(".bare")  # of a staged target, the name by which staging sweeps up after killed runs
    try:
        sound.write(narration, target, aside)
        target.replace(aside)
        head, tail = page.halves(narration, "data:", page.picture(narration))
        with aside.open("rb") as mp3, target.open("wb") as file:
            file.write(head + b"data:audio/mpeg;base64,")
            file.writelines(map(b64encode, iter(partial(mp3.read, BLOCK), b"")))
            file.write(tail)
    finally:
        aside.unlink(missing_ok=True)
