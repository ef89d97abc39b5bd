"""Cut text into sentences, as offsets. Pure, linear in the length of the text, loses nothing but white space."""

from __future__ import annotations

import re
from collections.abc import Iterator

from narrate.text.abbreviations import Abbreviations, abbreviations

_CLOSERS = "\"'’”»“›)]}」』）】〉》*_"
_OPENERS = "\"'‘“”«»„‚‹›([{¿¡「『（【〈《*_"
_MARKS = ".!?…‽⸮।॥۔؟։።፧፨။"
_WIDE = "。！？｡︒．"

# A place where a sentence may end: marks (also spaced, ". . ."), what closes behind them, then a gap. The wide
# marks of Chinese and Japanese need no gap. The bounded repeats keep the match linear on a line of a million dots.
_CANDIDATE = re.compile(
    rf"(?<![{_MARKS}])(?<![{_MARKS}] )(?P<mark>[{_MARKS}]++(?:[ \u00a0]\.{{1,3}}(?!\w)){{0,3}}+)"
    rf"(?P<close>(?:[ \u00a0\u202f](?=[»”]))?[{re.escape(_CLOSERS)}]*+(?:\[\d{{1,3}}\])*(?:\d{{1,3}}(?=\s+[A-Z]))?"
    rf"(?:\s[:;=][-^']?[)(DPp]+(?!\w))?)(?=(?P<gap>\s+)|(?P<tight>[A-ZА-ЯЁ]))"
    r"|(?<=[a-z]),(?P<comma>)(?=\s+[A-Z])"
    rf"|(?P<wide>[{_WIDE}]++[{re.escape(_CLOSERS)}]*+)"
    rf"|(?<![{_MARKS},;\s–—-])(?P<line>[^\S\n]*\n)(?=[^\S\n]*(?:\(\w|[\"“«„]?[^\W\d_a-z]))"
    rf"|(?P<blank>\n[^\S\n]*\n)"
)
_LAST_WORD = re.compile(r"[^\s(\[{\"“”«»„‘/—–]*$")
_WORD_BEFORE = re.compile(r"(\S+)\s+\S*$")
_NEXT = re.compile(rf"[\s{re.escape(_OPENERS)}\-–—•·…]*(?P<word>\w[\w'’]*)?(?P<dot>\.?)")
_ENUMERATION = re.compile(
    r"(?:(?<=\s)|^)(?P<bullet>[•⁃·▪◦]\s?)?\(?(?P<label>\d{1,2}|[a-z]|[ivx]{1,4})(?:\.\)|[.)])(?=\s+\S)"
)
_BULLET = re.compile(r"(?<=\s)[•⁃▪◦](?=\s?\S)")
_ADDRESS = re.compile(r"[\w.-]{1,60}@|Com\b|[A-Z][\w-]{0,60}\.[a-z]{2,3}\b")
_ROMAN = re.compile(r"[IVXLC]+$")
_WEEKDAY = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[ECMP][SD]?T$|GMT$|UTC$")
_GOES_ON = re.compile(
    r"\s+(?:[-–—]|(?:he|she|they|i|it|we)\s(?:said|says|asked|cried|yelled|shouted|thought|replied|added|wrote|whispered)\b)"
)
_TRAILING = re.compile(r"\s+[^\w\s.!?…(\[{]{1,3}[.!?,](?:\s|$)")
_DASHED = re.compile(r"\s+(?:--|[–—])\s")
_CASUAL_WORD = re.compile(r"(?<![\w.])[a-z]{2,}\s?$")
_NUMERALS = {numeral: place for place, numeral in enumerate(str.split("i ii iii iv v vi vii viii ix x xi xii"))}
WRAPPED = 60
"""Characters: a line this long may have been broken by its width alone."""
LOOK_BACK = 48  # characters: longer than any abbreviation with the word before it


def segment(text: str, language: str) -> list[tuple[int, int]]:
    """The sentences of a text as (start, end) offsets, in order, without the white space around them.

    Every character but white space lies in exactly one of them. Blank lines always end a sentence, single line
    breaks those of short lines before a capital: verse, addresses, lists.
    """
    known = abbreviations(language)
    items = list(_items(text))
    labels = {place for start, end in items for place in range(start, end + 1)}
    cuts = sorted({*(cut for cut in _ends(text, known) if cut not in labels), *(start for start, _ in items)})
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
        if match["line"] is not None:
            cut = match.end() if _ends_line(text, match.start()) else 0
        elif match["comma"] is not None:
            cut = match.end() if _greets(text, start, match.start(), known) else 0
        elif match["wide"] or match["blank"] or ("\n" in (match["gap"] or "") and match["gap"].count("\n") > 1):
            cut = match.end()
        elif match["tight"]:
            cut = match.end() if _ends_tightly(text, match) else 0
        else:
            cut = match.end() if _ends_here(text, match, start, known) else 0
        if cut:
            yield cut
            start = cut


def _ends_line(text: str, end: int) -> bool:
    """Whether a line is over rather than wrapped: it is short and does not break off behind a little word."""
    start = text.rfind("\n", max(0, end - WRAPPED), end) + 1
    if not start and end > WRAPPED:
        return False  # no line's beginning was found: it is longer
    one_of_many = start > 0 or text.find("\n", end + 1, end + 4 * WRAPPED) > 0 or _ENUMERATION.match(text, start)
    if not one_of_many:
        return False
    last = text[start:end].rsplit(None, 1)[-1:]
    return bool(last) and end - start > 3 and (len(last[0]) > 3 or not last[0].islower())


def _greets(text: str, start: int, end: int, known: Abbreviations) -> bool:
    """Whether "Dear Ann" or "Best regards" is all that stands before a comma."""
    if end - start > LOOK_BACK:
        return False
    words = text[start:end].split()
    return 0 < len(words) <= 4 and words[0].lower() in known.greetings and (len(words) == 1 or words[1][0].isalpha())


def _ends_tightly(text: str, match: re.Match[str]) -> bool:
    """Whether a mark without a gap behind it ("the end.The next") ends a sentence."""
    before = text[max(0, match.start() - 3) : match.start()]
    if match["mark"] == "…" or (set(match["close"]) - set('"”»)]')) or len(before) < 3:
        return False
    if _ADDRESS.match(text, match.end()):
        return False
    after = text[match.end() : match.end() + 3]
    whole = (before.isalpha() and before.islower()) or (before[-2:].isdigit() and match["mark"] == ".")
    return whole and len(after) > 1 and after[0].isupper() and (after[1].islower() or not after[1:].isalnum())


def _ends_here(text: str, match: re.Match[str], start: int, known: Abbreviations) -> bool:
    mark, close = match["mark"], match["close"]
    following = _NEXT.match(text, match.end())
    word = (following["word"] or "") if following else ""
    if _TRAILING.match(text, match.end()):
        return False
    if word[:1].islower() and not _begins_oddly(word):
        return known.casual and _ends_casually(text, match, start, word, known)
    if mark != ".":
        bracketed = match.start() > 0 and text[match.start() - 1] in "(["
        if mark.startswith((".", "…")) and word[:1].isdigit() and not close:
            return mark.count(".") > 3
        return not bracketed
    before = text[max(start, match.start() - LOOK_BACK) : match.start()]
    last = _LAST_WORD.search(before)
    token = last.group() if last else ""
    if not token:
        return bool(close) or before[-1:] in ' "”»' or word[:1].isupper()
    if token[-1] in ")]":
        return True
    if any(closer in "\"'’”»“" for closer in close) and len(token) > 1:
        return True
    return _stop_ends(token, before[: len(before) - len(token)].rstrip(), word, following, known)


def _ends_casually(text: str, match: re.Match[str], start: int, word: str, known: Abbreviations) -> bool:
    """Whether a sentence ends here though the next begins small: "it is closed. we went home"."""
    if match["close"] or match["mark"].startswith(("..", ". ", "…")) or _GOES_ON.match(text, match.end()):
        return False
    if match["mark"] == "." and match["gap"].startswith("\n"):
        return False
    before = text[max(start, match.start() - LOOK_BACK) : match.start()]
    last = _CASUAL_WORD.search(before)
    if last is None or last.group().lower() in (known.inner | known.ending | known.counted | known.clock):
        return False
    return word.partition("'")[0].partition("’")[0] in known.starters or len(last.group()) > 3


def _begins_oddly(word: str) -> bool:
    """Whether a word in lower case can begin a sentence: iPhone, eBay."""
    return len(word) > 2 and word[0] in "ie" and word[1].isupper()


def _stop_ends(token: str, before: str, word: str, following: re.Match[str] | None, known: Abbreviations) -> bool:
    """Whether the full stop behind `token` ends a sentence when `word` follows; `before` stood before the token."""
    lower = token.lower().lstrip("'’-*_")
    begins = word.lower() in known.starters or word.lower().partition("'")[0].partition("’")[0] in known.starters
    if len(lower) == 1 and before.endswith(".") and f"{before[:-1].rpartition(' ')[2].lower()}.{lower}" in known.ending:
        return begins  # "и т. д."
    if lower in known.clock:
        alone = len(before.split()) < 3
        return not alone and word[:1].isupper() and not word.isupper() and not _WEEKDAY.match(word)
    if token[-1].isdigit():
        return _number_ends(token, before, word, begins, known)
    if lower in known.measured and (following is None or not _DASHED.match(following.string, following.start())):
        return before[-1:].isdigit() or (before.endswith("-х") and (begins or not word[:1].isdigit()))
    if lower in known.counted and (word[:1].isdigit() or _ROMAN.match(word)):
        return False
    if lower in known.ending:
        if before[-1:].isdigit() and word[:1].isupper() and len(lower) < 4 and lower.isalpha():
            return True  # a unit: "80 km. Then"
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


def _items(text: str) -> Iterator[tuple[int, int]]:
    """Where the items of a list run into one line begin, with their labels' ends: "1. The first item 2. The second"."""
    found = list(_ENUMERATION.finditer(text))
    before: re.Match[str] | None = None
    for match in found:
        follows = before is not None and _follows(before["label"], match["label"])
        if follows or _heads(text, match):
            if follows or match.start() == 0 or text[match.start() - 1] == "\n" or match["bullet"]:
                yield match.start(), match.end()
            before = match
    for match in _BULLET.finditer(text):
        yield match.start(), match.end()


def _heads(text: str, match: re.Match[str]) -> bool:
    """Whether a label can begin a list: it stands first, in a line of its own, or behind the end of a sentence."""
    before = text[max(0, match.start() - 3) : match.start()].rstrip(" ")
    return match.start() == 0 or before[-1:] in "\n.:;?!•⁃" or match["bullet"] is not None


def _follows(first: str, second: str) -> bool:
    if _NUMERALS.get(first, -1) + 1 == _NUMERALS.get(second, -3):
        return True
    if first.isdigit() and second.isdigit():
        return int(second) == int(first) + 1
    return len(first) == len(second) == 1 and first.isalpha() and second.isalpha() and ord(second) == ord(first) + 1
