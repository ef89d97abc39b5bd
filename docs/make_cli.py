"""Writes docs/cli.md by asking the program for its help; with --check, fails when the file is stale."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from narrate.cli.main import COMMANDS, cli

PAGE = Path(__file__).with_name("cli.md")
HEAD = """# Command line

Written by `make docs` from the program itself.
"""


def page() -> str:
    """The whole page."""
    parts = [HEAD, _section("narrate", cli)]
    context = click.Context(cli, info_name="narrate", max_content_width=100, terminal_width=100)
    for name in COMMANDS:
        command = cli.get_command(context, name)
        assert command is not None
        parts.append(_section(f"narrate {name}", command))
        if isinstance(command, click.Group):
            inner = {own: command.get_command(context, own) for own in command.list_commands(context)}
            parts += (_section(f"narrate {name} {own}", one) for own, one in inner.items() if one and not one.hidden)
    return "\n".join(parts)


def _section(title: str, command: click.Command) -> str:
    with click.Context(command, info_name=title, max_content_width=100, terminal_width=100) as context:
        return f"## {title}\n\n```text\n{command.get_help(context)}\n```\n"


if __name__ == "__main__":
    if "--check" in sys.argv:
        if not PAGE.exists() or PAGE.read_text(encoding="utf-8") != page():
            sys.exit("docs/cli.md is not what the program says: run `make docs`")
    else:
        PAGE.write_text(page(), encoding="utf-8")
