"""Podcasts made by the real program, of small articles in folders."""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import feedparser
import pytest

from tests.cli.conftest import Ran, Shell, narrate

__all__ = ["narrate"]

VOICE = ("--voice", "espeak:en-US")
"""Speaks quickly, and the same every time."""
NOON = 1_760_000_000
"""Seconds since 1970: when the first article was written."""


@dataclass
class Pod:
    """A folder of articles and the podcast that is made of them."""

    shell: Shell

    @property
    def sources(self) -> Path:
        return self.shell.folder / "articles"

    @property
    def folder(self) -> Path:
        return self.shell.folder / "podcast"

    def article(self, number: int, *paragraphs: str, name: str = "") -> Path:
        """Write an article, an hour younger than the one before."""
        texts = paragraphs or (f"This is what happened on day {number}.", f"It was the number {number} that won.")
        text = "\n\n".join((f"What happened on day {number}", *texts)) + "\n"
        path = self.shell.write(f"articles/{name or f'day-{number}.txt'}", text)
        os.utime(path, (NOON + 3600 * number, NOON + 3600 * number))
        return path

    def plan(self, out: str, text: str = 'title = "Days"\n') -> None:
        """Write a podcast's plan."""
        self.shell.write(f"{out}/podcast.toml", text)

    def make(self, *flags: object, out: str = "podcast", **environment: str) -> Ran:
        return self.shell("podcast", self.sources, "--out", out, *VOICE, *flags, **environment)

    def told(self, *flags: object, out: str = "podcast", **environment: str) -> dict[str, Any]:
        """The same, and what it tells as JSON."""
        result: dict[str, Any] = json.loads(self.make("--json", *flags, out=out, **environment).out)
        return result

    def episodes(self, out: str = "podcast") -> list[Any]:
        """The feed's items as a podcast app reads them, each of whose files is there with its true length."""
        feed = feedparser.parse((self.shell.folder / out / "feed.xml").read_bytes())
        assert not feed.bozo, feed.bozo_exception
        for item in feed.entries:
            (enclosure,) = item.enclosures
            path = self.shell.folder / out / enclosure.href.removeprefix("http://127.0.0.1:8000/")
            assert path.stat().st_size == int(enclosure.length)
        return list(feed.entries)

    def public(self, out: str = "podcast") -> dict[str, tuple[str, int]]:
        """SHA-256 and time of every file but the library's own."""
        folder = self.shell.folder / out
        paths = [path for path in sorted(folder.rglob("*")) if path.is_file() and ".narrate" not in path.parts]
        return {
            path.relative_to(folder).as_posix(): (
                hashlib.sha256(path.read_bytes()).hexdigest(),
                path.stat().st_mtime_ns,
            )
            for path in paths
        }

    def differences(self, one: str, other: str) -> list[str]:
        """Names of the files in which two podcasts differ."""
        both = [{name: digest for name, (digest, _) in self.public(out).items()} for out in (one, other)]
        return sorted(name for name in both[0].keys() | both[1].keys() if both[0].get(name) != both[1].get(name))


@pytest.fixture
def pod(narrate: Shell) -> Pod:
    return Pod(narrate)
