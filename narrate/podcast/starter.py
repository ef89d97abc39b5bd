"""The `podcast.toml` that `narrate podcast init` writes: every key, explained."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from textwrap import wrap
from typing import Any

from narrate.errors import OutputError, UsageError
from narrate.podcast.checks import Unfit
from narrate.podcast.keys import NARRATE, TABLES, Key

WIDTH = 100
HEADS = {
    "": "A podcast made of articles, by Narrate. Every key may be left out; lines that begin with # "
    "say nothing until the # is taken away. The file docs/podcast.md tells more.",
    "episodes": "Which articles become episodes, and what is made of them.",
    NARRATE: "How they are read: any of the settings that `narrate` has, such as these. Paths begin at this file's "
    "folder.",
    "publish": "Where it is published.",
    "cluster": "Many machines at once.",
}
NARRATION = (
    ("voice", "hibari:heart", "Who reads; `narrate voices` lists them. Without one, the best of each language."),
    ("cast", {"quote": "espeak:en-US", "ru": "espeak:ru"}, "Other voices for kinds of text and for languages."),
    ("speed", 1.1, "1.0 is the voice's own pace."),
    ("lexicon", "names.txt", "Files of names and how they are said; see docs/lexicon.md."),
    ("keep", "caption,table", "What is read that usually is not."),
    ("drop", "byline", "What is not read that usually is."),
    ("intro", "intro.mp3", "Sound that each episode opens with."),
    ("outro", "outro.mp3", "Sound that it closes with."),
)


def init(path: Path, **known: Any) -> None:
    """Write a file with every key explained, those of `known` set; `title` and `sources` are keys, for example.

    Raises `OutputError` when there is one already or it can't be written, `UsageError` for a key that there is not or
    a value that can't be.
    """
    said = text(_checked(known, path.parent))
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("x", encoding="utf-8", errors="replace", newline="\n") as file:
            file.write(said)
    except FileExistsError as error:
        raise OutputError("the file exists already", place=str(path), hint="change it with an editor") from error
    except OSError as error:
        raise OutputError(f"the file can't be written: {error.strerror}", place=str(path)) from error


def _checked(known: dict[str, Any], folder: Path) -> dict[str, Any]:
    """What is known, as TOML has it, if all of it can be."""
    every = {name: key for keys in TABLES.values() for name, key in keys.items()}
    if unknown := known.keys() - every.keys():
        raise UsageError(f"podcast.toml has no key “{min(unknown)}”", hint=f"known: {', '.join(sorted(every))}")
    values = {name: list(value) if isinstance(value, tuple) else value for name, value in known.items()}
    for name, value in values.items():
        try:
            every[name].check(value, folder)
        except Unfit as error:
            raise UsageError(f"“{name}” must be {error.wanted}, not {value}", hint=error.hint) from error
    return values


def text(known: dict[str, Any]) -> str:
    """The file's text."""
    lines: list[str] = []
    for table in ("", "episodes", NARRATE, "publish", "cluster"):
        lines += wrap(HEADS[table], WIDTH, initial_indent="# ", subsequent_indent="# ")
        lines += [f"[{table}]"] if table else []
        lines += [""]
        if table == NARRATE:
            for name, example, about in NARRATION:
                lines += f"# {about}", f"# {name} = {toml(example)}", ""
        for name, key in TABLES.get(table, {}).items():
            lines += _key(name, key, known)
    return "\n".join(lines).rstrip() + "\n"


def _key(name: str, key: Key, known: dict[str, Any]) -> Iterator[str]:
    yield from wrap(key.about, WIDTH, initial_indent="# ", subsequent_indent="# ")
    value = known.get(name, key.usual)
    said = name in known or key.example is None
    yield f"{name} = {toml(value)}" if said else f"# {name} = {toml(key.example)}"
    yield ""


def toml(value: Any) -> str:
    """A value as the file has it, on one line."""
    import tomlkit

    if not value and isinstance(value, dict):
        return "{}"
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{toml(str(key))} = {toml(inner)}" for key, inner in value.items()) + " }"
    if isinstance(value, list | tuple):
        return "[" + ", ".join(map(toml, value)) + "]"
    return str(tomlkit.item(value).as_string())
