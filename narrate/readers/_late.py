"""Pages that are sent in pieces: what comes late is put where it belongs."""

from __future__ import annotations

from typing import Any


def put_in_place(root: Any) -> None:
    """Move what a server streamed behind the page ("S:1", hidden) to where its place was kept ("B:1")."""
    late = {element.get("id"): element for element in root.iter("div") if element.get("id", "").startswith("S:")}
    if not late:
        return
    for mark in list(root.iter("template")):
        element = late.pop("S" + mark.get("id", "")[1:], None)
        if element is not None and mark not in element.iter("template"):
            mark.addnext(element)
            element.attrib.pop("hidden", None)
    for element in late.values():
        element.attrib.pop("hidden", None)
