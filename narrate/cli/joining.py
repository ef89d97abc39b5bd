"""What is narrated in one go: an article, or several joined."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from narrate.errors import NarrateError, UsageError, as_dict, located

if TYPE_CHECKING:
    from collections.abc import Sequence

    from narrate.model import Script
    from narrate.pipeline import Options

SKIP = "skip"
"""The way of `--on-error` that leaves out what can't be had."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """A script, the articles it is of, and those that were left out, with the error of each."""

    script: Script
    sources: tuple[str, ...]
    left_out: tuple[tuple[str, NarrateError], ...] = ()

    def as_json(self) -> dict[str, Any]:
        """What there is to tell of articles that were joined."""
        failed = [as_dict(source, error) for source, error in self.left_out]
        return {"sources": list(self.sources), "left_out_articles": failed}


def check(flags: dict[str, Any], count: int) -> None:
    """Raise `UsageError` for options that do not go together."""
    several = count > 1 and not flags["join"]
    for option in ("title", "author"):
        if several and flags[option]:
            raise UsageError(f"--{option} is for one article, or for several with --join")
    for option, name in (("begin", "from"), ("finish", "to")):
        if flags["join"] and count > 1 and flags[option]:
            raise UsageError(f"--{name} is for one article, not for several with --join")


def prepared(sources: Sequence[str], options: Options, flags: dict[str, Any]) -> Prepared:
    """Fetch and word articles and join them, as the flags want it; the first error stops it, unless they are skipped.

    Raises the error, which names its article, also when none is left.
    """
    from narrate.fetch import fetch
    from narrate.pipeline import write_script
    from narrate.text.join import joined

    scripts: dict[int, Script] = {}
    failed: dict[int, NarrateError] = {}
    if len(sources) > 1:  # the pages of none of them are kept
        options = replace(options, preparation=replace(options.preparation, whole=None))
    for number, source in enumerate(sources):
        try:
            with located(source if len(sources) > 1 else ""):
                scripts[number] = write_script(fetch(source), options)
        except NarrateError as error:
            failed[number] = error
            if len(failed) == len(sources) or options.manner.on_error != SKIP:
                raise
    title, authors = flags["title"] or "", tuple(flags["author"])
    if len(sources) > 1:
        script = joined(tuple(scripts.values()), title=title, authors=authors)
    else:
        (script,) = scripts.values()
        article = script.article
        own = replace(article, title=title or article.title, authors=authors or article.authors)
        script = replace(script, article=own)
    return Prepared(
        script=script,
        sources=tuple(sources[number] for number in scripts),
        left_out=tuple((sources[number], error) for number, error in failed.items()),
    )
