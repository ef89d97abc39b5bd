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
        "fц": (("а", "ы", "е", "у", "ей", "е"), ("ы", "", "ам", "ы", "ами", "ах")),
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

    def alone(self, plural: bool, case: Case) -> str:
        """The noun with what belongs to it, without a number: "квадратный метр"."""
        before = f"{adjective(self.before, case, 'p' if plural else self.gender)} " if self.before else ""
        return before + self.form(plural, case) + self.behind

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


HOUR = Noun("час")
MINUTE = Noun("минут", "f")
SECOND = Noun("секунд", "f")
ROUBLE = Noun("рубл", "mь")
KOPECK = Noun("копейк", "fк", many="копеек")
_DOLLAR, _EURO, _CENT, _POUND, _YEN = Noun("доллар"), Noun("евро", "-"), Noun("цент"), Noun("фунт"), Noun("иен", "f")
_HRYVNIA, _YUAN, _RUPEE = Noun("гривн", "f", many="гривен"), Noun("юан", "mь"), Noun("рупи", "fя", many="рупий")
_METRE, _KILOMETRE = Noun("метр"), Noun("километр")

SCALES: Mapping[str, Noun] = MappingProxyType(
    {"тыс": Noun("тысяч", "fч"), "млн": Noun("миллион"), "млрд": Noun("миллиард"), "трлн": Noun("триллион")}
)
_NAMES: Mapping[Noun, str] = {
    ROUBLE: "руб р ₽ RUB RUR", _DOLLAR: "долл $ USD US$", _EURO: "€ евро EUR", KOPECK: "коп", _POUND: "£ GBP",
    _YEN: "¥ JPY", _HRYVNIA: "₴ грн UAH", Noun("тенге", "-"): "₸ KZT тг", Noun("биткоин"): "₿ BTC", _CENT: "¢",
    _YUAN: "CNY", Noun("рубл", "mь", "белорусский"): "BYN", Noun("франк", "mк"): "CHF", Noun("вон", "f"): "₩ KRW",
    _RUPEE: "₹ INR", Noun("лир", "f"): "₺ TRY", Noun("шекел", "mь"): "₪", Noun("лари", "-"): "₾ GEL",
}  # fmt: skip
MONEY: Mapping[str, Noun] = MappingProxyType({name: noun for noun, names in _NAMES.items() for name in names.split()})
_COINS = {ROUBLE: KOPECK, _DOLLAR: _CENT, _EURO: _CENT, _POUND: Noun("пенс"), _HRYVNIA: KOPECK}
SMALL_MONEY: Mapping[str, Noun] = MappingProxyType(
    {name: _COINS[noun] for name, noun in MONEY.items() if noun in _COINS}
)
_PREFIXES = {"": "", "к": "кило", "М": "мега", "Г": "гига", "Т": "тера"}


def _prefixed(letters: str, stem: str, kind: str = "m", many: str | None = "") -> dict[str, Noun]:
    """A unit with its multiples: Вт, кВт, МВт. With `many` "" the genitive plural has no ending."""
    return {
        prefix + letters: Noun(name + stem, kind, many=name + stem if many == "" else many)
        for prefix, name in _PREFIXES.items()
    }


def _bytes() -> dict[str, Noun]:
    names = {"К": "кило", "к": "кило", "М": "мега", "Г": "гига", "Т": "тера", "П": "пета"}
    found = {"Б": Noun("байт", many="байт")}
    for prefix, name in names.items():
        for byte in ("б", "Б", "байт"):
            found[prefix + byte] = Noun(f"{name}байт", many=f"{name}байт")
        found[f"{prefix}бит"] = Noun(f"{name}бит", many=f"{name}бит")
    return found


_DEGREES = {
    f"°{gap}{letter}": Noun("градус", behind=f" {scale}")
    for gap in ("", " ", "\u00a0") for letter, scale in (("C", "Цельсия"), ("С", "Цельсия"), ("F", "Фаренгейта"))
}  # fmt: skip
_LENGTHS = {"км": "километр", "м": "метр", "дм": "дециметр", "см": "сантиметр", "мм": "миллиметр"}
_POWERS = {
    name: Noun(stem, before=before)
    for unit, stem in _LENGTHS.items()
    for marks, before in (("²2", "квадратный"), ("³3", "кубический"))
    for name in (*(unit + mark for mark in marks), *(f"{before[:2 if before[1] == 'в' else 3]}.{gap}{unit}"
                                                    for gap in ("", " ", "\u00a0")))
}  # fmt: skip


def _spoons() -> dict[str, Noun]:
    sizes = {"ст": "столовый", "ч": "чайный", "дес": "десертный"}
    return {
        f"{size}.{gap}{spoon}": Noun("ложк", "fк", before=before, many="ложек")
        for size, before in sizes.items()
        for gap in ("", " ", "\u00a0")
        for spoon in ("л", "ложка", "ложки", "ложку", "ложек")
    }


def _points(letter: str, before: str) -> dict[str, Noun]:
    return {f"{letter}.{gap}п": Noun("пункт", before=before) for gap in ("", " ", "\u00a0")}


UNITS: Mapping[str, Noun] = MappingProxyType(
    {
        "%": Noun("процент"), "‰": Noun("промилле", "-"), **_points("п", "процентный"), **_points("б", "базисный"),
        **{unit: Noun(stem) for unit, stem in _LENGTHS.items()}, "мкм": Noun("микрометр"), "нм": Noun("нанометр"),
        "кг": Noun("килограмм"), "г": Noun("грамм"), "гр": Noun("грамм"), "мг": Noun("миллиграмм"),
        "мкг": Noun("микрограмм"), "т": Noun("тонн", "f"), "ц": Noun("центнер"), "га": Noun("гектар"),
        "л": Noun("литр"), "мл": Noun("миллилитр"), "дал": Noun("декалитр"), "гл": Noun("гектолитр"),
        "ч": HOUR, "час": HOUR, "мин": MINUTE, "сек": SECOND, "с": SECOND, "мс": Noun("миллисекунд", "f"),
        "мкс": Noun("микросекунд", "f"), "сут": Noun("сутки", "-", many="суток"),
        "мес": Noun("месяц", "mц", many="месяцев"),
        "чел": Noun("человек", "mк", many="человек"), "шт": Noun("штук", "fк"), "экз": Noun("экземпляр"),
        "ед": Noun("единиц", "fц"), **_spoons(),
        "км/ч": _per(_KILOMETRE, "в час"), "м/с": _per(_METRE, "в секунду"),
        "км/с": _per(_KILOMETRE, "в секунду"), "об/мин": Noun("оборот", behind=" в минуту"),
        "уд/мин": Noun("удар", behind=" в минуту"), **dict.fromkeys(("л.с", "л. с", "л.\u00a0с"), Noun("сил", "f",
        "лошадиный")), **_prefixed("Вт", "ватт"), "мВт": Noun("милливатт", many="милливатт"),
        **{unit + mark + "ч": Noun(noun.stem + "-час") for unit, noun in _prefixed("Вт", "ватт").items()
           for mark in ("·", "*", "⋅", "-", "")},
        **_prefixed("В", "вольт"), "мВ": Noun("милливольт", many="милливольт"), **_prefixed("Гц", "герц"),
        "А": Noun("ампер", many="ампер"), "мА": Noun("миллиампер", many="миллиампер"),
        "мАч": Noun("миллиампер-час"), "мА·ч": Noun("миллиампер-час"), "Ом": Noun("ом"), **_bytes(),
        **{f"{size}бит/с": Noun(f"{name}бит", behind=" в секунду", many=f"{name}бит")
           for size, name in (("К", "кило"), ("к", "кило"), ("М", "мега"), ("Г", "гига"))},
        **_prefixed("Дж", "джоул", "mь", None), "кал": Noun("калори", "fя", many="калорий"),
        "ккал": Noun("килокалори", "fя", many="килокалорий"), **_prefixed("Па", "паскал", "mь", None),
        "гПа": Noun("гектопаскал", "mь"), "атм": Noun("атмосфер", "f"), "бар": Noun("бар", many="бар"),
        **{f"мм {column}": Noun("миллиметр", behind=" ртутного столба") for column in ("рт. ст", "рт.ст", "рт. ст.")},
        "дБ": Noun("децибел", many="децибел"), "Н": Noun("ньютон"), "кН": Noun("килоньютон"),
        "Н·м": Noun("ньютон-метр"), "Нм": Noun("ньютон-метр"), **_DEGREES, "°": Noun("градус"), "K": Noun("кельвин"),
        "мкЗв": Noun("микрозиверт", many="микрозиверт"), "мЗв": Noun("миллизиверт", many="миллизиверт"),
        "карат": Noun("карат", many="карат"), "Мпикс": Noun("мегапиксел", "mь"), "Мп": Noun("мегапиксел", "mь"),
        "кт": Noun("килотонн", "f"), "Мт": Noun("мегатонн", "f"), **_POWERS,
    }
)  # fmt: skip
