"""A part of a script, picked by words in its first and its last sentence."""

from __future__ import annotations

from dataclasses import replace

from narrate.errors import UsageError
from narrate.model import Removed, Script


def part(script: Script, begin: str = "", finish: str = "") -> Script:
    """From the first sentence that holds `begin` to the first one after it that holds `finish`, both included.

    Empty means from the start, to the end. What lies outside is listed in `removed`. Raises `UsageError` where no
    sentence holds the words.
    """
    first = _place(script, begin, 0) if begin else 0
    last = _place(script, finish, first) if finish else len(script.sentences) - 1
    left_out = tuple(
        Removed(
            block=replace(sentence.block, text=sentence.text),
            rule="outside the part",
            reason="only a part of the article was asked for",
        )
        for place, sentence in enumerate(script.sentences)
        if not first <= place <= last
    )
    return replace(script, sentences=script.sentences[first : last + 1], removed=(*script.removed, *left_out))


def _place(script: Script, words: str, start: int) -> int:
    wanted = _plain(words)
    for place in range(start, len(script.sentences)):
        if wanted in _plain(script.sentences[place].text):
            return place
    after = " after the first one" if start else ""
    raise UsageError(
        f"no sentence{after} holds “{words}”",
        place=script.article.source,
        hint="`narrate clean` shows the sentences; give a few words of one, as written",
    )


def _plain(text: str) -> str:
    return " ".join(text.casefold().split())
