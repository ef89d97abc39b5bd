"""`podcast.toml` -> `Plan`.

    load(folder, file=None) -> Plan    the plan of a podcast's folder; a podcast needs no file
    init(path, **known) -> None        write a file with every key explained; see `starter`

All errors are `UsageError`s that name file, line, key and what to write instead.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from functools import partial
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal

from narrate import settings
from narrate.errors import UsageError, located
from narrate.podcast import checks
from narrate.podcast.keys import BASE, FORMATS, NARRATE, TABLES, Key
from narrate.podcast.show import COVER, PLAN, Show
from narrate.podcast.starter import init as init

FILE = PLAN
"""In the podcast's folder, unless another is named."""
PATHS, LISTS = ("intro", "outro", "bed", "cache", "voice_folder"), ("lexicon",)
"""Settings that are paths, and those that are paths separated by commas: they begin at the file's folder."""
ELSEWHERE = {"format": "formats in [episodes]"}
"""Settings that have a place of their own in this file."""
_HEADER = re.compile(r"\s*\[+\s*([^\[\]]+?)\s*\]+\s*(#.*)?")
Table = Mapping[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to become of which articles."""

    show: Show
    cover: Path | None = None
    """The user's picture; see `cover.checked`. Without one, one is drawn."""
    sources: tuple[str, ...] = ()
    most: int = 0
    """Articles of each source, the newest; 0 is all."""
    since: str = ""
    """ISO 8601 date: none that is older."""
    match: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    """Patterns of paths and addresses: only those that fit one of the first, and none that fits one of the second."""
    formats: tuple[str, ...] = FORMATS
    gone: Literal["keep", "hide", "delete"] = "keep"
    """What becomes of an episode whose article is gone."""
    digest: Literal["", "daily", "weekly"] = ""
    important: bool = False
    recheck: float = 24.0
    """Hours until an article on the web is fetched again."""
    narrate: Table = field(default_factory=lambda: MappingProxyType({}))
    """Settings by name, checked; paths are complete. Flags of the command line go over them."""
    target: str = ""
    """Where it is published."""
    storage: Table = field(default_factory=lambda: MappingProxyType({}))
    """What the target needs besides, for fsspec."""
    cluster: Table = field(default_factory=lambda: MappingProxyType({}))
    """`address`, `workers`, `cpus` and `gpus`; see `keys.CLUSTER`."""
    file: Path | None = None
    """Where it is written; None where nothing is."""


def load(folder: Path, file: Path | None = None) -> Plan:
    """The plan of the podcast in a folder: that of `podcast.toml` in it, or of another `file`, or the usual one."""
    path = file or folder / FILE
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        if file is not None:
            hint = "`narrate podcast init` writes one"
            raise UsageError("there is no such file", place=str(path), hint=hint) from None
        return Plan(show=Show(title=title_of(folder), base=BASE))
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UsageError(f"the file can't be read: {reason}", place=str(path)) from error
    try:
        text = data.decode("utf-8-sig")
        found = tomllib.loads(text)
    except UnicodeDecodeError as error:
        raise UsageError("the file is not in UTF-8", place=str(path), hint="save it as UTF-8") from error
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise UsageError(f"this is no TOML: {error}", place=str(path), hint="see https://toml.io") from error
    return _Source(path, text).plan(found, folder)


def title_of(folder: Path) -> str:
    """A title made of a folder's name."""
    name = " ".join(re.sub(r"[-_\s]+", " ", folder.absolute().name).split())
    return name[:1].upper() + name[1:] or "Podcast"


@dataclass(frozen=True, slots=True)
class _Source:
    """The file, to tell where a fault is."""

    path: Path
    text: str

    def plan(self, found: Table, folder: Path) -> Plan:
        for name in found:
            if name in (*TABLES, NARRATE) and not isinstance(found[name], dict):
                place, quote = self.place(name, "")
                hint = f"write [{name}] on a line of its own, and its keys below"
                raise UsageError(f"“{name}” must be a table", place=place, quote=quote, hint=hint)
        value = {name: self.values(name, found if not name else found.get(name, {})) for name in TABLES}
        own, episodes = value[""], value["episodes"]
        cover: Path | None = own.pop("cover")
        show = {item.name: own[item.name] for item in fields(Show) if item.name in own}
        show["title"] = show["title"] or title_of(folder)
        return Plan(
            show=Show(**{**show, "cover": f"{Path(COVER).stem}{_suffix(cover)}" if cover else COVER}),
            cover=cover,
            **episodes,
            narrate=self.narration(found.get(NARRATE, {})),
            target=value["publish"]["target"],
            storage=MappingProxyType(value["publish"]["options"]),
            cluster=MappingProxyType(value["cluster"]),
            file=self.path,
        )

    def values(self, table: str, found: Table) -> dict[str, Any]:
        """Every key of a table, by what the file says or as usual."""
        known = TABLES[table]
        for name in found:
            if name not in known and (table or name not in (*TABLES, NARRATE)):
                self._unknown(name, table)
        return {name: self.value(name, table, key, found.get(name, key.usual)) for name, key in known.items()}

    def value(self, name: str, table: str, key: Key, said: Any) -> Any:
        """What a key says, as it is kept."""
        with located(*self.place(name, table)):
            try:
                return key.check(said, self.path.parent)
            except checks.Unfit as error:
                wrong = f"“{_dotted(table, name)}” must be {error.wanted}, not {_shown(said)}"
                raise UsageError(wrong, hint=error.hint) from error

    def narration(self, found: Table) -> Table:
        """The settings for narrating, their paths complete."""
        values: dict[str, Any] = {}
        for name, value in found.items():
            place, quote = self.place(name, NARRATE)
            if name in ELSEWHERE:
                raise UsageError(f"“{name}” has another place", place=place, quote=quote, hint=f"see {ELSEWHERE[name]}")
            if name not in settings.names():
                self._unknown(name, NARRATE)
            with located(place, quote):
                values.update(settings.checked({name: value}, place))
        whole = partial(checks.path, folder=self.path.parent)
        values.update({name: whole(values[name]) for name in PATHS if name in values})
        parts = {name: map(str.strip, values[name].split(",")) for name in LISTS if name in values}
        values.update({name: ",".join(whole(one) for one in given if one) for name, given in parts.items()})
        return MappingProxyType(values)

    def place(self, name: str, table: str) -> tuple[str, str]:
        """The file and line where a key is set, as far as it can be found, and the line itself."""
        here = ""
        key = re.compile(rf"\s*[\"']?{re.escape(name)}[\"']?\s*[.=]")
        header = re.compile(rf"{re.escape(_dotted(table, name))}(\..*)?")
        for number, line in enumerate(self.text.splitlines(), 1):
            headed = _HEADER.fullmatch(line)
            here = re.sub(r"[\s\"']", "", headed[1]) if headed else here
            if (here == table and key.match(line)) or (headed and header.fullmatch(here)):
                return f"{self.path}, line {number}", line.strip()
        return str(self.path), name

    def _unknown(self, name: str, table: str) -> None:
        """Raise `UsageError` for a key that there is not, with the one that was meant."""
        place, quote = self.place(name, table)
        raise UsageError(
            f"there is no key “{_dotted(table, name)}”", place=place, quote=quote, hint=_meant(name, table)
        )


def _meant(name: str, table: str) -> str:
    from difflib import get_close_matches

    own = settings.names() if table == NARRATE else (*TABLES[table], *(() if table else (*TABLES, NARRATE)))
    every = {key: where for where, keys in TABLES.items() for key in keys}
    every |= {key: NARRATE for key in settings.names() if key not in every}
    if name in every and every[name] != table:
        where = f"into [{every[name]}]" if every[name] else "to the top, before the first [table]"
        return f"it belongs {where}"
    close = get_close_matches(name, [one for one in own if one], 1)
    return f"did you mean “{close[0]}”?" if close else f"known: {', '.join(one for one in own if one)}"


def _dotted(table: str, name: str) -> str:
    return f"{table}.{name}" if table else name


def _shown(value: Any) -> str:
    return f"“{value}”" if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)


def _suffix(picture: Path) -> str:
    with picture.open("rb") as file:
        begin = file.read(8)
    return next(suffix for magic, suffix in checks.PICTURES.items() if begin.startswith(magic))
