"""A source and all lists that it names -> their articles."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from narrate.fetch import Web, is_address
from narrate.model import STANDARD_INPUT
from narrate.sources._choice import chosen, moment
from narrate.sources._folder import folder, is_folder
from narrate.sources._load import Loader
from narrate.sources._same import same
from narrate.sources._values import Choice, Forgetful, Heard, Limits, Listing, Memory


def listed(
    where: str,
    *,
    memory: Memory | None = None,
    web: Web | None = None,
    choice: Choice | None = None,
    limits: Limits | None = None,
    heard: Heard | None = None,
) -> Listing:
    """The articles that a source names, whatever it is: a folder, a file, an address; what it is, its bytes tell.

    Never raises for what is wrong with a source: that is in `troubles`, so that the others go on.

    Args:
        where: path, address, or "-" for standard input. An address is an article unless what is there is a feed, a
            sitemap or another list, or it is a site's front page that announces a feed. `feed:` before it means the
            feed that the page announces, `site:` all pages of the site's sitemaps.
        memory: what is known of feeds and lists from earlier runs.
        web: how addresses are fetched; share one among all sources of a run, for its manners.
        choice: which articles are wanted; raises `UsageError` for one that can't be.
        heard: called with each list of a list before it is fetched.
    """
    choice = choice or Choice()
    chosen((), choice)
    if not is_address(where) and where != STANDARD_INPUT and is_folder(where):
        found = folder(Path(where), where)
        listing = Listing(
            origin=where,
            entries=same(found.entries),
            troubles=tuple(found.troubles),
            whole=not found.troubles,
            kind="a folder",
        )
    else:
        listing = Loader(
            origin=where,
            memory=Forgetful() if memory is None else memory,
            web=web or Web(),
            limits=limits or Limits(),
            heard=heard,
            since=moment(choice.since) or 0.0,
        ).listing()
    kept = chosen(listing.entries, choice)
    partly = bool(choice.since or choice.most) and len(kept) < len(listing.entries)
    return replace(listing, entries=kept, whole=listing.whole and not partly)
