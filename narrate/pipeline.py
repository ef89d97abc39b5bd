"""Article in, narration out: the one path that the command line, batches and the player share."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from narrate import plugins, voices
from narrate.casting import casting, offered
from narrate.division import divided
from narrate.encoding import write_others
from narrate.errors import SourceError
from narrate.model import Document, Narration, Script
from narrate.options import Options as Options
from narrate.outputs import folders, tells_words
from narrate.recording import MASTER, Listener, Recording
from narrate.staging import Staged
from narrate.synthesis import Speakers, named
from narrate.text.script import prepare

if TYPE_CHECKING:
    from narrate.cache import ClipCache

LOSSLESS = "flac"
"""The output that makes the master."""


def write_script(document: Document, options: Options, *, empty: bool = False) -> Script:
    """Read, clean and word an article; raises `SourceError` when at most its title is left, unless `empty` is fine."""
    from narrate.readers import read
    from narrate.text.clean import clean
    from narrate.text.important import DEFAULT_SHARE, marked, only_important
    from narrate.text.part import part
    from narrate.text.policy import dropped, kept

    chosen = options.preparation
    article, removed = clean(read(document), keep=kept(chosen.reading), drop=dropped(chosen.reading))
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
    if options.important:
        script = only_important(script)
    bodiless = bool(removed) and all(block.kind in ("title", "byline") for block in article.blocks)
    if (not script.sentences or bodiless) and not empty:
        raise SourceError(
            "only the title of it is left" if script.sentences else "there is no article text in it",
            place=document.source,
            hint="`narrate clean --explain` shows what was left out and why",
        )
    return script


def narrate(
    script: Script, targets: dict[str, Path], options: Options, *, cache: ClipCache, listen: Listener | None = None
) -> Narration:
    """Speak a script and write the files asked for (output name -> path), all of them or none."""
    outputs = {name: plugins.load("outputs", name) for name in targets}
    timed = any(tells_words(output, options.formats.get(name, {})) for name, output in outputs.items())
    options = replace(options, manner=replace(options.manner, words=timed or options.manner.words))
    sound = {name: output for name, output in outputs.items() if output.INFO.audio}
    losses = tuple(output.INFO.loss for output in outputs.values() if output.INFO.audio or output.INFO.master)
    spare = [MASTER] if any(output.INFO.master for output in outputs.values()) else []
    with (
        Staged(targets, overwrite=options.overwrite, folders=folders(targets), spare=spare) as staged,
        Speakers(partial(voices.opened, engines=options.engines)) as speakers,
    ):
        files = {**sound, **{name: plugins.load("outputs", LOSSLESS) for name in spare}}
        work = Recording(divided(script), files, losses, staged, speakers, cache, options, listen)
        narration = work.narrated(targets)
        again = frozenset(named(one.sentence) for one in narration.doubts)
        if again:
            manner = replace(options.manner, afresh=again)
            narration = replace(work, options=replace(options, manner=manner)).narrated(targets)
        write_others(outputs, sound, narration, staged)
        staged.commit()
    return replace(narration, master=None)
