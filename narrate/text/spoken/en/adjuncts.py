"""Whether a sum or measure stands before the noun it describes: "a $5 note", "the 10 km race" say it in the singular.

There is no tagger here, so it is told by the words around: an article or possessive before, or a noun behind that is
nearly always described by sums; and behind it no word that can't begin a noun's own description. Where nothing tells,
the plural stays: "raised $2 billion last year".
"""

from __future__ import annotations

import re

# Words that a described noun does not begin with.
_CLOSED = (
    "a an the this that these those it he she they we you i who whom whose which what there here his her its their our "
    "my your to of in on at by for from with without as if when while where than then and or but nor so yet into onto "
    "over under after before since until till during through between among against about around across toward towards "
    "upon within per via despite amid because although though however be is are was were been being am has have had do "
    "does did will would can could shall should may might must not never no ago each apiece more less fewer worth out "
    "up down off back away again also too just only even still now later today tonight tomorrow yesterday last next "
    "monday tuesday wednesday thursday friday saturday sunday january february march april june july august september "
    "october november december plus minus versus every both either neither all some any such extra alone altogether "
    "spent paid lost won made given taken stolen sent left held got gave took went goes comes came remains total "
    "overall either once twice half annually yearly richer poorer higher lower short shy earlier instead said says "
    "tax-free upfront cash online abroad overseas directly compared due available outstanding apart whether how why "
    "cheaper better people men women"
)
_STOP = frozenset(_CLOSED.split())
_LY = frozenset(
    str.split("family monthly weekly daily hourly costly early supply assembly friendly elderly likely fly")
)
_ED = frozenset(str.split("bed seed shed breed need speed feed steed creed weed federal-backed red limited united"))
_OWED = re.compile(r"\s[A-Z][\w'’]+(?:\s[A-Z][\w'’]+)?\s(?:is|was|has|had|will|would|owes?|[a-z]+ed|gave|paid|spent)\b")
_NEXT = re.compile(r"\s(?P<word>[A-Za-zÀ-ÿ][\w'’-]*)")

# Nouns that a sum or measure without an article describes ("in $20 bills", "pays $5 million fine", "100 mph winds").
_DESCRIBED = re.compile(
    r"\s(?:(?:gift|price|tax|cash|loan|bond|civil|federal|land|rights|film|media) )?(?:bills?|notes?|coins?|"
    r"banknotes?|stamps?|tickets?|fines?|fees?|che(?:ck|que)s?|deals?|budgets?|contracts?|lawsuits?|loans?|bonds?|"
    r"prizes?|grants?|donations?|rewards?|bount(?:y|ies)|mansions?|homes?|houses?|packages?|funds?|settlements?|"
    r"investments?|stakes?|rebates?|deposits?|deficits?|copays?|jackpots?|verdicts?|takeovers?|buyouts?|bailouts?|"
    r"tags?|cards?|tariffs?|subsid(?:y|ies)|mergers?|acquisitions?|expansions?|upgrades?|penalt(?:y|ies)|surcharges?|"
    r"winds?|gusts?|radius|stretch|runs?|races?|fastballs?|engines?|shells?|screens?|rounds?|bullets?|bombs?)\b(?!\s(?:to|for|the|a)\s\w+\s(?:dollars|pounds))"
)
_DETERMINER = (
    r"(?:[Aa]n?|[Tt]h(?:e|is|at)|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir|[Oo]ur|[Mm]y|[Yy]our|[Aa]nother|[Ee]ach|[Ee]very|[Oo]ne|"
    r"\w+['’]s|\w+s['’])"
)
# What may stand between the article and the sum.
_BETWEEN = (
    r"(?:(?:new|proposed|planned|record|initial|additional|original|annual|estimated|reported|recent|massive|huge|"
    r"giant|single|combined|first|second|third|final|federal|whopping|controversial|multi-?year|current|existing|"
    r"nearly|roughly|roughly|almost|further|separate|similar|blockbuster|landmark|historic|standard|average|typical|"
    r"small|large|big|old|long|short|full|whole|approximately|about|around|entire|possible|potential|promised|"
    r"expected|pending|joint|state|national|[\w.,]+-\w+(?:-\w+)?),? ){0,2}"
)
_BEFORE = re.compile(rf"(?:^|[\s(“\"‘'—–-]){_DETERMINER} {_BETWEEN}$")
_WINDOW = 48


def begins_noun(text: str, end: int) -> bool:
    """Whether the word behind `text[:end]` may begin a noun's description rather than go on with the sentence."""
    following = _NEXT.match(text, end)
    if following is None:
        return False
    word = following["word"].lower()
    if word in _STOP or (word.endswith("ly") and word not in _LY):
        return False
    return not (word.endswith("ed") and word not in _ED and "-" not in word)


def described(text: str, start: int, end: int) -> bool:
    """Whether what stands at `text[start:end]`, a sum or measure, describes the noun behind it."""
    if not begins_noun(text, end):
        return False
    if _DESCRIBED.match(text, end):
        return True
    return not _OWED.match(text, end) and _BEFORE.search(text[max(0, start - _WINDOW) : start]) is not None
