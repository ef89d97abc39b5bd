"""The documents tell the truth: commands exist, a page is what the program says, links lead somewhere."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from dataclasses import fields
from pathlib import Path

import click
import pytest

from narrate import plugins
from narrate.audio.codec import decoded
from narrate.audio.loudness import Meter
from narrate.cli.main import DEFAULT, cli
from narrate.errors import NarrateError
from narrate.presets import PRESETS
from narrate.settings import Settings
from narrate.text.policy import WAYS
from narrate.text.spoken.conventions import choices

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")), *sorted((ROOT / "benchmarks").glob("*.md"))]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def shown_commands() -> list[str]:
    """Lines of the README that call `narrate`, without prompts, pipes and comments."""
    blocks = "\n".join(re.findall(r"```(?:sh|console)\n(.*?)```", README, re.DOTALL))
    lines = (line.partition("#")[0].rpartition("|")[2].removeprefix("$").strip() for line in blocks.splitlines())
    return [line for line in lines if line.startswith("narrate ")]


@pytest.mark.parametrize("line", shown_commands())
def test_commands_in_the_readme_are_understood_by_the_program(line: str) -> None:
    arguments = shlex.split(line)[1:]
    context = click.Context(cli, info_name="narrate")
    name = arguments.pop(0) if arguments[0] in cli.list_commands(context) else DEFAULT
    command = cli.get_command(context, name)
    assert command is not None
    command.make_context(name, arguments, parent=context)


def test_the_readme_shows_commands_at_all() -> None:
    assert len(shown_commands()) > 8


def test_the_page_of_the_command_line_is_what_the_program_says() -> None:
    subprocess.run([sys.executable, str(ROOT / "docs" / "make_cli.py"), "--check"], check=True)


def test_every_command_has_help_for_itself_and_each_option() -> None:
    context = click.Context(cli, info_name="narrate")
    for name in cli.list_commands(context):
        command = cli.get_command(context, name)
        assert command is not None
        assert command.help, name
        assert all(option.help for option in command.params if isinstance(option, click.Option)), name


def test_the_readme_names_every_engine_and_format_that_there_is() -> None:
    for name in plugins.names("engines"):
        assert f"`{name}`" in README, name
    for output in plugins.every("outputs"):
        assert output.INFO.name in README, output.INFO.name


def test_the_readme_tells_every_exit_code() -> None:
    codes = {NarrateError.exit_code} | {kind.exit_code for kind in all_errors(NarrateError)}
    told = README[README.index("Exit codes:") :][:300]
    assert all(re.search(rf"\b{code} \w", told) for code in codes)


def all_errors(kind: type[NarrateError]) -> set[type[NarrateError]]:
    found = set(kind.__subclasses__())
    return found.union(*(all_errors(child) for child in found))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_between_documents_lead_somewhere(page: Path) -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8")):
        assert (page.parent / target).exists(), f"{page.name}: {target}"


def test_the_forty_lines_make_a_wav_file_as_loud_as_asked_for(tmp_path: Path) -> None:
    target = tmp_path / "mill.wav"
    program = [sys.executable, str(ROOT / "docs" / "forty_lines.py"), str(ROOT / "samples" / "quiet-mill.md")]
    subprocess.run([*program, str(target)], check=True, cwd=ROOT, stdout=subprocess.DEVNULL)
    meter = Meter(24_000)
    for pcm in decoded(target, 24_000):
        meter.feed(pcm)
    assert meter.result().integrated == pytest.approx(-16, abs=1)
    assert meter.result().true_peak <= -1 + 0.1


def test_the_page_about_reading_names_every_way_of_every_kind_and_convention() -> None:
    page = (ROOT / "docs" / "reading.md").read_text(encoding="utf-8")
    rows = [re.split(r"\s*\|\s*", line.strip("| ")) for line in page.splitlines() if line.startswith("| `")]
    told = {name: row[1] for row in rows for name in re.findall(r"`(\w+)`", row[0])}
    for kind, ways in WAYS.items():
        assert told[kind] == ", ".join(ways)
    for name, ways in choices().items():
        assert told[name] == ", ".join(str(way).lower() if isinstance(way, bool) else way for way in ways)


def test_the_readme_names_every_setting() -> None:
    told = README[README.index("**Settings**") :]
    assert all(f"`{item.name}`" in told for item in fields(Settings) if item.name != "origins")


def test_the_page_about_online_voices_names_every_setting_of_every_engine() -> None:
    page = (ROOT / "docs" / "online.md").read_text(encoding="utf-8")
    for engine in plugins.every("engines"):
        section = page.partition(f"## Settings of `{engine.INFO.name}`")[2].partition("\n## ")[0]
        told = {row[1].strip("` "): row[2].strip() for line in section.splitlines() if len(row := line.split("|")) == 4}
        assert engine.INFO.settings.items() <= told.items(), engine.INFO.name


def test_the_page_about_sound_names_every_preset_and_setting() -> None:
    page = (ROOT / "docs" / "sound.md").read_text(encoding="utf-8")
    assert all(f"| `{name}` |" in page for name in PRESETS)
    for output in plugins.every("outputs"):
        for key, choice in output.INFO.settings.items():
            row = (f"`{output.INFO.name}`", f"`{key}`", choice.what, ", ".join(map(str, choice.values)), choice.usual)
            assert f"| {' | '.join(map(str, row))} |" in page
