"""Bring a podcast's files to where listeners find them: only what changed, and the feed when all it names is there."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from narrate.digests import file_digest
from narrate.errors import OutputError, SourceError, UsageError
from narrate.podcast.manifest import NAME, Manifest, manifest_of
from narrate.podcast.media import ASK, FOREVER, keeping
from narrate.podcast.rebase import own_base
from narrate.podcast.show import FEED, PAGE
from narrate.podcast.upload import Listener, Patience, Sender, Step
from narrate.store import Store, open_store

__all__ = ["Listener", "Patience", "Published", "Step", "public_files", "publish"]

AT_ONCE = 8
"""Files sent at the same time."""
NOTED = 5.0
"""Seconds of sending after which what has been done is noted there, so that a killed run is not done twice."""
GRACE = 24 * 3600.0
"""Seconds that a file stays where it is when the feed no longer names it: players still have yesterday's feed."""
COMPARED = 8 * 1024**2
"""Bytes up to which one of the podcast's own files, which keep their names, is compared with the one there."""
LISTS = (".xml", ".opml", ".html")
"""Files beside the feed that name others: sent after them and before the feed."""
LAST = 3
HERE = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What was done; or, of a dry run, what would be. Names are in the order in which they are sent."""

    where: str
    sent: tuple[str, ...] = ()
    size: int = 0
    """Bytes of these."""
    unchanged: int = 0
    """Files that were there already."""
    removed: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    """Files that are no longer wanted, and are removed when their time is over."""


def publish(
    folder: Path,
    files: Mapping[str, str],
    target: str | Path,
    *,
    options: Mapping[str, Any] | None = None,
    listen: Listener | None = None,
    dry_run: bool = False,
    grace: float = GRACE,
    at_once: int = AT_ONCE,
    patience: Patience | None = None,
) -> Published:
    """Have `files` (the SHA-256 of each by its name under `folder`) at a target: a folder or an address; see `Store`.

    Sent in this order: what no other file needs, lists such as archive feeds, the feed, the page; only then are files
    removed that an earlier run sent and that have not been wanted for `grace` seconds. Files that no run of ours sent
    are left alone. May be killed at any moment and run twice at once. Raises `UsageError`, `SourceError` when a file
    of the podcast's is not as it was made, `MissingExtra`, and `OutputError` when the target can't be written.
    """
    store = open_store(target, options)
    _check(folder, files, store)
    sender = Sender(store, folder, files, listen, patience)
    try:
        if not dry_run:
            sender.patiently("", store.sweep)
        work = _Work(folder, files, store, sender)
        gone, waiting = work.unwanted(grace)
        if not dry_run:
            work.do(max(1, at_once))
            work.remove(gone, waiting)
        return work.told(gone, waiting)
    finally:
        store.close()


def public_files(folder: Path) -> dict[str, str]:
    """All files of a podcast's folder that are not hidden, with their SHA-256: for a folder without an index."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    names = ((path, path.relative_to(folder)) for path in paths)
    return {
        name.as_posix(): file_digest(path)
        for path, name in names
        if not any(part.startswith(".") for part in name.parts)
    }


def _check(folder: Path, files: Mapping[str, str], store: Store) -> None:
    if store.local:
        here, there = folder.resolve(), store.local.resolve()
        if here == there or here in there.parents or there in here.parents:
            hint = "name a folder elsewhere"
            raise UsageError("a podcast can't be published into itself", place=str(there), hint=hint)
    elif urlsplit(own_base(folder)).hostname in HERE:
        hint = "set `base` in podcast.toml to the address that listeners will have, and make the podcast again"
        raise UsageError("the podcast's feed says that it lies on this computer", place=str(folder / FEED), hint=hint)
    for name in files:
        if any(part.startswith(".") for part in name.split("/")):
            raise UsageError("hidden files are never published", place=name)
        if not (folder / name).is_file():
            hint = "make the podcast again; nothing was published"
            raise SourceError("a file of the podcast is missing", place=str(folder / name), hint=hint)


def rank(name: str) -> int:
    """The step in which a file is sent: it names only files of lower ones."""
    if name == PAGE:
        return LAST
    if name == FEED:
        return 2
    return 1 if "/" not in name and name.endswith(LISTS) else 0


class _Work:
    """One run: what is wanted, what is there, and what has been done so far."""

    def __init__(self, folder: Path, files: Mapping[str, str], store: Store, sender: Sender) -> None:
        self._folder, self._files, self._store, self._sender = folder, files, store, sender
        self._sizes = {name: (folder / name).stat().st_size for name in files}
        self._there: dict[str, int] = sender.patiently("", lambda: dict(store.names()))
        self._before = self._manifest()
        self._noted_at = time.monotonic()
        self.changed = sorted(filter(self._is_changed, files), key=lambda name: (rank(name), name))
        self._known = {name: digest for name, digest in files.items() if name not in set(self.changed)}
        """What this run knows to be there."""

    def do(self, at_once: int) -> None:
        """Send what has changed."""
        if any(name in self._before.files for name in self.changed):
            self._note(forget=self.changed)  # or else a killed run leaves a digest there that is another file's
        self._sender.total = sum(self._sizes[name] for name in self.changed)
        try:
            for step in range(LAST + 1):
                names = [name for name in self.changed if rank(name) == step]
                if names and step == rank(FEED):
                    self._check_all_there(below=step)
                self._sender.send(names, at_once, self._sent)
        except BaseException:
            with suppress(OutputError):
                self._note()
            raise
        if self.changed:
            self._note()

    def unwanted(self, grace: float) -> tuple[list[str], dict[str, float]]:
        """What is to be removed now, and since when the rest has not been wanted, of what earlier runs sent."""
        now, before = time.time(), self._before
        names = sorted(name for name in before.files if name not in self._files and name in self._there)
        since = {name: min(now, before.unwanted.get(name, now)) for name in names}
        gone = [name for name in names if now - since[name] >= grace]
        return gone, {name: when for name, when in since.items() if name not in gone}

    def remove(self, gone: Iterable[str], waiting: Mapping[str, float]) -> None:
        """Remove files, and note since when others have not been wanted."""
        for name in gone:
            self._sender.patiently(name, partial(self._store.remove, name))
            self._sender.tell("removed", name)
        if gone or dict(waiting) != dict(self._before.unwanted):
            self._note(forget=gone, unwanted=waiting)

    def told(self, removed: Iterable[str], waiting: Iterable[str]) -> Published:
        """The report."""
        return Published(
            where=self._store.where,
            sent=tuple(self.changed),
            size=sum(self._sizes[name] for name in self.changed),
            unchanged=len(self._files) - len(self.changed),
            removed=tuple(removed),
            waiting=tuple(waiting),
        )

    def _manifest(self) -> Manifest:
        if self._sender.patiently(NAME, lambda: self._store.stat(NAME)) is None:
            return Manifest()
        return manifest_of(self._sender.patiently(NAME, lambda: self._store.read(NAME)))

    def _is_changed(self, name: str) -> bool:
        """Whether a file is not there, or is there with another size or other bytes."""
        if self._there.get(name) != self._sizes[name]:
            return True
        own = "/" not in name and keeping(name) != FOREVER
        if own and self._sizes[name] <= COMPARED:  # another run may have sent its own since that was noted
            there = self._sender.patiently(name, lambda: self._store.read(name))
            return there != (self._folder / name).read_bytes()
        return self._before.files.get(name) != self._files[name]

    def _check_all_there(self, below: int) -> None:
        """Raise `OutputError` unless all that the feed may name has come whole."""
        there = self._sender.patiently("", lambda: dict(self._store.names()))
        sent = [name for name in self._files if rank(name) < below]
        lost = (name for name in sent if name not in there)
        cut = (name for name in sent if keeping(name) == FOREVER and there[name] != self._sizes[name])
        wrong = [*lost] or [*cut]  # a file of another size that keeps its name is another run's own
        if wrong:
            hint = "publish again; the feed there is still the old one"
            raise OutputError("a file that was sent is not there", place=f"{self._store.where}/{wrong[0]}", hint=hint)

    def _sent(self, name: str) -> None:
        self._known[name] = self._files[name]
        if time.monotonic() - self._noted_at > NOTED:
            self._note()

    def _note(self, *, forget: Iterable[str] = (), unwanted: Mapping[str, float] | None = None) -> None:
        """Write down there what has been done; what another run noted meanwhile stays."""
        now = self._manifest()
        files = {name: digest for name, digest in now.files.items() if name not in set(forget)} | self._known
        kept = now.unwanted if unwanted is None else unwanted
        since = {name: when for name, when in kept.items() if name in files and name not in self._files}
        noted = Manifest(files=files, unwanted=since).to_json()
        write = partial(self._store.write, NAME, noted, media_type="application/json", cache=ASK)
        self._sender.patiently(NAME, write)
        self._noted_at = time.monotonic()
