"""A kept narration gives back all of it, makes the same files again, and nothing that is damaged is believed."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from narrate import pipeline
from narrate.cache import ClipCache
from narrate.errors import SourceError
from narrate.kept.form import VERSION
from narrate.kept.load import load
from narrate.model import Document, Narration
from narrate.outputs import narration as output
from narrate.render import render

ARTICLE = b"""# The mill

By Ada Marsh

It cost $2.50 in 1999. \xc2\xabA voice\xc2\xbb said: stop!
The wheel had not turned since the flood, and nobody in the valley believed that it would ever turn again.
The miller alone went there every evening, with a lamp and a can of oil.

## Later

- one
- two

| a | b |
|---|---|
| 1 | 2 |

In the end it was sold to a painter, who lived in it for thirty years and painted nothing but the river,
which she said was never the same for an hour, and never once the mill itself.
"""


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Narration]:
    """A folder with a kept narration and what was made beside it, and the narration as the pipeline told it."""
    folder = tmp_path_factory.mktemp("kept")
    options = pipeline.Options(voice="tone:sine")
    document = Document(data=ARTICLE, source="mill.md", media_type="text/markdown")
    script = pipeline.write_script(document, options)
    targets = {name: folder / f"mill.{name}" for name in ("mp3", "opus", "wav", "vtt", "narration")}
    return folder, pipeline.narrate(script, targets, options, cache=ClipCache(folder / "cache"))


def test_what_is_read_back_is_what_was_written(made: tuple[Path, Narration]) -> None:
    folder, narration = made
    again = load(folder / "mill.narration")
    assert again.script == narration.script
    assert again.timeline == narration.timeline
    assert {path.name: measure for path, measure in narration.loudness} == {
        str(path): measure for path, measure in again.loudness
    }
    blocks = [cue.sentence.block for cue in again.timeline.cues]
    assert len({id(block) for block in blocks}) == len({id(cue.sentence.block) for cue in narration.timeline.cues})


def test_files_made_again_are_the_same_to_the_byte(made: tuple[Path, Narration], tmp_path: Path) -> None:
    folder, _ = made
    targets = {name: tmp_path / f"mill.{name}" for name in ("mp3", "opus", "wav", "vtt", "narration")}
    render(load(folder / "mill.narration"), targets)
    for name in ("mp3", "opus", "wav", "vtt"):
        assert targets[name].read_bytes() == (folder / f"mill.{name}").read_bytes(), name
    assert load(tmp_path / "mill.narration").timeline == load(folder / "mill.narration").timeline


def changed(folder: Path, name: str, change: Callable[[Any], None]) -> None:
    """Change a file of a kept narration, with a hash that fits."""
    path, manifest = folder / name, folder / "narration.json"
    value = json.loads(path.read_bytes())
    change(value)
    data = json.dumps(value).encode()
    path.write_bytes(data)
    if path != manifest:
        known = json.loads(manifest.read_bytes())
        known["files"][name] = {"bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()}
        manifest.write_text(json.dumps(known))


def put(*keys: Any, value: Any) -> Callable[[Any], None]:
    def change(values: Any) -> None:
        for key in keys[:-1]:
            values = values[key]
        values[keys[-1]] = value

    return change


@pytest.mark.parametrize(
    ("name", "change", "words"),
    [
        ("narration.json", put("version", value=VERSION + 1), "version 2 can't be read"),
        ("narration.json", put("format", value="other"), "this is “other”"),
        ("narration.json", put("files", "../up.json", value={"bytes": 1, "sha256": ""}), "no name of a file"),
        ("narration.json", lambda value: value["files"].pop("timeline.json"), "timeline.json is not named"),
        ("timeline.json", put("rate", value="fast"), r"Expected `int`, got `str` - at `\$.rate`"),
        ("timeline.json", put("rate", value=0), "its rate is 0 Hz"),
        ("timeline.json", put("cues", 1, "begin", value=-5), "cue 2 spans -5"),
        ("timeline.json", put("cues", 1, "begin", value=0), "cue 2 begins at 0, before the end"),
        ("timeline.json", put("length", value=100), "of 100 samples"),
        ("timeline.json", put("cues", 0, "sentence", value=999), "there is no number 999"),
        ("timeline.json", put("cues", 0, "marks", value=[[0, 999, 0, 1]]), "lies outside of sentence 0"),
        ("timeline.json", put("cues", 0, "marks", value=[[0, 1, 0, 1, "", "h:2 ɛ"]]), "have no shares: “h:2 ɛ”"),
        ("timeline.json", put("chapters", 1, "begin", value=0), "chapter 2 begins at 0"),
        ("script.json", put("sentences", 0, "end", value=999), "sentence spans 0:999"),
        ("script.json", put("sentences", 0, "block", value=-1), "there is no number -1"),
        ("script.json", put("article", "blocks", 0, "kind", value="advert"), "Invalid enum value 'advert'"),
        ("report.json", put("skipped", value=[{"text": "", "place": "", "reason": ""}]), "there is no number -1"),
    ],
)
def test_nonsense_is_refused_with_its_place(
    made: tuple[Path, Narration], tmp_path: Path, name: str, change: Callable[[Any], None], words: str
) -> None:
    folder = tmp_path / "a.narration"
    shutil.copytree(made[0] / "mill.narration", folder)
    changed(folder, name, change)
    with pytest.raises(SourceError, match=words) as caught:
        load(folder)
    assert str(folder) in str(caught.value)


@settings(max_examples=40, deadline=None)
@given(data=st.data())
def test_a_damaged_byte_is_noticed(made: tuple[Path, Narration], data: st.DataObject) -> None:
    folder = made[0] / "damaged.narration"
    shutil.rmtree(folder, ignore_errors=True)
    shutil.copytree(made[0] / "mill.narration", folder)
    path = folder / data.draw(st.sampled_from(["script.json", "timeline.json", "report.json", "master.flac"]))
    content = bytearray(path.read_bytes())
    content[data.draw(st.integers(0, len(content) - 1))] ^= 1 << data.draw(st.integers(0, 7))
    path.write_bytes(content)
    with pytest.raises(SourceError, match="not as it was written"):
        load(folder)


def test_a_missing_file_and_another_folder_are_told_apart(made: tuple[Path, Narration], tmp_path: Path) -> None:
    with pytest.raises(SourceError, match="no kept narration"):
        load(tmp_path)
    folder = tmp_path / "a.narration"
    shutil.copytree(made[0] / "mill.narration", folder)
    (folder / "master.flac").unlink()
    with pytest.raises(SourceError, match="can't be read"):
        load(folder)


def test_a_folder_is_known_by_its_manifest() -> None:
    from narrate.kept.form import MANIFEST

    assert output.INFO.folder == MANIFEST
