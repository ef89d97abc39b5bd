"""What read-later services and browsers export: tables, JSON, and pages of links.

Columns and fields as the services write them (looked up in importers of other projects, November 2026):
Pocket        title,url,time_added[,cursor],tags,status      tags parted by |; status unread or archive
Instapaper    URL,Title,Selection,Folder,Timestamp[,Tags]    folder Unread, Archive, Starred or own
Raindrop      id,title,note,excerpt,url,folder,tags,created,cover,highlights,favorite
Reader        Title,URL,ID,Document tags,Saved date,Reading progress,Location,Seen
wallabag      Title;URL;Content;Tags;MIME Type;Language[;Creation date]       JSON: a list of articles with their text
Omnivore      JSON: a list with id, slug, title, author, url, state, labels, savedAt, publishedAt
"""

from __future__ import annotations

import ast
import csv
import io
import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from narrate.errors import SourceError
from narrate.sources._addresses import canonical
from narrate.sources._choice import moment
from narrate.sources._kinds import Fault, Named
from narrate.sources._text import flat, html_root, page_address
from narrate.sources._values import Entry
from narrate.sources._whole import digest, page, plain

ADDRESS = ("url", "link", "href", "given_url")
TITLE = ("title", "name", "given_title")
AUTHOR = ("author", "authors", "published_by")
ADDED = ("time_added", "timestamp", "created", "saved date", "saved_at", "savedat", "creation date", "created_at",
         "date added", "added")  # fmt: skip
PUBLISHED = ("published_at", "publishedat", "published date", "published")
LABELS = ("tags", "document tags", "labels", "folder", "status", "state", "location")
CONTENT = ("content", "html_content")
COVER = ("cover", "preview_picture", "thumbnail", "image_url")
LEAST = 300
"""Characters of text below which what a service kept of an article is not believed to be all of it."""
_TAGS = re.compile(r"[|,]")
_DAY_FIRST = re.compile(r"(\d{2})/(\d{2})/(\d{4})(?:[ T](\d{2}):(\d{2}))?")


def header(line: str) -> str:
    """What parts the columns of a table that begins with this line, if it is one of articles; else nothing."""
    for mark in (",", ";", "\t"):
        columns = {column.strip().strip('"').lower() for column in line.lstrip("\ufeff").split(mark)}
        if columns & set(ADDRESS) and columns & {*TITLE, *ADDED, *LABELS} and len(columns) > 1:
            return mark
    return ""


def table(text: str, where: str) -> Named:
    """A table with a header, one article a row."""
    csv.field_size_limit(64 * 1024**2)  # wallabag's rows hold whole articles
    text = text.lstrip("\ufeff")
    rows = csv.DictReader(io.StringIO(text, newline=""), delimiter=header(text.partition("\n")[0]) or ",")
    try:
        records = [{flat(name).lower(): value for name, value in row.items() if name} for row in rows]
    except csv.Error as error:
        raise SourceError(f"the table is broken: {error}", place=where, quote=f"line {rows.line_num}") from error
    return _named("a table of saved articles", records)


def records(text: str, where: str) -> Named:
    """JSON: a list of articles, or an object that holds one."""
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise SourceError(f"the list is broken: {error}", place=where) from error
    if isinstance(told, dict):
        told = next((value for value in told.values() if isinstance(value, list)), [])
    found = [{flat(name).lower(): value for name, value in one.items()} for one in told if isinstance(one, dict)]
    return _named("a list of saved articles", found)


def _named(kind: str, found: list[dict[str, Any]]) -> Named:
    made = [_entry(record) for record in found]
    bare = sum(1 for one in made if one is None)
    what = "1 row has" if bare == 1 else f"{bare} rows have"
    faults = (Fault(message=f"{what} no address of a page"),) if bare else ()
    return Named(kind=kind, entries=tuple(one for one in made if one), faults=faults, whole=True, own=True)


def _entry(record: Mapping[str, Any]) -> Entry | None:
    address = page_address(_first(record, ADDRESS))
    if not address:
        return None
    title = flat(_first(record, TITLE))
    authors = tuple(dict.fromkeys(_several(_first(record, AUTHOR))))
    content = _first(record, CONTENT)
    language = flat(record.get("language")).replace("_", "-")
    published = _iso(_first(record, PUBLISHED))
    document = None
    if isinstance(content, str) and len(plain(content)) >= LEAST:
        document = page(content, address, title=title, authors=authors, published=published, language=language)
    labels = [label for name in LABELS for label in _several(record.get(name))]
    labels += ["archive" if _is_yes(record["is_archived"]) else "unread"] if "is_archived" in record else []
    return Entry(
        key=canonical(address),
        where=address,
        origin="",
        document=document,
        signature=digest(document.data) if document else "",
        title="" if title == address else title,
        authors=authors,
        published=published,
        added=_seconds(_first(record, ADDED)),
        labels=tuple(dict.fromkeys(label.lower() for label in labels)),
        language=language,
        cover=page_address(_first(record, COVER)),
    )


def _first(record: Mapping[str, Any], names: tuple[str, ...]) -> Any:
    return next((record[name] for name in names if record.get(name)), "")


def _several(told: object) -> Iterator[str]:
    """The names in a list, or in a text that is one: `a|b`, `a, b`, `['a', 'b']`, `["a"]`."""
    if isinstance(told, str):
        told = _parted(told)
    for one in told if isinstance(told, (list, tuple, set)) else ():
        name = flat(one.get("label") or one.get("name") if isinstance(one, dict) else one)
        if name:
            yield name


def _parted(text: str) -> object:
    if text.startswith("["):
        try:
            return ast.literal_eval(text[:10_000])
        except (ValueError, SyntaxError, MemoryError, RecursionError):
            text = text.strip("[]")
    return _TAGS.split(text)


def _is_yes(told: object) -> bool:
    return str(told).lower() in ("1", "true", "yes")


def _seconds(told: object) -> float:
    """Seconds since 1970 of a number of seconds or milliseconds, or of a date; 0 for anything else."""
    text = flat(str(told)) if told else ""
    if re.fullmatch(r"\d{9,10}(?:\.\d+)?", text):
        return float(text)
    if re.fullmatch(r"\d{12,13}", text):
        return int(text) / 1000
    if day := _DAY_FIRST.match(text):  # wallabag's
        text = f"{day[3]}-{day[2]}-{day[1]}T{day[4] or '00'}:{day[5] or '00'}"
    return moment(text) or 0.0


def _iso(told: object) -> str:
    seconds = _seconds(told)
    return datetime.fromtimestamp(seconds, UTC).isoformat().replace("+00:00", "Z") if seconds else ""


def bookmarks(text: str) -> Named:
    """Bookmarks of a browser (the Netscape format) or Pocket's page: links in lists under headings (folders)."""
    from lxml import etree

    root = html_root(text)
    found: list[dict[str, Any]] = []
    folders: list[str] = []
    heading = title = ""
    for event, element in etree.iterwalk(root, events=("start", "end")) if root is not None else ():
        tag = element.tag
        if tag in ("dl", "ul"):
            if event == "start":
                folders.append(heading)
                heading = ""
            else:
                folders.pop()
        elif event == "start" and tag in ("h1", "h2", "h3"):
            heading = _inner(element)
        elif event == "start" and tag == "title":
            title = _inner(element)
        elif event == "start" and tag == "a" and page_address(element.get("href")):
            # browsers keep `javascript:` and the like, too
            added = element.get("time_added") or element.get("add_date") or ""
            labels = [*folders, *_several(element.get("tags"))]
            found.append({"url": element.get("href"), "tags": labels, "added": added, "title": _inner(element)})
    return Named(kind="bookmarks", entries=_named("", found).entries, title=title, whole=True, own=True)


def _inner(element: Any) -> str:
    return flat("".join(element.itertext()))
