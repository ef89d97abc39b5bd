"""File names made of titles."""

from __future__ import annotations

import unicodedata

LONGEST, MOST_BYTES = 80, 180
"""Characters and bytes of a name made from a title: systems take 255 bytes, and half files have longer names."""


def slug(title: str) -> str:
    """A file name from a title, in any script: letters and digits joined by hyphens."""
    plain = unicodedata.normalize("NFC", title.replace("'", "").replace("’", "")).lower()
    words = "".join(c if c == "_" or unicodedata.category(c)[0] in "LMN" else " " for c in plain).split()
    name = ""
    for word in (word for word in words if any(map(str.isalnum, word))):
        longer = f"{name}-{word}" if name else word
        if longer != _cut(longer):
            return name or _cut(longer)
        name = longer
    return name or "article"


def _cut(name: str) -> str:
    """As much of a name as any system takes."""
    return name[:LONGEST].encode()[:MOST_BYTES].decode("utf-8", "ignore")
