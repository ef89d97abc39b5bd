"""How the command line says things: errors with hints, notes, times, sizes."""

from __future__ import annotations

import os
import sys
from typing import TextIO

import click

from narrate.errors import NarrateError


def colour(stream: TextIO | None = None) -> bool:
    """Whether words on a stream (stderr) may be coloured: https://no-color.org."""
    return (stream or sys.stderr).isatty() and not os.environ.get("NO_COLOR")


def say_error(error: NarrateError) -> None:
    head = click.style("error:", fg="red", bold=True) if colour() else "error:"
    click.echo(f"{head} {printable(str(error))}", err=True)
    if error.hint:
        head = click.style("hint:", bold=True) if colour() else "hint:"
        click.echo(f"\n{head} {printable(error.hint)}", err=True)


def say_warning(text: str) -> None:
    head = click.style("warning:", fg="yellow", bold=True) if colour() else "warning:"
    click.echo(f"{head} {printable(text)}", err=True)


def say_note(text: str) -> None:
    click.echo(printable(text), err=True)


def printable(text: str) -> str:
    """Text that any terminal can take: no control characters, no half surrogates."""
    clean = "".join(c if c.isprintable() or c in "\n\t" else "�" for c in text)
    return clean.encode("utf-8", "replace").decode("utf-8")


def duration(seconds: float) -> str:
    """`1 h 02 min`, `2 min 31 s`, `4.2 s`."""
    if seconds < 9.95:
        return f"{seconds:.1f} s"
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    minutes, rest = divmod(whole, 60)
    if minutes < 60:
        return f"{minutes} min {rest:02} s"
    return f"{minutes // 60} h {minutes % 60:02} min"


def size(count: int) -> str:
    return f"{count / 1e6:.1f} MB" if count >= 100_000 else f"{count / 1e3:.1f} kB"
