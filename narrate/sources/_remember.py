"""What a list named, as bytes for the memory between runs."""

from __future__ import annotations

import zlib
from dataclasses import replace

from narrate.sources._kinds import Named

FORM = b"1\n"
"""Of what follows, with all that reads lists: another number makes what was remembered be read anew."""


def pack(named: Named, *, bare: bool = False) -> bytes:
    """With the text of the articles, unless `bare`."""
    import msgspec

    if bare:
        named = replace(named, entries=tuple(replace(one, document=None) for one in named.entries))
    return FORM + zlib.compress(msgspec.json.encode(named), 1)


def unpack(held: bytes) -> Named | None:
    """None for what was remembered by another version, or is damaged."""
    if not held.startswith(FORM):
        return None
    import msgspec

    try:
        return msgspec.json.decode(zlib.decompress(held[len(FORM) :]), type=Named)
    except (zlib.error, msgspec.DecodeError):
        return None
