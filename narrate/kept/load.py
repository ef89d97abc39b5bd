"""Folder -> narration, checked against its hashes, its types and itself."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import TypeVar

import msgspec

from narrate.errors import SourceError
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
    KeptReport,
    KeptScript,
    KeptSentence,
    KeptTimeline,
    Manifest,
    blocks_of,
)  # fmt: skip
from narrate.model import Block, Cue, Mark, Narration, Script, Sentence, Skipped, Timeline

MOST_JSON = 512 * 1024**2
"""Bytes of a file of text; a hundred hours of speech take a tenth of it."""
SOUNDS = re.compile(r"(?:\S+:\d{1,12}(?: \S+:\d{1,12})*)?")
"""As `Mark.sounds`."""
AGAIN = "narrate the article again"
T = TypeVar("T")


def load(folder: Path) -> Narration:
    """Read a folder that `save` wrote; raises `SourceError`, which names the file and the place in it, for all else."""
    manifest = _manifest(folder)
    for name in (SCRIPT, TIMELINE, REPORT, MASTER):
        if name not in manifest.files:
            raise SourceError(f"{name} is not named in it", place=str(folder / MANIFEST), hint=AGAIN)
    for name, file in manifest.files.items():
        _check(folder, name, file)
    script = _read(folder / SCRIPT, KeptScript)
    timeline = _read(folder / TIMELINE, KeptTimeline)
    report = _read(folder / REPORT, KeptReport)
    path = folder / SCRIPT
    try:
        blocks = (*script.article.blocks, *script.blocks)
        sentences = [_sentence(one, blocks) for one in script.sentences]
        path = folder / TIMELINE
        sentences += [_sentence(one, blocks) for one in timeline.pieces]
        times = _timeline(timeline, tuple(sentences))
        path = folder / REPORT
        skipped = tuple(Skipped(sentence=_of(sentences, one.sentence), reason=one.reason) for one in report.skipped)
    except ValueError as error:
        raise SourceError(f"its parts do not fit: {error}", place=str(path), hint=AGAIN) from error
    cover = next((folder / name for name in COVERS.values() if name in manifest.files), None)
    return Narration(
        script=Script(
            article=script.article, sentences=tuple(sentences[: len(script.sentences)]), removed=script.removed
        ),
        timeline=times,
        skipped=skipped,
        loudness=tuple((Path(name), measure) for name, measure in report.loudness.items()),
        master=folder / MASTER,
        cover=cover.read_bytes() if cover else None,
    )


def _manifest(folder: Path) -> Manifest:
    path = folder / MANIFEST
    if not path.is_file():
        hint = "`narrate -f narration article.html` makes such a folder"
        raise SourceError("this is no kept narration", place=str(folder), hint=hint)
    manifest = _read(path, Manifest)
    if manifest.format != FORMAT:
        raise SourceError(f"this is “{manifest.format}”, not “{FORMAT}”", place=str(path))
    if manifest.version != VERSION:
        hint = f"this Narrate reads version {VERSION}; it was made by {manifest.program}"
        raise SourceError(f"version {manifest.version} can't be read", place=str(path), hint=hint)
    return manifest


def _check(folder: Path, name: str, file: KeptFile) -> None:
    path = folder / name
    if Path(name).name != name:
        raise SourceError(f"“{name}” is no name of a file in the folder", place=str(folder / MANIFEST))
    digest = hashlib.sha256()
    try:
        if path.stat().st_size == file.bytes:
            for block in blocks_of(path):
                digest.update(block)
    except OSError as error:
        raise SourceError(f"the file can't be read: {error.strerror}", place=str(path), hint=AGAIN) from error
    if digest.hexdigest() != file.sha256:
        raise SourceError("the file is not as it was written", place=str(path), hint=AGAIN)


def _read(path: Path, kind: type[T]) -> T:
    try:
        if path.stat().st_size > MOST_JSON:
            raise SourceError("the file is too large", place=str(path))
        return msgspec.json.decode(path.read_bytes(), type=kind)
    except OSError as error:
        raise SourceError(f"the file can't be read: {error.strerror}", place=str(path), hint=AGAIN) from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise SourceError(f"the file can't be understood: {error}", place=str(path), hint=AGAIN) from error


def _timeline(known: KeptTimeline, sentences: tuple[Sentence, ...]) -> Timeline:
    """The times, if they can be true; raises `ValueError` otherwise."""
    if known.rate <= 0:
        raise ValueError(f"its rate is {known.rate} Hz")
    cues = tuple(_cue(one, sentences) for one in known.cues)
    _in_order("cue", [(cue.begin, cue.finish) for cue in cues], known.length)
    _in_order("chapter", [(chapter.begin, chapter.finish) for chapter in known.chapters], known.length)
    return Timeline(rate=known.rate, length=known.length, cues=cues, chapters=known.chapters)


def _in_order(what: str, spans: list[tuple[int, int]], length: int) -> None:
    for number, (begin, finish) in enumerate(spans, 1):
        if not 0 <= begin <= finish <= length:
            raise ValueError(f"{what} {number} spans {begin}:{finish} of {length} samples")
    for number, ((_, finish), (begin, _)) in enumerate(pairwise(spans), 2):
        if begin < finish:
            raise ValueError(f"{what} {number} begins at {begin}, before the end of the one before it at {finish}")


def _cue(one: KeptCue, sentences: tuple[Sentence, ...]) -> Cue:
    sentence = _of(sentences, one.sentence)
    size, length = len(sentence.spoken), one.finish - one.begin
    for mark in one.marks:
        if not (0 <= mark.start <= mark.end <= size and 0 <= mark.begin <= mark.finish <= length):
            place = f"{mark.start}:{mark.end} at {mark.begin}:{mark.finish}"
            raise ValueError(f"the mark {place} lies outside of sentence {one.sentence}")
        if not SOUNDS.fullmatch(mark.sounds):
            raise ValueError(f"the sounds of a mark of sentence {one.sentence} have no shares: “{mark.sounds[:40]}”")
    marks = tuple(
        Mark(start=m.start, end=m.end, begin=m.begin, finish=m.finish, estimated=m.estimated, sounds=m.sounds)
        for m in one.marks
    )
    return Cue(sentence=sentence, begin=one.begin, finish=one.finish, estimated=one.estimated, marks=marks)


def _sentence(one: KeptSentence, blocks: tuple[Block, ...]) -> Sentence:
    return Sentence(
        block=_of(blocks, one.block), start=one.start, end=one.end, edits=one.edits, language=one.language,
        voice=one.voice, pause=one.pause, important=one.important,
    )  # fmt: skip


def _of(values: Sequence[T], number: int) -> T:
    if not 0 <= number < len(values):
        raise ValueError(f"there is no number {number} among {len(values)}")
    return values[number]
