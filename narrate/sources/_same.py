"""Which entries are the same article.

- Two entries are one article when they have a name in common: a feed's id, a canonical address, a file's full path.
- The first stays, with its key, its place and its text; what it does not tell of itself (title, authors, date,
  language, cover) is taken from the others. So whoever is named first is believed, and a feed can't put its text under
  another's.
- An article that was known keeps its key as long as any of its names is the same: a feed may give its entries new
  addresses, or a site new ids, but not both at once.
- Files of two folders may have one path under each. They are two articles: the second has its folder's name put before.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from urllib.parse import unquote

from narrate.sources._values import Entry

FILE = "file:"
NOTHING: Mapping[str, str] = MappingProxyType({})


def same(entries: Iterable[Entry], known: Mapping[str, str] = NOTHING) -> tuple[Entry, ...]:
    """One entry for each article, no two with a name in common.

    Args:
        entries: of one source or of several, in the order in which they are believed.
        known: the key of each article of earlier runs, by all its names, its key among them.
    """
    groups = _groups(entries)
    keys: dict[int, str] = {}
    taken: set[str] = set()
    for place, group in enumerate(groups):
        found = next((known[name] for name in _telling(group) if known.get(name, "") not in ("", *taken)), "")
        if found:
            keys[place] = found
            taken.add(found)
    result = []
    for place, group in enumerate(groups):
        key = keys.get(place) or _free(group, known, taken)
        taken.add(key)
        also = dict.fromkeys(name for entry in group for name in (*_telling([entry]), *entry.also))
        also.pop(key, None)
        result.append(replace(_joined(group), key=key, also=tuple(also)))
    return tuple(result)


def _telling(group: list[Entry]) -> Iterable[str]:
    """Names by which an article is known anywhere: a path under some folder is none."""
    for entry in group:
        if not _is_file(entry):
            yield entry.key
        yield from entry.also


def _is_file(entry: Entry) -> bool:
    return any(name.startswith(FILE) for name in entry.also)


def _groups(entries: Iterable[Entry]) -> list[list[Entry]]:
    """Entries with a name in common, directly or by others, in the order of their first."""
    groups: list[list[Entry]] = []
    by_name: dict[str, int] = {}
    for entry in entries:
        names = list(_telling([entry])) or [entry.key]
        places = sorted({by_name[name] for name in names if name in by_name})
        home = places[0] if places else len(groups)
        if not places:
            groups.append([])
        groups[home].append(entry)
        for other in places[1:]:
            groups[home] += groups[other]
            by_name.update((name, home) for one in groups[other] for name in _telling([one]))
            groups[other] = []
        by_name.update(dict.fromkeys(names, home))
    return [group for group in groups if group]


def _free(group: list[Entry], known: Mapping[str, str], taken: set[str]) -> str:
    """A key that no other article has."""
    key = group[0].key
    if _is_file(group[0]):
        key = known.get(key, key)  # the folder has moved
        folders = [name for name in _path(group[0]).split("/")[: -len(group[0].key.split("/"))] if name]
        while key in taken and folders:
            key = f"{folders.pop()}/{key}"
    number = 2
    base = key
    while key in taken:
        key, number = f"{base}~{number}", number + 1
    return key


def _path(entry: Entry) -> str:
    return unquote(next(name for name in entry.also if name.startswith(FILE)).removeprefix("file://"))


def _joined(group: list[Entry]) -> Entry:
    first = group[0]
    if len(group) == 1:
        return first
    return replace(
        first,
        title=next((entry.title for entry in group if entry.title), ""),
        authors=next((entry.authors for entry in group if entry.authors), ()),
        published=next((entry.published for entry in group if entry.published), ""),
        language=next((entry.language for entry in group if entry.language), ""),
        cover=next((entry.cover for entry in group if entry.cover), ""),
    )
