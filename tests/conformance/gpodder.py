"""gPodder's command line as a listener: subscribes, looks for news, downloads; with a folder of its own for it all."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path

from tests.conformance import tools

GUARD = Path(__file__).parents[1] / "guard"
MOST_EPISODES = 100_000
DOWNLOADED = 1
"""What gPodder's table has for an episode that is on the disk (its `STATE_DOWNLOADED`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """An episode, as gPodder knows it."""

    guid: str
    title: str
    url: str
    size: int
    media_type: str
    published: int
    """Seconds since 1970."""
    seconds: int
    new: bool
    downloaded: bool


class Client:
    """One listener's gPodder. Calls raise `AssertionError` with what it said when it failed."""

    def __init__(self, home: Path) -> None:
        self._program = tools.command("gpo")
        self.home = home
        home.mkdir(parents=True, exist_ok=True)
        self._call("set", "check_connection", "False")  # it looks for a network beyond this machine
        self._call("set", "limit.episodes", str(MOST_EPISODES))

    def subscribe(self, url: str) -> None:
        """Follow the podcast whose feed is at an address."""
        self._call("subscribe", url)
        said = self._call("list")
        assert url in said.splitlines(), said

    def update(self) -> int:
        """Look for news; how many episodes are to be downloaded now."""
        said = self._call("update")
        return int(said.strip().splitlines()[-1].split()[0])

    def download(self) -> list[Path]:
        """Download all that is new; the files that this brought."""
        before = set(self.files())
        self._call("download")
        return [path for path in self.files() if path not in before]

    def break_off(self, after: int) -> None:
        """Begin to download, slowly, and be killed when so many bytes of a file have come; `download` then goes on."""
        self._call("set", "limit.bandwidth.kbps", "200.0")
        self._call("set", "limit.bandwidth.enabled", "True")
        with subprocess.Popen([self._program, "download"], env=self._environment, stdout=subprocess.DEVNULL) as running:
            end = time.monotonic() + tools.PATIENCE
            while not any(path.stat().st_size >= after for path in self._found("*.partial")):
                assert running.poll() is None
                assert time.monotonic() < end
                time.sleep(0.01)
            running.kill()
        self._call("set", "limit.bandwidth.enabled", "False")

    def files(self) -> list[Path]:
        """All episodes on the disk, by their paths; not what has come in part."""
        return [path for path in self._found("*") if not path.name.startswith("folder.") and path.suffix != ".partial"]

    def episodes(self) -> list[Listed]:
        """All episodes that are known, newest first."""
        columns = "guid, title, url, file_size, mime_type, published, total_time, is_new, state"
        database = sqlite3.connect((self.home / "Database").as_uri() + "?mode=ro", uri=True)
        try:
            rows = database.execute(f"select {columns} from episode order by published desc, guid").fetchall()
        finally:
            database.close()
        return [
            Listed(
                guid=guid,
                title=title,
                url=url,
                size=size,
                media_type=media_type,
                published=published,
                seconds=seconds,
                new=bool(new) and state == 0,
                downloaded=state == DOWNLOADED,
            )
            for guid, title, url, size, media_type, published, seconds, new, state in rows
        ]

    def _found(self, pattern: str) -> list[Path]:
        return sorted(path for path in (self.home / "Downloads").rglob(pattern) if path.is_file())

    @property
    def _environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.lower().endswith("_proxy")}
        own = {"HOME": str(self.home), "GPODDER_HOME": str(self.home), "PYTHONPATH": str(GUARD), "LC_ALL": "C.UTF-8"}
        return {**kept, **own}

    def _call(self, *arguments: str) -> str:
        """What the program prints; it reports most failures only there, and ends well all the same."""
        result = subprocess.run(
            [self._program, *arguments],
            env=self._environment,
            capture_output=True,
            text=True,
            encoding="utf-8",
            timeout=tools.PATIENCE,
            check=False,
        )
        said = f"{result.stdout}\n{result.stderr}"
        failed = "[FAIL]" in result.stdout or "Traceback" in result.stderr or "Cannot" in said or "Invalid" in said
        assert result.returncode == 0 and not failed, said  # noqa: PT018
        return result.stdout
