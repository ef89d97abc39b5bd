"""`narrate --verify` as a user calls it."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.cli.conftest import Shell
from tests.test_verify import TEXTS


@pytest.mark.skipif(find_spec("faster_whisper") is None, reason="needs Whisper: make test-listening")
def test_the_program_listens_when_asked_to(narrate: Shell, whisper_model: Path) -> None:
    narrate.write("story.txt", "The harbour at noon\n\n" + " ".join(TEXTS) + "\n")
    ran = narrate("story.txt", "--verify", "--verify-model", str(whisper_model), "--json")
    assert ran.code == 0, ran.err
    assert ran.results[0]["doubts"] == []
    deaf = narrate("story.txt", "--force", "--verify", "--verify-model", str(narrate.folder))
    assert deaf.code == 4
    assert "can't be loaded" in deaf.err
    assert "Traceback" not in deaf.err
