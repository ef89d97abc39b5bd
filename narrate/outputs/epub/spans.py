"""Spans around signs of a document, through whatever elements these stand in, and nothing else changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from narrate.outputs.epub.markup import attribute
from narrate.outputs.epub.scan import Element, Scan


@dataclass(frozen=True, slots=True)
class Run:
    """Signs `first:last` that one span can hold, the bytes that go into it, and the element that it stands in."""

    first: int
    last: int
    begin: int
    end: int
    within: Element


def runs(scan: Scan, first: int, last: int) -> Iterator[Run]:
    """The fewest spans for some signs: text and whole inline elements that stand side by side share one."""
    within = _shared(scan.owners[first], scan.owners[last - 1])
    at, held = first, first
    begin = end = -1
    while at < last:
        if begin >= 0 and at in scan.gaps:
            yield Run(held, at, begin, end, within)
            begin = -1
        child = _child(within, scan.owners[at])
        if child is None:
            if begin < 0:
                held, begin = at, scan.begins[at]
            end = scan.ends[at]
            at += 1
        elif first <= child.first and child.last <= last and child.inline:
            if begin < 0:
                held, begin = at, child.begin
            end = child.end
            at = child.last
        else:
            if begin >= 0:
                yield Run(held, at, begin, end, within)
                begin = -1
            behind = min(child.last, last)
            yield from runs(scan, at, behind)
            at = behind
    if begin >= 0:
        yield Run(held, at, begin, end, within)


def _shared(one: Element, other: Element) -> Element:
    """The innermost element around two."""
    while one is not other:
        if one.depth >= other.depth and one.parent:
            one = one.parent
        elif other.parent:
            other = other.parent
    return one


def _child(within: Element, inner: Element) -> Element | None:
    """Which child of an element another one is in; None for itself."""
    if inner is within:
        return None
    while inner.parent is not within:
        assert inner.parent is not None
        inner = inner.parent
    return inner


@dataclass(slots=True)
class Marked:
    """A document that gets ids."""

    scan: Scan
    mark: str = "nr"
    """What new ids begin with; no other id does."""
    _added: list[tuple[int, int, bytes]] = field(default_factory=list)
    _named: dict[int, str] = field(default_factory=dict)
    _count: int = 0

    def __post_init__(self) -> None:
        while any(element.id.startswith(self.mark) for element in self.scan.elements):
            self.mark += "x"

    def span(self, run: Run) -> str:
        """Put a span around a run; its id."""
        self._count += 1
        ref = f"{self.mark}{self._count}"
        name = f"{run.within.prefix}span"
        self._added.append((run.begin, 1, f'<{name} id="{ref}">'.encode()))
        self._added.append((run.end, 0, f"</{name}>".encode()))
        return ref

    def types(self, inner: Element | None) -> tuple[tuple[str, str], ...]:
        """The structures around an element that a listener may skip or leave, outermost first, each with its id."""
        found: list[tuple[str, str]] = []
        while inner:
            if inner.type:
                found.append((self.ref(inner), inner.type))
            inner = inner.parent
        return tuple(reversed(found))

    def ref(self, element: Element) -> str:
        """The id of an element, which gets one if it has none."""
        if element.id or element.begin in self._named:
            return element.id or self._named[element.begin]
        ref = f"{self.mark}-{len(self._named) + 1}"
        self._named[element.begin] = ref
        self._added.append((element.begin + 1 + len(element.name.encode()), 1, f' id="{ref}"'.encode()))
        return ref

    def styled(self, href: str) -> None:
        """Link a style sheet."""
        head = next((element for element in self.scan.elements if element.local == "head"), None)
        if head and head.close > head.inner:
            link = f'<{head.prefix}link rel="stylesheet" type="text/css" href="{attribute(href)}"/>'
            self._added.append((head.close, 0, link.encode()))

    def bytes(self) -> bytes:
        """The document with what was added; ends of spans come before the beginnings of others."""
        pieces: list[bytes] = []
        last = 0
        for at, _, added in sorted(self._added, key=lambda one: one[:2]):
            pieces += self.scan.data[last:at], added
            last = at
        return b"".join([*pieces, self.scan.data[last:]])
