"""What a long sound file takes: one hour and ten hours of a hum, with 20 and 201 chapters, through an output's encoder.

python -m benchmarks.long [FORMAT...]            m4b if none is named
"""

from __future__ import annotations

import sys
import tempfile
from itertools import pairwise
from pathlib import Path

import numpy as np

from benchmarks.process import run
from narrate import plugins
from narrate.audio.tags import Tags
from narrate.model import Chapter, Timeline
from narrate.outputs import opened

RATE = 24_000
CHAPTERS = {1: 20, 10: 201}
"""By hours."""
OVERTONES = 8


def written(name: str, hours: int, folder: Path) -> None:
    """A finished file; the hum swells and falls 90 times a minute."""
    times = np.arange(2 * RATE) / RATE
    hum = sum(1500 / n * np.sin(2 * np.pi * 150 * n * times) for n in range(1, OVERTONES + 1))
    pcm = (hum * (0.5 + 0.5 * np.sin(2 * np.pi * 1.5 * times))).astype(np.int16)
    encoder = opened(plugins.load("outputs", name), folder / "bare", RATE)
    for _ in range(1800 * hours):
        encoder.write(pcm)
    encoder.stop()
    length, count = 3600 * hours * RATE, CHAPTERS[hours]
    edges = [length * number // count for number in range(count + 1)]
    chapters = tuple(Chapter(title=f"Chapter {n}", begin=b, finish=f) for n, (b, f) in enumerate(pairwise(edges), 1))
    timeline = Timeline(rate=RATE, length=length, chapters=chapters)
    encoder.finish(folder / f"long.{name}", Tags(title="A hum"), timeline, None)


def compared(name: str) -> None:
    print(name)
    for hours in CHAPTERS:
        with tempfile.TemporaryDirectory() as folder:
            one = run(["-m", "benchmarks.long", "write", name, str(hours), folder])
            size = (Path(folder) / f"long.{name}").stat().st_size / 1e6
        print(f"  {hours:2} h: peak {one.peak:.1f} MB, {one.cpu:.0f} s of processor time, a file of {size:.0f} MB")


def main() -> None:
    if sys.argv[1:2] == ["write"]:
        _, _, name, hours, folder = sys.argv
        written(name, int(hours), Path(folder))
        return
    for name in sys.argv[1:] or ["m4b"]:
        compared(name)


if __name__ == "__main__":
    main()
