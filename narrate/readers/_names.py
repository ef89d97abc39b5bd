"""What the names, roles and tags of a page's elements tell about the text in them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from narrate.model import Kind
from narrate.readers._marks import NOTE_ROLES

_HIDDEN_STYLE = re.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", re.IGNORECASE)
_HIDDEN_CLASS = re.compile(
    r"(?:^|\s)(?:sr-only|visually-?hidden|screen-?reader(?:-text)?|u-hidden|is-hidden|hidden|assistive-text)(?:\s|$)",
    re.IGNORECASE,
)
# Utility classes that undo the hiding on wider screens ("hidden lg:flex").
_SHOWN_CLASS = re.compile(r"(?:^|\s)[\w-]+:(?:flex|block|grid|inline|contents|table|not-sr-only)")
_BYLINE = re.compile(r"\b(?:by-?line|author(?:s|-?name|-info)?|contributor|writer)\b")
_CAPTION = re.compile(
    r"caption|photo-?credit|image-?credit|img-?credit|copyright-?holder|media-?credit|picture-?credit",
)
_NOTE = re.compile(r"\bfootnotes?\b|\bendnotes?\b|\breflist\b")

# What an ancestor says about the text in it, and in which words the cleaning tells so.
_PLACES: tuple[tuple[str, str], ...] = (
    (r"\bcookies?\b|consent|gdpr|cmp-|onetrust|didomi", "in a cookie notice"),
    (r"newsletter|subscri(?:be|ption)|sign-?up|paywall|regwall", "in a subscription box"),
    (
        r"\b(?:related|recommend\w*|read-?(?:more|also|next)|see-?also|more-(?:on|from|stories)|"
        r"most-?(?:read|popular)|trending|teasers?|taboola|outbrain|recirc\w*|further-reading)\b",
        "among links to other articles",
    ),
    (r"\b(?:ads?|advert\w*|sponsor\w*|promo\w*|dfp|adslot|ad-(?:slot|unit|container))\b", "in an advertisement"),
    (r"\b(?:share|sharing|social|follow-us|sharedaddy|addtoany)\b", "in a bar of share buttons"),
    (r"\b(?:comments?|disqus|respond)\b", "among readers' comments"),
    (r"\b(?:breadcrumbs?|pagination|pager|tags?|tag-list|topics)\b", "in navigation"),
)
_ANY_PLACE = re.compile("|".join(f"(?P<p{n}>{pattern})" for n, (pattern, _) in enumerate(_PLACES)))
_TAG_PLACES = {"nav": "in navigation", "footer": "in the page's footer", "aside": "in an aside", "button": "a button",
               "form": "in a form", "menu": "in a menu"}  # fmt: skip
_ROLE_PLACES = {"navigation": "in navigation", "banner": "in the page's header", "contentinfo": "in the page's footer",
                "complementary": "in an aside", "search": "in a form", "button": "a button",
                "dialog": "in a dialogue box",
                "alertdialog": "in a dialogue box", "menu": "in a menu", "menubar": "in a menu"}  # fmt: skip
INSIDE_TAGS = {"article": "a", "main": "m", "header": "h", "figure": "f", "details": "d"}
_BODY = re.compile(
    r"article_*-*(?:body|content|text|copy|main)|(?:story|post|entry|content|news|page|main|blog|rich|body)"
    r"_*-*(?:body|content|text|copy|article)|articlebody|wysiwyg|paragraph",
)
_CARD = re.compile(
    r"(?<![a-z])(?:card|tile|teaser|carousel|swiper|slick|grid|list|widget|sidebar|rail|promo)s?(?![a-z])"
)
NAMES = 500  # characters of an element's names: longer ones are no names


@dataclass(frozen=True, slots=True)
class Names:
    """What an element's class and id tell."""

    place: str = ""
    inside: str = ""
    kind: Kind | None = None


NOTHING = Names()


@lru_cache(maxsize=4096)
def said(names: str) -> Names:
    """What class names tell; remembered, for a page repeats them and most of the walk's time went here."""
    names = names[:NAMES].lower()  # patterns that heed case are twice as fast
    found = _ANY_PLACE.search(names)
    place = _PLACES[int(found.lastgroup[1:])][1] if found and found.lastgroup else ""
    inside = ("b" if _BODY.search(names) else "") + ("c" if _CARD.search(names) else "")
    kinds: tuple[tuple[re.Pattern[str], Kind], ...] = ((_CAPTION, "caption"), (_NOTE, "note"), (_BYLINE, "byline"))
    return Names(place, inside, next((kind for pattern, kind in kinds if pattern.search(names)), None))


def hidden(element: Any) -> bool:
    """Whether an element says of itself that it is not shown."""
    if not element.attrib:
        return False
    get = element.get
    if get("hidden") is not None or (
        get("aria-hidden") == "true" and element.tag not in ("p", "div", "section", "article")
    ):
        return True
    style = get("style")
    if style and ("none" in style or "hidden" in style) and _HIDDEN_STYLE.search(style):
        return True
    names = get("class")
    if not names or not ("hidden" in names or "sr-" in names or "reader" in names or "assistive" in names):
        return False
    return bool(_HIDDEN_CLASS.search(names) and not _SHOWN_CLASS.search(names))


def is_notes(element: Any, tag: str) -> bool:
    """Whether an element holds footnotes by its role, or is a list that its class calls references."""
    if not element.attrib:
        return False
    if element.get("role") in NOTE_ROLES:
        return True
    return tag in ("ol", "ul") and "references" in (element.get("class") or "").lower().split()


def place(element: Any, tag: str, named: str) -> str:
    """What an element is, in words, if that tells that its text is no article; `named` is what its names tell."""
    if tag in _TAG_PLACES:
        return _TAG_PLACES[tag]
    role = element.get("role") if element.attrib else None
    if role in _ROLE_PLACES:
        return _ROLE_PLACES[role]
    return named if tag not in ("html", "body", "main", "article") else ""
