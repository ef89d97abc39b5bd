"""Paths as people write them, with `~` for a home."""

from __future__ import annotations

from pathlib import Path


def at_home(name: str | Path) -> Path:
    """The path with its `~` replaced, as a shell does it: what begins like the home of nobody is a plain name.

    `Path.expanduser` raises `RuntimeError` there, and `ValueError` for a zero byte, of which opening the file tells.
    """
    path = Path(name)
    try:
        return path.expanduser()
    except (RuntimeError, ValueError):
        return path
