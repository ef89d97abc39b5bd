"""What the library's index holds."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from narrate.model import passwordless

State = Literal["new", "made", "failed"]
"""Listed only; narrated; could not be narrated, and never was."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kept:
    """A file of an episode, as it was written."""

    format: str
    name: str
    """In the store."""
    size: int
    """Bytes."""
    sha256: str
    media_type: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What the feed tells of an episode, as its article and its sound told it."""

    title: str
    seconds: float
    published: str = ""
    """ISO 8601, as the article says."""
    authors: tuple[str, ...] = ()
    language: str = ""
    summary: str = ""
    link: str = ""
    voices: tuple[str, ...] = ()
    sources: tuple[tuple[str, str], ...] = ()
    """Titles and addresses of a digest's articles."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Why an article could not be narrated, or not all of it."""

    error: str
    hint: str = ""
    place: str = ""
    exit_code: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """An article in the library."""

    number: int
    key: str
    """What tells it from others in its source; changes when it is moved."""
    guid: str
    """What tells its episode from others; never changes."""
    origin: str
    where: str
    state: State = "new"
    gone: bool = False
    """Whether the source does not list it any more."""
    removed: bool = False
    """Whether its episode is not wanted, whatever the source lists."""
    first: float = 0.0
    """Seconds since 1970 when it was first listed: its date when nothing else tells one."""
    changed: float = 0.0
    """Seconds since 1970 when the article was last changed, if the source tells."""
    checked: float = 0.0
    """Seconds since 1970 when it was last read."""
    signature: str = ""
    """What the source told of it when it was last read, and how it was to be narrated; see `Entry.signature`."""
    content: str = ""
    """Digest of its bytes, and of how it was to be narrated."""
    recipe: str = ""
    """Digest of what was spoken and of all that was set for it."""
    outline: frozenset[str] = frozenset()
    """Short digests of its paragraphs, by which it is known again elsewhere."""
    facts: Facts | None = None
    problems: tuple[Problem, ...] = ()
    """Of the last try."""
    tries: int = 0
    """Failures one after the other."""
    due: float = 0.0
    """Seconds since 1970 before which it is not tried again."""
    files: tuple[Kept, ...] = field(default=())

    @property
    def public(self) -> bool:
        """Whether it has an episode."""
        return self.facts is not None and bool(self.files) and not self.removed


def as_json(item: Item) -> dict[str, Any]:
    """What there is to tell of an article."""
    facts = item.facts
    return {
        "number": item.number,
        "guid": item.guid,
        "title": facts.title if facts else "",
        "source": passwordless(item.where),
        "state": item.state,
        "gone": item.gone,
        "removed": item.removed,
        "seconds": round(facts.seconds, 3) if facts else None,
        "published": facts.published if facts else "",
        "files": [{"format": f.format, "name": f.name, "bytes": f.size, "sha256": f.sha256} for f in item.files],
        "problems": [
            {"error": p.error, "hint": p.hint, "place": p.place, "exit_code": p.exit_code} for p in item.problems
        ],
        "tries": item.tries,
        "due": item.due or None,
    }
