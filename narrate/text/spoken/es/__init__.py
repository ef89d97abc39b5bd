"""Spanish wording: dates, times, ordinals, abbreviations and Roman numerals beside the shared rules."""

from __future__ import annotations

import re

from narrate.text.spoken import continental as shared
from narrate.text.spoken.continental import DASH, FREE
from narrate.text.spoken.conventions import twelve
from narrate.text.spoken.es.numbers import cardinal, decimals, fraction, ordinal
from narrate.text.spoken.es.speech import PLAIN_WORDS, SPEECH, WOMEN
from narrate.text.spoken.es.times import TIMES
from narrate.text.spoken.es.words import BY_LOWER, FIGURED, MANY, NAMED, WORDS
from narrate.text.spoken.roman import roman
from narrate.text.spoken.rules import STOP, Rule, ended, spaced
from narrate.text.spoken.speech import S

_MONTHS = str.split("enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre")
_SHORT = r"ene\.|feb\.|mar\.|abr\.|jun\.|jul\.|ago\.|sept?\.|oct\.|nov\.|dic\."
_MONTH = rf"(?P<month>{'|'.join(_MONTHS)}|setiembre|{_SHORT})(?!\w)"
_DAY = r"(?:0?[1-9]|[12]\d|3[01])"
_YEAR = r"(?:1\d{3}|20\d\d)"
DAY = re.compile(
    rf"{FREE}(?:(?P<first>{_DAY})(?P<joint>{DASH}))?(?P<day>{_DAY}){S}(?:de{S})?{_MONTH}(?:,?{S}(?:del?{S})?"
    rf"(?P<year>{_YEAR})(?!\d|[.,]\d))?",
    re.IGNORECASE,
)
MONTH_DAY = re.compile(
    rf"\b{_MONTH}{S}(?P<day>{_DAY})(?:,?{S}(?:de{S})?(?P<year>{_YEAR}))?(?![\d:]|[.,]\d|{S}\d)", re.IGNORECASE
)
FIGURES = re.compile(
    rf"{FREE}(?P<day>{_DAY})(?P<mark>[./-])(?P<number>0?[1-9]|1[0-2])(?P=mark)(?P<year>\d{{4}}|\d\d)(?![\d/-]|[.,]\d)"
)
ISO = re.compile(rf"{FREE}(?P<year>{_YEAR})-(?P<number>0?[1-9]|1[0-2])-(?P<day>{_DAY})(?![\d-])")
SLASHED = re.compile(
    r"(?:(?<=\b[Ee]l )|(?<=\bdel )|(?<=\bal )|(?<=\bdía ))(?P<day>0?[1-9]|[12]\d|3[01])/(?P<number>0?[1-9]|1[0-2])"
    r"(?![\d/]|[.,]\d)"
)
_HALF = r"(?P<half>[ap]\.?\s?m\b\.?)"
_HOUR = r"(?P<hour>[01]?\d|2[0-4])"
_ZONE = r"(?:(?<=\d)|(?<=m)|(?<=m\.)|(?<= ))"
CLOCK = re.compile(
    rf"{FREE}{_HOUR}(?P<mark>[:.])(?P<minute>[0-5]\d)(?::(?P<second>[0-5]\d))?(?![\d:,]\d|\d)(?:{S}?"
    rf"(?P<word>horas?|hs?|hrs)\b\.?)?(?:{S}?{_HALF})?",
    re.IGNORECASE,
)
HOUR = re.compile(rf"{FREE}(?P<hour>0?[1-9]|1[0-2])(?P<minute>)(?P<second>)(?P<mark>){S}?{_HALF}(?!\w)", re.IGNORECASE)
HOUR_MINUTE = re.compile(
    rf"{FREE}{_HOUR}{S}?h{S}?(?P<minute>[0-5]\d)(?P<second>)(?P<mark>)(?P<half>)(?:{S}?min)?(?!\w)", re.IGNORECASE
)
AT_HOUR = re.compile(
    rf"(?:(?<=\blas )|(?<=\bla ))(?P<hour>\d{{1,2}})(?P<minute>)(?P<second>)(?P<mark>)(?P<half>)(?:{S}h\b)?"
    rf"(?=[\s,;)]|[.]"
    rf"(?![\dºª])|$)(?!{S}(?:\w+as|\w+es)\b)"
)
ORDINAL = re.compile(
    r"(?<![\w,])(?P<number>\d{1,3}(?:[. ]\d{3})*|\d{1,6})\.?\s?(?P<end>[ºª°ᵒᵃ]|ᵉʳ|er\b|r[oa]s?\b|d[oa]s?\b|"
    r"t[oa]s?\b|m[oa]s?\b|v[oa]s?\b|n[oa]s?\b)(?!\w)(?!{S}?[CFK]\b)"
)
DEGREES = re.compile(r"°")
CENTURY = re.compile(
    r"(?P<word>\b[Ss]iglos?|\bs\.)\s(?P<first>[IVXivx]{1,6})(?:(?P<joint>\s?[-–—]\s?|\sy\s|\sal\s|\sa\s)"
    r"(?P<last>[IVX]{1,6}))?(?!\w)"
)
_KINGS = (
    r"(?P<name>Felipe|Carlos|Alfonso|Fernando|Isabel|Juan|Pablo|Luis|Enrique|Jorge|Pedro|Juan Pablo|Benedicto|"
    r"Pío|León|Gregorio|Clemente|"
    r"Inocencio|Urbano|Napoleón|Catalina|Nicolás|Alejandro|Guillermo|Ricardo|Federico|Jaime|Sancho|Ramiro|Ramón|"
    r"María|Eduardo|"
    r"Jacobo|Francisco|Maximiliano|Leopoldo|Alberto|Balduino|Mohamed|Hasán|Ramsés|Tolomeo|Margarita|Cristián|"
    r"Gustavo|Óscar)[ \u00a0]"
)
REGNAL = re.compile(
    rf"\b{_KINGS}(?P<number>[IVX]{{1,6}})(?!\w)|^(?i:{_KINGS.replace('<name>', '<king>')}(?P<small>[ivx]+))$"
)
_LEADING = "capítulo|tomo|volumen|acto|título|parte|libro|fase|grado|artículo|anexo|guerra mundial|guerra"
ALONE = re.compile(r"^(?P<number>[IVXLCDM]+|(?!mi$|di$|vi$|id$|c[dlm]?m?$|mm$|mil$|[dm]l$|mix$)[ivxlcdm]{2,})$")
ROMAN = re.compile(
    r"(?<![\w.'’&-])(?P<number>[IVXLC]{2,8}|"
    r"(?:(?<=\b[Ll]a )|(?<=\b[Ee]l )|(?<=[Dd]el )|(?<=(?i:tomo) )|(?<=(?i:capítulo) )|(?<=(?i:parte) ))[IVX])"
    r"(?![\w'’&]|\.\w|-\w)(?:\s(?P<noun>[a-záéíóúñA-ZÁÉÍÓÚ][a-záéíóúñ]+))?"
)
_GIVEN = re.compile(r"[A-ZÁÉÍÓÚ][a-záéíóúñü]+\s$")


def _spaced(words: tuple[str, ...]) -> str:
    ranked = sorted(words, key=len, reverse=True)
    return "|".join(r"\s?".join(re.escape(part) for part in re.findall(r"[^.]+\.?", word)) for word in ranked)


ABBREVIATION = re.compile(
    rf"(?<![\w.])(?:(?P<figured>{_spaced(FIGURED)})\s?(?=[\dIVX])|"
    rf"(?P<word>{_spaced(tuple(word for word in WORDS if word not in (*FIGURED, *NAMED)))})(?!\w)|"
    rf"(?P<named>{_spaced(NAMED)})(?=\s[A-ZÁÉÍÓÚa-z]))",
    re.IGNORECASE,
)


def _month_of(written: str) -> str:
    short = written[:3].lower()
    return next(month for month in _MONTHS if month.startswith({"set": "sep"}.get(short, short)))


def _year_tail(year: str | None) -> str:
    return f" de {cardinal(int(year))}" if year else ""


def _day(match: re.Match[str]) -> str:
    found = match.groupdict()
    first = f"{cardinal(int(found['first']))} al " if found.get("first") else ""
    year = found.get("year")
    number = found.get("number")
    month = _MONTHS[int(number) - 1] if number else _month_of(match["month"])
    if year and len(year) == 2:
        return f"{cardinal(int(match['day']))} de {month} del {cardinal(int(year))}"
    return ended(match, f"{first}{cardinal(int(match['day']))} de {month}{_year_tail(year)}")


def _clock(match: re.Match[str]) -> str | None:
    found = match.groupdict()
    hour, minute, half = int(match["hour"]), match["minute"] or "00", found.get("half")
    at = re.search(r"\b(?:las?|hora|horas)\s$", match.string[max(0, match.start() - 8) : match.start()])
    if match["mark"] == "." and not (at or half or found.get("word") or match.group() == match.string.strip()):
        return None
    face, evening = (None if half or found.get("second") else twelve(hour)) or (hour, None)
    said = cardinal(face, "f")
    if minute == "30":
        said += " y media"
    elif int(minute):
        said += f" y {cardinal(int(minute))}"
    if found.get("second"):
        said += f" y {cardinal(int(found['second'] or 0))} segundos"
    if evening is not None:
        said += " de la noche" if hour > 19 else " de la tarde"
    if half:
        noon = half[0] in "pP"
        said += (
            (" de la tarde" if hour < 8 or hour == 12 else " de la noche")
            if noon
            else (" de la noche" if hour == 12 else " de la mañana")
        )
    return ended(match, said)


_ENDS = {"º": "o", "°": "o", "ᵒ": "o", "ª": "a", "ᵃ": "a", "ᵉʳ": "", "er": ""}


def _ordinal(match: re.Match[str]) -> str | None:
    end, number = match["end"], int(re.sub(r"[. ]", "", match["number"]))
    if (end == "°" and (number > 40 or match.string[match.end() :].strip())) or not number:
        return None
    if end in _ENDS:
        return ordinal(number, _ENDS[end])
    last = ordinal(number, "o")
    if last[-2] != {"r": "r", "d": "d", "t": "t", "m": "m", "v": "v", "n": "n"}[end[0]]:
        return None
    return ordinal(number, "a" if "a" in end else "o") + ("s" if end.endswith("s") else "")


def _century(match: re.Match[str]) -> str | None:
    first, last = roman(match["first"].upper()), roman(match["last"] or "")
    if not first or (match["last"] and not last):
        return None
    word = "siglo" if match["word"] == "s." else match["word"]
    joint = match["joint"] or ""
    return f"{word} {cardinal(first)}" + (
        (joint if joint.strip().isalpha() else " a ") + cardinal(last) if last else ""
    )


def _regnal(match: re.Match[str]) -> str | None:
    name, value = match["name"] or match["king"], roman((match["number"] or match["small"]).upper())
    if not value:
        return None
    woman = name.capitalize() in ("Isabel", "Catalina", "María", "Margarita")
    return f"{name} {ordinal(value, 'a' if woman else 'o') if value <= 10 else cardinal(value)}"


def _alone(match: re.Match[str]) -> str | None:
    """A numeral that is all there is, as over a chapter."""
    value = roman(match["number"].upper())
    return ordinal(value) if value else None


def _roman(match: re.Match[str]) -> str | None:
    value = roman(match["number"])
    noun = match["noun"]
    if not value or (not noun and match["number"] in ("CC", "CD", "CL", "LL", "XX", "CI", "DC", "CCI")):
        return None
    labelled = re.search(r"(?i:tomo|capítulo|parte)\s$", match.string[: match.start()])
    if not noun:
        return cardinal(value) if len(match["number"]) > 1 or labelled else None
    follows = noun[0].islower() and len(noun) > 3 and noun not in PLAIN_WORDS
    if follows or noun in (
        "Guerra",
        "Congreso",
        "República",
        "Asamblea",
        "Edición",
        "Cumbre",
        "Juegos",
        "Concilio",
        "Festival",
    ):
        woman = bool(WOMEN.match(noun.lower()))
        return f"{ordinal(value, 'a' if woman else '') if value <= 30 else cardinal(value)} {noun}"
    return f"{cardinal(value)} {noun}" if len(match["number"]) > 1 or labelled else None


def _abbreviation(match: re.Match[str]) -> str | None:
    written = match["figured"] or match["named"] or match["word"]
    said = BY_LOWER[re.sub(r"\s", "", written).lower()]
    if match["named"] and _GIVEN.search(match.string, 0, match.start()):
        return None  # "Franklin D. Roosevelt"
    if match["figured"]:
        several = said in MANY and re.match(r"\d+\s?[-–y]\s?\d", match.string[match.end() :])
        return f"{said}{'s' if several else ''} "
    return ended(match, said)


_DIGIT = re.compile(r"\d")
_ROMANS = re.compile(r"\b[IVX]+\b|[IVXLC]{2}|siglo")
_SHORTENED = re.compile(STOP.pattern + r"|EEUU|[º°/]|\b(?:etc|[A-Z]\w{0,3})\.")
_HALF_KILO = re.compile(
    rf"(?<![\w.,/])(?:(?P<whole>\d{{1,2}}){S})?(?P<top>\d)/(?P<bottom>\d{{1,2}}){S}(?P<unit>kg|kilos?|litros?|l|m|h|"
    rf"km|tazas?|horas?|cucharadas?)(?!\w)"
)
_FULL = {"kg": "kilo", "h": "hora", "l": "litro", "m": "metro", "km": "kilómetro"}


def _part_of(match: re.Match[str]) -> str:
    """ "1/2 kg" is "medio kilo", "3/4 l" "tres cuartos de litro", "1 1/2 h" "una hora y media"."""
    unit = _FULL.get(match["unit"], match["unit"])
    woman = unit.rstrip("s").endswith("a")
    if (match["top"], match["bottom"]) == ("1", "2"):
        half = "media" if woman else "medio"
        if not match["whole"]:
            return f"{half} {unit}"
        whole = int(match["whole"])
        name = unit if whole == 1 or unit.endswith("s") else unit + "s"
        return (
            f"{cardinal(whole, 'f' if woman else 'm')} {name} y {half}"
            if not unit.startswith("taza")
            else f"{cardinal(whole, 'f')} y {half} {unit}"
        )
    start = f"{cardinal(int(match['whole']))} y " if match["whole"] else ""
    return f"{start}{fraction(int(match['top']), int(match['bottom']))} de {unit}"


RULES = (
    Rule("date", FIGURES, _day, _DIGIT),
    Rule("date", ISO, _day, _DIGIT),
    Rule("date", SLASHED, _day, re.compile(r"\d/\d")),
    Rule("date", DAY, _day, _DIGIT),
    Rule("date", MONTH_DAY, _day, _DIGIT),
    *TIMES,
    Rule("time", CLOCK, _clock, re.compile(r"\d[:.]\d")),
    Rule("time", HOUR, _clock, re.compile(r"\d\s?[aApP]\.?\s?[mM]")),
    Rule("time", HOUR_MINUTE, _clock, re.compile(r"\d\s?[hH]")),
    Rule("time", AT_HOUR, lambda match: cardinal(int(match["hour"]), "f") if int(match["hour"]) < 25 else None, _DIGIT),
    *shared.telephones(SPEECH, "tel|teléfono|fax|móvil|llam\\w+ al|tfno"),
    Rule("abbreviation", ABBREVIATION, _abbreviation, _SHORTENED),
    Rule("number sign", re.compile(r"\b[Nn]\s?[º°]\s?(?=\d)"), lambda match: "número ", re.compile("[º°]")),
    Rule("ordinal", ORDINAL, _ordinal, _DIGIT),
    Rule("measure", _HALF_KILO, _part_of, re.compile("/")),
    *shared.sums(SPEECH),
    Rule("Roman numeral", CENTURY, _century, _ROMANS),
    Rule("Roman numeral", ALONE, _alone, re.compile(r"^[IVXLCDMivxlcdm]+$")),
    Rule("Roman numeral", REGNAL, _regnal, re.compile(r"\b(?:[IVX]+\b|[ivx]+$)")),
    Rule("Roman numeral", ROMAN, _roman, _ROMANS),
    Rule(
        "decimal",
        re.compile(rf"{FREE}(?P<whole>\d{{1,3}})\.(?P<part>\d{{1,2}})(?![\d.,]*\d)(?!\w)"),
        lambda match: spaced(match, f"{cardinal(int(match['whole']))} punto {decimals(match['part'])}"),
        re.compile(r"\d\.\d"),
    ),
    *shared.quantities(SPEECH, "punto", parts=True),
    *shared.signs(SPEECH),
)
