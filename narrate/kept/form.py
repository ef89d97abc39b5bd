"""What stands in the files of a kept narration; docs/kept.md tells it to others."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from narrate.model import Article, Block, Chapter, Edit, Loudness, Removed
from narrate.pictures import PICTURES

FORMAT, VERSION = "narrate.narration", 1
MANIFEST, SCRIPT, TIMELINE, REPORT, MASTER = (
    "narration.json", "script.json", "timeline.json", "report.json", "master.flac",
)  # fmt: skip
COVERS = {kind: f"cover{kind.suffix}" for kind in PICTURES}
"""The cover's name by its kind."""


class KeptFile(msgspec.Struct, frozen=True):
    bytes: int
    sha256: str


class Manifest(msgspec.Struct, frozen=True):
    format: str
    version: int
    program: str
    files: dict[str, KeptFile]


class KeptSentence(msgspec.Struct, frozen=True):
    """`block` counts the article's blocks first, then the script's own."""

    block: int
    start: int
    end: int
    edits: tuple[Edit, ...] = ()
    language: str = ""
    voice: str = ""
    pause: float = 0.0
    important: bool = False


class KeptScript(msgspec.Struct, frozen=True):
    article: Article
    blocks: tuple[Block, ...]
    """Those that are only read out: announcements, rows of tables."""
    sentences: tuple[KeptSentence, ...]
    removed: tuple[Removed, ...] = ()


class KeptMark(msgspec.Struct, frozen=True, array_like=True):
    """As `model.Mark`, in a row: a narration has tens of thousands."""

    start: int
    end: int
    begin: int
    finish: int
    estimated: str = ""
    sounds: str = ""


class KeptCue(msgspec.Struct, frozen=True):
    sentence: int
    """Counts the script's sentences first, then the timeline's pieces."""
    begin: int
    finish: int
    estimated: str = ""
    marks: tuple[KeptMark, ...] = ()


class KeptTimeline(msgspec.Struct, frozen=True):
    rate: int
    length: int
    cues: tuple[KeptCue, ...]
    chapters: tuple[Chapter, ...] = ()
    pieces: tuple[KeptSentence, ...] = ()
    """Parts of sentences that were too long to be spoken at once."""


class KeptSkipped(msgspec.Struct, frozen=True):
    text: str
    place: str
    reason: str
    sentence: int = -1
    """As in a cue; -1 where it is none of them."""


class KeptReport(msgspec.Struct, frozen=True):
    skipped: tuple[KeptSkipped, ...] = ()
    loudness: dict[str, Loudness] = {}
    """By file name, as measured after encoding."""


def blocks_of(path: Path) -> Iterator[bytes]:
    """The bytes of a file, a piece at a time."""
    with path.open("rb") as file:
        while data := file.read(1 << 20):
            yield data
