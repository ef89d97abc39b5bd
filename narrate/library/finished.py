"""A finished narration as the library keeps it: what the feed tells of it, its files in the store, what is missing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from narrate import plugins
from narrate.digests import file_digest
from narrate.library.items import Facts, Kept, Problem
from narrate.library.recipes import digest
from narrate.podcast.show import EPISODES
from narrate.slugs import slug

if TYPE_CHECKING:
    from narrate.library.jobs import Job
    from narrate.model import Narration, Script
    from narrate.store import Store


DIGITS = 12
"""Hexadecimal digits of an episode's digest in the names of its files."""
SUMMARY = 300
"""Characters of an article's own first sentences that tell what it is about, at least, if it has as many."""


def facts(scripts: list[Script], script: Script, narration: Narration) -> Facts:
    article = script.article
    several = len(scripts) > 1
    return Facts(
        title=article.title,
        seconds=narration.timeline.seconds(narration.timeline.length),
        published=article.published,
        authors=article.authors,
        language=article.language,
        summary="; ".join(one.article.title for one in scripts) if several else _summary(script),
        link="" if several else address(script),
        voices=tuple(dict.fromkeys(one.voice for one in script.sentences if one.voice)),
        sources=tuple((one.article.title, address(one)) for one in scripts) if several else (),
    )


def address(script: Script) -> str:
    source = script.article.source
    return source if source.startswith(("http://", "https://")) else ""


def _summary(script: Script) -> str:
    """The article's first sentences."""
    text = ""
    for sentence in script.sentences:
        if sentence.block.kind in ("paragraph", "quote", "item"):
            text = f"{text} {' '.join(sentence.text.split())}".strip()
            if len(text) >= SUMMARY:
                break
    return text


def stored(job: Job, title: str, targets: dict[str, Path]) -> tuple[Kept, ...]:
    """Put the finished files into the store, by names that tell their bytes: what is there is never written over."""
    from narrate.store import open_store

    digests = {name: file_digest(path) for name, path in targets.items()}
    stem = f"{EPISODES}/{slug(title)}-{digest(*(one.encode() for one in digests.values()))[:DIGITS]}"
    store: Store = open_store(job.store)
    files = []
    for name, path in targets.items():
        info = plugins.load("outputs", name).INFO
        kept = Kept(
            format=name,
            name=stem + info.suffix,
            size=path.stat().st_size,
            sha256=digests[name],
            media_type=info.media_type,
        )
        if not _is_there(store, kept):
            store.put(path, kept.name)
        files.append(kept)
    return tuple(files)


def _is_there(store: Store, kept: Kept) -> bool:
    """Whether a file is in its folder already, byte for byte: it then keeps its time."""
    if store.local is None or store.stat(kept.name) is None:
        return False
    try:
        return file_digest(store.local / kept.name) == kept.sha256
    except OSError:
        return False


def missing(narration: Narration) -> Iterator[Problem]:
    """Sentences that are not in the sound."""
    for one in narration.skipped:
        place = str(one.sentence.block.anchor)
        yield Problem(error=f"not spoken: “{one.sentence.text}”: {one.reason}", place=place, exit_code=7)
