"""Markdown transcript: headings and paragraphs with the times at which they begin."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from narrate.contracts import CELL
from narrate.outputs import OutputInfo
from narrate.outputs._clock import clock
from narrate.outputs._transcript import Paragraph, about, flat, paragraphs

if TYPE_CHECKING:
    from narrate.model import Narration

INFO = OutputInfo(
    name="md", summary="transcript as Markdown, with times", suffix=".transcript.md", media_type="text/markdown"
)
_MARKUP = re.compile(r"[\\`*_\[\]<&#~$|]")
"""What means something within a line."""
_OPENING = re.compile(r"[-+=>:]|\d{1,9}(?=[.)])")
"""What means something where a line begins. Only lines behind the first do: before that stands its time."""
_NUMBER = re.compile(r"(\d{1,9}[.)])(?:\s+|$)")
DEEPEST = 6
INNER = " " * 4
"""Before an item within another one: enough for either kind of list, and not too much."""


def write(narration: Narration, target: Path) -> None:
    title = flat(narration.script.article.title)
    rate = narration.timeline.rate
    found = [one for one in paragraphs(narration) if one.kind != "title" or one.text != title]
    with target.open("w", encoding="utf-8", newline="\n") as file:
        parts = [f"# {escaped(title)}"] if title else []
        facts = " · ".join(map(escaped, about(narration)))
        parts += [f"*{facts}*"] if facts else []
        file.write("\n\n".join([*parts, *_paragraphs(found, rate)]) + "\n")


def _paragraphs(found: Iterable[Paragraph], rate: int) -> Iterator[str]:
    found = list(found)
    outermost = min((one.level for one in found if one.kind == "heading"), default=1)
    depth = 0
    for one in found:
        time = f"`{clock(one.begin // rate)}`"
        depth = min(max(1, one.level), depth + 1) if one.kind == "item" else 0
        if one.kind in ("heading", "title"):
            yield f"{'#' * min(DEEPEST, max(outermost, one.level) - outermost + 2)} {time} {escaped(one.text)}"
        elif one.kind == "item":
            yield INNER * (depth - 1) + _item(one, time, INNER * (depth - 1))
        elif one.kind == "table":
            yield f"{time}\n\n{_table(one.lines)}"
        elif one.kind == "code":
            fence = "`" * max(3, 1 + max(map(len, re.findall("`+", "\n".join(one.lines))), default=0))
            yield "\n".join((f"{time}\n", fence, *one.lines, fence))
        elif one.kind == "quote":
            yield f"> {time} {_broken(one.lines, '> ')}"
        else:
            yield f"{time} {_broken(one.lines)}"


def _item(one: Paragraph, time: str, before: str) -> str:
    """With the number that the page shows, be it beside the text or in it."""
    text = _broken(one.lines, f"{before}  ")
    number = _NUMBER.match(one.marker or one.lines[0])
    if number:
        return f"{number[1]} {time} {text if one.marker else text[len(number[0]) :]}"
    marker = f"{escaped(one.marker)} " if re.search(r"\w", one.marker) else ""
    return f"- {marker}{time} {text}"


def _broken(lines: tuple[str, ...], before: str = "") -> str:
    """Lines that stay lines, with what the later ones begin with."""
    first, *others = map(escaped, lines)
    return f"\\\n{before}".join([first, *(_OPENING.sub(_behind_backslash, line, count=1) for line in others)])


def _behind_backslash(opening: re.Match[str]) -> str:
    return opening[0] if opening.start() else f"{opening[0]}\\" if opening[0].isdigit() else f"\\{opening[0]}"


def _table(rows: tuple[str, ...]) -> str:
    """Its first row as the head, which a table of Markdown must have."""
    cells = [[escaped(cell.strip()) for cell in row.split(CELL)] for row in rows]
    width = max(map(len, cells))
    made = [f"| {' | '.join([*row, *[''] * (width - len(row))])} |" for row in cells]
    return "\n".join([made[0], "|" + " --- |" * width, *made[1:]])


def escaped(text: str) -> str:
    """Text that no Markdown reads as markup; any ASCII punctuation may stand behind a backslash."""
    return _MARKUP.sub(r"\\\g<0>", text)
