"""Leave out what is not read aloud, and say why.

What readers found outside the main text goes by their evidence. A page that came as plain lines has its body found
by structure (`body`). Then single blocks go by what they are: labels, pointers to other articles, photo credits,
repetitions, and the kinds that are not for the ear.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from types import MappingProxyType

from narrate.model import Article, Block, Kind, Removed
from narrate.text import body, lines
from narrate.text.labels import ADDRESSES, AGENCIES, BYLINES, CAPTIONS, CREDITS, DESK, POINTERS
from narrate.text.notices import is_notice
from narrate.text.passages import article_language

# Kinds that are left out, with the words that tell why.
UNREAD: Mapping[Kind, str] = MappingProxyType(
    {
        "caption": "captions describe pictures that nobody hears",
        "figure": "a picture can't be heard",
        "code": "program code can't be followed by ear",
        "table": "tables can't be followed by ear",
        "note": "notes interrupt the text",
    }
)

SAID_AGAIN = re.compile(r"[\"'“„«‚‘—–-].*[.!?…]['\"”“»’‘)]*", re.DOTALL)
"""A line of somebody's speech, which people in stories say more than once ("“Yes.”"); no furniture is set so."""
LEAST_SHARE = 0.4
CAPTION_WORDS = 60
DESK_WORDS = 30
MAX_LINES = 50_000
"""Beyond this a text is a book at least, its body by far the longest stretch, and weighing takes seconds."""
ASKED = "this kind was asked to be left out"
Rule = tuple[str, str]


def clean(
    article: Article, *, keep: Collection[Kind] = (), drop: Collection[Kind] = ()
) -> tuple[Article, tuple[Removed, ...]]:
    """The article with only what is read, in order, and what was left out with a rule and a reason each.

    `keep` names kinds to read that are not read by default, `drop` kinds to leave out.

    Sets title and language where they are missing. May leave nothing; the caller decides what that means.
    """
    blocks = list(article.blocks)
    unread = {**UNREAD, **dict.fromkeys(drop, ASKED)}
    unread = {kind: why for kind, why in unread.items() if kind not in keep or kind in drop}
    dropped: dict[int, Rule] = {n: ("hint", block.hint) for n, block in enumerate(blocks) if block.hint}
    title = article.title or next((block.text for block in blocks if block.kind == "title"), "")
    if not dropped and not any(block.kind == "title" for block in blocks):
        title = _from_page(blocks, dropped, title)
    _by_content(blocks, dropped, title, unread)
    kept = [block for n, block in enumerate(blocks) if n not in dropped]
    language = article.language or article_language(kept)
    removed = tuple(Removed(block=blocks[n], rule=rule, reason=why) for n, (rule, why) in sorted(dropped.items()))
    return replace(article, blocks=tuple(kept), title=title, language=language), removed


def _from_page(blocks: list[Block], dropped: dict[int, Rule], title: str) -> str:
    """Find body and title among lines without structure; returns the title."""
    kept = _body_lines(blocks)
    if not any(kept):
        return title
    first, last = kept.index(True), len(kept) - 1 - kept[::-1].index(True)
    place = body.title_of(blocks, kept, title)
    if place is not None:
        blocks[place] = replace(blocks[place], kind="title", level=0)
        title = blocks[place].text
    for n, block in enumerate(blocks):
        if n == place or kept[n]:
            continue
        where = "before" if n < first else "after" if n > last else "amid"
        plain = (f"{where} the body", f"it stands {where} the article's text and reads like none of it")
        dropped[n] = _by_words(block.text) or plain
    return title


def _body_lines(blocks: list[Block]) -> list[bool]:
    """Which lines are the article: by the weighed signs, unless these find next to nothing of its longest stretch."""
    if not lines.furnished(blocks):
        return [True] * len(blocks)
    first, behind = body.span(blocks)
    if len(blocks) > MAX_LINES:
        return [first <= n < behind for n in range(len(blocks))]
    kept = lines.chosen(blocks)
    size = sum(body.words(block.text) for block in blocks[first:behind])
    found = sum(body.words(block.text) for n, block in enumerate(blocks) if kept[n])
    return kept if found >= LEAST_SHARE * size else [first <= n < behind for n in range(len(blocks))]


def _by_content(blocks: list[Block], dropped: dict[int, Rule], title: str, unread: Mapping[Kind, str]) -> None:
    """Drop single blocks by what they say or are."""
    seen = Counter(body.folded(block.text) for block in blocks if block.kind != "figure")
    texts = [block for n, block in enumerate(blocks) if n not in dropped and block.kind not in {*unread, "figure"}]
    heard = {body.folded(block.text) for block in texts}
    named: set[Kind] = set()
    for n, block in enumerate(blocks):
        if n in dropped:
            continue
        if block.kind in ("title", "byline") and block.kind not in named and block.kind not in unread:
            named.add(block.kind)  # read once, however often the page repeats it
            continue
        if block.kind == "figure" and block.kind not in unread and body.folded(block.text) in heard:
            dropped[n] = "picture", "its description says what is read beside it"
            continue
        found = _judged(block, seen, title, unread)
        if found:
            dropped[n] = found


def _judged(block: Block, seen: Counter[str], title: str, unread: Mapping[Kind, str]) -> Rule | None:
    if block.kind in unread:
        return block.kind, unread[block.kind]
    text, of_book = block.text, bool(block.anchor.part)
    # Books have none of the labels, notices and pointers of pages: there, all of it is what somebody wrote to be read.
    found = None if of_book else _by_words(text)
    if found:
        return found
    line = body.folded(text)
    if title and line == body.folded(title):
        return "title again", "it repeats the title"
    if of_book or SAID_AGAIN.fullmatch(text.strip()):
        return None
    if seen[line] > 1 and not body.is_prose(text) and block.kind != "heading":
        return "repeated line", f"the line stands {seen[line]} times on the page"
    return None


def _by_words(text: str) -> Rule | None:
    """What a block is by its words alone."""
    return next(((rule, why) for rule, why, test in _TESTS if test(text)), None)


def _is_label(text: str) -> bool:
    return any(map(str.isalnum, text)) and body.is_label(text)


def _is_address(text: str) -> bool:
    return bool(ADDRESSES.fullmatch(text.strip()))


def _is_credit(text: str) -> bool:
    return body.words(text) <= 25 and bool(CREDITS.match(text) or (AGENCIES.search(text) and body.words(text) <= 40))


def _is_caption(text: str) -> bool:
    return body.words(text) <= CAPTION_WORDS and bool(CAPTIONS.search(text.rstrip()))


def _is_byline(text: str) -> bool:
    return body.words(text) <= 10 and bool(BYLINES.match(text)) and not text.rstrip().endswith((".", "!", "?"))


def _is_desk(text: str) -> bool:
    if body.words(text) > DESK_WORDS or not DESK.match(text):
        return False
    pieces = text.split()
    return text[0] in "([" or 2 * sum(piece[:1].isupper() for piece in pieces) >= len(pieces)


def _is_pointer(text: str) -> bool:
    return body.words(text) <= 40 and bool(POINTERS.match(text))


_TESTS: tuple[tuple[str, str, Callable[[str], bool]], ...] = (
    ("label", "it is a label or a button of the page", _is_label),
    ("pointer", "it points to another article", _is_pointer),
    ("notice", "it is about reading this article, not of the article", is_notice),
    ("address", "it is nothing but an address", _is_address),
    ("credit", "it names the source of a picture", _is_credit),
    ("caption", "it describes a picture and names its source", _is_caption),
    ("byline", "it names the author", _is_byline),
    ("desk", "it names who else worked on it", _is_desk),
)
