"""`narrate ARTICLE...`: the default command."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from narrate.cli import joining
from narrate.cli.job import Job
from narrate.cli.options import complete_format, text_options
from narrate.cli.words import say_error
from narrate.errors import PARTLY_SKIPPED, NarrateError, as_dict
from narrate.presets import PRESETS
from narrate.settings import FALLBACK_BY, FASTEST, ON_ERROR, SLOWEST


@click.command()
@click.argument("articles", nargs=-1, required=True, metavar="ARTICLE...", type=click.Path())
@click.option("-o", "--output", type=click.Path(), help="File to write, or folder for several.")
@click.option(
    "-f", "--format", metavar="NAMES", shell_complete=complete_format,
    help="Formats to make, separated by commas; mp3 if not given. `narrate formats` lists them.",
)  # fmt: skip
@text_options
@click.option(
    "--speed", type=click.FloatRange(SLOWEST, FASTEST), help="1.0 is the voice's own pace, 2.0 twice as fast."
)
@click.option("--verify", is_flag=True, help="Listen to the result and tell which sentences can't be heard.")
@click.option("--verify-model", metavar="NAME", help="Whisper's size (base), or a folder with its files.")
@click.option("--captions", is_flag=True, help="Write WebVTT captions beside the sound.")
@click.option("--cover", type=click.Path(path_type=Path), help="Picture (JPEG or PNG) to put into the file.")
@click.option("--intro", metavar="FILE", help="Sound file to open with, such as a jingle.")
@click.option("--outro", metavar="FILE", help="Sound file to close with.")
@click.option("--bed", metavar="FILE", help="Sound file to lie under the title.")
@click.option(
    "--preset", type=click.Choice(tuple(PRESETS)), help="How loud it is, by where it goes; podcast if not given."
)
@click.option("--join", is_flag=True, help="Put all articles into one file, with a chapter for each.")
@click.option("--title", metavar="WORDS", help="The file's title, if not the article's own.")
@click.option(
    "--author", metavar="NAME", multiple=True, help="The file's author, if not the article's; may be repeated."
)
@click.option("--play", is_flag=True, help="Play the result.")
@click.option("-n", "--dry-run", is_flag=True, help="Tell what would be made and how long it would be; speak nothing.")
@click.option("--force", is_flag=True, help="Replace files that exist.")
@click.option(
    "--on-error", type=click.Choice(ON_ERROR), help="When a sentence can't be spoken: stop, skip it, or fall back."
)
@click.option("--fallback", metavar="NAMES", help="Voices or engines to fall back to; behind them the best installed.")
@click.option("--fallback-by", type=click.Choice(FALLBACK_BY), help="Fall back for the whole article, or a sentence.")
@click.option("-j", "--jobs", type=click.IntRange(1), help="Workers that speak at once; one a core if not given.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
@click.option("--json", "as_json", is_flag=True, help="Tell the result as JSON, a line for each article.")
def read(articles: tuple[str, ...], **flags: Any) -> int:
    """Narrate articles: files, addresses, or - for standard input.

    Each becomes one sound file named after it, in this folder; standard input and addresses are named by their title.
    Existing files are never replaced unless --force is given. What was spoken is kept, so that a second run, or one
    that goes on after an interruption, speaks only what is new.
    """
    joining.check(flags, len(articles))
    works = [articles] if flags["join"] else [(source,) for source in articles]
    job = Job(flags, several=len(works) > 1)
    codes = []
    for sources in works:
        try:
            codes.append(job.run(sources))
        except NarrateError as error:
            if len(works) == 1:
                raise
            say_error(error)
            job.tell(as_dict(sources[0], error))
            codes.append(error.exit_code)
    job.cache.prune()
    failed = [code for code in codes if code]
    if not failed:
        return 0
    return failed[0] if len(failed) == len(codes) and len(set(failed)) == 1 else PARTLY_SKIPPED
