"""What users ran into, from the outside."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from narrate.cli import names
from narrate.cli.report import unmet
from narrate.errors import OutputError, SourceError, UsageError
from narrate.fetch import fetch
from narrate.model import Article, Loudness, Narration, Script, Target, Timeline
from narrate.staging import check


def test_a_closed_standard_input_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(SourceError, match="standard input is closed"):
        fetch("-")


def test_sound_does_not_go_to_standard_output() -> None:
    with pytest.raises(UsageError, match="standard output") as caught:
        names.targets("story.txt", "A story", "-", ("mp3",), several=False)
    assert caught.value.hint
    assert names.targets("story.txt", "A story", "./-.mp3", ("mp3",), several=False) == {"mp3": Path("-.mp3")}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
@pytest.mark.parametrize("overwrite", [True, False])
def test_pipes_and_devices_are_never_replaced(overwrite: bool, tmp_path: Path) -> None:
    """Renaming onto /dev/null would take it away from the whole system."""
    os.mkfifo(tmp_path / "pipe")
    for target in (tmp_path / "pipe", Path(os.devnull)):
        with pytest.raises(OutputError, match="no ordinary file"):
            check([target], overwrite=overwrite)
    assert (tmp_path / "pipe").is_fifo()


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("शहर में नया पुल", "शहर-में-नया-पुल"),
        ("تم افتتاحُ الجسر", "تم-افتتاحُ-الجسر"),
        ("☀️ Sun ☀️", "sun"),
        ("🎧🔥", "article"),
    ],
)
def test_vowel_signs_belong_to_their_words(title: str, name: str) -> None:
    assert names.slug(title) == name


def test_a_file_that_is_not_as_promised_is_told_of() -> None:
    measures = {"good": (-16.4, -1.0), "faint": (-17.3, -5.7), "spiky": (-16.1, 4.2), "silent": (-70.0, -90.0)}
    narration = Narration(
        script=Script(article=Article(blocks=(), source="story.txt"), sentences=()),
        timeline=Timeline(rate=24_000, length=0, cues=(), chapters=()),
        loudness=tuple((Path(name), Loudness(integrated=i, true_peak=peak)) for name, (i, peak) in measures.items()),
    )
    told = list(unmet(narration, Target()))
    assert [line.split(":")[0] for line in told] == ["faint", "spiky"]
    assert "-17.3" in told[0]
    assert "+4.2" in told[1]
