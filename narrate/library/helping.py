"""Several workers on one long article: one narrates it, the others speak parts of it into the cache."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

from narrate.library.jobs import Job

if TYPE_CHECKING:
    from narrate.library.tools import Tools
    from narrate.model import Script


SHARED = 6_000
"""Spoken characters from which on idle workers may help with an article: six minutes of speech."""
SCRIPT = "script.pickle"
"""Where a worker leaves the script of a long article for others to help."""


def share(job: Job, script: Script) -> None:
    """Leave a long article's script for others to help."""
    if job.jobs == 1 and sum(len(one.spoken) for one in script.sentences) >= SHARED:
        aside = job.folder / f"{SCRIPT}.part"
        aside.write_bytes(pickle.dumps(script))
        aside.replace(job.folder / SCRIPT)


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
