"""What finished files are called."""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from narrate import plugins
from narrate.errors import UsageError
from narrate.fetch import STANDARD_INPUT, is_address

LONGEST = 80
"""Characters of a name made from a title."""


def formats(text: str) -> tuple[str, ...]:
    """The output names in `mp3,opus`; raises `UsageError` for an unknown one."""
    found = tuple(dict.fromkeys(name.strip().lower().lstrip(".") for name in text.split(",") if name.strip()))
    for name in found:
        plugins.load("outputs", name)
    if not found:
        raise UsageError("no format is named", hint=f"known: {', '.join(plugins.names('outputs'))}")
    return found


def by_suffix(path: Path) -> str:
    """The output whose files end like this one, or ""."""
    for output in plugins.every("outputs"):
        if path.suffix.lower() == output.INFO.suffix:
            return str(output.INFO.name)
    return ""


def targets(source: str, title: str, out: Path | None, names: tuple[str, ...], *, several: bool) -> dict[str, Path]:
    """Where each output of an article goes."""
    folder = out is not None and (several or out.is_dir() or str(out).endswith(("/", "\\")))
    if out is None or folder:
        base = (out or Path()) / _stem(source, title)
        return {name: base.with_name(base.name + _suffix(name)) for name in names}
    if len(names) == 1:
        return {names[0]: out}
    stem = out.with_suffix("") if by_suffix(out) else out
    return {name: stem.with_name(stem.name + _suffix(name)) for name in names}


def _suffix(name: str) -> str:
    return str(plugins.load("outputs", name).INFO.suffix)


def _stem(source: str, title: str) -> str:
    if source == STANDARD_INPUT or is_address(source):
        return slug(title)
    return Path(source).stem or slug(title)


def slug(title: str) -> str:
    """A file name from a title, in any script: letters and digits joined by hyphens."""
    words = re.findall(r"\w+", unicodedata.normalize("NFC", title.replace("'", "").replace("’", "")).lower())
    name = ""
    for word in words:
        if name and len(name) + 1 + len(word) > LONGEST:
            break
        name = f"{name}-{word}" if name else word[:LONGEST]
    return name or "article"
