"""Scripts and articles for tests, and ears for what was made of them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from narrate.model import Anchor, Article, Block, Kind, Script, Sentence, Utterance

PARAGRAPHS = (
    ("The harbour was quiet, the boats lay still.", "Nobody had slept well."),
    ("A lamp burned until the sun came up.", "Gulls circled over the pier."),
    ("At noon the captain read the letter.", "They listened, then they laughed."),
)
"""Three paragraphs of two sentences, in plain words that need no wording."""


def block(text: str, kind: Kind = "paragraph", ref: str = "line 1", source: str = "story.txt") -> Block:
    return Block(kind=kind, text=text, anchor=Anchor(source=source, ref=ref))


def sentences(
    texts: Sequence[str], *, kind: Kind = "paragraph", ref: str = "line 1", voice: str = "tone:sine", pause: float = 0.3
) -> tuple[Sentence, ...]:
    """The sentences of one block."""
    whole = block(" ".join(texts), kind, ref)
    made, start = [], 0
    for text in texts:
        made.append(Sentence(block=whole, start=start, end=start + len(text), language="en", voice=voice, pause=pause))
        start += len(text) + 1
    return tuple(made)


def script(
    paragraphs: Sequence[Sequence[str]] = PARAGRAPHS,
    *,
    voice: str = "tone:sine",
    pause: float = 0.3,
    title: str = "",
    source: str = "story.txt",
) -> Script:
    """A script as the text stages make it, of sentences that need no wording."""
    groups = [sentences([title], kind="title", voice=voice, pause=pause)] if title else []
    for number, texts in enumerate(paragraphs, 1):
        groups.append(sentences(texts, ref=f"line {number}", voice=voice, pause=pause))
    said = tuple(sentence for group in groups for sentence in group)
    blocks = tuple(dict.fromkeys(sentence.block for sentence in said))
    article = Article(blocks=blocks, source=source, title=title, language="en")
    return Script(article=article, sentences=said)


def utterance(text: str, **facts: object) -> Utterance:
    return Utterance(sentences=sentences([text], **facts))  # type: ignore[arg-type]


def sine(pitch: float, seconds: float, level: float = 0.5, rate: int = 24_000) -> NDArray[np.float32]:
    at = np.arange(round(seconds * rate))
    return (level * np.sin(2 * np.pi * pitch / rate * at)).astype(np.float32)


def heard(path: Path, rate: int = 24_000) -> NDArray[np.float32]:
    """All samples of a sound file, as a player decodes it."""
    from narrate.audio.codec import decoded

    return np.concatenate([np.zeros(0, np.float32), *decoded(path, rate)])


def likeness(one: NDArray[np.float32], other: NDArray[np.float32]) -> float:
    """Correlation of two sounds, 1.0 for the same at any level; of the shorter one's length."""
    length = min(len(one), len(other))
    a, b = one[:length].astype(np.float64), other[:length].astype(np.float64)
    power = float(np.sqrt((a * a).sum() * (b * b).sum()))
    return float((a * b).sum()) / power if power else float(not a.any() and not b.any())


def parts_left(folder: Path) -> list[str]:
    """Names of half files in a folder."""
    return sorted(path.name for path in folder.iterdir() if path.suffix in (".part", ".bare"))
