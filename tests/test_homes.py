"""Paths as people write them."""

from __future__ import annotations

from pathlib import Path

import pytest

from narrate.homes import at_home


def test_a_tilde_is_the_home_of_whoever_there_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert at_home("~/clips") == tmp_path / "clips"
    assert at_home("clips/~") == Path("clips/~")


@pytest.mark.parametrize("name", ["~nobody-is-called-so/clips", "~\0", "\0"])
def test_what_is_nobodys_home_stays_as_it_is_written(name: str) -> None:
    assert at_home(name) == Path(name)
