"""`narrate doctor`: whether everything that narrating needs is there and works."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict

import click

from narrate.cli.words import colour, printable

COLOURS = {"ok": "green", "note": "yellow", "problem": "red"}


@click.command()
@click.option("--network", is_flag=True, help="Also try to reach the online services.")
@click.option("--json", "as_json", is_flag=True, help="Tell it as JSON, a line for each thing.")
def doctor(network: bool, as_json: bool) -> int:
    """Check engines, voices, formats, cache and settings, and say what to do about what is wrong.

    Ends with exit code 1 when something that should work does not.
    """
    from narrate.checkup import findings

    failed = 0
    for found in findings(network=network):
        failed += found.state == "problem"
        if as_json:
            click.echo(json.dumps(asdict(found), ensure_ascii=False))
            continue
        state = found.state.ljust(7)
        head = click.style(state, fg=COLOURS[found.state]) if colour(sys.stdout) else state
        click.echo(f"{head} {printable(f'{found.part}: {found.words}')}")
        if found.advice:
            click.echo(f"        -> {printable(found.advice)}")
    return 1 if failed else 0
