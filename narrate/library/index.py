"""The index: an SQLite file that says what was narrated. Every change is one transaction."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any
from uuid import UUID

from narrate.errors import OutputError
from narrate.fetch import Known
from narrate.library import rows
from narrate.library.items import Item, Kept
from narrate.library.schema import MIGRATIONS

NAME = "library.sqlite"
DAMAGE = ("malformed", "not a database")
"""What SQLite says of a file that is none of its own any more."""
BUSY = 30.0
"""Seconds to wait for another process that reads or writes the index."""


class Index:
    """The open index; for one thread, and with the library's lock when it is written to."""

    def __init__(self, path: Path) -> None:
        self.path = path
        with self._told():
            if path.exists() and not os.access(path.parent, os.W_OK):
                self._db = _read_only(path)
            else:
                path.parent.mkdir(parents=True, exist_ok=True)
                self._db = sqlite3.connect(path, timeout=BUSY, isolation_level=None)
                self._db.execute("PRAGMA journal_mode = WAL")
                self._db.execute("PRAGMA synchronous = FULL")
                self._db.execute("PRAGMA foreign_keys = ON")
            self._db.row_factory = sqlite3.Row
            self._migrate()

    def __enter__(self) -> Index:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        self._db.close()

    def copy(self, path: Path) -> None:
        """Write all of it to a new file, as it is at this moment."""
        with self._told(), closing(sqlite3.connect(path)) as target:
            self._db.backup(target)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Turn what SQLite and the system say into an `OutputError`."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            damaged = any(words in str(error) for words in DAMAGE)
            hint = "`narrate library repair` makes it anew" if damaged else "check the folder, its rights and its space"
            raise OutputError(f"the library's index: {error}", place=str(self.path), hint=hint) from error
        except OSError as error:
            reason = error.strerror or str(error)
            raise OutputError(f"the library's index can't be opened: {reason}", place=str(self.path)) from error

    def _migrate(self) -> None:
        (version,) = self._db.execute("PRAGMA user_version").fetchone()
        if version > len(MIGRATIONS):
            raise OutputError(
                "this library was made by a newer Narrate", place=str(self.path), hint="pip install -U narrate-articles"
            )
        for number, script in enumerate(MIGRATIONS[version:], version + 1):
            try:
                # executescript commits what is open before it begins, so the transaction is written into the script
                self._db.executescript(f"BEGIN IMMEDIATE; {script}; PRAGMA user_version = {number}; COMMIT;")
            except sqlite3.OperationalError:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")
                (by_now,) = self._db.execute("PRAGMA user_version").fetchone()
                if by_now < number:  # or else another process did the same, while this one waited for it
                    raise

    @contextmanager
    def changing(self) -> Iterator[None]:
        """All that is written within is written, or nothing of it."""
        with self._told():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield
            except BaseException:
                self._db.execute("ROLLBACK")
                raise
            self._db.execute("COMMIT")

    def sound(self) -> str:
        """What SQLite finds wrong with the file; empty when nothing."""
        try:
            (verdict,) = self._db.execute("PRAGMA integrity_check(1)").fetchone()
        except sqlite3.DatabaseError as error:
            return str(error)
        return "" if verdict == "ok" else str(verdict)

    def items(self) -> list[Item]:
        """All articles, in the order in which they came."""
        with self._told():
            files: dict[int, list[Kept]] = {}
            for row in self._db.execute("SELECT * FROM files ORDER BY rowid"):
                files.setdefault(row["article"], []).append(rows.kept(dict(row)))
            found = self._db.execute("SELECT * FROM articles ORDER BY number").fetchall()
        return [rows.item(row, files.get(row["number"], [])) for row in found]

    def gone(self) -> list[Item]:
        """The articles that their sources do not list any more."""
        with self._told():
            numbers = [number for (number,) in self._db.execute("SELECT number FROM articles WHERE gone = 1")]
        return [self.item(number) for number in numbers]

    def lost(self, prefix: str) -> list[Item]:
        """The articles whose key begins so."""
        with self._told():
            query = "SELECT number FROM articles WHERE substr(key, 1, ?) = ?"
            numbers = [number for (number,) in self._db.execute(query, (len(prefix), prefix))]
        return [self.item(number) for number in numbers]

    def names(self) -> dict[str, int]:
        """The number of the article that each name stands for."""
        with self._told():
            return dict(map(tuple, self._db.execute("SELECT name, article FROM names")))

    def name(self, number: int, names: Iterable[str]) -> None:
        """These stand for an article from now on, where they are not taken."""
        with self._told():
            self._db.executemany("INSERT OR IGNORE INTO names VALUES (?, ?)", [(name, number) for name in names])

    def unname(self, number: int) -> None:
        """An article is elsewhere: what it was known by may be another one's."""
        with self._told():
            self._db.execute("DELETE FROM names WHERE article = ?", (number,))

    def item(self, number: int) -> Item:
        with self._told():
            row = self._db.execute("SELECT * FROM articles WHERE number = ?", (number,)).fetchone()
            files = self._db.execute("SELECT * FROM files WHERE article = ? ORDER BY rowid", (number,)).fetchall()
        return rows.item(row, [rows.kept(dict(one)) for one in files])

    def add(self, *, key: str, guid: str, origin: str, where: str, first: float) -> int:
        """A new article; returns its number."""
        with self._told():
            done = self._db.execute(
                "INSERT INTO articles (key, guid, origin, location, first) VALUES (?, ?, ?, ?, ?)",
                (key, guid, origin, where, first),
            )
        assert done.lastrowid is not None
        return done.lastrowid

    def change(self, number: int, **values: Any) -> None:
        """Set fields of an article, by the names of `Item`."""
        row = {rows.COLUMNS.get(name, name): rows.stored(value) for name, value in values.items()}
        sets = ", ".join(f"{name} = ?" for name in row)
        with self._told():
            self._db.execute(f"UPDATE articles SET {sets} WHERE number = ?", (*row.values(), number))

    def replace_files(self, number: int, files: Iterable[Kept]) -> None:
        """The article has these files now; those it had besides become leftovers."""
        new = list(files)
        names = {one.name for one in new}
        with self._told():
            old = [name for (name,) in self._db.execute("SELECT name FROM files WHERE article = ?", (number,))]
            self._db.execute("DELETE FROM files WHERE article = ?", (number,))
            self._db.executemany(
                "INSERT INTO files (article, format, name, size, sha256, media_type) VALUES (?, ?, ?, ?, ?, ?)",
                [(number, one.format, one.name, one.size, one.sha256, one.media_type) for one in new],
            )
            self._db.executemany(
                "INSERT OR IGNORE INTO leftovers VALUES (?)", [(name,) for name in old if name not in names]
            )

    def remove(self, number: int) -> None:
        """Forget an article, its guid too; its files become leftovers."""
        self.replace_files(number, ())
        with self._told():
            self._db.execute("DELETE FROM articles WHERE number = ?", (number,))

    def leftovers(self) -> list[str]:
        """Files that no episode has any more and that may still be in the store."""
        with self._told():
            query = "SELECT name FROM leftovers WHERE name NOT IN (SELECT name FROM files) ORDER BY name"
            return [name for (name,) in self._db.execute(query)]

    def removed(self) -> None:
        """The leftovers are no more."""
        with self._told():
            self._db.execute("DELETE FROM leftovers")

    def note(self, name: str) -> str:
        with self._told():
            row = self._db.execute("SELECT value FROM notes WHERE name = ?", (name,)).fetchone()
        return row[0] if row else ""

    def set_note(self, name: str, value: str) -> None:
        with self._told():
            self._db.execute("INSERT OR REPLACE INTO notes VALUES (?, ?)", (name, value))

    def adopt(self, table: str, found: Iterable[dict[str, Any]]) -> None:
        """Take over rows that were read of a damaged index; those that can't be are left out."""
        with self.changing():
            known = {row["name"] for row in self._db.execute(f"PRAGMA table_info({table})")}
            for row in found:
                values = {name: value for name, value in row.items() if name in known}
                marks = ", ".join("?" * len(values))
                with suppress(sqlite3.Error):
                    self._db.execute(
                        f"INSERT OR IGNORE INTO {table} ({', '.join(values)}) VALUES ({marks})", tuple(values.values())
                    )

    def drop_unreadable(self) -> None:
        """Forget articles whose rows are not what we write."""
        with self.changing():
            for row in self._db.execute("SELECT * FROM articles").fetchall():
                try:
                    UUID(row["guid"])
                    rows.item(row, [])
                except (ValueError, TypeError, KeyError, AttributeError):
                    self._db.execute("DELETE FROM articles WHERE number = ?", (row["number"],))

    def recall(self, name: str) -> Known | None:
        """What was kept of a page by this name; see `sources.Memory`."""
        with self._told():
            row = self._db.execute("SELECT * FROM pages WHERE name = ?", (name,)).fetchone()
        return Known(**{key: value for key, value in dict(row).items() if key != "name"}) if row else None

    def keep(self, name: str, known: Known) -> None:
        """Keep what is known of a page."""
        with self._told():
            self._db.execute(
                "INSERT OR REPLACE INTO pages VALUES (?, ?, ?, ?, ?)",
                (name, known.etag, known.modified, known.digest, known.held),
            )


def _read_only(path: Path) -> sqlite3.Connection:
    """An index in a folder that can't be written to, where SQLite can't keep its notes of who is reading."""
    for how in ("mode=ro", "mode=ro&immutable=1"):  # the second while nobody writes it: where nobody can
        db = sqlite3.connect(f"{path.absolute().as_uri()}?{how}", uri=True, timeout=BUSY, isolation_level=None)
        with suppress(sqlite3.OperationalError):
            db.execute("SELECT number FROM articles LIMIT 1").fetchone()
            return db
    return db


def is_damage(error: OutputError) -> bool:
    """Whether an index can't be opened because it is damaged."""
    return any(words in error.message for words in DAMAGE)
