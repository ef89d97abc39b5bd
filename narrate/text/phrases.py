"""The few words that are said although nobody wrote them: "By", "Table with 5 rows", the date, "Note 3"."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from narrate.text.language import primary

_DATE = re.compile(r"(\d{4})-(\d\d)-(\d\d)(?!\d)")
DAY_FIRST = frozenset(("en-GB", "en-AU", "en-NZ", "en-IE", "en-ZA", "en-IN"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Phrases:
    """The phrases of a language; `{}` is where a number, a name or a title goes."""

    by: str
    by_several: str
    joined: str
    """Between the last two of several names."""
    table: str
    code: str
    picture: str
    note: str
    numbered_note: str
    date: str
    """With `{day}`, `{month}` and `{year}`."""
    months: tuple[str, ...]


BY_LANGUAGE: Mapping[str, Phrases] = MappingProxyType(
    {
        "en": Phrases(
            by="By {}", by_several="By {}", joined=" and ", table="Table with {} rows.",
            code="Program code.", picture="Picture: ", note="Note: ", numbered_note="Note {}: ",
            date="{month} {day}, {year}",
            months=("January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
                    "November", "December"),
        ),
        "ru": Phrases(
            by="Автор: {}", by_several="Авторы: {}", joined=" и ", table="Таблица, строк: {}.",
            code="Программный код.", picture="Изображение: ", note="Примечание: ", numbered_note="Примечание {}: ",
            date="{day} {month} {year} года",
            months=("января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября",
                    "ноября", "декабря"),
        ),
        "de": Phrases(
            by="Von {}", by_several="Von {}", joined=" und ", table="Tabelle mit {} Zeilen.",
            code="Programmcode.", picture="Bild: ", note="Anmerkung: ", numbered_note="Anmerkung {}: ",
            date="{day}. {month} {year}",
            months=("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober",
                    "November", "Dezember"),
        ),
        "fr": Phrases(
            by="Par {}", by_several="Par {}", joined=" et ", table="Tableau de {} lignes.",
            code="Code informatique.", picture="Image : ", note="Note : ", numbered_note="Note {} : ",
            date="{day} {month} {year}",
            months=("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre",
                    "novembre", "décembre"),
        ),
        "es": Phrases(
            by="Por {}", by_several="Por {}", joined=" y ", table="Tabla de {} filas.",
            code="Código de programa.", picture="Imagen: ", note="Nota: ", numbered_note="Nota {}: ",
            date="{day} de {month} de {year}",
            months=("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
                    "noviembre", "diciembre"),
        ),
    }
)  # fmt: skip


def phrases(language: str) -> Phrases | None:
    """Those of a language, None where we have none: then the article's own words stand alone."""
    return BY_LANGUAGE.get(primary(language))


def date_line(published: str, language: str) -> str:
    """An ISO 8601 date (and time) as the language writes the day: "March 14, 2026"; "" where it can't be told."""
    found, words = _DATE.match(published), phrases(language)
    if not found or words is None or not 1 <= int(found[2]) <= 12 or not 1 <= int(found[3]) <= 31:
        return ""
    form = "{day} {month} {year}" if language in DAY_FIRST else words.date
    day = "1er" if primary(language) == "fr" and int(found[3]) == 1 else str(int(found[3]))
    return form.format(day=day, month=words.months[int(found[2]) - 1], year=found[1])
