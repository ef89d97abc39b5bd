"""A batch on a Ray cluster: what more workers bring, what a lost machine costs, how much a driver can drive.

python -m benchmarks.cluster speedup [--pages N]      N real pages by this machine alone, one worker, two workers
python -m benchmarks.cluster lost [--pages N]         one of two machines goes in the middle of it
python -m benchmarks.cluster dispatch [--articles N]  N articles of two beeps: what the driver itself takes for each
python -m benchmarks.cluster archive [--articles N]   writing the feed of a library of N episodes

The cluster is real and of this machine alone: a head without room for workers, and machines of one core each, every one
with Ray's own processes. `make .venv/.installed-cluster` installs Ray.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks.podcast import folders, pages, short, timed
from tests.clusters import Cluster, cluster


@contextmanager
def machines(count: int) -> Iterator[Cluster]:
    """A head without room for workers, and so many machines of one core."""
    with cluster(0) as made:
        for _ in range(count):
            made.join()
        yield made


def public(folder: Path) -> str:
    """A digest of a podcast's public files."""
    digest = hashlib.sha256()
    for path in sorted(folder.rglob("*")):
        if path.is_file() and ".narrate" not in path.parts:
            digest.update(str(path.relative_to(folder)).encode() + path.read_bytes())
    return digest.hexdigest()


def made(base: Path, name: str, *flags: object) -> dict[str, Any]:
    """Narrate `base/pages`, with nothing in the cache."""
    out, clips = base / name / "podcast", base / name / "clips"
    result = timed("podcast", base / "pages", "--out", out, "--json", *flags, cache=clips)
    said = result["told"]
    if len(said["made"]) != said["episodes"]:
        raise SystemExit(f"{name}: {said}")
    return {**result, "bytes": public(out), "made": len(said["made"])}


def speedup(base: Path, most: int) -> None:
    (base / "pages").mkdir()
    pages(base / "pages", most)
    alone = {jobs: made(base, f"alone-{jobs}", "-j", jobs) for jobs in (1, 2)}
    for jobs, one in alone.items():
        print(f"{one['made']} episodes, this machine alone, {jobs} workers: wall {one['wall']:.1f} s", flush=True)
    walls = []
    for count in (1, 2):
        with machines(count) as there:
            one = made(base, f"cluster-{count}", "--cluster", there.address)
        walls.append(one["wall"])
        same = "the same bytes" if one["bytes"] == alone[1]["bytes"] else "OTHER BYTES"
        print(
            f"cluster of {count}: wall {one['wall']:.1f} s, {walls[0] / one['wall']:.2f} times one worker, "
            f"{one['wall'] / alone[count]['wall']:.2f} of this machine alone; driver's processor time "
            f"{one['cpu']:.1f} s; {same}",
            flush=True,
        )


def lost(base: Path, count: int) -> None:
    (base / "pages").mkdir()
    pages(base / "pages", count)
    alone = made(base, "alone")
    with machines(2) as there:
        whole = made(base, "whole", "--cluster", there.address)
    with machines(2) as there:
        episodes = base / "lost" / "podcast" / "episodes"

        def lose_one() -> None:
            while len(list(episodes.glob("*.mp3"))) < alone["made"] // 2:
                time.sleep(0.1)
            there.lose()

        watcher = threading.Thread(target=lose_one, daemon=True)
        watcher.start()
        one = made(base, "lost", "--cluster", there.address)
        watcher.join()
    same = "the same bytes" if one["bytes"] == alone["bytes"] == whole["bytes"] else "OTHER BYTES"
    print(f"{one['made']} episodes, two machines: {whole['wall']:.1f} s")
    print(f"one of them lost in the middle: {one['wall']:.1f} s; {same}")


def dispatch(base: Path, count: int) -> None:
    (base / "pages").mkdir()
    short(base / "pages", count)
    with machines(2) as there:
        one = made(base, "cluster", "--cluster", there.address, "--voice", "tone:sine")
    print(
        f"{one['made']} episodes: wall {one['wall']:.1f} s; the driver's processor time {one['cpu']:.1f} s, "
        f"{1000 * one['cpu'] / one['made']:.1f} ms an article, peak of all processes of the driver {one['peak']} MB"
    )


def archive(base: Path, count: int) -> None:
    """The library is made by its own API; its episodes' files are not there, and nothing here looks for them."""
    from narrate.library import public as public_files
    from narrate.library.items import Facts, Kept
    from narrate.library.library import writing
    from narrate.podcast.show import Show

    with writing(str(base / "podcast")) as library:
        with library.index.changing():
            for number in range(count):
                name = f"episodes/an-article-of-some-length-{number:012x}"
                key = f"https://news.example.org/2026/11/{number}-an-article-of-some-length"
                guid = f"00000000-0000-4000-8000-{number:012x}"
                own = library.index.add(key=key, guid=guid, origin="https://news.example.org/feed.xml", where=key,
                                        first=1e9 + 60 * number)  # fmt: skip
                title, summary = (
                    f"An article of some length, number {number}",
                    "What happened, and what came of it. " * 8,
                )
                facts = Facts(title=title, seconds=360.0, link=key, summary=summary, authors=("Ann Lee",))
                library.index.change(own, facts=facts, state="made", checked=1e9)
                files = [Kept(format=form, name=name + suffix, size=2_900_000, sha256="0" * 64, media_type=kind)
                         for form, suffix, kind in FILES]  # fmt: skip
                library.index.replace_files(own, files)
                library.index.name(own, [key])
        size = library.index.path.stat().st_size / 1e6
        for newest in (0, 300):
            begun, used = time.monotonic(), time.process_time()
            show = Show(title="The archive", base="https://example.org/", newest=newest)
            changed = public_files.write(library, show, b"picture")
            again = time.monotonic()
            feed = (base / "podcast" / "feed.xml").stat().st_size / 1e6
            print(
                f"{count} episodes, `newest` {newest}: {len(changed)} files in {again - begun:.1f} s "
                f"({time.process_time() - used:.1f} of processor time), feed.xml {feed:.2f} MB, index {size:.0f} MB",
                flush=True,
            )


FILES = (
    ("mp3", ".mp3", "audio/mpeg"),
    ("vtt", ".vtt", "text/vtt"),
    ("json", ".transcript.json", "application/json"),
    ("chapters", ".chapters.json", "application/json+chapters"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("speedup", "lost", "dispatch", "archive"))
    parser.add_argument("--pages", type=int, default=60)
    parser.add_argument("--articles", type=int, default=0)
    args = parser.parse_args()
    if shutil.which("ray", path=str(Path(sys.executable).parent)) is None and args.what != "archive":
        raise SystemExit("Ray is not installed: make .venv/.installed-cluster")
    for base in folders("narrate-bench"):
        if args.what == "speedup":
            speedup(base, args.pages)
        elif args.what == "lost":
            lost(base, args.pages)
        elif args.what == "dispatch":
            dispatch(base, args.articles or 500)
        else:
            archive(base, args.articles or 100_000)


if __name__ == "__main__":
    main()
