"""A run of the default command: its articles one by one, from what was chosen to what is reported."""

from __future__ import annotations

import json
import time
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from narrate import settings
from narrate.cli import joining, names
from narrate.cli.options import TEXT_SETTINGS, wanted
from narrate.cli.progress import Bar
from narrate.cli.words import duration, say_note, say_warning
from narrate.errors import PARTLY_SKIPPED, OutputError, UsageError, located
from narrate.model import STANDARD_INPUT

if TYPE_CHECKING:
    from narrate.cache import ClipCache
    from narrate.model import Narration, Script
    from narrate.pipeline import Options
    from narrate.verify import Ear

OWN_SETTINGS = (
    "speed", "format", "jobs", "on_error", "fallback", "fallback_by", "verify_model", "preset", "intro", "outro", "bed"
)  # fmt: skip


class Job:
    """One run of the command, over all its articles."""

    def __init__(self, flags: dict[str, Any], *, several: bool) -> None:
        self._flags, self._several = flags, several
        kept = {name: flags[name] for name in (*OWN_SETTINGS, *TEXT_SETTINGS)}
        self._settings = settings.load(kept)
        self._output: str | None = flags["output"]
        self._formats = self._wanted()
        self.cache = self._open_cache()
        self._made: set[Path] = set()
        self._ear: Ear | None = None

    def _wanted(self) -> tuple[str, ...]:
        wanted = self._settings.format
        if self._output and not self._flags["format"] and not self._several:
            wanted = names.by_suffix(Path(self._output)) or wanted
        if self._flags["captions"]:
            wanted += ",vtt"
        with located("" if self._flags["format"] else self._settings.origins.get("format", "")):
            return names.formats(wanted)

    def _open_cache(self) -> ClipCache:
        from narrate.cache import ClipCache

        return ClipCache(settings.cache_folder(self._settings), round(self._settings.cache_limit * 1e9))

    def _options(self) -> Options:
        from narrate import choices

        made = choices.options(
            self._settings, formats=self._formats, **wanted(self._flags), overwrite=self._flags["force"]
        )
        if self._flags["verify"] and self._ear is None:
            from narrate.verify import whisper

            self._ear = whisper(self._settings.verify_model)
        return replace(made, ear=self._ear)

    def run(self, sources: tuple[str, ...]) -> int:
        """Narrate one article, or several as one; returns the exit code."""
        from narrate import pipeline
        from narrate.outputs import folders
        from narrate.staging import check_all

        begun = time.monotonic()
        options = self._options()
        work = joining.prepared(sources, options, self._flags)
        for _, error in work.left_out:
            say_warning(f"left out: {error}")
        script = work.script
        source = sources[0] if len(sources) == 1 else STANDARD_INPUT  # several are named by their title
        targets = names.targets(source, script.article.title, self._output, self._formats, several=self._several)
        known = folders(targets)
        check_all(targets, known, overwrite=True)
        if self._flags["dry_run"]:
            self._foretell(work, targets, options)
            return PARTLY_SKIPPED if work.left_out else 0
        self._check_apart(sources, targets)
        check_all(targets, known, overwrite=options.overwrite)
        options = replace(options, cover=_cover(self._flags["cover"], script))
        title = script.article.title or sources[0]
        fresh = 0

        def listen(progress: Any) -> None:
            nonlocal fresh
            fresh = max(fresh, progress.fresh)
            bar(progress)

        with Bar(_short(title), quiet=self._flags["quiet"] or self._flags["as_json"]) as bar:
            narration = pipeline.narrate(script, targets, options, cache=self.cache, listen=listen)
        self._made |= {path.resolve() for path in targets.values()}
        self._report(work, narration, targets, time.monotonic() - begun, fresh)
        if self._flags["play"]:
            self._play(targets)
        return PARTLY_SKIPPED if narration.skipped or narration.doubts or work.left_out else 0

    def _check_apart(self, sources: tuple[str, ...], targets: dict[str, Path]) -> None:
        """Raise when a file would replace the article or what was just made of another one: --force means neither."""
        for path in targets.values():
            if path.resolve() in self._made:
                hint = "narrate the two into different folders with -o"
                raise OutputError("another article of this run is there already", place=str(path), hint=hint)
            if any(path.exists() and Path(source).exists() and path.samefile(source) for source in sources):
                raise UsageError("this is the article itself", place=str(path), hint="-o names another file")

    def _report(
        self, work: joining.Prepared, narration: Narration, targets: dict[str, Path], took: float, fresh: int
    ) -> None:
        from narrate.choices import mastering
        from narrate.cli import report

        for skipped in narration.skipped:
            say_warning(f"{skipped.sentence.block.anchor}: not spoken: “{skipped.sentence.text}”: {skipped.reason}")
        for one in narration.taken_over:
            what = "the article" if one.whole else f"“{one.sentence.text}”"
            say_warning(f"{one.sentence.block.anchor}: {one.by} spoke {what}: {one.voice}: {one.reason}")
        for doubt in narration.doubts:
            what = f"{doubt.fault}: “{doubt.sentence.text}”"
            say_warning(f"{doubt.sentence.block.anchor}: {what}: there is “{doubt.heard}” in its place")
        if self.cache.problem:
            say_warning(self.cache.problem)
        for warning in report.unmet(narration, mastering(self._settings)[0]):
            say_warning(warning)
        if self._flags["as_json"]:
            told = report.as_json(work.sources[0], narration, targets, took, fresh, self._settings.preset)
            return self.tell({**told, **work.as_json()} if self._flags["join"] else told)
        if self._flags["quiet"]:
            return None
        for path in targets.values():
            click.echo(str(path))
        return say_note(report.in_words(narration, targets, took))

    def _foretell(self, work: joining.Prepared, targets: dict[str, Path], options: Options) -> None:
        from narrate.cli import report

        script = work.script
        seconds = report.estimate(script, options.manner.speed)
        cost = report.cost(script, options.manner.speed, options.engines)
        if self._flags["as_json"]:
            told = report.foretold(script, targets, seconds, cost)
            return self.tell({**told, **work.as_json()} if self._flags["join"] else told)
        if self._flags["quiet"]:
            return None
        for path in targets.values():
            click.echo(f"{path}{' (exists)' if path.exists() else ''}")
        voices = ", ".join(report.voices(script))
        price = f", {cost.in_words()}" if cost else ""
        return say_note(f"about {duration(seconds)}, {len(script.sentences)} sentences, voice {voices}{price}")

    def tell(self, result: dict[str, Any]) -> None:
        """A line of JSON, if that was asked for."""
        if self._flags["as_json"]:
            click.echo(json.dumps(result, ensure_ascii=False))

    @staticmethod
    def _play(targets: dict[str, Path]) -> None:
        from narrate import plugins
        from narrate.cli.play import play

        for name, path in targets.items():
            if plugins.load("outputs", name).INFO.audio:
                return play(path)
        return None


def _cover(chosen: Path | None, script: Script) -> bytes | None:
    """The picture that was chosen, else the article's own; raises `UsageError` for a bad choice."""
    from narrate.fetch import picture

    if chosen is None:
        return picture(script.article.cover, script.article.source)
    found = picture(str(chosen.absolute()), "")
    if found is None:
        raise UsageError("this is no JPEG or PNG picture that can be read", place=str(chosen), hint="convert it first")
    return found


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= 32 else flat[:31].rstrip() + "…"
