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

from narrate.captions.cut import captions
from narrate.model import Narration, Timeline
from narrate.outputs._clock import stamp
from tests.outputs.timed import ODD, RATE, bare, made, narrated

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


def written(narration: Narration) -> str:
    with tempfile.TemporaryDirectory() as folder:
        return made(narration, "vtt", Path(folder)).read_bytes().decode("utf-8")


def test_captions_are_written_as_the_standard_has_them() -> None:
    assert written(narrated(["The ferry left at dawn.", "Nobody saw it again."], pace=23, pause=1)) == (
        "WEBVTT\n\n1\n00:00:00.200 --> 00:00:01.352\nThe ferry left at dawn.\n"
        "\n2\n00:00:02.200 --> 00:00:03.202\nNobody saw it again.\n"
    )


@given(st.lists(st.text(min_size=1), max_size=6))
def test_any_text_makes_valid_captions_that_show_it(texts: list[str]) -> None:
    narration = narrated(texts)
    cues = parsed(written(narration))
    shown = [line for one in captions(narration.timeline, narration.captions) for line in one.texts]
    assert [line for cue in cues for line in cue.text.split("\n")] == shown


@given(st.floats(1, 40), st.floats(0, 4))
def test_cues_ascend_and_end_inside_the_sound(pace: float, pause: float) -> None:
    narration = narrated(["Text for all of us. And more.", *ODD], pace=pace, pause=pause)
    cues = parsed(written(narration))
    planned = captions(narration.timeline, narration.captions)
    assert all(one.finish <= other.begin for one, other in pairwise(cues))
    assert cues[-1].finish <= narration.timeline.length * 1000 / RATE
    for cue, plan in zip(cues, planned, strict=True):
        assert 0 <= plan.begin * 1000 / RATE - cue.begin < 1
        assert 0 <= plan.finish * 1000 / RATE - cue.finish < 1


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
    cues = parsed(written(narrated([text])))
    assert bare("".join(cue.text for cue in cues)) == bare(text)


def test_hours_are_counted() -> None:
    assert stamp(RATE * 3600 * 101 + RATE // 2, RATE) == "101:00:00.500"
    assert stamp(RATE * 59 + RATE - 1, RATE) == "00:00:59.999"


def test_without_sentences_there_are_no_cues() -> None:
    empty = narrated([])
    assert parsed(written(empty)) == []
    assert parsed(written(replace(empty, timeline=Timeline(rate=RATE, length=0)))) == []
