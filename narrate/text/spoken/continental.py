"""What German, French, Spanish and their neighbours share: numbers with a decimal comma, and the rules around them.

A language's module fills in a `Speech` (its number words, units, money and little words) and takes its rules for sums,
measures, ranges, fractions, telephone and plain numbers from `quantities(speech)`; what differs more (dates, times,
ordinals) it adds itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from narrate.text.spoken.rules import Rule, ended, leftovers, spaced
from narrate.text.spoken.speech import NUM, S, Speech, amount, counted, found, number, plain, scaled, spelled

DASH = rf"{S}?[–—−-]{S}?"
FREE = r"(?=\d)(?:(?<![\w.,/:])(?<!\d[–—-])|(?<=\dx))"
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+")


def any_of(words: Iterable[str]) -> str:
    """A pattern for the longest of some words."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _sum(speech: Speech, match: re.Match[str]) -> str | None:
    unit = match["money"]
    if len(unit) < 4 and unit.isalpha() and unit not in speech.money and match.group() != match.string.strip():
        return None  # a little word that is written like a currency's letters
    per = match.groupdict().get("per")
    tail = f" {speech.per.get(per, per)}" if per else ""
    return ended(match, amount(speech, match["low"], match["number"], match["scale"], unit) + tail)


def _measure(speech: Speech, match: re.Match[str]) -> str | None:
    unit = found(speech.units, match["unit"])
    sign = match["sign"] or ""
    start = {"-": f"{speech.minus} ", "−": f"{speech.minus} ", "+": f"{speech.plus} "}.get(sign, "")
    if match["low"]:
        start += f"{number(speech, match['low'], unit.gender)} {speech.to} "
    per = f" {speech.per[match['per']]}" if match["per"] else ""
    if match["scale"]:
        return ended(match, f"{start}{scaled(speech, match['number'], match['scale'])}{speech.of(unit.many)}{per}")
    return ended(match, f"{start}{counted(speech, match['number'], unit)}{per}")


def _range(speech: Speech, scores: re.Pattern[str] | None, match: re.Match[str]) -> str | None:
    low, high = match["low"], match["high"]
    around = match.string[max(0, match.start() - 50) : match.end() + 30]
    if match["joint"] == ":" and len(high) > 1 and not (speech.ratio or (scores and scores.search(around))):
        return None
    if match["joint"] == ":" or (
        scores is not None and len(low) < 3 and len(high) < 3 and low.isdigit() and scores.search(around)
    ):
        return f"{number(speech, low)} {speech.score} {number(speech, high)}"
    if low[0] == "0" and len(low) > 1 and "," not in low:
        return None
    if (
        match["joint"] == " - "
        and len(high) < 7
        and float(plain(high).replace(",", ".")) < float(plain(low).replace(",", "."))
    ):
        return f"{number(speech, low)} {speech.minus} {number(speech, high)}"
    first, last = plain(low), plain(high)
    if min(len(low), len(high)) > 2 and (first + last).isdigit() and int(first) > int(last):
        return f"{number(speech, low)}, {number(speech, high)}"  # "loi n° 2005-102"
    gender = speech.gender_after(match.string, match.end(), high)
    first = number(speech, low, gender if plain(low) != "1" else "")
    return f"{first} {speech.to} {number(speech, high, gender)}"


def _number(speech: Speech, match: re.Match[str]) -> str:
    gender = speech.gender_after(match.string, match.end(), match["number"])
    return spaced(match, number(speech, match["number"], gender))


def _fraction(speech: Speech, match: re.Match[str]) -> str | None:
    top, bottom = (int(re.sub(r"\D", "", match[part])) for part in ("top", "bottom"))
    if bottom < 2:
        return f"{speech.cardinal(top, '')} {speech.cardinal(bottom, '')}"
    year = 1900 <= bottom < 2100 and (bottom % 100 > 0 or match.start() > 0)
    if not match["whole"] and (top > 999 or year or top > max(99, bottom)):
        return f"{speech.cardinal(top, '')} {speech.slash} {speech.cardinal(bottom, '')}"
    whole = f"{number(speech, match['whole'])} {speech.joint} " if match["whole"] else ""
    minus = f"{speech.minus} " if match["sign"] else ""
    return minus + whole + speech.fraction(top, bottom)


VULGAR = {"½": (1, 2), "⅓": (1, 3), "⅔": (2, 3), "¼": (1, 4), "¾": (3, 4), "⅛": (1, 8), "⅜": (3, 8), "⅝": (5, 8),
          "⅞": (7, 8), "⅕": (1, 5), "⅖": (2, 5), "⅗": (3, 5), "⅘": (4, 5)}  # fmt: skip


def _vulgar(speech: Speech, match: re.Match[str]) -> str:
    whole = f"{number(speech, match['whole'])} {speech.joint} " if match["whole"] else ""
    return spaced(match, whole + speech.fraction(*VULGAR[match["sign"]]))


def _account(speech: Speech, match: re.Match[str]) -> str:
    tight = re.sub(r"\s", "", match.group())
    groups = [tight[:2], tight[2:4], *(tight[place : place + 4] for place in range(4, len(tight), 4))]
    said = [" ".join(_sign_of(speech, sign) for sign in group) for group in groups]
    return f"{said[0]} {', '.join(said[1:])}"


def _sign_of(speech: Speech, sign: str) -> str:
    return speech.cardinal(int(sign), "") if sign.isdigit() else sign


_DIGIT = re.compile(r"\d")
_ACCOUNT = re.compile(r"\b[A-Z]{2}\d{2}(?:\s?[A-Z0-9]{4}){2,7}(?:\s?[A-Z0-9]{1,4})?\b")
_ADDRESS = re.compile(r"(?<![\w.,])\d{1,4}(?:\.\d{1,4}){2,}(?!\w|[.,]\d)")


def _dotted(speech: Speech, dot: str, match: re.Match[str], parts: bool) -> str | None:
    if _GROUPED.fullmatch(match.group()):
        return None
    return f" {dot} ".join(
        spelled(speech, part) if len(part) > 2 or parts else speech.cardinal(int(part), "")
        for part in match.group().split(".")
    )


def sums(speech: Speech) -> tuple[Rule, ...]:
    """Money and measures."""
    scale = rf"(?P<scale>(?i:{any_of(speech.scales)}))(?!\w)\.?"
    before = any_of(key for key in speech.money if len(key) < 5 and " " not in key)
    money, units = (
        any_of(speech.money),
        any_of([*speech.units, *(unit.lower() for unit in speech.units if len(unit) > 1)]),
    )
    low_high = rf"{FREE}(?:(?P<low>{NUM}){DASH})?(?P<number>{NUM})"
    first = re.compile(
        rf"(?<!\w)(?=\S{{1,4}}{S}?\d)(?P<money>{before}){S}?(?:(?P<low>{NUM}){DASH})?(?P<number>{NUM})(?![\d,.]*\d)"
        rf"(?:{S}?{scale})?",
        re.IGNORECASE,
    )
    per = rf"(?:{S}?/{S}?(?P<per>{any_of(speech.per)})(?!\w))?"
    last = re.compile(rf"{low_high}(?:{S}?{scale})?{S}?(?P<money>{money})(?!\w){per}", re.IGNORECASE)
    measure = re.compile(
        rf"(?P<sign>(?<![\w\d])[-−+])?{low_high}(?:{S}?{scale})?{S}?(?:(?P<unit>{units})(?!\w|['’]\w){speech.unlike})(?:\.?{S}?/{S}?"
        rf"(?P<per>{any_of(speech.per)})(?!\w))?(?:(?<=Std|Min|Sek)\.|(?<=[^\W\d_]{{3}})\.(?!{S}[A-ZÀ-Þ]))?"
    )
    long = any_of(per for per in speech.per if len(per) > 1)
    over = re.compile(rf"(?<=[^\W\d_]{{2}}){S}?/{S}?(?P<per>{long})(?!\w)")
    alone = re.compile(rf"(?<![\w/])(?<!\d )(?:{any_of(unit for unit in speech.units if unit[-1] in '²³')})(?!\w)")
    lone = re.compile(rf"{FREE}(?P<number>{NUM}){S}?/(?P<per>{any_of(speech.per)})(?!\w)")
    return (
        Rule("money", first, lambda match: _sum(speech, match), _DIGIT),
        Rule("money", last, lambda match: _sum(speech, match), _DIGIT),
        Rule("measure", measure, lambda match: _measure(speech, match), _DIGIT),
        Rule("measure", alone, lambda match: speech.units[match.group()].one, re.compile("[²³]")),
        Rule("measure", over, lambda match: f" {speech.per[match['per']]}", re.compile(r"\w\s?/\s?\w")),
        Rule(
            "measure",
            lone,
            lambda match: f"{number(speech, match['number'])} {speech.per[match['per']]}",
            re.compile(r"\d\s?/"),
        ),
        Rule(
            "scaled number",
            re.compile(rf"{low_high}{S}?{scale}", re.IGNORECASE),
            lambda match: ended(
                match,
                (f"{number(speech, match['low'])} {speech.to} " if match["low"] else "")
                + scaled(speech, match["number"], match["scale"]),
            ),
            _DIGIT,
        ),
    )


def quantities(speech: Speech, dot: str = "Punkt", parts: bool = False) -> tuple[Rule, ...]:
    """Ranges, fractions and plain numbers; with `parts`, numbers like 10.0.0.19 are said figure by figure."""
    scores = re.compile(speech.scores, re.IGNORECASE) if speech.scores else None
    vulgar = re.compile(rf"(?:(?<![\w.,])(?P<whole>\d+)\s?)?(?P<sign>[{''.join(VULGAR)}])")
    around = re.compile(
        rf"(?:{FREE}|(?<=[\d)]:)(?=\d\d\d))(?<![–—-])(?P<low>{NUM})(?P<joint>{DASH}|:(?=\d{{1,3}}\b))(?P<high>{NUM})(?![\w/:–—-]|[.,]\d)"
    )
    over = re.compile(
        rf"(?:(?<=[\s(\[«„“\"'¿¡‹])|^)(?P<sign>[-−])?{FREE}(?:(?P<whole>\d{{1,3}}){S})?(?P<top>\d{{1,4}}){S}?[/⁄]{S}?"
        rf"(?P<bottom>\d{{1,3}}(?:\.\d{{3}})+|\d{{1,7}})"
        r"(?![\w/]|[.,]\d)"
    )
    signed = re.compile(
        rf"(?:(?<=\s)|(?<=[(\[«„“\"])|^)(?P<sign>[−+±~≈<>≤≥](?={S}?\d)|-(?=\d)|^-(?={S})){S}?(?P<number>{NUM})(?![\w/]|[.,]\d)"
    )
    words = {"-": speech.minus, "−": speech.minus, "+": speech.plus, "~": speech.about, "≈": speech.about,
    "±": speech.signs["±"],
             "<": speech.signs["<"], ">": speech.signs[">"], "≤": speech.signs["≤"],
             "≥": speech.signs["≥"]}  # fmt: skip
    by = re.compile(rf"(?<=\d)(?<!\b0){S}?[x×]{S}?(?=\d)")
    return (
        Rule("account", _ACCOUNT, lambda match: _account(speech, match), _DIGIT),
        Rule("number in parts", _ADDRESS, lambda match: _dotted(speech, dot, match, parts), _DIGIT),
        Rule("fraction", over, lambda match: _fraction(speech, match), re.compile("[/⁄]")),
        Rule("fraction", vulgar, lambda match: _vulgar(speech, match), re.compile(f"[{''.join(VULGAR)}]")),
        Rule(
            "dimensions",
            by,
            lambda match: f" {speech.by} ",
            re.compile(r"\d\s?[x×]\s?\d"),
        ),
        Rule("range", around, lambda match: _range(speech, scores, match), _DIGIT),
        Rule(
            "signed number", signed, lambda match: f"{words[match['sign']]} {number(speech, match['number'])}", _DIGIT
        ),
        Rule("number", re.compile(rf"(?<!\d)(?P<number>{NUM})"), lambda match: _number(speech, match), _DIGIT),
    )


def is_score(speech: Speech, match: re.Match[str]) -> bool:
    """Whether "2:10" stands beside words of results or proportions rather than being a time."""
    return re.search(speech.scores, match.string[max(0, match.start() - 40) : match.start()], re.IGNORECASE) is not None


def signs(speech: Speech) -> tuple[Rule, ...]:
    """Signs by themselves, hyphens before figures, slashes; to be tried last."""
    sign = re.compile("|".join(re.escape(one) for one in sorted(speech.signs, key=len, reverse=True)))
    return (
        Rule(
            "hyphen",
            re.compile(r"(?<=[^\W\d_])-(?=\d)|(?<=\d)-(?=[^\W\d_])"),
            lambda match: " ",
            re.compile(r"\d-|-\d"),
        ),
        Rule("sign", re.compile(r"(?<=[^\W_])/(?=[^\W_])"), lambda match: " ", re.compile("/")),
        Rule("sign", sign, lambda match: spaced(match, speech.signs[match.group()]), sign),
        *leftovers(lambda digits: spelled(speech, digits)),
    )


def telephones(speech: Speech, words: str) -> tuple[Rule, ...]:
    """Numbers behind a word for telephone, and those that show by their form what they are."""
    gap = r"[\s\u00a0./-]?"
    named = re.compile(rf"(?:{words})\.?:?\s(?P<digits>\+?[(\d](?:[\d() /.-]|\u00a0){{4,24}}\d)(?!\w)", re.IGNORECASE)
    foreign = re.compile(r"(?<![\w.,])\+(?P<digits>\d{1,3}(?:[\s\u00a0()./-]{1,2}\d{1,12}){1,7})(?![\w/])")
    tight = re.compile(r"(?<![\w.,])\+(?P<digits>\d{10,14})(?!\w)")
    local = re.compile(
        rf"(?<![\w.,+-])(?<!\d )(?P<digits>(?:\(0\d{{1,5}}\)|0\d{{1,5}})(?:{gap}\d{{2,}}){{1,5}}|00\d{{1,3}}"
        rf"(?:{gap}\d{{2,}}){{2,5}})(?!\w|[.,]\d)"
    )
    parts = re.compile(
        r"(?<![\w.,+-])(?<!\d )(?P<digits>\d{3}[ -]\d{3}[ -]\d{3,4}|\d{2,3} \d{2,3} \d\d \d\d)(?![\w-]|[.,]\d)"
    )

    def say(match: re.Match[str]) -> str | None:
        digits = match["digits"]
        groups = re.findall(r"\d+", re.sub(r"\(0\)", "", digits))
        if sum(map(len, groups)) < 5:
            return None
        head = match.string[match.start() : match.start("digits")]
        plus = digits.startswith("+") or head.endswith("+")
        head = head.rstrip("+")
        if plus and len(groups) == 1:
            groups = [groups[0][:2], groups[0][2:]]
        said = [speech.country(groups.pop(0))] if plus else []
        said += [speech.group(group) for group in groups]
        return head + (f"{speech.plus} " if plus else "") + ", ".join(said)

    return (
        Rule(
            "telephone",
            foreign,
            lambda match: None if re.fullmatch(r"\d{1,3}(?: 000)+", match["digits"]) else say(match),
            re.compile(r"\+\d"),
        ),
        Rule("telephone", tight, say, re.compile(r"\+\d")),
        Rule("telephone", named, say, _DIGIT),
        Rule("telephone", local, say, _DIGIT),
        Rule("telephone", parts, lambda match: say(match) if re.search("-| .* .* ", match["digits"]) else None, _DIGIT),
    )
