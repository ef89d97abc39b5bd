"""Which case, gender and number Russian words around a figure ask for."""

from __future__ import annotations

import re

from narrate.text.spoken.ru.numbers import Case, Gender

_GENITIVE = (
    "от до из без для около после у вокруг кроме среди против ради ввиду вроде внутри вне возле вместо свыше более "
    "менее больше меньше порядка старше младше выше ниже течение возрасте возраста возрастом размере суммой числом "
    "достиг достигла достигло достигли достигает достигают достигнет достигнуть свидетелями не-менее начала середины "
    "конца конце начале середине накануне сроком от-до половины четверти ок позднее раньше позже ранее из-за"
)
_BY_WORD: dict[str, Case] = {
    **dict.fromkeys(_GENITIVE.split(), Case.GEN),
    **dict.fromkeys(str.split("к ко благодаря равен равна равно равны согласно вопреки"), Case.DAT),
    **dict.fromkeys(str.split("в во на за через про сквозь"), Case.ACC),
    **dict.fromkeys(["между", "перед", "над", "надо"], Case.INS),
    **dict.fromkeys(["о", "об", "обо", "при"], Case.PRE),
    **{
        stem + end: Case.ACC
        for stems, ends in (
            ("состави превыси получи заплати потрати вложи выдели купи истрати накопи", "л ла ло ли т"),
            ("насчитывае превышае составляе весит длитс занимае", "т я"),
            ("насчитыва весил стои стоил заработа собра набра потеря занима длилас", "л ла ло ли т а о и ь"),
            ("составля превыша занима стоя весят насчитыва", "ют т"),
        )
        for stem in stems.split()
        for end in ends.split()
    },
}
_LAST_WORD = re.compile(r"(?P<word>[А-Яа-яЁё-]+)\.?[\s\u00a0]+[(«\"„]?$")
_JOINT = re.compile(r"(?P<number>\d[\d.,]*)(?:[\s\u00a0]*(?:%|[а-яё]+))?[\s\u00a0]+(?:или|и|либо)[\s\u00a0]+$")
_NEXT_WORDS = re.compile(r"[\s\u00a0]*(?P<first>[а-яёА-ЯЁ][а-яёА-ЯЁ-]*)?(?:[\s\u00a0]+(?P<second>[а-яё][а-яё-]*))?")
_WINDOW = 40

_ADJECTIVE_END = re.compile(r"(?:ых|их|ым|им|ыми|ими|ые|ие|ый|ий|ой|ая|яя|ое|ее|ого|его|ому|ему|ую|юю)$")
_INSTRUMENTAL = re.compile(r"(?:ами|ями|ьми|людьми)$")
_PREPOSITIONAL = re.compile(r"(?:ах|ях)$")
_DATIVE = re.compile(r"(?:ам|ям)$")
_ALONE = re.compile(r"(?:ом|ем|ём|ой|ей|ью)$")
"""How nouns end behind "с 21"."""
_MANY = re.compile(r"(?:[оеё]в|ей|^человек)$")
"""How nouns end behind "двух", but not behind "два"."""
_CHANGED = re.compile(r"(?:сниз|упа|вырос|увелич|сократ|подн|повы|пада|раст|росл)[а-яё]*\b[^.;]{0,30}$", re.IGNORECASE)
_UP_TO = re.compile(r"[^.;]{0,40}\b(?:до|по)\s")
_NOT_PLURAL = frozenset(str.split("там сам нам вам мам программ грамм килограмм миллиграмм"))
_MEN = re.compile(
    r"(?:мужчин|дедушк|юнош|дяд|пап|судь|коллег|старост|воевод)[аиыуейойёю]*$|"
    r"(?:день|рубль|гость|дождь|месяц|путь|огонь|уровень|зверь|конь|учитель|житель|лагерь|автомобиль|корабль|словарь|"
    r"календарь|секретарь|голубь|король|гвоздь|камень|корень|парень|олень|медведь|локоть|ноготь|вихрь|рояль|[а-я]+тель|"
    r"[а-я]+арь)$"
)
_LITTLE = frozenset(["год", "раз", "день", "час"])
FUNCTION = frozenset(
    str.split(
        "и а но или в на по с до от из к у о об за при для не что как это он она оно они мы вы я был была "
        "было были где когда который которая которые тоже также уже ещё еще его её ее их по-прежнему однако "
        "то же бы ли"
    )
)


def word_before(text: str, start: int) -> str:
    """The word right before a place, in lower case."""
    found = _LAST_WORD.search(text, max(0, start - _WINDOW), start)
    return found["word"].lower() if found else ""


def case_before(text: str, start: int) -> Case | None:
    """The case that the preposition before a number asks for; a second number shares the first one's."""
    found = _JOINT.search(text, max(0, start - _WINDOW), start)
    if found:
        return case_before(text, found.start())
    word = word_before(text, start)
    if word in ("с", "со"):
        return Case.GEN
    return _BY_WORD.get(word)


def place_case(text: str, start: int, end: int) -> Case | None:
    """The case before a number with its unit: "с 60 % голосов" is with them, "с 5 % до 7 %" from there."""
    if word_before(text, start) in ("с", "со") and not _UP_TO.match(text, end):
        return Case.GEN if _CHANGED.search(text, max(0, start - 60), start) else Case.INS
    return case_before(text, start)


def words_after(text: str, end: int) -> tuple[str, str]:
    """The two words behind a place, in lower case, "" where a mark or figure stands."""
    found = _NEXT_WORDS.match(text, end)
    if not found:
        return "", ""
    return (found["first"] or "").lower(), (found["second"] or "").lower()


def noun_after(text: str, end: int) -> str:
    """The counted noun behind a number: the next word, or the one behind an adjective."""
    first, second = words_after(text, end)
    if first and second and _ADJECTIVE_END.search(first) and second not in FUNCTION and len(first) > 3:
        return second
    return "" if first in FUNCTION else first


def number_case(text: str, start: int, end: int) -> Case:
    """The case of a number among its words: "с 5 детьми", "в 20 километрах", "около 200", "на 15"."""
    wanted = case_before(text, start)
    noun = noun_after(text, end)
    if noun and noun not in _NOT_PLURAL:
        word = word_before(text, start)
        if _INSTRUMENTAL.search(noun):
            return Case.INS
        if _PREPOSITIONAL.search(noun) and word in ("в", "во", "на", "о", "об", "при", "по"):
            return Case.PRE
        if _DATIVE.search(noun) and wanted in (Case.DAT, None):
            return Case.DAT
        few = text[end - 1] in "234" and (end - start == 1 or text[end - 2] != "1")
        if few and wanted in (None, Case.NOM, Case.ACC) and _MANY.search(noun):
            return Case.GEN
        lone = text[end - 1] == "1" and (end - start == 1 or text[end - 2] != "1")
        if lone and word in ("с", "со", "над", "под", "перед", "между", "за") and _ALONE.search(noun):
            return Case.INS
        if lone and word in ("в", "во", "на") and noun.endswith("е") and not noun.endswith("ие"):
            return Case.PRE
    return wanted if wanted is not None else Case.NOM


_WOMEN = re.compile(
    r"(?:стран|комнат|школ|квартир|групп|стать|книг|секунд|минут|недел|игр|машин|программ|больниц|деревн|улиц|стен|"
    r"сторон|команд|партии|глав|сцен|смен|провинц|столиц|палат|камер|карт|цен|зон|шахт|ферм|тонн|рук|ног|встреч|"
    r"[а-яё]+(?:ниц|к(?=е$)(?<!язык)(?<!рынк)(?<!банк)(?<!участк)(?<!списк)))[еи]$"
)
_ONE_ENDINGS: dict[Case, tuple[tuple[str, ...], tuple[str, ...]]] = {
    Case.NOM: (("а", "я", "у", "ю"), ("о", "е")), Case.ACC: (("у", "ю", "а", "я"), ("о", "е")),
    Case.GEN: (("ы", "и"), ()), Case.DAT: (("е", "и"), ()), Case.INS: (("ой", "ей", "ью"), ()), Case.PRE: (("и",), ()),
}  # fmt: skip
"""How feminine and neuter nouns end behind a number in 1, by case."""


def gender_after(text: str, end: int, number: int, case: Case = Case.NOM) -> Gender:
    """The gender of the noun behind a number that ends in 1 or 2, told from the noun's ending."""
    noun = noun_after(text, end)
    if not noun or noun in _LITTLE or _MEN.match(noun):
        return "m"
    last = number % 10
    if last == 1:
        if case == Case.PRE and _WOMEN.match(noun):
            return "f"
        feminine, neuter = _ONE_ENDINGS[case]
        if noun.endswith((*feminine, "сть", "знь")):
            return "f"
        return "n" if neuter and noun.endswith(neuter) else "m"
    if last == 2 and noun.endswith(("и", "ы")):
        return "f"
    return "m"
