"""Markdown transcript: headings and paragraphs with the times at which they begin."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from narrate.outputs import OutputInfo
from narrate.outputs._clock import clock
from narrate.outputs._transcript import Paragraph, about, flat, paragraphs

if TYPE_CHECKING:
    from narrate.model import Narration

INFO = OutputInfo(
    name="md", summary="transcript as Markdown, with times", suffix=".transcript.md", media_type="text/markdown"
)
_MARKUP = re.compile(r"[\\`*_\[\]<&#~$]")
"""What means something within a line; every line here begins with a mark of ours, so nothing else does."""
DEEPEST = 6


def write(narration: Narration, target: Path) -> None:
    title = flat(narration.script.article.title)
    rate = narration.timeline.rate
    found = [one for one in paragraphs(narration) if one.kind != "title" or one.text != title]
    with target.open("w", encoding="utf-8", newline="\n") as file:
        parts = [f"# {escaped(title)}"] if title else []
        facts = " · ".join(map(escaped, about(narration)))
        parts += [f"*{facts}*"] if facts else []
        outermost = min((one.level for one in found if one.kind == "heading"), default=1)
        file.write("\n\n".join([*parts, *(_paragraph(one, rate, outermost) for one in found)]) + "\n")


def _paragraph(one: Paragraph, rate: int, outermost: int) -> str:
    """`outermost` is the level of the headings that come next to the title."""
    text = f"`{clock(one.begin // rate)}` {escaped(one.text)}"
    if one.kind in ("heading", "title"):
        return f"{'#' * min(DEEPEST, max(outermost, one.level) - outermost + 2)} {text}"
    if one.kind == "quote":
        return f"> {text}"
    if one.kind == "item":
        number = re.fullmatch(r"(\d{1,9})[.)]", one.marker)
        mark = f"{number[0]} " if number else f"- {escaped(one.marker)} " if re.search(r"\w", one.marker) else "- "
        return f"{mark}{text}"
    return text


def escaped(text: str) -> str:
    """Text that no Markdown reads as markup; any ASCII punctuation may stand behind a backslash."""
    return _MARKUP.sub(r"\\\g<0>", text)
