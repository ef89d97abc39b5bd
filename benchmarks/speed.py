"""How fast and how large: Narrate beside the bare engine, in turn, in one run.

python -m benchmarks.speed [hour] [sample] [memory] [--rounds N]
"""

from __future__ import annotations

import json
import statistics
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from benchmarks import text
from benchmarks.process import Run, run
from narrate.model import Document
from narrate.pipeline import Options, write_script

GOALS = {"hour": 0.75, "sample": 2.5, "memory": 1.15}


def narrated(article: Path, folder: Path) -> Run:
    """An article to MP3 with captions by the command line, nothing in the cache."""
    with tempfile.TemporaryDirectory(dir=folder) as cache:
        arguments = ["-m", "narrate", str(article), "-o", f"{cache}/out.mp3", "--captions", "--json"]
        return run(arguments, {"NARRATE_CACHE": f"{cache}/clips"})


def hour(folder: Path, rounds: int) -> None:
    """One hour of text to MP3 with captions, against the engine speaking the same sentences and no more."""
    article = folder / "hour.md"
    article.write_text(text.article(1), encoding="utf-8")
    script = write_script(Document(data=article.read_bytes(), source=str(article)), Options())
    lines = folder / "hour.txt"
    lines.write_text("".join(f"{sentence.spoken}\n" for sentence in script.sentences), encoding="utf-8")
    pairs = [(narrated(article, folder), run(["-m", "benchmarks.bare", "speak", str(lines)])) for _ in range(rounds)]
    report = json.loads(pairs[-1][0].printed)
    print(f"one hour of text: {len(script.sentences)} sentences, {report['seconds'] / 60:.1f} min of programme")
    _say("wall s", pairs, lambda one: one.wall)
    _say("cpu s", pairs, lambda one: one.cpu)
    _say("peak MB", pairs, lambda one: one.peak)
    ratio = statistics.median(a.wall / b.wall for a, b in pairs)
    realtime = report["seconds"] / statistics.median(a.wall for a, _ in pairs)
    print(f"  wall ratio {ratio:.2f} (goal {GOALS['hour']}), {realtime:.0f} times realtime")
    print(f"  measured on the MP3: {report['outputs'][0]}")


def sample(folder: Path, rounds: int) -> None:
    """The sample article, whole process, against importing and loading the engine."""
    pairs = [(narrated(text.SAMPLE, folder), run(["-m", "benchmarks.bare", "load"])) for _ in range(max(5, rounds))]
    print("the sample article")
    _say("wall s", pairs, lambda one: one.wall)
    more = statistics.median(a.wall - b.wall for a, b in pairs)
    print(f"  {more:.2f} s more than importing and loading the engine (goal {GOALS['sample']})")


def memory(folder: Path, rounds: int) -> None:
    """Peak memory for ten hours of text against one hour."""
    peaks = []
    for hours in (1, 10):
        article = folder / f"{hours}.md"
        article.write_text(text.article(hours), encoding="utf-8")
        one = narrated(article, folder)
        seconds = json.loads(one.printed)["seconds"]
        peaks.append(one.peak)
        print(f"{hours} h of text: {seconds / 3600:.2f} h of programme, {one.wall:.0f} s, peak {one.peak:.0f} MB")
    print(f"  ratio {peaks[1] / peaks[0]:.3f} (goal {GOALS['memory']})")


def _say(what: str, pairs: list[tuple[Run, Run]], figure: Callable[[Run], float]) -> None:
    ours = statistics.median(figure(a) for a, _ in pairs)
    bare = statistics.median(figure(b) for _, b in pairs)
    print(f"  {what:8} narrate {ours:8.2f}   bare engine {bare:8.2f}   ratio {ours / bare:.2f}")


def main() -> None:
    parts: dict[str, Callable[[Path, int], None]] = {"hour": hour, "sample": sample, "memory": memory}
    rounds = int(sys.argv[sys.argv.index("--rounds") + 1]) if "--rounds" in sys.argv else 3
    chosen = [name for name in parts if name in sys.argv] or list(parts)
    with tempfile.TemporaryDirectory() as folder:
        for name in chosen:
            parts[name](Path(folder), rounds)


if __name__ == "__main__":
    main()
