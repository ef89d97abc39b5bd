"""What a page shows beside its words: the numbers of list items, reference marks, formulas, tables of data."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

CELL = 300  # characters: a table with a longer cell lays out a page instead of showing data
TARGETS = 6  # elements above a link's target in which a list of notes says that it is one
_UNMARKED = re.compile(
    r"(?:^|[\s_-])(?:list-(?:none|unstyled|inline|reset|style-none)|unstyled|no-?(?:bullets?|list-?style|markers?)|"
    r"bare-?list|inline-?list|nolist|breadcrumbs?|pagination)(?:$|[\s_-])"
)
_STYLE = re.compile(r"list-style(?:-type)?\s*:[^;]*none")
_SIGN = re.compile(r"[\[(]?(\d{1,3}|[*†‡§¶]{1,3}|[a-zA-Z]|[ivxlc]{1,5})[\])]?")
_NOTE_NAME = re.compile(
    r"(?:^|[^a-z])(?:fn|ftn|edn|sdfootnote|footnotes?|endnotes?|notes?|cite|references?|refs?)(?![a-z])"
)
NOTE_ROLES = frozenset(("doc-footnote", "doc-endnote", "doc-endnotes", "doc-footnotes", "doc-bibliography"))
_ROMAN = ((1000, "m"), (900, "cm"), (500, "d"), (400, "cd"), (100, "c"), (90, "xc"), (50, "l"), (40, "xl"), (10, "x"),
          (9, "ix"), (5, "v"), (4, "iv"), (1, "i"))  # fmt: skip


def list_markers(ordered: Any) -> dict[Any, str]:
    """What a browser shows before each item of an <ol>: "3." by its start, values, order and type; nothing where its
    class or style says that no marker is shown."""
    if _is_unmarked(ordered):
        return {}
    items = [child for child in ordered if child.tag == "li"]
    step = -1 if ordered.get("reversed") is not None else 1
    number = _whole(ordered.get("start"), len(items) if step < 0 else 1)
    found: dict[Any, str] = {}
    for item in items:
        number = _whole(item.get("value"), number)
        if not _is_unmarked(item):
            found[item] = f"{_counted(number, item.get('type') or ordered.get('type') or '')}."
        number += step
    return found


def _is_unmarked(element: Any) -> bool:
    return bool(
        _UNMARKED.search((element.get("class") or "").lower()) or _STYLE.search((element.get("style") or "").lower())
    )


def _whole(value: str | None, otherwise: int) -> int:
    """The number in an attribute."""
    found = re.match(r"\s*([+-]?\d{1,9})", value or "")
    return int(found.group(1)) if found else otherwise


def _counted(number: int, form: str) -> str:
    """A number in the form that a list's `type` asks for: 1, a, A, i or I."""
    if form.lower() == "a" and number > 0:
        letters = ""
        while number > 0:
            number, rest = divmod(number - 1, 26)
            letters = chr(97 + rest) + letters
        return letters if form == "a" else letters.upper()
    if form.lower() == "i" and 0 < number < 4000:
        letters = ""
        for value, sign in _ROMAN:
            letters += sign * (number // value)
            number %= value
        return letters if form == "i" else letters.upper()
    return str(number)


def reference_sign(link: Any, ids: dict[str, Any]) -> str:
    """The sign of a raised link that points to a note on the same page, in brackets; empty for any other link."""
    target = (link.get("href") or "").partition("#")
    if target[0] or target[2] not in ids:
        return ""
    sign = _SIGN.fullmatch("".join(link.itertext()).strip())
    parent = link.getparent()
    raised = (parent is not None and parent.tag == "sup") or any(child.tag == "sup" for child in link)
    if not sign or not (raised or link.get("role") == "doc-noteref"):
        return ""
    return f"[{sign.group(1)}]" if _is_note(ids[target[2]], target[2]) else ""


def _is_note(element: Any, name: str) -> bool:
    """Whether a link's target is a note: by its name, as an item of a list, or by what is around it."""
    if _NOTE_NAME.search(name.lower()) or element.tag == "li":
        return True
    for _ in range(TARGETS):
        if element is None:
            return False
        if element.get("role") in NOTE_ROLES or _NOTE_NAME.search((element.get("class") or "").lower()):
            return True
        element = element.getparent()
    return False


def formula(math: Any) -> str:
    r"""A <math> element as \(TeX\), by the TeX it carries or else its signs; a sign or two as they stand."""
    shown = " ".join("".join(_signs(math)).split())
    raised = next(math.iter("msup", "msub", "msubsup", "mfrac", "msqrt", "mroot", "mover", "munder"), None)
    if len(shown.replace(" ", "")) <= 2 and raised is None:
        return shown
    notes = (node for node in math.iter("annotation") if "tex" in (node.get("encoding") or "").lower())
    told = math.get("alttext") or next((node.text for node in notes if node.text), "") or shown
    inner = " ".join(told.split())
    inner = re.sub(r"^\{\\(?:display|text)style\s+(.*)\}$", r"\1", inner)
    return rf"\({inner}\)"


def _signs(math: Any) -> Iterator[str]:
    """The visible text of a formula, without its annotations."""
    waiting = [math]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            yield node
        elif isinstance(node.tag, str) and not node.tag.startswith("annotation"):
            yield node.text or ""
            for child in reversed(node):
                waiting += [child.tail or "", child]


def table_rows(table: Any, unseen: frozenset[str]) -> list[list[str]]:
    """The cells of a table, its header rows first and its footer last, as a browser shows them."""
    parts: dict[str, list[list[str]]] = {"thead": [], "tbody": [], "tfoot": []}
    for row in table.iter("tr"):
        parent = row.getparent()
        cells = [" ".join("".join(_texts(cell, unseen)).split()) for cell in row if cell.tag in ("td", "th")]
        if any(cells):
            parts[parent.tag if parent is not None and parent.tag in parts else "tbody"].append(cells)
    return [*parts["thead"], *parts["tbody"], *parts["tfoot"]]


def _texts(cell: Any, unseen: frozenset[str]) -> Iterator[str]:
    """The visible text in a cell; elements in it keep apart."""
    waiting = [cell]
    while waiting:
        node = waiting.pop()
        if isinstance(node, str):
            yield node
        elif node.tag == "math":
            yield formula(node)
        elif isinstance(node.tag, str) and node.tag not in unseen:
            yield node.text or ""
            for child in reversed(node):
                waiting += [" " + (child.tail or ""), child]


def is_data(table: Any) -> bool:
    """Whether a table shows data rather than lays out a page."""
    rows = columns = 0
    for node in table.iter("tr", "td", "th", "table", "p", "h1", "h2", "h3", "ul", "div"):
        if node.tag == "tr":
            rows += 1
            columns = max(columns, sum(cell.tag in ("td", "th") for cell in node))
        elif node.tag in ("td", "th"):
            if sum(len(text) for text in node.itertext()) > CELL:
                return False
        elif node is not table and node.tag in ("table", "h1", "h2", "h3"):
            return False
    return rows >= 2 and columns >= 2


def is_headed(table: Any) -> bool:
    """Whether the first row of a table names its columns: it stands in a head, or all its cells are header cells."""
    row = next(table.iter("tr"), None)
    if row is None:
        return False
    parent = row.getparent()
    cells = [cell.tag for cell in row if cell.tag in ("td", "th")]
    return (parent is not None and parent.tag == "thead") or (len(cells) > 1 and set(cells) == {"th"})
