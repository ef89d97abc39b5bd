"""A batch on a real Ray cluster of this machine: two worker processes, a process killed here and there."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from narrate.store import open_store
from tests import clusters, stores
from tests.clusters import WAIT, Cluster

pytest.importorskip("ray", reason="needs the extra `cluster`: make test-cluster installs Ray")

pytestmark = [
    pytest.mark.xdist_group("cluster"),
    pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="finds worker processes by what Linux tells"),
]

PYTHON_PATH = os.pathsep.join([str(Path(__file__).parent / "plugin"), str(Path(__file__).parent.parent)])
"""Without the tests' guard: a cluster's processes talk to each other by this machine's own address, which to the guard
is any other's."""
SOON = {
    "RAY_health_check_period_ms": "500",
    "RAY_health_check_timeout_ms": "1000",
    "RAY_health_check_failure_threshold": "4",
}
"""By which Ray notices a lost machine in seconds instead of in half a minute."""


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Cluster]:
    """A cluster of two cores that knows its own by a secret, and whose machines may write to a bucket."""
    home = tmp_path_factory.mktemp("home")
    with pytest.MonkeyPatch.context() as environment, stores.s3(environment, home) as (bucket, _):
        for name, value in {
            "PYTHONPATH": PYTHON_PATH, "HOME": str(home), "RAY_AUTH_MODE": "token", "BUCKET": bucket,
            "TRIAL_AT": "This one kills", "TRIAL_DO": "kill", **SOON,
        }.items():  # fmt: skip
            environment.setenv(name, value)
        subprocess.run([Path(sys.executable).with_name("ray"), "get-auth-token", "--generate"], check=True,
                       capture_output=True)  # fmt: skip
        with clusters.cluster(2) as made:
            yield made
        assert made.gone(), "Ray leaves processes behind"


class Trial:
    """A podcast that is made by `narrate podcast` in a process of its own."""

    def __init__(self, folder: Path, cluster: Cluster) -> None:
        self.folder, self.cluster = folder, cluster
        self.articles = folder / "articles"
        self.articles.mkdir()

    def write(self, count: int, words: int = 40) -> None:
        for number in range(count):
            text = " ".join(f"Boat {number} leaves the harbour at {hour} and returns." for hour in range(words // 8))
            (self.articles / f"{number}.md").write_text(f"# Boat {number}\n\n{text}\n", "utf-8")

    def out(self, name: str) -> Path:
        return self.folder / name / "podcast"  # its name is the podcast's title

    def start(self, name: str, *more: str, **environment: str) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "narrate", "podcast", str(self.articles), "--out", str(self.out(name))]
        return subprocess.Popen(
            [*command, "--voice", "tone:sine", "--json", *more],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            env={**os.environ, "PYTHONPATH": PYTHON_PATH, **environment},
            cwd=self.folder,
        )

    def run(self, name: str, *more: str, **environment: str) -> dict[str, Any]:
        process = self.start(name, *more, **environment)
        out, err = process.communicate(timeout=2 * WAIT)
        assert process.returncode in (0, 7), err
        assert out.startswith("{"), (process.returncode, out, err)
        found: dict[str, Any] = json.loads(out)
        return {**found, "code": process.returncode}

    def on_cluster(self, name: str, *more: str) -> dict[str, Any]:
        return self.run(name, "--cluster", self.cluster.address, *more)

    def public(self, name: str) -> dict[str, bytes]:
        out = self.out(name)
        return {
            str(path.relative_to(out)): path.read_bytes()
            for path in sorted(out.rglob("*"))
            if path.is_file() and ".narrate" not in path.parts
        }

    def episodes(self, name: str) -> int:
        return len(list(self.out(name).glob("episodes/*.mp3")))

    def wait_for_episodes(self, process: subprocess.Popen[str], name: str, count: int) -> None:
        end = time.monotonic() + WAIT
        while self.episodes(name) < count:
            if process.poll() is not None:
                raise AssertionError(process.communicate())
            assert time.monotonic() < end, "nothing is narrated"
            time.sleep(0.02)

    def kill_a_worker_at_work(self) -> None:
        end = time.monotonic() + WAIT
        while not (found := self.cluster.processes("ray::Worker.narrate")):
            assert time.monotonic() < end, "no worker is at work"
            time.sleep(0.01)
        os.kill(found[0], signal.SIGKILL)


@pytest.fixture
def on(tmp_path: Path, cluster: Cluster) -> Iterator[Trial]:
    yield Trial(tmp_path, cluster)
    assert cluster.gone("ray::Worker"), "workers outlive their driver"


def test_a_cluster_makes_the_same_files_as_this_machine_alone_though_a_worker_is_killed(on: Trial) -> None:
    on.write(8, words=400)
    own = on.run("alone")
    process = on.start("cluster", "--cluster", on.cluster.address, NARRATE_CACHE=str(on.folder / "clips of its own"))
    on.wait_for_episodes(process, "cluster", 1)
    on.kill_a_worker_at_work()
    out, err = process.communicate(timeout=2 * WAIT)
    assert process.returncode == 0, err
    told = json.loads(out)
    assert (len(told["made"]), told["failed"]) == (8, [])
    assert told["characters_spoken_now"] == own["characters_spoken_now"] > 0
    assert on.public("cluster") == on.public("alone")
    assert not list(on.out("cluster").rglob("probe-*"))


def test_a_run_goes_on_where_a_killed_driver_left_off(on: Trial) -> None:
    on.write(8, words=400)
    on.run("alone")
    process = on.start("cluster", "--cluster", on.cluster.address)
    on.wait_for_episodes(process, "cluster", 2)
    process.kill()
    process.communicate(timeout=WAIT)
    assert on.cluster.gone("ray::Worker"), "workers end with their driver"
    finished = on.episodes("cluster")
    assert 2 <= finished < 8
    told = on.on_cluster("cluster")
    assert 0 < len(told["made"]) <= 7
    assert on.public("cluster") == on.public("alone")
    assert on.on_cluster("cluster")["files_written"] == []


def test_a_lost_machine_costs_no_article(on: Trial) -> None:
    on.write(6, words=400)
    on.run("alone")
    on.cluster.join(cores=2)
    process = on.start("cluster", "--cluster", on.cluster.address, NARRATE_CACHE=str(on.folder / "clips of its own"))
    on.wait_for_episodes(process, "cluster", 2)
    on.cluster.lose()
    _, err = process.communicate(timeout=2 * WAIT)
    assert process.returncode == 0, err
    assert on.public("cluster") == on.public("alone")


def test_a_cluster_reached_by_its_client_writes_to_a_bucket_what_a_folder_gets(on: Trial) -> None:
    on.write(3)
    config = on.folder / "podcast.toml"
    config.write_text('title = "Boats"\n', "utf-8")
    on.run("alone", "--config", str(config))
    place = f"s3://{os.environ['BUCKET']}/podcast"
    told = on.run("client", "--config", str(config), "--out", place, "--cluster", on.cluster.client)
    assert len(told["made"]) == 3
    store = open_store(place)
    sent = {name: store.read(name) for name, _ in store.names()}
    assert sent == on.public("alone")


def test_an_article_that_kills_its_workers_is_told_and_stops_no_other(on: Trial) -> None:
    on.write(3)
    (on.articles / "poison.md").write_text("# Poison\n\nThis one kills.\n", "utf-8")
    told = on.on_cluster("cluster", "--voice", "trial:one")
    assert told["code"] == 7
    assert len(told["made"]) == 3
    (problem,) = told["failed"]
    assert "the worker that narrated it died, 2 times" in problem["error"]


def test_what_can_not_be_is_told_before_anything_is_narrated(on: Trial) -> None:
    on.write(1)
    for address, said in (("nowhere", "no address of a Ray cluster"), ("127.0.0.1:9", "can't be reached")):
        process = on.start("cluster", "--cluster", address)
        _, err = process.communicate(timeout=WAIT)
        assert said in err
        assert "Traceback" not in err
    assert not on.episodes("cluster")
