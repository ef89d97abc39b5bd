"""The tables of the library's index, and how an older index gets them."""

from __future__ import annotations

MIGRATIONS = (
    """
    CREATE TABLE articles (
        number INTEGER PRIMARY KEY,
        key TEXT NOT NULL,
        guid TEXT NOT NULL UNIQUE,
        origin TEXT NOT NULL,
        location TEXT NOT NULL,
        state TEXT NOT NULL DEFAULT 'new' CHECK (state IN ('new', 'made', 'failed')),
        gone INTEGER NOT NULL DEFAULT 0,
        first REAL NOT NULL,
        changed REAL NOT NULL DEFAULT 0,
        checked REAL NOT NULL DEFAULT 0,
        signature TEXT NOT NULL DEFAULT '',
        content TEXT NOT NULL DEFAULT '',
        recipe TEXT NOT NULL DEFAULT '',
        outline TEXT NOT NULL DEFAULT '',
        facts TEXT,
        problems TEXT NOT NULL DEFAULT '[]',
        tries INTEGER NOT NULL DEFAULT 0,
        due REAL NOT NULL DEFAULT 0
    ) STRICT;
    CREATE TABLE files (
        article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE,
        format TEXT NOT NULL,
        name TEXT NOT NULL,
        size INTEGER NOT NULL,
        sha256 TEXT NOT NULL,
        media_type TEXT NOT NULL,
        PRIMARY KEY (article, format)
    ) STRICT;
    CREATE TABLE names (
        name TEXT PRIMARY KEY,
        article INTEGER NOT NULL REFERENCES articles (number) ON DELETE CASCADE
    ) STRICT;
    CREATE INDEX names_by_article ON names (article);
    CREATE INDEX files_by_name ON files (name);
    CREATE TABLE leftovers (name TEXT PRIMARY KEY) STRICT;
    CREATE TABLE pages (
        name TEXT PRIMARY KEY,
        etag TEXT NOT NULL,
        modified TEXT NOT NULL,
        digest TEXT NOT NULL,
        held BLOB NOT NULL
    ) STRICT;
    CREATE TABLE notes (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
    """,
    "ALTER TABLE articles ADD COLUMN removed INTEGER NOT NULL DEFAULT 0",
)
"""What leads from each version of the index to the next; SQLite's `user_version` counts those that were done.

`names` are all that an article is known by (`Entry.key`, `Entry.also`). `leftovers` are files that a changed or
removed episode had: they go when the feed does not name them any more.
"""
