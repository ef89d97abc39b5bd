"""Captions and transcripts of whole narrations, judged by the W3C's parser and by what players use."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.conformance import tools
from tests.outputs.test_timed_text import READERS, by_srt, by_webvtt
from tests.outputs.timed import ODD, bare

ROOT = Path(__file__).parents[2]
SCRIPT = Path(__file__).with_name("read_timed_text.cjs")
FORMATS = ("vtt", "vtt-words", "srt", "ttml", "lrc", "lrc-words", "json", "marks", "txt", "md")
CHAPTERS = 60
LONG = "# A long story\n\n" + "\n\n".join(
    f"## Chapter {number}\n\n"
    + "\n\n".join(re.sub(r"([*_`<\[#&|~\\])", r"\\\1", " ".join(text.split())) for text in ODD)
    for number in range(1, CHAPTERS + 1)
)
SAMPLES: dict[str, tuple[str | Path, str]] = {
    "short": (ROOT / "samples" / "quiet-mill.md", "hibari:heart"),
    "russian": (ROOT / "samples" / "most-u-berezovki.txt", "espeak:ru"),
    "long": (LONG, "tone:sine"),
}


@pytest.fixture(scope="module", params=SAMPLES)
def made(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with all formats of a sample, named `story`."""
    source, voice = SAMPLES[request.param]
    folder = tmp_path_factory.mktemp(request.param)
    article = folder / "story.md"
    if isinstance(source, Path):
        article = folder / f"story{source.suffix}"
        article.write_bytes(source.read_bytes())
    else:
        article.write_text(source, "utf-8")
    options = ["--voice", voice, "--one-language", "-f", ",".join(FORMATS), "-o", f"{folder}/", "--quiet"]
    subprocess.run([sys.executable, "-m", "narrate", article, *options], check=True, cwd=ROOT)
    return folder


def read(reader: str, package: str, path: Path) -> dict[str, Any]:
    tools.package(package)
    ran = tools.said([tools.command("node"), SCRIPT, reader, tools.FOLDER, path])
    assert ran.returncode == 0, ran.stderr
    found: dict[str, Any] = json.loads(ran.stdout)
    assert found["cues"]
    return found


@pytest.mark.parametrize("name", ["story.vtt", "story.words.vtt"])
def test_the_w3cs_parser_has_nothing_to_say_against_webvtt_and_reads_what_others_do(made: Path, name: str) -> None:
    found = read("w3c", "webvtt-parser", made / name)
    assert found["errors"] == []
    others = by_webvtt(made / name)
    assert [bare(cue["text"]) for cue in found["cues"]] == [bare(text) for _, _, text in others]
    for cue, (begin, end, _) in zip(found["cues"], others, strict=True):
        assert (cue["begin"], cue["end"]) == pytest.approx((begin, end), abs=1e-6)
        assert all(early < late for early, late in pairwise([cue["begin"], *cue["stamps"], cue["end"]]))
    assert ("words" in name) == any(cue["stamps"] for cue in found["cues"])


def test_a_ttml_player_reads_what_subrip_says(made: Path) -> None:
    found = read("imsc", "imsc", made / "story.ttml")
    assert found["errors"] == []
    srt = by_srt(made / "story.srt")
    assert [bare(cue["text"]) for cue in found["cues"]] == [bare(text) for _, _, text in srt]
    assert [cue["begin"] for cue in found["cues"]] == pytest.approx([begin for begin, _, _ in srt], abs=1e-3)


def test_every_reader_of_captions_reads_the_same(made: Path) -> None:
    texts = {bare("".join(text for _, _, text in read(made / f"story{suffix}"))) for suffix, read in _files()}
    assert len(texts) == 1


def _files() -> list[tuple[str, Any]]:
    suffixes = {"vtt-words": ".words.vtt"}
    return [(suffixes.get(name, f".{name}"), read) for name, read in READERS]


@pytest.mark.parametrize("suffix", [".lrc", ".words.lrc"])
def test_a_reader_of_lyrics_reads_lines_and_words(made: Path, suffix: str) -> None:
    found = read("lrc", "lrc-kit", made / f"story{suffix}")
    assert found["info"]["ti"]
    lines = [cue for cue in found["cues"] if cue["content"].strip()]
    srt = by_srt(made / "story.srt")
    pairs = [(_shown(cue["content"]), _shown(text)) for cue, (_, _, text) in zip(lines, srt, strict=True)]
    assert all(one == other for one, other in pairs if not set("<>[]") & set(other))
    assert [cue["timestamp"] for cue in lines] == pytest.approx([begin for begin, _, _ in srt], abs=0.0101)
    if suffix == ".words.lrc":
        assert sum(len(cue["wordTimestamps"]) for cue in lines) > 2 * len(lines)


def _shown(text: str) -> str:
    """Without byte order marks, which this reader takes off; nor does it keep all that is in brackets."""
    return bare(text).strip("\ufeff")


@pytest.mark.parametrize("suffix", [".vtt", ".srt", ".transcript.json"])
def test_a_podcast_player_reads_the_transcript(made: Path, suffix: str) -> None:
    found = read("transcriptator", "transcriptator", made / f"story{suffix}")
    assert found["format"] == suffix.rpartition(".")[2]
    assert all(cue["begin"] <= cue["end"] for cue in found["cues"])
    assert all(cue["begin"] <= other["begin"] for cue, other in pairwise(found["cues"]))
    if suffix == ".transcript.json":
        whole = bare("".join(text for _, _, text in by_srt(made / "story.srt")))
        assert bare("".join(cue["text"] for cue in found["cues"])) == whole
