"""Narration -> folder."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import msgspec

from narrate import __version__
from narrate.kept.form import (
    COVERS,
    FORMAT,
    MANIFEST,
    MASTER,
    REPORT,
    SCRIPT,
    TIMELINE,
    VERSION,
    KeptCue,
    KeptFile,
    KeptMark,
    KeptReport,
    KeptScript,
    KeptSentence,
    KeptSkipped,
    KeptTimeline,
    Manifest,
    blocks_of,
)  # fmt: skip
from narrate.model import Mark, Narration, Sentence
from narrate.pictures import kind_of


class _Numbers:
    """Numbers for values that are looked up by identity: blocks may be equal and yet stand in different places."""

    def __init__(self, values: Iterable[Any]) -> None:
        self.values = list(values)
        self._numbers = {id(value): number for number, value in enumerate(self.values)}

    def __getitem__(self, value: Any) -> int:
        if id(value) not in self._numbers:
            self._numbers[id(value)] = len(self.values)
            self.values.append(value)
        return self._numbers[id(value)]


def save(narration: Narration, folder: Path) -> None:
    """Write a narration that has its `master` into an empty folder."""
    assert narration.master is not None
    article = narration.script.article
    blocks, sentences = _Numbers(article.blocks), _Numbers(narration.script.sentences)
    own = tuple(_sentence(one, blocks) for one in narration.script.sentences)
    cues = tuple(
        KeptCue(sentences[cue.sentence], cue.begin, cue.finish, cue.estimated, tuple(map(_mark, cue.marks)))
        for cue in narration.timeline.cues
    )
    skipped = tuple(
        KeptSkipped(one.sentence.text, str(one.sentence.block.anchor), one.reason, sentences[one.sentence])
        for one in narration.skipped
    )
    report = KeptReport(skipped, {path.name: measure for path, measure in narration.loudness})
    pieces = tuple(_sentence(one, blocks) for one in sentences.values[len(own) :])
    timeline = narration.timeline
    script = KeptScript(article, tuple(blocks.values[len(article.blocks) :]), own, narration.script.removed)
    texts = {
        SCRIPT: script,
        TIMELINE: KeptTimeline(timeline.rate, timeline.length, cues, timeline.chapters, pieces),
        REPORT: report,
    }
    files = {name: _kept(folder / name, [msgspec.json.encode(value)]) for name, value in texts.items()}
    files[MASTER] = _kept(folder / MASTER, blocks_of(narration.master))
    if narration.cover and (kind := kind_of(narration.cover)):
        files[COVERS[kind]] = _kept(folder / COVERS[kind], [narration.cover])
    manifest = Manifest(FORMAT, VERSION, f"narrate {__version__}", files)
    (folder / MANIFEST).write_bytes(msgspec.json.format(msgspec.json.encode(manifest)))


def _sentence(one: Sentence, blocks: _Numbers) -> KeptSentence:
    return KeptSentence(
        blocks[one.block], one.start, one.end, one.edits, one.language, one.voice, one.pause, one.important
    )


def _mark(mark: Mark) -> KeptMark:
    return KeptMark(mark.start, mark.end, mark.begin, mark.finish, mark.estimated, mark.sounds)


def _kept(path: Path, data: Iterable[bytes]) -> KeptFile:
    digest, size = hashlib.sha256(), 0
    with path.open("wb") as file:
        for block in data:
            file.write(block)
            digest.update(block)
            size += len(block)
    return KeptFile(size, digest.hexdigest())
