"""Digests by which it is known whether an article, read as it is to be read now, gives the episode that is there."""

from __future__ import annotations

import hashlib
import json
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from narrate.errors import UsageError
from narrate.homes import at_home
from narrate.library.jobs import Job, Part

if TYPE_CHECKING:
    from narrate.model import Script
    from narrate.settings import Settings


SILENT_SETTINGS = ("jobs", "cache", "cache_limit", "voice_folder", "mirror", "origins", "format", "verify_model")
"""Settings that change nothing of an episode's files."""
SOUNDS = ("intro", "outro", "bed")
"""Settings that name sound files."""


def manner(settings: Settings, formats: tuple[str, ...], show: str, important: float) -> str:
    """A digest of how articles are narrated: all that makes another episode of the same article.

    Which Narrate it is, is no part of it: a new one does not speak a whole archive again. Raises `UsageError` for a
    file that can't be read.
    """
    chosen = {item.name: getattr(settings, item.name) for item in fields(settings) if item.name not in SILENT_SETTINGS}
    chosen["engines"] = {
        name: {key: value for key, value in table.items() if "key" not in key} if isinstance(table, dict) else table
        for name, table in settings.engines.items()
    }
    files = [*(chosen[name] for name in SOUNDS), *chosen["lexicon"].split(",")]
    sounds = [_digest_of_setting(name.strip()) for name in files]
    return digest(_json([chosen, sounds, formats, show, important]))[:16]


def _digest_of_setting(name: str) -> str:
    """Of a file that a setting names, if it names one."""
    if not name:
        return ""
    path = at_home(name)
    try:
        return digest(path.read_bytes())
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"a file can't be read: {reason}", place=str(path)) from error


def contents(how: str, parts: tuple[Part, ...]) -> str:
    """A digest of what is narrated and how."""
    return digest(how.encode(), *(part.document.data if part.document else b"" for part in parts))


def recipe(job: Job, script: Script, cover: bytes | None) -> str:
    """A digest of all that makes the files what they are: the same recipe gives the same files.

    Where an article stands and how its page looks is no part of it.
    """
    article = script.article
    said = [
        (one.spoken, one.text, one.language, one.voice, one.pause, one.important, one.block.kind, one.block.level)
        for one in script.sentences
    ]
    told = (article.title, article.authors, article.published, article.language, article.site)
    return digest(_json([job.manner, said, told]), cover or b"")


def outlined(script: Script) -> frozenset[str]:
    """Short digests of the paragraphs, by which an article is known again when it has moved and changed a little."""
    texts = {" ".join(block.text.split()) for block in script.article.blocks if block.kind not in ("title", "byline")}
    return frozenset(digest(text.encode("utf-8", "surrogatepass"))[:8] for text in texts if text)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str).encode("utf-8", "surrogatepass")


def digest(*pieces: bytes) -> str:
    """SHA-256 of the pieces, each told from the next; in hexadecimal digits."""
    found = hashlib.sha256()
    for piece in pieces:
        found.update(len(piece).to_bytes(8, "big") + piece)
    return found.hexdigest()
