"""`narrate podcast init`, `serve` and `publish`: a plan to fill in, a server for trying, the way to the web."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from narrate.cli.progress import Bar
from narrate.cli.words import say_note, size
from narrate.errors import UsageError
from narrate.model import Progress

if TYPE_CHECKING:
    from narrate.podcast.publish import Published, Step

FOLDER = click.Path(path_type=Path, file_okay=False)


@click.command()
@click.argument("folder", type=FOLDER, metavar="DIR")
@click.option("--title", metavar="WORDS", help="What the podcast is called.")
@click.option("--base", metavar="ADDRESS", help="Where the folder will lie on the web, as https://example.org/pod/.")
@click.option("--source", "sources", multiple=True, metavar="SOURCE", help="What is narrated; may be repeated.")
def init(folder: Path, title: str | None, base: str | None, sources: tuple[str, ...]) -> None:
    """Write a podcast.toml in which everything is explained."""
    from narrate.podcast.config import FILE
    from narrate.podcast.starter import init as write

    known: dict[str, Any] = {"title": title, "base": base, "sources": list(map(_from_here, sources)) or None}
    write(folder / FILE, **{name: value for name, value in known.items() if value})
    click.echo(str(folder / FILE))
    say_note(f"fill it in, then: narrate podcast {'' if sources else 'SOURCE '}--out {folder}")


def _from_here(source: str) -> str:
    """A source as the file is to name it: paths there begin at the file's folder, those of the command line here."""
    from narrate.fetch import is_address

    path = Path(source)
    return str(path.absolute()) if path.exists() and not is_address(source) else source


@click.command()
@click.argument("folder", type=FOLDER, metavar="DIR")
@click.option("--host", default="127.0.0.1", show_default=True, help="0.0.0.0 lets other devices of your network in.")
@click.option("--port", type=click.IntRange(0, 65535), help="8000 or the next that is free, if not given.")
@click.option("-q", "--quiet", is_flag=True, help="Do not tell each request.")
def serve(folder: Path, host: str, port: int | None, quiet: bool) -> None:
    """Serve a podcast for trying, until interrupted.

    Open the address in a browser, or subscribe to it with feed.xml behind it in a podcast app.
    """
    from narrate.podcast.serve import Server

    listen = None if quiet else say_note
    server = Server(folder, host, 8000 if port is None else port, search=port is None, listen=listen)
    click.echo(server.address)
    try:
        server.serve()
    except KeyboardInterrupt:
        say_note("served")


@click.command()
@click.argument("folder", type=FOLDER, metavar="DIR")
@click.argument("target", required=False)
@click.option("--remove-now", is_flag=True, help="Remove what is no longer wanted at once, not when a day is over.")
@click.option("-n", "--dry-run", is_flag=True, help="Tell what would be sent.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
@click.option("--json", "as_json", is_flag=True, help="Tell the result as JSON.")
def publish(folder: Path, target: str | None, remove_now: bool, dry_run: bool, quiet: bool, as_json: bool) -> None:
    """Send a podcast to a folder, s3://bucket/path or sftp://host/path: only what changed, the feed last.

    TARGET may be named in podcast.toml instead. Keys and passwords are taken from where the service's own tools find
    them; see docs/publish.md.
    """
    from narrate.library import public
    from narrate.library.library import reading
    from narrate.podcast import config
    from narrate.podcast.publish import GRACE
    from narrate.podcast.publish import publish as send

    plan = config.load(folder)
    where = target or plan.target
    if not where:
        raise UsageError("it is not said where to", hint="name a TARGET, or set `target` of [publish] in podcast.toml")
    with reading(str(folder)) as library:
        _show, hidden = public.told(library) or (None, False)  # what the feed says, not what the next one would
        files = public.names(library, hidden=hidden)
    with Bar("publishing", quiet=quiet or as_json) as bar:

        def told(step: Step) -> None:
            bar(Progress(stage=step.name, done=step.done, total=step.total))

        grace = 0.0 if remove_now else GRACE
        done = send(folder, files, where, options=plan.storage, listen=told, dry_run=dry_run, grace=grace)
    if as_json:
        click.echo(json.dumps(_as_json(done), ensure_ascii=False))
    elif not quiet:
        _tell(done, "to send" if dry_run else "sent")


def _as_json(done: Published) -> dict[str, Any]:
    return {
        "where": done.where,
        "sent": done.sent,
        "bytes": done.size,
        "unchanged": done.unchanged,
        "removed": done.removed,
        "waiting": done.waiting,
    }


def _tell(done: Published, verb: str) -> None:
    for name in done.sent:
        click.echo(name)
    counts = f"{done.unchanged} there already, {len(done.removed)} removed"
    if done.waiting:
        counts += f", {len(done.waiting)} to be removed in a day"
    say_note(f"{len(done.sent)} files {verb} ({size(done.size)}), {counts}")
