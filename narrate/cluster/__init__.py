"""The same batch on many machines: workers of a Ray cluster."""

from __future__ import annotations

import os
import re
import shutil
import socket
import tempfile
from collections.abc import Callable, Mapping
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from narrate.errors import MissingExtra, NarrateError, UsageError
from narrate.staging import runs

if TYPE_CHECKING:
    from narrate.library.run import Hire

AUTO, LOCAL = "auto", "local"
"""The cluster that this machine is part of; one of this machine alone, for trying, that ends with the run."""
ANSWER = 10.0
"""Seconds that a cluster has to answer."""
REASON = 300
"""Characters of what Ray says that are told."""
FOLDER = "narrate-ray-"
"""How the folders of clusters that we start begin; behind it stands the number of the driver's process."""
ADDRESS = re.compile(r"(?:ray://)?[^\s/:]+:\d+|(?:ray://)?\[[0-9a-fA-F:]+\]:\d+")


def hire(options: Mapping[str, Any]) -> Hire:
    """Who hires workers of the cluster at `options["address"]`; see `podcast.keys.CLUSTER` for the others.

    Raises `MissingExtra` and `UsageError`; hiring raises `NarrateError` when nothing answers at the address.
    """
    address = str(options["address"]).strip()
    if address not in (AUTO, LOCAL) and not ADDRESS.fullmatch(address):
        raise UsageError(
            "this is no address of a Ray cluster", quote=address, hint="auto, host:port or ray://host:10001"
        )
    if find_spec("ray") is None:
        raise MissingExtra("Ray, which spreads work over a cluster,", "cluster")
    from narrate.cluster.crew import Workers

    def hired(jobs: int) -> Workers:
        most = [int(count) for count in (options.get("workers") or 0, jobs) if count]
        return Workers({**options, "workers": min(most, default=0)}, connected(address))

    return hired


def connected(address: str) -> Callable[[], None]:
    """Connect this process to a cluster, if it is not already; returns what ends that again."""
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    if address == LOCAL or _has_token():
        os.environ.setdefault("RAY_AUTH_MODE", "token")  # Ray 2.60 does not look for one by itself early enough
    import ray

    if ray.is_initialized():
        return lambda: None
    quiet: dict[str, Any] = {"log_to_driver": False, "configure_logging": False}
    if address == LOCAL:
        return _alone(quiet)
    try:
        _try(address)
        ray.init(address=address, **quiet)
    except Exception as error:  # Ray has no error of its own for this
        hint = "start one with `ray start --head` and join it with `ray start --address=HOST:6379`"
        reason = " ".join(str(error).split())[:REASON] or type(error).__name__
        raise NarrateError(f"the Ray cluster can't be reached: {reason}", place=address, hint=hint) from error
    end: Callable[[], None] = ray.shutdown
    return end


def _has_token() -> bool:
    """Whether there is a secret by which a cluster knows its own; see Ray's documentation of `RAY_AUTH_MODE`."""
    if os.environ.get("RAY_AUTH_TOKEN") or os.environ.get("RAY_AUTH_TOKEN_PATH"):
        return True
    return (Path.home() / ".ray" / "auth_token").is_file()


def _try(address: str) -> None:
    """Raise `OSError` when nothing listens there: Ray itself would ask for minutes."""
    if address == AUTO:
        return
    host, _, port = address.removeprefix("ray://").rpartition(":")
    with socket.create_connection((host.strip("[]"), int(port)), timeout=ANSWER):
        pass


def _alone(quiet: dict[str, Any]) -> Callable[[], None]:
    """A cluster of this machine alone, which leaves nothing behind."""
    import ray

    _sweep()
    folder = tempfile.mkdtemp(prefix=f"{FOLDER}{os.getpid()}-")  # a short name: sockets' may have 107 bytes
    try:
        ray.init(address=LOCAL, include_dashboard=False, _temp_dir=folder, _node_ip_address="127.0.0.1", **quiet)
    except BaseException:
        shutil.rmtree(folder, ignore_errors=True)
        raise

    def end() -> None:
        ray.shutdown()
        shutil.rmtree(folder, ignore_errors=True)

    return end


def _sweep() -> None:
    """Delete the folders of such clusters whose driver was killed."""
    for path in Path(tempfile.gettempdir()).glob(f"{FOLDER}*"):
        number = path.name.removeprefix(FOLDER).partition("-")[0]
        if number.isdigit() and not runs(int(number)):
            shutil.rmtree(path, ignore_errors=True)
