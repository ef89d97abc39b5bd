"""What engines cost through Narrate, against the same engines used bare, and what a second worker gives.

python -m benchmarks.engines overhead [ENGINE...] [--rounds N]
python -m benchmarks.engines workers  [ENGINE...] [--rounds N]

`overhead`: processor time of whole processes, their children included, on one core (where no library has others to
spin on), ours and the bare engine's in turn; loading is measured by the first sentence alone, and taken off. `workers`:
seconds that the whole list takes with one worker and with two, everything loaded, nothing cached; on a machine that is
not quiet, run it under `chrt -f 10`. Medians of the rounds are printed, with the goals. Services are stood in for by
the servers of the tests, in a process of their own.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks.loopback import SERVERS
from benchmarks.ours import parts
from benchmarks.process import Run, run
from benchmarks.voices import sentences
from narrate import voices
from narrate.errors import NarrateError

MOST_OVERHEAD, LEAST_GAIN = 1.10, 1.8
AS_OURS = {"OPENBLAS_NUM_THREADS": "1"}
"""What the command line sets for itself."""
WARM = 4
"""Sentences that are spoken before the clock starts, so that both workers have begun."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """An engine's voice, and how many sentences are enough to measure it."""

    voice: str
    overhead: int = 100
    workers: int = 0
    """0 where workers wait for others: for a service, or the system."""


CASES = {
    "hibari": Case(voice="hibari:heart", workers=200),
    "espeak": Case(voice="espeak:en-US", overhead=300, workers=300),
    "piper": Case(voice="piper:en_US-joe-medium", overhead=30, workers=40),
    "kokoro": Case(voice="kokoro:af_heart", overhead=8, workers=16),
    "edge": Case(voice="edge:en-US-EmmaNeural"),
    "gtts": Case(voice="gtts:en"),
    "openai": Case(voice="openai:nova"),
    "system": Case(voice="system:en-US"),
}


def overhead(name: str, case: Case, folder: Path, rounds: int) -> None:
    """Print how much processor time Narrate takes for one that the bare engine takes."""
    texts = spoken(case.overhead)
    orders: list[tuple[list[str], list[str]]] = []
    for more in (["--say"], []):
        files = (_file(folder, some) for some in (texts, texts[:1]))
        long, short = (["-m", "benchmarks.ours", case.voice, str(file), *more] for file in files)
        orders.append((long, short))
    files = (_file(folder, _bare_lines(name, case, some)) for some in (texts, texts[:1]))
    long, short = (["-m", "benchmarks.bare", "speak", str(file), name] for file in files)
    orders.append((long, short))
    with served(name) as environment:
        setting = environment | AS_OURS
        taken = [[(run(long, setting), run(short, setting)) for long, short in orders] for _ in range(rounds)]

    def speaking(pair: tuple[Run, Run]) -> float:
        return pair[0].cpu - pair[1].cpu

    alone = [speaking(say) / speaking(bare) for say, _, bare in taken]
    whole = [speaking(ours) / speaking(bare) for _, ours, bare in taken]
    begin = statistics.median(ours[1].cpu - bare[1].cpu for _, ours, bare in taken)
    basis = statistics.median(speaking(bare) for _, _, bare in taken)
    _, ours, bare = taken[0]
    sounds = json.loads(ours[0].printed)["seconds"], float(bare[0].printed.splitlines()[-1])
    print(
        f"{name:7} {len(texts):3} sentences, {sounds[0]:.0f} s of sound (bare {sounds[1]:.0f}): "
        f"say {_spread(alone)}, synthesize {_spread(whole)}, goal {MOST_OVERHEAD:.2f}; "
        f"bare {basis:.2f} s; {begin:+.2f} s to start",
        flush=True,
    )


def _spread(ratios: list[float]) -> str:
    return f"{statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"


def workers(name: str, case: Case, folder: Path, rounds: int) -> None:
    """Print what two workers gain on one, and the memory of both."""
    if not case.workers:
        return
    file = _file(folder, spoken(case.workers + WARM))
    order = ["-m", "benchmarks.ours", case.voice, str(file), "--warm", str(WARM), "--jobs"]
    taken = [[json.loads(run([*order, jobs], AS_OURS).printed) for jobs in ("1", "2")] for _ in range(rounds)]
    gains = [one["wall"] / two["wall"] for one, two in taken]

    def middle(place: int, what: str) -> float:
        return float(statistics.median(round[place][what] for round in taken))

    realtime = middle(0, "seconds") / middle(1, "wall")
    print(
        f"{name:7} {case.workers:3} sentences: {_spread(gains)} times as fast, goal {LEAST_GAIN}; "
        f"{middle(0, 'wall'):.2f} s and {middle(1, 'wall'):.2f} s, "
        f"{realtime:.0f} times realtime; memory {middle(0, 'memory'):.0f} MB and {middle(1, 'memory'):.0f} MB",
        flush=True,
    )


def spoken(count: int) -> list[str]:
    """English sentences in words."""
    from narrate.text.spoken import in_words

    return [in_words(text, "en") for text in sentences("en", count)]


@contextmanager
def served(name: str) -> Iterator[dict[str, str]]:
    """The environment that leads to a stand-in for a service, while it runs; nothing for engines that need none."""
    if name not in SERVERS:
        yield {}
        return
    order = [sys.executable, "-m", "benchmarks.loopback", name]
    with subprocess.Popen(order, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        yield json.loads(server.stdout.readline())
        server.communicate()


def _bare_lines(name: str, case: Case, texts: list[str]) -> list[str]:
    """The same, as the bare engine is given it: paragraphs where it speaks these, Kokoro's phonemes as numbers."""
    lines = [utterance.spoken for utterance in parts(texts, case.voice)]
    if name != "kokoro":
        return lines
    from narrate.engines._kokoro_alphabet import PAD, VOCABULARY
    from narrate.engines._kokoro_words import reader

    english = reader("en-US", {})
    found = [part.symbols for line in lines for part in english.read(line)[1]]
    return [json.dumps([PAD, *(VOCABULARY[symbol] for symbol in symbols), PAD]) for symbols in found]


def _file(folder: Path, lines: list[str]) -> Path:
    file = folder / f"{len(list(folder.iterdir()))}.txt"
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return file


def usable(case: Case) -> str:
    """Why a voice can't be used here; empty if it can."""
    try:
        voice = voices.find(case.voice)
        return "" if voices.installed(voice) else f"{voice} is not installed"
    except NarrateError as error:
        return str(error)


def main() -> None:
    measures: dict[str, Callable[[str, Case, Path, int], None]] = {"overhead": overhead, "workers": workers}
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("measure", choices=measures)
    parser.add_argument("engines", nargs="*", default=list(CASES), metavar="ENGINE")
    parser.add_argument("--rounds", type=int, default=3)
    given: Any = parser.parse_args()
    if given.measure == "overhead" and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    for name in given.engines:
        if reason := usable(CASES[name]):
            print(f"{name:7} skipped: {reason}", flush=True)
            continue
        with tempfile.TemporaryDirectory() as folder:
            measures[given.measure](name, CASES[name], Path(folder), given.rounds)


if __name__ == "__main__":
    main()
