"""How well `--verify` finds damaged sentences: real clips, damaged in known ways, listened to by Whisper.

    python -m benchmarks.listening [--voice hibari:heart] [--sentences 200] [--whisper FOLDER] [--share 30] [--json]

Needs the group `listening`. Some sentences (`--share` percent) are silenced, dropped, replaced by another one, said
twice or cut in half, drawn with a fixed seed; the table tells how many of each were doubted, and how many sound ones.
"""

from __future__ import annotations

import argparse
import json
import random
import time
from collections import Counter
from collections.abc import Callable
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from benchmarks.voices import sentences
from narrate import verify, voices
from narrate.audio.codec import resampled
from narrate.audio.edits import trimmed
from narrate.model import Anchor, Block, Cue, Sentence, Timeline
from narrate.text.spoken import edits

if TYPE_CHECKING:
    from narrate.model import Samples

RATE = verify.RATE
GAP = np.zeros(RATE // 2, np.float32)
SEED = 5

# "half" is beyond what is promised: that whole sentences are heard, once.
DAMAGE: dict[str, Callable[[Samples, Samples], Samples]] = {
    "silenced": lambda clip, other: np.zeros_like(clip),
    "dropped": lambda clip, other: np.zeros(RATE // 20, np.float32),
    "another's": lambda clip, other: other,
    "doubled": lambda clip, other: np.concatenate([clip, GAP[: RATE // 4], clip]),
    "half": lambda clip, other: clip[: int(len(clip) * 0.45)],
}


def measure(name: str, count: int, share: float, ear: verify.Ear) -> dict[str, tuple[int, int]]:
    """For each kind of damage, and for sound sentences, how many were doubted and how many there were."""
    voice = voices.find(name)
    language = voice.language.partition("-")[0]
    speaker = voices.open_speaker(voice)
    spoken = [
        Sentence(
            block=Block(kind="paragraph", text=text, anchor=Anchor(source="corpus", ref=str(number))),
            start=0, end=len(text), edits=edits(text, language), language=language, voice=name,
        )
        for number, text in enumerate(sentences(language, count))
    ]  # fmt: skip
    clips = [trimmed(speaker.say(one.spoken, language, 1.0)) for one in spoken]
    speaker.close()
    sound = [resampled(clip.pcm, clip.rate, RATE) for clip in clips]
    draw = random.Random(SEED)
    kinds = [draw.choice(list(DAMAGE)) if draw.random() < share else "sound" for _ in spoken]
    others = [sound[(number + draw.randrange(1, len(sound))) % len(sound)] for number in range(len(sound))]
    heard = [
        DAMAGE[kind](clip, other) if kind in DAMAGE else clip
        for kind, clip, other in zip(kinds, sound, others, strict=True)
    ]
    ends = np.cumsum([0, *(len(clip) + len(GAP) for clip in heard)]).tolist()
    cues = tuple(
        Cue(sentence=one, begin=begin, finish=end - len(GAP))
        for one, (begin, end) in zip(spoken, pairwise(ends), strict=True)
    )
    blocks = [piece for clip in heard for piece in (clip, GAP)]
    timeline = Timeline(rate=RATE, length=ends[-1], cues=cues)
    found = {id(doubt.sentence) for doubt in verify.doubts(blocks, timeline, ear)}
    doubted = Counter(kind for kind, one in zip(kinds, spoken, strict=True) if id(one) in found)
    print(f"{ends[-1] / RATE:.0f} s of sound")
    return {kind: (doubted[kind], total) for kind, total in sorted(Counter(kinds).items())}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--voice", default="hibari:heart")
    parser.add_argument("--sentences", type=int, default=200)
    parser.add_argument("--share", type=int, default=30)
    parser.add_argument("--whisper", default="base", help="a size, or a folder with the model's files")
    parser.add_argument("--json", action="store_true")
    given = parser.parse_args()
    begun = time.perf_counter()
    found = measure(given.voice, given.sentences, given.share / 100, verify.whisper(given.whisper))
    if given.json:
        print(json.dumps(found))
        return
    for kind, (doubted, total) in found.items():
        print(f"{kind:12} {doubted:4} of {total:4}  {100 * doubted / total:5.1f} %")
    whole = [found[kind] for kind in found if kind not in ("sound", "half")]
    caught, damaged = (sum(column) for column in zip(*whole, strict=True))
    percent, took = 100 * caught / damaged, time.perf_counter() - begun
    print(f"dropped or doubled: {caught} of {damaged}, {percent:.1f} %; {took:.0f} s")


if __name__ == "__main__":
    main()
