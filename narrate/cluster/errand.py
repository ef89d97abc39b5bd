"""What goes to a worker with a job, and what it asks for when it can't see a file that the driver sees.

A worker may stand on another machine. It takes a file of the driver's for its own when one of the same path has the
same size and the same time of change; otherwise the driver sends the bytes. So shared disks are used where there are
any, and none is needed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType

from narrate.fetch import is_address
from narrate.homes import at_home
from narrate.library.jobs import Job
from narrate.library.recipes import SOUNDS
from narrate.settings import Settings

Picture = tuple[str, str]
"""A picture as an article names it, and the article's source."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """A file as the driver sees it."""

    where: str
    """As it is named in the job."""
    path: str
    """Absolute."""
    size: int
    """Bytes."""
    changed: int
    """Nanoseconds since 1970."""

    @property
    def here(self) -> bool:
        """Whether this machine sees the same file."""
        try:
            status = Path(self.path).stat()
        except (OSError, ValueError):
            return False
        return (status.st_size, status.st_mtime_ns) == (self.size, self.changed)


@dataclass(frozen=True, slots=True, kw_only=True)
class Errand:
    """A job on its way to a worker."""

    job: Job
    sights: tuple[Sight, ...] = ()
    """Files that its parts name and that were not sent along."""
    pictures: Mapping[Picture, bytes | None] = field(default_factory=lambda: MappingProxyType({}))
    """Covers that were sent along; None is one that can't be had."""

    def __reduce__(self) -> tuple[object, ...]:
        return _errand, (self.job, self.sights, dict(self.pictures))  # a mapping proxy can't be pickled


def _errand(job: Job, sights: tuple[Sight, ...], pictures: dict[Picture, bytes | None]) -> Errand:
    return Errand(job=job, sights=sights, pictures=pictures)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """What a worker needs from the driver before it can do a job."""

    files: tuple[str, ...] = ()
    """As its parts name them."""
    pictures: tuple[Picture, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What holds for all jobs of a run. Nothing secret is in it: Ray keeps it for its dashboard."""

    version: str
    """Of Narrate."""
    store: str
    """Where the podcast lies: an absolute path or an address."""
    probe: str
    """Name of a small file in the store, by which a worker knows it for the driver's."""
    token: bytes
    """What is in it."""
    root: str
    """The folder that relative paths begin at."""
    engines: tuple[str, ...]
    """What speaks."""
    files: tuple[Sight, ...]
    """Files that settings name."""
    voice_folder: str
    jobs: int
    """Sentences that a worker may speak at once."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Greeting:
    """What a worker tells of itself before it gets jobs."""

    node: str
    """Ray's name for its machine."""
    host: str
    problem: str = ""
    """Why it can't do the jobs."""
    hint: str = ""
    missing: tuple[int, ...] = ()
    """Which of `Terms.files` it does not see."""


def sight(where: str, root: Path) -> Sight | None:
    """A file as this machine sees it; None where there is none to be seen."""
    path = root / at_home(where)
    try:
        status = path.stat()
    except (OSError, ValueError):
        return None
    return Sight(where=where, path=str(path), size=status.st_size, changed=status.st_mtime_ns)


def sights(job: Job, root: Path) -> tuple[Sight, ...]:
    """The files that a job's parts name and whose bytes it does not hold."""
    files = [part.where for part in job.parts if part.document is None and part.problem is None and not part.unchanged]
    found = (sight(where, root) for where in files if not is_address(where))
    return tuple(one for one in found if one is not None)


def named(settings: Settings) -> tuple[str, ...]:
    """The files that settings name: sounds and lexicons."""
    files = (*(getattr(settings, name) for name in SOUNDS), *settings.lexicon.split(","))
    return tuple(dict.fromkeys(name.strip() for name in files if name.strip()))
