"""A site to list, and hurried manners."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from narrate.fetch import Known, Polite, Web
from tests.sources.sites import Site, serving


@pytest.fixture
def site() -> Iterator[Site]:
    with serving() as running:
        yield running


@pytest.fixture
def web() -> Web:
    return Web(polite=Polite(apart=0), timeout=5)


class Kept(dict[str, Known]):
    """A memory that lasts as long as a test."""

    def recall(self, name: str) -> Known | None:
        return self.get(name)

    def keep(self, name: str, known: Known) -> None:
        self[name] = known


@pytest.fixture
def memory() -> Kept:
    return Kept()
