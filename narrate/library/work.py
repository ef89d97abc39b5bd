"""One article, or several as one, becomes an episode's files: what a worker does, on this machine or another.

A worker knows nothing of the index: a `Job` holds all that it needs, a `Done` all that came of it. Whatever it is that
can't be narrated, the answer is a `Done` with problems: one bad article never stops the others.
"""

from __future__ import annotations

import errno
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from narrate import plugins
from narrate.errors import NarrateError, OutputError, located
from narrate.library import finished, helping, recipes
from narrate.library.items import Problem
from narrate.library.jobs import Done, Job, Part, problem
from narrate.library.tools import Tools
from narrate.model import Progress

if TYPE_CHECKING:
    from narrate.fetch import Web
    from narrate.model import Script
    from narrate.pipeline import Options


FATAL = {errno.ENOSPC, errno.EROFS, getattr(errno, "EDQUOT", errno.ENOSPC)}
"""Numbers of the system for disks that are full or can't be written to."""


def work(job: Job, tools: Tools, listen: Callable[[Progress], None]) -> Done:
    """Narrate; raises nothing but what ends a worker."""
    import time

    begun = time.process_time()
    try:
        done = _worked(job, tools, listen)
    except NarrateError as error:
        wait = getattr(error, "retry_after", 0.0)
        fatal = _fatal(error, job.store)
        done = Done(number=job.number, problems=(problem(fatal or error),), retry_after=wait, fatal=bool(fatal))
    except OSError as error:
        told = OutputError(error.strerror or str(error), place=str(error.filename or _where(job)))
        fatal = _fatal(error, job.store)
        done = Done(number=job.number, problems=(problem(fatal or told),), fatal=bool(fatal))
    except Exception as error:  # a fault of ours or of a library's: this article fails, the others go on
        what = f"an error that should not happen: {type(error).__name__}: {error}"
        done = Done(number=job.number, problems=(problem(NarrateError(what, place=_where(job), hint="report it")),))
    return replace(done, seconds=time.process_time() - begun)


def _fatal(error: BaseException | None, store: str) -> OutputError | None:
    """What goes wrong with every file, if that is what went wrong."""
    from narrate.store.trouble import told

    while error is not None:
        if isinstance(error, OSError) and error.errno in FATAL:
            try:
                with told(store):
                    raise error
            except OutputError as known:
                return known
        error = error.__cause__ or error.__context__
    return None


def _where(job: Job) -> str:
    return job.title or job.parts[0].where


def _worked(job: Job, tools: Tools, listen: Callable[[Progress], None]) -> Done:
    from narrate import pipeline
    from narrate.cache import ClipCache
    from narrate.choices import options
    from narrate.fetch import Web

    web = Web()
    parts = tuple(fetched(part, web) for part in job.parts)
    known = parts[0].known if len(parts) == 1 else None
    content = recipes.contents(job.manner, parts)
    wait = max(part.retry_after for part in parts)
    if all(part.unchanged for part in parts) or content == job.content:
        return Done(number=job.number, content=job.content, recipe=job.recipe, known=known)
    chosen = options(job.settings, important=job.important, jobs=job.jobs)
    scripts, problems = _scripts(job, parts, chosen)
    if not scripts:
        return Done(number=job.number, problems=tuple(problems), retry_after=wait)
    script = _whole(job, scripts, chosen)
    article = script.article
    cover = tools.picture(article.cover, article.source, trusted=all(part.trusted for part in parts))
    recipe = recipes.recipe(job, script, cover)
    outline = recipes.outlined(script)
    if recipe == job.recipe and not problems:
        link = "" if len(scripts) > 1 else finished.address(script)
        return Done(number=job.number, content=content, recipe=recipe, outline=outline, known=known, link=link)
    job.folder.mkdir(parents=True, exist_ok=True)
    helping.share(job, script)
    targets = {name: job.folder / f"episode{plugins.load('outputs', name).INFO.suffix}" for name in job.formats}
    fresh = 0

    def told(progress: Progress) -> None:
        nonlocal fresh
        fresh = max(fresh, progress.fresh)
        listen(progress)

    narration = pipeline.narrate(
        script,
        targets,
        replace(chosen, cover=cover or job.cover, overwrite=True),
        cache=ClipCache(job.cache),
        listen=told,
        speakers=tools.speakers(job.settings),
    )
    return Done(
        number=job.number,
        content=content,
        recipe=recipe,
        outline=outline,
        facts=finished.facts(scripts, script, narration),
        files=finished.stored(job, article.title, targets),
        problems=(*problems, *finished.missing(narration)),
        fresh=fresh,
        retry_after=wait,
        known=known,
    )


def fetched(part: Part, web: Web) -> Part:
    """The part with its document, or word that it has not changed, or why it can't be had."""
    from narrate.fetch import fetch, is_address

    if part.document is not None or part.unchanged or part.problem is not None:
        return part
    try:
        if not is_address(part.where):
            return replace(part, document=fetch(part.where))
        answer = web.get(part.where, known=part.known, trusted=part.trusted)
    except NarrateError as error:
        return replace(part, problem=problem(error), retry_after=getattr(error, "retry_after", 0.0) or 0.0)
    return replace(part, document=answer.document, known=answer.known, unchanged=answer.document is None)


def _scripts(job: Job, parts: tuple[Part, ...], chosen: Options) -> tuple[list[Script], list[Problem]]:
    """The scripts of the articles that can be read, and why the others can't."""
    from narrate.pipeline import write_script

    scripts: list[Script] = []
    problems = [part.problem for part in parts if part.problem is not None]
    for part in parts:
        if part.document is None:
            continue
        try:
            with located(part.where):
                script = write_script(part.document, chosen)
        except NarrateError as error:
            problems.append(problem(error))
            continue
        own = script.article
        article = replace(
            own,
            title=own.title or part.title or Path(part.where).stem,
            authors=own.authors or part.authors,
            published=own.published or part.published,
            cover=own.cover or part.cover,
            site=job.show or own.site,
        )
        scripts.append(replace(script, article=article))
    return scripts, problems


def _whole(job: Job, scripts: list[Script], chosen: Options) -> Script:
    """The article's script, or that of a digest: its contents, then all articles with a chapter each."""
    from narrate.pipeline import script_of
    from narrate.text.contents import contents as spoken_contents
    from narrate.text.join import joined

    if not job.title:
        return scripts[0]
    titles = [script.article.title for script in scripts]
    first = script_of(spoken_contents(job.title, titles, scripts[0].article.language), (), chosen)
    first = replace(first, article=replace(first.article, site=job.show, published=scripts[-1].article.published))
    return joined([first, *scripts], title=job.title, authors=(job.show,))
