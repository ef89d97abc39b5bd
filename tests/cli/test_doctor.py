"""`narrate doctor` finds what is wrong, says what to do, and goes on looking."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from tests.cli.conftest import Shell


def looked(shell: Shell, *arguments: str, **environment: str) -> tuple[int, dict[str, dict[str, Any]]]:
    ran = shell("doctor", "--json", *arguments, **environment)
    assert ran.err == ""
    return ran.code, {row["part"]: row for row in ran.results}


def test_a_sound_installation_has_no_problem(narrate: Shell) -> None:
    code, found = looked(narrate)
    assert code == 0
    assert all(row["state"] != "problem" for row in found.values())
    assert found["speaking"]["words"].startswith("hibari:heart loaded in")
    assert found["voice for ru"]["words"].startswith("espeak:ru")
    assert {"system", "settings", "cache", "engine hibari", "engine espeak", "format mp3", "format m4b"} <= found.keys()


def test_bad_settings_are_told_and_the_rest_is_looked_at(narrate: Shell) -> None:
    narrate.write("settings.toml", "sped = 2\n")
    code, found = looked(narrate, NARRATE_CONFIG=str(narrate.folder / "settings.toml"))
    assert code == 1
    assert "there is no setting “sped”" in found["settings"]["words"]
    assert found["speaking"]["state"] == "ok"


def test_a_cache_that_cannot_be_written_is_told_with_what_to_do(narrate: Shell) -> None:
    file = narrate.write("a file")
    code, found = looked(narrate, NARRATE_CACHE=str(file / "clips"))
    assert code == 1
    assert found["cache"]["state"] == "problem"
    assert "`cache`" in found["cache"]["advice"]


def test_a_service_that_cannot_be_reached_is_told_when_asked_for(narrate: Shell) -> None:
    closed = "http://127.0.0.1:9"  # the discard port, where nobody listens
    code, found = looked(narrate, "--network", HTTPS_PROXY=closed, https_proxy=closed)
    assert code == 1
    assert found["network for gtts"]["state"] == "problem"
    assert "proxy" in found["network for gtts"]["advice"]
    assert "network for gtts" not in looked(narrate)[1]


def test_in_words_each_problem_has_its_advice(narrate: Shell, tmp_path: Path) -> None:
    ran = narrate("doctor", NARRATE_CONFIG=str(tmp_path / "nowhere.toml"))
    assert ran.code == 1
    assert "problem settings: " in ran.out
    assert "        -> " in ran.out
    assert "ok      speaking: " in ran.out
