"""One article, or several as one, becomes an episode's files: what a worker does, on this machine or another.

A worker knows nothing of the index: a `Job` holds all that it needs, a `Done` all that came of it. Whatever it is that
can't be narrated, the answer is a `Done` with problems: one bad article never stops the others.
"""

from __future__ import annotations

import errno
import hashlib
import json
import pickle
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, fields, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from narrate import plugins
from narrate.errors import NarrateError, OutputError, located
from narrate.library.items import Facts, Kept, Problem
from narrate.model import Document, Progress
from narrate.podcast.show import EPISODES
from narrate.slugs import slug

if TYPE_CHECKING:
    from narrate.cache import ClipCache
    from narrate.fetch import Known, Web
    from narrate.model import Narration, Script
    from narrate.pipeline import Options
    from narrate.settings import Settings
    from narrate.store import Store
    from narrate.synthesis import Speakers

DIGITS = 12
"""Hexadecimal digits of an episode's digest in the names of its files."""
SUMMARY = 300
"""Characters of an article's own first sentences that tell what it is about, at least, if it has as many."""
SILENT_SETTINGS = ("jobs", "cache", "cache_limit", "voice_folder", "mirror", "origins", "format", "verify_model")
"""Settings that change nothing of an episode's files."""
SOUNDS = ("intro", "outro", "bed")
"""Settings that name sound files."""
FATAL = {errno.ENOSPC, errno.EROFS, getattr(errno, "EDQUOT", errno.ENOSPC)}
"""Numbers of the system for disks that are full or can't be written to."""
SHARED = 20_000
"""Spoken characters from which on idle workers may help with an article: 20 minutes of speech."""
SCRIPT = "script.pickle"
"""Where a worker leaves the script of a long article for others to help."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """An article to fetch and read, with what its source says of it."""

    where: str
    document: Document | None = None
    title: str = ""
    authors: tuple[str, ...] = ()
    published: str = ""
    language: str = ""
    cover: str = ""
    trusted: bool = True
    known: Known | None = None
    """What is remembered of its address; given only where word that nothing changed is enough."""
    unchanged: bool = False
    """Whether it is as it is known, and was not sent again."""
    problem: Problem | None = None
    """Why it can't be had."""
    retry_after: float = 0.0
    """Seconds that its server asks to wait."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is to be narrated, and how."""

    number: int
    """The article's in the index."""
    parts: tuple[Part, ...]
    settings: Settings
    formats: tuple[str, ...]
    folder: Path
    """On the worker's machine: where files are made before they go to the store; the worker's own to empty."""
    store: str
    """Path or address."""
    cache: Path
    show: str = ""
    """The podcast's title."""
    cover: bytes | None = None
    """The podcast's picture, for articles that have none of their own."""
    title: str = ""
    """Of a digest."""
    important: float = 0.0
    jobs: int = 1
    manner: str = ""
    """Digest of the settings: see `manner`."""
    content: str = ""
    recipe: str = ""
    """Those of the episode that is there already."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """What came of a job: an episode, or word that nothing changed (no `facts`), or problems."""

    number: int
    content: str = ""
    recipe: str = ""
    outline: frozenset[str] = frozenset()
    facts: Facts | None = None
    files: tuple[Kept, ...] = ()
    problems: tuple[Problem, ...] = ()
    known: Known | None = None
    """What its server told of it."""
    link: str = ""
    """Its address, where it was read and nothing else is new of it."""
    fresh: int = 0
    """Characters that an engine spoke for it now."""
    retry_after: float = 0.0
    """Seconds that a server asks to wait."""
    seconds: float = 0.0
    """CPU time that it took."""
    fatal: bool = False
    """Whether it can't go better with another article: the disk is full, or can't be written to."""


def _picture(where: str, source: str, *, trusted: bool) -> bytes | None:
    from narrate.fetch import picture

    return picture(where, source, trusted=trusted)


@dataclass(slots=True)
class Tools:
    """What a worker keeps from one job to the next: open voices above all."""

    picture: Callable[..., bytes | None] = _picture
    """As `fetch.picture`, for covers that articles name."""
    _speakers: dict[str, Speakers] = field(default_factory=dict)

    def speakers(self, settings: Settings) -> Speakers:
        """Voices that stay open, with no memory of how they spoke other articles."""
        from narrate import voices
        from narrate.synthesis import Speakers

        chosen = json.dumps(settings.engines, sort_keys=True, default=str)
        if chosen not in self._speakers:
            self._speakers[chosen] = Speakers(partial(voices.opened, engines=settings.engines))
        return Speakers(self._speakers[chosen].__getitem__)

    def close(self) -> None:
        for speakers in self._speakers.values():
            speakers.close()


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


def problem(error: NarrateError) -> Problem:
    """An error as the index keeps it."""
    return Problem(error=str(error), hint=error.hint, place=str(error.place or ""), exit_code=error.exit_code)


def _worked(job: Job, tools: Tools, listen: Callable[[Progress], None]) -> Done:
    from narrate import pipeline
    from narrate.cache import ClipCache
    from narrate.choices import options
    from narrate.fetch import Web

    web = Web()
    parts = tuple(fetched(part, web) for part in job.parts)
    known = parts[0].known if len(parts) == 1 else None
    content = contents(job.manner, parts)
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
    recipe = _recipe(job, script, cover)
    outline = outlined(script)
    if recipe == job.recipe and not problems:
        link = "" if len(scripts) > 1 else _address(script)
        return Done(number=job.number, content=content, recipe=recipe, outline=outline, known=known, link=link)
    job.folder.mkdir(parents=True, exist_ok=True)
    _share(job, script)
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
        facts=_facts(scripts, script, narration),
        files=_stored(job, article.title, targets),
        problems=(*problems, *_partly(narration)),
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


def manner(settings: Settings, formats: tuple[str, ...], show: str, important: float) -> str:
    """A digest of how articles are narrated: all that makes another episode of the same article.

    Which Narrate it is, is no part of it: a new one does not speak a whole archive again. Raises `OSError` for a sound
    file that can't be read.
    """
    chosen = {item.name: getattr(settings, item.name) for item in fields(settings) if item.name not in SILENT_SETTINGS}
    chosen["engines"] = {
        name: {key: value for key, value in table.items() if "key" not in key} if isinstance(table, dict) else table
        for name, table in settings.engines.items()
    }
    files = [*(chosen[name] for name in SOUNDS), *chosen["lexicon"].split(",")]
    sounds = [_digest(Path(name.strip()).expanduser().read_bytes()) if name.strip() else "" for name in files]
    return _digest(_json([chosen, sounds, formats, show, important]))[:16]


def contents(how: str, parts: tuple[Part, ...]) -> str:
    """A digest of what is narrated and how."""
    return _digest(how.encode(), *(part.document.data if part.document else b"" for part in parts))


def _recipe(job: Job, script: Script, cover: bytes | None) -> str:
    """A digest of all that makes the files what they are: the same recipe gives the same files.

    Where an article stands and how its page looks is no part of it.
    """
    article = script.article
    said = [
        (one.spoken, one.text, one.language, one.voice, one.pause, one.important, one.block.kind, one.block.level)
        for one in script.sentences
    ]
    told = (article.title, article.authors, article.published, article.language, article.site)
    return _digest(_json([job.manner, said, told]), cover or b"")


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, default=str).encode("utf-8", "surrogatepass")


def outlined(script: Script) -> frozenset[str]:
    """Short digests of the paragraphs, by which an article is known again when it has moved and changed a little."""
    texts = {" ".join(block.text.split()) for block in script.article.blocks if block.kind not in ("title", "byline")}
    return frozenset(_digest(text.encode("utf-8", "surrogatepass"))[:8] for text in texts if text)


def _share(job: Job, script: Script) -> None:
    """Leave a long article's script for others to help."""
    if job.jobs == 1 and sum(len(one.spoken) for one in script.sentences) >= SHARED:
        aside = job.folder / f"{SCRIPT}.part"
        aside.write_bytes(pickle.dumps(script))
        aside.replace(job.folder / SCRIPT)


def _facts(scripts: list[Script], script: Script, narration: Narration) -> Facts:
    article = script.article
    several = len(scripts) > 1
    return Facts(
        title=article.title,
        seconds=narration.timeline.seconds(narration.timeline.length),
        published=article.published,
        authors=article.authors,
        language=article.language,
        summary="; ".join(one.article.title for one in scripts) if several else _summary(script),
        link="" if several else _address(script),
        voices=tuple(dict.fromkeys(one.voice for one in script.sentences if one.voice)),
        sources=tuple((one.article.title, _address(one)) for one in scripts) if several else (),
    )


def _address(script: Script) -> str:
    source = script.article.source
    return source if source.startswith(("http://", "https://")) else ""


def _summary(script: Script) -> str:
    """The article's first sentences."""
    text = ""
    for sentence in script.sentences:
        if sentence.block.kind in ("paragraph", "quote", "item"):
            text = f"{text} {' '.join(sentence.text.split())}".strip()
            if len(text) >= SUMMARY:
                break
    return text


def _stored(job: Job, title: str, targets: dict[str, Path]) -> tuple[Kept, ...]:
    """Put the finished files into the store, by names that tell their bytes: what is there is never written over."""
    from narrate.store import open_store

    digests = {name: _file_digest(path) for name, path in targets.items()}
    stem = f"{EPISODES}/{slug(title)}-{_digest(*(one.encode() for one in digests.values()))[:DIGITS]}"
    store: Store = open_store(job.store)
    files = []
    for name, path in targets.items():
        info = plugins.load("outputs", name).INFO
        kept = Kept(
            format=name,
            name=stem + info.suffix,
            size=path.stat().st_size,
            sha256=digests[name],
            media_type=info.media_type,
        )
        if not _is_there(store, kept):
            store.put(path, kept.name)
        files.append(kept)
    return tuple(files)


def _is_there(store: Store, kept: Kept) -> bool:
    """Whether a file is in its folder already, byte for byte: it then keeps its time."""
    if store.local is None or store.stat(kept.name) is None:
        return False
    try:
        return _file_digest(store.local / kept.name) == kept.sha256
    except OSError:
        return False


def _partly(narration: Narration) -> Iterator[Problem]:
    """Sentences that are not in the sound."""
    for one in narration.skipped:
        place = str(one.sentence.block.anchor)
        yield Problem(error=f"not spoken: “{one.sentence.text}”: {one.reason}", place=place, exit_code=7)


def _digest(*pieces: bytes) -> str:
    digest = hashlib.sha256()
    for piece in pieces:
        digest.update(len(piece).to_bytes(8, "big") + piece)
    return digest.hexdigest()


def _file_digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def help_with(folder: Path, job: Job, tools: Tools, stop: Callable[[], bool]) -> int:
    """Speak parts of a long article into the cache, from its end on, for the worker that narrates it from its start.

    Several helpers share the work by files that say which stretch is taken. Returns the characters spoken.
    """
    from narrate import pipeline
    from narrate.cache import ClipCache
    from narrate.choices import options

    try:
        script: Any = pickle.loads((folder / SCRIPT).read_bytes())
    except (OSError, EOFError, pickle.UnpicklingError):
        return 0  # it is finished by now
    chosen = options(job.settings, important=job.important)
    cache: ClipCache = ClipCache(job.cache)

    def taken(number: int) -> bool:
        try:
            (folder / f"ahead-{number}").touch(exist_ok=False)
        except OSError:
            return True
        return stop()

    speakers = tools.speakers(job.settings)
    return pipeline.speak_ahead(script, job.formats, chosen, cache=cache, speakers=speakers, taken=taken)
