"""Cut text into sentences, as offsets. Pure, linear in the length of the text, loses nothing but white space."""

from __future__ import annotations

import re
from collections.abc import Iterator

from narrate.text.abbreviations import Abbreviations, abbreviations

_CLOSERS = "\"'’”»“›)]}」』）】〉》*_"
_OPENERS = "\"'‘“”«»„‚‹›([{¿¡「『（【〈《*_"
_MARKS = ".!?…‽⸮।॥۔؟։።፧፨။"
_WIDE = "。！？｡︒"

# A place where a sentence may end: marks (also spaced, ". . ."), what closes behind them, then a gap. The wide
# marks of Chinese and Japanese need no gap. The bounded repeats keep the match linear on a line of a million dots.
_CANDIDATE = re.compile(
    rf"(?<![{_MARKS}])(?P<mark>[{_MARKS}]++(?:[ \u00a0]\.{{1,3}}(?!\w)){{0,3}})(?P<close>(?:[ \u00a0\u202f](?=[»”]))?"
    rf"[{re.escape(_CLOSERS)}]*+(?:\[\d{{1,3}}\])*)(?=(?P<gap>\s+)|(?P<tight>[A-ZА-ЯЁ]))"
    rf"|(?P<wide>[{_WIDE}]++[{re.escape(_CLOSERS)}]*+)"
    rf"|(?P<blank>\n[^\S\n]*\n)"
)
_LAST_WORD = re.compile(r"[^\s(\[{\"“”«»„‘/—–]*$")
_WORD_BEFORE = re.compile(r"(\S+)\s+\S*$")
_NEXT = re.compile(rf"[\s{re.escape(_OPENERS)}\-–—•·…]*(?P<word>\w[\w'’]*)?(?P<dot>\.?)")
_ENUMERATION = re.compile(
    r"(?:(?<=\s)|^)(?P<bullet>[•⁃·▪◦]\s?)?(?P<label>\d{1,2}|[a-z]|[ivx]{1,4})(?:\.\)|[.)])(?=\s+\S)"
)
_BULLET = re.compile(r"(?<=\s)[•⁃▪◦](?=\s?\S)")
_ROMAN = re.compile(r"[IVXLC]+$")
LOOK_BACK = 48  # characters: longer than any abbreviation with the word before it


def segment(text: str, language: str) -> list[tuple[int, int]]:
    """The sentences of a text as (start, end) offsets, in order, without the white space around them.

    Every character but white space lies in exactly one of them. Blank lines always end a sentence; single line
    breaks never do by themselves.
    """
    known = abbreviations(language)
    cuts = sorted({*_ends(text, known), *_items(text)})
    spans = []
    start = 0
    for cut in [*cuts, len(text)]:
        begin, end = _stripped(text, start, cut)
        if begin < end:
            spans.append((begin, end))
        start = max(start, cut)
    return spans


def _stripped(text: str, start: int, end: int) -> tuple[int, int]:
    piece = text[start:end]
    left = len(piece) - len(piece.lstrip())
    return start + left, start + max(left, len(piece.rstrip()))


def _ends(text: str, known: Abbreviations) -> Iterator[int]:
    start = 0
    for match in _CANDIDATE.finditer(text):
        if match["wide"] or match["blank"] or ("\n" in (match["gap"] or "") and match["gap"].count("\n") > 1):
            cut = match.end()
        elif match["tight"]:
            cut = match.end() if _ends_tightly(text, match) else 0
        else:
            cut = match.end() if _ends_here(text, match, start, known) else 0
        if cut:
            yield cut
            start = cut


def _ends_tightly(text: str, match: re.Match[str]) -> bool:
    """Whether a mark without a gap behind it ("the end.The next") ends a sentence."""
    before = text[max(0, match.start() - 3) : match.start()]
    if match["mark"] == "…" or (set(match["close"]) - set('"”»)]')) or len(before) < 3:
        return False
    after = text[match.end() : match.end() + 3]
    whole = (before.isalpha() and before.islower()) or (before[-2:].isdigit() and match["mark"] == ".")
    return whole and len(after) > 1 and after[0].isupper() and (after[1].islower() or not after[1:].isalnum())


def _ends_here(text: str, match: re.Match[str], start: int, known: Abbreviations) -> bool:
    mark, close = match["mark"], match["close"]
    following = _NEXT.match(text, match.end())
    word = (following["word"] or "") if following else ""
    if word[:1].islower() and not _begins_oddly(word):
        return False
    if mark != ".":
        bracketed = match.start() > 0 and text[match.start() - 1] in "(["
        if mark.startswith((".", "…")) and word[:1].isdigit() and not close:
            return mark.count(".") > 3
        return not bracketed
    before = text[max(start, match.start() - LOOK_BACK) : match.start()]
    last = _LAST_WORD.search(before)
    token = last.group() if last else ""
    if not token:
        return bool(close)
    if any(closer in "\"'’”»“" for closer in close) and len(token) > 1:
        return True
    return _stop_ends(token, before[: len(before) - len(token)].rstrip(), word, following, known)


def _begins_oddly(word: str) -> bool:
    """Whether a word in lower case can begin a sentence: iPhone, eBay."""
    return len(word) > 2 and word[0] in "ie" and word[1].isupper()


def _stop_ends(token: str, before: str, word: str, following: re.Match[str] | None, known: Abbreviations) -> bool:
    """Whether the full stop behind `token` ends a sentence when `word` follows; `before` stood before the token."""
    lower = token.lower().lstrip("'’-*_")
    begins = word.lower() in known.starters
    if token[-1].isdigit():
        return _number_ends(token, before, word, begins, known)
    if lower in known.measured:
        return before[-1:].isdigit() or (before.endswith("-х") and (begins or not word[:1].isdigit()))
    if lower in known.counted and (word[:1].isdigit() or _ROMAN.match(word)):
        return False
    if lower in known.ending:
        return begins or (not word and lower not in known.inner)
    if lower in known.inner:
        return False
    if len(lower) == 1 and lower.isalpha():
        return _letter_ends(token, before, word, begins, following)
    if "." in token and len(max(lower.split("."), key=len)) <= 2:  # U.S.S.R., A.S. Pushkin
        return begins
    return True


def _number_ends(token: str, before: str, word: str, begins: bool, known: Abbreviations) -> bool:
    if not before and token.isdigit() and len(token) <= 3:
        return False  # the number of a list item
    if known.ordinals and token.isdigit() and len(token) <= 3:
        return begins and word.lower() not in known.months
    return True


def _letter_ends(token: str, before: str, word: str, begins: bool, following: re.Match[str] | None) -> bool:
    """Whether a single letter with a full stop ends a sentence: "plan B. Then" does, "J. Smith" does not."""
    previous = before.rsplit(None, 1)[-1] if before.split() else ""
    named = not previous or previous[:1].isupper() or previous.endswith(".")
    if following is not None and following["dot"] and len(word) == 1:
        return False
    return begins and not named if token != "I" else not named


def _items(text: str) -> Iterator[int]:
    """Where the items of a list run into one line begin: "1. The first item 2. The second item"."""
    found = list(_ENUMERATION.finditer(text))
    labels = [match["label"] for match in found]
    for place in range(1, len(found)):
        if _follows(labels[place - 1], labels[place]) and _heads(text, found[place - 1]):
            yield found[place].start()
    for match in _BULLET.finditer(text):
        yield match.start()


def _heads(text: str, match: re.Match[str]) -> bool:
    return True


def _follows(first: str, second: str) -> bool:
    if first.isdigit() and second.isdigit():
        return int(second) == int(first) + 1
    return len(first) == len(second) == 1 and first.isalpha() and second.isalpha() and ord(second) == ord(first) + 1
