"""What values of `podcast.toml` can be: each check gives the value as it is kept, or raises `Unfit`."""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from narrate.homes import at_home
from narrate.podcast import addresses, categories

Check = Callable[[Any, Path], Any]
"""A check is given the value and the folder that relative paths begin at."""
PICTURES = {b"\x89PNG\r\n\x1a\n": ".png", b"\xff\xd8\xff": ".jpg"}
"""How files begin that can be covers, and how they are named."""
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-[A-Za-z0-9]{5,8})*", re.IGNORECASE)
_MAIL = re.compile(r"[^@\s<>,;\"]+@[^@\s<>,;\"]+\.[^@\s.<>,;\"]+")
_UUID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


class Unfit(Exception):
    """A value that can't be: what is wanted instead, and a hint."""

    def __init__(self, wanted: str, hint: str = "") -> None:
        super().__init__(wanted)
        self.wanted, self.hint = wanted, hint


def text(value: Any, _folder: Path) -> str:
    """A text, a line or several; blanks around it go."""
    if not isinstance(value, str):
        raise Unfit("a text in quotation marks")
    return value.strip()


def line(value: Any, folder: Path) -> str:
    """A text on one line."""
    return " ".join(text(value, folder).split())


def truth(value: Any, _folder: Path) -> bool:
    if not isinstance(value, bool):
        raise Unfit("true or false, without quotation marks")
    return value


def whole(value: Any, _folder: Path) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise Unfit("a whole number, 0 or more")
    return value


def number(value: Any, _folder: Path) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool) or not 0 <= value < math.inf:
        raise Unfit("a number, 0 or more")
    return float(value)


def one_of(*known: str) -> Check:
    """A check for a few words; "" is written so."""

    def check(value: Any, _folder: Path) -> str:
        if value not in known:
            from difflib import get_close_matches

            close = get_close_matches(value, known, 1) if isinstance(value, str) else []
            shown = " or ".join(f'"{one}"' for one in known)
            raise Unfit(shown, f"did you mean “{close[0]}”?" if close else "")
        return str(value)

    return check


def address(value: Any, folder: Path) -> str:
    """An address of the web in ASCII, or ""."""
    said = text(value, folder)
    found = addresses.web(said)
    if said and not found:
        raise Unfit("an address that begins with https:// or http://", _with_scheme(said))
    return found


def base(value: Any, folder: Path) -> str:
    """An address that names can be put behind: with a slash at its end."""
    found = address(value, folder)
    if not found:
        raise Unfit("an address that begins with https:// or http://")
    parts = urlsplit(found)
    if parts.query or parts.fragment:
        raise Unfit("the address of a folder", "without what begins with ? or #")
    if "@" in urlsplit(value).netloc:
        raise Unfit("an address without a password", "everybody who has the feed would read it")
    last = parts.path.rpartition("/")[2]
    if last.endswith((".xml", ".html", ".rss")):
        raise Unfit("the address of a folder", f"leave “{last}” out: the feed is called feed.xml and lies in it")
    return found if found.endswith("/") else found + "/"


def _with_scheme(said: str) -> str:
    guess = addresses.web(f"https://{said}") if "://" not in said and "." in said else ""
    return f"did you mean “{guess}”?" if guess else 'such as "https://example.org/podcast/"'


def language(value: Any, folder: Path) -> str:
    """A BCP 47 tag as feeds take it: language, script, region, variants."""
    said = text(value, folder)
    if not _LANGUAGE.fullmatch(said):
        meant = said.replace("_", "-").partition(".")[0]
        hint = f"did you mean “{meant}”?" if meant != said and _LANGUAGE.fullmatch(meant) else ""
        raise Unfit("the tag of a language", hint or 'such as "en", "de" or "pt-BR"')
    return said


def mail(value: Any, folder: Path) -> str:
    said = text(value, folder)
    if said and not _MAIL.fullmatch(said):
        raise Unfit("an e-mail address", 'such as "ann@example.org"')
    return said


def guid(value: Any, folder: Path) -> str:
    said = text(value, folder)
    if said and not _UUID.fullmatch(said):
        raise Unfit("a UUID", "leave it empty, and one is made of the feed's address once")
    return said.lower()


def texts(value: Any, folder: Path) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        raise Unfit("a list of texts", 'such as ["one", "another"]')
    return tuple(filter(None, (text(one, folder) for one in value)))


def day(value: Any, folder: Path) -> str:
    """A date, written as text or as TOML's own."""
    said = value.isoformat() if isinstance(value, date) else text(value, folder)
    try:
        return said and datetime.fromisoformat(said).isoformat()
    except ValueError as error:
        raise Unfit("a date", "write it as 2026-01-31") from error


def named_categories(value: Any, folder: Path) -> tuple[tuple[str, ...], ...]:
    """Apple's categories, spelt as Apple does; raises `UsageError` for one that is not Apple's."""
    found = texts(value, folder)
    if not found:
        raise Unfit("a list of at least one category", 'such as ["News", "Society & Culture > Documentary"]')
    return tuple(dict.fromkeys(map(categories.category, found)))


def funding(value: Any, folder: Path) -> tuple[tuple[str, str], ...]:
    """A table of addresses and the words for each."""
    if not isinstance(value, dict) or not all(isinstance(words, str) and words.strip() for words in value.values()):
        raise Unfit("a table of addresses and words", 'such as { "https://example.org/give" = "Support us" }')
    return tuple((address(where, folder), " ".join(words.split())) for where, words in value.items() if where.strip())


def formats(value: Any, folder: Path) -> tuple[str, ...]:
    """Outputs of ours, at least one of them sound; raises `UsageError` for an unknown one."""
    from narrate import plugins

    found = tuple(dict.fromkeys(one.lower().lstrip(".") for one in texts(value, folder)))
    outputs = [plugins.load("outputs", one) for one in found]
    folders = [output.INFO.name for output in outputs if output.INFO.folder]
    if folders:
        raise Unfit("formats that are one file each", f"{folders[0]} is a folder")
    if not any(output.INFO.audio for output in outputs):
        raise Unfit("formats with a sound file among them", 'such as ["mp3", "vtt"]')
    return found


def picture(value: Any, folder: Path) -> Path | None:
    """A PNG or JPEG file that is there."""
    said = text(value, folder)
    if not said:
        return None
    path = folder / at_home(said)
    try:
        with path.open("rb") as file:
            begin = file.read(8)
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise Unfit("a picture that can be read", f"{path}: {reason}") from error
    if not begin.startswith(tuple(PICTURES)):
        raise Unfit("a PNG or JPEG picture", "save it as one of these")
    return path


def places(value: Any, folder: Path) -> tuple[str, ...]:
    """Paths and addresses; paths begin at the folder of the file."""
    return tuple(one if "://" in one or one == "-" else path(one, folder) for one in texts(value, folder))


def path(said: str, folder: Path) -> str:
    """A path that begins at the folder of the file, unless it begins at the root or at home."""
    return str(folder / at_home(said)) if said else ""


def table(value: Any, _folder: Path) -> Mapping[str, Any]:
    if not isinstance(value, dict):
        raise Unfit("a table")
    return value
