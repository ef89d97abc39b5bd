"""The `narrate` command: its group, the default command, and the one place where errors become words."""

from __future__ import annotations

import importlib
import os
import signal
import sys
from io import TextIOWrapper
from pathlib import Path
from typing import Any, NoReturn

import click
from click.shell_completion import CompletionItem

from narrate import __version__
from narrate.cli.words import say_error, say_note
from narrate.errors import INTERRUPTED, NarrateError

# Before numpy comes in: its own threads would spin beside our workers for a fifth of all CPU time, and win nothing.
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

DEFAULT = "read"
COMMANDS = {
    "read": "narrate.cli.read:read",
    "captions": "narrate.cli.render:captions",
    "clean": "narrate.cli.clean:clean",
    "doctor": "narrate.cli.doctor:doctor",
    "formats": "narrate.cli.formats:formats",
    "lexicon": "narrate.cli.lexicon:lexicon",
    "library": "narrate.cli.library:library",
    "podcast": "narrate.cli.podcast:podcast",
    "render": "narrate.cli.render:render",
    "voices": "narrate.cli.voices:voices",
}
TERMINATED = 143


class Narrate(click.Group):
    """A group whose `read` command may go unnamed, and whose commands are imported when asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        command: click.Command = getattr(importlib.import_module(module), name)
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        if args and args[0] not in COMMANDS and args[0] not in {"--help", "-h", "--version"}:
            args = [DEFAULT, *args]
        return super().parse_args(ctx, args)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_usage(ctx.command_path, "[OPTIONS] ARTICLE...")
        formatter.write_usage(ctx.command_path, "COMMAND [OPTIONS]...", prefix="       ")

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """The default command's options are shown as the program's own."""
        read = self.get_command(ctx, DEFAULT)
        assert read is not None
        hidden = {"--help"}
        rows = [param.get_help_record(ctx) for param in read.get_params(ctx) if not hidden & {*param.opts}]
        own = [param.get_help_record(ctx) for param in self.get_params(ctx)]
        with formatter.section("Options"):
            formatter.write_dl([row for row in [*rows, *own] if row])
        self.format_commands(ctx, formatter)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Commands, and what the default command takes: its options, or files."""
        read = self.get_command(ctx, DEFAULT)
        assert read is not None
        own = super().shell_complete(ctx, incomplete)
        others = read.shell_complete(click.Context(read, parent=ctx), incomplete)
        files = [] if incomplete.startswith("-") else [CompletionItem(incomplete, type="file")]
        return [*own, *(item for item in others if item.value not in {one.value for one in own}), *files]


@click.group(
    cls=Narrate,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    no_args_is_help=True,
)
@click.version_option(__version__, prog_name="narrate", message="%(prog)s %(version)s")
def cli() -> None:
    """Turn articles into narrated audio, offline.

    An ARTICLE is a saved web page, a Markdown or text file (a whole page pasted into it will do), the address of a
    page, or - for standard input.

    \b
      narrate article.html                    article.mp3, in this folder
      narrate page.txt -o walk.m4b            an audiobook file
      narrate *.html --format mp3,opus -o out several, each in two formats
      narrate clean --explain article.html    what is read, what is left out, and why
    """


def main() -> NoReturn:
    """Run the command line; never shows a traceback unless `NARRATE_DEBUG` is set."""
    sys.exit(_run())


class _Interrupts:
    """What Ctrl-C does: end in good order; asked again, say what is waited for; and then end at once."""

    count = 0

    def __call__(self, *_: object) -> None:
        self.count += 1
        if self.count == 1:
            raise KeyboardInterrupt
        if self.count > 2:
            os._exit(INTERRUPTED)
        os.write(2, b"\nfinishing the sentences in hand; once more ends at once\n")


def _terminate(*_: object) -> None:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)  # a second one would break off the tidying up
    sys.exit(TERMINATED)


def _listen_for_signals() -> None:
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:  # else somebody wants it ignored
        signal.signal(signal.SIGINT, _Interrupts())
    if hasattr(signal, "SIGTERM"):
        signal.signal(signal.SIGTERM, _terminate)


def _hint_at_dashes(error: click.ClickException) -> None:
    """A file whose name begins like an option's is none until it stands behind `--`."""
    files = [name for name in sys.argv[1:] if name.startswith("-") and name != "-" and Path(name).is_file()]
    if isinstance(error, click.UsageError) and files and "--" not in sys.argv:
        say_note(f"\nhint: for the file of that name, narrate -- {files[0]}")


def _run() -> int:
    _listen_for_signals()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")  # letters that the terminal does not know are no failure
    try:
        code: Any = cli.main(standalone_mode=False)
    except NarrateError as error:
        say_error(error)
        return error.exit_code
    except click.ClickException as error:
        error.show()
        _hint_at_dashes(error)
        return error.exit_code
    except (KeyboardInterrupt, click.Abort):
        say_note("interrupted; what was spoken is kept, and the same command goes on from there")
        return INTERRUPTED
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except Exception as error:
        if os.environ.get("NARRATE_DEBUG"):
            raise
        say_error(
            NarrateError(f"this should not happen: {type(error).__name__}: {error}", hint="NARRATE_DEBUG=1 shows where")
        )
        return 1
    return code if isinstance(code, int) else 0
