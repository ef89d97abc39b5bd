"""Russian wording: signs and abbreviations. Figures are left to the engine, which reads them in the nominative."""

from __future__ import annotations

import re

from narrate.text.spoken.rules import Rule

_NUMBER = r"(?P<number>\d[\d\s\u00a0]*(?:[.,]\d+)?)"


def _form(number: str, one: str, few: str, many: str) -> str:
    """The form of a noun behind a number: 1 рубль, 2 рубля, 5 рублей, 2,5 рубля."""
    plain = re.sub(r"\s", "", number)
    if re.search("[.,]", plain):
        return few
    last, tens = int(plain[-1]), int(plain[-2:])
    if last == 1 and tens != 11:
        return one
    return few if 2 <= last <= 4 and not 12 <= tens <= 14 else many


_COUNTED: dict[str, tuple[str, str, str]] = {
    "%": ("процент", "процента", "процентов"), "руб": ("рубль", "рубля", "рублей"), "коп": ("копейка", "копейки",
    "копеек"),
    "₽": ("рубль", "рубля", "рублей"), "долл": ("доллар", "доллара", "долларов"), "тыс": ("тысяча", "тысячи", "тысяч"),
    "млн": ("миллион", "миллиона", "миллионов"), "млрд": ("миллиард", "миллиарда", "миллиардов"),
    "трлн": ("триллион", "триллиона", "триллионов"), "км": ("километр", "километра", "километров"), "м": ("метр",
    "метра", "метров"),
    "см": ("сантиметр", "сантиметра", "сантиметров"), "мм": ("миллиметр", "миллиметра", "миллиметров"),
    "кг": ("килограмм", "килограмма", "килограммов"), "г": ("грамм", "грамма", "граммов"), "га": ("гектар",
    "гектара", "гектаров"),
    "мин": ("минута", "минуты", "минут"), "сек": ("секунда", "секунды", "секунд"), "чел": ("человек", "человека",
    "человек"),
    "км/ч": ("километр в час", "километра в час", "километров в час"), "°C": ("градус Цельсия", "градуса Цельсия",
    "градусов Цельсия"),
    "°": ("градус", "градуса", "градусов"), "$": ("доллар", "доллара", "долларов"), "€": ("евро", "евро", "евро"),
}  # fmt: skip
_SCALES = ("тыс", "млн", "млрд", "трлн")
_MONEY = {"руб": "рублей", "₽": "рублей", "долл": "долларов", "$": "долларов", "€": "евро", "чел": "человек"}
_UNIT = "|".join(re.escape(unit) for unit in sorted(_COUNTED, key=len, reverse=True) if unit not in ("г", *_SCALES))

SCALED = re.compile(
    rf"(?<![\w.,]){_NUMBER}\s?(?P<scale>тыс|млн|млрд|трлн)\b\.?(?:\s?(?P<money>руб|долл|чел|₽|\$|"
    rf"€)(?!\w)\.?)?"
)
COUNTED = re.compile(rf"(?<![\w.,]){_NUMBER}\s?(?P<unit>{_UNIT})(?![\w/])\.?")
SIGN_FIRST = re.compile(rf"(?P<sign>[$€₽])\s?{_NUMBER}(?:\s?(?P<scale>тыс|млн|млрд|трлн)\b\.?)?")
YEAR = re.compile(
    r"(?P<before>\b[Вв]о?\s|\b[Кк]о?\s|\b[Сс]о?\s|\b[Дд]о\s|\b[Пп]о\s|\b[Оо]т\s|"
    r"\b[Зз]а\s)?(?P<year>\d{4})\s?г\.(?=\s|$|[,;:)»])"
)
YEARS = re.compile(r"(?<=\d)\s?гг\.")
_YEAR_FORMS = {
    "в": "году",
    "во": "году",
    "к": "году",
    "ко": "году",
    "с": "года",
    "со": "года",
    "до": "года",
    "от": "года",
    "по": "год",
    "за": "год",
}
_WORDS = {
    "т.е.": "то есть", "т. е.": "то есть", "т.д.": "так далее", "т. д.": "так далее", "т.п.": "тому подобное",
    "т. п.": "тому подобное",
    "т.к.": "так как", "т. к.": "так как", "т.н.": "так называемый", "т. н.": "так называемый", "др.": "другие",
    "пр.": "прочее",
    "см.": "смотри", "напр.": "например", "ул.": "улица", "просп.": "проспект", "им.": "имени", "н.э.": "нашей эры",
    "н. э.": "нашей эры",
    "и.о.": "исполняющий обязанности", "и. о.": "исполняющий обязанности", "г-н": "господин", "г-жа": "госпожа",
    "обл.": "область",
    "акад.": "академик", "проф.": "профессор", "ок.": "около", "стр.": "страница",
}  # fmt: skip
ABBREVIATION = re.compile(
    r"(?<![\w.])(?:" + "|".join(re.escape(word) for word in sorted(_WORDS, key=len, reverse=True)) + r")(?!\w)"
)
CITY = re.compile(r"(?<![\w\d.])(?<!\d )г\.\s?(?=[А-ЯЁ])")
NUMBER_SIGN = re.compile(r"№\s?(?=\d)")
SECTION = re.compile(r"§\s?(?=\d)")
AMPERSAND = re.compile(r"\s?&\s?")


def _ended(match: re.Match[str], spoken: str) -> str:
    """The words with the full stop that ends the sentence, where the abbreviation's own stop served as that."""
    ends = match.group().endswith(".") and not match.string[match.end() :].strip('"»)”’ ')
    return spoken + ("." if ends else "")


def _scaled(match: re.Match[str]) -> str:
    number = match["number"].strip()
    spoken = f"{number} {_form(number, *_COUNTED[match['scale']])}"
    return _ended(match, spoken + (f" {_MONEY[match['money']]}" if match["money"] else ""))


def _counted(match: re.Match[str]) -> str:
    number = match["number"].strip()
    return _ended(match, f"{number} {_form(number, *_COUNTED[match['unit']])}")


def _sign_first(match: re.Match[str]) -> str:
    number = match["number"].strip()
    scale = f" {_form(number, *_COUNTED[match['scale']])}" if match["scale"] else ""
    unit = _MONEY[match["sign"]] if scale else _form(number, *_COUNTED[match["sign"]])
    return f"{number}{scale} {unit}" + (" " if match.group()[-1].isspace() else "")


def _year(match: re.Match[str]) -> str:
    before = match["before"] or ""
    return _ended(match, f"{before}{match['year']} {_YEAR_FORMS.get(before.strip().lower(), 'год')}")


RULES = (
    Rule("money", SIGN_FIRST, _sign_first, re.compile("[$€₽]")),
    Rule("counted", SCALED, _scaled, re.compile(r"\d")),
    Rule("counted", COUNTED, _counted, re.compile(r"\d")),
    Rule("year", YEAR, _year, re.compile(r"г\.")),
    Rule("years", YEARS, lambda match: _ended(match, " годы"), re.compile(r"гг\.")),
    Rule("city", CITY, lambda match: "город ", re.compile(r"г\.")),
    Rule("abbreviation", ABBREVIATION, lambda match: _ended(match, _WORDS[match.group()])),
    Rule("number sign", NUMBER_SIGN, lambda match: "номер ", re.compile("№")),
    Rule("section sign", SECTION, lambda match: "параграф ", re.compile("§")),
    Rule("sign", AMPERSAND, lambda match: " и ", re.compile("&")),
)
