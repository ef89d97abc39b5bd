"""Real pages through the real command line, the user's own example first."""

from __future__ import annotations

import json
import os
import re
from itertools import pairwise
from pathlib import Path

import mutagen.mp3
import numpy as np
import pytest

from narrate.audio.edits import trimmed
from narrate.cache import ClipCache, key
from narrate.model import Document
from narrate.pipeline import Options, write_script
from narrate.voices import find, open_speaker
from tests.cli.conftest import Shell
from tests.helpers import heard, likeness
from tests.outputs.test_vtt import Read, parsed

SAMPLES = Path(__file__).parents[2] / "samples"
PAGES = sorted(path for path in SAMPLES.iterdir() if (SAMPLES / f"{path.stem}.expected.txt").exists() and path.suffix)
PAGES = [path for path in PAGES if not path.name.endswith(".expected.txt")]
KREMLIN = SAMPLES / "iz-kremlin-belarus.txt"
CLUTTER = {
    "Skip to main content",
    "Advertisement",
    "Live broadcast",
    "Photo: RIA Novosti/Ramil Sitdikov",
    "Озвучить текст",
    "Select important",
    "On",
    "Off",
    "0",
}
RATE = 24_000


def expected(page: Path) -> list[str]:
    """What is to be read of a page: its title, then its paragraphs."""
    text = (SAMPLES / f"{page.stem}.expected.txt").read_text("utf-8")
    return [" ".join(block.split()) for block in re.split(r"\n\s*\n", text.strip())]


def cues(path: Path) -> list[Read]:
    """Captions, or the sentences among speech marks."""
    text = path.read_text("utf-8")
    if path.suffix == ".vtt":
        return parsed(text)
    marks = [mark for mark in map(json.loads, text.splitlines()) if mark["type"] == "sentence"]
    return [Read(name="", begin=mark["time"], finish=mark["finish"], text=mark["value"]) for mark in marks]


def texts(path: Path) -> list[str]:
    return [" ".join(cue.text.split()) for cue in cues(path)]


def test_the_user_s_own_page_is_read_as_its_title_and_eight_paragraphs_and_nothing_else(narrate: Shell) -> None:
    ran = narrate(KREMLIN, "-f", "mp3,wav,marks", "--json")
    assert ran.code == 0
    (result,) = ran.results
    assert result["voices"] == ["hibari:heart"]
    assert result["left_out"] == 10
    assert result["skipped"] == []
    paragraphs = expected(KREMLIN)
    assert len(paragraphs) == 1 + 8
    said = texts(narrate.folder / "iz-kremlin-belarus.marks.jsonl")
    assert len(said) == result["sentences"] == sum((1, 2, 2, 1, 1, 2, 1, 6, 2))
    assert " ".join(said) == " ".join(paragraphs)
    assert said[0] == "Peskov reminded of Russia's obligations to ensure the security of Belarus"
    assert said[-1].startswith("It was specified that the document")
    assert set(KREMLIN.read_text("utf-8").splitlines()) >= CLUTTER
    assert not set(said) & CLUTTER
    for sentence in said:
        assert sum(sentence in paragraph for paragraph in paragraphs) == 1, "whole, and of one paragraph"
    file = mutagen.mp3.MP3(narrate.folder / "iz-kremlin-belarus.mp3")
    assert file.tags["TIT2"].text == [paragraphs[0]]
    assert file.info.length == pytest.approx(result["seconds"], abs=0.001)
    each_sentence_is_heard_once(narrate.folder)


def each_sentence_is_heard_once(folder: Path) -> None:
    """The sound of each cue is what the voice says of its sentence; besides them all is silence."""
    script = write_script(Document(data=KREMLIN.read_bytes(), source=str(KREMLIN)), Options())
    pcm = heard(folder / "iz-kremlin-belarus.wav")
    speaker = open_speaker(find("hibari:heart"))
    cache = ClipCache(Path(os.environ["NARRATE_CACHE"]))
    rest = np.ones(len(pcm), bool)
    for sentence, cue in zip(script.sentences, cues(folder / "iz-kremlin-belarus.marks.jsonl"), strict=True):
        names = [
            key(fingerprint=speaker.fingerprint, text=sentence.spoken, language=tag, speed=1.0)
            for tag in (sentence.language, "en")
        ]
        clip = next(clip for clip in map(cache.get, names) if clip is not None)
        sound = trimmed(clip).pcm
        begin = cue.begin * RATE // 1000
        part = slice(len(sound) // 2, len(sound) // 2 + 4000)
        begin += max(range(24), key=lambda shift: likeness(pcm[begin + shift :][part], sound[part]))
        assert likeness(pcm[begin:], sound) > 0.97, sentence.text
        rest[begin : begin + len(sound)] = False
    speaker.close()
    assert not pcm[rest].any()


@pytest.mark.parametrize("page", [page for page in PAGES if page != KREMLIN], ids=lambda page: page.name)
def test_pages_are_read_as_they_should_be(page: Path, narrate: Shell) -> None:
    ran = narrate(page, "-f", "vtt", "--json")
    assert ran.code == 0, ran.err
    assert ran.results[0]["skipped"] == []
    assert " ".join(texts(narrate.folder / f"{page.stem}.vtt")) == " ".join(expected(page))
    found = cues(narrate.folder / f"{page.stem}.vtt")
    assert all(one.finish <= other.begin for one, other in pairwise(found))
    letters = sum(len(cue.text) for cue in found)
    seconds = sum(cue.finish - cue.begin for cue in found) / 1000
    assert 9 < letters / seconds < 22, "at a pace that can be followed"


def test_there_are_pages_to_read() -> None:
    assert KREMLIN in PAGES
