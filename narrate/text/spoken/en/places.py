"""English streets, American states behind towns and politicians, world wars and other names with short parts."""

from __future__ import annotations

import re

from narrate.text.abbreviations import abbreviations
from narrate.text.spoken.rules import STOP, Lazy, Rule

# As the Associated Press shortens them, and the post.
_STATES = {
    "Ala.": "Alabama", "Ariz.": "Arizona", "Ark.": "Arkansas", "Calif.": "California", "Colo.": "Colorado",
    "Conn.": "Connecticut", "Del.": "Delaware", "Fla.": "Florida", "Ga.": "Georgia", "Ill.": "Illinois",
    "Ind.": "Indiana", "Kan.": "Kansas", "Ky.": "Kentucky", "La.": "Louisiana", "Md.": "Maryland",
    "Mass.": "Massachusetts", "Mich.": "Michigan", "Minn.": "Minnesota", "Miss.": "Mississippi", "Mo.": "Missouri",
    "Mont.": "Montana", "Neb.": "Nebraska", "Nev.": "Nevada", "N.H.": "New Hampshire", "N.J.": "New Jersey",
    "N.M.": "New Mexico", "N.Y.": "New York", "N.C.": "North Carolina", "N.D.": "North Dakota", "Okla.": "Oklahoma",
    "Ore.": "Oregon", "Pa.": "Pennsylvania", "R.I.": "Rhode Island", "S.C.": "South Carolina", "S.D.": "South Dakota",
    "Tenn.": "Tennessee", "Tex.": "Texas", "Vt.": "Vermont", "Va.": "Virginia", "Wash.": "Washington",
    "W.Va.": "West Virginia", "W. Va.": "West Virginia", "Wis.": "Wisconsin", "Wyo.": "Wyoming", "D.C.": "D.C",
    "Ont.": "Ontario", "B.C.": "British Columbia", "Alta.": "Alberta", "Sask.": "Saskatchewan",
}  # fmt: skip
_POSTAL = {
    "AL": "Ala.", "AZ": "Ariz.", "AR": "Ark.", "CA": "Calif.", "CO": "Colo.", "CT": "Conn.", "DE": "Del.",
    "FL": "Fla.", "GA": "Ga.", "IL": "Ill.", "IN": "Ind.", "KS": "Kan.", "KY": "Ky.", "LA": "La.", "MD": "Md.",
    "MA": "Mass.", "MI": "Mich.", "MN": "Minn.", "MS": "Miss.", "MO": "Mo.", "MT": "Mont.", "NE": "Neb.",
    "NV": "Nev.", "NH": "N.H.", "NJ": "N.J.", "NM": "N.M.", "NY": "N.Y.", "NC": "N.C.", "ND": "N.D.", "OK": "Okla.",
    "OR": "Ore.", "PA": "Pa.", "RI": "R.I.", "SC": "S.C.", "SD": "S.D.", "TN": "Tenn.", "TX": "Tex.", "VT": "Vt.",
    "VA": "Va.", "WA": "Wash.", "WV": "W.Va.", "WI": "Wis.", "WY": "Wyo.",
}  # fmt: skip
_PARTIES = {"D": "Democrat", "R": "Republican", "I": "independent"}


def _any(words: dict[str, str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


_NAMES = "|".join((*_STATES.values(), *str.split("Alaska Hawaii Idaho Iowa Maine Ohio Utah"), "Puerto Rico", "Guam"))
PARTY = Lazy(
    rf"(?<![\w-])(?P<party>[DRI])[-–—]"
    rf"(?P<state>{_any(_STATES)}|{_any(_POSTAL)}|{_NAMES})"
    rf"(?=[),\]]|\.?$|\s[a-z])"
)
# "Sacramento, Calif., said": only behind a town's name and a comma.
_LETTERED = {"N.Y.", "D.C.", "B.C."}  # said as letters by many, and well known
STATE = Lazy(
    rf"(?<=[a-z],) (?P<state>{_any({short: name for short, name in _STATES.items() if short not in _LETTERED})})(?!\w)"
)
_KINDS = {"St": "street", "Rd": "road", "Ln": "lane", "Dr": "drive", "Hwy": "highway", "Pkwy": "parkway",
          "Ct": "court", "Pl": "place", "Sq": "square", "Ave": "avenue", "Blvd": "boulevard"}  # fmt: skip
_SIDES = {"N": "North", "S": "South", "E": "East", "W": "West", "NE": "Northeast", "NW": "Northwest",
          "SE": "Southeast", "SW": "Southwest"}  # fmt: skip
# Behind a name and before no other name, or behind a house number and a name, or behind an ordinal.
STREET = Lazy(
    rf"(?:(?<=[a-z] )|(?<=\d(?:st|nd|rd|th) ))(?P<kind>{'|'.join(_KINDS)})\b(?P<stop>\.?)"
    rf"(?P<side> (?:N\.?[EW]\.?|S\.?[EW]\.?|[NSEW]\.)(?!\w))?"
)
_NAMED_STREET = re.compile(
    r"(?:^|[\s(])(?P<number>\d+[A-Z]? )?(?:[NSEW]\.? )?(?:[A-Z][\w'’.]+ ){0,2}(?P<name>[A-Z][\w'’]+|"
    r"\d+(?:st|nd|rd|th)) $"
)
_NO_STREETS = frozenset(str.split("Saint The In At On Of To By For And From With Near Mount Fort Port Jill Eva Jean"))
_STREETS = frozenset(("Wall", "Main", "Fleet", "High"))
_FOLLOWING = re.compile(r"\s([A-Z][\w'’]*)")
SIDE = Lazy(
    rf"(?<!\w)(?P<side>[NSEW])\. (?=\d+(?:st|nd|rd|th)\b|"
    rf"(?:[A-Z][a-z]+ ){{1,2}}(?:{'|'.join(_KINDS)}|Street|Avenue|Road)\b)"
)
WARS = Lazy(r"(?<![\w-])WW ?(?P<number>III|II|I|[123])(?!\w)")


def _party(match: re.Match[str]) -> str:
    state = _POSTAL.get(match["state"], match["state"])
    return f"{_PARTIES[match['party']]} of {_STATES.get(state, state)}{_final(match)}"


def _final(match: re.Match[str]) -> str:
    """The full stop that ends the text where the abbreviation's own served as that."""
    ends = match.group().endswith(".") and not match.string[match.end() :].strip("\"'»”’“)] ")
    return "." if ends else ""


def _street(match: re.Match[str]) -> str | None:
    kind, text = match["kind"], match.string
    named = _NAMED_STREET.search(text[max(0, match.start() - 48) : match.start()])
    if named is None or named["name"] in _NO_STREETS:
        return None
    if kind in ("Ct", "Pl", "Sq", "Ln") and not match["stop"]:
        return None
    following = _FOLLOWING.match(text, match.end())
    sure = named["number"] or named["name"][0].isdigit() or match["side"] or named["name"] in _STREETS
    if following and following[1].lower() not in abbreviations("en").starters and not sure:
        return None  # "Eva St. Claire", "Wall St. Journal"
    if kind in ("St", "Dr") and not match["stop"] and not sure:
        return None
    side = f" {_SIDES[match['side'].replace('.', '').strip()]}" if match["side"] else ""
    return f"{_KINDS[kind]}{side}{_final(match)}"


RULES = (
    Rule("party", PARTY, _party, re.compile(r"[DRI][-–—][A-Z]")),
    Rule("state", STATE, lambda match: f" {_STATES[match['state']]}{_final(match)}", STOP),
    Rule("side of a street", SIDE, lambda match: f"{_SIDES[match['side']]} ", STOP),
    Rule("street", STREET, _street, re.compile(rf"{STOP.pattern}|\d")),
    Rule(
        "world war",
        WARS,
        lambda match: "World War " + {"I": "One", "1": "One", "II": "Two", "2": "Two"}.get(match["number"], "Three"),
        re.compile("WW"),
    ),
)
