"""What is measured in `benchmarks.engines`: sentences through `synthesize`, as the pipeline has it, to nowhere.

python -m benchmarks.ours VOICE FILE [--jobs N] [--warm K] [--say]

Judging, cache (a new one), marks, trimming and resampling are in it; reading, wording and encoding are not. The first K
lines are spoken before the clock starts. With --say only the engine's own `say` is called, one text after the other.
Prints what it took, as JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from narrate import voices
from narrate.audio.assemble import RATE
from narrate.cache import ClipCache
from narrate.division import utterances
from narrate.model import Anchor, Article, Block, Script, Sentence, Utterance
from narrate.synthesis import Manner, Speakers, synthesize

PARAGRAPH = 5
"""Sentences of a block."""


def parts(lines: Sequence[str], voice: str) -> tuple[Utterance, ...]:
    """The lines as an engine is given them: singly, or by paragraphs."""
    said: list[Sentence] = []
    for at in range(0, len(lines), PARAGRAPH):
        texts = lines[at : at + PARAGRAPH]
        block = Block(kind="paragraph", text=" ".join(texts), anchor=Anchor(source="bench", ref=f"line {at}"))
        start = 0
        for text in texts:
            end = start + len(text)
            said.append(Sentence(block=block, start=start, end=end, language="en", voice=voice))
            start = end + 1
    blocks = tuple(dict.fromkeys(one.block for one in said))
    return utterances(Script(article=Article(blocks=blocks, source="bench"), sentences=tuple(said)), voices.engine_of)


def peak() -> float:
    """MB: the peaks of this process and of its children that live, by Linux's own account; 0 elsewhere."""
    me = Path("/proc/self")
    if not (me / "status").exists():
        return 0.0
    children = [pid for file in me.glob("task/*/children") for pid in file.read_text().split()]
    total = 0
    for pid in ("self", *children):
        status = Path(f"/proc/{pid}/status").read_text()
        total += int(status.partition("VmHWM:")[2].split()[0])
    return total / 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("voice")
    parser.add_argument("file", type=Path)
    parser.add_argument("--jobs", type=int, default=1)
    parser.add_argument("--warm", type=int, default=0)
    parser.add_argument("--say", action="store_true")
    given = parser.parse_args()
    if authority := os.environ.get("LOOPBACK_AUTHORITY"):
        from edge_tts.communicate import _SSL_CTX

        _SSL_CTX.load_verify_locations(authority)
    lines = given.file.read_text(encoding="utf-8").splitlines()
    print(json.dumps(said(lines, given.voice) if given.say else synthesized(lines, given)))


def said(lines: Sequence[str], name: str) -> dict[str, float]:
    """Each text by the engine alone."""
    begun = time.perf_counter()
    with Speakers(voices.opened) as speakers:
        clips = (speakers[name][1].say(one.spoken, "en", 1.0) for one in parts(lines, name))
        length = sum(len(clip.pcm) / clip.rate for clip in clips)
        return {"wall": time.perf_counter() - begun, "seconds": length, "memory": peak()}


def synthesized(lines: Sequence[str], given: argparse.Namespace) -> dict[str, float]:
    """All that happens to a clip before it is part of the programme."""
    begun, length = time.perf_counter(), 0
    with tempfile.TemporaryDirectory() as folder, Speakers(voices.opened) as speakers:
        cache, manner = ClipCache(Path(folder)), Manner(jobs=given.jobs)
        for group in filter(None, (lines[: given.warm], lines[given.warm :])):
            begun, length = time.perf_counter(), 0
            for _, spoken in synthesize(parts(group, given.voice), speakers, cache, manner, RATE):
                length += len(spoken.clip.pcm) if spoken.clip else 0
        return {"wall": time.perf_counter() - begun, "seconds": length / RATE, "memory": peak()}


if __name__ == "__main__":
    main()
