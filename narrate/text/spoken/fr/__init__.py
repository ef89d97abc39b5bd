"""French wording: dates, times, ordinals, abbreviations and Roman numerals beside the shared rules."""

from __future__ import annotations

import re

from narrate.text.spoken import continental as shared
from narrate.text.spoken.continental import DASH, FREE
from narrate.text.spoken.conventions import twelve
from narrate.text.spoken.fr.numbers import cardinal, group, ordinal
from narrate.text.spoken.fr.speech import MILLIARD, MILLION, SPEECH
from narrate.text.spoken.fr.words import BY_TIGHT, FIGURED, MANY, NAMED, OTHERS, WORDS
from narrate.text.spoken.roman import roman
from narrate.text.spoken.rules import STOP, Rule, ended
from narrate.text.spoken.speech import NUM, S, counted, number, plain

_MONTHS = str.split("janvier février mars avril mai juin juillet août septembre octobre novembre décembre")
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)}|janv\.|févr?\.|avr\.|juil\.|sept\.|oct\.|nov\.|déc\.)(?!\w)"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?:1\d{3}|20\d\d)"
_FIRST = r"(?:er|ᵉʳ)?"
DAY = re.compile(
    rf"{FREE}(?P<days>{_DAY}{_FIRST}(?:(?:\s?[-–—/]\s?|, | et | au | et le | à ){_DAY}{_FIRST})*){S}{_MONTH}(?:{S}"
    rf"(?P<year>{_YEAR})(?!\d|[.,]\d))?",
    re.IGNORECASE,
)
FIGURES = re.compile(
    rf"{FREE}(?P<day>{_DAY})(?P<mark>[./-])(?P<number>0?[1-9]|1[0-2])(?P=mark)(?P<year>\d{{4}}|\d\d)(?![\d/-]|[.,]\d)"
)
ISO = re.compile(rf"{FREE}(?P<year>{_YEAR})-(?P<number>0?[1-9]|1[0-2])-(?P<day>{_DAY})(?![\d-])")
SLASHED = re.compile(
    r"(?:(?<=\ble )|(?<=\bdu )|(?<=\bau )|(?<=\bles )|(?<=di )|(?<=\bet ))(?P<day>0?[1-9]|[12]\d|3[01])/"
    r"(?P<number>0[1-9]|1[0-2])(?![\d/]|[.,]\d)"
)
BARE = re.compile(r"^(?P<day>0[1-9]|[12]\d|3[01])\.(?P<number>0[1-9]|1[0-2])$")
CLOCK = re.compile(
    rf"(?:{FREE}|(?<=h[–—-])|(?<=h\d\d[–—-]))(?:(?P<low>[01]?\d|2[0-4]){DASH})?(?P<hour>[01]?\d|2[0-4]){S}?(?:h(?:eures?)?|H)(?:{S}?(?P<minute>[0-5]\d))?(?:{S}?(?:min|mn))?(?![\w])"
)
COLON = re.compile(rf"{FREE}(?P<hour>[01]?\d|2[0-4]):(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?(?![\d:])")
ORDINAL = re.compile(
    rf"(?<![\w.,])(?P<number>\d{{1,3}}(?:[ \u00a0\u202f]\d{{3}})+|\d{{1,9}}|[IVXLC]{{1,7}}){S}?(?P<end>ères?|res?|"
    rf"ers?|[èe]mes?|nde?s?|ds?|es?|ᵉʳˢ?|ʳᵉ|ᵉ|º)(?![\w])"
)
DEGREE_ORDINAL = re.compile(r"^(?P<number>\d{1,3})°$")
CENTURIES = re.compile(
    r"(?<![\w.])(?P<first>[IVX]{1,6})(?:e|ᵉ|ème)?(?P<joint>\s?[-–—]\s?| et | au )(?P<last>[IVX]{1,6})(?:e|ᵉ|ème)s?"
    r"(?!\w)"
)
REGNAL = re.compile(
    r"\b(?P<name>Louis|Charles|Henri|François|Napoléon|Jean|Paul|Pie|Benoît|Jean-Paul|Philippe|Guillaume|Élisabeth|"
    r"Elisabeth|Édouard|"
    r"Edouard|Frédéric|Nicolas|Alexandre|Pierre|Catherine|Richard|Jacques|Georges|Albert|Léopold|Alphonse|"
    r"Ferdinand|Hassan|"
    r"Mohammed|Mehmet|Ramsès|Marguerite|Victoria|Clément|Innocent|Grégoire|Léon|Urbain|Boniface|Robert|Rainier) "
    r"(?P<number>[IVX]{1,6})(?P<er>er|re)?(?!\w)"
)
ROMAN = re.compile(
    r"(?<![\w.'’&-])(?P<number>[IVXLC]{2,7}|(?<=chapitre )[IVX]|(?<=tome )[IVX]|(?<=partie )[IVX]|"
    r"(?<=Chapitre )[IVX])(?![\w'’&]|\.\w|-\w)"
)
_SPACED = shared.any_of(OTHERS).replace("\\ ", S + "?")
ABBREVIATION = re.compile(
    rf"(?<![\w.])(?:(?P<figured>{shared.any_of(FIGURED)}){S}?(?=[\dIVX])|(?<![’'])(?:"
    rf"(?P<word>{_SPACED})(?!\w)|(?P<named>{shared.any_of(NAMED)})(?={S}[A-ZÀ-Þ])|(?P<joined>Ste?)-(?=[A-ZÀ-Þ])))"
)


def _one_day(written: str) -> str:
    return "premier" if re.search("[a-zᵉ]", written) or int(written) == 1 else cardinal(int(written))


def _month_of(written: str) -> str:
    lower = written.lower()
    return next((month for month in _MONTHS if month == lower), "") or next(
        month for month in _MONTHS if month.startswith(lower.rstrip("."))
    )


def _day(match: re.Match[str]) -> str:
    days = re.split(r"\s?[-–—/]\s?|, | et le | et | au | à ", match["days"])
    joints = re.findall(r"\s?[-–—/]\s?|, | et le | et | au | à ", match["days"])
    said = _one_day(days[0])
    for place, (joint, day) in enumerate(zip(joints, days[1:], strict=True), 2):
        if joint.strip() in "-–—/":
            joint = (
                " et "
                if place == len(days) and len(days) > 2
                else ", "
                if len(days) > 2
                else " au "
                if joint.strip() != "/"
                else " et "
            )
        said += joint + _one_day(day)
    tail = f" {cardinal(int(match['year']))}" if match["year"] else ""
    return ended(match, f"{said} {_month_of(match['month'])}{tail}")


def _figures(match: re.Match[str]) -> str:
    written = match.groupdict().get("year")
    tail = f" {cardinal(int(written))}" if written else ""
    return f"{_one_day(match['day'])} {_MONTHS[int(match['number']) - 1]}{tail}"


_TO = re.compile(r"h(?:\d\d)?[–—-]$")


def _clock(match: re.Match[str]) -> str | None:
    hour, minute, second = int(match["hour"]), match["minute"], match.groupdict().get("second")
    if match.re is COLON and shared.is_score(SPEECH, match):
        return None
    face, evening = (None if second else twelve(hour)) or (hour, None)
    low = match.groupdict().get("low")
    said = f"{cardinal(int(low), 'f')} à " if low else "à " if _TO.search(match.string, 0, match.start()) else ""
    said += f"{cardinal(face, 'f')} heure{'s' if face > 1 else ''}"
    if minute and (int(minute) or second):
        said += f" {cardinal(int(minute), '' if second else 'f')}"
    if evening is not None:
        said += " du soir" if evening else " de l'après-midi"
    return said + (f" minutes {cardinal(int(second), 'f')}" if second else "")


def _ordinal(match: re.Match[str]) -> str | None:
    written, end = match["number"], match["end"]
    value = int(plain(written)) if written[0].isdigit() else roman(written)
    gap = match.string[match.end("number") : match.start("end")]
    if written in ("C", "L") or (not written[0].isdigit() and end[:2] in ("er", "re", "èr", "ᵉʳ") and value != 1):
        return None
    if (
        not value
        or (gap and len(end) < 2)
        or (end in ("s", "d", "ds", "º") and written[0].isalpha())
        or (end == "es" and gap)
    ):
        return None
    if end[0] in "nd" and end not in ("nd", "nde", "nds", "ndes", "d", "de"):
        return None
    plural = "s" if end.endswith(("s", "ˢ")) and end != "s" and (end != "es" or value > 1) else ""
    if end[0] in "nd":
        return ("seconde" if "e" in end else "second") + plural if value == 2 else None
    if value == 1 and end in ("e", "ème", "eme"):
        return "unième"
    return ordinal(value, "f" if end.startswith(("re", "ère", "ʳᵉ")) else "m") + plural


def _centuries(match: re.Match[str]) -> str | None:
    first, last = roman(match["first"]), roman(match["last"])
    joint = match["joint"] if match["joint"].strip().isalpha() else " et "
    return f"{ordinal(first)}{joint}{ordinal(last)}" if first and last else None


def _regnal(match: re.Match[str]) -> str | None:
    value = roman(match["number"])
    if not value or (value == 1 and not match["er"]):
        return None
    return f"{match['name']} {ordinal(1, 'f' if match['er'] == 're' else 'm') if value == 1 else cardinal(value)}"


def _abbreviation(match: re.Match[str]) -> str:
    if match["joined"]:
        return f"{WORDS[match['joined']].capitalize()}-"
    written = match["figured"] or match["named"] or match["word"]
    said = BY_TIGHT[re.sub(r"\s", "", written)]
    if match["figured"]:
        several = said in MANY and re.match(r"\d{1,3}\s?(?:[-–]|et|à)\s?\d", match.string[match.end() :])
        return f"{said}{'s' if several else ''} "
    return ended(match, said)


def _roman(match: re.Match[str]) -> str | None:
    value = roman(match["number"])
    return (
        cardinal(value)
        if value and match["number"] not in ("CC", "CD", "CL", "LL", "XX", "XXL", "CI", "CV", "DC")
        else None
    )


_DIGIT = re.compile(r"\d")
_ROMANS = re.compile(r"\b[IVX]+\b|[IVX]{2}|\b[IVX](?:er|e|re|ᵉ)")
_ORDINALS = re.compile(r"\d|[IVX](?:e|è|re|ᵉ|ʳ|n?d)")
_SHORTENED = re.compile(
    STOP.pattern + r"|[°ºᵉʳˡᵐⁿᵒˢᵍⁱ]|\bno \d|\b(?:Mmes?|Mlles?|Dr|Pr|Me|Mgr|Ste?|bd|vs|Cie|etc|cf|env|ex)\b"
)
RULES = (
    Rule("date", FIGURES, _figures, _DIGIT),
    Rule("date", ISO, _figures, _DIGIT),
    Rule("date", DAY, _day, _DIGIT),
    Rule("date", SLASHED, _figures, re.compile(r"\d/\d")),
    Rule("date", BARE, _figures, _DIGIT),
    *shared.telephones(SPEECH, "tél|téléphone|fax|mobile|portable"),
    Rule(
        "telephone",
        re.compile(r"(?<![\w.,+-])(?P<digits>0\d(?:[ .-]?\d\d){2,4})(?!\w|[.,]\d)"),
        lambda match: " ".join(group(part) for part in re.findall(r"\d\d", match["digits"])),
        _DIGIT,
    ),
    Rule("time", CLOCK, _clock, re.compile(r"\d\s?[hH]")),
    Rule("time", COLON, _clock, re.compile(r"\d:\d")),
    Rule("ordinal", DEGREE_ORDINAL, lambda match: ordinal(int(match["number"])), re.compile("°")),
    Rule(
        "money",
        re.compile(rf"{FREE}(?P<number>{NUM}){S}?(?P<scale>[kMm])(?P<md>d|ds)?€(?!\w)"),
        lambda match: _short_sum(match),
        re.compile("€"),
    ),
    *shared.sums(SPEECH),
    Rule("Roman numeral", CENTURIES, _centuries, _ROMANS),
    Rule("Roman numeral", REGNAL, _regnal, _ROMANS),
    Rule("ordinal", ORDINAL, _ordinal, _ORDINALS),
    Rule("abbreviation", ABBREVIATION, _abbreviation, _SHORTENED),
    Rule("number sign", re.compile(r"№\s?(?=\d)"), lambda match: "numéro ", re.compile("№")),
    Rule("section sign", re.compile(r"§§?\s?(?=\d)"), lambda match: "paragraphe ", re.compile("§")),
    Rule("Roman numeral", ROMAN, _roman, _ROMANS),
    *shared.quantities(SPEECH, "point"),
    *shared.signs(SPEECH),
)


def _short_sum(match: re.Match[str]) -> str:
    """ "5 M€", "2 Md€", "30 k€"."""
    if match["scale"] == "k":
        thousands = number(SPEECH, match["number"]).removesuffix("s")
        return f"{thousands} mille euros" if thousands != "un" else "mille euros"
    return counted(SPEECH, match["number"], MILLIARD if match["md"] else MILLION) + " d'euros"
