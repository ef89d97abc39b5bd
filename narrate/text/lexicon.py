"""The user's own pronunciations: a TOML file of ours, or a W3C Pronunciation Lexicon (PLS).

    [[word]]
    written = "Peskov"           # a word or phrase; or pattern = "a regular expression"
    case = true                  # only with these capitals; default false
    language = "en"              # only in text of this language; default any
    say = "Peskoff"              # a respelling, for any voice
    ipa = "pɛskˈɔf"              # for voices that take IPA; others say the respelling, or the word as it stands

Instead of `say` and `ipa` there may be `letters = true` (spelt out) or `skip = true` (not said).
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

from narrate.errors import UsageError
from narrate.model import Edit, with_phonemes
from narrate.text.language import primary

PLS = "{http://www.w3.org/2005/01/pronunciation-lexicon}"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
RULE = "lexicon"
KEYS = {
    "written": str,
    "pattern": str,
    "case": bool,
    "language": str,
    "say": str,
    "ipa": str,
    "letters": bool,
    "skip": bool,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is said for what is written."""

    name: str
    """The word or pattern, for messages."""
    pattern: re.Pattern[str]
    language: str = ""
    say: str = ""
    ipa: str = ""
    letters: bool = False

    def spoken(self, written: str) -> str:
        if self.letters:
            return " ".join(letter for letter in written.upper() if letter.isalnum())
        said = self.say or (written if self.ipa else "")
        return with_phonemes(said, self.ipa) if self.ipa else said


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Entries in order; where two match the same words, the earlier one wins."""

    entries: tuple[Entry, ...] = ()

    def edits(self, text: str, language: str, others: tuple[Edit, ...] = ()) -> tuple[Edit, ...]:
        """This lexicon's edits, and those of `others` that leave its words alone."""
        found = [edit for _, edit in self._found(text, language)]
        if not found:
            return others
        kept = [edit for edit in others if _free(found, edit.start, edit.end)]
        return tuple(sorted([*found, *kept], key=lambda edit: (edit.start, edit.end)))

    def matches(self, texts: Iterable[tuple[str, str]]) -> tuple[int, ...]:
        """How often each entry is used in texts, each with its language."""
        counts = Counter(id(entry) for text, language in texts for entry, _ in self._found(text, language))
        return tuple(counts[id(entry)] for entry in self.entries)

    def _found(self, text: str, language: str) -> list[tuple[Entry, Edit]]:
        found: list[tuple[Entry, Edit]] = []
        taken: list[Edit] = []
        for entry in self.entries:
            if entry.language and primary(entry.language) != primary(language):
                continue
            for match in entry.pattern.finditer(text):
                if match.start() < match.end() and _free(taken, match.start(), match.end()):
                    said = entry.spoken(match.group())
                    taken.append(Edit(start=match.start(), end=match.end(), spoken=said, rule=RULE))
                    found.append((entry, taken[-1]))
        return found


def _free(edits: list[Edit], start: int, end: int) -> bool:
    return all(end <= edit.start or edit.end <= start for edit in edits)


def load(data: bytes, source: str) -> tuple[Entry, ...]:
    """The entries of a file's bytes; raises `UsageError` that names the entry."""
    return _from_pls(data, source) if data.lstrip()[:1] == b"<" else _from_toml(data, source)


def _from_toml(data: bytes, source: str) -> tuple[Entry, ...]:
    try:
        tables = tomllib.loads(data.decode("utf-8-sig"))
    except ValueError as error:
        raise UsageError(f"the lexicon can't be read: {error}", place=source, hint="see docs/lexicon.md") from error
    rows = tables.pop("word", [])
    if tables or not isinstance(rows, list):
        raise UsageError("a lexicon is a list of [[word]] tables", place=source, hint="see docs/lexicon.md")
    return tuple(_entry(row, f"{source}, word {number}") for number, row in enumerate(rows, 1))


def _entry(row: Any, place: str) -> Entry:
    if not isinstance(row, dict):
        raise UsageError("a lexicon is a list of [[word]] tables", place=place)
    for key, value in row.items():
        if key not in KEYS:
            raise UsageError(f"there is no key “{key}”", place=place, hint=f"known: {', '.join(KEYS)}")
        if not isinstance(value, KEYS[key]):
            raise UsageError(f"“{key}” must be {'a text' if KEYS[key] is str else 'true or false'}", place=place)
    if bool(row.get("written")) == bool(row.get("pattern")):
        raise UsageError("it wants either `written` or `pattern`", place=place)
    ways = [bool(row.get("say") or row.get("ipa")), row.get("letters", False), row.get("skip", False)]
    if sum(ways) != 1:
        raise UsageError("it wants one of `say` (with or without `ipa`), `letters`, `skip`", place=place)
    source = row.get("pattern") or _whole(row["written"])
    try:
        pattern = re.compile(source, 0 if row.get("case") else re.IGNORECASE)
    except re.error as error:
        raise UsageError(f"the pattern is no regular expression: {error}", place=place, quote=source) from error
    return Entry(
        name=row.get("written") or row["pattern"],
        pattern=pattern,
        language=row.get("language", ""),
        say=row.get("say", ""),
        ipa=row.get("ipa", ""),
        letters=row.get("letters", False),
    )


def _whole(words: str) -> str:
    """A pattern for these words as whole words, however they are spaced."""
    return r"(?<!\w)" + r"\s+".join(map(re.escape, words.split())) + r"(?!\w)"


def _from_pls(data: bytes, source: str) -> tuple[Entry, ...]:
    """A W3C Pronunciation Lexicon 1.0: aliases and IPA phonemes of its lexemes, first ones first."""
    if b"<!DOCTYPE" in data[:4096] or b"<!ENTITY" in data:
        raise UsageError("the lexicon declares entities, which are not read", place=source)
    try:
        root = ElementTree.fromstring(data)
    except ElementTree.ParseError as error:
        raise UsageError(f"the lexicon is no XML that can be read: {error}", place=source) from error
    if root.tag != f"{PLS}lexicon":
        raise UsageError("this XML is no W3C pronunciation lexicon", place=source)
    if root.get("alphabet", "ipa") != "ipa":
        raise UsageError(f"phonemes in “{root.get('alphabet')}” are not read", place=source, hint="only ipa is")
    language = root.get(LANGUAGE, "")
    found: list[Entry] = []
    for number, lexeme in enumerate(root.iter(f"{PLS}lexeme"), 1):
        said, ipa = lexeme.findtext(f"{PLS}alias", "").strip(), lexeme.findtext(f"{PLS}phoneme", "").strip()
        for grapheme in lexeme.iter(f"{PLS}grapheme"):
            row = {"written": "".join(grapheme.itertext()).strip(), "say": said, "ipa": ipa, "language": language}
            found.append(_entry(row, f"{source}, lexeme {number}"))
    return tuple(found)
