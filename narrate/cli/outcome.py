"""What a run of `narrate podcast` came to, told in words or as JSON."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from narrate.cli.words import duration, say_error, say_note, say_warning
from narrate.errors import NarrateError
from narrate.model import passwordless

if TYPE_CHECKING:
    from narrate.library.items import Problem
    from narrate.library.run import Outcome


def tell(outcome: Outcome, out: str, took: float, *, quiet: bool, dry: bool) -> None:
    """In words: the feed's place on stdout, all else on stderr."""
    report = outcome.report
    for problem in report.sources:
        _warn(problem)
    for problems in (*report.failed.values(), *report.partly.values()):
        for problem in problems:
            _warn(problem)
    if report.kept_back:
        say_warning(f"{report.kept_back} articles are gone at once: they are kept; --allow-removals lets them go")
    if quiet:
        return None
    if dry:
        for task in outcome.tasks:
            click.echo(task.job.title or passwordless(task.job.parts[0].where))
        gone = f", {len(report.gone)} gone from their source" if report.gone else ""
        return say_note(f"{len(outcome.tasks)} to narrate, {report.unchanged} as they are{gone}")
    if outcome.changed:
        click.echo(str(Path(out) / "feed.xml") if "://" not in out else f"{out.rstrip('/')}/feed.xml")
    return say_note(_in_words(outcome, took))


def _in_words(outcome: Outcome, took: float) -> str:
    report = outcome.report
    episodes = f"{outcome.episodes} episode{'' if outcome.episodes == 1 else 's'}"
    parts = [f"{episodes}, {len(report.made)} new or changed, in {duration(took)}"]
    for count, words in (
        (len(report.failed), "failed"),
        (len(report.partly), "incomplete"),
        (len(report.waiting), "failed before and wait to be tried again (--retry)"),
        (len(report.gone), "gone from their source"),
        (len(report.sources), "source with trouble" if len(report.sources) == 1 else "sources with trouble"),
    ):
        if count:
            parts.append(f"{count} {words}")
    return ", ".join(parts)


def _warn(problem: Problem) -> None:
    say_error(NarrateError(problem.error, hint=problem.hint))


def as_json(outcome: Outcome, took: float, *, dry: bool) -> dict[str, Any]:
    """`--json`."""
    from dataclasses import asdict

    report = outcome.report
    told = {
        "episodes": outcome.episodes,
        "made": report.made,
        "unchanged": report.unchanged,
        "failed": [{"number": number, **asdict(one)} for number, all_ in report.failed.items() for one in all_],
        "incomplete": [{"number": number, **asdict(one)} for number, all_ in report.partly.items() for one in all_],
        "waiting": [{"number": number, "due": due} for number, due in report.waiting.items()],
        "sources": [asdict(one) for one in report.sources],
        "gone": report.gone,
        "kept_back": report.kept_back,
        "characters_spoken_now": report.characters,
        "cpu_seconds": round(report.cpu, 2),
        "took_seconds": round(took, 2),
        "files_written": outcome.changed,
    }
    return {"to_narrate": [passwordless(task.job.parts[0].where) for task in outcome.tasks], **told} if dry else told
