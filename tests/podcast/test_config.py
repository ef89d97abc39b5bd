"""`podcast.toml`: what is understood, what is refused and how, and the file that explains it."""

from __future__ import annotations

import re
import tempfile
import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import settings as settings_of_hypothesis
from hypothesis import strategies as st

from narrate import settings
from narrate.errors import OutputError, UsageError
from narrate.podcast import config, keys, starter
from narrate.podcast.categories import CATEGORIES, category
from narrate.podcast.config import FILE, Plan, load
from narrate.podcast.show import Show
from narrate.podcast.starter import NARRATION


def plan(text: str, folder: Path) -> Plan:
    (folder / FILE).write_text(text, "utf-8")
    return load(folder)


def test_a_podcast_needs_no_file(tmp_path: Path) -> None:
    folder = tmp_path / "my-reading_list"
    made = load(folder)
    assert made == Plan(show=Show(title="My reading list", base="http://127.0.0.1:8000/"))
    assert (made.formats, made.gone) == (("mp3", "vtt", "json", "chapters"), "keep")


def test_an_empty_file_says_what_no_file_says(tmp_path: Path) -> None:
    made = plan("", tmp_path)
    usual = load(tmp_path / "elsewhere")
    differ = {item.name for item in fields(Plan) if getattr(made, item.name) != getattr(usual, item.name)}
    assert differ == {"show", "cluster", "file"}
    assert {item.name for item in fields(Show) if getattr(made.show, item.name) != getattr(usual.show, item.name)} == {
        "title"
    }
    assert made.file == tmp_path / FILE


def test_every_key_of_a_podcast_reaches_it(tmp_path: Path) -> None:
    (tmp_path / "mine.jpeg").write_bytes(b"\xff\xd8\xff\xe0")
    made = plan(
        """
        title = "  Harbour\\n& sea "
        base = "https://exämple.org/harbour"
        description = "Ships.\\n\\nAnd more."
        language = "pt-BR"
        author = "Ann"
        categories = ["society & culture>documentary", "News", "News"]
        cover = "mine.jpeg"
        link = "https://example.org/"
        owner = "Bo"
        email = "bo@example.org"
        copyright = "2026 Ann"
        explicit = true
        serial = true
        newest = 50
        funding = { "https://example.org/give" = "Give" }
        locked = true
        guid = "917393E3-1b1e-5cef-ace4-edaa54e1f810"
        moved_to = "https://example.com/feed.xml"
        """,
        tmp_path,
    )
    assert made.show == Show(
        title="Harbour & sea", base="https://xn--exmple-cua.org/harbour/", description="Ships.\n\nAnd more.",
        language="pt-BR", author="Ann", categories=(("Society & Culture", "Documentary"), ("News",)),
        cover="cover.jpg", link="https://example.org/", owner="Bo", email="bo@example.org", copyright="2026 Ann",
        explicit=True, serial=True, newest=50, funding=(("https://example.org/give", "Give"),), locked=True,
        guid="917393e3-1b1e-5cef-ace4-edaa54e1f810", moved_to="https://example.com/feed.xml",
    )  # fmt: skip
    assert made.cover == tmp_path / "mine.jpeg"
    unset = [item.name for item in fields(Show) if getattr(made.show, item.name) == item.default]
    assert unset == []


def test_every_other_key_reaches_the_plan_and_paths_begin_at_the_file(tmp_path: Path) -> None:
    made = plan(
        """
        [episodes]
        sources = ["articles", "https://example.org/feed.xml", "/srv/more", "-"]
        most = 20
        formats = ["opus", "MP3", "vtt"]
        gone = "delete"
        digest = "weekly"
        important = true
        recheck = 0.5
        [narrate]
        voice = "hibari:heart"
        speed = 1
        intro = "sounds/intro.mp3"
        lexicon = "names.txt, /srv/more.txt"
        [narrate.cast]
        quote = "espeak:en-US"
        [publish]
        target = "s3://bucket/harbour"
        options = { endpoint_url = "https://storage.example.org" }
        [cluster]
        address = "auto"
        workers = 8
        gpus = 0.25
        """,
        tmp_path,
    )
    assert made.sources == (str(tmp_path / "articles"), "https://example.org/feed.xml", "/srv/more", "-")
    assert (made.most, made.formats) == (20, ("opus", "mp3", "vtt"))
    assert (made.gone, made.digest, made.important, made.recheck) == ("delete", "weekly", True, 0.5)
    assert made.narrate == {
        "voice": "hibari:heart", "speed": 1.0, "intro": str(tmp_path / "sounds/intro.mp3"),
        "lexicon": f"{tmp_path / 'names.txt'},/srv/more.txt", "cast": {"quote": "espeak:en-US"},
    }  # fmt: skip
    assert (made.target, made.storage) == ("s3://bucket/harbour", {"endpoint_url": "https://storage.example.org"})
    assert made.cluster == {"address": "auto", "workers": 8, "cpus": 0.0, "gpus": 0.25}
    settings.load(dict(made.narrate))


def test_another_file_is_taken_when_it_is_named(tmp_path: Path) -> None:
    other = tmp_path / "conf" / "sea.toml"
    other.parent.mkdir()
    other.write_text('[episodes]\nsources = ["articles"]', "utf-8")
    made = load(tmp_path / "sea", other)
    assert (made.show.title, made.sources) == ("Sea", (str(tmp_path / "conf" / "articles"),))
    with pytest.raises(UsageError, match="no such file"):
        load(tmp_path, tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("text", "message", "hint", "line"),
    [
        ('\ntitel = "x"', "no key “titel”", "did you mean “title”?", 2),
        ("title = 3", "“title” must be a text", "", 1),
        ('base = "example.org/p"', "must be an address", "did you mean “https://example.org/p”?", 1),
        ('base = ""', "must be an address", "", 1),
        ('base = "https://example.org/feed.xml"', "address of a folder", "leave “feed.xml” out", 1),
        ('base = "https://example.org/?a=1"', "address of a folder", "without what begins with ?", 1),
        ('base = "https://ann:secret@example.org/"', "without a password", "everybody", 1),
        ('link = "javascript:alert(1)"', "must be an address", "such as", 1),
        ('moved_to = "ftp://example.org/"', "must be an address", "such as", 1),
        ('language = "english"', "tag of a language", "such as", 1),
        ('language = "en_US"', "tag of a language", "did you mean “en-US”?", 1),
        ('language = "de_DE.UTF-8"', "tag of a language", "did you mean “de-DE”?", 1),
        ('email = "ann"', "must be an e-mail address", "such as", 1),
        ('categories = ["Comdy"]', "no podcast category “Comdy”", "did you mean “Comedy”?", 1),
        ('categories = ["Tech"]', "no podcast category “Tech”", "did you mean “Technology”?", 1),
        ('categories = ["Politics"]', "no podcast category", "did you mean “News > Politics”?", 1),
        ('categories = ["News > Polittics"]', "no podcast subcategory", "did you mean “Politics”?", 1),
        ('categories = ["History > Rome"]', "no podcast subcategory", "History has none", 1),
        ('categories = "News"', "must be a list of texts", "such as", 1),
        ("categories = []", "at least one category", "such as", 1),
        ('guid = "mine"', "must be a UUID", "leave it empty", 1),
        ('explicit = "no"', "true or false", "", 1),
        ("newest = -1", "a whole number, 0 or more", "", 1),
        ("newest = true", "a whole number, 0 or more", "", 1),
        ('funding = ["x"]', "a table of addresses and words", "such as", 1),
        ('funding = { "example.org" = "Give" }', "must be an address", "did you mean", 1),
        ('cover = "none.png"', "a picture that can be read", "No such file", 1),
        (f'cover = "{FILE}"', "a PNG or JPEG picture", "save it", 1),
        ('sources = ["a"]', "no key “sources”", "it belongs into [episodes]", 1),
        ('voice = "x"', "no key “voice”", "it belongs into [narrate]", 1),
        ("episodes = 3", "“episodes” must be a table", "write [episodes]", 1),
        ("[[publish]]\na = 1", "“publish” must be a table", "write [publish]", 1),
        ('[episodes]\ntitle = "x"', "no key “episodes.title”", "to the top", 2),
        ('[episodes]\nformats = ["vtt"]', "a sound file among them", "such as", 2),
        ('[episodes]\nformats = ["mp3", "mp4"]', "unknown output “mp4”", "known:", 2),
        ('[episodes]\nformats = ["mp3", "html-folder"]', "one file each", "html-folder is a folder", 2),
        ('[episodes]\ngone = "kep"', '"keep" or "hide" or "delete"', "did you mean “keep”?", 2),
        ("[episodes]\ndigest = 1", '"" or "daily" or "weekly"', "", 2),
        ("[episodes]\nrecheck = nan", "a number, 0 or more", "", 2),
        ("[episodes]\nrecheck = inf", "a number, 0 or more", "", 2),
        ('[narrate]\nspeeed = 2', "no key “narrate.speeed”", "did you mean “speed”?", 2),
        ('[narrate]\nspeed = "fast"', "“speed” must be a number", "", 2),
        ('[narrate]\nformat = "mp3"', "has another place", "formats in [episodes]", 2),
        ("[narrate.casts]\nru = 1", "no key “narrate.casts”", "did you mean “cast”?", 1),
        ("[publish]\ntarget = 3", "“publish.target” must be a text", "", 2),
        ("[cluster]\nworkers = 0.5", "“cluster.workers” must be a whole number", "", 2),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_its_line_and_what_to_do(
    text: str, message: str, hint: str, line: int, tmp_path: Path
) -> None:
    with pytest.raises(UsageError) as caught:
        plan(text, tmp_path)
    error = caught.value
    assert message in error.message
    assert hint in error.hint
    assert bool(hint) == bool(error.hint)
    assert error.place == f"{tmp_path / FILE}, line {line}"
    assert error.quote == text.splitlines()[line - 1]


@pytest.mark.parametrize("data", [b"title = ", b"title = 'x' extra", b"\xff\xfe", b"[a]\n[a]", b"a = 1\na = 2"])
def test_a_file_that_is_no_toml_is_refused_in_words(data: bytes, tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(data)
    with pytest.raises(UsageError, match=r"TOML|UTF-8") as caught:
        load(tmp_path)
    assert caught.value.place == str(tmp_path / FILE)


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b'\xef\xbb\xbftitle = "x"')
    assert load(tmp_path).show.title == "x"


@pytest.mark.parametrize("tag", ["en", "de", "pt-BR", "zh-Hant-TW", "es-419", "sr-Latn", "ru"])
def test_languages_that_there_are_are_understood(tag: str, tmp_path: Path) -> None:
    assert plan(f'language = "{tag}"', tmp_path).show.language == tag


# -- The file that explains itself ---------------------------------------------------------------------------------


def test_the_file_that_is_written_says_what_is_usual_when_it_is_read(tmp_path: Path) -> None:
    config.init(tmp_path / FILE)
    made = load(tmp_path)
    usual = plan("", tmp_path)
    assert made == usual


def test_the_file_that_is_written_says_what_was_known(tmp_path: Path) -> None:
    known: dict[str, Any] = {
        "title": 'The "quiet" mill\\', "base": "https://example.org/mill/", "author": "Élise 🦊", "language": "fr",
        "categories": ["Arts > Books"], "sources": ["artikel", "https://example.org/feed.xml"], "digest": "daily",
    }  # fmt: skip
    config.init(tmp_path / "deep" / FILE, **known)
    made = load(tmp_path / "deep")
    assert (made.show.title, made.show.base, made.show.author) == (known["title"], known["base"], known["author"])
    assert (made.show.language, made.show.categories, made.digest) == ("fr", (("Arts", "Books"),), "daily")
    assert made.sources == (str(tmp_path / "deep" / "artikel"), "https://example.org/feed.xml")


def test_every_key_stands_in_the_file_explained_and_its_example_is_understood(tmp_path: Path) -> None:
    config.init(tmp_path / FILE)
    text = (tmp_path / FILE).read_text("utf-8")
    (tmp_path / "cover.jpg").write_bytes(b"\xff\xd8\xff")
    said = re.sub(r"^# (\w+ = )", r"\1", text, flags=re.MULTILINE)
    found = tomllib.loads(said)
    for table, known in keys.TABLES.items():
        assert list(found[table] if table else {name: found[name] for name in found if name in known}) == list(known)
    assert list(found["narrate"]) == [name for name, _, _ in NARRATION]
    made = plan(said, tmp_path)
    assert made.cover == tmp_path / "cover.jpg"
    assert made.narrate["intro"] == str(tmp_path / "intro.mp3")
    lines = text.splitlines()
    for number, line in enumerate(lines):
        if re.match(r"(# )?\w+ = ", line):
            assert re.match(r"# [^=]{12,}", lines[number - 1]), line
            assert lines[number + 1 : number + 2] in ([""], [])
    assert max(map(len, lines)) <= 120


@settings_of_hypothesis(max_examples=60, deadline=None)
@given(words=st.text(max_size=30), sources=st.lists(st.text(max_size=10), max_size=2))
@example(words="", sources=["~0", "~\0"])
def test_whatever_is_known_is_written_so_that_it_is_read_again(words: str, sources: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x" / FILE
        config.init(path, title=f"x{words}", author=words, sources=tuple(sources))
        made = load(path.parent)
    assert made.show.title == " ".join(f"x{words}".split())
    assert made.show.author == " ".join(words.split())
    assert len(made.sources) == sum(bool(one.strip()) for one in sources)


def test_what_cannot_be_is_not_written(tmp_path: Path) -> None:
    for known, message in (
        ({"base": "example.org"}, "“base” must be an address"),
        ({"categories": ["Comdy"]}, "no podcast category"),
        ({"newest": "3"}, "“newest” must be a whole number"),
    ):
        with pytest.raises(UsageError, match=message):
            config.init(tmp_path / FILE, **known)
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_is_there_is_never_written_over(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("mine", "utf-8")
    with pytest.raises(OutputError, match="exists already"):
        config.init(tmp_path / FILE, title="x")
    assert (tmp_path / FILE).read_text("utf-8") == "mine"
    with pytest.raises(UsageError, match="no key “titel”"):
        config.init(tmp_path / "other.toml", titel="x")
    assert not (tmp_path / "other.toml").exists()


def test_every_category_of_apples_is_understood_as_it_is_written() -> None:
    assert len(CATEGORIES) == 19
    assert sum(map(len, CATEGORIES.values())) == 91
    for name, below in CATEGORIES.items():
        assert category(name.upper()) == (name,)
        for sub in below:
            assert category(f"{name} > {sub}") == (name, sub)


PAGE = (Path(__file__).parents[2] / "docs" / "podcast.md").read_text("utf-8")


def test_the_document_tells_every_key_what_is_usual_and_what_it_says() -> None:
    rows = {
        tuple(map(str.strip, line.strip("|").split("|", 2))) for line in PAGE.splitlines() if line.startswith("| `")
    }
    for known in keys.TABLES.values():
        for name, key in known.items():
            assert (f"`{name}`", f"`{starter.toml(key.usual)}`", key.about) in rows, name
    for name, below in CATEGORIES.items():
        assert f"| {name} | {', '.join(below)} |" in PAGE, name


def test_the_example_in_the_document_is_understood(tmp_path: Path) -> None:
    (example,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    made = plan(example, tmp_path)
    assert (made.show.title, made.gone, made.formats[-1]) == ("Harbour and sea", "hide", "epub")
    assert made.narrate["cast"] == {"quote": "espeak:en-US"}
