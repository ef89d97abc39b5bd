"""What a document is, by its bytes: a list of articles of some kind, or an article."""

from __future__ import annotations

from narrate.model import Document
from narrate.sources._kinds import Named

HEAD = 1 << 16
"""Bytes by which a list is told from an article."""


def named(document: Document, name: str) -> Named | None:
    """What a document names, if it is a list; `name` is its path or address. None for an article."""
    return None


def may_be_list(head: bytes, name: str) -> bool:
    """Whether a file that begins so may be a list, and is to be read whole."""
    return False
