"""Spanish number words."""

from __future__ import annotations

_SMALL = str.split(
    "cero uno dos tres cuatro cinco seis siete ocho nueve diez once doce trece catorce quince dieciséis diecisiete "
    "dieciocho diecinueve veinte veintiuno veintidós veintitrés veinticuatro veinticinco veintiséis veintisiete "
    "veintiocho veintinueve"
)
_TENS = str.split("cero diez veinte treinta cuarenta cincuenta sesenta setenta ochenta noventa")
_HUNDREDS = (
    "",
    "ciento",
    "doscient",
    "trescient",
    "cuatrocient",
    "quinient",
    "seiscient",
    "setecient",
    "ochocient",
    "novecient",
)
_SCALES = (("millón", "millones"), ("billón", "billones"), ("trillón", "trillones"), ("cuatrillón", "cuatrillones"))


def _below_thousand(number: int, gender: str) -> str:
    hundreds, rest = divmod(number, 100)
    if number == 100:
        return "cien"
    head = _HUNDREDS[hundreds] + (("as" if gender == "f" else "os") if hundreds > 1 else "")
    tail = ""
    if rest:
        tens, ones = divmod(rest, 10)
        tail = _SMALL[rest] if rest < 30 else _TENS[tens] + (f" y {_SMALL[ones]}" if ones else "")
        if tail.endswith("uno"):
            if gender == "f":
                tail = tail[:-1] + "a"
            elif gender:
                tail = tail[:-5] + "tiún" if tail.endswith("tiuno") else tail[:-1]
    return " ".join(piece for piece in (head, tail) if piece)


def _below_million(number: int, gender: str) -> str:
    thousands, ones = divmod(number, 1000)
    pieces = []
    if thousands:
        pieces.append("mil" if thousands == 1 else f"{_below_thousand(thousands, 'f' if gender == 'f' else 'm')} mil")
    if ones:
        pieces.append(_below_thousand(ones, gender))
    return " ".join(pieces)


def cardinal(number: int, gender: str = "") -> str:
    """A whole number: "uno", before nouns "un" or "una", "doscientas" before feminine ones."""
    if number == 0:
        return _SMALL[0]
    millions, rest = divmod(number, 10**6)
    pieces: list[str] = []
    for one, many in _SCALES:
        millions, group = divmod(millions, 10**6)
        if group:
            pieces.insert(0, f"un {one}" if group == 1 else f"{_below_million(group, 'm')} {many}")
    if millions:
        return " ".join(_SMALL[int(digit)] for digit in str(number))
    return " ".join([*pieces, *([_below_million(rest, gender)] if rest else [])])


_ORDINALS = (
    str.split("- primer segund tercer cuart quint sext séptim octav noven"),
    str.split("- décim vigésim trigésim cuadragésim quincuagésim sexagésim septuagésim octogésim nonagésim"),
    str.split(
        "- centésim ducentésim tricentésim cuadringentésim quingentésim sexcentésim septingentésim octingentésim "
        "noningentésim"
    ),
)


def ordinal(number: int, end: str = "o") -> str:
    """ "13" is "decimotercero", "101" feminine "centésima primera"; `end` is "o", "a" or "" (primer)."""
    thousands, rest = divmod(number, 1000)
    pieces = []
    if thousands:
        head = "" if thousands == 1 else cardinal(thousands, "m").replace(" ", "")
        pieces.append(f"{head}milésim{end or 'o'}")
    hundreds, rest = divmod(rest, 100)
    if hundreds:
        pieces.append(_ORDINALS[2][hundreds] + (end or "o"))
    tens, ones = divmod(rest, 10)
    if rest in (11, 12):
        pieces.append(("undécim" if rest == 11 else "duodécim") + (end or "o"))
    elif tens in (1, 2) and ones:
        head = "decimo" if tens == 1 else "vigesimo"
        pieces.append(head + _ORDINALS[0][ones].replace("sépt", "sépt") + _short(ones, end))
    else:
        if tens:
            pieces.append(_ORDINALS[1][tens] + (end or "o"))
        if ones:
            pieces.append(_ORDINALS[0][ones] + _short(ones, end))
    return " ".join(pieces).replace("decimoo", "decimo").replace("vigesimoo", "vigesimo") or "cero"


def _short(ones: int, end: str) -> str:
    return end or ("" if ones in (1, 3) else "o")


def decimals(digits: str) -> str:
    if len(digits) == 3 and digits[0] != "0":
        return cardinal(int(digits))
    said = []
    for place in range(0, len(digits), 2):
        pair = digits[place : place + 2]
        said.append(" ".join(_SMALL[int(digit)] for digit in pair) if pair[0] == "0" else cardinal(int(pair)))
    return " ".join(said)


_PARTS = {
    2: "medio",
    3: "tercio",
    4: "cuarto",
    5: "quinto",
    6: "sexto",
    7: "séptimo",
    8: "octavo",
    9: "noveno",
    10: "décimo",
}


def _part(bottom: int) -> str:
    if bottom in _PARTS:
        return _PARTS[bottom]
    if bottom < 100:
        return (
            cardinal(bottom)
            .replace(" y ", "i")
            .replace(" ", "")
            .replace("ú", "u")
            .replace("é", "e")
            .replace("ó", "o")
            .removesuffix("a")
            .replace("uno", "un")
            + "avo"
        )
    if bottom < 1000 and bottom % 100 == 0:
        return ordinal(bottom)
    for size, name in ((10**9, ""), (10**6, "millonésimo"), (1000, "milésimo")):
        if name and bottom % size == 0 and bottom // size < 10**4:
            factor = bottom // size
            return name if factor == 1 else cardinal(factor, "m").replace(" ", "") + name
    return ""


def fraction(top: int, bottom: int) -> str:
    part = _part(bottom)
    if not part:
        return f"{cardinal(top)} sobre {cardinal(bottom)}"
    return f"{cardinal(top, 'm')} {part}{'s' if top > 1 else ''}"


def group(digits: str) -> str:
    return (
        cardinal(int(digits))
        if len(digits) == 2 and digits[0] != "0"
        else " ".join(_SMALL[int(digit)] for digit in digits)
    )
