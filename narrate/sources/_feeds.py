"""RSS 0.9x, 1.0 and 2.0, Atom, and JSON Feed."""

from __future__ import annotations

import io
import json
from calendar import timegm
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any

from narrate.errors import SourceError
from narrate.fetch import is_address
from narrate.model import Document
from narrate.sources._choice import moment
from narrate.sources._items import Item, entries
from narrate.sources._kinds import Named
from narrate.sources._text import flat, joined, text_of
from narrate.sources._whole import paragraphs


def xml_feed(document: Document, where: str) -> Named:
    """An RSS or Atom feed, as well as it can be read; raises `SourceError` for one that can't."""
    import feedparser

    headers = {"content-type": f"{document.media_type or 'application/xml'}; charset={document.charset}"}
    told = feedparser.parse(
        io.BytesIO(document.data),
        response_headers=headers if document.charset else {},
        sanitize_html=False,  # what becomes speech is text
        resolve_relative_uris=False,
    )
    if told.bozo and not told.entries:
        raise SourceError(f"the feed is broken: {flat(str(told.bozo_exception))}", place=where, retry=True)
    base = document.source if is_address(document.source) else flat(told.feed.get("link"))
    items = [_xml_item(one, told.feed, base) for one in told.entries]
    found, faults = entries(items, where if is_address(where) else base or where)
    kind = "an Atom feed" if told.version.startswith("atom") else "an RSS feed"
    return Named(kind=kind, entries=found, faults=faults, title=flat(told.feed.get("title")))


def _xml_item(one: Any, feed: Any, base: str) -> Item:
    link = flat(one.get("feedburner_origlink") or one.get("link"))
    if one.get("guidislink") and not is_address(link) and not link.startswith("/"):
        link = ""  # an id like "13" that is not said to be none, where there is no link
    contents = sorted((flat_markup(each) for each in one.get("content", ())), key=len, reverse=True)
    detail = one.get("summary_detail") or {}
    summary = flat_markup({"value": one.get("summary", ""), "type": detail.get("type", "")})
    published = _iso(one.get("published_parsed"))
    updated = _iso(one.get("updated_parsed")) if "updated" in one else ""
    return Item(
        ident=flat(one.get("id")),
        link=joined(base, link),
        title=flat(one.get("title")),
        authors=_people(one.get("authors")) or _people(feed.get("authors")),
        published=published,
        updated=updated,
        language=flat(_language(one) or feed.get("language")),
        cover=_picture(one, base),
        markup=(*contents, summary),
    )


def flat_markup(content: Mapping[str, Any]) -> str:
    """The HTML of a piece of content, whatever it is."""
    value = content.get("value")
    if not isinstance(value, str):
        return ""
    return paragraphs(value) if content.get("type") == "text/plain" and "</p>" not in value else value


def _language(one: Any) -> str:
    told = [*one.get("content", ()), one.get("title_detail") or {}]
    return next((each["language"] for each in told if each.get("language")), "")


def _people(told: object) -> tuple[str, ...]:
    people = told if isinstance(told, list) else []
    names = (flat(one.get("name")) for one in people if isinstance(one, Mapping))
    return tuple(dict.fromkeys(name for name in names if name))


def _picture(one: Any, base: str) -> str:
    told: Iterable[Any] = [
        *one.get("media_thumbnail", ()),
        *(
            each
            for each in one.get("media_content", ())
            if str(each.get("medium") or each.get("type")).startswith("image")
        ),
        *(
            {"url": each.get("href")}
            for each in one.get("links", ())
            if each.get("rel") == "enclosure" and str(each.get("type")).startswith("image/")
        ),
        {"url": (one.get("image") or {}).get("href")},
    ]
    return next((joined(base, flat(each["url"])) for each in told if each.get("url")), "")


def _iso(parsed: Any) -> str:
    """feedparser's times are UTC."""
    try:
        return datetime.fromtimestamp(timegm(parsed), UTC).isoformat().replace("+00:00", "Z") if parsed else ""
    except (ValueError, OverflowError, OSError):
        return ""


def json_feed(document: Document, where: str) -> Named:
    """JSON Feed 1.0 or 1.1 (jsonfeed.org); raises `SourceError` for a broken one."""
    try:
        told = json.loads(text_of(document))
        listed = [one for one in told["items"] if isinstance(one, dict)]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise SourceError(f"the feed is broken: {error}", place=where, retry=True) from error
    base = document.source if is_address(document.source) else flat(told.get("home_page_url"))
    found, faults = entries([_json_item(one, told, base) for one in listed], where)
    return Named(kind="a JSON feed", entries=found, faults=faults, title=flat(told.get("title")))


def _json_item(one: dict[str, Any], feed: dict[str, Any], base: str) -> Item:
    link = flat(one.get("url") or one.get("external_url"))
    ident = one.get("id")
    html, text = one.get("content_html"), one.get("content_text")
    authors = _people(one.get("authors") or [one.get("author")]) or _people(feed.get("authors") or [feed.get("author")])
    cover = flat(one.get("image") or one.get("banner_image"))
    return Item(
        ident=str(ident) if isinstance(ident, (str, int, float)) else "",
        link=joined(base, link),
        title=flat(one.get("title")),
        authors=authors,
        published=dated_text(one.get("date_published")),
        updated=dated_text(one.get("date_modified")),
        language=flat(one.get("language") or feed.get("language")),
        cover=joined(base, cover),
        markup=tuple(
            each for each in (html, paragraphs(text) if isinstance(text, str) else "") if isinstance(each, str) and each
        ),
    )


def dated_text(told: object) -> str:
    """An ISO 8601 date or time as it was told, if it is one."""
    text = flat(told)
    return text if moment(text) is not None else ""
