"""What happens when a voice can't be opened: told clearly, or another one takes over, as the user wants it."""

from __future__ import annotations

import json
from importlib.util import find_spec
from pathlib import Path

import pytest

from narrate import plugins
from tests.cli.conftest import Shell

FALL_BACK = ("--on-error", "fallback", "--fallback", "tone")
PACKAGES = {
    "edge": "edge_tts,edge-tts",
    "piper": "piper,piper-tts",
    "gtts": "gtts,gTTS",
    "system": "pyttsx3",
    "hibari": "hibari,hibari-tts",
}
"""The modules and packages of engines."""
VOICES = {
    "edge:en-US-EmmaNeural": "edge",
    "edge": "edge",
    "piper:en_US-joe-medium": "piper",
    "piper": "piper",
    "gtts:en-GB": "gtts",
    "gtts": "gtts",
    "system": "system",
    "hibari:heart": "hibari",
}


@pytest.fixture
def story(narrate: Shell) -> Shell:
    narrate.write("story.txt")
    return narrate


@pytest.mark.parametrize("voice", VOICES)
def test_a_voice_whose_engine_is_not_installed_is_told_or_another_takes_over(story: Shell, voice: str) -> None:
    engine = VOICES[voice]
    extra = plugins.load("engines", engine).INFO.extra
    hint = f"pip install 'narrate-articles[{extra}]'" if extra else "pip install 'narrate-articles'"
    arguments = ("story.txt", "--voice", voice, "--language", "en")
    for on_error in ("stop", "skip"):
        ran = story(*arguments, "--on-error", on_error, TRIAL_WITHOUT=PACKAGES[engine])
        assert ran.code == 5
        assert "is not installed" in ran.err
        assert hint in ran.err
        assert story.files == ["story.txt"]
    ran = story(*arguments, *FALL_BACK, "--json", TRIAL_WITHOUT=PACKAGES[engine])
    assert ran.code == 0
    assert "tone:sine spoke the article" in ran.err
    [change] = ran.results[0]["taken_over"]
    assert change["voice"].partition(":")[0] == engine
    assert change["by"] == "tone:sine"
    assert "is not installed" in change["reason"]


def test_voices_that_are_not_installed_do_not_take_over(story: Shell) -> None:
    """Nor do those whose files are not here."""
    arguments = ("--voice", "edge", "--on-error", "fallback", "--fallback", "piper,kokoro:af_heart,gtts,tone,espeak")
    gone = ",".join(PACKAGES[name] for name in ("edge", "piper", "gtts"))
    ran = story("story.txt", *arguments, "--json", TRIAL_WITHOUT=gone)
    assert ran.code == 0
    assert [(one["voice"], one["by"]) for one in ran.results[0]["taken_over"]] == [("edge", "tone:sine")]


def test_an_author_s_wish_for_a_voice_that_is_not_here_is_passed_over(narrate: Shell) -> None:
    narrate.write(
        "story.md", "---\nvoice: piper:en_US-joe-medium\nvoices: {quote: kokoro:af_heart}\n---\n# One\n\nTwo."
    )
    ran = narrate("story.md", "--json", TRIAL_WITHOUT=PACKAGES["piper"])
    assert ran.code == 0
    assert not ran.results[0]["taken_over"]


@pytest.fixture
def broken(tmp_path: Path) -> dict[str, str]:
    """An environment with voices whose files are damaged, for Piper and Kokoro."""
    piper, kokoro = tmp_path / "files" / "piper", tmp_path / "files" / "kokoro"
    for folder in (piper, kokoro):
        folder.mkdir(parents=True)
    for name, data in {"garbage": b"no network", "empty": b"", "zeros": bytes(4000)}.items():
        (piper / f"{name}.onnx").write_bytes(data)
        (piper / f"{name}.onnx.json").write_text(json.dumps({"espeak": {"voice": "en"}, "audio": None}), "utf-8")
    (piper / "cut.onnx").write_bytes(b"no network")
    (piper / "cut.onnx.json").write_text('{"espeak": {"voi', "utf-8")
    (kokoro / "af_heart.bin").write_bytes(bytes(1024 * 510))
    (kokoro / "af_short.bin").write_bytes(b"too short")
    (kokoro / "model.onnx").write_bytes(b"no network")
    return {"NARRATE_VOICE_FOLDER": str(tmp_path / "files")}


@pytest.mark.parametrize(
    "voice",
    [
        *(f"piper:{name}" for name in ("garbage", "empty", "zeros", "cut")),
        *("piper:de_DE-thorsten-high", "kokoro:af_heart", "kokoro:af_short", "kokoro:bf_emma"),
    ],
)
def test_a_voice_whose_files_are_damaged_or_not_here_is_told_or_another_takes_over(
    story: Shell, voice: str, broken: dict[str, str]
) -> None:
    if find_spec("piper") is None:  # it is never imported here, which other tests hold
        pytest.skip("Piper is not installed")
    arguments = ("story.txt", "--voice", voice, "--language", "en")
    ran = story(*arguments, **broken)
    assert ran.code in (2, 4)
    assert ran.err.startswith("error: story.txt, line 1: ")
    assert "hint: " in ran.err
    ran = story(*arguments, *FALL_BACK, "--json", **broken)
    assert ran.code == 0
    assert [(one["voice"], one["by"]) for one in ran.results[0]["taken_over"]] == [(voice, "tone:sine")]


def test_an_engine_without_the_files_of_any_voice_is_told_with_what_to_do(story: Shell) -> None:
    ran = story("story.txt", "--voice", "kokoro", "--language", "fr")
    assert ran.code == 2
    assert "narrate voices install kokoro:ff_siwis" in ran.err
    ran = story("story.txt", "--voice", "kokoro", "--language", "de")
    assert ran.code == 2
    assert "kokoro has no voice for “de”" in ran.err
