"""Podcasts of small folders, made in this process: the real library, readers, engine and files, without workers."""

from __future__ import annotations

import os
import shutil
from collections import deque
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import feedparser

from narrate import settings
from narrate.library.batch import Report
from narrate.library.crew import Event
from narrate.library.items import Item
from narrate.library.jobs import Done, Job
from narrate.library.library import reading, writing
from narrate.library.run import Order, Outcome, run
from narrate.library.tools import Tools
from narrate.library.work import work
from narrate.podcast.config import Plan
from narrate.podcast.show import Show

NOON = 1_760_000_000
"""Seconds since 1970: when the articles were written."""


class Here:
    """A crew of one: this process."""

    def __init__(self, _most: int = 0) -> None:
        self._jobs: deque[Job] = deque()
        self._tools = Tools()

    def free(self) -> int:
        return 1 - len(self._jobs)

    def give(self, job: Job) -> None:
        self._jobs.append(job)

    def idle(self) -> None:
        """Nobody is."""

    def next(self, timeout: float) -> Event | None:
        done: Done = work(self._jobs.popleft(), self._tools, lambda _progress: None)
        return done

    def close(self) -> None:
        self._tools.close()


@dataclass
class Folder:
    """A folder of articles, and the podcast that is made of it."""

    home: Path
    options: dict[str, Any] = field(default_factory=dict)
    """Of the plan."""
    settings: dict[str, Any] = field(default_factory=dict)
    clock: int = NOON
    """The time of the next file that is written."""

    @property
    def sources(self) -> Path:
        return self.home / "articles"

    @property
    def out(self) -> Path:
        return self.home / "podcast"

    def write(self, name: str, *paragraphs: str, title: str = "") -> Path:
        """Write an article, later than the one before."""
        path = self.sources / name
        path.parent.mkdir(parents=True, exist_ok=True)
        texts = paragraphs or (f"It says {name}.", f"It goes on with {name}.")
        heading = f"# {title or 'What happened on one of these days'}"
        path.write_text("\n\n".join((heading, *texts)) + "\n", "utf-8")
        self.clock += 60
        os.utime(path, (self.clock, self.clock))
        return path

    def move(self, name: str, to: str) -> None:
        (self.sources / to).parent.mkdir(parents=True, exist_ok=True)
        shutil.move(self.sources / name, self.sources / to)

    def delete(self, name: str) -> None:
        (self.sources / name).unlink()

    def make(self, **order: Any) -> Outcome:
        """One run."""
        said = {"voice": "tone:sine", "cache": str(self.home / "clips"), **self.settings}
        plan = Plan(show=Show(title="Days", base="http://127.0.0.1:8000/"), **{"formats": ("mp3",), **self.options})
        return run(
            str(self.out), plan, [str(self.sources)], Order(settings=settings.load(said, {}, ""), **order), hire=Here
        )

    def told(self) -> Report:
        """One more run, and what it tells."""
        return self.make().report

    def change(self, name: str, **values: Any) -> None:
        """Write into the index what another time, or another clock, would have written."""
        number = self.item(name).number
        with writing(str(self.out)) as library, library.index.changing():
            library.index.change(number, **values)

    def items(self) -> dict[str, Item]:
        """All articles by the names of their files."""
        with reading(str(self.out)) as library:
            return {Path(item.where).relative_to(self.sources).as_posix(): item for item in library.index.items()}

    def item(self, name: str) -> Item:
        return self.items()[name]

    def episodes(self) -> dict[str, str]:
        """The titles in the feed by their ids, each of whose files is there with its true length."""
        feed = feedparser.parse((self.out / "feed.xml").read_bytes())
        assert not feed.bozo, feed.bozo_exception
        for one in feed.entries:
            (sound,) = one.enclosures
            path = self.out / sound.href.removeprefix("http://127.0.0.1:8000/")
            assert path.stat().st_size == int(sound.length)
        return {one.id: one.title for one in feed.entries}

    def files(self) -> dict[str, bytes]:
        """All public files."""
        paths = (path for path in self.out.rglob("*") if path.is_file() and ".narrate" not in path.parts)
        return {path.relative_to(self.out).as_posix(): path.read_bytes() for path in paths}
