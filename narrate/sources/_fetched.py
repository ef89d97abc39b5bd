"""An entry's article."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256

from narrate.fetch import Known, Web, fetch, is_address
from narrate.model import Document
from narrate.sources._values import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetched:
    """What became of an entry."""

    document: Document | None
    """None where the article is what it was."""
    known: Known
    """To be kept with what was made of the article, once that is done, and given at the next time."""


def fetched(entry: Entry, *, known: Known | None = None, web: Web | None = None) -> Fetched:
    """The article of an entry, if it has changed since `known`.

    Raises:
        SourceError: it can't be had; `retry` and `retry_after` tell whether and when it may.
    """
    if entry.document is None and is_address(entry.where):
        answer = (web or Web()).get(entry.where, known=known, trusted=entry.trusted)
        return Fetched(document=answer.document, known=answer.known)
    document = entry.document or fetch(entry.where)
    digest = sha256(document.data).hexdigest()
    same = known is not None and known.digest == digest
    return Fetched(document=None if same else document, known=Known(digest=digest))
