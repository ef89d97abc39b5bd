"""A folder of real pages becomes a podcast: whether all cores work, what a second run takes, how much memory it needs.

python -m benchmarks.podcast batch [--pages N] [--jobs N]   N pages of the extraction corpora, nothing cached
python -m benchmarks.podcast long                           one article of hours beside short ones, nothing cached
python -m benchmarks.podcast again [--articles N]           N short articles of which none has changed
python -m benchmarks.podcast loop [--pages N]               against one `narrate` a page, one after the other

`batch` and `long` print the wall time over what it would be if no core had ever been idle: all processor time, that of
all processes, divided by the workers. Run them under `chrt -f 10` where other things run beside.
"""

from __future__ import annotations

import argparse
import gzip
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

CORPORA = ("fundus", "scrapinghub", "mozilla")
LOOK = 0.5
"""Seconds between looks at the memory of all processes."""
EVERY = 3600
"""Seconds from one page's date to the next one's."""


def pages(folder: Path, most: int) -> int:
    """Write pages of the corpora as files; returns how many."""
    root = Path(os.environ.get("NARRATE_CORPORA") or Path(__file__).parent.parent.parent / "shared" / "corpora")
    if not root.is_dir():
        raise SystemExit("skipped: the corpora are not here (NARRATE_CORPORA names their folder)")
    count = 0
    for corpus in CORPORA:
        with gzip.open(root / "extraction" / f"{corpus}.pages.jsonl.gz", "rt", encoding="utf-8") as lines:
            for line in lines:
                if count == most:
                    return count
                path = folder / f"{corpus}-{count:03}.html"
                path.write_text(json.loads(line)["html"], "utf-8")
                os.utime(path, (EVERY * (400_000 + count),) * 2)
                count += 1
    return count


def short(folder: Path, count: int) -> None:
    """Write articles of two sentences."""
    for number in range(count):
        text = f"What happened as number {number}\n\nThis is all that there is to say of the number {number}.\n"
        (folder / f"article-{number:04}.txt").write_text(text, "utf-8")


def look(group: int, used: dict[int, float]) -> int:
    """MB that all processes of a session have in memory now, by Linux's own account (proportional shares).

    `used` gets the processor time of each until now, in seconds: that of processes which are killed with their parents
    is in no account of ours.
    """
    total = 0
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            told = status.read_text().rpartition(")")[2].split()
            if int(told[2]) == group or _below(status.parent, group):
                used[int(status.parent.name)] = (int(told[11]) + int(told[12])) / os.sysconf("SC_CLK_TCK")
                smaps = (status.parent / "smaps_rollup").read_text()
                total += int(smaps.partition("Pss:")[2].split()[0])
        except (OSError, ValueError, IndexError):
            continue
    return total // 1000


def _below(process: Path, group: int) -> bool:
    """Whether a process was started, by others perhaps, by one of the group."""
    while process.name not in ("0", "1"):
        fields = (process / "stat").read_text().rpartition(")")[2].split()
        if int(fields[2]) == group:
            return True
        process = Path("/proc") / fields[1]
    return False


def timed(*arguments: object, cache: Path) -> dict[str, Any]:
    """Run the program and tell wall and processor time, peak memory, and what it said."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    begun = time.monotonic()
    process = subprocess.Popen(
        [sys.executable, "-m", "narrate", *map(str, arguments)],
        env={**os.environ, "NARRATE_CACHE": str(cache)},
        stdout=subprocess.PIPE,
        start_new_session=True,
        text=True,
    )
    peak = 0
    used: dict[int, float] = {}
    over = threading.Event()

    def watch() -> None:
        nonlocal peak
        while not over.wait(LOOK):
            peak = max(peak, look(process.pid, used))

    watcher = threading.Thread(target=watch)
    watcher.start()
    out, _ = process.communicate()
    over.set()
    watcher.join()
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = max(after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, sum(used.values()))
    told = json.loads(out.splitlines()[-1]) if out.strip().startswith("{") else {}
    return {"wall": time.monotonic() - begun, "cpu": cpu, "peak": peak, "told": told, "code": process.returncode}


def told(result: dict[str, Any], jobs: int) -> None:
    """Print what a batch took."""
    said, wall, cpu = result["told"], result["wall"], result["cpu"]
    print(
        f"{said['episodes']} episodes, {len(said['failed'])} failed, {said['characters_spoken_now']} characters spoken"
    )
    print(f"wall {wall:.1f} s, processor {cpu:.1f} s: {wall / (cpu / jobs):.3f} of no core ever idle ({jobs} workers)")
    print(f"peak memory of all processes {result['peak']} MB")


def folders(of: str) -> Iterator[Path]:
    base = Path(tempfile.mkdtemp(prefix=f"{of}-"))
    yield base
    shutil.rmtree(base, ignore_errors=True)


def batch(base: Path, count: int, jobs: int) -> None:
    source = base / "pages"
    source.mkdir()
    print(f"{pages(source, count)} pages")
    told(timed("podcast", source, "--out", base / "pod", "--json", "-j", jobs, cache=base / "clips"), jobs)
    again = timed("podcast", source, "--out", base / "pod", "--json", cache=base / "clips")
    print(f"again, nothing changed: {again['wall']:.2f} s")


def long(base: Path, jobs: int) -> None:
    """An article of three hours that comes last in the order, behind short ones."""
    source = base / "articles"
    source.mkdir()
    short(source, 20)
    lines = [f"This is sentence number {number} of an article that goes on for hours." for number in range(3000)]
    text = "\n\n".join(" ".join(lines[at : at + 5]) for at in range(0, len(lines), 5))
    path = source / "long.txt"
    path.write_text(f"An article that goes on and on\n\n{text}\n", "utf-8")
    os.utime(path, (EVERY, EVERY))
    told(timed("podcast", source, "--out", base / "pod", "--json", "-j", jobs, cache=base / "clips"), jobs)


def again(base: Path, count: int) -> None:
    source = base / "articles"
    source.mkdir()
    short(source, count)
    flags = ("podcast", source, "--out", base / "pod", "--json", "--voice", "espeak:en-US")
    timed(*flags, cache=base / "clips")
    for _ in range(3):
        result = timed(*flags, cache=base / "clips")
        print(f"{count} articles, none changed: wall {result['wall']:.2f} s, processor {result['cpu']:.2f} s")


def loop(base: Path, count: int, jobs: int) -> None:
    source = base / "pages"
    source.mkdir()
    pages(source, count)
    whole = timed("podcast", source, "--out", base / "pod", "--json", "-j", jobs, cache=base / "clips")
    cpu = wall = 0.0
    for path in sorted(source.iterdir()):
        one = timed(path, "-o", f"{base}/single/", "-f", "mp3,vtt,json,chapters", "-q", cache=base / "other clips")
        cpu, wall = cpu + one["cpu"], wall + one["wall"]
    told(whole, jobs)
    print(f"one by one: wall {wall:.1f} s, processor {cpu:.1f} s: {wall / whole['wall']:.2f} times the batch's")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("batch", "long", "again", "loop"))
    parser.add_argument("--pages", type=int, default=200)
    parser.add_argument("--articles", type=int, default=1000)
    parser.add_argument("--jobs", type=int, default=2)
    args = parser.parse_args()
    for base in folders("narrate-bench"):
        if args.what == "batch":
            batch(base, args.pages, args.jobs)
        elif args.what == "long":
            long(base, args.jobs)
        elif args.what == "again":
            again(base, args.articles)
        else:
            loop(base, min(args.pages, 20), args.jobs)


if __name__ == "__main__":
    main()
