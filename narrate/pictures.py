"""The kinds of picture that a cover may be."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A kind of picture file, known by how its bytes begin."""

    start: bytes
    suffix: str
    media_type: str


PICTURES = (
    Picture(start=b"\xff\xd8\xff", suffix=".jpg", media_type="image/jpeg"),
    Picture(start=b"\x89PNG\r\n\x1a\n", suffix=".png", media_type="image/png"),
)


def kind_of(data: bytes | None) -> Picture | None:
    """Which kind a file is; None for no file, and for another kind."""
    return next((kind for kind in PICTURES if data and data.startswith(kind.start)), None)
