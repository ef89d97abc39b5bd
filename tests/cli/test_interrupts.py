"""Runs that are ended half way: nothing half is left, nothing finished is lost, the same command goes on."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from narrate import plugins
from tests.cli.conftest import PATIENCE, SENTENCES, STORY, Shell, until
from tests.conftest import Trial
from tests.helpers import PARAGRAPHS

pytestmark = pytest.mark.skipif("sys.platform == 'win32'", reason="there are no such signals")

COMMAND = ["story.txt", "--voice", "trial:one", "--language", "en", "-f", "mp3,m4b,vtt"]
FILES = ["story.m4b", "story.mp3", "story.txt", "story.vtt"]


def undisturbed(narrate: Shell, tmp_path: Path) -> dict[str, bytes]:
    """What a run that is left alone makes, with a cache of its own."""
    calm = Shell(tmp_path / "calm")
    calm.write("story.txt")
    assert calm(*COMMAND, NARRATE_CACHE=str(tmp_path / "calm clips")).code == 0
    return contents(calm)


def contents(shell: Shell) -> dict[str, bytes]:
    return {name: (shell.folder / name).read_bytes() for name in shell.files if not name.startswith(".")}


def in_the_middle(narrate: Shell, trial: Trial, *more: str) -> subprocess.Popen[str]:
    """A run that waits at its sixth sentence."""
    trial.misbehave(at="captain", do="wait")
    process = narrate.start(*COMMAND, *more)
    until(process, Path(f"{trial.log}.reached"))
    return process


def go_on(trial: Trial) -> None:
    Path(f"{trial.log}.go").touch()


def goes_on_from_there(narrate: Shell, trial: Trial, tmp_path: Path) -> None:
    """The same command finishes, speaks only what is missing, and makes what an undisturbed run makes."""
    asked = trial.said
    kept = len(list(Path(os.environ["NARRATE_CACHE"]).rglob("*.clip")))
    trial.behave()
    go_on(trial)
    ran = narrate(*COMMAND)
    assert ran.code == 0, ran.err
    said = trial.said
    assert len(said) == len(SENTENCES) - kept
    assert set(said) | set(asked) == set(SENTENCES)
    assert narrate.files == FILES
    made = contents(narrate)
    trial.forget()
    assert made == undisturbed(narrate, tmp_path)


def test_control_c_ends_at_once_and_keeps_what_was_spoken(narrate: Shell, trial: Trial, tmp_path: Path) -> None:
    narrate.write("story.txt")
    process = in_the_middle(narrate, trial, "--jobs", "1")
    os.killpg(process.pid, signal.SIGINT)
    time.sleep(0.05)
    go_on(trial)
    ran = narrate.end(process)
    assert ran.code == 130
    assert ran.out == ""
    assert ran.err == "\ninterrupted; what was spoken is kept, and the same command goes on from there\n"
    assert narrate.files == ["story.txt"]
    assert len(list(Path(os.environ["NARRATE_CACHE"]).rglob("*.clip"))) >= 5
    goes_on_from_there(narrate, trial, tmp_path)


def interrupted(process: subprocess.Popen[str], times: int) -> None:
    for _ in range(times):
        os.killpg(process.pid, signal.SIGINT)
        time.sleep(0.5)


def test_control_c_pressed_twice_tells_what_is_waited_for(narrate: Shell, trial: Trial) -> None:
    narrate.write("story.txt")
    process = in_the_middle(narrate, trial)
    interrupted(process, 2)
    go_on(trial)
    ran = narrate.end(process)
    assert ran.code == 130
    assert ran.err.count("finishing the sentences in hand; once more ends at once") == 1
    assert narrate.files == ["story.txt"]


def test_control_c_pressed_again_and_again_ends_at_once(narrate: Shell, trial: Trial, tmp_path: Path) -> None:
    narrate.write("story.txt")
    process = in_the_middle(narrate, trial, "--jobs", "1")
    interrupted(process, 3)
    ran = narrate.end(process)  # though the sentence in hand is never finished
    assert ran.code == 130
    assert not {"story.mp3", "story.m4b", "story.vtt"} & set(narrate.files)
    goes_on_from_there(narrate, trial, tmp_path)


def test_termination_leaves_nothing_half(narrate: Shell, trial: Trial, tmp_path: Path) -> None:
    narrate.write("story.txt")
    process = in_the_middle(narrate, trial, "--jobs", "1")
    for _ in range(3):
        process.send_signal(signal.SIGTERM)
        time.sleep(0.05)
    go_on(trial)
    ran = narrate.end(process)
    assert ran.code == 143
    assert narrate.files == ["story.txt"]
    goes_on_from_there(narrate, trial, tmp_path)


def test_after_kill_9_the_same_command_goes_on(narrate: Shell, trial: Trial, tmp_path: Path) -> None:
    narrate.write("story.txt")
    trial.misbehave(at="captain", do="kill")
    ran = narrate(*COMMAND, "--jobs", "1")
    assert (ran.code, ran.out) == (-signal.SIGKILL, "")
    left = narrate.files
    assert not {"story.mp3", "story.m4b", "story.vtt"} & set(left), "no half file in the place of a whole one"
    assert any(name.endswith(".part") for name in left), "this run could clean up nothing"
    assert len(list(Path(os.environ["NARRATE_CACHE"]).rglob("*.clip"))) == 5
    goes_on_from_there(narrate, trial, tmp_path)


def test_of_several_articles_those_finished_before_an_interrupt_stay(narrate: Shell, trial: Trial) -> None:
    narrate.write("first.txt", STORY.replace("captain", "sailor"))
    narrate.write("story.txt")
    trial.misbehave(at="captain", do="wait")
    process = narrate.start("first.txt", *COMMAND)
    until(process, Path(f"{trial.log}.reached"))
    process.send_signal(signal.SIGINT)
    time.sleep(0.05)
    go_on(trial)
    ran = narrate.end(process)
    assert (ran.code, ran.out) == (130, "first.mp3\nfirst.m4b\nfirst.vtt\n")
    assert narrate.files == ["first.m4b", "first.mp3", "first.txt", "first.vtt", "story.txt"]


def test_a_second_run_at_the_same_time_does_not_disturb_the_first(narrate: Shell, trial: Trial) -> None:
    narrate.write("story.txt")
    process = in_the_middle(narrate, trial)
    trial.behave()
    assert narrate(*COMMAND).code == 0
    made = contents(narrate)
    go_on(trial)
    ran = narrate.end(process)
    assert ran.code == 6, "the other's file is not replaced unasked"
    assert "exists already" in ran.err
    assert contents(narrate) == made


# -- eSpeak, which runs in processes of its own ---------------------------------------------------------------------

LONG = "".join(f"{' '.join(texts)} That was on day {day} of it.\n\n" for day in range(20) for texts in PARAGRAPHS)
ESPEAK = ["long.txt", "--voice", "espeak:en-us", "--language", "en", "-f", "wav"]
with_espeak = pytest.mark.skipif(
    sys.platform != "linux" or "espeak" not in plugins.names("engines"), reason="eSpeak's processes are found in /proc"
)


def children(process: subprocess.Popen[str]) -> list[int]:
    try:
        lists = [path.read_text() for path in Path(f"/proc/{process.pid}/task").glob("*/children")]
    except OSError:
        return []
    return [int(word) for text in lists for word in text.split()]


def workers(narrate: Shell) -> tuple[subprocess.Popen[str], list[int]]:
    """A run with eSpeak that has begun to speak, and its workers."""
    narrate.write("long.txt", LONG)
    process = narrate.start(*ESPEAK)
    deadline = time.monotonic() + PATIENCE
    while not list(Path(os.environ["NARRATE_CACHE"]).rglob("*.clip")):
        assert process.poll() is None
        assert time.monotonic() < deadline
    return process, children(process)


def all_gone(pids: list[int]) -> None:
    deadline = time.monotonic() + PATIENCE
    while any(Path(f"/proc/{pid}").exists() for pid in pids):
        assert time.monotonic() < deadline, "processes were left behind"
        time.sleep(0.01)


@with_espeak
def test_a_worker_that_is_killed_is_replaced_and_nothing_is_lost(narrate: Shell, tmp_path: Path) -> None:
    process, found = workers(narrate)
    assert found
    os.kill(found[0], signal.SIGKILL)
    ran = narrate.end(process)
    assert (ran.code, ran.out) == (0, "long.wav\n")
    made = (narrate.folder / "long.wav").read_bytes()
    assert narrate(*ESPEAK, "--force", NARRATE_CACHE=str(tmp_path / "other clips")).code == 0
    assert (narrate.folder / "long.wav").read_bytes() == made


@with_espeak
def test_workers_that_die_again_and_again_are_an_error_with_its_place(narrate: Shell) -> None:
    process, _ = workers(narrate)
    while process.poll() is None:
        for pid in children(process):
            try:
                os.kill(pid, signal.SIGKILL)
            except ProcessLookupError:
                continue
    ran = narrate.end(process)
    assert (ran.code, ran.out) == (4, "")
    assert ran.err.startswith("error: long.txt, line ")
    assert narrate.files == ["long.txt"]
    assert narrate(*ESPEAK).code == 0


@with_espeak
@pytest.mark.parametrize(("number", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGKILL, -9)])
def test_workers_end_with_the_run(number: signal.Signals, code: int, narrate: Shell) -> None:
    process, found = workers(narrate)
    if number == signal.SIGINT:
        os.killpg(process.pid, number)  # a terminal sends it to all
    else:
        process.send_signal(number)
    assert narrate.end(process).code == code
    assert found
    all_gone(found)
    if number != signal.SIGKILL:
        assert narrate.files == ["long.txt"]
    assert narrate(*ESPEAK).code == 0
    assert narrate.files == ["long.txt", "long.wav"]
