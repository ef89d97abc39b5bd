"""Which articles of a source are wanted: by date, number, and patterns of their paths or addresses.

A pattern fits a name as a whole, in any case of letters: `*` is any characters, slashes too; `?` is one; `[ab]` one of
them. A file has two names, its path under the folder and its last part alone; an address too: as it is, and without its
scheme. So `*.md`, `drafts/*`, `example.org/news/*` and `*/2026/*` do what they seem to. What a list files articles
under is a name with `label:` before it: `label:unread`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from fnmatch import translate

from narrate.errors import UsageError
from narrate.fetch import is_address
from narrate.sources._values import Choice, Entry


def chosen(entries: Iterable[Entry], choice: Choice) -> tuple[Entry, ...]:
    """Those that are wanted, in their order; raises `UsageError` for a date that is none."""
    fits, unfit = _pattern(choice.match), _pattern(choice.exclude)
    since = moment(choice.since)
    if choice.since and since is None:
        raise UsageError(f"“{choice.since}” is no date", hint="write it as 2026-01-31")
    found = []
    for entry in entries:
        names = _names(entry)
        when = dated(entry)
        if (
            (not fits or any(map(fits.match, names)))
            and not (unfit and any(map(unfit.match, names)))
            and (since is None or when is None or when >= since)
        ):
            found.append(entry)
    return _newest(found, choice.most) if 0 < choice.most < len(found) else tuple(found)


def _newest(entries: list[Entry], most: int) -> tuple[Entry, ...]:
    """So many, in their order; where dates are equal or missing, those that come first."""
    times = [dated(entry) for entry in entries]
    places = sorted(range(len(entries)), key=lambda place: (times[place] is None, -(times[place] or 0.0), place))
    return tuple(entries[place] for place in sorted(places[:most]))


def dated(entry: Entry) -> float | None:
    """Seconds since 1970 at which it was put on the list, published or else last changed, if any of that is known."""
    when = entry.added or moment(entry.published)
    return when if when is not None else entry.changed or None


def moment(text: str) -> float | None:
    """Seconds since 1970 of an ISO 8601 date or time, which is UTC where it does not say; None for anything else."""
    try:
        found = datetime.fromisoformat(text)
        return (found if found.tzinfo else found.replace(tzinfo=UTC)).timestamp()
    except (ValueError, OverflowError):
        return None


def _pattern(patterns: tuple[str, ...]) -> re.Pattern[str] | None:
    wanted = [each.strip() for each in patterns if each.strip()]
    return re.compile("|".join(translate(each) for each in wanted), re.IGNORECASE | re.DOTALL) if wanted else None


def _names(entry: Entry) -> tuple[str, ...]:
    labels = [f"label:{label}" for label in entry.labels]
    if is_address(entry.where):
        return entry.where, entry.where.partition("://")[2], *labels
    return entry.key, entry.key.rpartition("/")[2], *labels
