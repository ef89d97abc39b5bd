"""Kill a batch at random moments, and see that nothing is lost.

python -m benchmarks.interrupted [--moments 50] [--articles 30] [--seed N]

A folder of articles becomes a podcast. Runs are killed (SIGKILL), the program alone or the program with all its
workers, after a random time or a random number of episodes. After each, the feed must be valid, every file that it
names must be there with its true length, and a check of the library must find nothing but what the next run mends.
Then a run goes on to the end: the whole folder must have the bytes of one that nobody disturbed.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

NOON = 1_760_000_000
"""Seconds since 1970: when the first article was written."""
IN_A_ROW = 3
"""Runs killed one after the other before one may finish."""
LATEST = 0.15
"""Seconds after an episode appeared within which a run is killed."""
PATIENCE = 300.0
"""Seconds after which a run has hung."""
VERBS = ("saw", "heard", "found", "lost", "kept", "left", "told")


@dataclass
class Trial:
    """Articles, and the podcasts that are made of them."""

    folder: Path
    articles: int
    seed: int
    flags: tuple[str, ...] = ("-f", "mp3,vtt,chapters")
    kills: int = 0
    early: int = 0
    """Runs that had ended before they were to be killed."""
    resumed: int = 0
    """Kills after which a feed was there."""
    chance: random.Random = field(init=False)
    took: float = 0.0
    """Seconds of the undisturbed run."""
    whole: dict[str, bytes] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.chance = random.Random(self.seed)
        (self.folder / "articles").mkdir(parents=True)
        for number in range(self.articles):
            said = (f"They {verb} number {number} on that day." for verb in VERBS[: 2 + number % 6])
            path = self.folder / "articles" / f"day-{number:02}.md"
            path.write_text(f"# What happened on day {number}\n\n" + "\n\n".join(said) + "\n", "utf-8")
            os.utime(path, (NOON + 3600 * number, NOON + 3600 * number))
        begun = time.monotonic()
        process = self.started("whole")
        assert process.wait(PATIENCE) == 0
        self.took = time.monotonic() - begun
        self.whole = self.files("whole")

    def started(self, out: str) -> subprocess.Popen[bytes]:
        """A run over all articles; every podcast has a title, and clips of its own."""
        (self.folder / out).mkdir(exist_ok=True)
        (self.folder / out / "podcast.toml").write_text('title = "Days"\n', "utf-8")
        return subprocess.Popen(
            [sys.executable, "-m", "narrate", "podcast", "articles", "--out", out, "--voice", "espeak:en-US", "-q",
             *self.flags],
            cwd=self.folder,
            env={**os.environ, "NARRATE_CACHE": str(self.folder / f"{out} clips"), "PYTHONPATH": _path()},
            start_new_session=True,
        )  # fmt: skip

    def files(self, out: str) -> dict[str, bytes]:
        """All that is in a podcast's folder, hidden files too, but not the library's own."""
        top = self.folder / out
        paths = (path for path in top.rglob("*") if path.is_file() and ".narrate" not in path.parts)
        return {path.relative_to(top).as_posix(): path.read_bytes() for path in paths}

    def chain(self, out: str, most: int) -> int:
        """Kill some runs in a row, then let one finish; returns how many were killed."""
        done = 0
        for _ in range(min(most, IN_A_ROW)):
            if not self.killed(out):
                self.early += 1
                break
            done += 1
            self.kills += 1
            self.look(out)
        assert self.started(out).wait(PATIENCE) == 0
        self.look(out)
        found = self.files(out)
        assert found.keys() == self.whole.keys(), sorted(found.keys() ^ self.whole.keys())
        assert found == self.whole, [name for name, data in found.items() if self.whole[name] != data]
        assert not list(self.faults(out)), list(self.faults(out))
        return done

    def killed(self, out: str) -> bool:
        """Start a run and kill it; False when it had ended before."""
        everyone, after = self.chance.random() < 0.5, self.chance.random()
        episodes = self.chance.randrange(self.articles) if self.chance.random() < 0.5 else None
        what = f"after {episodes} new episodes" if episodes is not None else f"after {after * self.took:.2f} s"
        print(f"  {'everyone' if everyone else 'the program'} {what}", flush=True)
        process = self.started(out)
        if episodes is None:
            with suppress(subprocess.TimeoutExpired):
                process.wait(after * self.took)
        else:
            before = self.episodes(out)
            while process.poll() is None and self.episodes(out) < min(before + episodes, self.articles):
                time.sleep(0.002)
            time.sleep(after * LATEST)
        if process.poll() is not None:
            assert process.returncode == 0
            return False
        workers = list(children(process.pid))
        for pid in [process.pid, *(workers if everyone else ())]:
            with suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        process.wait()
        return True

    def episodes(self, out: str) -> int:
        return len(list((self.folder / out / "episodes").glob("*.mp3")))

    def look(self, out: str) -> None:
        """See that what is there is true."""
        import feedparser

        path = self.folder / out / "feed.xml"
        if path.exists():
            self.resumed += 1
            feed = feedparser.parse(path.read_bytes())
            assert not feed.bozo, feed.bozo_exception
            for item in feed.entries:
                for one in item.enclosures:
                    sound = self.folder / out / "episodes" / one.href.rpartition("/")[2]
                    assert sound.stat().st_size == int(one.length), sound
        left = [fault for fault in self.faults(out) if fault.partition(" ")[0] != "run"]
        assert not left, left

    def faults(self, out: str) -> Iterator[str]:
        """What a check finds: who mends it, where and what."""
        from narrate.library.check import checked
        from narrate.library.library import reading, state_of

        if (state_of(str(self.folder / out)) / "library.sqlite").exists():
            with reading(str(self.folder / out)) as library:
                for fault in checked(library).faults:
                    yield f"{fault.mender} {fault.name}: {fault.what}"


def children(pid: int) -> Iterator[int]:
    """The processes that one has started, where the system tells."""
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(pid)], capture_output=True, text=True, check=False)
    yield from map(int, listed.stdout.split())


def _path() -> str:
    return os.pathsep.join([str(Path(__file__).parent.parent), os.environ.get("PYTHONPATH", "")])


def main() -> None:
    parser = argparse.ArgumentParser(description="Kill a batch at random moments, and see that nothing is lost.")
    parser.add_argument("--moments", type=int, default=50)
    parser.add_argument("--articles", type=int, default=30)
    parser.add_argument("--seed", type=int, default=random.randrange(10_000))
    chosen = parser.parse_args()
    print(f"seed {chosen.seed}: {chosen.articles} articles")
    with tempfile.TemporaryDirectory(prefix="narrate-") as folder:
        trial = Trial(folder=Path(folder), articles=chosen.articles, seed=chosen.seed)
        print(f"undisturbed: {trial.took:.1f} s, {len(trial.whole)} files")
        chains = 0
        while trial.kills < chosen.moments:
            chains += 1
            trial.chain(f"podcast {chains}", chosen.moments - trial.kills)
    print(f"{trial.kills} runs killed, {trial.early} had ended before; {chains} podcasts, all as the undisturbed one")


if __name__ == "__main__":
    main()
