"""WebVTT, read back by the rules of the standard (https://www.w3.org/TR/webvtt1/)."""

from __future__ import annotations

import html
import re
import tempfile
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from narrate.model import Cue, Narration, Timeline
from narrate.outputs import vtt
from tests.helpers import script, sentences

RATE = 24_000
TIME = r"(?:(\d{2,}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
TIMING = re.compile(rf"{TIME}[ \t]+-->[ \t]+{TIME}")


@dataclass(frozen=True)
class Read:
    """A cue as a browser reads it; times in milliseconds."""

    name: str
    begin: int
    finish: int
    text: str


def milliseconds(*parts: str | None) -> int:
    hours, minutes, seconds, rest = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + rest


def parsed(text: str) -> list[Read]:
    """Read strictly: every rule of the file structure that a validator checks."""
    assert "\0" not in text
    assert "\r" not in text
    lines = text.split("\n")
    assert lines[0] == "WEBVTT"
    assert lines[1] == ""
    assert lines[-1] == ""
    blocks = "\n".join(lines[2:]).rstrip("\n").split("\n\n")
    cues = []
    for block in blocks if blocks != [""] else []:
        name, timing, *body = block.split("\n")
        assert "-->" not in name
        match = TIMING.fullmatch(timing)
        assert match, timing
        assert body, "a cue shows something"
        assert all(line.strip() for line in body)
        assert not any("-->" in line for line in body)
        joined = "\n".join(body)
        assert "<" not in joined
        assert not re.search(r"&(?!amp;|lt;|gt;)", joined)
        cue = Read(name, milliseconds(*match.groups()[:4]), milliseconds(*match.groups()[4:]), html.unescape(joined))
        assert cue.begin < cue.finish
        cues.append(cue)
    assert all(one.begin <= other.begin for one, other in pairwise(cues))
    return cues


def narrated(texts: list[str], lengths: list[int] | None = None) -> Narration:
    cues = []
    at = 4800
    for number, text in enumerate(texts):
        length = lengths[number] if lengths else RATE
        cues.append(Cue(sentence=sentences([text])[0], begin=at, finish=at + length))
        at += length
    return Narration(script=script(), timeline=Timeline(rate=RATE, length=at + 9600, cues=tuple(cues)))


def written(narration: Narration) -> str:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "captions.vtt"
        vtt.write(narration, path)
        return path.read_bytes().decode("utf-8")


def shown(text: str) -> str:
    """A text without what no caption shows: white space runs, controls, halves of characters."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).encode("utf-8", "replace").decode().split())


def test_captions_are_written_as_the_standard_has_them() -> None:
    assert written(narrated(["First.", "Then this."])) == (
        "WEBVTT\n\n1\n00:00:00.200 --> 00:00:01.200\nFirst.\n\n2\n00:00:01.200 --> 00:00:02.200\nThen this.\n"
    )


@given(st.lists(st.text(min_size=1), max_size=6))
def test_any_text_makes_valid_captions_that_show_it(texts: list[str]) -> None:
    cues = parsed(written(narrated(texts)))
    assert [" ".join(cue.text.split()) for cue in cues] == [shown(text) or "…" for text in texts]


@given(st.lists(st.integers(24, 10**7), min_size=1, max_size=20))
def test_cues_ascend_and_end_inside_the_sound(lengths: list[int]) -> None:
    narration = narrated(["Text."] * len(lengths), lengths)
    cues = parsed(written(narration))
    assert all(one.finish <= other.begin for one, other in pairwise(cues))
    assert cues[-1].finish <= narration.timeline.length * 1000 / RATE
    for cue, planned in zip(cues, narration.timeline.cues, strict=True):
        assert 0 <= planned.begin * 1000 / RATE - cue.begin < 1
        assert 0 <= planned.finish * 1000 / RATE - cue.finish < 1


@pytest.mark.parametrize(
    "text",
    [
        "a --> b",
        "<b>bold</b> & <script>",
        "&lt; stays",
        "NOTE this",
        "STYLE",
        "one\n\ntwo",
        "tab\tand\r\nline",
        "\ufeff x",
    ],
)
def test_what_means_something_in_captions_is_only_text(text: str) -> None:
    (cue,) = parsed(written(narrated([text])))
    assert " ".join(cue.text.split()) == shown(text)


def test_lines_are_short_enough_to_read() -> None:
    text = "Russia has obligations to ensure the security of Belarus and has no intention to abandon them now."
    (cue,) = parsed(written(narrated([text])))
    assert max(map(len, cue.text.split("\n"))) <= 42
    assert cue.text.replace("\n", " ") == text


def test_long_words_stay_whole() -> None:
    (cue,) = parsed(written(narrated(["x" * 100 + " well-known-and-very-well-documented-hyphenation"])))
    assert cue.text.split("\n")[0] == "x" * 100


def test_hours_are_counted() -> None:
    assert vtt.clock(RATE * 3600 * 101 + RATE // 2, RATE) == "101:00:00.500"
    assert vtt.clock(RATE * 59 + RATE - 1, RATE) == "00:00:59.999"


def test_without_sentences_there_are_no_cues() -> None:
    empty = narrated([])
    assert parsed(written(empty)) == []
    assert parsed(written(replace(empty, timeline=Timeline(rate=RATE, length=0)))) == []
