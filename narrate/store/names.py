"""Names of files that every place can hold: a folder of any system, an object store, a server."""

from __future__ import annotations

import re

from narrate.errors import OutputError

LONGEST_PART, LONGEST = 255, 1024
"""Bytes of UTF-8: what file systems take between two slashes, and what S3 takes in all."""
RESERVED = re.compile(r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:\..*)?", re.IGNORECASE)
"""Devices of Windows, whatever suffix follows (Microsoft: "Naming Files, Paths, and Namespaces")."""
FORBIDDEN = re.compile(r'[\x00-\x1f\x7f<>:"|?*\\]')


def checked(name: str) -> str:
    """The name, if it can't lead out of a store and may be used on every system; raises `OutputError`."""
    if fault := _fault(name):
        hint = "names are parted by slashes, lie below the folder and can be used on every system"
        quote = ascii(name)[1:-1] if FORBIDDEN.search(name) else name.encode("utf-8", "backslashreplace").decode()
        raise OutputError(f"no file can have this name: {fault}", quote=quote, hint=hint)
    return name


def _fault(name: str) -> str:
    try:
        length = len(name.encode())
    except UnicodeEncodeError:
        return "it holds half a character"
    if not name:
        return "it is empty"
    if length > LONGEST:
        return f"it has more than {LONGEST} bytes"
    if found := FORBIDDEN.search(name):
        return f"it holds {found.group()!r}"
    return next((fault for part in name.split("/") if (fault := _part_fault(part))), "")


def _part_fault(part: str) -> str:
    if part in ("", ".", ".."):
        return "it leads elsewhere"
    if part.endswith((".", " ")):
        return "Windows drops a dot or a space at the end"
    if RESERVED.fullmatch(part):
        return "it is a device on Windows"
    return f"a part has more than {LONGEST_PART} bytes" if len(part.encode()) > LONGEST_PART else ""
