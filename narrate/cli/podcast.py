"""`narrate podcast SOURCE...`: sources become a podcast, and stay one; and what is done with it then."""

from __future__ import annotations

import importlib
import json
import sys
import time
from contextlib import redirect_stdout
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from narrate import settings
from narrate.cli.options import complete_format, complete_voice
from narrate.cli.outcome import as_json, tell
from narrate.cli.overall import Overall
from narrate.errors import PARTLY_SKIPPED, SourceError, UsageError
from narrate.model import STANDARD_INPUT
from narrate.podcast.show import PLAN

if TYPE_CHECKING:
    from narrate.library.run import Order
    from narrate.podcast.config import Plan

MAKE = "make"
COMMANDS = {
    "init": "narrate.cli.hosting:init",
    "serve": "narrate.cli.hosting:serve",
    "publish": "narrate.cli.hosting:publish",
}
OWN_SETTINGS = ("voice", "speed", "jobs", "on_error", "preset")


class Podcast(click.Group):
    """A group whose `make` command goes unnamed."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in COMMANDS and args[0] not in {"--help", "-h"}:
            args = [MAKE, *args]
        return super().parse_args(ctx, args)

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [MAKE, *COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return super().get_command(ctx, cmd_name)
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, "[OPTIONS] SOURCE... --out DIR")
        formatter.write_usage(ctx.command_path, "COMMAND [OPTIONS]...", prefix="       ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = [param.get_help_record(ctx) for param in make.get_params(ctx)]
        with formatter.section("Options"):
            formatter.write_dl([row for row in rows if row])
        self.format_commands(ctx, formatter)


@click.group(cls=Podcast, no_args_is_help=True)
def podcast() -> None:
    """Make a podcast of articles, and keep it up to date.

    A SOURCE is a folder, a file, the address of an article, an RSS, Atom or JSON feed, an OPML list of feeds, a
    sitemap, or a read-later service's export; without one, those that podcast.toml names. DIR becomes a folder of
    plain files for any web server: feed.xml, index.html, episodes with chapters and transcripts, a cover.

    The same command again narrates only what is new or changed. An article that fails stops nothing: it is told, the
    exit code is 7, and it is tried again.

    \b
      narrate podcast ~/articles --out ~/podcast      a folder's articles
      narrate podcast serve ~/podcast                 try it, in a browser or a podcast app
      narrate podcast init ~/podcast                  a podcast.toml to fill in
      narrate podcast publish ~/podcast s3://bucket   put it on the web
    """


class Unnamed(click.Context):
    """Where a command runs whose name nobody types."""

    @property
    def command_path(self) -> str:
        assert self.parent is not None
        return self.parent.command_path


class Make(click.Command):
    context_class = Unnamed


@podcast.command(name=MAKE, cls=Make, hidden=True)
@click.argument("sources", nargs=-1, metavar="[SOURCE]...")
@click.option("-o", "--out", required=True, metavar="DIR", help="The podcast's folder, or its address (s3://…).")
@click.option("--config", type=click.Path(path_type=Path), help="Another file than podcast.toml in DIR.")
@click.option("--voice", metavar="NAME", shell_complete=complete_voice, help="Voice, such as hibari:heart.")
@click.option("--speed", type=click.FloatRange(settings.SLOWEST, settings.FASTEST), help="1.0 is the voice's own pace.")
@click.option(
    "-f", "--format", "formats", metavar="NAMES", shell_complete=complete_format,
    help="Formats of an episode, the first of them its sound; mp3,vtt,json,chapters if not given.",
)  # fmt: skip
@click.option("--preset", metavar="NAME", help="How loud it is, by where it goes.")
@click.option("--since", metavar="DATE", help="Leave out articles that are older, by the date their source tells.")
@click.option("--most", type=click.IntRange(0), metavar="N", help="Only the N newest articles of each source.")
@click.option("--match", multiple=True, metavar="PATTERN", help="Only articles whose path or address fits, as *.html.")
@click.option("--exclude", multiple=True, metavar="PATTERN", help="None whose path or address fits.")
@click.option("--digest", type=click.Choice(("daily", "weekly")), help="One episode for all articles of a day or week.")
@click.option("--important", is_flag=True, help="Read only titles and the most important sentences.")
@click.option("--gone", type=click.Choice(("keep", "hide", "delete")), help="What becomes of episodes whose article is "
              "gone: keep them (if not given), hide or delete them.")  # fmt: skip
@click.option("--allow-removals", is_flag=True, help="Hide or delete even if most articles are gone at once.")
@click.option("--retry", is_flag=True, help="Try all that failed again now, whatever it waits for.")
@click.option("--afresh", is_flag=True, help="Narrate everything again.")
@click.option("--watch", type=click.FloatRange(1.0), is_flag=False, flag_value=15.0, metavar="MINUTES",
              help="Go on: look at folders every few seconds, ask the web every MINUTES (15).")  # fmt: skip
@click.option("--cluster", metavar="ADDRESS", help="Narrate on a Ray cluster: auto, or ray://host:port.")
@click.option("-j", "--jobs", type=click.IntRange(1), help="Articles narrated at once; one a core if not given.")
@click.option("--on-error", type=click.Choice(settings.ON_ERROR), help="When a sentence can't be spoken.")
@click.option("-n", "--dry-run", is_flag=True, help="Tell what would be narrated; speak and write nothing.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but what failed.")
@click.option("--json", "as_json", is_flag=True, help="Tell the result as JSON.")
def make(sources: tuple[str, ...], out: str, **flags: Any) -> int:
    """Narrate what is new or changed."""
    return _watched(sources, out, flags) if flags["watch"] else _made(*_prepared(sources, out, flags), out, flags)


def _watched(sources: tuple[str, ...], out: str, flags: dict[str, Any]) -> int:
    """Run after run, each by the plan as it is by then."""
    from narrate.cli.watching import watch

    def places(where: tuple[str, ...]) -> tuple[str, ...]:
        return (*where, str(flags["config"] or _folder(out) / PLAN))

    def run() -> tuple[str, ...]:
        where, plan, order = _prepared(sources, out, flags)
        _made(where, plan, order, out, flags)
        return places(where)

    where, *_ = _prepared(sources, out, flags)
    if STANDARD_INPUT in where:
        raise UsageError("standard input can't be watched", hint="name a folder, a file or an address")
    return watch(places(where), flags["watch"], run)


def _prepared(sources: tuple[str, ...], out: str, flags: dict[str, Any]) -> tuple[tuple[str, ...], Plan, Order]:
    """What is narrated, and how."""
    plan = _plan(out, flags)
    order = _order(plan, flags)
    where = sources or plan.sources
    if not where:
        hint = "narrate podcast ~/articles --out DIR, or `sources` in podcast.toml"
        raise UsageError("there is no source to make a podcast of", hint=hint)
    return where, plan, order


def _folder(out: str) -> Path:
    """The folder of the podcast's plan: where it lies, or here when it lies elsewhere."""
    return Path("." if "://" in out else out)


def _plan(out: str, flags: dict[str, Any]) -> Plan:
    """What `podcast.toml` says, and the flags over it."""
    from dataclasses import replace

    from narrate.cli.names import formats
    from narrate.podcast import config

    plan = config.load(_folder(out), flags["config"])
    changes = {name: flags[name] for name in ("digest", "gone", "most") if flags[name] is not None}
    if flags["formats"]:
        changes["formats"] = formats(flags["formats"])
    if flags["important"]:
        changes["important"] = True
    plan = replace(plan, **changes)
    _check_sound(plan.formats)
    return plan


def _check_sound(formats: tuple[str, ...]) -> None:
    from narrate import plugins
    from narrate.outputs import folders

    if not any(plugins.load("outputs", name).INFO.audio for name in formats):
        raise UsageError("none of the formats is sound", quote=", ".join(formats), hint="name mp3 or m4a too")
    if found := folders(formats):
        raise UsageError(f"{next(iter(found))} is a folder, no file of an episode", hint="leave it out")


def _order(plan: Plan, flags: dict[str, Any]) -> Order:
    from narrate import voices
    from narrate.choices import options
    from narrate.library.run import Order
    from narrate.sources import Choice

    own = {name: flags[name] for name in OWN_SETTINGS}
    chosen = settings.load(own, plan.narrate, str(plan.file or ""))
    options(chosen)  # what can't be is told before anything is listed
    for voice in (chosen.voice, *chosen.cast.values()):
        if voice:
            voices.find(str(voice))
    choice = Choice(
        since=flags["since"] or plan.since,
        most=plan.most,
        match=flags["match"] or plan.match,
        exclude=flags["exclude"] or plan.exclude,
    )
    return Order(settings=chosen, choice=choice, removals=flags["allow_removals"], again=flags["retry"],
                 afresh=flags["afresh"], dry=flags["dry_run"])  # fmt: skip


def _made(where: tuple[str, ...], plan: Plan, order: Order, out: str, flags: dict[str, Any]) -> int:
    """One run, told."""
    from narrate.library.run import run

    begun = time.monotonic()
    quiet = flags["quiet"] or flags["as_json"]
    # a library's own words, such as Ray's about dead workers, are no result
    with Overall(quiet=quiet) as overall, redirect_stdout(sys.stderr):
        outcome = run(out, plan, where, order, hire=_hire(plan, flags), listen=overall, heard=overall.heard)
    took = time.monotonic() - begun
    if flags["as_json"]:
        click.echo(json.dumps(as_json(outcome, took, dry=order.dry), ensure_ascii=False))
    else:
        tell(outcome, out, took, quiet=flags["quiet"], dry=order.dry)
    if outcome.void:
        return SourceError.exit_code
    return 0 if outcome.report.whole else PARTLY_SKIPPED


def _hire(plan: Plan, flags: dict[str, Any]) -> Any:
    address = flags["cluster"] or plan.cluster.get("address", "")
    if not address:
        return None
    from narrate.cluster import hire

    return hire({**plan.cluster, "address": address})
