"""Pictures of a page: what they say of themselves to those who do not see them, and which are the article's."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from typing import TYPE_CHECKING, Any

from narrate.readers._names import hidden

if TYPE_CHECKING:
    from narrate.readers._page import Visible

NEAR = 3
"""Texts before and behind a picture, one of which it may belong to."""
FAR = 99
OFTEN = 3
"""What so many pictures of a page say is an ornament: stars, flags, logos."""
_FILE = re.compile(
    r"\S+\.(?:jpe?g|png|gif|webp|svg|avif|bmp|tiff?)|(?:img|dsc|image|photo|screenshot)[-_ ]*\d+", re.IGNORECASE
)
_NOTHING = re.compile(
    r"(?:an? |the )?(?:image|img|picture|pic|photo|photograph|graphic|illustration|figure|fig|logo|icon|ornament|"
    r"decoration|spacer|separator|divider|placeholder|thumbnail|avatar|banner|no image|loading|alt|null|undefined|none|"
    r"bild|foto|grafik|abbildung|symbolbild|imagen|ilustración|imagem|immagine|изображение|картинка|фото|рисунок|иллюстрация)"
    r"[\W_\d]*",
    re.IGNORECASE,
)
"""What only says that it is a picture."""


def pictures(element: Any) -> Iterator[Any]:
    """The pictures that an element shows; of a `<picture>`'s sources one is shown, and what it says is its <img>'s."""
    if element.tag in ("img", "svg"):
        yield element
    elif element.tag == "picture":
        yield from islice(element.iter("img"), 1)  # older parsers put it into the <source> before it


def description(element: Any) -> str:
    """What a picture says of itself; "" for one that says nothing, and for ornaments."""
    told = element.get("alt") if element.tag == "img" else None
    if element.get("role") in ("presentation", "none") or hidden(element):
        return ""
    if "1" in (element.get("width"), element.get("height")):
        return ""  # counts readers, and shows nothing
    text = " ".join((told or element.get("aria-label") or "").split())
    plain = not any(map(str.isalnum, text)) or _FILE.fullmatch(text) or _NOTHING.fullmatch(text)
    return "" if plain else text


def among(shown: Sequence[Visible], taken: Sequence[bool]) -> list[bool]:
    """For each block whether it is the article's: of texts as `taken` says, of pictures if the nearest text is.

    The nearest are those near by in the order of the page that share the innermost element with the picture.
    """
    waiting = iter(taken)
    kept = [one.kind != "figure" and next(waiting) for one in shown]
    texts = [n for n, one in enumerate(shown) if one.kind not in ("figure", "caption")]
    often = Counter(one.text for one in shown if one.kind == "figure")
    for n, one in enumerate(shown):
        if one.kind == "figure" and not one.place and often[one.text] < OFTEN:
            behind = bisect_left(texts, n)
            around = texts[max(0, behind - NEAR) : behind + NEAR]
            apart = [_apart(one, shown[place]) for place in around]
            least = min(apart, default=FAR)
            kept[n] = least < FAR and any(kept[at] for at, far in zip(around, apart, strict=True) if far == least)
    return kept


def _apart(one: Visible, other: Visible) -> int:
    """How many elements around a picture do not hold some text."""
    return next((number for number, holder in enumerate(one.holders) if holder in other.holders), FAR)
