"""What holds for an element of a web page from all that encloses it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from narrate.model import Kind
from narrate.readers._names import INSIDE_TAGS, NOTHING, Names, is_notes, place, said

STYLED = frozenset(("b", "strong", "i", "em"))


@dataclass(slots=True)
class Context:
    """Known of the text in an element; the fields mean what those of `Visible` mean."""

    """What holds for an element from all that encloses it."""

    kind: Kind = "paragraph"
    level: int = 0
    lists: int = 0
    language: str = ""
    ref: str = ""
    place: str = ""
    link: bool = False
    pre: bool = False
    styled: bool = False
    tag: str = ""
    inside: str = ""
    holders: tuple[int, ...] = ()
    placed: int = 0
    note: bool = False
    looks: tuple[str, ...] = ()


def context_of(element: Any, tag: str, outer: Context) -> Context:
    """The context inside an element."""
    names = (
        " ".join(
            filter(None, (element.get("class"), element.get("id"), element.get("itemprop"), element.get("data-testid")))
        )
        if element.attrib
        else ""
    )
    inner = Context(
        kind=outer.kind, level=outer.level, lists=outer.lists, language=outer.language, ref=outer.ref,
        place=outer.place,
        link=outer.link or tag == "a", pre=outer.pre or tag == "pre", styled=outer.styled or tag in STYLED,
        tag=outer.tag, inside=outer.inside, holders=outer.holders, placed=outer.placed,
        note=outer.note, looks=outer.looks,
    )  # fmt: skip
    if element.attrib:
        if element.get("id"):
            inner.ref = f"#{element.get('id')}"
        language = element.get("lang") or ""
        if language and tag not in ("html", "body"):
            inner.language = language
    told = said(names) if names else NOTHING
    inner.note = inner.note or told.kind == "note" or is_notes(element, tag)
    if not inner.place and not inner.note:
        inner.place = place(element, tag, told.place)
    letters = INSIDE_TAGS.get(tag, "") + ("" if tag in ("html", "body") else told.inside)
    if letters:
        inner.inside = "".join(sorted({*inner.inside, *letters}))
    _set_kind(inner, tag, told)
    return inner


def _set_kind(inner: Context, tag: str, told: Names) -> None:
    if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
        inner.kind, inner.level = "heading", int(tag[1])
    elif tag in ("ul", "ol"):
        inner.lists += 1
    elif tag in ("li", "dt", "dd"):
        inner.kind, inner.level = "item", max(1, inner.lists)
    elif tag == "blockquote":
        inner.kind, inner.level = "quote", 0
    elif tag == "pre":
        inner.kind, inner.level = "code", 0
    elif tag == "figcaption" or (told.kind == "caption" and tag != "body"):
        inner.kind, inner.level = "caption", 0
    elif told.kind == "byline" and inner.kind == "paragraph" and tag not in ("body", "html", "main", "article"):
        inner.kind = "byline"
