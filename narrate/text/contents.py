"""The table of contents that is spoken before several articles."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from narrate.model import Anchor, Article, Block
from narrate.text.language import primary

INSIDE = {
    "de": "In dieser Folge", "en": "In this episode", "es": "En este episodio", "fr": "Dans cet épisode",
    "it": "In questo episodio", "nl": "In deze aflevering", "pl": "W tym odcinku", "pt": "Neste episódio",
    "ru": "В этом выпуске", "uk": "У цьому випуску",
}  # fmt: skip
"""What is said before the titles; in other languages the titles stand alone."""


def contents(title: str, titles: Sequence[str], language: str) -> Article:
    """The table of contents, as an article of its own."""
    anchor = Anchor(source="digest", part="contents")
    blocks = [Block(kind="title", text=title, anchor=anchor, level=1)]
    if words := INSIDE.get(primary(language), ""):
        blocks.append(Block(kind="paragraph", text=f"{words}:", anchor=replace(anchor, ref="words")))
    blocks += [
        Block(kind="item", text=text, anchor=replace(anchor, ref=str(number)), level=1, marker=f"{number}.")
        for number, text in enumerate(titles, 1)
    ]
    return Article(blocks=tuple(blocks), source="digest", title=title, language=language)
