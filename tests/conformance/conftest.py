"""Every test here needs a checker that only `make conformance` installs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.conformance import pages, tools

if TYPE_CHECKING:
    from playwright.sync_api import Browser

    from narrate.model import Narration

HERE = Path(__file__).parent


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if HERE in item.path.parents:
            item.add_marker(pytest.mark.conformance)
        if item.path.name == "test_page_timing.py":  # it listens to minutes of sound
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all pages."""
    driver = pytest.importorskip("playwright.sync_api", reason="`make conformance` installs Playwright")
    with driver.sync_playwright() as started:
        chromium = started.chromium.launch(executable_path=tools.chromium(), args=list(pages.FLAGS))
        yield chromium
        chromium.close()


@pytest.fixture(scope="session")
def ferry(tmp_path_factory: pytest.TempPathFactory) -> tuple[Narration, Path]:
    """A news page, read by the default voice."""
    return pages.spoken("night-ferry.html", tmp_path_factory.mktemp("ferry"))


@pytest.fixture(scope="session")
def bridge(tmp_path_factory: pytest.TempPathFactory) -> tuple[Narration, Path]:
    """A long Russian page."""
    return pages.spoken("most-u-berezovki.txt", tmp_path_factory.mktemp("bridge"), "tone:sine")
