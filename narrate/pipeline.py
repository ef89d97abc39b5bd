"""Article in, narration out: the one path that the command line, batches and the player share."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import nullcontext
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from narrate import plugins, voices
from narrate.casting import casting, offered
from narrate.division import divided, utterances
from narrate.encoding import write_others
from narrate.errors import SourceError
from narrate.model import Article, Document, Narration, Removed, Script
from narrate.options import Options as Options
from narrate.outputs import folders, tells_words
from narrate.recording import MASTER, Listener, Recording
from narrate.staging import Staged
from narrate.synthesis import Speakers, named, spoken_ahead
from narrate.text.script import prepare

if TYPE_CHECKING:
    from narrate.cache import ClipCache

STRETCH = 8
"""Utterances that are spoken ahead in one go: some ten seconds of work at most."""
SHARE = 3
"""Of so many stretches, one is left to who narrates; encoding takes about a third of the time that speaking does."""
LOSSLESS = "flac"
"""The output that makes the master."""


def write_script(document: Document, options: Options, *, empty: bool = False) -> Script:
    """Read, clean and word an article; raises `SourceError` when at most its title is left, unless `empty` is fine."""
    from narrate.readers import read
    from narrate.text.clean import clean
    from narrate.text.policy import dropped, kept

    found = read(document)
    whole = options.preparation.whole
    if whole is not None and any(block.anchor.part for block in found.blocks):  # a book
        options = replace(options, preparation=replace(options.preparation, reading=whole))
    reading = options.preparation.reading
    article, removed = clean(found, keep=kept(reading), drop=dropped(reading))
    script = script_of(article, removed, options)
    bodiless = bool(removed) and all(block.kind in ("title", "byline") for block in article.blocks)
    if (not script.sentences or bodiless) and not empty:
        raise SourceError(
            "only the title of it is left" if script.sentences else "there is no article text in it",
            place=document.source,
            hint="`narrate clean --explain` shows what was left out and why",
        )
    return script


def script_of(article: Article, removed: tuple[Removed, ...], options: Options) -> Script:
    """Word an article that was cleaned."""
    from narrate.text.important import DEFAULT_SHARE, marked, only_important
    from narrate.text.part import part

    chosen = options.preparation
    if chosen.language:
        article = replace(article, language=chosen.language)
    wished = offered(article.cast)
    own = wished.pop("", "")
    cast = casting(
        article.language, options.voice or own, {**wished, **options.roles}, article.blocks, options.defaults
    )
    script = prepare(article, removed, cast=cast, chosen=chosen)
    script = marked(script, options.important or DEFAULT_SHARE)
    script = part(script, options.begin, options.finish)
    return only_important(script) if options.important else script


def narrate(
    script: Script,
    targets: dict[str, Path],
    options: Options,
    *,
    cache: ClipCache,
    listen: Listener | None = None,
    speakers: Speakers | None = None,
) -> Narration:
    """Speak a script and write the files asked for (output name -> path), all of them or none.

    Voices are opened and closed unless `speakers` holds some that stay open.
    """
    outputs = {name: plugins.load("outputs", name) for name in targets}
    options = _with_words(options, targets)
    sound = {name: output for name, output in outputs.items() if output.INFO.audio}
    losses = tuple(output.INFO.loss for output in outputs.values() if output.INFO.audio or output.INFO.master)
    spare = [MASTER] if any(output.INFO.master for output in outputs.values()) else []
    with (
        Staged(targets, overwrite=options.overwrite, folders=folders(targets), spare=spare) as staged,
        nullcontext(speakers) if speakers else Speakers(partial(voices.opened, engines=options.engines)) as voiced,
    ):
        files = {**sound, **{name: plugins.load("outputs", LOSSLESS) for name in spare}}
        work = Recording(divided(script), files, losses, staged, voiced, cache, options, listen)
        narration = work.narrated(targets)
        again = frozenset(named(one.sentence) for one in narration.doubts)
        if again:
            manner = replace(options.manner, afresh=again)
            narration = replace(work, options=replace(options, manner=manner)).narrated(targets)
        write_others(outputs, sound, narration, staged)
        staged.commit()
    return replace(narration, master=None)


def speak_ahead(
    script: Script,
    formats: Iterable[str],
    options: Options,
    *,
    cache: ClipCache,
    speakers: Speakers,
    taken: Callable[[int], bool],
) -> int:
    """Speak a script into the cache, in stretches of `STRETCH` utterances, for whoever narrates it from its start.

    First two stretches of three, then the others from the end on: who narrates speaks the thirds between, has the sound
    to encode besides, and so is done at about the same time. `taken` is told the number of each stretch and answers
    whether it is another one's. Returns the characters spoken; what can't be spoken is left to whom it is spoken for.
    """
    options = _with_words(options, formats)
    sentences = tuple(sentence for sentence in divided(script).sentences if sentence.voice)
    parts = utterances(replace(script, sentences=sentences), voices.engine_of)
    spoken = 0
    every = range(0, len(parts), STRETCH)
    left = [number for place, number in enumerate(every) if place % SHARE == 0]
    for number in (*(number for number in every if number not in left), *reversed(left)):
        if taken(number):
            continue
        spoken += spoken_ahead(parts[number : number + STRETCH], speakers, cache, options.manner)
    return spoken


def _with_words(options: Options, formats: Iterable[str]) -> Options:
    """The options, with times of words to be looked for if an output tells them."""
    timed = any(tells_words(plugins.load("outputs", name), options.formats.get(name, {})) for name in formats)
    return replace(options, manner=replace(options.manner, words=timed or options.manner.words))
