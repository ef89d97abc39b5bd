"""What a page says of itself in its head: title, authors, date, language, site, picture, now and then the text.

JSON-LD first, for publishers keep it for search engines and check it; then meta elements; then what is shown.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from narrate.readers._match import words

_ARTICLE = re.compile(r"Article|Posting|Report|Review|Recipe|Guide|HowTo|Liveblog", re.IGNORECASE)
_TITLES = ("og:title", "twitter:title")
_OTHER_TITLES = ("dc.title", "parsely-title", "sailthru.title", "title")
_AUTHORS = ("author", "article:author", "parsely-author", "sailthru.author", "byl", "dc.creator", "dcterms.creator",
            "cxenseparse:author", "article:author_name", "authors")  # fmt: skip
_DATES = ("article:published_time", "date", "dc.date", "dc.date.issued", "parsely-pub-date", "pubdate",
          "publish-date", "article:published", "og:published_time", "sailthru.date", "datepublished")  # fmt: skip
_SPLIT = re.compile(r"\s*(?:;|\||•|\s/\s|\s&\s|,\s+(?:and|und|et|y|и)\s|\s(?:and|und|et|y|и)\s|,)\s*", re.IGNORECASE)
_BY = re.compile(r"^(?:by|von|par|por|av|af|door|di|автор(?:ы)?|текст)\b\s*:?\s*", re.IGNORECASE)
_BY_LABEL = re.compile(r"\b(?:by|von|par|por|da|door|av|autor|автор)\b", re.IGNORECASE)
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}(?:[T ][\d:.]+(?:Z|[+-]\d{2}:?\d{2})?)?")
_SEPARATED = re.compile(r"\s+[|–—·•»:-]+\s+|\s*[|»｜：]\s*")
_BAR = re.compile(r"\s*[|｜]\s*")
MAX_LD = 2_000_000  # characters: beyond this a script is a page's state, not a description
MAX_NODES = 5_000
MAX_NAMES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Meta:
    """What was found; empty where nothing was."""

    titles: tuple[str, ...] = ()
    """What the page calls itself: for sharing, for search engines, in its window; with repetitions."""
    authors: tuple[str, ...] = ()
    published: str = ""
    language: str = ""
    site: str = ""
    cover: str = ""
    body: tuple[str, ...] = ()
    """The article's text as told to search engines."""


def meta_of(tree: Any) -> Meta:
    """What a parsed page says of itself."""
    nodes = list(_linked_data(tree))
    articles = [node for node in nodes if _ARTICLE.search(_types(node))]
    named = _named(tree)
    head = next((" ".join(e.text_content().split()) for e in tree.iter("title") if e.text_content().strip()), "")
    headlines = [_text(node.get("headline")) or _text(node.get("name")) for node in articles[:1]]
    cards = [named[name] for name in _TITLES if name in named]
    titles = [*cards[:1], *headlines, *cards[1:], head]
    if not any(titles[:-1]):
        titles = [*(named[name] for name in _OTHER_TITLES if name in named), head]
    publisher = next((name for node in articles for name in _names(node.get("publisher"))), "")
    site = _text(named.get("og:site_name")) or publisher
    dates = [_text(node.get("datePublished")) for node in articles]
    dates += [named[name] for name in _DATES if name in named]
    dates += [element.get("datetime", "") for element in list(tree.iter("time"))[:3]]
    locale = named.get("og:locale", "")
    return Meta(
        titles=tuple(title for title in titles if title),
        authors=_authors(tree, articles, nodes, named, site),
        published=next((found.group() for date in dates if (found := _ISO.search(date or ""))), ""),
        language=(tree.get("lang") or tree.get("{http://www.w3.org/XML/1998/namespace}lang") or locale).replace(
            "_", "-"
        ),
        site=site,
        cover=named.get("og:image", "") or named.get("twitter:image", ""),
        body=tuple(text for node in articles if (text := _body(node.get("articleBody")))),
    )


def title_of(meta: Meta, shown: Iterable[str]) -> str:
    """The title without the site's name.

    What the page shows as its first heading, where one of its other names says the same words; else what it gives out
    for sharing, which is shorter or sharper as often as it is the title. Of 445 pages with a known title this finds
    373, what is given out for sharing 364, the first heading 311.

    `shown` are the page's headings of the first level, in order.
    """
    headings = [" ".join(text.split()) for text in shown]
    if not meta.titles:
        return headings[0] if headings else ""
    names = [*meta.titles, *headings]
    bare = [_without_site(title, meta.site, names) for title in meta.titles]
    if headings and words(headings[0]) in [words(name) for name in bare]:
        return headings[0]
    return bare[0]


def _without_site(title: str, site: str, others: list[str]) -> str:
    """The title less first and last parts that are the site's name, or that another of the page's names lacks."""
    known = [words(other) for other in others if other != title]
    own = {_folded(site), _folded(site.partition(".")[0])} - {""}
    for parts in list(_SEPARATED.finditer(title))[::-1]:
        head, tail = title[: parts.start()], title[parts.end() :]
        if words(head) in known or _folded(tail) in own:
            return _without_site(head, site, others)
        if words(tail) in known or _folded(head) in own:
            return tail
    bars = list(_BAR.finditer(title))
    if bars and len(words(title[: bars[-1].start()])) > len(words(title[bars[-1].end() :])):
        return title[: bars[-1].start()].strip()
    return title


def _named(tree: Any) -> dict[str, str]:
    """Meta elements by their name; the first of each."""
    found: dict[str, str] = {}
    for element in tree.iter("meta"):
        content = " ".join((element.get("content") or "").split())
        if content:
            for attribute in ("property", "name", "itemprop"):
                name = (element.get(attribute) or "").lower()
                if name:
                    found.setdefault(name, content)
    return found


def _linked_data(tree: Any) -> Iterator[dict[str, Any]]:
    """Every object of the page's JSON-LD, outer ones first."""
    count = 0
    for script in tree.iter("script"):
        if "ld+json" not in (script.get("type") or "") or not script.text or len(script.text) > MAX_LD:
            continue
        try:
            waiting = [json.loads(_bare(script.text), strict=False)]
        except (ValueError, RecursionError):
            continue
        while waiting and count < MAX_NODES:
            node = waiting.pop(0)
            count += 1
            if isinstance(node, list):
                waiting += node
            elif isinstance(node, dict):
                yield node
                waiting += [value for value in node.values() if isinstance(value, dict | list)]


def _bare(text: str) -> str:
    """JSON without what some pages put around it: comments, CDATA marks, a last semicolon."""
    return re.sub(
        r"^\s*(?:<!--|/\*.{0,40}?\*/|//<!\[CDATA\[|<!\[CDATA\[)|(?:-->|//\]\]>|\]\]>|;)\s*$", "", text
    ).strip()


def _types(node: dict[str, Any]) -> str:
    kind = node.get("@type")
    return " ".join(map(str, kind)) if isinstance(kind, list) else str(kind or "")


def _text(value: Any) -> str:
    from html import unescape

    if isinstance(value, list):
        return _text(value[0]) if value else ""
    return " ".join(unescape(value).split()) if isinstance(value, str) else ""


def _body(value: Any) -> str:
    from html import unescape

    if isinstance(value, list):
        value = "\n".join(part for part in value if isinstance(part, str))
    if not isinstance(value, str):
        return ""
    return re.sub(r"</?(?:p|br|div|h\d|li|ul|ol)\b[^<>]{0,200}>", "\n", unescape(unescape(value)))


def _names(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield _text(value)
    elif isinstance(value, list):
        for one in value:
            yield from _names(one)
    elif isinstance(value, dict):
        yield from _names(value.get("name"))


def _authors(
    tree: Any, articles: list[dict[str, Any]], nodes: list[dict[str, Any]], named: dict[str, str], site: str
) -> tuple[str, ...]:
    """The first source that names somebody; the publisher itself where none does."""
    own = {_folded(site), _folded(site.partition(".")[0])} - {""}
    house: tuple[str, ...] = ()
    for source in _told_authors(tree, articles, nodes, named):
        found = [name for text in source for name in _people(text)]
        names = tuple(dict.fromkeys(name for name in found if not _is_house(name, own)))
        if names:
            return names[:MAX_NAMES]
        house = house or tuple(found[:1])
    return house


def _told_authors(
    tree: Any, articles: list[dict[str, Any]], nodes: list[dict[str, Any]], named: dict[str, str]
) -> Iterator[list[str]]:
    """What each source says of the authors; the dear ones last."""
    by_id = {node["@id"]: node for node in nodes if isinstance(node.get("@id"), str) and "name" in node}
    for node in articles[:3]:
        told = node.get("author") or node.get("creator")
        refs = [told] if isinstance(told, dict) else told if isinstance(told, list) else []
        whole = [by_id.get(ref.get("@id"), ref) if isinstance(ref, dict) and "name" not in ref else ref for ref in refs]
        yield list(_names(whole or told))
    for name in _AUTHORS:
        if name in named:
            yield [named[name]]
    if _BY_LABEL.search(named.get("twitter:label1", "")):
        yield [named.get("twitter:data1", "")]
    yield [named.get("twitter:misc:written by", "")]
    for path in ("//*[@rel='author']", "//*[@itemprop='author']", _BYLINE_PATH):
        yield [" ".join(element.text_content().split()) for element in tree.xpath(path)[:6]]


_BYLINE_PATH = (
    "//*[contains(concat(' ', @class, ' '), ' author') or contains(@class, 'byline') or contains(@class, 'author-name')"
    " or contains(@class, 'author__name')][not(self::body) and not(self::html) and not(self::article)]"
)


def _is_house(name: str, own: set[str]) -> bool:
    """Whether a name is the publisher's: the site's own, an address, or a single word all in capitals or small."""
    folded = _folded(name)
    return any(folded in house or house in folded for house in own) or "." in name.strip(".").split()[-1][:-1]


def _folded(text: str) -> str:
    return "".join(words(text))


def _people(text: str) -> Iterator[str]:
    """The names in an author's line; nothing for addresses, sentences and the like."""
    for piece in _SPLIT.split(_BY.sub("", text.strip())):
        name = _BY.sub("", piece).strip(" .,:;|-–—@")
        count = len(name.split())
        if name and count <= 5 and len(name) <= 60 and "/" not in name and "@" not in name and "http" not in name:
            yield name
