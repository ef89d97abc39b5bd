"""Parts of a file that a client asks for: the `Range` header, as RFC 9110 has it (section 14)."""

from __future__ import annotations

import re
from collections.abc import Sequence

SPAN = re.compile(r"[ \t]*(\d*)[ \t]*-[ \t]*(\d*)[ \t]*")
MOST = 16
"""Parts in one request; whoever asks for more gets the whole file."""
LONGEST = 20
"""Digits; a number with more is nonsense, and slow to read."""


def wanted(header: str, size: int) -> tuple[tuple[int, int], ...] | None:
    """The first byte of each part and the one behind its last; empty when none is in the file of `size` bytes.

    None when there is nothing to heed: another unit, bad syntax, too many parts. Parts that overlap or touch are one.
    """
    unit, _, spans = header.partition("=")
    pieces = [piece for piece in spans.split(",") if piece.strip()]
    if unit.strip().lower() != "bytes" or not pieces or len(pieces) > MOST:
        return None
    found: list[tuple[int, int]] = []
    for piece in pieces:
        match = SPAN.fullmatch(piece)
        if match is None or max(map(len, match.groups())) > LONGEST or not any(match.groups()):
            return None
        first, last = match.groups()
        if first and last and int(last) < int(first):
            return None
        begin = int(first) if first else max(0, size - int(last))
        end = min(size, int(last) + 1) if first and last else size
        if begin < end:
            found.append((begin, end))
    return _joined(found)


def _joined(parts: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """The parts in the order asked for; where some overlap or touch, joined and in the file's order."""
    joined: list[tuple[int, int]] = []
    for begin, end in sorted(parts):
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        else:
            joined.append((begin, end))
    return tuple(parts if len(joined) == len(parts) else joined)
