"""What starting the program may import."""

from __future__ import annotations

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest

HEAVY = {
    "aiohttp",
    "asyncssh",
    "av",
    "botocore",
    "edge_tts",
    "espeakng_loader",
    "fsspec",
    "gtts",
    "hibari",
    "lameenc",
    "lxml",
    "numpy",
    "onnxruntime",
    "piper",
    "py3langid",
    "pydub",
    "pyttsx3",
    "requests",
    "s3fs",
    "sshfs",
    "trafilatura",
}
SCRIPT = Path(sysconfig.get_path("scripts")) / "narrate"


def imports(*command: str, **environment: str) -> set[str]:
    """Top-level packages that a Python process imports."""
    result = subprocess.run(
        [sys.executable, "-X", "importtime", *command],
        env={**os.environ, **environment},
        capture_output=True,
        encoding="utf-8",
        check=True,
        timeout=60,
    )
    lines = [line for line in result.stderr.splitlines() if line.startswith("import time:")]
    return {line.rpartition("|")[2].strip().split(".")[0] for line in lines}


def completing(words: str) -> dict[str, str]:
    return {"_NARRATE_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(len(words.split(" ")) - 1)}


@pytest.mark.parametrize("arguments", [["--help"], ["--version"], ["clean", "--help"], ["voices", "--help"]])
def test_help_and_version_import_nothing_heavy(arguments: list[str]) -> None:
    found = imports(str(SCRIPT), *arguments)
    assert "click" in found
    assert not found & HEAVY


@pytest.mark.parametrize(
    "words",
    ["narrate ", "narrate cl", "narrate --fo", "narrate read --format mp3,", "narrate story.txt --voice hib"],
)
def test_shell_completion_imports_nothing_heavy(words: str) -> None:
    found = imports(str(SCRIPT), **completing(words))
    assert "click" in found
    assert not found & HEAVY


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_completion_script_imports_nothing_heavy(shell: str) -> None:
    assert not imports(str(SCRIPT), _NARRATE_COMPLETE=f"{shell}_source") & HEAVY


@pytest.mark.parametrize("group", ["engines", "readers", "outputs"])
def test_what_plug_ins_can_do_is_read_without_heavy_imports(group: str) -> None:
    code = f"from narrate import plugins\nfor one in plugins.every({group!r}): one.INFO.name"
    assert not imports("-c", code) & HEAVY


def test_the_package_itself_imports_nothing_heavy() -> None:
    code = "import narrate, narrate.model, narrate.errors, narrate.pipeline, narrate.synthesis, narrate.mastering"
    assert not imports("-c", code) & HEAVY
