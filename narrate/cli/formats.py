"""`narrate formats`: what can be made of an article."""

from __future__ import annotations

import json

import click


@click.command()
@click.option("--json", "as_json", is_flag=True, help="The list as JSON.")
def formats(as_json: bool) -> None:
    """List the formats that `--format` and the names of files given with `-o` choose from."""
    from narrate import plugins

    found = [plugins.load("outputs", name).INFO for name in plugins.names("outputs")]
    if as_json:
        rows = [{"name": one.name, "suffix": one.suffix, "summary": one.summary, "sound": one.audio} for one in found]
        return click.echo(json.dumps(rows, ensure_ascii=False))
    names = max(len(one.name) for one in found)
    suffixes = max(len(one.suffix) for one in found)
    for one in sorted(found, key=lambda one: (not one.audio, one.name)):
        click.echo(f"{one.name:{names}}  {one.suffix:{suffixes}}  {one.summary}")
    return None
