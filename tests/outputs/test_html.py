"""The read-along page as a file: its structure, its times, and that no article can break out of it."""

from __future__ import annotations

import base64
import json
from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256
from importlib.resources import files
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import html

from narrate import words
from narrate.audio.codec import decoded
from narrate.cache import ClipCache
from narrate.errors import OutputError
from narrate.model import Anchor, Article, Block, Cue, Document, Kind, Narration, Script, Sentence, Timeline
from narrate.outputs import html as output
from narrate.outputs import html_folder
from narrate.outputs._page import page
from narrate.pipeline import Options, narrate, write_script
from narrate.text.policy import chosen
from narrate.text.script import Preparation, prepare
from tests.outputs.programmes import narrated
from tests.outputs.test_sound_files import picture

RATE = 24_000
NASTY = (
    "</script><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "</article></main><iframe src=//evil.example>",
    "\"quotes\" and 'quotes' & &amp; &lt;b&gt;",
    "\u2028 and \u2029 end lines",
    "{{js}} {{sound}} {{policy}}",
    "<!-- <script>",
    "]]> \x00\x07 \ud800 end",
)
MARKDOWN = """---
title: The bridge
author: Ada Finch
date: 2026-05-04
lang: en
---

# The bridge

It was built in 1902. It cost $1.85 billion.

## Work

> They said that it would fall. It did not.

1. Stone came first.
2. Then came iron.
   - It was cast nearby.

| Town | People |
|------|--------|
| Aden | 1200   |
| Bree | 340    |

### Noise

Nobody slept.

```
print("Hello")
```
"""


def written(text: str = MARKDOWN, **ways: str) -> Script:
    document = Document(data=text.encode(), source="bridge.md", media_type="text/markdown")
    reading = chosen({"table": "read", "code": "read", **ways})
    return write_script(document, Options(voice="tone:sine", preparation=Preparation(reading=reading)))


def told(script: Script, *, each: int = RATE, gap: int = 2400) -> Narration:
    """The script as if each sentence took a second."""
    cues, at = [], gap
    for sentence in script.sentences:
        cues.append(Cue(sentence=sentence, begin=at, finish=at + each))
        at += each + gap
    return Narration(script=script, timeline=Timeline(rate=RATE, length=at, cues=tuple(cues)))


def blocks(*given: tuple[Kind, str] | Block) -> Script:
    anchor = Anchor(source="story.txt")
    made = tuple(one if isinstance(one, Block) else Block(kind=one[0], text=one[1], anchor=anchor) for one in given)
    return prepare(Article(blocks=made, source="story.txt", title="", language="en"))


def parsed(narration: Narration) -> Any:
    head, tail = page.halves(narration, "data:")
    return html.document_fromstring((head + tail).decode("utf-8"))


def timings(tree: Any) -> Any:
    return json.loads(tree.get_element_by_id("timings").text)


def flat(text: str) -> str:
    return " ".join("".join(c if c.isprintable() else " " for c in text).encode("utf-8", "replace").decode().split())


@pytest.fixture
def made(tmp_path: Path) -> tuple[Narration, Path]:
    target = tmp_path / "bridge.read.html"
    cache = ClipCache(tmp_path / "clips")
    return narrate(written(), {"html": target}, Options(voice="tone:sine"), cache=cache), target


def test_every_sentence_stands_there_once_in_order() -> None:
    narration = told(written())
    tree = parsed(narration)
    elements = tree.xpath("//*[contains(concat(' ', @class, ' '), ' s ')]")
    assert [element.get("id") for element in elements] == [f"s{n}" for n in range(len(narration.timeline.cues))]
    for element, cue in zip(elements, narration.timeline.cues, strict=True):
        assert "".join(element.itertext()).split() == cue.sentence.text.replace(" | ", "").split()


def test_the_whole_article_is_shown_and_nothing_of_what_cleaning_left_out() -> None:
    script = written(code="skip")
    assert any("Hello" in removed.block.text for removed in script.removed)
    text = "".join(parsed(told(script)).get_element_by_id("article").itertext())
    wanted = "".join(block.text.replace(" | ", "") for block in script.article.blocks)
    assert "".join(text.split()) == "".join(wanted.split())


def test_times_are_those_of_the_timeline_and_every_word_has_its_element() -> None:
    narration = told(written())
    tree = parsed(narration)
    for number, (cue, told_) in enumerate(zip(narration.timeline.cues, timings(tree)["sentences"], strict=True)):
        begin, finish, important, offsets = told_
        assert begin == round(cue.begin * 1000 / RATE)
        assert finish == round(cue.finish * 1000 / RATE)
        assert important == cue.sentence.important
        spans = tree.get_element_by_id(f"s{number}").xpath(".//span[not(contains(@class, 's'))]")
        assert len(spans) == len(offsets)
        if cue.sentence.block.kind != "table":
            timed = words.timed(cue)
            assert [span.text for span in spans] == [cue.sentence.text[word.start : word.end] for word in timed]
            assert [begin + offset for offset in offsets] == [round(word.begin * 1000 / RATE) for word in timed]


def test_what_is_worded_otherwise_is_marked_as_it_is_written() -> None:
    assert "$1.85 billion" in parsed(told(written())).xpath("//span/text()")


def test_structure_is_kept() -> None:
    tree = parsed(told(written()))
    assert ["".join(one.itertext()) for one in tree.xpath("//h1")] == ["The bridge"]
    assert ["".join(one.itertext()) for one in tree.xpath("//h2")] == ["Work"]
    assert ["".join(one.itertext()) for one in tree.xpath("//h3")] == ["Noise"]
    assert "".join(tree.xpath("//p[@class='byline']")[0].itertext()) == "Ada Finch"
    assert len(tree.xpath("//blockquote/p")) == 1
    assert len(tree.xpath("//article/ul/li[2]/ul/li")) == 1
    assert tree.xpath("//article/ul/@class") == ["marked"]  # this reader leaves the numbers in the text
    assert [["".join(cell.itertext()) for cell in row] for row in tree.xpath("//table//tr")] == [
        ["Town", "People"],
        ["Aden", "1200"],
        ["Bree", "340"],
    ]
    assert len(tree.xpath("//th[@scope='col']")) == 2
    assert tree.xpath("//pre/code")[0].text_content() == 'print("Hello")'
    assert tree.xpath("//article/@lang") == ["en"]


def test_a_column_named_between_cells_counts_as_the_cells_first_word() -> None:
    table = Block(kind="table", text="Town | Men | Women\nAden | 12 | 34", anchor=Anchor(source="x"), level=1)
    narration = told(prepare(Article(blocks=(table,), source="x", language="en")))
    row = narration.timeline.cues[1]
    assert len(words.timed(row)) == 5
    assert len(timings(parsed(narration))["sentences"][1][3]) == 3


def test_an_announced_table_and_code_are_one_sentence_each() -> None:
    tree = parsed(told(written(table="announce", code="announce")))
    (table,) = tree.xpath("//table[contains(@class, 's')]")
    assert len(table.xpath(".//tr")) == 3
    assert table.xpath("ancestor::div/@role") == ["region"]
    assert len(tree.xpath("//pre/code/span[contains(@class, 's')]")) == 1


def test_headings_never_leave_a_level_out() -> None:
    levels = (3, 5, 5, 2, 6, 1, 4)
    anchor = Anchor(source="story.txt")
    script = blocks(
        ("title", "Story"),
        *(Block(kind="heading", text=f"Part {n}", anchor=anchor, level=n) for n in levels),
    )
    tags = [int(one.tag[1]) for one in parsed(told(script)).xpath("//h1|//h2|//h3|//h4|//h5|//h6")]
    assert tags == [1, 2, 3, 3, 2, 3, 2, 3]
    assert all(below - above <= 1 for above, below in pairwise(tags))


def test_lists_keep_their_markers_and_depth() -> None:
    anchor = Anchor(source="story.txt")
    items = ((1, "3."), (1, "4."), (2, "a)"), (2, "b)"), (3, ""), (1, ""))
    script = blocks(
        *(Block(kind="item", text=f"Thing {n}.", anchor=anchor, level=level, marker=marker)
          for n, (level, marker) in enumerate(items))
    )  # fmt: skip
    tree = parsed(told(script))
    assert tree.xpath("//article/ol/li/@value") == ["3", "4"]
    assert tree.xpath("//article/ol/li[2]/ul/li/span[@class='marker']/text()") == ["a)", "b)"]
    assert len(tree.xpath("//article/ol/li[2]/ul/li[2]/ul/li")) == 1
    assert len(tree.xpath("//article/ul/li")) == 1


def test_pictures_captions_notes_and_breaks_have_elements_of_their_own() -> None:
    script = blocks(
        ("figure", "A grey bridge."), ("caption", "The bridge in May."), ("paragraph", "Text."), ("break", "* * *"),
        ("note", "A note."),
    )  # fmt: skip
    tree = parsed(told(script))
    assert "".join(tree.xpath("//figure/figcaption")[0].itertext()) == "The bridge in May."
    assert "".join(tree.xpath("//figure/p")[0].itertext()) == "Picture: A grey bridge."
    assert len(tree.xpath("//hr")) == 1
    assert len(tree.xpath("//p[@role='note']")) == 1


def test_a_page_without_a_title_has_a_first_heading_all_the_same() -> None:
    assert len(parsed(told(blocks(("paragraph", "Only this.")))).xpath("//h1")) == 1


def test_text_from_right_to_left_is_marked_so() -> None:
    hebrew = "הגשר נבנה לפני מאה שנה."
    anchor = Anchor(source="story.txt")
    article = Article(
        blocks=(
            Block(kind="paragraph", text=hebrew * 4, anchor=anchor),
            Block(kind="paragraph", text="English stands between.", anchor=anchor, language="en"),
        ),
        source="x",
        language="he",
    )
    tree = parsed(told(prepare(article)))
    assert tree.xpath("//article/@dir") == ["rtl"]
    assert tree.xpath("//article/p/@dir") == ["ltr"]
    assert tree.xpath("//article/p/@lang") == ["en"]


def test_sentences_in_other_languages_say_so() -> None:
    block = Block(kind="paragraph", text="He said: Guten Morgen. Then he left.", anchor=Anchor(source="x"))
    spans = ((0, 8, "en-GB"), (9, 22, "de"), (23, 36, "en"))
    sentences = tuple(Sentence(block=block, start=a, end=b, language=language) for a, b, language in spans)
    script = Script(article=Article(blocks=(block,), source="x", language="en"), sentences=sentences)
    assert parsed(told(script)).xpath("//article//span/@lang") == ["de"]


def test_a_sentence_that_was_not_spoken_is_text_only() -> None:
    narration = told(written())
    cues = narration.timeline.cues
    left = Timeline(rate=RATE, length=narration.timeline.length, cues=(*cues[:3], *cues[4:]))
    tree = parsed(Narration(script=narration.script, timeline=left))
    text = "".join(tree.get_element_by_id("article").itertext())
    assert cues[3].sentence.text in text
    marked = ["".join(one.itertext()) for one in tree.xpath("//*[contains(concat(' ', @class, ' '), ' s ')]")]
    assert cues[3].sentence.text not in marked
    assert len(marked) == len(cues) - 1


def test_the_same_text_twice_is_two_places() -> None:
    narration = told(blocks(("paragraph", "Yes. No."), ("paragraph", "Yes. No.")))
    tree = parsed(narration)
    assert [len(one.xpath("./span")) for one in tree.xpath("//article/p")] == [2, 2]


def test_only_the_part_that_was_asked_for_is_shown() -> None:
    document = Document(data=MARKDOWN.encode(), source="bridge.md", media_type="text/markdown")
    script = write_script(document, Options(voice="tone:sine", begin="They said", finish="Then came"))
    text = parsed(told(script)).get_element_by_id("article").text_content()
    assert "They said" in text
    assert "iron" in text
    assert "1902" not in text
    assert "slept" not in text


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize("kind", ["title", "paragraph", "item", "code", "table", "caption", "note"])
def test_no_article_brings_elements_of_its_own(kind: Kind, text: str) -> None:
    harmless, nasty = (parsed(_named(blocks((kind, f"Words {piece} here.")), piece)) for piece in ("and more", text))
    assert shape(nasty, kind) == shape(harmless, kind)
    assert "".join(flat(text).split()) in "".join(flat(nasty.text_content()).split())


def _named(script: Script, text: str) -> Narration:
    """A narration whose metadata hold a text, and whose source is such an address."""
    article = Article(
        blocks=script.article.blocks, source=f"javascript://x/{text}", title=text, authors=(text,), language="en",
        site=text,
    )  # fmt: skip
    return told(Script(article=article, sentences=script.sentences))


def shape(tree: Any, kind: Kind) -> list[tuple[str, frozenset[str]]]:
    """Every element but words and sentences, with the names of its attributes."""
    return [(one.tag, frozenset(one.keys())) for one in tree.iter() if one.tag != "span"]


@given(st.lists(st.text(min_size=1), min_size=1, max_size=4))
def test_any_text_is_shown_as_it_is(texts: Sequence[str]) -> None:
    anchor = Anchor(source="story.txt")
    made, sentences = [], []
    for text in texts:
        block = Block(kind="paragraph", text=text, anchor=anchor)
        made.append(block)
        sentences.append(Sentence(block=block, start=0, end=len(text), language="en"))
    script = Script(article=Article(blocks=tuple(made), source="x", language="en"), sentences=tuple(sentences))
    shown = [flat(one.text_content()) for one in parsed(told(script)).xpath("//article/p")]
    assert shown == [flat(text) for text in texts]


def test_the_policy_allows_nothing_but_this_pages_own_script_and_style() -> None:
    tree = parsed(told(written()))
    policy = tree.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    rules = dict(rule.strip().split(" ", 1) for rule in policy.split(";"))
    assert rules["default-src"] == "'none'"
    for name, element in (("script-src", "//script[not(@type)]"), ("style-src", "//style")):
        (found,) = tree.xpath(element)
        assert rules[name] == f"'sha256-{base64.b64encode(sha256(found.text.encode()).digest()).decode()}'"
    assert "unsafe" not in policy
    assert not tree.xpath("//@style")
    assert not [name for one in tree.iter() for name in one.keys() if name.startswith("on")]  # noqa: SIM118


def test_only_addresses_of_the_web_become_links() -> None:
    for source, links in (("https://example.com/a?b=1&c=2", 1), ("javascript://x/%0aalert(1)", 0), ("a.html", 0)):
        script = Script(article=Article(blocks=(), source=source, language="en"), sentences=())
        found = parsed(Narration(script=script, timeline=Timeline(rate=RATE, length=RATE))).xpath("//a/@href")
        assert found == [source] * links


@pytest.mark.parametrize("language", ["en", "ru", "de", "fr", "es"])
def test_labels_are_in_the_articles_language(language: str) -> None:
    every = json.loads((files("narrate.outputs._page") / "labels.json").read_text("utf-8"))
    assert every[language].keys() == every["en"].keys()
    assert all(every[language].values())
    script = Script(article=Article(blocks=(), source="x", language=f"{language}-XX"), sentences=())
    tree = parsed(Narration(script=script, timeline=Timeline(rate=RATE, length=RATE)))
    assert tree.xpath("/html/@lang") == [language]
    assert tree.xpath("//*[@id='play']/@aria-label") == [every[language]["play"]]


def test_other_languages_get_english_labels_around_their_own_text() -> None:
    script = Script(article=Article(blocks=(), source="x", language="ja"), sentences=())
    tree = parsed(Narration(script=script, timeline=Timeline(rate=RATE, length=RATE)))
    assert tree.xpath("/html/@lang") == ["en"]
    assert tree.xpath("//article/@lang") == ["ja"]


def test_the_sound_inside_is_the_whole_programme(made: tuple[Narration, Path]) -> None:
    narration, target = made
    source = (
        html.parse(str(target), html.HTMLParser(encoding="utf-8", huge_tree=True)).getroot().xpath("//audio/@src")[0]
    )
    head, _, text = source.partition(",")
    assert head == "data:audio/mpeg;base64"
    pcm = np.concatenate(list(decoded(base64.b64decode(text, validate=True), RATE)))
    assert len(pcm) == narration.timeline.length
    for cue in narration.timeline.cues:
        sounding = np.abs(pcm[cue.begin : cue.finish]) > 0.02
        assert sounding.any()
        assert np.flatnonzero(sounding)[0] < RATE // 20


def test_the_same_narration_makes_the_same_bytes_and_leaves_nothing_else(made: tuple[Narration, Path]) -> None:
    narration, target = made
    again = target.with_name("again.read.html")
    cache = ClipCache(target.parent / "clips")
    narrate(narration.script, {"html": again}, Options(voice="tone:sine"), cache=cache)
    assert again.read_bytes() == target.read_bytes()
    assert sorted(path.name for path in target.parent.iterdir()) == ["again.read.html", "bridge.read.html", "clips"]


def test_the_folder_holds_the_page_and_its_sound(tmp_path: Path) -> None:
    target = tmp_path / "bridge.read"
    narration = narrate(written(), {"html-folder": target}, Options(voice="tone:sine"), cache=ClipCache(tmp_path / "c"))
    assert sorted(path.name for path in target.iterdir()) == ["index.html", "sound.mp3"]
    tree = html.document_fromstring((target / "index.html").read_bytes())
    assert tree.xpath("//audio/@src") == ["sound.mp3"]
    assert "media-src 'self' blob:" in tree.xpath("//meta[@http-equiv]/@content")[0]
    assert sum(map(len, decoded(target / "sound.mp3", RATE))) == narration.timeline.length


@pytest.mark.parametrize(("suffix", "media_type"), [("jpg", "image/jpeg"), ("png", "image/png")])
def test_the_articles_picture_is_in_the_page_or_beside_it(suffix: str, media_type: str, tmp_path: Path) -> None:
    cover = picture({"jpg": "mjpeg"}.get(suffix, suffix))
    made = replace(narrated(Article(blocks=written().article.blocks, source="x", title='"A" & b', language="en"),
                            tmp_path), cover=cover)  # fmt: skip
    output.write(made, tmp_path / "x.read.html")
    tree = html.document_fromstring((tmp_path / "x.read.html").read_bytes())
    (image,) = tree.xpath("//main//img")
    assert image.get("alt") == 'Picture: "A" & b'
    start, _, data = image.get("src").partition(";base64,")
    assert (start, base64.b64decode(data)) == (f"data:{media_type}", cover)
    assert "img-src data:;" in tree.xpath("//meta[@http-equiv]/@content")[0]
    folder = tmp_path / "x.read"
    folder.mkdir()
    html_folder.write(made, folder)
    tree = html.document_fromstring((folder / "index.html").read_bytes())
    assert tree.xpath("//main//img/@src") == [f"cover.{suffix}"]
    assert (folder / f"cover.{suffix}").read_bytes() == cover
    assert "img-src data: 'self';" in tree.xpath("//meta[@http-equiv]/@content")[0]


@pytest.mark.parametrize("cover", [None, b"", b"<svg onload='alert(1)'/>"])
def test_a_page_has_no_picture_when_there_is_none_that_it_knows(cover: bytes | None, tmp_path: Path) -> None:
    made = replace(narrated(written().article, tmp_path), cover=cover)
    output.write(made, tmp_path / "x.read.html")
    assert b"<img" not in (tmp_path / "x.read.html").read_bytes()


def test_without_the_programmes_sound_there_is_no_page(tmp_path: Path) -> None:
    target = tmp_path / "x.read.html"
    with pytest.raises(OutputError, match="no sound to put in"):
        output.write(told(written()), target)
    assert list(tmp_path.iterdir()) == []


def test_a_broken_sound_leaves_nothing_behind(tmp_path: Path) -> None:
    broken = tmp_path / "broken.flac"
    broken.write_bytes(b"no sound")
    narration = told(written())
    narration = Narration(script=narration.script, timeline=narration.timeline, master=broken)
    with pytest.raises(OutputError, match="0 samples"):
        output.write(narration, tmp_path / "x.read.html")
    assert [path.name for path in tmp_path.iterdir()] == ["broken.flac"]
