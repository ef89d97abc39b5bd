"""What finished files are called."""

from __future__ import annotations

import os
from pathlib import Path

from narrate import plugins
from narrate.errors import UsageError
from narrate.fetch import is_address
from narrate.model import STANDARD_INPUT
from narrate.slugs import slug

SOUND = {
    *(".aac", ".ac3", ".aif", ".aiff", ".amr", ".caf", ".m4a", ".mka", ".mkv", ".mp2", ".mp4", ".oga", ".ogg", ".webm"),
    ".wma",
}
FOREIGN = SOUND | {".ass", ".sbv", ".ssa", ".azw3", ".docx", ".mobi", ".odt", ".pdf"}
"""Sound files, captions and books that are not ours to make, unless a plug-in does."""


def formats(text: str) -> tuple[str, ...]:
    """The output names in `mp3,opus`; raises `UsageError` for an unknown one."""
    found = tuple(dict.fromkeys(name.strip().lower().lstrip(".") for name in text.split(",") if name.strip()))
    for name in found:
        plugins.load("outputs", name)
    if not found:
        raise UsageError("no format is named", hint=f"known: {', '.join(plugins.names('outputs'))}")
    return found


def by_suffix(path: Path) -> str:
    """The output whose files end like this one, or ""; raises `UsageError` for `FOREIGN` ones."""
    return _ending(path)[1]


def _ending(path: Path) -> tuple[str, str]:
    """How the name ends and the output that says so: `.words.vtt` before `.vtt`; `.txt` is enough for the only output
    whose files end in it."""
    found = {output.INFO.suffix: str(output.INFO.name) for output in plugins.every("outputs")}
    name, suffix = path.name.lower(), path.suffix.lower()
    for ending in sorted(found, key=len, reverse=True):
        if name.endswith(ending) and name != ending:
            return ending, found[ending]
    if suffix in FOREIGN:
        every = (output.INFO for output in plugins.every("outputs"))
        known = sorted(info.suffix for info in every if info.audio or suffix not in SOUND)
        raise UsageError(
            f"{suffix} files can't be made", place=str(path), hint=f"known: {', '.join(dict.fromkeys(known))}"
        )
    longer = [own for own in found if suffix and own.endswith(suffix)]
    return (suffix, found[longer[0]]) if len(longer) == 1 else ("", "")


def targets(source: str, title: str, out: str | None, names: tuple[str, ...], *, several: bool) -> dict[str, Path]:
    """Where each output of an article goes; `out` is a file, or a folder when it is one or ends like one."""
    if out == STANDARD_INPUT:
        raise UsageError("sound can't go to standard output", place="-o -", hint="name a file, or ./- for that name")
    path = Path(out or "")
    if out is None or several or out.endswith(("/", os.sep)) or _is_folder(path):
        base = path / _stem(source, title)
        return {name: base.with_name(base.name + _suffix(name)) for name in names}
    ending, told = _ending(path)
    if len(names) == 1:
        if told not in ("", names[0]) and not _suffix(names[0]).endswith(ending):
            raise UsageError(f"the file's name says {told}, but the format is to be {names[0]}", place=out)
        return {names[0]: path}
    stem = path.with_name(path.name[: len(path.name) - len(ending)])
    return {name: stem.with_name(stem.name + _suffix(name)) for name in names}


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # a name that is too long, before Python 3.12
        return False


def _suffix(name: str) -> str:
    return str(plugins.load("outputs", name).INFO.suffix)


def _stem(source: str, title: str) -> str:
    if source == STANDARD_INPUT or is_address(source):
        return slug(title)
    return Path(source).stem or slug(title)
