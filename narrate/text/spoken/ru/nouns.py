"""Russian nouns that numbers count: units, money, scale words, with all their forms."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from narrate.text.spoken.ru.numbers import Case, Gender, adjective, cardinal, count_form, decimal

# Endings by declension: singular and plural, in the order of the cases.
_ENDINGS: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]] = MappingProxyType(
    {
        "m": (("", "а", "у", "", "ом", "е"), ("ы", "ов", "ам", "ы", "ами", "ах")),
        "mк": (("", "а", "у", "", "ом", "е"), ("и", "ов", "ам", "и", "ами", "ах")),
        "mц": (("", "а", "у", "", "ем", "е"), ("ы", "ев", "ам", "ы", "ами", "ах")),
        "mь": (("ь", "я", "ю", "ь", "ём", "е"), ("и", "ей", "ям", "и", "ями", "ях")),
        "f": (("а", "ы", "е", "у", "ой", "е"), ("ы", "", "ам", "ы", "ами", "ах")),
        "fк": (("а", "и", "е", "у", "ой", "е"), ("и", "", "ам", "и", "ами", "ах")),
        "fч": (("а", "и", "е", "у", "ей", "е"), ("и", "", "ам", "и", "ами", "ах")),
        "fя": (("я", "и", "е", "ю", "ей", "е"), ("и", "ь", "ям", "и", "ями", "ях")),
        "n": (("о", "а", "у", "о", "ом", "е"), ("а", "", "ам", "а", "ами", "ах")),
        "-": (("",) * 6, ("",) * 6),
    }
)


@dataclass(frozen=True, slots=True)
class Noun:
    """A counted noun: its stem and declension, an adjective before it, words behind it, an odd genitive plural."""

    stem: str
    kind: str = "m"
    before: str = ""
    behind: str = ""
    many: str | None = None

    @property
    def gender(self) -> Gender:
        return "f" if self.kind[0] == "f" else "n" if self.kind == "n" else "m"

    def form(self, plural: bool, case: Case) -> str:
        """The noun alone in a form."""
        if plural and case == Case.GEN and self.many is not None:
            return self.many
        return self.stem + _ENDINGS[self.kind][plural][case]

    def counted(self, number: str, case: Case) -> str:
        """The noun's form behind a number as written: 1 метр, 2 метра, 5 метров, 2,5 метра."""
        if "," in number:
            plural, form, few = False, Case.GEN, False
        else:
            plural, form = count_form(int(number), case)
            few = form == Case.GEN and case in (Case.NOM, Case.ACC)
        noun = self.form(plural, form)
        if self.before:
            gender: Gender = "p" if plural or (few and "," not in number) else self.gender
            noun = f"{adjective(self.before, form, gender)} {noun}"
        return noun + self.behind

    def said(self, number: str, case: Case) -> str:
        """The number and the noun."""
        if "," in number:
            return f"{decimal(number, case)} {self.counted(number, case)}"
        return f"{cardinal(int(number), case, self.gender)} {self.counted(number, case)}"


def _per(noun: Noun, what: str) -> Noun:
    return Noun(noun.stem, noun.kind, noun.before, f"{noun.behind} {what}", noun.many)


def _power(noun: Noun, before: str) -> Noun:
    return Noun(noun.stem, noun.kind, before, noun.behind, noun.many)


HOUR = Noun("час")
MINUTE = Noun("минут", "f")
SECOND = Noun("секунд", "f")
ROUBLE = Noun("рубл", "mь")
KOPECK = Noun("копейк", "fк", many="копеек")
CENT = Noun("цент")
_METRE, _KILOMETRE = Noun("метр"), Noun("километр")

SCALES: Mapping[str, Noun] = MappingProxyType(
    {"тыс": Noun("тысяч", "fч"), "млн": Noun("миллион"), "млрд": Noun("миллиард"), "трлн": Noun("триллион")}
)
MONEY: Mapping[str, Noun] = MappingProxyType(
    {
        "руб": ROUBLE, "р": ROUBLE, "₽": ROUBLE, "RUB": ROUBLE, "коп": KOPECK, "долл": Noun("доллар"),
        "$": Noun("доллар"), "USD": Noun("доллар"), "€": Noun("евро", "-"), "евро": Noun("евро", "-"),
        "EUR": Noun("евро", "-"), "£": Noun("фунт"), "GBP": Noun("фунт"), "¥": Noun("иен", "f"), "₴": Noun("гривн", "f",
        many="гривен"), "грн": Noun("гривн", "f", many="гривен"), "₸": Noun("тенге", "-"), "₿": Noun("биткоин"),
        "CNY": Noun("юан", "mь"), "BYN": Noun("рубл", "mь", "белорусский"), "¢": CENT,
    }
)  # fmt: skip
SMALL_MONEY: Mapping[str, Noun] = MappingProxyType(
    {**dict.fromkeys(("руб", "р", "₽", "RUB"), KOPECK), **dict.fromkeys(("$", "долл", "USD", "€", "евро", "EUR"), CENT),
     "£": Noun("пенс")}
)  # fmt: skip
UNITS: Mapping[str, Noun] = MappingProxyType(
    {
        "%": Noun("процент"), "‰": Noun("промилле", "-"), "км": _KILOMETRE, "м": _METRE, "дм": Noun("дециметр"),
        "см": Noun("сантиметр"), "мм": Noun("миллиметр"), "мкм": Noun("микрометр"), "нм": Noun("нанометр"),
        "кг": Noun("килограмм"), "г": Noun("грамм"), "гр": Noun("грамм"), "мг": Noun("миллиграмм"),
        "мкг": Noun("микрограмм"), "т": Noun("тонн", "f"), "ц": Noun("центнер"), "га": Noun("гектар"),
        "л": Noun("литр"), "мл": Noun("миллилитр"), "ч": HOUR, "час": HOUR, "мин": MINUTE, "сек": SECOND, "с": SECOND,
        "мс": Noun("миллисекунд", "f"), "сут": Noun("сутки", "-", many="суток"), "чел": Noun("человек", "m",
        many="человек"), "шт": Noun("штук", "fк"), "экз": Noun("экземпляр"), "км/ч": _per(_KILOMETRE, "в час"),
        "м/с": _per(_METRE, "в секунду"), "км/с": _per(_KILOMETRE, "в секунду"),
        "л.с": Noun("сил", "f", "лошадиный"), "л. с": Noun("сил", "f", "лошадиный"), "Вт": Noun("ватт", many="ватт"),
        "кВт": Noun("киловатт", many="киловатт"), "МВт": Noun("мегаватт", many="мегаватт"),
        "ГВт": Noun("гигаватт", many="гигаватт"), "кВт·ч": Noun("киловатт-час"), "кВт*ч": Noun("киловатт-час"),
        "В": Noun("вольт", many="вольт"), "кВ": Noun("киловольт", many="киловольт"), "А": Noun("ампер", many="ампер"),
        "Гц": Noun("герц", many="герц"), "кГц": Noun("килогерц", many="килогерц"),
        "МГц": Noun("мегагерц", many="мегагерц"), "ГГц": Noun("гигагерц", many="гигагерц"),
        "Б": Noun("байт", many="байт"),
        "Кб": Noun("килобайт", many="килобайт"), "КБ": Noun("килобайт", many="килобайт"),
        "Мб": Noun("мегабайт", many="мегабайт"), "МБ": Noun("мегабайт", many="мегабайт"),
        "Гб": Noun("гигабайт", many="гигабайт"), "ГБ": Noun("гигабайт", many="гигабайт"),
        "Тб": Noun("терабайт", many="терабайт"), "ТБ": Noun("терабайт", many="терабайт"),
        "Мбит/с": Noun("мегабит", behind=" в секунду", many="мегабит"),
        "Гбит/с": Noun("гигабит", behind=" в секунду", many="гигабит"), "Дж": Noun("джоул", "mь"),
        "кДж": Noun("килоджоул", "mь"), "кал": Noun("калори", "fя", many="калорий"),
        "ккал": Noun("килокалори", "fя", many="килокалорий"),
        "Па": Noun("паскал", "mь"), "кПа": Noun("килопаскал", "mь"),
        "МПа": Noun("мегапаскал", "mь"), "атм": Noun("атмосфер", "f"), "дБ": Noun("децибел", many="децибел"),
        "Н": Noun("ньютон"), "кН": Noun("килоньютон"), "°C": Noun("градус", behind=" Цельсия"),
        "°С": Noun("градус", behind=" Цельсия"), "° C": Noun("градус", behind=" Цельсия"),
        "° С": Noun("градус", behind=" Цельсия"), "°F": Noun("градус", behind=" Фаренгейта"), "°": Noun("градус"),
        "K": Noun("кельвин"), "кв. м": _power(_METRE, "квадратный"), "кв.м": _power(_METRE, "квадратный"),
        "кв. км": _power(_KILOMETRE, "квадратный"), "кв.км": _power(_KILOMETRE, "квадратный"),
        "куб. м": _power(_METRE, "кубический"), "куб.м": _power(_METRE, "кубический"),
        **{f"{unit}{two}": _power(Noun(stem), "квадратный") for two in ("²", "2")
           for unit, stem in (("м", "метр"), ("км", "километр"), ("см", "сантиметр"), ("мм", "миллиметр"))},
        **{f"{unit}{three}": _power(Noun(stem), "кубический") for three in ("³", "3")
           for unit, stem in (("м", "метр"), ("км", "километр"), ("см", "сантиметр"), ("дм", "дециметр"))},
    }
)  # fmt: skip
PEOPLE = Noun("человек", many="человек")
