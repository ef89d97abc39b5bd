"""German wording: dates, times, ordinals, abbreviations and Roman numerals beside the shared rules."""

from __future__ import annotations

import re

from narrate.text.spoken import continental as shared
from narrate.text.spoken.continental import DASH, FREE
from narrate.text.spoken.de.numbers import cardinal, ordinal, year
from narrate.text.spoken.de.speech import SPEECH, group
from narrate.text.spoken.de.times import CLOCK, CLOCKS, HOURS, clock, clocks
from narrate.text.spoken.de.words import WORDS
from narrate.text.spoken.roman import roman
from narrate.text.spoken.rules import STOP, Rule, ended
from narrate.text.spoken.speech import S

_MONTHS = str.split("Januar Februar März April Mai Juni Juli August September Oktober November Dezember")
_MONTH = (
    r"(?P<month>Jan(?:uar|\.)?|Jänner|Feb(?:ruar|\.)?|Mär(?:z|\.)|Apr(?:il|\.)|Mai|Jun[i.]|Jul[i.]|Aug(?:ust|\.)|"
    r"Sep(?:tember|t?\.)|Okt(?:ober|\.)|Nov(?:ember|\.)|Dez(?:ember|\.))(?!\w)"
)
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?:1\d{3}|20\d\d)"
DAY = re.compile(
    rf"{FREE}(?:(?P<first>{_DAY})\.?(?P<joint>{DASH}|{S}(?:und|bis){S}(?:zum{S})?))?(?P<day>{_DAY})\.{S}?{_MONTH}"
    rf"(?:{S}(?P<year>{_YEAR})(?!\d|[.,]\d))?", re.IGNORECASE
)  # fmt: skip
FIGURES = re.compile(
    rf"{FREE}(?P<day>{_DAY})(?P<mark>[./])(?P<number>0?[1-9]|1[0-2])(?P=mark){S}?(?P<year>\d{{4}}|\d\d)(?![\d/]|[.,]\d)"
)
ISO = re.compile(rf"{FREE}(?P<year>{_YEAR})-(?P<number>0?[1-9]|1[0-2])-(?P<day>{_DAY})(?![\d-])")
SHORT = re.compile(rf"{FREE}(?P<day>{_DAY})\.(?P<number>0?[1-9]|1[0-2])\.(?!\d)")
BARE = re.compile(r"^(?P<day>0[1-9]|[12]\d|3[01])\.(?P<number>0[1-9]|1[0-2])$")
MONTH_YEAR = re.compile(rf"\b{_MONTH}{S}(?P<year>{_YEAR})(?!\d|[.,]\d)")
_OBLIQUE = re.compile(
    r"\b(?:am|vom|zum|zur|einer|seiner|ihrer|unserer|meiner|keiner|jener|am\s\w+(?:tag|woch),|dem|den|des|im|beim|bis|ab|seit|einen|einem|eines|diesen|diesem|jeden|jedem|vor|mit|nach)\s"
    r"(?:\w+(?:en|em|es|er),?\s)?(?:\d{1,2}\.?\s?(?:und|bis|-|–)?\s?)?$",
    re.IGNORECASE,
)
_DATIVE_DER = re.compile(
    r"\b(?:in|an|auf|bei|mit|von|zu|nach|aus|unter|über|vor|seit|während|wegen|trotz|statt|gegenüber|hinter|neben|"
    r"zwischen|außer|ab|laut|dank|anlässlich|innerhalb|außerhalb|zugunsten|gemäß|zufolge)\sder\s$|"
    r"(?<=\w\s)[A-ZÄÖÜ]\w+\sder\s$",
    re.MULTILINE,
)
""" "auf der 35. Tagung", "Ende der 2. Halbzeit": here "der" is no subject's."""
_DEFINITE = re.compile(r"\b(?:der|die|das|diese[rs]?|jede[rs]?)\s$", re.IGNORECASE)
_ARTICLE = re.compile(
    r"(?:\b(?:der|die|das|den|dem|des|im|am|vom|zum|zur|beim|ein|eine[mnrs]?|sein\w*|ihr\w*|jede[mnrs]?|"
    r"diese[mnrs]?|seit|bis|ins|ab|nach|vor|und|platz)\s|^)$",
    re.IGNORECASE,
)
_DAYS = {"Mo": "Montag", "Di": "Dienstag", "Mi": "Mittwoch", "Do": "Donnerstag", "Fr": "Freitag", "Sa": "Samstag",
         "So": "Sonntag"}  # fmt: skip
WEEKDAYS = re.compile(
    rf"\b(?P<first>{'|'.join(_DAYS)})\.?(?:{DASH}(?P<last>{'|'.join(_DAYS)})\b\.?|(?<=\.)(?=,?{S}\d))"
)
PER_CENT = re.compile(r"(?<![\w.,])(?P<number>\d{1,3})\s?%-?(?=igen?\b|ige[rms]?\b|ig\b)")
TIMES = re.compile(r"(?<![\w.,])(?P<number>\d{1,3})[x×](?=\s[a-zäöü])")
ORDINAL = re.compile(r"(?<![\w.,/:-])(?P<number>\d{1,4})\.(?=(?P<next>\s+[a-zäöüß]|\s+[A-ZÄÖÜ]|$))")
DECADE = re.compile(r"(?<![\w.,-])(?P<number>(?:1\d|20)?\d{1,2})er(?P<n>n?)(?:-(?=[A-ZÄÖÜ])|(?!\w))")
COMPOUND = re.compile(r"(?<![\w.,])(?P<number>\d{1,4})(?P<half>,5)?-(?P<word>[a-zäöü]{3,}|Jährig\w*)")
YEAR = re.compile(rf"(?<![\w.,:/€$§№+-])(?P<year>1[1-9]\d\d)(?![\w%°]|[.,:]\d|{S}?[–—-]{S}?\d|/\d)")
YEARS = re.compile(rf"{FREE}(?P<first>1[1-9]\d\d|20\d\d)(?:{DASH}|/)(?P<last>1[1-9]\d\d|20\d\d|\d\d)(?![\w–-]|[.,]\d)")
_AMOUNT_BEFORE = re.compile(
    r"\b(?:als|etwa|rund|über|fast|knapp|circa|ca\.|ungefähr|mindestens|höchstens|je|bis zu|nur|auf|um die)\s$",
    re.IGNORECASE,
)
_YEAR_BEFORE = re.compile(
    r"(?:\b(?:jahre?s?|seit|in|von|bis|ab|anfang|ende|mitte|sommer|winter|herbst|frühjahr|frühling|geboren|"
    r"gestorben|um|vor|nach|zwischen|und)\s|\(|\*\s?|†\s?)$",
    re.IGNORECASE,
)
ABBREVIATION = re.compile(
    r"(?<![\w.])(?P<word>"
    + "|".join(
        r"[\s\u00a0]?".join(re.escape(part) for part in re.findall(r"[^.]+\.", word))
        for word in sorted(WORDS, key=len, reverse=True)
    )
    + r")(?!\w)"
)
PAGE = re.compile(r"(?<![\w.])S\.\s?(?=\d)")
REGNAL = re.compile(r"\b(?P<name>[A-ZÄÖÜ][a-zäöü]{2,}) (?P<number>[IVX]{1,6})\.(?P<case>)(?!\w)")
ROMAN = re.compile(
    r"(?<![\w.'’&-])(?P<number>[IVXLC]{2,7}|(?<=Kapitel )[IVX]|(?<=Band )[IVX]|(?<=Teil )[IVX])(?P<stop>\."
    r"(?=\s[A-Z]))?(?![\w'’&]|\.\w|-\w)"
)


_WOMEN = re.compile(
    r"\d+\.\s[A-ZÄÖÜ]\w*(?:ung|heit|keit|schaft|tion|tät|ie|ik|liga|e|stadt|nacht|wahl|runde|minute|auflage)\b(?<!name)"
)
_NEUTER = re.compile(r"\d+\.\s\w*(?:[Jj]ahrhundert|[Jj]ahrtausend|[Qq]uartal|[Jj]ahr|[Bb]uch|[Kk]apitel|[Ss]emester|"
                     r"[Ss]piel|[Tt]or|[Mm]al|[Gg]ebot|programm)\b")  # fmt: skip


def _strong(text: str, start: int) -> str:
    """How an ordinal ends where no article says its noun's gender: "1. Liga", "21. Jahrhundert"."""
    return "e" if _WOMEN.match(text, start) else "es" if _NEUTER.match(text, start) else "er"


def _ending(text: str, start: int) -> str:
    before = text[max(0, start - 40) : start]
    return (
        "en"
        if _OBLIQUE.search(before) or _DATIVE_DER.search(before)
        else "e"
        if _DEFINITE.search(before)
        else _strong(text, start)
    )


def _month_of(written: str) -> str:
    short = written[:3].lower().replace("jän", "jan")
    return next(month for month in _MONTHS if month[:3].lower() == short)


def _day(match: re.Match[str]) -> str:
    ending = _ending(match.string, match.start())
    said = ordinal(int(match["day"]), ending)
    if match["first"]:
        joint = (
            match["joint"].strip()
            if match["joint"].strip().isalpha()
            else "bis zum"
            if "zum" in match["joint"]
            else "bis"
        )
        said = f"{ordinal(int(match['first']), ending)} {joint} {said}"
    tail = f" {year(int(match['year']))}" if match["year"] else ""
    return ended(match, f"{said} {_month_of(match['month'])}{tail}")


def _figures(match: re.Match[str]) -> str:
    found = match.groupdict()
    said = f"{ordinal(int(match['day']), _ending(match.string, match.start()))} {_MONTHS[int(match['number']) - 1]}"
    written = found.get("year") or ""
    if len(written) == 2:
        return f"{said} {cardinal(int(written))}"
    return f"{said} {year(int(written))}" if written else said


def _short(match: re.Match[str]) -> str:
    ending = _ending(match.string, match.start())
    return ended(match, f"{ordinal(int(match['day']), ending)} {ordinal(int(match['number']), ending)}")


_COUNTED = re.compile(
    r"\s(?:(?:Bundes|Regional|Ober|Kreis|Landes)?[Ll]iga|FC|SC|FSV|SV|Jahrhundert|Jahrtausend|Weltkrieg|Spieltag|Etappe|"
    r"Jahrestag|Geburtstag|Lebensjahr|Stock|Obergeschoss|Etage|Quartal|Halbjahr|Halbzeit|Semester|Auflage|Advent|"
    r"Bezirk|Wahlgang|Legislaturperiode|Wahlperiode|Schwangerschaftswoche|Strafkammer|Zivilsenat|Strafsenat|Kammer|"
    r"Senat|Sinfonie|Symphonie|Preis|Vorsitzende|Mal|Minute)"
)
"""Nouns that are counted with ordinals: behind "2." they go on."""


def _ordinal(match: re.Match[str]) -> str | None:
    before, after, value = match.string[: match.start()], match["next"], int(match["number"])
    if not after:
        return ordinal(value) if not before.strip() else None
    if after[-1].isupper():
        if _COUNTED.match(match.string, match.end()):
            return ordinal(value, _ending(match.string, match.start()))
        return ordinal(value, _ending(match.string, match.start())) if _ARTICLE.search(before[-25:]) else None
    return ordinal(value, _ending(match.string, match.start()))


def _year(match: re.Match[str]) -> str | None:
    before = match.string[max(0, match.start() - 16) : match.start()]
    counted = re.match(r"\s(?:[a-zäöü]+e[nr]?\s)?[A-ZÄÖÜ][a-zäöü]+", match.string[match.end() : match.end() + 50])
    if _AMOUNT_BEFORE.search(before):
        return None
    if _YEAR_BEFORE.search(before) or (not counted and int(match["year"]) >= 1500):
        return year(int(match["year"]))
    return None


def _years(match: re.Match[str]) -> str | None:
    first, last = int(match["first"]), match["last"]
    if "/" in match.group():
        return f"{year(first)} {year(int(last))}"
    if len(last) == 2 and (int(last) <= first % 100 or int(last) <= 12):
        return None
    return f"{year(first)} bis {year(int(last))}"


def _compound(match: re.Match[str]) -> str:
    half = "einhalb" if match["half"] else ""
    return cardinal(int(match["number"]), "m" if half else "") + half + match["word"].lower()


def _weekdays(match: re.Match[str]) -> str:
    first = _DAYS[match["first"]]
    return ended(match, f"{first} bis {_DAYS[match['last']]}" if match["last"] else first)


def _page(match: re.Match[str]) -> str:
    return "Seiten " if re.match(r"\d+\s?[-–]\s?\d", match.string[match.end() :]) else "Seite "


_QUEENS = re.compile(
    "Elisabeth|Kathar?ina|Maria|Marg[ar]\\w+|Viktoria|Beatrix|Christina|Anna|Isabella|Johanna|Kleopatra"
)


def _regnal(match: re.Match[str]) -> str | None:
    value = roman(match["number"])
    if not value or match["name"] in ("Kapitel", "Band", "Teil", "Artikel", "Akt", "Weltkrieg", "Klasse"):
        return None
    genitive = match["name"].endswith("s") and match["name"] not in ("Nikolaus", "Markus", "Julius", "Pius", "Innozenz")
    if _QUEENS.match(match["name"]):
        return ended(match, f"{match['name']} die {ordinal(value, 'e').capitalize()}")
    said = f"{match['name']} {'des' if genitive else 'der'} {ordinal(value, 'en' if genitive else 'e').capitalize()}"
    return said + ("." if not match.string[match.end() :].strip() else "")


def _roman(match: re.Match[str]) -> str | None:
    value = roman(match["number"])
    if not value or match["number"] in ("CC", "CD", "CL", "LL", "XX"):
        return None
    return ordinal(value, _ending(match.string, match.start())) if match["stop"] else cardinal(value)


_DIGIT = re.compile(r"\d")
_SHORTENED = re.compile(
    STOP.pattern
    + r"|\b(?:usw|etc|Co|Jh|Jhd|Chr|str|Str|MwSt|bzw|ggf|evtl|inkl|exkl|zzgl|geb|ehem|bspw|vgl|sog|Hbf|Mio|Mrd|Tsd|"
    r"Min|Std|Sek|[A-Za-z])\.|str\."
)
_ROMANS = re.compile(r"\b[IVX]+\b|[IVXLC]{2}")
RULES = (
    Rule("date", FIGURES, _figures, _DIGIT),
    Rule("date", ISO, _figures, _DIGIT),
    *shared.telephones(SPEECH, "tel|telefon|fax|telefax|mobil|handy|rufnummer"),
    Rule("date", DAY, _day, _DIGIT),
    Rule("date", MONTH_YEAR, lambda match: f"{_month_of(match['month'])} {year(int(match['year']))}", _DIGIT),
    Rule("time", CLOCKS, clocks, re.compile(r"\d[:.]\d")),
    Rule("weekday", WEEKDAYS, _weekdays, re.compile(r"\b(?:Mo|Di|Mi|Do|Fr|Sa|So)(?:\.|\s?[–-])")),
    Rule("time", CLOCK, clock, re.compile(r"\d[:.]\d")),
    Rule("time", HOURS, clock, re.compile("Uhr")),
    Rule("date", SHORT, _short, _DIGIT),
    Rule("date", BARE, _figures, _DIGIT),
    Rule("years", YEARS, _years, _DIGIT),
    Rule("compound", PER_CENT, lambda match: f"{cardinal(int(match['number']))}prozent", re.compile(r"%-?ig")),
    Rule("compound", TIMES, lambda match: f"{cardinal(int(match['number']))}mal", re.compile(r"\d[x×]")),
    Rule(
        "decade",
        DECADE,
        lambda match: f"{year(int(match['number']))}er{match['n']}" + (" " if match.group().endswith("-") else ""),
        re.compile(r"\der"),
    ),
    *shared.sums(SPEECH),
    Rule("compound", COMPOUND, _compound, re.compile(r"\d-")),
    Rule("ordinal", ORDINAL, _ordinal, re.compile(r"\d\.")),
    Rule("year", YEAR, _year, _DIGIT),
    Rule("page", PAGE, _page, re.compile(r"S\.")),
    Rule(
        "abbreviation",
        ABBREVIATION,
        lambda match: ended(match, WORDS[re.sub(r"[\s\u00a0]", "", match["word"])]),
        _SHORTENED,
    ),
    Rule(
        "abbreviation",
        re.compile(r"(?<=[a-zäöüß])str\.(?!\w)|(?<=-)Str\.(?!\w)"),
        lambda match: ended(match, match.group()[:3] + "aße"),
        _SHORTENED,
    ),
    Rule("postcode", re.compile(r"(?<=, )\d{5}(?= [A-ZÄÖÜ])"), lambda match: group(match.group()), _DIGIT),
    Rule("number sign", re.compile(r"(?:№|\b[Nn]\s?[°º])\s?(?=\d)"), lambda match: "Nummer ", re.compile("[№°º]")),
    Rule(
        "section sign",
        re.compile(r"§§?\s?(?=\d)"),
        lambda match: "Paragrafen " if match.group().startswith("§§") else "Paragraf ",
        re.compile("§"),
    ),
    Rule("Roman numeral", REGNAL, _regnal, _ROMANS),
    Rule("Roman numeral", ROMAN, _roman, _ROMANS),
    *shared.quantities(SPEECH),
    *shared.signs(SPEECH),
)
