"""However a run ends, nothing is lost: killed, without its workers, without space, without rights, twice at once."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from benchmarks.interrupted import PATIENCE, Trial, children
from narrate.library import crew, lock
from narrate.library.check import checked
from narrate.library.crew import Processes
from narrate.library.jobs import Job
from narrate.library.library import reading
from narrate.library.run import Order, run
from narrate.podcast.config import Plan
from narrate.podcast.show import Show
from narrate.settings import load
from tests.cli.conftest import Shell, narrate
from tests.library.here import Folder

__all__ = ["narrate"]
pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes of POSIX")
ROOT = Path(__file__).parents[2]


def test_a_batch_that_is_killed_at_any_moment_loses_nothing(tmp_path: Path) -> None:
    """In full: `python -m benchmarks.interrupted`."""
    trial = Trial(folder=tmp_path / "trial", articles=12, seed=7)
    for number in range(2):
        trial.chain(f"podcast {number}", 3)
    assert trial.kills + trial.early >= 4


def test_a_worker_without_its_program_ends_by_itself(tmp_path: Path) -> None:
    trial = Trial(folder=tmp_path / "trial", articles=2, seed=1, flags=("-f", "mp3"))
    words = " ".join(f"Sentence number {number} of a long article." for number in range(3000))
    (trial.folder / "articles" / "long.md").write_text(f"# A long article\n\n{words}\n", "utf-8")
    process = trial.started("podcast")
    deadline = time.monotonic() + PATIENCE
    while trial.episodes("podcast") < 1:  # the workers are at work
        assert process.poll() is None
        assert time.monotonic() < deadline
        time.sleep(0.01)
    workers = list(children(process.pid))
    process.kill()
    process.wait()
    assert workers
    for pid in workers:
        while Path(f"/proc/{pid}").exists():
            assert time.monotonic() < deadline, "it goes on"
            time.sleep(0.05)
    trial.look("podcast")


class Deadly(Processes):
    """Workers that are killed as soon as they are given a certain article, so many times."""

    victim, times = 0, 0

    def give(self, job: Job, tries: int = 0) -> None:
        super().give(job, tries)
        if job.number == self.victim and tries < self.times:
            (worker,) = (one for one in self._workers if one.job is not None and one.job.number == job.number)
            os.kill(worker.process.pid, signal.SIGKILL)


@pytest.mark.parametrize("times", [1, crew.TRIES])
def test_a_worker_that_dies_is_replaced_and_costs_its_article_at_most(tmp_path: Path, times: int) -> None:
    folder = Folder(tmp_path)
    for number in range(3):
        folder.write(f"{number}.txt")

    def hire(_most: int) -> Processes:
        hired = Deadly(1)
        hired.victim, hired.times = 2, times
        return hired

    order = Order(settings=load({"voice": "tone:sine", "cache": str(tmp_path / "clips")}))
    plan = Plan(show=Show(title="Days", base="http://127.0.0.1:8000/"), formats=("mp3",))
    report = run(str(folder.out), plan, [str(folder.sources)], order, hire=hire).report
    assert set(report.made) | set(report.failed) == {1, 2, 3}
    if times == 1:
        assert not report.failed
    else:
        ((problem,),) = report.failed.values()
        assert "died" in problem.error
        assert "SIGKILL" in problem.error
        assert problem.hint
        assert len(folder.episodes()) == 2
        assert len(folder.told().made) == 1
    with reading(str(folder.out)) as library:
        assert checked(library).faults == ()


def test_a_second_run_says_who_is_at_work_and_ends_but_one_may_read(narrate: Shell) -> None:
    folder = Folder(narrate.folder)
    folder.write("a.txt")
    folder.make()
    with lock.locked(folder.out / ".narrate"):
        ran = narrate("podcast", "articles", "--out", "podcast", "--voice", "tone:sine")
        assert ran.code == 6
        assert f"another run is at work on this library (process {os.getpid()}" in ran.err
        assert "wait until it ends" in ran.err
        assert narrate("library", "remove", "podcast", "1").code == 6
        assert narrate("library", "repair", "podcast").code == 6
        (one,) = json.loads(narrate("library", "list", "podcast", "--json").out)
        assert one["state"] == "made"
        assert narrate("library", "check", "podcast").code == 0
    assert narrate("podcast", "articles", "--out", "podcast", "--voice", "tone:sine", "-n").code == 0


DISKS = """
set -e
mount -t tmpfs -o size=900k none small || exit 99
make() {
    "$1" -m narrate podcast articles --out small --voice tone:sine -f mp3 -j 2 2>"$2.txt" && code=0 || code=$?
    echo $code >>"$2.txt"
    cp -r small "$2"
}
make "$1" full
mount -o remount,size=64m small
make "$1" room
mount -o remount,ro small
make "$1" read
"$1" -m narrate library check small >>read.txt 2>&1 || echo "check $?" >>read.txt
"$1" -m narrate library list small >>read.txt 2>&1 || echo "list $?" >>read.txt
umount small
mount -t tmpfs -o size=1m,ro none small
make "$1" empty
"""


def test_a_full_disk_and_one_that_can_only_be_read_are_told_and_leave_what_was_there(tmp_path: Path) -> None:
    if not shutil.which("unshare"):
        pytest.skip("no disk can be made here")
    folder = Folder(tmp_path)
    for number in range(20):
        folder.write(f"{number}.txt", *(f"This is sentence {n} of number {number}." for n in range(3)))
    (tmp_path / "small").mkdir()
    result = subprocess.run(
        ["unshare", "-m", "sh", "-c", DISKS, "sh", sys.executable],
        cwd=tmp_path, capture_output=True, text=True, check=False,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), os.environ["PYTHONPATH"]])},
    )  # fmt: skip
    if result.returncode in (1, 99) and not (tmp_path / "full.txt").exists():
        pytest.skip(f"no disk can be made here: {result.stderr}")
    assert result.returncode == 0, result.stderr
    full, room, read, empty = ((tmp_path / f"{name}.txt").read_text() for name in ("full", "room", "read", "empty"))
    assert "full" in full
    assert "hint" in full
    assert full.splitlines()[-1] == "6"
    for told in (full, room, read, empty):
        assert "Traceback" not in told
        assert "should not happen" not in told
    with reading(str(tmp_path / "full")) as library:
        assert not [fault for fault in checked(library).faults if fault.mender == "repair"]
        assert not [item for item in library.index.items() if item.problems]  # nothing is the articles' fault
    folder.out.symlink_to(tmp_path / "room")
    assert len(folder.episodes()) == 20
    assert room.splitlines()[-1] == "0"
    with reading(str(tmp_path / "room")) as library:
        assert checked(library).faults == ()
    assert "6" in read.splitlines()
    assert not [line for line in read.splitlines() if line.startswith(("check ", "list "))], read
    assert "20 articles" in read
    assert empty.splitlines()[-1] == "6"
    assert "Read-only" in empty
    assert "hint" in empty
