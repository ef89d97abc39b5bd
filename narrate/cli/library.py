"""`narrate library`: what a podcast's library knows, whether it is whole, and how it is mended."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from narrate.cli.words import duration, printable, say_note, size
from narrate.errors import PARTLY_SKIPPED, UsageError
from narrate.model import passwordless

if TYPE_CHECKING:
    from narrate.library.index import Index
    from narrate.library.items import Item

WIDE = 60
"""Characters of a title in a table."""
MOST = 20
"""Articles that are listed when several are meant."""
COLUMNS = ("number", "guid", "state", "title", "source", "published", "seconds", "gone", "removed", "tries")
"""What a table for other programs holds, besides files and problems."""


@click.group(no_args_is_help=True)
def library() -> None:
    """Look after a podcast's library: what it holds, whether it is whole.

    DIR is the podcast's folder, or its address. An ARTICLE is its number in the list, its id, or words of its title.
    """


@library.command(name="list")
@click.argument("place", metavar="DIR")
@click.option("--failed", is_flag=True, help="Only those that could not be narrated, or not all of them.")
@click.option("--gone", is_flag=True, help="Only those that their source does not list any more.")
@click.option("--removed", is_flag=True, help="Only those that were removed.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def list_(place: str, failed: bool, gone: bool, removed: bool, as_json: bool) -> int:
    """List the articles, the newest first."""
    from narrate.library.library import reading
    from narrate.library.public import newest_first

    with reading(place) as opened:
        items = newest_first(opened.index.items())
    wanted = [
        item
        for item in items
        if (not failed or item.problems) and (not gone or item.gone) and (not removed or item.removed)
    ]
    if as_json:
        from narrate.library.items import as_json as told

        click.echo(json.dumps([told(item) for item in wanted], ensure_ascii=False, indent=1))
        return 0
    for line in _table(wanted):
        click.echo(printable(line))
    say_note(f"{len(wanted)} articles" if len(wanted) != 1 else "1 article")
    return 0


@library.command()
@click.argument("place", metavar="DIR")
@click.argument("article", metavar="ARTICLE", nargs=-1, required=True)
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def show(place: str, article: tuple[str, ...], as_json: bool) -> int:
    """Tell everything about an article: where it is from, its files, what went wrong."""
    from narrate.library.library import reading

    with reading(place) as opened:
        item = _meant(opened.index, " ".join(article))
        names = sorted(name for name, number in opened.index.names().items() if number == item.number)
    if as_json:
        click.echo(json.dumps({**_everything(item), "names": names}, ensure_ascii=False, indent=1))
        return 0
    for name, value in _told(item, names):
        click.echo(printable(f"{name:<10} {value}"))
    return 0


@library.command()
@click.argument("place", metavar="DIR")
@click.option("--fast", is_flag=True, help="Compare sizes only; read no episode.")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def check(place: str, fast: bool, as_json: bool) -> int:
    """Check that all is there and as it was written: index, episodes, feed and pages.

    The exit code is 7 when something has to be mended.
    """
    from narrate.library.check import checked
    from narrate.library.library import reading

    with reading(place) as opened:
        found = checked(opened, fast=fast)
    if as_json:
        told = {"sound": found.sound, "articles": found.articles, "files": found.files, "bytes": found.bytes}
        click.echo(json.dumps({**told, "faults": [asdict(one) for one in found.faults]}, ensure_ascii=False, indent=1))
        return 0 if found.sound else PARTLY_SKIPPED
    for fault in found.faults:
        click.echo(printable(f"{fault.name}: {fault.what}"))
    menders = {fault.mender for fault in found.faults}
    if "repair" in menders:
        say_note(f"`narrate library repair {place}` mends it")
    elif "run" in menders:
        say_note("the next `narrate podcast` mends it")
    how = "their sizes" if fast else "every byte"
    say_note(f"{found.articles} articles, {found.files} files, {size(found.bytes)}: looked at {how}")
    return 0 if found.sound else PARTLY_SKIPPED


@library.command()
@click.argument("place", metavar="DIR")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def repair(place: str, as_json: bool) -> int:
    """Mend what is damaged.

    Episodes with damaged or missing files are marked: the next `narrate podcast` makes them again, mostly of what is
    in the cache. A damaged or lost index is made anew of the feed and the episodes, their ids kept. What is damaged is
    put aside, in .narrate/aside, and not deleted.
    """
    from narrate.library.repair import repair as mend

    done = mend(place)
    if as_json:
        click.echo(json.dumps({"done": done}, ensure_ascii=False, indent=1))
        return 0
    for line in done:
        click.echo(printable(line))
    say_note(f"{len(done)} mended" if done else "nothing to mend")
    return 0


@library.command()
@click.argument("place", metavar="DIR")
@click.argument("articles", metavar="ARTICLE...", nargs=-1, required=True)
@click.option("--undo", is_flag=True, help="Have the next run narrate them again, under the same ids.")
def remove(place: str, articles: tuple[str, ...], undo: bool) -> int:
    """Take articles out of the feed, now and for good.

    They are not narrated again, even if their source still lists them, until --undo.
    """
    from narrate.library import repair
    from narrate.library.library import reading, writing

    with reading(place):
        pass  # there is one
    with writing(place) as opened:
        items = [_meant(opened.index, article) for article in articles]
        (repair.restore if undo else repair.remove)(opened, items)
    for item in items:
        then = "the next run narrates it" if undo else "removed"
        say_note(f"{item.number} {_title(item)}: {then}")
    return 0


@library.command()
@click.argument("place", metavar="DIR")
@click.option("--csv", "as_csv", is_flag=True, help="As a table (CSV); JSON, one article a line, if not given.")
def export(place: str, as_csv: bool) -> int:
    """Write all that is known of all articles to standard output."""
    from narrate.library.library import reading

    with reading(place) as opened:
        items = opened.index.items()
    if not as_csv:
        for item in items:
            click.echo(json.dumps(_everything(item), ensure_ascii=False))
        return 0
    written = io.StringIO()
    table = csv.writer(written)
    table.writerow([*COLUMNS, "files", "problems"])
    for item in items:
        told = _everything(item)
        files, problems = (kept.name for kept in item.files), (one.error for one in item.problems)
        table.writerow([*(told[name] for name in COLUMNS), " ".join(files), "\n".join(problems)])
    click.echo(written.getvalue(), nl=False)
    return 0


def _meant(index: Index, said: str) -> Item:
    """The one article that is meant by a number, an id, or words of its title; raises `UsageError`."""
    items = index.items()
    found = [item for item in items if said in (str(item.number), item.guid)]
    words = said.casefold().split()
    found = found or [item for item in items if all(word in _title(item).casefold() for word in words)]
    if len(found) == 1:
        return found[0]
    if not found:
        raise UsageError("there is no such article", quote=said, hint="`narrate library list DIR` shows all")
    listed = "\n".join(f"{item.number} {_title(item)}" for item in found[:MOST])
    raise UsageError(f"{len(found)} articles are meant by this", quote=said, hint=f"give a number:\n{listed}")


def _title(item: Item) -> str:
    return item.facts.title if item.facts else item.where.rpartition("/")[2]


def _state(item: Item) -> str:
    """In a word, what matters most."""
    if item.removed:
        return "removed"
    if item.problems:
        return "failed" if item.state == "failed" else "partly"
    return "gone" if item.gone else item.state


def _date(item: Item) -> str:
    from narrate.library.public import appeared

    return appeared(item).date().isoformat()


def _table(items: list[Item]) -> Iterator[str]:
    """Number, state, date, length, title and source of each."""
    for item in items:
        title = _title(item) if len(_title(item)) <= WIDE else f"{_title(item)[: WIDE - 1]}…"
        length = duration(item.facts.seconds) if item.facts else ""
        yield f"{item.number:>6}  {_state(item):<8} {_date(item)}  {length:>12}  {title}  [{passwordless(item.where)}]"


def _told(item: Item, names: list[str]) -> Iterator[tuple[str, str]]:
    yield "number", str(item.number)
    yield "title", _title(item)
    yield "id", item.guid
    yield "source", passwordless(item.where)
    for name in names:
        yield "known as", name
    yield "state", _state(item) + (", gone from its source" if item.gone and _state(item) != "gone" else "")
    yield "date", _date(item)
    if item.facts:
        yield "length", duration(item.facts.seconds)
        yield "voices", ", ".join(item.facts.voices)
    for kept in item.files:
        yield "file", f"{kept.name} ({size(kept.size)}, SHA-256 {kept.sha256})"
    for problem in item.problems:
        yield "problem", problem.error
        if problem.hint:
            yield "hint", problem.hint
    if item.problems:
        again = _moment(item.due) if item.due else "the next run"
        yield "tries", f"{item.tries}; tried again: {again}, or when it changes"


def _moment(seconds: float) -> str:
    return datetime.fromtimestamp(seconds).astimezone().isoformat(" ", "minutes")


def _everything(item: Item) -> dict[str, Any]:
    """All that is known of an article, times as ISO 8601."""
    from narrate.library.items import as_json

    facts = asdict(item.facts) if item.facts else {}
    times = {name: getattr(item, name) for name in ("first", "changed", "checked", "due")}
    iso = {name: datetime.fromtimestamp(value, UTC).isoformat() if value else None for name, value in times.items()}
    return {**facts, **as_json(item), "key": item.key, "origin": passwordless(item.origin), **iso}
